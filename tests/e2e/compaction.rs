//! A conversation near its limit: notes first, a summary that passed, and nothing lost when not.

use cove_tests::model::{ModelRequest, Refusal};
use cove_tests::process::cove;
use cove_tests::{Hold, Reply};
use serde_json::json;

use crate::long_talk::*;
use crate::world::{World, refused, until};

#[tokio::test]
async fn near_the_limit_notes_are_saved_once_and_then_the_conversation_is_shortened() {
    let (world, _gateway) = world().await;
    send(
        &world,
        &long(3_000, "Ticket ABC-1234 is due on 2026-12-24."),
    )
    .await;
    for n in 0..6 {
        send(&world, &long(3_000, &format!("part {n}"))).await;
    }
    assert_eq!(
        compactions(&world).len(),
        1,
        "{:?}",
        records(&world, "compaction").await
    );
    let entry = &compactions(&world)[0];
    let summary = entry["summary"].as_str().unwrap();
    for part in ["Plant the garden", "ABC-1234", "2026-12-24"] {
        assert!(summary.contains(part), "{summary}");
    }
    assert!(entry["tokensBefore"].as_u64().unwrap() >= 20_000, "{entry}");
    // Each compaction has exactly one flush before it, and what it said reached nobody.
    let (flushes, done) = (
        records(&world, "flush").await,
        records(&world, "compaction").await,
    );
    assert_eq!((flushes.len(), done.len()), (1, 1), "{flushes:?} {done:?}");
    assert_eq!(flushes[0]["outcome"], "done");
    assert!(flushes[0]["at"].as_i64() <= done[0]["at"].as_i64());
    let day = std::fs::read_dir(world.home.workspace("memory")).unwrap();
    let notes: String = day
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    assert_eq!(notes.matches("- The garden is 12 m long").count(), 1);
    let transcripts = world.transcripts();
    assert!(!transcripts.contains("NO_REPLY") && !transcripts.contains("[Memory flush"));
    // The next request holds the summary and not what it stands for.
    send(&world, "and now?").await;
    let last = world.model.requests().pop().unwrap().prompt_text();
    assert!(last.contains("Plant the garden") && !last.contains("part 1 lorem"));
    let sessions = world.json(&["sessions", "--json"]).await;
    let row = &sessions["sessions"][0];
    assert_eq!(row["compactionCount"], 1);
    assert!(row["totalTokens"].as_u64().unwrap() < 15_000, "{row}");
    world.no_problems();
}

#[tokio::test]
async fn a_tool_loop_that_fills_the_window_is_shortened_inside_the_turn() {
    let (world, _gateway) = world().await;
    for n in 0..6 {
        std::fs::write(
            world.home.workspace(format!("big{n}.txt")),
            long(6_000, "big"),
        )
        .unwrap();
    }
    for n in 0..6 {
        world.model.push_when(
            |request| !for_summary(request) && !for_notes(request),
            Reply::call("read", json!({"path": format!("big{n}.txt")})),
        );
    }
    let answer = send(&world, "read all of them").await;
    assert_eq!(answer["outcome"], "done", "{answer}");
    assert!(!compactions(&world).is_empty());
    let last = world.model.requests().pop().unwrap();
    assert!(
        last.prompt_text().contains("<summary>"),
        "the turn went on with the summary"
    );
    let refused = |request: &ModelRequest| request.prompt_text().len() / 4 > 30_000;
    assert!(
        !world.model.requests().iter().any(refused),
        "no request was too long"
    );
    world.no_problems();
}

#[tokio::test]
async fn a_request_the_provider_finds_too_long_is_shortened_and_asked_again() {
    let (world, _gateway) = world().await;
    for n in 0..4 {
        send(&world, &long(2_000, &format!("part {n}"))).await;
    }
    let told = |request: &ModelRequest| request.last_user_text().starts_with("and now");
    world.model.push_when(
        told,
        Reply::refuse(Refusal::Overflow {
            tokens: 12_000,
            limit: 8_000,
        }),
    );
    let answer = send(&world, "and now?").await;
    assert_eq!(answer["reply"], "ok: and now?", "{answer}");
    assert_eq!(compactions(&world).len(), 1);
    let done = records(&world, "flush").await;
    assert_eq!(
        done.len(),
        1,
        "by this way too there is one flush: {done:?}"
    );
}

#[tokio::test]
async fn nothing_a_flush_says_is_seen_by_anybody() {
    let (world, _gateway) = world().await;
    world.model.push_when(
        for_notes,
        Reply::pieces(["NO", "_REPLY and ", "a secret thought"]),
    );
    for n in 0..6 {
        world.anna().says(&long(3_000, &format!("part {n}")));
        world.told(&format!("ok: part {n}")).await;
    }
    until("the flush", async || {
        (!records(&world, "flush").await.is_empty()).then_some(())
    })
    .await;
    let texts = world.texts().join("\n");
    assert!(
        !texts.contains("REPLY") && !texts.contains("secret thought"),
        "{texts}"
    );
    assert!(!world.transcripts().contains("secret thought"));
    let page = cove(&["activity", "--json"], &world.home).await;
    assert!(!page.stdout.contains("secret thought"));
}

async fn last_prompt(world: &World) -> String {
    send(world, "and now?").await;
    world.model.requests().pop().unwrap().prompt_text()
}

