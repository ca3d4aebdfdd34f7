//! PDF with a text layer: the text in the order in which it is read, columns one after the other, paragraphs whole, words
//! without the hyphens of the typesetter, running heads and the numbers of pages left out, notes after the text.
//!
//! What it does not do: it reads no pictures, so a scan is refused; it guesses no letters, so a font that does not say
//! which letters it has is refused when it has much of the text. Formulas and tables whose rows are not plain become
//! words in a row. Forms' fields and comments are left out.
//!
//! The way: what each operator of a page shows and where (`content`, `face`) → glyphs (`glyph`) → words (`word`) → columns
//! (`columns`) → lines (`line`) → without running heads (`heads`) → paragraphs (`paragraphs`, `hyphen`) → headings, lists,
//! captions, notes (`outline`, `signs`) → drafts. From `glyph` on, nothing knows what a PDF is.
//!
//! Two crates know the format: `hayro-syntax` its objects, `hayro-font` its letters. They have few bounds of their own, so
//! everything they unpack is measured before (`scan`, `sizes`), what they are asked for is counted (`budget`), and they
//! work on a thread of their own with a stack that is known, where a panic is the end of this file only.

mod budget;
mod columns;
mod content;
mod face;
mod glyph;
mod heads;
mod hyphen;
mod letters;
mod line;
mod outline;
mod paragraphs;
mod scan;
mod signs;
mod sizes;
mod strings;
mod told;
mod word;

use std::sync::Arc;
use std::thread;

use hayro_syntax::object::Dict;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::article::{Article, Meta};
use crate::import::mend::{self, Markup};
use crate::import::{ImportError, MOST_BLOCKS};
use content::Reader;
use glyph::Sheet;

/// What the first bytes of a PDF say, and within how many.
const MAGIC: &[u8] = b"%PDF-";
const HEAD: usize = 1_024;

/// Most pages of one article.
const MOST_PAGES: usize = 5_000;

/// Stack of the thread that reads: objects may lie in each other some five hundred deep.
const STACK: usize = 32 << 20;

/// How many letters of a hundred may be unknown.
const MOST_UNKNOWN: usize = 20;

/// How many glyphs of a hundred may be marked as no part of the text before nobody believes it.
const MOST_ARTIFACTS: usize = 50;

/// Whether bytes are a PDF. Some programs write something before it.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
    let at = head.windows(MAGIC.len()).position(|window| window == MAGIC);
    // Text may speak of it.
    at.is_some_and(|at| {
        at == 0
            || head
                .get(..at)
                .is_some_and(|before| std::str::from_utf8(before).is_err())
    })
}

/// Reads a PDF.
///
/// # Errors
/// When it is damaged, locked, or has no text; when it would become too large.
pub(super) fn read(bytes: &[u8]) -> Result<Article, ImportError> {
    let reader = || {
        sizes::look_into(bytes)?;
        // The library wants to own what it reads.
        parts(Arc::new(bytes.to_vec()))
    };
    let (pages, mut meta) = thread::scope(|scope| {
        let reading = thread::Builder::new().stack_size(STACK);
        let reading = reading
            .spawn_scoped(scope, reader)
            .map_err(|error| broken(&error.to_string()))?;
        reading
            .join()
            .unwrap_or_else(|_| Err(broken("it is damaged")))
    })?;
    let usual = paragraphs::usual_size(&pages);
    let paragraphs = paragraphs::paragraphs(pages, usual);
    if paragraphs.len() > MOST_BLOCKS {
        return Err(ImportError::TooManyBlocks { most: MOST_BLOCKS });
    }
    let (drafts, headline) = outline::drafts(paragraphs, usual);
    if drafts.is_empty() && headline.is_empty() {
        return Err(ImportError::NoTextLayer);
    }
    // A title that the page does not have is a name that the file was given.
    let is_said = outline::is_on_page(&meta.title, &drafts);
    if !headline.is_empty() && !is_said || meta.title.is_empty() {
        meta.title = crate::article::Clean::line(&headline);
    }
    // When it was made is less than what it says.
    let made = meta.published.take();
    let mut article = mend::article(drafts, meta, None, Markup::Yes)?;
    article.meta.published = article.meta.published.or(made);
    Ok(article)
}

/// Returns the pages and what the document says of itself: all that the library is needed for.
fn parts(bytes: Arc<Vec<u8>>) -> Result<(Vec<heads::Page>, Meta), ImportError> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ImportError::Password,
        LoadPdfError::Decryption(_) => broken("it is encrypted in a way that is not known"),
        LoadPdfError::Invalid => broken("it is damaged"),
    })?;
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let mut reader = Reader::new(catalog.as_ref());
    let mut pages = read_pages(&pdf, &mut reader)?;
    let told = &reader.told;
    let seen = told.known + told.unknown;
    if told.artifacts * 100 > (seen + told.artifacts) * MOST_ARTIFACTS {
        reader = Reader::new(catalog.as_ref());
        reader.leaves_artifacts = false;
        pages = read_pages(&pdf, &mut reader)?;
    }
    let told = &reader.told;
    if told.known + told.unknown == 0 {
        return Err(ImportError::NoTextLayer);
    }
    if told.unknown * 100 > (told.known + told.unknown) * MOST_UNKNOWN {
        return Err(ImportError::UnknownLetters);
    }
    heads::drop(&mut pages);
    Ok((pages, told::meta(&pdf, catalog.as_ref())))
}

fn read_pages<'a>(pdf: &'a Pdf, reader: &mut Reader<'a>) -> Result<Vec<heads::Page>, ImportError> {
    let all = pdf.pages();
    if all.len() > MOST_PAGES {
        return Err(broken(&format!("it has more than {MOST_PAGES} pages")));
    }
    let mut pages = Vec::new();
    for (number, page) in all.iter().enumerate() {
        let sheet = reader.sheet(page);
        if reader.budget.is_spent() {
            return Err(broken(&format!(
                "page {} has more in it than any page",
                number + 1
            )));
        }
        pages.push(laid_out(&sheet));
    }
    Ok(pages)
}

/// Returns the lines of a page in the order of reading.
fn laid_out(sheet: &Sheet) -> heads::Page {
    let words = word::words(&sheet.glyphs);
    let leftward = words
        .iter()
        .filter(|word| letters::is_leftward(&word.text))
        .count();
    let is_leftward = leftward * 2 > words.len();
    let columns = columns::columns(words, is_leftward).into_iter().enumerate();
    heads::Page {
        lines: columns
            .flat_map(|(at, words)| line::lines(words, at, is_leftward))
            .collect(),
        height: sheet.height,
    }
}

fn broken(reason: &str) -> ImportError {
    ImportError::Broken {
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests;
