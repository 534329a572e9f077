//! What conversations know together, and messages besides an answer.

use cove_tests::Reply;
use serde_json::json;

use crate::kill::nothing_twice;
use crate::world::{ANNA, World, home, json as run, refused, until};

/// 2025-10-09T08:53:20Z.
const MORNING: i64 = 1_760_000_000_000;

#[tokio::test]
async fn a_message_besides_the_answer_arrives_once_and_a_tap_comes_back_as_what_was_said() {
    let world = World::new().await;
    let ask = json!({"text": "Shall I book it?", "buttons": ["Yes", "No"]});
    world.model.push(Reply::call("message", ask));
    world
        .model
        .answer_with(|request| Reply::text(format!("ok: {}", request.last_user_text())));
    let _gateway = world.listening().await;
    world.anna().says("ask me about the flight");
    world.told("ok: ask me").await;
    world.told("Shall I book it?").await;
    let asked = world.telegram.sent_to(ANNA);
    let question = asked.iter().find(|sent| sent.plain.contains("book it"));
    let question = question.unwrap().message_id;
    world.anna().presses(question, "say:Yes");
    world.told("ok: Yes").await;
    nothing_twice(&world).await;
    world.no_problems();
}

#[tokio::test]
async fn nobody_is_written_to_who_never_wrote() {
    let world = World::new().await;
    let stranger = json!({"text": "hello", "to": "telegram:999"});
    world.model.push(Reply::call("message", stranger));
    world
        .model
        .answer_with(|_| Reply::text("I could not send it."));
    let _gateway = world.listening().await;
    world.anna().says("write to 999");
    world.told("I could not send it.").await;
    assert!(world.telegram.sent_to(999).is_empty());
    assert!(
        world
            .transcripts()
            .contains("Not sent: only a Telegram chat")
    );
}

#[tokio::test]
async fn a_daily_log_holds_a_line_for_each_turn_where_it_is_switched_on() {
    let mut world = World::new().await;
    let home = std::mem::take(&mut world.home);
    world.home = home.with_config(json!({"messages": {"cove": {"dailyLog": ["telegram"]}}}));
    world
        .model
        .answer_with(|request| Reply::text(format!("ok: {}", request.last_user_text())));
    let (_gateway, clock) = world.driven(MORNING).await;
    world.anna().says("milk?");
    world.told_while(&clock, "ok: milk?").await;
    let note = until("the line", async || {
        let path = world.home.workspace("memory/2025-10-09.md");
        std::fs::read_to_string(path).ok()
    })
    .await;
    assert!(note.starts_with("- 08:5"), "{note}");
    assert!(
        note.ends_with(" · telegram · milk? → ok: milk?\n"),
        "{note}"
    );
    let other = run(&world.home, &["send", "tea?", "--json"]).await;
    assert_eq!(other["reply"], "ok: tea?");
    assert!(
        !world
            .home
            .read_workspace("memory/2025-10-09.md")
            .contains("tea?")
    );
}

#[tokio::test]
async fn a_shared_state_is_kept_by_the_command_line_without_a_gateway() {
    let home = home();
    let set = [
        "state",
        "set",
        "reading",
        "{\"next\": 7}",
        "--version",
        "0",
        "--json",
    ];
    assert_eq!(run(&home, &set).await["state"]["version"], 1);
    let output = refused(&home, &set, 1).await;
    assert!(output.stdout.contains("state-version"), "{output:?}");
    run(
        &home,
        &["state", "lock", "reading", "--holder", "nightly", "--json"],
    )
    .await;
    let held = ["state", "set", "reading", "8", "--json"];
    assert!(refused(&home, &held, 1).await.stdout.contains("nightly"));
    run(
        &home,
        &[
            "state", "unlock", "reading", "--holder", "nightly", "--json",
        ],
    )
    .await;
    run(&home, &["state", "append", "reading", "began", "--json"]).await;
    let names = run(&home, &["state", "list", "--json"]).await;
    assert_eq!(names, json!({"states": ["reading"], "logs": ["reading"]}));
    let seen = run(&home, &["state", "get", "reading", "--json"]).await;
    assert_eq!(
        (&seen["state"]["next"], &seen["lock"]),
        (&json!(7), &json!(null))
    );
    let found = run(&home, &["rehearse", "--hours", "2", "--json"]).await;
    assert_eq!(
        (&found["runs"], &found["currency"]),
        (&json!(0), &json!("USD"))
    );
}
