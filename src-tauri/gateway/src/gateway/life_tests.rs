//! How long a session lives, with a whole gateway in this process: real files and tables, the
//! practice agent, a clock moved by hand.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod anew;
mod kept;
mod restored;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

mod asked;

use super::{Gateway, Host, Options};
use crate::activity::{Record, page};
use crate::agent::{Asked, NewSession, Operation, OperationAnswer, Renewed};
use crate::api::carrier::Client;
use crate::api::contract::{Actor, ApiError, Call};
use crate::api::serve::{Contract, Desk};
use crate::channel::{Inbound, Route};
use crate::clock::{ManualClock, Ms};
use crate::event::{Fact, Outcome, Subject};
use crate::session::{
    Asker, Entry, EntryBody, MessageRole, SessionKey, derived_id, own_words, read_transcript,
    reset_of,
};

/// 2026-07-01 20:00 in Berlin.
const EVENING: Ms = 1_782_928_800_000;
const HOUR: u64 = 3_600;

struct Life {
    dir: tempfile::TempDir,
    gateway: Gateway,
    clock: Arc<ManualClock>,
}

fn options(dir: &tempfile::TempDir, clock: &Arc<ManualClock>) -> Options {
    Options {
        state_dir: Some(dir.path().join("state")),
        env: Some(Arc::new(|_| None)),
        clock: Some(clock.clone()),
        ..Options::default()
    }
}

impl Life {
    async fn new(session: Value) -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("state")).unwrap();
        let config = json!({ "session": session }).to_string();
        std::fs::write(dir.path().join("state/cove.json"), config).unwrap();
        let clock = ManualClock::new(EVENING, "Europe/Berlin");
        let gateway = Gateway::build(options(&dir, &clock), Arc::new(Contract))
            .await
            .unwrap();
        Self {
            dir,
            gateway,
            clock,
        }
    }

    /// Ends without a word, as a kill does for what stands on disk.
    async fn again(self) -> Self {
        self.gateway.stop().await;
        drop(self.gateway);
        let gateway = Gateway::build(options(&self.dir, &self.clock), Arc::new(Contract))
            .await
            .unwrap();
        Self { gateway, ..self }
    }

    fn host(&self) -> &Arc<Host> {
        self.gateway.host()
    }

    fn key(&self) -> SessionKey {
        SessionKey::main("main")
    }

    fn session(&self) -> String {
        self.host()
            .parts
            .sessions
            .find(&self.key())
            .unwrap()
            .session_id
    }

    fn entries(&self, session: &str) -> Vec<Entry> {
        let path = self
            .host()
            .parts
            .sessions
            .transcript_of(&self.key(), session)
            .unwrap();
        read_transcript(&path).unwrap()
    }

    fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// A person says something and it is answered; what they read.
    async fn say(&self, id: &str, text: &str) -> String {
        let mut coming = self.host().events().subscribe(None).receiver;
        self.accept(id, text).await;
        loop {
            if let Fact::TurnEnded { inbox_ids, end, .. } = coming.recv().await.unwrap().fact
                && inbox_ids.contains(&format!("desktop:{id}"))
            {
                assert_eq!(end.outcome, Outcome::Done, "{end:?}");
                return end.reply;
            }
        }
    }

    async fn accept(&self, id: &str, text: &str) {
        self.hand_in(self.message(id, text)).await;
    }

    fn message(&self, id: &str, text: &str) -> Inbound {
        Inbound {
            id: format!("desktop:{id}"),
            route: Route::desktop(),
            sender: "owner".into(),
            sender_name: None,
            owner: true,
            text: text.into(),
            sent_at: 0,
            message_id: None,
            language: None,
            instead_of: None,
            brought: Default::default(),
        }
    }

    async fn hand_in(&self, message: Inbound) {
        let intake = &self.host().live().unwrap().intake;
        intake.accept_for(message, self.key(), None).await.unwrap();
    }

    /// Lets time go on until the clock has replaced the session; the new one.
    async fn replaced_after(&self, seconds: u64) -> String {
        let before = self.session();
        let mut coming = self.host().events().subscribe(None).receiver;
        self.advance(seconds);
        loop {
            let changed = coming.recv().await.unwrap().fact;
            if matches!(
                changed,
                Fact::Changed {
                    what: Subject::Sessions,
                    ..
                }
            ) && self.session() != before
            {
                return self.session();
            }
        }
    }

    /// What the command line asks.
    async fn ask(&self, method: &str, params: Value) -> Result<Value, ApiError> {
        let desk = Desk::new(Arc::clone(self.host()), Actor::Cli);
        desk.call(Call {
            method: method.to_owned(),
            params,
            request_id: None,
        })
        .await
    }

    async fn reset(&self, cause: &str, save: bool) -> Renewed {
        let asked = Asked {
            asker: Asker::Request,
            save,
            sum_up: false,
            model: None,
            announce: false,
        };
        let lanes = &self.host().live().unwrap().lanes;
        let operation = Operation::NewSession(NewSession::Asked(asked));
        match lanes
            .operate(&self.key(), operation, cause.to_owned())
            .await
            .unwrap()
        {
            OperationAnswer::NewSession(Some(renewed)) => *renewed,
            other => panic!("{other:?}"),
        }
    }

    /// What the clock finds when it looks now.
    async fn looked(&self) -> bool {
        let lanes = &self.host().live().unwrap().lanes;
        let due = Operation::NewSession(NewSession::Due);
        match lanes
            .operate(&self.key(), due, "clock".into())
            .await
            .unwrap()
        {
            OperationAnswer::NewSession(renewed) => renewed.is_some(),
            other => panic!("{other:?}"),
        }
    }

    async fn records(&self, kind: &'static str) -> Vec<Record> {
        let read =
            move |connection: &rusqlite::Connection| page(connection, None, Some(kind), 9_999);
        self.host().db().read(read).await.unwrap()
    }

    fn transcripts(&self) -> Vec<PathBuf> {
        let folder = self.dir.path().join("state/agents/main/sessions");
        let files = std::fs::read_dir(folder)
            .unwrap()
            .flatten()
            .map(|file| file.path());
        files
            .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
            .collect()
    }
}

