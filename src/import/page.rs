//! Saved web pages: which part of a page is the article, and what the page says about it.
//!
//! The way: page → rewritten (`scan`) → a tree in bounds (`tree`) → facts (`facts`) and the main text (`dom_smoothie`, else
//! what the page itself marks as the article) → blocks (`walk`). Opens nothing: frames and links stay where they are, and
//! pictures are looked for where the page came from.

mod cut;
mod facts;
mod figure;
mod linked;
pub(super) mod origin;
mod scan;
mod table;
mod tree;
mod walk;
mod words;

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use url::Url;

use crate::article::{Article, Clean, Leaf, Meta};
use crate::import::album::{Album, Found, Wanted, decoded};
use crate::import::draft::{Draft, Kind};
use crate::import::mend::{self, Markup};
use crate::import::{Extent, INCOMPLETE, ImportError, byline, dates};

use facts::Facts;
pub(super) use facts::{bare_title, kept_tags};
use origin::Origin;

/// Characters of running text below which other ways to the article are tried, and below which there is none.
const THIN: usize = 800;
const FEWEST: usize = 60;
const FEWEST_DECLARED: usize = 40;

/// What pages mark as their article, the most certain first.
const MARKED: &[&str] = &[
    "[itemprop=\"articleBody\"]",
    "article",
    "[role=\"article\"]",
    "main",
    "[role=\"main\"]",
];

/// Where reader views put the article that they have cut out of a page: all of it is the article.
const CUT_OUT: &str = "#readability-page-1";

/// Elements that pages have beside their article. One without any is nothing but a text.
const FURNITURE: &str = "form, input, button, nav, meta[http-equiv=\"refresh\"]";

/// How the titles of pages begin that servers send instead of an article, in lower case.
const ERRORS: &[&str] = &[
    "400 ",
    "401 ",
    "403 ",
    "404 ",
    "410 ",
    "429 ",
    "500 ",
    "502 ",
    "503 ",
    "504 ",
    "520 ",
    "error",
    "not found",
    "page not found",
    "forbidden",
    "access denied",
    "bad gateway",
];

/// Most marked parts that are looked at: a front page has hundreds.
const MOST_MARKED: usize = 20;

/// Returns the article of a page.
///
/// # Errors
/// When the page is larger than any page, or holds no article, or, taken whole, no text.
pub(super) fn read(page: &str, origin: Origin, extent: Extent) -> Result<Article, ImportError> {
    read_known(page, origin, extent, Meta::default())
}

/// Returns the article of a page of which something is known: that counts before what the page says.
///
/// # Errors
/// As [`read`].
pub(super) fn read_known(
    page: &str,
    origin: Origin,
    extent: Extent,
    known: Meta,
) -> Result<Article, ImportError> {
    let (tree, _) = parsed(page)?;
    of_tree(page, &tree, origin, extent, known).map(|(article, ..)| article)
}

/// Returns the article of a page, and puts the pictures of its figures into an album. `inside` finds what came with the
/// page by its address.
///
/// # Errors
/// As [`read`].
pub(super) fn illustrated(
    page: &str,
    origin: Origin,
    extent: Extent,
    album: &mut Album<'_>,
    inside: &dyn Fn(&str) -> Option<Found>,
) -> Result<Article, ImportError> {
    let (tree, data) = parsed(page)?;
    let (article, wanted, base) = of_tree(page, &tree, origin, extent, Meta::default())?;
    album.gather(&wanted, &|address| {
        if address.starts_with("data:") {
            return decoded(address);
        }
        if let Some(data) = scan::aside(&data, address) {
            return decoded(data);
        }
        inside(address).or_else(|| inside(base.as_ref()?.join(address).ok()?.as_str()))
    });
    Ok(article)
}

/// Returns the tree of a page, and the `data:` addresses that were taken out of it.
fn parsed(page: &str) -> Result<(Document, Vec<&str>), ImportError> {
    let (html, data) = scan::parted(page);
    let tree = tree::parsed(&html).ok_or(ImportError::TooManyElements {
        most: tree::MOST_NODES,
    })?;
    Ok((tree, data))
}

/// What a page was read to: its article, where its pictures may be, and what their addresses are relative to.
type Read = (Article, Vec<Wanted>, Option<Url>);

