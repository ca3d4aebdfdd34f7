//! Folds a page: of the text only some stretches are left, with a row of context, and a sign where rows are left out.

use crate::article::Span;
use crate::typeset::{Page, Role, Row, Run};

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Stays,
    Goes,
}

impl Page {
    /// Returns the page with the rows that show some of the text, a row before and after in the same block, and all that
    /// stands above the text; a row with `sign` takes the place of every run of others. Every position of the text has a
    /// row as before: what is left out has that of the sign.
    #[must_use]
    pub fn folded(&self, wanted: &[Span], sign: &'static str) -> Self {
        let fates = self.fates(wanted);
        let mut rows: Vec<Row> = Vec::new();
        let mut places = Vec::with_capacity(self.rows.len());
        let mut before = Fate::Stays;
        for (row, fate) in self.rows.iter().zip(fates) {
            match (before, fate) {
                (_, Fate::Stays) => rows.push(row.clone()),
                (Fate::Stays, Fate::Goes) => rows.push(Row {
                    indent: row.indent,
                    runs: vec![Run::decoration(sign, Role::Label)],
                    block: row.block,
                    strip: None,
                }),
                (Fate::Goes, Fate::Goes) => {}
            }
            before = fate;
            places.push(rows.len().saturating_sub(1));
        }
        Self {
            anchors: self.anchors.moved(&places, rows.len(), self.text.len()),
            text: self.text.clone(),
            rows,
        }
    }

    fn fates(&self, wanted: &[Span]) -> Vec<Fate> {
        let mut fates = vec![Fate::Goes; self.rows.len()];
        let first = self.row_at(0);
        let is_title = |at: usize| {
            let mut runs = self.rows.get(at).into_iter().flat_map(|row| &row.runs);
            runs.any(|run| matches!(run.role, Role::Headline | Role::Byline))
        };
        for (at, fate) in fates.iter_mut().enumerate() {
            if is_title(at) || at < first {
                *fate = Fate::Stays;
            }
        }
        for span in wanted.iter().filter(|span| !span.is_empty()) {
            let (from, to) = (self.row_at(span.start), self.row_at(span.end - 1));
            let block = |at: usize| self.rows.get(at).map(|row| row.block);
            let has_words = |at: usize| self.rows.get(at).is_some_and(|row| !row.runs.is_empty());
            for at in from.saturating_sub(1)..=to + 1 {
                let is_context = at < from || at > to;
                let beside = if at < from { from } else { to };
                if is_context && !(block(at) == block(beside) && has_words(at)) {
                    continue;
                }
                if let Some(fate) = fates.get_mut(at) {
                    *fate = Fate::Stays;
                }
            }
        }
        fates
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, BlockKind, BodyBuilder, Leaf, Meta};
    use crate::typeset::Measure;

    const PARAGRAPHS: [&str; 3] = [
        "one two three four five six seven eight nine ten",
        "eleven twelve",
        "thirteen fourteen fifteen sixteen",
    ];

    fn page() -> Page {
        let mut builder = BodyBuilder::new();
        builder.add(BlockKind::Headline, Leaf::plain("Counting"), &[]);
        for paragraph in PARAGRAPHS {
            builder.add(BlockKind::Paragraph, Leaf::plain(paragraph), &[]);
        }
        let article = Article {
            meta: Meta::default(),
            body: builder.build(),
        };
        let measure = Measure {
            width: 10,
            ascii: true,
            show_indirect: true,
        };
        Page::lay_out(&article, &[], measure)
    }

    fn shown(page: &Page) -> Vec<String> {
        let row = |row: &Row| {
            row.runs
                .iter()
                .map(|run| page.words(run).trim_end())
                .collect::<String>()
        };
        page.rows.iter().map(row).collect()
    }

    #[test]
    fn what_is_wanted_stays_with_a_row_of_context() {
        let page = page();
        let at = page.text.find("six").unwrap();
        let folded = page.folded(&[Span::new(at, at + 3)], ":");
        let rows = shown(&folded);
        assert_eq!(rows[0], "Counting");
        assert!(
            rows.iter().any(|row| row.contains("six"))
                && !rows.iter().any(|row| row.contains("twelve")),
            "{rows:?}"
        );
        assert!(
            rows.len() < page.rows.len() && rows.last().is_some_and(|row| row == ":"),
            "{rows:?}"
        );
        // Positions that are folded away are at a sign.
        let hidden = folded.row_at(page.text.find("twelve").unwrap());
        assert_eq!(rows[hidden], ":");
        assert!(rows[folded.row_at(at)].contains("six"));
    }

    #[test]
    fn nothing_wanted_leaves_the_title_and_everything_wanted_leaves_everything() {
        let page = page();
        assert_eq!(shown(&page.folded(&[], ":")), ["Counting", "1 min", ":"]);
        let whole = page.folded(&[Span::new(0, page.text.len())], ":");
        let words = |page: &Page| shown(page).concat().replace([':', ' '], "");
        assert_eq!(words(&whole), words(&page));
        assert_eq!(Page::default().folded(&[], ":").rows, []);
    }

    proptest::proptest! {
        #[test]
        fn every_position_has_a_row_that_is_there(cuts in proptest::collection::vec((0usize..120, 0usize..30), 0..6)) {
            let page = page();
            let wanted: Vec<Span> = cuts.iter().map(|(start, length)| Span::new(*start, start + length)).collect();
            let folded = page.folded(&wanted, ":");
            let mut last = 0;
            for byte in 0..page.text.len() {
                let row = folded.row_at(byte);
                proptest::prop_assert!(row >= last && row < folded.rows.len());
                last = row;
            }
            for row in 0..folded.rows.len() {
                proptest::prop_assert!(folded.start_of(row) <= page.text.len());
            }
        }
    }
}
