//! Zotero RDF: references with tags, collections, notes and abstracts, and the pages that were saved with them. Those lie in
//! files beside it; which ones is said here, whoever opens files looks for them.

use std::collections::{HashMap, HashSet};

use crate::article::Clean;
use crate::import::archive::entry::{Content, Entry, Shelf};
use crate::import::archive::when;
use crate::import::archive::zotero::words;
use crate::import::feed::tree::{self, Node};
use crate::import::{ImportError, address, dates, language};

/// What its first lines say, in lower case.
pub(super) const SIGNS: &[&str] = &["<rdf:rdf", "http://www.zotero.org/namespaces/export#"];

/// Most elements and texts: those of forty thousand references.
const MOST_NODES: usize = 4_000_000;
/// Most notes, pages and parts of one reference.
const MOST_PARTS: usize = 200;
/// Most bytes of all notes on a reference.
const LONGEST_NOTE: usize = 20_000;

/// Reads references.
pub(super) fn read(text: &str, shelf: &mut Shelf) -> Result<(), ImportError> {
    let root = tree::read_most(text, MOST_NODES)?;
    let root = root.filter(|root| root.name() == "rdf" && !root.is_cut);
    let root = root.ok_or_else(|| ImportError::Broken {
        reason: "it is cut off, or no RDF".to_owned(),
    })?;
    let graph = Graph::of(&root);
    for node in root.nodes() {
        let about = node.attribute("about").unwrap_or_default();
        match node.name() {
            // Journals, newspapers and collections say something about others.
            _ if node.child("itemtype").is_none() => {}
            "memo" if !graph.belong.contains(about) => {
                let mut entry = Entry {
                    content: Content::Html(node.value("value")),
                    ..Entry::default()
                };
                graph.tag(node, &mut entry);
                shelf.put(entry)?;
            }
            "attachment" if !graph.belong.contains(about) => {
                shelf.put(graph.entry(node, &[node]))?;
            }
            "memo" | "attachment" => {}
            _ => {
                let attached: Vec<&Node> = graph.all(node, "link").collect();
                shelf.put(graph.entry(node, &attached))?;
            }
        }
    }
    Ok(())
}

/// What leads from one description to another.
struct Graph<'a> {
    by_name: HashMap<&'a str, &'a Node>,
    /// Notes and files that belong to a reference.
    belong: HashSet<&'a str>,
    /// Collections, by what is in them.
    collections: HashMap<&'a str, Vec<String>>,
}

impl<'a> Graph<'a> {
    fn of(root: &'a Node) -> Self {
        let mut graph = Self {
            by_name: HashMap::new(),
            belong: HashSet::new(),
            collections: HashMap::new(),
        };
        for node in root.nodes() {
            if let Some(about) = node.attribute("about") {
                graph.by_name.entry(about).or_insert(node);
            }
            for part in node.nodes() {
                let Some(other) = part.attribute("resource") else {
                    continue;
                };
                match part.name() {
                    "isreferencedby" | "link" => {
                        graph.belong.insert(other);
                    }
                    "haspart" if node.name() == "collection" => {
                        let inside = graph.collections.entry(other).or_default();
                        inside.push(node.value("title"));
                    }
                    _ => {}
                }
            }
        }
        graph
    }

