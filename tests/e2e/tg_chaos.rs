//! Many messages while everything goes wrong: refusals, broken connections, other pollers,
//! duplicates, reordering, and a gateway that is killed again and again.
//!
//! Owns the count: each message stands in one answered turn or in a record, none is answered twice.
//! A turn that kills cut off three times is given up with the message it began with; those taken
//! together with it are answered in a turn of their own, so a message may stand in a turn without an
//! answer besides. A small run belongs to the tests; `cargo xtask chaos` runs ten thousand and prints
//! the figures.
#![allow(clippy::print_stdout)] // the figures are what it is for

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use cove_tests::telegram::Fault;
use cove_tests::{CoveProcess, Reply};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::seeded::Seeded;
use crate::world::{World, messages};

/// The first update's number; chats begin here too.
const FIRST: i64 = 10_000;

/// Faults that wait to be met, and updates that wait to be read: fewer than one poll hands out, or a
/// poll could end between two in the wrong order, which Telegram never does.
const MOST_FAULTS: usize = 4;
const MOST_UNREAD: usize = 90;

struct Run {
    messages: usize,
    chats: usize,
    kills: usize,
    seed: u64,
    /// How long it may take to come to rest.
    patience: Duration,
}

/// What became of it.
#[derive(Debug, Default)]
struct Counted {
    answered: usize,
    recorded: usize,
    /// With what is known of them.
    lost: Vec<String>,
    doubled: usize,
    /// Answered, and besides in a turn that was given up with the message it began with.
    taken_up_again: usize,
    /// Beginnings of answers that a kill or a broken connection left behind.
    beginnings: usize,
}

fn chaotic(random: &mut Seeded) -> (&'static str, Fault) {
    let method = match random.below(4) {
        0 => "getUpdates",
        1 => "sendChatAction",
        _ => "sendMessage",
    };
    let page = || "<html>Bad Gateway</html>".to_owned();
    let fault = match random.below(7) {
        0 => Fault::RetryAfter(1),
        1 => Fault::Status(500, "Internal Server Error".to_owned()),
        2 => Fault::ServerError(502, page()),
        3 => Fault::DropBeforeReading,
        4 => Fault::DropAfterTaking,
        5 => Fault::ServerError(504, page()),
        _ => Fault::Status(
            409,
            "Conflict: terminated by other getUpdates request".to_owned(),
        ),
    };
    // Only a poll can meet another poller.
    match fault {
        Fault::Status(409, _) => ("getUpdates", fault),
        fault => (method, fault),
    }
}

fn name(n: usize) -> String {
    format!("m{n:05}.")
}

async fn world(run: &Run) -> World {
    let people: Vec<i64> = (0..run.chats).map(|n| FIRST + n as i64).collect();
    let mut world = World::allowing(&people).await;
    for id in people {
        world.telegram.user(id, "Somebody");
    }
    let home = std::mem::take(&mut world.home);
    world.home = home
        .with_env("COVE_TEST_NO_SETTLING", "1")
        .with_config(json!({
            "session": {"dmScope": "per-channel-peer"},
            "agents": {"defaults": {"maxConcurrent": 16}},
            "allowance": {"day": 100_000.0, "month": 100_000.0},
        }));
    let slow = std::sync::atomic::AtomicU64::new(0);
    world.model.answer_with(move |request| {
        let text = request.last_user_text();
        // Now and then an answer takes so long that its beginning is shown.
        match slow.fetch_add(1, std::sync::atomic::Ordering::Relaxed) % 12 {
            0 => Reply::text("This one takes a while to be written: ")
                .wait(Duration::from_millis(1_400))
                .and(format!("ok: {text}")),
            _ => Reply::text(format!("ok: {text}")),
        }
    });
    world
}

