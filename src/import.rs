//! Holds the place of the import room: its names, and plain text as the only format.

use crate::article::{Article, BlockKind, BodyBuilder, Clean, Leaf, Meta};

/// Largest input, in bytes.
pub const LARGEST: u64 = 16 << 20;

/// What is known about the bytes of an article beside themselves.
#[derive(Debug, Clone, Default)]
pub struct Hint {
    /// The name of the file.
    pub name: String,
}

/// Why bytes are no article.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// They are no text.
    #[error("it is not a text")]
    NotText,
    /// There are no words in it.
    #[error("no article text found")]
    Empty,
}

/// Makes an article of bytes.
pub fn import(bytes: &[u8], hint: Hint) -> Result<Article, ImportError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ImportError::NotText)?;
    if text.contains('\0') {
        return Err(ImportError::NotText);
    }
    let mut builder = BodyBuilder::new();
    let title = Clean::line(text.lines().next().unwrap_or(&hint.name));
    builder.add(BlockKind::Headline, Leaf::plain(&title), &[]);
    for part in text.split("\n\n").skip(1) {
        builder.add(BlockKind::Paragraph, Leaf::plain(part), &[]);
    }
    if builder.is_empty() {
        return Err(ImportError::Empty);
    }
    Ok(Article {
        meta: Meta {
            title,
            ..Meta::default()
        },
        body: builder.build(),
    })
}

/// Whether bytes look like JSON Lines of records.
pub fn is_records(bytes: &[u8]) -> bool {
    bytes.starts_with(b"{\"schema\":\"pullquote.article/")
}

/// Articles with all that belongs to them, one JSON object a line.
pub mod records {
    use crate::article::{Article, Record};
    use crate::import::ImportError;

    /// Reads one line.
    pub fn read_line(_line: &str) -> Result<Record, ImportError> {
        Err(ImportError::Empty)
    }

    /// Writes one line, without its end.
    pub fn write_line(record: &Record) -> String {
        let article: &Article = &record.article;
        article.body.text().to_owned()
    }
}

/// Which articles are the same.
pub mod identity {
    use crate::article::Article;

    /// Returns what two copies of one article have in common.
    pub fn key(article: &Article) -> String {
        match &article.meta.url {
            Some(url) => format!("url:{url}"),
            None => format!("text:{}", article.body.text()),
        }
    }
}
