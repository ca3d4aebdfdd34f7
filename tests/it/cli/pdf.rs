//! PDF from the command line: what comes in, what is kept of it, and what is said of those that cannot be read.

use std::fmt::Write;

use super::{Home, code, stderr, stdout};

/// Returns a PDF of one page with these operators.
pub(crate) fn page(content: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
            .to_owned(),
        format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut out = String::from("%PDF-1.4\n");
    for (at, object) in objects.iter().enumerate() {
        write!(out, "{} 0 obj\n{object}\nendobj\n", at + 1).unwrap();
    }
    // Without a table, as after a bad download.
    out += "trailer\n<< /Root 1 0 R >>\n";
    out.into_bytes()
}

#[test]
fn a_pdf_comes_in_and_its_source_is_kept() {
    let home = Home::new();
    let bytes = page(
        "BT /F 20 Tf 50 700 Td (A storm at sea) Tj /F 10 Tf 0 -40 Td (The ferry stays in the har-) Tj 0 -12 Td \
         (bour until Monday, Ann Roy said.) Tj ET",
    );
    home.write("storm.pdf", &bytes);
    let stories = [
        home.story(&["import", "--dry-run", "storm.pdf"]),
        home.story(&["import", "storm.pdf"]),
        home.story(&["show", "1"]),
        home.story(&["reimport", "1"]),
    ];
    assert_eq!(home.run(&["show", "--source", "1"]).stdout, bytes);
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn what_cannot_be_read_is_told_in_one_line() {
    let home = Home::new();
    home.write("scan.pdf", page("q 600 0 0 800 0 0 cm /I Do Q"));
    home.write("damaged.pdf", "%PDF-1.4\n1 0 obj\n");
    home.write("good.md", "# Ferry\n\nIt stays.");
    let output = home.run(&["import", "scan.pdf", "damaged.pdf", "good.md"]);
    assert_eq!(code(&output), 0);
    assert!(stdout(&output).contains("1 added, 0 updated, 0 already there, 2 refused"));
    let said = stderr(&output);
    assert!(
        said.contains("scan.pdf: its pages are pictures without text; "),
        "{said}"
    );
    assert!(
        said.contains("damaged.pdf: it cannot be read: it is damaged"),
        "{said}"
    );
    assert_eq!(said.trim().lines().count(), 2, "{said}");
}
