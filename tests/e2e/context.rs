//! What the model sees and how full that is: the meter against the server's own count, the
//! prefix that caches, pruning, and files that are too long.
//!
//! Owns the sizes its conversations have; all stay below the mark where notes are saved.

use std::fs;

use cove_tests::model::{ModelRequest, Shape, Tokenizer};
use cove_tests::process::cove;
use cove_tests::{FakeModel, Reply};
use serde_json::{Value, json};

use crate::world::{World, home, json as printed, until};

const MAIN: &str = "agent:main:main";

/// A home that speaks this format with its model.
async fn speaking(shape: Shape) -> World {
    let world = World::new().await;
    let home = home().with_fake_model_as(&world.model, shape);
    World { home, ..world }
}

async fn say(world: &World, text: &str) {
    let answer = world.json(&["send", text, "--json"]).await;
    assert_eq!(answer["outcome"], "done", "{answer}");
}

/// The main conversation's line of `cove sessions --json`.
async fn row(world: &World) -> Value {
    let list = world.json(&["sessions", "--json"]).await;
    let rows = list["sessions"].as_array().unwrap();
    rows.iter().find(|row| row["key"] == MAIN).unwrap().clone()
}

async fn report(world: &World) -> Value {
    world.json(&["context", "--json"]).await
}

/// The parts of a request that caches are made of, without the marks that move.
fn prefix(request: &ModelRequest) -> (String, Vec<String>) {
    let plain = |value: &Value| {
        let marks = [
            ",\"cache_control\":{\"type\":\"ephemeral\"}",
            "\"cache_control\":{\"type\":\"ephemeral\"},",
        ];
        marks
            .iter()
            .fold(value.to_string(), |text, mark| text.replace(mark, ""))
    };
    let fixed = format!(
        "{}{}",
        plain(&request.body["tools"]),
        plain(&request.body["system"])
    );
    (fixed, request.messages().iter().map(plain).collect())
}

fn assert_grows_only_at_its_end(requests: &[ModelRequest]) {
    for pair in requests.windows(2) {
        let ((fixed, before), (still, after)) = (prefix(&pair[0]), prefix(&pair[1]));
        assert_eq!(fixed, still, "tools and system prompt");
        assert!(after.len() > before.len());
        assert_eq!(after[..before.len()], before[..], "what was said");
    }
}

#[tokio::test]
async fn the_prefix_stays_byte_identical_and_is_read_from_the_cache() {
    for shape in [Shape::Chat, Shape::Anthropic] {
        let world = speaking(shape).await;
        let _gateway = world.start().await;
        say(&world, &format!("first {}", "word ".repeat(1_500))).await;
        world
            .model
            .push(Reply::call("read", json!({"path": "TODO.md"})));
        say(&world, "second").await;
        say(&world, "third").await;
        let requests = world.model.requests();
        assert_eq!(requests.len(), 4);
        assert_grows_only_at_its_end(&requests);
        let answer = world.json(&["send", "fourth", "--json"]).await;
        assert!(
            answer["usage"]["cacheRead"].as_u64() > Some(2_000),
            "{answer}"
        );
        let report = report(&world).await;
        assert_eq!(report["cacheRead"], answer["usage"]["cacheRead"]);
        assert_eq!(report["cacheWrite"], answer["usage"]["cacheWrite"]);
        assert_eq!(world.model.problems(), Vec::<String>::new(), "{shape:?}");
    }
}

/// Prose, figures, Chinese and code weigh differently; so do a line and a page.
fn mixed(turn: usize) -> String {
    match turn % 5 {
        0 => "the sea was calm and the boats came home ".repeat(turn),
        1 => format!("{turn}: 17,204.5; ").repeat(30),
        2 => "我们明天早上八点在公园门口见面。".repeat(12),
        3 => "if (a[i] != b[i]) { return c->next[i + 1]; }\n".repeat(8),
        _ => "ok".to_owned(),
    }
}

