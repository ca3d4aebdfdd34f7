//! One item of a feed as an article: title, text, pictures by their words, what is enclosed; data beside them.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::article::{Article, Clean, Container, Label, Leaf, MarkStyle, Meta};
use crate::import::draft::{Draft, Kind};
use crate::import::mend::{self, Markup};
use crate::import::{ImportError, MOST_BLOCKS, address, dates, html, identity, page, records};

/// Elements that may be in a title by their tags; anything else between angle brackets is a word of it.
#[rustfmt::skip]
const IN_TITLES: &[&str] = &[
    "a", "abbr", "applet", "b", "big", "blink", "br", "center", "cite", "code", "del", "div", "em", "embed", "font", "frame", "frameset",
    "h1", "h2", "h3", "h4", "hr", "i", "iframe", "img", "ins", "link", "mark", "meta", "noscript", "object", "p", "q", "s", "script",
    "small", "span", "strike", "strong", "style", "sub", "sup", "tt", "u", "wbr",
];

/// Those of them whose content is never text.
const SILENT: &[&str] = &["script", "style"];

/// Most enclosures and pictures of an item.
const MOST_EXTRAS: usize = 50;

/// What a text is written in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Words {
    /// As it stands.
    Plain(String),
    /// HTML.
    Html(String),
}

impl Words {
    pub(super) fn is_empty(&self) -> bool {
        let (Self::Plain(text) | Self::Html(text)) = self;
        text.trim().is_empty()
    }

    pub(super) fn len(&self) -> usize {
        let (Self::Plain(text) | Self::Html(text)) = self;
        text.len()
    }

    /// Takes a text of which nobody says what it is: with a tag or a reference in it, it is HTML.
    pub(super) fn guessed(text: &str) -> Self {
        let is_html = text.match_indices('<').any(|(at, _)| {
            let rest = text.get(at + 1..).unwrap_or_default();
            let rest = rest.strip_prefix('/').unwrap_or(rest);
            rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!')
        });
        if is_html || html::entities(text) != text {
            Self::Html(text.to_owned())
        } else {
            Self::Plain(text.to_owned())
        }
    }

    /// Returns it on one line, without tags.
    pub(super) fn line(&self) -> Clean {
        match self {
            Self::Plain(text) => Clean::line(text),
            Self::Html(text) => Clean::line(&untagged(text)),
        }
    }
}

/// Something that comes with an item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Enclosure {
    pub(super) url: String,
    pub(super) media: Option<String>,
    pub(super) bytes: Option<u64>,
    pub(super) title: Option<String>,
}

/// One item.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Item {
    /// What the feed calls it.
    pub(super) id: Option<String>,
    /// Where its page is.
    pub(super) link: Option<String>,
    pub(super) title: Clean,
    pub(super) byline: Vec<Clean>,
    pub(super) published: Option<Clean>,
    pub(super) lang: Option<Clean>,
    pub(super) tags: Vec<Clean>,
    /// Whose it is, if it is not the feed's own.
    #[serde(rename = "own_site")]
    pub(super) site: Option<Clean>,
    pub(super) words: Option<Words>,
    /// What links in its text are relative to.
    #[serde(with = "base")]
    pub(super) base: Option<Url>,
    /// Captions and credits of its pictures.
    pub(super) pictures: Vec<(String, String)>,
    pub(super) enclosures: Vec<Enclosure>,
    /// Whether the feed was cut off in the middle of it.
    pub(super) is_cut: bool,
}

/// An address as JSON; one that is none is as good as none.
mod base {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use url::Url;

    #[expect(clippy::ref_option, reason = "this is how serde calls it")]
    pub(super) fn serialize<S: Serializer>(base: &Option<Url>, to: S) -> Result<S::Ok, S::Error> {
        base.as_ref().map(Url::as_str).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Url>, D::Error> {
        let base = Option::<String>::deserialize(from)?;
        Ok(base.and_then(|base| Url::parse(&base).ok()))
    }
}

impl Item {
    /// Returns what changes when anything in it is edited.
    pub(super) fn digest(&self) -> String {
        let extras = (&self.pictures, &self.enclosures, &self.tags, &self.byline);
        let all = (
            &self.title,
            &self.link,
            &self.published,
            &self.words,
            extras,
        );
        identity::digest(&format!("{all:?}"))
    }

