//! The lines of a JSON Lines file that are not articles: what the reader made beside them. Each kind has a schema of its
//! own; field order here is the order in the file.

use serde::{Deserialize, Deserializer, Serialize};

use crate::article::{Anchor, Clean, Letter, SavedSearch};
use crate::cite::{CLIP, Passage, PassageKind};
use crate::import::records::RecordError;
use crate::kept::{Kept, SpeakerName};
use crate::quote::{Correction, Speaker, SpeakerKind};

const CORRECTION: &str = "pullquote.correction/1";
const MARK: &str = "pullquote.mark/1";
const SPEAKER: &str = "pullquote.speaker/1";
const APART: &str = "pullquote.apart/1";
const SEARCH: &str = "pullquote.search/1";

/// All of them.
const ALL: [&str; 6] = [CORRECTION, MARK, SPEAKER, APART, CLIP, SEARCH];

/// Whether a line of this schema is one of these, be it of a newer version.
pub(super) fn is_ours(schema: &str) -> bool {
    let family = |name: &str| name.rsplit_once('/').map(|(family, _)| family.to_owned());
    ALL.iter().any(|known| family(known) == family(schema))
}

/// Reads a line of a schema; none when it is of a newer one.
pub(super) fn read(schema: &str, line: &str) -> Result<Option<Kept>, RecordError> {
    Ok(Some(match schema {
        CORRECTION => serde_json::from_str::<WireCorrection>(line)?.read()?,
        MARK => serde_json::from_str::<WireMark>(line)?.read()?,
        SPEAKER => serde_json::from_str::<WireSpeaker>(line)?.read()?,
        APART => serde_json::from_str::<WireApart>(line)?.read()?,
        CLIP => clip(serde_json::from_str(line)?)?,
        SEARCH => serde_json::from_str::<WireSearch>(line)?.read()?,
        _ => return Ok(None),
    }))
}

/// Returns it as one line of JSON, without line end.
pub(super) fn write(kept: &Kept) -> String {
    let line = match kept {
        Kept::Correction {
            article,
            correction,
        } => line(CORRECTION, &WireCorrection::of(article, correction)),
        Kept::Mark {
            article,
            letter,
            place,
        } => line(
            MARK,
            &WireMark {
                article: article.clone(),
                letter: letter.to_string(),
                place: *place,
            },
        ),
        Kept::Speaker { name, names } => line(
            SPEAKER,
            &WireSpeaker {
                name: name.clone(),
                names: names.iter().map(WireName::of).collect(),
            },
        ),
        Kept::Apart(names) => line(
            APART,
            &WireApart {
                names: names.iter().map(WireName::of).collect(),
            },
        ),
        Kept::Clip(passage) => line(CLIP, &**passage),
        Kept::Search(search) => line(
            SEARCH,
            &WireSearch {
                name: search.name.clone(),
                filter: search.filter.clone(),
            },
        ),
    };
    // Strings, numbers and lists always have a form in JSON.
    line.unwrap_or_default()
}

fn line<T: Serialize>(schema: &'static str, it: &T) -> serde_json::Result<String> {
    #[derive(Serialize)]
    struct Line<'a, T> {
        schema: &'static str,
        #[serde(flatten)]
        it: &'a T,
    }
    serde_json::to_string(&Line { schema, it })
}

#[derive(Serialize, Deserialize)]
struct WireCorrection {
    article: Clean,
    #[serde(default)]
    was: Vec<Anchor>,
    #[serde(default)]
    now: Vec<Anchor>,
    /// Missing when the speaker stays.
    #[serde(
        default,
        deserialize_with = "named_by_reader",
        skip_serializing_if = "Option::is_none"
    )]
    speaker: Option<Named>,
}

#[derive(Serialize, Deserialize)]
struct WireSaid {
    name: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<Clean>,
    kind: String,
}

/// Who the reader says it is; null when nobody knows.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Named(Option<WireSaid>);

/// Tells null from what is missing.
fn named_by_reader<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Named>, D::Error> {
    Named::deserialize(from).map(Some)
}

impl WireCorrection {
    fn of(article: &Clean, correction: &Correction) -> Self {
        let said = |speaker: &Speaker| WireSaid {
            name: speaker.name.clone(),
            role: speaker.role.clone(),
            kind: speaker.kind.name().to_owned(),
        };
        Self {
            article: article.clone(),
            was: correction.was.clone(),
            now: correction.now.clone(),
            speaker: correction
                .speaker
                .as_ref()
                .map(|speaker| Named(speaker.as_ref().map(said))),
        }
    }

