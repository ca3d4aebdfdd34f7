//! Prints the dates that [`crate::article::Meta::published`] holds in words that people use.

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Returns an ISO date or date and time as "1 February 2022"; anything else as it is.
pub fn long_date(iso: &str) -> String {
    parts(iso).map_or_else(
        || iso.to_owned(),
        |(year, month, day)| format!("{day} {} {year}", MONTHS[month - 1]),
    )
}

/// Returns an ISO date or date and time as "1 Feb 2022"; anything else as it is.
pub fn short_date(iso: &str) -> String {
    parts(iso).map_or_else(
        || iso.to_owned(),
        |(year, month, day)| format!("{day} {} {year}", &MONTHS[month - 1][..3]),
    )
}

/// Year, month (1 to 12) and day of an ISO date.
fn parts(iso: &str) -> Option<(u16, usize, u8)> {
    let mut numbers = iso.get(..10)?.split('-');
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let month: usize = month.parse().ok()?;
    (1..=12)
        .contains(&month)
        .then_some((year.parse().ok()?, month, day.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_well() {
        assert_eq!(long_date("2022-02-01"), "1 February 2022");
        assert_eq!(short_date("2022-12-31T14:05:00Z"), "31 Dec 2022");
        assert_eq!(long_date("2022-13-01"), "2022-13-01");
        assert_eq!(long_date("last week"), "last week");
    }
}
