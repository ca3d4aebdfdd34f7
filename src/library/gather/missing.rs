//! The texts that are missing: the pages of articles of which there is only the address, or the beginning.

use crate::article::filter::{Expr, Place, Term, Words};
use crate::article::{
    Article, ArticleId, Change, Clean, Filter, INCOMPLETE, Meta, Query, Shelf, Source,
};
use crate::fetch::crowd::{self, Task};
use crate::fetch::{Answer, FetchError, digest};
use crate::import::{self, Imported};
use crate::library::gather::pages::{hint, refusal};
use crate::library::gather::{Trip, kept};
use crate::library::ingest::Tally;
use crate::library::ingest::ready::{Ready, Tools, alone};
use crate::library::{Library, LibraryError};
use crate::store::FetchedPage;

/// What became of the articles that are not complete.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completed {
    /// Those with an address, which were asked for.
    pub asked: usize,
    /// Those whose text came, or more of it.
    pub completed: usize,
    /// Those whose page is there, but has no more than the beginning.
    pub still_cut: usize,
    /// Those that could not be had, and whether it was told to stop.
    pub tally: Tally,
}

/// Fetches the pages of the articles that are tagged as incomplete, and takes the tag away where the text came. What the
/// reader did with an article stays, and highlights whose words were missing are found. Calls `progress` with how many are
/// done, and of how many.
///
/// # Errors
/// When the library cannot be written to. What was stored before stays.
pub fn complete(
    library: &mut Library,
    trip: &Trip<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Completed, LibraryError> {
    let missing = missing(library)?;
    let mut tasks = Vec::with_capacity(missing.len());
    for (id, url) in missing {
        let known = library.store.page(&url)?.unwrap_or_default();
        tasks.push(Task {
            url: url.to_string(),
            etag: known.etag.map(|etag| etag.to_string()),
            modified: known.modified.map(|modified| modified.to_string()),
            what: id,
        });
    }
    let mut completed = Completed {
        asked: tasks.len(),
        ..Completed::default()
    };
    let mut done = 0;
    progress(0, completed.asked);
    crowd::all(trip.web, tasks, trip.stop, &mut |task, answer| {
        if answer != Err(FetchError::Stopped) {
            take(library, &task, answer, trip, &mut completed)?;
            done += 1;
            progress(done, completed.asked);
        }
        Ok::<_, LibraryError>(Vec::new())
    })?;
    completed.tally.interrupted = done < completed.asked;
    Ok(completed)
}

/// Returns the articles to ask for, with their addresses.
fn missing(library: &Library) -> Result<Vec<(ArticleId, Clean)>, LibraryError> {
    let tag = Words {
        text: Clean::line(INCOMPLETE),
        is_exact: true,
        is_begun: false,
    };
    let query = Query {
        filter: Filter {
            root: Expr::Is(Term::Words(Place::Tag, tag)),
            sort: None,
        },
        shelf: Shelf::All,
        ..Query::default()
    };
    let mut found = Vec::new();
    for id in library.store.order(&query, None)? {
        let meta = library.store.meta(id)?;
        if let Some(url) = meta.and_then(|meta| meta.url) {
            found.push((id, url));
        }
    }
    Ok(found)
}

fn take(
    library: &mut Library,
    task: &Task<ArticleId>,
    answer: Result<Answer, FetchError>,
    trip: &Trip<'_>,
    completed: &mut Completed,
) -> Result<(), LibraryError> {
    let got = match answer {
        Ok(Answer::Got(got)) => got,
        Ok(Answer::Same(_)) => {
            completed.still_cut += 1;
            return Ok(());
        }
        Err(error) => {
            completed
                .tally
                .refuse(refusal(&task.url, &error.to_string()));
            return Ok(());
        }
    };
    // It may have been thrown away or completed meanwhile.
    let Some((there, _)) = library.store.record(task.what)? else {
        return Ok(());
    };
    let there = there.article;
    let read = alone(|| {
        let imported = import::import_all(&got.bytes, hint(&got), trip.extent);
        match imported.map_err(|error| error.to_string())? {
            Imported::Article(article, kind) => Ok((*article, kind)),
            Imported::Feed(_) | Imported::Archive(_) => Err("it is not one article".to_owned()),
        }
    });
    let (page, kind) = match read {
        Ok(read) => read,
        Err(reason) => {
            completed.tally.refuse(refusal(&task.url, &reason));
            return Ok(());
        }
    };
    let is_cut = is_incomplete(&page.meta);
    if is_cut && page.body.words() <= there.body.words() {
        completed.still_cut += 1;
        return Ok(());
    }
    let mut tools = Tools::default();
    let source = Clean::line(&got.url);
    let article = of_page(page, there.meta);
    let from = Source {
        is_joined: true,
        ..import::source(kind, hint(&got), trip.extent)
    };
    let ready = Ready::from_article(article, &source, trip.how(), &mut tools);
    let ready = ready.read_from(from, &got.bytes, trip.how(), &mut tools);
    library.store.put([ready.entry()])?;
    let page = FetchedPage {
        etag: kept(got.said.etag.as_ref()),
        modified: kept(got.said.modified.as_ref()),
        digest: Clean::line(&digest(&got.bytes)),
        fetched: trip.now.clone(),
        key: Clean::line(&ready.key),
    };
    library.store.keep_page(&task.url, &page)?;
    if is_cut {
        completed.still_cut += 1;
        return Ok(());
    }
    // The store takes the tag away that came with the article; the reader may have given it, too.
    let mut tags = library.store.tags(task.what)?;
    if tags.iter().any(|tag| tag.as_str() == INCOMPLETE) {
        tags.retain(|tag| tag.as_str() != INCOMPLETE);
        library.store.change(task.what, &Change::Tags(tags))?;
    }
    completed.completed += 1;
    Ok(())
}

/// Returns the article of a page under the address that it was kept by, with what was known of it before where the page
/// says nothing.
fn of_page(mut page: Article, known: Meta) -> Article {
    let meta = &mut page.meta;
    meta.url = known.url;
    meta.published = meta.published.take().or(known.published);
    meta.site = meta.site.take().or(known.site);
    if meta.byline.is_empty() {
        meta.byline = known.byline;
    }
    page
}

fn is_incomplete(meta: &Meta) -> bool {
    meta.tags.iter().any(|tag| tag.as_str() == INCOMPLETE)
}
