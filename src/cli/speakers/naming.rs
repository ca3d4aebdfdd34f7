//! Names of a speaker: shown, proposed, put together and taken apart.

use anyhow::{Result, bail};
use serde::Serialize;

use crate::cli::console::{self, Ink, Out, Sign};
use crate::cli::ending::Ending;
use crate::cli::format::{Format, Row, Rows};
use crate::cli::speakers::{dates, meant};
use crate::library::Library;
use crate::quote::SpeakerKind;
use crate::quote::roster::{Called, NameId, Proposal, SpeakerLine};

/// Shows one speaker: names, roles and when each was used
#[derive(Debug, clap::Args)]
pub(super) struct ShowArgs {
    /// The speaker
    #[arg(value_name = "NAME", required = true)]
    name: Vec<String>,
}

/// Proposes which names may be one speaker's
///
/// Nothing is put together unasked. `speakers merge` accepts a proposal, `speakers apart` refuses it for good.
#[derive(Debug, clap::Args)]
pub(super) struct ProposalArgs {
    /// Only what concerns this speaker
    #[arg(value_name = "NAME")]
    name: Vec<String>,
    /// The form of the output
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// Makes two speakers one, who is called as the second
///
/// It holds for all articles, and for those that come later. `speakers split` takes it back.
#[derive(Debug, clap::Args)]
pub(super) struct MergeArgs {
    /// The speaker whose names go over
    #[arg(value_name = "A")]
    from: String,
    /// The speaker who gets them
    #[arg(value_name = "B")]
    into: String,
}

/// Takes a name from its speaker and makes it a speaker of its own
#[derive(Debug, clap::Args)]
pub(super) struct SplitArgs {
    /// The name, as `speakers show` writes it
    #[arg(value_name = "NAME", required = true)]
    name: Vec<String>,
}

/// Says that two names are not one speaker's, so that it is not proposed any more
#[derive(Debug, clap::Args)]
pub(super) struct ApartArgs {
    /// One name
    #[arg(value_name = "A")]
    one: String,
    /// The other name
    #[arg(value_name = "B")]
    other: String,
}

pub(super) fn show(args: &ShowArgs, library: &Library, out: &mut Out) -> Result<Ending> {
    let speaker = meant(library, &args.name.join(" "))?;
    let line = out.ink(Ink::Bold, speaker.label());
    out.line(&line)?;
    let about = [
        speaker.kind.name().to_owned(),
        counted(speaker.quotes, "quote"),
        counted(speaker.articles, "article"),
        dates(speaker.dates.as_ref(), out),
    ];
    out.line(&about.join(out.sign(Sign::Dot)))?;
    for (_, name, articles) in library.names_of(speaker.id)? {
        out.line(&format!(
            "  name  {name} ({})",
            counted(articles, "article")
        ))?;
    }
    for role in library.roles_of(speaker.id)? {
        out.line(&format!(
            "  role  {} ({}, {})",
            role.role,
            counted(role.articles, "article"),
            dates(role.dates.as_ref(), out)
        ))?;
    }
    for it in library.proposed(Some(speaker.id))? {
        let other = if it.from.speaker == speaker.id {
            &it.into
        } else {
            &it.from
        };
        out.line(&format!("  perhaps  {} ({})", other.name, it.why.reason()))?;
    }
    Ok(Ending::Done)
}

fn counted(count: usize, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {what}{s}")
}

pub(super) fn proposals(args: &ProposalArgs, library: &Library, out: &mut Out) -> Result<Ending> {
    let about = match args.name.join(" ") {
        name if name.is_empty() => None,
        name => Some(meant(library, &name)?.id),
    };
    let found = library.proposed(about)?;
    if args.format == Format::Text {
        for it in &found {
            let why = out.ink(Ink::Dim, &format!("({})", it.why.reason()));
            let kind = if it.from.name == it.into.name {
                format!(" ({})", it.from.called.kind.name())
            } else {
                String::new()
            };
            out.line(&format!(
                "{}{kind} is perhaps {}  {why}",
                it.from.name,
                out.ink(Ink::Bold, &it.into.name)
            ))?;
        }
    } else {
        let mut rows = Rows::begin::<Entry>(args.format, out)?;
        for it in &found {
            rows.row(&Entry::new(it), out)?;
        }
        rows.end(out)?;
    }
    if found.is_empty() {
        console::say("no two names look like one speaker's");
    }
    Ok(Ending::found(!found.is_empty()))
}

pub(super) fn merge(args: &MergeArgs, library: &mut Library, out: &mut Out) -> Result<Ending> {
    let is_one_name = folded(&args.from) == folded(&args.into);
    let (from, into) = if is_one_name {
        // The same words, taken for a person here and for a body there.
        let mut found = library.speakers_meant(&args.from)?.into_iter();
        match (found.next(), found.next()) {
            (Some(into), Some(from)) => (from, into),
            (Some(_), None) => bail!("“{}” is one speaker already", args.from),
            _ => (meant(library, &args.from)?, meant(library, &args.into)?),
        }
    } else {
        (meant(library, &args.from)?, meant(library, &args.into)?)
    };
    if from.id == into.id {
        bail!(
            "“{}” and “{}” are one speaker already",
            args.from,
            args.into
        );
    }
    let names: Vec<NameId> = names(library, &from)?
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    library.join_names(&names, into.id)?;
    let now = library.speaker(into.id)?.unwrap_or(into);
    out.line(&format!(
        "{} is {} now: {} in {}",
        from.label(),
        now.label(),
        counted(now.quotes, "quote"),
        counted(now.articles, "article")
    ))?;
    Ok(Ending::Done)
}

pub(super) fn split(args: &SplitArgs, library: &mut Library, out: &mut Out) -> Result<Ending> {
    let name = args.name.join(" ");
    let speaker = meant(library, &name)?;
    let all = names(library, &speaker)?;
    let own: Vec<&(NameId, String)> = all
        .iter()
        .filter(|(_, other)| folded(other) == folded(&name))
        .collect();
    let Some((id, _)) = own.first() else {
        let names: Vec<&str> = all.iter().map(|(_, name)| name.as_str()).collect();
        bail!(
            "write one of the names of {}: {}",
            speaker.label(),
            names.join(", ")
        );
    };
    let new = library.part_names(&[*id], true)?;
    for id in [new, speaker.id] {
        if let Some(line) = library.speaker(id)? {
            out.line(&format!(
                "{}: {} in {}",
                line.label(),
                counted(line.quotes, "quote"),
                counted(line.articles, "article")
            ))?;
        }
    }
    Ok(Ending::Done)
}

pub(super) fn apart(args: &ApartArgs, library: &mut Library, out: &mut Out) -> Result<Ending> {
    let (one, other) = (meant(library, &args.one)?, meant(library, &args.other)?);
    if one.id == other.id {
        bail!(
            "they are one speaker; `pullquote speakers split \"{}\"` takes the name away",
            args.one
        );
    }
    for (left, _) in names(library, &one)? {
        for (right, _) in names(library, &other)? {
            library.set_apart(left, right, true)?;
        }
    }
    out.line(&format!("{} is not {}", one.label(), other.label()))?;
    Ok(Ending::Done)
}

fn names(library: &Library, speaker: &SpeakerLine) -> Result<Vec<(NameId, String)>> {
    let names = library.names_of(speaker.id)?.into_iter();
    Ok(names.map(|(id, name, _)| (id, name.to_string())).collect())
}

fn folded(name: &str) -> String {
    Called::new(name, SpeakerKind::Person).key
}

#[derive(Debug, Serialize)]
struct Entry {
    name: String,
    perhaps: String,
    why: &'static str,
    quotes: usize,
    perhaps_quotes: usize,
}

impl Entry {
    fn new(it: &Proposal) -> Self {
        Self {
            name: it.from.name.to_string(),
            perhaps: it.into.name.to_string(),
            why: it.why.name(),
            quotes: it.from.quotes,
            perhaps_quotes: it.into.quotes,
        }
    }
}

impl Row for Entry {
    const HEAD: &'static [&'static str] = &["name", "perhaps", "why", "quotes", "perhaps_quotes"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.name.clone(),
            self.perhaps.clone(),
            self.why.to_owned(),
            self.quotes.to_string(),
            self.perhaps_quotes.to_string(),
        ]
    }
}
