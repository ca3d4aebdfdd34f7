//! How hard the tests that throw dice try: a little in every run, and as much as is asked for in a long one.

/// Returns how many rounds to go: as many as `PULLQUOTE_ROUNDS` says, or else a few.
#[expect(
    clippy::disallowed_methods,
    reason = "the harness passes no arguments on"
)]
pub(crate) fn rounds(few: usize) -> usize {
    let asked = std::env::var("PULLQUOTE_ROUNDS").ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(few)
}

/// A small generator of numbers with a fixed seed: they differ, but are the same in every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns a number below a bound.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound.max(1)
    }
}
