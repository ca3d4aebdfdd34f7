//! RSS in all its versions, RDF, CDF and Atom: which element means what. Feeds mix them, so one reader takes all.

use std::borrow::Cow;

use url::Url;

use crate::article::Clean;
use crate::import::feed::item::{Enclosure, Item, Words, date};
use crate::import::feed::tree::{Node, Space};
use crate::import::feed::{Feed, MOST_ITEMS, names, people};
use crate::import::page::kept_tags;
use crate::import::{address, language};

/// What holds for an element and all below, unless they say otherwise.
#[derive(Debug, Clone, Default)]
struct Scope {
    base: Option<Url>,
    lang: Option<Clean>,
}

impl Scope {
    fn within(&self, node: &Node) -> Self {
        let base = node.attribute("xml:base");
        let lang = node.attribute("xml:lang");
        Self {
            base: base
                .and_then(|raw| resolved(raw, self.base.as_ref()))
                .or_else(|| self.base.clone()),
            lang: lang
                .and_then(language::declared)
                .or_else(|| self.lang.clone()),
        }
    }

    fn link(&self, raw: &str) -> Option<String> {
        resolved(raw.trim(), self.base.as_ref()).map(|url| url.to_string())
    }
}

fn resolved(raw: &str, base: Option<&Url>) -> Option<Url> {
    if raw.is_empty() {
        return None;
    }
    Url::parse(raw).ok().or_else(|| base?.join(raw).ok())
}

/// Reads a feed that came from an address.
pub(super) fn read(root: &Node, from: Option<&Url>) -> Feed {
    let scope = Scope {
        base: from.cloned(),
        lang: None,
    };
    let scope = scope.within(root);
    let mut feed = Feed::default();
    head(root, &scope, &mut feed);
    let channel = root.nodes().find(|node| is_feed(node, "channel"));
    let mut own = scope.clone();
    if let Some(channel) = channel {
        own = scope.within(channel);
        head(channel, &own, &mut feed);
    }
    if own.base.is_none() {
        own.base = feed.site.as_deref().and_then(|site| Url::parse(site).ok());
    }
    own.lang = own.lang.or_else(|| feed.lang.clone());
    items(root, &own, &mut feed.items, 0);
    // Unless an item says who wrote it, those who write the feed did.
    let writers = channel.map_or_else(|| writers(root), writers);
    for item in &mut feed.items {
        if item.byline.is_empty() {
            item.byline.clone_from(&writers);
        }
    }
    feed
}

fn is_feed(node: &Node, name: &str) -> bool {
    node.is(Space::Feed, name) || node.is(Space::Atom, name)
}

/// Authors of a whole feed: only Atom says so of persons; an editor or a podcast's owner is not who wrote an item.
fn writers(node: &Node) -> Vec<Clean> {
    let authors = node
        .nodes()
        .filter(|node| is_feed(node, "author") && node.has_nodes());
    people(authors.filter_map(person))
}

fn head(node: &Node, scope: &Scope, feed: &mut Feed) {
    for child in node.nodes() {
        let text = || child.text();
        match (child.space(), child.name()) {
            (Space::Feed | Space::Atom | Space::Dublin, "title") if feed.title.is_empty() => {
                feed.title = title(child);
            }
            (Space::Feed | Space::Atom, "link") if feed.site.is_none() => {
                feed.site = page(child, scope);
            }
            (Space::Feed | Space::Dublin, "language") => {
                feed.lang = feed.lang.take().or_else(|| language::declared(&text()));
            }
            _ => {}
        }
    }
    if let Some(raw) = node.attribute("href").filter(|_| feed.site.is_none()) {
        feed.site = scope.link(raw);
    }
    feed.lang = feed.lang.take().or_else(|| scope.lang.clone());
}

/// The address of a page that a link leads to; none when it leads to something else.
fn page(link: &Node, scope: &Scope) -> Option<String> {
    let Some(href) = link.attribute("href") else {
        return scope.link(&link.text());
    };
    let rel = link.attribute("rel").unwrap_or("alternate");
    let is_page = rel.eq_ignore_ascii_case("alternate")
        && link
            .attribute("type")
            .is_none_or(|kind| !kind.contains("xml") || kind.contains("xhtml"));
    is_page.then(|| scope.within(link).link(href)).flatten()
}

/// Finds the items, wherever a feed has them: in the channel, beside it, in channels inside.
fn items(node: &Node, scope: &Scope, found: &mut Vec<Item>, depth: usize) {
    const DEEPEST: usize = 8;
    for child in node.nodes() {
        if found.len() >= MOST_ITEMS {
            return;
        }
        if is_feed(child, "item") || is_feed(child, "entry") {
            found.push(item(child, &scope.within(child)));
        } else if depth < DEEPEST {
            items(child, &scope.within(child), found, depth + 1);
        }
    }
}

