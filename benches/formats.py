#!/usr/bin/env python3
"""How fast each format comes in: articles a second, CPU milliseconds an article, and most memory.

    cargo build --release
    python3 benches/formats.py target/release/pullquote --count 1000

The same made-up articles (some 450 words with twelve quotes, the words drawn by a fixed seed) are written in each format,
as one file an article or one file of all, whatever the format has; each is imported into a new library in a temporary
folder, without network. A format whose articles did not all come in says how many did. `json-lines` is what `pullquote
export` gives out. Needs Python 3 only, and makes no files elsewhere.
"""

import argparse
import csv
import gzip
import html
import io
import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import tempfile
import textwrap
import time
import zipfile

WORDS = (
    "harbour ferry council morning bridge winter budget river school farmer market street engine island letter "
    "doctor window garden station committee report number people water weather summer teacher village mountain "
    "building question answer evening record member public service company office minister project money road "
    "closed opened promised repaired counted painted carried finished delayed measured the the the of of and to in "
    "a a for with on by from after before under over near along"
).split()
NAMES = ["Ada Quill", "Tom Barley", "Ines Marrow", "Oskar Lind", "Mary Dune", "Hugo Ash", "Petra Vale", "Sam Wren"]
SAYS = ["said", "told reporters", "added", "warned", "wrote"]


def article(number):
    """One article: title, author, day, and paragraphs of words and quotes."""
    dice = random.Random(number)

    def sentence(most):
        words = [dice.choice(WORDS) for _ in range(dice.randint(8, most))]
        return " ".join(words).capitalize()

    paragraphs = []
    for _ in range(12):
        said = f"“{sentence(12)},” {dice.choice(NAMES)} {dice.choice(SAYS)}."
        paragraphs.append(f"{sentence(24)}. {said}")
    return {
        "number": number,
        "title": f"{sentence(9)} {number}",
        "author": dice.choice(NAMES),
        "day": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "url": f"https://gull.example/{number}/story",
        "paragraphs": paragraphs,
    }


def body(it):
    return "".join(f"<p>{html.escape(words)}</p>\n" for words in it["paragraphs"])


def page(it):
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{it["title"]}</title>'
        f'<link rel="canonical" href="{it["url"]}"><meta name="author" content="{it["author"]}">'
        f'<meta property="article:published_time" content="{it["day"]}T08:00:00Z"></head><body><nav><a href="/">Home</a> '
        f'<a href="/news">News</a></nav><main><article><h1>{it["title"]}</h1>{body(it)}</article></main>'
        f"<footer>All rights reserved</footer></body></html>"
    )


def each(ending, write):
    """One file an article."""

    def make(folder, all):
        for it in all:
            (folder / f"{it['number']}.{ending}").write_bytes(write(it))

    return make


def one(name, write):
    """One file of all."""
    return lambda folder, all: (folder / name).write_bytes(write(all))


def markdown(it):
    return (f"---\ntitle: {it['title']}\nauthor: {it['author']}\ndate: {it['day']}\nurl: {it['url']}\n---\n\n" + "\n\n".join(it["paragraphs"])).encode()


def mhtml(it):
    mail = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {it['url']}\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n'
        f"Content-Transfer-Encoding: 8bit\r\nContent-Location: {it['url']}\r\n\r\n"
    )
    return mail.encode() + page(it).encode() + b"\r\n--b--\r\n"


def packed(files, first_stored=False):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for index, (name, content) in enumerate(files):
            how = zipfile.ZIP_STORED if first_stored and index == 0 else zipfile.ZIP_DEFLATED
            file.writestr(name, content, how)
    return out.getvalue()


