//! Fingerprints of quotes: what lets a library find the same words in other articles without comparing all with all.
//!
//! Every run of a few words is a number; of those in a window the smallest is kept (winnowing: Schleimer, Wilkerson and
//! Aiken 2003). Two quotes that share a run as long as window and run together share a fingerprint, however the rest
//! differs and whatever was cut off.

use crate::quote::roster::same::{Token, tokens};

/// Words of a run, and characters where words are not parted by spaces.
const RUN: usize = 4;
const SPACELESS_RUN: usize = 8;
/// Runs of a window.
const WINDOW: usize = 6;
/// Most fingerprints of one quote; a longer one is known by its beginning.
const MOST: usize = 64;

/// Returns the fingerprints of some words, each once, as short words that an index can take; none when there are so few
/// words that anybody may have said them.
pub fn prints(words: &str) -> Vec<String> {
    let tokens = tokens(words);
    let spaceless = tokens.iter().filter(|token| token.is_alone).count();
    let run = if spaceless * 2 > tokens.len() {
        SPACELESS_RUN
    } else {
        RUN
    };
    let runs: Vec<u64> = tokens.windows(run).map(number).collect();
    let mut kept: Vec<u64> = Vec::new();
    for window in runs.windows(WINDOW.min(runs.len()).max(1)) {
        if let Some(&least) = window.iter().min()
            && kept.last() != Some(&least)
        {
            kept.push(least);
        }
        if kept.len() >= MOST {
            break;
        }
    }
    kept.sort_unstable();
    kept.dedup();
    kept.into_iter().map(written).collect()
}

/// Returns the number of a run of words (FNV-1a, then mixed so that the smallest is any).
fn number(run: &[Token]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |byte: u8| {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    };
    for token in run {
        token.key.bytes().for_each(&mut add);
        add(b' ');
    }
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}

/// Writes a number with the letters of an index, eight of them: what two numbers have in common by chance is found out
/// when the words are compared.
fn written(mut number: u64) -> String {
    const LETTERS: &[u8] = b"0123456789abcdefghijklmnopqrstuv";
    let mut out = String::with_capacity(8);
    for _ in 0..8 {
        let letter = LETTERS.get((number % 32) as usize).copied();
        out.push(char::from(letter.unwrap_or(b'0')));
        number /= 32;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "We looked at every number twice and there is no money left for the night ferry in this budget";

    fn shared(one: &str, other: &str) -> usize {
        let other = prints(other);
        prints(one)
            .iter()
            .filter(|print| other.contains(print))
            .count()
    }

    #[test]
    fn a_cut_quote_shares_fingerprints_and_another_none() {
        assert!(
            shared(
                LONG,
                "“there is no money left for the night ferry in this budget”"
            ) > 0
        );
        assert!(
            shared(
                LONG,
                "WE LOOKED at every number twice — and there is no money left."
            ) > 0
        );
        assert_eq!(
            shared(
                LONG,
                "They never asked us what we wanted from the harbour board at all"
            ),
            0
        );
        assert!(prints("No comment at").is_empty());
        assert_eq!(prints("No comment at all").len(), 1);
    }

    #[test]
    fn fingerprints_are_few_and_plain() {
        let prints = prints(&LONG.repeat(200));
        assert!(prints.len() <= MOST);
        assert!(
            prints
                .iter()
                .all(|print| print.len() == 8 && print.bytes().all(|b| b.is_ascii_alphanumeric()))
        );
    }

    #[test]
    fn scripts_without_spaces_have_fingerprints_too() {
        assert!(
            shared(
                "港湾委員会は採算が取れないと述べた",
                "委員会は採算が取れないと述べた"
            ) > 0
        );
    }

    proptest::proptest! {
        #[test]
        fn a_shared_run_is_always_found(
            before in "([a-f]{1,3} ){0,20}", run in "([g-m]{2,5} ){9,14}", after in "([n-z]{1,3} ){0,20}"
        ) {
            proptest::prop_assert!(shared(&(before + &run), &(run.clone() + &after)) > 0);
        }
    }
}
