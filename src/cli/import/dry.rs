//! `pullquote import --dry-run`: says what would come of an import, and stores nothing.

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::article::Clean;
use crate::cli::call::{Call, now};
use crate::cli::console::{self, Ink, Out, Sign};
use crate::cli::ending::Ending;
use crate::cli::fill::{cut, pad};
use crate::cli::format::{Format, Row, Rows};
use crate::cli::import::{bar, gathered, parted, show, show_pages, web};
use crate::cli::source::inputs;
use crate::cli::stop::Asked;
use crate::import::Extent;
use crate::library::foresee::{Fate, Foreseen, Scales, foresee};
use crate::library::gather::{Trip, foresee_pages};

/// How an import is tried.
pub(super) struct Dry {
    pub(super) extent: Extent,
    pub(super) allow_private: bool,
    pub(super) is_quiet: bool,
    pub(super) format: Format,
}

/// One line of what is said, for machines.
#[derive(Debug, Serialize)]
struct Told {
    outcome: &'static str,
    id: Option<i64>,
    path: String,
    line: Option<usize>,
    title: Option<String>,
    words: Option<usize>,
    quotes: Option<usize>,
    reason: Option<String>,
}

impl Row for Told {
    const HEAD: &'static [&'static str] = &[
        "outcome", "id", "path", "line", "title", "words", "quotes", "reason",
    ];

    fn cells(&self) -> Vec<String> {
        let number = |number: Option<usize>| number.map_or_else(String::new, |it| it.to_string());
        vec![
            self.outcome.to_owned(),
            self.id.map_or_else(String::new, |it| it.to_string()),
            self.path.clone(),
            number(self.line),
            self.title.clone().unwrap_or_default(),
            number(self.words),
            number(self.quotes),
            self.reason.clone().unwrap_or_default(),
        ]
    }
}

/// How many of each there are.
#[derive(Debug, Default)]
struct Count {
    added: usize,
    updated: usize,
    unchanged: usize,
    refused: usize,
}

pub(super) fn run(paths: &[PathBuf], dry: &Dry, call: &mut Call) -> Result<Ending> {
    let (urls, paths) = parted(paths);
    // Reading standard input cannot be told to stop, so until that is done a signal simply ends the process.
    let inputs = inputs(&paths)?;
    let asked = Asked::watch()?;
    let mut scales = Scales::open(&call.library.file()?)?;
    let bar = bar(dry.is_quiet);
    let now = now();
    let mut count = Count::default();
    let mut rows = Rows::begin::<Told>(dry.format, &mut call.out)?;
    let mut said = Ok(());
    let mut take = |foreseen: Foreseen, out: &mut Out| {
        if said.is_err() {
            return;
        }
        let line = counted(foreseen, &mut count);
        said = if dry.format == Format::Text {
            bar.suspend(|| text(&line, out))
        } else {
            rows.row(&line, out)
        };
        if said.is_err() {
            asked.stop.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    };
    let out = &mut call.out;
    let beside = foresee(
        &mut scales,
        &inputs,
        dry.extent,
        &now,
        &asked.stop,
        &mut |progress| show(&bar, progress),
        &mut |foreseen| take(foreseen, out),
    )
    .context("the library cannot be read")?;
    if !urls.is_empty() && !asked.has_been() {
        let web = web(dry.allow_private);
        let trip = Trip {
            web: &web,
            now: &now,
            stop: &asked.stop,
            extent: dry.extent,
        };
        let mut done = |done| show_pages(&bar, done, urls.len());
        foresee_pages(&mut scales, &urls, &trip, &mut done, &mut |foreseen| {
            take(foreseen, out);
        })
        .context("the library cannot be read")?;
    }
    bar.finish_and_clear();
    said?;
    rows.end(&mut call.out)?;
    if dry.format == Format::Text && !dry.is_quiet {
        for (name, report) in &beside.archives {
            call.out.line(&format!("{name}: {}", gathered(report)))?;
        }
        call.out.line(&summary(&count, beside.kept))?;
    }
    if asked.has_been() {
        console::say("interrupted; nothing was stored");
        return Ok(Ending::Signal(asked.signal()));
    }
    let coming = count.added + count.updated + count.unchanged + beside.kept;
    if coming == 0 && count.refused > 0 {
        return Ok(Ending::Failed);
    }
    if coming == 0 {
        console::say("there is no article to import; name files, or folders that hold some");
    }
    Ok(Ending::found(coming > 0))
}

/// Counts what would come, and returns what is to be said of it.
fn counted(foreseen: Foreseen, count: &mut Count) -> Told {
    match foreseen {
        Foreseen::Article {
            name,
            title,
            words,
            quotes,
            fate,
        } => {
            let (outcome, id, counter) = match fate {
                Fate::Added => ("added", None, &mut count.added),
                Fate::Updated(id) => ("updated", id, &mut count.updated),
                Fate::Unchanged(id) => ("unchanged", id, &mut count.unchanged),
            };
            *counter += 1;
            Told {
                outcome,
                id: id.map(|id| id.0),
                path: name.into_string(),
                line: None,
                title: Some(title.into_string()),
                words: Some(words),
                quotes: Some(quotes),
                reason: None,
            }
        }
        Foreseen::Refused(refusal) => {
            count.refused += 1;
            Told {
                outcome: "refused",
                id: None,
                path: refusal.name.into_string(),
                line: refusal.line,
                title: None,
                words: None,
                quotes: None,
                reason: Some(refusal.reason.into_string()),
            }
        }
    }
}

/// Writes what would come of one article as a line for people.
fn text(line: &Told, out: &mut Out) -> Result<()> {
    let outcome = pad(line.outcome, 9);
    let path = Clean::line(&line.path);
    let Some(title) = &line.title else {
        let place = match line.line {
            Some(number) => format!("{path}, line {number}"),
            None => path.into_string(),
        };
        let reason = line.reason.as_deref().unwrap_or_default();
        return out.line(&format!("{outcome}  {place}: {reason}"));
    };
    let id = line.id.map_or_else(|| "-".to_owned(), |id| id.to_string());
    let head = format!(
        "{outcome}  {id:>4}  {:>6}  {:>4}  ",
        line.words.unwrap_or_default(),
        line.quotes.unwrap_or_default()
    );
    let title = match out.columns() {
        Some(columns) => {
            let room = usize::from(columns).saturating_sub(head.len());
            cut(title, room, out.sign(Sign::Cut))
        }
        None => title.clone(),
    };
    let title = out.ink(Ink::Bold, &title);
    let path = if out.columns().is_some() {
        String::new()
    } else {
        format!("  {path}")
    };
    out.line(&format!("{head}{title}{path}"))
}

fn summary(count: &Count, kept: usize) -> String {
    let mut line = format!(
        "{} to be added, {} to be updated, {} already there, {} refused; nothing was stored",
        count.added, count.updated, count.unchanged, count.refused
    );
    match kept {
        0 => {}
        1 => line += "\nbeside them 1 correction, mark, name, clip or search, which is not weighed",
        more => {
            let all = "corrections, marks, names, clips and searches, which are not weighed";
            line = format!("{line}\nbeside them {more} {all}");
        }
    }
    line
}
