//! Cuts articles and quotes into the words that the indices take: folded, and beside them the stems that no word of the
//! text is itself, each once, for where they stand does not matter.
//!
//! Needs no library, so that an import can do it on all processors while one of them writes.

use compact_str::CompactString;
use foldhash::{HashMap, HashMapExt};

use crate::article::{Article, Meta, Span};
use crate::quote::roster::prints;
use crate::quote::{Kind, Quote};
use crate::store::stems::Stems;
use crate::store::voices::{self, Voice};
use crate::store::words;

/// What parts two ranges of a quote, so that no phrase is found across the gap. No text has such a word.
const GAP: &str = " … ";
/// How many written words of a language are remembered before that begins anew: a few megabytes.
const MOST_REMEMBERED: usize = 60_000;
/// How many different words of one article are stemmed; a longer one is a heap of names and numbers.
const MOST_STEMMED: usize = 30_000;

/// The words of an article and of its quotes, as the indices take them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    pub(super) article: CutArticle,
    pub(super) quotes: CutQuotes,
    /// How many words the text has, as a reader counts them.
    pub(super) word_count: usize,
}

/// The words of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CutArticle {
    pub(super) title: String,
    pub(super) title_stems: String,
    pub(super) body: String,
    /// Stems of title and body.
    pub(super) stems: String,
}

/// The words of an article's quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CutQuotes {
    pub(super) each: Vec<CutQuote>,
    /// The fingerprints of what stands in quotation marks.
    pub(super) prints: String,
    /// Who says them.
    pub(super) voices: Vec<Voice>,
}

/// The words of a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CutQuote {
    pub(super) speaker: String,
    pub(super) said: String,
    pub(super) said_stems: String,
    pub(super) cue: String,
    pub(super) cue_stems: String,
    pub(super) kind: Kind,
}

/// Cuts texts, and remembers how words of each language fold and what their stems are: most words come again and again.
#[derive(Default)]
pub struct Cutter {
    languages: HashMap<String, Forms>,
}

impl Cutter {
    /// Cuts an article and its quotes.
    pub fn cut(&mut self, article: &Article, quotes: &[Quote]) -> Cut {
        let (meta, text) = (&article.meta, article.body.text());
        Cut {
            article: self.cut_article(meta, text),
            quotes: self.cut_quotes(text, meta.lang.as_deref(), quotes),
            word_count: article.body.words(),
        }
    }

    /// Cuts a title and a text.
    pub(super) fn cut_article(&mut self, meta: &Meta, text: &str) -> CutArticle {
        let language = meta.lang.as_deref();
        let (title, title_stems) = self.words(&[&meta.title], language);
        // The title counts here, too: what it has as a word is no stem.
        let (mut body, stems) = self.words(&[text, &meta.title], language);
        CutArticle {
            title: title.concat(),
            title_stems,
            body: body.swap_remove(0),
            stems,
        }
    }

    /// Cuts the quotes of a text.
    pub(super) fn cut_quotes(
        &mut self,
        text: &str,
        language: Option<&str>,
        quotes: &[Quote],
    ) -> CutQuotes {
        let slice = |spans: &[Span]| -> Vec<&str> {
            let slices = spans.iter().filter_map(|span| text.get(span.range()));
            slices.collect()
        };
        let mut all = Vec::new();
        let mut each = Vec::with_capacity(quotes.len());
        for quote in quotes {
            let content = slice(&quote.content);
            if quote.kind != Kind::Indirect {
                all.extend(prints(&content.join(" ")));
            }
            let (said, said_stems) = self.words(&content, language);
            let (cue, cue_stems) = self.words(&slice(&quote.cue), language);
            each.push(CutQuote {
                speaker: words::folded(quote.speaker_name().unwrap_or_default()),
                said: said.join(GAP),
                said_stems,
                cue: cue.join(" "),
                cue_stems,
                kind: quote.kind,
            });
        }
        all.sort_unstable();
        all.dedup();
        CutQuotes {
            each,
            prints: all.join(" "),
            voices: voices::of(text, quotes),
        }
    }

    /// Returns the folded words of each text, and the stems that are words of none of them.
    fn words(&mut self, texts: &[&str], language: Option<&str>) -> (Vec<String>, String) {
        match language.and_then(|language| self.forms(language)) {
            Some(forms) => forms.words(texts),
            None => {
                let folded = texts.iter().map(|text| words::folded(text));
                (folded.collect(), String::new())
            }
        }
    }

    /// Returns what is remembered of a language; none when its words cannot be stemmed.
    fn forms(&mut self, language: &str) -> Option<&mut Forms> {
        if !self.languages.contains_key(language) {
            let stems = Stems::of(language)?;
            let forms = Forms::new(stems);
            self.languages.insert(language.to_owned(), forms);
        }
        self.languages.get_mut(language)
    }
}

