//! Prints a filter so that reading it again gives the same.

use std::fmt;

use crate::article::filter::{Expr, Field, Filter, Term, Words};

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.root)?;
        match self.sort {
            None => Ok(()),
            Some(sort) if self.is_empty() => write!(f, "sort:{}", sort.name()),
            Some(sort) => write!(f, " sort:{}", sort.name()),
        }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(parts) => joined(parts, " ", f),
            Self::Any(parts) => joined(parts, " or ", f),
            Self::Not(part) => {
                f.write_str("-")?;
                part.in_brackets_if(!matches!(**part, Self::Is(_)), f)
            }
            Self::Is(term) => write!(f, "{term}"),
        }
    }
}

fn joined(parts: &[Expr], between: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        let needs_brackets = match part {
            Expr::Is(_) | Expr::Not(_) => false,
            // "Or" binds least of all.
            Expr::All(parts) => between == " " || parts.len() == 1,
            Expr::Any(_) => true,
        };
        part.in_brackets_if(needs_brackets, f)?;
    }
    Ok(())
}

impl Expr {
    fn in_brackets_if(&self, is_needed: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_needed {
            write!(f, "({self})")
        } else {
            write!(f, "{self}")
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(place, words) => {
                let name = Field::Words(*place).name();
                if !name.is_empty() {
                    write!(f, "{name}:")?;
                }
                write!(f, "{words}")
            }
            Self::Kind(kind) => write!(f, "kind:{}", kind.name()),
            Self::Lang(code) => write!(f, "lang:{code}"),
            Self::Flag(flag) => write!(f, "is:{}", flag.name()),
            Self::Since(day) => write!(f, "since:{day}"),
            Self::Until(day) => write!(f, "until:{day}"),
        }
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let star = if self.is_begun { "*" } else { "" };
        if self.is_exact {
            write!(f, "\"{}\"{star}", self.text)
        } else {
            write!(f, "{}{star}", self.text)
        }
    }
}
