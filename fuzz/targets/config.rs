//! Any text, as settings: they hold, with their problems told.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote::app::Keymap;
use pullquote::config::Settings;

fuzz_target!(|text: &str| {
    let settings = Settings::read(text);
    Keymap::new(settings.preset, &settings.keys);
    for problem in &settings.problems {
        assert!(!problem.to_string().chars().any(char::is_control));
    }
});