def epub(it):
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="i">gull-{it["number"]}</dc:identifier><dc:title>{it["title"]}</dc:title><dc:creator>{it["author"]}</dc:creator>'
        f"<dc:language>en</dc:language><dc:date>{it['day']}</dc:date></metadata><manifest>"
        '<item id="c" href="c.xhtml" media-type="application/xhtml+xml"/><item id="n" href="n.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '</manifest><spine><itemref idref="c"/></spine></package>'
    )
    nav = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head>'
        '<body><nav epub:type="toc"><ol><li><a href="c.xhtml">One</a></li></ol></nav></body></html>'
    )
    chapter = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><h1>{it["title"]}</h1>{body(it)}</body></html>'
    container = (
        '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="o.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    return packed([("mimetype", "application/epub+zip"), ("META-INF/container.xml", container), ("o.opf", opf), ("n.xhtml", nav), ("c.xhtml", chapter)], True)


def pdf(it):
    """Pages of a standard font, 56 lines each, a line some 90 letters; quotation marks by WinAnsi."""
    lines = textwrap.wrap(it["title"], 60) + [""]
    for words in it["paragraphs"]:
        lines += textwrap.wrap(words, 90) + [""]
    pages = [lines[at : at + 56] for at in range(0, len(lines), 56)]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for page in pages:
        shown = "".join(f"({line.replace(chr(92), '').replace('(', '').replace(')', '')}) Tj T*\n" for line in page)
        content = b"BT /F1 10 Tf 13 TL 50 790 Td\n" + shown.encode("cp1252") + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        resources = b"<< /Font << /F1 3 0 R >> >>"
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources %s /Contents %d 0 R >>" % (resources, len(objects)))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + end + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))


def record(it):
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page(it).encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {it['url']}\r\nWARC-Date: {it['day']}T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{it['number']:012}>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def wacz(all):
    lines = [json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "All"})]
    lines += [json.dumps({"url": it["url"], "ts": f"{it['day']}T08:00:00Z", "title": it["title"]}) for it in all]
    about = {"profile": "data-package", "wacz_version": "1.1.1", "resources": []}
    warc = b"".join(gzip.compress(record(it)) for it in all)
    return packed([("datapackage.json", json.dumps(about)), ("pages/pages.jsonl", "\n".join(lines)), ("archive/data.warc.gz", warc)])


