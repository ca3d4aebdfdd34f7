#!/usr/bin/env python3
"""Inputs that were made to hurt: imports each, and says how long that took and how much memory.

    python3 benches/hostile.py [--program target/release/pullquote] [NAME...]

Every input must be imported or refused in one line, within 10 seconds and 300 MiB above its own size, and a good file
beside it must come in. The exit status is 1 when one is not. Nothing but Python's own library is needed; Linux.
"""

import argparse
import io
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from pathlib import Path

MIB = 1 << 20
MOST_SECONDS = 10.0
MOST_MEMORY = 300 * MIB
GOOD = "# A good one\n\n“It is fine,” said Ann Roy.\n"


def page(body: bytes) -> bytes:
    return b"<html><head><title>A page</title></head><body><article>" + body + b"</article></body></html>"


def bomb() -> bytes:
    """A zip whose one file is a gibibyte of nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        with archive.open("content.opf", "w", force_zip64=True) as inside:
            for _ in range(1024):
                inside.write(bytes(MIB))
    return out.getvalue()


def many_entries() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for number in range(100_000):
            archive.writestr(f"{number}.xhtml", "")
    return out.getvalue()


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of objects, the first of which is the catalog. Its table is right, so that nothing is mended."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table)
    return bytes(out)


def stream(content: bytes, keys: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (keys, len(content), content)


def packed(content: bytes, keys: bytes = b"", times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, keys + b" /Filter [%s]" % (b"/FlateDecode " * times))


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
SHEET = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
    b"/Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R /Y 7 0 R >> >> >>"
)


def sheet(content: bytes, font: bytes = HELVETICA, *more: bytes, times: int = 1) -> bytes:
    """A PDF of one page: object 4 is its content, 5 its font, 6 and 7 its drawings."""
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return pdf(CATALOG, pages, SHEET, packed(content, times=times), font, *more)


def many_sheets() -> bytes:
    count = 100_000
    kids = b" ".join(b"%d 0 R" % (number + 4) for number in range(count))
    page = b"<< /Type /Page /Parent 2 0 R /Contents 3 0 R >>"
    return pdf(CATALOG, b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), stream(b""), *([page] * count))


def one_sheet_again() -> bytes:
    # The same page, written out in the list of pages instead of named.
    page = b"<< /Type /Page /MediaBox [0 0 9 9] /Contents 3 0 R >>"
    return pdf(CATALOG, b"<< /Type /Pages /Kids [%s] /Count 1 >>" % (page * 200_000), packed(b"BT (word) Tj ET " * 100_000))


def deep_sheets() -> bytes:
    depth = 100_000
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 3) for number in range(depth)]
    return pdf(CATALOG, *nodes, b"<< /Type /Page /MediaBox [0 0 9 9] >>")


def fan() -> bytes:
    """Drawings that draw others twice each, forty deep."""
    own = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> /Font << /F 5 0 R >> >>"
    forms = [stream(b"/X Do " * 10, own % (number + 7)) for number in range(40)]
    return sheet(b"/X Do /X Do", HELVETICA, *forms, stream(b"BT /F 9 Tf (word) Tj ET", own % 6))


def many_fonts() -> bytes:
    """A page with many fonts that share one large map of letters."""
    letters = packed(b"1 begincodespacerange <00> <ff> endcodespacerange 100 beginbfchar " + b"<41> <0041> " * 2_000_000)
    fonts = b" ".join(
        b"/F%d << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 5 0 R >>" % number for number in range(50_000)
    )
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << %s >> >> >>" % fonts
    content = packed(b"BT " + b"".join(b"/F%d 9 Tf (A) Tj " % number for number in range(50_000)) + b"ET")
    return pdf(CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, content, letters)


WIDE = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts "
    b"[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /W [0 4294967295 500] >>] >>"
)


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


PARAGRAPH = b"The board met on Monday. \xe2\x80\x9cWe will wait,\xe2\x80\x9d said Ann Roy, its chair. "
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(12))
    + ']><rss version="2.0"><channel><title>x</title><item><title>&m;</title><description>&m;</description></item></channel></rss>'
).encode()

INPUTS = {
    "nested-elements.html": lambda: page(b"<div>" * 100_000 + b"words " * 500),
    "nested-inline.html": lambda: page(b"<p>" + b"<b><i>" * 50_000 + b"words " * 500),
    "nested-lists.md": lambda: b"".join(b" " * n + b"- a\n" for n in range(3_000)),
    "nested-quotes.md": lambda: b">" * 100_000 + b" words\n",
    "nested-brackets.md": lambda: b"[" * 200_000 + b"words\n",
    "emphasis.md": lambda: b"*a_b" * 200_000,
    "page-50-mb.html": lambda: page((b"<p>" + PARAGRAPH * 8 + b"</p>\n") * (50_000_000 // (len(PARAGRAPH) * 8 + 8))),
    "attributes.html": lambda: page(b"<p " + b" ".join(b"a%d=1" % n for n in range(1_000_000)) + b">words</p>"),
    "line-100-mb.txt": lambda: b"word " * 20_000_000,
    "line-100-mb.jsonl": lambda: b'{"schema":"pullquote.article/1","title":"' + b"a" * 100_000_000 + b'"}\n',
    "million-paragraphs.txt": lambda: b"A paragraph of words.\n\n" * 1_000_000,
    "million-paragraphs.html": lambda: page(b"<p>A paragraph of words.</p>" * 1_000_000),
    "short-paragraphs.txt": lambda: b"A b.\n\n" * 1_000_000,
    "short-paragraphs.md": lambda: b"A b.\n\n" * 1_000_000,
    "short-paragraphs.html": lambda: page(b"<p>A b.</p>" * 1_000_000),
    "page-15-mb.html": lambda: page((b"<p>" + PARAGRAPH * 8 + b"</p>\n") * (15_000_000 // (len(PARAGRAPH) * 8 + 8))),
    "text-15-mb.txt": lambda: (PARAGRAPH * 8 + b"\n\n") * (15_000_000 // (len(PARAGRAPH) * 8 + 2)),
    "unclosed-quotes.txt": lambda: (b"\xe2\x80\x9cWe will wait, and said Ann Roy, that ") * 200_000,
    "quotation-marks.md": lambda: b"\xe2\x80\x9c" * 20_000 + b"\n",
    "quotation-marks-mixed.md": lambda: b'"a \xe2\x80\x98b\xe2\x80\x9d ' * 20_000 + b"\n",
    "one-word.md": lambda: b"a" * 10_000_000 + b"\n",
    "combining.md": lambda: "e\u0301".encode() * 10 + "\u0301".encode() * 1_000_000 + b"\n",
    "table.md": lambda: b"|" + b"a|" * 2_000 + b"\n|" + b"-|" * 2_000 + b"\n" + (b"|" + b"b|" * 2_000 + b"\n") * 500,
    "front-matter.md": lambda: b"---\na: &a [x,x]\n" + b"".join(b"b%d: &b%d [*a,*a]\n" % (n, n) for n in range(2_000)) + b"---\nwords\n",
    "laughs.xml": lambda: LAUGHS,
    "deep.json": lambda: b"[" * 1_000_000,
    "bomb.epub": bomb,
    "entries.epub": many_entries,
    "noise.html": lambda: noise(5_000_000),
    "noise.epub": lambda: b"PK\x03\x04" + noise(5_000_000),
    "noise.mhtml": lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n" + b"--x\r\n" * 500_000,
    "pages-of-themselves.pdf": lambda: pdf(CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Parent 2 0 R /Count 9 >>"),
    "pages-100000.pdf": many_sheets,
    "pages-again.pdf": one_sheet_again,
    "pages-deep.pdf": deep_sheets,
    "page-bomb.pdf": lambda: sheet(b" " * (1 << 30)),
    "page-bomb-twice.pdf": lambda: sheet(b" " * (1 << 30), times=2),
    "objects-bomb.pdf": lambda: pdf(CATALOG, packed(b" " * (1 << 30), b"/Type /ObjStm /N 1 /First 9")),
    "operators.pdf": lambda: sheet(b"q Q " * 20_000_000),
    "letters.pdf": lambda: sheet(b"BT /F 9 Tf " + b"1 0 0 1 9 9 Tm (abcdefgh) Tj " * 1_000_000 + b"ET"),
    "words-on-a-page.pdf": lambda: sheet(
        b"BT /F 1 Tf " + b"".join(b"1 0 0 1 %d %d Tm (a) Tj " % (n % 300 * 2, n // 300) for n in range(190_000)) + b"ET"
    ),
    "drawings-in-each-other.pdf": fan,
    "states.pdf": lambda: sheet(b"q " * 5_000_000),
    "arrays.pdf": lambda: sheet(b"[" * 10_000_000),
    "dictionaries.pdf": lambda: b"%PDF-1.7\n" + b"1 0 obj << /A " * 700_000,
    "arrays-outside.pdf": lambda: b"%PDF-1.7\n1 0 obj " + b"[" * 10_000_000,
    "objects-unclosed.pdf": lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 1_500_000,
    "strings-unclosed.pdf": lambda: b"%PDF-1.7\n" + b"1 0 obj (\n" * 100_000,
    "dictionaries-unclosed.pdf": lambda: b"%PDF-1.7\n" + b"<< /A (\n" * 100_000,
    "fonts.pdf": many_fonts,
    "font-wide.pdf": lambda: sheet(b"BT /F 9 Tf 9 9 Td (words) Tj ET", WIDE),
    "font-first.pdf": lambda: sheet(
        b"BT /F 9 Tf 9 9 Td (words) Tj ET", HELVETICA[:-2] + b"/FirstChar 9999999999 /LastChar 9999999999 /Widths [1] >>"
    ),
    "huge-page.pdf": lambda: sheet(b"1e30 0 0 1e30 0 0 cm BT /F 1e30 Tf 1e38 1e38 Td (words) Tj ET").replace(
        b"[0 0 600 800]", b"[0 0 9e9 9e9]"
    ),
    "noise.pdf": lambda: b"%PDF-1.7\n" + noise(5_000_000),
    "wide.csv": lambda: b"title,url,time_added,tags,status\n" + b"a," * 5_000_000 + b"\n",
}


def run(program: Path, name: str, content: bytes) -> tuple[float, int, int, str]:
    """Imports an input and a good file after it; returns seconds, peak bytes, exit status, and what was said."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / name).write_bytes(content)
        (home / "zz-good.md").write_text(GOOD)
        began = time.monotonic()
        child = subprocess.Popen(
            [program, "--library", home / "l.db", "import", home / name, home / "zz-good.md"],
            env={"HOME": folder},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            said, _ = child.communicate(timeout=120)
        except subprocess.TimeoutExpired:
            child.kill()
            said = b"(more than two minutes)"
        seconds = time.monotonic() - began
        # The peak of this child alone is not told apart; GNU time is not everywhere.
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        listed = subprocess.run(
            [program, "--library", home / "l.db", "list"], env={"HOME": folder}, capture_output=True
        )
        good = b"A good one" in listed.stdout
        return seconds, peak, child.returncode if good else -1, said.decode(errors="replace")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, default=Path(__file__).parent.parent / "target/release/pullquote")
    parser.add_argument("names", nargs="*", help="only these inputs")
    options = parser.parse_args()
    failed = 0
    print(f"{'input':26} {'MiB':>7} {'s':>6} {'peak MiB':>9}  what was said")
    for name, make in INPUTS.items():
        if options.names and name not in options.names:
            continue
        content = make()
        # Each in a process of its own, so that each has a peak of its own.
        read, write = os.pipe()
        if (child := os.fork()) == 0:
            outcome = run(options.program.resolve(), name, content)
            os.write(write, repr(outcome).encode()[:60_000])
            os._exit(0)
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            seconds, peak, status, said = eval(pipe.read())  # what was written just above
        os.waitpid(child, 0)
        lines = [line for line in said.splitlines() if line.strip()]
        wrong = []
        if seconds > MOST_SECONDS:
            wrong.append("too slow")
        if peak > MOST_MEMORY + len(content):
            wrong.append("too much memory")
        if status not in (0, 1):
            wrong.append("the good file did not come in" if status == -1 else f"status {status}")
        if "panic" in said:
            wrong.append("panic")
        failed += bool(wrong)
        verdict = f"  WRONG: {', '.join(wrong)}" if wrong else ""
        print(f"{name:26} {len(content) / MIB:7.1f} {seconds:6.2f} {peak / MIB:9.1f}  {' / '.join(lines)[:110]}{verdict}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
