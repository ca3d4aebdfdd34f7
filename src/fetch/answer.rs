//! What came of a question: bytes and what the server says of them, or why there are none.

use std::io;
use std::net::IpAddr;

use jiff::fmt::rfc2822::DateTimeParser;
use ureq::http::{HeaderMap, HeaderName, header};

use crate::fetch::resolver::OutOfReach;

/// Longest header that is kept, in bytes.
const LONGEST: usize = 512;

/// Longest wait that a server may ask for, in seconds: a week.
const LONGEST_WAIT: u64 = 7 * 24 * 60 * 60;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// What the caller knows already.
    Same(Said),
    /// Something.
    Got(Box<Got>),
}

/// Something that was got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Got {
    /// Where it lay in the end.
    pub url: String,
    /// Whether the address that was asked is to be replaced by that one for good.
    pub moved: bool,
    /// The bytes, unpacked.
    pub bytes: Vec<u8>,
    /// What was said of them.
    pub said: Said,
}

/// What a server says of its answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// What it calls it.
    pub etag: Option<String>,
    /// Of when it is.
    pub modified: Option<String>,
    /// The media type in lower case, without parameters ("text/html").
    pub media: Option<String>,
    /// The encoding of its text.
    pub charset: Option<String>,
}

impl Said {
    pub(super) fn read(headers: &HeaderMap) -> Self {
        let content = text(headers, &header::CONTENT_TYPE).unwrap_or_default();
        let mut parts = content.split(';').map(str::trim);
        let media = parts.next().filter(|media| media.contains('/'));
        let charset = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            let is_it = name.trim().eq_ignore_ascii_case("charset");
            is_it.then(|| value.trim().trim_matches(['"', '\'']).to_owned())
        });
        Self {
            etag: text(headers, &header::ETAG),
            modified: text(headers, &header::LAST_MODIFIED),
            media: media.map(str::to_ascii_lowercase),
            charset: charset.filter(|charset| !charset.is_empty()),
        }
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (!value.is_empty() && value.len() <= LONGEST).then(|| value.to_owned())
}

/// Returns the seconds that a server asks us to wait. A moment is measured from the one that the server says it is now, so
/// that no clock is needed, and a wrong one does no harm.
pub(super) fn wait(headers: &HeaderMap) -> Option<u64> {
    let raw = text(headers, &header::RETRY_AFTER)?;
    if let Ok(seconds) = raw.parse::<u64>() {
        return Some(seconds.min(LONGEST_WAIT));
    }
    let moment = |raw: &str| {
        let parsed = DateTimeParser::new()
            .relaxed_weekday(true)
            .parse_timestamp(raw);
        parsed.ok().map(jiff::Timestamp::as_second)
    };
    let now = moment(&text(headers, &header::DATE)?)?;
    let seconds = u64::try_from(moment(&raw)?.checked_sub(now)?).ok()?;
    Some(seconds.min(LONGEST_WAIT))
}

/// Why there is no answer. Each reads well after an address and a colon.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// It is no address.
    #[error("it is not a web address")]
    BadAddress,
    /// It is an address, but not of the web.
    #[error("only http and https are fetched, not {0}")]
    NotWeb(String),
    /// It holds a password.
    #[error("an address with a user name or password in it is not fetched")]
    Password,
    /// It is not of the public internet.
    #[error("{0} is not an address of the public internet; --allow-private fetches from it")]
    Private(IpAddr),
    /// Nobody has that name.
    #[error("no such host, or no network")]
    NoHost,
    /// Nobody answers.
    #[error("no connection: {0}")]
    NoConnection(String),
    /// The other side is not who it says, or cannot prove it.
    #[error("the connection is not safe: {0}")]
    Unsafe(String),
    /// It took too long.
    #[error("it took too long")]
    TimedOut,
    /// It is too large.
    #[error("it is larger than {} MiB", most >> 20)]
    TooLarge {
        /// What is read at most, in bytes.
        most: u64,
    },
    /// It sends us on and on.
    #[error("it sends on from one address to the next without end")]
    TooManyHops,
    /// It sends us on, but does not say where to.
    #[error("it has moved, without saying where to")]
    Nowhere,
    /// It is gone for good.
    #[error("it is gone for good (410)")]
    Gone,
    /// We are to come again later; in so many seconds, if it says so.
    #[error("the server asks to come again later")]
    Later(Option<u64>),
    /// The server refuses.
    #[error("the server answers {}", in_words(*.0))]
    Status(u16),
    /// What came makes no sense.
    #[error("the answer cannot be read: {0}")]
    Broken(String),
    /// We were told to stop.
    #[error("it was stopped")]
    Stopped,
}

fn in_words(code: u16) -> String {
    let known = match code {
        401 | 407 => "that one must sign in",
        403 => "that it is forbidden",
        404 => "that there is nothing",
        451 => "that the law forbids it",
        500..=599 => "that it has a fault",
        _ => return code.to_string(),
    };
    format!("{known} ({code})")
}

impl FetchError {
    pub(super) fn from_ureq(error: ureq::Error) -> Self {
        use ureq::Error;
        match error {
            Error::BadUri(_) | Error::Http(_) => Self::BadAddress,
            Error::Io(error) => Self::from_io(error, 0),
            Error::Timeout(_) => Self::TimedOut,
            Error::HostNotFound => Self::NoHost,
            Error::ConnectionFailed => Self::NoConnection("nobody answers".to_owned()),
            Error::BodyExceedsLimit(most) => Self::TooLarge { most },
            Error::Tls(reason) => Self::Unsafe(reason.to_owned()),
            Error::Rustls(error) => Self::Unsafe(error.to_string()),
            Error::Other(error) => match error.downcast::<OutOfReach>() {
                Ok(out) => Self::Private(out.0),
                Err(error) => Self::Broken(error.to_string()),
            },
            other => Self::Broken(other.to_string()),
        }
    }

    pub(super) fn from_io(error: io::Error, most: u64) -> Self {
        match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => return Self::TimedOut,
            _ => {}
        }
        let text = error.to_string();
        // What ureq says in an error of input comes back out of it.
        match error
            .into_inner()
            .map(<dyn std::error::Error + Send + Sync>::downcast::<ureq::Error>)
        {
            Some(Ok(inner)) => match *inner {
                ureq::Error::BodyExceedsLimit(_) => Self::TooLarge { most },
                ureq::Error::Io(error) => Self::NoConnection(error.to_string()),
                other => Self::from_ureq(other),
            },
            _ if text.starts_with("failed to lookup address") => Self::NoHost,
            _ => Self::NoConnection(text),
        }
    }

    /// Whether asking again later may help.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Status(code) => *code >= 500 || matches!(code, 408 | 425),
            _ => self.is_of_host() || *self == Self::Stopped,
        }
    }

    /// Whether the whole host does not answer, whatever it is asked.
    pub(super) fn is_of_host(&self) -> bool {
        matches!(
            self,
            Self::NoHost | Self::NoConnection(_) | Self::TimedOut | Self::Later(_)
        )
    }
}
