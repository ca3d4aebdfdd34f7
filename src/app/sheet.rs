//! Lines to be read, laid over the panes: problems of the configuration, earlier messages, where a link goes.

use crate::article::Clean;
use crate::typeset::fold;

/// Lines to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What they are.
    pub title: String,
    /// The lines, each as long as it is.
    pub lines: Vec<String>,
    /// The first row shown.
    pub top: usize,
    /// What can be copied from here, and how it is called.
    pub copies: Option<(Clean, &'static str)>,
}

impl Sheet {
    /// Returns a sheet with nothing to copy.
    pub fn new(title: impl Into<String>, lines: Vec<String>) -> Self {
        Self {
            title: title.into(),
            lines,
            top: 0,
            copies: None,
        }
    }

    /// Returns its rows for some columns.
    pub fn rows(&self, columns: u16) -> Vec<String> {
        let folded = |line: &String| {
            if line.is_empty() {
                vec![String::new()]
            } else {
                fold(line, columns.max(1))
            }
        };
        self.lines.iter().flat_map(folded).collect()
    }
}
