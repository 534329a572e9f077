//! What must not be lost, crossed or left lying: undo, repairs, the trash, what a kill cut off.

use super::*;
use crate::activity::{Inverse, newest_undo_of};
use crate::api::carrier::Client;
use crate::api::contract::{Actor, Call};
use crate::api::serve::Desk;
use crate::channel::ChannelKind;
use crate::delivery::accept;
use crate::model::{Block, ModelRef, ToolCall};
use crate::session::{AssistantEntry, ResultEntry, Stop, Transcript, UserEntry};
use crate::storage::Tx;

/// Real time; only a test that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(60);

impl Life {
    /// A request of the command line.
    async fn asks(&self, method: &str, params: Value) -> Value {
        let desk = Desk::new(Arc::clone(self.host()), Actor::Cli);
        let call = Call {
            method: method.to_owned(),
            params,
            request_id: None,
        };
        desk.call(call).await.unwrap()
    }

    /// Lets the other tasks go on until this holds.
    async fn comes_to(&self, what: &str, mut holds: impl AsyncFnMut() -> bool) {
        let waits = async {
            while !holds().await {
                tokio::task::yield_now().await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, waits).await;
        assert!(in_time.is_ok(), "waited for {what}");
    }

    async fn count(&self, sql: &'static str) -> i64 {
        let read = |c: &rusqlite::Connection| Ok(c.query_row(sql, [], |row| row.get(0))?);
        self.host().db().read(read).await.unwrap()
    }
}

#[tokio::test]
async fn a_chat_takes_back_nothing_of_another_conversation() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    let renewed = life.reset("request:1", false).await;
    let newest = |key: &'static str| {
        let (now, db) = (life.host().now(), life.host().db().clone());
        let read = move |c: &rusqlite::Connection| newest_undo_of(c, key, now);
        async move { db.read(read).await.unwrap() }
    };
    assert_eq!(newest("agent:main:telegram:group:-100").await, None);
    let own = newest("agent:main:main").await.unwrap();
    assert_eq!(own.id, format!("undo:reset:{}", renewed.session_id));
    assert!(matches!(own.inverse, Inverse::ReopenSession { .. }));
}

#[tokio::test]
async fn a_message_that_found_the_day_over_comes_along_when_yesterday_is_opened_again() {
    let life = Life::new(json!({ "reset": { "mode": "idle", "idleMinutes": 10 } })).await;
    life.say("1", "one").await;
    let old = life.session();
    life.clock.step_to(EVENING + 11 * 60_000);
    life.say("2", "two").await;
    let new = life.session();
    assert_ne!(old, new);
    let answers = |session: &str| life.entries(session).len();
    let before = answers(&old);
    let told = life.say("3", "/undo").await;
    assert!(told.contains("opened again"), "{told}");
    assert_eq!(life.session(), old);
    assert_eq!(people(&life.entries(&old)), ["one", "two"]);
    assert_eq!(answers(&old), before + 3, "the mark, the words, the answer");
    // The session that was left keeps what was said in it.
    assert_eq!(people(&life.entries(&new)), ["two"]);
    life.say("4", "three").await;
    assert_eq!(people(&life.entries(&old)), ["one", "two", "three"]);
}

#[tokio::test]
async fn what_was_said_after_the_first_message_is_not_put_out_of_sight() {
    let life = Life::new(json!({ "reset": { "mode": "idle", "idleMinutes": 10 } })).await;
    life.say("1", "one").await;
    let old = life.session();
    life.clock.step_to(EVENING + 11 * 60_000);
    life.say("2", "two").await;
    life.say("3", "three").await;
    let new = life.session();
    let told = life.say("4", "/undo").await;
    assert!(told.contains("can’t be done"), "{told}");
    assert_eq!(life.session(), new);
    assert_eq!(people(&life.entries(&old)), ["one"]);
}

