//! What was said in groups without calling the agent: history for the next message that does.
//!
//! Owns the table `overheard`. A message is given to the agent once, with the message that was
//! stored when it waited; both in one transaction, so that a kill loses none and gives none twice.
//! Nothing of it is answered.

use rusqlite::{Connection, OptionalExtension, params};

use crate::channel::Inbound;
use crate::clock::Ms;
use crate::session::SessionKey;
use crate::storage::StorageError;

/// Most characters kept of one message.
const MOST_CHARS: usize = 4_000;
/// Most characters given with one message; the oldest go first.
const MOST_GIVEN: usize = 20_000;

/// Something that was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overheard {
    /// Who said it.
    pub sender: String,
    /// What.
    pub text: String,
}

/// Keeps a message; of the conversation the newest `limit` stay.
pub fn overhear(
    connection: &Connection,
    message: &Inbound,
    key: &SessionKey,
    limit: u64,
    now: Ms,
) -> Result<(), StorageError> {
    let text: String = message.text.chars().take(MOST_CHARS).collect();
    if limit > 0 && !text.trim().is_empty() {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO overheard(id, session_key, at, sender, text, message_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                message.id,
                key.as_str(),
                now,
                message.shown_sender(),
                text,
                message.message_id
            ])?;
    }
    connection
        .prepare_cached(
            "DELETE FROM overheard WHERE session_key = ?1 AND given_to IS NULL AND seq NOT IN (
               SELECT seq FROM overheard WHERE session_key = ?1 AND given_to IS NULL
               ORDER BY seq DESC LIMIT ?2)",
        )?
        .execute(params![
            key.as_str(),
            i64::try_from(limit).unwrap_or(i64::MAX)
        ])?;
    Ok(())
}

/// What a change of something overheard came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amended {
    /// It waits in its new wording.
    Waits,
    /// The agent has read it; it said this.
    Read(String),
    /// It was never overheard, or is forgotten.
    Unknown,
}

/// The writer of an overheard message changed it.
pub fn amend_overheard(
    connection: &Connection,
    message: &Inbound,
    key: &SessionKey,
) -> Result<Amended, StorageError> {
    let found = connection
        .prepare_cached(
            "SELECT seq, text, given_to IS NOT NULL FROM overheard
             WHERE session_key = ?1 AND message_id = ?2 ORDER BY seq DESC LIMIT 1",
        )?
        .query_row(params![key.as_str(), message.message_id], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, bool>(2)?,
            ))
        })
        .optional()?;
    let Some((seq, before, given)) = found else {
        return Ok(Amended::Unknown);
    };
    if given {
        return Ok(Amended::Read(before));
    }
    let text: String = message.text.chars().take(MOST_CHARS).collect();
    connection.execute(
        "UPDATE overheard SET text = ?2 WHERE seq = ?1",
        params![seq, text],
    )?;
    Ok(Amended::Waits)
}

/// Gives what waits in a conversation to a message of it.
pub fn give_overheard(
    connection: &Connection,
    key: &SessionKey,
    message: &str,
) -> Result<(), StorageError> {
    connection
        .prepare_cached(
            "UPDATE overheard SET given_to = ?2 WHERE session_key = ?1 AND given_to IS NULL",
        )?
        .execute([key.as_str(), message])?;
    Ok(())
}

/// What was given to these messages, oldest first, as far as it fits.
pub fn overheard_before(
    connection: &Connection,
    messages: &[String],
) -> Result<Vec<Overheard>, StorageError> {
    let mut found = Vec::new();
    let mut select = connection
        .prepare_cached("SELECT sender, text FROM overheard WHERE given_to = ?1 ORDER BY seq")?;
    for message in messages {
        let rows = select.query_map([message], |row| {
            Ok(Overheard {
                sender: row.get(0)?,
                text: row.get(1)?,
            })
        })?;
        for row in rows {
            found.push(row?);
        }
    }
    let mut room = MOST_GIVEN;
    let fits = found.iter().rev().take_while(|said| {
        let length = said.text.chars().count() + said.sender.chars().count();
        let fits = length <= room;
        room = room.saturating_sub(length);
        fits
    });
    let fits = fits.count();
    Ok(found.split_off(found.len() - fits))
}

