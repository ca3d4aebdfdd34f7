//! What to say of a file that is not there: perhaps a verb was meant.

use std::path::Path;

use clap::CommandFactory;

use crate::cli::Cli;
use crate::cli::call::shown;

/// Returns what to say of a file that is not there.
pub(super) fn not_there(file: &Path) -> String {
    let name = shown(file);
    match meant(&name) {
        Some(verb) => format!("there is no file {name}; did you mean the verb `{verb}`?"),
        None => format!("there is no file {name}; `pullquote --help` lists the verbs"),
    }
}

/// Returns the verb that somebody meant who typed a word, if that can be told.
fn meant(word: &str) -> Option<String> {
    /// Longest word that is compared; the work grows with its square.
    const LONGEST: usize = 16;
    if word.len() > LONGEST || !word.is_ascii() {
        return None;
    }
    let program = Cli::command();
    let verbs = program
        .get_subcommands()
        .map(|verb| verb.get_name().to_owned());
    let near = verbs.map(|verb| (distance(word, &verb), verb));
    let (slips, verb) = near.min()?;
    // A third of the letters may be wrong.
    (slips * 3 <= verb.len().max(3)).then_some(verb)
}

/// Returns how many letters must be put in, left out, replaced or swapped with their neighbour to make one word another.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    let at = |rows: &[Vec<usize>], i: usize, j: usize| {
        rows.get(i)
            .and_then(|row| row.get(j))
            .copied()
            .unwrap_or(usize::MAX / 2)
    };
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let replaced = at(&rows, i, j) + usize::from(x != y);
            let left_out = at(&rows, i, j + 1) + 1;
            let put_in = row.get(j).copied().unwrap_or(usize::MAX / 2) + 1;
            let mut best = replaced.min(left_out).min(put_in);
            let is_swap = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if is_swap {
                best = best.min(at(&rows, i - 1, j - 1) + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    at(&rows, a.len(), b.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("imprt", Some("import"))]
    #[case("lsit", Some("list"))]
    #[case("serach", Some("search"))]
    #[case("quote", Some("quotes"))]
    #[case("report.md", None)]
    #[case("x", None)]
    fn a_slip_finds_its_verb(#[case] typed: &str, #[case] verb: Option<&str>) {
        assert_eq!(meant(typed).as_deref(), verb);
    }
}
