//! What a page says about its article beside the text: JSON-LD first, then its meta tags, microdata and times.
//! Knows no article, only its page.

use dom_query::Document;
use url::Url;

use crate::article::{Clean, Meta};
use crate::import::draft::folded;
use crate::import::page::linked::{self, Linked};
use crate::import::page::origin::Origin;
use crate::import::{address, byline, dates, language};

/// Most tags, and the longest that is one, in characters. Pages that list more write for search engines.
const MOST_TAGS: usize = 20;
const LONGEST_TAG: usize = 60;

/// Most meta tags that are looked at.
const MOST_META: usize = 2_000;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) meta: Meta,
    /// What links are relative to.
    pub(super) base: Option<Url>,
    /// The words of the article, where they are declared.
    pub(super) body: Option<String>,
    /// Accounts that are said to have put it there: worth something where nothing names an author.
    pub(super) accounts: Vec<Clean>,
    /// Whether it is said to be an article.
    pub(super) is_article: bool,
    /// Whether it is said that not everybody may read all of it.
    pub(super) is_paid: bool,
}

/// The meta tags of a page: names in lower case, and contents.
struct Tags(Vec<(String, String)>);

impl Tags {
    fn read(page: &Document) -> Self {
        let mut tags = Vec::new();
        let found = page.select("meta[content]");
        // A property says it with more care than a name.
        for keys in [&["property"][..], &["name", "itemprop", "http-equiv"]] {
            for node in found.nodes().iter().take(MOST_META) {
                let content = node.attr_or("content", "").trim().to_owned();
                if content.is_empty() {
                    continue;
                }
                for key in keys {
                    let names = node.attr_or(key, "").to_ascii_lowercase();
                    let names = names.replace("dc:", "dc.").replace("dcterms:", "dcterms.");
                    tags.extend(
                        names
                            .split_whitespace()
                            .map(|name| (name.to_owned(), content.clone())),
                    );
                }
            }
        }
        Self(tags)
    }

    fn all<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(name, _)| name == wanted)
            .map(|(_, content)| content.as_str())
    }

    /// The first that says something, in the order asked for.
    fn first<T>(&self, wanted: &[&str], read: impl Fn(&str) -> Option<T>) -> Option<T> {
        wanted.iter().flat_map(|name| self.all(name)).find_map(read)
    }
}

/// Reads a page that came from `origin`.
pub(super) fn read(page: &Document, origin: &Origin) -> Facts {
    let tags = Tags::read(page);
    let scripts: Vec<_> = page
        .select("script[type=\"application/ld+json\"]")
        .nodes()
        .iter()
        .take(100)
        .map(dom_query::NodeRef::text)
        .collect();
    let linked = linked::read(scripts.iter().map(AsRef::as_ref));
    let is_linked = linked.is_some();
    let linked = linked.unwrap_or_default();
    let saved = origin.url.as_deref().and_then(|url| Url::parse(url).ok());
    let absolute = |raw: &str| match Url::parse(raw) {
        Ok(url) => Some(url),
        Err(_) => saved.as_ref()?.join(raw).ok(),
    };
    let attr = |selector: &str, name: &str| {
        page.select_single(selector)
            .attr(name)
            .map(|value| value.to_string())
    };
    let url = [
        attr("link[rel=\"canonical\"][href]", "href"),
        tags.first(&["og:url"], |raw| Some(raw.to_owned())),
        linked.url.clone(),
        origin.url.clone(),
        tags.first(&["parsely-link", "twitter:url", "url"], |raw| {
            Some(raw.to_owned())
        }),
    ]
    .into_iter()
    .flatten()
    .filter_map(|raw| absolute(raw.trim()))
    // A page that calls the front page its address would be the same article as every other one.
    .find(|url| url.path().len() > 1 || url.query().is_some());
    let base = attr("base[href]", "href")
        .and_then(|raw| {
            saved
                .as_ref()
                .or(url.as_ref())
                .map_or_else(|| Url::parse(&raw).ok(), |url| url.join(&raw).ok())
        })
        .or_else(|| saved.clone())
        .or_else(|| url.clone());
    let site = tags
        .first(&["og:site_name"], |raw| Some(Clean::line(raw)))
        .or_else(|| linked.site.as_deref().map(Clean::line))
        .or_else(|| {
            tags.first(
                &[
                    "application-name",
                    "dc.publisher",
                    "twitter:app:name:iphone",
                ],
                |raw| Some(Clean::line(raw)),
            )
        })
        .filter(|site| !site.is_empty() && address::link(site).is_none());
    let meta = Meta {
        title: title(&linked, &tags, page),
        byline: authors(&linked, &tags, page)
            .into_iter()
            .filter(|name| !is_own_account(name, url.as_ref()))
            .collect(),
        site,
        published: published(&linked, &tags, page),
        url: url.and_then(|url| address::canonical(url.as_str())),
        lang: attr("html[lang]", "lang")
            .or_else(|| linked.lang.clone())
            .and_then(|raw| language::declared(&raw))
            .or_else(|| {
                tags.first(
                    &["og:locale", "content-language", "dc.language"],
                    language::declared,
                )
            }),
        tags: keywords(&linked, &tags),
    };
    Facts {
        meta,
        base,
        body: linked.body,
        accounts: linked
            .creators
            .iter()
            .map(|name| Clean::line(name))
            .filter(|name| !name.is_empty() && address::link(name).is_none())
            .collect(),
        is_article: is_linked
            || tags
                .first(&["og:type"], |raw| raw.contains("article").then_some(()))
                .is_some(),
        is_paid: linked.is_free == Some(false)
            || tags
                .first(&["article:content_tier"], |raw| {
                    matches!(raw, "locked" | "metered").then_some(())
                })
                .is_some(),
    }
}

