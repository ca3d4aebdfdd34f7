//! The row under the headline: who wrote it, for whom, when, and how long it takes to read. Words only, no widths.

use crate::article::Article;

/// Words that most people read in a minute.
const WORDS_A_MINUTE: usize = 230;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

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
    let minutes = article.body.words().div_ceil(WORDS_A_MINUTE);
    if minutes > 0 {
        parts.push(format!("{minutes}\u{a0}min"));
    }
    parts.retain(|part| !part.is_empty());
    parts
        .join(if ascii { " - " } else { " · " })
        .replace('\n', " ")
}

/// Returns an ISO 8601 date or time as a day that people read ("1 February 2022"); what it does not know, as it is.
fn readable_date(iso: &str) -> String {
    let iso = iso.trim();
    let day = iso.split(['T', ' ']).next().unwrap_or(iso);
    let mut fields = day.split('-');
    let number = |field: Option<&str>, digits: usize| {
        field
            .filter(|field| field.len() == digits && field.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|field| field.parse::<usize>().ok())
    };
    let year = number(fields.next(), 4);
    let month = number(fields.next(), 2).and_then(|month| MONTHS.get(month.checked_sub(1)?));
    let rest = fields.next();
    match (year, month, rest, number(rest, 2), fields.next()) {
        (Some(year), Some(month), None, ..) => format!("{month} {year}"),
        (Some(year), Some(month), _, Some(day @ 1..=31), None) => {
            format!("{day}\u{a0}{month} {year}")
        }
        _ => iso.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("2022-02-01", "1\u{a0}February 2022")]
    #[case("2022-12-31T23:59:00+01:00", "31\u{a0}December 2022")]
    #[case("2022-02", "February 2022")]
    #[case("2022", "2022")]
    #[case("2022-13-01", "2022-13-01")]
    #[case("2022-01-45", "2022-01-45")]
    #[case("last Tuesday", "last Tuesday")]
    #[case("", "")]
    fn dates_are_made_readable(#[case] iso: &str, #[case] readable: &str) {
        assert_eq!(readable_date(iso), readable);
    }
}
