//! `pullquote demo`: the sample library, opened in the reader or listed. It lives in memory and is gone afterwards.

mod sample;

use std::sync::atomic::AtomicBool;

use anyhow::{Result, bail};

use crate::article::{Clean, Query, Shelf};
use crate::cli::call::{Call, now};
use crate::cli::ending::Ending;
use crate::cli::format::Format;
use crate::cli::{console, list, read};
use crate::library::Library;
use crate::library::ingest::{Input, ingest};

/// Opens the reader on a sample library
///
/// One of its articles, "Reading with pullquote", is the guide. The library lives in memory: nothing is written, and what you do with it is gone afterwards.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// Prints the list of the sample instead; needs no terminal
    #[arg(long)]
    list: bool,
}

const EXAMPLES: &str = "\
Examples:
  pullquote demo
  pullquote demo --list";

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    if args.list || !read::has_terminal() {
        if !args.list {
            console::say("this is no terminal to read in, so here is the list of the sample");
        }
        let query = Query {
            shelf: Shelf::All,
            ..Query::default()
        };
        let library = sample_library()?;
        let any = list::print(&library, &query, None, Format::Text, &mut call.out)?;
        return Ok(Ending::found(any));
    }
    read::open(sample_library()?, None, None, call)
}

/// Returns a library in memory that holds the sample.
pub(super) fn sample_library() -> Result<Library> {
    let mut library = Library::open_in_memory()?;
    // The guide comes last, so that it is the one imported latest.
    let inputs: Vec<Input> = sample::FILES
        .iter()
        .rev()
        .map(|(name, bytes)| Input::Bytes {
            name: Clean::line(name),
            bytes: bytes.to_vec(),
        })
        .collect();
    let stop = AtomicBool::new(false);
    let tally = ingest(&mut library, &inputs, &now(), &stop, &mut |_| {})?;
    if let Some(refusal) = tally.refused.first() {
        bail!(
            "the sample is damaged: {}: {}",
            refusal.name,
            refusal.reason
        );
    }
    Ok(library)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_sample_is_embedded_and_can_be_read() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let embedded: Vec<&str> = sample::FILES.iter().map(|(name, _)| *name).collect();
        assert_eq!(embedded, names);
        let library = sample_library().unwrap();
        let all = Query {
            shelf: Shelf::All,
            ..Query::default()
        };
        assert_eq!(library.count(&all).unwrap(), names.len());
    }
}