/// The title as it is declared; empty when it is not.
fn title(linked: &Linked, tags: &Tags, page: &Document) -> Clean {
    let shown = folded(&page.select_single("head title").text());
    let is_shown = |title: &str| !title.is_empty() && shown.contains(&folded(title));
    let is_site = |name: &str| linked.site.as_deref().map(folded) == Some(folded(name));
    let name = linked.name.as_ref().filter(|name| !is_site(name));
    let declared = match (name, &linked.headline) {
        // A name that is shown, too, may be the site's.
        (Some(name), Some(headline))
            if is_shown(headline) && (!is_shown(name) || headline.len() > name.len()) =>
        {
            Some(headline)
        }
        (Some(name), _) => Some(name),
        (None, headline) => headline.as_ref(),
    };
    let wanted = [
        "dc.title",
        "dcterms.title",
        "og:title",
        "weibo:article:title",
        "twitter:title",
        "parsely-title",
        "sailthru.title",
    ];
    declared
        .map(|title| Clean::line(title))
        .or_else(|| tags.first(&wanted, |raw| Some(Clean::line(raw))))
        .unwrap_or_default()
}

fn authors(linked: &Linked, tags: &Tags, page: &Document) -> Vec<Clean> {
    let several = |names: Vec<Clean>| {
        let mut kept: Vec<Clean> = Vec::new();
        for name in names {
            if !name.is_empty() && address::link(&name).is_none() && !kept.contains(&name) {
                kept.push(name);
            }
        }
        kept
    };
    // A creator of one word is an account.
    let is_person = |name: &&String| name.trim().contains(char::is_whitespace);
    let creators: Vec<&String> = linked.creators.iter().filter(is_person).collect();
    let named: Vec<&String> = linked.authors.iter().collect();
    let named = if named.is_empty() { creators } else { named };
    let declared = match named.as_slice() {
        [one] => byline::declared(one),
        many => many.iter().map(|name| Clean::line(name)).collect(),
    };
    let declared = several(declared);
    if !declared.is_empty() {
        return declared;
    }
    for name in [
        "dc.creator",
        "dcterms.creator",
        "author",
        "parsely-author",
        "article:author",
        "sailthru.author",
        "byl",
        "citation_author",
        "article:author_name",
    ] {
        let found = several(tags.all(name).take(40).flat_map(byline::declared).collect());
        if !found.is_empty() {
            return found;
        }
    }
    let marked = page.select("[itemprop=\"author\"] [itemprop=\"name\"]");
    several(
        marked
            .nodes()
            .iter()
            .take(12)
            .map(|node| Clean::line(&node.text()))
            .filter(|name| name.len() < 100)
            .collect(),
    )
}

