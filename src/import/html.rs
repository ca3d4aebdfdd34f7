//! Tags that stand in Markdown: they go, their words stay. Not a reader of web pages.

use pulldown_cmark::{Event, Parser};

/// Longest tag, in bytes; a `<` without its `>` within them is just a character.
const LONGEST_TAG: usize = 4096;

/// Elements whose content is never text.
const HIDDEN: &[&str] = &[
    "script", "style", "svg", "iframe", "template", "head", "noscript",
];

/// Elements that stand apart from the words around them.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
];

/// A tag: its name in lower case, and whether it closes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) closes: bool,
}

impl Tag {
    /// Reads `<name …>` or `</name>`; comments and declarations are `None`.
    pub(super) fn read(raw: &str) -> Option<Self> {
        let inner = raw.strip_prefix('<')?;
        let (closes, inner) = inner
            .strip_prefix('/')
            .map_or((false, inner), |inner| (true, inner));
        let name: String = inner
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(20)
            .collect();
        let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
        starts.then(|| Self {
            name: name.to_ascii_lowercase(),
            closes,
        })
    }

    /// Whether what it encloses is never text.
    pub(super) fn hides(&self) -> bool {
        HIDDEN.contains(&self.name.as_str())
    }
}

/// A stretch of words between tags that stand apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    /// The level when it is a heading.
    pub(super) level: Option<u8>,
    /// Its words, tags gone and entities read; a line feed is a line break.
    pub(super) words: String,
}

/// Returns the words of a block of HTML.
pub(super) fn pieces(html: &str) -> Vec<Piece> {
    let mut pieces = vec![Piece::default()];
    let mut hidden: Option<String> = None;
    let mut comments = true;
    let mut rest = html;
    while !rest.is_empty() {
        let at = rest.find('<').unwrap_or(rest.len());
        let (words, tail) = rest.split_at(at);
        if hidden.is_none() {
            push(&mut pieces, words);
        }
        rest = tail;
        if comments && tail.starts_with("<!--") {
            match tail.find("-->") {
                Some(end) => rest = tail.get(end + 3..).unwrap_or_default(),
                None => comments = false,
            }
            continue;
        }
        let Some(end) = tag_end(tail) else {
            // Not a tag; the character is text.
            let first = tail.chars().next().map_or(0, char::len_utf8);
            let (sign, tail) = tail.split_at(first);
            if hidden.is_none() {
                push(&mut pieces, sign);
            }
            rest = tail;
            continue;
        };
        let (raw, tail) = tail.split_at(end);
        rest = tail;
        let Some(tag) = Tag::read(raw) else {
            continue;
        };
        match &hidden {
            Some(name) if tag.closes && *name == tag.name => hidden = None,
            Some(_) => {}
            None if tag.hides() && !tag.closes && !raw.ends_with("/>") => hidden = Some(tag.name),
            None => mark(&mut pieces, &tag),
        }
    }
    pieces.retain(|piece| !piece.words.trim().is_empty());
    pieces
}

/// Returns one past the `>` of a tag, minding quoted values.
fn tag_end(raw: &str) -> Option<usize> {
    let second = raw.chars().nth(1)?;
    if !(second.is_ascii_alphabetic() || matches!(second, '/' | '!' | '?')) {
        return None;
    }
    let mut quote = None;
    let mut plain = None;
    for (at, b) in raw.bytes().enumerate().take(LONGEST_TAG) {
        match (quote, b) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(b),
            (Some(open), b) if open == b => quote = None,
            (Some(_), b'>') if plain.is_none() => plain = Some(at + 1),
            _ => {}
        }
    }
    plain
}

fn push(pieces: &mut Vec<Piece>, raw: &str) {
    let mut first = true;
    // Only comments and the like may hold a blank line; it parts paragraphs as everywhere.
    for part in raw.split("\n\n") {
        if !first {
            pieces.push(Piece::default());
        }
        first = false;
        let Some(piece) = pieces.last_mut() else {
            continue;
        };
        let text = entities(part);
        let begins = text.starts_with(char::is_whitespace);
        let mut words = text.split_whitespace();
        if (begins || text.trim().is_empty())
            && !text.is_empty()
            && !piece.words.ends_with([' ', '\n'])
            && !piece.words.is_empty()
        {
            piece.words.push(' ');
        }
        if let Some(word) = words.next() {
            piece.words.push_str(word);
            for word in words {
                piece.words.push(' ');
                piece.words.push_str(word);
            }
            if text.ends_with(char::is_whitespace) {
                piece.words.push(' ');
            }
        }
    }
}

fn mark(pieces: &mut Vec<Piece>, tag: &Tag) {
    if tag.name == "br" {
        if let Some(piece) = pieces.last_mut() {
            let kept = piece.words.trim_end_matches(' ').len();
            piece.words.truncate(kept);
            piece.words.push('\n');
        }
        return;
    }
    if BLOCKS.contains(&tag.name.as_str()) {
        let level = match tag.name.as_bytes() {
            [b'h', level @ b'1'..=b'6'] if !tag.closes => Some(level - b'0'),
            _ => None,
        };
        if pieces.last().is_some_and(|piece| piece.words.is_empty()) {
            pieces.pop();
        }
        pieces.push(Piece {
            level,
            words: String::new(),
        });
    }
}

/// Returns a text with its character references read.
pub(super) fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (words, tail) = rest.split_at(at);
        out.push_str(words);
        let name = tail
            .bytes()
            .skip(1)
            .take(32)
            .take_while(|b| b.is_ascii_alphanumeric() || *b == b'#')
            .count();
        let end = name + 2;
        let known = tail
            .get(..end)
            .filter(|raw| raw.ends_with(';'))
            .and_then(entity);
        if let Some(read) = known {
            out.push_str(&read);
            rest = tail.get(end..).unwrap_or_default();
        } else {
            out.push('&');
            rest = tail.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// The Markdown parser knows all of their names.
fn entity(raw: &str) -> Option<String> {
    Parser::new(raw).find_map(|event| match event {
        Event::Text(text) if *text != *raw => Some(text.to_string()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::tags("<div class=\"a>b\">One <b>two</b> three.</div>", &["One two three."])]
    #[case::paragraphs("<p>One.</p><p>Two.</p>", &["One.", "Two."])]
    #[case::breaks("One.<br>Two.<br/>", &["One.\nTwo."])]
    #[case::script("<p>One.<script>if (a < b) alert('x')</script> Two.</p>", &["One. Two."])]
    #[case::open_script("One.<style>p { color: red }", &["One."])]
    #[case::comment("One <!-- not <b>this</b> -->two.", &["One two."])]
    #[case::open_comment("One <!-- two.", &["One <!-- two."])]
    #[case::entities("a &amp; b &mdash; c&#x20AC; &nope; &", &["a & b — c€ &nope; &"])]
    #[case::less_than("1 < 2 and 3 > 2", &["1 < 2 and 3 > 2"])]
    #[case::lines("<div>\nOne\ntwo\n</div>", &["One two"])]
    #[case::nothing("<div></div>", &[])]
    fn tags_go_and_words_stay(#[case] html: &str, #[case] expected: &[&str]) {
        let words: Vec<String> = pieces(html)
            .into_iter()
            .map(|piece| piece.words.trim().to_owned())
            .collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn headings_are_known() {
        let levels: Vec<_> = pieces("<h2>Part</h2>Words.")
            .into_iter()
            .map(|piece| piece.level)
            .collect();
        assert_eq!(levels, [Some(2), None]);
    }
}
