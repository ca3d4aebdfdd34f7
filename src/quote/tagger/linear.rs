//! Matrices of small integers: the weights of the tagger are eight-bit numbers with a scale for each column, and what they
//! are multiplied with is rounded to eight bits row by row (Jacob et al. 2018).
//!
//! Knows numbers, never words. Sums of integers are exact, so that they do not depend on the machine.

use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_simd::SimdOp;
use rten_tensor::NdTensorView;
use rten_vecmath::{ExtendInit, MinMax, Quantize};

/// A matrix of weights and what is added to its product.
pub(super) struct Linear {
    inputs: usize,
    weights: Matrix,
    scales: Vec<f32>,
    shift: Vec<f32>,
    /// The sum of each column, which what stands for zero in a row was multiplied with.
    sums: Vec<i32>,
}

/// Whether weights are kept a second time, in the order in which the product takes them: reading takes a quarter less time
/// then, and ten megabytes more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Copies {
    /// They stay where they are, and are put in order anew for each product.
    None,
    /// A copy is made at once.
    Ordered,
}

/// Weights, row by row of the inputs.
enum Matrix {
    /// As they stand in the file.
    InPlace(&'static [i8]),
    Ordered(PackedBMatrix<i8>),
}

/// Rows of numbers, rounded to eight bits each.
pub(super) struct Rounded {
    gemm: GemmExecutor<u8, i8, i32>,
    rows: Vec<u8>,
    scales: Vec<f32>,
    zeros: Vec<u8>,
}

impl Rounded {
    pub(super) fn new() -> Self {
        Self {
            gemm: GemmExecutor::new(),
            rows: Vec::new(),
            scales: Vec::new(),
            zeros: Vec::new(),
        }
    }

    /// Rounds rows of `width` numbers.
    pub(super) fn set(&mut self, rows: &[f32], width: usize) {
        self.rows.clear();
        self.scales.clear();
        self.zeros.clear();
        self.rows.reserve(rows.len());
        for row in rows.chunks_exact(width) {
            let (least, most) = MinMax::new(row).dispatch();
            let (least, most) = (least.min(0.0), most.max(0.0));
            let scale = ((most - least) / 255.0).max(f32::MIN_POSITIVE);
            #[expect(clippy::cast_sign_loss, reason = "`least` is not above zero")]
            let zero = (-least / scale).round_ties_even().min(255.0) as u8;
            self.rows.extend_init(|free| {
                let free = free.get_mut(..width).unwrap_or_default();
                Quantize::new(row, free, scale.recip(), zero).dispatch()
            });
            self.scales.push(scale);
            self.zeros.push(zero);
        }
    }
}

impl Linear {
    /// Makes one of the bytes of a file, row by row of the inputs. The slices hold one number for each output; none if they
    /// do not fit together.
    pub(super) fn new(
        inputs: usize,
        scales: Vec<f32>,
        shift: Vec<f32>,
        weights: &'static [u8],
        copies: Copies,
    ) -> Option<Self> {
        let outputs = scales.len();
        if shift.len() != outputs || weights.len() != inputs * outputs {
            return None;
        }
        let weights: &[i8] = bytemuck::cast_slice(weights);
        let mut sums = vec![0; outputs];
        for row in weights.chunks_exact(outputs.max(1)) {
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(*weight);
            }
        }
        let weights = match copies {
            Copies::None => Matrix::InPlace(weights),
            Copies::Ordered => {
                let matrix = NdTensorView::from_data([inputs, outputs], weights);
                Matrix::Ordered(GemmExecutor::<u8, i8, i32>::new().prepack_b(matrix))
            }
        };
        Some(Self {
            inputs,
            weights,
            scales,
            shift,
            sums,
        })
    }

    /// How many numbers come out for each row.
    pub(super) fn outputs(&self) -> usize {
        self.scales.len()
    }

