//! A line cut into atoms: words with their classes, punctuation, and quoted stretches as one atom each.
//!
//! What lies inside of quotation marks is not cut up: who speaks is told outside of them.

use crate::article::Span;
use crate::quote::inflect::Forms;
use crate::quote::lexicon::{self, Entry, Lexicon, Set};
use crate::quote::marks::Stretch;

/// A word, a punctuation mark or a quoted stretch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Atom {
    /// Its bytes in the text.
    pub(super) span: Span,
    pub(super) kind: AtomKind,
    pub(super) class: Set,
    pub(super) uses: Set,
    pub(super) forms: Forms,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
    pub(super) shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AtomKind {
    Word,
    Punctuation(char),
    /// The number of the stretch in the line.
    Quoted(usize),
    /// A stretch that nobody says, as a title; for the rules it is a word.
    Coined(usize),
}

/// How a word without a class looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Plain,
    /// Ends in -ly.
    Manner,
    /// Ends in -ed.
    Ed,
    /// Ends in -ing.
    Ing,
    Number,
    /// The genitive 's.
    Genitive,
    /// All capitals.
    Capitals,
}

impl Atom {
    pub(super) fn is_word(&self) -> bool {
        matches!(self.kind, AtomKind::Word | AtomKind::Coined(_))
    }

    pub(super) fn is(&self, c: char) -> bool {
        self.kind == AtomKind::Punctuation(c)
    }

    pub(super) fn is_quoted(&self) -> bool {
        matches!(self.kind, AtomKind::Quoted(_))
    }

    /// Whether it stands in quotation marks, said or not.
    pub(super) fn is_marked(&self) -> bool {
        matches!(self.kind, AtomKind::Quoted(_) | AtomKind::Coined(_))
    }

    pub(super) fn is_dash(&self) -> bool {
        matches!(self.kind, AtomKind::Punctuation('—' | '–' | '-' | '―'))
    }

    /// Whether it is a capitalised word that is no function word.
    pub(super) fn is_name(&self) -> bool {
        self.is_word()
            && self.capital
            && !self.class.has(
                lexicon::DETERMINER
                    .with(lexicon::PRONOUN)
                    .with(lexicon::PREPOSITION)
                    .with(lexicon::CONJUNCTION)
                    .with(lexicon::SUBORDINATE)
                    .with(lexicon::AUXILIARY)
                    .with(lexicon::ADVERB)
                    .with(lexicon::ACCORDING)
                    .with(lexicon::OBJECT),
            )
    }
}

/// Cuts a line, which begins at `base` in the text, into atoms. `stretches` are counted from the line's start.
pub(super) fn atoms(
    line: &str,
    base: usize,
    stretches: &[Stretch],
    lexicon: &Lexicon,
) -> Vec<Atom> {
    let mut out = Vec::with_capacity(line.len() / 5);
    let mut lower = String::new();
    let mut at = 0;
    for (index, stretch) in stretches.iter().enumerate() {
        cut(
            line,
            at,
            stretch.outer.start,
            base,
            lexicon,
            &mut lower,
            &mut out,
        );
        out.push(Atom {
            span: Span::new(base + stretch.outer.start, base + stretch.outer.end),
            kind: AtomKind::Quoted(index),
            class: Set::NONE,
            uses: Set::NONE,
            forms: Forms::default(),
            capital: false,
            shape: Shape::Plain,
        });
        at = stretch.outer.end;
    }
    cut(line, at, line.len(), base, lexicon, &mut lower, &mut out);
    out
}

/// Whether most words of a line begin with a capital letter.
pub(super) fn mostly_capitals(atoms: &[Atom]) -> bool {
    const LONGEST_HEADLINE: usize = 40;
    let words = atoms
        .iter()
        .filter(|atom| atom.is_word())
        .take(LONGEST_HEADLINE)
        .count();
    let capital = atoms
        .iter()
        .filter(|atom| atom.is_word() && atom.capital)
        .take(LONGEST_HEADLINE)
        .count();
    words > 2 && words < LONGEST_HEADLINE && capital * 10 >= words * 7
}