fn carried(entries: &[Entry]) -> Option<&str> {
    match &entries.first()?.body {
        EntryBody::CustomMessage { kind, text, .. } if kind == "session-carryover" => Some(text),
        _ => None,
    }
}

fn people(entries: &[Entry]) -> Vec<String> {
    let said = |entry: &&Entry| entry.message().is_some_and(|m| m.role == MessageRole::User);
    entries.iter().filter(said).map(own_words).collect()
}

#[tokio::test]
async fn at_four_a_conversation_begins_anew_and_knows_how_the_last_one_ended() {
    let life = Life::new(json!({})).await;
    life.say("1", "my cat is called Ada").await;
    let old = life.session();
    let bytes = std::fs::read(life.host().parts.sessions.find(&life.key()).unwrap().path).unwrap();
    let new = life.replaced_after(8 * HOUR).await;
    let entries = life.entries(&new);
    assert!(
        carried(&entries)
            .unwrap()
            .contains("user: my cat is called Ada")
    );
    let path = life.host().parts.sessions.find(&life.key()).unwrap().path;
    let (header, mark) = reset_of(&path).unwrap();
    assert_eq!((mark.from.as_str(), mark.carried), (old.as_str(), 2));
    assert!(header.parent.unwrap().ends_with(format!("{old}.jsonl")));
    let kept = life
        .host()
        .parts
        .sessions
        .transcript_of(&life.key(), &old)
        .unwrap();
    assert_eq!(
        std::fs::read(kept).unwrap(),
        bytes,
        "the old one is not touched"
    );
    let [told] = &life.records("reset").await[..] else {
        panic!("one record")
    };
    assert_eq!(told.id, format!("reset:{new}"));
    assert!(told.undo.is_some());
    // Nobody has spoken since: the next morning changes nothing.
    life.advance(24 * HOUR);
    assert!(!life.looked().await);
    assert_eq!(life.session(), new);
}

