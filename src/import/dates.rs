//! Dates as people and machines write them, made ISO 8601. Knows no clock: what is not written is not filled in.

mod words;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

use crate::article::Clean;

use words::Zone;

/// Longest text that is looked at, in bytes. A date is a short thing.
const LONGEST: usize = 120;

/// The years that articles come from.
const YEARS: std::ops::RangeInclusive<i16> = 1500..=2999;

/// Returns when something was published as `Meta.published` holds it: "2022-02-01", or "2022-02-01T14:05:00Z" with the
/// offset that was written ("Z" for UTC). Accepts ISO 8601, RFC 2822 (a wrong weekday does no harm) and what stands under
/// headlines in a dozen European languages, also after "Published on" and the like.
///
/// The whole text must be a date: a sentence that holds one is `None`. A time without a known zone is left out rather
/// than guessed, so the result is the date alone. Dotted figures are day first ("01.02.2022"); with slashes or hyphens
/// the year comes first, or the order must show by a figure over 12: "02/03/2022" is refused.
pub(super) fn published(raw: &str) -> Option<Clean> {
    if raw.len() > LONGEST {
        return None;
    }
    let line = Clean::line(raw);
    let moment = read(&tokens(&line)?)?;
    Some(Clean::line(&moment.to_string()?))
}

/// A date, and a time of day when its zone is known.
struct Moment {
    date: Date,
    time: Option<(Time, Option<Zone>)>,
}

impl Moment {
    fn to_string(&self) -> Option<String> {
        let Some((time, Some(zone))) = &self.time else {
            return Some(self.date.to_string());
        };
        let local = DateTime::from_parts(self.date, *time);
        let offset = match zone {
            Zone::Fixed(minutes) => Offset::from_seconds(minutes * 60).ok()?,
            // Summer time follows from the rule and the date, so no table of zones is needed.
            Zone::Rule(rule) => TimeZone::posix(rule).ok()?.to_zoned(local).ok()?.offset(),
        };
        let minutes = offset.seconds() / 60;
        let shown = local.strftime("%Y-%m-%dT%H:%M:%S");
        Some(if minutes == 0 {
            format!("{shown}Z")
        } else {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!(
                "{shown}{sign}{:02}:{:02}",
                minutes.abs() / 60,
                minutes.abs() % 60
            )
        })
    }
}

/// What a date is written with.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Token<'a> {
    /// Figures, and how many of them.
    Number(u32, usize),
    /// Letters, lower case left to the reader of the word.
    Word(&'a str),
    /// Anything else but white space.
    Sign(char),
    /// White space.
    Gap,
}

fn tokens(line: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let same = |c: char| {
            if first.is_ascii_digit() {
                c.is_ascii_digit()
            } else if first.is_whitespace() {
                c.is_whitespace()
            } else {
                first.is_alphabetic() && c.is_alphabetic()
            }
        };
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| !same(*c))
            .map_or(rest.len(), |(at, _)| at);
        let (token, tail) = rest.split_at_checked(end)?;
        tokens.push(if first.is_ascii_digit() {
            // More figures than fit mean no date, unless they are the fraction of a second.
            Token::Number(token.parse().unwrap_or(u32::MAX), token.len())
        } else if first.is_whitespace() {
            Token::Gap
        } else if first.is_alphabetic() {
            Token::Word(token)
        } else {
            Token::Sign(first)
        });
        rest = tail;
    }
    Some(tokens)
}

/// Whether a word is a month, a weekday or one of those that stand between them; nothing is, too.
pub(super) fn is_word(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower.is_empty() || words::is_month(&lower) || words::is_filler(&lower)
}