fn of_tree(
    page: &str,
    tree: &Document,
    origin: Origin,
    extent: Extent,
    known: Meta,
) -> Result<Read, ImportError> {
    let origin = if origin.url.is_some() {
        origin
    } else {
        origin::read(page)
    };
    let mut facts = facts::read(tree, &origin);
    let drafts = match extent {
        Extent::Whole => {
            let body = tree.body().ok_or(ImportError::Empty)?;
            let drafts = walk::drafts(&body, facts.base.as_ref());
            if facts.meta.title.is_empty() {
                facts.meta.title = Clean::line(&tree.select_single("head title").text());
            }
            drafts
        }
        Extent::Article => match main_text(tree, &mut facts) {
            Err(ImportError::NoArticle) => bare(page, tree, &mut facts)?,
            found => found?,
        },
    };
    if facts.meta.byline.is_empty() {
        facts.meta.byline = std::mem::take(&mut facts.accounts);
    }
    let Facts {
        mut meta,
        is_paid,
        base,
        ..
    } = facts;
    meta.title = bare_title(&meta.title, meta.site.as_deref(), meta.url.as_deref());
    if !known.title.is_empty() {
        meta.title = known.title;
    }
    if !known.byline.is_empty() {
        meta.byline = known.byline;
    }
    meta.site = known.site.or(meta.site);
    meta.published = known.published.or(meta.published);
    meta.url = known.url.or(meta.url);
    meta.lang = known.lang.or(meta.lang);
    if cut::is_cut(&drafts, is_paid) && !meta.tags.iter().any(|tag| tag.as_str() == INCOMPLETE) {
        meta.tags.push(Clean::line(INCOMPLETE));
    }
    let markup = match extent {
        Extent::Article => Markup::Page,
        Extent::Whole => Markup::Yes,
    };
    let (article, wanted) = mend::illustrated(drafts, meta, None, markup)?;
    Ok((article, wanted, base))
}

/// Returns the blocks of a piece of a page, all of them.
///
/// # Errors
/// When it has more elements than any page.
pub(super) fn fragment(html: &str, base: Option<&Url>) -> Result<Vec<Draft>, ImportError> {
    let tree = tree::parsed(&scan::rewritten(html)).ok_or(ImportError::TooManyElements {
        most: tree::MOST_NODES,
    })?;
    Ok(tree
        .body()
        .map_or_else(Vec::new, |body| walk::drafts(&body, base)))
}

/// Returns the addresses of the feeds that a page says are its own, each once.
pub(super) fn feeds(page: &str, base: Option<&Url>) -> Vec<String> {
    const KINDS: &[&str] = &["rss", "atom", "feed+json", "rdf"];
    let mut found = Vec::new();
    let Some(tree) = tree::parsed(&scan::rewritten(page)) else {
        return found;
    };
    for link in tree.select("link[rel][type][href]").nodes() {
        let rel = link.attr_or("rel", "").to_ascii_lowercase();
        let kind = link.attr_or("type", "").to_ascii_lowercase();
        let is_feed = rel.split_whitespace().any(|rel| rel == "alternate")
            && KINDS.iter().any(|known| kind.contains(known));
        let href = link.attr_or("href", "");
        let href = href.trim();
        let url = Url::parse(href).ok().or_else(|| base?.join(href).ok());
        if let Some(url) = url.filter(|_| is_feed && !href.is_empty())
            && !found.iter().any(|other| other == url.as_str())
        {
            found.push(url.to_string());
        }
    }
    found
}

/// Finds the article's blocks, and fills in what only that search can tell.
fn main_text(tree: &Document, facts: &mut Facts) -> Result<Vec<Draft>, ImportError> {
    let base = facts.base.clone();
    let config = Config {
        keep_classes: true,
        ..Config::default()
    };
    if let [root] = tree.select(CUT_OUT).nodes() {
        let drafts = walk::drafts(root, base.as_ref());
        if running(&drafts) > 0 {
            if facts.meta.title.is_empty() {
                facts.meta.title = Clean::line(&tree.select_single("head title").text());
            }
            return Ok(drafts);
        }
    }
    let mut best = Vec::new();
    // Cleared by the search, so what comes after it needs a copy.
    if let Ok(mut search) = Readability::with_document(tree.clone(), None, Some(config))
        && let Ok(found) = search.parse()
    {
        let root = search.doc.select_single("#readability-page-1");
        if let Some(root) = root.nodes().first() {
            best = walk::drafts(root, base.as_ref());
        }
        fill_in(facts, &found);
    }
    if running(&best) < THIN {
        for other in marked(tree, base.as_ref())
            .into_iter()
            .chain(declared(facts))
        {
            if running(&other) * 2 > running(&best).max(FEWEST_DECLARED) * 3 {
                best = other;
            }
        }
    }
    let fewest = if facts.is_article {
        FEWEST_DECLARED
    } else {
        FEWEST
    };
    if running(&best) < fewest || is_mostly_links(&best) {
        return Err(ImportError::NoArticle);
    }
    Ok(best)
}

