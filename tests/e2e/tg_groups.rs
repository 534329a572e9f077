//! Groups in Telegram: who is heard, what the agent reads, and what it must never show there.
//!
//! Owns the proof over real HTTP; the tables of who is heard stand beside the decision.

use cove_tests::telegram::{Group, Sent};
use cove_tests::{Hold, Reply};
use serde_json::{Value, json};

use crate::world::{ANNA, World, until};

const BEN: i64 = 5_550_143;
const FAMILY: i64 = -1_001_234_567_890;

/// Anna is the owner; the group is set up like this.
async fn world(group: Value) -> (World, Group) {
    let mut world = World::new().await;
    let settings = json!({"channels": {"telegram": {"dmPolicy": "pairing", "groups": {FAMILY.to_string(): group}}},
        "messages": {"groupChat": {"mentionPatterns": ["\\bwren\\b"]}}});
    world.home = world.home.with_config(settings);
    let group = world.telegram.group(FAMILY, "Family");
    (world, group)
}

async fn told(world: &World, part: &str) -> Sent {
    let wanted = part.to_owned();
    world
        .telegram
        .wait_for_message(part, move |sent| {
            sent.chat_id == FAMILY && sent.plain.contains(&wanted)
        })
        .await
}

fn asked(world: &World) -> Vec<String> {
    let requests = world.model.requests();
    requests
        .iter()
        .map(|request| request.last_user_text())
        .collect()
}

/// The codes of what was set aside, once each.
async fn set_aside(world: &World, code: &str) -> usize {
    let activity = world.json(&["activity", "--json"]).await;
    let items = activity["activity"].as_array().unwrap();
    let alike = |item: &&Value| item["code"] == code;
    items.iter().filter(alike).count()
}

#[tokio::test]
async fn a_group_is_answered_when_the_agent_is_called_and_what_was_said_before_comes_along_once() {
    let (world, family) = world(json!({"groupPolicy": "open"})).await;
    let (anna, ben) = (
        world.anna().in_group(&family),
        world.telegram.user(BEN, "Ben [x]").in_group(&family),
    );
    let mut gateway = world.listening().await;
    ben.says("pizza or pasta?");
    let last = anna.says("pasta for me");
    world.telegram.wait_for_confirmed(last + 1).await;
    // What waits outlives the program.
    gateway.kill9();
    let _gateway = world.listening().await;
    ben.says("@cove_test_bot what do you think?");
    let answer = told(&world, "ok:").await;
    assert!(answer.reply_to.is_some(), "it hangs on the question");
    anna.says("Wren, and wine?");
    until("the second answer", async || {
        (asked(&world).len() == 2).then_some(())
    })
    .await;
    world.quiet().await;
    assert_eq!(
        asked(&world),
        [
            "[Chat messages since your last reply - for context]\n[Ben x] pizza or pasta?\n\
             [Anna] pasta for me\n\n[Current message - respond to this]\n\
             [Ben x] @cove_test_bot what do you think?",
            "[Anna] Wren, and wine?"
        ]
    );
    let sessions = world.json(&["sessions", "--json"]).await;
    assert_eq!(
        sessions["sessions"][0]["key"],
        format!("agent:main:telegram:group:{FAMILY}")
    );
    assert_eq!(sessions["sessions"].as_array().unwrap().len(), 1);
    world.no_problems();
}

#[tokio::test]
async fn a_group_never_reads_what_is_the_owners_alone() {
    let (mut world, family) = world(json!({"groupPolicy": "open",
        "systemPrompt": "Speak like a pirate."}))
    .await;
    world.home = world
        .home
        .with_workspace_file("MEMORY.md", "the safe's number is 4711")
        .with_workspace_file("USER.md", "Anna, allergic to nuts")
        .with_workspace_file("TODO.md", "buy a ring")
        .with_workspace_file("SOUL.md", "You are kind.");
    let _gateway = world.listening().await;
    world.anna().in_group(&family).says("wren, hi");
    told(&world, "ok:").await;
    let request = world.model.requests().pop().unwrap();
    let prompt = request.system_text();
    for secret in ["4711", "allergic", "buy a ring", "## MEMORY.md"] {
        assert!(!prompt.contains(secret), "{secret} in {prompt}");
    }
    assert!(prompt.contains("You are kind."), "{prompt}");
    assert!(prompt.contains("Speak like a pirate."), "{prompt}");
    // The owner's own conversation still has them.
    world.anna().says("hi");
    world.told("ok: hi").await;
    let prompt = world.model.requests().pop().unwrap().system_text();
    assert!(
        prompt.contains("4711") && prompt.contains("allergic"),
        "{prompt}"
    );
    assert!(!prompt.contains("pirate"), "{prompt}");
    world.no_problems();
}