def rss(all):
    items = "".join(
        f"<item><title>{it['title']}</title><link>{it['url']}</link><guid>{it['url']}</guid><author>{it['author']}</author>"
        f"<description><![CDATA[{body(it)}]]></description></item>"
        for it in all
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Gull</title><link>https://gull.example/</link>{items}</channel></rss>'.encode()


def atom(all):
    items = "".join(
        f'<entry><title>{it["title"]}</title><link href="{it["url"]}"/><id>{it["url"]}</id><updated>{it["day"]}T08:00:00Z</updated>'
        f'<author><name>{it["author"]}</name></author><content type="html">{html.escape(body(it))}</content></entry>'
        for it in all
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Gull</title><id>x</id>{items}</feed>'.encode()


def json_feed(all):
    items = [{"id": it["url"], "url": it["url"], "title": it["title"], "content_html": body(it), "date_published": f"{it['day']}T08:00:00Z"} for it in all]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Gull", "items": items}).encode()


def table(columns, row):
    def write(all):
        out = io.StringIO()
        lines = csv.writer(out)
        lines.writerow(columns)
        lines.writerows(row(it) for it in all)
        return out.getvalue().encode()

    return write


def wallabag(all):
    return json.dumps(
        [
            {"id": it["number"], "title": it["title"], "url": it["url"], "content": body(it), "is_archived": 0, "is_starred": 1, "tags": ["sea"],
             "created_at": f"{it['day']}T08:00:00+0000", "published_by": [it["author"]], "language": "en", "annotations": []}
            for it in all
        ]
    ).encode()  # fmt: skip


def omnivore(all):
    files = []
    for start in range(0, len(all), 20):
        some = all[start : start + 20]
        about = [
            {"id": str(it["number"]), "slug": f"story-{it['number']}", "title": it["title"], "author": it["author"], "url": it["url"], "state": "Active",
             "readingProgress": 0, "labels": ["sea"], "savedAt": f"{it['day']}T08:00:00Z", "publishedAt": f"{it['day']}T08:00:00Z"}
            for it in some
        ]  # fmt: skip
        files.append((f"metadata_{start}_to_{start + len(some)}.json", json.dumps(about)))
        files += [(f"content/story-{it['number']}.html", page(it)) for it in some]
    return packed(files)


def newsboat(all):
    folder = tempfile.mkdtemp()
    try:
        path = pathlib.Path(folder) / "cache.db"
        base = sqlite3.connect(path)
        base.executescript(
            "CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL, title VARCHAR(1024) NOT NULL);"
            "CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL, title VARCHAR(1024) NOT NULL,"
            " author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL, feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL,"
            " content VARCHAR(65535) NOT NULL, unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),"
            " enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0, base VARCHAR(128) NOT NULL DEFAULT '');"
        )
        base.execute("INSERT INTO rss_feed VALUES ('https://gull.example/feed', 'https://gull.example/', 'Gull')")
        base.executemany(
            "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread) VALUES (?, ?, ?, ?, 'https://gull.example/feed', ?, ?, 1)",
            [(it["url"], it["title"], it["author"], it["url"], 1_780_000_000 + it["number"], body(it)) for it in all],
        )
        base.commit()
        base.close()
        return path.read_bytes()
    finally:
        shutil.rmtree(folder)


# The tables of programs that give out addresses without texts come in as articles of a title only.
FORMATS = {
    "markdown": each("md", markdown),
    "text": each("txt", lambda it: (it["title"] + "\n\n" + "\n\n".join(it["paragraphs"])).encode()),
    "html": each("html", lambda it: page(it).encode()),
    "mhtml": each("mhtml", mhtml),
    "epub": each("epub", epub),
    "pdf": each("pdf", pdf),
    "warc.gz": one("all.warc.gz", lambda all: b"".join(gzip.compress(record(it)) for it in all)),
    "wacz": one("all.wacz", wacz),
    "rss": one("feed.xml", rss),
    "atom": one("feed.atom", atom),
    "json-feed": one("feed.json", json_feed),
    "pocket": one("part.csv", table(["title", "url", "time_added", "tags", "status"], lambda it: [it["title"], it["url"], 1_780_000_000, "sea|land", "unread"])),
    "instapaper": one("i.csv", table(["URL", "Title", "Selection", "Folder", "Timestamp"], lambda it: [it["url"], it["title"], it["paragraphs"][0], "Unread", 1_780_000_000])),
    "raindrop": one("r.csv", table(
        ["id", "title", "note", "excerpt", "url", "folder", "tags", "created", "cover", "highlights", "favorite"],
        lambda it: [it["number"], it["title"], "", it["paragraphs"][0], it["url"], "Unsorted", "sea", f"{it['day']}T08:00:00.000Z", "", "", "false"],
    )),
    "readwise": one("w.csv", table(
        ["Title", "URL", "ID", "Document tags", "Saved date", "Reading progress", "Location", "Seen"],
        lambda it: [it["title"], it["url"], it["number"], "['sea']", f"{it['day']} 08:00:00+00:00", "0.0", "new", "True"],
    )),
    "wallabag": one("w.json", wallabag),
    "omnivore": one("o.zip", omnivore),
    "newsboat": one("cache.db", newsboat),
    "csl-json": one("z.json", lambda all: json.dumps(
        [{"id": str(it["number"]), "type": "article-newspaper", "title": it["title"], "URL": it["url"], "abstract": it["paragraphs"][0], "author": [{"literal": it["author"]}]} for it in all]
    ).encode()),
    "bookmarks": one("b.html", lambda all: (
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE><H1>Bookmarks</H1><DL><p>\n"
        + "".join(f'<DT><A HREF="{it["url"]}" ADD_DATE="1780000000">{it["title"]}</A>\n' for it in all) + "</DL><p>"
    ).encode()),
}  # fmt: skip


def imported(program, inputs, home, name):
    """Imports; returns seconds, CPU seconds, and most memory in bytes."""
    command = [program, "--library", str(home / f"{name}.db"), "import", "--quiet", str(inputs)]
    started = time.monotonic()
    run = subprocess.Popen(command, env={**os.environ, "HOME": str(home)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(run.pid, 0)
    return time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def report(program, name, count, inputs, home):
    wall, cpu, peak = imported(program, inputs, home, name)
    listed = subprocess.run([program, "--library", str(home / f"{name}.db"), "export"], capture_output=True, env={**os.environ, "HOME": str(home)})
    stored = listed.stdout.count(b'"schema":"pullquote.article/')
    short = "" if stored == count else f"  only {stored} of {count}"
    print(f"{name:12} {stored / wall:7.0f} a second  {cpu * 1000 / max(stored, 1):6.2f} ms CPU each  {peak / 2**20:5.0f} MiB{short}", flush=True)
    return listed.stdout


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program")
    arguments.add_argument("--count", type=int, default=1_000, help="articles in each format")
    arguments.add_argument("--only", action="append", help="only this format; may be given again")
    given = arguments.parse_args()
    program = str(pathlib.Path(given.program).resolve())
    all = [article(number) for number in range(given.count)]
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        for name, make in FORMATS.items():
            if given.only and name not in given.only:
                continue
            inputs = home / name
            inputs.mkdir()
            make(inputs, all)
            lines = report(program, name, given.count, inputs, home)
            if name == "markdown":
                (home / "lines").mkdir()
                (home / "lines" / "all.jsonl").write_bytes(lines)
                report(program, "json-lines", given.count, home / "lines" / "all.jsonl", home)


if __name__ == "__main__":
    main()
