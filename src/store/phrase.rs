//! Turns words into questions to an index of words. Everything reaches its language as quoted, folded words, so no text
//! can break out of it.

use crate::article::filter::{Expr, Place, Term, Words};
use crate::store::stems::Stems;
use crate::store::words;

/// Most words of a phrase that count; the rest is ignored.
const MOST_WORDS: usize = 64;
/// Fewest letters of a beginning that is looked for in whole texts: nearly every text has a word that begins with an "a".
const FEWEST_LETTERS: usize = 3;

/// An index of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Index {
    /// Of whole articles.
    Words,
    /// Of what is listed.
    Heads,
    /// Of quotes.
    Sayings,
}

impl Index {
    pub(super) const ALL: [Self; 3] = [Self::Words, Self::Heads, Self::Sayings];

    /// Returns the table.
    pub(super) const fn table(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Heads => "heads",
            Self::Sayings => "sayings",
        }
    }
}

/// Words as the indices have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Phrase {
    /// They stand one right after the other ("O'Brien" is `o` followed by `brien`).
    pub(super) words: Vec<String>,
    /// The last one may be the beginning of a word.
    pub(super) is_begun: bool,
    /// Stems of which one will do as well; none when the words are meant exactly.
    pub(super) stems: Option<Vec<String>>,
}

impl Phrase {
    /// Returns words as the indices have them; none when nothing is left of them.
    pub(super) fn new(wanted: &Words, languages: &[Stems]) -> Option<Self> {
        let mut words = Vec::new();
        words::each_word(&wanted.text, &mut |_, word| {
            words.push(word.to_owned());
            words.len() < MOST_WORDS
        });
        let stems = match words.as_slice() {
            [word] if !wanted.is_exact => {
                let mut stems = Vec::new();
                for language in languages {
                    language.each(&wanted.text, word, &mut |stem| stems.push(stem));
                }
                stems.sort();
                stems.dedup();
                Some(stems)
            }
            _ => None,
        };
        (!words.is_empty()).then_some(Self {
            words,
            is_begun: wanted.is_begun,
            stems,
        })
    }

    /// Whether it is the beginning of a word and too short to be looked for in whole texts.
    pub(super) fn is_too_short(&self) -> bool {
        self.is_begun
            && matches!(self.words.as_slice(), [word] if word.chars().count() < FEWEST_LETTERS && word.is_ascii())
    }

    /// Returns the question for it in some columns, and for its stems in another.
    pub(super) fn ask(&self, columns: &str, stem_column: Option<&str>) -> String {
        let star = if self.is_begun { " *" } else { "" };
        let asked = format!("{{{columns}}} : (\"{}\"{star})", self.words.join(" "));
        let (Some(stems), Some(stem_column)) = (&self.stems, stem_column) else {
            return asked;
        };
        let as_words = stems
            .iter()
            .map(|stem| format!("{{{columns}}} : \"{stem}\""));
        // The word may itself be the stem of others.
        let forms = self.words.iter().chain(stems);
        let as_stems = forms.map(|form| format!("{stem_column} : \"{form}\""));
        let all: Vec<String> = [asked]
            .into_iter()
            .chain(as_words)
            .chain(as_stems)
            .collect();
        format!("({})", all.join(" OR "))
    }
}

/// Returns the question that a single condition is to an index; none when it is none.
pub(super) fn ask(term: &Term, index: Index, languages: &[Stems]) -> Option<String> {
    let (place, wanted) = match term {
        Term::Words(place, wanted) => (*place, wanted),
        Term::Kind(kind) if index == Index::Sayings => {
            return Some(format!("kind : \"{}\"", kind.name()));
        }
        _ => return None,
    };
    let (columns, stem_column) = match (index, place) {
        (Index::Words, Place::Anywhere) => ("title about body", Some("stems")),
        (Index::Heads, Place::Title) => ("title", Some("stems")),
        (Index::Heads, Place::Site) => ("site", None),
        (Index::Heads, Place::By) => ("byline", None),
        (Index::Sayings, Place::Speaker) => ("speaker", None),
        (Index::Sayings, Place::Said) => ("said", Some("said_stems")),
        (Index::Sayings, Place::Cue) => ("cue", Some("cue_stems")),
        _ => return None,
    };
    let phrase = Phrase::new(wanted, languages)?;
    let is_too_much = index == Index::Words && phrase.is_too_short();
    (!is_too_much).then(|| phrase.ask(columns, stem_column))
}

