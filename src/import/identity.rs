//! What makes two articles the same one. Knows no library.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::article::Article;

/// Returns the key of an article: `url:` and its address, or, without one, `sha256:` and the hex digest of its title and
/// text with every run of white space folded to one space, so that a re-wrapped copy is still the same article.
pub fn key(article: &Article) -> String {
    if let Some(url) = &article.meta.url {
        return format!("url:{url}");
    }
    let mut digest = Sha256::new();
    for part in [article.meta.title.as_str(), article.body.text()] {
        for word in part.split_whitespace() {
            digest.update(word.as_bytes());
            digest.update(b" ");
        }
        digest.update(b"\n");
    }
    format!("sha256:{}", hex(&digest.finalize()))
}

/// Returns the SHA-256 digest of a text in hexadecimal.
pub fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{BlockKind, BodyBuilder, Clean, Leaf, Meta};

    fn article(text: &str, url: Option<&str>) -> Article {
        let mut body = BodyBuilder::new();
        body.add(BlockKind::Paragraph, Leaf::plain(text), &[]);
        Article {
            meta: Meta {
                url: url.map(Clean::from),
                ..Meta::default()
            },
            body: body.build(),
        }
    }

    #[test]
    fn an_address_is_the_key() {
        assert_eq!(
            key(&article("Words.", Some("https://news.example/a"))),
            "url:https://news.example/a"
        );
    }

    #[test]
    fn without_one_the_words_are_but_not_their_layout() {
        let first = key(&article("The ferry stopped.", None));
        assert!(first.starts_with("sha256:") && first.len() == 7 + 64);
        assert_eq!(first, key(&article("The  ferry\nstopped.", None)));
        assert_ne!(first, key(&article("The ferry started.", None)));
    }
}
