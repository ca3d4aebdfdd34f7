//! What articles were read from: kept as it came, and read anew.

use std::sync::atomic::AtomicBool;

use super::{stdin, story, take_in, write};
use crate::article::{Clean, Query, SourceKind};
use crate::library::ingest::Input;
use crate::library::originals::{Renewed, renew};
use crate::library::{Change, Library, Packed};

fn all(library: &Library) -> Vec<crate::article::ArticleId> {
    let mut ids = library.order(&Query::default(), None).unwrap();
    ids.sort();
    ids
}

fn anew(library: &mut Library, stop: bool) -> Renewed {
    let ids = all(library);
    let now = Clean::line("2026-11-24T22:01:24Z");
    renew(library, &ids, &now, &AtomicBool::new(stop), &mut |_| {}).unwrap()
}

#[test]
fn every_kind_of_source_is_kept_and_gives_the_same_again() {
    let folder = tempfile::tempdir().unwrap();
    let page = format!(
        "<!doctype html><html lang=en><title>A page</title><article><h1>A page</h1><p>{}</p></article>",
        story(3).replace('\n', " ")
    );
    let feed = "<rss><channel><title>Gull Post</title><item><title>An item</title><link>https://gull.example/1</link>\
        <description>It stops.</description></item></channel></rss>";
    let table = "title,url,time_added,tags,status\nFerry,https://sound.example/ferry,1700000000,boats,unread\n";
    let latin = b"Zo\xeb stops\n\nThe ferry na\xefve captain stopped it today, and nobody knows why she did so.\n";
    write(folder.path(), "a.md", "# A story\n\nIt *stops*.\r\n");
    write(folder.path(), "b.txt", &story(2));
    write(folder.path(), "c.html", &page);
    write(folder.path(), "d.xml", feed);
    write(folder.path(), "e.csv", table);
    write(
        folder.path(),
        "f.jsonl",
        "{\"title\": \"A line\", \"text\": \"It stops.\"}\n",
    );
    std::fs::write(folder.path().join("g.txt"), latin).unwrap();
    let mut library = Library::open_in_memory().unwrap();
    let inputs = [Input::Path(folder.path().to_owned())];
    let tally = take_in(&mut library, &inputs);
    assert_eq!((tally.added, tally.refused.len()), (7, 0));
    let mut kinds = Vec::new();
    for id in all(&library) {
        let original = library.original(id).unwrap().unwrap();
        let bytes = original.packed.unpack().unwrap().unwrap();
        let name = original.source.name.to_string();
        let whole = std::fs::read(&name).unwrap();
        match original.source.kind {
            SourceKind::Item | SourceKind::Entry => assert!(bytes.starts_with(b"{")),
            SourceKind::Record => assert_eq!(bytes, whole.trim_ascii_end()),
            _ => assert_eq!(bytes, whole, "{name}"),
        }
        kinds.push(original.source.kind);
    }
    assert_eq!(
        kinds,
        [
            SourceKind::Markdown,
            SourceKind::Plain,
            SourceKind::Page,
            SourceKind::Item,
            SourceKind::Entry,
            SourceKind::Record,
            SourceKind::Plain
        ]
    );
    let renewed = anew(&mut library, false);
    assert_eq!(
        renewed,
        Renewed {
            unchanged: 7,
            ..Renewed::default()
        }
    );
    assert_eq!(library.read_before().unwrap(), []);
    assert_eq!(library.without_source().unwrap(), 0);
    assert!(library.check().unwrap().is_sound());
}

#[test]
fn what_was_done_with_an_article_stays_when_it_is_read_anew() {
    let mut library = Library::open_in_memory().unwrap();
    take_in(&mut library, &[stdin(story(1).into_bytes())]);
    let id = all(&library)[0];
    library.change(id, &Change::Starred(true)).unwrap();
    library.change(id, &Change::Place(40)).unwrap();
    let tags = vec![Clean::line("mine")];
    library.change(id, &Change::Tags(tags)).unwrap();
    let before = library.open_article(id).unwrap().unwrap();
    assert_eq!(anew(&mut library, false).unchanged, 1);
    assert_eq!(library.open_article(id).unwrap().unwrap(), before);
}

#[test]
fn what_is_too_large_is_said_to_be() {
    let mut library = Library::open_in_memory().unwrap();
    let long = story(1) + &"\n".repeat(Packed::MOST);
    take_in(&mut library, &[stdin(long.into_bytes())]);
    let original = library.original(all(&library)[0]).unwrap().unwrap();
    assert!(original.packed.is_too_large() && original.packed.len() > Packed::MOST);
    assert_eq!(anew(&mut library, false).too_large, 1);
}

#[test]
fn reading_anew_can_be_stopped() {
    let mut library = Library::open_in_memory().unwrap();
    take_in(&mut library, &[stdin(story(1).into_bytes())]);
    let renewed = anew(&mut library, true);
    assert!(renewed.interrupted);
    assert_eq!(renewed.changed + renewed.unchanged, 0);
}
