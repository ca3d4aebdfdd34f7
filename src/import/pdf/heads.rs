//! Running heads and feet and the numbers of pages: what stands at the edge of several pages at the same height and says the
//! same, or counts.

use std::collections::HashMap;

use crate::import::pdf::line::Line;

/// How many lines from the top and from the bottom of a page may be such.
const DEPTH: usize = 3;

/// How much of a page's height is its edge.
const EDGE: f32 = 0.16;

/// How far such lines may be from the same height, in points.
const LEVEL: f32 = 4.0;

/// Within how many pages the next one must come: some stand on every other page.
const NEXT: usize = 2;

/// How many places before and after one may be on pages that near.
const AROUND: usize = 12;

/// Longest number of a page: "Page 1,234 of 5,678".
const LONGEST_NUMBER: usize = 24;

/// A page by its lines, in the order of reading.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) lines: Vec<Line>,
    pub(super) height: f32,
}

/// Lines that are level: a name at the left and a number at the right.
struct Row {
    /// What they say without their numbers.
    key: String,
    is_number: bool,
    base: f32,
    /// Which lines of the page they are.
    lines: Vec<usize>,
}

/// Takes them out of all pages.
pub(super) fn drop(pages: &mut [Page]) {
    let edges: Vec<Vec<Row>> = pages.iter().map(edge).collect();
    // All places where the same is said.
    let mut said: HashMap<&str, Vec<(usize, &Row)>> = HashMap::new();
    for (number, edge) in edges.iter().enumerate() {
        for row in edge {
            said.entry(&row.key).or_default().push((number, row));
        }
    }
    let mut doomed: Vec<Vec<usize>> = vec![Vec::new(); pages.len()];
    for places in said.values() {
        for (index, (page, row)) in places.iter().enumerate() {
            let is_near = |(other, again): &&(usize, &Row)| {
                other != page
                    && other.abs_diff(*page) <= NEXT
                    && (again.base - row.base).abs() <= LEVEL
            };
            // They are in the order of the pages, some of which say it twice.
            let around = places
                .get(index.saturating_sub(AROUND)..)
                .unwrap_or_default();
            let again = around
                .iter()
                .take(AROUND * 2 + 1)
                .any(|other| is_near(&other));
            let is_head = again || (row.is_number && pages.len() == 1);
            if let Some(doomed) = doomed.get_mut(*page).filter(|_| is_head) {
                doomed.extend(&row.lines);
            }
        }
    }
    for (page, doomed) in pages.iter_mut().zip(doomed) {
        // A page that would have nothing left is one of those that say little and all the same.
        if doomed.len() < page.lines.len() {
            let mut at = 0;
            page.lines.retain(|_| {
                at += 1;
                !doomed.contains(&(at - 1))
            });
        }
    }
}

/// Returns what stands at the edges of a page.
fn edge(page: &Page) -> Vec<Row> {
    let mut order: Vec<usize> = (0..page.lines.len()).collect();
    let place = |at: &usize| {
        page.lines
            .get(*at)
            .map_or((0.0, 0.0), |line| (line.base, line.left))
    };
    order.sort_by(|a, b| place(a).0.total_cmp(&place(b).0));
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for at in order {
        let base = place(&at).0;
        match rows.last_mut() {
            Some(row)
                if row
                    .first()
                    .is_some_and(|first| base - place(first).0 < LEVEL) =>
            {
                row.push(at);
            }
            _ => rows.push(vec![at]),
        }
    }
    let base = |row: &&Vec<usize>| row.first().map_or(0.0, |first| place(first).0);
    let is_high = |row: &&Vec<usize>| base(row) < page.height * EDGE;
    let is_low = |row: &&Vec<usize>| base(row) > page.height * (1.0 - EDGE);
    let top = rows.iter().take(DEPTH).filter(is_high);
    let bottom = rows.iter().rev().take(DEPTH).filter(is_low);
    let row = |lines: &Vec<usize>| {
        let mut sorted = lines.clone();
        sorted.sort_by(|a, b| place(a).1.total_cmp(&place(b).1));
        let texts = sorted.iter().filter_map(|at| page.lines.get(*at));
        let texts: Vec<&str> = texts.map(|line| line.text.as_str()).collect();
        let text = texts.join(" ");
        Row {
            key: key(&text),
            is_number: is_number(&text),
            base: base(&lines),
            lines: sorted,
        }
    };
    top.chain(bottom).map(row).collect()
}