/// Fifty turns: what is shown before each is what the server then counts of it.
async fn meter_of_50_turns(shape: Shape, tokenizer: Tokenizer) {
    let world = speaking(shape).await;
    world.model.count_by(tokenizer);
    let _gateway = world.start().await;
    let (mut expected, mut lifetime, mut cached) = (None::<u64>, 0, 0);
    for turn in 0..50_usize {
        // Now and then a tool is called.
        if turn % 7 == 3 {
            world
                .model
                .push(Reply::call("read", json!({"path": "AGENTS.md"})));
        }
        world.model.push(Reply::text(mixed(turn)));
        let before = world.model.requests().len();
        let text = format!("turn {turn} {}", mixed(turn / 2));
        let said = world.json(&["send", &text, "--json"]).await;
        let counted = world.model.requests()[before].tokens_before_last();
        if let Some(expected) = expected {
            let off = expected.abs_diff(counted);
            assert!(
                off * 20 <= counted,
                "turn {turn}: {expected} shown, {counted} counted"
            );
        }
        for name in ["input", "output", "cacheRead", "cacheWrite"] {
            lifetime += said["usage"][name].as_u64().unwrap();
        }
        cached += said["usage"]["cacheRead"].as_u64().unwrap();
        let row = row(&world).await;
        assert_eq!(row["totalTokensFresh"], true, "turn {turn}: {row}");
        assert!(row["meter"]["percent"].as_u64() <= Some(100));
        assert_eq!(row["meter"]["used"], row["totalTokens"]);
        expected = row["totalTokens"].as_u64();
    }
    let report = report(&world).await;
    assert!(
        cached * 2 > lifetime,
        "heavy cache reads: {cached} of {lifetime}"
    );
    assert!(lifetime > 10 * report["totalTokens"].as_u64().unwrap());
    // What was thought before each request, that its server counted then.
    let error = &report["estimate"]["error"];
    assert!(error["requests"].as_u64() >= Some(50), "{error}");
    assert!(error["meanPermille"].as_u64() <= Some(50), "{error}");
    assert_eq!(report["totalTokens"], expected.unwrap(), "one figure");
    let parts = report["parts"].as_array().unwrap();
    let sum: u64 = parts
        .iter()
        .filter_map(|part| part["tokens"].as_u64())
        .sum();
    assert_eq!(Some(sum), expected);
    assert_eq!(world.model.problems(), Vec::<String>::new());
}

#[tokio::test]
async fn the_meter_stays_within_5_percent_of_the_servers_own_count_over_50_turns() {
    meter_of_50_turns(Shape::Anthropic, Tokenizer::Pieces).await;
}

#[tokio::test]
async fn the_meter_stays_within_5_percent_where_another_server_counts_otherwise() {
    meter_of_50_turns(Shape::Chat, Tokenizer::FourBytes).await;
}

#[tokio::test]
async fn where_a_server_counts_nothing_the_meter_grows_and_is_marked_as_about() {
    let world = World::new().await;
    world
        .model
        .answer_with(|_| Reply::text("A line or two about it.").no_usage());
    let _gateway = world.start().await;
    let mut last = 0;
    for turn in 0..8 {
        say(&world, &format!("message {turn}")).await;
        let row = row(&world).await;
        assert_eq!(row["totalTokensFresh"], false, "{row}");
        let used = row["totalTokens"].as_u64().unwrap();
        assert!(used > last, "{used} after {last}");
        last = used;
    }
    let list = cove(&["sessions"], &world.home).await.stdout;
    assert!(list.starts_with(&format!("{MAIN}  ≈")), "{list}");
    let shown = cove(&["context"], &world.home).await.stdout;
    assert!(shown.contains("Context: ≈"), "{shown}");
    let detail = cove(&["context", "--detail"], &world.home).await.stdout;
    assert!(detail.contains("has not counted anything yet"), "{detail}");
}

#[tokio::test]
async fn another_file_another_model_and_another_cap_move_the_meter_without_a_turn() {
    let world = World::new().await;
    let _gateway = world.start().await;
    say(&world, "hello").await;
    let before = row(&world).await;
    let used = before["totalTokens"].as_u64().unwrap();
    assert_eq!(
        (&before["contextTokens"], &before["meter"]["start"]),
        (&json!(64_000), &json!(44_000))
    );
    let agents = world.home.read_workspace("AGENTS.md");
    let longer = format!("{agents}\n{}", "- a rule of the house\n".repeat(300));
    fs::write(world.home.workspace("AGENTS.md"), longer).unwrap();
    let grown = until("a larger meter", async || {
        let row = row(&world).await;
        (row["totalTokens"].as_u64() > Some(used + 1_000)).then_some(row)
    })
    .await;
    assert_eq!(grown["updatedAt"], before["updatedAt"], "nobody used it");
    fs::write(world.home.workspace("AGENTS.md"), agents).unwrap();
    until("the old meter", async || {
        let now = row(&world).await["totalTokens"].as_u64().unwrap();
        (now.abs_diff(used) * 20 <= used).then_some(())
    })
    .await;
    world.json(&["model", "use", "fake/big", "--json"]).await;
    until("an estimate for a model that never counted", async || {
        (row(&world).await["totalTokensFresh"] == false).then_some(())
    })
    .await;
    let set = [
        "config",
        "set",
        "agents.defaults.contextTokens",
        "30000",
        "--json",
    ];
    world.json(&set).await;
    let capped = until("the capped window", async || {
        let row = row(&world).await;
        (row["contextTokens"] == 30_000).then_some(row)
    })
    .await;
    assert_eq!(capped["meter"]["start"], 15_000);
    assert_eq!(world.model.requests().len(), 1, "no turn was needed");
}

