//! What would happen by itself, and what conversations know together.

use serde_json::{Value, json};

use super::super::super::testing::{NOW, TestHome};

const HOUR: i64 = 3_600_000;

/// Beats each hour with a model whose price is known, and a reminder half past each hour.
async fn home() -> TestHome {
    let home = TestHome::new();
    let root = home.host.state.root();
    std::fs::write(root.join("workspace/HEARTBEAT.md"), "- the mail\n").unwrap();
    std::fs::create_dir_all(root.join("cron")).unwrap();
    let jobs = json!({"version": 1, "jobs": [
        {"id": "tea", "name": "Tea", "enabled": true, "createdAtMs": 1,
            "schedule": {"kind": "cron", "expr": "30 * * * *", "tz": "UTC"},
            "sessionTarget": "isolated", "payload": {"kind": "notify", "text": "tea"},
            "delivery": {"mode": "announce", "channel": "telegram", "to": "5550142"}},
        {"id": "off", "name": "Off", "enabled": false, "createdAtMs": 1,
            "schedule": {"kind": "cron", "expr": "* * * * *", "tz": "UTC"},
            "sessionTarget": "isolated", "payload": {"kind": "notify", "text": "no"}},
    ]});
    std::fs::write(root.join("cron/jobs.json"), jobs.to_string()).unwrap();
    // Something has arrived there before: the job waits for no test.
    let reached = home.host.db().write(|tx| {
        let sql = "INSERT INTO reached(channel, account, peer, at)
            VALUES ('telegram', 'default', '5550142', 1)";
        Ok(tx.execute(sql, [])?)
    });
    reached.await.unwrap();
    let set = async |path: &str, value: Value| {
        home.ask("config.set", json!({"path": path, "value": value}))
            .await;
    };
    set("agents.defaults.model", json!("anthropic/claude-haiku-4-5")).await;
    set(
        "agents.defaults.heartbeat",
        json!({"every": "1h", "target": "last"}),
    )
    .await;
    home
}

async fn rehearsed(home: &TestHome, hours: u32) -> Value {
    home.ask("rehearse.run", json!({ "hours": hours })).await
}

fn of<'a>(found: &'a Value, kind: &str) -> Vec<&'a Value> {
    let items = found["items"].as_array().unwrap().iter();
    items.filter(|item| item["kind"] == kind).collect()
}

#[tokio::test]
async fn beats_and_jobs_of_the_next_hours_are_told_in_order_and_nothing_is_written() {
    let home = home().await;
    let found = rehearsed(&home, 6).await;
    assert_eq!(
        (&found["from"], &found["until"]),
        (&json!(NOW), &json!(NOW + 6 * HOUR))
    );
    let (beats, jobs) = (of(&found, "beat"), of(&found, "job"));
    assert_eq!((beats.len(), jobs.len()), (6, 6), "{found}");
    assert!(beats.iter().all(|item| item["runs"] == true), "{beats:?}");
    assert!(
        jobs.iter().all(|item| item["text"] == "“Tea” runs"),
        "{jobs:?}"
    );
    assert_eq!(
        (&found["runs"], &found["unpriced"]),
        (&json!(12), &json!(0))
    );
    let one = beats[0]["cost"]["low"].as_f64().unwrap();
    let sum = found["cost"]["low"].as_f64().unwrap();
    assert!(one > 0.0 && (sum - 6.0 * one).abs() < 1e-9, "{found}");
    let at = |item: &Value| item["at"].as_i64().unwrap();
    let items = found["items"].as_array().unwrap();
    assert!(items.windows(2).all(|pair| at(&pair[0]) <= at(&pair[1])));
    // Asked again it says the same: the tables know nothing of it.
    assert_eq!(rehearsed(&home, 6).await, found);
    let count = home.host.db().read(|connection| {
        let sql = "SELECT (SELECT count(*) FROM slots) + (SELECT count(*) FROM ledger)";
        Ok(connection.query_row(sql, [], |row| row.get::<_, i64>(0))?)
    });
    assert_eq!(count.await.unwrap(), 0);
    let refused = home.refused("rehearse.run", json!({"hours": 10_000})).await;
    assert_eq!(refused, "rehearse-too-far");
}

