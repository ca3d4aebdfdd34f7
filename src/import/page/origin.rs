//! Where a saved page came from, as the program that saved it wrote into it. Knows the comment of `SingleFile` and the one that
//! browsers write.

/// How far down such a comment can stand, in bytes, and how long it can be.
const TOP: usize = 256 * 1024;
const LONGEST: usize = 8 * 1024;

/// Where and when a page was saved.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Origin {
    /// Its address then.
    pub(in crate::import) url: Option<String>,
}

/// Reads the comments at the top of a page.
pub(super) fn read(page: &str) -> Origin {
    let mut rest = page.get(..page.floor_char_boundary(TOP)).unwrap_or(page);
    // Each search begins where the last one ended, so that comments without end cost nothing.
    while let Some((_, tail)) = rest.split_once("<!--") {
        let head = tail
            .get(..tail.floor_char_boundary(LONGEST))
            .unwrap_or(tail);
        if let Some((comment, _)) = head.split_once("-->")
            && let Some(url) = address(comment)
        {
            return Origin { url: Some(url) };
        }
        rest = tail;
    }
    Origin::default()
}

fn address(comment: &str) -> Option<String> {
    let comment = comment.trim();
    let raw = if comment.starts_with("Page saved with SingleFile") {
        comment
            .lines()
            .find_map(|line| line.trim().strip_prefix("url:"))?
    } else {
        // "saved from url=(0031)https://…": the figure is the length.
        let (_, raw) = comment.strip_prefix("saved from url=")?.split_once(')')?;
        raw
    };
    let raw = raw.trim();
    let is_web = raw.starts_with("http://") || raw.starts_with("https://");
    is_web.then(|| raw.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::single_file(
        "<html><!--\n Page saved with SingleFile \n url: https://a.example/b \n saved date: Tue Feb 01 2022\n-->",
        Some("https://a.example/b")
    )]
    #[case::browser(
        "<!-- saved from url=(0019)https://a.example/b --><html>",
        Some("https://a.example/b")
    )]
    #[case::later(
        "<!-- one --><!-- saved from url=(0019)https://a.example/b -->",
        Some("https://a.example/b")
    )]
    #[case::file("<!-- saved from url=(0011)file:///a/b -->", None)]
    #[case::other("<!-- url: https://a.example/b -->", None)]
    fn origins(#[case] page: &str, #[case] url: Option<&str>) {
        assert_eq!(read(page).url.as_deref(), url);
    }
}