#[tokio::test]
async fn a_conversation_that_grew_too_long_begins_anew_when_that_is_asked() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    let old = life.session();
    let large = json!({ "totalTokens": 190_000, "contextTokens": 200_000 });
    let sessions = &life.host().parts.sessions;
    sessions
        .keep(&life.key(), large.as_object().unwrap())
        .unwrap();
    let report = life.asks("health.check", json!({})).await;
    let found = report["findings"].as_array().unwrap();
    let long = found.iter().find(|row| row["code"] == "session-long");
    let long = long.unwrap_or_else(|| panic!("{report}"));
    assert_eq!(
        (&long["onRequest"], &long["fixable"]),
        (&json!(true), &json!(false))
    );
    let fixed = life.asks("health.fix", json!({ "id": long["id"] })).await;
    let row = &fixed["fixed"][0];
    assert!(
        row["done"].as_str().unwrap().starts_with("Fresh start"),
        "{fixed}"
    );
    assert!(row["undo"].is_object(), "{fixed}");
    assert_ne!(life.session(), old);
    assert_eq!(life.records("reset").await.len(), 1);
    let restored = json!({ "id": row["fixId"] });
    life.asks("health.restore", restored.clone()).await;
    assert_eq!(life.session(), old);
    let again = life.ask("health.restore", restored).await.unwrap_err();
    assert_eq!(again.code, "fix-undone");
}

#[tokio::test]
async fn a_fresh_start_that_was_refused_leaves_neither_a_fix_nor_a_copy() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    let path = life.host().parts.sessions.find(&life.key()).unwrap().path;
    let left = crate::health::Left {
        key: life.key().to_string(),
        session_id: life.session(),
    };
    let finding = crate::health::Finding::new(
        "session-long",
        crate::health::Severity::Info,
        life.key().as_str(),
    );
    let root = life.dir.path().join("state");
    let told = crate::health::keep_left(&root, &finding, left, &path, EVENING).unwrap();
    let copy = root.join(told.steps[0].backup.as_ref().unwrap());
    assert_eq!(std::fs::read(&copy).unwrap(), std::fs::read(&path).unwrap());
    assert_eq!(
        crate::health::list_fixes(&root),
        std::slice::from_ref(&told)
    );
    crate::health::forget_left(&root, &told).unwrap();
    assert!(!copy.exists() && path.exists());
    assert_eq!(crate::health::list_fixes(&root), []);
}

#[tokio::test]
async fn the_line_of_usage_stands_in_the_page_and_in_what_became_of_a_message() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    let line = async |life: &Life| {
        let page = life.asks("chat.history", json!({})).await;
        let told = life
            .asks("chat.wait", json!({ "inboxId": "desktop:1" }))
            .await;
        let messages = page["messages"].as_array().unwrap();
        let agent = messages.iter().find(|row| row["speaker"] == "agent");
        assert_eq!(agent.unwrap()["usageLine"], told["usageLine"], "{page}");
        let person = messages.iter().find(|row| row["speaker"] == "person");
        assert_eq!(person.unwrap()["usageLine"], Value::Null);
        told["usageLine"].as_str().map(str::to_owned)
    };
    assert_eq!(line(&life).await, None);
    life.say("2", "/usage full").await;
    let full = line(&life).await.unwrap();
    assert!(full.contains(" out · $0.00 · cove/practice"), "{full}");
    life.say("3", "/usage tokens").await;
    let tokens = line(&life).await.unwrap();
    assert!(
        full.starts_with(&tokens) && !tokens.contains('$'),
        "{tokens}"
    );
    life.say("4", "/usage off").await;
    assert_eq!(line(&life).await, None);
}

#[tokio::test]
async fn a_repair_of_a_transcript_and_a_turn_never_work_on_it_at_once() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    let path = life.host().parts.sessions.find(&life.key()).unwrap().path;
    let lanes = life.host().live().unwrap().lanes.clone();
    let (begun, begins) = std::sync::mpsc::channel();
    let (go, goes) = std::sync::mpsc::channel::<()>();
    let (file, key) = (path.clone(), life.key());
    let repair = tokio::spawn(async move {
        let work = move || {
            let bytes = std::fs::read(&file).unwrap();
            begun.send(()).unwrap();
            goes.recv().unwrap();
            // As a repair does: what was read is written anew, in a file of its own.
            crate::storage::replace(&file, &bytes).unwrap();
        };
        lanes.alone(&[key], work).await
    });
    tokio::task::spawn_blocking(move || begins.recv().unwrap())
        .await
        .unwrap();
    let mut coming = life.host().events().subscribe(None).receiver;
    life.accept("2", "two").await;
    let waits = life.host().live().unwrap().lanes.view(&life.key());
    assert_eq!((waits.waiting.len(), waits.running.is_some()), (1, false));
    go.send(()).unwrap();
    repair.await.unwrap().unwrap();
    loop {
        if let Fact::TurnEnded { end, .. } = coming.recv().await.unwrap().fact {
            assert_eq!(end.outcome, Outcome::Done, "{end:?}");
            break;
        }
    }
    assert_eq!(people(&read_transcript(&path).unwrap()), ["one", "two"]);
}