    /// Returns it as an article.
    ///
    /// # Errors
    /// When there is not a word in it, or more than any article has.
    pub(super) fn into_article(self, site: Option<&Clean>) -> Result<Article, ImportError> {
        let mut drafts = match &self.words {
            Some(Words::Html(text)) => page::fragment(text, self.base.as_ref())?,
            Some(Words::Plain(text)) => paragraphs(text),
            None => Vec::new(),
        };
        if drafts.len() > MOST_BLOCKS {
            return Err(ImportError::TooManyBlocks { most: MOST_BLOCKS });
        }
        self.add_pictures(&mut drafts);
        self.add_enclosures(&mut drafts);
        let link = self.link.as_deref();
        if drafts.is_empty() && self.title.is_empty() {
            // Some say no more than where something is.
            let target = link.and_then(address::link).ok_or(ImportError::Empty)?;
            let mut leaf = Leaf::plain(&target);
            leaf.mark_from(0, MarkStyle::Link(target));
            drafts.push(Draft::new(Kind::Paragraph, leaf));
        }
        let site = self.site.as_ref().or(site);
        let meta = Meta {
            title: page::bare_title(&self.title, site.map(Clean::as_str), link),
            byline: self.byline,
            site: site.cloned(),
            published: self.published,
            url: link.and_then(address::canonical),
            lang: self.lang,
            tags: self.tags,
        };
        let article = mend::article(drafts, meta, None, Markup::Yes)?;
        records::fits(&article)
            .then_some(article)
            .ok_or(ImportError::TooManyMarks)
    }

    /// Puts what pictures show above the text, unless the text shows it, too.
    fn add_pictures(&self, drafts: &mut Vec<Draft>) {
        let mut above = Vec::new();
        for (caption, credit) in self.pictures.iter().take(MOST_EXTRAS) {
            let draft = Draft::new(Kind::Figure(credit.clone()), Leaf::plain(caption));
            let shown = |other: &Draft| other.text() == draft.text();
            if !drafts.iter().chain(&above).any(shown) && Clean::line(caption) != self.title {
                above.push(draft);
            }
        }
        drafts.splice(0..0, above);
    }

    /// Puts links to what is enclosed below the text.
    fn add_enclosures(&self, drafts: &mut Vec<Draft>) {
        for enclosure in self.enclosures.iter().take(MOST_EXTRAS) {
            let Some(target) = address::link(&enclosure.url) else {
                continue;
            };
            let mut leaf = Leaf::default();
            leaf.push(&enclosure.name());
            leaf.mark_from(0, MarkStyle::Link(target));
            leaf.push(&enclosure.kind());
            let linked = leaf.text().len();
            drafts.push(Draft {
                within: vec![Container::Item(Label::Bullet)],
                linked,
                ..Draft::new(Kind::Paragraph, leaf)
            });
        }
    }
}

impl Enclosure {
    fn name(&self) -> String {
        let file = || {
            let url = Url::parse(&self.url).ok()?;
            let last = url.path_segments()?.next_back()?.to_owned();
            (!last.is_empty()).then_some(last)
        };
        let title = self.title.clone().filter(|title| !title.trim().is_empty());
        Clean::line(&title.or_else(file).unwrap_or_else(|| self.url.clone())).to_string()
    }

