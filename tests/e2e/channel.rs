//! Telegram in trouble: shown in the status, and over when Telegram is well again.
//!
//! Owns the table of faults of polling, and of updates that are odd.

use cove_tests::Hold;
use cove_tests::clock::DrivenClock;
use cove_tests::process::cove_with_input;
use cove_tests::telegram::Fault;
use serde_json::{Value, json};

use crate::world::{ANNA, World, until};

/// Waits until the channel is in this health with this problem (`""` = none).
async fn shown(world: &World, health: &str, code: &str) -> Value {
    until(&format!("{health} {code}"), async || {
        let status = world.json(&["status", "--json"]).await;
        let row = status["channels"].get(0)?.clone();
        let problem = row["status"]["problem"]["code"]
            .as_str()
            .unwrap_or_default();
        (row["status"]["health"] == health && problem == code).then_some(row)
    })
    .await
}

/// Well again: a message is answered, once.
async fn recovered(world: &World) {
    shown(world, "well", "").await;
    world.anna().says("are you there?");
    world.told("ok: are you there?").await;
    world.quiet().await;
    assert_eq!(world.model.requests().len(), 1);
    world.no_problems();
}

/// Lets time go on until the channel is in this health.
async fn shown_in_time(world: &World, clock: &DrivenClock, health: &str, code: &str) {
    until(&format!("{health} {code}"), async || {
        let status = world.json(&["status", "--json"]).await;
        let row = &status["channels"].get(0)?["status"];
        let problem = row["problem"]["code"].as_str().unwrap_or_default();
        let met = row["health"] == health && problem == code;
        if !met {
            clock.advance(2_000).await;
        }
        met.then_some(())
    })
    .await;
}

#[tokio::test]
async fn another_poller_is_told_and_forgotten_when_it_is_gone() {
    let world = World::new().await;
    world.telegram.another_poller(true);
    let (_gateway, clock) = world.driven(1_760_000_000_000).await;
    shown_in_time(&world, &clock, "trying", "telegram-conflict").await;
    world.telegram.another_poller(false);
    world.anna().says("one");
    world.told_while(&clock, "ok: one").await;
    // Two programs that take turns both succeed now and then: it is over only after a while.
    clock.advance(45_000).await;
    world.anna().says("two");
    world.told_while(&clock, "ok: two").await;
    shown_in_time(&world, &clock, "well", "").await;
    assert_eq!(world.model.requests().len(), 2);
    world.no_problems();
}

#[tokio::test]
async fn a_revoked_token_needs_the_person_and_a_good_one_mends_it() {
    let world = World::new().await;
    world.telegram.revoke_token(true);
    let _gateway = world.start().await;
    shown(&world, "needs-you", "telegram-token").await;
    let status = world.json(&["status", "--json"]).await;
    let needs = status["needs"].as_array().unwrap();
    assert!(
        needs.iter().any(|need| need["kind"] == "channel"),
        "{needs:?}"
    );
    let calls = world.telegram.calls().len();
    world.json(&["status", "--json"]).await;
    assert!(
        world.telegram.calls().len() <= calls + 1,
        "it does not hammer"
    );
    world.telegram.revoke_token(false);
    let put = [
        "secret",
        "set",
        "channels.telegram.botToken",
        "--keep",
        "this-run",
    ];
    let token = world.telegram.token();
    let output = cove_with_input(&put, &world.home, &token).await;
    assert_eq!(output.code, Some(0), "{output:?}");
    recovered(&world).await;
}

#[tokio::test]
async fn too_many_calls_wait_as_long_as_telegram_says() {
    let world = World::new().await;
    world.telegram.fail_next("getUpdates", Fault::RetryAfter(2));
    let _gateway = world.start().await;
    shown(&world, "trying", "telegram-too-many").await;
    let before = world.telegram.polls().len();
    recovered(&world).await;
    let calls = world.telegram.calls();
    let polls: Vec<_> = calls
        .iter()
        .filter(|call| call.method == "getUpdates")
        .collect();
    assert!(before <= 1, "{before}");
    assert!(polls[1].at - polls[0].at >= std::time::Duration::from_millis(1_900));
}