#[tokio::test]
async fn the_allowance_ends_the_beats_of_a_rehearsal_as_it_would_those_of_the_day() {
    let home = home().await;
    let one = of(&rehearsed(&home, 2).await, "beat")[0]["cost"]["low"]
        .as_f64()
        .unwrap();
    let two = json!({"path": "allowance.day", "value": one * 1.5});
    home.ask("config.set", two).await;
    // 2026-09-21 15:33 in Berlin: the day has eight hours left.
    let found = rehearsed(&home, 7).await;
    let beats = of(&found, "beat");
    let runs: Vec<bool> = beats.iter().map(|item| item["runs"] == true).collect();
    assert_eq!(
        runs,
        [true, true, false, false, false, false, false],
        "{found}"
    );
    let text = beats[2]["text"].as_str().unwrap();
    assert!(text.starts_with("Check-in, left out: "), "{text}");
    assert_eq!(of(&found, "job").len(), 7, "a reminder costs nothing");
    // Tomorrow is another day.
    let found = rehearsed(&home, 12).await;
    let later = of(&found, "beat")
        .into_iter()
        .filter(|item| item["runs"] == true);
    assert!(later.count() > 2, "{found}");
}

#[tokio::test]
async fn quiet_hours_and_pauses_leave_out_what_they_would() {
    let home = home().await;
    let hours = json!({"start": "08:00", "end": "17:00", "timezone": "Europe/Berlin"});
    let beats = json!({"path": "agents.defaults.heartbeat", "value":
        {"every": "1h", "target": "last", "activeHours": hours}});
    home.ask("config.set", beats).await;
    let found = rehearsed(&home, 24).await;
    assert_eq!(of(&found, "quiet-begins").len(), 1, "{found}");
    assert_eq!(of(&found, "quiet-ends").len(), 1, "{found}");
    assert_eq!(of(&found, "beat").len(), 9);
    home.ask("heartbeat.pause", json!({"until": "18h"})).await;
    let found = rehearsed(&home, 24).await;
    let goes_on = of(&found, "pause-ends");
    assert_eq!(goes_on[0]["at"], NOW + 18 * HOUR, "{found}");
    let (mut left, mut runs) = (0, 0);
    for beat in of(&found, "beat") {
        match beat["at"].as_i64().unwrap() < NOW + 18 * HOUR {
            true => {
                let text = beat["text"].as_str().unwrap();
                assert_eq!(text, "Check-in, left out: Check-ins are paused.");
                left += 1;
            }
            false => {
                assert_eq!(beat["runs"], true, "{beat}");
                runs += 1;
            }
        }
    }
    assert_eq!((left, runs), (3, 6));
    home.ask("heartbeat.resume", json!({})).await;
    home.ask("hold.set", json!({"scope": "job:tea"})).await;
    let found = rehearsed(&home, 3).await;
    let jobs = of(&found, "job");
    assert!(jobs.iter().all(|item| item["runs"] == false), "{jobs:?}");
    let text = jobs[0]["text"].as_str().unwrap();
    assert!(text.contains("it is on hold"), "{text}");
}

#[tokio::test]
async fn a_state_is_changed_by_its_version_held_by_a_lease_and_taken_back() {
    let home = TestHome::new();
    let change = async |action: Value, holder: &str| {
        let change = json!({"name": "reading", "action": action, "holder": holder});
        home.ask("state.change", change).await
    };
    let set = |next: u64, version: u64| json!({"kind": "set", "state": {"next": next}, "version": version});
    let first = change(set(7, 0), "a").await;
    assert_eq!(first["state"]["version"], 1);
    let old = json!({"name": "reading", "action": set(8, 0), "holder": "b"});
    assert_eq!(home.refused("state.change", old).await, "state-version");
    change(json!({"kind": "acquire", "minutes": 5}), "a").await;
    let held = json!({"name": "reading", "action": set(8, 1), "holder": "b"});
    assert_eq!(
        home.refused("state.change", held.clone()).await,
        "state-held"
    );
    change(json!({"kind": "release"}), "a").await;
    let second = home.ask("state.change", held).await;
    assert_eq!(second["state"]["state"]["next"], 8);
    home.ask("undo.run", json!({"id": second["undo"]["id"]}))
        .await;
    let seen = home.ask("state.get", json!({"name": "reading"})).await;
    assert_eq!(
        (&seen["state"]["next"], &seen["version"]),
        (&json!(7), &json!(3))
    );
    // Whoever read what was taken back does not write over what follows.
    let stale = json!({"name": "reading", "action": set(9, 2), "holder": "c"});
    assert_eq!(home.refused("state.change", stale).await, "state-version");
    change(json!({"kind": "append", "text": "began"}), "a").await;
    let names = home.ask("state.list", json!({})).await;
    assert_eq!(names, json!({"states": ["reading"], "logs": ["reading"]}));
    let wrong = json!({"name": "../x"});
    assert_eq!(home.refused("state.get", wrong).await, "state-name");
}
