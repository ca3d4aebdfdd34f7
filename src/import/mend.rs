//! From blocks to an article: finds headline, date, authors, address, captions and pointers to other articles among the
//! paragraphs, joins what a page break tore apart, and builds the body. Does not know which format the blocks came from.
//!
//! What becomes data leaves the text; nothing else does, but for a headline that stood there twice and the words
//! "Related article:" before a pointer.

mod address_line;
mod aside;
mod furniture;
mod headline;
mod joined;
mod pointers;

use crate::article::{Article, BlockKind, BodyBuilder, Leaf, Meta};
use crate::import::album::Wanted;
use crate::import::draft::{Draft, Kind};
use crate::import::{ImportError, language, site};

/// Whether bold captions and pointers are to be looked for: only marked-up text has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    /// It is a whole page, whose links also lead to the rest of its site.
    Page,
    Yes,
    No,
}

/// Returns the article made of blocks and of what was declared about it; `broken` is front matter that could not be read
/// and is shown as it stands.
pub(super) fn article(
    drafts: Vec<Draft>,
    declared: Meta,
    broken: Option<&str>,
    markup: Markup,
) -> Result<Article, ImportError> {
    illustrated(drafts, declared, broken, markup).map(|(article, _)| article)
}

/// Returns the article like [`article`], and where the pictures of its figures may be.
pub(super) fn illustrated(
    mut drafts: Vec<Draft>,
    declared: Meta,
    broken: Option<&str>,
    markup: Markup,
) -> Result<(Article, Vec<Wanted>), ImportError> {
    let mut meta = declared;
    address_line::take(&mut drafts, &mut meta);
    furniture::take_first_date(&mut drafts, &mut meta);
    headline::take(&mut drafts, &mut meta);
    furniture::take(&mut drafts, &mut meta);
    if let Some(lines) = broken {
        let at = usize::from(
            drafts
                .first()
                .is_some_and(|draft| draft.kind == Kind::Headline),
        );
        drafts.insert(at, Draft::new(Kind::Code, Leaf::plain(lines.trim_end())));
    }
    if markup != Markup::No {
        aside::find(&mut drafts);
    }
    if markup == Markup::Page {
        pointers::find(&mut drafts, meta.url.as_deref());
    }
    joined::join(&mut drafts);
    let mut body = BodyBuilder::new();
    let mut wanted = Vec::new();
    let mut figures = 0;
    for mut draft in drafts {
        let addresses = std::mem::take(&mut draft.picture);
        let before = body.blocks().len();
        draft.emit(&mut body);
        let added = body.blocks().get(before..).unwrap_or_default();
        if let [block] = added
            && matches!(block.kind, BlockKind::Figure { .. })
        {
            if !addresses.is_empty() {
                wanted.push(Wanted {
                    figure: figures,
                    addresses,
                });
            }
            figures += 1;
        }
    }
    let body = body.build();
    if body.text().is_empty() {
        return Err(ImportError::Empty);
    }
    if meta.site.is_none() {
        meta.site = meta.url.as_deref().and_then(site::name);
    }
    if meta.lang.is_none() {
        meta.lang = language::guess(body.text());
    }
    Ok((Article { meta, body }, wanted))
}
