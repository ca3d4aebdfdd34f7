//! Speakers across the articles of a library.

use crate::article::{ArticleId, Clean, Span};
use crate::library::{Library, LibraryError};
use crate::quote::roster::{
    Group, NameId, Proposal, RoleUse, Said, Shares, SpeakerId, SpeakerLine, SpeakerQuery, Voices,
};
use crate::quote::{Correction, Quote, SpeakerKind};

impl Library {
    /// Returns the speakers of a query in its order, at most `most`.
    pub fn speakers(
        &self,
        query: &SpeakerQuery,
        most: usize,
    ) -> Result<Vec<SpeakerLine>, LibraryError> {
        self.store.speakers(query, most)
    }

    /// Returns a speaker's line; none when there is no such speaker.
    pub fn speaker(&self, id: SpeakerId) -> Result<Option<SpeakerLine>, LibraryError> {
        self.store.speaker(id)
    }

    /// Returns the speakers whom some words may mean: those who have just this name, else those in whose name all the
    /// words stand, the most quoted first.
    pub fn speakers_meant(&self, name: &str) -> Result<Vec<SpeakerLine>, LibraryError> {
        const MOST: usize = 20;
        let exact = self.store.speakers_called(name)?;
        if !exact.is_empty() {
            return Ok(exact);
        }
        let query = SpeakerQuery {
            filter: name.to_owned(),
            ..SpeakerQuery::default()
        };
        self.store.speakers(&query, MOST)
    }

    /// Returns the names of a speaker, the most used first, each with the number of its articles.
    pub fn names_of(&self, id: SpeakerId) -> Result<Vec<(NameId, Clean, usize)>, LibraryError> {
        self.store.names_of(id)
    }

    /// Returns the offices of a speaker, the latest first.
    pub fn roles_of(&self, id: SpeakerId) -> Result<Vec<RoleUse>, LibraryError> {
        self.store.roles_of(id)
    }

    /// Returns how much is said by speakers with and without names.
    pub fn shares(&self) -> Result<Shares, LibraryError> {
        self.store.shares()
    }

    /// Returns what a speaker said, latest first, at most `most`: all of it, or what has the words of `term`.
    pub fn said_by(
        &self,
        id: SpeakerId,
        term: &str,
        most: usize,
    ) -> Result<Vec<Said>, LibraryError> {
        self.store.said_by(id, term, most)
    }

    /// Returns who speaks in some articles, most words first; in all of them when none are named.
    pub fn voices(&self, among: Option<&[ArticleId]>) -> Result<Voices, LibraryError> {
        self.store.voices(among)
    }

    /// Returns the articles of a publication, case and accents aside.
    pub fn of_site(&self, site: &str) -> Result<Vec<ArticleId>, LibraryError> {
        self.store.of_site(site)
    }

    /// Returns the articles with a tag.
    pub fn tagged(&self, tag: &str) -> Result<Vec<ArticleId>, LibraryError> {
        self.store.tagged(tag)
    }

    /// Returns which names may be one speaker's: all in the library, or what concerns one speaker.
    pub fn proposed(&self, about: Option<SpeakerId>) -> Result<Vec<Proposal>, LibraryError> {
        self.store.proposed(about)
    }

    /// Gives names to a speaker. It is on disk when this returns.
    pub fn join_names(&mut self, names: &[NameId], into: SpeakerId) -> Result<(), LibraryError> {
        self.store.join(names, into)
    }

    /// Takes names from their speaker and makes them a speaker of their own; returns which. `is_other` says that they are
    /// somebody else, so that nobody proposes to join them again.
    pub fn part_names(
        &mut self,
        names: &[NameId],
        is_other: bool,
    ) -> Result<SpeakerId, LibraryError> {
        self.store.part(names, is_other)
    }

    /// Notes whether two names are not one speaker's, or takes that back.
    pub fn set_apart(
        &mut self,
        one: NameId,
        other: NameId,
        are_apart: bool,
    ) -> Result<(), LibraryError> {
        self.store.set_apart(one, other, are_apart)
    }

    /// Returns a quote and the same one in other articles, the earliest first, at most `most`; none when there is no such
    /// quote, or when it is not in quotation marks.
    pub fn same_as(
        &self,
        article: ArticleId,
        number: usize,
        most: usize,
    ) -> Result<Option<Group>, LibraryError> {
        self.store.same_as(article, number, most)
    }

    /// Returns the quote of an article whose content reaches over a stretch of the text, and the same one in other articles,
    /// as [`Library::same_as`] does.
    pub fn same_at(
        &self,
        article: ArticleId,
        extent: Span,
        most: usize,
    ) -> Result<Option<Group>, LibraryError> {
        self.store.same_at(article, extent, most)
    }

    /// Returns whose a name is, as it is told of one kind of speaker.
    pub fn speaker_named(
        &self,
        name: &str,
        kind: SpeakerKind,
    ) -> Result<Option<SpeakerLine>, LibraryError> {
        self.store.speaker_named(name, kind)
    }

    /// Returns the reader's corrections of an article in the order in which they were made, each with whether it is lost.
    pub fn corrections(&self, id: ArticleId) -> Result<Vec<(Correction, bool)>, LibraryError> {
        self.store.corrections(id)
    }

    /// Returns the articles that have corrections, in the order of their numbers.
    pub fn corrected_articles(&self) -> Result<Vec<ArticleId>, LibraryError> {
        self.store.corrected_articles()
    }

    /// Returns quotes of an article that are not stored with the reader's corrections laid over them.
    pub fn corrected(
        &self,
        id: ArticleId,
        text: &str,
        quotes: Vec<Quote>,
    ) -> Result<Vec<Quote>, LibraryError> {
        self.store.corrected(id, text, quotes)
    }

    /// Corrects a quote of an article. It is on disk when this returns.
    ///
    /// # Errors
    /// [`LibraryError::Gone`] when the article is not there, and whatever may hinder writing.
    pub fn correct(&mut self, id: ArticleId, correction: &Correction) -> Result<(), LibraryError> {
        self.store.correct(id, correction)
    }

    /// Takes a correction back.
    pub fn uncorrect(
        &mut self,
        id: ArticleId,
        correction: &Correction,
    ) -> Result<(), LibraryError> {
        self.store.uncorrect(id, correction)
    }

    /// Returns the groups of quotes that stand in at least `fewest` articles, those in most articles first, at most `most`.
    /// Reads the quotes of the whole library.
    pub fn same_quotes(&self, fewest: usize, most: usize) -> Result<Vec<Group>, LibraryError> {
        self.store.same_quotes(fewest, most)
    }
}