/// Endings that are words of their own after an apostrophe.
const ENDINGS: &[&str] = &["s", "re", "ve", "d", "ll", "m"];

fn cut(
    line: &str,
    from: usize,
    to: usize,
    base: usize,
    lexicon: &Lexicon,
    lower: &mut String,
    out: &mut Vec<Atom>,
) {
    let part = line.get(from..to).unwrap_or_default();
    let mut at = 0;
    while let Some(c) = part.get(at..).and_then(|rest| rest.chars().next()) {
        let start = at;
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        if c.is_alphanumeric()
            || (matches!(c, '@' | '#' | '$' | '€' | '£')
                && next_is_alphanumeric(part, at + c.len_utf8()))
        {
            at = word_end(part, at, lexicon, lower);
            let word = part.get(start..at).unwrap_or_default();
            if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
                push_word(part, start, at, base + from, lexicon, lower, out);
            } else if let Some(split) = inverted_pronoun(word) {
                // "a-t-elle": the letter between only joins them.
                let verb = word.get(..split).unwrap_or_default();
                let verb = verb.strip_suffix("-t").unwrap_or(verb).len();
                push_word(part, start, start + verb, base + from, lexicon, lower, out);
                push_word(
                    part,
                    start + split + 1,
                    at,
                    base + from,
                    lexicon,
                    lower,
                    out,
                );
            } else if let Some(split) = ending(word) {
                push_word(part, start, start + split, base + from, lexicon, lower, out);
                push_word(part, start + split, at, base + from, lexicon, lower, out);
            } else {
                push_word(part, start, at, base + from, lexicon, lower, out);
            }
            continue;
        }
        at += c.len_utf8();
        // "'s" after a quoted name.
        if matches!(c, '\'' | '’')
            && start == 0
            && part.get(at..).is_some_and(|rest| rest.starts_with("s "))
        {
            at += 1;
            push_word(part, start, at, base + from, lexicon, lower, out);
            continue;
        }
        if c == '-' {
            while part.as_bytes().get(at) == Some(&b'-') {
                at += 1;
            }
        }
        out.push(Atom {
            span: Span::new(base + from + start, base + from + at),
            kind: AtomKind::Punctuation(c),
            class: Set::NONE,
            uses: Set::NONE,
            forms: Forms::default(),
            capital: false,
            shape: Shape::Plain,
        });
    }
}

fn next_is_alphanumeric(part: &str, at: usize) -> bool {
    part.get(at..)
        .and_then(|rest| rest.chars().next())
        .is_some_and(char::is_alphanumeric)
}

/// Returns where the word that begins at `start` ends, with inner apostrophes, hyphens, and the stops of abbreviations.
fn word_end(part: &str, start: usize, lexicon: &Lexicon, lower: &mut String) -> usize {
    let rest = part.get(start..).unwrap_or_default();
    // Most words are letters with a space behind.
    let letters = rest.bytes().position(|b| !b.is_ascii_alphanumeric());
    let letters = letters.unwrap_or(rest.len());
    if letters > 0 && matches!(rest.as_bytes().get(letters), None | Some(b' ' | b'\n')) {
        return start + letters;
    }
    let mut end = start;
    let mut chars = rest.char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let joins = match c {
            '\'' | '’' | '-' | '&' | '@' | '_' => {
                offset == 0 || next.is_some_and(char::is_alphanumeric)
            }
            '#' | '$' | '€' | '£' => offset == 0,
            '.' | ',' => {
                let digits = part
                    .as_bytes()
                    .get(start + offset.wrapping_sub(1))
                    .is_some_and(u8::is_ascii_digit)
                    && next.is_some_and(|c| c.is_ascii_digit());
                digits
                    || (c == '.'
                        && is_abbreviation(part, start, start + offset, next, lexicon, lower))
            }
            _ => c.is_alphanumeric() || is_combining(c),
        };
        if !joins {
            break;
        }
        end = start + offset + c.len_utf8();
    }
    end.max(start + rest.chars().next().map_or(1, char::len_utf8))
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Whether the full stop at `stop` belongs to the word before it ("Mr.", "U.S.", "J.").
fn is_abbreviation(
    part: &str,
    start: usize,
    stop: usize,
    next: Option<char>,
    lexicon: &Lexicon,
    lower: &mut String,
) -> bool {
    const LONGEST: usize = 12;
    let word = part.get(start..stop).unwrap_or_default();
    if word.len() > LONGEST {
        return false;
    }
    let last = word.rsplit('.').next().unwrap_or_default();
    let single = last.chars().count() == 1 && last.chars().all(char::is_alphabetic);
    if single && (last.chars().all(char::is_uppercase) || word.contains('.')) {
        return true;
    }
    if single && next.is_some_and(char::is_alphabetic) {
        return true;
    }
    // "am 7. April": German writes ordinal numbers with a stop.
    if lexicon.verb_second && word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()) {
        return next == Some(' ');
    }
    fold(word, lower);
    lexicon
        .get(lower)
        .is_some_and(|entry| entry.class.has(lexicon::ABBREVIATION))
        && (word.chars().next().is_some_and(char::is_uppercase) || lower != "no")
}

