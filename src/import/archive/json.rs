//! Lists of objects in JSON: whose they are, and their values, of whatever type a version of the program writes them.

use serde_json::{Map, Value};

use crate::import::ImportError;
use crate::import::archive::entry::{Entry, Shelf};
use crate::import::archive::{Form, HEAD, Program};

/// An object of a list.
pub(super) type Object = Map<String, Value>;

/// Returns whose list it is, by its first object.
pub(super) fn program(text: &str) -> Option<Program> {
    let list = text.trim_start().strip_prefix('[')?;
    let mut values = serde_json::Deserializer::from_str(list).into_iter::<Object>();
    let first = match values.next()? {
        Ok(first) => first,
        // Of a long list only the beginning may be known, and its first object may be longer.
        Err(error) if error.is_eof() => return program_of_head(list),
        Err(_) => return None,
    };
    let has = |names: &[&str]| names.iter().all(|name| first.contains_key(*name));
    if has(&["url", "content", "is_archived"]) {
        Some(Program::Wallabag)
    } else if has(&["id", "type", "title"])
        && ["URL", "issued", "author", "container-title", "accessed"]
            .iter()
            .any(|name| first.contains_key(*name))
    {
        Some(Program::Zotero(Form::List))
    } else {
        None
    }
}

/// Returns whose list it is that begins with half an object.
fn program_of_head(list: &str) -> Option<Program> {
    let end = list.floor_char_boundary(HEAD);
    let head = list.get(..end).unwrap_or_default();
    ["\"is_archived\"", "\"is_starred\""]
        .iter()
        .all(|name| head.contains(name))
        .then_some(Program::Wallabag)
}

/// Puts what `read` makes of each object on the shelf.
///
/// # Errors
/// When it is no JSON, or has more objects than anybody keeps.
pub(super) fn each(
    text: &str,
    shelf: &mut Shelf,
    read: fn(&Object) -> Entry,
) -> Result<(), ImportError> {
    let list: Vec<Value> = serde_json::from_str(text).map_err(|error| ImportError::Broken {
        reason: error.to_string(),
    })?;
    for value in list {
        match value {
            Value::Object(object) => shelf.put(read(&object))?,
            _ => shelf.leave_out(),
        }
    }
    Ok(())
}

/// Returns a text, or a number as one; empty when there is neither.
pub(super) fn text(object: &Object, name: &str) -> String {
    match object.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Whether something is said: true, 1 or "1".
pub(super) fn flag(object: &Object, name: &str) -> bool {
    match object.get(name) {
        Some(Value::Bool(flag)) => *flag,
        Some(Value::Number(number)) => number.as_i64().is_some_and(|number| number > 0),
        Some(Value::String(text)) => text == "1" || text == "true",
        _ => false,
    }
}

/// Returns the objects of a list.
pub(super) fn objects<'a>(object: &'a Object, name: &str) -> impl Iterator<Item = &'a Object> {
    let list = object.get(name).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_object)
}

/// Returns the texts of a list.
pub(super) fn texts<'a>(object: &'a Object, name: &str) -> impl Iterator<Item = &'a str> {
    let list = object.get(name).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str)
}
