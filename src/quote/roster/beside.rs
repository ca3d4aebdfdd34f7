//! What two speakers said, side by side by date.

use crate::quote::roster::Said;

/// What two speakers said on one day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Day {
    /// The date, as much of it as there is; empty for what has none.
    pub date: String,
    /// What the one said.
    pub left: Vec<Said>,
    /// What the other one said.
    pub right: Vec<Said>,
}

/// Returns what two speakers said by days, the latest first and what has no date at the end; what was said on one day keeps
/// its order.
pub fn beside(left: Vec<Said>, right: Vec<Said>) -> Vec<Day> {
    let mut all: Vec<(String, bool, Said)> = Vec::with_capacity(left.len() + right.len());
    for (is_left, said) in [(true, left), (false, right)] {
        all.extend(said.into_iter().map(|said| (day(&said), is_left, said)));
    }
    all.sort_by(|one, other| other.0.cmp(&one.0));
    let mut days: Vec<Day> = Vec::new();
    for (date, is_left, said) in all {
        if days.last().is_none_or(|day| day.date != date) {
            days.push(Day {
                date,
                ..Day::default()
            });
        }
        if let Some(day) = days.last_mut() {
            let side = if is_left {
                &mut day.left
            } else {
                &mut day.right
            };
            side.push(said);
        }
    }
    days
}

fn day(said: &Said) -> String {
    let date = said.published.as_deref().unwrap_or_default();
    date.chars().take(10).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{ArticleId, Clean, Span};
    use crate::quote::Kind;

    fn said(published: &str, words: &str) -> Said {
        Said {
            article: ArticleId(1),
            number: 0,
            title: Clean::default(),
            site: None,
            published: (!published.is_empty()).then(|| Clean::line(published)),
            kind: Kind::Direct,
            speaker: None,
            role: None,
            words: Clean::line(words),
            extent: Span::new(0, 1),
        }
    }

    #[test]
    fn days_have_both_sides_and_the_undated_come_last() {
        let left = vec![
            said("2026-03-02T10:00:00Z", "a"),
            said("2026-03-02", "b"),
            said("", "c"),
        ];
        let right = vec![said("2026-03-04", "x"), said("2026-03-02", "y")];
        let words = |said: &[Said]| -> Vec<String> {
            said.iter().map(|said| said.words.to_string()).collect()
        };
        let days: Vec<_> = beside(left, right)
            .into_iter()
            .map(|day| (day.date.clone(), words(&day.left), words(&day.right)))
            .collect();
        let row = |date: &str, left: &[&str], right: &[&str]| {
            let own = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
            (date.to_owned(), own(left), own(right))
        };
        assert_eq!(
            days,
            [
                row("2026-03-04", &[], &["x"]),
                row("2026-03-02", &["a", "b"], &["y"]),
                row("", &["c"], &[]),
            ]
        );
        assert!(beside(Vec::new(), Vec::new()).is_empty());
    }
}
