//! What each paragraph is: a heading of some level, an item of a list, a caption, a note; and which one is the headline.

use crate::article::{Align, Container, Label, Leaf, MarkStyle};
use crate::import::draft::{self, Draft, folded, is_ended};
use crate::import::pdf::paragraphs::{Kind, Paragraph};
use crate::import::pdf::signs;

/// How much larger than the text headings are.
const LARGER: f32 = 1.1;

/// Longest heading, of those that are larger and of those that are not.
const LONGEST: usize = 300;
const LONGEST_ALIKE: usize = 120;

/// Longest headline.
const LONGEST_TITLE: usize = 400;

/// Deepest level of a heading.
const DEEPEST: u8 = 6;

/// Heights that differ by less are one, in points.
const STEP: f32 = 0.6;

/// How a paragraph is set if it is a heading.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Set {
    /// In larger letters.
    Large(f32),
    Bold,
    Capitals,
    Slanted,
}

/// Returns the drafts that paragraphs make, and the headline that the first page has. Notes come after everything else,
/// below a rule.
pub(super) fn drafts(paragraphs: Vec<Paragraph>, usual: f32) -> (Vec<Draft>, String) {
    let letters: usize = paragraphs.iter().map(|all| all.text.len()).sum();
    let bold = paragraphs.iter().filter(|one| one.style.is_bold);
    let is_bold_usual = bold.map(|all| all.text.len()).sum::<usize>() * 2 > letters;
    let sets: Vec<Option<Set>> = paragraphs
        .iter()
        .map(|one| heading(one, usual, is_bold_usual))
        .collect();
    let title = title(&paragraphs, &sets);
    let levels = Levels::new(
        sets.iter()
            .enumerate()
            .filter(|(at, _)| !title.contains(at))
            .filter_map(|(_, set)| *set),
    );
    let headline = paragraphs.get(title.clone()).unwrap_or_default().iter();
    let headline: Vec<&str> = headline.map(|part| part.text.trim()).collect();
    let headline = headline.join(" ");
    let numbered = numbered(&paragraphs, &sets);
    let (mut drafts, mut notes) = (Vec::new(), Vec::new());
    for (at, (paragraph, set)) in paragraphs.into_iter().zip(sets).enumerate() {
        if title.contains(&at) {
            continue;
        }
        let is_item = numbered.get(at).copied().unwrap_or(false);
        let is_note = paragraph.kind == Kind::Note;
        let draft = draft(&paragraph, set, &levels, is_item);
        if is_note {
            notes.push(draft);
        } else {
            drafts.push(draft);
        }
    }
    if !notes.is_empty() {
        drafts.push(Draft::new(draft::Kind::Rule, Leaf::default()));
        drafts.extend(notes);
    }
    (drafts, headline)
}

fn draft(paragraph: &Paragraph, set: Option<Set>, levels: &Levels, is_item: bool) -> Draft {
    let text = paragraph.text.trim();
    if let Kind::Table(rows) = &paragraph.kind {
        return table(rows);
    }
    if let Some(set) = set {
        return Draft::new(draft::Kind::Heading(levels.of(set)), Leaf::plain(text));
    }
    if signs::is_caption(text) {
        return Draft::new(draft::Kind::Figure(String::new()), Leaf::plain(text));
    }
    if let Some((label, item)) = signs::without_label(text)
        && (label == Label::Bullet || is_item)
        && paragraph.kind == Kind::Text
    {
        let mut draft = Draft::new(draft::Kind::Paragraph, leaf(item, paragraph));
        draft.within.push(Container::Item(label));
        return draft;
    }
    Draft::new(draft::Kind::Paragraph, leaf(text, paragraph))
}

fn leaf(text: &str, paragraph: &Paragraph) -> Leaf {
    let mut leaf = Leaf::plain(text);
    if paragraph.style.is_bold && paragraph.lines <= 2 {
        leaf.mark_from(0, MarkStyle::Strong);
    } else if paragraph.style.is_italic {
        leaf.mark_from(0, MarkStyle::Emphasis);
    }
    leaf
}

fn table(rows: &[Vec<String>]) -> Draft {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let align = |column: usize| {
        let is_number = |row: &Vec<String>| {
            row.get(column).is_some_and(|cell| {
                cell.starts_with(|c: char| c.is_ascii_digit() || "-−$€£".contains(c))
            })
        };
        let numbers = rows.iter().skip(1).filter(|row| is_number(row)).count();
        if numbers * 2 > rows.len() {
            Align::Right
        } else {
            Align::Left
        }
    };
    let columns = (0..columns).map(align).collect();
    let leaves = rows
        .iter()
        .map(|row| row.iter().map(|cell| Leaf::plain(cell)).collect());
    Draft::new(
        draft::Kind::Table(columns, leaves.collect()),
        Leaf::default(),
    )
}