    /// Returns what a description leads to by a word: described there, or elsewhere under a name.
    fn all(&self, node: &'a Node, word: &'static str) -> impl Iterator<Item = &'a Node> {
        let parts = node.nodes().filter(move |part| part.name() == word);
        parts.take(MOST_PARTS).filter_map(|part| {
            let named = || self.by_name.get(part.attribute("resource")?).copied();
            part.nodes().next().or_else(named)
        })
    }

    fn entry(&self, node: &'a Node, attached: &[&Node]) -> Entry {
        let about = node.attribute("about").unwrap_or_default();
        let (site, doi) = self.container(node);
        let url = address_of(node)
            .or_else(|| Some(about.to_owned()).filter(|it| address::canonical(it).is_some()))
            .or_else(|| attached.iter().find_map(|it| address_of(it)))
            .or_else(|| doi.or_else(|| doi_of(node)));
        let mut entry = Entry {
            added: when::moment(&node.value("datesubmitted")),
            published: dates::published(&node.value("date")),
            lang: language::declared(&node.value("language")),
            byline: self.authors(node),
            site,
            excerpt: words(&node.value("abstract")),
            ..Entry::at(&url.unwrap_or_default())
        };
        entry.set_title(&words(&node.value("title")));
        self.tag(node, &mut entry);
        for memo in self.all(node, "isreferencedby") {
            let note = words(&memo.value("value"));
            if !note.is_empty() && entry.note.len() + note.len() < LONGEST_NOTE {
                if !entry.note.is_empty() {
                    entry.note.push_str("\n\n");
                }
                entry.note.push_str(&note);
            }
        }
        entry.attached = attached.iter().filter_map(|it| saved_page(it)).collect();
        entry
    }

    fn tag(&self, node: &Node, entry: &mut Entry) {
        for subject in node.nodes().filter(|part| part.name() == "subject") {
            // A tag that a program gave stands in an element; so does a place on a shelf, which is none.
            let tag = match subject.nodes().next() {
                Some(inner) if inner.name() == "automatictag" => inner.value("value"),
                Some(_) => continue,
                None => subject.text().into_owned(),
            };
            entry.tag([tag.trim()]);
        }
        let about = node.attribute("about").unwrap_or_default();
        let collections = self.collections.get(about).into_iter().flatten();
        entry.tag(collections.map(String::as_str));
    }

    fn authors(&self, node: &'a Node) -> Vec<Clean> {
        let lists = node.nodes().filter(|part| part.name() == "authors");
        let people = lists
            .flat_map(Node::nodes)
            .flat_map(Node::nodes)
            .filter_map(|li| {
                let named = || self.by_name.get(li.attribute("resource")?).copied();
                li.nodes().next().or_else(named)
            });
        let names = people.map(|person| {
            let given = person.value("givenname");
            let last = person.value("surname");
            Clean::line(&format!("{given} {last}"))
        });
        names
            .filter(|name| !name.is_empty())
            .take(MOST_PARTS)
            .collect()
    }

    /// Returns what a reference appeared in, and its DOI where that is said there.
    fn container(&self, node: &'a Node) -> (Option<Clean>, Option<String>) {
        let mut inside = vec![node];
        // A section is in a newspaper, a journal in a series.
        for _ in 0..3 {
            let outer: Vec<&Node> = inside
                .iter()
                .flat_map(|node| self.all(node, "ispartof"))
                .take(MOST_PARTS)
                .collect();
            let known = outer
                .iter()
                .find(|it| !["part", "series"].contains(&it.name()));
            if let Some(container) = known {
                let title = Clean::line(&container.value("title"));
                return (Some(title).filter(|it| !it.is_empty()), doi_of(container));
            }
            inside = outer;
        }
        (None, None)
    }
}

/// Returns the address that a description says it has.
fn address_of(node: &Node) -> Option<String> {
    let parts = node.nodes().filter(|part| part.name() == "identifier");
    let urls = parts
        .flat_map(Node::nodes)
        .filter(|inner| inner.name() == "uri");
    urls.map(|uri| uri.value("value"))
        .find(|url| address::canonical(url).is_some())
}

/// Returns the address that a DOI stands for.
fn doi_of(node: &Node) -> Option<String> {
    let mut parts = node.nodes().filter(|part| part.name() == "identifier");
    parts.find_map(|part| {
        let text = part.text();
        let doi = text.trim().strip_prefix("DOI ")?.trim();
        Some(format!("https://doi.org/{doi}"))
    })
}

