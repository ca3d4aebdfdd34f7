//! `pullquote show --picture`: a picture that is kept with an article, byte for byte; or which there are.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::article::{BlockKind, Body, Names, Shape};
use crate::cli::call::{Call, shown};
use crate::cli::console::{self, Sign};
use crate::cli::ending::Ending;
use crate::cli::file::to_file;
use crate::cli::source;

pub(super) fn run(
    what: &[PathBuf],
    number: usize,
    output: Option<&Path>,
    is_forced: bool,
    call: &mut Call,
) -> Result<Ending> {
    let id = source::only_id(
        what,
        "--picture writes a picture of one article",
        "pictures are",
    )?;
    let Some(library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let Some(reading) = library.open_article(id)? else {
        console::say(&format!(
            "article {} is not in the library; `pullquote list` shows the numbers",
            id.0
        ));
        return Ok(Ending::Nothing);
    };
    if reading.pictures.is_empty() {
        console::say(&format!("no picture is kept of article {}", id.0));
        return Ok(Ending::Nothing);
    }
    if number == 0 {
        return list(&reading.pictures, &reading.article.body, call);
    }
    let shape = reading.pictures.get(number - 1);
    let picture = match shape {
        Some(shape) => library.picture(id, shape.figure)?,
        None => None,
    };
    let Some(picture) = picture else {
        console::say(&format!(
            "article {} has no picture {number}; --picture 0 lists what there is",
            id.0
        ));
        return Ok(Ending::Nothing);
    };
    if output.is_none() && !call.out.is_terminal() {
        call.out.writer().write_all(&picture.bytes)?;
        return Ok(Ending::Done);
    }
    // A terminal is no place for it.
    let name = format!("{} {number}", reading.article.label());
    let named = PathBuf::from(Names::default().name(&name, picture.shape.kind.ending()));
    let file = output.unwrap_or(&named);
    let written = |out: &mut dyn Write| -> Result<usize> {
        out.write_all(&picture.bytes)?;
        Ok(picture.bytes.len())
    };
    to_file(&written, file, is_forced)?;
    console::say(&format!(
        "picture {number} of article {} was written to {}",
        id.0,
        shown(file)
    ));
    Ok(Ending::Done)
}

/// Prints which pictures there are, each with its caption.
fn list(pictures: &[Shape], body: &Body, call: &mut Call) -> Result<Ending> {
    let captions: Vec<&str> = body
        .blocks()
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Figure { .. }))
        .map(|block| body.slice(block.span))
        .collect();
    let out = &mut call.out;
    let dot = out.sign(Sign::Dot);
    for (number, shape) in (1..).zip(pictures) {
        let caption = captions.get(shape.figure).copied().unwrap_or_default();
        out.line(&format!(
            "{number:>4}  {}{dot}{} x {}{dot}{caption}",
            shape.kind.name(),
            shape.width,
            shape.height
        ))?;
    }
    Ok(Ending::Done)
}
