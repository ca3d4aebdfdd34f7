//! Templates: the shape of what is written out, when the bundled forms are not the wanted ones.
//!
//! The language is Jinja's. A template reads no other file and runs nothing; fuel bounds the time and the memory that it
//! may take. What comes out is cleaned as foreign text is, so that no template steers a terminal.

mod fields;

use std::collections::{BTreeMap, HashMap};

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, ErrorKind, UndefinedBehavior, Value};

use crate::article::{Clean, Meta};
use crate::cite::{Passage, PassageKind, escaped};
use fields::{ARTICLE, FILTERS, LISTS, PASSAGE, TOP};

pub use fields::{Field, Source};

/// Most bytes of a template.
pub const LARGEST: usize = 1 << 20;

/// What a template may use up: for itself, for each passage, and for so many bytes of the articles one more.
const FUEL: u64 = 4_000_000;
const FUEL_PASSAGE: u64 = 4_000;
const BYTES_FUEL: usize = 8;

/// The only name under which a template knows itself.
const SELF: &str = "template";

/// The templates that come with the program: name, text.
pub const BUNDLED: &[(&str, &str)] = &[
    ("brief", include_str!("../../assets/templates/brief.md")),
    (
        "obsidian",
        include_str!("../../assets/templates/obsidian.md"),
    ),
];

/// A template that was understood.
#[derive(Debug)]
pub struct Template {
    name: Clean,
    environment: Environment<'static>,
    source: String,
}

/// What is wrong with a template, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}, line {line}: {what}")]
pub struct TemplateError {
    /// The name of the template.
    pub name: Clean,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: Clean,
}

/// What a template is applied to.
#[derive(Debug)]
pub struct Given<'a> {
    /// The name of what is written.
    pub what: &'a str,
    /// The day.
    pub today: &'a str,
    /// The passages, in order.
    pub passages: &'a [Passage],
    /// The articles whose text is written; empty when only those of the passages are spoken of.
    pub articles: &'a [Source],
}

impl Template {
    /// Reads a template. What it makes is escaped for HTML when its name ends in `.html` (or `.html.j2`).
    ///
    /// # Errors
    /// When it is no template.
    pub fn new(name: &str, source: String) -> Result<Self, TemplateError> {
        let name = Clean::line(name);
        let mut environment = Environment::new();
        environment.set_debug(true);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let is_html = ending(&name) == Some("html");
        environment.set_auto_escape_callback(move |_| {
            if is_html {
                minijinja::AutoEscape::Html
            } else {
                minijinja::AutoEscape::None
            }
        });
        let syntax = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build();
        if let Ok(syntax) = syntax {
            environment.set_syntax(syntax);
        }
        environment.add_filter("md", |text: String| escaped(&text));
        environment.add_filter("yaml", yaml);
        environment.add_filter("wiki", |text: String| wiki(&text));
        let template = Self {
            name,
            environment,
            source,
        };
        template
            .environment
            .template_from_named_str(SELF, &template.source)
            .map_err(|error| template.error(&error))?;
        Ok(template)
    }

    /// Returns one that comes with the program.
    pub fn bundled(name: &str) -> Option<Result<Self, TemplateError>> {
        let (name, text) = BUNDLED.iter().find(|(known, _)| *known == name)?;
        Some(Self::new(&format!("{name}.md"), (*text).to_owned()))
    }

    /// Returns the ending of the files that it makes.
    pub fn ending(&self) -> &str {
        ending(&self.name).unwrap_or("md")
    }

    /// Returns what it makes of passages and articles.
    ///
    /// # Errors
    /// When it asks for what there is not, or does not come to an end.
    pub fn render(&mut self, given: &Given<'_>) -> Result<String, TemplateError> {
        let text: usize = given.articles.iter().map(|it| it.text.len()).sum();
        let fuel = FUEL
            .saturating_add(FUEL_PASSAGE.saturating_mul(as_fuel(given.passages.len())))
            .saturating_add(as_fuel(text / BYTES_FUEL));
        self.environment.set_fuel(Some(fuel));
        let template = self
            .environment
            .template_from_named_str(SELF, &self.source)
            .map_err(|error| self.error(&error))?;
        let made = template
            .render(context(given))
            .map_err(|error| self.error(&error))?;
        // Columns of tables may be parted by tabs, which text has no other use for.
        let cells: Vec<String> = made
            .split('\t')
            .map(|cell| Clean::from_untrusted(cell).into_string())
            .collect();
        Ok(cells.join("\t"))
    }