#[tokio::test]
async fn a_person_looks_first_shortens_and_takes_it_back_once() {
    let (world, _gateway) = world().await;
    filled(&world).await;
    let preview = world
        .json(&["sessions", "compact", "--preview", "--json"])
        .await;
    let done = world
        .json(&[
            "sessions",
            "compact",
            "--instructions",
            "keep the recipes",
            "--json",
        ])
        .await;
    assert_eq!(done["outcome"], "done", "{done}");
    for figure in ["before", "summarised", "kept"] {
        assert_eq!(preview[figure], done[figure], "{figure}: {preview} {done}");
    }
    assert!(
        done["after"].as_u64() <= preview["after"].as_u64(),
        "{preview} {done}"
    );
    let asked = world
        .model
        .requests()
        .into_iter()
        .find(for_summary)
        .unwrap();
    assert!(asked.prompt_text().contains("keep the recipes"));
    assert_eq!(records(&world, "flush").await.len(), 1, "by this way too");
    let id = done["undo"]["id"].as_str().unwrap();
    world.json(&["undo", id, "--json"]).await;
    let twice = refused(&world.home, &["undo", id, "--json"], 1).await;
    assert!(twice.stdout.contains("undo-used"), "{twice:?}");
    let prompt = last_prompt(&world).await;
    assert!(prompt.contains("part 0 lorem") && !prompt.contains("Plant the garden"));
    let sessions = world.json(&["sessions", "--json"]).await;
    assert_eq!(sessions["sessions"][0]["compactionCount"], 0);
    world.no_problems();
}

#[tokio::test]
async fn compact_in_a_chat_says_what_came_of_it_and_undo_keeps_what_was_said_since() {
    let (world, _gateway) = world().await;
    world.anna().says("/compact");
    world.told("There is nothing to shorten").await;
    filled(&world).await;
    world.anna().says("/compact");
    let told = world.told("Shortened:").await;
    assert!(told.contains("→") && told.contains("/undo"), "{told}");
    world.anna().says("/compact");
    world.told("Nothing is older than the last").await;
    world.anna().says("/undo");
    world.told("was taken back").await;
    assert!(last_prompt(&world).await.contains("part 0 lorem"));
    let asked = count(&world, for_summary);
    world.anna().says("/compact keep 2");
    until("the second one", async || {
        (compactions(&world).len() == 2).then_some(())
    })
    .await;
    world.quiet().await;
    let prompt = last_prompt(&world).await;
    assert!(
        !prompt.contains("lorem") && prompt.contains("ok: and now?"),
        "{prompt}"
    );
    let since = count(&world, for_summary);
    assert_eq!(since, asked, "no model was asked for it");
}

#[tokio::test]
async fn after_the_next_message_it_is_not_taken_back() {
    let (world, _gateway) = world().await;
    filled(&world).await;
    let done = world.json(&["sessions", "compact", "--json"]).await;
    send(&world, "go on").await;
    let id = done["undo"]["id"].as_str().unwrap();
    let late = refused(&world.home, &["undo", id, "--json"], 1).await;
    assert!(late.stdout.contains("undo-expired"), "{late:?}");
}

#[tokio::test]
async fn an_automatic_one_is_taken_back_once_the_window_is_larger() {
    let (world, _gateway) = world().await;
    filled(&world).await;
    send(&world, &long(6_000, "one more")).await;
    assert_eq!(compactions(&world).len(), 1);
    let full = refused(&world.home, &["undo", "--json"], 1).await;
    assert!(
        full.stdout.contains("would be full again at once"),
        "{full:?}"
    );
    world
        .json(&[
            "config",
            "set",
            "agents.defaults.contextTokens",
            "60000",
            "--json",
        ])
        .await;
    let record = records(&world, "compaction").await.remove(0);
    let id = record["undo"]["id"].as_str().unwrap().to_owned();
    world.json(&["undo", &id, "--json"]).await;
    let prompt = last_prompt(&world).await;
    assert!(
        prompt.contains("part 0 lorem") && prompt.contains("ok: one more"),
        "{prompt}"
    );
}

#[tokio::test]
async fn a_record_that_a_kill_took_is_written_when_the_transcript_is_read() {
    let (world, mut gateway) = world().await;
    filled(&world).await;
    world.json(&["sessions", "compact", "--json"]).await;
    gateway.kill9();
    drop(gateway);
    let tables = rusqlite::Connection::open(world.home.state_dir().join("cove.db")).unwrap();
    let gone = tables
        .execute("DELETE FROM activity WHERE kind = 'compaction'", [])
        .unwrap();
    tables.execute("DELETE FROM undo", []).unwrap();
    drop(tables);
    assert_eq!(gone, 1);
    let _gateway = world.listening().await;
    send(&world, "go on").await;
    let found = records(&world, "compaction").await;
    assert_eq!(
        (found.len(), &found[0]["outcome"]),
        (1, &json!("done")),
        "{found:?}"
    );
    assert_eq!(compactions(&world).len(), 1);
}

#[tokio::test]
async fn a_summary_that_never_comes_delays_nobody_else_and_ends_at_its_deadline() {
    let mut world = World::new().await;
    world.home = std::mem::take(&mut world.home).with_config(small());
    patient(&world);
    let (_gateway, clock) = world.driven(1_760_000_000_000).await;
    filled(&world).await;
    let hold = Hold::new();
    world
        .model
        .push_when(for_summary, Reply::text("late").hold_headers(&hold));
    let text = long(6_000, "one more");
    let waiting = async { send(&world, &text).await };
    let meanwhile = async {
        hold.arrived().await;
        let other = [
            "send",
            "hello",
            "--session",
            "agent:main:cli:direct:b",
            "--json",
        ];
        assert_eq!(world.json(&other).await["reply"], "ok: hello");
        clock.advance(181_000).await;
    };
    let (answer, ()) = tokio::join!(waiting, meanwhile);
    assert_eq!(answer["outcome"], "done", "it still fits: {answer}");
    let failed = records(&world, "compaction").await;
    assert_eq!(failed[0]["code"], "compaction-timeout", "{failed:?}");
    assert!(compactions(&world).is_empty());
}
