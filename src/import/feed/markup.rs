//! XML as feeds have it, cut into tags and text. Nothing is refused: what makes no sense as a tag is text, what ends too
//! early ends there. Declarations of entities are passed over, so that none can grow or reach for a file.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

use crate::import::html;

/// Longest tag, in bytes.
const LONGEST_TAG: usize = 64 * 1024;

/// Most attributes of a tag.
const MOST_ATTRIBUTES: usize = 64;

/// A piece of a feed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A tag that opens an element.
    Open {
        name: &'a str,
        attributes: Vec<(&'a str, Cow<'a, str>)>,
        /// Whether it closes it, too.
        is_empty: bool,
    },
    /// A tag that closes one.
    Close(&'a str),
    /// Text, its references read.
    Text(Cow<'a, str>),
}

/// Goes through a feed piece by piece.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    text: &'a str,
    at: usize,
    /// Where the next `>` is; the end when there is none.
    next_close: usize,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            next_close: 0,
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Passes over everything up to and including an end, or all there is; returns what stood before it.
    fn past(&mut self, opening: usize, end: &str) -> &'a str {
        let rest = self.rest().get(opening..).unwrap_or_default();
        let Some(found) = rest.find(end) else {
            self.at = self.text.len();
            return rest;
        };
        self.at += opening + found + end.len();
        rest.get(..found).unwrap_or_default()
    }

    /// Returns the text up to the next sign that could open a tag, from `skip` bytes on.
    fn words(&mut self, skip: usize) -> Piece<'a> {
        let rest = self.rest();
        let after = rest.get(skip..).unwrap_or_default();
        let end = after.find('<').map_or(rest.len(), |found| skip + found);
        self.at += end;
        Piece::Text(decoded(rest.get(..end).unwrap_or_default()))
    }

    /// Where a tag that begins here ends: one past its `>`, minding quoted values unless a mark is never closed.
    fn tag_end(&mut self) -> Option<usize> {
        if self.next_close <= self.at {
            self.next_close = self
                .rest()
                .find('>')
                .map_or(self.text.len(), |at| self.at + at);
        }
        let plain = self.next_close.checked_sub(self.at)?;
        if self.next_close == self.text.len() || plain > LONGEST_TAG {
            return None;
        }
        let mut mark = None;
        // A value begins after an equals sign; any other mark is a slip.
        let mut last = b' ';
        for (at, b) in self.rest().bytes().enumerate().take(LONGEST_TAG) {
            match (mark, b) {
                (None, b'>') => return Some(at + 1),
                (None, b'"' | b'\'') if last == b'=' => mark = Some(b),
                (Some(open), b) if open == b => mark = None,
                _ => {}
            }
            if !b.is_ascii_whitespace() {
                last = b;
            }
        }
        Some(plain + 1)
    }

    fn tag(&mut self) -> Option<Piece<'a>> {
        let Some(end) = self.tag_end() else {
            if self.next_close == self.text.len() {
                // Cut off within the tag.
                self.at = self.text.len();
                return None;
            }
            return Some(self.words(1));
        };
        let raw = self.rest().get(1..end - 1).unwrap_or_default();
        self.at += end;
        if let Some(name) = raw.strip_prefix('/') {
            return Some(Piece::Close(name.trim()));
        }
        let is_empty = raw.ends_with('/');
        let raw = raw.strip_suffix('/').unwrap_or(raw);
        let end = raw
            .find(|c: char| c.is_whitespace() || c == '/')
            .unwrap_or(raw.len());
        let (name, rest) = raw.split_at(end);
        Some(Piece::Open {
            name,
            attributes: attributes(rest),
            is_empty,
        })
    }

    /// Passes over a declaration with all that it declares.
    fn declaration(&mut self) {
        let (mut mark, mut inside) = (None, 0_usize);
        for (at, b) in self.rest().bytes().enumerate() {
            match (mark, b) {
                (None, b'>') if inside == 0 => {
                    self.at += at + 1;
                    return;
                }
                (None, b'[') => inside += 1,
                (None, b']') => inside = inside.saturating_sub(1),
                (None, b'"') => mark = Some(b),
                (Some(open), b) if open == b => mark = None,
                _ => {}
            }
        }
        // A mark that is never closed must not cost the feed.
        self.past(0, ">");
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            let rest = self.rest();
            let second = rest.as_bytes().get(1).copied().unwrap_or(b' ');
            if rest.is_empty() {
                return None;
            } else if !rest.starts_with('<') {
                return Some(self.words(0));
            } else if rest.starts_with("<!--") {
                self.past(4, "-->");
            } else if rest.starts_with("<![CDATA[") {
                return Some(Piece::Text(Cow::Borrowed(self.past(9, "]]>"))));
            } else if second == b'!' && rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic)
            {
                self.declaration();
            } else if second == b'?' {
                self.past(2, ">");
            } else if second.is_ascii_alphabetic()
                || matches!(second, b'_' | b'/')
                || !second.is_ascii()
            {
                return self.tag();
            } else {
                return Some(self.words(1));
            }
        }
    }
}

