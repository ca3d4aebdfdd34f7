//! Puts names of speakers together and takes them apart as the reader decides, and finds what may be decided.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::article::Clean;
use crate::kept::SpeakerName;
use crate::quote::roster::{Called, KnownName, NameId, Proposal, SpeakerId, proposals};
use crate::store::error::StoreError;
use crate::store::{row, speakers, voices, words};

/// Gives names to a speaker; what the reader said of them before counts no more. The caller owns the transaction.
pub(super) fn join(conn: &Connection, names: &[NameId], into: SpeakerId) -> Result<(), StoreError> {
    if speakers::one(conn, into)?.is_none() {
        return Err(StoreError::GoneSpeaker);
    }
    let stay: Vec<NameId> = own(conn, into)?;
    let mut from = HashSet::new();
    for name in names {
        let Some(speaker) = speaker_of(conn, *name)? else {
            return Err(StoreError::GoneSpeaker);
        };
        if speaker != into {
            from.insert(speaker);
            give(conn, *name, into)?;
        }
        for other in &stay {
            conn.prepare_cached("DELETE FROM apart WHERE one = ?1 AND other = ?2")?
                .execute(params![name.0.min(other.0), name.0.max(other.0)])?;
        }
    }
    conn.prepare_cached("UPDATE names SET decided = 1 WHERE speaker = ?1")?
        .execute([into.0])?;
    for speaker in from {
        settle(conn, speaker)?;
    }
    voices::recount(conn, into.0)
}

/// Takes names from their speaker and makes them a speaker of their own; returns which. `is_other` says that they are
/// somebody else, so that nobody proposes to join them again. The caller owns the transaction.
pub(super) fn part(
    conn: &Connection,
    names: &[NameId],
    is_other: bool,
) -> Result<SpeakerId, StoreError> {
    let first = names.first().copied().ok_or(StoreError::GoneSpeaker)?;
    let old = speaker_of(conn, first)?.ok_or(StoreError::GoneSpeaker)?;
    let stay: Vec<NameId> = own(conn, old)?
        .into_iter()
        .filter(|name| !names.contains(name))
        .collect();
    if stay.is_empty() {
        return Err(StoreError::OnlyName);
    }
    let mut select = conn.prepare_cached("SELECT name, kind FROM names WHERE id = ?1")?;
    let (name, kind) = select.query_row([first.0], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    })?;
    let new = SpeakerId(voices::add_speaker(conn, &name, speakers::kind(&kind))?);
    for name in names {
        if speaker_of(conn, *name)? != Some(old) {
            return Err(StoreError::GoneSpeaker);
        }
        give(conn, *name, new)?;
        if is_other {
            for other in &stay {
                keep_apart(conn, *name, *other)?;
            }
        }
    }
    conn.prepare_cached("UPDATE names SET decided = 1 WHERE speaker IN (?1, ?2)")?
        .execute([old.0, new.0])?;
    settle(conn, old)?;
    settle(conn, new)?;
    Ok(new)
}

/// Notes whether two names are not one speaker's, or takes that back. The caller owns the transaction.
pub(super) fn set_apart(
    conn: &Connection,
    one: NameId,
    other: NameId,
    are_apart: bool,
) -> Result<(), StoreError> {
    for name in [one, other] {
        speaker_of(conn, name)?.ok_or(StoreError::GoneSpeaker)?;
        conn.prepare_cached("UPDATE names SET decided = 1 WHERE id = ?1")?
            .execute([name.0])?;
    }
    if are_apart {
        keep_apart(conn, one, other)
    } else {
        conn.prepare_cached("DELETE FROM apart WHERE one = ?1 AND other = ?2")?
            .execute(params![one.0.min(other.0), one.0.max(other.0)])?;
        Ok(())
    }
}

/// A name that comes from another library, as it is here.
struct Met {
    id: NameId,
    speaker: SpeakerId,
    is_decided: bool,
}

/// Returns a name as it is here; one that is not here is made. None for a name of nobody.
fn met(conn: &Connection, it: &SpeakerName) -> Result<Option<Met>, StoreError> {
    let called = Called::new(&it.name, it.kind);
    if called.is_nobody() {
        return Ok(None);
    }
    let (id, speaker) = voices::name_of(conn, &called, &it.name, it.kind)?;
    let mut select = conn.prepare_cached("SELECT decided FROM names WHERE id = ?1")?;
    Ok(Some(Met {
        id: NameId(id),
        speaker: SpeakerId(speaker),
        is_decided: select.query_row([id], |row| row.get(0))?,
    }))
}

