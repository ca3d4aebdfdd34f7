//! What a publication calls itself, told from its host. Never opens a connection.

use std::collections::HashSet;

use crate::article::Clean;
use crate::import::address;

/// Publications whose name does not follow from their host.
#[rustfmt::skip]
const KNOWN: &[(&str, &str)] = &[
    ("abc.net.au", "ABC News (Australia)"), ("abcnews.go.com", "ABC News"), ("afp.com", "AFP"),
    ("aljazeera.com", "Al Jazeera"), ("apnews.com", "AP News"), ("arstechnica.com", "Ars Technica"),
    ("axios.com", "Axios"), ("bbc.co.uk", "BBC"), ("bbc.com", "BBC"), ("bloomberg.com", "Bloomberg"),
    ("breitbart.com", "Breitbart"), ("businessinsider.com", "Business Insider"), ("buzzfeednews.com", "BuzzFeed News"),
    ("cbsnews.com", "CBS News"), ("cnbc.com", "CNBC"), ("cnn.com", "CNN"), ("csmonitor.com", "The Christian Science Monitor"),
    ("derstandard.at", "Der Standard"), ("dw.com", "Deutsche Welle"), ("economist.com", "The Economist"),
    ("elmundo.es", "El Mundo"), ("elpais.com", "El País"), ("euronews.com", "Euronews"), ("faz.net", "F.A.Z."),
    ("forbes.com", "Forbes"), ("foxnews.com", "Fox News"), ("france24.com", "France 24"), ("ft.com", "Financial Times"),
    ("haaretz.com", "Haaretz"), ("huffpost.com", "HuffPost"), ("huffingtonpost.com", "HuffPost"),
    ("independent.co.uk", "The Independent"), ("interfax.ru", "Interfax"), ("kyivindependent.com", "The Kyiv Independent"),
    ("latimes.com", "Los Angeles Times"), ("lefigaro.fr", "Le Figaro"), ("lemonde.fr", "Le Monde"),
    ("meduza.io", "Meduza"), ("nbcnews.com", "NBC News"), ("newyorker.com", "The New Yorker"), ("npr.org", "NPR"),
    ("nytimes.com", "The New York Times"), ("nypost.com", "New York Post"), ("nzz.ch", "NZZ"), ("orf.at", "ORF"),
    ("politico.com", "Politico"), ("politico.eu", "Politico Europe"), ("propublica.org", "ProPublica"),
    ("reuters.com", "Reuters"), ("rferl.org", "RFE/RL"), ("ria.ru", "RIA Novosti"), ("rt.com", "RT"), ("scmp.com", "South China Morning Post"),
    ("sky.com", "Sky"), ("news.sky.com", "Sky News"), ("slate.com", "Slate"), ("smh.com.au", "The Sydney Morning Herald"),
    ("spiegel.de", "Der Spiegel"), ("sueddeutsche.de", "Süddeutsche Zeitung"), ("tagesschau.de", "tagesschau"),
    ("tagesspiegel.de", "Der Tagesspiegel"), ("tass.com", "TASS"), ("taz.de", "taz"), ("techcrunch.com", "TechCrunch"),
    ("theatlantic.com", "The Atlantic"), ("theconversation.com", "The Conversation"), ("thedailybeast.com", "The Daily Beast"),
    ("theguardian.com", "The Guardian"), ("thehill.com", "The Hill"), ("theverge.com", "The Verge"),
    ("time.com", "Time"), ("upi.com", "UPI"), ("usatoday.com", "USA Today"), ("vice.com", "Vice"), ("voanews.com", "VOA News"),
    ("vox.com", "Vox"), ("washingtonpost.com", "The Washington Post"), ("welt.de", "Die Welt"), ("wikinews.org", "Wikinews"),
    ("wired.com", "Wired"), ("wsj.com", "The Wall Street Journal"), ("zeit.de", "Die Zeit"),
];

/// Words that publications are named with, besides the places below; enough to part a host's name.
const WORDS: &str = "the a of and in on for my our new old big free independent national international global world american \
    british european african asian arab jewish christian catholic irish scottish russian chinese indian japanese german french \
    local daily weekly sunday monthly morning evening night today tomorrow times time post news press herald tribune journal \
    gazette chronicle star sun mirror mail express standard observer guardian telegraph record report reporter review register \
    examiner enquirer inquirer courier dispatch democrat republican citizen voice view wire line online live now net hub \
    bulletin echo argus advertiser advocate leader ledger monitor sentinel messenger mercury globe eagle argus beacon bee \
    business finance financial economic economist market money street wall tech technology science nature health sport sports \
    culture politics political policy affairs foreign public people nation state capital city county town country island bay \
    coast river valley mountain lake north south east west northern southern eastern western central pacific atlantic desert \
    radio media magazine digest week insider intelligencer spectator statesman patriot conversation hill verge beast \
    university student college";

