//! What a program asks of its terminal.

/// The ends of the sequences that a terminal answers: who it is, how it is, where its cursor stands, which modes it has,
/// how large it is, which version of it this is.
const QUERIES: [&str; 7] = ["[c", "[n", "[$p", "[u", "[t", "[x", "[q"];
/// What may be asked, once and at the start: which colour has the ground, and has it margins at the left and right?
const ALLOWED: [&str; 2] = ["]11;?", "P$qs"];

/// The sequences in what a program wrote: those of CSI as parameters and end, all others by their kind.
pub(crate) fn sequences(raw: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(raw);
    let mut out = Vec::new();
    for part in text.split('\u{1b}').skip(1) {
        let Some(rest) = part.strip_prefix('[') else {
            out.push((part.chars().take(1).collect(), part.to_owned()));
            continue;
        };
        let parameters = rest.len() - rest.trim_start_matches(|c| ('0'..='?').contains(&c)).len();
        let (parameters, rest) = rest.split_at(parameters);
        let between = rest.len() - rest.trim_start_matches(|c| (' '..='/').contains(&c)).len();
        let end: String = rest.chars().take(between + 1).collect();
        out.push((format!("[{end}"), parameters.to_owned()));
    }
    out
}

/// What a terminal that was written this to is asked.
pub(crate) fn questions(raw: &[u8]) -> Vec<String> {
    let asks = |kind: &str, rest: &str| match kind {
        "]" => rest.contains('?'),
        // Other device control strings carry pictures.
        "P" => rest.starts_with("P$q") || rest.starts_with("P+q"),
        _ => QUERIES.contains(&kind),
    };
    let asked = sequences(raw)
        .into_iter()
        .filter(|(kind, rest)| asks(kind, rest));
    asked
        .map(|(kind, rest)| match kind.strip_prefix('[') {
            Some(end) => format!("[{rest}{end}"),
            None => rest,
        })
        .collect()
}

/// Asserts that nothing was asked but what may be, and that once.
pub(crate) fn assert_asked_once(raw: &[u8]) {
    let asked = questions(raw);
    for question in &asked {
        assert!(
            ALLOWED.contains(&question.as_str()),
            "the terminal is asked {question:?}"
        );
    }
    for question in ALLOWED {
        let times = asked.iter().filter(|asked| *asked == question).count();
        assert!(
            times <= 1,
            "the terminal is asked {question:?} {times} times"
        );
    }
}

#[test]
fn a_question_is_known_from_what_only_steers() {
    let steers = "\u{1b}[?1049h\u{1b}[2J\u{1b}[3;4Hwords\u{1b}[0m\u{1b}]8;;https://a.example\u{1b}\\\u{1b}]52;c;YQ==\u{7}\u{1b}P0;1;0q#0\u{1b}\\";
    assert_eq!(questions(steers.as_bytes()), [""; 0]);
    let asks = "\u{1b}[c\u{1b}[6n\u{1b}[?69$p\u{1b}]11;?\u{1b}\\\u{1b}P$qs\u{1b}\\\u{1b}[>0q";
    assert_eq!(
        questions(asks.as_bytes()),
        ["[c", "[6n", "[?69$p", "]11;?", "P$qs", "[>0q"]
    );
}
