//! Pictures by their words: what the page shows below them, and who made them. Never opens a picture.

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

/// Returns the caption of a figure, or what the picture says of itself, and the credit.
pub(super) fn read(figure: &NodeRef<'_>) -> (String, String) {
    let mut found = caption(figure);
    if found.0.is_empty() {
        let alt = figure
            .descendants_it()
            .filter(|node| node.has_name("img"))
            .map(|node| node.attr_or("alt", "").trim().to_owned())
            .find(|alt| !alt.is_empty());
        found.0 = alt.unwrap_or_default();
    }
    found
}

/// Returns the words of a caption and of the credit in it.
pub(super) fn caption(node: &NodeRef<'_>) -> (String, String) {
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
        return (words.trim().to_owned(), found.trim().to_owned());
    }
    (caption, credit)
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