#[tokio::test]
async fn the_trash_is_emptied_after_thirty_days() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    life.asks("sessions.delete", json!({ "key": "agent:main:main" }))
        .await;
    let trash = life.dir.path().join("state/trash");
    let lies = || std::fs::read_dir(&trash).unwrap().count();
    assert_eq!(lies(), 1);
    life.advance(29 * 24 * HOUR);
    life.comes_to("a round of tidying", async || {
        life.count("SELECT count(*) FROM undo").await == 0
    })
    .await;
    assert_eq!(lies(), 1);
    life.comes_to("an empty trash", async || {
        life.advance(HOUR);
        lies() == 0
    })
    .await;
}

#[tokio::test]
async fn a_removal_that_a_kill_cut_off_is_finished_by_the_next_start() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    let path = life.host().parts.sessions.find(&life.key()).unwrap().path;
    let name = path.file_name().unwrap().to_owned();
    let sessions = &life.host().parts.sessions;
    sessions.discard(&life.key(), None, "cut", EVENING).unwrap();
    // As if it had come between the record and the file.
    let place = life.dir.path().join("state/trash/session-cut").join(&name);
    std::fs::rename(&place, &path).unwrap();
    let _life = life.again().await;
    assert!(
        !path.exists() && place.exists(),
        "no transcript without a record"
    );
}

#[tokio::test]
async fn a_pause_that_runs_out_is_told() {
    let life = Life::new(json!({})).await;
    let until = EVENING + 3_600_000;
    life.asks("hold.set", json!({ "scope": "all", "until": until }))
        .await;
    life.accept("1", "one").await;
    life.comes_to("the end of the pause", async || {
        life.advance(60);
        !*life.host().paused.borrow()
    })
    .await;
    let told = life.records("hold").await;
    let outcomes: Vec<&str> = told.iter().map(|told| told.outcome.as_str()).collect();
    assert_eq!(outcomes, ["over", "set"]);
}

#[tokio::test]
async fn a_message_that_was_stored_reaches_its_lane_whatever_fails_then() {
    let life = Life::new(json!({})).await;
    life.asks("hold.set", json!({ "scope": "all" })).await;
    let breaks = |tx: &Tx<'_>| {
        let full =
            "CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'full'); END";
        Ok(tx.execute_batch(full)?)
    };
    life.host().db().write(breaks).await.unwrap();
    let mut message = said("telegram:default:1", "one");
    message.route.channel = ChannelKind::Telegram;
    let live = life.host().live().unwrap();
    let taken = live.intake.accept_for(message, life.key(), None).await;
    assert!(
        taken.is_ok(),
        "it is stored: its channel must not hand it in again"
    );
    assert_eq!(live.lanes.view(&life.key()).waiting.len(), 1);
}