    fn read(self) -> Result<Kept, RecordError> {
        let mut anchors = self.was.iter().chain(&self.now).peekable();
        if anchors.peek().is_none() || anchors.any(|anchor| anchor.exact.trim().is_empty()) {
            return Err(RecordError::Value("it corrects no words"));
        }
        let speaker = |said: WireSaid| -> Result<Speaker, RecordError> {
            Ok(Speaker {
                name: named(&said.name)?,
                role: said.role.map(|role| Clean::line(&role)),
                kind: kind(&said.kind)?,
            })
        };
        let speaker = self
            .speaker
            .map(|Named(it)| it.map(speaker).transpose())
            .transpose()?;
        Ok(Kept::Correction {
            article: key(&self.article)?,
            correction: Box::new(Correction {
                was: self.was,
                now: self.now,
                speaker,
            }),
        })
    }
}

#[derive(Serialize, Deserialize)]
struct WireMark {
    article: Clean,
    letter: String,
    place: usize,
}

impl WireMark {
    fn read(self) -> Result<Kept, RecordError> {
        let mut letters = self.letter.chars();
        let letter = letters.next().and_then(Letter::new);
        let letter = letter.filter(|_| letters.next().is_none());
        Ok(Kept::Mark {
            article: key(&self.article)?,
            letter: letter.ok_or(RecordError::Value("its “letter” is none from a to z"))?,
            place: self.place,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct WireSpeaker {
    name: Clean,
    names: Vec<WireName>,
}

#[derive(Serialize, Deserialize)]
struct WireApart {
    names: Vec<WireName>,
}

#[derive(Serialize, Deserialize)]
struct WireName {
    name: Clean,
    kind: String,
}

impl WireName {
    fn of(name: &SpeakerName) -> Self {
        Self {
            name: name.name.clone(),
            kind: name.kind.name().to_owned(),
        }
    }

    fn read(&self) -> Result<SpeakerName, RecordError> {
        Ok(SpeakerName {
            name: named(&self.name)?,
            kind: kind(&self.kind)?,
        })
    }
}

impl WireSpeaker {
    fn read(self) -> Result<Kept, RecordError> {
        if self.names.is_empty() {
            return Err(RecordError::Value("it has no “names”"));
        }
        let names = self.names.iter().map(WireName::read);
        Ok(Kept::Speaker {
            name: named(&self.name)?,
            names: names.collect::<Result<_, _>>()?,
        })
    }
}

impl WireApart {
    fn read(self) -> Result<Kept, RecordError> {
        match &self.names[..] {
            [one, other] => Ok(Kept::Apart([one.read()?, other.read()?])),
            _ => Err(RecordError::Value("its “names” are not two")),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct WireSearch {
    name: Clean,
    filter: Clean,
}

impl WireSearch {
    fn read(self) -> Result<Kept, RecordError> {
        Ok(Kept::Search(SavedSearch {
            name: named(&self.name)?,
            filter: Clean::line(&self.filter),
        }))
    }
}

fn clip(passage: Passage) -> Result<Kept, RecordError> {
    if passage.words.trim().is_empty() {
        return Err(RecordError::Value("it is a clip without words"));
    }
    if passage.kind != PassageKind::Line && passage.anchors.is_empty() {
        return Err(RecordError::Value(
            "it is a clip that does not say where its words stand",
        ));
    }
    Ok(Kept::Clip(Box::new(passage)))
}

fn key(article: &Clean) -> Result<Clean, RecordError> {
    let key = Clean::line(article);
    if key.starts_with("url:") || key.starts_with("sha256:") {
        Ok(key)
    } else {
        Err(RecordError::Value("its “article” is none"))
    }
}

fn named(name: &Clean) -> Result<Clean, RecordError> {
    let name = Clean::line(name);
    if name.trim().is_empty() {
        return Err(RecordError::Value("its “name” is empty"));
    }
    Ok(name)
}

fn kind(name: &str) -> Result<SpeakerKind, RecordError> {
    SpeakerKind::from_name(name).ok_or(RecordError::Value("its “kind” is none of a speaker"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Hue, Meta};
    use crate::import::records::{read_item, write_kept};
    use crate::kept::Item;
    use proptest::prelude::*;
    use rstest::rstest;

    fn clean() -> impl Strategy<Value = Clean> {
        "[A-Za-z“é日🙂\"\\\\][A-Za-z“é日🙂\"\\\\ ]{0,12}[a-z]".prop_map(|text| Clean::line(&text))
    }

    fn anchor() -> impl Strategy<Value = Anchor> {
        (clean(), clean(), clean(), 0_usize..99, any::<bool>()).prop_map(
            |(exact, prefix, suffix, at, alone)| Anchor {
                position: [at, at + exact.chars().count()],
                exact,
                prefix,
                suffix,
                alone,
            },
        )
    }

    fn anchors() -> impl Strategy<Value = Vec<Anchor>> {
        proptest::collection::vec(anchor(), 0..3)
    }

    fn speaker_kind() -> impl Strategy<Value = SpeakerKind> {
        proptest::sample::select(SpeakerKind::ALL)
    }

    fn speaker_name() -> impl Strategy<Value = SpeakerName> {
        (clean(), speaker_kind()).prop_map(|(name, kind)| SpeakerName { name, kind })
    }

    fn correction() -> impl Strategy<Value = Kept> {
        let speaker = (clean(), proptest::option::of(clean()), speaker_kind())
            .prop_map(|(name, role, kind)| Speaker { name, role, kind });
        let speaker = proptest::option::of(proptest::option::of(speaker));
        let words = (anchors(), anchors())
            .prop_filter("words", |(was, now)| !was.is_empty() || !now.is_empty());
        (clean(), words, speaker).prop_map(|(key, (was, now), speaker)| Kept::Correction {
            article: Clean::line(&format!("url:https://a.example/{key}")),
            correction: Box::new(Correction { was, now, speaker }),
        })
    }

    fn passage() -> impl Strategy<Value = Kept> {
        let about = (
            proptest::option::of(clean()),
            any::<bool>(),
            proptest::option::of(proptest::sample::select(&Hue::ALL[..])),
        );
        (clean(), anchors(), clean(), about).prop_map(
            |(words, anchors, note, (speaker, unsure, hue))| {
                let kind = if anchors.is_empty() {
                    PassageKind::Line
                } else {
                    PassageKind::Mixed
                };
                Kept::Clip(Box::new(Passage {
                    kind,
                    words,
                    role: speaker.clone(),
                    speaker,
                    unsure,
                    hue,
                    article: (!anchors.is_empty()).then(|| Meta {
                        title: note.clone(),
                        ..Meta::default()
                    }),
                    note,
                    anchors,
                }))
            },
        )
    }

    fn kept() -> impl Strategy<Value = Kept> {
        let letter = proptest::char::range('a', 'z').prop_filter_map("letter", Letter::new);
        prop_oneof![
            correction(),
            passage(),
            (clean(), letter, 0_usize..9_999).prop_map(|(key, letter, place)| Kept::Mark {
                article: Clean::line(&format!("sha256:{key}")),
                letter,
                place,
            }),
            (clean(), proptest::collection::vec(speaker_name(), 1..4))
                .prop_map(|(name, names)| Kept::Speaker { name, names }),
            (speaker_name(), speaker_name()).prop_map(|(one, other)| Kept::Apart([one, other])),
            (clean(), clean())
                .prop_map(|(name, filter)| Kept::Search(SavedSearch { name, filter })),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_and_written_alike(kept in kept()) {
            let line = write_kept(&kept);
            prop_assert!(!line.contains('\n'));
            let again = read_item(&line).unwrap();
            prop_assert_eq!(&again, &Item::Kept(kept));
            let Item::Kept(again) = again else { unreachable!() };
            prop_assert_eq!(write_kept(&again), line);
        }

        #[test]
        fn no_line_is_a_fault(schema in proptest::sample::select(&ALL[..]), rest in "[\\PC\"{}:,\\[\\]]{0,80}") {
            read_item(&format!("{{\"schema\":\"{schema}\",{rest}}}")).ok();
        }
    }

    #[rstest]
    #[case(
        r#"{"schema":"pullquote.mark/1","article":"url:a","letter":"ab","place":0}"#,
        "letter"
    )]
    #[case(
        r#"{"schema":"pullquote.mark/1","article":"7","letter":"a","place":0}"#,
        "article"
    )]
    #[case(r#"{"schema":"pullquote.correction/1","article":"url:a"}"#, "no words")]
    #[case(
        r#"{"schema":"pullquote.speaker/1","name":"A","names":[{"name":"A","kind":"ghost"}]}"#,
        "kind"
    )]
    #[case(
        r#"{"schema":"pullquote.apart/1","names":[{"name":"A","kind":"person"}]}"#,
        "two"
    )]
    #[case(r#"{"schema":"pullquote.clip/1","words":"  "}"#, "without words")]
    #[case(r#"{"schema":"pullquote.clip/1","words":"a"}"#, "where its words")]
    #[case(r#"{"schema":"pullquote.search/1","name":"","filter":"a"}"#, "empty")]
    #[case(r#"{"schema":"pullquote.clip/9","words":"a"}"#, "newer")]
    fn what_makes_no_sense_is_refused(#[case] line: &str, #[case] told: &str) {
        let error = read_item(line).unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
    }
}
