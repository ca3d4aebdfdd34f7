//! Answers questions about speakers from the library, and writes down what the reader decided about their names.

use crate::app::roster::{Answer, Naming, Question, Who};
use crate::library::{Library, LibraryError};
use crate::quote::roster::{Said, SpeakerLine};

/// Most speakers, and most quotes, that a list on the screen has.
const MOST_SPEAKERS: usize = 2_000;
const MOST_SAID: usize = 1_000;
const MOST_SAME: usize = 500;

/// Answers a question.
pub(super) fn answered(library: &Library, question: &Question) -> Result<Answer, LibraryError> {
    Ok(match question {
        Question::Speakers(query, _) => {
            Answer::Speakers(library.speakers(query, MOST_SPEAKERS)?, library.shares()?)
        }
        Question::Said(who, term) => {
            let (speaker, said) = said(library, who, term)?;
            Answer::Said(speaker, said)
        }
        Question::Beside([one, other], term) => {
            let (one, left) = said(library, one, term)?;
            let (other, right) = said(library, other, term)?;
            Answer::Beside(Box::new([one, other]), [left, right])
        }
        Question::Same(article, extent) => {
            Answer::Same(library.same_at(*article, *extent, MOST_SAME)?)
        }
        Question::Voices(ids, _) => Answer::Voices(library.voices(Some(ids))?),
        Question::Names(id, _) => Answer::Names(library.speaker(*id)?, library.names_of(*id)?),
        Question::Corrections(id) => Answer::Corrections(library.corrections(*id)?),
        Question::Proposals => Answer::Proposals(library.proposed(None)?),
    })
}

/// Returns a speaker and what he or she said; none when there is no such speaker.
fn said(
    library: &Library,
    who: &Who,
    term: &str,
) -> Result<(Option<SpeakerLine>, Vec<Said>), LibraryError> {
    let speaker = match who {
        Who::Id(id) => library.speaker(*id)?,
        Who::Named(name, kind) => library.speaker_named(name, *kind)?,
    };
    let said = match &speaker {
        Some(speaker) => library.said_by(speaker.id, term, MOST_SAID)?,
        None => Vec::new(),
    };
    Ok((speaker, said))
}

/// Writes a decision down.
pub(super) fn name(library: &mut Library, naming: &Naming) -> Result<(), LibraryError> {
    match naming {
        Naming::Join(names, into) => library.join_names(names, *into),
        Naming::Part(names, is_other) => library.part_names(names, *is_other).map(drop),
        Naming::Apart(one, other, are_apart) => library.set_apart(*one, *other, *are_apart),
    }
}
