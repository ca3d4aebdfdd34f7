//! Dates that were seen, and what must not be taken for one.

use super::*;
use rstest::rstest;

#[rstest]
#[case("2022-02-01", "2022-02-01")]
#[case("2022-2-1", "2022-02-01")]
#[case("20220201", "2022-02-01")]
#[case("2022/02/01", "2022-02-01")]
#[case("01.02.2022", "2022-02-01")]
#[case("1.2.2022", "2022-02-01")]
#[case("13/02/2022", "2022-02-13")]
#[case("02/13/2022", "2022-02-13")]
#[case("02/02/2022", "2022-02-02")]
#[case("February 01, 2022", "2022-02-01")]
#[case("February 1st, 2022", "2022-02-01")]
#[case("1st of February, 2022", "2022-02-01")]
#[case("Feb. 1, 2022", "2022-02-01")]
#[case("FEB 1 2022", "2022-02-01")]
#[case("Sept. 3, 2021", "2021-09-03")]
#[case("1 Feb 2022", "2022-02-01")]
#[case("1-Feb-2022", "2022-02-01")]
#[case("2022 February 1", "2022-02-01")]
#[case("Tuesday, 1 February 2022", "2022-02-01")]
#[case::wrong_weekday("Mon, 01 Feb 2022", "2022-02-01")]
#[case("Published: February 1, 2022", "2022-02-01")]
#[case("Published on Feb 1, 2022", "2022-02-01")]
#[case("1. Februar 2022", "2022-02-01")]
#[case("Dienstag, den 1. März 2022", "2022-03-01")]
#[case("Veröffentlicht am 01.02.2022", "2022-02-01")]
#[case("1er février 2022", "2022-02-01")]
#[case("le 3 août 2021", "2021-08-03")]
#[case("1 de febrero de 2022", "2022-02-01")]
#[case("1º de março de 2022", "2022-03-01")]
#[case("1 febbraio 2022", "2022-02-01")]
#[case("1 februari 2022", "2022-02-01")]
#[case("1 февраля 2022 г.", "2022-02-01")]
#[case("1 lutego 2022", "2022-02-01")]
fn dates_become_iso(#[case] raw: &str, #[case] expected: &str) {
    assert_eq!(published(raw).as_deref(), Some(expected));
    assert_eq!(published(expected).as_deref(), Some(expected), "not stable");
}

#[rstest]
#[case("2022-02-01T14:05:00Z", "2022-02-01T14:05:00Z")]
#[case("2022-02-01T14:05Z", "2022-02-01T14:05:00Z")]
#[case("2022-02-01 14:05:06.789 +00:00", "2022-02-01T14:05:06Z")]
#[case("2022-02-01T14:05:00+0530", "2022-02-01T14:05:00+05:30")]
#[case("2022-02-01T14:05:00-08", "2022-02-01T14:05:00-08:00")]
#[case("20220201T140506Z", "2022-02-01T14:05:06Z")]
#[case("1 Feb 2022 14:05 GMT", "2022-02-01T14:05:00Z")]
#[case("Tue, 01 Feb 2022 14:05:06 +0300", "2022-02-01T14:05:06+03:00")]
#[case("Wed, 1 Feb 2022 14:05:06 GMT", "2022-02-01T14:05:06Z")]
#[case("Tue Feb 01 2022 14:05:06 GMT+0300 (MSK)", "2022-02-01T14:05:06+03:00")]
#[case("Tue, Feb 1, 2022 2:05 p.m. ET", "2022-02-01T14:05:00-05:00")]
#[case("Jul 1, 2022 at 12:05 AM ET", "2022-07-01T00:05:00-04:00")]
#[case("Feb 1, 2022, 2 pm PST", "2022-02-01T14:00:00-08:00")]
#[case("2:05PM EST, Tue February 1, 2022", "2022-02-01T14:05:00-05:00")]
fn times_keep_their_offset(#[case] raw: &str, #[case] expected: &str) {
    assert_eq!(published(raw).as_deref(), Some(expected));
    assert_eq!(published(expected).as_deref(), Some(expected), "not stable");
}

#[rstest]
#[case("2022-02-01T14:05:00", "2022-02-01")]
#[case("1. Februar 2022, 14:05 Uhr", "2022-02-01")]
#[case("1. Februar 2022 um 14.05 Uhr", "2022-02-01")]
#[case("1 février 2022 à 14h05", "2022-02-01")]
#[case("Feb 1, 2022 2:05 pm XYZT", "2022-02-01")]
fn a_time_without_a_known_zone_is_left_out(#[case] raw: &str, #[case] expected: &str) {
    assert_eq!(published(raw).as_deref(), Some(expected));
}

#[rstest]
#[case::ambiguous("02/03/2022")]
#[case::no_day("February 2022")]
#[case::no_year("February 1")]
#[case::short_year("1 Feb 22")]
#[case::no_such_day("2022-02-30")]
#[case::no_such_month("2022-13-01")]
#[case::no_such_time("2022-02-01T25:00Z")]
#[case::sentence("It happened on February 1, 2022")]
#[case::two_dates("February 1, 2022 March 2, 2022")]
#[case::year("2022")]
#[case::far_away("9999-01-01")]
#[case::number("1234567890123")]
#[case::now("today")]
#[case::empty("")]
#[case::words("May the force be with you 1 2022")]
fn what_is_no_date_is_refused(#[case] raw: &str) {
    assert_eq!(published(raw), None);
}

proptest::proptest! {
    #[test]
    fn every_result_reads_as_itself(raw in "[0-9]{1,4}[-/. ]([0-9]{1,2}|Feb|mai)[-/. ,]{1,2}[0-9]{1,4}( [0-9]{1,2}:[0-9]{2} ?(pm|Z|ET|\\+0[0-9]00)?)?|\\PC{0,40}") {
        if let Some(date) = published(&raw) {
            proptest::prop_assert_eq!(published(&date), Some(date.clone()));
        }
    }
}
