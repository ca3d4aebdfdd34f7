//! Web addresses: the canonical form that tells whether two articles are one, and links safe to keep.
//!
//! Knows nothing of any site; never opens a connection.

use url::Url;

use crate::article::Clean;

/// Longest address that is looked at, in bytes. Longer ones are data, not places.
const LONGEST: usize = 8 * 1024;

/// Query parameters that only say how a reader got to the page.
const TRACKING: &[&str] = &[
    "__s",
    "__twitter_impression",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "cmpid",
    "dclid",
    "fb_action_ids",
    "fb_action_types",
    "fb_ref",
    "fb_source",
    "fbclid",
    "ftag",
    "gbraid",
    "gclid",
    "gclsrc",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "hsctatracking",
    "icid",
    "igsh",
    "igshid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ncid",
    "ocid",
    "oly_anon_id",
    "oly_enc_id",
    "rb_clickid",
    "ref_src",
    "ref_url",
    "s_cid",
    "smid",
    "soc_src",
    "soc_trk",
    "sr_share",
    "taid",
    "traffic_source",
    "tsrc",
    "twclid",
    "vero_conv",
    "vero_id",
    "wbraid",
    "wickedid",
    "wt_mc",
    "xtor",
    "yclid",
];

/// Beginnings of such parameters.
const TRACKING_FAMILIES: &[&str] = &["utm_", "hsa_", "pk_", "mtm_", "at_custom", "at_medium"];

/// Returns the canonical form of a web address: http or https, host in lower case, without fragment, tracking parameters,
/// default port and credentials. Path and the other parameters stay as they are, in their order. `None` when it is no
/// absolute web address, or longer than 8 KiB.
pub fn canonical(raw: &str) -> Option<Clean> {
    let mut url = parse(raw)?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    url.set_fragment(None);
    // Neither can fail for a scheme with a host; a password must not end up in a library or on a screen.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if let Some(query) = url.query() {
        let kept: Vec<&str> = query.split('&').filter(|pair| !is_tracking(pair)).collect();
        let kept = kept.join("&");
        url.set_query((!kept.is_empty()).then_some(kept.as_str()));
    }
    Some(Clean::line(url.as_str()))
}

/// Returns the address of a link that may be followed: absolute, http, https or mailto. Everything else, also the dead
/// `#` links of converted pages, is `None`.
pub fn link(raw: &str) -> Option<Clean> {
    let url = parse(raw)?;
    let safe = match url.scheme() {
        "http" | "https" => url.host_str().is_some_and(|host| !host.is_empty()),
        "mailto" => url.path().contains('@'),
        _ => false,
    };
    safe.then(|| Clean::line(url.as_str()))
}

/// Returns the host of an address in lower case.
pub(super) fn host(address: &str) -> Option<String> {
    parse(address)?.host_str().map(str::to_owned)
}

fn parse(raw: &str) -> Option<Url> {
    let raw = raw.trim();
    if raw.len() > LONGEST {
        return None;
    }
    Url::parse(raw).ok()
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default();
    if name.is_empty() {
        return true;
    }
    let name = name.to_ascii_lowercase();
    TRACKING.binary_search(&name.as_str()).is_ok()
        || TRACKING_FAMILIES
            .iter()
            .any(|family| name.starts_with(family))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::as_it_is("https://news.example/a/b?id=7", Some("https://news.example/a/b?id=7"))]
    #[case::fragment("https://news.example/a#top", Some("https://news.example/a"))]
    #[case::tracking(
        "https://news.example/a?utm_source=x&id=7&fbclid=y&UTM_Medium=z",
        Some("https://news.example/a?id=7")
    )]
    #[case::only_tracking(
        "https://news.example/a?gclid=1&mc_cid=2",
        Some("https://news.example/a")
    )]
    #[case::order_is_kept(
        "https://news.example/?b=2&a=1&b=%20x",
        Some("https://news.example/?b=2&a=1&b=%20x")
    )]
    #[case::host_and_port("HTTP://News.Example:80/A", Some("http://news.example/A"))]
    #[case::other_port("https://news.example:8443/a", Some("https://news.example:8443/a"))]
    #[case::credentials("https://me:secret@news.example/a", Some("https://news.example/a"))]
    #[case::idn(
        "https://bücher.example/ü",
        Some("https://xn--bcher-kva.example/%C3%BC")
    )]
    #[case::space_around("  https://news.example/a\n", Some("https://news.example/a"))]
    #[case::similar_name_stays(
        "https://news.example/?reference=1&ref=2",
        Some("https://news.example/?reference=1&ref=2")
    )]
    #[case::mail("mailto:desk@news.example", None)]
    #[case::script("javascript:alert(1)", None)]
    #[case::file("file:///etc/passwd", None)]
    #[case::relative("/a/b", None)]
    #[case::no_scheme("news.example/a", None)]
    #[case::no_host("https://", None)]
    #[case::empty("", None)]
    fn canonical_addresses(#[case] raw: &str, #[case] expected: Option<&str>) {
        assert_eq!(canonical(raw).as_deref(), expected);
        if let Some(address) = expected {
            assert_eq!(canonical(address).as_deref(), expected, "not stable");
        }
    }

    #[rstest]
    #[case("https://news.example/a#part", Some("https://news.example/a#part"))]
    #[case("mailto:desk@news.example", Some("mailto:desk@news.example"))]
    #[case("mailto:", None)]
    #[case("#", None)]
    #[case("", None)]
    #[case("/relative", None)]
    #[case("data:text/html,x", None)]
    #[case(
        "https://news.example/\u{202e}x",
        Some("https://news.example/%E2%80%AEx")
    )]
    fn links(#[case] raw: &str, #[case] expected: Option<&str>) {
        assert_eq!(link(raw).as_deref(), expected);
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(TRACKING.is_sorted());
    }
}
