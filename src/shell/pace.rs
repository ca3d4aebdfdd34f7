//! When the next frame may be written: soon enough to follow a key, and never while the last one is still on its way.
//! What happens meanwhile is drawn together, so that a slow line shows the newest state and not a queue of old ones.
//!
//! Knows times and bytes only. A line's speed is what its settings tell; or what the answer to the question tells that is
//! asked behind the first frame, for a terminal that has the frame late answers late; or what is seen when a write has to
//! wait: by then the buffers before the line are full, and from then on they are kept from filling again.

use std::time::{Duration, Instant};

/// The shortest time between two frames that keys ask for: a flood of them is not drawn one by one.
const FRAME: Duration = Duration::from_millis(15);
/// A write that took so long had to wait for the line.
const WAITED: Duration = Duration::from_millis(100);
/// Bytes from which on a write that had to wait tells the line's speed: a short one may have waited for anything.
const TELLING: usize = 400;
/// Bytes that may lie between us and the line when a write has just had to wait: what the kernel holds for a terminal.
const QUEUED: usize = 8 * 1024;
/// An answer that took so long, to a question behind so many bytes, tells of a slow line: no distance is that far, and few
/// terminals are that busy.
const LATE: Duration = Duration::from_millis(1_500);
const BEFORE_QUESTION: usize = 2_000;
/// By how much a line is taken to be faster after each frame that did not have to wait: much when a write had to wait once,
/// for the next one tells again; little when an answer was late, which comes only once.
const FASTER_SOON: f64 = 1.25;
const FASTER_LATER: f64 = 1.02;
/// The longest wait for a line. It may be faster again, or have been stopped by its reader for a while.
const LONGEST: Duration = Duration::from_secs(2);
/// Bytes a second from which on a line is not worth waiting for.
const FAST: f64 = 50_000.0;
/// Bauds that are not a line's speed but what every pseudo-terminal claims.
const NO_LINE: u32 = 38_400;
/// Bits that a byte takes on a serial line.
const BITS: f64 = 10.0;

/// The pace of drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pace {
    /// Bytes a second; none for a line that is as fast as we are.
    speed: Option<f64>,
    is_told: bool,
    /// By how much the speed rises with each frame.
    faster: f64,
    last: Option<Instant>,
    /// When the question was asked, and how many bytes stood before it.
    asked: Option<(Instant, usize)>,
    bytes: usize,
    free_at: Option<Instant>,
}

impl Pace {
    /// Begins with what a terminal's settings say about its line, in bauds.
    pub(super) fn new(bauds: Option<u32>) -> Self {
        let told = bauds.filter(|&bauds| (1..NO_LINE).contains(&bauds));
        Self {
            speed: told.map(|bauds| f64::from(bauds) / BITS),
            is_told: told.is_some(),
            faster: FASTER_SOON,
            last: None,
            asked: None,
            bytes: 0,
            free_at: None,
        }
    }

    /// Whether a frame of many bytes takes a while.
    pub(super) fn is_slow(&self) -> bool {
        self.speed.is_some()
    }

    /// Returns until when the next frame has to wait; `typed` when a key asks for it.
    pub(super) fn wait_until(&self, typed: bool) -> Option<Instant> {
        let after_frame = self.last.filter(|_| typed).map(|last| last + FRAME);
        after_frame.max(self.free_at)
    }

    /// Takes note of when a question was written behind the last frame.
    pub(super) fn asked(&mut self, at: Instant) {
        self.asked = Some((at, self.bytes));
    }

    /// Takes note of when its answer came.
    pub(super) fn answered(&mut self, at: Instant) {
        let Some((asked, bytes)) = self.asked.take() else {
            return;
        };
        let took = at.saturating_duration_since(asked);
        if !self.is_told && took >= LATE && bytes >= BEFORE_QUESTION {
            self.speed = Some(bytes as f64 / took.as_secs_f64());
            self.faster = FASTER_LATER;
        }
    }

