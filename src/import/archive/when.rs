//! When an entry was put where it is, as programs write it.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::article::Clean;

/// Seconds of the first and last moment that is believed: 1990 and 2100.
const BELIEVED: std::ops::RangeInclusive<i64> = 631_152_000..=4_102_444_800;

/// Returns a moment in RFC 3339, UTC and whole seconds: from seconds since 1970 (or thousandths or millionths of them), or
/// from a date with a time; a time without zone is taken as UTC.
pub(super) fn moment(raw: &str) -> Option<Clean> {
    let raw = raw.trim();
    let seconds = match raw.parse::<i64>() {
        Ok(number) => [1, 1_000, 1_000_000]
            .into_iter()
            .map(|unit| number / unit)
            .find(|seconds| BELIEVED.contains(seconds))?,
        Err(_) => written(raw)?.as_second(),
    };
    if !BELIEVED.contains(&seconds) {
        return None;
    }
    let moment = Timestamp::from_second(seconds).ok()?;
    Some(Clean::line(&moment.to_string()))
}

fn written(raw: &str) -> Option<Timestamp> {
    if let Ok(moment) = raw.parse::<Timestamp>() {
        return Some(moment);
    }
    let civil = raw
        .parse::<DateTime>()
        .ok()
        .or_else(|| raw.parse::<Date>().ok().map(DateTime::from))?;
    TimeZone::UTC.to_timestamp(civil).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::seconds("1700000000", Some("2023-11-14T22:13:20Z"))]
    #[case::thousandths("1700000000123", Some("2023-11-14T22:13:20Z"))]
    #[case::millionths("1700000000123456", Some("2023-11-14T22:13:20Z"))]
    #[case::fraction("2023-01-15T10:30:00.250Z", Some("2023-01-15T10:30:00Z"))]
    #[case::offset("2016-09-08T11:55:58+0200", Some("2016-09-08T09:55:58Z"))]
    #[case::blank("2022-11-06 04:33:50+00:00", Some("2022-11-06T04:33:50Z"))]
    #[case::no_zone("2022-11-06 04:33:50", Some("2022-11-06T04:33:50Z"))]
    #[case::day("2024-01-02", Some("2024-01-02T00:00:00Z"))]
    #[case::nothing("", None)]
    #[case::zero("0", None)]
    #[case::words("yesterday", None)]
    #[case::huge("99999999999999999999", None)]
    fn moments(#[case] raw: &str, #[case] expected: Option<&str>) {
        assert_eq!(moment(raw).as_deref(), expected);
    }
}
