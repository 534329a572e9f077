//! What transcripts tell of messages the tables know nothing of any more.
//!
//! Owns the look after the tables were restored from a copy: a message answered since that copy
//! was made must not be answered again. The transcripts are newer than the copy and are right.

use std::collections::{BTreeMap, BTreeSet};

use crate::clock::Ms;
use crate::delivery::mark_answered;
use crate::session::{Entry, SessionStore, read_transcript};
use crate::storage::{Db, StorageError};

/// A message whose turn has its last answer.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Answered {
    inbox: String,
    turn: String,
    key: String,
}

/// Marks what transcripts changed since `since` (ms) show as answered, and says how many messages
/// of the tables that ended.
pub async fn settle_answered(
    db: &Db,
    sessions: &SessionStore,
    since: Ms,
) -> Result<usize, StorageError> {
    let mut found = Vec::new();
    for (key, path) in sessions.transcripts_since(since) {
        match read_transcript(&path) {
            Ok(entries) => found.extend(answered(&entries, &key)),
            // One that can't be read tells nothing; its messages are answered again rather than
            // lost.
            Err(error) => {
                tracing::warn!(%error, path = %path.display(), "a transcript was passed over")
            }
        }
    }
    db.write(move |tx| {
        let mut ended = 0;
        for told in &found {
            ended += usize::from(mark_answered(tx, &told.inbox, &told.turn, &told.key)?);
        }
        Ok(ended)
    })
    .await
}

fn answered(entries: &[Entry], key: &str) -> Vec<Answered> {
    let finished: BTreeSet<&str> = entries
        .iter()
        .filter(|entry| entry.is_final())
        .filter_map(Entry::turn)
        .collect();
    let mut by_inbox = BTreeMap::new();
    for entry in entries {
        let ids = entry.cove.get("inbox").and_then(|ids| ids.as_array());
        for id in ids.into_iter().flatten().filter_map(|id| id.as_str()) {
            if let Some(turn) = entry.turn().filter(|turn| finished.contains(turn)) {
                by_inbox.insert(id, turn);
            }
        }
    }
    by_inbox
        .into_iter()
        .map(|(inbox, turn)| Answered {
            inbox: inbox.to_owned(),
            turn: turn.to_owned(),
            key: key.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use super::*;
    use crate::channel::{ChannelKind, ChatType, Inbound, Route};
    use crate::clock::ManualClock;
    use crate::delivery::{InboxState, accept, open_rows, outcome_of};
    use crate::model::{Block, ModelRef};
    use crate::session::{AssistantEntry, SessionKey, Stop, Transcript, UserEntry};
    use crate::storage::StateDir;

    fn message(id: &str) -> Inbound {
        let route = Route {
            channel: ChannelKind::Telegram,
            account: "default".into(),
            peer: "7".into(),
            thread: None,
            chat_type: ChatType::Direct,
        };
        Inbound {
            id: id.to_owned(),
            route,
            sender: "7".into(),
            sender_name: None,
            owner: true,
            text: "hi".into(),
            sent_at: 0,
            message_id: None,
            language: None,
            instead_of: None,
            brought: Default::default(),
        }
    }

    #[tokio::test]
    async fn what_was_answered_after_the_copy_is_not_answered_again() {
        let folder = tempfile::tempdir().unwrap();
        let state = StateDir::open(folder.path().to_owned()).unwrap();
        let db = Db::open(&state.db()).unwrap();
        let clock = ManualClock::new(1_000, "UTC");
        let (sessions, _) = SessionStore::open(state, clock).unwrap();
        let sessions = Arc::new(sessions);
        let key = SessionKey::main("main");
        let resolved = sessions.resolve(&key, folder.path()).unwrap();
        let (mut transcript, _) = Transcript::open(&resolved.path).unwrap();
        let model = ModelRef::parse("cove/practice").unwrap();
        for (turn, inbox, last) in [
            ("inbox:1", vec!["1", "2"], true),
            ("inbox:3", vec!["3"], true),
            ("inbox:4", vec!["4"], false),
        ] {
            let said = UserEntry {
                text: "hi".into(),
                turn: turn.into(),
                inbox: inbox.into_iter().map(str::to_owned).collect(),
                shown: "hi".into(),
                channel: "telegram".into(),
                events: Vec::new(),
                pictures: Vec::new(),
            };
            let entry = said.print(transcript.leaf(), 1);
            transcript.append(vec![entry]).unwrap();
            let answer = AssistantEntry {
                blocks: &[Block::Text { text: "yes".into() }],
                model: &model,
                usage: None,
                cost: None,
                stop: Stop::Stop,
                error: None,
                turn,
                last,
                quiet: false,
                prompt: None,
            };
            let entry = answer.print(transcript.leaf(), 2);
            transcript.append(vec![entry]).unwrap();
        }
        // The copy knows messages 1, 2 and 4 as waiting and nothing of 3.
        let waiting = key.clone();
        db.write(move |tx| {
            for id in ["1", "2", "4"] {
                accept(tx, &message(id), &waiting, 0)?;
            }
            Ok(())
        })
        .await
        .unwrap();

        assert_eq!(settle_answered(&db, &sessions, 0).await.unwrap(), 2);
        let (open, third, known) = db
            .write(move |tx| {
                let open = open_rows(tx)?.into_iter().map(|row| row.message.id);
                let open: Vec<String> = open.collect();
                let third = outcome_of(tx, "3")?.map(|end| end.state);
                Ok((open, third, accept(tx, &message("3"), &key, 0)?))
            })
            .await
            .unwrap();
        assert_eq!(open, ["4"]);
        assert_eq!(third, Some(InboxState::Done));
        assert!(!known, "handed out again by its channel it is known");
    }
}
