//! Feeds as they are written, well and badly.

use super::*;
use rstest::rstest;

fn entries(text: &str) -> Vec<Entry> {
    let feed = of_text(text, Some("https://gull.example/feed.xml")).unwrap();
    feed.into_entries().collect()
}

fn one(text: &str) -> Article {
    let mut entries = entries(text);
    assert_eq!(entries.len(), 1);
    entries.remove(0).article().unwrap()
}

fn rss(item: &str) -> String {
    format!(
        "<?xml version='1.0'?><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:content='http://purl.org/rss/1.0/modules/content/' \
         xmlns:media='http://search.yahoo.com/mrss/'><channel><title>Gull Post</title><link>https://gull.example/</link><language>en-gb</language>\
         <item>{item}</item></channel></rss>"
    )
}

fn atom(entry: &str) -> String {
    format!(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://gull.example/a/'><title>Gull Post</title>\
         <author><name>Desk</name></author><entry>{entry}</entry></feed>"
    )
}

#[test]
fn an_item_of_rss_with_all_it_may_have() {
    let article = one(&rss(
        "<title>Ferry &amp;amp; gulls &lt;b&gt;stop&lt;/b&gt;</title><link>/2022/ferry?utm_medium=rss</link><guid isPermaLink='false'>17</guid>\
         <dc:creator><![CDATA[By Ann Lee and Ben Moss]]></dc:creator><pubDate>Tue, 1 Feb 2022 10:00:00 +0100</pubDate>\
         <category>Sea</category><category><![CDATA[Storms]]></category><description>Short.</description>\
         <content:encoded><![CDATA[<p>The ferry was stopped, <em>said</em> the harbour master.</p><blockquote><p>“No boat today.”</p></blockquote>]]></content:encoded>\
         <media:content url='https://gull.example/a.jpg' medium='image'><media:description>The ferry at the quay.</media:description><media:credit>Ann Lee</media:credit></media:content>\
         <enclosure url='https://gull.example/talk.mp3' type='audio/mpeg' length='2000000'/>",
    ));
    let meta = &article.meta;
    assert_eq!(meta.title.as_str(), "Ferry & gulls stop");
    assert_eq!(meta.url.as_deref(), Some("https://gull.example/2022/ferry"));
    assert_eq!(meta.byline, ["Ann Lee", "Ben Moss"].map(Clean::line));
    assert_eq!(meta.published.as_deref(), Some("2022-02-01T10:00:00+01:00"));
    assert_eq!(meta.tags, ["Sea", "Storms"].map(Clean::line));
    assert_eq!(
        (meta.site.as_deref(), meta.lang.as_deref()),
        (Some("Gull Post"), Some("en"))
    );
    assert_eq!(
        article.body.text(),
        "Ferry & gulls stop\n\nThe ferry at the quay. Ann Lee\n\nThe ferry was stopped, said the harbour master.\n\n\
         “No boat today.”\n\ntalk.mp3 (audio/mpeg, 2 MB)"
    );
}

#[test]
fn an_entry_of_atom_with_all_it_may_have() {
    let article = one(&atom(
        "<id>tag:gull.example,2022:17</id><title type='html'>Ferry &lt;i&gt;stops&lt;/i&gt;</title><link rel='self' href='x.xml'/>\
         <link rel='alternate' href='ferry'/><link rel='enclosure' href='talk.mp3' type='audio/mpeg'/><category term='sea' label='Sea'/>\
         <published>2022-02-01T10:00:00Z</published><updated>2022-02-02T10:00:00Z</updated>\
         <summary>Short.</summary><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>It <a href='b'>stopped</a>.</p></div></content>",
    ));
    let meta = &article.meta;
    assert_eq!(meta.title.as_str(), "Ferry stops");
    assert_eq!(meta.url.as_deref(), Some("https://gull.example/a/ferry"));
    assert_eq!(meta.byline, [Clean::line("Desk")]);
    assert_eq!(meta.published.as_deref(), Some("2022-02-01T10:00:00Z"));
    assert_eq!(meta.tags, [Clean::line("Sea")]);
    assert_eq!(
        article.body.text(),
        "Ferry stops\n\nIt stopped.\n\ntalk.mp3 (audio/mpeg)"
    );
}

