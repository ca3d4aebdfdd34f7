//! Finds the feed at an address, which may be that of a page.

use crate::article::Clean;
use crate::fetch::{Answer, Got, Question};
use crate::import::feed::{self, Feed};
use crate::library::gather::Trip;
use crate::library::ingest::ready::alone;

/// A feed that was found, by the address that was asked last.
pub(super) struct Found {
    pub(super) asked: String,
    pub(super) url: String,
    pub(super) moved: bool,
    pub(super) got: Got,
}

/// Finds the feed at an address: what lies there, or what the page there says is its feed.
pub(super) fn discover(url: &str, trip: &Trip<'_>) -> Result<(Found, Feed, Vec<Clean>), String> {
    let get = |url: &str| {
        let question = Question {
            url,
            ..Question::default()
        };
        match trip.web.get(&question, trip.stop) {
            Ok(Answer::Got(got)) => Ok(Found {
                asked: url.to_owned(),
                url: got.url.clone(),
                moved: got.moved,
                got: *got,
            }),
            Ok(Answer::Same(_)) => {
                Err("the server answers a question that was not asked".to_owned())
            }
            Err(error) => Err(error.to_string()),
        }
    };
    let read = |found: &Found| {
        let said = &found.got.said;
        alone(|| {
            feed::read(&found.got.bytes, Some(&found.url), said.charset.as_deref())
                .map_err(|error| error.to_string())
        })
    };
    let page = get(url)?;
    let reason = match read(&page) {
        Ok(feed) => return Ok((page, feed, Vec::new())),
        Err(reason) => reason,
    };
    let charset = page.got.said.charset.as_deref();
    let mut links = feed::links(&page.got.bytes, &page.url, charset).into_iter();
    let Some(first) = links.next() else {
        return Err(format!("{reason}, and names none"));
    };
    let found = get(&first)?;
    let feed = read(&found)?;
    Ok((found, feed, links.map(|link| Clean::line(&link)).collect()))
}