/// What is gathered of an item until all of it is known.
#[derive(Default)]
struct Gathered<'a> {
    links: Vec<String>,
    origin: Option<String>,
    guid: Option<String>,
    published: Vec<Cow<'a, str>>,
    updated: Vec<Cow<'a, str>>,
    content: Option<(Words, Scope)>,
    summary: Option<(Words, Scope)>,
    spare: Option<Words>,
    authors: Vec<Clean>,
    creators: Vec<Clean>,
    tags: Vec<String>,
    keywords: Vec<String>,
}

fn item(node: &Node, scope: &Scope) -> Item {
    let mut item = Item {
        is_cut: node.is_cut,
        lang: scope.lang.clone(),
        ..Item::default()
    };
    let mut all = Gathered::default();
    for child in node.nodes() {
        field(child, &scope.within(child), &mut item, &mut all, 0);
    }
    if let Some(raw) = node.attribute("href") {
        // CDF.
        all.links.extend(scope.link(raw));
    }
    let about = node.attribute("about").and_then(|raw| scope.link(raw));
    let is_web = |raw: &String| address::canonical(raw).is_some();
    item.link = all
        .origin
        .into_iter()
        .chain(all.links)
        .chain(all.guid.clone().filter(|guid| guid.contains("://")))
        .chain(about.clone())
        .find(is_web);
    item.id = item.id.take().or(all.guid).or(about);
    item.published = date(all.published.iter().chain(&all.updated).map(AsRef::as_ref));
    item.byline = people(all.authors);
    if item.byline.is_empty() {
        item.byline = people(all.creators);
    }
    item.tags = kept_tags(if all.tags.is_empty() {
        all.keywords
    } else {
        all.tags
    });
    let is_shorter = |a: &Words, b: &Words| a.len() * 2 < b.len();
    let words = match (all.content, all.summary) {
        // Some put the beginning where the whole text belongs, and the whole where the beginning does.
        (Some(content), Some(summary)) if is_shorter(&content.0, &summary.0) => Some(summary),
        (content, summary) => content.or(summary),
    };
    (item.words, item.base) = match words {
        Some((words, scope)) => (Some(words), scope.base),
        None => (all.spare, scope.base.clone()),
    };
    if item.base.is_none() {
        item.base = item.link.as_deref().and_then(|link| Url::parse(link).ok());
    }
    item
}

fn field<'a>(node: &'a Node, scope: &Scope, item: &mut Item, all: &mut Gathered<'a>, depth: usize) {
    use Space::{Atom, Content, Dublin, DublinTerms, Feed, FeedBurner, Itunes, Media, Xhtml};
    let text = || node.text();
    match (node.space(), node.name()) {
        (Feed | Atom, "title") => {
            let found = title(node);
            if !found.is_empty() {
                item.title = found;
                item.lang.clone_from(&scope.lang);
            }
        }
        (Dublin | Media | Itunes, "title") if item.title.is_empty() && depth == 0 => {
            item.title = title(node);
        }
        (Feed | Atom, "link" | "a") => link(node, scope, item, all),
        (FeedBurner, "origlink") => all.origin = scope.link(&text()),
        (Feed, "guid") => {
            let is_page = node.attribute("isPermaLink") != Some("false");
            item.id = Some(text().trim().to_owned()).filter(|id| !id.is_empty());
            if is_page {
                all.guid.clone_from(&item.id);
            }
        }
        (Feed | Atom, "id") => item.id = Some(text().trim().to_owned()).filter(|id| !id.is_empty()),
        (Feed | Atom, "pubdate" | "published" | "issued")
        | (Dublin, "date")
        | (DublinTerms, "issued" | "created" | "date" | "available")
        | (Feed, "created") => all.published.push(text()),
        (Feed | Atom, "updated" | "modified" | "lastmod") | (DublinTerms, "modified") => {
            all.updated
                .push(node.attribute("value").map_or_else(text, Cow::Borrowed));
        }
        (Content, "encoded")
        | (Feed | Atom, "content")
        | (Xhtml, "body")
        | (Feed, "body" | "fulltext" | "fullitem") => {
            // The text may be elsewhere.
            let elsewhere = node.attribute("src").and_then(|raw| scope.link(raw));
            all.links.extend(elsewhere);
            keep(&mut all.content, node, scope);
        }
        (Feed | Atom, "description" | "summary" | "abstract") => {
            keep(&mut all.summary, node, scope)
        }
        (Dublin, "description") if all.summary.is_none() => keep(&mut all.summary, node, scope),
        (Itunes, "summary") | (Media, "description") if all.spare.is_none() => {
            all.spare = Some(Words::guessed(&text()));
        }
        (Feed | Atom, "author") => match person(node) {
            Some(name) => all.authors.push(name),
            None => all.authors.extend(names(&text())),
        },
        (Dublin, "creator") => all.authors.extend(names(&text())),
        (Dublin | Itunes, "author") => all.creators.extend(names(&text())),
        (Feed | Atom, "category") => {
            let label = node.attribute("label").or_else(|| node.attribute("term"));
            all.tags
                .push(label.map_or_else(text, Cow::Borrowed).into_owned());
        }
        (Dublin, "subject") => all.tags.push(text().into_owned()),
        (Itunes | Media, "keywords") => all.keywords.extend(text().split(',').map(str::to_owned)),
        (Feed | Atom, "source") => {
            let inner = node.nodes().find(|node| is_feed(node, "title"));
            let name = inner.map_or_else(|| Clean::line(&text()), title);
            item.site = Some(name).filter(|name| !name.is_empty());
        }
        (Feed, "enclosure") => enclosure(node, "url", scope, item),
        (Media, "group") if depth == 0 => {
            for child in node.nodes() {
                field(child, scope, item, all, depth + 1);
            }
        }
        (Media, "content" | "thumbnail") => picture(node, item),
        _ => {}
    }
}

