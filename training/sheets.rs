//! Prints what the tagger is shown of articles, for `training/tagger.py`: one line of JSON for each file.
//!
//! `sheets FILE…`. Positions are code points of `text`; lines, cues and sources are ranges of words.

use std::io::{self, Write};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result};
use pullquote::article::{Clean, CodePoints};
use pullquote::library::ingest::{Input, read};
use pullquote::quote::{Depth, sheet};
use serde_json::json;

fn main() -> Result<()> {
    let inputs: Vec<Input> = std::env::args_os()
        .skip(1)
        .map(|path| Input::Path(PathBuf::from(path)))
        .collect();
    let mut out = io::stdout().lock();
    let mut failed = None;
    let (now, stop) = (Clean::default(), AtomicBool::new(false));
    read(&inputs, Depth::Skimmed, &now, &stop, &mut |loose| {
        let written = loose
            .map_err(|refusal| anyhow::anyhow!("{refusal:?}"))
            .and_then(|loose| {
                let body = &loose.record.article.body;
                let points = CodePoints::new(body.text());
                let sheet = sheet(&loose.record.article);
                let words = &sheet.words;
                let pair = |range: &Range<usize>| [range.start, range.end];
                let pieces = |range: &Range<usize>| sheet.pieces.get(range.clone());
                let line = json!({
                    "path": loose.path,
                    "text": body.text(),
                    "lines": sheet.lines.iter().map(pair).collect::<Vec<_>>(),
                    "words": words.iter().map(|w| points.pair(w.span)).collect::<Vec<_>>(),
                    "pieces": words.iter().map(|w| pieces(&w.pieces)).collect::<Vec<_>>(),
                    "guesses": words.iter().map(|w| w.guess as u8).collect::<Vec<_>>(),
                    "marked": words.iter().map(|w| u8::from(w.marked.is_some())).collect::<Vec<_>>(),
                    "cues": words.iter().map(|w| w.cue.as_ref().map(pair)).collect::<Vec<_>>(),
                    "sources": words.iter().map(|w| w.source.as_ref().map(pair)).collect::<Vec<_>>(),
                });
                writeln!(out, "{line}").context("the sheet cannot be written")
            });
        if let Err(error) = written {
            failed.get_or_insert(error);
        }
    })?;
    failed.map_or(Ok(()), Err)
}
