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

/// Returns an ISO date or date and time as "1 February 2022", without a day as "February 2022"; anything else as it is.
pub fn long_date(iso: &str) -> String {
    in_words(iso, usize::MAX)
}

/// Returns an ISO date or date and time as "1 Feb 2022", without a day as "Feb 2022"; anything else as it is.
pub fn short_date(iso: &str) -> String {
    in_words(iso, 3)
}

/// Prints a date with so many letters of the month.
fn in_words(iso: &str, letters: usize) -> String {
    let month = |name: &str| name.chars().take(letters).collect::<String>();
    match parts(iso.trim()) {
        Some((year, Some(name), Some(day))) => format!("{day} {} {year}", month(name)),
        Some((year, Some(name), None)) => format!("{} {year}", month(name)),
        _ => iso.to_owned(),
    }
}

/// Year, name of the month and day (1 to 31) of an ISO date, as far as it goes; none when any of them is not one.
fn parts(iso: &str) -> Option<(&str, Option<&'static str>, Option<usize>)> {
    let date = iso.split(['T', ' ']).next()?;
    let mut fields = date.split('-');
    let year = fields.next().filter(|year| number(year, 4).is_some())?;
    let month = match fields.next() {
        None => None,
        Some(field) => Some(*MONTHS.get(number(field, 2)?.checked_sub(1)?)?),
    };
    let day = match fields.next() {
        None => None,
        Some(field) => Some(number(field, 2).filter(|day| (1..=31).contains(day))?),
    };
    fields.next().is_none().then_some((year, month, day))
}

/// Returns the number that a field of some digits holds.
fn number(field: &str, digits: usize) -> Option<usize> {
    let is_number = field.len() == digits && field.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| field.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("2022-02-01", "1 February 2022", "1 Feb 2022")]
    #[case("2022-12-31T14:05:00Z", "31 December 2022", "31 Dec 2022")]
    #[case("2022-12-31 14:05", "31 December 2022", "31 Dec 2022")]
    #[case("2022-02", "February 2022", "Feb 2022")]
    #[case("2022", "2022", "2022")]
    #[case("2022-13-01", "2022-13-01", "2022-13-01")]
    #[case("2022-01-45", "2022-01-45", "2022-01-45")]
    #[case("2022-01-00", "2022-01-00", "2022-01-00")]
    #[case("2022-01-01-01", "2022-01-01-01", "2022-01-01-01")]
    #[case("last week", "last week", "last week")]
    #[case("", "", "")]
    fn dates_read_well(#[case] iso: &str, #[case] long: &str, #[case] short: &str) {
        assert_eq!((&*long_date(iso), &*short_date(iso)), (long, short));
    }
}
