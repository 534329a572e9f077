//! The life of a group in Telegram: the bot comes and goes, the group gets another number.
//!
//! Owns the proof over real HTTP that what names a group follows it and that the person is told.

use cove_tests::telegram::Group;
use serde_json::{Value, json};

use crate::world::{World, refused, until};

const FAMILY: i64 = -4_001;
const GROWN: i64 = -1_001_234_567_890;

async fn world(telegram: Value) -> (World, Group) {
    let mut world = World::new().await;
    world.home = world
        .home
        .with_config(json!({"channels": {"telegram": telegram}}));
    let group = world.telegram.group(FAMILY, "Family");
    (world, group)
}

fn in_family(group: Value) -> Value {
    json!({"groups": {FAMILY.to_string(): group}})
}

/// What the person is asked about groups.
async fn asked(world: &World) -> Vec<String> {
    let status = world.json(&["status", "--json"]).await;
    let needs = status["needs"].as_array().unwrap();
    needs
        .iter()
        .filter(|need| need["kind"].as_str().unwrap().starts_with("group"))
        .map(|need| need["text"].as_str().unwrap().to_owned())
        .collect()
}

async fn asked_once(world: &World, part: &str) {
    until(part, async || {
        let told = asked(world).await;
        (told.len() == 1 && told[0].contains(part)).then_some(())
    })
    .await;
}

async fn set(world: &World, path: &str, value: &str) {
    world.json(&["config", "set", path, value, "--json"]).await;
}

#[tokio::test]
async fn a_group_the_bot_was_added_to_is_asked_about_until_it_is_allowed() {
    let (world, family) = world(json!({})).await;
    let _gateway = world.listening().await;
    family.adds_the_bot(&world.anna());
    asked_once(&world, "Your bot was added to “Family”").await;
    set(&world, &format!("channels.telegram.groups.{FAMILY}"), "{}").await;
    until("no question", async || {
        asked(&world).await.is_empty().then_some(())
    })
    .await;
    let activity = world.json(&["activity", "--json"]).await.to_string();
    assert!(
        activity.contains("was added to the group “Family”"),
        "{activity}"
    );
    world.no_problems();
}

#[tokio::test]
async fn a_group_that_took_the_bot_out_or_its_word_away_is_told_with_what_helps() {
    let (world, family) = world(in_family(json!({}))).await;
    let _gateway = world.listening().await;
    let anna = world.anna();
    anna.in_group(&family).says("@cove_test_bot hi");
    world
        .telegram
        .wait_for_message("an answer", |sent| sent.chat_id == FAMILY)
        .await;
    assert_eq!(asked(&world).await, Vec::<String>::new());
    family.mutes_the_bot(&anna);
    asked_once(&world, "may not write in “Family”").await;
    anna.in_group(&family).says("@cove_test_bot and now?");
    let row = until("a refusal", async || {
        let rows = world.json(&["deliveries", "--json"]).await;
        let row = rows["deliveries"].get(0)?.clone();
        (row["state"] == "refused").then_some(row)
    })
    .await;
    assert!(row.to_string().contains("not enough rights"), "{row}");
    family.removes_the_bot(&anna);
    asked_once(&world, "was taken out of “Family”").await;
    family.adds_the_bot(&anna);
    until("no question", async || {
        asked(&world).await.is_empty().then_some(())
    })
    .await;
    world.no_problems();
}

