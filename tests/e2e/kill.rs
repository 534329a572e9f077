//! A gateway killed at any moment: nothing accepted is lost, nothing is sent twice.
//!
//! Owns the table of moments around a model call and around a send.

use std::collections::BTreeMap;

use cove_tests::telegram::Fault;
use cove_tests::{CoveProcess, Hold, Reply};
use serde_json::{Value, json};

use crate::world::{ANNA, World, messages, until};

/// How often a text reached Anna.
fn times(world: &World, text: &str) -> usize {
    world.texts().iter().filter(|said| *said == text).count()
}

/// All parts as the gateway tells of them.
async fn parts(world: &World) -> Vec<Value> {
    let rows = world.json(&["deliveries", "--all", "--json"]).await;
    rows["deliveries"].as_array().unwrap().clone()
}

/// Waits until every part is settled and returns them by text.
async fn settled(world: &World) -> BTreeMap<String, Vec<String>> {
    let rows = until("every part to be settled", async || {
        let rows = parts(world).await;
        let open = |row: &Value| row["state"] == "pending" || row["state"] == "attempting";
        (!rows.iter().any(open)).then_some(rows)
    })
    .await;
    let mut by_text: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows {
        let text = row["text"].as_str().unwrap().to_owned();
        let state = row["state"].as_str().unwrap().to_owned();
        by_text.entry(text).or_default().push(state);
    }
    by_text
}

/// The fake took every part that counts as sent, and no part twice: what it took beyond those is
/// unknown.
pub async fn nothing_twice(world: &World) {
    let known = settled(world).await;
    for sent in world.telegram.sent_to(ANNA) {
        assert!(
            known.contains_key(&sent.plain),
            "{:?} is in no row: {known:?}",
            sent.plain
        );
    }
    for (text, states) in &known {
        let count = |wanted: &str| states.iter().filter(|state| *state == wanted).count();
        let (sent, unknown, taken) = (count("sent"), count("unknown"), times(world, text));
        assert!(
            (sent..=sent + unknown).contains(&taken),
            "{text:?} was taken {taken} times: {states:?}"
        );
    }
    world.no_problems();
}

async fn killed_and_back(world: &World, mut gateway: CoveProcess) -> CoveProcess {
    gateway.kill9();
    drop(gateway);
    world.telegram.wait_until_idle().await;
    world.listening().await
}

#[tokio::test]
async fn a_kill_before_the_model_answers_is_followed_by_one_answer() {
    let world = World::new().await;
    let gateway = world.listening().await;
    let hold = Hold::new();
    world
        .model
        .push(Reply::text("never heard").hold_headers(&hold));
    world.anna().says("hi");
    hold.arrived().await;
    let _gateway = killed_and_back(&world, gateway).await;
    world.told("ok: hi").await;
    world.quiet().await;
    assert_eq!(world.texts(), ["ok: hi"]);
    nothing_twice(&world).await;
}

#[tokio::test]
async fn a_kill_during_the_stream_is_followed_by_one_answer() {
    let world = World::new().await;
    let gateway = world.listening().await;
    let hold = Hold::new();
    world
        .model
        .push(Reply::text("half of").hold(&hold).and(" it"));
    world.anna().says("hi");
    hold.arrived().await;
    let _gateway = killed_and_back(&world, gateway).await;
    world.told("ok: hi").await;
    world.quiet().await;
    assert_eq!(world.texts(), ["ok: hi"]);
    let roles: Vec<Value> = messages(&world.transcripts())
        .iter()
        .map(|line| line["message"]["role"].clone())
        .collect();
    assert_eq!(roles, ["user", "assistant"]);
    nothing_twice(&world).await;
}

#[tokio::test]
async fn a_changing_tool_that_ran_before_the_kill_does_not_run_again() {
    let world = World::new().await;
    let gateway = world.listening().await;
    let append = json!({"path": "log.md", "content": "once", "append": true});
    let hold = Hold::new();
    world.model.push(Reply::call("write", append));
    world.model.push(Reply::text("x").hold_headers(&hold));
    world.anna().says("log it");
    hold.arrived().await;
    let _gateway = killed_and_back(&world, gateway).await;
    world.told("ok: log it").await;
    world.quiet().await;
    assert_eq!(
        world.home.read_workspace("log.md").matches("once").count(),
        1
    );
    let requests = world.model.requests();
    assert_eq!(requests[2].tool_results(), requests[1].tool_results());
    nothing_twice(&world).await;
}

#[tokio::test]
async fn a_call_without_its_result_is_answered_as_uncertain_and_not_run() {
    let world = World::new().await;
    let gateway = world.listening().await;
    let append = json!({"path": "log.md", "content": "once", "append": true});
    let hold = Hold::new();
    world.model.push(Reply::call("write", append));
    world.model.push(Reply::text("x").hold_headers(&hold));
    world.anna().says("log it");
    hold.arrived().await;
    let mut gateway = gateway;
    gateway.kill9();
    // As if the kill had come between the call and its result.
    let [file] = &crate::world::transcript_files(&world.home)[..] else {
        panic!("one transcript")
    };
    let text = std::fs::read_to_string(file).unwrap();
    let kept: Vec<&str> = text.lines().collect();
    let last = kept.last().unwrap();
    assert!(last.contains("toolResult"), "{last}");
    std::fs::write(file, kept[..kept.len() - 1].join("\n") + "\n").unwrap();
    let _gateway = world.listening().await;
    world.told("ok: log it").await;
    world.quiet().await;
    let results = world.model.requests()[2].tool_results();
    assert!(
        results[0].1.contains("may or may not have happened"),
        "{results:?}"
    );
    assert_eq!(
        world.home.read_workspace("log.md").matches("once").count(),
        1
    );
    nothing_twice(&world).await;
}

