//! JSON objects of other programs: a text and what they call its title, address and date. Knows nothing of our schema.

use serde_json::{Map, Value};

use crate::article::{Provenance, Record, State};
use crate::import::records::RecordError;
use crate::import::{ImportError, LARGEST, front, plain_text};

/// Reads an object with a text.
pub(super) fn read(object: &Map<String, Value>) -> Result<Record, RecordError> {
    let text = text(object).ok_or(RecordError::NoText)?;
    if text.trim().is_empty() {
        return Err(ImportError::Empty.into());
    }
    let bytes = text.len() as u64;
    if bytes > LARGEST {
        return Err(ImportError::TooLarge { bytes }.into());
    }
    let article = plain_text(text, front::meta(object))?;
    Ok(Record {
        article,
        state: State::default(),
        provenance: Provenance::default(),
    })
}

/// Returns the text of an object, by whatever name it goes.
pub(super) fn text(object: &Map<String, Value>) -> Option<&str> {
    let names = ["text", "content", "body", "maintext"];
    names.iter().find_map(|name| object.get(*name)?.as_str())
}
