//! What a template is given. Names, sentences and values stand in one table, from which the reference is printed, too.

use minijinja::Value;

use crate::article::{Clean, Hue, Meta, long_date};
use crate::cite::{Form, Passage, PassageKind, block, deep_link, key, title};

/// Something that a template may ask for.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// What it is asked for by.
    pub name: &'static str,
    /// What it is.
    pub sentence: &'static str,
}

/// A field of something, and how it is got from there.
pub(super) struct Of<T: 'static> {
    pub(super) field: Field,
    pub(super) value: fn(&T) -> Value,
}

/// An article as a template sees it.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// What is known of it.
    pub meta: Meta,
    /// Its tags.
    pub tags: Vec<Clean>,
    /// Its text; empty when only passages are written out.
    pub text: Clean,
    /// The same as Markdown.
    pub markdown: String,
}

const fn of<T>(name: &'static str, sentence: &'static str, value: fn(&T) -> Value) -> Of<T> {
    Of {
        field: Field { name, sentence },
        value,
    }
}

/// What every template is given.
pub(super) const TOP: &[Field] = &[
    Field {
        name: "what",
        sentence: "what is written: articles, quotes, highlights or clips",
    },
    Field {
        name: "today",
        sentence: "the day of the export",
    },
    Field {
        name: "passages",
        sentence: "all passages in their order, own lines among clips too; of articles their highlights and quotes",
    },
    Field {
        name: "articles",
        sentence: "the articles of the passages, each once; for `articles` and with --folder one at a time",
    },
];

/// What an article has of its passages.
pub(super) const LISTS: &[Field] = &[
    Field {
        name: "passages",
        sentence: "those of `passages` that are from it",
    },
    Field {
        name: "highlights",
        sentence: "its highlights among them",
    },
    Field {
        name: "quotes",
        sentence: "its quotes among them",
    },
];

/// What an article has of its own.
pub(super) const ARTICLE: &[Of<Source>] = &[
    of("title", "the title; “Untitled” when it has none", |it| {
        title(&it.meta).into()
    }),
    of("authors", "the authors", |it| list(&it.meta.byline)),
    of("site", "the publication, or none", |it| {
        maybe(it.meta.site.as_ref())
    }),
    of(
        "date",
        "when it was published (2026-03-02), or none",
        |it| maybe(it.meta.published.as_ref()),
    ),
    of(
        "long_date",
        "the same for people (2 March 2026), or none",
        |it| it.meta.published.as_deref().map(long_date).into(),
    ),
    of("url", "the address, or none", |it| {
        maybe(it.meta.url.as_ref())
    }),
    of("lang", "the language (en), or none", |it| {
        maybe(it.meta.lang.as_ref())
    }),
    of("key", "the key of a bibliography", |it| {
        key(&it.meta).into()
    }),
    of(
        "tags",
        "your tags; only of `articles` and with --folder",
        |it| list(&it.tags),
    ),
    of("text", "the plain text; only of `articles`", |it| {
        it.text.as_str().into()
    }),
    of(
        "markdown",
        "the text as Markdown; only of `articles`",
        |it| it.markdown.as_str().into(),
    ),
];

/// What a passage has.
pub(super) const PASSAGE: &[Of<Passage>] = &[
    of(
        "kind",
        "direct, mixed or indirect for quotes, passage for words of the article, line for one of your own",
        |it| kind(it.kind).into(),
    ),
    of("words", "the words, as you edited them", |it| {
        it.words.as_str().into()
    }),
    of("original", "the words as they stand in the article", |it| {
        it.original().as_str().into()
    }),
    of("edited", "whether the two differ", |it| {
        it.is_edited().into()
    }),
    of("quoted", "the words in quotation marks", |it| {
        it.quoted().into()
    }),
    of("speaker", "who said it, or none", |it| {
        maybe(it.speaker.as_ref())
    }),
    of(
        "role",
        "office or description of who said it, or none",
        |it| maybe(it.role.as_ref()),
    ),
    of("who", "speaker and role in one, or none", |it| {
        it.attribution().into()
    }),
    of("unsure", "whether it is not sure who said it", |it| {
        it.unsure.into()
    }),
    of("color", "the colour of the highlight, or none", |it| {
        it.hue.map(Hue::name).into()
    }),
    of("note", "your note; empty when there is none", |it| {
        it.note.as_str().into()
    }),
    of("link", "the address that shows the words, or none", |it| {
        deep_link(it).into()
    }),
    of("sentence", "a sentence in AP style", |it| {
        form(it, Form::Ap).into()
    }),
    of("footnote", "with a footnote of Markdown", |it| {
        form(it, Form::Footnote).into()
    }),
    of(
        "markdown",
        "a block quote of Markdown with its source",
        |it| block(it, false).trim_end().into(),
    ),
    of(
        "block",
        "the same with the comment by which `pullquote verify` finds its article",
        |it| block(it, it.kind != PassageKind::Line).trim_end().into(),
    ),
    of("title", "the title of its article, or none", |it| {
        it.article.as_ref().map(title).into()
    }),
    of(
        "key",
        "the key of its article in a bibliography, or none",
        |it| it.article.as_ref().map(key).into(),
    ),
];

/// What can be done with text, besides what every template of Jinja can.
pub(super) const FILTERS: &[Field] = &[
    Field {
        name: "md",
        sentence: "escapes what has a meaning in Markdown",
    },
    Field {
        name: "yaml",
        sentence: "quotes a text, or a list of texts, for YAML and JSON",
    },
    Field {
        name: "wiki",
        sentence: "leaves out what may not stand in a [[link]]",
    },
];

fn maybe(text: Option<&Clean>) -> Value {
    text.map(Clean::as_str).into()
}

fn list(all: &[Clean]) -> Value {
    let all: Vec<Value> = all.iter().map(|text| text.as_str().into()).collect();
    all.into()
}

fn form(passage: &Passage, form: Form) -> Option<String> {
    form.write(passage).map(|text| text.trim_end().to_owned())
}

const fn kind(kind: PassageKind) -> &'static str {
    match kind {
        PassageKind::Direct => "direct",
        PassageKind::Mixed => "mixed",
        PassageKind::Indirect => "indirect",
        PassageKind::Passage => "passage",
        PassageKind::Line => "line",
    }
}
