//! Days as people type them: a date, a month, a year, or so long ago.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// What a day is typed as, for the message when it is not.
pub(super) const FORMS: &str =
    "2026-02-01, 2026-02, 2026, today, yesterday, or so long ago: 7d, 2w, 3m, 1y";

/// Returns the first and the last day of what was typed.
pub(super) fn days(typed: &str, today: Date) -> Option<(Date, Date)> {
    let typed = typed.to_ascii_lowercase();
    let ago = |span: Span| today.checked_sub(span).ok().map(|day| (day, day));
    match typed.as_str() {
        "today" => return Some((today, today)),
        "yesterday" => return ago(1.day()),
        _ => {}
    }
    if let Some((digits, unit)) = typed
        .char_indices()
        .last()
        .map(|(at, _)| typed.split_at(at))
        && let Some(number) = number(digits)
    {
        let span = match unit {
            "d" => Some(Span::new().try_days(number)),
            "w" => Some(Span::new().try_weeks(number)),
            "m" => Some(Span::new().try_months(number)),
            "y" => Some(Span::new().try_years(number)),
            _ => None,
        };
        if let Some(span) = span {
            return ago(span.ok()?);
        }
    }
    let mut parts = typed.split('-');
    let mut next = |digits: usize| match parts.next() {
        None => Some(None),
        Some(part) if part.len() == digits => number(part).map(Some),
        Some(_) => None,
    };
    let year = i16::try_from(next(4)??).ok()?;
    let month = next(2)?.map(i8::try_from).transpose().ok()?;
    let day = next(2)?.map(i8::try_from).transpose().ok()?;
    if parts.next().is_some() {
        return None;
    }
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let last = match (month, day) {
        (_, Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, None) => first.last_of_year(),
    };
    Some((first, last))
}

fn number(digits: &str) -> Option<i64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case("2026-02-01", "2026-02-01 2026-02-01")]
    #[case("2026-02", "2026-02-01 2026-02-28")]
    #[case("2024", "2024-01-01 2024-12-31")]
    #[case("Today", "2026-11-26 2026-11-26")]
    #[case("yesterday", "2026-11-25 2026-11-25")]
    #[case("7d", "2026-11-19 2026-11-19")]
    #[case("1m", "2026-10-26 2026-10-26")]
    #[case("2026-13", "-")]
    #[case("2026-02-30", "-")]
    #[case("26-2-1", "-")]
    #[case("2026-02-01-01", "-")]
    #[case("99999999999999999999d", "-")]
    #[case("99999999999d", "-")]
    #[case("d", "-")]
    #[case("soon", "-")]
    #[case("é", "-")]
    #[case("", "-")]
    fn days_as_typed(#[case] typed: &str, #[case] expected: &str) {
        let days = days(typed, date(2026, 11, 26));
        let shown = days.map_or("-".to_owned(), |(first, last)| format!("{first} {last}"));
        assert_eq!(shown, expected);
    }
}
