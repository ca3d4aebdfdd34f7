//! Templates: what they are given, what is wrong with them, and that none of them runs on.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::article::{Anchor, Hue, Span};
use crate::cite::{Finding, check, machine};

const TEXT: &str = "The board met.\n\n“There is *no* money left for it,” said Maria Holt.";

fn meta() -> Meta {
    Meta {
        title: "Last [Ferry]".into(),
        url: Some("https://sound.example/ferry".into()),
        published: Some("2026-03-02".into()),
        byline: vec!["Ann \"A\" Roy".into()],
        ..Meta::default()
    }
}

fn passages() -> Vec<Passage> {
    let anchor = |words: &str| {
        let start = TEXT.find(words).unwrap();
        Anchor::of(TEXT, Span::new(start, start + words.len())).unwrap()
    };
    let said = "There is *no* money left for it,";
    vec![
        Passage::line("Mine # own"),
        Passage {
            kind: PassageKind::Direct,
            words: said.into(),
            speaker: Some("Maria Holt".into()),
            anchors: vec![anchor(said)],
            article: Some(meta()),
            ..Passage::default()
        },
        Passage {
            words: "The board met.".into(),
            hue: Some(Hue::Red),
            note: "so".into(),
            anchors: vec![anchor("The board met.")],
            article: Some(meta()),
            ..Passage::default()
        },
    ]
}

fn made(template: &mut Template) -> Result<String, TemplateError> {
    template.render(&Given {
        what: "clips",
        today: "2026-11-26",
        passages: &passages(),
        articles: &[],
    })
}

fn rendered(source: &str) -> Result<String, TemplateError> {
    Template::new("t.md", source.to_owned()).and_then(|mut template| made(&mut template))
}

#[test]
fn a_template_is_given_all_that_the_reference_names() {
    for (of, fields) in reference() {
        let (before, after) = match of {
            "an article" => ("{% for it in articles %}{% set x = it.", " %}{% endfor %}"),
            "a passage" => ("{% for it in passages %}{% set x = it.", " %}{% endfor %}"),
            "filters" => ("{{ \"a\"|", " }}"),
            _ => ("{% set x = ", " %}"),
        };
        for field in fields {
            // Used once more, so that strictness asks for it.
            let shown = if of == "filters" { "" } else { "{{ [x] }}" };
            let source = format!(
                "{before}{}{}",
                field.name,
                after.replace(" %}", &format!(" %}}{shown}"))
            );
            let made = rendered(&source);
            assert!(made.is_ok(), "{of}: {}: {made:?}", field.name);
        }
    }
}

#[test]
fn lines_of_blocks_leave_no_trace() {
    let source = "{% for p in passages %}\n- {{ p.words|md }} ({{ p.who or p.color or \"me\" }})\n{% endfor %}\n{% for a in articles %}\n{{ a.title|wiki }} {{ a.authors|yaml }} {{ a.quotes|length }}+{{ a.highlights|length }}\t{{ today }}\n{% endfor %}\n";
    assert_eq!(
        rendered(source).unwrap(),
        "- Mine # own (me)\n- There is \\*no\\* money left for it, (Maria Holt)\n- The board met. (red)\nLast Ferry [\"Ann \\\"A\\\" Roy\"] 1+1\t2026-11-26\n"
    );
}

#[rstest]
#[case::unknown("a\n{{ pasages }}", 2, "what there is not")]
#[case::unknown_field("{% for p in passages %}\n\n{{ p.colour }}{% endfor %}", 3, "p.colour")]
#[case::syntax("a\n\n{% for %}", 3, "unexpected")]
#[case::open("{% if passages %}\nx", 2, "unexpected end")]
#[case::filter("{{ what|shout }}", 1, "shout")]
#[case::other_file("{% include \"/etc/passwd\" %}", 1, "include")]
#[case::endless(
    "\n{% for a in range(90000) %}{% for b in range(90000) %}x{% endfor %}{% endfor %}",
    2,
    "no end"
)]
#[case::recursion("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", 1, "")]
#[case::memory("{% set x = \"xxxxxxxxxx\" * 90000000 %}{{ x * 90000 }}", 1, "")]
fn what_is_wrong_is_told_with_its_line(
    #[case] source: &str,
    #[case] line: usize,
    #[case] told: &str,
) {
    let error = rendered(source).unwrap_err();
    assert_eq!(error.line, line, "{error}");
    assert!(error.to_string().starts_with("t.md, line "), "{error}");
    assert!(error.to_string().contains(told), "{error}");
}

#[test]
fn nothing_steers_a_terminal() {
    let made = rendered("a\u{1b}[31mb{{ \"\\u001b]0;x\\u0007\" }}\r\nc\u{202e}d\te").unwrap();
    assert!(
        !made.contains(['\u{1b}', '\u{7}', '\r', '\u{202e}']),
        "{made:?}"
    );
    assert!(made.contains("d\te"), "{made:?}");
}

#[test]
fn html_is_escaped_by_the_name() {
    let source = "{{ passages[1].speaker }}{{ \"<b>\" }}".to_owned();
    let mut template = Template::new("a/cards.html.j2", source).unwrap();
    assert_eq!(template.ending(), "html");
    assert_eq!(made(&mut template).unwrap(), "Maria Holt&lt;b&gt;");
    assert_eq!(Template::new("x.J2", String::new()).unwrap().ending(), "md");
}

#[test]
fn what_the_bundled_ones_make_can_be_checked() {
    for (name, _) in BUNDLED {
        let mut template = Template::bundled(name).unwrap().unwrap();
        let made = made(&mut template).unwrap();
        let comments: Vec<Passage> = made
            .lines()
            .filter_map(machine)
            .map(Result::unwrap)
            .collect();
        assert_eq!(comments.len(), 2, "{name}: {made}");
        for passage in comments {
            assert_eq!(check(&passage, &passage.words, TEXT), Finding::Verbatim);
        }
    }
}

proptest! {
    #[test]
    fn any_template_ends(source in "[a-z{}%|#\"' .\n]{0,60}|(\\{[{%] ?(for p in passages|p|endfor|if what|endif|set x = 1|what\\|md) ?[}%]\\}){0,8}") {
        rendered(&source).ok();
    }
}
