//! The groups that bots are in, as their channel shows them.
//!
//! Owns the table `group_chats`: names, topics, where the bot stands, and what the person wants to
//! hear no more of. Whether a group is heard is said by the settings, never here.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::channel::{ChannelKind, GroupSeen, Standing};
use crate::clock::Ms;
use crate::storage::StorageError;

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupChat {
    /// The channel's name.
    pub channel: String,
    /// The account of the channel.
    pub account: String,
    /// Its id there.
    pub peer: String,
    /// Its name.
    pub title: String,
    /// It has topics.
    pub forum: bool,
    /// The topics that were seen, by number; empty where the name is not known.
    pub topics: BTreeMap<String, String>,
    /// Where the bot stands.
    pub standing: Standing,
    /// When something of it was seen first, or its standing changed, ms.
    pub seen_at: Ms,
    /// The person wants to hear no more of it.
    pub left_alone: bool,
}

const COLUMNS: &str = "channel, account, peer, title, forum, topics, standing, seen_at, left_alone";

/// Notes what a channel shows of a group. What was known and is not shown now stays.
pub fn see_group(connection: &Connection, seen: &GroupSeen, now: Ms) -> Result<(), StorageError> {
    let held = group_chat(connection, seen.channel, &seen.account, &seen.peer)?;
    let mut topics = held.as_ref().map(|held| held.topics.clone());
    let topics = topics.get_or_insert_default();
    if let Some((number, name)) = &seen.topic {
        let known = topics.entry(number.clone()).or_default();
        if let Some(name) = name {
            known.clone_from(name);
        }
    }
    connection.execute(
        "INSERT INTO group_chats(channel, account, peer, title, forum, topics, standing, seen_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'member', ?7)
         ON CONFLICT(channel, account, peer) DO UPDATE SET
           title = ?4, forum = ?5, topics = ?6,
           standing = CASE standing WHEN 'removed' THEN 'member' ELSE standing END",
        params![
            seen.channel.as_str(),
            seen.account,
            seen.peer,
            seen.title,
            seen.forum,
            serde_json::to_string(topics)?,
            now
        ],
    )?;
    Ok(())
}

/// Notes where the bot stands in a group now; `false` = it stood there before. A change is a new
/// matter: what the person wanted to hear no more of is asked anew.
pub fn stand_in_group(
    connection: &Connection,
    seen: &GroupSeen,
    standing: Standing,
    now: Ms,
) -> Result<bool, StorageError> {
    let before = group_chat(connection, seen.channel, &seen.account, &seen.peer)?;
    see_group(connection, seen, now)?;
    if before.is_some_and(|before| before.standing == standing) {
        return Ok(false);
    }
    connection.execute(
        "UPDATE group_chats SET standing = ?4, seen_at = ?5, left_alone = 0
         WHERE channel = ?1 AND account = ?2 AND peer = ?3",
        params![
            seen.channel.as_str(),
            seen.account,
            seen.peer,
            standing.as_str(),
            now
        ],
    )?;
    Ok(true)
}

/// The person wants to hear no more of a group, or again; `false` = there is no such group.
pub fn leave_group_alone(
    connection: &Connection,
    account: &str,
    peer: &str,
    alone: bool,
) -> Result<bool, StorageError> {
    let changed = connection.execute(
        "UPDATE group_chats SET left_alone = ?3 WHERE account = ?1 AND peer = ?2",
        params![account, peer, alone],
    )?;
    Ok(changed > 0)
}

/// A group lives on under another id.
pub fn move_group(
    connection: &Connection,
    account: &str,
    from: &str,
    to: &str,
) -> Result<(), StorageError> {
    connection.execute(
        "UPDATE OR REPLACE group_chats SET peer = ?3 WHERE account = ?1 AND peer = ?2",
        params![account, from, to],
    )?;
    // Of every agent and topic; an id is no part of a longer one, for a colon follows it.
    connection.execute(
        "UPDATE overheard SET session_key = rtrim(replace(session_key || ':', ':group:' || ?1 || ':',
           ':group:' || ?2 || ':'), ':')
         WHERE session_key || ':' LIKE '%:group:' || ?1 || ':%'",
        params![from, to],
    )?;
    Ok(())
}

