//! Names of languages, declared or guessed. Knows the words, not where they came from.

use whatlang::Lang;

use crate::article::Clean;

/// Fewest characters worth guessing from, and most that are looked at.
const FEWEST: usize = 80;
const MOST: usize = 4_000;

/// Returns the ISO 639-1 code of a declared language: "en" for "en-US", `EN_us`, "eng" or "English". `None` for anything
/// that names no language.
pub(super) fn declared(raw: &str) -> Option<Clean> {
    let name = raw.trim().to_lowercase();
    let primary = name.split(['-', '_', '.']).next().unwrap_or_default();
    if primary.len() == 2 && primary.bytes().all(|b| b.is_ascii_lowercase()) {
        return Some(Clean::line(primary));
    }
    CODES
        .iter()
        .find(|(lang, _)| {
            lang.code() == primary
                || lang.eng_name().to_lowercase() == name
                || lang.name().to_lowercase() == name
        })
        .map(|(_, code)| Clean::line(code))
}

/// Returns the ISO 639-1 code of the language that a text is written in; `None` when it is too short to tell or the guess
/// is not sure.
pub(super) fn guess(text: &str) -> Option<Clean> {
    let end = text.floor_char_boundary(MOST);
    let text = text.get(..end)?;
    if text.chars().take(FEWEST).count() < FEWEST {
        return None;
    }
    // Comparing with seventy languages costs as much as all other reading of a page.
    if is_plainly_english(text) {
        return Some(Clean::line("en"));
    }
    let info = whatlang::detect(text)?;
    // A long text needs less certainty: the measure compares with the runner-up, which may be a close relative.
    if !info.is_reliable() && (info.confidence() < 0.3 || text.len() < 600) {
        return None;
    }
    CODES
        .iter()
        .find(|(lang, _)| *lang == info.lang())
        .map(|(_, code)| Clean::line(code))
}

/// Whether a text has as many of the three commonest words of English as only English has: in news they are a tenth of all
/// words, and no other language has all three.
fn is_plainly_english(text: &str) -> bool {
    const COMMON: [&str; 3] = ["the", "of", "and"];
    let (mut words, mut counts) = (0_usize, [0_usize; 3]);
    for word in text.split_ascii_whitespace() {
        words += 1;
        if let Some(at) = COMMON.iter().position(|common| *common == word)
            && let Some(count) = counts.get_mut(at)
        {
            *count += 1;
        }
    }
    let common: usize = counts.iter().sum();
    words >= 150 && counts.iter().all(|&count| count > 0) && common * 14 >= words
}

/// The languages that can be guessed and their two-letter codes; Akan stands for Twi.
#[rustfmt::skip]
const CODES: &[(Lang, &str)] = &[
    (Lang::Afr, "af"), (Lang::Aka, "ak"), (Lang::Amh, "am"), (Lang::Ara, "ar"), (Lang::Aze, "az"), (Lang::Bel, "be"),
    (Lang::Ben, "bn"), (Lang::Bul, "bg"), (Lang::Cat, "ca"), (Lang::Ces, "cs"), (Lang::Cmn, "zh"), (Lang::Cym, "cy"),
    (Lang::Dan, "da"), (Lang::Deu, "de"), (Lang::Ell, "el"), (Lang::Eng, "en"), (Lang::Epo, "eo"), (Lang::Est, "et"),
    (Lang::Fin, "fi"), (Lang::Fra, "fr"), (Lang::Guj, "gu"), (Lang::Heb, "he"), (Lang::Hin, "hi"), (Lang::Hrv, "hr"),
    (Lang::Hun, "hu"), (Lang::Hye, "hy"), (Lang::Ind, "id"), (Lang::Ita, "it"), (Lang::Jav, "jv"), (Lang::Jpn, "ja"),
    (Lang::Kan, "kn"), (Lang::Kat, "ka"), (Lang::Khm, "km"), (Lang::Kor, "ko"), (Lang::Lat, "la"), (Lang::Lav, "lv"),
    (Lang::Lit, "lt"), (Lang::Mal, "ml"), (Lang::Mar, "mr"), (Lang::Mkd, "mk"), (Lang::Mya, "my"), (Lang::Nep, "ne"),
    (Lang::Nld, "nl"), (Lang::Nob, "nb"), (Lang::Ori, "or"), (Lang::Pan, "pa"), (Lang::Pes, "fa"), (Lang::Pol, "pl"),
    (Lang::Por, "pt"), (Lang::Ron, "ro"), (Lang::Rus, "ru"), (Lang::Sin, "si"), (Lang::Slk, "sk"), (Lang::Slv, "sl"),
    (Lang::Sna, "sn"), (Lang::Spa, "es"), (Lang::Srp, "sr"), (Lang::Swe, "sv"), (Lang::Tam, "ta"), (Lang::Tel, "te"),
    (Lang::Tgl, "tl"), (Lang::Tha, "th"), (Lang::Tuk, "tk"), (Lang::Tur, "tr"), (Lang::Ukr, "uk"), (Lang::Urd, "ur"),
    (Lang::Uzb, "uz"), (Lang::Vie, "vi"), (Lang::Yid, "yi"), (Lang::Zul, "zu"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("en", Some("en"))]
    #[case("en-US", Some("en"))]
    #[case("DE_at", Some("de"))]
    #[case("eng", Some("en"))]
    #[case("German", Some("de"))]
    #[case("deutsch", Some("de"))]
    #[case("x", None)]
    #[case("", None)]
    #[case("Klingon", None)]
    fn declared_languages(#[case] raw: &str, #[case] expected: Option<&str>) {
        assert_eq!(declared(raw).as_deref(), expected);
    }

    #[rstest]
    #[case::english(
        "The ferry to the island was stopped on Tuesday because of the storm, the harbour master told reporters in the morning.",
        Some("en")
    )]
    #[case::german(
        "Die Fähre zur Insel wurde am Dienstag wegen des Sturms angehalten, sagte der Hafenmeister am Morgen vor der Presse in der Stadt.",
        Some("de")
    )]
    #[case::russian(
        "Паром на остров был остановлен во вторник из-за шторма, сообщил начальник порта журналистам утром в городе.",
        Some("ru")
    )]
    #[case::short("The ferry stopped.", None)]
    #[case::german_with_english_words(
        "Im Interview sagte der Sänger: „The end of the road and the start of the rest of my life.“ Danach schwieg er lange, \
         schaute aus dem Fenster und erzählte von der Stadt, in der er geboren wurde und die er seit dreißig Jahren nicht mehr \
         gesehen hat. Seine Mutter lebte noch dort, sein Bruder war nach dem Krieg fortgegangen, und von den Freunden wusste er \
         nur, was in den Zeitungen stand, die ihm ein Nachbar jede Woche schickte.",
        Some("de")
    )]
    #[case::no_words(
        "1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9",
        None
    )]
    fn guessed_languages(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(guess(text).as_deref(), expected);
    }

    #[test]
    fn every_language_has_a_code() {
        for lang in Lang::all() {
            assert!(CODES.iter().any(|(known, _)| known == lang), "{lang:?}");
        }
    }
}
