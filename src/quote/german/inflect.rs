//! The forms of a German verb, from its entry in the word list. It knows spelling, not meaning.
//!
//! An entry is an infinitive ("sagen"), for a strong verb with third person, past and participle ("geben/gibt/gab/gegeben"),
//! its separable particle before a bar (`an|kündigen`), the preposition that it needs after a low line (`warnen_vor`).

use crate::quote::inflect::Forms;

/// One form of a verb.
#[derive(Debug, PartialEq)]
pub(in crate::quote) struct Form {
    pub(in crate::quote) word: String,
    pub(in crate::quote) forms: Forms,
    /// The particle that must stand in the same clause, or the preposition with a low line before it.
    pub(in crate::quote) needs: Option<&'static str>,
}

/// Prefixes that stay on the verb and leave no room for "ge-".
const INSEPARABLE: &[&str] = &[
    "be", "emp", "ent", "er", "ge", "miss", "ver", "zer", "wider", "unter", "über", "hinter",
];

/// Returns every form of a verb.
pub(in crate::quote) fn forms_of(entry: &'static str) -> Vec<Form> {
    let (entry, preposition) = match entry.find('_') {
        Some(at) => (entry.get(..at).unwrap_or_default(), entry.get(at..)),
        None => (entry, None),
    };
    let (particle, entry) = match entry.split_once('|') {
        Some((particle, verb)) => (Some(particle), verb),
        None => (None, entry),
    };
    let mut parts = entry.split('/');
    let base = parts.next().unwrap_or_default();
    let stem = base
        .strip_suffix("en")
        .or_else(|| base.strip_suffix('n'))
        .unwrap_or(base);
    let third = parts
        .next()
        .map_or_else(|| format!("{stem}{}t", link(stem)), str::to_owned);
    let past = parts
        .next()
        .map_or_else(|| format!("{stem}{}te", link(stem)), str::to_owned);
    let pasts = if past.ends_with('e') {
        format!("{past}n")
    } else {
        format!("{past}en")
    };
    let participle = parts
        .next()
        .map_or_else(|| participle_of(base, stem), str::to_owned);
    let finite = Forms::THIRD.with(Forms::PAST);
    let verb = [
        (base.to_owned(), Forms::BASE.with(Forms::THIRD)),
        (third, Forms::THIRD),
        (past, Forms::PAST),
        (pasts, Forms::PAST),
        (format!("{stem}e"), Forms::SUBJUNCTIVE),
    ];
    let mut out = Vec::new();
    for (word, forms) in verb {
        if let Some(particle) = particle {
            let joined = format!("{particle}{word}");
            out.push(form(joined, forms, preposition));
            if forms.has(finite.with(Forms::SUBJUNCTIVE)) {
                out.push(form(word, forms, Some(particle)));
            }
        } else {
            out.push(form(word, forms, preposition));
        }
    }
    let particle = particle.unwrap_or_default();
    if !particle.is_empty() {
        out.push(form(
            format!("{particle}zu{base}"),
            Forms::BASE,
            preposition,
        ));
    }
    out.push(form(
        format!("{particle}{participle}"),
        Forms::PARTICIPLE,
        preposition,
    ));
    out
}

fn form(word: String, forms: Forms, needs: Option<&'static str>) -> Form {
    Form { word, forms, needs }
}

/// Returns the vowel between a stem and an ending in "t": "antwort-e-t", "rechn-e-t".
fn link(stem: &str) -> &'static str {
    let mut last = stem.chars().rev();
    let (end, before) = (last.next(), last.next());
    let hard = matches!(end, Some('d' | 't'));
    let nasal = matches!(end, Some('m' | 'n'))
        && before
            .is_some_and(|c| !"aeiouäöülrmn".contains(c) && (c != 'h' || stem.ends_with("chn")));
    if hard || nasal { "e" } else { "" }
}

fn participle_of(base: &str, stem: &str) -> String {
    let bare = base.ends_with("ieren")
        || INSEPARABLE
            .iter()
            .any(|prefix| stem.len() > prefix.len() + 2 && stem.starts_with(prefix));
    let ge = if bare { "" } else { "ge" };
    format!("{ge}{stem}{}t", link(stem))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("sagen", "sagen sagt sagte sagten sage gesagt")]
    #[case(
        "antworten",
        "antworten antwortet antwortete antworteten antworte geantwortet"
    )]
    #[case("rechnen", "rechnen rechnet rechnete rechneten rechne gerechnet")]
    #[case("warnen", "warnen warnt warnte warnten warne gewarnt")]
    #[case("erklären", "erklären erklärt erklärte erklärten erkläre erklärt")]
    #[case(
        "kritisieren",
        "kritisieren kritisiert kritisierte kritisierten kritisiere kritisiert"
    )]
    #[case("äußern", "äußern äußert äußerte äußerten äußere geäußert")]
    #[case(
        "sprechen/spricht/sprach/gesprochen",
        "sprechen spricht sprach sprachen spreche gesprochen"
    )]
    #[case(
        "an|sagen",
        "ansagen sagen+an ansagt sagt+an ansagte sagte+an ansagten sagten+an ansage sage+an anzusagen angesagt"
    )]
    #[case(
        "warnen_vor",
        "warnen+_vor warnt+_vor warnte+_vor warnten+_vor warne+_vor gewarnt+_vor"
    )]
    fn a_verb_and_its_forms(#[case] verb: &'static str, #[case] expected: &str) {
        let forms: Vec<String> = forms_of(verb)
            .into_iter()
            .map(|form| match form.needs {
                Some(needs) => format!("{}+{needs}", form.word),
                None => form.word,
            })
            .collect();
        assert_eq!(forms.join(" "), expected);
    }
}