#[tokio::test]
async fn a_tool_of_a_group_turn_does_not_open_the_memory() {
    let (mut world, family) = world(json!({"groupPolicy": "open"})).await;
    world.home = world
        .home
        .with_workspace_file("MEMORY.md", "the safe's number is 4711")
        .with_workspace_file("shared/menu.md", "pasta");
    for path in ["MEMORY.md", "shared/menu.md"] {
        world.model.push(Reply::call("read", json!({"path": path})));
    }
    let _gateway = world.listening().await;
    world.anna().in_group(&family).says("wren, look");
    told(&world, "ok").await;
    let requests = world.model.requests();
    let results = requests.last().unwrap().tool_results();
    assert!(!results[0].1.contains("4711"), "{results:?}");
    assert!(results[1].1.contains("pasta"), "{results:?}");
    world.no_problems();
}

#[tokio::test]
async fn a_group_nobody_allowed_is_silent_and_leaves_one_record_a_day() {
    let world = World::new().await;
    let family = world.telegram.group(FAMILY, "Family");
    let _gateway = world.listening().await;
    let anna = world.anna().in_group(&family);
    anna.says("@cove_test_bot hi");
    anna.says("/status@cove_test_bot");
    let last = anna.says("@cove_test_bot are you there?");
    world.telegram.wait_for_confirmed(last + 1).await;
    assert_eq!(set_aside(&world, "telegram-group-not-listed").await, 1);
    assert_eq!(world.telegram.sent_to(FAMILY).len(), 0);
    assert_eq!(world.model.requests().len(), 0);
    // Allowed while it runs: the next word is heard.
    let path = format!("channels.telegram.groups.{FAMILY}");
    world.json(&["config", "set", &path, "{}", "--json"]).await;
    until("an answer", async || {
        anna.says("@cove_test_bot now?");
        (!world.telegram.sent_to(FAMILY).is_empty()).then_some(())
    })
    .await;
    world.no_problems();
}

#[tokio::test]
async fn who_may_not_speak_is_not_heard_and_a_paired_person_is_not_on_a_groups_list() {
    let (world, family) = world(json!({"allowFrom": [ANNA]})).await;
    let _gateway = world.listening().await;
    let ben = world.telegram.user(BEN, "Ben");
    ben.says("hello");
    let code = until("a code", async || {
        let asked = world.json(&["pairing", "list", "--json"]).await;
        Some(asked["requests"].get(0)?["code"].as_str()?.to_owned())
    })
    .await;
    world
        .json(&["pairing", "approve", "telegram", &code, "--json"])
        .await;
    let last = ben.in_group(&family).says("@cove_test_bot hi");
    world.telegram.wait_for_confirmed(last + 1).await;
    assert_eq!(set_aside(&world, "telegram-group-sender").await, 1);
    world.anna().in_group(&family).says("@cove_test_bot hi");
    told(&world, "ok: [Anna] @cove_test_bot hi").await;
    assert_eq!(world.model.requests().len(), 1);
    world.no_problems();
}

#[tokio::test]
async fn commands_of_those_who_may_speak_pass_and_another_bots_do_not() {
    let (world, family) = world(json!({"groupPolicy": "open"})).await;
    let _gateway = world.listening().await;
    let ben = world.telegram.user(BEN, "Ben").in_group(&family);
    ben.says("/status@other_bot");
    ben.says("/frobnicate");
    ben.says("/whoami");
    told(&world, &BEN.to_string()).await;
    ben.says("@cove_test_bot /whoami");
    until("two answers", async || {
        (world.telegram.sent_to(FAMILY).len() == 2).then_some(())
    })
    .await;
    world.quiet().await;
    assert_eq!(world.telegram.sent_to(FAMILY).len(), 2);
    assert_eq!(world.model.requests().len(), 0);
    world.no_problems();
}