/// Forgets what was said before (ms), given or not.
pub fn purge_overheard(connection: &Connection, before: Ms) -> Result<usize, StorageError> {
    Ok(connection.execute("DELETE FROM overheard WHERE at < ?1", [before])?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::channel::{ChannelKind, ChatType, Route};

    fn said(id: &str, who: &str, text: &str) -> Inbound {
        let route = Route {
            channel: ChannelKind::Telegram,
            account: "default".into(),
            peer: "-1001".into(),
            thread: None,
            chat_type: ChatType::Group,
        };
        Inbound {
            sender_name: Some(who.into()),
            text: text.into(),
            ..Inbound::said(id, route)
        }
    }

    fn table() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        let sql = include_str!("../storage/schema/010_groups.sql");
        connection.execute_batch(sql).unwrap();
        let numbers = include_str!("../storage/schema/014_overheard_ids.sql");
        connection.execute_batch(numbers).unwrap();
        connection
    }

    fn texts(found: &[Overheard]) -> Vec<&str> {
        found.iter().map(|said| said.text.as_str()).collect()
    }

    #[test]
    fn a_change_reaches_what_waits_and_is_told_apart_from_what_was_read() {
        let table = table();
        let key = key("-1001");
        let wrote = |id: &str, number: &str, text: &str| Inbound {
            message_id: Some(number.into()),
            ..said(id, "Ben", text)
        };
        overhear(&table, &wrote("a", "7", "at six"), &key, 50, 1).unwrap();
        let change = wrote("b", "7", "at seven");
        let amend = |message: &Inbound| amend_overheard(&table, message, &key).unwrap();
        assert_eq!(amend(&change), Amended::Waits);
        assert_eq!(amend(&wrote("c", "8", "?")), Amended::Unknown);
        give_overheard(&table, &key, "m").unwrap();
        let found = overheard_before(&table, &["m".into()]).unwrap();
        assert_eq!(texts(&found), ["at seven"]);
        assert_eq!(amend(&change), Amended::Read("at seven".into()));
    }

    #[test]
    fn the_newest_of_each_conversation_are_kept_and_given_once() {
        let table = table();
        let (family, work) = (key("-1001"), key("-1002"));
        for n in 0..5 {
            let one = said(&format!("a{n}"), "Ben", &format!("f{n}"));
            overhear(&table, &one, &family, 3, n).unwrap();
            // Handed out again after a kill.
            overhear(&table, &one, &family, 3, n).unwrap();
        }
        overhear(&table, &said("b", "Ben", "w"), &work, 3, 9).unwrap();
        give_overheard(&table, &family, "m1").unwrap();
        give_overheard(&table, &family, "m2").unwrap();
        let before = |id: &str| overheard_before(&table, &[id.to_owned()]).unwrap();
        assert_eq!(texts(&before("m1")), ["f2", "f3", "f4"]);
        assert_eq!(before("m1")[0].sender, "Ben");
        assert!(before("m2").is_empty());
        give_overheard(&table, &work, "m3").unwrap();
        assert_eq!(texts(&before("m3")), ["w"]);
        let both = ["m3".to_owned(), "m1".to_owned()];
        assert_eq!(overheard_before(&table, &both).unwrap().len(), 4);
        assert_eq!(purge_overheard(&table, 4).unwrap(), 2);
    }

    #[test]
    fn no_history_is_kept_where_none_is_wanted_and_what_is_too_much_loses_its_beginning() {
        let table = table();
        let family = key("-1001");
        overhear(&table, &said("a", "Ben", "hi"), &family, 0, 1).unwrap();
        overhear(&table, &said("b", "Ben", " "), &family, 9, 1).unwrap();
        for n in 0..9 {
            let long = format!("{n}{}", "x".repeat(5_000));
            overhear(
                &table,
                &said(&format!("c{n}"), "Ben", &long),
                &family,
                50,
                1,
            )
            .unwrap();
        }
        give_overheard(&table, &family, "m").unwrap();
        let found = overheard_before(&table, &["m".to_owned()]).unwrap();
        let first: Vec<&str> = found.iter().map(|said| &said.text[..1]).collect();
        assert_eq!(first, ["5", "6", "7", "8"]);
        assert_eq!(found[0].text.len(), MOST_CHARS);
    }

    fn key(chat: &str) -> SessionKey {
        SessionKey::parse(&format!("telegram:group:{chat}"), "main")
    }
}
