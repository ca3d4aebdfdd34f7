//! Reads a filter. What cannot be meant is refused with a message that says what and where.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;

use crate::article::filter::cut::Cutter;
use crate::article::filter::day;
use crate::article::filter::{Expr, FIELDS, Field, Filter, Flag, Place, QuoteKind, Term, Words};
use crate::article::{Clean, Sort, nearest};

/// Most conditions of one filter.
const MOST_TERMS: usize = 64;
/// Most brackets inside each other.
const DEEPEST: usize = 16;

/// Why a text is no filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterError {
    /// What is wrong and where, and what might be meant.
    pub message: String,
    /// The column at which it stands, counted from 1.
    pub column: usize,
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FilterError {}

impl Filter {
    /// Reads a filter. `today` is what days such as "yesterday" are counted from.
    ///
    /// # Errors
    /// When something in it cannot be meant.
    pub fn parse(text: &str, today: Date) -> Result<Self, FilterError> {
        Parser::new(&visible(text), today, false).filter()
    }

    /// Reads a filter that is still being typed: a word at its end may be the beginning of one.
    ///
    /// # Errors
    /// When something in it cannot be meant.
    pub fn parse_begun(text: &str, today: Date) -> Result<Self, FilterError> {
        Parser::new(&visible(text), today, true).filter()
    }
}

/// Returns a text in which every character that no text may hold is a blank: each other one stays at its column, and a star
/// at the end of a word is at its end.
fn visible(text: &str) -> Cow<'_, str> {
    let is_unwanted = |c: char| Clean::from_untrusted(c.encode_utf8(&mut [0; 4])).is_empty();
    let may_hold = |c: char| c.is_ascii_graphic() || c == ' ';
    if text.chars().all(may_hold) {
        return Cow::Borrowed(text);
    }
    let visible = text.chars().map(|c| match c {
        c if may_hold(c) => c,
        c if c.is_control() || is_unwanted(c) => ' ',
        c => c,
    });
    Cow::Owned(visible.collect())
}