#[tokio::test]
async fn a_group_that_becomes_a_supergroup_takes_everything_along() {
    let (mut world, family) = world(in_family(json!({"systemPrompt": "Be brief."}))).await;
    world.home = world.home.with_config(json!({
        "agents": {"list": [{"id": "main", "default": true}, {"id": "fun"}]},
        "bindings": [{"agentId": "fun", "match": {"channel": "telegram",
            "peer": {"kind": "group", "id": FAMILY}}}],
    }));
    let _gateway = world.listening().await;
    let anna = world.anna();
    anna.in_group(&family).says("@cove_test_bot one");
    world
        .telegram
        .wait_for_message("one", |sent| sent.plain.contains("one"))
        .await;
    let target = FAMILY.to_string();
    let job = [
        "cron",
        "add",
        "--name",
        "news",
        "--every",
        "12h",
        "--message",
        "what is new?",
        "--session",
        "isolated",
        "--announce",
        "--channel",
        "telegram",
        "--to",
        &target,
        "--json",
    ];
    world.json(&job).await;
    world.quiet().await;
    // Said before anybody noticed: the answer finds the way by Telegram's refusal alone.
    let grown = family.migrates_to(GROWN);
    anna.in_group(&grown).says("@cove_test_bot two");
    world
        .telegram
        .wait_for_message("two", |sent| {
            sent.chat_id == GROWN && sent.plain.contains("two")
        })
        .await;
    world.quiet().await;
    let keys = world.json(&["sessions", "--json"]).await;
    let rows = keys["sessions"].as_array().unwrap();
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0]["key"], format!("agent:fun:telegram:group:{GROWN}"));
    let request = world.model.requests().pop().unwrap();
    assert!(
        request
            .prompt_text()
            .contains("ok: [Anna] @cove_test_bot one")
    );
    assert!(request.system_text().contains("Be brief."));
    let jobs = world.json(&["cron", "list", "--json"]).await.to_string();
    assert!(jobs.contains(&GROWN.to_string()), "{jobs}");
    let config = world.home.config_text();
    assert!(!config.contains(&FAMILY.to_string()), "{config}");
    let activity = world.json(&["activity", "--json"]).await;
    let moved = activity["activity"].as_array().unwrap();
    let moved = moved.iter().filter(|row| row["outcome"] == "group-moved");
    assert_eq!(moved.count(), 1);
    world.no_problems();
}

#[tokio::test]
async fn an_answer_under_way_while_a_group_moves_arrives_in_the_new_one() {
    let (world, family) = world(in_family(json!({}))).await;
    let _gateway = world.listening().await;
    let hold = cove_tests::Hold::new();
    world.telegram.fail_next(
        "sendMessage",
        cove_tests::telegram::Fault::HoldBefore(hold.clone()),
    );
    world.anna().in_group(&family).says("@cove_test_bot hi");
    hold.arrived().await;
    let _grown = family.migrates_to(GROWN);
    hold.release();
    let sent = world
        .telegram
        .wait_for_message("the answer", |sent| sent.plain.contains("hi"))
        .await;
    assert_eq!(sent.chat_id, GROWN);
    world.quiet().await;
    let rows = until("the answer to be told as sent", async || {
        let rows = world.json(&["deliveries", "--all", "--json"]).await;
        (rows["deliveries"][0]["state"] == "sent").then_some(rows)
    })
    .await;
    assert_eq!(rows["deliveries"].as_array().unwrap().len(), 1, "{rows}");
    world.no_problems();
}

#[tokio::test]
async fn a_wrong_name_pattern_is_told_where_it_stands() {
    let world = World::new().await;
    let told = refused(
        &world.home,
        &[
            "config",
            "set",
            "messages.groupChat.mentionPatterns",
            "['(wren']",
        ],
        1,
    )
    .await;
    assert!(
        told.stderr
            .contains("messages.groupChat.mentionPatterns[0]"),
        "{told:?}"
    );
    assert!(told.stderr.contains("not a pattern"), "{told:?}");
}

#[tokio::test]
async fn a_person_who_blocks_the_bot_leaves_a_record() {
    let world = World::new().await;
    let _gateway = world.listening().await;
    let last = world.anna().blocks();
    world.telegram.wait_for_confirmed(last + 1).await;
    let activity = world.json(&["activity", "--json"]).await.to_string();
    assert!(activity.contains("telegram-person-blocked"), "{activity}");
}
