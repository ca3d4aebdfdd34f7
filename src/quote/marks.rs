//! Quotation marks: which stretches of a line stand between them.
//!
//! Works on one line at a time, so that a missing mark costs at most its paragraph. It does not know whether a stretch
//! is speech.

use crate::article::Span;

/// A stretch between quotation marks; inner ones belong to the outer one that holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    /// With its marks.
    pub(super) outer: Span,
    /// Without them.
    pub(super) inner: Span,
    /// Whether its closing mark is there.
    pub(super) closed: bool,
    /// Whether it stands in single marks.
    pub(super) single: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Open,
    Close,
    Either,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    start: usize,
    end: usize,
    role: Role,
}

/// Words that begin with an apostrophe for a letter left out.
const ELISIONS: &[&str] = &["em", "til", "tis", "twas", "cause", "bout", "round", "n"];

/// Finds the stretches of a line in order, as bytes of the line. Takes linear time.
pub(super) fn stretches(line: &str) -> Vec<Stretch> {
    let marks = double_marks(line);
    let mut found = pair(line, &marks);
    let singles = single_stretches(line, &found);
    if !singles.is_empty() {
        found.extend(singles);
        found.sort_by_key(|stretch| stretch.outer.start);
    }
    found
}

/// Judges by its neighbours whether a mark may open and may close.
fn flanks(line: &str, start: usize, end: usize) -> (bool, bool) {
    let before = line
        .get(..start)
        .and_then(|s| s.chars().next_back())
        .unwrap_or(' ');
    let after = line
        .get(end..)
        .and_then(|s| s.chars().next())
        .unwrap_or(' ');
    let opens_after = |c: char| c.is_whitespace() || "([{—–-/:‘'".contains(c);
    let opens = !after.is_whitespace() && opens_after(before);
    let closes = !before.is_whitespace() && !after.is_alphanumeric();
    (opens, closes)
}

fn double_marks(line: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let bytes = line.as_bytes();
    let mut skip_to = 0;
    for (start, c) in line.char_indices() {
        if start < skip_to {
            continue;
        }
        let (end, glyph) = match c {
            '“' | '„' | '«' | '‹' => (start + c.len_utf8(), Role::Open),
            '”' | '‟' | '»' | '›' => (start + c.len_utf8(), Role::Close),
            '「' | '『' => {
                let end = start + c.len_utf8();
                marks.push(Mark {
                    start,
                    end,
                    role: Role::Open,
                });
                continue;
            }
            '」' | '』' => {
                let end = start + c.len_utf8();
                marks.push(Mark {
                    start,
                    end,
                    role: Role::Close,
                });
                continue;
            }
            '"' => (start + 1, Role::Either),
            '\'' if bytes.get(start + 1) == Some(&b'\'') => (start + 2, Role::Either),
            '`' if bytes.get(start + 1) == Some(&b'`') => (start + 2, Role::Open),
            '<' => {
                skip_to = tag_end(bytes, start).unwrap_or(start);
                continue;
            }
            _ => continue,
        };
        skip_to = end;
        // « Nous verrons », with spaces inside of the marks.
        let joined = line
            .get(end..)
            .and_then(|s| s.chars().next())
            .is_none_or(|c| ",.;:!?)".contains(c));
        let role = match flanks(line, start, end) {
            _ if glyph == Role::Close && joined => Role::Close,
            (true, false) => Role::Open,
            (false, true) => Role::Close,
            _ => glyph,
        };
        marks.push(Mark { start, end, role });
    }
    marks
}

/// Returns the end of a markup tag that begins here, so that the marks of its attributes are passed over.
fn tag_end(bytes: &[u8], start: usize) -> Option<usize> {
    const LONGEST_TAG: usize = 512;
    let name = match bytes.get(start + 1)? {
        b'/' => start + 2,
        _ => start + 1,
    };
    if !bytes.get(name)?.is_ascii_lowercase() {
        return None;
    }
    let rest = bytes.get(name..)?;
    let length = rest
        .iter()
        .take(LONGEST_TAG)
        .position(|b| matches!(b, b'<' | b'>'))?;
    (rest.get(length) == Some(&b'>')).then_some(name + length + 1)
}

