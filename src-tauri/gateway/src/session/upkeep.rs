//! Which old sessions go (pure; field-reference.md §1, `session.maintenance`).
//!
//! Owns the order: earlier sessions of a conversation before whole conversations, the oldest
//! first. Main conversations stay whatever their age, and what jobs left has a clock of its own.

use std::collections::BTreeSet;

use super::key::{KeyKind, SessionKey};
use super::past::PastSession;
use crate::clock::Ms;

/// How much is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeping {
    /// Conversations that were quiet for longer go, ms.
    pub quiet: Ms,
    /// So many conversations stay.
    pub most: usize,
    /// Earlier sessions that ended longer ago go, ms.
    pub past: Ms,
    /// What transcripts may take together; `None` = any.
    pub room: Option<Room>,
}

/// Bytes transcripts may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// More than this is too much.
    pub most: u64,
    /// So much is left then.
    pub down_to: u64,
}

/// A conversation with its sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its key.
    pub key: SessionKey,
    /// When it was last used, ms.
    pub used: Ms,
    /// Its transcripts, the current one among them.
    pub sessions: Vec<PastSession>,
}

/// What goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Old {
    /// Of this conversation
    pub key: SessionKey,
    /// this earlier session; `None` = all of it.
    pub session_id: Option<String>,
}

/// What goes now.
pub fn old_ones(held: &[Held], keeping: Keeping, now: Ms) -> Vec<Old> {
    let held: Vec<&Held> = held
        .iter()
        .filter(|one| one.key.kind() != KeyKind::Cron)
        .collect();
    let mut whole: Vec<&Held> = held
        .iter()
        .copied()
        .filter(|one| one.key.kind() != KeyKind::Main)
        .collect();
    whole.sort_by_key(|one| one.used);
    let mut earlier: Vec<(&Held, &PastSession)> = held
        .iter()
        .flat_map(|one| one.sessions.iter().map(move |session| (*one, session)))
        .filter(|(_, session)| !session.current)
        .collect();
    earlier.sort_by_key(|(_, session)| session.ended);

    let too_many = held.len().saturating_sub(keeping.most);
    let quiet = |one: &Held| one.used.saturating_add(keeping.quiet) < now;
    let ended = |session: &PastSession| session.ended.saturating_add(keeping.past) < now;
    let mut going = Going::default();
    for (n, one) in whole.iter().enumerate() {
        if n < too_many || quiet(one) {
            going.whole(one);
        }
    }
    for (one, session) in &earlier {
        if ended(session) {
            going.one(one, session);
        }
    }
    let bytes = |one: &&Held| {
        one.sessions
            .iter()
            .map(|session| session.bytes)
            .sum::<u64>()
    };
    let all: u64 = held.iter().map(bytes).sum();
    if let Some(room) = keeping.room.filter(|room| all - going.bytes > room.most) {
        let full = |going: &Going| all - going.bytes > room.down_to;
        for (one, session) in &earlier {
            if full(&going) {
                going.one(one, session);
            }
        }
        for one in &whole {
            if full(&going) {
                going.whole(one);
            }
        }
    }
    going.old()
}

/// What was chosen so far, each transcript counted once.
#[derive(Default)]
struct Going {
    whole: BTreeSet<SessionKey>,
    one: BTreeSet<Old>,
    bytes: u64,
}

impl Going {
    fn whole(&mut self, held: &Held) {
        if !self.whole.insert(held.key.clone()) {
            return;
        }
        let counted = |id: &str| {
            let one = Old {
                key: held.key.clone(),
                session_id: Some(id.to_owned()),
            };
            self.one.contains(&one)
        };
        let left = held.sessions.iter().filter(|one| !counted(&one.session_id));
        let bytes: u64 = left.map(|one| one.bytes).sum();
        self.bytes += bytes;
        self.one.retain(|one| one.key != held.key);
    }

    fn one(&mut self, held: &Held, session: &PastSession) {
        let old = Old {
            key: held.key.clone(),
            session_id: Some(session.session_id.clone()),
        };
        if !self.whole.contains(&held.key) && self.one.insert(old) {
            self.bytes += session.bytes;
        }
    }

    fn old(self) -> Vec<Old> {
        let whole = self.whole.into_iter().map(|key| Old {
            key,
            session_id: None,
        });
        self.one.into_iter().chain(whole).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Ms = 100;
    const KEEPING: Keeping = Keeping {
        quiet: 30,
        most: 500,
        past: 20,
        room: None,
    };

    fn held(key: &str, used: Ms, sessions: &[(&str, Ms, u64)]) -> Held {
        let sessions = sessions.iter().enumerate();
        Held {
            key: SessionKey::parse(key, "main"),
            used,
            sessions: sessions
                .map(|(n, (id, ended, bytes))| PastSession {
                    session_id: (*id).to_owned(),
                    path: format!("{id}.jsonl").into(),
                    started: 0,
                    ended: *ended,
                    bytes: *bytes,
                    ended_by: None,
                    current: n == 0,
                })
                .collect(),
        }
    }

    /// The main conversation with two earlier sessions, two chats and what a job left.
    fn home() -> Vec<Held> {
        vec![
            held(
                "main",
                10,
                &[("m3", 10, 10), ("m2", 85, 10), ("m1", 70, 10)],
            ),
            held("telegram:direct:7", 95, &[("a2", 95, 10), ("a1", 75, 10)]),
            held("telegram:direct:8", 60, &[("b2", 60, 10), ("b1", 50, 10)]),
            held("cron:daily", 1, &[("c1", 1, 1_000)]),
        ]
    }

    fn check(keeping: Keeping, expected: &[&str]) {
        let old = old_ones(&home(), keeping, NOW);
        let names: Vec<String> = old
            .into_iter()
            .map(|old| old.session_id.unwrap_or_else(|| old.key.to_string()))
            .collect();
        assert_eq!(names, expected, "{keeping:?}");
    }

    #[test]
    fn what_was_quiet_too_long_is_too_much_or_too_many_goes_oldest_first() {
        let chat = "agent:main:telegram:direct:8";
        let other = "agent:main:telegram:direct:7";
        check(KEEPING, &["m1", "a1", chat]);
        let long = Keeping {
            quiet: 1_000,
            past: 1_000,
            ..KEEPING
        };
        check(long, &[]);
        check(Keeping { most: 2, ..long }, &[chat]);
        // Main conversations stay, however few are to be left.
        check(Keeping { most: 0, ..long }, &[other, chat]);
        let room = |most, down_to| Keeping {
            room: Some(Room { most, down_to }),
            ..long
        };
        check(room(70, 10), &[]);
        check(room(69, 60), &["b1"]);
        check(room(69, 40), &["m1", "a1", "b1"]);
        check(room(69, 20), &["m1", "m2", "a1", chat]);
        check(room(69, 0), &["m1", "m2", other, chat]);
    }
}