struct Parser<'a> {
    cutter: Cutter<'a>,
    today: Date,
    /// Whether a word at the end may be the beginning of one.
    is_begun: bool,
    terms: usize,
    depth: usize,
    sort: Option<Sort>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, today: Date, is_begun: bool) -> Self {
        Self {
            cutter: Cutter::new(text),
            today,
            is_begun,
            terms: 0,
            depth: 0,
            sort: None,
        }
    }

    fn filter(mut self) -> Result<Filter, FilterError> {
        let root = self.any()?;
        if !self.cutter.is_over() {
            return Err(self.error(self.cutter.at(), |column| {
                format!("the bracket at {column} closes nothing")
            }));
        }
        Ok(Filter {
            root: root.map(without_brackets).unwrap_or_default(),
            sort: self.sort,
        })
    }

    fn error(&self, at: usize, message: impl FnOnce(usize) -> String) -> FilterError {
        let column = self.cutter.column(at);
        FilterError {
            message: message(column),
            column,
        }
    }

    /// Reads conditions with "or" between them; none when there is nothing.
    fn any(&mut self) -> Result<Option<Expr>, FilterError> {
        let mut sides = Vec::new();
        loop {
            let side = self.all()?;
            let at = self.cutter.at();
            let goes_on = self.cutter.take_or();
            match side {
                Some(side) => sides.push(side),
                None if goes_on || !sides.is_empty() => {
                    let at = if goes_on { at } else { self.last_or(at) };
                    return Err(self.error(at, |column| {
                        format!(
                            "“or” at {column} needs something on both sides; in quotation marks it is a word"
                        )
                    }));
                }
                None => return Ok(None),
            }
            if !goes_on {
                break;
            }
        }
        Ok(Some(if sides.len() == 1 {
            sides.swap_remove(0)
        } else {
            Expr::Any(sides)
        }))
    }

    /// Returns where the "or" began that stands last before a place.
    fn last_or(&self, at: usize) -> usize {
        let before = self.cutter.before(at);
        before.trim_end().len().saturating_sub("or".len())
    }

    /// Reads conditions up to an "or", a closing bracket or the end; none when there are none.
    fn all(&mut self) -> Result<Option<Expr>, FilterError> {
        let mut parts = Vec::new();
        loop {
            self.cutter.skip_spaces();
            let mut ahead = self.cutter;
            if self.cutter.is_over() || self.cutter.peek() == Some(')') || ahead.take_or() {
                break;
            }
            parts.extend(self.one()?);
        }
        Ok(match parts.len() {
            0 => None,
            1 => Some(parts.swap_remove(0)),
            _ => Some(Expr::All(parts)),
        })
    }

    /// Reads one condition; none when it asks for nothing, as a dash does, or an order.
    fn one(&mut self) -> Result<Option<Expr>, FilterError> {
        let start = self.cutter.at();
        let mut is_negated = false;
        while self.cutter.take_minus() {
            is_negated = !is_negated;
        }
        let inner = if self.cutter.peek() == Some('(') {
            self.group()?
        } else {
            self.terms += 1;
            if self.terms > MOST_TERMS {
                return Err(self.error(start, |column| {
                    format!("more than {MOST_TERMS} conditions; the first too many is at {column}")
                }));
            }
            self.term(is_negated)?.map(Expr::Is)
        };
        Ok(match inner {
            Some(Expr::Not(inner)) if is_negated => Some(*inner),
            Some(inner) if is_negated => Some(Expr::Not(Box::new(inner))),
            inner => inner,
        })
    }

    fn group(&mut self) -> Result<Option<Expr>, FilterError> {
        let start = self.cutter.at();
        self.cutter.take('(');
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error(start, |column| {
                format!("too many brackets inside each other at {column}")
            }));
        }
        let inner = self.any()?;
        self.depth -= 1;
        if !self.cutter.take(')') {
            return Err(self.error(start, |column| {
                format!("the bracket at {column} is not closed")
            }));
        }
        match inner {
            None => Err(self.error(start, |column| {
                format!("there is nothing in the brackets at {column}")
            })),
            // In brackets it need not be the quote that is spoken of outside.
            Some(inner @ (Expr::Is(_) | Expr::Not(_))) if inner.asks_for_quotes() => {
                Ok(Some(Expr::All(vec![inner])))
            }
            inner => Ok(inner),
        }
    }

    fn term(&mut self, is_negated: bool) -> Result<Option<Term>, FilterError> {
        let start = self.cutter.at();
        if self.cutter.is_at_mark() {
            return Ok(self
                .phrase()
                .map(|words| Term::Words(Place::Anywhere, words)));
        }
        let Some(name) = self.cutter.field() else {
            return Ok(self.word().map(|words| Term::Words(Place::Anywhere, words)));
        };
        let Some(field) = Field::named(name) else {
            return Err(self.unknown_field(start, name));
        };
        match field {
            Field::Words(place) => {
                let words = if self.cutter.is_at_mark() {
                    self.phrase()
                } else {
                    self.word()
                };
                words
                    .map(|words| Some(Term::Words(place, words)))
                    .ok_or_else(|| {
                        self.error(start, |column| {
                            format!("{}: at {column} needs a word after it", field.name())
                        })
                    })
            }
            Field::Sort => self.sort(start, is_negated).map(|()| None),
            _ => self.value(field, start).map(Some),
        }
    }

    fn unknown_field(&self, start: usize, name: &str) -> FilterError {
        let lower = name.to_ascii_lowercase();
        let near = nearest(&lower, FIELDS.iter().map(|&(name, ..)| name));
        self.error(start, |column| {
            let name = Clean::line(name);
            match near {
                Some(near) => {
                    format!("unknown field “{name}:” at {column}; did you mean {near}:?")
                }
                None => format!(
                    "unknown field “{name}:” at {column}; in quotation marks it is looked for as words"
                ),
            }
        })
    }

    /// Reads a field whose value is one of a few.
    fn value(&mut self, field: Field, start: usize) -> Result<Term, FilterError> {
        let value = self.raw_value();
        let days = || {
            day::days(value, self.today)
                .ok_or_else(|| self.no_value(field, start, value, day::FORMS))
        };
        match field {
            Field::Since => Ok(Term::Since(days()?.0)),
            Field::Until => Ok(Term::Until(days()?.1)),
            Field::Lang => {
                let code = value.to_ascii_lowercase();
                if matches!(code.len(), 2 | 3) && code.bytes().all(|b| b.is_ascii_lowercase()) {
                    Ok(Term::Lang(Clean::line(&code)))
                } else {
                    Err(self.no_value(field, start, value, "a code such as en, de or fr"))
                }
            }
            Field::Is => self
                .choice(field, start, value, Flag::ALL, Flag::name)
                .map(Term::Flag),
            Field::Kind => self
                .choice(field, start, value, QuoteKind::ALL, QuoteKind::name)
                .map(Term::Kind),
            Field::Words(_) | Field::Sort => Err(self.no_value(field, start, value, "words")),
        }
    }

    fn sort(&mut self, start: usize, is_negated: bool) -> Result<(), FilterError> {
        let value = self.raw_value();
        let sort = self.choice(Field::Sort, start, value, &Sort::ALL, Sort::name)?;
        if is_negated || self.depth > 0 || self.sort.is_some() {
            return Err(self.error(start, |column| {
                format!("sort: at {column} may stand once, outside of brackets and without a minus")
            }));
        }
        self.sort = Some(sort);
        Ok(())
    }

    fn raw_value(&mut self) -> &'a str {
        if self.cutter.is_at_mark() {
            self.cutter.phrase().trim()
        } else {
            self.cutter.word()
        }
    }

    fn choice<T: Copy>(
        &self,
        field: Field,
        start: usize,
        value: &str,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Result<T, FilterError> {
        let mut choices = all.iter().copied();
        if let Some(chosen) = choices.find(|&it| name(it).eq_ignore_ascii_case(value)) {
            return Ok(chosen);
        }
        let names: Vec<&str> = all.iter().map(|&it| name(it)).collect();
        let lower = value.to_ascii_lowercase();
        Err(match nearest(&lower, names.iter().copied()) {
            Some(near) => self.error(start, |column| {
                format!(
                    "“{}:{}” at {column}; did you mean {}:{near}?",
                    field.name(),
                    Clean::line(value),
                    field.name()
                )
            }),
            None => self.no_value(field, start, value, &names.join(", ")),
        })
    }

    fn no_value(&self, field: Field, start: usize, value: &str, forms: &str) -> FilterError {
        self.error(start, |column| {
            let name = field.name();
            if value.is_empty() {
                format!("{name}: at {column} needs one of these after it: {forms}")
            } else {
                format!(
                    "“{name}:{}” at {column}; it takes {forms}",
                    Clean::line(value)
                )
            }
        })
    }

    /// Reads a phrase; none when there is no letter in it.
    fn phrase(&mut self) -> Option<Words> {
        let text = self.cutter.phrase();
        let is_begun = self.cutter.take('*');
        words(text, true, is_begun)
    }

    /// Reads a word; none when there is no letter in it.
    fn word(&mut self) -> Option<Words> {
        let text = self.cutter.word();
        let is_begun = text.ends_with('*') || self.is_begun && self.cutter.is_over();
        // A closing mark without an opening one is a sign like any other, but must not be taken for an opening one.
        let text = text.trim_end_matches('*').replace(is_mark, "'");
        words(&text, false, is_begun)
    }
}

/// Takes the brackets from around a whole filter: there is nothing outside of them.
fn without_brackets(root: Expr) -> Expr {
    match root {
        Expr::All(mut parts) if parts.len() == 1 => parts.swap_remove(0),
        root => root,
    }
}

fn words(text: &str, is_exact: bool, is_begun: bool) -> Option<Words> {
    let unmarked = text.replace(is_mark, " ");
    let text: Vec<&str> = unmarked.split_whitespace().collect();
    let text = Clean::line(&text.join(" "));
    // Letters of every script, and the numbers among signs, are what an index holds.
    text.chars().any(char::is_alphanumeric).then_some(Words {
        text,
        is_exact,
        is_begun,
    })
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}
