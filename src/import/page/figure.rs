//! Pictures by their words: what the page shows below them, and who made them; and where they are. Never opens one.

use dom_query::NodeRef;

/// Parts of names of elements that hold a credit.
const CREDITS: &[&str] = &[
    "credit",
    "copyright",
    "photographer",
    "attribution",
    "rights",
];

/// Words that begin a credit inside of a caption.
const OPENERS: &[&str] = &[
    " Credit: ",
    " Photo: ",
    " Photograph: ",
    " Picture: ",
    " Image: ",
    " Foto: ",
    " Bild: ",
    " Crédit : ",
    " ©",
];

/// Longest credit found by its opener, in characters.
const LONGEST_CREDIT: usize = 80;

/// Elements that make a figure something else than a picture.
const OTHERS: &[&str] = &["table", "pre", "blockquote", "ul", "ol", "figure"];

/// Most addresses of one picture, and the longest of them, in bytes.
const MOST_ADDRESSES: usize = 16;
const LONGEST_ADDRESS: usize = 2_048;

/// Most nodes beside a picture that are looked at for other addresses of it.
const MOST_SIBLINGS: usize = 64;

/// A figure as a page shows it.
#[derive(Debug, Default)]
pub(super) struct Figure {
    /// What the picture shows.
    pub(super) caption: String,
    /// Who made it.
    pub(super) credit: String,
    /// Where the picture may be, the best first.
    pub(super) addresses: Vec<String>,
}

/// Whether a figure shows something else than a picture: a table, code, a quote, several pictures.
pub(super) fn is_other(figure: &NodeRef<'_>) -> bool {
    let mut pictures = 0;
    let mut words = 0;
    for node in figure.descendants_it() {
        if let Some(name) = node.node_name() {
            if OTHERS.contains(&name.as_ref()) {
                return true;
            }
            pictures += usize::from(name.as_ref() == "img");
            words += usize::from(matches!(name.as_ref(), "p" | "h2" | "h3" | "h4"));
        }
    }
    pictures > 1 || (pictures == 0 && words > 1)
}

/// Returns the caption of a figure, or what the picture says of itself, the credit, and where the picture is.
pub(super) fn read(figure: &NodeRef<'_>) -> Figure {
    let mut found = caption(figure);
    let pictures = || figure.descendants_it().filter(|node| node.has_name("img"));
    if found.caption.is_empty() {
        let alt = pictures()
            .map(|node| node.attr_or("alt", "").trim().to_owned())
            .find(|alt| !alt.is_empty());
        found.caption = alt.unwrap_or_default();
    }
    found.addresses = pictures().next().map_or_else(Vec::new, |it| addresses(&it));
    found
}

/// Returns the addresses of a picture: those of the largest first, then what is shown when no program runs.
pub(super) fn addresses(picture: &NodeRef<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for name in ["srcset", "data-srcset"] {
        found.extend(picture.attr(name).map(|set| by_size(&set)));
    }
    if let Some(parent) = picture.parent().filter(|it| it.has_name("picture")) {
        let nearest = parent.children_it(false).take(MOST_SIBLINGS);
        let sources = nearest.filter(|it| it.has_name("source"));
        found.extend(sources.filter_map(|it| it.attr("srcset").map(|set| by_size(&set))));
    }
    for name in ["src", "data-src", "data-lazy-src", "data-original"] {
        found.extend(picture.attr(name).map(|one| vec![one.trim().to_owned()]));
    }
    let mut addresses: Vec<String> = Vec::new();
    for address in found.into_iter().flatten() {
        if !address.is_empty()
            && address.len() <= LONGEST_ADDRESS
            && addresses.len() < MOST_ADDRESSES
            && !addresses.contains(&address)
        {
            addresses.push(address);
        }
    }
    addresses
}