#[tokio::test]
async fn each_topic_is_a_conversation_and_the_general_one_is_answered_where_it_is() {
    let (world, family) = world(json!({"groupPolicy": "open",
        "topics": {"7": {"systemPrompt": "Only recipes."}}}))
    .await;
    let family = family.forum(&[7]);
    let _gateway = world.listening().await;
    let anna = world.anna();
    anna.in_topic(&family, 7).says("wren, soup?");
    let in_topic = told(&world, "soup?").await;
    assert_eq!(in_topic.thread, Some(7));
    let prompt = world.model.requests().pop().unwrap().system_text();
    assert!(prompt.contains("Only recipes."), "{prompt}");
    // While the model is being asked, the chat shows that somebody writes.
    let hold = Hold::new();
    world.model.push(Reply::text("and me?").hold_headers(&hold));
    anna.in_group(&family).says("wren, and you?");
    until("typing in General, by its number", async || {
        let shown = world.telegram.actions();
        shown
            .iter()
            .any(|action| action.thread == Some(1))
            .then_some(())
    })
    .await;
    hold.release();
    let general = told(&world, "and me?").await;
    assert_eq!(general.thread, None, "General is sent to without a number");
    let sessions = world.json(&["sessions", "--json"]).await;
    let mut keys: Vec<&str> = sessions["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["key"].as_str().unwrap())
        .collect();
    keys.sort_unstable();
    let key = format!("agent:main:telegram:group:{FAMILY}");
    assert_eq!(keys, [format!("{key}:topic:1"), format!("{key}:topic:7")]);
    world.no_problems();
}

#[tokio::test]
async fn bots_posts_and_anonymous_admins_are_told_apart() {
    let (world, _family) = world(json!({"allowFrom": [ANNA]})).await;
    let _gateway = world.listening().await;
    let push = |from: Value, more: Value| {
        let mut message = json!({"message_id": 900, "date": 1_790_000_000,
            "chat": {"id": FAMILY, "type": "supergroup", "title": "Family"},
            "from": from, "text": "wren, hi"});
        for (name, value) in more.as_object().unwrap() {
            message[name] = value.clone();
        }
        world.telegram.push_update(json!({"message": message}))
    };
    let admin = json!({"id": 1_087_968_824, "is_bot": true, "first_name": "Group"});
    let as_group = json!({"sender_chat": {"id": FAMILY, "type": "supergroup", "title": "Family"}});
    push(
        json!({"id": 43, "is_bot": true, "first_name": "Other"}),
        json!({}),
    );
    push(
        json!({"id": 777_000, "is_bot": false, "first_name": "Telegram"}),
        json!({"is_automatic_forward": true, "sender_chat": {"id": -1009, "type": "channel", "title": "News"}}),
    );
    let last = push(admin.clone(), as_group.clone());
    world.telegram.wait_for_confirmed(last + 1).await;
    for code in [
        "telegram-other-bot",
        "telegram-channel-post",
        "telegram-group-sender",
    ] {
        assert_eq!(set_aside(&world, code).await, 1, "{code}");
    }
    assert_eq!(world.model.requests().len(), 0);
    // Named, whoever speaks as the group is heard, and is nobody's owner.
    let path = format!("channels.telegram.groups.{FAMILY}.allowFrom");
    let list = format!("[\"{FAMILY}\"]");
    world.json(&["config", "set", &path, &list, "--json"]).await;
    until("an answer", async || {
        push(admin.clone(), as_group.clone());
        (!world.telegram.sent_to(FAMILY).is_empty()).then_some(())
    })
    .await;
    assert!(asked(&world)[0].contains("[Family] wren, hi"));
    let mut command = as_group;
    command["text"] = "/undo".into();
    push(admin, command);
    told(&world, "Only the owner can do this").await;
}

#[tokio::test]
async fn when_a_group_is_answered_can_be_chosen_there_and_taken_back() {
    let (world, family) = world(json!({"groupPolicy": "open"})).await;
    let _gateway = world.listening().await;
    let (anna, ben) = (
        world.anna().in_group(&family),
        world.telegram.user(BEN, "Ben").in_group(&family),
    );
    ben.says("/activation always");
    told(&world, "Only the owner can do this").await;
    world.anna().says("/activation always");
    world.told("This is about groups").await;
    anna.says("/activation always");
    told(&world, "From now on I answer everything").await;
    ben.says("nobody in particular");
    told(&world, "ok: [Ben] nobody in particular").await;
    anna.says("/status");
    let status = told(&world, "Conversation:").await.plain;
    assert!(
        status.contains("I answer everything that is said here"),
        "{status}"
    );
    assert!(status.lines().count() <= 12, "{status}");
    let list = world.home.read("agents/main/sessions/sessions.json");
    assert!(list.contains("\"groupActivation\": \"always\""), "{list}");
    anna.says("/undo");
    told(&world, "is answered as before").await;
    let last = ben.says("and now?");
    world.telegram.wait_for_confirmed(last + 1).await;
    anna.says("/activation");
    told(&world, "when somebody calls me").await;
    world.quiet().await;
    assert_eq!(world.model.requests().len(), 1);
    world.no_problems();
}
