//! Writes to files what the reader asks for from inside the program, and says what came of it.

use std::env;
use std::io;
use std::path::{Path, PathBuf};

use crate::app::Reply;
use crate::app::writing::{Writing, Written};
use crate::article::{ArticleId, Clean, Names};
use crate::cite::Passage;
use crate::export::{self, Form, put_whole};
use crate::library::{Library, LibraryError};
use crate::shell::importer::expanded;

/// What is going to stand in a file.
struct Content {
    /// What it is, with how many there are of it.
    what: String,
    bytes: Vec<u8>,
}

/// Writes something to a file; returns the reply.
pub(super) fn written(library: &Library, writing: &Writing) -> Result<Vec<Reply>, LibraryError> {
    let mut file = expanded(PathBuf::from(&writing.to), env::home_dir().as_deref());
    if writing.to.ends_with('/') || file.is_dir() {
        let title = match &writing.what {
            Written::Clips(_) => "clips".to_owned(),
            Written::Highlights(_) => "highlights".to_owned(),
            Written::Article(id) => label(library, *id)?,
        };
        file.push(Names::default().name(&title, Form::Markdown.ending()));
    }
    let form = match file.extension() {
        None => Form::Markdown,
        Some(ending) => match Form::of_ending(&ending.to_string_lossy()) {
            Some(form) => form,
            None => return Ok(refused(&unknown(&ending.to_string_lossy()))),
        },
    };
    let content = match &writing.what {
        Written::Clips(clips) => many(clips, "clip", form),
        Written::Highlights(named) => {
            let highlights = library.highlighted(named.as_deref())?;
            many(&highlights, "highlight", form)
        }
        Written::Article(id) => match article(library, *id, form)? {
            Some(content) => content,
            None => return Ok(refused("That article is not in the library any more.")),
        },
    };
    Ok(vec![put(&file, writing, &content)])
}

fn put(file: &Path, writing: &Writing, content: &Content) -> Reply {
    let whole = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let name = Clean::line(&whole.to_string_lossy());
    let put = put_whole(&whole, writing.replaces, |out| {
        out.write_all(&content.bytes)
    });
    match put {
        Ok(()) => Reply::Written {
            what: content.what.clone(),
            file: name,
        },
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Reply::FileIsThere {
            file: name,
            typed: Clean::line(&writing.to),
        },
        Err(error) => {
            let folder = whole.parent().filter(|folder| !folder.is_dir());
            let reason = match folder {
                Some(folder) => {
                    let folder = Clean::line(&folder.to_string_lossy());
                    format!("there is no folder {folder}")
                }
                None => error.to_string(),
            };
            Reply::failed(format!("{name} was not written: {reason}."))
        }
    }
}

fn many(passages: &[Passage], one: &str, form: Form) -> Content {
    let mut bytes = Vec::new();
    // Memory takes everything.
    export::write(passages, form, &mut bytes).ok();
    let what = match passages.len() {
        1 => format!("1 {one}"),
        many => format!("{many} {one}s"),
    };
    Content { what, bytes }
}

/// Returns an article as a note with its highlights; in the forms of passages, its highlights and quotes.
fn article(library: &Library, id: ArticleId, form: Form) -> Result<Option<Content>, LibraryError> {
    let Some(reading) = library.open_article(id)? else {
        return Ok(None);
    };
    let article = &reading.article;
    let highlights = reading.highlights();
    let bytes = match form {
        Form::Markdown => {
            let text = export::markdown(article, &[]);
            export::note(&article.meta, &reading.state.tags, &highlights, &text).into_bytes()
        }
        Form::Bibtex | Form::Csl => {
            let source = Passage {
                article: Some(article.meta.clone()),
                ..Passage::default()
            };
            many(&[source], "article", form).bytes
        }
        Form::Jsonl | Form::Csv | Form::Jsonld => {
            let all = [highlights, reading.quoted()].concat();
            many(&all, "passage", form).bytes
        }
    };
    let what = match form {
        Form::Markdown => "The article with its highlights",
        Form::Bibtex | Form::Csl => "The article's entry",
        Form::Jsonl | Form::Csv | Form::Jsonld => "The article's highlights and quotes",
    };
    let what = what.to_owned();
    Ok(Some(Content { what, bytes }))
}

fn label(library: &Library, id: ArticleId) -> Result<String, LibraryError> {
    let line = library.summaries(&[id])?;
    Ok(line
        .first()
        .map(|line| line.label.to_string())
        .unwrap_or_default())
}

fn unknown(ending: &str) -> String {
    let known: Vec<String> = Form::ALL
        .iter()
        .map(|form| format!(".{}", form.ending()))
        .collect();
    format!(
        "“.{}” says no form that is known: {}.",
        Clean::line(ending),
        known.join(", ")
    )
}

fn refused(reason: &str) -> Vec<Reply> {
    vec![Reply::failed(reason)]
}
