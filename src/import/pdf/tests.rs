//! Whole PDFs, written by these tests: what comes out of them, and that nothing breaks whatever is in them.

use std::fmt::Write;

use super::*;
use crate::article::BlockKind;
use rstest::rstest;

/// Returns a PDF of these objects, the first of which is the catalog.
fn file(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut out = String::from("%PDF-1.7\n");
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        write!(out, "{} 0 obj\n{object}\nendobj\n", at + 1).unwrap();
    }
    let table = out.len();
    let count = objects.len() + 1;
    write!(out, "xref\n0 {count}\n0000000000 65535 f \n").unwrap();
    for place in places {
        writeln!(out, "{place:010} 00000 n ").unwrap();
    }
    write!(
        out,
        "trailer\n<< /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n"
    )
    .unwrap();
    out.into_bytes()
}

fn stream(keys: &str, content: &str) -> String {
    let length = content.len();
    format!("<< {keys} /Length {length} >>\nstream\n{content}\nendstream")
}

/// Returns the objects of a PDF whose pages have this content and these fonts.
fn objects(pages: &[&str], font: &str) -> Vec<String> {
    let kids: Vec<String> = (0..pages.len())
        .map(|at| format!("{} 0 R", at * 2 + 4))
        .collect();
    let mut all = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} >>",
            kids.join(" "),
            pages.len()
        ),
        font.to_owned(),
    ];
    for (at, page) in pages.iter().enumerate() {
        all.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {} 0 R \
             /Resources << /Font << /F 3 0 R >> /XObject << /X {} 0 R >> >> >>",
            at * 2 + 5,
            at * 2 + 5
        ));
        all.push(stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 600 800]",
            page,
        ));
    }
    all
}

const HELVETICA: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

/// Returns operators that set lines, each at its place and size.
fn set(lines: &[(i32, i32, i32, &str)]) -> String {
    let line = |(x, y, size, text): &(i32, i32, i32, &str)| {
        format!("BT /F {size} Tf {x} {y} Td ({text}) Tj ET\n")
    };
    lines.iter().map(line).collect()
}

fn blocks(bytes: &[u8]) -> Vec<(BlockKind, String)> {
    let article = read(bytes).unwrap();
    let blocks = article.body.blocks().iter();
    blocks
        .map(|block| {
            (
                block.kind.clone(),
                article.body.slice(block.span).to_owned(),
            )
        })
        .collect()
}

#[test]
fn a_document_of_two_pages() {
    let one = set(&[
        (50, 770, 8, "The Harbour Review"),
        (50, 700, 22, "Storms and ferries"),
        (50, 660, 14, "What was known"),
        (
            50,
            640,
            10,
            "The ferry did not leave in the morning, and nobody in the har-",
        ),
        (
            50,
            628,
            10,
            "bour knew why it was so. The well-known captain said that he",
        ),
        (
            50,
            616,
            10,
            "had waited for the storm to end, which was not to be before",
        ),
        (50, 80, 8, "1 The captain is known from an earlier storm."),
        (300, 30, 8, "1"),
    ]);
    let two = set(&[
        (50, 770, 8, "The Harbour Review"),
        (50, 740, 10, "noon. Nobody had been told."),
        (300, 30, 8, "2"),
    ]);
    let heading = BlockKind::Heading;
    let expected = [
        (BlockKind::Headline, "Storms and ferries"),
        (heading(1), "What was known"),
        (
            BlockKind::Paragraph,
            "The ferry did not leave in the morning, and nobody in the harbour knew why it was so. The well-known captain \
             said that he had waited for the storm to end, which was not to be before noon. Nobody had been told.",
        ),
        (BlockKind::Rule, ""),
        (
            BlockKind::Paragraph,
            "1 The captain is known from an earlier storm.",
        ),
    ];
    let expected = expected.map(|(kind, text)| (kind, text.to_owned()));
    assert_eq!(
        blocks(&file(&objects(&[&one, &two], HELVETICA), "")),
        expected
    );
}

#[rstest]
#[case::plausible("(Storms and ferries)", "(Ann Roy)", "Storms and ferries", "Ann Roy")]
#[case::a_file("(Microsoft Word - storm.doc)", "(user)", "A storm at sea", "")]
#[case::another("(Something else entirely)", "(Ann Roy)", "A storm at sea", "Ann Roy")]
fn what_it_says_of_itself_counts_where_it_is_plausible(
    #[case] title: &str,
    #[case] author: &str,
    #[case] expected: &str,
    #[case] name: &str,
) {
    let page = set(&[
        (50, 700, 20, "A storm at sea"),
        (
            50,
            660,
            10,
            "Storms and ferries are what this text is about, and nothing else.",
        ),
    ]);
    let mut all = objects(&[&page], HELVETICA);
    all.push(format!(
        "<< /Title {title} /Author {author} /CreationDate (D:20220201101500Z) >>"
    ));
    let info = format!("/Info {} 0 R", all.len());
    let meta = read(&file(&all, &info)).unwrap().meta;
    assert_eq!(meta.title.as_str(), expected);
    assert_eq!(meta.byline.first().map_or("", |name| name.as_str()), name);
    assert_eq!(meta.published.as_deref(), Some("2022-02-01"));
}

