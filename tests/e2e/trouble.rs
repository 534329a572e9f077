//! A model that fails, repeats itself or says too much.
//!
//! Owns what a person is told then, and that their words are kept.

use cove_tests::bytes::scan_for;
use cove_tests::home::MODEL_KEY;
use cove_tests::model::Refusal;
use cove_tests::process::cove;
use cove_tests::telegram::TOKEN;
use cove_tests::{Hold, Reply};
use serde_json::json;

use crate::world::{World, until};

#[tokio::test]
async fn a_refused_key_is_told_and_the_words_are_part_of_the_next_request() {
    let world = World::new().await;
    let _gateway = world.listening().await;
    world.model.accept_keys(&["sk-another-key-altogether"]);
    world.anna().says("my sister is called Ada");
    let told = world.told("did not accept the key").await;
    assert!(told.contains("Your message is kept"), "{told}");
    world.model.accept_keys(&[MODEL_KEY]);
    world.anna().says("what is she called?");
    world.told("ok: what is she called?").await;
    let requests = world.model.requests();
    let prompt = requests.last().unwrap().prompt_text();
    assert!(prompt.contains("my sister is called Ada"), "{prompt}");
    world.no_problems();
}

#[tokio::test]
async fn a_fault_of_the_server_is_tried_again() {
    let world = World::new().await;
    let _gateway = world.listening().await;
    world.model.push(Reply::refuse(Refusal::ServerError));
    world.anna().says("hi");
    world.told("ok: hi").await;
    assert_eq!(world.model.requests().len(), 2);
    assert_eq!(world.texts(), ["ok: hi"]);
    world.no_problems();
}

#[tokio::test]
async fn the_fallback_answers_where_the_first_model_is_gone() {
    let mut world = World::new().await;
    world.home = world
        .home
        .with_config(json!({"agents": {"defaults": {"model":
        {"primary": "fake/small", "fallbacks": ["fake/big"]}}}}));
    let _gateway = world.listening().await;
    world.model.push_when(
        |request| request.model() == "small",
        Reply::refuse(Refusal::NoSuchModel("small".into())),
    );
    world.anna().says("hi");
    world.told("ok: hi").await;
    let models: Vec<String> = world
        .model
        .requests()
        .iter()
        .map(|request| request.model().to_owned())
        .collect();
    assert_eq!(models, ["small", "big"]);
    world.no_problems();
}

#[tokio::test]
async fn the_fallback_answers_where_the_first_has_no_credit() {
    let mut world = World::new().await;
    world.home = world
        .home
        .with_config(json!({"agents": {"defaults": {"model":
        {"primary": "fake/small", "fallbacks": ["fake/big"]}}}}));
    let _gateway = world.listening().await;
    let small = |request: &cove_tests::model::ModelRequest| request.model() == "small";
    world
        .model
        .push_when(small, Reply::refuse(Refusal::NoCredit));
    world.anna().says("hi");
    world.told("ok: hi").await;
    assert_eq!(world.texts(), ["ok: hi"]);
    let answer = world.json(&["activity", "--json"]).await.to_string();
    assert!(answer.contains("\"done\""), "{answer}");
    world.no_problems();
}

#[tokio::test]
async fn the_same_call_again_and_again_is_bounded() {
    let world = World::new().await;
    let _gateway = world.listening().await;
    world
        .model
        .answer_with(|_| Reply::call("read", json!({"path": "TODO.md"})));
    world.anna().says("read it");
    let told = until("an end", async || world.texts().pop()).await;
    world.quiet().await;
    let calls = world.model.requests().len();
    assert!(calls <= 40, "{calls} calls, told {told}");
    assert!(told.contains("stopped"), "{told}");
    // After a few times the tool itself says that nothing new comes of it.
    let results = world.model.requests().last().unwrap().tool_results();
    let last = &results.last().unwrap().1;
    assert_ne!(*last, results[0].1);
    world.no_problems();
}

/// Takes away the person's own note and its versions: the test put the secrets there.
fn forget_notes(world: &World) {
    let state = world.home.state_dir();
    std::fs::remove_file(world.home.workspace("note.txt")).unwrap();
    std::fs::remove_dir_all(state.join("backups")).unwrap();
    let db = rusqlite::Connection::open(state.join("cove.db")).unwrap();
    db.execute_batch("DELETE FROM file_versions; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
}

#[tokio::test]
async fn a_secret_never_reaches_chat_transcript_log_or_a_command() {
    let world = World::new().await;
    let mut gateway = world.listening().await;
    let note = format!("the key is {MODEL_KEY}, the token {TOKEN}");
    std::fs::write(world.home.workspace("note.txt"), &note).unwrap();
    let hold = Hold::new();
    world
        .model
        .push(Reply::call("read", json!({"path": "note.txt"})));
    let (first, rest) = MODEL_KEY.split_at(12);
    world.model.push(
        Reply::text(format!("It says {first}"))
            .hold(&hold)
            .and(format!("{rest} and {TOKEN}.")),
    );
    world.anna().says("what does the note say?");
    hold.arrived().await;
    let page = cove(&["status", "--json"], &world.home).await;
    hold.release();
    let told = world.told("It says").await;
    world.quiet().await;
    let asked = world.model.requests()[1].prompt_text();
    let activity = cove(&["activity", "--json"], &world.home).await;
    let logs = cove(&["logs", "--json"], &world.home).await;
    gateway.stop().await;
    forget_notes(&world);
    for secret in [MODEL_KEY, TOKEN] {
        for text in [
            &told,
            &asked,
            &page.stdout,
            &activity.stdout,
            &logs.stdout,
            &gateway.stderr(),
        ] {
            assert!(!text.contains(secret), "{text}");
        }
        assert_eq!(scan_for(&world.home.state_dir(), secret.as_bytes()), []);
    }
    world.no_problems();
}
