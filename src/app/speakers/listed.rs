//! The rows of the lists of speakers, of what they said and of their names. Knows no state of the screen.

use crate::app::picker::{Choice, Item};
use crate::app::roster::{Question, Then, Who};
use crate::article::{Clean, short_date};
use crate::quote::roster::{
    Class, Group, NameId, Part, Proposal, Said, Shares, SpeakerLine, SpeakerQuery, Voices, changes,
    percent,
};

/// Cells of the longest bar.
const BAR: usize = 16;

/// Returns title, what is said where there is nothing, and the rows of a list of speakers.
pub(super) fn speakers_listed(
    lines: Vec<SpeakerLine>,
    shares: &Shares,
    query: &SpeakerQuery,
    then: &Then,
) -> (String, String, Vec<Item>) {
    let title = match then {
        Then::Look => format!("Speakers by {}: {}", query.sort.name(), shared(shares)),
        Then::Join(name, ..) => format!("{name} is the same as …"),
        Then::Beside(name, ..) => format!("Who is to stand beside {name}?"),
    };
    let is_itself = |line: &SpeakerLine| match then {
        Then::Look => false,
        Then::Join(_, _, from) | Then::Beside(_, Who::Id(from), _) => *from == line.id,
        Then::Beside(_, Who::Named(name, kind), _) => line.name == *name && line.kind == *kind,
    };
    let lines = lines.into_iter().filter(|line| !is_itself(line));
    let items = lines.map(|line| {
        let choice = match then {
            Then::Look => Choice::Speaker(line.id),
            Then::Join(name, names, _) => {
                let what = Clean::line(&format!("{name} is {}", line.label()));
                let other = names.first().copied().unwrap_or(NameId(0));
                Choice::Join(what, names.clone(), other, line.id)
            }
            Then::Beside(_, who, term) => Choice::Beside(who.clone(), line.id, term.clone()),
        };
        let role = line.role.as_deref().map(|role| format!(", {role}"));
        let text = format!("{}{}", line.label(), role.unwrap_or_default());
        let articles = if line.articles == 1 {
            "article"
        } else {
            "articles"
        };
        let dates = line.dates.as_ref().map(|(first, last)| days(first, last));
        let detail = format!(
            "{} in {} {articles}{}",
            line.quotes,
            line.articles,
            dates.map(|dates| format!(", {dates}")).unwrap_or_default()
        );
        Item::new(Clean::line(&text), Clean::line(&detail), choice)
    });
    let nothing = "Nobody speaks in the library yet.".to_owned();
    (title, nothing, items.collect())
}

/// Returns the same of the voices of some articles, each with a bar of the sign.
pub(super) fn voices_listed(
    voices: &Voices,
    question: &Question,
    sign: &str,
) -> (String, String, Vec<Item>) {
    let shares = voices.shares();
    let all = shares.words();
    let most = voices.voices.first().map_or(1, |voice| voice.words);
    let items = voices.voices.iter().map(|voice| {
        let cells = (voice.words * BAR).div_ceil(most.max(1)).min(BAR);
        let name = if voice.name.is_empty() {
            "unknown speaker"
        } else {
            &voice.name
        };
        let class = match Class::of(voice.kind) {
            Class::Named => String::new(),
            class if voice.name.is_empty() || class == Class::Unknown => String::new(),
            class => format!(" ({})", class.name()),
        };
        let bar = sign.repeat(cells) + &" ".repeat(BAR - cells);
        let detail = format!(
            "{bar} {:>3} % {:>5} words",
            percent(voice.words, all),
            voice.words
        );
        let text = Clean::line(&format!("{name}{class}"));
        // The blanks that end a bar are part of it.
        Item::new(
            text,
            Clean::from_untrusted(&detail),
            Choice::Speaker(voice.id),
        )
    });
    let of = match question {
        Question::Voices(_, of) => of.as_str(),
        _ => "",
    };
    let parts = Class::ALL.map(|class| {
        format!(
            "{} % {}",
            percent(shares.of(class).words, all),
            class.name()
        )
    });
    let title = format!("Voices of {of}: {}", parts.join(", "));
    (title, "Nobody speaks here.".to_owned(), items.collect())
}

/// Returns the same of what a speaker said.
pub(super) fn said_listed(
    speaker: &SpeakerLine,
    said: &[Said],
    question: &Question,
) -> (String, String, Vec<Item>) {
    let term = match question {
        Question::Said(_, term) if !term.trim().is_empty() => Some(term.trim()),
        _ => None,
    };
    let on = term
        .map(|term| format!(" on \"{term}\""))
        .unwrap_or_default();
    let title = format!(
        "{}{on}: {} of {} quotes",
        speaker.label(),
        said.len(),
        speaker.quotes
    );
    let items = said.iter().map(|said| {
        let choice = Choice::Article(said.article, said.extent.start);
        Item::new(said.words.clone(), place(said), choice)
    });
    let nothing = "Nothing was said with these words.".to_owned();
    (title, nothing, items.collect())
}