#[test]
fn what_is_marked_as_no_text_is_left_out_and_what_stands_for_letters_is_taken() {
    let page = "/Artifact BMC BT /F 10 Tf 50 780 Td (Printed on a Monday) Tj ET EMC\n\
        BT /F 10 Tf 50 700 Td (The of) Tj /Span << /ActualText (fi) >> BDC (x) Tj EMC (ce is closed on Mondays.) Tj ET\n\
        BT /F 10 Tf 0 1 -1 0 20 300 Td (Stamp) Tj ET";
    let page = page.replace("0 1 -1 0 20 300 Td", "0 1 -1 0 20 300 Tm");
    let found = blocks(&file(&objects(&[&page], HELVETICA), ""));
    assert_eq!(
        found,
        [(
            BlockKind::Paragraph,
            "The office is closed on Mondays.".to_owned()
        )]
    );
}

const UNKNOWN: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Odd /Encoding << /Differences [32 /g1 /g2 /g3 /g4 /g5 /g6] >> >>";

#[rstest]
#[case::nothing(vec![""], HELVETICA, "", ImportError::NoTextLayer)]
#[case::spaces(vec!["BT /F 10 Tf (   ) Tj ET"], HELVETICA, "", ImportError::NoTextLayer)]
#[case::unknown(vec!["BT /F 10 Tf 50 50 Td (!\"#$%) Tj ET"], UNKNOWN, "", ImportError::UnknownLetters)]
#[case::locked(
    vec![""],
    HELVETICA,
    "/ID [<01> <01>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (12345678901234567890123456789012) \
     /U (12345678901234567890123456789012) >>",
    ImportError::Password
)]
fn what_cannot_be_read_is_refused(
    #[case] pages: Vec<&str>,
    #[case] font: &str,
    #[case] trailer: &str,
    #[case] expected: ImportError,
) {
    assert_eq!(read(&file(&objects(&pages, font), trailer)), Err(expected));
}

#[rstest]
#[case::drawings_in_each_other("/X Do /X Do BT /F 10 Tf 50 700 Td (Words) Tj ET".to_owned())]
#[case::states("q ".repeat(200_000) + "BT /F 10 Tf 50 700 Td (Words) Tj ET")]
#[case::marks("/A BMC ".repeat(200_000) + "BT /F 10 Tf 50 700 Td (Words) Tj ET")]
#[case::numbers("1e39 0 0 1e39 0 0 cm 1e39 0 0 1e39 0 0 cm BT /F 1e39 Tf (Words) Tj ET".to_owned())]
#[case::arrays("[".repeat(100_000))]
#[case::words("BT /F 1 Tf 50 700 Td ".to_owned() + &"(a) Tj 0 0 Td ".repeat(100_000))]
fn hostile_pages_come_to_an_end(#[case] page: String) {
    let _ = read(&file(&objects(&[&page], HELVETICA), ""));
}

#[rstest]
#[case::widths("/W [0 4294967295 500]", "")]
#[case::heights("/W2 [0 4294967295 500 1 1]", "")]
#[case::out_of_step("/W [7 0 4294967295 500]", "")]
#[case::first("", "/FirstChar 99999999999 /LastChar 99999999999 /Widths [1]")]
fn fonts_that_never_end_are_not_made(#[case] below: &str, #[case] above: &str) {
    let font = format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H {above} \
         /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A {below} >>] >>"
    );
    let font = if above.is_empty() {
        font
    } else {
        font.replace("/Type0", "/Type1")
    };
    let page = "BT /F 10 Tf 50 700 Td (Words) Tj ET";
    assert_eq!(
        read(&file(&objects(&[page], &font), "")),
        Err(ImportError::UnknownLetters)
    );
}

#[test]
fn pages_that_are_their_own_parents_are_one() {
    let page = set(&[(50, 700, 10, "A page of words, and of nothing else.")]);
    let mut all = objects(&[&page], HELVETICA);
    all[1] = "<< /Type /Pages /Kids [2 0 R 4 0 R 4 0 R 2 0 R] /Count 4 >>".to_owned();
    assert_eq!(blocks(&file(&all, "")).len(), 1);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(48))]
    #[test]
    fn damage_is_read_or_refused(at in 0_usize..4_000, byte: u8, cut in 0_usize..4_000) {
        let page = set(&[(50, 700, 20, "A storm at sea"), (50, 660, 10, "Words, and nothing else.")]);
        let mut bytes = file(&objects(&[&page], HELVETICA), "");
        let length = bytes.len();
        bytes[at % length] = byte;
        let _ = read(&bytes);
        bytes.truncate(cut % length);
        let _ = read(&bytes);
    }

    #[test]
    fn any_operators_are_read_or_refused(page in "(BT|ET|q|Q|Tf|Td|Tj|TJ|Tm|cm|Do|BDC|EMC|/F|/X|/Artifact|<<|>>|\\[|\\]|\\(ab\\)|<41>|-?[0-9]{1,3}|1e9|[ \n]){0,80}") {
        let _ = read(&file(&objects(&[&page], HELVETICA), ""));
    }

    #[test]
    fn any_bytes_after_the_first_are_read_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        let _ = read(&[b"%PDF-1.7\n".to_vec(), bytes].concat());
    }
}
