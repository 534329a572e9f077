//! What seldom happens: an answer of a tool too large for the window, a long silence, notes that
//! can't be written, turns that go on over the hour of the reset.

use cove_tests::{Hold, Reply};
use serde_json::json;

use crate::long_talk::{patient, records, send, small, world};
use crate::world::{ANNA, World, until};

/// 2025-10-09 20:00 UTC.
const EVENING: i64 = 1_760_040_000_000;
const MINUTE: i64 = 60_000;

#[tokio::test]
async fn an_answer_too_large_for_the_window_lies_in_a_file_and_can_be_taken_back() {
    let (world, _gateway) = world().await;
    let line = format!("needle {}\n", "x".repeat(250));
    std::fs::write(world.home.workspace("long.txt"), line.repeat(150)).unwrap();
    world
        .model
        .push(Reply::call("search", json!({"query": "needle"})));
    world.model.push(Reply::text("found it"));
    let answer = send(&world, "find the needle").await;
    assert_eq!(answer["reply"], "found it", "{answer}");
    let kept = std::fs::read_dir(world.home.workspace("tool-results")).unwrap();
    let kept: Vec<_> = kept.flatten().map(|file| file.path()).collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    let whole = std::fs::read_to_string(&kept[0]).unwrap();
    assert_eq!(
        whole.matches("needle").count(),
        100,
        "as many as the tool shows"
    );
    let asked = world.model.requests().pop().unwrap();
    let (_, shown) = asked.tool_results().pop().unwrap();
    let name = kept[0].file_name().unwrap().to_str().unwrap();
    assert!(shown.contains(name) && shown.len() < whole.len(), "{shown}");
    let told = records(&world, "file").await;
    assert_eq!(told.len(), 1, "{told:?}");
    world.json(&["undo", "--json"]).await;
    assert!(!kept[0].exists(), "it is a change like every other");
    world.no_problems();
}

#[tokio::test]
async fn after_a_silence_a_conversation_begins_anew_by_itself_and_knows_the_end_of_the_last() {
    let mut world = World::new().await;
    world.home = std::mem::take(&mut world.home).with_config(json!({
        "session": {"reset": {"mode": "idle", "idleMinutes": 30}},
    }));
    patient(&world);
    let (_gateway, clock) = world.driven(EVENING).await;
    world.telegram.wait_for_poll().await;
    // The home is English, she is not.
    let anna = world.telegram.user(ANNA, "Anna").language("zh-hans");
    anna.says("my cat is called Tim");
    world.told_while(&clock, "ok: my cat is called").await;
    world.quiet().await;
    clock.advance(20 * MINUTE).await;
    assert_eq!(records(&world, "reset").await.len(), 0, "too early");
    clock.advance(11 * MINUTE).await;
    world.told_while(&clock, "安静了一段时间").await;
    assert_eq!(records(&world, "reset").await.len(), 1);
    anna.says("good evening");
    world.told_while(&clock, "ok: good evening").await;
    let prompt = world.model.requests().pop().unwrap().prompt_text();
    assert!(
        prompt.contains("[Session carryover]") && prompt.contains("called Tim"),
        "{prompt}"
    );
    world.no_problems();
}

#[cfg(unix)]
#[tokio::test]
async fn where_the_agents_files_cannot_be_written_no_model_is_asked_for_notes_and_it_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let (world, _gateway) = world().await;
    world.anna().says("my cat is called Tim");
    world.told("ok: my cat is called").await;
    world.quiet().await;
    let mode = |bits| {
        let permissions = std::fs::Permissions::from_mode(bits);
        std::fs::set_permissions(world.home.workspace(""), permissions).unwrap();
    };
    mode(0o555);
    world.anna().says("/new");
    let line = world.told("nothing was saved").await;
    assert!(line.contains("/undo"), "{line}");
    let told = records(&world, "flush").await;
    mode(0o755);
    assert_eq!(
        (&told[0]["outcome"], &told[0]["code"]),
        (&json!("skipped"), &json!("flush-read-only"))
    );
    assert_eq!(world.model.requests().len(), 1, "only the message");
    // What could not be saved came along.
    send(&world, "go on").await;
    let prompt = world.model.requests().pop().unwrap().prompt_text();
    assert!(prompt.contains("called Tim"), "{prompt}");
}

#[tokio::test]
async fn long_turns_at_the_hour_of_the_reset_hold_up_no_other_conversation() {
    let people = [ANNA, 71, 72];
    let mut world = World::allowing(&people).await;
    let mut settings = small();
    settings["agents"]["defaults"]["timeoutSeconds"] = 36_000.into();
    settings["session"] = json!({"dmScope": "per-channel-peer"});
    world.home = std::mem::take(&mut world.home).with_config(settings);
    patient(&world);
    let (_gateway, clock) = world.driven(EVENING).await;
    world.telegram.wait_for_poll().await;
    let person = |id: i64| world.telegram.user(id, "P").language("en");
    for id in people {
        person(id).says("good evening");
        until("an answer", async || {
            clock.advance(1_000).await;
            (!world.telegram.sent_to(id).is_empty()).then_some(())
        })
        .await;
    }
    world.quiet().await;
    // At a quarter past three two of them ask for something that takes its time.
    clock.advance((7 * 60 + 14) * MINUTE).await;
    let holds = [Hold::new(), Hold::new()];
    for (hold, id) in holds.iter().zip(people) {
        let reply = Reply::text("late").hold_headers(hold);
        let which = format!("tale {id}");
        world
            .model
            .push_when(move |asked| asked.last_user_text().contains(&which), reply);
        person(id).says(&format!("tale {id}"));
        until("the model is asked", async || {
            clock.advance(1_000).await;
            hold.was_reached().then_some(())
        })
        .await;
    }
    clock.advance(45 * MINUTE).await;
    until("the third one begins anew", async || {
        clock.advance(1_000).await;
        (records(&world, "reset").await.len() == 1).then_some(())
    })
    .await;
    let told = records(&world, "reset").await.remove(0);
    assert!(told.to_string().contains("72"), "{told}");
    let status = world.json(&["status", "--json"]).await;
    assert_eq!(status["working"], 2, "both are at it still");
    for hold in &holds {
        hold.release();
    }
}

#[tokio::test]
async fn a_setting_nobody_knows_is_told_at_once_with_a_guess() {
    let world = World::new().await;
    let _gateway = world.start().await;
    let set = ["config", "set", "session.dmScoop", "main", "--json"];
    let warned = world.json(&set).await;
    let told = warned["warning"]["hint"].as_str().unwrap_or_default();
    assert!(told.contains("dmScope"), "{warned}");
    let known = ["config", "set", "session.dmScope", "main", "--json"];
    let known = world.json(&known).await;
    assert_eq!(known.get("warning"), None, "{known}");
}