/// Waits until nothing is on its way any more.
async fn at_rest(world: &World, patience: Duration) {
    let began = Instant::now();
    loop {
        let status = world.json(&["status", "--json"]).await;
        let rows = world.json(&["deliveries", "--json"]).await;
        let open = |row: &Value| row["state"] == "pending" || row["state"] == "attempting";
        let open = rows["deliveries"].as_array().unwrap().iter().any(open);
        let unread = world.telegram.pending_updates();
        if unread == 0 && status["working"] == 0 && status["waiting"] == 0 && !open {
            return;
        }
        assert!(
            began.elapsed() < patience,
            "{unread} unread, open {open}: {status}"
        );
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

async fn carry_out(run: &Run) -> Counted {
    let world = world(run).await;
    let mut random = Seeded::new(run.seed);
    let mut gateway: Option<CoveProcess> = Some(world.listening().await);
    let (mut faults, mut killed, began) = (0, 0, Instant::now());
    let mut held: Option<Value> = None;
    for n in 0..run.messages {
        let chat = FIRST + random.below(run.chats as u64) as i64;
        let update = json!({"update_id": FIRST + n as i64, "message": {
            "message_id": 1_000_000 + n, "date": 1_760_000_000, "text": name(n),
            "chat": {"id": chat, "type": "private", "first_name": "Somebody"},
            "from": {"id": chat, "is_bot": false, "first_name": "Somebody", "language_code": "en"}}});
        match random.below(20) {
            // Handed out twice.
            0 => {
                let twice = vec![update.clone(), update];
                world
                    .telegram
                    .push_updates(twice.into_iter().chain(held.take()).collect());
            }
            // Handed out in the wrong order, with the next: never after a later one was confirmed.
            1 if held.is_none() => held = Some(update),
            _ => {
                let after = held.take();
                world
                    .telegram
                    .push_updates(std::iter::once(update).chain(after).collect());
            }
        }
        // Spread over the run: never more trouble at a time than it can meet.
        if random.below(25) == 0 && world.telegram.faults_left() < MOST_FAULTS {
            let (method, fault) = chaotic(&mut random);
            world.telegram.fail_next(method, fault);
            faults += 1;
        }
        if (n + 1) * (run.kills + 1) / run.messages > killed && killed < run.kills {
            tokio::time::sleep(Duration::from_millis(random.below(400))).await;
            // Dropped = SIGKILL.
            drop(gateway.take());
            world.telegram.wait_until_idle().await;
            gateway = Some(world.start().await);
            killed += 1;
        }
        let fed = Instant::now();
        while world.telegram.pending_updates() > MOST_UNREAD {
            assert!(fed.elapsed() < run.patience, "nothing is read any more");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    world
        .telegram
        .push_updates(held.take().into_iter().collect());
    at_rest(&world, run.patience).await;
    drop(gateway.take());
    let counted = count(&world, run);
    println!(
        "chaos: seed {}, {} messages in {} chats, {killed} kills, {faults} faults, {:?}",
        run.seed,
        run.messages,
        run.chats,
        began.elapsed()
    );
    println!(
        "chaos: {} model calls, {} messages sent, {} edits",
        world.model.times().len(),
        world.telegram.sent().len(),
        world.telegram.edits().len()
    );
    println!("chaos: {counted:?}");
    counted
}

fn count(world: &World, run: &Run) -> Counted {
    let tables = Connection::open(world.home.state_dir().join("cove.db")).unwrap();
    let mut counted = Counted::default();
    // What the chats show, whole answers and beginnings apart.
    let (mut shown, mut begun): (BTreeMap<String, usize>, usize) = (BTreeMap::new(), 0);
    for chat in 0..run.chats {
        for (_, text) in world.telegram.shown(FIRST + chat as i64) {
            if text.ends_with(" …") {
                begun += 1;
                continue;
            }
            for word in text.split_whitespace().filter(|word| word.starts_with('m')) {
                *shown.entry(word.to_owned()).or_default() += 1;
            }
        }
    }
    counted.beginnings = begun;
    let turns = Turns::of(&messages(&world.transcripts()));
    let in_trouble =
        "SELECT count(*) FROM outbox WHERE cause = ?1 AND state IN ('unknown','refused','expired')";
    let mut in_trouble = tables.prepare(in_trouble).unwrap();
    let row = "SELECT state, coalesce(reason, ''), coalesce(turn_id, '') FROM inbox WHERE id = ?1";
    let mut row = tables.prepare(row).unwrap();
    let given_up = given_up(&tables);
    for n in 0..run.messages {
        let id = format!("telegram:default:{}", FIRST + n as i64);
        let found = row.query_row([&id], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
            ))
        });
        let Ok((state, reason, turn)) = found else {
            counted.lost.push(format!("{id} was never taken"));
            continue;
        };
        assert_ne!(state, "received", "{id} has no end");
        counted.taken_up_again += usize::from(turns.check(&id, &given_up));
        match shown.get(&name(n)).copied().unwrap_or(0) {
            0 => {
                let doubt: i64 = in_trouble.query_row([&turn], |row| row.get(0)).unwrap();
                let told = doubt > 0 || (state != "done" && !reason.is_empty());
                counted.recorded += usize::from(told);
                if !told {
                    counted.lost.push(format!("{id}: {state} {reason} {turn}"));
                }
            }
            1 => counted.answered += 1,
            _ => counted.doubled += 1,
        }
    }
    counted
}

/// The messages that were set aside, by the turn that each began.
fn given_up(tables: &Connection) -> BTreeSet<String> {
    let query = "SELECT turn_id FROM inbox WHERE state = 'failed' AND turn_id = 'inbox:' || id";
    let mut rows = tables.prepare(query).unwrap();
    let rows = rows.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Which turns took each message, by the transcripts.
#[derive(Debug, Default)]
struct Turns {
    of_message: BTreeMap<String, Vec<String>>,
    /// Those with a last answer.
    answered: BTreeSet<String>,
}

impl Turns {
    fn of(lines: &[Value]) -> Self {
        let mut turns = Self::default();
        for line in lines {
            let turn = line["cove"]["turn"].as_str().unwrap_or_default();
            if line["cove"]["final"] == true {
                turns.answered.insert(turn.to_owned());
            }
            if line["message"]["role"] != "user" {
                continue;
            }
            for id in line["cove"]["inbox"].as_array().into_iter().flatten() {
                let id = id.as_str().unwrap_or_default().to_owned();
                turns
                    .of_message
                    .entry(id)
                    .or_default()
                    .push(turn.to_owned());
            }
        }
        turns
    }

    /// Whether a message was taken up again after a turn that was given up.
    ///
    /// # Panics
    /// When two turns answered it, one began twice, or one has no answer and was not given up.
    fn check(&self, id: &str, given_up: &BTreeSet<String>) -> bool {
        let all = self.of_message.get(id).map_or(&[][..], Vec::as_slice);
        let own: BTreeSet<&String> = all.iter().collect();
        assert_eq!(
            own.len(),
            all.len(),
            "{id} stands in one turn twice: {all:?}"
        );
        let (answered, cut_off): (Vec<&String>, Vec<&String>) =
            own.iter().partition(|turn| self.answered.contains(**turn));
        assert!(answered.len() <= 1, "{id} was answered twice: {answered:?}");
        for turn in &cut_off {
            assert!(given_up.contains(*turn), "{id}: {turn} has no end");
        }
        !answered.is_empty() && !cut_off.is_empty()
    }
}

fn fine(run: &Run, counted: &Counted) {
    assert_eq!((counted.lost.len(), counted.doubled), (0, 0), "{counted:?}");
    assert_eq!(counted.answered + counted.recorded, run.messages);
    assert!(
        counted.answered * 2 > run.messages,
        "hardly anything was answered: {counted:?}"
    );
    assert!(
        counted.beginnings <= run.kills + run.messages / 100,
        "{counted:?}"
    );
}

/// Lines of a transcript: `(turn, the messages it took, whether it has a last answer)`.
fn lines(turns: &[(&str, &[&str], bool)]) -> Vec<Value> {
    let mut lines = Vec::new();
    for (turn, inbox, answered) in turns {
        lines.push(json!({"message": {"role": "user"}, "cove": {"turn": turn, "inbox": inbox}}));
        if *answered {
            let own = json!({"turn": turn, "final": true});
            lines.push(json!({"message": {"role": "assistant"}, "cove": own}));
        }
    }
    lines
}

fn taken_up_again(turns: &[(&str, &[&str], bool)], given_up: &[&str]) -> Vec<&'static str> {
    let given_up = given_up.iter().map(|turn| (*turn).to_owned()).collect();
    let turns = Turns::of(&lines(turns));
    let again = |id: &&str| turns.check(id, &given_up);
    ["a", "b", "c"].into_iter().filter(again).collect()
}

#[test]
fn a_turn_given_up_counts_as_no_answer_of_those_taken_up_again() {
    let cut_off: (&str, &[&str], bool) = ("inbox:a", &["a", "b"], false);
    let anew: (&str, &[&str], bool) = ("inbox:b", &["b", "c"], true);
    assert_eq!(taken_up_again(&[cut_off, anew], &["inbox:a"]), ["b"]);
    let answered: (&str, &[&str], bool) = ("inbox:a", &["a", "b"], true);
    assert!(taken_up_again(&[answered], &[]).is_empty());
}

#[test]
#[should_panic(expected = "b was answered twice")]
fn two_answered_turns_are_found() {
    taken_up_again(
        &[("inbox:a", &["a", "b"], true), ("inbox:b", &["b"], true)],
        &["inbox:a"],
    );
}

#[test]
#[should_panic(expected = "has no end")]
fn a_turn_without_an_answer_that_nobody_gave_up_is_found() {
    taken_up_again(
        &[("inbox:a", &["a", "b"], false), ("inbox:b", &["b"], true)],
        &[],
    );
}

#[test]
#[should_panic(expected = "stands in one turn twice")]
fn a_turn_that_began_twice_is_found() {
    taken_up_again(
        &[("inbox:a", &["a"], false), ("inbox:a", &["a"], true)],
        &[],
    );
}

#[tokio::test]
async fn four_hundred_messages_in_chaos_are_each_answered_once_or_recorded() {
    let run = Run {
        messages: 400,
        chats: 20,
        kills: 3,
        seed: 8,
        patience: Duration::from_secs(60),
    };
    let counted = carry_out(&run).await;
    fine(&run, &counted);
}

#[tokio::test]
#[ignore = "minutes; cargo xtask chaos"]
async fn ten_thousand_messages_in_chaos_are_each_answered_once_or_recorded() {
    let of = |name: &str, or: u64| {
        let given = std::env::var(name).ok();
        given.and_then(|given| given.parse().ok()).unwrap_or(or)
    };
    let run = Run {
        messages: of("COVE_CHAOS_MESSAGES", 10_000) as usize,
        chats: 100,
        kills: 20,
        seed: of("COVE_CHAOS_SEED", 1),
        patience: Duration::from_secs(900),
    };
    let counted = carry_out(&run).await;
    fine(&run, &counted);
}

/// Update handed out → model called, model done → sendMessage: of one message at a time, and of
/// a hundred chats that write at the same moment.
#[tokio::test]
#[ignore = "a measurement; cargo xtask chaos"]
async fn what_a_message_waits_for_inside_cove_alone_and_among_a_hundred() {
    for crowd in [1_usize, 100] {
        let run = Run {
            messages: 0,
            chats: crowd.max(20),
            kills: 0,
            seed: 0,
            patience: Duration::from_secs(60),
        };
        let world = world(&run).await;
        world
            .model
            .answer_with(|request| Reply::text(format!("ok: {}", request.last_user_text())));
        let _gateway = world.listening().await;
        let person = |n: usize| {
            world
                .telegram
                .user(FIRST + n as i64, "Somebody")
                .language("en")
        };
        let (mut to_model, mut to_send) = (Vec::new(), Vec::new());
        for round in 0..if crowd == 1 { 20 } else { 1 } {
            tokio::time::sleep(Duration::from_millis(100)).await;
            world.telegram.wait_for_poll().await;
            let handed_out = Instant::now();
            for n in 0..crowd {
                person((round + n) % run.chats).says(&name(round * crowd + n));
            }
            at_rest(&world, run.patience).await;
            for n in 0..crowd {
                let word = name(round * crowd + n);
                let asked = world.model.requests();
                let asked = asked
                    .iter()
                    .find(|asked| asked.last_user_text().contains(&word))
                    .unwrap();
                let sent = world.telegram.sent();
                let sent = sent.iter().find(|sent| sent.plain.contains(&word)).unwrap();
                let cove_tests::model::Ending::Answered(done) = asked.ending else {
                    panic!("{word} was not answered");
                };
                to_model.push((asked.at - handed_out).as_secs_f64() * 1_000.0);
                to_send.push((sent.at - done).as_secs_f64() * 1_000.0);
            }
        }
        let told = |times: &mut Vec<f64>| {
            times.sort_by(f64::total_cmp);
            let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
            format!("p50 {:.1} ms, p95 {:.1} ms", at(0.5), at(0.95))
        };
        println!(
            "latency at {crowd}: handed out -> model {}",
            told(&mut to_model)
        );
        println!(
            "latency at {crowd}: model done -> sendMessage {}",
            told(&mut to_send)
        );
    }
}
