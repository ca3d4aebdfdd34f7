//! Passages in every form, told by one quote and one stretch.

use rstest::rstest;

use super::*;
use crate::article::{BlockKind, BodyBuilder, Leaf};

fn article() -> Article {
    let mut body = BodyBuilder::new();
    for text in [
        "“We looked at every number twice,” said Maria Holt.",
        "Yes, she said; yes & no_more. *Yes*, <b>again</b>.",
    ] {
        body.add(BlockKind::Paragraph, Leaf::plain(text), &[]);
    }
    Article {
        meta: Meta {
            title: "The Last Ferry & Co.".into(),
            byline: vec!["Ann Åkesson".into()],
            site: Some("The Sound".into()),
            published: Some("2026-03-02".into()),
            url: Some("https://sound.example/ferry".into()),
            ..Meta::default()
        },
        body: body.build(),
    }
}

fn span(article: &Article, words: &str) -> Span {
    let start = article.body.text().find(words).unwrap();
    Span::new(start, start + words.len())
}

fn said() -> Passage {
    let article = article();
    Passage {
        kind: PassageKind::Direct,
        speaker: Some("Maria Holt".into()),
        role: Some("chair".into()),
        ..Passage::of_span(&article, span(&article, "We looked at every number twice,")).unwrap()
    }
}

#[rstest]
#[case(
    Form::Markdown,
    "> “We looked at every number twice,”\n>\n> — Maria Holt, chair, [The Last Ferry \\& Co.](<https://sound.example/ferry#:~:text=We%20looked%20at%20every%20number%20twice%2C>), The Sound, 2 March 2026\n"
)]
#[case(
    Form::Ap,
    "“We looked at every number twice,” said Maria Holt, chair, according to The Sound on March 2, 2026.\n"
)]
#[case(
    Form::Footnote,
    "“We looked at every number twice,”[^akesson2026last]\n\n[^akesson2026last]: Maria Holt, chair, in Ann Åkesson, “The Last Ferry \\& Co.”, The Sound, March 2, 2026, <https://sound.example/ferry#:~:text=We%20looked%20at%20every%20number%20twice%2C>.\n"
)]
#[case(
    Form::PandocBibtex,
    "“We looked at every number twice,” — Maria Holt, chair [@akesson2026last]\n\n@online{akesson2026last,\n  title = {{The Last Ferry \\& Co.}},\n  author = {{Ann Åkesson}},\n  journal = {The Sound},\n  date = {2026-03-02},\n  url = {https://sound.example/ferry}\n}\n"
)]
#[case(
    Form::Html,
    "<figure>\n<blockquote cite=\"https://sound.example/ferry#:~:text=We%20looked%20at%20every%20number%20twice%2C\"><p>“We looked at every number twice,”</p></blockquote>\n<figcaption>Maria Holt, chair, <cite><a href=\"https://sound.example/ferry#:~:text=We%20looked%20at%20every%20number%20twice%2C\">The Last Ferry &amp; Co.</a></cite>, The Sound, <time datetime=\"2026-03-02\">2 March 2026</time></figcaption>\n</figure>\n"
)]
#[case(
    Form::Link,
    "https://sound.example/ferry#:~:text=We%20looked%20at%20every%20number%20twice%2C\n"
)]
fn a_quote_in_a_form(#[case] form: Form, #[case] expected: &str) {
    assert_eq!(form.write(&said()).as_deref(), Some(expected));
}

#[test]
fn csl_and_json_say_the_same() {
    let csl = Form::PandocCsl.write(&said()).unwrap();
    let json = csl.split_once("\n\n").unwrap().1;
    let items: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(items[0]["id"], "akesson2026last");
    assert_eq!(
        items[0]["issued"]["date-parts"][0],
        serde_json::json!([2026, 3, 2])
    );
    let json = Form::Json.write(&said()).unwrap();
    assert_eq!(serde_json::from_str::<Passage>(&json).unwrap(), said());
    let annotation = annotation(&said());
    assert_eq!(
        annotation["target"]["selector"][0]["exact"],
        "We looked at every number twice,"
    );
    assert_eq!(annotation["target"]["selector"][1]["start"], 1);
    assert_eq!(
        annotation["target"]["source"]["id"],
        "https://sound.example/ferry"
    );
}