    fn kind(&self) -> String {
        let media = self
            .media
            .as_deref()
            .map(|media| Clean::line(media).to_string());
        let size = self
            .bytes
            .filter(|bytes| *bytes > 1000)
            .map(|bytes| match bytes {
                ..1_000_000 => format!("{} kB", bytes / 1000),
                _ => format!("{} MB", bytes / 1_000_000),
            });
        let parts: Vec<String> = [media, size].into_iter().flatten().collect();
        if parts.is_empty() {
            String::new()
        } else {
            format!(" ({})", parts.join(", "))
        }
    }
}

fn paragraphs(text: &str) -> Vec<Draft> {
    let text = Clean::from_untrusted(text);
    let mut drafts = Vec::new();
    let mut words = String::new();
    for line in text.lines().map(str::trim).chain([""]) {
        if !line.is_empty() {
            words += if words.is_empty() { "" } else { " " };
            words += line;
        } else if !words.is_empty() {
            drafts.push(Draft {
                one_line: false,
                ..Draft::new(Kind::Paragraph, Leaf::plain(&words))
            });
            words.clear();
        }
    }
    drafts
}

/// Returns a title without tags: those of [`IN_TITLES`] go, `<Vec>` stays.
fn untagged(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (words, tail) = rest.split_at(at);
        out.push_str(words);
        let end = tail.find('>').map(|end| end + 1);
        let raw = end.and_then(|end| tail.get(..end));
        let known = raw
            .and_then(html::Tag::read)
            .filter(|tag| IN_TITLES.contains(&tag.name.as_str()));
        let (Some(tag), Some(end)) = (known, end) else {
            out.push('<');
            rest = tail.get(1..).unwrap_or_default();
            continue;
        };
        if matches!(tag.name.as_str(), "br" | "p" | "div" | "img") {
            out.push(' ');
        }
        rest = tail.get(end..).unwrap_or_default();
        if !tag.closes && SILENT.contains(&tag.name.as_str()) {
            let close = format!("</{}", tag.name);
            let silent = rest.to_ascii_lowercase().find(&close).unwrap_or(rest.len());
            rest = rest.get(silent..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    html::entities(&out)
}

/// Returns the first date that can be read.
pub(super) fn date<'a>(raw: impl IntoIterator<Item = &'a str>) -> Option<Clean> {
    raw.into_iter().find_map(dates::published)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::tags("Ferry <b>stops</b><br/>again", "Ferry stops again")]
    #[case::words("Using <Vec> & <T>", "Using <Vec> & <T>")]
    #[case::references("Q&amp;A &#8211; now", "Q&A – now")]
    #[case::open("1 <b", "1 <b")]
    #[case::programs("a<script>x</SCRIPT> b<style>y", "a b")]
    fn titles_on_one_line(#[case] raw: &str, #[case] expected: &str) {
        assert_eq!(Words::Html(raw.to_owned()).line().as_str(), expected);
    }

    #[rstest]
    #[case("<p>x</p>", true)]
    #[case("a &mdash; b", true)]
    #[case("a < b & c", false)]
    #[case("1 <3", false)]
    fn what_is_html(#[case] raw: &str, #[case] expected: bool) {
        assert_eq!(matches!(Words::guessed(raw), Words::Html(_)), expected);
    }

    #[test]
    fn an_item_is_an_article() {
        let item = Item {
            title: Clean::line("Ferry stops | Gull Post"),
            link: Some("https://gull.example/a?utm_source=rss#x".to_owned()),
            words: Some(Words::Html(
                "<p>It <a href='/b'>stopped</a>.</p><ul><li>One</li></ul><script>x</script>"
                    .to_owned(),
            )),
            base: Url::parse("https://gull.example/").ok(),
            pictures: vec![("The ferry.".to_owned(), "Ann Lee".to_owned())],
            enclosures: vec![Enclosure {
                url: "https://gull.example/talk.mp3".to_owned(),
                media: Some("audio/mpeg".to_owned()),
                bytes: Some(12_345_678),
                title: None,
            }],
            ..Item::default()
        };
        let article = item.into_article(Some(&Clean::line("Gull Post"))).unwrap();
        assert_eq!(article.meta.url.as_deref(), Some("https://gull.example/a"));
        assert_eq!(article.meta.title.as_str(), "Ferry stops");
        assert_eq!(
            article.body.text(),
            "Ferry stops\n\nThe ferry. Ann Lee\n\nIt stopped.\n\nOne\n\ntalk.mp3 (audio/mpeg, 12 MB)"
        );
    }

    #[test]
    fn an_item_without_a_word_is_none_unless_it_leads_somewhere() {
        assert_eq!(Item::default().into_article(None), Err(ImportError::Empty));
        let item = Item {
            link: Some("https://gull.example/a".to_owned()),
            ..Item::default()
        };
        let article = item.into_article(None).unwrap();
        assert_eq!(article.body.text(), "https://gull.example/a");
    }
}