#[test]
fn an_item_of_json_feed() {
    let article = one(
        r#"{"version": "https:\/\/jsonfeed.org/version/1.1", "title": "Gull Post", "home_page_url": "https://gull.example/",
            "items": [{"id": 17, "url": "/ferry", "title": "Ferry stops", "content_html": "<p>It <b>stopped</b>.</p>", "content_text": "no",
            "date_published": "2022-02-01T10:00:00Z", "authors": [{"name": "Ann Lee"}, {"name": 7}], "tags": ["Sea", 1], "language": "de",
            "attachments": [{"url": "talk.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 12000, "title": "Talk"}]}]}"#,
    );
    assert_eq!(
        article.meta.url.as_deref(),
        Some("https://gull.example/ferry")
    );
    assert_eq!(article.meta.byline, [Clean::line("Ann Lee")]);
    assert_eq!(article.meta.lang.as_deref(), Some("de"));
    assert_eq!(
        article.body.text(),
        "Ferry stops\n\nIt stopped.\n\nTalk (audio/mpeg, 12 kB)"
    );
}

#[rstest]
#[case::rdf(
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel rdf:about='x'/><item rdf:about='https://gull.example/b'><title>Ferry stops</title></item></rdf:RDF>"
)]
#[case::old(
    "<rss version='0.91'><channel></channel><item><title>Ferry stops</title><link>https://gull.example/b</link></item></rss>"
)]
#[case::cdf(
    "<CHANNEL><TITLE>x</TITLE><ITEM HREF='https://gull.example/b'><TITLE>Ferry stops</TITLE></ITEM></CHANNEL>"
)]
#[case::atom_03(
    "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title mode='escaped'>Ferry stops</title><link rel='alternate' type='text/html' href='https://gull.example/b'/></entry></feed>"
)]
#[case::guid(
    "<rss><item><title>Ferry stops</title><guid>https://gull.example/b</guid></item></rss>"
)]
#[case::prefixed(
    "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:title>Ferry stops</a:title><a:link href='https://gull.example/b'/></a:entry></a:feed>"
)]
#[case::channel_in_other_words(
    "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><dc:title>x</dc:title><item><dc:title>Ferry stops</dc:title><link>https://gull.example/b</link></item></channel></rss>"
)]
#[case::text_elsewhere(
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Ferry stops</title><content src='https://gull.example/b'/></entry></feed>"
)]
#[case::feedburner(
    "<rss><item><title>Ferry stops</title><link>https://far.example/1</link><feedburner:origLink>https://gull.example/b</feedburner:origLink></item></rss>"
)]
fn other_feeds(#[case] text: &str) {
    let article = one(text);
    assert_eq!(article.meta.title.as_str(), "Ferry stops");
    assert_eq!(article.meta.url.as_deref(), Some("https://gull.example/b"));
}

#[rstest]
#[case::bare_and("<title>Q&A & more</title>", "Q&A & more")]
#[case::undeclared("<title>Caf&eacute; &nosuch; &mdash; x</title>", "Café &nosuch; — x")]
#[case::less_than("<title>1 < 2</title>", "1 < 2")]
#[case::tags("<title>The <b>big</b> one</title>", "The big one")]
#[case::section("<title><![CDATA[AT&amp;T <em>x</em>]]></title>", "AT&T x")]
#[case::twice("<title>Don&amp;#8217;t</title>", "Don’t")]
#[case::unclosed("<title>One<link>https://gull.example/1</link>", "One")]
#[case::types("<title>Use &lt;Vec&gt; now</title>", "Use <Vec> now")]
#[case::escapes("<title>Red \u{1b}[31m \u{202e}x</title>", "Red x")]
fn titles(#[case] item: &str, #[case] expected: &str) {
    let article = one(&rss(&format!("{item}<description>Words.</description>")));
    assert!(
        article.meta.title.as_str().starts_with(expected),
        "{}",
        article.meta.title
    );
}

