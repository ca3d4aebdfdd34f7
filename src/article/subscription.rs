//! A feed that the reader follows, and how it is doing. Knows no network.

use crate::article::Clean;

/// A feed's number in one library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FeedId(pub i64);

/// A feed that is followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Which one.
    pub id: FeedId,
    /// Its address.
    pub url: Clean,
    /// What it is called; empty until it was fetched.
    pub title: Clean,
    /// The page that it is of.
    pub site: Option<Clean>,
    /// The folder that the reader put it in.
    pub folder: Option<Clean>,
    /// Whether the page of each item is fetched, too.
    pub is_full: bool,
    /// How it is doing.
    pub health: Health,
    /// Items that came from it.
    pub items: usize,
}

impl Subscription {
    /// Returns what to call it: its title, else its address.
    pub fn label(&self) -> &Clean {
        if self.title.is_empty() {
            &self.url
        } else {
            &self.title
        }
    }

    /// Returns how many items came from it, in words.
    pub fn count(&self) -> String {
        match self.items {
            1 => "1 item".to_owned(),
            count => format!("{count} items"),
        }
    }

    /// Returns how it is doing, in words.
    pub fn condition(&self) -> String {
        let health = &self.health;
        match (&health.problem, &health.succeeded) {
            (Some(problem), _) => {
                let times = match health.failures {
                    1 => "failed once".to_owned(),
                    count => format!("failed {count} times"),
                };
                let next = health.next.as_ref().map(|next| next.replace('T', " "));
                let next = next.map_or(String::new(), |next| format!(" (again from {next})"));
                format!("{times}: {problem}{next}")
            }
            (None, Some(time)) => format!("answered {}", time.get(..10).unwrap_or_default()),
            (None, None) => "not asked yet".to_owned(),
        }
    }

    /// Whether it may be asked at a time (RFC 3339, UTC, whole seconds).
    pub fn is_due(&self, now: &str) -> bool {
        self.health.next.as_deref().is_none_or(|next| next <= now)
    }
}

/// How a feed is doing: what came of asking it. Times are RFC 3339 in UTC, whole seconds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// What the server called its last answer.
    pub etag: Option<Clean>,
    /// Of when it said that was.
    pub modified: Option<Clean>,
    /// The fingerprint of the last answer.
    pub digest: Option<Clean>,
    /// When it was asked last.
    pub tried: Option<Clean>,
    /// When it answered last.
    pub succeeded: Option<Clean>,
    /// Why it did not answer; none when it did.
    pub problem: Option<Clean>,
    /// How often in a row it did not.
    pub failures: u32,
    /// When it is to be asked again at the earliest.
    pub next: Option<Clean>,
}

impl Health {
    /// Forgets what was said of the last answer: the next time all of it is asked for, not only what changed.
    pub fn ask_anew(&mut self) {
        self.etag = None;
        self.modified = None;
        self.digest = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_has_a_name_and_a_time() {
        let mut feed = Subscription {
            id: FeedId(1),
            url: Clean::line("https://gull.example/feed"),
            title: Clean::default(),
            site: None,
            folder: None,
            is_full: false,
            health: Health::default(),
            items: 0,
        };
        assert_eq!(feed.label().as_str(), "https://gull.example/feed");
        assert!(feed.is_due("2026-11-26T10:00:00Z"));
        feed.health.next = Some(Clean::line("2026-11-26T10:30:00Z"));
        assert!(!feed.is_due("2026-11-26T10:29:59Z") && feed.is_due("2026-11-26T10:30:00Z"));
        assert_eq!(feed.condition(), "not asked yet");
        feed.health.succeeded = Some(Clean::line("2026-11-25T10:00:00Z"));
        assert_eq!(feed.condition(), "answered 2026-11-25");
        feed.health.problem = Some(Clean::line("it took too long"));
        feed.health.failures = 2;
        assert_eq!(
            feed.condition(),
            "failed 2 times: it took too long (again from 2026-11-26 10:30:00Z)"
        );
    }
}
