//! Writes quotes out: the words as they are shown, and a copy that is ready to file.

use crate::article::{Article, Body, Span, long_date};
use crate::quote::{Hand, Kind, Quote};

/// What stands for the attribution between two parts of a quote.
const GAP: &str = " … ";

/// Returns the words of a quote on one line: a direct one in quotation marks, its parts joined by an ellipsis; any other
/// as the article has it.
pub fn words(body: &Body, quote: &Quote) -> String {
    words_in(body.text(), quote)
}

/// Returns the words of a quote in a text, as [`words`] does.
pub fn words_in(text: &str, quote: &Quote) -> String {
    let parts: Vec<String> = quote
        .content
        .iter()
        .map(|span| one_line(text.get(span.range()).unwrap_or_default()))
        .collect();
    let joined = parts.join(GAP);
    match quote.kind {
        Kind::Mixed | Kind::Indirect => joined,
        _ => format!("“{}”", joined.trim()),
    }
}

/// Returns the words of a cue or source on one line, its parts joined by a space.
pub fn phrase(body: &Body, spans: &[Span]) -> String {
    spans
        .iter()
        .map(|&span| one_line(body.slice(span)))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Below this confidence a speaker is named with a question mark.
const UNSURE: f32 = 0.6;

impl Quote {
    /// Returns the name of its speaker; none when nothing is known.
    pub fn speaker_name(&self) -> Option<&str> {
        self.speaker.as_ref().map(|speaker| &*speaker.name)
    }

    /// Whether the engine has a speaker but is not sure of it.
    pub fn is_unsure(&self) -> bool {
        self.speaker.is_some() && self.confidence < UNSURE
    }
}

/// Returns the name of the speaker for people to read: with a question mark where the engine is not sure.
pub fn speaker_label(quote: &Quote) -> String {
    match quote.speaker_name() {
        Some(name) if quote.is_unsure() => format!("{name} ?"),
        Some(name) => name.to_owned(),
        None if quote.kind.is_speech() => "unknown speaker".to_owned(),
        None => "not speech".to_owned(),
    }
}

/// Returns who said it for people to read: the speaker's label and role, and the other link of a chain.
pub fn attribution(quote: &Quote) -> String {
    let mut out = speaker_label(quote);
    if let Some(role) = quote
        .speaker
        .as_ref()
        .and_then(|speaker| speaker.role.as_ref())
    {
        out.push_str(", ");
        out.push_str(role);
    }
    if let Some(link) = &quote.chain
        && let Some(other) = &link.speaker
    {
        out.push_str(match link.hand {
            Hand::Cites => ", citing ",
            Hand::CitedBy => ", as cited by ",
        });
        out.push_str(&other.name);
    }
    out
}

/// Returns a quote with all that a reader must know of it: words, speaker, role, title, site, date and address.
pub fn citation(article: &Article, quote: &Quote) -> String {
    let mut out = words(&article.body, quote);
    out.push_str("\n— ");
    out.push_str(&attribution(quote));
    origin(article, out)
}

/// Returns words of an article with where they are from: title, site, date and address.
pub fn passage(article: &Article, span: Span) -> String {
    origin(article, one_line(article.body.slice(span)))
}

/// Adds where words are from.
fn origin(article: &Article, mut out: String) -> String {
    let meta = &article.meta;
    let title = (!meta.title.is_empty()).then(|| format!("“{}”", meta.title));
    let date = meta.published.as_deref().map(long_date);
    let source: Vec<String> = title
        .into_iter()
        .chain(meta.site.as_deref().map(str::to_owned))
        .chain(date)
        .collect();
    if !source.is_empty() {
        out.push('\n');
        out.push_str(&source.join(", "));
    }
    if let Some(url) = &meta.url {
        out.push('\n');
        out.push_str(url);
    }
    out.push('\n');
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{BlockKind, BodyBuilder, Clean, Leaf, Meta};
    use crate::quote::{FoundBy, Speaker, SpeakerKind};

    fn article(text: &str) -> Article {
        let mut builder = BodyBuilder::new();
        builder.add(BlockKind::Paragraph, Leaf::plain(text), &[]);
        let meta = Meta {
            title: Clean::line("Ferry stops"),
            site: Some(Clean::line("The Sound")),
            published: Some(Clean::line("2026-03-02")),
            url: Some(Clean::line("https://sound.example/ferry")),
            ..Meta::default()
        };
        Article {
            meta,
            body: builder.build(),
        }
    }

    fn quote(kind: Kind, content: Vec<Span>, speaker: Option<Speaker>) -> Quote {
        Quote {
            kind,
            content,
            cue: vec![],
            source: vec![],
            speaker,
            chain: None,
            found_by: FoundBy::Named,
            confidence: 1.0,
        }
    }

    #[test]
    fn a_split_quote_is_cited_whole_with_all_that_is_known() {
        let article = article("“We stop,” Ann Roy said, “for good.”");
        let at = |words: &str| {
            let start = article.body.text().find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let speaker = Speaker {
            name: Clean::line("Ann Roy"),
            role: Some(Clean::line("the harbour master")),
            kind: SpeakerKind::Person,
        };
        let quote = quote(
            Kind::Direct,
            vec![at("We stop,"), at("for good.")],
            Some(speaker),
        );
        assert_eq!(
            citation(&article, &quote),
            "“We stop, … for good.”\n— Ann Roy, the harbour master\n“Ferry stops”, The Sound, 2 March 2026\n\
             https://sound.example/ferry\n"
        );
    }

    #[test]
    fn a_speaker_that_is_not_sure_has_a_question_mark() {
        let speaker = Speaker {
            name: Clean::line("Ann Roy"),
            role: Some(Clean::line("the harbour master")),
            kind: SpeakerKind::Person,
        };
        let mut quote = quote(Kind::Direct, vec![], Some(speaker));
        assert!(!quote.is_unsure());
        assert_eq!(attribution(&quote), "Ann Roy, the harbour master");
        quote.confidence = 0.5;
        assert_eq!(attribution(&quote), "Ann Roy ?, the harbour master");
        quote.speaker = None;
        assert!(!quote.is_unsure());
        assert_eq!(attribution(&quote), "unknown speaker");
    }

    #[test]
    fn what_is_not_known_is_not_made_up() {
        let mut article = article("He said it “stops”.");
        article.meta = Meta::default();
        let quote = quote(
            Kind::Mixed,
            vec![Span::new(8, article.body.text().len())],
            None,
        );
        assert_eq!(
            citation(&article, &quote),
            "it “stops”.\n— unknown speaker\n"
        );
    }
}
