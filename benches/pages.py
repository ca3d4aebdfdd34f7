#!/usr/bin/env python3
"""How well saved web pages are read, on two public sets. Needs Python 3 and a checkout of the sets, nothing else.

    git clone https://github.com/mozilla/readability
    git clone https://github.com/scrapinghub/article-extraction-benchmark
    cargo build --release
    python3 benches/pages.py readability readability target/release/pullquote
    python3 benches/pages.py news article-extraction-benchmark target/release/pullquote
    python3 benches/pages.py speed readability article-extraction-benchmark target/release/pullquote --copies 8

Each set is imported into a library of its own in a temporary folder and exported again; what is measured is what a
user gets. Nothing of the sets is kept, and the network is not used. `--pages` prints a line for each page that falls
short: for the set of Readability only, because the other one is held out. It is there to measure at the end, and its
pages are not to be looked at.

`readability`: the pages that Readability's own tests read, each with the HTML and the facts that they expect.
  words      F1 of the multisets of words (`\\w+`) of the article, without its headline, and of the expected HTML. Words
             that the expected HTML has for a picture (alt) do not count as too many.
  title      the expected one, white space folded. `bare` also lets pass one that lacks nothing but the name of the
             publication before or after a bar, dash, colon or the like.
  byline     the expected names, letters only, "By" and the like left out; or none where none is expected. `extra`
             counts the pages where none is expected and we have one: mostly the author, whom the expectation lacks.
  date       the same second, or the same day where one of the two names no more; of the pages where one is expected.
  structure  each heading, list item, table cell, block quote, code block and caption of the expected HTML by its
             letters and figures. `kept` is there as what it is, `text` has its words in the article but as something
             else (a cell of a table that only lays out the page, a list in a cell), `lost` has not all its words there.
  The same structure again when the expected HTML is imported as a page.

`news`: F1 as that benchmark's own evaluate.py counts it, which is by shingles of four words, of the body without
headline, captions of pictures and pointers to other articles, which do not belong to it there either; `all` with them.

`speed`: copies of all pages under addresses of their own, imported into a new library. Pages a minute, and the largest
memory of the process after a quarter of the copies and after all.
"""

import argparse
import collections
import gzip
import html
import html.parser
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from datetime import datetime, timezone

WORD = re.compile(r"\w+")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
SILENT = {"script", "style", "template", "head", "title", "button", "select", "textarea", "svg", "iframe", "video", "audio", "object"}
INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}
PARTS = {
    "heading": {"h1", "h2", "h3", "h4", "h5", "h6"},
    "item": {"li"},
    "cell": {"td", "th"},
    "quote": {"blockquote"},
    "code": {"pre"},
    "caption": {"figcaption"},
}


def words(text):
    return WORD.findall(unicodedata.normalize("NFC", text))


