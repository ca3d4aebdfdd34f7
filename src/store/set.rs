//! Sets of numbers, of articles or of quotes, that may also be "all but these".

/// A set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Set {
    /// These, in ascending order, each once.
    Only(Vec<i64>),
    /// All others than these, in ascending order, each once.
    Except(Vec<i64>),
}

impl Set {
    /// Returns the set of all.
    pub(super) fn all() -> Self {
        Self::Except(Vec::new())
    }

    /// Returns the empty set.
    pub(super) fn none() -> Self {
        Self::Only(Vec::new())
    }

    pub(super) fn contains(&self, number: i64) -> bool {
        match self {
            Self::Only(these) => these.binary_search(&number).is_ok(),
            Self::Except(these) => these.binary_search(&number).is_err(),
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        use Set::{Except, Only};
        match (self, other) {
            (Only(a), Only(b)) => Only(both(&a, &b)),
            (Only(a), Except(b)) | (Except(b), Only(a)) => Only(without(&a, &b)),
            (Except(a), Except(b)) => Except(either(&a, &b)),
        }
    }

    pub(super) fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    #[must_use]
    pub(super) fn not(self) -> Self {
        match self {
            Self::Only(these) => Self::Except(these),
            Self::Except(these) => Self::Only(these),
        }
    }
}

/// Returns what two ascending lists have in common.
fn both(a: &[i64], b: &[i64]) -> Vec<i64> {
    let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let mut rest = many;
    let mut out = Vec::with_capacity(few.len());
    for &number in few {
        rest = from(rest, number);
        if rest.first() == Some(&number) {
            out.push(number);
        }
    }
    out
}

/// Returns what only the first of two ascending lists has.
fn without(a: &[i64], b: &[i64]) -> Vec<i64> {
    let mut rest = b;
    let mut out = Vec::with_capacity(a.len());
    for &number in a {
        rest = from(rest, number);
        if rest.first() != Some(&number) {
            out.push(number);
        }
    }
    out
}

/// Returns what at least one of two ascending lists has.
fn either(a: &[i64], b: &[i64]) -> Vec<i64> {
    let mut out: Vec<i64> = a.iter().chain(b).copied().collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Returns the part of an ascending list from a number on: near by if it can be, else far away.
fn from(list: &[i64], number: i64) -> &[i64] {
    let mut step = 1;
    while list.get(step - 1).is_some_and(|&other| other < number) {
        step *= 2;
    }
    let near = list.get(..step.min(list.len())).unwrap_or_default();
    let at = near.partition_point(|&other| other < number);
    list.get(at..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_set() -> impl Strategy<Value = Set> {
        let numbers = proptest::collection::btree_set(0..40_i64, 0..30);
        (numbers, any::<bool>()).prop_map(|(numbers, is_only)| {
            let numbers = numbers.into_iter().collect();
            if is_only {
                Set::Only(numbers)
            } else {
                Set::Except(numbers)
            }
        })
    }

    proptest! {
        #[test]
        fn sets_follow_logic(a in any_set(), b in any_set()) {
            for number in -1..41 {
                let (in_a, in_b) = (a.contains(number), b.contains(number));
                prop_assert_eq!(a.clone().and(b.clone()).contains(number), in_a && in_b);
                prop_assert_eq!(a.clone().or(b.clone()).contains(number), in_a || in_b);
                prop_assert_eq!(a.clone().not().contains(number), !in_a);
            }
        }
    }
}
