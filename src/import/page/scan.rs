//! Rewrites a web page so that its parser meets nothing hostile: only text and plain tags with few attributes are left.
//!
//! Comments, styles, drawings and programs go, together with what they hold; data about the article (JSON-LD) and the
//! title stay. A parser that compares every attribute with all before it, or copies comments into a tree, is then fed
//! nothing that makes it slow. Pictures that stand in it as text are put aside, each with a short name in its place.
//! Knows tags, not what they mean.

/// Most attributes that a tag keeps; parsers compare each with all others.
const MOST_ATTRIBUTES: usize = 128;

/// Elements that go with all they hold. Without an end they hold the rest of the page.
const RAW: &[&str] = &[
    "iframe", "noembed", "noframes", "script", "style", "textarea", "xmp",
];

/// Elements that go with all they hold, if they have an end.
const DROPPED: &[&str] = &["select", "svg", "template"];

/// Elements whose tags go; what they hold stays.
const OPENED: &[&str] = &["frame", "frameset", "math", "plaintext"];

/// Shortest `data:` address that is put aside; shorter ones are in nobody's way.
const SHORTEST_DATA: usize = 128;

/// How the name of a `data:` address begins that was put aside; its number follows.
const ASIDE: &str = "aside:";

/// Returns the page, rewritten.
pub(super) fn rewritten(page: &str) -> String {
    parted(page).0
}

/// Returns the page, rewritten, and the `data:` addresses of its pictures, which [`aside`] finds by their names.
pub(super) fn parted(page: &str) -> (String, Vec<&str>) {
    let mut scan = Scan {
        page,
        out: String::with_capacity(page.len() / 2),
        endless: Vec::new(),
        titled: false,
        data: Vec::new(),
    };
    scan.out.push_str("<!DOCTYPE html>");
    let mut at = 0;
    while let Some(next) = scan.step(at) {
        at = next;
    }
    (scan.out, scan.data)
}

/// Returns the `data:` address that was put aside under a name.
pub(super) fn aside<'a>(data: &[&'a str], name: &str) -> Option<&'a str> {
    let number: usize = name.strip_prefix(ASIDE)?.parse().ok()?;
    data.get(number).copied()
}

/// Whether a page holds programs or other pages.
pub(super) fn has_programs(page: &str) -> bool {
    ["<script", "<iframe", "<frame", "<object", "<embed"]
        .iter()
        .any(|tag| {
            let mut windows = page.as_bytes().windows(tag.len());
            windows.any(|window| window.eq_ignore_ascii_case(tag.as_bytes()))
        })
}

struct Scan<'a> {
    page: &'a str,
    out: String,
    /// Elements that have no end tag below; they are not searched for again.
    endless: Vec<&'static str>,
    titled: bool,
    /// Addresses that were put aside.
    data: Vec<&'a str>,
}

