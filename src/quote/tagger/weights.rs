//! The learned numbers of the tagger, as `training/tagger.py` writes them.
//!
//! A file is a magic word, eight counts as little-endian `u32`, then the tensors in the order in which they are read here:
//! floats as little-endian `f32`, small integers as a scale for each column (for embeddings: each row) and an `i8` for each
//! entry. It knows the order of the file, never what is computed with it.

use crate::quote::tagger::linear::{Copies, Linear};

/// What a file of weights begins with.
const MAGIC: &[u8] = b"PQTAGGER";

/// The sizes of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sizes {
    /// Pieces of the vocabulary.
    pub(super) vocabulary: usize,
    /// Numbers that stand for a piece, in every layer.
    pub(super) hidden: usize,
    pub(super) layers: usize,
    /// Heads of attention.
    pub(super) heads: usize,
    /// Numbers inside of a layer's second half.
    pub(super) inner: usize,
    /// Most pieces of a window.
    pub(super) positions: usize,
    /// Numbers that stand for a word in a link.
    pub(super) link: usize,
    /// Steps of distance between linked words, to both sides.
    pub(super) distances: usize,
}

/// One layer of the encoder.
pub(super) struct Layer {
    /// Query, key and value of all heads.
    pub(super) attention: Linear,
    pub(super) mixed: Linear,
    pub(super) mixed_norm: Norm,
    pub(super) widened: Linear,
    pub(super) narrowed: Linear,
    pub(super) narrowed_norm: Norm,
}

/// What a normalised row is multiplied with, and what is added to it.
pub(super) struct Norm {
    pub(super) scale: Vec<f32>,
    pub(super) shift: Vec<f32>,
}

/// How strongly two words are linked.
pub(super) struct Link {
    /// The one from which the link goes out, and the one to which it goes.
    pub(super) from: Linear,
    pub(super) to: Linear,
    /// For no link at all.
    pub(super) nothing: Vec<f32>,
    /// By distance.
    pub(super) distance: Vec<f32>,
    /// Added where the rules have the same link; and where they say that there is none.
    pub(super) rules: [f32; 2],
}

/// All numbers.
pub(super) struct Weights {
    pub(super) sizes: Sizes,
    pub(super) piece_scales: Vec<f32>,
    /// A row for each piece.
    pub(super) pieces: &'static [u8],
    pub(super) positions: Vec<f32>,
    /// A row for each guess of the rules.
    pub(super) guesses: Vec<f32>,
    /// A row each for outside of marks, between marks, and no word's first piece.
    pub(super) marked: Vec<f32>,
    pub(super) norm: Norm,
    pub(super) layers: Vec<Layer>,
    pub(super) tags: Linear,
    /// Content to cue, content to source, cue to source.
    pub(super) links: [Link; 3],
}

impl Weights {
    /// Reads a file; none if it is not whole.
    pub(super) fn read(file: &'static [u8], copies: Copies) -> Option<Self> {
        let mut rest = Rest {
            bytes: file.strip_prefix(MAGIC)?,
            copies,
        };
        let sizes = Sizes {
            vocabulary: rest.count()?,
            hidden: rest.count()?,
            layers: rest.count()?,
            heads: rest.count()?,
            inner: rest.count()?,
            positions: rest.count()?,
            link: rest.count()?,
            distances: rest.count()?,
        };
        let hidden = sizes.hidden;
        let weights = Self {
            sizes,
            piece_scales: rest.floats(sizes.vocabulary)?,
            pieces: rest.bytes(sizes.vocabulary * hidden)?,
            positions: rest.floats(sizes.positions * hidden)?,
            guesses: rest.floats(super::sheet::Guess::COUNT * hidden)?,
            marked: rest.floats(3 * hidden)?,
            norm: rest.norm(hidden)?,
            layers: (0..sizes.layers)
                .map(|_| {
                    Some(Layer {
                        attention: rest.linear(hidden, 3 * hidden)?,
                        mixed: rest.linear(hidden, hidden)?,
                        mixed_norm: rest.norm(hidden)?,
                        widened: rest.linear(hidden, sizes.inner)?,
                        narrowed: rest.linear(sizes.inner, hidden)?,
                        narrowed_norm: rest.norm(hidden)?,
                    })
                })
                .collect::<Option<Vec<_>>>()?,
            tags: rest.linear(hidden, super::decode::Tag::COUNT)?,
            links: [rest.link(sizes)?, rest.link(sizes)?, rest.link(sizes)?],
        };
        rest.bytes.is_empty().then_some(weights)
    }
}

/// What is left of a file.
struct Rest {
    bytes: &'static [u8],
    copies: Copies,
}

impl Rest {
    fn bytes(&mut self, count: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }

    fn count(&mut self) -> Option<usize> {
        let bytes = self.bytes(4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    }

    fn floats(&mut self, count: usize) -> Option<Vec<f32>> {
        let (numbers, _) = self.bytes(count.checked_mul(4)?)?.as_chunks::<4>();
        Some(numbers.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    fn norm(&mut self, size: usize) -> Option<Norm> {
        Some(Norm {
            scale: self.floats(size)?,
            shift: self.floats(size)?,
        })
    }

    fn linear(&mut self, inputs: usize, outputs: usize) -> Option<Linear> {
        let scales = self.floats(outputs)?;
        let shift = self.floats(outputs)?;
        let weights = self.bytes(inputs * outputs)?;
        Linear::new(inputs, scales, shift, weights, self.copies)
    }

    fn link(&mut self, sizes: Sizes) -> Option<Link> {
        Some(Link {
            from: self.linear(sizes.hidden, sizes.link)?,
            to: self.linear(sizes.hidden, sizes.link)?,
            nothing: self.floats(sizes.link)?,
            distance: self.floats(2 * sizes.distances + 1)?,
            rules: self.floats(2)?.try_into().ok()?,
        })
    }
}