/// Places that publications are named after.
const PLACES: &str = "america britain europe africa asia russia ukraine china india japan korea germany france spain italy \
    ireland scotland wales england canada australia israel iran turkey egypt kenya nigeria pakistan bangladesh thailand \
    vietnam singapore malaysia indonesia manila philippines jakarta bangkok taipei taiwan tokyo osaka seoul beijing shanghai \
    delhi mumbai hindustan moscow petersburg kyiv kiev warsaw prague budapest vienna berlin munich hamburg frankfurt zurich \
    geneva paris london dublin belfast glasgow edinburgh liverpool manchester yorkshire oxford cambridge york jersey england \
    boston chicago houston dallas austin denver seattle portland oakland sacramento fresno orlando tampa miami atlanta \
    charlotte baltimore philadelphia pittsburgh cleveland detroit milwaukee minneapolis kansas nebraska iowa ohio texas \
    florida georgia virginia carolina alabama tennessee kentucky arkansas oregon nevada arizona utah idaho montana wyoming \
    alaska hawaii vermont maine michigan wisconsin minnesota washington angeles francisco diego antonio vegas jerusalem \
    cairo nairobi johannesburg lagos toronto montreal vancouver ottawa sydney melbourne canberra auckland helsinki stockholm \
    oslo copenhagen brussels amsterdam rome madrid barcelona lisbon athens istanbul baltic balkan buenos aires santiago mexico \
    los san las";

/// Words that stay small inside a name.
const SMALL: &[&str] = &["of", "and", "in", "on", "for", "a"];

/// Beginnings of hosts that say nothing about the publication.
const LEADS: &[&str] = &[
    "www", "www2", "m", "mobile", "amp", "edition", "en", "us", "uk", "beta",
];

/// Second levels that belong to the ending, as in `co.uk`.
const SECOND_LEVELS: &[&str] = &["co", "com", "org", "net", "ac", "gov"];

/// Longest name that is parted into words, in bytes.
const LONGEST: usize = 40;

/// Returns a readable name for the publication at an address: a known one, else the words of its host ("The Moscow Times"
/// for www.themoscowtimes.com), else the host without "www.".
pub(super) fn name(url: &str) -> Option<Clean> {
    let host = address::host(url)?;
    let host = host.trim_end_matches('.');
    let mut ending = Some(host);
    while let Some(part) = ending {
        if let Some((_, name)) = KNOWN.iter().find(|(known, _)| *known == part) {
            return Some(Clean::line(name));
        }
        ending = part.split_once('.').map(|(_, rest)| rest);
    }
    let mut labels: Vec<&str> = host.split('.').collect();
    while labels.len() > 2 && labels.first().is_some_and(|first| LEADS.contains(first)) {
        labels.remove(0);
    }
    let bare = labels.join(".");
    let label = match labels.as_slice() {
        [label, _] => label,
        [label, second, top] if top.len() == 2 && SECOND_LEVELS.contains(second) => label,
        _ => return Some(Clean::line(&bare)),
    };
    let words: Option<Vec<&str>> = label
        .split('-')
        .map(parted)
        .collect::<Option<Vec<_>>>()
        .map(|parts| parts.concat());
    match words {
        Some(words) if words.len() > 1 => Some(Clean::line(&titled(&words))),
        _ => Some(Clean::line(&bare)),
    }
}

fn titled(words: &[&str]) -> String {
    let mut name = String::new();
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            name.push(' ');
        }
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if index == 0 || !SMALL.contains(word) => {
                name.extend(first.to_uppercase());
                name.push_str(letters.as_str());
            }
            _ => name.push_str(word),
        }
    }
    name
}

/// Parts letters into the fewest known words; `None` when they are not all known.
fn parted(label: &str) -> Option<Vec<&str>> {
    if label.len() > LONGEST || !label.is_ascii() {
        return None;
    }
    let known: HashSet<&str> = WORDS
        .split_whitespace()
        .chain(PLACES.split_whitespace())
        .collect();
    // The best way to reach each position: how many words, and where the last one begins.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; label.len() + 1];
    if let Some(start) = best.first_mut() {
        *start = Some((0, 0));
    }
    for end in 1..=label.len() {
        let reached = (0..end).filter_map(|start| {
            let (count, _) = (*best.get(start)?)?;
            known
                .contains(label.get(start..end)?)
                .then_some((count + 1, start))
        });
        let reached = reached.min();
        if let Some(slot) = best.get_mut(end) {
            *slot = reached;
        }
    }
    let mut words = Vec::new();
    let mut end = label.len();
    while end > 0 {
        let (_, start) = (*best.get(end)?)?;
        words.push(label.get(start..end)?);
        end = start;
    }
    words.reverse();
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::split("https://www.themoscowtimes.com/2022/02/01/a", "The Moscow Times")]
    #[case::known("https://www.nytimes.com/a", "The New York Times")]
    #[case::part_of_known("https://edition.cnn.com/a", "CNN")]
    #[case::longest_known("https://news.sky.com/a", "Sky News")]
    #[case::second_level("https://www.yorkshirepost.co.uk/a", "Yorkshire Post")]
    #[case::hyphens("https://the-island-gazette.example/a", "The Island Gazette")]
    #[case::small_words("https://www.thetimesofisrael.com/", "The Times of Israel")]
    #[case::unknown_word("https://www.quuxtimes.com/", "quuxtimes.com")]
    #[case::one_word("https://times.example/", "times.example")]
    #[case::subdomain("https://blog.themoscowtimes.net/", "blog.themoscowtimes.net")]
    #[case::number("https://127.0.0.1:8080/", "127.0.0.1")]
    #[case::local("http://localhost/", "localhost")]
    fn names_of_hosts(#[case] url: &str, #[case] expected: &str) {
        assert_eq!(name(url).as_deref(), Some(expected));
    }

    #[test]
    fn no_address_no_name() {
        assert_eq!(name("words"), None);
    }
}
