//! The command line: what may be asked for in one call, and how it ends.
//!
//! Data goes to standard output, messages go to standard error, one line each. The exit code is 0 when something was
//! done or found, 1 when there was nothing to be found, 2 when it failed, and 128 and the number of the signal when it
//! was told to stop. This room is the only one that prints; it knows no SQL and draws no screen.

mod backup;
mod call;
mod check;
mod completions;
mod config;
mod console;
mod corrections;
mod demo;
mod dirs;
mod ending;
mod export;
mod fault;
mod feeds;
mod fetch;
mod file;
mod fill;
mod format;
mod import;
mod linear;
mod list;
mod man;
mod quotes;
mod read;
mod refuse;
mod reimport;
mod requote;
mod same;
mod search;
mod searches;
mod show;
mod source;
mod speakers;
mod stop;
mod templates;
mod trash;
mod verify;
mod voices;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand};

use call::Call;
use console::Coloring;
use ending::Ending;

/// What stands below the long help.
const EXAMPLES: &str = "\
Examples:
  pullquote demo                     try the reader on a sample library
  pullquote import articles          take a folder of articles in
  pullquote                          read them
  pullquote report.md notes.txt      read two files without keeping them
  pullquote quotes report.md         print who said what in a file
  pullquote search frost orchard     find articles by their words

A file that is named like a verb is reached by its path: `pullquote ./import`.
Exit codes: 0 done or found, 1 nothing found, 2 failed, 130 interrupted.";

/// Reads news articles in the terminal and shows who said what.
///
/// Without a verb it opens the reader: on the library, or on the files that are named.
#[derive(Debug, Parser)]
#[command(
    name = "pullquote",
    version,
    after_long_help = EXAMPLES,
    after_help = "`pullquote --help` says more, with examples.",
    disable_help_subcommand = true,
    max_term_width = 90
)]
struct Cli {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// Files to read at once, whether or not they are in the library
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    common: Common,
}

/// What every verb takes.
#[derive(Debug, clap::Args)]
struct Common {
    /// The file of the library
    ///
    /// It is made when it is missing. The variable `PULLQUOTE_LIBRARY` names one too; without both it is the one that
    /// `pullquote dirs` shows.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        help_heading = "Global options"
    )]
    library: Option<PathBuf>,
    /// Whether output is coloured
    ///
    /// "auto" means on a terminal, unless `NO_COLOR` is set.
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = false,
        help_heading = "Global options"
    )]
    color: Coloring,
    /// Draws frames and signs with ASCII characters only; the words of articles stay as they are
    #[arg(long, global = true, help_heading = "Global options")]
    ascii: bool,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Import(import::Args),
    Fetch(fetch::Args),
    Feeds(feeds::Args),
    List(list::Args),
    Show(show::Args),
    Quotes(quotes::Args),
    Speakers(speakers::Args),
    Voices(voices::Args),
    Same(same::Args),
    Corrections(corrections::Args),
    Search(search::Args),
    Searches(searches::Args),
    Export(export::Args),
    Trash(trash::Args),
    Templates(templates::Args),
    Verify(verify::Args),
    Backup(backup::Args),
    Reimport(reimport::Args),
    Requote(requote::Args),
    Check(check::Args),
    Config(config::Args),
    Dirs(dirs::Args),
    Completions(completions::Args),
    Man(man::Args),
    Demo(demo::Args),
}

/// Does what the arguments ask for; the first one is the name of the program.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let ending = fault::contained(|| match Cli::try_parse_from(&args) {
        Ok(cli) => {
            let mut call = Call::new(cli.common.library, cli.common.color);
            call.out.is_ascii |= cli.common.ascii;
            let ending = dispatch(cli.verb, &cli.files, &mut call)?;
            // After a signal nothing is owed to standard output, which may be the terminal that has vanished.
            if !matches!(ending, Ending::Signal(_)) {
                call.out.finish()?;
            }
            Ok(ending)
        }
        Err(error) => {
            let coloring = refuse::coloring_in(&args);
            refuse::answer(&error, verb_in(&args).as_deref(), coloring)
        }
    });
    ExitCode::from(ending::report(ending).code())
}

/// Returns the first argument that is a verb.
fn verb_in(args: &[OsString]) -> Option<String> {
    let program = Cli::command();
    let mut words = args.iter().skip(1).filter_map(|arg| arg.to_str());
    words
        .find(|word| program.find_subcommand(word).is_some())
        .map(str::to_owned)
}

fn dispatch(verb: Option<Verb>, files: &[PathBuf], call: &mut Call) -> Result<Ending> {
    let Some(verb) = verb else {
        return read::run(files, call);
    };
    match verb {
        Verb::Import(args) => import::run(&args, call),
        Verb::Fetch(args) => fetch::run(&args, call),
        Verb::Feeds(args) => feeds::run(&args, call),
        Verb::List(args) => list::run(&args, call),
        Verb::Show(args) => show::run(&args, call),
        Verb::Quotes(args) => quotes::run(&args, call),
        Verb::Speakers(args) => speakers::run(&args, call),
        Verb::Voices(args) => voices::run(&args, call),
        Verb::Same(args) => same::run(&args, call),
        Verb::Corrections(args) => corrections::run(&args, call),
        Verb::Search(args) => search::run(&args, call),
        Verb::Searches(args) => searches::run(&args, call),
        Verb::Trash(args) => trash::run(&args, call),
        Verb::Export(args) => export::run(&args, call),
        Verb::Templates(args) => templates::run(&args, call),
        Verb::Verify(args) => verify::run(&args, call),
        Verb::Reimport(args) => reimport::run(&args, call),
        Verb::Requote(args) => requote::run(&args, call),
        Verb::Backup(args) => backup::run(&args, call),
        Verb::Check(args) => check::run(&args, call),
        Verb::Config(args) => config::run(&args, call),
        Verb::Dirs(args) => dirs::run(&args, call),
        Verb::Completions(args) => completions::run(&args, call),
        Verb::Man(args) => man::run(&args, call),
        Verb::Demo(args) => demo::run(&args, call),
    }
}