#[tokio::test]
async fn a_talk_around_four_is_one_conversation_until_it_has_been_quiet() {
    let life = Life::new(json!({})).await;
    life.say("0", "good evening").await;
    life.advance(8 * HOUR - 120);
    life.say("1", "still here").await;
    let old = life.session();
    life.advance(180);
    assert!(!life.looked().await);
    life.say("2", "and here").await;
    assert_eq!(life.session(), old);
    life.advance(29 * 60);
    assert!(!life.looked().await);
    let new = life.replaced_after(60).await;
    assert!(
        carried(&life.entries(&new))
            .unwrap()
            .contains("user: and here")
    );
}

#[tokio::test]
async fn found_stale_by_a_message_it_is_replaced_before_the_turn() {
    let life = Life::new(json!({ "reset": { "mode": "idle", "idleMinutes": 10 } })).await;
    life.say("1", "one").await;
    let old = life.session();
    life.clock.step_to(EVENING + 11 * 60_000);
    life.say("2", "two").await;
    let new = life.session();
    assert_ne!(old, new);
    let entries = life.entries(&new);
    assert!(carried(&entries).unwrap().contains("user: one"));
    assert_eq!(people(&entries), ["two"]);
    assert_eq!(life.records("reset").await.len(), 1);
}

#[tokio::test]
async fn a_message_at_the_very_moment_of_the_reset_is_there_every_time() {
    let life = Life::new(json!({})).await;
    life.advance(7 * HOUR);
    let mut said = Vec::new();
    for n in 0..1_000 {
        let (day, night) = (format!("day {n}"), format!("night {n}"));
        life.accept(&day, &day).await;
        // Three in the morning until four: the talk has been quiet long enough.
        let before = (n % 4) * 900;
        life.advance(HOUR - before);
        let (first, second) = (life.accept(&night, &night), async { life.advance(before) });
        match n % 2 {
            0 => drop(tokio::join!(first, second)),
            _ => drop(tokio::join!(second, first)),
        }
        life.advance(23 * HOUR);
        said.extend([day, night]);
    }
    life.say("last", "last").await;
    let mut found = Vec::new();
    for path in life.transcripts() {
        for words in people(&read_transcript(&path).unwrap()) {
            found.extend(words.split("\n\n").map(str::to_owned));
        }
    }
    found.retain(|words| words != "last");
    let once: BTreeSet<&String> = found.iter().collect();
    assert_eq!(once.len(), found.len(), "nothing twice");
    assert_eq!(once, said.iter().collect(), "nothing lost");
}

#[tokio::test]
async fn undo_opens_yesterday_again_unless_somebody_has_spoken_since() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    let old = life.session();
    let new = life.replaced_after(8 * HOUR).await;
    let undo = |life: &Life| {
        let parts = Arc::clone(&life.host().parts);
        let wish = crate::agent::Reopen {
            session_id: old.clone(),
            unless_spoken: Some(new.clone()),
            fields: None,
        };
        crate::agent::reopen_at_rest(&parts, &life.key(), &wish)
    };
    assert!(undo(&life).is_ok());
    assert_eq!(life.session(), old);
    // Opened again, it has not been stale since four; what is said now belongs to it.
    assert!(!life.looked().await);
    life.say("2", "two").await;
    assert_eq!(people(&life.entries(&old)), ["one", "two"]);
    assert_eq!(undo(&life).unwrap().from, old, "it is open: nothing to do");
    let plain = life.reset("request:1", false).await;
    life.say("3", "three").await;
    assert_eq!(undo(&life).unwrap_err().code, "undo-changed-since");
    assert_eq!(life.session(), plain.session_id);
}

#[tokio::test]
async fn asked_for_twice_by_the_same_wish_it_begins_once() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    let first = life.reset("request:7", false).await;
    let again = life.reset("request:7", false).await;
    assert_eq!(first.session_id, again.session_id);
    let life = life.again().await;
    let after_restart = life.reset("request:7", false).await;
    assert_eq!(first.session_id, after_restart.session_id);
    assert_eq!(life.records("reset").await.len(), 1);
    assert_eq!(life.transcripts().len(), 2, "no orphan");
}

