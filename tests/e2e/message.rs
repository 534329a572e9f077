//! A message from a person to its answer: chat, command line, tools, queue, stop, pairing.

use cove_tests::process::cove;
use cove_tests::{Hold, Reply};
use serde_json::json;

use crate::world::{ANNA, World, messages};

#[tokio::test]
async fn a_text_from_telegram_changes_a_file_and_is_answered_with_a_receipt() {
    let world = World::new().await;
    let _gateway = world.listening().await;
    world.model.push(Reply::call(
        "write",
        json!({"path": "groceries.md", "content": "- milk\n"}),
    ));
    world.model.push(Reply::text("**Noted**: milk & bread <3"));
    world.anna().says("remember milk");
    let sent = world
        .telegram
        .wait_for_message("the answer", |sent| sent.plain.contains("Noted"))
        .await;
    assert!(sent.html && sent.text.contains("<b>Noted</b>"), "{sent:?}");
    assert_eq!(sent.plain, "Noted: milk & bread <3");
    assert_eq!(world.home.read_workspace("groceries.md"), "- milk\n");
    let rows = crate::world::until("the receipt", async || {
        let rows = world.json(&["deliveries", "--all", "--json"]).await;
        let rows = rows["deliveries"].as_array().unwrap().clone();
        let sent = rows.iter().all(|row| row["state"] == "sent");
        (sent && !rows.is_empty()).then_some(rows)
    })
    .await;
    assert_eq!(rows[0]["receipt"], sent.message_id.to_string());
    let shown = world.telegram.actions();
    assert!(
        shown.iter().any(|action| action.action == "typing"),
        "{shown:?}"
    );
    world.no_problems();
}

#[tokio::test]
async fn cove_send_prints_the_reply_of_a_turn_with_a_tool() {
    let world = World::new().await;
    let _gateway = world.start().await;
    world
        .model
        .push(Reply::call("read", json!({"path": "TODO.md"})));
    world.model.push(Reply::text("Nothing is on it."));
    let output = cove(&["send", "what is on my list?"], &world.home).await;
    assert_eq!(
        (output.code, output.stdout.trim()),
        (Some(0), "Nothing is on it."),
        "{output:?}"
    );
    let results = world.model.requests()[1].tool_results();
    assert_eq!(results.len(), 1);
    let answer = world.json(&["send", "and now?", "--json"]).await;
    assert_eq!(answer["reply"], "ok: and now?");
    assert_eq!(answer["outcome"], "done");
    world.no_problems();
}

#[tokio::test]
async fn a_long_answer_comes_in_parts_in_order() {
    let world = World::new().await;
    let _gateway = world.listening().await;
    let lines: Vec<String> = (0..900).map(|n| format!("line {n} of it\n\n")).collect();
    world.model.push(Reply::text(lines.concat()));
    world.anna().says("tell me all");
    world.told("line 899 of it").await;
    let texts = world.texts();
    assert!(texts.len() > 2, "{}", texts.len());
    assert!(
        texts
            .iter()
            .all(|text| text.encode_utf16().count() <= 4_000)
    );
    let whole = texts.join("\n");
    let numbers: Vec<usize> = whole
        .lines()
        .filter_map(|line| line.strip_prefix("line ")?.split(' ').next()?.parse().ok())
        .collect();
    assert_eq!(numbers, (0..900).collect::<Vec<_>>());
    world.no_problems();
}

#[tokio::test]
async fn what_arrives_during_a_turn_is_taken_together_after_it() {
    let world = World::new().await;
    let _gateway = world.listening().await;
    let hold = Hold::new();
    world
        .model
        .push(Reply::text("First").hold(&hold).and(" done."));
    world.anna().says("one");
    hold.arrived().await;
    for text in ["two", "three", "four"] {
        world.anna().says(text);
    }
    crate::world::until("three that wait", async || {
        let status = world.json(&["status", "--json"]).await;
        (status["waiting"] == 3).then_some(())
    })
    .await;
    hold.release();
    world.told("First done.").await;
    let requests = world.model.wait_for_requests(2).await;
    assert_eq!(requests[1].last_user_text(), "two\n\nthree\n\nfour");
    world.told("ok: two").await;
    world.quiet().await;
    assert_eq!(world.model.requests().len(), 2);
    world.no_problems();
}

#[tokio::test]
async fn stop_ends_the_stream_skips_what_waits_and_says_how_many() {
    let world = World::new().await;
    let _gateway = world.listening().await;
    let hold = Hold::new();
    world
        .model
        .push(Reply::text("I begin to").hold(&hold).and(" tell"));
    world.anna().says("a long story");
    hold.arrived().await;
    world.anna().says("second");
    world.anna().says("third");
    crate::world::until("two that wait", async || {
        let status = world.json(&["status", "--json"]).await;
        (status["waiting"] == 2).then_some(())
    })
    .await;
    world.anna().says("/stop");
    let told = world.told("Stopped").await;
    assert!(told.contains("2 waiting messages are skipped"), "{told}");
    world.quiet().await;
    world.anna().says("hello again");
    world.told("ok: hello again").await;
    let requests = world.model.requests();
    assert_eq!(requests.len(), 2, "nothing skipped is asked later");
    let roles: Vec<String> = messages(&world.transcripts())
        .iter()
        .map(|line| line["message"]["role"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(roles, ["user", "assistant", "user", "assistant"]);
    assert!(!world.texts().iter().any(|text| text.contains("I begin")));
    world.no_problems();
}

#[tokio::test]
async fn status_and_help_answer_without_a_model() {
    let world = World::new().await;
    let _gateway = world.listening().await;
    world.anna().says("/status");
    let status = world.told("I am here").await;
    assert!(
        status.contains("tokens") && status.lines().count() < 12,
        "{status}"
    );
    world.anna().says("/help");
    let help = world.told("/stop").await;
    assert!(
        help.contains("/again") && help.contains("/status"),
        "{help}"
    );
    assert!(world.model.requests().is_empty());
    world.no_problems();
}

#[tokio::test]
async fn a_stranger_gets_one_code_and_is_answered_once_approved() {
    let world = World::allowing(&[]).await;
    let _gateway = world.listening().await;
    world.anna().says("hello?");
    world.anna().says("anybody?");
    world.told("pairing approve telegram").await;
    let list = world.json(&["pairing", "list", "--json"]).await;
    let code = list["requests"][0]["code"].as_str().unwrap().to_owned();
    assert_eq!(
        (code.len(), list["requests"].as_array().unwrap().len()),
        (8, 1)
    );
    let lower = code.to_lowercase();
    world
        .json(&["pairing", "approve", "telegram", &lower, "--json"])
        .await;
    world.told("You can write to me now").await;
    assert!(world.model.requests().is_empty());
    world.anna().says("now?");
    world.told("ok: now?").await;
    let codes = world
        .texts()
        .iter()
        .filter(|text| text.contains(&code))
        .count();
    assert_eq!(codes, 1, "{:?}", world.telegram.sent_to(ANNA));
    world.no_problems();
}
