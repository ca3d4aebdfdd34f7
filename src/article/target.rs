//! Where a link leads: its true host, so written that it cannot pass for another, and what is odd about it.
//!
//! Opens nothing. Only http, https and mailto are targets at all.

use unicode_script::{Script, UnicodeScript};
use url::Url;

use crate::article::Clean;

/// Longest address that is a target, in bytes.
const LONGEST: usize = 8 * 1024;
/// Last parts of hosts by which words are known for one; all of two letters are taken for those of countries.
const ENDS: &[&str] = &[
    "agency", "app", "asia", "bank", "biz", "blog", "cat", "center", "click", "cloud", "club",
    "com", "company", "design", "dev", "digital", "edu", "email", "fun", "gov", "group", "guru",
    "icu", "info", "int", "jobs", "law", "life", "link", "live", "loan", "media", "mil", "mobi",
    "money", "name", "net", "network", "news", "one", "online", "org", "page", "press", "pro",
    "report", "sale", "shop", "site", "social", "space", "store", "studio", "team", "tech",
    "today", "top", "travel", "tube", "video", "vip", "website", "wiki", "win", "work", "world",
    "xyz", "zone",
];
/// Last parts of two letters that end the names of files and programs more often than those of hosts.
const FILES: &[&str] = &[
    "cc", "cs", "go", "hs", "js", "md", "mk", "pl", "pm", "ps", "py", "rb", "rs", "sh", "so", "ts",
];
/// Scripts whose letters pass for Latin ones.
const LATIN_ALIKE: &[Script] = &[
    Script::Cyrillic,
    Script::Greek,
    Script::Armenian,
    Script::Cherokee,
    Script::Coptic,
    Script::Lisu,
];

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    address: Clean,
    host: Clean,
    /// The host in ASCII, to be compared.
    ascii: String,
    has_user: bool,
}

/// Why an address is no target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It holds a line feed or another control, or begins like an option.
    #[error("the address holds what no address holds")]
    Unsafe,
    /// It cannot be read.
    #[error("this is no address")]
    Unreadable,
    /// It is of another kind.
    #[error("only http, https and mailto are opened")]
    Kind,
}

impl Target {
    /// Reads an address.
    ///
    /// # Errors
    /// When it is no http, https or mailto address, or holds what could steer a terminal or a program.
    pub fn read(raw: &str) -> Result<Self, Refusal> {
        if raw.starts_with('-') || raw.len() > LONGEST || raw.chars().any(char::is_control) {
            return Err(Refusal::Unsafe);
        }
        let url = Url::parse(raw).map_err(|_| Refusal::Unreadable)?;
        let ascii = match url.scheme() {
            "http" | "https" => url.host_str().unwrap_or_default().to_owned(),
            // What follows the last sign is the host of the mailbox.
            "mailto" => url
                .path()
                .rsplit('@')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase(),
            _ => return Err(Refusal::Kind),
        };
        if ascii.is_empty() {
            return Err(Refusal::Unreadable);
        }
        let has_user = !url.username().is_empty() || url.password().is_some();
        Ok(Self {
            host: Clean::line(&shown(&ascii)),
            // Already percent-encoded ASCII; cleaned all the same, as everything that is shown.
            address: Clean::line(url.as_str()),
            ascii,
            has_user,
        })
    }

    /// Returns the whole address, in ASCII.
    pub const fn address(&self) -> &Clean {
        &self.address
    }

    /// Returns the host, in punycode where its letters could pass for those of another one.
    pub const fn host(&self) -> &Clean {
        &self.host
    }

    /// Returns what is odd about a link with these words, in a sentence each.
    pub fn warnings(&self, words: &str) -> Vec<String> {
        let mut warnings = Vec::new();
        if let Some(named) = named_host(words).filter(|named| !same(named, &self.ascii)) {
            warnings.push(format!("its text names {}", shown(&named)));
        }
        if self.has_user {
            warnings.push("what stands before the @ in it is a name, not the host".to_owned());
        }
        if self.host.starts_with("xn--") || self.host.contains(".xn--") {
            warnings.push("its host has letters that pass for others".to_owned());
        }
        warnings
    }
}

/// Whether one host is the other one or a part of it.
fn same(one: &str, other: &str) -> bool {
    let plain = |host: &str| {
        host.trim_start_matches("www.")
            .trim_end_matches('.')
            .to_owned()
    };
    let (one, other) = (plain(one), plain(other));
    let is_part = |part: &str, whole: &str| {
        part.strip_suffix(whole)
            .is_some_and(|rest| rest.ends_with('.'))
    };
    one == other || is_part(&one, &other) || is_part(&other, &one)
}

/// The host that the words of a link name, in ASCII: the first of those that they name.
fn named_host(words: &str) -> Option<String> {
    let is_alone = words.split_whitespace().count() == 1;
    let is_edge = |c: char| !(c.is_alphanumeric() || c == '/');
    words
        .split_whitespace()
        .find_map(|token| host_of(token.trim_matches(is_edge), is_alone))
}

/// The host that a word names. Among other words, what may be a file's name or two sentences without a blank is none.
fn host_of(token: &str, is_alone: bool) -> Option<String> {
    let lower = token.to_ascii_lowercase();
    let is_sure = ["http://", "https://", "www."]
        .iter()
        .any(|begin| lower.starts_with(begin));
    let full = if token.contains("://") {
        token.to_owned()
    } else {
        format!("https://{token}")
    };
    let url = Url::parse(&full).ok()?;
    let host = url.domain()?;
    let (name, end) = host.rsplit_once('.')?;
    let is_country = end.len() == 2 && end.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_end = ENDS.contains(&end)
        || end.starts_with("xn--")
        || (is_country
            && (is_alone || (!FILES.contains(&end) && token.contains(&format!(".{end}")))));
    (is_sure || (is_end && name.len() > 1)).then(|| host.to_owned())
}

