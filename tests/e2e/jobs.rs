//! Jobs as a person has them: made, changed, run, stopped and taken back at the command line.
//!
//! Owns what the requests of jobs promise. What a run delivers is tested where deliveries are.

use cove_tests::process::cove;
use cove_tests::{CoveProcess, Hold, Reply};
use serde_json::{Value, json};

use crate::world::{World, until};

/// 2025-10-09T08:53:20Z, a Thursday.
const MORNING: i64 = 1_760_000_000_000;
/// To 09:00.
const TO_NINE: i64 = 400_000;
const MINUTE: i64 = 60_000;

/// Makes a job that sends nothing anywhere and answers its id.
async fn made(world: &World, words: &[&str]) -> String {
    let mut all = vec!["cron", "add", "--json", "--no-deliver"];
    all.extend(words);
    let made = world.json(&all).await;
    made["job"]["id"].as_str().unwrap().to_owned()
}

async fn jobs(world: &World) -> Vec<Value> {
    let found = world.json(&["cron", "list", "--json"]).await;
    found["jobs"].as_array().unwrap().clone()
}

async fn runs(world: &World, id: &str) -> Vec<Value> {
    let found = world.json(&["cron", "runs", id, "--json"]).await;
    found["rows"].as_array().unwrap().clone()
}

/// Waits until the newest of a job's runs ended like this.
async fn ended(world: &World, id: &str, state: &str) -> Value {
    until(state, async || {
        let first = runs(world, id).await.into_iter().next()?;
        (first["state"] == state).then_some(first)
    })
    .await
}

/// Waits until the scheduler has seen a change: it plans this many.
async fn planned(world: &World, many: usize) {
    until("planned", async || {
        let rows = jobs(world).await;
        let on = rows.iter().filter(|row| !row["nextAt"].is_null());
        (on.count() == many).then_some(())
    })
    .await;
}

async fn refused(world: &World, words: &[&str]) -> Value {
    let mut all = words.to_vec();
    all.push("--json");
    let output = cove(&all, &world.home).await;
    assert_ne!(output.code, Some(0), "{words:?}");
    output.json()["error"].clone()
}

#[tokio::test]
async fn a_job_of_every_kind_of_schedule_is_made_by_command_and_runs_at_its_minute() {
    let world = World::new().await;
    let (_gateway, clock) = world.driven(MORNING).await;
    let at = made(
        &world,
        &["--message", "one", "--at", "2025-10-09T09:00:00Z"],
    )
    .await;
    let every = made(&world, &["--message", "two", "--every", "400s"]).await;
    let cron = made(
        &world,
        &["--message", "three", "--cron", "0 9 * * *", "--tz", "UTC"],
    )
    .await;
    let rule = "FREQ=DAILY;INTERVAL=2;BYHOUR=9;BYMINUTE=0;BYSECOND=0";
    let rrule = made(
        &world,
        &["--message", "four", "--rrule", rule, "--tz", "UTC"],
    )
    .await;
    let now = world.json(&["cron", "status", "--json"]).await;
    assert_eq!((&now["running"], &now["jobs"]), (&json!(true), &json!(4)));
    assert_eq!(now["next"]["at"], MORNING + TO_NINE);
    clock.advance(TO_NINE).await;
    for id in [&at, &every, &cron, &rrule] {
        let row = ended(&world, id, "done").await;
        assert_eq!(row["at"], MORNING + TO_NINE, "{id}");
        assert_eq!((&row["lateMs"], &row["byHand"]), (&json!(0), &json!(false)));
        assert!(row["cost"].as_i64().is_some_and(|cost| cost > 0), "{row}");
    }
    let mut asked: Vec<String> = world
        .model
        .requests()
        .iter()
        .map(|request| request.last_user_text())
        .collect();
    asked.sort();
    assert_eq!(asked, ["four", "one", "three", "two"]);
    let status = world.json(&["status", "--json"]).await;
    assert_eq!(status["nextJob"]["id"], every.as_str());
    world.no_problems();
}

#[tokio::test]
async fn an_edit_by_hand_is_taken_up_and_a_change_by_command_keeps_what_it_does_not_know() {
    let world = World::new().await;
    let (_gateway, clock) = world.driven(MORNING).await;
    let id = made(
        &world,
        &[
            "--name",
            "Late",
            "--message",
            "hi",
            "--cron",
            "0 22 * * *",
            "--tz",
            "UTC",
        ],
    )
    .await;
    let path = world.home.state_dir().join("cron/jobs.json");
    let mut file: Value = serde_json::from_str(&world.home.read("cron/jobs.json")).unwrap();
    file["jobs"][0]["schedule"]["expr"] = "0 9 * * *".into();
    file["jobs"][0]["moon"] = "full".into();
    std::fs::write(&path, file.to_string()).unwrap();
    let renamed = ["cron", "edit", &id, "--name", "Early", "--json"];
    let renamed = world.json(&renamed).await;
    assert_eq!(renamed["job"]["definition"]["moon"], "full");
    assert_eq!(renamed["job"]["nextAt"], MORNING + TO_NINE);
    clock.advance(TO_NINE).await;
    ended(&world, &id, "done").await;
    // A time that is over invents no slot.
    let moved = [
        "cron",
        "edit",
        &id,
        "--cron",
        "30 8 * * *",
        "--tz",
        "UTC",
        "--json",
    ];
    world.json(&moved).await;
    clock.advance(MINUTE).await;
    assert_eq!(runs(&world, &id).await.len(), 1);
}