    fn error(&self, error: &minijinja::Error) -> TemplateError {
        let at = error
            .range()
            .and_then(|range| self.source.get(range))
            .filter(|words| !words.is_empty() && words.len() < 60);
        let mut what = match error.kind() {
            ErrorKind::OutOfFuel => "it comes to no end, or does far too much".to_owned(),
            ErrorKind::UndefinedError => {
                "it asks for what there is not (`pullquote templates` lists what there is)"
                    .to_owned()
            }
            kind => error
                .detail()
                .map_or_else(|| kind.to_string(), str::to_owned),
        };
        if let Some(at) = at {
            what = format!("{what}: {at}");
        }
        TemplateError {
            name: self.name.clone(),
            line: error.line().unwrap_or(1),
            what: Clean::line(&what),
        }
    }
}

/// Returns what a template may ask for: by the name of what has it, that and its fields.
pub fn reference() -> [(&'static str, Vec<Field>); 4] {
    let article = ARTICLE.iter().map(|of| of.field);
    [
        ("everywhere", TOP.to_vec()),
        ("an article", article.chain(LISTS.iter().copied()).collect()),
        ("a passage", PASSAGE.iter().map(|of| of.field).collect()),
        ("filters", FILTERS.to_vec()),
    ]
}

fn context(given: &Given<'_>) -> Value {
    let passages: Vec<Value> = given.passages.iter().map(passage).collect();
    let mut articles: Vec<(Source, Vec<usize>)> = given
        .articles
        .iter()
        .map(|source| (source.clone(), Vec::new()))
        .collect();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (place, (source, _)) in articles.iter().enumerate() {
        places.entry(called(&source.meta)).or_insert(place);
    }
    for (number, passage) in given.passages.iter().enumerate() {
        let Some(meta) = &passage.article else {
            continue;
        };
        let place = *places.entry(called(meta)).or_insert_with(|| {
            let source = Source {
                meta: meta.clone(),
                ..Source::default()
            };
            articles.push((source, Vec::new()));
            articles.len() - 1
        });
        if let Some((_, own)) = articles.get_mut(place) {
            own.push(number);
        }
    }
    let articles: Vec<Value> = articles
        .iter()
        .map(|(source, own)| article(source, own, given.passages, &passages))
        .collect();
    let values: [Value; 4] = [
        given.what.into(),
        given.today.into(),
        passages.into(),
        articles.into(),
    ];
    let named = TOP.iter().map(|field| field.name).zip(values);
    Value::from(named.collect::<BTreeMap<&str, Value>>())
}

/// What tells one article from another.
fn called(meta: &Meta) -> String {
    match &meta.url {
        Some(url) => url.to_string(),
        None => format!(
            "{}\n{}\n{}",
            meta.title,
            meta.site.as_deref().unwrap_or_default(),
            meta.published.as_deref().unwrap_or_default()
        ),
    }
}

fn passage(passage: &Passage) -> Value {
    let fields = PASSAGE
        .iter()
        .map(|of| (of.field.name, (of.value)(passage)));
    Value::from(fields.collect::<BTreeMap<&str, Value>>())
}

fn article(source: &Source, own: &[usize], passages: &[Passage], values: &[Value]) -> Value {
    let those = |wanted: &dyn Fn(&Passage) -> bool| -> Value {
        let found = own.iter().filter_map(|&at| {
            let is_wanted = passages.get(at).is_some_and(wanted);
            is_wanted.then(|| values.get(at).cloned()).flatten()
        });
        Value::from(found.collect::<Vec<Value>>())
    };
    let is_quote = |it: &Passage| !matches!(it.kind, PassageKind::Passage | PassageKind::Line);
    let lists = [
        those(&|_| true),
        those(&|it| it.hue.is_some()),
        those(&is_quote),
    ];
    let lists = LISTS.iter().map(|field| field.name).zip(lists);
    let fields = ARTICLE.iter().map(|of| (of.field.name, (of.value)(source)));
    Value::from(fields.chain(lists).collect::<BTreeMap<&str, Value>>())
}

/// Returns the ending of what a template makes: that of its name, without what says that it is a template.
fn ending(name: &str) -> Option<&str> {
    let file = name.rsplit(['/', '\\']).next()?;
    let file = [".j2", ".jinja", ".jinja2"]
        .iter()
        .find_map(|sign| file.strip_suffix(sign))
        .unwrap_or(file);
    let (_, ending) = file.rsplit_once('.')?;
    let is_plain = (1..=8).contains(&ending.len())
        && ending
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    is_plain.then_some(ending)
}

/// Returns a text, or a list of texts, as JSON, which YAML reads, too.
fn yaml(value: &Value) -> String {
    let text = |value: &Value| {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        serde_json::Value::from(text)
    };
    let is_list = value.kind() == minijinja::value::ValueKind::Seq;
    let json = match value.try_iter() {
        Ok(all) if is_list => all.map(|it| text(&it)).collect::<Vec<_>>().into(),
        _ => text(value),
    };
    json.to_string()
}

fn wiki(text: &str) -> String {
    let text = text.replace(['[', ']', '|', '#', '^', '\\', '/', ':'], " ");
    Clean::line(&text).into_string()
}

fn as_fuel(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