#[tokio::test]
async fn what_could_not_be_saved_is_carried_over_and_said() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    // The practice agent can't keep anything.
    let renewed = life.reset("request:1", true).await;
    assert_eq!(
        renewed.mark.unsaved.as_ref().unwrap().code,
        "flush-practice"
    );
    assert!(
        carried(&life.entries(&renewed.session_id))
            .unwrap()
            .contains("user: one")
    );
    assert_eq!(life.records("flush").await.len(), 1);
    let plain = life.reset("request:2", false).await;
    assert_eq!((plain.mark.unsaved, plain.mark.carried), (None, 0));
    assert_eq!(carried(&life.entries(&plain.session_id)), None);
}

#[tokio::test]
async fn new_and_reset_answer_in_one_line_and_take_a_first_message() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    let old = life.session();
    let line = life.say("2", "/new!").await;
    assert!(line.starts_with("Fresh start."), "{line}");
    assert_ne!(life.session(), old);
    let second = life.session();
    let reply = life.say("3", "/reset! good morning").await;
    assert!(!reply.starts_with("Fresh start."), "{reply}");
    let entries = life.entries(&life.session());
    assert_ne!(life.session(), second);
    assert_eq!(people(&entries), ["good morning"]);
    let line = life.say("4", "/new").await;
    assert!(line.contains("nothing was saved"), "{line}");
}

#[tokio::test]
async fn nothing_overtakes_a_fresh_start() {
    let life = Life::new(json!({})).await;
    for n in 0..20 {
        life.accept(&format!("a{n}"), &format!("before {n}")).await;
        life.accept(&format!("b{n}"), "/new!").await;
        life.say(&format!("c{n}"), &format!("after {n}")).await;
        assert_eq!(
            people(&life.entries(&life.session())),
            [format!("after {n}")]
        );
    }
    assert_eq!(life.records("reset").await.len(), 20);
}

#[tokio::test]
async fn a_reset_that_the_disk_refuses_replaces_nothing() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    let old = life.session();
    let id = derived_id(&life.key(), &old, "command:desktop:2");
    let place = life
        .dir
        .path()
        .join(format!("state/agents/main/sessions/{id}.jsonl"));
    std::fs::create_dir(&place).unwrap();
    let line = life.say("2", "/new!").await;
    assert!(!line.contains("Fresh start"), "{line}");
    assert_eq!(life.session(), old);
    life.say("3", "three").await;
    assert_eq!(people(&life.entries(&old)), ["one", "three"]);
}

#[tokio::test]
async fn a_kill_between_the_commit_and_the_record_loses_neither_record_nor_undo() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    let new = life.replaced_after(8 * HOUR).await;
    // As if it had come right after `sessions.json`.
    let forget = |tx: &crate::storage::Tx<'_>| {
        tx.execute("DELETE FROM activity WHERE kind = 'reset'", [])?;
        Ok(tx.execute("DELETE FROM undo WHERE activity_id LIKE 'reset:%'", [])?)
    };
    assert_eq!(life.host().db().write(forget).await.unwrap(), 1);
    let life = life.again().await;
    life.say("2", "two").await;
    assert_eq!(life.session(), new);
    let [told] = &life.records("reset").await[..] else {
        panic!("told again once")
    };
    assert!(told.undo.is_some());
}

#[tokio::test]
async fn what_the_plugin_of_another_program_left_is_taken_in_once() {
    let life = Life::new(json!({})).await;
    let folder = life.dir.path().join("state/session-carryover");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("agent_main_main.txt"), "user: left behind").unwrap();
    life.say("1", "one").await;
    life.say("2", "two").await;
    let entries = life.entries(&life.session());
    let taken = entries
        .iter()
        .filter(|entry| entry.raw.contains("left behind"))
        .count();
    assert_eq!(taken, 1);
    assert!(carried(&entries).unwrap().ends_with("user: left behind"));
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 0);
}
