//! Turns that nobody wrote for, with a whole gateway in this process and the practice agent.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use super::{Gateway, Options};
use crate::activity::{Hold, Scope, put_hold};
use crate::agent::{LeftBehind, OwnTurn, OwnTurnEnd, Silence, left_behind};
use crate::api::serve::Contract;
use crate::clock::ManualClock;
use crate::error::Problem;
use crate::event::Outcome;
use crate::ledger::Cause;
use crate::session::{Entry, SessionKey, read_transcript};
use crate::workspace::TurnClass;

struct Home {
    _dir: tempfile::TempDir,
    gateway: Gateway,
}

impl Home {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let options = Options {
            state_dir: Some(dir.path().join("state")),
            env: Some(Arc::new(|_| None)),
            clock: Some(ManualClock::new(1_782_928_800_000, "Europe/Berlin")),
            ..Options::default()
        };
        let gateway = Gateway::build(options, Arc::new(Contract)).await.unwrap();
        Self { _dir: dir, gateway }
    }

    async fn run(
        &self,
        key: &SessionKey,
        cause: &str,
        silence: Option<Silence>,
    ) -> Result<OwnTurnEnd, Problem> {
        let turn = OwnTurn {
            cause: cause.into(),
            booked: Cause::Job("j".into()),
            class: TurnClass::Isolated {
                may_read_memory: false,
            },
            prompt: "Good morning".into(),
            channel: "cron",
            model: None,
            thinking: None,
            limit: None,
            tools: None,
            silence,
        };
        let lanes = &self.gateway.host().live().unwrap().lanes;
        lanes.run_own(key, turn).await
    }

    fn entries(&self, key: &SessionKey) -> Vec<Entry> {
        let found = self.gateway.host().parts.sessions.find(key).unwrap();
        read_transcript(&found.path).unwrap()
    }
}

fn run_key() -> SessionKey {
    SessionKey::parse("agent:main:cron:j:run:1", "main")
}

#[tokio::test]
async fn a_turn_of_its_own_hands_back_what_it_said_and_is_not_repeated() {
    let home = Home::new().await;
    let key = run_key();
    let end = home.run(&key, "run:j@1#1", None).await.unwrap();
    assert_eq!(end.outcome, Outcome::Done);
    assert!(!end.reply.is_empty());
    let entries = home.entries(&key);
    assert_eq!(entries.first().and_then(Entry::turn), Some("run:j@1#1"));
    assert!(entries.last().unwrap().is_final());
    let parts = &home.gateway.host().parts;
    let left = |cause: &str| left_behind(parts, &key, cause, 0).unwrap();
    assert_eq!(left("run:j@1#1"), LeftBehind::Finished);
    assert_eq!(left("run:j@1#2"), LeftBehind::Nothing);

    let again = home.run(&key, "run:j@1#1", None).await.unwrap();
    assert_eq!(again.reply, end.reply);
    assert_eq!(home.entries(&key).len(), entries.len());
}

#[tokio::test]
async fn an_answer_that_says_nothing_leaves_no_line() {
    let home = Home::new().await;
    let key = SessionKey::main("main");
    let before = home.run(&key, "beat:main:1", None).await.unwrap();
    let lines = home.entries(&key).len();
    let silent = Silence::new(|_| true);
    let end = home.run(&key, "beat:main:2", Some(silent)).await.unwrap();
    assert_eq!(end.outcome, Outcome::Quiet);
    assert_eq!((end.reply.as_str(), end.text.is_empty()), ("", false));
    assert_eq!(home.entries(&key).len(), lines);
    // What is said behind it follows what stands in the file.
    let loud = Silence::new(|_| false);
    let end = home.run(&key, "beat:main:3", Some(loud)).await.unwrap();
    assert_eq!(end.session_id, before.session_id);
    let entries = home.entries(&key);
    assert_eq!(entries.len(), lines + 2);
    assert_eq!(
        entries[lines].parent.as_deref(),
        Some(entries[lines - 1].id.as_str())
    );
}

#[tokio::test]
async fn nothing_runs_by_itself_while_that_is_on_hold() {
    let home = Home::new().await;
    let hold = Hold {
        scope: Scope::Autonomous.to_string(),
        reason: Problem::new("stopped"),
        since: 0,
        until: None,
    };
    let db = home.gateway.host().db();
    db.write(move |tx| put_hold(tx, &hold)).await.unwrap();
    let refused = home.run(&run_key(), "run:j@1#1", None).await.unwrap_err();
    assert_eq!(refused.code, "own-turn-held");
    assert!(
        home.gateway
            .host()
            .parts
            .sessions
            .find(&run_key())
            .is_none()
    );
}