#[tokio::test]
async fn off_on_removed_and_brought_back_a_job_makes_up_for_nothing() {
    let world = World::new().await;
    let (_gateway, clock) = world.driven(MORNING).await;
    let id = made(
        &world,
        &[
            "--name",
            "Tea",
            "--message",
            "tea",
            "--cron",
            "* * * * *",
            "--tz",
            "UTC",
        ],
    )
    .await;
    planned(&world, 1).await;
    world.json(&["cron", "disable", &id, "--json"]).await;
    clock.advance(10 * MINUTE).await;
    assert_eq!(runs(&world, &id).await, Vec::<Value>::new());
    let enabled = world.json(&["cron", "enable", &id, "--json"]).await;
    assert_eq!(enabled["job"]["enabled"], true);
    // It is on already: nothing to take back.
    let again = world.json(&["cron", "enable", &id, "--json"]).await;
    assert_eq!(again["undo"], Value::Null);
    let gone = world.json(&["cron", "remove", &id, "--json"]).await;
    assert!(jobs(&world).await.is_empty());
    clock.advance(10 * MINUTE).await;
    let undone = world
        .json(&["undo", gone["undo"]["id"].as_str().unwrap(), "--json"])
        .await;
    assert!(undone["text"].as_str().unwrap().contains("Tea"), "{undone}");
    planned(&world, 1).await;
    assert_eq!(runs(&world, &id).await, Vec::<Value>::new());
    clock.advance(MINUTE).await;
    ended(&world, &id, "done").await;
    assert_eq!(runs(&world, &id).await.len(), 1);
}

#[tokio::test]
async fn a_job_is_run_by_hand_once_and_stopped_in_the_middle() {
    let world = World::new().await;
    let held = Hold::new();
    let gate = held.clone();
    world
        .model
        .answer_with(move |request| match request.last_user_text() {
            said if said == "slow" => Reply::text("never").hold_headers(&gate),
            said => Reply::text(format!("ok: {said}")),
        });
    let _gateway = world.start().await;
    let id = made(
        &world,
        &["--message", "hi", "--cron", "0 9 1 1 *", "--disabled"],
    )
    .await;
    let problem = refused(&world, &["cron", "run", &id]).await;
    assert_eq!(problem["code"], "job-off");
    let begun = world.json(&["cron", "run", &id, "--force", "--json"]).await;
    assert!(
        begun["runId"]
            .as_str()
            .unwrap()
            .starts_with(&format!("{id}!"))
    );
    let row = ended(&world, &id, "done").await;
    assert_eq!(
        (&row["byHand"], &row["summary"]),
        (&json!(true), &json!("ok: hi"))
    );
    let slow = made(&world, &["--message", "slow", "--cron", "0 9 1 1 *"]).await;
    world.json(&["cron", "run", &slow, "--json"]).await;
    until("asked", async || {
        let asked = world.model.requests();
        asked
            .iter()
            .any(|request| request.last_user_text() == "slow")
            .then_some(())
    })
    .await;
    let twice = refused(&world, &["cron", "run", &slow, "--force"]).await;
    assert_eq!(twice["code"], "job-running");
    world.json(&["cron", "stop", &slow, "--json"]).await;
    assert_eq!(runs(&world, &slow).await[0]["state"], "interrupted");
    // What was asked may be charged, though no word came back.
    let cost = world.json(&["cost", "--by", "job", "--json"]).await;
    let rows = cost["rows"].as_array().unwrap();
    let spent = rows.iter().find(|row| row["key"] == slow.as_str()).unwrap();
    assert_eq!(
        (&spent["calls"], &spent["estimated"]),
        (&json!(1), &json!(1)),
        "{cost}"
    );
    let nothing = refused(&world, &["cron", "stop", &slow]).await;
    assert_eq!(nothing["code"], "job-not-running");
    held.release();
}

