//! The words of dates: months, weekdays, zones and what stands between. Knows no order of them.

/// Where a time of day holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Minutes east of UTC.
    Fixed(i32),
    /// A POSIX rule with summer time.
    Rule(&'static str),
}

/// Months by how they begin, first of all that fit; lower case. English, German, French, Spanish, Portuguese, Italian,
/// Dutch, Russian, Polish.
#[rustfmt::skip]
const MONTHS: &[(&str, u32)] = &[
    ("jan", 1), ("jän", 1), ("janv", 1), ("ene", 1), ("genn", 1), ("янв", 1), ("stycz", 1),
    ("feb", 2), ("fév", 2), ("fev", 2), ("febbr", 2), ("фев", 2), ("lut", 2),
    ("mar", 3), ("mär", 3), ("maar", 3), ("mrz", 3), ("мар", 3),
    ("apr", 4), ("avr", 4), ("abr", 4), ("апр", 4), ("kwie", 4),
    ("may", 5), ("mai", 5), ("mei", 5), ("magg", 5), ("май", 5), ("мая", 5), ("maj", 5),
    ("jun", 6), ("juin", 6), ("giu", 6), ("июн", 6), ("czerw", 6),
    ("jul", 7), ("juil", 7), ("lugl", 7), ("июл", 7), ("lip", 7),
    ("aug", 8), ("aoû", 8), ("aou", 8), ("ago", 8), ("авг", 8), ("sierp", 8),
    ("sep", 9), ("set", 9), ("sett", 9), ("сен", 9), ("wrze", 9),
    ("oct", 10), ("okt", 10), ("out", 10), ("ott", 10), ("окт", 10), ("paźdz", 10),
    ("nov", 11), ("ноя", 11), ("listop", 11),
    ("dec", 12), ("dez", 12), ("déc", 12), ("dic", 12), ("дек", 12), ("grud", 12),
];

/// Whole names of months; a word counts as a month when it begins one of these.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "january", "januar", "jänner", "janvier", "enero", "janeiro", "gennaio", "januari", "января", "январь", "stycznia", "styczeń",
    "february", "februar", "février", "fevrier", "febrero", "fevereiro", "febbraio", "februari", "февраля", "февраль", "lutego", "luty",
    "march", "märz", "mrz", "mars", "marzo", "março", "marco", "maart", "марта", "март", "marca", "marzec",
    "april", "avril", "abril", "aprile", "апреля", "апрель", "kwietnia", "kwiecień",
    "may", "mai", "mayo", "maio", "maggio", "mei", "мая", "май", "maja", "maj",
    "june", "juni", "juin", "junio", "junho", "giugno", "июня", "июнь", "czerwca", "czerwiec",
    "july", "juli", "juillet", "julio", "julho", "luglio", "июля", "июль", "lipca", "lipiec",
    "august", "août", "aout", "agosto", "augustus", "августа", "август", "sierpnia", "sierpień",
    "september", "septembre", "septiembre", "setembro", "settembre", "сентября", "сентябрь", "września", "wrzesień",
    "october", "oktober", "octobre", "octubre", "outubro", "ottobre", "октября", "октябрь", "października", "październik",
    "november", "novembre", "noviembre", "novembro", "ноября", "ноябрь", "listopada", "listopad",
    "december", "dezember", "décembre", "decembre", "diciembre", "dezembro", "dicembre", "декабря", "декабрь", "grudnia", "grudzień",
];

/// Weekdays and the small words around a date; lower case.
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "mo", "di", "mi", "do", "fr", "sa", "so",
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag",
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo",
    "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica",
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
    "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье",
    "published", "posted", "date", "dated", "on", "at", "of", "the", "time", "local",
    "veröffentlicht", "erschienen", "stand", "vom", "am", "um", "uhr", "den", "der", "datum",
    "publié", "le", "à", "publicado", "el", "de", "a", "las", "em", "pubblicato", "il", "gepubliceerd", "op", "г", "опубликовано",
];

/// Whether a word, in lower case, is a month and hardly anything else: its name, or three letters of it. "Jane" begins the
/// Portuguese January, too.
pub(super) fn is_month(word: &str) -> bool {
    NAMES.contains(&word) || (word.chars().count() == 3 && month(word).is_some())
}

/// Returns the number of a month by its name or the beginning of it, in lower case.
pub(super) fn month(word: &str) -> Option<u32> {
    let letters = word.chars().count();
    if letters < 3 || !NAMES.iter().any(|name| name.starts_with(word)) && word != "sept" {
        return None;
    }
    MONTHS
        .iter()
        .filter(|(beginning, _)| word.starts_with(beginning))
        .max_by_key(|(beginning, _)| beginning.len())
        .map(|(_, month)| *month)
}

/// Returns the zone that an abbreviation stands for. Those that mean several places (IST, CST in China) are read as a
/// North American or not at all.
pub(super) fn zone(word: &str) -> Option<Zone> {
    const fn hours(hours: i32) -> Zone {
        Zone::Fixed(hours * 60)
    }
    Some(match word {
        "Z" | "z" | "UTC" | "GMT" | "UT" | "WET" => hours(0),
        "BST" | "CET" | "MEZ" | "WEST" => hours(1),
        "CEST" | "MESZ" | "EET" | "SAST" => hours(2),
        "EEST" | "MSK" | "EAT" => hours(3),
        "HKT" | "SGT" | "AWST" => hours(8),
        "JST" | "KST" => hours(9),
        "AEST" => hours(10),
        "AEDT" => hours(11),
        "NZST" => hours(12),
        "NZDT" => hours(13),
        "ADT" => hours(-3),
        "EDT" | "AST" => hours(-4),
        "EST" | "CDT" => hours(-5),
        "CST" | "MDT" => hours(-6),
        "MST" | "PDT" => hours(-7),
        "PST" | "AKDT" => hours(-8),
        "AKST" => hours(-9),
        "HST" => hours(-10),
        "ET" => Zone::Rule("EST5EDT,M3.2.0,M11.1.0"),
        "CT" => Zone::Rule("CST6CDT,M3.2.0,M11.1.0"),
        "MT" => Zone::Rule("MST7MDT,M3.2.0,M11.1.0"),
        "PT" => Zone::Rule("PST8PDT,M3.2.0,M11.1.0"),
        _ => return None,
    })
}

/// Whether a word has the shape of a zone's abbreviation.
pub(super) fn is_like_a_zone(word: &str) -> bool {
    (2..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// Whether a word may stand in a date without a meaning of its own; in lower case.
pub(super) fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word)
}

/// Whether a word makes the number before it an ordinal.
pub(super) fn is_ordinal(word: &str) -> bool {
    matches!(
        word,
        "st" | "nd" | "rd" | "th" | "er" | "º" | "ª" | "ST" | "ND" | "RD" | "TH"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_a_month_has_a_number() {
        for name in NAMES {
            assert!(month(name).is_some(), "{name}");
        }
    }
}