/// Takes in that another reader said some names are one speaker's, called `name`. Names that were decided here stay whose
/// they are. Returns whether that was new. The caller owns the transaction.
pub(super) fn adopt(
    conn: &Connection,
    name: &Clean,
    names: &[SpeakerName],
) -> Result<bool, StoreError> {
    let mut all = Vec::new();
    for it in names {
        all.extend(met(conn, it)?.map(|met| (it, met)));
    }
    let of_name = all.iter().find(|(it, _)| it.name == *name);
    let decided = all.iter().find(|(_, met)| met.is_decided);
    let Some(into) = decided
        .or(of_name)
        .or(all.first())
        .map(|(_, met)| met.speaker)
    else {
        return Ok(false);
    };
    let is_known = decided.is_some();
    let mut from = HashSet::new();
    let mut is_new = false;
    for (it, met) in all.iter().filter(|(_, met)| !met.is_decided) {
        let stay: Vec<NameId> = own(conn, into)?;
        if stay.iter().any(|other| *other != met.id) && are_apart(conn, met.id, &stay)? {
            from.insert(met.speaker);
            continue;
        }
        if met.speaker != into {
            from.insert(met.speaker);
            give(conn, met.id, into)?;
        }
        // Spelled as the reader saw it when deciding.
        conn.prepare_cached("UPDATE names SET decided = 1, name = ?2, kind = ?3 WHERE id = ?1")?
            .execute(params![met.id.0, it.name.as_str(), it.kind.name()])?;
        is_new = true;
    }
    if is_new && !is_known {
        conn.prepare_cached("UPDATE speakers SET name = ?2, name_key = ?3 WHERE id = ?1")?
            .execute(params![into.0, name.as_str(), words::sort_key(name)])?;
    }
    for speaker in from {
        settle(conn, speaker)?;
    }
    voices::recount(conn, into.0)?;
    Ok(is_new)
}

/// Takes in that another reader said two names are not one speaker's, unless they are one's here. Returns whether that was
/// new. The caller owns the transaction.
pub(super) fn adopt_apart(
    conn: &Connection,
    one: &SpeakerName,
    other: &SpeakerName,
) -> Result<bool, StoreError> {
    let (Some(one), Some(other)) = (met(conn, one)?, met(conn, other)?) else {
        return Ok(false);
    };
    let is_known = one.speaker == other.speaker || are_apart(conn, one.id, &[other.id])?;
    if !is_known {
        set_apart(conn, one.id, other.id, true)?;
    }
    for speaker in [one.speaker, other.speaker] {
        voices::recount(conn, speaker.0)?;
    }
    Ok(!is_known)
}

/// Whether the reader said that a name is not of one speaker with any of the others.
fn are_apart(conn: &Connection, name: NameId, others: &[NameId]) -> Result<bool, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM apart WHERE one = ?1 AND other = ?2)")?;
    for other in others {
        let pair = params![name.0.min(other.0), name.0.max(other.0)];
        if select.query_row(pair, |row| row.get(0))? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn keep_apart(conn: &Connection, one: NameId, other: NameId) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT OR IGNORE INTO apart (one, other) VALUES (?1, ?2)")?
        .execute(params![one.0.min(other.0), one.0.max(other.0)])?;
    Ok(())
}

fn speaker_of(conn: &Connection, name: NameId) -> Result<Option<SpeakerId>, StoreError> {
    let mut select = conn.prepare_cached("SELECT speaker FROM names WHERE id = ?1")?;
    let speaker = select.query_row([name.0], |row| row.get(0).map(SpeakerId));
    Ok(speaker.optional()?)
}

/// Returns the names of a speaker.
fn own(conn: &Connection, speaker: SpeakerId) -> Result<Vec<NameId>, StoreError> {
    let mut select = conn.prepare_cached("SELECT id FROM names WHERE speaker = ?1")?;
    let names = select.query_map([speaker.0], |row| row.get(0).map(NameId))?;
    Ok(names.collect::<Result<_, _>>()?)
}

