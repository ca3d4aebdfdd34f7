//! The row under the headline: who wrote it, for whom, when, and how long it takes to read. Words only, no widths.

use crate::article::{Article, long_date, reading_minutes};

/// Returns the byline of an article ("By A, B · Site · 1 February 2022 · 3 min"); empty when nothing is known and there
/// is nothing to read. Spaces at which a line should not break are no-break spaces.
pub(super) fn byline(article: &Article, ascii: bool) -> String {
    let meta = &article.meta;
    let mut parts = Vec::new();
    let authors: Vec<&str> = meta
        .byline
        .iter()
        .map(|author| author.trim())
        .filter(|author| !author.is_empty())
        .collect();
    if !authors.is_empty() {
        parts.push(format!("By {}", authors.join(", ")));
    }
    if let Some(site) = &meta.site {
        parts.push(site.trim().to_owned());
    }
    if let Some(published) = &meta.published {
        parts.push(readable_date(published));
    }
    let minutes = reading_minutes(article.body.words());
    if minutes > 0 {
        parts.push(format!("{minutes}\u{a0}min"));
    }
    parts.retain(|part| !part.is_empty());
    parts
        .join(if ascii { " - " } else { " · " })
        .replace('\n', " ")
}

/// Returns a date in words that stay on one line; what is not known for a date, as it is.
fn readable_date(iso: &str) -> String {
    let iso = iso.trim();
    let date = long_date(iso);
    if date == iso {
        date
    } else {
        date.replace(' ', "\u{a0}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("2022-02-01", "1\u{a0}February\u{a0}2022")]
    #[case("2022-02", "February\u{a0}2022")]
    #[case("2022-01-45", "2022-01-45")]
    #[case("last Tuesday", "last Tuesday")]
    fn dates_are_made_readable(#[case] iso: &str, #[case] readable: &str) {
        assert_eq!(readable_date(iso), readable);
    }
}
