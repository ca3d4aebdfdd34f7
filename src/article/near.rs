//! Which of some names was meant by a word with slips in it.

/// Longest word that is compared; the work grows with its square.
const LONGEST: usize = 32;

/// Returns the name that somebody meant who typed a word, if that can be told.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST || !word.is_ascii() {
        return None;
    }
    let near = names
        .into_iter()
        .map(|name| (slips_between(word, name), name));
    let (slips, name) = near.min()?;
    // A third of the letters may be wrong; of a beginning, none.
    let is_begun = word.len() > 1 && name.starts_with(word);
    (is_begun || slips * 3 <= name.len().max(3)).then_some(name)
}

/// Returns how many letters must be put in, left out, replaced or swapped with their neighbour to make one word another.
fn slips_between(a: &str, b: &str) -> usize {
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

    const NAMES: [&str; 5] = ["title", "tag", "speaker", "said", "until"];

    #[rstest]
    #[case("tittle", Some("title"))]
    #[case("tga", Some("tag"))]
    #[case("spk", None)]
    #[case("speak", Some("speaker"))]
    #[case("untill", Some("until"))]
    #[case("x", None)]
    #[case("", None)]
    #[case("überschrift", None)]
    fn a_slip_finds_its_name(#[case] typed: &str, #[case] name: Option<&str>) {
        assert_eq!(nearest(typed, NAMES), name);
    }
}
