//! What the terminal has said of itself, and what it may still say.

use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use crate::shell::Event;
use crate::shell::question::Answer;

/// How long after the start an answer is likely to come.
const SOON: Duration = Duration::from_millis(150);

/// What the terminal has said.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Told {
    /// Whether its ground is light.
    pub(super) is_light: Option<bool>,
    /// Whether it can scroll some of its columns alone.
    pub(super) has_margins: bool,
    /// Answers that have not come.
    left: usize,
    /// Until when they are likely to.
    until: Option<Instant>,
}

impl Told {
    /// Begins with nothing, after so many questions.
    pub(super) fn new(questions: usize, asked: Instant) -> Self {
        Self {
            left: questions,
            until: Some(asked + SOON),
            ..Self::default()
        }
    }

    /// Takes an answer.
    pub(super) fn take(&mut self, answer: Answer) {
        self.left = self.left.saturating_sub(1);
        match answer {
            Answer::Ground { is_light } => self.is_light = Some(is_light),
            Answer::Margins { are_known } => self.has_margins = are_known,
        }
    }

    /// Lets the answers come in that are likely to be on their way, so that no shell gets to see them.
    pub(super) fn await_rest(&mut self, events: &Receiver<Event>) {
        let time_left = |until: Instant| until.checked_duration_since(Instant::now());
        while self.left > 0
            && let Some(wait) = self.until.and_then(time_left)
            && let Ok(event) = events.recv_timeout(wait)
        {
            if let Event::Answer(answer) = event {
                self.take(answer);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaving_waits_for_no_more_answers_than_were_asked_for() {
        let (sender, events) = std::sync::mpsc::channel();
        let mut told = Told::new(2, Instant::now() + Duration::from_hours(1));
        let answers = [
            Answer::Ground { is_light: true },
            Answer::Margins { are_known: true },
        ];
        for answer in answers {
            sender.send(Event::Answer(answer)).unwrap();
        }
        told.await_rest(&events);
        assert!(told.is_light == Some(true) && told.has_margins);
        // Nobody answers, and it is late.
        Told::new(1, Instant::now().checked_sub(SOON).unwrap()).await_rest(&events);
    }
}
