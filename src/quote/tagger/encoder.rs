//! The encoder: rows of numbers for the pieces of a window, each from all others.
//!
//! A transformer after Vaswani et al. 2017 as BERT has it (Devlin et al. 2019), with the layers of `MiniLM` (Wang et al.
//! 2020). To what stands for a piece is added what the rules take its word for.

use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions};
use rten_simd::{SimdOp, SimdUnaryOp};
use rten_tensor::NdTensorView;
use rten_vecmath::{Gelu, Softmax};

use crate::quote::tagger::linear::Rounded;
use crate::quote::tagger::weights::{Layer, Norm, Weights};
use crate::quote::tagger::window::{Mark, Window};

/// What keeps a division by zero away, as BERT has it.
const EPSILON: f32 = 1e-12;

/// Room for the numbers between the layers, used again for every window.
pub(super) struct Bench {
    gemm: GemmExecutor<f32, f32, f32>,
    rounded: Rounded,
    attention: Vec<f32>,
    scores: Vec<f32>,
    head: Vec<f32>,
    mixed: Vec<f32>,
    out: Vec<f32>,
}

impl Bench {
    pub(super) fn new() -> Self {
        Self {
            gemm: GemmExecutor::new(),
            rounded: Rounded::new(),
            attention: Vec::new(),
            scores: Vec::new(),
            head: Vec::new(),
            mixed: Vec::new(),
            out: Vec::new(),
        }
    }
}

/// Returns a row of numbers for each piece of a window.
pub(super) fn encode(weights: &Weights, window: &Window, bench: &mut Bench) -> Vec<f32> {
    let mut rows = embed(weights, window);
    for layer in &weights.layers {
        layer_of(weights, layer, &mut rows, bench);
    }
    rows
}

fn row(table: &[f32], index: usize, width: usize) -> &[f32] {
    table
        .get(index * width..(index + 1) * width)
        .unwrap_or_default()
}

fn embed(weights: &Weights, window: &Window) -> Vec<f32> {
    let width = weights.sizes.hidden;
    let mut rows = vec![0.0; window.pieces.len() * width];
    for (place, (piece, out)) in window
        .pieces
        .iter()
        .zip(rows.chunks_exact_mut(width))
        .enumerate()
    {
        let index = usize::from(piece.number);
        let scale = weights.piece_scales.get(index).copied().unwrap_or_default();
        let numbers = weights
            .pieces
            .get(index * width..(index + 1) * width)
            .unwrap_or_default();
        for (out, number) in out.iter_mut().zip(numbers) {
            *out = f32::from(number.cast_signed()) * scale;
        }
        let mark = match piece.mark {
            Mark::Outside => 0,
            Mark::Between => 1,
            Mark::NoWord => 2,
        };
        add(out, row(&weights.positions, place, width));
        add(out, row(&weights.guesses, piece.guess as usize, width));
        add(out, row(&weights.marked, mark, width));
    }
    normalise(&mut rows, &weights.norm);
    rows
}

fn add(out: &mut [f32], more: &[f32]) {
    for (out, more) in out.iter_mut().zip(more) {
        *out += more;
    }
}

/// Adds up in eight lanes, which the compiler makes one of.
fn sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let (eights, rest) = row.as_chunks::<8>();
    let mut lanes = [0.0; 8];
    for eight in eights {
        for (lane, number) in lanes.iter_mut().zip(eight) {
            *lane += of(*number);
        }
    }
    lanes.iter().sum::<f32>() + rest.iter().map(|number| of(*number)).sum::<f32>()
}

fn normalise(rows: &mut [f32], norm: &Norm) {
    let width = norm.scale.len();
    for row in rows.chunks_exact_mut(width) {
        let mean = sum(row, |x| x) / width as f32;
        let spread = sum(row, |x| (x - mean) * (x - mean)) / width as f32;
        let factor = (spread + EPSILON).sqrt().recip();
        for ((x, scale), shift) in row.iter_mut().zip(&norm.scale).zip(&norm.shift) {
            *x = (*x - mean) * factor * scale + shift;
        }
    }
}