fn fill_in(facts: &mut Facts, found: &dom_smoothie::Article) {
    let meta = &mut facts.meta;
    if meta.title.is_empty() {
        meta.title = Clean::line(&found.title);
    }
    if meta.byline.is_empty()
        && let Some(line) = &found.byline
        && dates::published(line).is_none()
    {
        meta.byline = byline::marked(line);
    }
    if meta.published.is_none() {
        meta.published = found.published_time.as_deref().and_then(dates::published);
    }
}

/// All of a page that has nothing beside a text, however short it is: no programs, no forms and no links. Somebody wrote
/// it by hand, or a program made it of a note.
fn bare(raw: &str, tree: &Document, facts: &mut Facts) -> Result<Vec<Draft>, ImportError> {
    let title = Clean::line(&tree.select_single("head title").text());
    let lower = title.to_lowercase();
    let is_error = ERRORS.iter().any(|error| lower.starts_with(error));
    let body = tree.body().ok_or(ImportError::NoArticle)?;
    let drafts = walk::drafts(&body, facts.base.as_ref());
    let is_text = drafts.iter().any(|draft| !draft.leaf.is_empty());
    let is_dead = |node: &NodeRef<'_>| {
        let href = node.attr_or("href", "");
        let href = href.trim().to_ascii_lowercase();
        href.is_empty() || href.starts_with('#') || href.starts_with("javascript:")
    };
    let links = tree.select("a[href], area[href]");
    if is_error
        || !is_text
        || scan::has_programs(raw)
        || tree.select_single(FURNITURE).exists()
        || !links.nodes().iter().all(is_dead)
    {
        return Err(ImportError::NoArticle);
    }
    if facts.meta.title.is_empty() {
        facts.meta.title = title;
    }
    Ok(drafts)
}

/// The parts that the page itself marks as an article.
fn marked(tree: &Document, base: Option<&Url>) -> Vec<Vec<Draft>> {
    let parts = MARKED.iter().flat_map(|selector| {
        let found = tree.select(selector);
        found
            .nodes()
            .iter()
            .take(MOST_MARKED)
            .map(|node| walk::drafts(node, base))
            .collect::<Vec<_>>()
    });
    parts.filter(|part| !is_mostly_links(part)).collect()
}

/// The words that stand in the data about the article.
fn declared(facts: &Facts) -> Option<Vec<Draft>> {
    let body = facts.body.as_ref()?;
    let lines = body.lines().filter(|line| !line.trim().is_empty());
    Some(
        lines
            .map(|line| Draft::new(Kind::Paragraph, Leaf::plain(line.trim())))
            .collect(),
    )
}

/// Characters of text that are not links.
fn running(drafts: &[Draft]) -> usize {
    let kinds = drafts
        .iter()
        .filter(|draft| matches!(draft.kind, Kind::Paragraph | Kind::Code));
    kinds
        .map(|draft| draft.leaf.text().len().saturating_sub(draft.linked))
        .sum()
}

