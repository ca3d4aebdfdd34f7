//! Any text, made safe to be shown: no control is left, and doing it again changes nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote::article::Clean;

fuzz_target!(|text: &str| {
    let is_control = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
    };
    let clean = Clean::from_untrusted(text);
    assert!(!clean.contains(is_control), "{clean:?}");
    assert_eq!(Clean::from_untrusted(&clean), clean);
    let line = Clean::line(text);
    assert!(!line.contains(is_control) && !line.contains('\n'), "{line:?}");
    assert_eq!(Clean::line(&line), line);
});
