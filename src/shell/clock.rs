//! Asks the system what time it is: for the whole program, which is told everywhere else.

use crate::article::Clean;

/// Returns the time, as the library keeps it: RFC 3339, UTC, whole seconds.
pub(crate) fn now() -> Clean {
    let now = jiff::Timestamp::now().as_second();
    let whole = jiff::Timestamp::from_second(now).unwrap_or_default();
    Clean::line(&whole.to_string())
}

/// Returns the day where the user is.
pub(crate) fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}