/// Returns a host as it may be shown: in its own letters where they are of one script and cannot pass for others.
fn shown(ascii: &str) -> String {
    if !ascii.contains("xn--") {
        return ascii.to_owned();
    }
    let (unicode, outcome) = idna::domain_to_unicode(ascii);
    let is_foreign_end = unicode
        .rsplit('.')
        .next()
        .is_some_and(|end| !end.is_ascii());
    let is_plain = outcome.is_ok()
        && unicode
            .split('.')
            .all(|label| is_plain(label, is_foreign_end));
    if is_plain { unicode } else { ascii.to_owned() }
}

/// Whether the letters of a label are of one script, or of those that are written together.
fn is_plain(label: &str, is_foreign_end: bool) -> bool {
    const TOGETHER: [&[Script]; 3] = [
        &[
            Script::Han,
            Script::Hiragana,
            Script::Katakana,
            Script::Latin,
        ],
        &[Script::Han, Script::Bopomofo, Script::Latin],
        &[Script::Han, Script::Hangul, Script::Latin],
    ];
    let mut scripts: Vec<Script> = label
        .chars()
        .map(|c| c.script())
        .filter(|script| !matches!(script, Script::Common | Script::Inherited))
        .collect();
    scripts.sort_unstable_by_key(|script| script.short_name());
    scripts.dedup();
    match scripts.as_slice() {
        [] => label.is_ascii(),
        [only] => is_foreign_end || !LATIN_ALIKE.contains(only),
        several => TOGETHER
            .iter()
            .any(|set| several.iter().all(|script| set.contains(script))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("https://www.bbc.co.uk/news", "www.bbc.co.uk")]
    #[case("https://bbc.co.uk@evil.example/", "evil.example")]
    #[case("mailto:desk@sound.example?subject=hi", "sound.example")]
    #[case("https://zürich.example/", "zürich.example")]
    #[case("https://日本語とlatin.example/", "日本語とlatin.example")]
    // Mixed Latin and Cyrillic; all Cyrillic below a Latin end; all Cyrillic below a Cyrillic one.
    #[case("https://pаypal.example/", "xn--pypal-4ve.example")]
    #[case("https://аррӏе.com/", "xn--80ak6aa92e.com")]
    #[case("https://пример.рф/", "пример.рф")]
    #[case("http://[::1]/", "[::1]")]
    fn the_true_host_is_shown(#[case] address: &str, #[case] host: &str) {
        assert_eq!(&**Target::read(address).unwrap().host(), host);
    }

    #[rstest]
    #[case("javascript:alert(1)", Refusal::Kind)]
    #[case("file:///etc/passwd", Refusal::Kind)]
    #[case("-https://a.example", Refusal::Unsafe)]
    #[case("https://a.example/\nrm", Refusal::Unsafe)]
    #[case("https://a.example/\u{1b}]0;x\u{7}", Refusal::Unsafe)]
    #[case("--help", Refusal::Unsafe)]
    #[case("/relative", Refusal::Unreadable)]
    #[case("mailto:", Refusal::Unreadable)]
    #[case("", Refusal::Unreadable)]
    fn what_is_no_target_is_refused(#[case] address: &str, #[case] refusal: Refusal) {
        assert_eq!(Target::read(address), Err(refusal));
    }

    #[rstest]
    #[case("https://sound.example/a", "the timetable", "")]
    #[case("https://www.sound.com/a", "sound.com", "")]
    #[case("https://news.sound.com/a", "https://sound.com/b", "")]
    #[case(
        "https://evil.example/",
        "www.bbc.co.uk",
        "its text names www.bbc.co.uk"
    )]
    #[case(
        "https://evil.example/",
        "https://bbc.co.uk/news",
        "its text names bbc.co.uk"
    )]
    #[case(
        "https://evil.example/",
        "see https://bbc.co.uk, please",
        "its text names bbc.co.uk"
    )]
    #[case("https://evil.example/", "(bbc.com)", "its text names bbc.com")]
    #[case("https://evil.example/", "The U.S. at 5 p.m.", "")]
    #[case("https://evil.example/", "U.S.", "")]
    #[case("https://evil.example/", "bbc.com latest", "its text names bbc.com")]
    #[case(
        "https://evil.example/",
        "more at Guardian.co.uk/news today",
        "its text names guardian.co.uk"
    )]
    #[case("https://evil.example/", "cheap.shop", "its text names cheap.shop")]
    #[case("https://evil.example/", "It ended yesterday.It began in Node.js", "")]
    #[case("https://sport.bbc.com/", "bbc.com latest", "")]
    #[case(
        "https://bbc.com@evil.example/",
        "news",
        "what stands before the @ in it is a name, not the host"
    )]
    #[case(
        "https://аррӏе.com/",
        "apple.com",
        "its text names apple.com; its host has letters that pass for others"
    )]
    fn words_that_name_another_host_are_a_warning(
        #[case] address: &str,
        #[case] words: &str,
        #[case] warnings: &str,
    ) {
        let target = Target::read(address).unwrap();
        assert_eq!(target.warnings(words).join("; "), warnings);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(https?://|mailto:|)\\PC{0,40}", words in "\\PC{0,30}") {
            if let Ok(target) = Target::read(&text) {
                proptest::prop_assert!(target.address().is_ascii());
                target.warnings(&words);
            }
        }
    }
}
