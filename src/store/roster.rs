//! What may be asked of a store about speakers across articles.

use crate::article::{ArticleId, Clean, Span};
use crate::quote::roster::{
    Group, NameId, Proposal, RoleUse, Said, Shares, SpeakerId, SpeakerLine, SpeakerQuery, Voices,
};
use crate::quote::{Correction, Quote, SpeakerKind};
use crate::store::{Store, StoreError, corrections, naming, same, speakers};

impl Store {
    /// Returns the speakers of a query in its order, at most `most`.
    pub fn speakers(
        &self,
        query: &SpeakerQuery,
        most: usize,
    ) -> Result<Vec<SpeakerLine>, StoreError> {
        speakers::list(&self.conn, query, most)
    }

    /// Returns a speaker's line; none when there is no such speaker.
    pub fn speaker(&self, id: SpeakerId) -> Result<Option<SpeakerLine>, StoreError> {
        speakers::one(&self.conn, id)
    }

    /// Returns the speakers who have just this name, case and accents aside; persons first.
    pub fn speakers_called(&self, name: &str) -> Result<Vec<SpeakerLine>, StoreError> {
        speakers::called(&self.conn, name)
    }

    /// Returns the names of a speaker, the most used first, each with the number of its articles.
    pub fn names_of(&self, id: SpeakerId) -> Result<Vec<(NameId, Clean, usize)>, StoreError> {
        speakers::names(&self.conn, id)
    }

    /// Returns the offices of a speaker, the latest first.
    pub fn roles_of(&self, id: SpeakerId) -> Result<Vec<RoleUse>, StoreError> {
        speakers::roles(&self.conn, id)
    }

    /// Returns how much is said by speakers with and without names.
    pub fn shares(&self) -> Result<Shares, StoreError> {
        speakers::shares(&self.conn)
    }

    /// Returns what a speaker said, latest first, at most `most`: all of it, or what has the words of `term`.
    pub fn said_by(&self, id: SpeakerId, term: &str, most: usize) -> Result<Vec<Said>, StoreError> {
        let reading = self.reading()?;
        speakers::said(&reading, id, term, most)
    }

    /// Returns who speaks in some articles, most words first; in all of them when none are named.
    pub fn voices(&self, among: Option<&[ArticleId]>) -> Result<Voices, StoreError> {
        let reading = self.reading()?;
        speakers::voices(&reading, among)
    }

    /// Returns the articles of a publication, case and accents aside.
    pub fn of_site(&self, site: &str) -> Result<Vec<ArticleId>, StoreError> {
        speakers::of_site(&self.conn, site)
    }

    /// Returns the articles with a tag.
    pub fn tagged(&self, tag: &str) -> Result<Vec<ArticleId>, StoreError> {
        speakers::tagged(&self.conn, tag)
    }

    /// Returns which names may be one speaker's: all in the library, or what concerns one speaker.
    pub fn proposed(&self, about: Option<SpeakerId>) -> Result<Vec<Proposal>, StoreError> {
        let reading = self.reading()?;
        naming::proposed(&reading, about)
    }

    /// Gives names to a speaker.
    pub fn join(&mut self, names: &[NameId], into: SpeakerId) -> Result<(), StoreError> {
        let writing = self.writing()?;
        naming::join(&writing, names, into)?;
        Ok(writing.commit()?)
    }

    /// Takes names from their speaker and makes them a speaker of their own; returns which. `is_other` says that they are
    /// somebody else, so that nobody proposes to join them again.
    pub fn part(&mut self, names: &[NameId], is_other: bool) -> Result<SpeakerId, StoreError> {
        let writing = self.writing()?;
        let new = naming::part(&writing, names, is_other)?;
        writing.commit()?;
        Ok(new)
    }

    /// Notes whether two names are not one speaker's, or takes that back.
    pub fn set_apart(
        &mut self,
        one: NameId,
        other: NameId,
        are_apart: bool,
    ) -> Result<(), StoreError> {
        let writing = self.writing()?;
        naming::set_apart(&writing, one, other, are_apart)?;
        Ok(writing.commit()?)
    }

    /// Returns the reader's corrections of an article in the order in which they were made, each with whether it is lost.
    pub fn corrections(&self, id: ArticleId) -> Result<Vec<(Correction, bool)>, StoreError> {
        let found = corrections::of(&self.conn, id)?.into_iter();
        Ok(found.map(|(_, it, is_lost)| (it, is_lost)).collect())
    }

    /// Returns the articles that have corrections, in the order of their numbers.
    pub fn corrected_articles(&self) -> Result<Vec<ArticleId>, StoreError> {
        corrections::articles(&self.conn)
    }

    /// Returns quotes that are not stored with the reader's corrections of their article laid over them.
    pub fn corrected(
        &self,
        id: ArticleId,
        text: &str,
        quotes: Vec<Quote>,
    ) -> Result<Vec<Quote>, StoreError> {
        corrections::over(&self.conn, id, text, quotes)
    }

    /// Corrects a quote of an article.
    ///
    /// # Errors
    /// [`StoreError::Gone`] when the article is not there, and whatever may hinder writing.
    pub fn correct(&mut self, id: ArticleId, correction: &Correction) -> Result<(), StoreError> {
        let writing = self.writing()?;
        corrections::add(&writing, id, correction)?;
        Ok(writing.commit()?)
    }

    /// Takes a correction back.
    pub fn uncorrect(&mut self, id: ArticleId, correction: &Correction) -> Result<(), StoreError> {
        let writing = self.writing()?;
        corrections::take(&writing, id, correction)?;
        Ok(writing.commit()?)
    }

    /// Returns a quote and the same one in other articles, the earliest first, at most `most`; none when there is no such
    /// quote, or when it is not in quotation marks.
    pub fn same_as(
        &self,
        article: ArticleId,
        number: usize,
        most: usize,
    ) -> Result<Option<Group>, StoreError> {
        let reading = self.reading()?;
        same::same_as(&reading, article, &|other, _| other == number, most)
    }

    /// Returns the quote of an article whose content reaches over a stretch of the text, and the same one in other articles,
    /// as [`Store::same_as`] does.
    pub fn same_at(
        &self,
        article: ArticleId,
        extent: Span,
        most: usize,
    ) -> Result<Option<Group>, StoreError> {
        let reading = self.reading()?;
        same::same_as(
            &reading,
            article,
            &|_, quote| quote.extent() == extent,
            most,
        )
    }

    /// Returns whose a name is, as it is told of one kind of speaker.
    pub fn speaker_named(
        &self,
        name: &str,
        kind: SpeakerKind,
    ) -> Result<Option<SpeakerLine>, StoreError> {
        speakers::named(&self.conn, name, kind)
    }

    /// Returns the groups of quotes that stand in at least `fewest` articles, those in most articles first, at most `most`.
    pub fn same_quotes(&self, fewest: usize, most: usize) -> Result<Vec<Group>, StoreError> {
        let reading = self.reading()?;
        same::groups(&reading, fewest, most)
    }
}

#[cfg(test)]
mod tests;