/// Returns where a file lies that is a saved page.
fn saved_page(node: &Node) -> Option<String> {
    let is_page = node.value("type").to_ascii_lowercase().contains("html");
    let mut places = node
        .nodes()
        .filter(|part| ["resource", "path"].contains(&part.name()));
    places
        .find_map(|place| place.attribute("resource"))
        .filter(|_| node.name() == "attachment" && is_page)
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Record;
    use crate::import::archive;

    const HEAD: &str = r#"<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:bib="http://purl.org/net/biblio#"
 xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:link="http://purl.org/rss/1.0/modules/link/">"#;
    const ITEMS: &str = r##"
  <bib:Article rdf:about="https://gull.example/ferry">
    <z:itemType>newspaperArticle</z:itemType>
    <dcterms:isPartOf><bib:Part><dc:title>Front</dc:title>
      <dcterms:isPartOf><bib:Newspaper><dc:title>Gull Post</dc:title></bib:Newspaper></dcterms:isPartOf></bib:Part></dcterms:isPartOf>
    <bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Lee</foaf:surname><foaf:givenName>Ann</foaf:givenName></foaf:Person></rdf:li>
      <rdf:li><foaf:Person><foaf:surname>Harbour Board</foaf:surname></foaf:Person></rdf:li></rdf:Seq></bib:authors>
    <dcterms:isReferencedBy rdf:resource="#item_2"/>
    <link:link rdf:resource="#item_3"/><link:link rdf:resource="#item_4"/>
    <dc:subject>boats &amp; quays</dc:subject>
    <dc:subject><z:AutomaticTag><rdf:value>Storms</rdf:value></z:AutomaticTag></dc:subject>
    <dc:subject><dcterms:LCC><rdf:value>QA 1</rdf:value></dcterms:LCC></dc:subject>
    <dc:title>Ferry stops &a; &x;</dc:title><dcterms:abstract>A storm.</dcterms:abstract>
    <dc:date>2024-02-29</dc:date><z:language>en</z:language>
    <dc:identifier><dcterms:URI><rdf:value>https://gull.example/ferry?utm_source=x</rdf:value></dcterms:URI></dc:identifier>
    <dcterms:dateSubmitted>2024-03-01 10:20:30</dcterms:dateSubmitted>
  </bib:Article>
  <bib:Memo rdf:about="#item_2"><rdf:value>&lt;p&gt;Ask &lt;b&gt;her&lt;/b&gt;.&lt;/p&gt;</rdf:value></bib:Memo>
  <z:Attachment rdf:about="#item_3"><z:itemType>attachment</z:itemType>
    <rdf:resource rdf:resource="files/3/ferry.html"/><dc:title>Snapshot</dc:title><link:type>text/html</link:type></z:Attachment>
  <z:Attachment rdf:about="#item_4"><z:itemType>attachment</z:itemType>
    <rdf:resource rdf:resource="files/4/ferry.pdf"/><link:type>application/pdf</link:type></z:Attachment>
  <bib:Article rdf:about="#item_5"><z:itemType>journalArticle</z:itemType><dcterms:isPartOf rdf:resource="urn:issn:1"/>
    <dc:title>On gulls</dc:title></bib:Article>
  <bib:Journal rdf:about="urn:issn:1"><dc:title>Birds</dc:title><dc:identifier>DOI 10.1/x</dc:identifier></bib:Journal>
  <bib:Memo rdf:about="#item_6"><z:itemType>note</z:itemType><rdf:value>&lt;p&gt;Loose words.&lt;/p&gt;</rdf:value></bib:Memo>
  <z:Attachment rdf:about="#item_7"><z:itemType>attachment</z:itemType><rdf:resource rdf:resource="files/7/a.html"/>
    <dc:identifier><dcterms:URI><rdf:value>https://gull.example/alone</rdf:value></dcterms:URI></dc:identifier>
    <dc:title>Alone</dc:title><link:type>text/html</link:type></z:Attachment>
  <z:Collection rdf:about="#collection_1"><dc:title>Coast</dc:title><dcterms:hasPart rdf:resource="#item_5"/></z:Collection>
"##;

    fn entries(items: &str) -> Vec<Entry> {
        let text = format!("{HEAD}{items}</rdf:RDF>");
        let archive = archive::read(text.as_bytes()).unwrap().unwrap();
        assert_eq!(archive.report.program, "Zotero");
        archive.into_entries()
    }

    fn record(entry: &Entry) -> Record {
        entry.clone().into_record().unwrap()
    }

    #[test]
    fn references_come_with_all_that_belongs_to_them() {
        let [ferry, gulls, loose, alone] = <[Entry; 4]>::try_from(entries(ITEMS)).unwrap();
        assert_eq!(ferry.attached(), ["files/3/ferry.html"]);
        let shown = record(&ferry);
        let (meta, state) = (&shown.article.meta, &shown.state);
        // No entity but those of XML is read.
        assert_eq!(meta.title.as_str(), "Ferry stops &a; &x;");
        assert_eq!(meta.url.as_deref(), Some("https://gull.example/ferry"));
        assert_eq!(meta.site.as_deref(), Some("Gull Post"));
        assert_eq!(
            meta.byline,
            [Clean::line("Ann Lee"), Clean::line("Harbour Board")]
        );
        assert_eq!(shown.provenance.imported.as_str(), "2024-03-01T10:20:30Z");
        let tags: Vec<&str> = state.tags.iter().map(Clean::as_str).collect();
        assert_eq!(tags, ["Storms", "boats & quays", "incomplete"]);
        assert_eq!(state.highlights[0].note.as_str(), "Ask her.");

        let gulls = record(&gulls);
        assert_eq!(gulls.article.meta.site.as_deref(), Some("Birds"));
        assert_eq!(
            gulls.article.meta.url.as_deref(),
            Some("https://doi.org/10.1/x")
        );
        assert!(gulls.state.tags.contains(&Clean::line("Coast")));
        assert_eq!(record(&loose).article.body.text(), "Loose words.");
        assert_eq!(alone.attached(), ["files/7/a.html"]);
        assert_eq!(alone.label().as_str(), "Alone");
    }

    #[test]
    fn a_saved_page_gives_the_text_and_the_reference_what_is_known() {
        let mut ferry = entries(ITEMS).remove(0);
        let words = "The ferry to the island was stopped on Tuesday because of the storm, the harbour master said, and nobody knows when.";
        let page = format!(
            "<html><title>Other</title><nav><a href=/>Home</a></nav><article><h1>Other</h1><p>{words}</p></article>"
        );
        ferry.attach(page.as_bytes());
        let shown = record(&ferry);
        assert_eq!(shown.article.meta.title.as_str(), "Ferry stops &a; &x;");
        assert_eq!(shown.article.meta.published.as_deref(), Some("2024-02-29"));
        let text = shown.article.body.text();
        assert!(text.contains(words) && !text.contains("Home"), "{text}");
        assert!(!shown.state.tags.contains(&Clean::line("incomplete")));
        // Where there is none on the page, the reference is what there is.
        ferry.attach(b"<html><a href=/>Home</a>");
        assert!(record(&ferry).article.body.text().contains("A storm."));
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        let text = format!("{HEAD}{ITEMS}");
        assert!(archive::read(text.as_bytes()).unwrap().is_err());
    }

    #[test]
    fn references_may_lead_in_circles() {
        let circle = r##"<bib:Part rdf:about="#a"><z:itemType>x</z:itemType><dc:title>T</dc:title><dcterms:isPartOf rdf:resource="#a"/>
            <link:link rdf:resource="#a"/><dcterms:isReferencedBy rdf:resource="#a"/></bib:Part>"##;
        entries(&circle.repeat(300));
    }

    proptest::proptest! {
        #[test]
        fn any_references_are_read(items in proptest::collection::vec(proptest::sample::select(&[
            "<bib:Article rdf:about='#a'>", "</bib:Article>", "<z:itemType>x</z:itemType>", "<link:link rdf:resource='#a'/>", "<dc:title>T",
            "</dc:title>", "<z:Attachment rdf:about='#b'>", "</z:Attachment>", "<rdf:resource rdf:resource='../x'/>", "<link:type>text/html</link:type>",
            "<bib:authors><rdf:Seq><rdf:li>", "<foaf:Person>", "<foaf:surname>L", "<dcterms:isPartOf>", "<dc:subject>", "&a;", "<bib:Memo>", "words",
        ][..]), 0..40)) {
            let text = format!("{HEAD}{}</rdf:RDF>", items.concat());
            if let Some(Ok(archive)) = archive::read(text.as_bytes()) {
                for entry in archive.into_entries() {
                    let _ = entry.into_record();
                }
            }
        }
    }
}
