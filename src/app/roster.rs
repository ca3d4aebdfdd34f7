//! What the screen asks the library about speakers across articles, and what the library answers: plain data.

use std::sync::Arc;

use crate::article::{ArticleId, Clean, Span};
use crate::quote::roster::{
    Group, NameId, Proposal, Said, Shares, SpeakerId, SpeakerLine, SpeakerQuery, Voices,
};
use crate::quote::{Correction, SpeakerKind};

/// Something to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Who speaks; to be looked at, or to take the names of another.
    Speakers(SpeakerQuery, Then),
    /// What somebody said: all of it, or what has the words of a term.
    Said(Who, String),
    /// What two speakers said, as [`Question::Said`].
    Beside([Who; 2], String),
    /// Where else a quote of an article stands, by its extent.
    Same(ArticleId, Span),
    /// Who speaks in some articles; the words say in which.
    Voices(Arc<[ArticleId]>, String),
    /// The names of a speaker.
    Names(SpeakerId, Next),
    /// Which names may be one speaker's.
    Proposals,
    /// The reader's corrections of an article.
    Corrections(ArticleId),
}

/// What is done with the speaker that is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// What he or she said is shown.
    Look,
    /// The names of this speaker, who is called so, become that speaker's.
    Join(Clean, Vec<NameId>, SpeakerId),
    /// He or she is put beside this speaker, who is called so, on the words of a term.
    Beside(Clean, Who, String),
}

/// What the names of a speaker are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// To choose one to be split off.
    Split,
    /// To give all of them to another speaker.
    Join,
}

/// A speaker, by number or by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// By number.
    Id(SpeakerId),
    /// As an article names it.
    Named(Clean, SpeakerKind),
}

/// What the library answers.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Speakers, and how much is said with and without names.
    Speakers(Vec<SpeakerLine>, Shares),
    /// What a speaker said; none when there is no such speaker.
    Said(Option<SpeakerLine>, Vec<Said>),
    /// What two speakers said; none when there is no such speaker.
    Beside(Box<[Option<SpeakerLine>; 2]>, [Vec<Said>; 2]),
    /// Where else a quote stands; none when the library does not have it.
    Same(Option<Group>),
    /// Who speaks.
    Voices(Voices),
    /// The names of a speaker, each with the number of its articles; none when there is no such speaker.
    Names(Option<SpeakerLine>, Vec<(NameId, Clean, usize)>),
    /// Which names may be one speaker's.
    Proposals(Vec<Proposal>),
    /// Corrections, each with whether it is lost.
    Corrections(Vec<(Correction, bool)>),
}

/// A decision about names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Naming {
    /// They are this speaker's.
    Join(Vec<NameId>, SpeakerId),
    /// They are a speaker's of their own; whether somebody else's, so that nobody proposes to join them again.
    Part(Vec<NameId>, bool),
    /// Two names are not one speaker's, or nothing is said of it any more.
    Apart(NameId, NameId, bool),
}
