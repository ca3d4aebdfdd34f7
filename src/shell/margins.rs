//! Whether the terminal can scroll some of its columns alone (DECSLRM), so that a line in one of several panes costs a line:
//! as configured, else as the terminal answers.
//!
//! It is asked for the margins that its columns have (DECRQSS), which one that knows none cannot tell. Names would have to be
//! believed, and are lost over SSH.

use std::ops::Range;

use crate::app::App;
use crate::config::Wanted;

/// Returns the columns of each pane, where the terminal can scroll them alone. `told` is what it said of itself.
pub(super) fn columns(app: &App, told: bool) -> Vec<Range<u16>> {
    let can = match app.settings.margins {
        Wanted::Auto => told,
        Wanted::Always => true,
        Wanted::Never => false,
    };
    if !can || app.overlay.is_some() {
        return Vec::new();
    }
    let panes = app.panes();
    let areas = [panes.list, panes.reading, panes.quotes]
        .into_iter()
        .flatten();
    areas.map(|area| area.inner.x..area.inner.right()).collect()
}

/// Reads the answer to where its columns have their margins, "1$r1;120s": whether it has any to tell of.
pub(super) fn are_told(answer: &str) -> bool {
    let told = || {
        let (left, right) = answer
            .strip_prefix("1$r")?
            .strip_suffix('s')?
            .split_once(';')?;
        Some(left.parse::<u16>().ok()? < right.parse::<u16>().ok()?)
    };
    told().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::xterm("1$r1;120s", true)]
    #[case::kitty_vte_tmux("0$r", false)]
    #[case::asked_for_something_else("1$r1;40r", false)]
    #[case::nothing_in_between("1$rs", false)]
    #[case::no_columns("1$r0;0s", false)]
    #[case::not_numbers("1$ra;bs", false)]
    #[case::a_question_refused_with_its_words("0$r1;120s", false)]
    fn the_terminal_tells(#[case] answer: &str, #[case] expected: bool) {
        assert_eq!(are_told(answer), expected);
    }
}
