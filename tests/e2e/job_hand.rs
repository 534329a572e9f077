//! Jobs changed in an editor while Cove runs.
//!
//! Owns that such an edit counts at once: the clock of these tests stands still, so the scheduler's
//! own look once a minute never comes.

use serde_json::{Value, json};

use crate::job_out::{MORNING, job, logged, notify, with};
use crate::world::{World, until};

/// How a job was planned: its schedule's hash. Asking Cove itself would make it look at the file.
async fn planned(world: &World, before: Option<&str>) -> String {
    until("the job to be planned", async || {
        let path = world.home.state_dir().join("cove.db");
        let tables = rusqlite::Connection::open(path).ok()?;
        let hash = tables.query_row(
            "SELECT schedule_hash FROM job_cursor WHERE job_id = 'j'",
            [],
            |row| row.get::<_, String>(0),
        );
        hash.ok().filter(|hash| Some(hash.as_str()) != before)
    })
    .await
}

fn file(at: i64) -> String {
    let mut reminder = job(
        notify("tea"),
        json!({"mode": "announce", "channel": "desktop"}),
    );
    reminder["schedule"] = json!({"kind": "every", "everyMs": 86_400_000, "anchorMs": at});
    json!({"version": 1, "jobs": [reminder]}).to_string()
}

async fn began(world: &World, runs: usize) -> Vec<Value> {
    until("the run to be logged", async || {
        let lines = logged(world);
        (lines.len() == runs).then(|| lines.iter().map(|line| line["runAtMs"].clone()).collect())
    })
    .await
}

#[tokio::test]
async fn a_job_written_by_hand_while_cove_runs_begins_at_its_second() {
    let world = with(Vec::new(), json!({})).await;
    let (_gateway, clock) = world.driven(MORNING).await;
    let folder = world.home.state_dir().join("cron");
    until("cove to be ready", async || {
        let status = world.json(&["cron", "status", "--json"]).await;
        (status["running"] == true).then_some(())
    })
    .await;
    // As many editors save: a new file in the place of the old one.
    let (aside, path) = (folder.join(".jobs.json.swp"), folder.join("jobs.json"));
    std::fs::write(&aside, file(MORNING + 7_000)).unwrap();
    std::fs::rename(&aside, &path).unwrap();
    let first = planned(&world, None).await;
    clock.advance(7_000).await;
    assert_eq!(began(&world, 1).await, [MORNING + 7_000]);
    // As others do: in place.
    std::fs::write(&path, file(MORNING + 12_000)).unwrap();
    planned(&world, Some(&first)).await;
    clock.advance(5_000).await;
    assert_eq!(
        began(&world, 2).await,
        [json!(MORNING + 7_000), json!(MORNING + 12_000)]
    );
}