fn give(conn: &Connection, name: NameId, to: SpeakerId) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE names SET speaker = ?2 WHERE id = ?1")?
        .execute([name.0, to.0])?;
    conn.prepare_cached("UPDATE voices SET speaker = ?2 WHERE name = ?1")?
        .execute([name.0, to.0])?;
    Ok(())
}

/// Brings a speaker in order whose names have changed: its counts, and what it is called when that name is not its own
/// any more. One without any name goes.
fn settle(conn: &Connection, speaker: SpeakerId) -> Result<(), StoreError> {
    let names = speakers::names(conn, speaker)?;
    let called = speakers::one(conn, speaker)?.map(|line| line.name);
    if let Some((_, first, _)) = names.first()
        && !names
            .iter()
            .any(|(_, name, _)| Some(name) == called.as_ref())
    {
        conn.prepare_cached("UPDATE speakers SET name = ?2, name_key = ?3 WHERE id = ?1")?
            .execute(params![speaker.0, first.as_str(), words::sort_key(first)])?;
    }
    voices::recount(conn, speaker.0)
}

/// The columns of a name, as [`known`] reads them.
const KNOWN: &str = "names.id, names.name, names.kind, speaker, quotes";

fn known(row: &Row<'_>) -> rusqlite::Result<KnownName> {
    let name = Clean::line(&row.get::<_, String>(1)?);
    let kind = speakers::kind(&row.get::<_, String>(2)?);
    Ok(KnownName {
        id: NameId(row.get(0)?),
        called: Called::new(&name, kind),
        name,
        speaker: SpeakerId(row.get(3)?),
        quotes: row::size(row, 4)?,
    })
}

/// Returns which names may be one speaker's: all in the library, or what concerns one speaker.
pub(super) fn proposed(
    conn: &Connection,
    about: Option<SpeakerId>,
) -> Result<Vec<Proposal>, StoreError> {
    let names: Vec<KnownName> = match about {
        None => {
            let mut select = conn.prepare_cached(&format!(
                "SELECT {KNOWN} FROM names JOIN speakers ON speakers.id = speaker
                 WHERE names.kind IN ('person', 'organisation') AND quotes > 0"
            ))?;
            select.query_map([], known)?.collect::<Result<_, _>>()?
        }
        Some(speaker) => near(conn, speaker)?,
    };
    let mut found = proposals(&names, &apart(conn, about)?);
    if let Some(speaker) = about {
        found.retain(|it| it.from.speaker == speaker || it.into.speaker == speaker);
    }
    for it in &mut found {
        it.names = own(conn, it.from.speaker)?;
    }
    Ok(found)
}

/// Returns the names that may have to do with those of a speaker, and those themselves.
fn near(conn: &Connection, speaker: SpeakerId) -> Result<Vec<KnownName>, StoreError> {
    const MOST: i64 = 4_000;
    let mut select = conn.prepare_cached(&format!(
        "SELECT {KNOWN} FROM names JOIN speakers ON speakers.id = speaker
         WHERE quotes > 0 AND names.kind IN ('person', 'organisation') AND names.id IN (
           SELECT other.id FROM names AS own JOIN names AS other ON other.tail = own.tail WHERE own.speaker = ?1
           UNION SELECT other.id FROM names AS own JOIN names AS other ON other.tail = own.short
             WHERE own.speaker = ?1 AND own.short > ''
           UNION SELECT other.id FROM names AS own JOIN names AS other ON other.short = own.tail AND other.short > ''
             WHERE own.speaker = ?1
         ) LIMIT ?2"
    ))?;
    let names = select.query_map([speaker.0, MOST], known)?;
    Ok(names.collect::<Result<_, _>>()?)
}

fn apart(
    conn: &Connection,
    about: Option<SpeakerId>,
) -> Result<HashSet<(NameId, NameId)>, StoreError> {
    let pair = |row: &Row<'_>| Ok((NameId(row.get(0)?), NameId(row.get(1)?)));
    let pairs = match about {
        None => {
            let mut select = conn.prepare_cached("SELECT one, other FROM apart")?;
            select.query_map([], pair)?.collect::<Result<_, _>>()?
        }
        Some(speaker) => {
            let mut select = conn.prepare_cached(
                "SELECT one, other FROM apart JOIN names ON names.id IN (one, other) WHERE speaker = ?1",
            )?;
            select
                .query_map([speaker.0], pair)?
                .collect::<Result<_, _>>()?
        }
    };
    Ok(pairs)
}
