//! How a feed is doing after it was asked: well, or left alone for a while, longer each time. Reads no clock.

use jiff::{SignedDuration, Timestamp};

use crate::article::{Clean, Health};
use crate::fetch::{FetchError, Said};
use crate::library::gather::kept;

/// How long a feed that failed once is left alone, and the longest, in seconds; and one that is gone.
const FIRST_REST: i64 = 15 * 60;
const LONGEST_REST: i64 = 2 * 24 * 60 * 60;
const GONE_REST: i64 = 30 * 24 * 60 * 60;

/// The health of a feed that answered.
pub(super) fn healthy(before: &Health, said: &Said, now: &Clean) -> Health {
    Health {
        etag: kept(said.etag.as_ref()),
        modified: kept(said.modified.as_ref()),
        digest: before.digest.clone(),
        tried: Some(now.clone()),
        succeeded: Some(now.clone()),
        problem: None,
        failures: 0,
        next: None,
    }
}

/// The health of a feed after a failure: it is left alone twice as long as the last time, or as long as its server asks.
pub(super) fn ill(before: &Health, reason: &str, asked: Option<i64>, now: &Clean) -> Health {
    let failures = before.failures.saturating_add(1);
    let doubled = FIRST_REST.saturating_mul(1 << (failures - 1).min(16));
    let rest = doubled.min(LONGEST_REST).max(asked.unwrap_or(0));
    Health {
        tried: Some(now.clone()),
        problem: Some(Clean::line(reason)),
        failures,
        next: later(now, rest),
        ..before.clone()
    }
}

/// How long a failure says that a feed is to be left alone, in seconds.
pub(super) fn rest(error: &FetchError) -> Option<i64> {
    match error {
        FetchError::Gone => Some(GONE_REST),
        FetchError::Later(seconds) => seconds.and_then(|seconds| i64::try_from(seconds).ok()),
        _ => None,
    }
}

/// Returns the time so many seconds later.
fn later(now: &Clean, seconds: i64) -> Option<Clean> {
    let now: Timestamp = now.parse().ok()?;
    let then = now.checked_add(SignedDuration::from_secs(seconds)).ok()?;
    Some(Clean::line(&then.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::first(0, None, "2026-11-26T10:15:00Z")]
    #[case::second(1, None, "2026-11-26T10:30:00Z")]
    #[case::fifth(4, None, "2026-11-26T14:00:00Z")]
    #[case::most(40, None, "2026-11-28T10:00:00Z")]
    #[case::asked(0, Some(3600), "2026-11-26T11:00:00Z")]
    #[case::asked_for_less(3, Some(60), "2026-11-26T12:00:00Z")]
    fn a_feed_that_fails_rests_longer_each_time(
        #[case] failures: u32,
        #[case] asked: Option<i64>,
        #[case] next: &str,
    ) {
        let before = Health {
            failures,
            etag: Some(Clean::line("a")),
            ..Health::default()
        };
        let after = ill(&before, "no", asked, &Clean::line("2026-11-26T10:00:00Z"));
        assert_eq!(after.next.as_deref(), Some(next));
        assert_eq!((after.failures, after.etag), (failures + 1, before.etag));
    }
}
