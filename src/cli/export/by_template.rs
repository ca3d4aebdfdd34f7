//! What is exported by a template: all passages at once, or article by article.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::article::{Clean, Query};
use crate::cite::{BUNDLED, Given, LARGEST_TEMPLATE, Passage, Source, Template};
use crate::cli::call::{shown, today};
use crate::cli::export::kept::{self, What};
use crate::export::markdown;
use crate::library::{Library, Reading};

/// Reads a template: one that comes with the program, by its name, or a file.
pub(super) fn open(named: &Path) -> Result<Template> {
    if let Some(bundled) = named.to_str().and_then(Template::bundled) {
        return Ok(bundled?);
    }
    let names: Vec<&str> = BUNDLED.iter().map(|(name, _)| *name).collect();
    let file = File::open(named).with_context(|| {
        format!(
            "the template {} cannot be read; {} come with the program",
            shown(named),
            names.join(" and ")
        )
    })?;
    let most = LARGEST_TEMPLATE as u64;
    let mut bytes = Vec::new();
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("the template {} cannot be read", shown(named)))?;
    if bytes.len() > LARGEST_TEMPLATE {
        bail!("{} is too large for a template", shown(named));
    }
    let Ok(source) = String::from_utf8(bytes) else {
        bail!("the template {} is not UTF-8", shown(named));
    };
    Ok(Template::new(&named.to_string_lossy(), source)?)
}

/// Writes what a template makes; returns of how many passages or articles.
pub(super) fn write(
    library: &Library,
    query: &Query,
    what: What,
    template: &mut Template,
    out: &mut dyn Write,
) -> Result<usize> {
    if what != What::Articles {
        let passages = kept::passages(library, query, what)?;
        let made = render(template, what, &passages, &[])?;
        out.write_all(made.as_bytes())?;
        return Ok(passages.len());
    }
    let mut count = 0;
    for id in library.order(query, None)?.into_iter().rev() {
        if let Some(reading) = library.open_article(id)? {
            if let Some(made) = of_article(&reading, what, template)? {
                out.write_all(made.as_bytes())?;
            }
            count += 1;
        }
    }
    Ok(count)
}

/// Returns what a template makes of one article; none when it has no passage that is asked for.
pub(super) fn of_article(
    reading: &Reading,
    what: What,
    template: &mut Template,
) -> Result<Option<String>> {
    let article = &reading.article;
    let passages = kept::of_article(reading, what);
    let source = if what == What::Articles {
        Source {
            meta: article.meta.clone(),
            tags: reading.state.tags.clone(),
            text: Clean::from_untrusted(article.body.text()),
            markdown: markdown(article, &[]),
        }
    } else if passages.is_empty() {
        return Ok(None);
    } else {
        Source {
            meta: article.meta.clone(),
            tags: reading.state.tags.clone(),
            ..Source::default()
        }
    };
    render(template, what, &passages, &[source]).map(Some)
}

fn render(
    template: &mut Template,
    what: What,
    passages: &[Passage],
    articles: &[Source],
) -> Result<String> {
    let today = today().to_string();
    Ok(template.render(&Given {
        what: super::named(what),
        today: &today,
        passages,
        articles,
    })?)
}
