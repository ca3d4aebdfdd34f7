//! A passage in a sentence of American newspaper style, and as a footnote.

use crate::article::Meta;
use crate::cite::{Passage, PassageKind, bib, deep_link, title};

/// Returns a date as the AP writes it: "March 2, 2026", "Sept. 4, 2025"; as it is when it is no date.
pub(super) fn ap_date(date: &str) -> String {
    const MONTHS: [&str; 12] = [
        "Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.",
        "Dec.",
    ];
    let day = date.split('T').next().unwrap_or_default();
    let parts: Vec<&str> = day.split('-').collect();
    let name = |month: &str| {
        let month: usize = month.parse().ok()?;
        MONTHS.get(month.checked_sub(1)?)
    };
    match parts[..] {
        [year, month, day] => match (name(month), day.parse::<u8>()) {
            (Some(month), Ok(day)) => format!("{month} {day}, {year}"),
            _ => date.to_owned(),
        },
        [year, month] => {
            name(month).map_or_else(|| date.to_owned(), |month| format!("{month} {year}"))
        }
        _ => date.to_owned(),
    }
}

/// Returns a passage in a sentence: “Words,” said Speaker, role, according to Site on March 2, 2026.
pub(super) fn sentence(passage: &Passage) -> String {
    let quoted = passage.quoted();
    let inner = quoted.trim_start_matches('“').trim_end_matches('”');
    let site = passage.article.as_ref().map(|meta| {
        let name = meta
            .site
            .as_deref()
            .map_or_else(|| format!("“{}”", title(meta)), str::to_owned);
        match &meta.published {
            Some(date) => (name, format!(" on {}", ap_date(date))),
            None => (name, String::new()),
        }
    });
    // The comma stands in the place of a full stop; questions and exclamations keep their sign.
    let before_comma = match inner.strip_suffix(['.', ',']) {
        Some(words) => format!("“{words},”"),
        None if inner.ends_with(['?', '!', '…']) => format!("“{inner}”"),
        None => format!("“{inner},”"),
    };
    let closed = if inner.ends_with(['.', '?', '!', '…']) {
        format!("“{inner}”")
    } else {
        format!("“{}.”", inner.trim_end_matches(','))
    };
    let is_speech = passage.kind == PassageKind::Direct;
    match (passage.attribution().filter(|_| is_speech), site) {
        (Some(who), Some((site, date))) => {
            let comma = if passage.role.is_some() { "," } else { "" };
            format!("{before_comma} said {who}{comma} according to {site}{date}.\n")
        }
        (Some(who), None) => format!("{before_comma} said {who}.\n"),
        (None, Some((site, date))) => format!("{site} reported{date}: {closed}\n"),
        (None, None) => format!("{closed}\n"),
    }
}

/// Returns where an article is from in one line, as footnotes have it.
pub(super) fn source(meta: &Meta) -> String {
    let mut parts: Vec<String> = Vec::new();
    if !meta.byline.is_empty() {
        let names: Vec<&str> = meta.byline.iter().map(|name| &**name).collect();
        parts.push(names.join(", "));
    }
    parts.push(format!("“{}”", title(meta)));
    parts.extend(meta.site.as_deref().map(str::to_owned));
    parts.extend(meta.published.as_deref().map(ap_date));
    parts.join(", ")
}

/// Returns a passage with a footnote of Markdown.
pub(super) fn footnote(passage: &Passage) -> String {
    use crate::cite::markdown::escaped;
    let words = escaped(&passage.quoted());
    let Some(meta) = &passage.article else {
        return format!("{words}\n");
    };
    let key = bib::key(meta);
    let who = passage
        .attribution()
        .map_or(String::new(), |who| format!("{}, in ", escaped(&who)));
    let link = deep_link(passage).map_or(String::new(), |link| format!(", <{link}>"));
    format!(
        "{words}[^{key}]\n\n[^{key}]: {who}{}{link}.\n",
        escaped(&source(meta))
    )
}
