//! Who said what: finds quotations and reported statements in an article and the speaker of each.
//!
//! A quote is ranges of the text, never a copied string. Nothing here knows files, SQL or screens, and the same article
//! always gives the same quotes.

mod assemble;
mod atom;
mod casting;
mod chain;
mod cite;
mod confidence;
mod correction;
mod cue;
mod draft;
mod finish;
mod german;
mod given;
mod incise;
mod inflect;
mod language;
mod lexicon;
mod line;
mod lines;
mod lower;
mod marks;
mod mention;
mod names;
mod phrase;
mod reported;
pub mod roster;
mod scare;
mod sentence;
mod speaker;
pub mod tagger;
mod unspoken;

pub use cite::{attribution, citation, passage, phrase, speaker_label, words, words_in};
pub use correction::{Act, Correction, by_sentence, corrected, sentences, stated};
pub use unspoken::with_unspoken;

use crate::article::{Article, Clean, Span};
use crate::quote::assemble::Assembly;
use crate::quote::casting::Casting;
use crate::quote::draft::Draft;
use crate::quote::lexicon::Lexicon;
use crate::quote::mention::Cast;
use crate::quote::speaker::{Resolved, Resolver};

/// The version of the engine. It goes up whenever the same article may give other quotes; the library then reads its
/// articles again.
pub const ENGINE_VERSION: u32 = 6;

/// One attribution: what was said, the word that reports it, the words that name who.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// How much of the content stands in quotation marks.
    pub kind: Kind,
    /// What was said, in order, without overlap; never empty. Of a direct quote, what lies inside the marks.
    pub content: Vec<Span>,
    /// The words that report it ("said", "according to"); may be empty.
    pub cue: Vec<Span>,
    /// The words that name who said it; may be empty.
    pub source: Vec<Span>,
    /// Who that is; none when nothing is known.
    pub speaker: Option<Speaker>,
    /// Another one through whose hands it went.
    pub chain: Option<Link>,
    /// How the speaker was found.
    pub found_by: FoundBy,
    /// How sure the engine is of the speaker, from 0 to 1.
    pub confidence: f32,
}

/// How much of a quote's content stands in quotation marks; or what else stands in them, which nobody says. Only
/// [`with_unspoken`] gives the latter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// All of it.
    Direct,
    /// Part of it.
    Mixed,
    /// None of it.
    Indirect,
    /// The title of a work.
    Title,
    /// A name for somebody.
    Nickname,
    /// A word that is spoken of, or a name for something.
    Term,
    /// What stands on a sign.
    Sign,
    /// Words that the article keeps at a distance.
    Scare,
}

impl Kind {
    /// Whether somebody says or thinks it.
    pub const fn is_speech(self) -> bool {
        matches!(self, Self::Direct | Self::Mixed | Self::Indirect)
    }
}

/// Who a source stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Speaker {
    /// The fullest name in the article ("Ned Price"), or the words that stand for one ("a senior official").
    pub name: Clean,
    /// Office, affiliation or description ("U.S. State Department spokesman").
    pub role: Option<Clean>,
    /// What it is.
    pub kind: SpeakerKind,
}

/// Another one in the chain from who said it to the article.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    /// Which way it goes.
    pub hand: Hand,
    /// The words that name the other one.
    pub source: Span,
    /// Who that is; none when nothing is known.
    pub speaker: Option<Speaker>,
}

/// Which way a link of a chain goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hand {
    /// The speaker has it from the other ("the agency said, citing an official").
    Cites,
    /// The speaker's words come through the other ("the agency quoted an official as saying").
    CitedBy,
}

/// What a speaker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpeakerKind {
    /// A named person.
    Person,
    /// A body, or a place that stands for a government.
    Organisation,
    /// A letter, report, law, poll.
    Document,
    /// Somebody whom the article does not name.
    Unnamed,
    /// It cannot be told.
    Unknown,
}

/// How a speaker was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FoundBy {
    /// By a name beside the quote.
    Named,
    /// By a pronoun, resolved to a name.
    Pronoun,
    /// By a description ("the Embassy", "the president"), resolved to a name or left as it is.
    Description,
    /// By "according to" and its like.
    AccordingTo,
    /// By a label before it ("WALLACE:", "Q.").
    Label,
    /// By the quote or sentence before it, whose speaker goes on.
    Continued,
    /// By the reader, who corrected the quote.
    Reader,
    /// Not at all.
    Unknown,
}

/// Makes the reading of many articles a quarter faster, for ten megabytes of memory; to be called before the first.
pub fn hurry() {
    tagger::hurry();
}

