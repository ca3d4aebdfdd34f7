//! The fields of the language: their names and what each takes.

use crate::article::filter::Place;

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Words at a place.
    Words(Place),
    /// A kind of quote.
    Kind,
    /// A language.
    Lang,
    /// What the reader did.
    Is,
    /// The first day.
    Since,
    /// The last day.
    Until,
    /// An order.
    Sort,
}

/// All fields by name, each with what it finds, to follow "articles" or "quotes".
pub const FIELDS: &[(&str, Field, &str)] = &[
    (
        "title",
        Field::Words(Place::Title),
        "whose title has the words",
    ),
    ("site", Field::Words(Place::Site), "of a publication"),
    ("by", Field::Words(Place::By), "by an author"),
    ("tag", Field::Words(Place::Tag), "with a tag"),
    ("speaker", Field::Words(Place::Speaker), "quoting somebody"),
    ("said", Field::Words(Place::Said), "quoting these words"),
    (
        "cue",
        Field::Words(Place::Cue),
        "with a quote reported by this verb",
    ),
    (
        "kind",
        Field::Kind,
        "with a direct, mixed or indirect quote",
    ),
    ("lang", Field::Lang, "in a language, such as en"),
    (
        "is",
        Field::Is,
        "that are unread, read, starred, archived or noted",
    ),
    ("since", Field::Since, "published on a day or later"),
    ("until", Field::Until, "published on a day or before"),
    ("sort", Field::Sort, "in an order, such as oldest"),
];

impl Field {
    /// Returns the field with a name, in any case.
    pub(super) fn named(name: &str) -> Option<Self> {
        FIELDS
            .iter()
            .find(|(other, ..)| other.eq_ignore_ascii_case(name))
            .map(|&(_, field, _)| field)
    }

    /// Returns its name.
    pub fn name(self) -> &'static str {
        FIELDS
            .iter()
            .find(|(_, field, _)| *field == self)
            .map_or("", |(name, ..)| name)
    }
}