/// Returns the question that a condition is to an index, all of it; none when it is none.
pub(super) fn ask_all(expr: &Expr, index: Index, languages: &[Stems]) -> Option<String> {
    let ask = |part: &Expr| ask_all(part, index, languages);
    match expr {
        Expr::Is(term) => self::ask(term, index, languages),
        Expr::Any(parts) => {
            let parts: Option<Vec<String>> = parts.iter().map(ask).collect();
            Some(format!("({})", parts?.join(" OR ")))
        }
        // Brackets speak of a quote of their own.
        Expr::All(parts)
            if index == Index::Sayings && parts.iter().any(|part| matches!(part, Expr::All(_))) =>
        {
            None
        }
        Expr::All(parts) => {
            let (unwanted, wanted): (Vec<&Expr>, Vec<&Expr>) =
                parts.iter().partition(|part| matches!(part, Expr::Not(_)));
            let wanted: Option<Vec<String>> = wanted.into_iter().map(ask).collect();
            let unwanted = unwanted.into_iter().map(|part| match part {
                Expr::Not(part) => ask(part),
                _ => None,
            });
            join(&wanted?, &unwanted.collect::<Option<Vec<String>>>()?)
        }
        // The index knows what is there, not what is not.
        Expr::Not(_) => None,
    }
}

/// Joins questions that are all to be answered with yes, and those with no; none without any of the first.
pub(super) fn join(wanted: &[String], unwanted: &[String]) -> Option<String> {
    if wanted.is_empty() {
        return None;
    }
    let wanted = format!("({})", wanted.join(" AND "));
    Some(if unwanted.is_empty() {
        wanted
    } else {
        format!("({wanted} NOT ({}))", unwanted.join(" OR "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Filter;
    use crate::article::filter::QuoteKind;
    use crate::quote::Kind;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case::phrase("\"Red Line\"", "{title about body} : (\"red line\")")]
    #[case::apostrophe("O'Brien", "{title about body} : (\"o brien\")")]
    #[case::operators("\"NOT (a* OR b) NEAR\"", "{title about body} : (\"not a or b near\")")]
    #[case::han("北京", "{title about body} : (\"北 京\")")]
    #[case::begun("\"red li\"*", "{title about body} : (\"red li\" *)")]
    #[case::not(
        "\"a b\" -\"c d\"",
        "(({title about body} : (\"a b\")) NOT ({title about body} : (\"c d\")))"
    )]
    #[case::only_not("-\"c d\"", "-")]
    #[case::short("ab*", "-")]
    #[case::stems(
        "Voting",
        "({title about body} : (\"voting\") OR {title about body} : \"vote\" OR stems : \"voting\" OR stems : \"vote\")"
    )]
    fn questions_hold_only_quoted_words(#[case] typed: &str, #[case] asked: &str) {
        let filter = Filter::parse(typed, date(2026, 1, 1)).unwrap();
        let english: Vec<Stems> = Stems::of("en").into_iter().collect();
        let question = ask_all(&filter.root, Index::Words, &english);
        assert_eq!(question.as_deref().unwrap_or("-"), asked);
    }

    #[test]
    fn the_kinds_of_the_language_are_those_of_the_quotes() {
        let names = QuoteKind::ALL.iter().map(|kind| kind.name());
        // The library keeps what somebody says; other words in quotation marks are not looked for.
        let speech = Kind::ALL.iter().filter(|kind| kind.is_speech());
        assert!(names.eq(speech.map(|kind| kind.name())));
    }
}
