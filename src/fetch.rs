//! The only room that knows a network: asks an address for what lies there, and gives the bytes or says why not.
//!
//! Knows http and https, nothing of articles, feeds or libraries, and reads no clock. Nothing is asked that the caller did
//! not name, but for where a server sends us on to, and each of those is looked at like the first. What is connected to is
//! an address that [`Reach`] has let pass, not a name that could mean another one a moment later. No cookies, no passwords,
//! no proxy: through one we could not tell whom we reach.

mod answer;
pub mod crowd;
mod reach;
mod resolver;

use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use ureq::http::{HeaderMap, Response, StatusCode, header};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};
use url::Url;

pub use answer::{Answer, FetchError, Got, Said};
pub use reach::{Reach, is_public};

/// What we call ourselves.
const USER_AGENT: &str = concat!(
    "pullquote/",
    env!("CARGO_PKG_VERSION"),
    " (reader of articles and feeds)"
);

/// Most places that one answer may send us on to.
const MOST_HOPS: usize = 8;

/// Longest address that is asked, in bytes.
const LONGEST_ADDRESS: usize = 8 * 1024;

/// How large an answer may be, and how long it may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes, once unpacked.
    pub bytes: u64,
    /// From the question to the last byte, on all ways round.
    pub time: Duration,
    /// Until somebody takes the call.
    pub connect: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 16 << 20,
            time: Duration::from_mins(1),
            connect: Duration::from_secs(15),
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Question<'a> {
    /// The address.
    pub url: &'a str,
    /// What the server called its last answer: only another one is wanted.
    pub etag: Option<&'a str>,
    /// Of when it said that was.
    pub modified: Option<&'a str>,
}

/// A way to the network. Connections are kept for the next question.
#[derive(Debug, Clone)]
pub struct Web {
    agent: Agent,
    limits: Limits,
}

impl Web {
    /// Makes a way that leads as far as is said. Opens nothing yet.
    pub fn new(reach: Reach, limits: Limits) -> Self {
        let config = Agent::config_builder()
            .user_agent(USER_AGENT)
            .accept("text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, application/feed+json, */*;q=0.5")
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_connect(Some(limits.connect))
            .timeout_resolve(Some(limits.connect))
            .max_idle_connections(16)
            .max_idle_connections_per_host(2)
            .build();
        let resolver = resolver::Checked::new(reach);
        Self {
            agent: Agent::with_parts(config, DefaultConnector::new(), resolver),
            limits,
        }
    }

    /// Asks for what lies at an address. `stop` is looked at between two hops and two reads.
    ///
    /// # Errors
    /// See [`FetchError`].
    pub fn get(&self, question: &Question<'_>, stop: &AtomicBool) -> Result<Answer, FetchError> {
        let end = Instant::now() + self.limits.time;
        let mut url = address(question.url)?;
        let mut moved = true;
        for hop in 0..=MOST_HOPS {
            let response = self.call(&url, question, end, stop)?;
            let status = response.status();
            if is_redirect(status) {
                moved &= matches!(status.as_u16(), 301 | 308);
                url = next(&url, response.headers())?;
                continue;
            }
            let said = answer::Said::read(response.headers());
            return match status.as_u16() {
                200 | 203 => Ok(Answer::Got(Box::new(Got {
                    moved: hop > 0 && moved,
                    url: url.to_string(),
                    bytes: self.read(response, stop)?,
                    said,
                }))),
                304 => Ok(Answer::Same(said)),
                410 => Err(FetchError::Gone),
                429 | 503 => Err(FetchError::Later(answer::wait(response.headers()))),
                code => Err(FetchError::Status(code)),
            };
        }
        Err(FetchError::TooManyHops)
    }

    fn call(
        &self,
        url: &Url,
        question: &Question<'_>,
        end: Instant,
        stop: &AtomicBool,
    ) -> Result<Response<Body>, FetchError> {
        if stop.load(Ordering::Relaxed) {
            return Err(FetchError::Stopped);
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(FetchError::TimedOut);
        }
        let mut request = self.agent.get(url.as_str());
        if let Some(etag) = question.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(modified) = question.modified {
            request = request.header(header::IF_MODIFIED_SINCE, modified);
        }
        let request = request.config().timeout_global(Some(left)).build();
        request.call().map_err(FetchError::from_ureq)
    }

    fn read(&self, mut response: Response<Body>, stop: &AtomicBool) -> Result<Vec<u8>, FetchError> {
        const AT_ONCE: usize = 64 << 10;
        let most = self.limits.bytes;
        let too_large = || FetchError::TooLarge { most };
        if length(response.headers()).is_some_and(|length| length > most) {
            return Err(too_large());
        }
        let mut reader = response.body_mut().with_config().limit(most).reader();
        let mut bytes = Vec::new();
        loop {
            if stop.load(Ordering::Relaxed) {
                return Err(FetchError::Stopped);
            }
            let part = reader.by_ref().take(AT_ONCE as u64);
            let read = { part }.read_to_end(&mut bytes);
            match read {
                Ok(0) => return Ok(bytes),
                Ok(_) => {}
                Err(error) => return Err(FetchError::from_io(error, most)),
            }
        }
    }
}

/// Returns the fingerprint of what was got, in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// Returns an address as it is asked, so that two ways to write it are one.
///
/// # Errors
/// When it is none that may be asked.
pub fn normal(raw: &str) -> Result<String, FetchError> {
    address(raw).map(String::from)
}

/// Returns an address that may be asked.
fn address(raw: &str) -> Result<Url, FetchError> {
    let raw = raw.trim();
    if raw.len() > LONGEST_ADDRESS {
        return Err(FetchError::BadAddress);
    }
    allowed(Url::parse(raw).map_err(|_| FetchError::BadAddress)?)
}

fn allowed(mut url: Url) -> Result<Url, FetchError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(FetchError::NotWeb(url.scheme().chars().take(32).collect()));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(FetchError::BadAddress);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(FetchError::Password);
    }
    url.set_fragment(None);
    Ok(url)
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Returns where an answer sends us on to.
fn next(from: &Url, headers: &HeaderMap) -> Result<Url, FetchError> {
    let to = headers.get(header::LOCATION);
    let to = to.and_then(|to| std::str::from_utf8(to.as_bytes()).ok());
    let to = to.filter(|to| to.len() <= LONGEST_ADDRESS);
    let to = to.and_then(|to| from.join(to.trim()).ok());
    allowed(to.ok_or(FetchError::Nowhere)?)
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests;