/// Reads all tokens, or fails: each must have a meaning in a date.
fn read(tokens: &[Token<'_>]) -> Option<Moment> {
    use Token::{Gap, Number, Sign, Word};
    let mut date: Option<Date> = None;
    let mut month: Option<u32> = None;
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    let mut time: Option<Time> = None;
    let mut zone: Option<Zone> = None;
    let mut rest = tokens;
    while let Some(first) = rest.first() {
        let taken = match rest {
            [Number(h, 1..=2), Sign(':'), Number(m, 2), ..] if time.is_none() => {
                let (read, taken) = clock(*h, *m, rest)?;
                time = Some(read);
                taken
            }
            [Number(h, 1..=2), Word(word), ..]
                if time.is_none() && half_of_day(word, &rest[1..]).is_some() =>
            {
                let (half, taken) = half_of_day(word, &rest[1..])?;
                time = Some(clock_time(*h, 0, 0, Some(half))?);
                1 + taken
            }
            [Number(h, 1..=2), Gap, Word(word), ..]
                if time.is_none() && half_of_day(word, &rest[2..]).is_some() =>
            {
                let (half, taken) = half_of_day(word, &rest[2..])?;
                time = Some(clock_time(*h, 0, 0, Some(half))?);
                2 + taken
            }
            // "14.05 Uhr" and "14h05"
            [
                Number(h, 1..=2),
                Sign('.'),
                Number(m, 2),
                Gap,
                Word("Uhr"),
                ..,
            ] if time.is_none() => {
                time = Some(clock_time(*h, *m, 0, None)?);
                5
            }
            [Number(h, 1..=2), Word("h"), Number(m, 2), ..] if time.is_none() => {
                time = Some(clock_time(*h, *m, 0, None)?);
                3
            }
            [Number(h, 1..=2), Gap, Word("Uhr"), ..] if time.is_none() => {
                time = Some(clock_time(*h, 0, 0, None)?);
                3
            }
            // "+0530", "+05:30", "-08"; only after a time
            [
                Sign(sign @ ('+' | '-' | '\u{2212}')),
                Number(h, 2),
                Sign(':'),
                Number(m, 2),
                ..,
            ] if time.is_some() && is_offset(zone) => {
                zone = Some(offset(*sign, *h, *m)?);
                4
            }
            [
                Sign(sign @ ('+' | '-' | '\u{2212}')),
                Number(figures, 4),
                ..,
            ] if time.is_some() && is_offset(zone) => {
                zone = Some(offset(*sign, figures / 100, figures % 100)?);
                2
            }
            [Sign(sign @ ('+' | '-' | '\u{2212}')), Number(h, 1..=2), ..]
                if time.is_some() && is_offset(zone) =>
            {
                zone = Some(offset(*sign, *h, 0)?);
                2
            }
            [
                Number(first, places),
                Sign(sign @ ('-' | '/' | '.')),
                Number(middle, 1..=2),
                Sign(again),
                Number(last, more),
                ..,
            ] if sign == again && date.is_none() && numbers.is_empty() => {
                date = Some(figures(
                    (*first, *places),
                    (*middle, *sign),
                    (*last, *more),
                )?);
                5
            }
            [Number(all, 8), ..] if date.is_none() && numbers.is_empty() && month.is_none() => {
                date = Some(day(all / 10000, all / 100 % 100, all % 100)?);
                // "20220201T140500Z"
                if let [_, Word("T" | "t"), Number(clock, 6), ..] = rest {
                    time = Some(clock_time(
                        clock / 10000,
                        clock / 100 % 100,
                        clock % 100,
                        None,
                    )?);
                    3
                } else {
                    1
                }
            }
            [Number(n, length), ..] => {
                numbers.push((*n, *length));
                // "1st", "1er", "1º"
                match rest.get(1) {
                    Some(Word(word)) if words::is_ordinal(word) => 2,
                    _ => 1,
                }
            }
            // "p.m." was read with its time; here a zone may follow in brackets: "+0000 (UTC)"
            [Word("T" | "t"), Number(..), ..] if date.is_some() => 1,
            [Word(word), ..] => {
                let lower = word.to_lowercase();
                if let Some(found) = words::zone(word).filter(|_| time.is_some()) {
                    if zone.is_none() {
                        zone = Some(found);
                    }
                } else if let Some(found) = words::month(&lower) {
                    if month.replace(found).is_some() {
                        return None;
                    }
                } else if time.is_some() && words::is_like_a_zone(word) {
                    // A zone that is not known: the time is worth nothing.
                    zone = None;
                } else if !words::is_filler(&lower) {
                    return None;
                }
                1
            }
            [Sign(sign), ..] => {
                if !matches!(
                    sign,
                    ',' | '.' | '|' | '·' | '•' | '-' | '–' | '—' | ':' | '(' | ')' | '/' | '\''
                ) {
                    return None;
                }
                1
            }
            _ => {
                debug_assert_eq!(*first, Gap);
                1
            }
        };
        rest = rest.get(taken..)?;
    }
    let date = match (date, month) {
        (Some(date), None) if numbers.is_empty() => date,
        (None, Some(month)) => match numbers.as_slice() {
            [(figure, _), (year, 4)] | [(year, 4), (figure, _)] => day(*year, month, *figure)?,
            _ => return None,
        },
        _ => return None,
    };
    Some(Moment {
        date,
        time: time.map(|time| (time, zone)),
    })
}

/// An offset may follow "GMT" or "UTC" ("GMT+0300"), but not another offset.
fn is_offset(zone: Option<Zone>) -> bool {
    matches!(zone, None | Some(Zone::Fixed(0)))
}

fn offset(sign: char, hours: u32, minutes: u32) -> Option<Zone> {
    if hours > 15 || minutes > 59 {
        return None;
    }
    let all = i32::try_from(hours * 60 + minutes).ok()?;
    Some(Zone::Fixed(if sign == '+' { all } else { -all }))
}

/// Reads `h:mm`, `h:mm:ss`, `h:mm:ss.fff` and a following "pm"; returns the time and how many tokens it took.
fn clock(hours: u32, minutes: u32, tokens: &[Token<'_>]) -> Option<(Time, usize)> {
    use Token::{Gap, Number, Sign, Word};
    let (seconds, mut taken) = match tokens.get(3..) {
        Some([Sign(':'), Number(s, 2), Sign('.' | ','), Number(..), ..]) => (*s, 7),
        Some([Sign(':'), Number(s, 2), ..]) => (*s, 5),
        _ => (0, 3),
    };
    let mut half = None;
    let rest = tokens.get(taken..)?;
    let (gap, rest) = match rest {
        [Gap, rest @ ..] => (1, rest),
        _ => (0, rest),
    };
    if let [Word(word), ..] = rest
        && let Some((found, more)) = half_of_day(word, rest)
    {
        half = Some(found);
        taken += gap + more;
    }
    Some((clock_time(hours, minutes, seconds, half)?, taken))
}

/// Whether a word is "am" or "pm", in all its spellings; the second number is how many tokens it takes.
fn half_of_day(word: &str, tokens: &[Token<'_>]) -> Option<(bool, usize)> {
    let afternoon = match word {
        "am" | "AM" | "Am" => return Some((false, 1)),
        "pm" | "PM" | "Pm" => return Some((true, 1)),
        "a" | "A" => false,
        "p" | "P" => true,
        _ => return None,
    };
    match tokens {
        [
            _,
            Token::Sign('.'),
            Token::Word("m" | "M"),
            Token::Sign('.'),
            ..,
        ] => Some((afternoon, 4)),
        [_, Token::Sign('.'), Token::Word("m" | "M"), ..] => Some((afternoon, 3)),
        _ => None,
    }
}

fn clock_time(hours: u32, minutes: u32, seconds: u32, afternoon: Option<bool>) -> Option<Time> {
    let hours = match afternoon {
        Some(_) if !(1..=12).contains(&hours) => return None,
        Some(afternoon) => hours % 12 + if afternoon { 12 } else { 0 },
        None => hours,
    };
    // A leap second is not worth a refusal.
    let small = |n: u32| i8::try_from(n).ok();
    Time::new(small(hours)?, small(minutes)?, small(seconds.min(59))?, 0).ok()
}

/// Three figures with a sign between.
fn figures(first: (u32, usize), (middle, sign): (u32, char), last: (u32, usize)) -> Option<Date> {
    match (first, last) {
        ((year, 4), (d, 1..=2)) => day(year, middle, d),
        ((d, 1..=2), (year, 4)) if sign == '.' || d > 12 || d == middle => day(year, middle, d),
        ((month, 1..=2), (year, 4)) if middle > 12 => day(year, month, middle),
        _ => None,
    }
}

fn day(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year)
        .ok()
        .filter(|year| YEARS.contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests;
