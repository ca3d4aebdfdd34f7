//! Pages and single blocks, as they look.

use super::*;

#[test]
fn sample_at_60_cells() {
    let (article, quotes) = sample();
    let measure = measure(60);
    assert_snapshot!(draw(&Page::lay_out(&article, &quotes, measure), measure), @r#"
    |Harbour ferry stops after forty-one years on the water      |
    |By Cleo Marsh, D. Okafor · The Quay · 1 February 2026 ·     |
    |1 min                                                       |
    |                                                            |
    |The last boat left the north pier at noon. ¹“Nobody asked   |
    |us,” said Ada Flint, who sold tickets for a decade. Details |
    |are in the city’s report.                                   |
    |                                                            |
    |▣ The ferry on its last trip, seen from the old customs     |
    |  house.                                                    |
    |  B. Moore                                                  |
    |                                                            |
    |What comes next                                             |
    |                                                            |
    |• A bus from Monday                                         |
    |• A bridge, some day, if the money is ever found            |
    |   9. for walkers                                           |
    |  10. for bicycles                                          |
    |                                                            |
    |│ We were promised a boat for as long as there is a river.  |
    |│                                                           |
    |│ It was in writing.                                        |
    |                                                            |
    |Year │ Passengers │                Remark                   |
    |─────┼────────────┼─────────────────────────────────────    |
    |1985 │    410,000 │                                         |
    |2024 │      9,312 │ closed in winter and on most Sundays    |
    |                                                            |
    |if tide < 2 {                                               |
    |    wait("for more water under the keel")                   |
    |}                                                           |
    |                                                            |
    |                           * * *                            |
    |                                                            |
    |→ Related: How the bridge was lost in 1962                  |
    "#);
}

#[test]
fn sample_at_24_cells() {
    let (article, quotes) = sample();
    let measure = Measure {
        ascii: true,
        ..measure(24)
    };
    assert_snapshot!(draw(&Page::lay_out(&article, &quotes, measure), measure), @r#"
    |Harbour ferry stops     |
    |after forty-one years on|
    |the water               |
    |By Cleo Marsh, D. Okafor|
    |- The Quay -            |
    |1 February 2026 - 1 min |
    |                        |
    |The last boat left the  |
    |north pier at noon.     |
    |[1]“Nobody asked us,”   |
    |said Ada Flint, who sold|
    |tickets for a decade.   |
    |Details are in the      |
    |city’s report.          |
    |                        |
    |[img] The ferry on its  |
    |      last trip, seen   |
    |      from the old      |
    |      customs house.    |
    |      B. Moore          |
    |                        |
    |What comes next         |
    |                        |
    |* A bus from Monday     |
    |* A bridge, some day, if|
    |  the money is ever     |
    |  found                 |
    |   9. for walkers       |
    |  10. for bicycles      |
    |                        |
    || We were promised a    |
    || boat for as long as   |
    || there is a river.     |
    ||                       |
    || It was in writing.    |
    |                        |
    |Year | Passeng | Remark |
    |     |     ers |        |
    |-----+---------+--------|
    |1985 | 410,000 |        |
    |2024 |   9,312 | closed |
    |     |         |   in   |
    |     |         | winter |
    |     |         | and on |
    |     |         |  most  |
    |     |         | Sundays|
    |                        |
    |if tide < 2 {           |
    |    wait("for more water|
    |>  under the keel")     |
    |}                       |
    |                        |
    |         * * *          |
    |                        |
    |-> Related: How the     |
    |   bridge was lost in   |
    |   1962                 |
    "#);
}

#[test]
fn sample_at_8_cells() {
    let (article, quotes) = sample();
    let measure = measure(8);
    assert_snapshot!(draw(&Page::lay_out(&article, &quotes, measure), measure), @r#"
    |Harbour |
    |ferry   |
    |stops   |
    |after   |
    |forty-  |
    |one     |
    |years on|
    |the     |
    |water   |
    |By Cleo |
    |Marsh,  |
    |D.      |
    |Okafor ·|
    |The Quay|
    |·       |
    |1 Februa|
    |ry 2026 |
    |· 1 min |
    |        |
    |The last|
    |boat    |
    |left the|
    |north   |
    |pier at |
    |noon.   |
    |¹“Nobody|
    |asked   |
    |us,”    |
    |said Ada|
    |Flint,  |
    |who sold|
    |tickets |
    |for a   |
    |decade. |
    |Details |
    |are in  |
    |the     |
    |city’s  |
    |report. |
    |        |
    |▣ The   |
    |  ferry |
    |  on its|
    |  last  |
    |  trip, |
    |  seen  |
    |  from  |
    |  the   |
    |  old   |
    |  custom|
    |  s     |
    |  house.|
    |  B.    |
    |  Moore |
    |        |
    |What    |
    |comes   |
    |next    |
    |        |
    |• A bus |
    |  from  |
    |  Monday|
    |• A     |
    |  bridge|
    |  , some|
    |  day,  |
    |  if the|
    |  money |
    |  is    |
    |  ever  |
    |  found |
    | 9. for |
    |    walk|
    |    ers |
    |10. for |
    |    bicy|
    |    cles|
    |        |
    |│ We    |
    |│ were  |
    |│ promis|
    |│ ed a  |
    |│ boat  |
    |│ for as|
    |│ long  |
    |│ as    |
    |│ there |
    |│ is a  |
    |│ river.|
    |│       |
    |│ It was|
    |│ in    |
    |│ writin|
    |│ g.    |
    |        |
    |Year:   |
    |1985    |
    |Passen…:|
    |410,000 |
    |        |
    |Year:   |
    |2024    |
    |Passen…:|
    |9,312   |
    |Remark: |
    |closed  |
    |in      |
    |winter  |
    |and on  |
    |most    |
    |Sundays |
    |        |
    |if tide |
    |↪ < 2 { |
    |    wait|
    |↪ ("for |
    |↪ more w|
    |↪ ater u|
    |↪ nder t|
    |↪ he kee|
    |↪ l")   |
    |}       |
    |        |
    | * * *  |
    |        |
    |→ How   |
    |  the   |
    |  bridge|
    |  was   |
    |  lost  |
    |  in    |
    |  1962  |
    "#);
}

#[test]
fn marks_nest_and_links_are_numbered() {
    let article = article(|body| {
        let mut leaf = Leaf::plain("a ");
        let strong = leaf.len();
        leaf.push("b ");
        let link = leaf.len();
        leaf.push("c");
        leaf.mark_from(link, MarkStyle::Link("https://example.org/c".into()));
        leaf.push(" d");
        leaf.mark_from(strong, MarkStyle::Strong);
        body.add(
            BlockKind::Related {
                url: Some("https://example.org/r".into()),
            },
            Leaf::plain("r"),
            &[],
        );
        body.add(BlockKind::Paragraph, leaf, &[]);
    });
    let page = Page::lay_out(&article, &[], measure(60));
    let runs: Vec<_> = page
        .rows
        .iter()
        .flat_map(|row| &row.runs)
        .filter(|run| matches!(run.text, RunText::Span(_)))
        .map(|run| {
            (
                page.words(run),
                run.emphasis.contains(Emphasis::BOLD),
                run.link,
            )
        })
        .collect();
    assert_eq!(
        runs,
        [
            ("r", false, Some(0)),
            ("a ", false, None),
            ("b ", true, None),
            ("c", true, Some(1)),
            (" d", true, None),
        ]
    );
    let addresses: Vec<&str> = links(&article)
        .into_iter()
        .map(|(_, url)| url.as_str())
        .collect();
    assert_eq!(
        addresses,
        ["https://example.org/r", "https://example.org/c"]
    );
}

#[test]
fn deep_nesting_leaves_room_for_words() {
    let within: Vec<Container> = (0..40)
        .flat_map(|_| [Container::Quote, Container::Item(Label::Number(1))])
        .collect();
    let article = article(|body| {
        body.add(BlockKind::Paragraph, Leaf::plain("deep words"), &within);
    });
    assert_eq!(rows(&article, &[], measure(20)), "│ 1. │ 1. deep words");
}

#[test]
fn items_of_several_paragraphs_are_parted() {
    let article = article(|body| {
        for (words, label) in [
            ("one", Label::Bullet),
            ("two", Label::Bullet),
            ("more", Label::None),
            ("three", Label::Bullet),
            ("four", Label::Bullet),
        ] {
            body.add(
                BlockKind::Paragraph,
                Leaf::plain(words),
                &[Container::Item(label)],
            );
        }
    });
    assert_eq!(
        rows(&article, &[], measure(20)),
        "• one||• two||  more||• three|• four"
    );
}

#[test]
fn the_mouse_finds_the_text_under_it() {
    let article = article(|body| {
        body.add(
            BlockKind::Paragraph,
            Leaf::plain("a 中文 e\u{301}x"),
            &[Container::Item(Label::Bullet)],
        );
    });
    let page = Page::lay_out(&article, &[], measure(20));
    let row = page.row_at(0);
    let found: Vec<Option<usize>> = (0..12).map(|cell| page.byte_at(row, cell)).collect();
    let text = |at| Some(at);
    assert_eq!(
        found,
        [
            None,
            None,
            text(0),
            text(1),
            text(2),
            text(2),
            text(5),
            text(5),
            text(8),
            text(9),
            text(12),
            None
        ]
    );
}

#[test]
fn rows_and_text_lead_to_each_other() {
    let (article, quotes) = sample();
    let page = Page::lay_out(&article, &quotes, measure(24));
    let text = article.body.text();
    let at = text.find("What comes").unwrap();
    let row = page.row_at(at);
    assert_eq!(page.start_of(row), at);
    assert_eq!(page.headings(), [row]);
    assert_eq!(
        page.start_of(row - 1),
        at,
        "a blank row leads to what follows it"
    );
    assert_eq!(
        page.row_at(at - 1),
        row,
        "as does the blank line in the text"
    );
    assert_eq!(page.row_at(usize::MAX), page.rows.len() - 1);
    assert_eq!(page.block_starts()[3], row);
    assert_eq!(&text[page.span_of(row).range()], "What comes next");
}

#[test]
fn a_table_that_does_not_fit_is_stacked() {
    let article = article(|body| {
        let row = |cells: [&str; 4]| cells.map(Leaf::plain).to_vec();
        let rows = vec![
            row(["Port", "Arrivals", "Departures", ""]),
            row(["Alder", "a dozen boats", "none", "see page 9"]),
            row(["Birch", "", "two", ""]),
        ];
        body.add_table(vec![Align::Left; 4], rows, &[Container::Quote]);
    });
    let measure = measure(26);
    assert_snapshot!(draw(&Page::lay_out(&article, &[], measure), measure), @r#"
    |1 min                     |
    |                          |
    |│ Port: Alder             |
    |│ Arrivals: a dozen boats |
    |│ Departures: none        |
    |│ see page 9              |
    |│                         |
    |│ Port: Birch             |
    |│ Departures: two         |
    "#);
}