#[tokio::test]
async fn a_file_over_its_cap_is_told_in_every_place() {
    let world = World::new().await;
    fs::create_dir_all(world.home.workspace("")).unwrap();
    let long = format!(
        "{}the very end\n",
        "- something to remember\n".repeat(1_000)
    );
    fs::write(world.home.workspace("MEMORY.md"), &long).unwrap();
    let _gateway = world.start().await;
    say(&world, "hello").await;
    let system = world.model.requests()[0].system_text();
    assert!(system.contains("[...truncated, read MEMORY.md for full content...]"));
    assert!(system.contains(&format!("of {} characters are shown", long.len())));
    assert!(system.contains("the very end"));
    let report = report(&world).await;
    let files = report["injectedWorkspaceFiles"].as_array().unwrap();
    let file = |name: &str| files.iter().find(|file| file["name"] == name).unwrap();
    assert_eq!(file("MEMORY.md")["state"], "cut");
    assert_eq!(file("MEMORY.md")["truncated"], true);
    assert_eq!(file("MEMORY.md")["rawChars"], long.len());
    assert_eq!(file("AGENTS.md")["state"], "in");
    assert_eq!(file("HEARTBEAT.md")["state"], "not-for-this-turn");
    let status = world.json(&["send", "/status", "--json"]).await;
    let status = status["reply"].as_str().unwrap();
    assert!(
        status.contains("MEMORY.md is too long to be read whole"),
        "{status}"
    );
    assert!(status.lines().count() < 12, "{status}");
    let shown = world.json(&["send", "/context list", "--json"]).await;
    let shown = shown["reply"].as_str().unwrap();
    assert!(shown.contains("MEMORY.md: cut, "), "{shown}");
    let raw = world.json(&["send", "/context json", "--json"]).await;
    let raw = raw["reply"].as_str().unwrap().to_owned();
    let inner = raw.trim_start_matches("```json").trim_end_matches("```");
    let parsed: Value = serde_json::from_str(inner).unwrap();
    assert_eq!(parsed["totalTokens"], report["totalTokens"]);
    assert_eq!(world.model.requests().len(), 1, "commands ask no model");
}

#[tokio::test]
async fn old_tool_results_are_trimmed_once_the_cache_is_cold_and_stay_whole_on_disk() {
    let world = World::new().await;
    let home = home()
        .with_fake_model(&world.model)
        .with_config(json!({"agents": {"defaults": {"contextPruning":
            {"mode": "cache-ttl", "ttl": "5m", "keepLastAssistants": 1, "softTrimRatio": 0.05}}}}));
    let world = World { home, ..world };
    let (_gateway, clock) = world.driven(1_760_000_000_000).await;
    let text = "a long list of things\n".repeat(700);
    fs::write(world.home.workspace("long.md"), &text).unwrap();
    world
        .model
        .push(Reply::call("read", json!({"path": "long.md"})));
    say(&world, "read it").await;
    say(&world, "at once").await;
    let whole = |request: &ModelRequest| request.tool_results()[0].1.len();
    let sizes: Vec<usize> = world.model.requests().iter().skip(1).map(whole).collect();
    assert!(sizes.iter().all(|size| *size > 15_000), "{sizes:?}");
    let full = report(&world).await["totalTokens"].as_u64().unwrap();
    clock.advance(5 * 60_000).await;
    let preview = report(&world).await;
    assert_eq!(preview["pruning"]["trimmed"], 1, "{preview}");
    assert!(preview["totalTokens"].as_u64().unwrap() < full - 2_000);
    say(&world, "later").await;
    say(&world, "and again").await;
    let requests = world.model.requests();
    let cut: Vec<(String, String)> = requests[3].tool_results();
    assert!(cut[0].1.contains("[Tool result trimmed:"), "{cut:?}");
    assert!(whole(&requests[3]) < 4_000);
    assert_grows_only_at_its_end(&requests[3..]);
    assert!(world.transcripts().matches("a long list of things").count() >= 700);
    world.no_problems();
}

#[tokio::test]
async fn a_report_needs_no_gateway_and_says_when_there_is_no_such_conversation() {
    let model = FakeModel::start().await;
    let home = home()
        .with_fake_model(&model)
        .with_workspace_file("AGENTS.md", "Be kind.\n");
    let report = printed(&home, &["context", "--json"]).await;
    assert_eq!(report["sessionId"], "");
    assert_eq!(report["totalTokensFresh"], false);
    let files = report["injectedWorkspaceFiles"].as_array().unwrap();
    assert_eq!(
        (&files[0]["name"], &files[0]["state"]),
        (&json!("AGENTS.md"), &json!("in"))
    );
    let refused = cove(&["context", "agent:main:telegram:group:-1"], &home).await;
    assert_eq!(refused.code, Some(1), "{refused:?}");
}
