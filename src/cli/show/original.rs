//! `pullquote show --source`: what an article was read from, byte for byte, or on a terminal without what could steer it.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::article::{ArticleId, Clean};
use crate::cli::call::{Call, shown};
use crate::cli::console;
use crate::cli::ending::Ending;
use crate::cli::file::to_file;
use crate::cli::source;
use crate::library::{Library, Packed};

pub(super) fn run(
    what: &[PathBuf],
    output: Option<&Path>,
    is_forced: bool,
    call: &mut Call,
) -> Result<Ending> {
    let id = source::only_id(
        what,
        "--source prints what one article was read from",
        "a source is",
    )?;
    let Some(library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let Some(original) = library.original(id)? else {
        say_none(&library, id)?;
        return Ok(Ending::Nothing);
    };
    let unpacked = original
        .packed
        .unpack()
        .with_context(|| format!("article {}", id.0))?;
    let Some(bytes) = unpacked else {
        console::say(&format!(
            "the source of article {}, {}, was too large to be kept: {} bytes, and at most {} are",
            id.0,
            original.source.origin(),
            original.packed.len(),
            Packed::MOST
        ));
        return Ok(Ending::Nothing);
    };
    if let Some(file) = output {
        let written = |out: &mut dyn Write| -> Result<usize> {
            out.write_all(&bytes)?;
            Ok(bytes.len())
        };
        to_file(&written, file, is_forced)?;
        console::say(&format!(
            "the source of article {}, {}, was written to {}",
            id.0,
            original.source.origin(),
            shown(file)
        ));
        return Ok(Ending::Done);
    }
    if !call.out.is_terminal() {
        call.out.writer().write_all(&bytes)?;
        return Ok(Ending::Done);
    }
    if !original.source.kind.is_text() {
        bail!(
            "the source of article {} is no text; -o FILE writes it to a file",
            id.0
        );
    }
    let text = Clean::from_untrusted(&String::from_utf8_lossy(&bytes));
    call.out.line(text.trim_end_matches('\n'))?;
    Ok(Ending::Done)
}

/// Says why there is nothing to print.
fn say_none(library: &Library, id: ArticleId) -> Result<()> {
    let is_there = !library.summaries(&[id])?.is_empty();
    console::say(&if is_there {
        format!(
            "of what article {} was read from nothing is kept: an older version imported it, or another program's file \
             added to it; import it again to have it kept",
            id.0
        )
    } else {
        format!(
            "article {} is not in the library; `pullquote list` shows the numbers",
            id.0
        )
    });
    Ok(())
}