fn attributes(raw: &str) -> Vec<(&str, Cow<'_, str>)> {
    let mut out = Vec::new();
    let mut rest = raw.trim_start();
    while !rest.is_empty() && out.len() < MOST_ATTRIBUTES {
        let end = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        let (name, tail) = rest.split_at(end);
        let tail = tail.trim_start();
        let Some(value) = tail.strip_prefix('=') else {
            if end == 0 {
                return out;
            }
            out.push((name, Cow::Borrowed("")));
            rest = tail;
            continue;
        };
        let value = value.trim_start();
        let (value, tail) = match value.chars().next() {
            Some(mark @ ('"' | '\'')) => {
                let inner = value.get(1..).unwrap_or_default();
                inner.split_once(mark).unwrap_or((inner, ""))
            }
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        out.push((name, decoded(value)));
        rest = tail.trim_start();
    }
    out
}

/// Returns a text with its references read. One that means nothing stays as it stands, and so does an `&` alone.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 34;
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (words, tail) = rest.split_at(at);
        out.push_str(words);
        let head = tail
            .get(..tail.floor_char_boundary(LONGEST))
            .unwrap_or(tail);
        let read = head.find(';').and_then(|end| {
            let name = head.get(1..end)?;
            reference(name, head.get(..=end)?, &mut out).then_some(end + 1)
        });
        let taken = read.unwrap_or_else(|| {
            out.push('&');
            1
        });
        rest = tail.get(taken..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn reference(name: &str, whole: &str, out: &mut String) -> bool {
    let known = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            if let Some(figures) = name.strip_prefix('#') {
                return number(figures).is_some_and(|c| {
                    out.push(c);
                    true
                });
            }
            let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric());
            let read = is_name.then(|| html::entities(whole));
            let read = read.filter(|read| read != whole);
            if let Some(read) = &read {
                out.push_str(read);
            }
            return read.is_some();
        }
    };
    out.push(known);
    true
}

fn number(figures: &str) -> Option<char> {
    let code = match figures.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => figures.parse().ok()?,
    };
    if let 0x80..=0x9f = code {
        // Written by programs that took Windows' letters for Unicode.
        let byte = [u8::try_from(code).ok()?];
        return WINDOWS_1252
            .decode_without_bom_handling(&byte)
            .0
            .chars()
            .next();
    }
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn shown(text: &str) -> String {
        let pieces = Pieces::new(text).map(|piece| match piece {
            Piece::Open {
                name,
                attributes,
                is_empty,
            } => {
                let attributes = attributes.iter().fold(String::new(), |all, (name, value)| {
                    all + " " + name + "=" + value
                });
                format!("[{name}{attributes}{}]", if is_empty { "/" } else { "" })
            }
            Piece::Close(name) => format!("[/{name}]"),
            Piece::Text(text) => text.into_owned(),
        });
        pieces.collect()
    }

    #[rstest]
    #[case::plain("<a><b>x</b></a>", "[a][b]x[/b][/a]")]
    #[case::attributes("<a b='1' c = \"2>3\" d e=5 f='&lt;'/>", "[a b=1 c=2>3 d= e=5 f=</]")]
    #[case::bare_and("Q & A &nope; &", "Q & A &nope; &")]
    #[case::references("&lt;&#65;&#x41;&mdash;&#146;&amp;amp;", "<AA—’&amp;")]
    #[case::out_of_range("&#0;&#xd800;&#x110000;", "\0&#xd800;&#x110000;")]
    #[case::section("<![CDATA[<p>&amp;]]>", "<p>&amp;")]
    #[case::open_section("<a><![CDATA[<p>x", "[a]<p>x")]
    #[case::comment("a<!-- <b> -->c", "ac")]
    #[case::less_than("1 < 2 <3", "1 < 2 <3")]
    #[case::program("<?xml version='1.0'?>x", "x")]
    #[case::declaration("<!DOCTYPE rss [ <!ENTITY a \"]>\"> <!ENTITY b '&a;&a;'> ]>&b;", "&b;")]
    #[case::open_mark("<a b=\"c>x</a>", "[a b=c]x[/a]")]
    #[case::stray_mark("<a b\"c>x", "[a b\"c=]x")]
    #[case::cut("<a>x<b c='", "[a]x")]
    fn pieces(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(shown(text), expected);
    }

    #[rstest]
    #[case("<a \"".repeat(200_000))]
    #[case("<".repeat(500_000))]
    #[case("&".repeat(500_000))]
    #[case("<a ".repeat(100_000) + &"x".repeat(100_000) + ">")]
    #[case("<![CDATA[".repeat(100_000))]
    #[case("<!x".repeat(100_000))]
    fn hostile_texts_cost_little(#[case] text: String) {
        shown(&text);
    }
}
