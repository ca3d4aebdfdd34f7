//! Sets one block after the other: what each kind of block looks like as rows.
//!
//! Knows the whole of typeset's rooms and nothing outside of them.

use crate::article::{Article, Block, BlockKind, Container, Span};
use crate::quote::Quote;
use crate::typeset::anchor::Anchors;
use crate::typeset::byline::byline;
use crate::typeset::cells::cells;
use crate::typeset::fold::cut;
use crate::typeset::frame::{Frame, put_blank};
use crate::typeset::marking::{Insert, Marking, Style};
use crate::typeset::spacing::{hangs, is_parted, shared_bars};
use crate::typeset::wrap::{Boundaries, Wrap, slice};
use crate::typeset::{Measure, Page, Plate, Role, Row, Run, RunText, Strip};

/// Lays out an article; see [`Page::lay_out`].
pub(super) fn lay_out(
    article: &Article,
    quotes: &[Quote],
    measure: Measure,
    plates: &[Plate],
) -> Page {
    let text = article.body.text();
    let mut sheet = Sheet {
        text,
        width: usize::from(measure.width.max(1)),
        ascii: measure.ascii,
        marking: Marking::new(article, quotes, measure),
        too_wide: Vec::new(),
        rows: Vec::new(),
        shown: Vec::new(),
        block: 0,
        plates,
        figures: 0,
    };
    let starts = sheet.article(article);
    let anchors = Anchors::new(&sheet.rows, sheet.shown, starts, text.len());
    Page {
        rows: sheet.rows,
        text: text.into(),
        anchors,
    }
}

/// Rows in the making.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    pub text: &'a str,
    pub width: usize,
    pub ascii: bool,
    marking: Marking,
    too_wide: Vec<Span>,
    rows: Vec<Row>,
    shown: Vec<(Span, usize)>,
    /// The block at work.
    pub block: usize,
    plates: &'a [Plate],
    /// Figures set so far.
    figures: usize,
}

