#!/usr/bin/env python3
"""Learn which words in quotation marks are speech and which are not; writes assets/scare/en.txt.

    training/scare.py [GOLD.jsonl [WEIGHTS.txt]]

Data: `../shared/quotes/train.jsonl`, the training part of PolNeAR 1.0: 840 English news articles of seven publishers from
the year before the American election of 2016, in which people marked every attribution. A stretch in quotation marks of
which at least half lies in what somebody said is speech; any other (a title, a nickname, a word as a word) is not. The
articles stay where they are: what is written holds single lower-case words with a number each, and none that stands beside
fewer than MIN_SEEN stretches. The development and test parts are not read. It is news of one country and one year, so that
no capitalised word is looked at.

Method: logistic regression over words and signs beside the stretch and the shape of what it holds, by stochastic gradient
descent with a shrinking step, in a fixed order. Only the standard library; the same input gives the same file.
`src/quote/scare.rs` computes the same features; the names of features there and here must agree.
"""
import json
import math
import random
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEED = 7
PASSES = 12
STEP = 0.04
SHRINK = 2e-3
MIN_SEEN = 8
SMALLEST = 0.08
# Negatives are rare; each counts for this many.
SCARCE = 3.0

STRETCH = re.compile(r"“([^”\n]+)”|\"([^\"\n]+)\"|''([^\n]+?)''|(?<!\w)‘([^’\n]+)’(?!\w)|(?<![\w'])'([^'\n]+)'(?![\w'])")
TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]|_")
NEAR_BEFORE, NEAR_AFTER = 7, 5

def token(found):
    """A word in lower case, a sign as it is; `Name` or `0` for what begins with a capital or a digit."""
    if found[0].isdigit():
        return "0"
    if found[0].isupper():
        if found.endswith(("'s", "’s")):
            return "Name's"
        return "Name" if len(found) > 1 else found.lower()
    return found.replace("’", "'").lower()


def length(words):
    """A number of words, in steps."""
    for most in (1, 2, 3, 4, 7, 12):
        if words <= most:
            return str(most)
    return "99"


def shape(words):
    """How its words begin: all large, the first large, all small."""
    heads = [w for w in words if w[0].isalpha()]
    if not heads:
        return "none"
    large = sum(w[0].isupper() for w in heads)
    small_words = sum(w[0].islower() and len(w) > 4 for w in heads)
    if large == len(heads) or heads[0][0].isupper() and small_words == 0 and large > 1:
        return "large"
    return "first" if heads[0][0].isupper() else "small" if large == 0 else "some"


def ending(word):
    """The last two letters of a word in lower case."""
    return word[-2:] if len(word) > 3 and word[0].islower() else "-"


# A line without any of these outside of its marks is likely to hold no speech.
SAID = frozenset(
    "said says say saying told tells tell wrote writes writing added adding tweeted called calls calling asked argued warned"
    " explained noted insisted declared described describing announced responded replied claimed accused criticized"
    " suggested testified joked quipped".split()
)


def features(line, start, end, inner, silent):
    """The names of the features of the stretch [start, end) of a line; `silent` tells that nobody in it says anything."""
    before = [token(t) for t in TOKEN.findall(line[max(0, start - 120):start])][-NEAR_BEFORE:]
    after = [token(t) for t in TOKEN.findall(line[end:end + 90])][:NEAR_AFTER]
    words = [t for t in TOKEN.findall(inner) if t[0].isalnum()]
    last = inner[-1:]
    stop = last if last in ",.?!" else "-"
    size, form = length(len(words)), shape(words)
    p1 = before[-1] if before else "^"
    p2 = before[-2] if len(before) > 1 else "^"
    n1 = after[0] if after else "$"
    n2 = after[1] if len(after) > 1 else "$"
    yield "len " + size
    yield "form " + form
    yield "stop " + stop
    yield f"len+form {size} {form}"
    yield f"len+stop {size} {stop}"
    yield "p1 " + p1
    yield "p2 " + p2
    yield "n1 " + n1
    yield "n2 " + n2
    yield f"p1+form {p1} {form}"
    yield f"p1+n1 {p1} {n1}"
    yield f"len+p1 {size} {p1}"
    yield f"len+n1 {size} {n1}"
    for word in sorted(set(before)):
        yield "b " + word
    for word in sorted(set(after)):
        yield "a " + word
    yield f"p1 ..{ending(p1)} {form}"
    yield f"p2+p1 {p2} {p1}"
    yield f"p2+form {p2} {form}"
    yield f"n1+form {n1} {form}"
    if silent:
        yield "silent " + size
    if words:
        yield "i1 " + token(words[0])
    if any(w.lower().split("'")[0].split("’")[0] in ("i", "we", "you", "my", "our", "me", "us", "your") for w in words):
        yield "person"
    if not before and not after:
        yield "alone " + size


def stretches(article):
    """Each stretch of an article with its features and whether it is speech."""
    text = article["text"]
    said = bytearray(len(text) + 1)
    for attribution in article["attributions"]:
        for s, e in attribution["content"]:
            said[s:e] = b"\1" * (e - s)
    at = 0
    for line in text.split("\n"):
        bare = TOKEN.findall(STRETCH.sub(" ", line))
        silent = not any(word.lower() in SAID for word in bare)
        for match in STRETCH.finditer(line):
            inner = next(g for g in match.groups() if g is not None).strip()
            inside = [i for i in range(at + match.start(), at + match.end()) if text[i].isalnum()]
            if not inside:
                continue
            held = sum(said[i] for i in inside)
            if 0 < held * 2 < len(inside):
                continue
            yield list(features(line, match.start(), match.end(), inner, silent)), held * 2 >= len(inside)
        at += len(line) + 1


def main():
    gold = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/quotes/train.jsonl"
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "assets/scare/en.txt"
    examples = []
    for row in gold.read_text(encoding="utf-8").splitlines():
        examples += stretches(json.loads(row))
    seen = {}
    for names, _ in examples:
        for name in names:
            seen[name] = seen.get(name, 0) + 1
    weights = {name: 0.0 for name in sorted(seen) if seen[name] >= MIN_SEEN}
    examples = [([n for n in names if n in weights], speech) for names, speech in examples]
    order = random.Random(SEED)
    base = 0.0
    for number in range(PASSES):
        order.shuffle(examples)
        step = STEP / (1 + number)
        for names, speech in examples:
            z = base + sum(weights[n] for n in names)
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
            # Positive is not speech.
            slope = (1.0 - p) * SCARCE if not speech else -p
            base += step * slope
            for n in names:
                weights[n] += step * (slope - SHRINK * weights[n])
    out = ["# How much each feature speaks for words in marks that nobody says. Written by training/scare.py; do not edit."]
    out.append(f"base\t{base:.2f}")
    out += [f"{n}\t{w:.2f}" for n, w in weights.items() if abs(w) >= SMALLEST]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(out) + "\n", encoding="utf-8")
    negative = sum(not speech for _, speech in examples)
    print(f"{len(examples)} stretches, {negative} of them no speech; {len(out) - 2} features")


if __name__ == "__main__":
    main()