/// How a paragraph is set if that makes it a heading.
fn heading(paragraph: &Paragraph, usual: f32, is_bold_usual: bool) -> Option<Set> {
    let text = paragraph.text.trim();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let length = text.chars().count();
    if paragraph.kind != Kind::Text || letters < 2 || letters * 3 < length || signs::is_bullet(text)
    {
        return None;
    }
    if paragraph.size >= usual * LARGER && length <= LONGEST && paragraph.lines <= 6 {
        return Some(Set::Large(paragraph.size));
    }
    let is_short = length <= LONGEST_ALIKE && paragraph.lines <= 2 && paragraph.size > usual * 0.9;
    let ends = is_ended(text) && !text.ends_with('?') || text.ends_with(',');
    if !is_short || ends || signs::is_caption(text) {
        return None;
    }
    let is_upper =
        letters >= 4 && !text.contains(char::is_lowercase) && text.contains(char::is_uppercase);
    let is_numbered = text.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase())
        && text
            .split_whitespace()
            .next()
            .is_some_and(|first| first.ends_with(['.', ')']));
    if paragraph.style.is_bold && !is_bold_usual {
        Some(Set::Bold)
    } else if is_upper {
        Some(Set::Capitals)
    } else if paragraph.style.is_italic && is_numbered {
        Some(Set::Slanted)
    } else {
        None
    }
}

/// Returns where the headline is: the largest letters of the first page.
fn title(paragraphs: &[Paragraph], sets: &[Option<Set>]) -> std::ops::Range<usize> {
    let first_page = paragraphs.iter().zip(sets).enumerate();
    let first_page = first_page.take_while(|(_, (one, _))| one.page == 0);
    let size = |set: &Option<Set>| match set {
        Some(Set::Large(size)) => Some(*size),
        _ => None,
    };
    let large = first_page.filter_map(|(at, (one, set))| {
        let letters = one.text.chars().filter(|c| c.is_alphabetic()).count();
        size(set).filter(|_| letters >= 4).map(|size| (at, size))
    });
    // The first of those that are alike: the next headline of a newspaper is no part of it.
    let Some((at, largest)) =
        large.reduce(|best, next| if next.1 > best.1 + STEP { next } else { best })
    else {
        return 0..0;
    };
    let mut length = 0;
    let goes_on = |(one, set): &(&Paragraph, &Option<Set>)| {
        let next = length + one.text.chars().count();
        let is_same = one.page == 0
            && size(set).is_some_and(|size| (size - largest).abs() < STEP)
            && next <= LONGEST_TITLE;
        length = next;
        is_same
    };
    let rest = paragraphs.iter().zip(sets).skip(at);
    at..at + rest.take_while(goes_on).count()
}

/// The levels that ways of setting headings stand for.
struct Levels {
    sizes: Vec<f32>,
    others: Vec<Set>,
}

impl Levels {
    fn new(sets: impl Iterator<Item = Set>) -> Self {
        let (mut sizes, mut others): (Vec<f32>, Vec<Set>) = (Vec::new(), Vec::new());
        for set in sets {
            match set {
                Set::Large(size) if sizes.iter().all(|known| (known - size).abs() >= STEP) => {
                    sizes.push(size);
                }
                Set::Large(_) => {}
                other if others.contains(&other) => {}
                other => others.push(other),
            }
        }
        sizes.sort_by(|a, b| b.total_cmp(a));
        Self { sizes, others }
    }

    fn of(&self, set: Set) -> u8 {
        let at = match set {
            Set::Large(size) => self
                .sizes
                .iter()
                .position(|known| (known - size).abs() < STEP),
            other => self
                .others
                .iter()
                .position(|known| *known == other)
                .map(|at| at + self.sizes.len()),
        };
        let level = at.unwrap_or(0) + 1;
        u8::try_from(level).unwrap_or(DEEPEST).min(DEEPEST)
    }
}

/// Tells which paragraphs are items with numbers: those whose neighbours count on.
fn numbered(paragraphs: &[Paragraph], sets: &[Option<Set>]) -> Vec<bool> {
    let number = |at: usize| {
        let paragraph = paragraphs
            .get(at)
            .filter(|_| sets.get(at).is_some_and(Option::is_none))?;
        match signs::label(&paragraph.text) {
            Some(Label::Number(number)) => Some(number),
            _ => None,
        }
    };
    let counts = |at: usize, other: usize| match (number(at), number(other)) {
        (Some(one), Some(next)) => one.checked_add(1) == Some(next),
        _ => false,
    };
    (0..paragraphs.len())
        .map(|at| counts(at, at + 1) || at.checked_sub(1).is_some_and(|before| counts(before, at)))
        .collect()
}

/// Whether a headline that somebody declared is one that the page has, too.
pub(super) fn is_on_page(declared: &str, drafts: &[Draft]) -> bool {
    const DEPTH: usize = 12;
    let declared = folded(declared);
    drafts
        .iter()
        .take(DEPTH)
        .any(|draft| folded(draft.text()).contains(&declared))
}