fn said(id: &str, text: &str) -> Inbound {
    Inbound {
        id: id.into(),
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

#[tokio::test]
async fn a_call_that_a_kill_took_behind_a_tool_is_booked_too() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    let model = json!({ "providerOverride": "cove", "modelOverride": "practice" });
    let sessions = &life.host().parts.sessions;
    sessions
        .keep(&life.key(), model.as_object().unwrap())
        .unwrap();
    let key = life.key();
    let store = move |tx: &Tx<'_>| accept(tx, &said("desktop:2", "look"), &key, EVENING);
    life.host().db().write(store).await.unwrap();
    let path = sessions.find(&life.key()).unwrap().path;
    let (mut transcript, _) = Transcript::open(&path).unwrap();
    let turn = "inbox:desktop:2";
    let call = ToolCall {
        id: "c1".into(),
        name: "read".into(),
        arguments: json!({ "path": "TODO.md" }),
    };
    let asked = UserEntry {
        text: "look".into(),
        turn: turn.into(),
        inbox: vec!["desktop:2".into()],
        shown: "look".into(),
        channel: "desktop".into(),
        events: Vec::new(),
        pictures: Vec::new(),
    };
    let asked = asked.print(transcript.leaf(), EVENING);
    transcript.append(vec![asked]).unwrap();
    let called = AssistantEntry {
        blocks: &[Block::Call(call.clone())],
        model: &ModelRef::parse("cove/practice").unwrap(),
        usage: None,
        cost: None,
        stop: Stop::ToolUse,
        error: None,
        turn,
        last: false,
        quiet: false,
        prompt: None,
    };
    let called = called.print(transcript.leaf(), EVENING);
    transcript.append(vec![called]).unwrap();
    let read = ResultEntry {
        call: &call,
        text: "nothing",
        is_error: false,
        turn,
        ms: None,
    };
    let read = read.print(transcript.leaf(), EVENING);
    transcript.append(vec![read]).unwrap();
    drop(transcript);
    let life = life.again().await;
    life.comes_to("the end of the turn", async || {
        life.count("SELECT count(*) FROM inbox WHERE state = 'received'")
            .await
            == 0
    })
    .await;
    let lost =
        "SELECT count(*) FROM ledger WHERE id = 'inbox:desktop:2#lost1' AND state = 'estimated'";
    assert_eq!(life.count(lost).await, 1);
}

#[tokio::test]
async fn what_was_answered_is_forgotten_after_ninety_days_and_what_was_not_stays() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    let keeps = |tx: &Tx<'_>| {
        for (n, state) in [(1, "failed"), (2, "skipped")] {
            tx.execute(
                "INSERT INTO inbox(id, seq, received_at, channel, account, peer, session_key, body, state)
                 VALUES (?1, 100 + ?2, 5, 'desktop', 'default', 'owner', 'agent:main:main', '{}', ?1)",
                rusqlite::params![state, n],
            )?;
        }
        for (n, state) in ["sent", "expired", "unknown", "refused"].iter().enumerate() {
            tx.execute(
                "INSERT INTO outbox(id, cause, seq, created_at, channel, account, peer, kind, part, state)
                 VALUES (?1, 'c', 100 + ?2, 5, 'desktop', 'default', 'owner', 'reply', '{}', ?1)",
                rusqlite::params![state, n as i64],
            )?;
        }
        Ok(())
    };
    life.host().db().write(keeps).await.unwrap();
    life.advance(91 * 24 * HOUR);
    life.comes_to("a round of tidying", async || {
        life.count("SELECT count(*) FROM outbox").await == 2
    })
    .await;
    let left = "SELECT count(*) FROM outbox WHERE state IN ('unknown','refused')";
    assert_eq!(life.count(left).await, 2);
    assert_eq!(
        life.count("SELECT count(*) FROM inbox WHERE state = 'done'")
            .await,
        0
    );
    assert_eq!(life.count("SELECT count(*) FROM inbox").await, 2);
}

#[tokio::test]
async fn the_status_says_beforehand_when_the_conversation_begins_anew() {
    let life = Life::new(json!({})).await;
    let told = life.say("1", "/status").await;
    assert!(!told.contains("resets"), "{told}");
    life.say("2", "one").await;
    let told = life.say("3", "/status").await;
    assert!(told.contains(", resets tonight at 04:00"), "{told}");
}

#[tokio::test]
async fn opening_an_earlier_session_again_can_be_taken_back_until_somebody_speaks() {
    let life = Life::new(json!({})).await;
    life.say("1", "one").await;
    let old = life.session();
    let new = life.reset("request:1", false).await.session_id;
    life.say("2", "two").await;
    let reopen = json!({ "key": "agent:main:main", "sessionId": old });
    life.advance(60);
    life.asks("sessions.reopen", reopen.clone()).await;
    assert_eq!(life.session(), old);
    let told = life.say("3", "/undo").await;
    assert!(told.contains("conversation was taken back"), "{told}");
    assert_eq!(life.session(), new);
    life.advance(60);
    life.asks("sessions.reopen", reopen).await;
    life.say("4", "three").await;
    let told = life.say("5", "/undo").await;
    assert!(told.contains("can’t be done"), "{told}");
    assert_eq!(life.session(), old);
}

#[tokio::test]
async fn what_could_not_be_skipped_is_answered_after_all() {
    let life = Life::new(json!({})).await;
    life.asks("hold.set", json!({ "scope": "all" })).await;
    life.accept("1", "one").await;
    let breaks = |tx: &Tx<'_>| {
        let full =
            "CREATE TRIGGER full BEFORE UPDATE ON inbox BEGIN SELECT RAISE(ABORT, 'full'); END";
        Ok(tx.execute_batch(full)?)
    };
    life.host().db().write(breaks).await.unwrap();
    let lanes = &life.host().live().unwrap().lanes;
    assert!(lanes.stop(&life.key()).await.is_err());
    assert_eq!(lanes.view(&life.key()).waiting.len(), 1);
}