/// Returns the addresses of a set ("a.jpg 1x, b.jpg 2x", "a.jpg 400w"), the largest first.
fn by_size(set: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut parts = set.split_ascii_whitespace().peekable();
    while let Some(address) = parts.next() {
        let address = address.trim_start_matches(',');
        let mut size = 1.0;
        // A comma at its end says that no size follows; those inside belong to it.
        if !address.ends_with(',')
            && let Some(said) = parts.next_if(|next| next.starts_with(|c: char| c.is_ascii_digit()))
        {
            let digits = said.trim_end_matches(|c: char| !c.is_ascii_digit());
            size = digits.parse().unwrap_or(1.0);
        }
        all.push((size, address.trim_end_matches(',').to_owned()));
        if all.len() == MOST_ADDRESSES {
            break;
        }
    }
    all.sort_by(|(one, _), (other, _): &(f32, String)| other.total_cmp(one));
    all.into_iter().map(|(_, address)| address).collect()
}

/// Returns the words of a caption and of the credit in it.
pub(super) fn caption(node: &NodeRef<'_>) -> Figure {
    let (mut caption, mut credit) = (String::new(), String::new());
    gather(node, &mut caption, &mut credit);
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (caption, credit) = (line(&caption), line(&credit));
    if credit.is_empty()
        && let Some(at) = OPENERS
            .iter()
            .filter_map(|opener| caption.rfind(opener))
            .max()
        && let Some((words, found)) = caption.split_at_checked(at)
        && found.chars().count() <= LONGEST_CREDIT
    {
        return Figure {
            caption: words.trim().to_owned(),
            credit: found.trim().to_owned(),
            addresses: Vec::new(),
        };
    }
    Figure {
        caption,
        credit,
        addresses: Vec::new(),
    }
}

fn gather(node: &NodeRef<'_>, caption: &mut String, credit: &mut String) {
    for child in node.children_it(false) {
        if child.is_text() {
            caption.push_str(&child.text());
            continue;
        }
        let Some(name) = child.node_name() else {
            continue;
        };
        if matches!(
            name.as_ref(),
            "script" | "style" | "button" | "noscript" | "template" | "iframe"
        ) {
            continue;
        }
        if is_credit(&child) {
            credit.push(' ');
            credit.push_str(&child.text());
            continue;
        }
        let apart = !matches!(
            name.as_ref(),
            "a" | "b" | "i" | "em" | "strong" | "sup" | "sub" | "span"
        );
        if apart {
            caption.push(' ');
        }
        gather(&child, caption, credit);
        if apart {
            caption.push(' ');
        }
    }
}

fn is_credit(node: &NodeRef<'_>) -> bool {
    ["class", "itemprop"].iter().any(|name| {
        node.attr(name).is_some_and(|names| {
            let names = names.to_ascii_lowercase();
            CREDITS.iter().any(|credit| names.contains(credit)) && !names.contains("caption")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;
    use rstest::rstest;

    #[rstest]
    #[case::one("<img src=a.jpg>", &["a.jpg"])]
    #[case::largest("<img src=a.jpg srcset='b.jpg 1x, c.jpg 2x'>", &["c.jpg", "b.jpg", "a.jpg"])]
    #[case::widths("<img srcset='/r/fit,w_400/b.jpg 400w,\n /r/fit,w_900/b.jpg 900w'>", &["/r/fit,w_900/b.jpg", "/r/fit,w_400/b.jpg"])]
    #[case::no_sizes("<img srcset='b.jpg, c.jpg'>", &["b.jpg", "c.jpg"])]
    #[case::lazy("<img src=blank.gif data-src='a.jpg'>", &["blank.gif", "a.jpg"])]
    #[case::sources("<picture><source srcset='a.webp 2x'><img src=a.jpg></picture>", &["a.webp", "a.jpg"])]
    #[case::nothing("<img alt='A boat'>", &[])]
    #[case::empty("<img src=' ' srcset=', 2x'>", &[])]
    fn addresses_come_best_first(#[case] html: &str, #[case] expected: &[&str]) {
        let page = Document::from(html);
        let picture = page.select_single("img");
        assert_eq!(addresses(picture.nodes().first().unwrap()), expected);
    }
}
