//! How blocks stand to each other: whether a blank row parts two of them, and how wide a list's labels are.
//!
//! Looks at kinds and containers only, never at words.

use crate::article::{Block, BlockKind, Container, Label};
use crate::typeset::frame::label_cells;

/// Whether a blank row parts a block from the one before it. Items of one list stand close, unless one of the two has
/// several paragraphs.
pub(super) fn is_parted(before: &Block, block: &Block, after: Option<&Block>) -> bool {
    if !is_line_of_list(before) || !is_line_of_list(block) {
        return true;
    }
    let Some(depth) = new_item(block) else {
        return true;
    };
    let opens_nested = before.within.len() == depth;
    let is_same_list = match (before.within.get(depth), block.within.get(depth)) {
        (Some(Container::Item(Label::Bullet)), Some(Container::Item(Label::Bullet)))
        | (Some(Container::Item(Label::None)), Some(Container::Item(_))) => true,
        (
            Some(Container::Item(Label::Number(last))),
            Some(Container::Item(Label::Number(this))),
        ) => last < this,
        _ => opens_nested && depth > 0,
    };
    !is_same_list || is_continued(block, after) || goes_on(before)
}

/// Returns how many of the block quotes around a block hold the one before it too.
pub(super) fn shared_bars(before: &Block, block: &Block) -> usize {
    before
        .within
        .iter()
        .zip(&block.within)
        .take_while(|pair| {
            matches!(
                pair,
                (Container::Quote, Container::Quote)
                    | (Container::Item(_), Container::Item(Label::None))
            )
        })
        .filter(|(_, container)| **container == Container::Quote)
        .count()
}

fn is_line_of_list(block: &Block) -> bool {
    block.kind == BlockKind::Paragraph && matches!(block.within.last(), Some(Container::Item(_)))
}

/// Returns the depth of the outermost item that begins with a block.
fn new_item(block: &Block) -> Option<usize> {
    block
        .within
        .iter()
        .position(|container| matches!(container, Container::Item(label) if *label != Label::None))
}

/// Whether a block is a further paragraph of its item.
fn goes_on(block: &Block) -> bool {
    block.within.last() == Some(&Container::Item(Label::None))
}

/// Whether the item that a block begins has a further paragraph.
fn is_continued(block: &Block, after: Option<&Block>) -> bool {
    after.is_some_and(|after| after.within.len() == block.within.len() && goes_on(after))
}

/// A container that the block before stood in.
#[derive(Debug, Clone, Copy)]
enum Open {
    Quote,
    List { list: usize, last: Label },
}

/// Returns, for each block and each of its containers, the cells of the widest label of the list it belongs to.
pub(super) fn hangs(blocks: &[Block]) -> Vec<Vec<usize>> {
    let mut widest: Vec<usize> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut lists: Vec<Vec<Option<usize>>> = Vec::with_capacity(blocks.len());
    for block in blocks {
        open.truncate(block.within.len());
        let mut of_block = Vec::with_capacity(block.within.len());
        for (depth, container) in block.within.iter().enumerate() {
            let list = match (open.get(depth).copied(), container) {
                (Some(Open::Quote), Container::Quote) => None,
                (Some(Open::List { list, .. }), Container::Item(Label::None)) => Some(list),
                (Some(Open::List { list, last }), Container::Item(label))
                    if follows(last, *label) =>
                {
                    open.truncate(depth);
                    open.push(Open::List { list, last: *label });
                    Some(list)
                }
                (_, Container::Quote) => {
                    open.truncate(depth);
                    open.push(Open::Quote);
                    None
                }
                (_, Container::Item(label)) => {
                    open.truncate(depth);
                    let list = widest.len();
                    widest.push(label_cells(Label::Bullet));
                    open.push(Open::List { list, last: *label });
                    Some(list)
                }
            };
            if let (Some(list), Container::Item(label)) = (list, container)
                && let Some(cells) = widest.get_mut(list)
            {
                *cells = (*cells).max(label_cells(*label));
            }
            of_block.push(list);
        }
        lists.push(of_block);
    }
    let cells = |list: Option<usize>| list.and_then(|list| widest.get(list)).copied().unwrap_or(0);
    lists
        .into_iter()
        .map(|of_block| of_block.into_iter().map(cells).collect())
        .collect()
}

fn follows(last: Label, label: Label) -> bool {
    match (last, label) {
        (Label::Bullet, Label::Bullet) => true,
        (Label::Number(last), Label::Number(this)) => last < this,
        _ => false,
    }
}
