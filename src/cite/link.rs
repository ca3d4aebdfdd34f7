//! Links to the words themselves: the address of the article with a text fragment, as
//! <https://wicg.github.io/scroll-to-text-fragment/> has it.

use crate::article::{Anchor, Clean};
use crate::cite::Passage;

/// Longer words are named by how they begin and end.
const LONG: usize = 160;
/// Words named at either end, and around words that stand in the text more than once.
const NAMED: usize = 6;

/// Returns the address that shows a passage in its article; none when the article has no address.
pub fn deep_link(passage: &Passage) -> Option<String> {
    let url = passage.article.as_ref()?.url.as_ref()?;
    let directives: Vec<String> = passage.anchors.iter().map(directive).collect();
    if directives.is_empty() {
        return Some(url.to_string());
    }
    let joint = if url.contains('#') { "" } else { "#" };
    Some(format!("{url}{joint}:~:{}", directives.join("&")))
}

fn directive(anchor: &Anchor) -> String {
    let mut out = String::from("text=");
    // Context is matched beside the words, within a block.
    let prefix = anchor.prefix.rsplit("\n\n").next().unwrap_or_default();
    let suffix = anchor.suffix.split("\n\n").next().unwrap_or_default();
    if !anchor.alone {
        let words: Vec<&str> = prefix.split_whitespace().collect();
        // The first may be the end of a word.
        let first = words
            .len()
            .saturating_sub(NAMED)
            .max(usize::from(words.len() > 1));
        let words = words.get(first..).unwrap_or_default().join(" ");
        if !words.is_empty() {
            out.push_str(&encoded(&words));
            out.push_str("-,");
        }
    }
    let is_long = anchor.exact.len() > LONG || anchor.exact.contains("\n\n");
    let exact = Clean::line(&anchor.exact);
    let words: Vec<&str> = exact.split(' ').collect();
    if is_long && words.len() > 2 * NAMED {
        let last = words.len() - NAMED;
        out.push_str(&encoded(&words.get(..NAMED).unwrap_or_default().join(" ")));
        out.push(',');
        out.push_str(&encoded(&words.get(last..).unwrap_or_default().join(" ")));
    } else {
        out.push_str(&encoded(&exact));
    }
    if !anchor.alone {
        let words: Vec<&str> = suffix.split_whitespace().collect();
        let last = words
            .len()
            .saturating_sub(usize::from(words.len() > 1))
            .min(NAMED);
        let words = words.get(..last).unwrap_or_default().join(" ");
        if !words.is_empty() {
            out.push_str(",-");
            out.push_str(&encoded(&words));
        }
    }
    out
}

/// Encodes all but letters, digits and a few signs that mean nothing in a directive; `-`, `,` and `&` do.
fn encoded(words: &str) -> String {
    let mut out = String::with_capacity(words.len() * 2);
    for byte in words.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte))
            }
            _ => {
                let hex = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
                out.push('%');
                out.push(hex(byte >> 4).to_ascii_uppercase());
                out.push(hex(byte & 15).to_ascii_uppercase());
            }
        }
    }
    out
}
