//! Sentences of a text: where a reader stops, whatever speaks in them. The quote engine, which knows words and verbs, has a
//! finer cutter of its own.

use unicode_segmentation::UnicodeSegmentation;

use crate::article::Span;

/// Words after which a full stop ends no sentence, beside initials and what has stops inside ("U.S.").
const SHORT: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Gov", "Sen", "Rep", "Col", "Lt", "Sgt", "Capt", "Rev",
    "St", "Jr", "Sr", "No", "Nr", "Inc", "Ltd", "Corp", "vs", "bzw", "ca", "etc", "Jan", "Feb",
    "Aug", "Sept", "Oct", "Nov", "Dec", "Sr", "Sra", "Mme",
];

/// Returns the sentences of a stretch of a text, in order; white space at their ends is left out.
pub fn sentences(text: &str, within: Span) -> Vec<Span> {
    let part = text.get(within.range()).unwrap_or_default();
    let mut found: Vec<Span> = Vec::new();
    let mut is_open = false;
    for (offset, piece) in part.split_sentence_bound_indices() {
        let start = within.start + offset;
        let words = piece.trim_end();
        // “Why?” he said: what begins with a small letter goes on with a sentence.
        let is_more = words.starts_with(char::is_lowercase);
        match found.last_mut() {
            Some(last) if is_open || is_more => last.end = start + words.len(),
            _ if words.is_empty() => continue,
            _ => found.push(Span::new(start, start + words.len())),
        }
        is_open = goes_on(piece);
    }
    found
}

/// Whether what looks like the end of a sentence is only a short form.
fn goes_on(piece: &str) -> bool {
    let Some(words) = piece.trim_end().strip_suffix('.') else {
        return false;
    };
    let word = words
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"'))
        .next()
        .unwrap_or_default();
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    is_initial
        || SHORT.contains(&word)
        || (word.contains('.') && word.split('.').all(|part| part.chars().count() <= 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("It stops. It ends! “Why?” he said.", &["It stops.", "It ends!", "“Why?” he said."])]
    #[case("Mr. Roy of the U.S. Navy left. He had to.", &["Mr. Roy of the U.S. Navy left.", "He had to."])]
    #[case("“We stop. We end,” he said.", &["“We stop.", "We end,” he said."])]
    #[case("採算が取れない。残念だ。", &["採算が取れない。", "残念だ。"])]
    #[case("", &[])]
    fn sentences_end_where_they_end(#[case] text: &str, #[case] expected: &[&str]) {
        let found = sentences(text, Span::new(0, text.len()));
        let found: Vec<&str> = found.iter().map(|span| &text[span.range()]).collect();
        assert_eq!(found, expected);
    }
}