/// Finds the quotes of an article, in the order in which their contents begin: by rules, then by the tagger, which reads
/// some thousand words a second. It is for English; longer texts than half a megabyte are left to the rules.
pub fn extract(article: &Article) -> Vec<Quote> {
    let language = lines::language(article);
    let lexicon = Lexicon::of(language);
    let text = article.body.text();
    let (ruled, cast) = by_rules(article, lexicon);
    let tagged = is_tagged(article, language)
        .then(|| {
            let sheet = tagger::Sheet::of(text, lines::lines(&article.body), &ruled);
            tagger::drafts(&sheet, &ruled)
        })
        .flatten()
        .map(|drafts| finish::finished(text, drafts));
    named(text, lexicon, &cast, tagged.unwrap_or(ruled))
}

/// How closely an article was read for its quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    /// By rules alone; [`extract`] may find more.
    Skimmed,
    /// As closely as can be.
    Whole,
}

/// Finds the quotes of an article by rules alone, in the order in which their contents begin. A hundred times as fast as
/// [`extract`], and less often right where there is more to be found.
pub fn skim(article: &Article) -> (Vec<Quote>, Depth) {
    let language = lines::language(article);
    let lexicon = Lexicon::of(language);
    let depth = if is_tagged(article, language) {
        Depth::Skimmed
    } else {
        Depth::Whole
    };
    let (drafts, cast) = by_rules(article, lexicon);
    let text = article.body.text();
    (named(text, lexicon, &cast, drafts), depth)
}

/// Whether the tagger reads an article: one in English, unless it would take longer than a reader waits.
fn is_tagged(article: &Article, language: &str) -> bool {
    const MOST_BYTES: usize = 1 << 19;
    language == "en" && article.body.text().len() <= MOST_BYTES
}

/// Finds out who the sources of attributions are.
fn named(text: &str, lexicon: &Lexicon, cast: &Cast, drafts: Vec<Draft>) -> Vec<Quote> {
    let mut resolver = Resolver::new(text, lexicon, cast, &drafts);
    let quotes: Vec<Quote> = drafts
        .into_iter()
        .map(|draft| {
            let resolved = resolver.resolve(&draft);
            let chain = resolver.chain(&draft);
            quote(draft, resolved, chain)
        })
        .collect();
    chain::without_cited(quotes)
}

/// Puts on a sheet what the tagger is shown of an article, for the program that trains it.
pub fn sheet(article: &Article) -> tagger::Sheet {
    let lexicon = Lexicon::of(lines::language(article));
    let text = article.body.text();
    let (drafts, _) = by_rules(article, lexicon);
    tagger::Sheet::of(text, lines::lines(&article.body), &drafts)
}

/// Finds the attributions of an article by rules, and its cast. Most lines are cut into atoms once for both.
fn by_rules(article: &Article, lexicon: &Lexicon) -> (Vec<Draft>, Cast) {
    let text = article.body.text();
    let mut assembly = Assembly::new(text, lexicon);
    let mut casting = Casting::new(text, lexicon);
    for line in lines::lines(&article.body) {
        let bare = assembly.read(line);
        casting.read(line, bare);
    }
    (finish::finished(text, assembly.drafts), casting.finish())
}

fn quote(draft: Draft, resolved: Resolved, chain: Option<Link>) -> Quote {
    let kind = match (draft.quoted, draft.bare) {
        (true, false) => Kind::Direct,
        (true, true) => Kind::Mixed,
        (false, _) => Kind::Indirect,
    };
    Quote {
        kind,
        chain,
        confidence: confidence::of(&draft, kind, &resolved),
        content: draft.content,
        cue: draft.cue.into_iter().collect(),
        source: draft.source.into_iter().collect(),
        speaker: resolved.speaker,
        found_by: resolved.found_by,
    }
}

macro_rules! names {
    ($type:ident, $($variant:ident = $name:literal),+ $(,)?) => {
        impl $type {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Returns its name in JSON, in the library and on screens.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Returns the value with a name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == name)
            }
        }
    };
}

names!(
    Kind,
    Direct = "direct",
    Mixed = "mixed",
    Indirect = "indirect",
    Title = "title",
    Nickname = "nickname",
    Term = "term",
    Sign = "sign",
    Scare = "scare-quote",
);
names!(
    SpeakerKind,
    Person = "person",
    Organisation = "organisation",
    Document = "document",
    Unnamed = "unnamed",
    Unknown = "unknown",
);
names!(Hand, Cites = "cites", CitedBy = "cited-by");
names!(
    FoundBy,
    Named = "named",
    Pronoun = "pronoun",
    Description = "description",
    AccordingTo = "according-to",
    Label = "label",
    Continued = "continued",
    Reader = "reader",
    Unknown = "unknown",
);

impl Quote {
    /// Returns the stretch from the first to the last byte of the content.
    pub fn extent(&self) -> Span {
        let start = self.content.first().map_or(0, |span| span.start);
        Span::new(start, self.content.last().map_or(start, |span| span.end))
    }
}

#[cfg(test)]
mod tests;