#[tokio::test]
async fn an_answer_written_before_the_third_kill_is_sent_and_its_message_not_set_aside() {
    let world = World::new().await;
    let mut gateway = world.listening().await;
    world.anna().says("hi");
    world.told("ok: hi").await;
    let shape = messages(&world.transcripts()).pop().unwrap();
    let mut hold = held_answer(&world);
    world.anna().says("and you?");
    for _ in 0..2 {
        hold.arrived().await;
        hold = held_answer(&world);
        gateway = killed_and_back(&world, gateway).await;
    }
    hold.arrived().await;
    gateway.kill9();
    world.telegram.wait_until_idle().await;
    // As if the kill had come between the answer's line and what books it.
    write_answer(&world, shape, "very well");
    let _gateway = world.listening().await;
    world.told("very well").await;
    world.quiet().await;
    assert_eq!(world.texts(), ["ok: hi", "very well"]);
    let told = world.json(&["activity", "--json"]).await.to_string();
    assert!(!told.contains("set-aside"), "{told}");
    nothing_twice(&world).await;
}

/// The next answer of the model is waited for in vain.
fn held_answer(world: &World) -> Hold {
    let hold = Hold::new();
    world.model.push(Reply::text("x").hold_headers(&hold));
    hold
}

/// Ends the last turn of the transcript with an answer of this shape.
fn write_answer(world: &World, shape: Value, text: &str) {
    use std::io::Write as _;
    let asked = messages(&world.transcripts()).pop().unwrap();
    assert_eq!(asked["message"]["role"], "user");
    let mut line = shape;
    line["id"] = "0badcafe".into();
    line["parentId"] = asked["id"].clone();
    line["cove"]["turn"] = asked["cove"]["turn"].clone();
    line["message"]["content"][0]["text"] = text.into();
    let [file] = &crate::world::transcript_files(&world.home)[..] else {
        panic!("one transcript")
    };
    let mut file = std::fs::OpenOptions::new().append(true).open(file).unwrap();
    writeln!(file, "{line}").unwrap();
}

/// Kills while the answer is being sent; `taken` = the fake took it.
async fn killed_while_sending(fault: Fault, hold: Option<Hold>, taken: bool) {
    let world = World::new().await;
    let gateway = world.listening().await;
    world.telegram.fail_next("sendMessage", fault);
    world.anna().says("hi");
    match &hold {
        Some(hold) => hold.arrived().await,
        None => {
            world.telegram.wait_for_calls("sendMessage", 1).await;
        }
    }
    let _gateway = killed_and_back(&world, gateway).await;
    let restarted = std::time::Instant::now();
    let row = until("the part to be unknown", async || {
        let rows = world.json(&["deliveries", "--json"]).await;
        let row = rows["deliveries"].get(0).cloned()?;
        (row["state"] == "unknown").then_some(row)
    })
    .await;
    assert!(
        restarted.elapsed().as_secs() < 5,
        "{:?}",
        restarted.elapsed()
    );
    assert_eq!(row["text"], "ok: hi");
    let status = world.json(&["status", "--json"]).await;
    let needs = status["needs"].as_array().unwrap();
    assert!(
        needs.iter().any(|need| need["kind"] == "undelivered"),
        "{needs:?}"
    );
    assert_eq!(
        times(&world, "ok: hi"),
        usize::from(taken),
        "not sent by itself"
    );
    world.anna().says("/again");
    world.told("Sent once more").await;
    until("the part to arrive", async || {
        (times(&world, "ok: hi") == 1 + usize::from(taken)).then_some(())
    })
    .await;
    assert_eq!(world.model.requests().len(), 1);
    let left = settled(&world).await;
    assert!(
        left.values().flatten().all(|state| state == "sent"),
        "{left:?}"
    );
    world.no_problems();
}

#[tokio::test]
async fn a_kill_before_a_send_took_effect_leaves_it_unknown_until_asked_again() {
    let hold = Hold::new();
    killed_while_sending(Fault::HoldBefore(hold.clone()), Some(hold), false).await;
}

#[tokio::test]
async fn a_kill_after_a_send_took_effect_leaves_it_unknown_until_asked_again() {
    let hold = Hold::new();
    killed_while_sending(Fault::HoldAfter(hold.clone()), Some(hold), true).await;
}

#[tokio::test]
async fn a_connection_lost_after_the_send_was_taken_is_unknown_and_not_repeated() {
    killed_while_sending(Fault::DropAfterTaking, None, true).await;
}

#[tokio::test]
async fn a_kill_after_the_receipt_changes_nothing() {
    let world = World::new().await;
    let gateway = world.listening().await;
    world.anna().says("hi");
    world.told("ok: hi").await;
    settled(&world).await;
    let _gateway = killed_and_back(&world, gateway).await;
    world.anna().says("still there?");
    world.told("ok: still there?").await;
    world.quiet().await;
    assert_eq!(world.texts(), ["ok: hi", "ok: still there?"]);
    assert_eq!(world.model.requests().len(), 2);
    nothing_twice(&world).await;
}