/// Whether a name is only that of the blog: "gullpost" on gullpost.example says nothing about who wrote.
fn is_own_account(name: &str, url: Option<&Url>) -> bool {
    let first = url
        .and_then(Url::host_str)
        .and_then(|host| host.strip_prefix("www.").unwrap_or(host).split('.').next());
    first == Some(name)
}

fn published(linked: &Linked, tags: &Tags, page: &Document) -> Option<Clean> {
    let wanted = [
        "article:published_time",
        "og:published_time",
        "datepublished",
        "parsely-pub-date",
        "sailthru.date",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.created",
        "dcterms.available",
        "dc.date",
        "dcterms.date",
        "date",
        "pubdate",
        "publishdate",
        "publish-date",
        "article.published",
        "cxenseparse:recs:publishtime",
        "citation_publication_date",
        "weibo:article:create_at",
        "article:publish_time",
        "displaydate",
    ];
    let declared = linked.published.as_deref().and_then(dates::published);
    let marked = |selector: &str| {
        let found = page.select(selector);
        found.nodes().iter().take(20).find_map(|node| {
            let value = node.attr("datetime").or_else(|| node.attr("content"));
            dates::published(&value.unwrap_or_else(|| node.text()))
        })
    };
    declared
        .or_else(|| tags.first(&wanted, dates::published))
        .or_else(|| marked("[itemprop=\"datePublished\"]"))
        .or_else(|| {
            marked("time[pubdate], time.entry-date, time.published, article header time[datetime]")
        })
        .or_else(|| {
            // One time on a page is the article's; of several, none is sure.
            let times = page.select("time[datetime]");
            (times.length() == 1)
                .then(|| marked("time[datetime]"))
                .flatten()
        })
}

fn keywords(linked: &Linked, tags: &Tags) -> Vec<Clean> {
    let parted = |name: &str| -> Vec<String> {
        tags.all(name)
            .flat_map(|list| list.split([',', ';']))
            .map(str::to_owned)
            .collect()
    };
    let lists = [
        tags.all("article:tag").map(str::to_owned).collect(),
        linked.tags.clone(),
        parted("parsely-tags"),
        parted("news_keywords"),
        parted("sailthru.tags"),
        parted("keywords"),
    ];
    kept_tags(
        lists
            .into_iter()
            .find(|list| list.iter().any(|tag| !tag.trim().is_empty()))
            .unwrap_or_default(),
    )
}

/// Returns tags as they are kept: short ones, each once, without the sign before them.
pub(in crate::import) fn kept_tags(tags: impl IntoIterator<Item = String>) -> Vec<Clean> {
    let mut kept: Vec<Clean> = Vec::new();
    for tag in tags {
        let tag = Clean::line(tag.trim().trim_start_matches('#'));
        let fits = !tag.is_empty() && tag.chars().count() <= LONGEST_TAG && !tag.contains(':');
        if fits && kept.len() < MOST_TAGS && !kept.contains(&tag) {
            kept.push(tag);
        }
    }
    kept
}