/// Returns the same of one quote in several articles; none when no other has it.
pub(super) fn same_listed(
    group: Option<&Group>,
    question: &Question,
) -> Option<(String, String, Vec<Item>)> {
    let Question::Same(here, _) = question else {
        return None;
    };
    let group = group.filter(|group| group.said.len() > 1)?;
    let full = group.fullest()?;
    let rivals = group.rivals();
    let mut title = match group.said.len() - 1 {
        1 => "The same quote, also in 1 article".to_owned(),
        others => format!("The same quote, also in {others} articles"),
    };
    if !rivals.is_empty() {
        let names: Vec<&str> = rivals.iter().map(|name| name.as_str()).collect();
        title = format!("{title}; different speakers: {}", names.join(", "));
    }
    let items = group.said.iter().enumerate().map(|(at, said)| {
        let which = match (at, said.article == *here) {
            (0, true) => "first, this article: ",
            (0, false) => "first: ",
            (_, true) => "this article: ",
            (_, false) => "",
        };
        let words = if said.words == full.words {
            said.words.to_string()
        } else {
            changed(&full.words, &said.words)
        };
        let speaker = said.speaker.as_deref().unwrap_or("unknown speaker");
        let detail = Clean::line(&format!("{speaker}, {}", place(said)));
        let text = Clean::line(&format!("{which}{words}"));
        Item::new(
            text,
            detail,
            Choice::Article(said.article, said.extent.start),
        )
    });
    Some((title, String::new(), items.collect()))
}

/// Returns the same of the names of a speaker.
pub(super) fn names_listed(
    speaker: &SpeakerLine,
    names: Vec<(NameId, Clean, usize)>,
) -> (String, String, Vec<Item>) {
    let title = format!("Which name is not {}?", speaker.label());
    let items = names.into_iter().map(|(id, name, articles)| {
        let articles = match articles {
            1 => "1 article".to_owned(),
            count => format!("{count} articles"),
        };
        let choice = Choice::Part(name.clone(), id, speaker.id);
        Item::new(name, Clean::line(&articles), choice)
    });
    (title, String::new(), items.collect())
}

/// Returns the same of names that may be one speaker's.
pub(super) fn proposals_listed(proposals: Vec<Proposal>) -> (String, String, Vec<Item>) {
    let title = "Perhaps one speaker: Enter joins, x refuses".to_owned();
    let items = proposals.into_iter().map(|it| {
        let what = Clean::line(&format!("{} is {}", it.from.name, it.into.name));
        let text = if it.from.name == it.into.name {
            let kinds = (it.from.called.kind.name(), it.into.called.kind.name());
            format!(
                "{} ({}) is perhaps the {} of this name",
                it.from.name, kinds.0, kinds.1
            )
        } else {
            format!("{} is perhaps {}", it.from.name, it.into.name)
        };
        let text = Clean::line(&text);
        // The name that the proposal is about comes first: it is the one to be refused.
        let mut names = vec![it.from.id];
        names.extend(it.names.into_iter().filter(|name| *name != it.from.id));
        let choice = Choice::Join(what, names, it.into.id, it.into.speaker);
        Item::new(text, Clean::line(it.why.reason()), choice)
    });
    let nothing = "No two names look like one speaker's.".to_owned();
    (title, nothing, items.collect())
}

/// Returns how many of the quotes have a named speaker.
fn shared(shares: &Shares) -> String {
    let all = shares.quotes();
    let parts = Class::ALL.map(|class| {
        format!(
            "{} % {}",
            percent(shares.of(class).quotes, all),
            class.name()
        )
    });
    format!("{all} quotes, {}", parts.join(", "))
}

fn days(first: &str, last: &str) -> String {
    let day = |date: &str| date.chars().take(10).collect::<String>();
    match (day(first), day(last)) {
        (first, last) if first == last => first,
        (first, last) => format!("{first} to {last}"),
    }
}

/// Returns date and site of a quote.
fn place(said: &Said) -> Clean {
    let date = said.published.as_deref().map(short_date);
    let site = said.site.as_deref().map(str::to_owned);
    let parts: Vec<String> = site.into_iter().chain(date).collect();
    Clean::line(&parts.join(", "))
}

/// Returns what became of a quote, with marks that any terminal shows.
fn changed(one: &str, other: &str) -> String {
    let parts = changes(one, other);
    let last = parts.len().saturating_sub(1);
    let shown = parts.into_iter().enumerate().map(|(at, part)| match part {
        Part::Same(words) => near(&words, at > 0, at < last),
        Part::Cut(words) => format!("[-{}-]", near(&words, true, true)),
        Part::New(words) => format!("{{+{}+}}", near(&words, true, true)),
    });
    shown.collect::<Vec<_>>().join(" ")
}

/// Returns the words that stand near what is before and after them; those between give way to an ellipsis.
fn near(words: &str, before: bool, after: bool) -> String {
    const KEPT: usize = 4;
    let all: Vec<&str> = words.split_whitespace().collect();
    let (head, tail) = (usize::from(before) * KEPT, usize::from(after) * KEPT);
    if all.len() <= head + tail + 1 {
        return words.to_owned();
    }
    let kept = all.iter().take(head).chain(&["…"]);
    let kept = kept.chain(all.iter().skip(all.len() - tail));
    kept.copied().collect::<Vec<_>>().join(" ")
}
