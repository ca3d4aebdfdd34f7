//! The forms of an English verb. It knows spelling, not meaning.

/// A set of verb forms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Forms(u8);

impl Forms {
    pub(super) const BASE: Self = Self(1);
    pub(super) const THIRD: Self = Self(2);
    pub(super) const PAST: Self = Self(4);
    pub(super) const PARTICIPLE: Self = Self(8);
    pub(super) const ING: Self = Self(16);
    /// It tells what somebody else says ("er komme"); German only.
    pub(super) const SUBJUNCTIVE: Self = Self(32);

    /// Whether the two share a form.
    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the forms of both.
    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Verbs of more than one syllable that double their last letter.
const DOUBLING: &[&str] = &[
    "admit", "commit", "omit", "refer", "rebut", "compel", "signal",
];

/// Returns every form of a verb given as "base", "base/past" or "base/past/participle".
pub(super) fn forms_of(verb: &str) -> Vec<(String, Forms)> {
    let mut parts = verb.split('/');
    let base = parts.next().unwrap_or_default();
    let past = parts.next();
    let participle = parts.next();
    let stem = stem(base);
    let ed = match past {
        Some(past) => past.to_owned(),
        None if base.ends_with('e') => format!("{base}d"),
        None => match y_stem(base) {
            Some(short) => format!("{short}ied"),
            None => format!("{stem}ed"),
        },
    };
    let third = match y_stem(base) {
        Some(short) => format!("{short}ies"),
        None if ["s", "x", "z", "ch", "sh", "o"]
            .iter()
            .any(|end| base.ends_with(end)) =>
        {
            format!("{base}es")
        }
        None => format!("{base}s"),
    };
    let ing = match base.strip_suffix("ie") {
        Some(short) => format!("{short}ying"),
        None if base.ends_with('e') && !base.ends_with("ee") => {
            format!("{}ing", base.trim_end_matches('e'))
        }
        None => format!("{stem}ing"),
    };
    let participle = participle.map_or_else(|| ed.clone(), str::to_owned);
    vec![
        (base.to_owned(), Forms::BASE),
        (third, Forms::THIRD),
        (ed, Forms::PAST),
        (participle, Forms::PARTICIPLE),
        (ing, Forms::ING),
    ]
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// Returns the base without its "y", where that becomes "i".
fn y_stem(base: &str) -> Option<&str> {
    let short = base.strip_suffix('y')?;
    (!short.chars().next_back().is_some_and(is_vowel)).then_some(short)
}

/// Returns the base with its last letter doubled where "-ed" and "-ing" ask for that.
fn stem(base: &str) -> String {
    let letters: Vec<char> = base.chars().collect();
    let vowels = letters.iter().filter(|c| is_vowel(**c)).count();
    let doubles = match letters.as_slice() {
        [.., a, b, c] => {
            vowels == 1
                && !is_vowel(*a)
                && is_vowel(*b)
                && !is_vowel(*c)
                && !matches!(c, 'w' | 'x' | 'y')
        }
        _ => false,
    };
    match letters.last() {
        Some(last) if doubles || DOUBLING.contains(&base) => format!("{base}{last}"),
        _ => base.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("claim", "claim claims claimed claimed claiming")]
    #[case("deny", "deny denies denied denied denying")]
    #[case("say/said", "say says said said saying")]
    #[case("write/wrote/written", "write writes wrote written writing")]
    #[case("argue", "argue argues argued argued arguing")]
    #[case("admit", "admit admits admitted admitted admitting")]
    #[case("slam", "slam slams slammed slammed slamming")]
    #[case("announce", "announce announces announced announced announcing")]
    #[case("lie", "lie lies lied lied lying")]
    #[case("agree", "agree agrees agreed agreed agreeing")]
    #[case("fear", "fear fears feared feared fearing")]
    fn a_verb_and_its_forms(#[case] verb: &str, #[case] expected: &str) {
        let forms: Vec<String> = forms_of(verb).into_iter().map(|(form, _)| form).collect();
        assert_eq!(forms.join(" "), expected);
    }
}