/// Keeps the first text that says something.
fn keep(place: &mut Option<(Words, Scope)>, node: &Node, scope: &Scope) {
    if place.as_ref().is_none_or(|(words, _)| words.is_empty()) {
        let words = words(node);
        if !words.is_empty() {
            *place = Some((words, scope.clone()));
        }
    }
}

/// A text by what its element says that it is, else by what it looks like.
fn words(node: &Node) -> Words {
    let kind = node
        .attribute("type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let mode = node.attribute("mode").unwrap_or_default();
    if ["image/", "audio/", "video/"]
        .iter()
        .any(|other| kind.starts_with(other))
    {
        return Words::Plain(String::new());
    }
    let is_text = matches!(kind.as_str(), "" | "text" | "html" | "xhtml")
        || kind.starts_with("text/")
        || kind.ends_with("+xml")
        || kind.ends_with("/xml");
    if mode == "base64" || !is_text {
        return base64(&node.text())
            .map_or_else(|| Words::guessed(&node.text()), |it| Words::guessed(&it));
    }
    if node.has_nodes() {
        return Words::Html(node.inner_html());
    }
    let text = node.text();
    match kind.as_str() {
        "text" => Words::Plain(text.into_owned()),
        "html" | "xhtml" | "text/html" => Words::Html(text.into_owned()),
        _ => Words::guessed(&text),
    }
}

/// Reads text that was written in base64; none when it was not.
fn base64(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for b in text.bytes().filter(|b| !b.is_ascii_whitespace()) {
        let value = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}

fn title(node: &Node) -> Clean {
    match words(node) {
        // Atom says "text" also where it means nothing by it; a reference is never meant to be read as one.
        Words::Plain(text) => Clean::line(&text),
        html @ Words::Html(_) => html.line(),
    }
}

fn link(node: &Node, scope: &Scope, item: &mut Item, all: &mut Gathered<'_>) {
    let Some(href) = node.attribute("href") else {
        all.links.extend(scope.link(&node.text()));
        return;
    };
    match node
        .attribute("rel")
        .unwrap_or("alternate")
        .to_ascii_lowercase()
        .as_str()
    {
        "enclosure" => enclosure(node, "href", scope, item),
        "alternate" => match page(node, scope) {
            // A page comes before any other form of the same.
            Some(page) => all.links.insert(0, page),
            None => all.links.extend(scope.link(href)),
        },
        _ => {}
    }
}

fn enclosure(node: &Node, attribute: &str, scope: &Scope, item: &mut Item) {
    let Some(url) = node.attribute(attribute).and_then(|raw| scope.link(raw)) else {
        return;
    };
    item.enclosures.push(Enclosure {
        url,
        media: node.attribute("type").map(str::to_owned),
        bytes: node
            .attribute("length")
            .and_then(|length| length.parse().ok()),
        title: node.attribute("title").map(str::to_owned),
    });
}

/// Takes the words of a picture: what it shows, and who made it.
fn picture(node: &Node, item: &mut Item) {
    let said = |name: &str| {
        let found = node.nodes().find(|node| node.is(Space::Media, name))?;
        let line = Words::guessed(&found.text()).line().to_string();
        (!line.is_empty()).then_some(line)
    };
    let is_picture = node
        .attribute("medium")
        .is_none_or(|medium| medium == "image")
        && node
            .attribute("type")
            .is_none_or(|kind| kind.starts_with("image/"));
    let caption = said("description")
        .or_else(|| said("text"))
        .or_else(|| said("title"));
    let credit = said("credit").or_else(|| said("copyright"));
    if is_picture && (caption.is_some() || credit.is_some()) {
        item.pictures
            .push((caption.unwrap_or_default(), credit.unwrap_or_default()));
    }
}

/// The name of a person in an element of its own.
fn person(node: &Node) -> Option<Clean> {
    let name = node.nodes().find(|node| node.name() == "name")?;
    Some(Clean::line(&name.text())).filter(|name| !name.is_empty())
}