#[test]
fn words_that_are_not_alone_are_linked_with_what_is_around_them() {
    let article = article();
    let at = span(&article, "yes &");
    let passage = Passage::of_span(&article, Span::new(at.start, at.start + 3)).unwrap();
    assert!(passage.anchors[0].alone, "case counts");
    let passage = Passage::of_span(&article, span(&article, "Yes")).unwrap();
    assert_eq!(
        deep_link(&passage).unwrap(),
        "https://sound.example/ferry#:~:text=Yes,-%2C%20she%20said%3B%20yes%20%26%20no_more."
    );
}

#[test]
fn long_words_are_linked_by_their_ends() {
    let mut body = BodyBuilder::new();
    let words: Vec<String> = (0..60).map(|number| format!("word-{number}")).collect();
    body.add(BlockKind::Paragraph, Leaf::plain(&words.join(" ")), &[]);
    let article = Article {
        body: body.build(),
        ..article()
    };
    let end = article.body.text().len();
    let passage = Passage::of_span(&article, Span::new(0, end)).unwrap();
    let link = deep_link(&passage).unwrap();
    assert!(link.ends_with("#:~:text=word%2D0%20word%2D1%20word%2D2%20word%2D3%20word%2D4%20word%2D5,word%2D54%20word%2D55%20word%2D56%20word%2D57%20word%2D58%20word%2D59"), "{link}");
}

#[test]
fn what_nobody_said_is_what_the_paper_reported() {
    let article = article();
    let passage = Passage::of_span(&article, span(&article, "Yes, she said")).unwrap();
    assert_eq!(
        Form::Ap.write(&passage).unwrap(),
        "The Sound reported on March 2, 2026: “Yes, she said.”\n"
    );
    assert_eq!(Form::Ap.write(&Passage::line("Mine")).unwrap(), "“Mine.”\n");
    assert_eq!(Form::Link.write(&Passage::line("Mine")), None);
}

#[test]
fn signs_of_markdown_are_words_and_come_back() {
    let article = article();
    let passage = Passage::of_span(
        &article,
        span(&article, "yes & no_more. *Yes*, <b>again</b>."),
    )
    .unwrap();
    let block = block(&passage, true);
    assert!(
        block.starts_with("> yes \\& no\\_more. \\*Yes\\*, \\<b>again\\</b>."),
        "{block}"
    );
    let comment = block.lines().last().unwrap();
    assert_eq!(machine(comment).unwrap().unwrap(), passage);
    assert_eq!(comment.matches("--").count(), 2, "{comment}");
    for text in [
        "# a",
        "1. b",
        "- c\n2) d",
        "a\\*b",
        "\\",
        "x_y*z",
        "12 men",
        "==",
    ] {
        assert_eq!(unescaped(&escaped(text)), text);
    }
}

#[test]
fn an_edit_stands_beside_its_original() {
    let edited = Passage {
        words: "We looked at […] number[s] twice,".into(),
        ..said()
    };
    assert!(edited.is_edited() && !said().is_edited());
    let block = block(&edited, false);
    assert!(
        block.contains("Original: We looked at every number twice,"),
        "{block}"
    );
}

#[rstest]
#[case("2025-09-04", "Sept. 4, 2025")]
#[case("2026-03-02T10:00:00Z", "March 2, 2026")]
#[case("2026-07", "July 2026")]
#[case("last week", "last week")]
#[case("2026-13-02", "2026-13-02")]
fn dates_of_the_ap(#[case] date: &str, #[case] expected: &str) {
    assert_eq!(super::prose::ap_date(date), expected);
}
