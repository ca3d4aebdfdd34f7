//! Which name somebody meant who mistyped it.

/// Longest word that is compared; the work grows with its square.
const LONGEST: usize = 32;

/// Returns the name that was meant, if that can be told: at most a third of its letters are wrong.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST || !word.is_ascii() {
        return None;
    }
    let near = names.into_iter().map(|name| (distance(word, name), name));
    let (slips, name) = near.min()?;
    (slips * 3 <= name.len().max(3)).then_some(name)
}

/// Returns what to add to a message about a name that is not known; nothing when none is near.
pub fn did_you_mean<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, names).map_or_else(String::new, |name| format!("; did you mean {name}?"))
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
    #[case("widht", Some("width"))]
    #[case("colour", Some("color"))]
    #[case("wdth", Some("width"))]
    #[case("zzz", None)]
    #[case("", None)]
    fn a_third_of_the_letters_may_be_wrong(#[case] typed: &str, #[case] meant: Option<&str>) {
        assert_eq!(nearest(typed, ["width", "color", "mouse"]), meant);
    }
}