def solid(text):
    """The letters and figures of a text: what stays the same however it is broken into lines and blocks."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if c.isalnum())


def f1(found, expected):
    found, expected = collections.Counter(found), collections.Counter(expected)
    both = sum((found & expected).values())
    total = sum(found.values()) + sum(expected.values())
    return 2 * both / total if total else 1.0


# The expected side: HTML, written out by a browser, so that each element has its end.


class Node:
    def __init__(self, name, attrs=()):
        self.name, self.attrs, self.children = name, dict(attrs), []

    def text(self, pictured=False):
        """Its words, and those of its pictures, too, if asked for."""
        out = []
        self.gather(out, pictured)
        return "".join(out)

    def gather(self, out, pictured):
        if self.name in SILENT:
            return
        if pictured and self.name == "img":
            out.append(self.attrs.get("alt") or "")
        apart = "" if self.name in INLINE else "\n"
        out.append(apart)
        for child in self.children:
            if isinstance(child, str):
                out.append(child)
            else:
                child.gather(out, pictured)
        out.append(apart)

    def all(self, names):
        for child in self.children:
            if isinstance(child, Node):
                if child.name in names:
                    yield child
                yield from child.all(names)


class Tree(html.parser.HTMLParser):
    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.open = [self.root]
        self.feed(page)
        self.close()

    def handle_starttag(self, name, attrs):
        node = Node(name, attrs)
        self.open[-1].children.append(node)
        if name not in VOID:
            self.open.append(node)

    def handle_startendtag(self, name, attrs):
        self.open[-1].children.append(Node(name, attrs))

    def handle_endtag(self, name):
        for at in range(len(self.open) - 1, 0, -1):
            if self.open[at].name == name:
                del self.open[at:]
                return

    def handle_data(self, data):
        self.open[-1].children.append(data)


# Our side: an article of the exported library.


class Article:
    def __init__(self, record):
        self.record = record
        self.blocks = record["blocks"]

    def cut(self, pair):
        return self.record["text"][pair[0] : pair[1]]

    def body(self, without=("headline",)):
        return "\n\n".join(self.cut(block["range"]) for block in self.blocks if block["kind"] not in without)

    def parts(self):
        """What stands in it as what: sets of solid texts."""
        found = {part: collections.Counter() for part in PARTS}
        add = lambda part, text: found[part].update([solid(text)])
        for block in self.blocks:
            text = self.cut(block["range"])
            if block["kind"] in ("headline", "heading"):
                add("heading", text)
            elif block["kind"] == "code":
                add("code", text)
            elif block["kind"] == "table":
                for row in block["rows"]:
                    for cell in row:
                        add("cell", self.cut(cell))
        for text in self.within(lambda container: container != "quote"):
            found["item"].update([text])
        for text in self.within(lambda container: container == "quote"):
            found["quote"].update([text])
        return found

    def within(self, wanted):
        """The solid texts of containers, each with and without its pictures."""
        open_, done = [], []
        for block in self.blocks:
            path = block.get("within", [])
            keep = 0
            while keep < min(len(open_), len(path)) and self.goes_on(open_[keep][0], path[keep]):
                keep += 1
            done += open_[keep:]
            open_ = open_[:keep] + [(container, [], []) for container in path[keep:]]
            text = solid(self.cut(block["range"]))
            for _, every, read in open_:
                every.append(text)
                if block["kind"] != "figure":
                    read.append(text)
        for container, every, read in done + open_:
            if wanted(container):
                yield "".join(every)
                if every != read:
                    yield "".join(read)

    @staticmethod
    def goes_on(before, after):
        if before == "quote" or after == "quote":
            return before == after
        return after["item"] == "none"


def structure(article, tree):
    """For each part of the expected HTML: as what it is there. Yields (part, fate, text)."""
    there = article.parts()
    figures = [collections.Counter(words(article.cut(block["range"]))) for block in article.blocks if block["kind"] == "figure"]
    everything = solid(article.record["text"])
    bag = collections.Counter(words(article.record["text"]))
    for part, names in PARTS.items():
        for node in tree.all(names):
            text = node.text()
            letters = solid(text)
            if not letters:
                continue
            if part == "caption":
                # The credit stands after the caption here, wherever it stood there.
                is_kept = any(not collections.Counter(words(text)) - figure for figure in figures)
            else:
                is_kept = letters in there[part] or solid(node.text(pictured=True)) in there[part]
            if is_kept:
                fate = "kept"
            elif letters in everything or not collections.Counter(words(text)) - bag:
                fate = "text"
            else:
                fate = "lost"
            yield part, fate, " ".join(text.split())


# Importing a set.


class Program:
    def __init__(self, binary):
        self.binary = os.path.abspath(binary)

    def run(self, home, *args):
        environment = {**os.environ, "HOME": str(home), "PULLQUOTE_LIBRARY": str(home / "library.db")}
        return subprocess.run([self.binary, *args], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)

    def read(self, pages):
        """Imports pages, by name; returns their articles by name. Pages that the library takes for the same article are
        imported once more each on its own."""
        articles = {}
        left = dict(pages)
        while left:
            with tempfile.TemporaryDirectory() as folder:
                home = pathlib.Path(folder)
                (home / "pages").mkdir()
                for name, page in left.items():
                    (home / "pages" / f"{name}.html").write_bytes(page)
                told = self.run(home, "import", "--quiet", str(home / "pages"))
                refused = {name for name in left if f"/{name}.html: " in told.stderr.decode("utf-8", "replace")}
                out = self.run(home, "export").stdout.decode("utf-8")
                found = {}
                for line in out.splitlines():
                    record = json.loads(line)
                    if record.get("schema", "").startswith("pullquote.article/"):
                        found[pathlib.Path(record["provenance"]["source"]).stem] = Article(record)
            articles.update(found)
            before = len(left)
            left = {name: page for name, page in left.items() if name not in found and name not in refused}
            if len(left) == before:
                break
        return articles


# The sets.


def moment(raw):
    """A date and, if it has one, a time in UTC."""
    raw = (raw or "").strip()
    for text in (raw, raw.replace("Z", "+00:00")):
        try:
            at = datetime.fromisoformat(text)
            has_time = len(text) > 10
            return (at.astimezone(timezone.utc) if at.tzinfo else at, has_time)
        except ValueError:
            pass
    for form in ("%a, %d %b %Y %H:%M:%S %z", "%a, %d %b %Y %H:%M:%S GMT", "%B %d, %Y", "%d %B %Y", "%m/%d/%Y", "%Y/%m/%d", "%d/%m/%Y"):
        try:
            return (datetime.strptime(raw, form), "%H" in form)
        except ValueError:
            pass
    return None


def same_date(ours, expected):
    if not ours:
        return False
    one, other = moment(ours), moment(expected)
    if one is None or other is None:
        return solid(ours) == solid(expected)
    if one[1] and other[1] and bool(one[0].tzinfo) == bool(other[0].tzinfo):
        return one[0].replace(microsecond=0) == other[0].replace(microsecond=0)
    return ours[:10] == expected.strip()[:10] or one[0].date() == other[0].date()


def bare(ours, expected):
    """Whether one title is the other, less a part at either end."""
    ours, expected = " ".join(ours.split()), " ".join(expected.split())
    for sign in (" | ", " - ", " – ", " — ", " · ", " :: ", " » ", " • ", ": ", " / ", " \\ "):
        first, _, last = expected.rpartition(sign)
        if first and ours == first:
            return True
        first, _, last = expected.partition(sign)
        if first and last and ours == last:
            return True
    return ours == expected


def names_in(line):
    line = re.sub(r"^\s*(by|von|par|por|written by|posted by)\b:?", "", line or "", flags=re.I)
    return solid(line).casefold()


def readability(folder, program, show):
    cases = sorted(path for path in (pathlib.Path(folder) / "test" / "test-pages").iterdir() if (path / "source.html").exists())
    expected = {case.name: (case / "expected.html").read_text("utf-8") for case in cases}
    facts = {case.name: json.loads((case / "expected-metadata.json").read_text("utf-8")) for case in cases}
    articles = program.read({case.name: (case / "source.html").read_bytes() for case in cases})
    tally = collections.Counter()
    scores, notes = [], []
    note = lambda name, what: notes.append(f"{name}: {what}")
    for name, fact in facts.items():
        article = articles.get(name)
        if article is None:
            scores.append(0.0)
            note(name, "no article")
            continue
        record, tree = article.record, Tree(expected[name]).root
        pictured = collections.Counter(word for node in tree.all({"img"}) for word in words(node.attrs.get("alt") or ""))
        wanted = collections.Counter(words(tree.text()))
        found = collections.Counter(words(article.body()))
        extra = found - wanted
        found = found - (extra & pictured)
        score = f1(found.elements(), wanted.elements())
        scores.append(score)
        if score < 0.99:
            more, less = list((found - wanted).elements()), list((wanted - found).elements())
            note(name, f"words {score:.4f}: {len(more)} more {' '.join(more[:25])!r}, {len(less)} less {' '.join(less[:25])!r}")
        ours = record.get("title", "")
        if " ".join(ours.split()) == " ".join(fact["title"].split()):
            tally["title"] += 1
            tally["bare"] += 1
        else:
            tally["bare"] += bare(ours, fact["title"])
            note(name, f"title {ours!r}, expected {fact['title']!r}")
        byline = record.get("byline", [])
        if not fact["byline"]:
            right = not byline
            tally["extra"] += bool(byline)
        else:
            wanted_names = names_in(fact["byline"])
            right = bool(byline) and all(solid(one).casefold() in wanted_names for one in byline) or (
                bool(byline) and wanted_names in solid("".join(byline)).casefold()
            )
        tally["byline"] += right
        if not right:
            note(name, f"byline {byline!r}, expected {fact['byline']!r}")
        if fact["publishedTime"]:
            tally["dated"] += 1
            right = same_date(record.get("published"), fact["publishedTime"])
            tally["date"] += right
            if not right:
                note(name, f"date {record.get('published')!r}, expected {fact['publishedTime']!r}")
    print(f"pages {len(facts)}, without an article {len(facts) - len(articles)}")
    print(f"words F1 mean {statistics.mean(scores):.4f}, least {min(scores):.4f}, below .99: {sum(s < 0.99 for s in scores)}")
    print(f"title {tally['title']}, bare {tally['bare']}; byline {tally['byline']} and {tally['extra']} extra; date {tally['date']} of {tally['dated']}")
    table("structure of the source", articles, expected, notes)
    again = program.read({name: page.encode() for name, page in expected.items()})
    table("structure of the expected HTML, imported", again, expected, notes)
    if show:
        print(*sorted(notes), sep="\n")


def table(title, articles, expected, notes):
    counts = {part: collections.Counter() for part in PARTS}
    for name, page in expected.items():
        article = articles.get(name) or Article({"text": "", "blocks": []})
        for part, fate, text in structure(article, Tree(page).root):
            counts[part][fate] += 1
            if fate != "kept":
                notes.append(f"{name}: {title}: {fate} {part} {text[:110]!r}")
    print(title)
    for part, fates in counts.items():
        print(f"  {part:8} {sum(fates.values()):5}  kept {fates['kept']:5}  text {fates['text']:4}  lost {fates['lost']:4}")


def shingles(text, size=4):
    tokens = WORD.findall(text or "")
    return collections.Counter(tuple(tokens[at : at + size]) for at in range(max(1, len(tokens) - size + 1)) if tokens)


def by_shingles(pairs):
    """Precision, recall and F1: means over the pages."""
    precisions, recalls = [], []
    for ours, true in pairs:
        ours, true = shingles(ours), shingles(true)
        both = sum((ours & true).values())
        if ours:
            precisions.append(both / sum(ours.values()))
        if true:
            recalls.append(both / sum(true.values()))
    precision, recall = statistics.mean(precisions), statistics.mean(recalls)
    return precision, recall, 2 * precision * recall / (precision + recall)


def news_pages(folder):
    return {path.name.split(".")[0]: gzip.decompress(path.read_bytes()) for path in sorted((pathlib.Path(folder) / "html").glob("*.html.gz"))}


def news(folder, program):
    truth = json.loads((pathlib.Path(folder) / "ground-truth.json").read_text("utf-8"))
    articles = program.read(news_pages(folder))
    print(f"pages {len(truth)}, without an article {len(truth.keys() - articles.keys())}")
    for title, without in (("body", ("headline", "figure", "related")), ("all", ())):
        pairs = [(articles[name].body(without) if name in articles else "", page["articleBody"]) for name, page in truth.items()]
        precision, recall, score = by_shingles(pairs)
        print(f"{title:5} F1 {score:.4f}, precision {precision:.4f}, recall {recall:.4f}")


def copied(page, number):
    """The page under another address and with other words, so that it is another article."""
    text = page.decode("utf-8", "surrogateescape")
    text = re.sub(r"(https?://[^\"'\s/<>]+/)", rf"\g<1>copy-{number}/", text)
    return re.sub(r"(<p\b[^>]*>)", rf"\g<1>Copy {number}. ", text).encode("utf-8", "surrogateescape")


def speed(first, second, program, copies):
    pages = {path.parent.name: path.read_bytes() for path in (pathlib.Path(first) / "test" / "test-pages").glob("*/source.html")}
    pages.update(news_pages(second))
    for count in (max(1, copies // 4), copies):
        with tempfile.TemporaryDirectory() as folder:
            home = pathlib.Path(folder)
            for number in range(count):
                (home / "pages" / str(number)).mkdir(parents=True)
                for name, page in pages.items():
                    (home / "pages" / str(number) / f"{name}.html").write_bytes(copied(page, number) if number else page)
            started = time.monotonic()
            run = subprocess.Popen(
                [program.binary, "import", "--quiet", str(home / "pages")],
                env={**os.environ, "HOME": folder, "PULLQUOTE_LIBRARY": str(home / "library.db")},
                stderr=subprocess.DEVNULL,
            )
            _, _, usage = os.wait4(run.pid, 0)
            taken = time.monotonic() - started
            stored = program.run(home, "export").stdout.count(b'"schema":"pullquote.article/')
        total = count * len(pages)
        print(
            f"{total} pages ({stored} articles) in {taken:.1f} s: {total * 60 / taken:.0f} a minute; "
            f"CPU {usage.ru_utime + usage.ru_stime:.1f} s, most memory {usage.ru_maxrss / 1024:.0f} MB"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    one = verbs.add_parser("readability")
    one.add_argument("folder")
    one.add_argument("binary")
    one.add_argument("--pages", action="store_true", help="say which pages fall short, and how")
    two = verbs.add_parser("news")
    two.add_argument("folder")
    two.add_argument("binary")
    three = verbs.add_parser("speed")
    three.add_argument("readability")
    three.add_argument("news")
    three.add_argument("binary")
    three.add_argument("--copies", type=int, default=8)
    args = parser.parse_args()
    program = Program(args.binary)
    if not shutil.which(program.binary):
        sys.exit(f"{args.binary}: no such program; cargo build --release makes it")
    if args.verb == "readability":
        readability(args.folder, program, args.pages)
    elif args.verb == "news":
        news(args.folder, program)
    else:
        speed(args.readability, args.news, program, args.copies)


if __name__ == "__main__":
    main()