/// The words of one language that were seen, by the way they are written.
struct Forms {
    stemmer: Stems,
    written: HashMap<CompactString, Word>,
    /// Folded words and stems, and their numbers.
    folded: Vec<Form>,
    numbers: HashMap<CompactString, usize>,
    /// How often texts were cut.
    turn: u64,
}

/// A word in one way of writing it.
struct Word {
    /// The number of its folded form, and those of its stems.
    own: usize,
    stems: Vec<usize>,
    /// The last turn in which it was seen.
    seen: u64,
}

/// A folded word, or a stem.
struct Form {
    letters: CompactString,
    /// The last turn in which it was a word of a text, or was given as a stem.
    there: u64,
}

impl Forms {
    fn new(stemmer: Stems) -> Self {
        Self {
            stemmer,
            written: HashMap::new(),
            folded: Vec::new(),
            numbers: HashMap::new(),
            turn: 0,
        }
    }

    /// Returns the folded words of each text, and the stems that are words of none of them.
    fn words(&mut self, texts: &[&str]) -> (Vec<String>, String) {
        if self.written.len() > MOST_REMEMBERED {
            self.written.clear();
            self.folded.clear();
            self.numbers.clear();
        }
        self.turn += 1;
        let mut stems: Vec<usize> = Vec::new();
        let mut different = 0;
        let folded = texts.iter().map(|text| {
            let mut out = String::with_capacity(text.len());
            words::each_word(text, &mut |span, word| {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(word);
                let written = text.get(span.range()).unwrap_or_default();
                if different < MOST_STEMMED && self.is_new(written, word, &mut stems) {
                    different += 1;
                }
                true
            });
            out
        });
        let folded = folded.collect();
        (folded, self.absent(stems))
    }

    /// Whether a word was not seen in this turn, written so; then its stems are added to the others.
    fn is_new(&mut self, written: &str, word: &str, stems: &mut Vec<usize>) -> bool {
        if let Some(known) = self.written.get_mut(written) {
            if known.seen == self.turn {
                return false;
            }
            known.seen = self.turn;
            stems.extend(&known.stems);
            if let Some(own) = self.folded.get_mut(known.own) {
                own.there = self.turn;
            }
            return true;
        }
        self.learn(written, word);
        self.is_new(written, word, stems)
    }

    fn learn(&mut self, written: &str, word: &str) {
        let mut found = Vec::new();
        self.stemmer
            .each(written, word, &mut |stem| found.push(stem));
        let own = self.number(word);
        let stems = found.iter().map(|stem| self.number(stem)).collect();
        let word = Word {
            own,
            stems,
            seen: 0,
        };
        self.written.insert(written.into(), word);
    }

    fn number(&mut self, letters: &str) -> usize {
        if let Some(&number) = self.numbers.get(letters) {
            return number;
        }
        let number = self.folded.len();
        self.folded.push(Form {
            letters: letters.into(),
            there: 0,
        });
        self.numbers.insert(letters.into(), number);
        number
    }

    /// Returns those of some stems that are not there as words, each once, parted by spaces.
    fn absent(&mut self, stems: Vec<usize>) -> String {
        let mut out = String::new();
        for number in stems {
            if let Some(form) = self.folded.get_mut(number)
                && form.there != self.turn
            {
                form.there = self.turn;
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(&form.letters);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str, language: Option<&str>) -> String {
        Cutter::default().words(&[text], language).1
    }

    #[test]
    fn stems_are_those_that_are_no_words_of_the_text() {
        let text = "They voted; the voting went on. Voters vote, ferries stop, stops.";
        assert_eq!(stems(text, Some("en")), "voter ferri");
        assert_eq!(stems(text, None), "");
    }

    #[test]
    fn what_was_cut_before_makes_no_difference() {
        let (one, other) = ("Voters voted.", "Ferries: the voter’s vote");
        let mut cutter = Cutter::default();
        for text in [one, other, one, other] {
            let fresh = Cutter::default().words(&[text], Some("en"));
            assert_eq!(cutter.words(&[text], Some("en")), fresh);
        }
    }

    #[test]
    fn texts_are_kept_apart() {
        let mut cutter = Cutter::default();
        let words = cutter.words(&["We will", "not go"], Some("en")).0;
        assert_eq!(words, ["we will", "not go"]);
        assert_eq!(cutter.words(&["We", "go"], None).0, ["we", "go"]);
    }

    #[test]
    fn what_is_remembered_has_bounds() {
        let mut cutter = Cutter::default();
        let words: Vec<String> = (0..200_000).map(|n| format!("w{n}x")).collect();
        let text = words.join(" ");
        for _ in 0..2 {
            cutter.words(&[&text], Some("en"));
        }
        let forms = cutter.languages.get("en").unwrap();
        assert!(forms.written.len() <= MOST_REMEMBERED + MOST_STEMMED);
    }
}