fn is_mostly_links(drafts: &[Draft]) -> bool {
    let all: usize = drafts.iter().map(|draft| draft.leaf.text().len()).sum();
    let linked: usize = drafts.iter().map(|draft| draft.linked).sum();
    linked * 10 > all * 6
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Body;
    use crate::import::{Hint, LARGEST, import, import_extent};
    use rstest::rstest;

    const TEXT: &str = "The ferry to the island was stopped on Tuesday because of the storm, the harbour master said, and nobody knows \
        when it will sail again.";

    fn numbered(count: usize, before: &str, after: &str) -> String {
        let all = (0..count).map(|n| [before, &n.to_string(), after].concat());
        all.collect()
    }

    fn checked(html: &str) {
        for extent in [Extent::Article, Extent::Whole] {
            let hint = Hint {
                name: "a.html",
                ..Hint::default()
            };
            if let Ok(article) = import_extent(html.as_bytes(), hint, extent) {
                let body = &article.body;
                Body::from_parts(body.text().to_owned(), body.blocks().to_vec()).unwrap();
            }
        }
    }

    #[rstest]
    #[case::divs("<div>".repeat(100_000) + TEXT)]
    #[case::spans_with_words("<span>a ".repeat(50_000))]
    #[case::tables("<table><tr><td>x".repeat(5_000))]
    #[case::formatting(numbered(5_000, "<div><b id=", ">x</div>"))]
    #[case::attributes(format!("<p {}>{TEXT}", numbered(100_000, "a", " ")))]
    #[case::lists("<ul><li>x".repeat(20_000))]
    #[case::quotes("<blockquote>x".repeat(20_000))]
    #[case::wide_cells("<table><tr>".to_owned() + &"<td colspan=1000 rowspan=1000>x".repeat(2_000))]
    #[case::comments("<!-- <!".repeat(50_000))]
    #[case::scripts("<script>".repeat(50_000))]
    #[case::drawings("<svg>x".repeat(50_000))]
    #[case::breaks("x<br><br>".repeat(20_000))]
    #[case::linked_data(format!("<script type='application/ld+json'>{}</script>{TEXT}", "[".repeat(100_000)))]
    #[case::pictures(format!("<picture>{}{}", format!("<source srcset={}>", "a".repeat(2_000)).repeat(60), "<img alt=x>".repeat(50_000)))]
    #[case::meta("<meta name=author content='Ann Lee'>".repeat(20_000) + TEXT)]
    #[case::marked(format!("<article><p>{TEXT}").repeat(200))]
    fn hostile_pages_are_read_or_refused(#[case] body: String) {
        checked(&format!("<html>{body}"));
    }

    #[test]
    fn what_has_no_article_can_be_taken_whole() {
        let page = b"<html><title>Contact</title><body><a href=/>Home</a><p>Write to us.</p>";
        let hint = Hint {
            name: "a.html",
            ..Hint::default()
        };
        assert_eq!(import(page, hint), Err(ImportError::NoArticle));
        let article = import_extent(page, hint, Extent::Whole).unwrap();
        assert_eq!(article.body.text(), "Contact\n\nHome\n\nWrite to us.");
    }

    #[rstest]
    #[case::note("<title>Kelp</title><p>Too wet.", true)]
    #[case::dead_link("<a href='javascript:'><p>Too wet.</p></a>", true)]
    #[case::headings(
        "<article><h2>Kelp</h2><img src=a.jpg alt='Wet kelp'><h2>Dulse</h2></article>",
        true
    )]
    #[case::link("<p>Too wet.</p><a href=/>Home</a>", false)]
    #[case::program("<p>Please switch on programs.</p><SCRIPT src=a.js></SCRIPT>", false)]
    #[case::form("<p>Too wet.</p><form><input></form>", false)]
    #[case::error("<title>404 Not Found</title><h1>404 Not Found</h1>", false)]
    #[case::nothing("<title>Kelp</title>", false)]
    fn a_page_with_nothing_beside_its_text_is_read_however_short(
        #[case] page: &str,
        #[case] is_read: bool,
    ) {
        let hint = Hint {
            name: "a.html",
            ..Hint::default()
        };
        let read = import(format!("<html>{page}").as_bytes(), hint);
        assert_eq!(read.is_ok(), is_read);
    }

    #[test]
    fn more_elements_than_any_page_has_are_refused() {
        let page = format!("<html>{}", "<i>x</i>".repeat(tree::MOST_NODES));
        assert!((page.len() as u64) < LARGEST);
        assert!(matches!(
            import(
                page.as_bytes(),
                Hint {
                    name: "-",
                    ..Hint::default()
                }
            ),
            Err(ImportError::TooManyElements { .. })
        ));
    }

    proptest::proptest! {
        #[test]
        fn any_page_makes_a_sound_body(parts in proptest::collection::vec(proptest::sample::select(&[
            "<p>", "</p>", "<div>", "</div>", "<table>", "<tr>", "<td>", "<th colspan=3>", "</table>", "<ul>", "<ol start=7>", "<li>", "</ul>",
            "<a href=/x>", "</a>", "<b>", "</b>", "<i>", "<pre>", "</pre>", "<br>", "<hr>", "<h1>", "<h2>", "</h2>", "<blockquote>", "</blockquote>",
            "<figure>", "<figcaption>", "</figure>", "<img alt='A boat'>", "<article>", "</article>", "<svg>", "</svg>", "<script>", "</script>", "<!--", "-->",
            "<title>", "</title>", "<template>", "<select>", "<dl><dt>", "<dd>", "<math>", "<base href='https://a.example/'>", "e\u{301}", "\u{1b}[31m", "\u{202e}",
            "&lt;", "&#0;", "<", ">", "\"", "\n", TEXT, " words ", "<link rel=canonical href='https://a.example/b'>", "<body class=\"", "\u{0}", "日本語",
        ][..]), 0..60)) {
            checked(&format!("<html>{}", parts.concat()));
        }

        #[test]
        fn any_bytes_after_the_first_tag_are_read_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let _ = import(&[b"<html>", bytes.as_slice()].concat(), Hint { name: "a.html", ..Hint::default() });
            let mail = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n";
            let _ = import(&[mail, bytes.as_slice()].concat(), Hint { name: "a.mhtml", ..Hint::default() });
        }
    }
}
