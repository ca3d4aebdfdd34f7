//! How long the line of a record may become, so that whatever was accepted can be written out and read in again.

use crate::article::{Article, Block, BlockKind, Highlight, MarkStyle, Record};
use crate::import::LARGEST;

/// Most bytes that an article may take in a line, by [`of`].
const MOST_ARTICLE: usize = 4 * LARGEST as usize;

/// Most bytes that the rest of a record may take when it is read: half of what [`LONGEST`] leaves, so that the reader's
/// own tags have room as well.
const MOST_REST: usize = 512 << 10;

/// Most bytes that the highlights of a record may take when it is read; a library holds no more of one article than half.
const MOST_HIGHLIGHTS: usize = 4 << 20;

/// Longest line of a record, in bytes: the largest article, and what the reader did with it.
pub(super) const LONGEST: u64 = MOST_ARTICLE as u64 + MOST_HIGHLIGHTS as u64 + (1 << 20);

/// Whether the line of an article is short enough to be read again.
pub(super) fn fits(article: &Article) -> bool {
    of(article) <= MOST_ARTICLE
}

/// Whether what a record holds beside its article is short enough.
pub(super) fn rest_fits(record: &Record) -> bool {
    let tags = record.state.tags.iter().map(|tag| string(tag));
    let provenance = string(&record.provenance.imported) + string(&record.provenance.source);
    let highlights = record.state.highlights.iter().map(highlight);
    tags.sum::<usize>() + provenance <= MOST_REST && highlights.sum::<usize>() <= MOST_HIGHLIGHTS
}

fn highlight(highlight: &Highlight) -> usize {
    let anchor = &highlight.anchor;
    let words = [&anchor.exact, &anchor.prefix, &anchor.suffix];
    let own = [&highlight.note, &highlight.made];
    // The keys, two positions, "alone" and the colour.
    160 + words
        .into_iter()
        .chain(own)
        .map(|it| string(it))
        .sum::<usize>()
}

/// Returns a number of bytes that an article never exceeds in a line. It counts strings exactly and gives everything else
/// its longest form: a position has at most 8 digits, for no text of 100 MB fits. Of the same article it is always the
/// same, so a line that was written is never refused for it.
fn of(article: &Article) -> usize {
    let meta = &article.meta;
    let single = [&meta.site, &meta.published, &meta.url, &meta.lang];
    let single = single.into_iter().flatten().map(|it| string(it));
    let byline = meta.byline.iter().map(|name| string(name));
    // A new article's tags become the reader's as well.
    let tags = meta.tags.iter().map(|tag| 2 * string(tag));
    // All keys of the outermost object and of its state and provenance.
    let keys = 512;
    keys + string(&meta.title)
        + single.chain(byline).chain(tags).sum::<usize>()
        + string(article.body.text())
        + article.body.blocks().iter().map(block).sum::<usize>()
}

fn block(block: &Block) -> usize {
    // {"kind":"figure","caption":[12345678,12345678],"credit":[12345678,12345678],"range":[12345678,12345678],
    // "within":[],"marks":[]}, is 127 bytes, and the longest but for lists and addresses.
    let kind = match &block.kind {
        BlockKind::Table(table) => {
            let rows = table.rows.iter().map(|row| 3 + 20 * row.len());
            9 * table.columns.len() + rows.sum::<usize>()
        }
        BlockKind::Related { url: Some(url) } => string(url),
        _ => 0,
    };
    let marks = block.marks.iter().map(|mark| match &mark.style {
        // {"style":"link","range":[12345678,12345678],"url":}, without the address.
        MarkStyle::Link(url) => 54 + string(url),
        // {"style":"emphasis","range":[12345678,12345678]},
        _ => 50,
    });
    // {"item":{"number":18446744073709551615}}, is the longest container.
    128 + kind + 42 * block.within.len() + marks.sum::<usize>()
}

/// Bytes of a string in JSON, its quotes and a comma included. Clean text holds no control that takes more than two.
fn string(text: &str) -> usize {
    let escaped = text
        .bytes()
        .filter(|b| matches!(b, b'"' | b'\\' | b'\n' | b'\t'));
    text.len() + escaped.count() + 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Provenance, State};
    use crate::import::records::write_line;
    use crate::import::{Hint, ImportError, import};

    const NAME: Hint<'_> = Hint {
        name: "a.md",
        url: None,
        charset: None,
    };

    #[test]
    fn no_line_is_longer_than_was_reckoned() {
        let text = "---\ntags: [\"a\\\"b\", c]\nurl: https://a.example/\n---\n# “A” \"B\" \\\\ title\n\n\
            > 1. *a* **b** `c` ~~d~~ [e](https://e.example/)\n>    - deep\n\n| a | b |\n|:-:|---|\n| *1* | 2 |\n\n---\n\n\
            ![Caption](x.png)\n\n    code\n    \"more\"\n\n## Heading\n";
        for times in [1, 50] {
            let article = import(text.repeat(times).as_bytes(), NAME).unwrap();
            let reckoned = of(&article);
            let mut state = State::default();
            state.tags.clone_from(&article.meta.tags);
            let provenance = Provenance::default();
            let line = write_line(&Record {
                article,
                state,
                provenance,
            });
            assert!(line.len() <= reckoned, "{} > {reckoned}", line.len());
        }
    }

    #[test]
    fn what_could_not_be_read_again_is_refused() {
        let stars = |count: usize| "*a* ".repeat(count).into_bytes();
        let article = import(&stars(1_000_000), NAME).unwrap();
        assert!(of(&article) > 50_000_000);
        assert_eq!(
            import(&stars(1_800_000), NAME),
            Err(ImportError::TooManyMarks)
        );
    }
}