#[rstest]
#[case("<pubDate>February 1, 2022</pubDate>", "2022-02-01")]
#[case(
    "<pubDate>Tue, 01 Feb 2022 10:00:00 EST</pubDate>",
    "2022-02-01T10:00:00-05:00"
)]
#[case("<dc:date>2022-02-01T10:00Z</dc:date>", "2022-02-01T10:00:00Z")]
#[case(
    "<pubDate>no date</pubDate><dc:date>2022-02-01</dc:date>",
    "2022-02-01"
)]
#[case(
    "<pubDate>Mon, 1 Feb 2022 10:00:00 GMT</pubDate>",
    "2022-02-01T10:00:00Z"
)]
fn dates(#[case] date: &str, #[case] expected: &str) {
    let article = one(&rss(&format!("<title>Ferry</title>{date}")));
    assert_eq!(article.meta.published.as_deref(), Some(expected));
}

#[rstest]
#[case("<author>ann@gull.example (Ann Lee)</author>", &["Ann Lee"])]
#[case("<author>Ann Lee &lt;ann@gull.example&gt;</author>", &["Ann Lee"])]
#[case("<author>ann@gull.example</author>", &[])]
#[case("<dc:creator>Ann Lee</dc:creator><dc:creator>Ben Moss</dc:creator>", &["Ann Lee", "Ben Moss"])]
#[case("<author><name>Ann Lee</name><email>ann@gull.example</email></author>", &["Ann Lee"])]
fn authors(#[case] item: &str, #[case] expected: &[&str]) {
    let article = one(&rss(&format!("<title>Ferry</title>{item}")));
    let found: Vec<_> = article.meta.byline.iter().map(Clean::as_str).collect();
    assert_eq!(found, expected);
}

#[rstest]
#[case::channel("<rss><channel><item><title>A</title></item><item><title>B</title></item>")]
#[case::section(
    "<rss><channel><item><title>A</title></item><item><title>B</title></item><item><title>C</title><description><![CDATA[<p>Half"
)]
#[case::tag(
    "<rss><channel><item><title>A</title></item><item><title>B</title></item><item><link hr"
)]
#[case::json(r#"{"version": "https://jsonfeed.org/version/1", "items": [{"title": "A"}, {"title": "B"}, {"title": "C", "content_te"#)]
fn a_feed_that_is_cut_off_has_its_items(#[case] text: &str) {
    let found = entries(text);
    let whole: Vec<_> = found
        .iter()
        .filter(|entry| !entry.is_cut())
        .map(|entry| entry.title().as_str())
        .collect();
    assert_eq!(whole, ["A", "B"]);
}

#[test]
fn no_entity_grows_and_no_file_is_read() {
    let bomb = (1..20).fold(String::new(), |all, n| {
        let before = n - 1;
        all + &format!("<!ENTITY a{n} '&a{before};&a{before};'>")
    });
    let text = format!(
        "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a0 'ha'>{bomb}<!ENTITY f SYSTEM 'file:///etc/passwd'>]>\
         <rss><item><title>Ferry &a19; &f;</title></item></rss>"
    );
    assert_eq!(one(&text).meta.title.as_str(), "Ferry &a19; &f;");
}

#[test]
fn items_are_told_apart_by_what_the_feed_calls_them() {
    let text = "<rss><item><guid>1</guid><title>A</title></item><item><guid>2</guid><title>A</title></item><item><title>A</title></item></rss>";
    let ids: Vec<_> = entries(text).into_iter().map(|entry| entry.id).collect();
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0].len() == 64);
}

