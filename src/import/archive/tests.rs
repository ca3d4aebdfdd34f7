//! What comes out of the files of each program, and that nothing in them does harm.

use std::fmt::Write as _;

use super::*;
use crate::article::{BlockKind, Body, Record};
use crate::import::{Extent, Hint, Imported, import_all, records};

fn shown(record: &Record) -> String {
    let (meta, state) = (&record.article.meta, &record.state);
    let mut out = format!("# {}\n", meta.title);
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(out, "{name}: {value}");
        }
    };
    let joined = |list: &[crate::article::Clean]| {
        let list: Vec<&str> = list.iter().map(crate::article::Clean::as_str).collect();
        list.join("; ")
    };
    line("url", meta.url.as_deref().unwrap_or_default());
    line("by", &joined(&meta.byline));
    line("site", meta.site.as_deref().unwrap_or_default());
    line("published", meta.published.as_deref().unwrap_or_default());
    line("lang", meta.lang.as_deref().unwrap_or_default());
    line("tags", &joined(&state.tags));
    line("added", &record.provenance.imported);
    let flags = [
        (state.read, "read"),
        (state.starred, "starred"),
        (state.archived, "archived"),
    ];
    let flags: Vec<&str> = flags.iter().filter(|it| it.0).map(|it| it.1).collect();
    line("state", &flags.join(", "));
    let text = record.article.body.text();
    for highlight in &state.highlights {
        let found = highlight.anchor.find(text).is_ok();
        let place = if found { "there" } else { "lost" };
        line(
            "highlight",
            &format!(
                "“{}” ({place}) {} {}",
                highlight.anchor.exact,
                highlight.made,
                highlight.note.replace('\n', " / ")
            ),
        );
    }
    format!("{out}\n{text}\n\n")
}

fn told(report: &Report) -> String {
    let Report {
        program,
        articles,
        bare,
        highlights,
        left_out,
        ..
    } = report;
    format!(
        "Report {{ program: {program:?}, articles: {articles}, bare: {bare}, highlights: {highlights}, left_out: {left_out} }}"
    )
}

#[test]
fn each_program_as_it_comes_out() {
    insta::glob!(
        "../../../tests/corpus/archives",
        "*.{csv,html,json}",
        |path| {
            let bytes = std::fs::read(path).unwrap();
            let archive = read(&bytes).unwrap().unwrap();
            let mut out = format!("{}\n\n", told(&archive.report));
            for entry in archive.into_entries() {
                let record = entry.into_record().unwrap();
                let body = &record.article.body;
                Body::from_parts(body.text().to_owned(), body.blocks().to_vec()).unwrap();
                let line = records::write_line(&record);
                assert_eq!(records::read_line(&line).unwrap(), record, "{line}");
                out += &shown(&record);
            }
            insta::assert_snapshot!(out);
        }
    );
}

#[test]
fn a_name_says_nothing() {
    let hint = Hint {
        name: "pocket.csv",
        ..Hint::default()
    };
    let bytes = b"Ferry stops, again\n\nIt sails no more, and nobody knows why.";
    let imported = import_all(bytes, hint, Extent::Article).unwrap();
    assert!(matches!(imported, Imported::Article(..)));
    let bytes = b"url,status,title,tags,time_added\nhttps://gull.example/a,unread,A,,1\n";
    let imported = import_all(bytes, Hint::default(), Extent::Article).unwrap();
    assert!(matches!(imported, Imported::Archive(_)));
}

#[test]
fn other_lists_are_nobodys() {
    for text in [
        "[]",
        "[1, 2]",
        "[{\"id\": 1, \"title\": \"x\"}]",
        "[link](https://gull.example)",
        "title,url\na,b",
        "<!DOCTYPE html><title>Exports of the harbour</title>",
    ] {
        assert!(read(text.as_bytes()).is_none(), "{text}");
    }
}

#[test]
fn a_list_that_is_cut_off_is_refused() {
    let text = r#"[{"url":"https://gull.example","content":"<p>x","is_archived":0},{"url":"#;
    assert!(matches!(
        read(text.as_bytes()),
        Some(Err(ImportError::Broken { .. }))
    ));
}

#[test]
fn what_needs_no_text_has_its_address_as_a_link() {
    let bytes = b"title,url,time_added,tags,status\n,https://gull.example/a,1,,unread\n";
    let entries = read(bytes).unwrap().unwrap().into_entries();
    let record = entries.into_iter().next().unwrap().into_record().unwrap();
    let blocks = record.article.body.blocks();
    assert_eq!(blocks.len(), 1);
    assert_eq!(blocks[0].kind, BlockKind::Paragraph);
    assert_eq!(blocks[0].marks.len(), 1);
    assert_eq!(record.provenance.imported.as_str(), "");
}

fn all_through(bytes: &[u8]) {
    if let Some(Ok(archive)) = read(bytes) {
        for entry in archive.into_entries() {
            if let Ok(record) = entry.into_record() {
                let line = records::write_line(&record);
                assert_eq!(records::read_line(&line).unwrap(), record);
            }
        }
    }
}

const HEADS: &[&str] = &[
    "title,url,time_added,tags,status\n",
    "URL,Title,Selection,Folder,Timestamp,Tags\n",
    "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n",
    "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n",
    "<!DOCTYPE NETSCAPE-Bookmark-file-1>",
    "<!DOCTYPE html><title>Pocket Export</title>",
    "<!DOCTYPE html><title>Instapaper: Export</title>",
];

proptest::proptest! {
    #[test]
    fn any_table_or_page_is_read(
        head in 0..HEADS.len(),
        rest in "(\\PC|[\",|\n\r<>='&/\\[\\]]|https://a\\.example/|<DT>|<DL>|</DL>|<a href=|</a>|<h1>|1700000000|Highlight:|Note:){0,60}",
    ) {
        all_through(format!("{}{rest}", HEADS[head]).as_bytes());
    }

    #[test]
    fn any_object_is_read(
        title in "\\PC{0,30}",
        content in "(\\PC|[<>&\"'/]|<p>|</p>|<li>|<table>|<td>|word ){0,60}",
        quote in "\\PC{0,20}",
        flag in 0..3_i64,
    ) {
        let wallabag = serde_json::json!([{"url": format!("https://a.example/{flag}"), "title": title, "content": content,
            "is_archived": flag, "tags": [title, {"label": quote}, 7],
            "annotations": [{"quote": quote, "text": content}, "x"]}]);
        all_through(wallabag.to_string().as_bytes());
        let zotero = serde_json::json!([{"id": flag, "type": "webpage", "title": title, "URL": content, "abstract": content,
            "note": quote, "keyword": title, "author": [{"family": title}], "issued": {"date-parts": [[flag, flag, title]]}}]);
        all_through(zotero.to_string().as_bytes());
    }

    #[test]
    fn any_bytes_are_nobodys_or_read(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        all_through(&bytes);
    }
}