/// What a line says without the numbers in it.
fn key(text: &str) -> String {
    if is_number(text) {
        return "#".to_owned();
    }
    let mut key = String::new();
    for word in text.split_whitespace() {
        let letters = word.chars().filter(|letter| letter.is_alphanumeric());
        let is_counting = is_roman(&word.to_lowercase());
        for letter in letters {
            if !letter.is_numeric() && !is_counting {
                key.extend(letter.to_lowercase());
            } else if !key.ends_with('#') {
                key.push('#');
            }
        }
    }
    key
}

fn is_roman(word: &str) -> bool {
    (1..=7).contains(&word.len()) && word.chars().all(|c| "ivxlcdm".contains(c))
}

/// Whether a line is the number of a page: "12", "– 12 –", "xii", "Page 12 of 30".
fn is_number(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    if text.chars().count() > LONGEST_NUMBER {
        return false;
    }
    let mut parts = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty());
    let mut has_number = false;
    let fits = parts.all(|part| {
        let is_digits = part.chars().all(char::is_numeric);
        let is_roman = is_roman(part);
        has_number |= is_digits || is_roman;
        is_digits
            || is_roman
            || [
                "page", "of", "p", "seite", "von", "pagina", "página", "di", "de", "sur",
            ]
            .contains(&part)
    });
    fits && has_number
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::pdf::glyph::Style;
    use rstest::rstest;

    fn line(text: &str, base: f32) -> Line {
        Line {
            text: text.to_owned(),
            left: 50.0,
            right: 500.0,
            base,
            size: 10.0,
            style: Style::default(),
            begins_raised: false,
            column: 0,
            cells: Vec::new(),
        }
    }

    fn kept(pages: &[&[(&str, f32)]]) -> Vec<String> {
        let mut pages: Vec<Page> = pages
            .iter()
            .map(|lines| Page {
                lines: lines.iter().map(|(text, base)| line(text, *base)).collect(),
                height: 800.0,
            })
            .collect();
        drop(&mut pages);
        let lines = pages.into_iter().flat_map(|page| page.lines);
        lines.map(|line| line.text).collect()
    }

    #[test]
    fn heads_feet_and_numbers_go() {
        let found = kept(&[
            &[("The Ferry", 40.0), ("Alpha", 80.0), ("1", 780.0)],
            &[("2 Ann Roy", 40.0), ("Beta", 80.0), ("2", 780.0)],
            &[("The Ferry", 41.0), ("Gamma", 80.0), ("3", 780.0)],
            &[("iv Ann Roy", 40.0), ("Delta", 80.0), ("iv", 780.0)],
        ]);
        assert_eq!(found, ["Alpha", "Beta", "Gamma", "Delta"]);
    }

    #[test]
    fn what_is_said_again_in_the_text_stays() {
        let found = kept(&[
            &[("Alpha", 80.0), ("Yes.", 300.0), ("Omega", 500.0)],
            &[("Beta", 80.0), ("Yes.", 300.0), ("Psi", 500.0)],
        ]);
        assert_eq!(found, ["Alpha", "Yes.", "Omega", "Beta", "Yes.", "Psi"]);
    }

    #[rstest]
    #[case("12", true)]
    #[case("– 12 –", true)]
    #[case("Page 1 of 30", true)]
    #[case("xii", true)]
    #[case("12 boats", false)]
    #[case("page", false)]
    fn numbers_of_pages(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_number(text), expected);
    }
}