impl<'a> Scan<'a> {
    /// Copies text and one tag from `at` on; returns where to go on, `None` at the end.
    fn step(&mut self, at: usize) -> Option<usize> {
        let rest = self.page.get(at..)?;
        let Some(open) = rest.find('<') else {
            self.out.push_str(rest);
            return None;
        };
        let (words, tail) = rest.split_at(open);
        self.out.push_str(words);
        let at = at + open;
        let name = tail.strip_prefix('<')?;
        let closes = name.starts_with('/');
        let name = name.strip_prefix('/').unwrap_or(name);
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return self.tag(at, name, closes);
        }
        if tail.starts_with("<!--") {
            return comment_end(tail).map(|end| at + end);
        }
        if closes || name.starts_with(['!', '?']) {
            return tail.find('>').map(|end| at + end + 1);
        }
        self.out.push_str("&lt;");
        Some(at + 1)
    }

    fn tag(&mut self, at: usize, name: &str, closes: bool) -> Option<usize> {
        let length = name
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
            .unwrap_or(name.len());
        let name = name.get(..length)?.to_ascii_lowercase();
        let tail = self.page.get(at..)?;
        let from = 1 + usize::from(closes) + length;
        let (end, kept) = tag_end(tail, from)?;
        let after = at + end;
        let raw = tail.get(..kept)?;
        let known = |list: &[&'static str]| list.iter().find(|known| **known == name).copied();
        if closes {
            let gone = name == "title" || known(RAW).or(known(DROPPED)).or(known(OPENED)).is_some();
            if !gone {
                self.out.push_str("</");
                self.out.push_str(&name);
                self.out.push('>');
            }
            return Some(after);
        }
        if name == "title" {
            let (inner, next) = self.inside(after, "title")?;
            if !std::mem::replace(&mut self.titled, true) {
                self.out.push_str("<title>");
                self.out.push_str(&inner.replace('<', "&lt;"));
                self.out.push_str("</title>");
            }
            return Some(next);
        }
        if let Some(name) = known(RAW) {
            let (inner, next) = self.inside(after, name)?;
            if name == "script"
                && raw.to_ascii_lowercase().contains("ld+json")
                && !inner.contains("<!--")
            {
                self.out.push_str("<script type=\"application/ld+json\">");
                self.out.push_str(inner);
                self.out.push_str("</script>");
            }
            return Some(next);
        }
        if let Some(name) = known(DROPPED) {
            // What a page keeps in the shadow of an element is shown; other templates are not.
            let shown = name == "template" && raw.contains("shadowroot");
            if shown || raw.ends_with("/>") || self.endless.contains(&name) {
                return Some(after);
            }
            if let Some((_, next)) = self.inside(after, name) {
                return Some(next);
            }
            self.endless.push(name);
            return Some(after);
        }
        if known(OPENED).is_none() {
            self.push_tag(raw, matches!(name.as_str(), "img" | "source"));
            if kept < end {
                self.out.push('>');
            }
        }
        Some(after)
    }

    /// Copies a tag; long `data:` addresses stay behind.
    fn push_tag(&mut self, raw: &'a str, is_picture: bool) {
        let mut rest = raw;
        while rest.len() > SHORTEST_DATA
            && let Some(at) = rest.find("data:")
        {
            let (before, tail) = rest.split_at(at);
            // Without these signs in it, what is left of the tag has the same attributes.
            let end = tail
                .find(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | '>' | ')'))
                .unwrap_or(tail.len());
            let (data, after) = tail.split_at(end);
            rest = after;
            self.out.push_str(before);
            if data.len() < SHORTEST_DATA {
                self.out.push_str(data);
            } else if is_picture {
                self.out.push_str(ASIDE);
                self.out.push_str(&self.data.len().to_string());
                self.data.push(data);
            } else {
                self.out.push_str("data:,");
            }
        }
        self.out.push_str(rest);
    }

    /// Returns what stands before the end tag of an element, and where its end tag ends.
    fn inside(&self, from: usize, name: &str) -> Option<(&'a str, usize)> {
        let rest = self.page.get(from..)?;
        let mut at = 0;
        loop {
            at += rest.get(at..)?.find("</")?;
            let tail = rest.get(at + 2..)?;
            let is_end = tail
                .get(..name.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(name))
                && tail.get(name.len()..).is_some_and(|tail| {
                    tail.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
                });
            if is_end {
                let (end, _) = tag_end(rest.get(at..)?, 2 + name.len())?;
                return Some((rest.get(..at)?, from + at + end));
            }
            at += 2;
        }
    }
}

/// Returns one past the end of a comment.
fn comment_end(tail: &str) -> Option<usize> {
    let inner = tail.get(4..)?;
    if inner.starts_with('>') {
        return Some(5);
    }
    if inner.starts_with("->") {
        return Some(6);
    }
    let mut at = 0;
    loop {
        at += inner.get(at..)?.find("--")?;
        let after = inner.get(at + 2..)?;
        if after.starts_with('>') {
            return Some(4 + at + 3);
        }
        if after.starts_with("!>") {
            return Some(4 + at + 4);
        }
        at += 1;
    }
}

