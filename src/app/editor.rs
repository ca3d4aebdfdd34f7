//! Text of several lines being typed: a note. Knows how text is edited and folded into rows, not what it is for.

use unicode_segmentation::UnicodeSegmentation;

use crate::app::key::{Code, Key, Named};
use crate::article::{Clean, Span};
use crate::typeset::width;

/// Longest text that is taken, in bytes.
const LONGEST: usize = 32 << 10;

/// What is typed so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    text: String,
    /// The byte before which the next character is put.
    cursor: usize,
    /// The column that going up and down keeps to.
    column: Option<u16>,
    width: u16,
    height: usize,
    top: usize,
}

impl Editor {
    /// Returns a text to be gone on with, the cursor at its end.
    pub fn new(text: &str) -> Self {
        let mut editor = Self {
            text: String::new(),
            cursor: 0,
            column: None,
            width: 1,
            height: 1,
            top: 0,
        };
        editor.insert(text);
        editor
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Takes the room there is, in cells.
    pub fn fit(&mut self, width: u16, height: u16) {
        self.width = width.max(1);
        self.height = usize::from(height).max(1);
        self.scroll();
    }

    /// Returns the rows that can be seen.
    pub fn visible(&self) -> Vec<&str> {
        let rows = self.rows().into_iter().skip(self.top).take(self.height);
        rows.map(|row| self.text.get(row.range()).unwrap_or_default())
            .collect()
    }

    /// Returns where the cursor stands in what can be seen: column and row.
    pub fn cursor(&self) -> (u16, u16) {
        let rows = self.rows();
        let row = Self::row_of(&rows, self.cursor);
        let before = rows.get(row).map_or("", |span| {
            self.text.get(span.start..self.cursor).unwrap_or_default()
        });
        let at = u16::try_from(row.saturating_sub(self.top)).unwrap_or(u16::MAX);
        (width(before).min(self.width.saturating_sub(1)), at)
    }

    /// Puts text in at the cursor, cleaned, and no more than fits.
    pub fn insert(&mut self, raw: &str) {
        let room = LONGEST.saturating_sub(self.text.len());
        let clean = Clean::from_untrusted(
            raw.get(..raw.floor_char_boundary(2 * LONGEST))
                .unwrap_or_default(),
        );
        let fitting = clean
            .get(..clean.floor_char_boundary(room))
            .unwrap_or_default();
        self.text.insert_str(self.cursor, fitting);
        self.cursor += fitting.len();
        self.column = None;
        self.scroll();
    }

    /// Takes a key; one that means nothing here does nothing.
    pub fn key(&mut self, key: Key) {
        let column = self.column.take();
        match (key.code, key.ctrl, key.alt) {
            (Code::Named(Named::Enter), ..) => self.insert("\n"),
            (Code::Named(Named::Tab), ..) => self.insert(" "),
            (Code::Named(Named::Backspace), false, false) | (Code::Char('h'), true, _) => {
                self.cut(self.left(), self.cursor);
            }
            (Code::Char('w'), true, _) | (Code::Named(Named::Backspace), ..) => {
                self.cut(self.word_left(), self.cursor);
            }
            (Code::Char('u'), true, _) => self.cut(self.line().start, self.cursor),
            (Code::Char('k'), true, _) => self.cut(self.cursor, self.line().end),
            (Code::Named(Named::Delete), ..) | (Code::Char('d'), true, _) => {
                self.cut(self.cursor, self.right());
            }
            (Code::Named(Named::Left), ..) | (Code::Char('b'), true, _) => {
                self.cursor = self.left()
            }
            (Code::Named(Named::Right), ..) | (Code::Char('f'), true, _) => {
                self.cursor = self.right();
            }
            (Code::Named(Named::Home), ..) | (Code::Char('a'), true, _) => {
                self.cursor = self.line().start;
            }
            (Code::Named(Named::End), ..) | (Code::Char('e'), true, _) => {
                self.cursor = self.line().end;
            }
            (Code::Named(Named::Up), ..) | (Code::Char('p'), true, _) => self.rise(column, -1),
            (Code::Named(Named::Down), ..) | (Code::Char('n'), true, _) => self.rise(column, 1),
            (Code::Named(Named::PageUp), ..) => self.rise(column, -self.height.cast_signed()),
            (Code::Named(Named::PageDown), ..) => self.rise(column, self.height.cast_signed()),
            (Code::Char(c), false, false) => self.insert(&c.to_string()),
            _ => self.column = column,
        }
        self.scroll();
    }

    fn cut(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = from;
    }

    fn before(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or_default()
    }

    fn after(&self) -> &str {
        self.text.get(self.cursor..).unwrap_or_default()
    }

    fn left(&self) -> usize {
        let mut before = self.before().grapheme_indices(true);
        before.next_back().map_or(0, |(at, _)| at)
    }

    fn right(&self) -> usize {
        self.cursor + self.after().graphemes(true).next().map_or(0, str::len)
    }

    fn word_left(&self) -> usize {
        let words = self.before().trim_end();
        words.rfind(char::is_whitespace).map_or(0, |at| {
            at + words
                .get(at..)
                .and_then(|it| it.chars().next())
                .map_or(1, char::len_utf8)
        })
    }

    /// Returns the line that the cursor is in.
    fn line(&self) -> Span {
        let start = self.before().rfind('\n').map_or(0, |at| at + 1);
        let end = self
            .after()
            .find('\n')
            .map_or(self.text.len(), |at| self.cursor + at);
        Span::new(start, end)
    }

    /// Goes some rows down or up, as far as there are any.
    fn rise(&mut self, column: Option<u16>, by: isize) {
        let rows = self.rows();
        let row = Self::row_of(&rows, self.cursor);
        let column = column.unwrap_or_else(|| self.cursor().0);
        let to = row
            .saturating_add_signed(by)
            .min(rows.len().saturating_sub(1));
        let Some(span) = rows.get(to).copied() else {
            return;
        };
        let words = self.text.get(span.range()).unwrap_or_default();
        let mut at = span.start;
        let mut cells = 0;
        for (offset, cluster) in words.grapheme_indices(true) {
            cells += width(cluster);
            if cells > column {
                break;
            }
            at = span.start + offset + cluster.len();
        }
        self.cursor = at;
        self.column = Some(column);
    }

    /// Returns the rows that the text is folded into; there is at least one.
    fn rows(&self) -> Vec<Span> {
        let mut rows = Vec::new();
        let mut start = 0;
        for line in self.text.split('\n') {
            let end = start + line.len();
            let mut from = start;
            let mut cells = 0;
            for (offset, cluster) in line.grapheme_indices(true) {
                let more = width(cluster);
                // The last cell of a row is left to the cursor.
                if cells + more >= self.width && cells > 0 {
                    // Between two words, where one ends in the row.
                    let at = start + offset;
                    let row = self.text.get(from..at).unwrap_or_default();
                    let cut = row.rfind(' ').map_or(at, |space| from + space + 1);
                    rows.push(Span::new(from, cut));
                    cells = width(self.text.get(cut..at).unwrap_or_default());
                    from = cut;
                }
                cells += more;
            }
            rows.push(Span::new(from, end));
            start = end + 1;
        }
        rows
    }

    fn row_of(rows: &[Span], at: usize) -> usize {
        rows.partition_point(|row| row.start <= at)
            .saturating_sub(1)
    }

    fn scroll(&mut self) {
        let rows = self.rows();
        let row = Self::row_of(&rows, self.cursor);
        let least = (row + 1).saturating_sub(self.height);
        let last = rows.len().saturating_sub(self.height);
        self.top = self.top.clamp(least, row).min(last.max(least));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, notation: &str) -> Editor {
        let mut editor = Editor::new(text);
        editor.fit(10, 3);
        let keys = Some(notation).filter(|notation| !notation.is_empty());
        for key in keys.map_or_else(Vec::new, |keys| Key::parse_sequence(keys).unwrap()) {
            editor.key(key);
        }
        editor
    }

    #[test]
    fn lines_are_typed_and_edited() {
        let editor = typed("", "one<Enter>two<Up><End>!<Down>x<Home>-<C-k>y<Backspace>");
        assert_eq!(editor.text(), "one!\n-");
        assert_eq!(editor.cursor(), (1, 1));
        assert_eq!(typed("one two", "<C-w>").text(), "one ");
        assert_eq!(typed("a\nbc", "<C-u><Backspace>").text(), "a");
    }

    #[test]
    fn long_lines_are_folded_between_words_and_the_cursor_stays_in_sight() {
        let editor = typed("one two three four five", "");
        assert_eq!(editor.visible(), ["one two ", "three ", "four five"]);
        assert_eq!(editor.cursor(), (9, 2));
        let editor = typed("a\nb\nc\nd", "<Up><Up><Up>");
        assert_eq!(editor.visible(), ["a", "b", "c"]);
        assert_eq!(editor.cursor(), (1, 0));
    }

    #[test]
    fn a_megabyte_is_cut_and_cleaned() {
        let mut editor = Editor::new(&"x\u{1b}[31m\n".repeat(1 << 17));
        editor.fit(3, 2);
        assert!(editor.text().len() <= LONGEST && !editor.text().contains('\u{1b}'));
        assert_eq!(editor.visible().len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn any_keys_at_any_size_are_safe(
            text in "[a é🇩🇪\n红]{0,40}",
            keys in proptest::collection::vec(proptest::sample::select(vec![
                "a", "<Enter>", "<Backspace>", "<Up>", "<Down>", "<Left>", "<Right>", "<C-w>", "<C-k>", "<C-u>", "<Delete>", "<Home>", "<End>", "<PageUp>",
            ]), 0..30),
            (columns, rows) in (0u16..12, 0u16..5),
        ) {
            let mut editor = Editor::new(&text);
            editor.fit(columns, rows);
            for key in keys.iter().flat_map(|key| Key::parse_sequence(key).unwrap()) {
                editor.key(key);
                let (x, y) = editor.cursor();
                proptest::prop_assert!(x < columns.max(1) && y < rows.max(1));
                proptest::prop_assert!(editor.visible().iter().all(|row| !row.contains('\n')));
            }
        }
    }
}
