//! What the terminal is asked at the start, and how its answers read.
//!
//! Nobody waits for an answer: a terminal that does not know a question costs nothing.

use crate::config::{Settings, Wanted};
use crate::shell::{Host, dress, ground, margins};

/// Longest answer, in characters.
const LONGEST: usize = 40;

/// Something that the terminal is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// Which colour has the ground?
    Ground,
    /// Between which margins are its columns? One that knows no margins at the left and right does not know either.
    Margins,
}

/// What the terminal said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Its ground is light, or dark.
    Ground {
        /// Whether it is light.
        is_light: bool,
    },
    /// It knows margins at the left and right, or does not.
    Margins {
        /// Whether it does.
        are_known: bool,
    },
}

impl Question {
    /// How it is put.
    pub(super) fn words(self) -> &'static [u8] {
        match self {
            Self::Ground => b"\x1b]11;?\x1b\\",
            // Some tell only while they heed margins, which sends the cursor to a corner.
            Self::Margins => b"\x1b7\x1b[?69h\x1bP$qs\x1b\\\x1b[?69l\x1b8",
        }
    }

    /// The character behind the ESC that an answer begins with.
    pub(super) fn opening(self) -> char {
        match self {
            Self::Ground => ']',
            Self::Margins => 'P',
        }
    }

    /// How an answer begins behind that.
    fn beginnings(self) -> &'static [&'static str] {
        match self {
            Self::Ground => &["11;rgb"],
            Self::Margins => &["0$r", "1$r"],
        }
    }

    /// Reads an answer; none when it tells nothing.
    pub(super) fn read(self, words: &str) -> Option<Answer> {
        match self {
            Self::Ground => ground::of_answer(words).map(|is_light| Answer::Ground { is_light }),
            Self::Margins => Some(Answer::Margins {
                are_known: margins::are_told(words),
            }),
        }
    }

    /// Whether some words are, or may become, an answer.
    pub(super) fn may_have(self, words: &str) -> bool {
        words.len() <= LONGEST
            && self
                .beginnings()
                .iter()
                .any(|beginning| beginning.starts_with(words) || words.starts_with(beginning))
    }
}

/// Returns what is worth asking a terminal.
pub(super) fn worth_asking(settings: &Settings, host: &Host) -> Vec<Question> {
    let mut questions = Vec::new();
    if dress::depends_on_ground(settings, host) {
        questions.push(Question::Ground);
    }
    // One around this one might answer in its place: screen passes on what it does not know.
    if settings.margins == Wanted::Auto && host.answers && !host.is_wrapped {
        questions.push(Question::Margins);
    }
    questions
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn host(env: &[(&str, &str)]) -> Host {
        Host::from_env(&|name| {
            let (_, value) = env.iter().find(|(other, _)| *other == name)?;
            Some((*value).to_owned())
        })
    }

    #[rstest]
    #[case::plain("", &[("TERM", "xterm-256color")], &[Question::Ground, Question::Margins])]
    #[case::ground_is_known("", &[("TERM", "xterm"), ("COLORFGBG", "15;0")], &[Question::Margins])]
    #[case::margins_are_set("margins = \"never\"", &[("TERM", "foot")], &[Question::Ground])]
    #[case::margins_are_set("margins = \"always\"", &[("TERM", "foot")], &[Question::Ground])]
    #[case::screen_would_pass_it_on("", &[("TERM", "xterm-256color"), ("STY", "1.pts-0")], &[Question::Ground])]
    #[case::tmux("", &[("TERM", "tmux-256color")], &[Question::Ground])]
    #[case::screen("", &[("TERM", "screen.xterm-256color")], &[])]
    #[case::prints_what_it_does_not_know("", &[("TERM", "linux")], &[])]
    #[case::nothing("", &[], &[])]
    fn only_what_matters_is_asked_and_only_where_it_does_no_harm(
        #[case] config: &str,
        #[case] env: &[(&str, &str)],
        #[case] expected: &[Question],
    ) {
        assert_eq!(worth_asking(&Settings::read(config), &host(env)), expected);
    }
}
