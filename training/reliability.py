#!/usr/bin/env python3
"""Show whether the engine's confidence means something: bands of it against how often the answer was right.

    training/reliability.py GOLD.jsonl [PROGRAM]

GOLD is an annotated file of `../shared/quotes`, PROGRAM the binary (target/release/pullquote). Of every quote that names a
speaker and whose content meets that of an attribution (Jaccard index at least 0.5 over letters and digits), the source is
right if it shares a content word with the attribution's; the name, where the gold has names, if it can mean the same one. A
quote that meets no attribution is wrong.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "quotes"
BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)

sys.path.insert(0, str(SHARED))
import score  # noqa: E402


def answers(golds, program):
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, gold in enumerate(golds):
            name = Path(folder) / f"{number:04}.txt"
            name.write_text(gold["text"], encoding="utf8", newline="")
            names.append(str(name))
        run = subprocess.run([program, "quotes", "--format", "jsonl", *names], capture_output=True, text=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def main():
    golds = [json.loads(line) for line in open(sys.argv[1], encoding="utf8")]
    program = sys.argv[2] if len(sys.argv) > 2 else str(ROOT / "target" / "release" / "pullquote")
    judged = []
    for gold, answer in zip(golds, answers(golds, program), strict=True):
        text = score.Text(gold["text"])
        carry = score.aligner(answer["text"], text.text)
        attributions = [score.Quote(text, a) for a in gold["attributions"]]
        for raw in answer["quotes"]:
            quote = score.Quote(text, raw, carry)
            if not raw["speaker"] or not quote.content:
                continue
            near = [(text.jaccard(quote.content, a.content), -i) for i, a in enumerate(attributions)]
            best, index = max(near, default=(0.0, 0))
            met = attributions[-index] if best >= 0.5 else None
            own, theirs = (set(text.words_in(parts)) for parts in (quote.source_parts, met.source_parts if met else []))
            source = bool(score.content_words(text, own) & score.content_words(text, theirs)) if met else False
            name = None
            if met and met.speaker:
                name = score.same_name(raw["speaker"]["name"], met.speaker)
            judged.append((raw["confidence"], raw["kind"], source, name))
    for kinds, title in ((("direct", "mixed"), "direct and mixed"), (("indirect",), "indirect")):
        print(f"\n{title}\n{'confidence':>12} {'quotes':>7} {'mean':>6} {'source right':>13} {'name right':>11}")
        for low, high in zip(BANDS, BANDS[1:]):
            band = [j for j in judged if j[1] in kinds and low <= j[0] < high]
            if not band:
                continue
            mean = sum(j[0] for j in band) / len(band)
            source = sum(j[2] for j in band) / len(band)
            named = [j[3] for j in band if j[3] is not None]
            name = f"{sum(named) / len(named):.2f} of {len(named)}" if named else "-"
            print(f"{low:5.2f} – {min(high, 1):4.2f} {len(band):7} {mean:6.2f} {source:13.2f} {name:>14}")


if __name__ == "__main__":
    main()