/// Every group, by name.
pub fn group_chats(connection: &Connection) -> Result<Vec<GroupChat>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM group_chats ORDER BY title, account, peer");
    let mut select = connection.prepare_cached(&sql)?;
    let rows = select.query_map([], read)?;
    let mut found = Vec::new();
    for row in rows {
        found.push(row?);
    }
    Ok(found)
}

/// One group.
pub fn group_chat(
    connection: &Connection,
    channel: ChannelKind,
    account: &str,
    peer: &str,
) -> Result<Option<GroupChat>, StorageError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM group_chats WHERE channel = ?1 AND account = ?2 AND peer = ?3"
    );
    Ok(connection
        .prepare_cached(&sql)?
        .query_row([channel.as_str(), account, peer], read)
        .optional()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<GroupChat> {
    let (topics, standing): (String, String) = (row.get(5)?, row.get(6)?);
    Ok(GroupChat {
        channel: row.get(0)?,
        account: row.get(1)?,
        peer: row.get(2)?,
        title: row.get(3)?,
        forum: row.get(4)?,
        // Written here only; names that can't be read are no reason to lose the group.
        topics: serde_json::from_str(&topics).unwrap_or_default(),
        standing: Standing::parse(&standing),
        seen_at: row.get(7)?,
        left_alone: row.get(8)?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn table() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        let sql = include_str!("../storage/schema/010_groups.sql");
        connection.execute_batch(sql).unwrap();
        connection
    }

    fn seen(title: &str, topic: Option<(&str, Option<&str>)>) -> GroupSeen {
        GroupSeen {
            channel: ChannelKind::Telegram,
            account: "default".into(),
            peer: "-1001".into(),
            title: title.into(),
            forum: topic.is_some(),
            topic: topic.map(|(number, name)| (number.into(), name.map(Into::into))),
        }
    }

    fn held(table: &Connection) -> GroupChat {
        group_chats(table).unwrap().remove(0)
    }

    #[test]
    fn names_are_kept_and_follow_what_the_channel_shows() {
        let table = table();
        see_group(&table, &seen("Family", Some(("7", Some("Soup")))), 1).unwrap();
        see_group(&table, &seen("Family", Some(("7", None))), 2).unwrap();
        see_group(&table, &seen("We", Some(("8", None))), 3).unwrap();
        let found = held(&table);
        assert_eq!(
            (found.title.as_str(), found.seen_at, found.forum),
            ("We", 1, true)
        );
        let topics = [("7", "Soup"), ("8", "")].map(|(n, name)| (n.to_owned(), name.to_owned()));
        assert_eq!(found.topics, BTreeMap::from(topics));
    }

    #[test]
    fn a_change_of_standing_is_told_once_and_asks_anew() {
        let table = table();
        let family = seen("Family", None);
        let stands = |standing, now| stand_in_group(&table, &family, standing, now).unwrap();
        assert!(stands(Standing::Member, 1) && !stands(Standing::Member, 2));
        assert!(leave_group_alone(&table, "default", "-1001", true).unwrap());
        see_group(&table, &family, 3).unwrap();
        assert!(held(&table).left_alone);
        assert!(stands(Standing::Removed, 4));
        assert_eq!((held(&table).left_alone, held(&table).seen_at), (false, 4));
        // Something is said there: the bot is in it again.
        see_group(&table, &family, 5).unwrap();
        assert_eq!(held(&table).standing, Standing::Member);
        assert!(!leave_group_alone(&table, "default", "-9", true).unwrap());
    }

    #[test]
    fn a_group_that_moves_takes_its_name_and_its_history_along() {
        let table = table();
        see_group(&table, &seen("Family", None), 1).unwrap();
        for key in [
            "agent:main:telegram:group:-1001",
            "agent:fun:telegram:group:-1001:topic:7",
            "agent:main:telegram:group:-10012",
        ] {
            let sql = "INSERT INTO overheard(id, session_key, at, sender, text) VALUES (?1, ?1, 1, '', 'x')";
            table.execute(sql, [key]).unwrap();
        }
        for _ in 0..2 {
            move_group(&table, "default", "-1001", "-1009").unwrap();
        }
        assert_eq!(held(&table).peer, "-1009");
        let mut select = table
            .prepare("SELECT session_key FROM overheard ORDER BY seq")
            .unwrap();
        let keys: Vec<String> = select
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert_eq!(
            keys,
            [
                "agent:main:telegram:group:-1009",
                "agent:fun:telegram:group:-1009:topic:7",
                "agent:main:telegram:group:-10012",
            ]
        );
    }
}
