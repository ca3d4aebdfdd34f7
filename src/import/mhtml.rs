//! A web page in the coat of a mail (MHTML): finds the page, where it came from, and the pictures that came along. Knows no
//! HTML.

use std::collections::HashMap;

use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders, PartType};

use crate::import::album::{Found, LARGEST};
use crate::import::page::origin::Origin;

/// A page that was saved as a mail.
pub(super) struct Saved<'a> {
    message: Message<'a>,
    page: usize,
}

/// Returns the page of a saved mail; `None` when it holds none.
pub(super) fn open(bytes: &[u8]) -> Option<Saved<'_>> {
    let message = MessageParser::default().parse(bytes)?;
    let page = message
        .parts
        .iter()
        .position(|part| matches!(part.body, PartType::Html(_)))?;
    Some(Saved { message, page })
}

impl Saved<'_> {
    /// Returns the page.
    pub(super) fn html(&self) -> &str {
        match self.message.parts.get(self.page).map(|part| &part.body) {
            Some(PartType::Html(html)) => html,
            _ => "",
        }
    }

    /// Returns where the page came from.
    pub(super) fn origin(&self) -> Origin {
        let part = self.message.parts.get(self.page);
        let url = saved_at(&self.message).or_else(|| Some(part?.content_location()?.to_owned()));
        let is_web = |url: &String| url.starts_with("http://") || url.starts_with("https://");
        Origin {
            url: url.filter(is_web),
        }
    }

    /// Returns what came along, by the addresses that the page may have for it.
    pub(super) fn parts(&self) -> Parts<'_> {
        let mut by_address = HashMap::new();
        for part in &self.message.parts {
            let PartType::Binary(bytes) = &part.body else {
                continue;
            };
            if let Some(place) = part.content_location() {
                by_address.insert(place.trim().to_owned(), bytes.as_ref());
            }
            if let Some(id) = part.content_id() {
                let id = id.trim_start_matches('<').trim_end_matches('>');
                by_address.insert(format!("cid:{id}"), bytes.as_ref());
            }
        }
        Parts(by_address)
    }
}

/// What came along with a page.
pub(super) struct Parts<'a>(HashMap<String, &'a [u8]>);

impl Parts<'_> {
    /// Returns what has an address.
    pub(super) fn find(&self, address: &str) -> Option<Found> {
        let bytes = self.0.get(address)?;
        (bytes.len() as u64 <= LARGEST).then(|| Found::from(bytes.to_vec()))
    }
}

fn saved_at(message: &Message<'_>) -> Option<String> {
    match message.header("Snapshot-Content-Location")? {
        HeaderValue::Text(url) => Some(url.trim().to_owned()),
        HeaderValue::TextList(parts) => Some(parts.concat()),
        _ => None,
    }
}