fn pair(line: &str, marks: &[Mark]) -> Vec<Stretch> {
    let stretch = |open: &Mark, close: Option<&Mark>| Stretch {
        outer: Span::new(open.start, close.map_or(line.len(), |mark| mark.end)),
        inner: Span::new(open.end, close.map_or(line.len(), |mark| mark.start)),
        closed: close.is_some(),
        single: false,
    };
    let mut found = Vec::new();
    let mut open: Option<&Mark> = None;
    let mut depth = 0_usize;
    let mut nested = false;
    for mark in marks {
        match open {
            None if mark.role != Role::Close => {
                open = Some(mark);
                depth = 0;
                nested = false;
            }
            None => {}
            Some(_) if mark.role == Role::Open => {
                depth += 1;
                nested = true;
            }
            Some(_) if depth > 0 => depth -= 1,
            Some(first) => {
                found.push(stretch(first, Some(mark)));
                open = None;
            }
        }
    }
    if open.is_some() && nested {
        // No nesting after all: a closing mark is missing.
        found.clear();
        open = None;
        for mark in marks {
            match open {
                Some(first) if mark.role != Role::Open => {
                    found.push(stretch(first, Some(mark)));
                    open = None;
                }
                _ if mark.role != Role::Close => open = Some(mark),
                _ => {}
            }
        }
    }
    if let Some(first) = open {
        found.push(stretch(first, None));
    }
    found.retain(|stretch| has_words(line, stretch.inner));
    found
}

fn has_words(line: &str, span: Span) -> bool {
    line.get(span.range())
        .is_some_and(|s| s.chars().any(char::is_alphanumeric))
}

/// Finds stretches in single marks outside of the double ones, told from apostrophes.
fn single_stretches(line: &str, taken: &[Stretch]) -> Vec<Stretch> {
    if !line.contains(['\'', '‘', '’']) {
        return Vec::new();
    }
    let mut opens: Vec<(usize, usize)> = Vec::new();
    // Closing marks in order, each with whether it cannot be a plural's possessive.
    let mut closes: Vec<(usize, usize, bool)> = Vec::new();
    let mut held = taken.iter().peekable();
    for (start, c) in line.char_indices() {
        if !matches!(c, '\'' | '‘' | '’') {
            continue;
        }
        while held.next_if(|stretch| stretch.outer.end <= start).is_some() {}
        if held
            .peek()
            .is_some_and(|stretch| stretch.outer.start <= start)
        {
            continue;
        }
        let end = start + c.len_utf8();
        let (may_open, may_close) = flanks(line, start, end);
        let rest = line.get(end..).unwrap_or_default();
        let next = rest.chars().next();
        if c != '’' && may_open && next.is_some_and(char::is_alphanumeric) && !is_elision(rest) {
            opens.push((start, end));
        } else if c != '‘' && may_close {
            let before = line.get(..start).and_then(|s| s.chars().next_back());
            let mut after = rest.chars();
            let possessive = matches!(before, Some('s' | 'S'))
                && after.next() == Some(' ')
                && after.next().is_some_and(|c| c.is_ascii_lowercase());
            closes.push((start, end, !possessive));
        }
    }
    if closes.is_empty() {
        return Vec::new();
    }
    // For each closing mark, the next firm one at or after it.
    let mut firm = vec![None; closes.len()];
    let mut next_firm = None;
    for (slot, (index, close)) in firm.iter_mut().zip(closes.iter().enumerate()).rev() {
        if close.2 {
            next_firm = Some(index);
        }
        *slot = next_firm;
    }
    let mut out: Vec<Stretch> = Vec::new();
    let mut at = 0;
    let mut after = 0;
    let mut held = 0;
    for (start, end) in opens {
        if start < after {
            continue;
        }
        while closes.get(at).is_some_and(|close| close.0 <= end) {
            at += 1;
        }
        let Some(first) = closes.get(at) else { break };
        let close = firm
            .get(at)
            .copied()
            .flatten()
            .and_then(|i| closes.get(i))
            .unwrap_or(first);
        while taken
            .get(held)
            .is_some_and(|stretch| stretch.outer.start < start)
        {
            held += 1;
        }
        if taken
            .get(held)
            .is_some_and(|stretch| stretch.outer.start < close.0)
        {
            continue;
        }
        out.push(Stretch {
            outer: Span::new(start, close.1),
            inner: Span::new(end, close.0),
            closed: true,
            single: true,
        });
        after = close.1;
    }
    out
}

fn is_elision(rest: &str) -> bool {
    let word: &str = rest
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    // '90s
    let decade =
        word.len() == 3 && word.ends_with('s') && word.bytes().take(2).all(|b| b.is_ascii_digit());
    decade
        || ELISIONS
            .iter()
            .any(|elision| word.eq_ignore_ascii_case(elision))
}