#[tokio::test]
async fn an_error_page_is_trouble_of_telegrams_own() {
    let world = World::new().await;
    for _ in 0..3 {
        let page = "<html>502 Bad Gateway</html>".to_owned();
        world
            .telegram
            .fail_next("getUpdates", Fault::ServerError(502, page));
    }
    let _gateway = world.start().await;
    shown(&world, "trying", "telegram-server").await;
    recovered(&world).await;
}

#[tokio::test]
async fn a_connection_that_swallows_everything_is_given_up_and_made_anew() {
    let world = World::new().await;
    world.telegram.fail_next("getUpdates", Fault::BlackHole);
    let _gateway = world.start().await;
    shown(&world, "trying", "telegram-lost").await;
    recovered(&world).await;
}

#[tokio::test]
async fn a_send_that_must_wait_is_sent_once_after_it() {
    let world = World::new().await;
    let _gateway = world.listening().await;
    world
        .telegram
        .fail_next("sendMessage", Fault::RetryAfter(1));
    let page = "<html>503</html>".to_owned();
    world
        .telegram
        .fail_next("sendMessage", Fault::ServerError(503, page));
    world.anna().says("hi");
    until("an end of the delivery", async || {
        let rows = world.json(&["deliveries", "--all", "--json"]).await;
        let state = rows["deliveries"].get(0)?["state"].as_str()?.to_owned();
        (state == "sent" || state == "unknown").then_some(state)
    })
    .await;
    assert!(world.texts().len() <= 1, "{:?}", world.texts());
    world.no_problems();
}

#[tokio::test]
async fn duplicates_are_answered_once_and_new_numbers_are_read() {
    let world = World::new().await;
    let _gateway = world.listening().await;
    let first = world.anna().says("one");
    world.told("ok: one").await;
    let message = |id: i64, text: &str| {
        json!({"update_id": id, "message": {"message_id": 1000 + id, "date": 1_760_000_000,
            "chat": {"id": ANNA, "type": "private", "first_name": "Anna"},
            "from": {"id": ANNA, "is_bot": false, "first_name": "Anna"}, "text": text}})
    };
    // The same number again, as after a connection that broke off, then a higher one.
    world.telegram.push_update(message(first, "one"));
    world.telegram.push_update(message(first + 40, "two"));
    world.told("ok: two").await;
    // After a quiet week Telegram begins its numbers anew, maybe lower.
    world.telegram.wait_for_confirmed(first + 41).await;
    world.telegram.wait_for_poll().await;
    world.telegram.push_update(message(5, "three"));
    world.told("ok: three").await;
    world.quiet().await;
    let asked: Vec<String> = world
        .model
        .requests()
        .iter()
        .map(|request| request.last_user_text())
        .collect();
    assert_eq!(asked, ["one", "two", "three"]);
    world.no_problems();
}

#[tokio::test]
async fn an_update_that_cannot_be_read_is_set_aside_and_blocks_nothing() {
    let world = World::new().await;
    let _gateway = world.listening().await;
    let odd = json!({"message": {"message_id": "seven", "chat": 5, "text": ["?"]}});
    world.telegram.push_update(odd);
    world.anna().says("hi");
    world.told("ok: hi").await;
    let activity = world.json(&["activity", "--json"]).await.to_string();
    assert!(activity.contains("set-aside"), "{activity}");
    assert_eq!(world.texts(), ["ok: hi"]);
    world.no_problems();
}

#[tokio::test]
async fn a_kill_between_inbox_and_confirmation_hands_the_update_out_again_for_one_answer() {
    let world = World::new().await;
    let mut gateway = world.listening().await;
    let hold = Hold::new();
    world
        .telegram
        .fail_next("getUpdates", Fault::HoldBefore(hold.clone()));
    world.anna().says("hi");
    hold.arrived().await;
    gateway.kill9();
    world.telegram.wait_until_idle().await;
    assert_eq!(world.telegram.pending_updates(), 1, "not confirmed");
    let _gateway = world.listening().await;
    until("the confirmation", async || {
        (world.telegram.pending_updates() == 0).then_some(())
    })
    .await;
    world.quiet().await;
    let rows = world.json(&["deliveries", "--all", "--json"]).await;
    assert_eq!(rows["deliveries"].as_array().unwrap().len(), 1, "{rows}");
    assert!(world.texts().len() <= 1, "{:?}", world.texts());
    world.no_problems();
}