/// Returns one past the `>` of a tag, and how much of it is kept: all, or up to the last attribute allowed. `from` is one
/// past its name. As browsers read it: quotes only count after an equals sign.
fn tag_end(tail: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = tail.as_bytes();
    let mut at = from;
    let mut kept = None;
    let mut attributes = 0;
    let skip = |at: &mut usize, wanted: &dyn Fn(u8) -> bool| {
        while bytes.get(*at).is_some_and(|b| wanted(*b)) {
            *at += 1;
        }
    };
    loop {
        skip(&mut at, &|b| b.is_ascii_whitespace() || b == b'/');
        if *bytes.get(at)? == b'>' {
            return Some((at + 1, kept.unwrap_or(at + 1)));
        }
        if attributes == MOST_ATTRIBUTES && kept.is_none() {
            kept = Some(at);
        }
        attributes += 1;
        // An equals sign may begin a name.
        at += 1;
        skip(&mut at, &|b| {
            !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'=')
        });
        let mut ahead = at;
        skip(&mut ahead, &|b| b.is_ascii_whitespace());
        if bytes.get(ahead) != Some(&b'=') {
            continue;
        }
        at = ahead + 1;
        skip(&mut at, &|b| b.is_ascii_whitespace());
        match *bytes.get(at)? {
            quote @ (b'"' | b'\'') => {
                at += 1;
                skip(&mut at, &|b| b != quote);
                at += 1;
            }
            b'>' => {}
            _ => skip(&mut at, &|b| !b.is_ascii_whitespace() && b != b'>'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::as_it_is("<p class=\"a>b\">One</p>", "<p class=\"a>b\">One</p>")]
    #[case::comment("a<!-- <b> -->b<!-->c<!--->d", "abcd")]
    #[case::open_comment("a<!-- b", "a")]
    #[case::script("a<SCRIPT>if (a</b) x</script >b", "ab")]
    #[case::open_script("a<script>b", "a")]
    #[case::data(
        "<script type='application/ld+json'>{}</script>",
        "<script type=\"application/ld+json\">{}</script>"
    )]
    #[case::drawing("a<svg><style><b></style></svg>b<svg/>c", "abc")]
    #[case::open_drawing("a<svg>b<svg>c", "abc")]
    #[case::shadow(
        "<template shadowrootmode=open><p>a</template><template><p>b</template>",
        "<p>a"
    )]
    #[case::title("<title>a <b> c</title><title>d</title>", "<title>a &lt;b> c</title>")]
    #[case::less("1 < 2 <3", "1 &lt; 2 &lt;3")]
    #[case::end("</P x='>'>a</>b", "</p>ab")]
    #[case::declaration("<!doctype html><?xml?>a", "a")]
    #[case::open_tag("a<p class=\"b", "a")]
    #[case::equals("<p =a=\">\">b", "<p =a=\">\">b")]
    fn pages(#[case] page: &str, #[case] expected: &str) {
        assert_eq!(rewritten(page), format!("<!DOCTYPE html>{expected}"));
    }

    #[test]
    fn pictures_that_stand_in_a_page_are_put_aside() {
        let long = format!("data:image/png;base64,{}", "A".repeat(200));
        let page = format!(
            "<img alt='a' src=\"{long}\"><source srcset='{long} 2x, b.png 1x'><img src={long}><p style='background: url({long})'>\
             <img src='data:image/gif;base64,AAAA'>"
        );
        let (html, data) = parted(&page);
        assert_eq!(
            html,
            "<!DOCTYPE html><img alt='a' src=\"aside:0\"><source srcset='aside:1 2x, b.png 1x'><img src=aside:2>\
             <p style='background: url(data:,)'><img src='data:image/gif;base64,AAAA'>"
        );
        assert_eq!(data, [&long; 3]);
        assert_eq!(aside(&data, "aside:2"), Some(long.as_str()));
        for name in ["aside:3", "aside:-1", "aside:", "b.png"] {
            assert_eq!(aside(&data, name), None);
        }
    }

    #[test]
    fn a_tag_keeps_its_first_attributes() {
        let page = format!("<p {}>x", "a ".repeat(100_000));
        assert_eq!(
            rewritten(&page).len(),
            "<!DOCTYPE html><p >x".len() + 2 * MOST_ATTRIBUTES
        );
    }
}