/// Returns a title without the publication's name before or after it.
pub(in crate::import) fn bare_title(title: &str, site: Option<&str>, url: Option<&str>) -> Clean {
    const PARTS: &[&str] = &[
        " | ", " - ", " – ", " — ", " · ", " :: ", " » ", " « ", " • ",
    ];
    let title = Clean::line(title);
    let host = url.and_then(address::host).unwrap_or_default();
    let host = folded(host.strip_prefix("www.").unwrap_or(&host));
    let is_site = |part: &str| {
        let part = folded(part);
        let is_named = site.is_some_and(|site| {
            let site = folded(site);
            site == part
                || part.strip_prefix("the") == Some(&site)
                || site.strip_prefix("the") == Some(&part)
        });
        !part.is_empty()
            && (is_named
                || (part.len() > 3
                    && (host == part
                        || host.strip_prefix(&part).is_some_and(|rest| rest.len() <= 5))))
    };
    for sign in PARTS {
        if let Some((words, last)) = title.rsplit_once(sign)
            && is_site(last)
            && !words.trim().is_empty()
        {
            return Clean::line(words);
        }
    }
    if let Some((first, words)) = title.split_once(" | ")
        && is_site(first)
        && !words.trim().is_empty()
    {
        return Clean::line(words);
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::bar("Ferry stops | Gull Post", Some("Gull Post"), "Ferry stops")]
    #[case::the("Ferry stops - The Gull Post", Some("Gull Post"), "Ferry stops")]
    #[case::host("Ferry stops – gullpost.example", None, "Ferry stops")]
    #[case::front("Gull Post | Ferry stops", Some("Gull Post"), "Ferry stops")]
    #[case::part("Ferry - stops", Some("Gull Post"), "Ferry - stops")]
    #[case::alone("Gull Post", Some("Gull Post"), "Gull Post")]
    fn titles_without_the_site(
        #[case] title: &str,
        #[case] site: Option<&str>,
        #[case] bare: &str,
    ) {
        assert_eq!(
            bare_title(title, site, Some("https://www.gullpost.example/a")).as_str(),
            bare
        );
    }

    fn facts(html: &str) -> Facts {
        let page =
            crate::import::page::tree::parsed(&crate::import::page::scan::rewritten(html)).unwrap();
        read(&page, &Origin::default())
    }

    #[rstest]
    #[case::open_graph(
        "<meta property='article:published_time' content='2022-02-01T10:00:00Z'>",
        "2022-02-01T10:00:00Z"
    )]
    #[case::parsely("<meta name=parsely-pub-date content=2022-02-01>", "2022-02-01")]
    #[case::sailthru(
        "<meta name='sailthru.date' content='Tue, 01 Feb 2022 10:00:00 +0000'>",
        "2022-02-01T10:00:00Z"
    )]
    #[case::dublin("<meta name=DC.date.issued content=2022-02-01>", "2022-02-01")]
    #[case::microdata(
        "<body><span itemprop=datePublished>February 1, 2022</span>",
        "2022-02-01"
    )]
    #[case::time("<body><time datetime=2022-02-01>Yesterday</time>", "2022-02-01")]
    #[case::several_times(
        "<body><time datetime=2022-02-01>a</time><time datetime=2022-02-02>b</time>",
        ""
    )]
    fn dates_are_found(#[case] html: &str, #[case] expected: &str) {
        assert_eq!(
            facts(html).meta.published.as_deref().unwrap_or_default(),
            expected
        );
    }

    #[rstest]
    #[case::meta("<meta name=author content='By Ann Lee and Ben Moss'>", &["Ann Lee", "Ben Moss"])]
    #[case::twice("<meta name=author content='Ann Lee'><meta name=author content='Ben Moss'>", &["Ann Lee", "Ben Moss"])]
    #[case::address("<meta property=article:author content=https://social.example/ann>", &[])]
    #[case::creator(r#"<script type="application/ld+json">{"@type":"Article","headline":"x","creator":["Ann Lee"]}</script>"#, &["Ann Lee"])]
    #[case::account(r#"<script type="application/ld+json">{"@type":"Article","headline":"x","creator":"al58"}</script>"#, &[])]
    #[case::own_account("<link rel=canonical href=https://gullpost.example/a><meta name=author content=gullpost>", &[])]
    #[case::microdata("<body><p itemprop=author>By <b itemprop=name>Ann Lee</b></p>", &["Ann Lee"])]
    fn authors_are_found(#[case] html: &str, #[case] expected: &[&str]) {
        let found = facts(html).meta.byline;
        assert_eq!(
            found.iter().map(Clean::as_str).collect::<Vec<_>>(),
            expected
        );
    }

    #[rstest]
    #[case::canonical(
        "<link rel=canonical href=https://a.example/b?utm_source=x>",
        Some("https://a.example/b")
    )]
    #[case::front_page(
        "<link rel=canonical href=https://a.example/><meta property=og:url content=https://a.example/c>",
        Some("https://a.example/c")
    )]
    #[case::relative("<link rel=canonical href=/b>", None)]
    fn addresses_are_found(#[case] html: &str, #[case] expected: Option<&str>) {
        assert_eq!(facts(html).meta.url.as_deref(), expected);
    }
}