#[tokio::test]
async fn without_a_gateway_jobs_are_read_and_changed_and_none_is_run() {
    let world = World::new().await;
    let id = made(
        &world,
        &[
            "--name",
            "Tea",
            "--message",
            "Read MEMORY.md and gone.txt",
            "--cron",
            "0 9 * * *",
        ],
    )
    .await;
    assert_eq!(jobs(&world).await[0]["name"], "Tea");
    let explained = world.json(&["cron", "explain", &id, "--json"]).await;
    let codes: Vec<&Value> = explained["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|w| &w["code"])
        .collect();
    assert_eq!(codes, ["file-withheld", "file-missing"]);
    assert!(explained["system"].as_str().unwrap().contains("AGENTS.md"));
    let problem = refused(&world, &["cron", "run", &id]).await;
    assert_eq!(problem["code"], "gateway-needed");
    let zone = refused(&world, &["cron", "edit", &id, "--tz", "Berlin"]).await;
    assert_eq!(
        (&zone["code"], &zone["field"]),
        (&json!("schedule-zone-near"), &json!("schedule.tz"))
    );
    let gone = refused(&world, &["cron", "remove", "nobody"]).await;
    assert_eq!(gone["code"], "job-unknown");
    let parsed = world
        .json(&[
            "cron",
            "parse",
            "every other friday 6pm stockholm call Anna",
            "--json",
        ])
        .await;
    assert_eq!(parsed["rest"], "call Anna");
    assert_eq!(parsed["draft"]["zone"], "Europe/Stockholm");
}

#[tokio::test]
async fn the_practice_agent_makes_a_job_of_a_sentence_and_it_can_be_taken_back() {
    let home = cove_tests::Home::new().with_env("COVE_LANG", "en");
    let _gateway = CoveProcess::gateway(&home).await;
    let ask = async |words: &[&str]| crate::world::json(&home, words).await;
    let said = ask(&["send", "remind me in 20m to stretch", "--json"]).await;
    assert!(said.to_string().contains("stretch"), "{said}");
    ask(&["send", "every weekday at 9 stand-up notes", "--json"]).await;
    let jobs = ask(&["cron", "list", "--json"]).await;
    let rows = jobs["jobs"].as_array().unwrap();
    let short: Vec<(&Value, &Value, &Value)> = rows
        .iter()
        .map(|row| (&row["name"], &row["kind"], &row["madeBy"]))
        .collect();
    let (notify, main) = (json!("notify"), json!("main"));
    assert_eq!(
        short,
        [
            (&json!("stretch"), &notify, &main),
            (&json!("stand-up notes"), &notify, &main)
        ]
    );
    ask(&["undo", "--json"]).await;
    let left = ask(&["cron", "list", "--json"]).await;
    assert_eq!(left["jobs"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_removed_job_lies_in_the_trash_and_comes_back_with_its_log() {
    let world = World::new().await;
    let (_gateway, clock) = world.driven(MORNING).await;
    let rhythm = ["--cron", "0 9 * * *", "--tz", "UTC"];
    let id = made(
        &world,
        &[&["--name", "Tea", "--message", "tea"], &rhythm[..]].concat(),
    )
    .await;
    clock.advance(TO_NINE).await;
    ended(&world, &id, "done").await;
    let state = world.home.state_dir();
    let log = state.join(format!("cron/runs/{id}.jsonl"));
    let written = until("the log", async || {
        let text = std::fs::read_to_string(&log).ok()?;
        text.ends_with('\n').then_some(text)
    })
    .await;
    let gone = world.json(&["cron", "remove", &id, "--json"]).await;
    let place = state.join(format!("trash/job-{id}"));
    assert!(!log.exists());
    let kept = |name: &str| std::fs::read_to_string(place.join(name)).unwrap();
    let record: Value = serde_json::from_str(&kept("job.json")).unwrap();
    assert_eq!(
        (&record["job"]["name"], kept("runs.jsonl")),
        (&json!("Tea"), written.clone())
    );
    assert_eq!(runs(&world, &id).await.len(), 1);
    world
        .json(&["undo", gone["undo"]["id"].as_str().unwrap(), "--json"])
        .await;
    assert_eq!(std::fs::read_to_string(&log).unwrap(), written);
    assert!(!place.exists());
    assert_eq!(jobs(&world).await[0]["name"], "Tea");
}

#[tokio::test]
async fn a_job_keeps_to_its_first_and_last_day() {
    let world = World::new().await;
    let nine = ["--cron", "0 9 * * *", "--tz", "UTC"];
    let bounds = [
        "--start-at",
        "2026-03-01T00:00:00Z",
        "--end-at",
        "2026-03-02T09:00:00Z",
    ];
    let from = ["--from", "2026-01-01T00:00:00Z", "--count", "9", "--json"];
    let ask = [&["cron", "preview"], &nine[..], &bounds, &from].concat();
    assert_eq!(
        world.json(&ask).await["runs"],
        json!(["2026-03-01T09:00:00Z", "2026-03-02T09:00:00Z"])
    );
    let late = ["--message", "x", "--start-at", "2099-01-02T00:00:00Z"];
    let id = made(&world, &[&late, &nine[..]].concat()).await;
    let row = jobs(&world).await.remove(0);
    assert_eq!(
        (&row["definition"]["cove"]["startAt"], &row["nextAt"]),
        (&json!(4_070_995_200_000_i64), &json!(4_071_027_600_000_i64))
    );
    let free = ["cron", "edit", &id, "--start-at", "", "--json"];
    let row = world.json(&free).await["job"].clone();
    assert_eq!(row["definition"]["cove"].get("startAt"), None);
    assert!(row["nextAt"].as_i64().unwrap() < 4_070_000_000_000);
    let problem = refused(&world, &["cron", "edit", &id, "--end-at", "someday"]).await;
    assert_eq!(problem["field"], "cove.endAt");
}