impl Sheet<'_> {
    /// Sets everything; returns the first row of each block.
    fn article(&mut self, article: &Article) -> Vec<usize> {
        let blocks = article.body.blocks();
        let hangs = hangs(blocks);
        let mut starts = Vec::with_capacity(blocks.len());
        let is_headed = blocks
            .first()
            .is_some_and(|b| b.kind == BlockKind::Headline);
        let byline = byline(article, self.ascii);
        if !is_headed {
            self.words(&article.meta.title, Role::Headline);
            self.words(&byline, Role::Byline);
        }
        let mut before: Option<&Block> = None;
        for (index, block) in blocks.iter().enumerate() {
            self.block = index;
            let of_block = hangs.get(index).map_or(&[][..], Vec::as_slice);
            let frame = Frame::new(block, of_block, self.width, self.ascii);
            let is_first = self.rows.is_empty();
            let is_parted = before.is_none_or(|b| is_parted(b, block, blocks.get(index + 1)));
            if !is_first && is_parted {
                let bars = before.map_or(0, |before| shared_bars(before, block));
                self.rows.push(frame.blank_row(index, bars));
            }
            starts.push(self.rows.len());
            self.block(block, frame);
            if starts.last() == Some(&self.rows.len()) {
                // A figure or table from outside may be without words; every block has a row to stand on.
                self.rows.push(Row {
                    block: index,
                    ..Row::default()
                });
            }
            if index == 0 && is_headed {
                self.words(&byline, Role::Byline);
            }
            before = Some(block);
        }
        starts
    }

    fn block(&mut self, block: &Block, mut frame: Frame) {
        let half = (self.width / 2).saturating_sub(frame.cells());
        match &block.kind {
            BlockKind::Headline => self.lines(block.span, Role::Headline, &mut frame),
            BlockKind::Heading(level) => self.lines(block.span, Role::Heading(*level), &mut frame),
            BlockKind::Paragraph => {
                let is_quoted = block.within.contains(&Container::Quote);
                let role = if is_quoted {
                    Role::BlockQuote
                } else {
                    Role::Body
                };
                self.lines(block.span, role, &mut frame);
            }
            BlockKind::Code => self.code(block.span, &mut frame),
            BlockKind::Table(table) => self.table(block, table, &mut frame),
            BlockKind::Figure { caption, credit } => {
                self.picture(&frame);
                let sign = if self.ascii { "[img] " } else { "▣ " };
                frame.add_label(sign, Role::Label, half);
                // A figure from outside may count words as both; they are set once.
                let credit = after(*credit, caption.end);
                for (span, role) in [(*caption, Role::Caption), (credit, Role::Credit)] {
                    if !span.is_empty() {
                        self.lines(span, role, &mut frame);
                    }
                }
            }
            BlockKind::Rule => self.rule(&mut frame),
            BlockKind::Related { .. } => {
                let sign = if self.ascii { "-> " } else { "→ " };
                frame.add_label(sign, Role::Label, half);
                self.lines(block.span, Role::Related, &mut frame);
            }
        }
    }

    /// Keeps the rows of a figure's picture free, if it is to be shown.
    fn picture(&mut self, frame: &Frame) {
        let figure = self.figures;
        self.figures += 1;
        let Some(plate) = self.plates.iter().find(|plate| plate.figure == figure) else {
            return;
        };
        let room = u16::try_from(self.room(frame)).unwrap_or(u16::MAX);
        let columns = plate.columns.min(room);
        let rows = (u32::from(plate.rows) * u32::from(columns))
            .div_ceil(u32::from(plate.columns.max(1))) as u16;
        // The labels are for the words below.
        let mut frame = frame.clone();
        frame.go_on();
        for row in 0..rows {
            let strip = Strip {
                figure,
                row,
                columns,
                rows,
            };
            let row = frame.row(self.block);
            self.push(Row {
                strip: Some(strip),
                ..row
            });
        }
    }

    /// Returns the cells that a frame leaves to the words.
    pub(super) fn room(&self, frame: &Frame) -> usize {
        self.width.saturating_sub(frame.cells()).max(1)
    }

    /// Sets running text.
    pub(super) fn lines(&mut self, span: Span, role: Role, frame: &mut Frame) {
        for line in self.wrap(span, self.room(frame)) {
            let mut row = frame.row(self.block);
            self.put(line, role, &mut row);
            self.push(row);
        }
    }

    /// Sets words that are not the article's text.
    fn words(&mut self, words: &str, role: Role) {
        let whole = Span::new(0, words.trim_end().len());
        if whole.is_empty() {
            return;
        }
        let mut too_wide = Vec::new();
        let lines = Wrap {
            text: words,
            inserts: &mut [],
            too_wide: &mut too_wide,
        }
        .lines(whole, self.width);
        for line in lines {
            let fitted = cut(slice(words, line), self.width, "?").replace('\u{a0}', " ");
            self.rows.push(Row {
                runs: vec![Run::decoration(fitted, role)],
                block: self.block,
                ..Row::default()
            });
        }
    }

    fn code(&mut self, span: Span, frame: &mut Frame) {
        const FEWEST_CELLS: usize = 6;
        let room = self.room(frame);
        let mark = match (room < FEWEST_CELLS, self.ascii) {
            (true, _) => "",
            (false, true) => "> ",
            (false, false) => "↪ ",
        };
        let lines = Wrap {
            text: self.text,
            inserts: &mut self.marking.inserts,
            too_wide: &mut self.too_wide,
        }
        .verbatim(span, room, room - cells(mark));
        for line in lines {
            for (number, piece) in line.into_iter().enumerate() {
                let mut row = frame.row(self.block);
                if number > 0 && !mark.is_empty() {
                    row.runs.push(Run::decoration(mark, Role::Label));
                }
                self.put(piece, Role::Code, &mut row);
                self.push(row);
            }
        }
    }

    fn rule(&mut self, frame: &mut Frame) {
        let sign = if self.room(frame) < 5 { "*" } else { "* * *" };
        let margin = (self.room(frame) - cells(sign)) / 2;
        let mut row = frame.row(self.block);
        put_blank(&mut row, margin);
        row.runs.push(Run::decoration(sign, Role::Rule));
        self.push(row);
    }

    /// Returns the lines of a span in a column of some cells.
    pub(super) fn wrap(&mut self, span: Span, width: usize) -> Vec<Span> {
        Wrap {
            text: self.text,
            inserts: &mut self.marking.inserts,
            too_wide: &mut self.too_wide,
        }
        .lines(span, width)
    }

    /// Returns the cells of a span on one line, with what is to be set into it.
    pub(super) fn natural_cells(&self, span: Span) -> usize {
        let inserts = &self.marking.inserts;
        let first = inserts.partition_point(|insert| insert.at < span.start);
        let inside = inserts
            .iter()
            .skip(first)
            .take_while(|insert| insert.at < span.end);
        cells(slice(self.text, span)) + inside.map(Insert::cells).sum::<usize>()
    }

    /// Appends a line of the text to a row, cut where its style changes, with all that is set into it; returns its cells.
    /// A style that begins inside a cluster begins after it.
    pub(super) fn put(&mut self, line: Span, role: Role, row: &mut Row) -> usize {
        self.shown.push((line, self.rows.len()));
        let styles = &self.marking.styles;
        let mut style = self.marking.style_at(line.start);
        let mut insert = self.marking.inserts.partition_point(|i| i.at < line.start);
        let mut too_wide = self
            .too_wide
            .partition_point(|span| span.start < line.start);
        let mut boundaries = None;
        let mut taken = 0;
        let mut at = line.start;
        while at < line.end {
            while let Some(set) = self.marking.inserts.get(insert).filter(|i| i.at <= at) {
                if set.kept {
                    taken += set.cells();
                    row.runs.push(Run {
                        part: set.part,
                        ..Run::decoration(set.text.clone(), set.role)
                    });
                }
                insert += 1;
            }
            while styles.get(style + 1).is_some_and(|&(start, _)| start <= at) {
                style += 1;
            }
            let carried = styles
                .get(style)
                .map_or(Style::default(), |&(_, style)| style);
            let wide = self
                .too_wide
                .get(too_wide)
                .copied()
                .filter(|w| w.start < line.end);
            if let Some(wide) = wide.filter(|wide| wide.start == at) {
                row.runs.push(Run::decoration("?", role));
                taken += 1;
                at = wide.end;
                too_wide += 1;
                continue;
            }
            let next = [
                styles.get(style + 1).map(|&(start, _)| start),
                self.marking.inserts.get(insert).map(|insert| insert.at),
                wide.map(|wide| wide.start),
            ];
            let mut stop = next
                .into_iter()
                .flatten()
                .min()
                .unwrap_or(line.end)
                .min(line.end);
            if stop < line.end {
                let offset = boundaries
                    .get_or_insert_with(|| Boundaries::new(slice(self.text, line)))
                    .at_or_after(stop - line.start);
                stop = line.start + offset;
            }
            let span = Span::new(at, stop);
            taken += cells(slice(self.text, span));
            row.runs.push(Run {
                text: RunText::Span(span),
                role,
                emphasis: carried.emphasis,
                part: carried.part,
                link: carried.link,
            });
            at = stop;
        }
        taken
    }

    /// Appends a row.
    pub(super) fn push(&mut self, row: Row) {
        self.rows.push(row);
    }
}

/// Returns what of a span lies after a position.
pub(super) fn after(span: Span, at: usize) -> Span {
    Span::new(span.start.max(at).min(span.end), span.end)
}
