//! Which agent and which conversation: what `cove route` says, messages do.
//!
//! Owns the proof over real HTTP; the tables of rules are tested beside the router.

use std::fs;

use serde_json::{Value, json};

use crate::world::{ANNA, World, refused, until};

/// `cove route` for a direct message of Anna's.
async fn annas_route(world: &World) -> Value {
    let peer = ANNA.to_string();
    let words = [
        "route",
        "--channel",
        "telegram",
        "--chat-type",
        "direct",
        "--peer",
        &peer,
        "--json",
    ];
    world.json(&words).await
}

async fn keys(world: &World, words: &[&str]) -> Vec<String> {
    let listed = world.json(words).await;
    let sessions = listed["sessions"].as_array().unwrap().clone();
    let mut keys: Vec<String> = sessions
        .iter()
        .map(|row| row["key"].as_str().unwrap().to_owned())
        .collect();
    keys.sort();
    keys
}

#[tokio::test]
async fn what_is_said_of_a_route_without_a_gateway_is_what_messages_do() {
    let mut world = World::new().await;
    world.home = world.home.with_config(json!({
        "agents": {"list": [{"id": "main", "default": true}, {"id": "work"}]},
        "bindings": [{"agentId": "work", "match": {"channel": "telegram", "peer": {"kind": "direct", "id": ANNA.to_string()}}}],
        "session": {"dmScope": "per-channel-peer"},
    }));
    let key = format!("agent:work:telegram:direct:{ANNA}");
    assert_eq!(
        annas_route(&world).await,
        json!({"agentId": "work", "sessionKey": key, "binding": "bindings[0]"})
    );
    let group = [
        "route",
        "--channel",
        "telegram",
        "--chat-type",
        "group",
        "--peer",
        "-100",
        "--topic",
        "4",
        "--json",
    ];
    assert_eq!(
        world.json(&group).await,
        json!({"agentId": "main", "sessionKey": "agent:main:telegram:group:-100:topic:4", "binding": "default"})
    );
    assert_eq!(
        keys(&world, &["sessions", "--json"]).await,
        Vec::<String>::new()
    );
    let _gateway = world.listening().await;
    world.anna().says("hi");
    world.told("ok: hi").await;
    assert_eq!(keys(&world, &["sessions", "--json"]).await, [key]);
    assert_eq!(world.telegram.sent_to(ANNA).len(), 1);
    let state = world.home.state_dir();
    until("the list of the other agent", async || {
        let list = state.join("agents/work/sessions/sessions.json");
        list.is_file().then_some(())
    })
    .await;
    assert!(state.join("workspace-work/AGENTS.md").is_file());
    world.no_problems();
}

#[tokio::test]
async fn a_changed_binding_holds_for_the_next_message_and_a_wrong_one_names_its_path() {
    let world = World::new().await;
    let _gateway = world.listening().await;
    world.anna().says("one");
    world.told("ok: one").await;
    let set = |path: &'static str, value: &'static str| {
        let world = &world;
        async move { world.json(&["config", "set", path, value, "--json"]).await }
    };
    set("agents.list", "[{id: 'main', default: true}, {id: 'fun'}]").await;
    let files = world.home.state_dir().join("workspace-fun/AGENTS.md");
    until("the new agent's files", async || {
        files.is_file().then_some(())
    })
    .await;
    set(
        "bindings",
        "[{agentId: 'fun', match: {channel: 'telegram'}}]",
    )
    .await;
    world.anna().says("two");
    world.told("ok: two").await;
    assert_eq!(
        keys(&world, &["sessions", "--json"]).await,
        ["agent:fun:main", "agent:main:main"]
    );
    let wrong = "[{agentId: 'main', match: {channel: 'telegram', peer: {kind: 'crowd', id: 5}}}]";
    let told = refused(&world.home, &["config", "set", "bindings", wrong], 1).await;
    assert!(
        told.stderr.contains("bindings[0].match.peer.kind"),
        "{told:?}"
    );
    assert_eq!(annas_route(&world).await["agentId"], "fun");
    world.no_problems();
}

#[tokio::test]
async fn a_hundred_first_messages_at_once_make_one_session() {
    let mut world = World::new().await;
    world.home = world
        .home
        .with_config(json!({"session": {"dmScope": "per-peer"}}));
    for number in 0..100 {
        world.anna().says(&format!("message {number:03}."));
    }
    let _gateway = world.listening().await;
    until("all of them answered", async || {
        let asked = world.model.requests().pop()?.prompt_text();
        let all = (0..100).all(|number| asked.contains(&format!("message {number:03}.")));
        all.then_some(())
    })
    .await;
    world.quiet().await;
    let key = format!("agent:main:direct:{ANNA}");
    assert_eq!(keys(&world, &["sessions", "--json"]).await, [key]);
    assert_eq!(crate::world::transcript_files(&world.home).len(), 1);
    world.no_problems();
}

#[tokio::test]
async fn a_home_of_the_real_program_is_listed_untouched_and_goes_on() {
    let mut world = World::new().await;
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/openclaw-2026.3/sessions"
    );
    for file in fs::read_dir(folder).unwrap().flatten() {
        let name = format!(
            "agents/main/sessions/{}",
            file.file_name().to_string_lossy()
        );
        world.home = world
            .home
            .with_state_file(&name, fs::read(file.path()).unwrap());
    }
    // The person chose its model there.
    let local = json!({"baseUrl": world.model.base_url(), "apiKey": "${FAKE_API_KEY}",
        "api": "openai-completions", "models": [{"id": "big", "name": "big",
        "contextWindow": 200_000, "maxTokens": 4096}]});
    world.home = world
        .home
        .with_config(json!({"models": {"providers": {"local": local}}}));
    let list = "agents/main/sessions/sessions.json";
    let before = world.home.read(list);
    let records: serde_json::Map<String, Value> = serde_json::from_str(&before).unwrap();
    let mut wanted: Vec<String> = records.keys().cloned().collect();
    wanted.sort();
    assert_eq!(keys(&world, &["sessions", "--all", "--json"]).await, wanted);
    wanted.retain(|key| !key.contains(":run:"));
    assert_eq!(keys(&world, &["sessions", "--json"]).await, wanted);
    assert_eq!(world.home.read(list), before);

    let main = "agents/main/sessions/a724539d-5495-49ef-a283-4ab9c31e51df.jsonl";
    let said_before = world.home.read(main);
    // A minute after it was left: no hour of a reset lies between.
    let left = records
        .values()
        .filter_map(|record| record["updatedAt"].as_i64());
    let (mut gateway, _clock) = world.driven(left.max().unwrap() + 60_000).await;
    let reply = world.json(&["send", "and now?", "--json"]).await;
    assert_eq!(reply["reply"], "ok: and now?");
    let asked = world.model.requests().pop().unwrap().prompt_text();
    assert!(asked.contains("<summary>"), "{asked}");
    gateway.stop().await;
    assert!(world.home.read(main).starts_with(&said_before));
    // Behind the changed record every byte is the same.
    let (_, others) = before.split_once("\n  },\n").unwrap();
    assert!(world.home.read(list).ends_with(others));
    world.no_problems();
}
