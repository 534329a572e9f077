//! Calls that are done once, and the state conversations share by them.

use super::*;

#[tokio::test]
async fn a_call_that_is_run_again_after_a_kill_changes_once() {
    let mut bench = Bench::new();
    let line = json!({"text": "Anna likes oolong"});
    let first = bench.main("memory_append", line.clone()).await;
    assert!(first.changed && !first.is_error, "{first:?}");
    let note = first.change.unwrap().path;
    assert_eq!(note.as_str().len(), "memory/2026-11-21.md".len());
    // The next start knows nothing of this turn but its id.
    bench.context = ToolContext::new("inbox:1", "agent:main:main", CancellationToken::new());
    let again = bench.main("memory_append", line.clone()).await;
    assert_eq!((again.text, again.changed), (first.text, true));
    assert_eq!(bench.home.on_disk(note.as_str()), "- Anna likes oolong\n");
    let other = bench
        .main("memory_append", json!({"text": "- and tea"}))
        .await;
    assert!(other.changed);
    let both = "- Anna likes oolong\n- and tea\n";
    assert_eq!(bench.home.on_disk(note.as_str()), both);
    // Where the kill came before the file, it is as it was: then the line is added.
    bench.home.outside(note.as_str(), "");
    bench.context = ToolContext::new("inbox:1", "agent:main:main", CancellationToken::new());
    bench.main("memory_append", line).await;
    assert_eq!(bench.home.on_disk(note.as_str()), "- Anna likes oolong\n");
}

#[tokio::test]
async fn two_conversations_can_not_overwrite_each_others_state() {
    let mut bench = Bench::new();
    let set = |version: u64, next: u64| json!({"action": "set", "name": "reading", "version": version, "state": {"next": next}});
    let first = bench.main("shared_state", set(0, 7)).await;
    assert!(
        first.changed && first.text.contains("Version 1"),
        "{first:?}"
    );
    bench.context = ToolContext::new("run:1", "agent:main:cron:j:run:1", CancellationToken::new());
    let late = bench.run(RUN, "shared_state", set(0, 8)).await;
    assert!(
        late.is_error && late.text.contains("version 1 stands there"),
        "{late:?}"
    );
    let lease = json!({"action": "acquire", "name": "reading", "minutes": 5});
    assert!(bench.run(RUN, "shared_state", lease).await.changed);
    bench.context = ToolContext::new("inbox:2", "agent:main:main", CancellationToken::new());
    let held = bench.main("shared_state", set(1, 9)).await;
    assert!(
        held.is_error && held.text.contains("holds the lease"),
        "{held:?}"
    );
    let read = json!({"action": "get", "name": "reading"});
    let read = bench.main("shared_state", read).await.text;
    let read: Value = serde_json::from_str(&read).unwrap();
    assert_eq!(
        (&read["state"]["next"], &read["version"]),
        (&json!(7), &json!(1))
    );
    let line = json!({"action": "append", "name": "reading", "text": "began"});
    assert!(bench.main("shared_state", line).await.changed);
    let log = bench.home.on_disk("memory/state/reading.jsonl");
    assert_eq!(log.lines().count(), 1);
    let refused = bench.run(TurnClass::Guest, "shared_state", set(1, 1)).await;
    assert!(refused.is_error);
}

#[tokio::test]
async fn the_record_of_checks_is_read_and_updated_in_one_step() {
    let mut bench = Bench::new();
    let empty = bench.main("heartbeat_state", json!({})).await;
    assert_eq!((empty.text.as_str(), empty.changed), ("{}", false));
    let checked = json!({"checked": ["email"], "tasks": {"reading": {"progress": 7.01}}});
    assert!(bench.main("heartbeat_state", checked).await.changed);
    let state = bench.home.on_disk("memory/heartbeat-state.json");
    let state: Value = serde_json::from_str(&state).unwrap();
    assert!(state["lastChecks"]["email"].is_u64());
    assert_eq!(state["activeTasks"]["reading"]["progress"], 7.01);
    assert!(bench.run(RUN, "heartbeat_state", json!({})).await.is_error);
}