    /// Writes the product of rounded rows and the weights to `out`. Does nothing if their widths differ.
    pub(super) fn apply(&self, input: &mut Rounded, out: &mut Vec<f32>) {
        let rows = input.scales.len();
        let Rounded {
            gemm,
            rows: left,
            scales,
            zeros,
        } = input;
        out.clear();
        if left.len() != rows * self.inputs {
            return;
        }
        out.resize(rows * self.outputs(), 0.0);
        // The integers become numbers where they stand: of the widest rows they are three megabytes.
        let product: &mut [i32] = bytemuck::cast_slice_mut(out);
        let left = NdTensorView::from_data([rows, self.inputs], left.as_slice());
        let weights = match &self.weights {
            Matrix::InPlace(weights) => {
                let shape = [self.inputs, self.outputs()];
                GemmInputB::Unpacked(NdTensorView::from_data(shape, *weights))
            }
            Matrix::Ordered(weights) => GemmInputB::Packed(weights),
        };
        let done = gemm.gemm(
            product,
            GemmInputA::Unpacked(left),
            weights,
            // Zeros of its own for each row give wrong sums from the eighth row on (rten-gemm 0.27).
            GemmOptions::default(),
        );
        if done.is_err() {
            out.clear();
            return;
        }
        let rows = product.chunks_exact_mut(self.outputs());
        for ((row, scale), zero) in rows.zip(scales).zip(zeros) {
            let zero = i32::from(*zero);
            let columns = self.sums.iter().zip(&self.scales).zip(&self.shift);
            for (cell, ((sum, column), shift)) in row.iter_mut().zip(columns) {
                let number = (*cell - zero * sum) as f32 * (*scale * column) + shift;
                *cell = number.to_bits().cast_signed();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// A fixed sequence of numbers that look random, from -1 to 1.
    fn numbers(count: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let next = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        };
        (0..count).map(next).collect()
    }

    #[rstest]
    #[case(1, 96, 40)]
    #[case(7, 96, 40)]
    #[case(27, 384, 1152)]
    #[case(28, 384, 1152)]
    #[case(27, 384, 7)]
    #[case(70, 1536, 384)]
    fn a_product_is_the_sum_of_rounded_rows_and_weights(
        #[case] rows: usize,
        #[case] inputs: usize,
        #[case] outputs: usize,
    ) {
        let whole: Vec<i8> = numbers(inputs * outputs, 1)
            .iter()
            .map(|x| (x * 63.0).round() as i8)
            .collect();
        let scales: Vec<f32> = numbers(outputs, 2).iter().map(|x| x.abs() / 63.0).collect();
        let shift = numbers(outputs, 3);
        let bytes: Vec<u8> = whole.iter().map(|x| x.cast_unsigned()).collect();
        let copies = if rows.is_multiple_of(2) {
            Copies::None
        } else {
            Copies::Ordered
        };
        let linear = Linear::new(inputs, scales.clone(), shift.clone(), bytes.leak(), copies);
        let linear = linear.unwrap();
        let mut rounded = Rounded::new();
        rounded.set(&numbers(rows * inputs, 4), inputs);
        let mut out = Vec::new();
        linear.apply(&mut rounded, &mut out);
        assert_eq!(out.len(), rows * outputs);
        for (at, found) in out.iter().enumerate() {
            let (row, column) = (at / outputs, at % outputs);
            let zero = i32::from(rounded.zeros[row]);
            let sum: i32 = (0..inputs)
                .map(|i| {
                    let left = i32::from(rounded.rows[row * inputs + i]) - zero;
                    left * i32::from(whole[i * outputs + column])
                })
                .sum();
            let wanted = sum as f32 * (rounded.scales[row] * scales[column]) + shift[column];
            // To the last bit: sums of integers are exact.
            let place = format!("row {row} column {column}: {found} {wanted}");
            assert_eq!(found.to_bits(), wanted.to_bits(), "{place}");
        }
    }

    #[test]
    fn rounding_is_near() {
        let row = numbers(384, 5);
        let mut rounded = Rounded::new();
        rounded.set(&row, row.len());
        for (x, byte) in row.iter().zip(&rounded.rows) {
            let back = (f32::from(*byte) - f32::from(rounded.zeros[0])) * rounded.scales[0];
            assert!((x - back).abs() <= rounded.scales[0], "{x} {back}");
        }
    }

    #[test]
    fn rows_of_another_width_have_no_product() {
        let linear = |weights| Linear::new(2, vec![1.0], vec![0.0], weights, Copies::None);
        assert!(linear(&[1]).is_none());
        let linear = linear(&[1, 1]).unwrap();
        let mut rounded = Rounded::new();
        rounded.set(&[1.0, 2.0, 3.0], 3);
        let mut out = vec![1.0];
        linear.apply(&mut rounded, &mut out);
        assert!(out.is_empty());
    }
}