/// Returns where the hyphen stands before a French pronoun that follows its verb ("dit-elle").
fn inverted_pronoun(word: &str) -> Option<usize> {
    let at = word.rfind('-')?;
    let pronoun = matches!(word.get(at + 1..)?, "il" | "elle" | "on" | "ils" | "elles");
    (at > 0 && pronoun).then_some(at)
}

/// Returns where the ending of a contraction or genitive begins.
fn ending(word: &str) -> Option<usize> {
    let at = word.rfind(['\'', '’'])?;
    let rest = word.get(at..)?.trim_start_matches(['\'', '’']);
    (at > 0 && ENDINGS.contains(&rest)).then_some(at)
}

/// Writes a word in lower case with straight apostrophes and without a final stop.
pub(super) fn fold(word: &str, lower: &mut String) {
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
    } else {
        lower.extend(word.chars().flat_map(|c| match c {
            '’' => '\''.to_lowercase(),
            _ => c.to_lowercase(),
        }));
    }
}

fn push_word(
    part: &str,
    start: usize,
    end: usize,
    base: usize,
    lexicon: &Lexicon,
    lower: &mut String,
    out: &mut Vec<Atom>,
) {
    let word = part.get(start..end).unwrap_or_default();
    fold(word, lower);
    let none = Entry::default();
    let entry = lexicon
        .get(lower)
        .or_else(|| lexicon.get(lower.strip_suffix('.')?))
        .unwrap_or(&none);
    let capital = word
        .chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(|c| c.is_uppercase() || word.starts_with('@'));
    let mut uses = entry.uses;
    for (_, more) in &entry.phrases {
        uses = uses.with(*more);
    }
    let first_digit = word
        .chars()
        .next()
        .is_some_and(|c| c.is_numeric() || "$€£".contains(c));
    let genitive = lower == "'s"
        && out.last().is_none_or(|before| {
            !before.class.has(lexicon::PRONOUN) || before.class.has(lexicon::DETERMINER)
        });
    let class = if genitive { Set::NONE } else { entry.class };
    let shape = if genitive {
        Shape::Genitive
    } else if first_digit {
        Shape::Number
    } else if capital
        && word.chars().filter(|c| c.is_alphabetic()).count() > 1
        && !word.chars().any(char::is_lowercase)
    {
        Shape::Capitals
    } else if lower.ends_with("ly") && lower.len() > 4 && !capital {
        Shape::Manner
    } else if lower.ends_with("ing") && lower.len() > 4 {
        Shape::Ing
    } else if lower.ends_with("ed") && lower.len() > 3 {
        Shape::Ed
    } else {
        Shape::Plain
    };
    out.push(Atom {
        span: Span::new(base + start, base + end),
        kind: AtomKind::Word,
        class,
        uses,
        forms: entry.forms,
        capital,
        shape,
    });
}
