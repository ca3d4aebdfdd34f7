//! Last touches on the drafts: spans trimmed and in order, no two contents over one another.

use crate::article::Span;
use crate::quote::draft::Draft;

/// Returns the drafts in the order of their contents, cut so that no content overlaps another and none is empty.
pub(super) fn finished(text: &str, mut drafts: Vec<Draft>) -> Vec<Draft> {
    let mut parts: Vec<(Span, usize)> = Vec::new();
    for (index, draft) in drafts.iter_mut().enumerate() {
        let direct = draft.quoted && !draft.bare;
        let content = std::mem::take(&mut draft.content);
        parts.extend(
            content
                .into_iter()
                .filter_map(|span| Some((trimmed(text, span, direct)?, index))),
        );
        draft.cue = draft.cue.and_then(|span| trimmed(text, span, true));
        draft.source = draft.source.and_then(|span| trimmed(text, span, false));
    }
    parts.sort_by_key(|(span, index)| (span.start, std::cmp::Reverse(span.end), *index));
    let mut end = 0;
    for (span, index) in parts {
        if span.start >= end
            && let Some(draft) = drafts.get_mut(index)
        {
            end = span.end;
            draft.content.push(span);
        }
    }
    drafts.retain(|draft| !draft.content.is_empty());
    drafts.sort_by_key(|draft| draft.content.first().copied());
    drafts
}

/// Returns a span without white space at its ends, and without the punctuation that joins clauses unless `whole`.
fn trimmed(text: &str, span: Span, whole: bool) -> Option<Span> {
    let words = text.get(span.range())?;
    let joins = |c: char| {
        c.is_whitespace() || !whole && matches!(c, ',' | ';' | ':' | '—' | '–' | '-' | '―')
    };
    let start = span.start + (words.len() - words.trim_start_matches(joins).len());
    let end = start + words.trim_matches(joins).len();
    (start < end).then_some(Span::new(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::draft::Rule;

    fn draft(content: &[(usize, usize)]) -> Draft {
        Draft {
            content: content.iter().map(|(s, e)| Span::new(*s, *e)).collect(),
            quoted: false,
            bare: true,
            cue: None,
            source: None,
            rule: Rule::Clause,
            sure: None,
        }
    }

    #[test]
    fn of_two_contents_over_one_another_the_first_and_longest_stays() {
        let text = "it rains, it pours";
        let drafts = finished(text, vec![draft(&[(3, 9), (10, 18)]), draft(&[(0, 9)])]);
        let spans: Vec<Vec<(usize, usize)>> = drafts
            .iter()
            .map(|d| d.content.iter().map(|s| (s.start, s.end)).collect())
            .collect();
        assert_eq!(spans, [vec![(0, 8)], vec![(10, 18)]]);
    }

    #[test]
    fn what_is_left_empty_goes() {
        assert!(finished("a , b", vec![draft(&[(1, 4)])]).is_empty());
    }
}