fn layer_of(weights: &Weights, layer: &Layer, rows: &mut [f32], bench: &mut Bench) {
    let width = weights.sizes.hidden;
    bench.rounded.set(rows, width);
    layer
        .attention
        .apply(&mut bench.rounded, &mut bench.attention);
    attend(weights.sizes.heads, width, bench);
    bench.rounded.set(&bench.mixed, width);
    layer.mixed.apply(&mut bench.rounded, &mut bench.out);
    add(rows, &bench.out);
    normalise(rows, &layer.mixed_norm);
    bench.rounded.set(rows, width);
    layer.widened.apply(&mut bench.rounded, &mut bench.out);
    Gelu {}.map_mut(&mut bench.out);
    bench.rounded.set(&bench.out, layer.widened.outputs());
    layer.narrowed.apply(&mut bench.rounded, &mut bench.out);
    add(rows, &bench.out);
    normalise(rows, &layer.narrowed_norm);
}

/// Mixes the values of all pieces by how well their keys fit each query, head by head.
fn attend(heads: usize, width: usize, bench: &mut Bench) {
    let size = width / heads;
    let count = bench.attention.len() / (3 * width);
    let stride = 3 * width;
    bench.mixed.clear();
    bench.mixed.resize(count * width, 0.0);
    bench.scores.clear();
    bench.scores.resize(count * count, 0.0);
    bench.head.clear();
    bench.head.resize(count * size, 0.0);
    for head in 0..heads {
        let part = |third: usize| bench.attention.get(third * width + head * size..);
        let (Some(query), Some(key), Some(value)) = (part(0), part(1), part(2)) else {
            return;
        };
        let views = (
            NdTensorView::from_slice_with_strides([count, size], query, [stride, 1]),
            NdTensorView::from_slice_with_strides([size, count], key, [1, stride]),
            NdTensorView::from_slice_with_strides([count, size], value, [stride, 1]),
        );
        let (Ok(query), Ok(key), Ok(value)) = views else {
            return;
        };
        let options = GemmOptions {
            alpha: (size as f32).sqrt().recip(),
            ..GemmOptions::default()
        };
        let scored = bench.gemm.gemm(
            &mut bench.scores,
            GemmInputA::Unpacked(query),
            GemmInputB::Unpacked(key),
            options,
        );
        for row in bench.scores.chunks_exact_mut(count) {
            Softmax::new_mut(row).dispatch();
        }
        let scores = NdTensorView::from_data([count, count], bench.scores.as_slice());
        let mixed = bench.gemm.gemm(
            &mut bench.head,
            GemmInputA::Unpacked(scores),
            GemmInputB::Unpacked(value),
            GemmOptions::default(),
        );
        if scored.is_err() || mixed.is_err() {
            return;
        }
        for (row, part) in bench
            .mixed
            .chunks_exact_mut(width)
            .zip(bench.head.chunks_exact(size))
        {
            if let Some(place) = row.get_mut(head * size..(head + 1) * size) {
                place.copy_from_slice(part);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(1)]
    #[case(11)]
    #[case(27)]
    #[case(254)]
    fn attention_mixes_values_by_how_well_keys_fit_queries(#[case] count: usize) {
        const HEADS: usize = 2;
        const WIDTH: usize = 64;
        const SIZE: usize = WIDTH / HEADS;
        let mut bench = Bench::new();
        bench.attention = (0..count * 3 * WIDTH)
            .map(|i| ((i * 7919) % 1009) as f32 / 500.0 - 1.0)
            .collect();
        attend(HEADS, WIDTH, &mut bench);
        let all = bench.attention.clone();
        let at = |piece: usize, third: usize, i: usize| all[piece * 3 * WIDTH + third * WIDTH + i];
        for piece in [0, count / 2, count - 1] {
            for head in 0..HEADS {
                let own = head * SIZE..(head + 1) * SIZE;
                let fit: Vec<f32> = (0..count)
                    .map(|other| {
                        let dot: f32 = own.clone().map(|i| at(piece, 0, i) * at(other, 1, i)).sum();
                        (dot / (SIZE as f32).sqrt()).exp()
                    })
                    .collect();
                let sum: f32 = fit.iter().sum();
                for i in own {
                    let wanted: f32 = (0..count).map(|o| fit[o] / sum * at(o, 2, i)).sum();
                    let found = bench.mixed[piece * WIDTH + i];
                    assert!(
                        (found - wanted).abs() < 1e-3,
                        "{piece} {i}: {found} {wanted}"
                    );
                }
            }
        }
    }
}