    /// Takes note of a frame of so many bytes, of when its writing began and when it ended.
    pub(super) fn drawn(&mut self, bytes: usize, began: Instant, ended: Instant) {
        if bytes == 0 {
            return;
        }
        self.last = Some(ended);
        self.bytes = bytes;
        let took = ended.saturating_duration_since(began);
        let has_waited = took >= WAITED;
        if !self.is_told {
            if has_waited && bytes >= TELLING {
                self.speed = Some(bytes as f64 / took.as_secs_f64());
                self.faster = FASTER_SOON;
            } else if !has_waited {
                // It may have become faster; the next write that has to wait tells.
                self.speed = self.speed.map(|speed| speed * self.faster);
            }
        }
        self.speed = self.speed.filter(|&speed| speed < FAST);
        let queued = if has_waited { QUEUED } else { bytes };
        self.free_at = self.speed.map(|speed| {
            let time = (queued as f64 / speed).min(LONGEST.as_secs_f64());
            ended + Duration::from_secs_f64(time)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn a_fast_line_waits_for_nothing_but_the_next_frame_of_a_flood() {
        let start = Instant::now();
        let mut pace = Pace::new(Some(38_400));
        assert_eq!(pace.wait_until(true), None);
        pace.drawn(5_000, start, start + MS);
        assert_eq!(pace.wait_until(true), Some(start + MS + FRAME));
        assert_eq!(pace.wait_until(false), None, "an answer is shown at once");
    }

    #[test]
    fn a_line_that_tells_its_speed_gets_no_frame_before_the_last_one_has_left() {
        let start = Instant::now();
        let mut pace = Pace::new(Some(9_600));
        pace.drawn(960, start, start);
        assert_eq!(pace.wait_until(false), Some(start + 1_000 * MS));
        pace.drawn(0, start, start);
        assert_eq!(pace.wait_until(false), Some(start + 1_000 * MS));
        pace.drawn(1_000_000, start, start);
        assert_eq!(pace.wait_until(false), Some(start + LONGEST));
    }

    #[test]
    fn a_line_shows_its_speed_by_letting_a_write_wait_and_may_become_faster_again() {
        let start = Instant::now();
        let mut pace = Pace::new(None);
        pace.drawn(2_000, start, start + 1_000 * MS);
        assert_eq!(pace.wait_until(false), Some(start + 1_000 * MS + LONGEST));
        let mut now = start + 4_000 * MS;
        pace.drawn(250, now, now);
        assert_eq!(pace.wait_until(false), Some(now + 100 * MS));
        for _ in 0..20 {
            now += 1_000 * MS;
            pace.drawn(250, now, now);
        }
        assert_eq!(pace.wait_until(false), None);
    }

    #[test]
    fn a_late_answer_behind_a_frame_tells_a_slow_line() {
        let start = Instant::now();
        let mut pace = Pace::new(None);
        pace.drawn(4_800, start, start);
        pace.asked(start);
        pace.answered(start + 5_000 * MS);
        assert!(pace.is_slow());
        let now = start + 6_000 * MS;
        pace.drawn(96, now, now);
        let next = pace.wait_until(false).unwrap() - now;
        assert!(next > 90 * MS && next < 100 * MS, "{next:?}");
    }

    #[test]
    fn an_answer_that_only_comes_from_far_tells_nothing() {
        let start = Instant::now();
        for (bytes, late) in [(4_800, 1_400), (1_000, 5_000)] {
            let mut pace = Pace::new(None);
            pace.drawn(bytes, start, start);
            pace.asked(start);
            pace.answered(start + late * MS);
            assert!(!pace.is_slow(), "{bytes} {late}");
        }
        let mut told = Pace::new(Some(19_200));
        told.drawn(4_800, start, start);
        told.asked(start);
        told.answered(start + 9_000 * MS);
        told.drawn(1_920, start, start);
        assert_eq!(told.wait_until(false), Some(start + 1_000 * MS));
    }

    #[test]
    fn a_short_write_that_had_to_wait_tells_no_speed() {
        let start = Instant::now();
        let mut pace = Pace::new(None);
        pace.drawn(20, start, start + 60_000 * MS);
        assert_eq!(pace.wait_until(false), None);
    }
}
