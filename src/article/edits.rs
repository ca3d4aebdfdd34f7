//! What an edit did to a text: paragraph by paragraph, and within one that was altered word by word. Knows no versions.

use similar::{Algorithm, ChangeTag, DiffOp, capture_diff_slices};

use crate::article::Body;

/// Most paragraphs, most words of one, and most words of all that are compared; beyond that all is taken for new.
const MOST_PARAGRAPHS: usize = 2_000;
const MOST_WORDS: usize = 1_000;
const MOST_WORDS_IN_ALL: usize = 100_000;

/// From this share of common words on a paragraph is the other one, altered.
const ALIKE: f64 = 0.4;

/// What became of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// So many that stayed as they were.
    Kept(usize),
    /// It was taken out.
    Gone(String),
    /// It was put in.
    New(String),
    /// Some of its words are others.
    Altered(Vec<Piece>),
}

/// A stretch of a paragraph that was altered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words that stayed.
    Kept(String),
    /// Words that were taken out.
    Gone(String),
    /// Words that were put in.
    New(String),
}

/// Compares an earlier text with a later one.
pub fn edits(old: &Body, new: &Body) -> Vec<Edit> {
    let (old, new) = (paragraphs(old), paragraphs(new));
    if old.len() > MOST_PARAGRAPHS || new.len() > MOST_PARAGRAPHS {
        let gone = old.iter().map(|text| Edit::Gone((*text).to_owned()));
        let come = new.iter().map(|text| Edit::New((*text).to_owned()));
        return gone.chain(come).collect();
    }
    let mut edits = Vec::new();
    let mut left = MOST_WORDS_IN_ALL;
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let before = old.get(op.old_range()).unwrap_or_default();
        let after = new.get(op.new_range()).unwrap_or_default();
        if let DiffOp::Equal { len, .. } = op {
            edits.push(Edit::Kept(len));
        } else {
            replaced(before, after, &mut left, &mut edits);
        }
    }
    edits
}

/// Returns edits as lines to read: what was taken out in [-…-], what was put in in {+…+}, as `wdiff` writes it. It needs no
/// colour.
pub fn edit_lines(edits: &[Edit]) -> Vec<String> {
    let mut lines = Vec::new();
    for edit in edits {
        lines.push(match edit {
            Edit::Kept(1) => "(1 paragraph as before)".to_owned(),
            Edit::Kept(count) => format!("({count} paragraphs as before)"),
            Edit::Gone(text) => format!("[-{text}-]"),
            Edit::New(text) => format!("{{+{text}+}}"),
            Edit::Altered(pieces) => {
                let pieces = pieces.iter().map(|piece| match piece {
                    Piece::Kept(text) => text.clone(),
                    Piece::Gone(text) => format!("[-{text}-]"),
                    Piece::New(text) => format!("{{+{text}+}}"),
                });
                pieces.collect::<Vec<_>>().join(" ")
            }
        });
    }
    lines
}

fn paragraphs(body: &Body) -> Vec<&str> {
    let blocks = body.blocks().iter().filter(|block| !block.span.is_empty());
    blocks.map(|block| body.slice(block.span)).collect()
}

/// Pairs paragraphs that took each other's place, as far as they are alike; the others went and came.
fn replaced(old: &[&str], new: &[&str], left: &mut usize, edits: &mut Vec<Edit>) {
    let mut new = new.iter();
    for before in old {
        let first = new.as_slice().first();
        let altered = first.and_then(|after| altered(before, after, left));
        match altered {
            Some(pieces) => {
                new.next();
                edits.push(Edit::Altered(pieces));
            }
            None => edits.push(Edit::Gone((*before).to_owned())),
        }
    }
    edits.extend(new.map(|text| Edit::New((*text).to_owned())));
}

/// Compares two paragraphs word by word; none when they have too little in common.
fn altered(old: &str, new: &str, left: &mut usize) -> Option<Vec<Piece>> {
    let old: Vec<&str> = old.split_whitespace().collect();
    let new: Vec<&str> = new.split_whitespace().collect();
    if old.len() > MOST_WORDS || new.len() > MOST_WORDS {
        return None;
    }
    *left = left.checked_sub(old.len() + new.len())?;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut kept = 0;
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        for change in op.iter_changes(&old, &new) {
            let word = change.value();
            let next = match change.tag() {
                ChangeTag::Equal => {
                    kept += 1;
                    Piece::Kept(word.to_owned())
                }
                ChangeTag::Delete => Piece::Gone(word.to_owned()),
                ChangeTag::Insert => Piece::New(word.to_owned()),
            };
            match (pieces.last_mut(), &next) {
                (Some(Piece::Kept(all)), Piece::Kept(_))
                | (Some(Piece::Gone(all)), Piece::Gone(_))
                | (Some(Piece::New(all)), Piece::New(_)) => {
                    all.push(' ');
                    all.push_str(word);
                }
                _ => pieces.push(next),
            }
        }
    }
    let most = old.len().max(new.len());
    (f64::from(kept) >= ALIKE * most as f64).then_some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{BlockKind, BodyBuilder, Leaf};
    use rstest::rstest;

    fn body(paragraphs: &[&str]) -> Body {
        let mut builder = BodyBuilder::new();
        for text in paragraphs {
            builder.add(BlockKind::Paragraph, Leaf::plain(text), &[]);
        }
        builder.build()
    }

    fn shown(old: &[&str], new: &[&str]) -> String {
        edit_lines(&edits(&body(old), &body(new))).join(" / ")
    }

    #[rstest]
    #[case::same(&["One.", "Two."], &["One.", "Two."], "(2 paragraphs as before)")]
    #[case::word(
        &["The ferry sails at ten, he said.", "B."],
        &["The ferry sails at noon, he said.", "B."],
        "The ferry sails at [-ten,-] {+noon,+} he said. / (1 paragraph as before)"
    )]
    #[case::new(&["One.", "Two."], &["One.", "More.", "Two."], "(1 paragraph as before) / {+More.+} / (1 paragraph as before)")]
    #[case::gone(&["One.", "Two."], &["Two."], "[-One.-] / (1 paragraph as before)")]
    #[case::other(&["All of it was wrong."], &["Nobody knows."], "[-All of it was wrong.-] / {+Nobody knows.+}")]
    #[case::empty(&[], &["One."], "{+One.+}")]
    fn what_an_edit_did(#[case] old: &[&str], #[case] new: &[&str], #[case] expected: &str) {
        assert_eq!(shown(old, new), expected);
    }

    #[test]
    fn large_texts_cost_little() {
        let old: Vec<String> = (0..3_000).map(|number| number.to_string()).collect();
        let new: Vec<String> = (0..3_000).map(|number| format!("x{number}")).collect();
        let of = |texts: &[String]| body(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(edits(&of(&old), &of(&new)).len(), 6_000);
        let long = |word: &str| vec![format!("{word} ").repeat(900); 1_500];
        assert_eq!(edits(&of(&long("a")), &of(&long("b"))).len(), 3_000);
    }
}
