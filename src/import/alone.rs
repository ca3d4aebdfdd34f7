//! What stood among others in a file, written so that it stands alone: one line of JSON, which only this program reads.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::import::ImportError;

/// Returns something as one line of JSON.
pub(super) fn write<T: Serialize>(what: &T) -> String {
    // Strings, numbers and lists of them: there is nothing that JSON could not say.
    let mut value = serde_json::to_value(what).unwrap_or_default();
    if let Value::Object(fields) = &mut value {
        // Whoever reads it needs to know what is there, not what is not.
        fields.retain(|_, value| !is_nothing(value));
    }
    value.to_string()
}

/// Reads it again.
pub(super) fn read<T: DeserializeOwned>(line: &str) -> Result<T, ImportError> {
    let broken = |reason: String| ImportError::Broken { reason };
    let value: Value = serde_json::from_str(line).map_err(|error| broken(error.to_string()))?;
    if !value.is_object() {
        return Err(broken("it is no JSON object".to_owned()));
    }
    serde_json::from_value(value).map_err(|error| broken(error.to_string()))
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(all) => all.is_empty(),
        _ => false,
    }
}