#[test]
fn what_is_no_feed_is_refused() {
    assert_eq!(
        of_text("<html><p>x", None).unwrap_err(),
        ImportError::NotAFeed
    );
    assert_eq!(of_text("words", None).unwrap_err(), ImportError::NotAFeed);
    assert_eq!(of_text("<opml/>", None).unwrap_err(), ImportError::Opml);
    assert!(read(b"%PDF-1.4", None, None).is_err());
}

#[test]
fn encodings_are_those_that_are_declared() {
    let text =
        rss("<title>Fähre</title>").replace("version='1.0'", "version='1.0' encoding='iso-8859-1'");
    let bytes: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let feed = read(&bytes, None, None).unwrap();
    assert_eq!(
        feed.into_entries().next().unwrap().title().as_str(),
        "Fähre"
    );
}

#[rstest]
#[case("description")]
#[case("content:encoded")]
#[case("body")]
#[case("fullitem")]
fn the_text_has_many_names(#[case] name: &str) {
    let article = one(&rss(&format!("<{name}>&lt;p&gt;Words.</{name}>")));
    assert_eq!(article.body.text(), "Words.");
}

#[rstest]
#[case("<rss>".to_owned() + &"<item>".repeat(200_000))]
#[case("<rss><item>".to_owned() + &"<description>".repeat(100_000))]
#[case("<rss>".to_owned() + &"<item><title>x</title></item>".repeat(50_000))]
#[case("<rss><item><description>".to_owned() + &"&lt;div&gt;".repeat(50_000))]
#[case("<rss><item><title>".to_owned() + &"&lt;b&gt;<b>".repeat(50_000))]
#[case("<rss".to_owned() + &" xmlns:a='b'".repeat(50_000) + "><item><a:b/><title>x")]
#[case("{\"version\":\"https://jsonfeed.org/version/1\",\"items\":".to_owned() + &"[".repeat(100_000))]
#[case("{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[".to_owned() + &"{\"id\":1},".repeat(100_000))]
fn hostile_feeds_are_read_or_refused(#[case] text: String) {
    if let Ok(feed) = of_text(&text, None) {
        assert!(
            feed.into_entries()
                .map(|entry| entry.article())
                .fold(0, |count, _| count + 1)
                <= MOST_ITEMS
        );
    }
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(head in proptest::sample::select(&["", "<rss>", "<rss><item>", "<feed><entry><title>", "<?xml version='1.0' encoding='utf-16'?><rss><item>", "<rdf:RDF><item>", "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"title\":\"", "<opml><outline "][..]),
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        let bytes = [head.as_bytes(), &bytes].concat();
        for charset in [None, Some("utf-16le"), Some("shift_jis"), Some("nonsense")] {
            if let Ok(feed) = read(&bytes, Some("https://a.example/"), charset) {
                let made = feed.into_entries().filter_map(|entry| entry.article().ok());
                for article in made {
                    crate::article::Body::from_parts(article.body.text().to_owned(), article.body.blocks().to_vec()).unwrap();
                }
            }
            links(&bytes, "https://a.example/", charset);
        }
        outlines(&bytes).ok();
    }

    #[test]
    fn any_feed_is_read_or_refused(parts in proptest::collection::vec(proptest::sample::select(&[
        "<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "https://a.example/", "<description>", "<![CDATA[", "]]>", "<p>", "&lt;p&gt;",
        "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "</entry>", "<content type='xhtml'>", "<a:b xmlns:a='c'>", "<!--", "-->", "<!DOCTYPE x [", "]>", "<?x", "?>",
        "<br/>", "&", "&#0;", "&#x9d;", "\"", "'", "=", "<", ">", "/", "\u{1b}[31m", "e\u{301}", "日本語", "\n", "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"title\":\"", "\"}]}",
    ][..]), 0..40)) {
        for text in [parts.concat(), format!("<rss>{}", parts.concat())] {
            if let Ok(feed) = of_text(&text, None) {
                for entry in feed.into_entries() {
                    if let Ok(article) = entry.article() {
                        crate::article::Body::from_parts(article.body.text().to_owned(), article.body.blocks().to_vec()).unwrap();
                    }
                }
            }
        }
    }
}
