//! `pullquote search`: articles, best first, each with the place where the words meet; or the quotes that a query asks
//! for.

mod articles;
mod quotes;

use anyhow::{Result, bail};

use crate::article::Filter;
use crate::article::filter::{FIELDS, Field};
use crate::cli::call::{Call, today};
use crate::cli::console;
use crate::cli::ending::Ending;
use crate::cli::quotes::Form;
use crate::cli::searches::saved;
use crate::library::Library;

/// Finds articles by their words, best first, or quotes by what was said and who said it
///
/// An article must have all of the words, somewhere in its title, text, site, authors or tags. Case and accents do not
/// matter, and other forms of a word count as well: vote finds voted and voting. A query that says something of quotes
/// (speaker: said: cue: kind:) prints the quotes themselves, those of the newest articles first. The exit code is 1 when
/// nothing was found.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// What to look for
    #[arg(required_unless_present = "saved", value_name = "QUERY")]
    query: Vec<String>,
    /// A saved search instead, by its name
    #[arg(long, value_name = "NAME", conflicts_with = "query")]
    saved: Option<String>,
    /// Prints the quotes of the articles that are found, even if the query says nothing of quotes
    #[arg(long)]
    quotes: bool,
    /// Shows at most so many
    #[arg(short = 'n', long, value_name = "COUNT", default_value_t = 20)]
    limit: usize,
    /// The form of the output
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

const EXAMPLES: &str = "\
The query:
  ferry harbour          both words, in any form: ferries, harbours
  \"red line\"             exactly these words, one after the other
  harb*                  words that begin so
  -ferry                 not this; put -- before a query that begins with it
  ferry or tram          one of the two; brackets group: (ferry or tram) -bus
  title: site: by: tag:  words of the title, publication, authors; a tag
  speaker: said: cue:    who is quoted, what was said, the verb that reports it
  kind:                  direct, mixed or indirect quotes
  lang:en                articles in a language
  is:                    unread, read, starred, archived, noted
  since: until:          2026-02-01, 2026-02, 2026, today, yesterday, 7d, 2w, 3m, 1y
  sort:                  newest, oldest, title, site, longest, quotes, added

Examples:
  pullquote search harbour
  pullquote search frost orchard
  pullquote search 'harbour or quay -title:ferry'
  pullquote search --limit 3 --format jsonl quay street
  pullquote search 'speaker:whitlock said:decide'";

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    let typed = typed(&args.query);
    if args.saved.is_none() && typed.trim().is_empty() {
        bail!("no word was given to search for; `pullquote list` shows all articles");
    }
    // What is wrong with a query is said whether or not there is a library.
    let parsed = Filter::parse(&typed, today())?;
    let Some(library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let filter = match &args.saved {
        Some(name) => saved(&library, name)?,
        None => parsed,
    };
    if filter == Filter::default() {
        bail!("there is no word in {typed} to search for; `pullquote list` shows all articles");
    }
    let any = find(args, &library, &filter, call)?;
    if !any {
        console::say(&format!(
            "nothing answers this query: {filter}; fewer words find more"
        ));
    }
    Ok(Ending::found(any))
}

fn find(args: &Args, library: &Library, filter: &Filter, call: &mut Call) -> Result<bool> {
    if args.quotes || filter.asks_for_quotes() {
        quotes::print(library, filter, args.limit, args.format, &mut call.out)
    } else {
        articles::print(library, filter, args.limit, args.format, &mut call.out)
    }
}

/// Returns the query that some arguments are. The shell has taken the quotation marks from said:"red line"; where one of
/// several arguments is a field with several words, they are put back.
fn typed(arguments: &[String]) -> String {
    let marked = |argument: &String| match argument.split_once(':') {
        Some((name, value))
            if arguments.len() > 1
                && takes_words(name)
                && value.contains(' ')
                && !value.contains(['"', ':', '“', '«']) =>
        {
            format!("{name}:\"{value}\"")
        }
        _ => argument.clone(),
    };
    arguments.iter().map(marked).collect::<Vec<_>>().join(" ")
}

fn takes_words(name: &str) -> bool {
    FIELDS
        .iter()
        .any(|(other, field, _)| *other == name && matches!(field, Field::Words(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(&["said:red line", "speaker:putin"], "said:\"red line\" speaker:putin")]
    #[case(&["said:\"red line\" speaker:putin"], "said:\"red line\" speaker:putin")]
    #[case(&["title:ferry stops"], "title:ferry stops")]
    #[case(&["quay", "street"], "quay street")]
    fn what_the_shell_took_is_put_back(#[case] arguments: &[&str], #[case] query: &str) {
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        assert_eq!(typed(&arguments), query);
    }
}
