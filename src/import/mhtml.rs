//! A web page in the coat of a mail (MHTML): finds the page and where it came from. Knows no HTML; the pictures and styles
//! that came along are left in their envelopes.

use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders, PartType};

use crate::import::page::origin::Origin;

/// Returns the page of a saved mail and its address; `None` when it holds none.
pub(super) fn page(bytes: &[u8]) -> Option<(String, Origin)> {
    let message = MessageParser::default().parse(bytes)?;
    let part = message
        .parts
        .iter()
        .find(|part| matches!(part.body, PartType::Html(_)))?;
    let PartType::Html(html) = &part.body else {
        return None;
    };
    let url = saved_at(&message).or_else(|| part.content_location().map(str::to_owned));
    let url = url.filter(|url| url.starts_with("http://") || url.starts_with("https://"));
    Some((html.to_string(), Origin { url }))
}

fn saved_at(message: &Message<'_>) -> Option<String> {
    match message.header("Snapshot-Content-Location")? {
        HeaderValue::Text(url) => Some(url.trim().to_owned()),
        HeaderValue::TextList(parts) => Some(parts.concat()),
        _ => None,
    }
}
