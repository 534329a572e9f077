//! The heartbeat's settings changed as one step, its decisions listed, and a beat looked at before it is.

use serde_json::{Value, json};

use super::super::testing::{NOW, TestHome};
use super::check_undo;
use crate::heartbeat::{BeatRow, BeatState, Occasion, Skip, put_beat};
use crate::ledger::{CallRow, CallState, Cause, put_call};
use crate::model::Usage;

#[tokio::test]
async fn the_settings_are_changed_as_one_step_and_said_as_they_are() {
    let home = TestHome::new();
    let set = async |params: Value| home.ask("heartbeat.change", params).await;
    let settings = async || home.ask("heartbeat.settings", json!({})).await;
    home.ask("heartbeat.set", json!({ "on": true })).await;
    let found = settings().await;
    assert_eq!(
        (&found["start"], &found["end"]),
        (&json!("00:00"), &json!("24:00"))
    );
    let path = json!({ "path": "agents.defaults.heartbeat.activeHours" });
    let kept = json!({ "start": "08:00", "end": "22:00", "note": "mine" });
    let put = json!({ "path": path["path"], "value": kept });
    home.ask("config.set", put).await;

    check_undo(
        &home,
        "heartbeat.change",
        json!({ "start": "07:00", "end": "23:00", "timezone": "Europe/Stockholm",
            "quietDays": ["sat", "sun"], "every": "1h" }),
    )
    .await;
    set(json!({ "end": "23:30", "quietDays": ["sun"], "lightContext": true })).await;
    let found = settings().await;
    for (key, expected) in [
        ("on", json!(true)),
        ("start", json!("08:00")),
        ("end", json!("23:30")),
        ("quietDays", json!(["sun"])),
        ("lightContext", json!(true)),
        ("timezone", Value::Null),
    ] {
        assert_eq!(found[key], expected, "{key}");
    }
    let hours = home.ask("config.get", path).await;
    assert_eq!(hours["value"]["note"], "mine");
    assert_eq!(set(json!({ "end": "23:30" })).await["undo"], Value::Null);
}

#[tokio::test]
async fn quiet_days_are_told_day_by_day_and_turned_one_by_one() {
    let home = TestHome::new();
    let days = async || home.ask("heartbeat.settings", json!({})).await["quietDays"].clone();
    let path = "agents.defaults.heartbeat.cove.quietDays";
    let written = json!(["weekends", "12-25", "2026-12-24..2027-01-02"]);
    home.ask("config.set", json!({ "path": path, "value": written }))
        .await;
    let expected = json!(["sat", "sun", "12-25", "2026-12-24..2027-01-02"]);
    assert_eq!(days().await, expected);
    let change = json!({ "quietDays": ["sun", "12-25"] });
    home.ask("heartbeat.change", change).await;
    assert_eq!(days().await, json!(["sun", "12-25"]));
    let never = json!({ "quietDays": ["weekdays", "weekend"] });
    assert_eq!(
        home.refused("heartbeat.change", never).await,
        "heartbeat-no-day"
    );
}

#[tokio::test]
async fn a_pause_leaves_beats_out_moves_none_and_is_told_everywhere() {
    let home = TestHome::new();
    home.ask("heartbeat.set", json!({ "on": true })).await;
    let change = json!({ "start": "06:00", "end": "22:00", "timezone": "UTC" });
    home.ask("heartbeat.change", change).await;
    let list = home.host.state.root().join("workspace/HEARTBEAT.md");
    std::fs::write(list, "- the mail\n").unwrap();
    let plan = async || {
        let plan = home.ask("heartbeat.plan", json!({ "hours": 48 })).await;
        (
            plan["beats"].as_array().unwrap().clone(),
            plan["leftOut"].clone(),
        )
    };
    let (all, none) = plan().await;
    assert_eq!(none, json!([]));

    check_undo(&home, "heartbeat.pause", json!({ "until": "2h" })).await;
    assert_eq!(plan().await.0, all, "taken back");
    let paused = home.ask("heartbeat.pause", json!({ "until": "2h" })).await;
    let until = NOW + 7_200_000;
    assert_eq!(paused["until"], until);
    let (beats, left) = plan().await;
    let expected: Vec<Value> = all
        .iter()
        .filter(|at| at.as_i64().unwrap() >= until)
        .cloned()
        .collect();
    assert!(!expected.is_empty() && expected.len() < all.len());
    assert_eq!(beats, expected);
    assert_eq!(
        (&left[0]["from"], &left[0]["until"], &left[0]["why"]["code"]),
        (&json!(NOW), &json!(until), &json!("beat-paused"))
    );
    let report = home.ask("heartbeat.last", json!({})).await;
    assert_eq!(report["paused"]["code"], "beat-paused");
    assert_eq!(report["pausedUntil"], until);
    assert_eq!(report["nextAt"], expected[0]);
    let estimate = home.ask("heartbeat.estimate", json!({})).await;
    assert_eq!(estimate["skippedNow"], "paused");
    let wished = json!({ "every": "30m", "hours": 48 });
    let wished = home.ask("heartbeat.plan", wished).await;
    assert_eq!(wished["leftOut"], json!([]));

    home.ask("heartbeat.resume", json!({})).await;
    assert_eq!(plan().await.0, all);
    let again = home.ask("heartbeat.resume", json!({})).await;
    assert_eq!(again["undo"], Value::Null);
    let code = home
        .refused("heartbeat.pause", json!({ "until": "a while" }))
        .await;
    assert_eq!(code, "heartbeat-not-until");
}

#[tokio::test]
async fn a_change_no_plan_can_be_made_of_writes_nothing() {
    let home = TestHome::new();
    home.ask("heartbeat.set", json!({ "on": true })).await;
    let before = home.everything().await;
    let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    for (params, code) in [
        (
            json!({ "start": "08:00", "end": "08:00" }),
            "heartbeat-same-hours",
        ),
        (
            json!({ "every": "2d", "start": "08:00" }),
            "heartbeat-every-long",
        ),
        (json!({ "timezone": "Berlin" }), "heartbeat-not-zone"),
        (
            json!({ "start": "08:00", "quietDays": week }),
            "heartbeat-no-day",
        ),
        (
            json!({ "start": "08:00", "quietDays": ["someday"] }),
            "config-not-day",
        ),
    ] {
        let refused = home.refused("heartbeat.change", params.clone()).await;
        assert_eq!(refused, code, "{params}");
    }
    assert_eq!(home.everything().await, before);
}

#[tokio::test]
async fn an_interval_chosen_while_it_is_off_waits_until_it_is_on() {
    let home = TestHome::new();
    home.ask("heartbeat.change", json!({ "every": "2h" })).await;
    let settings = async || home.ask("heartbeat.settings", json!({})).await;
    let found = settings().await;
    assert_eq!(
        (&found["on"], &found["every"]),
        (&json!(false), &json!("2h"))
    );
    home.ask("heartbeat.set", json!({ "on": true })).await;
    let found = settings().await;
    assert_eq!(
        (&found["on"], &found["every"]),
        (&json!(true), &json!("2h"))
    );
}

#[tokio::test]
async fn beats_are_listed_newest_first_with_what_each_cost() {
    let home = TestHome::new();
    let now = home.host.now();
    let row = |at| BeatRow::new(Occasion::Slot, "main", "agent:main:main", at);
    let beats = [
        row(now).ended(BeatState::Ok, None, now + 1),
        row(now + 10).skipped(Skip::NoFile, now + 10),
    ];
    let call = |id: String, cost| CallRow {
        id,
        at: now,
        cause: Cause::Heartbeat,
        agent: "main".into(),
        session_id: "s".into(),
        model: "anthropic/claude-haiku-4-5".into(),
        price: None,
        usage: Usage::default(),
        cost: Some(cost),
        state: CallState::Settled,
    };
    let turn = beats[0].id.clone();
    // The last one belongs to a turn whose id only begins alike.
    let calls = [
        call(format!("{turn}#1"), 5),
        call(format!("{turn}#2"), 7),
        call(format!("{turn}0#1"), 100),
    ];
    let write = home.host.db().write(move |tx| {
        beats.iter().try_for_each(|beat| put_beat(tx, beat))?;
        calls.iter().try_for_each(|call| put_call(tx, call))
    });
    write.await.unwrap();
    let found = home.ask("heartbeat.list", json!({})).await;
    let outcomes: Vec<&Value> = found["beats"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["beat"]["outcome"])
        .collect();
    assert_eq!(outcomes, ["skipped", "ok"]);
    assert_eq!(found["beats"][0]["cost"], Value::Null);
    assert_eq!(
        found["beats"][0]["beat"]["reason"]["code"],
        "beat-no-heartbeat-file"
    );
    assert_eq!(found["beats"][1]["cost"], 12);
    assert_eq!(found["more"], false);
    let first = home.ask("heartbeat.list", json!({ "limit": 1 })).await;
    assert_eq!(
        (first["beats"].as_array().unwrap().len(), &first["more"]),
        (1, &json!(true))
    );
}

#[tokio::test]
async fn a_beat_is_looked_at_without_one() {
    let home = TestHome::new();
    let look = home.ask("heartbeat.preview", json!({})).await;
    assert_eq!(look["skipped"]["code"], "beat-no-heartbeat-file");
    home.ask(
        "system.event",
        json!({ "text": "Call the dentist", "mode": "next-heartbeat" }),
    )
    .await;
    let model = json!({ "id": "anthropic/claude-haiku-4-5" });
    home.ask("model.use", model).await;
    let look = home.ask("heartbeat.preview", json!({})).await;
    assert_eq!(
        (&look["skipped"], &look["waiting"]),
        (&Value::Null, &json!(1))
    );
    let (low, high) = (&look["cost"]["low"], &look["cost"]["high"]);
    assert!(
        low.as_f64() > Some(0.0) && high.as_f64() > low.as_f64(),
        "{look}"
    );
    let listed = home.ask("heartbeat.list", json!({})).await;
    assert_eq!(listed["beats"], json!([]), "no beat was made");
    let settings = home.ask("heartbeat.settings", json!({})).await;
    assert_eq!(settings["waiting"][0]["text"], "Call the dentist");
}

#[tokio::test]
async fn quiet_times_are_those_of_the_settings() {
    let home = TestHome::new();
    home.ask("heartbeat.set", json!({ "on": true })).await;
    let change = json!({ "start": "07:00", "end": "23:00", "timezone": "UTC" });
    home.ask("heartbeat.change", change).await;
    let from = 1_767_571_200_000_i64; // Monday 2026-01-05, 00:00 UTC.
    let found = home
        .ask("heartbeat.quiet", json!({ "from": from, "hours": 24 }))
        .await;
    let hour = 3_600_000;
    let expected = json!([
        { "from": from, "until": from + 7 * hour },
        { "from": from + 23 * hour, "until": from + 24 * hour },
    ]);
    assert_eq!(found["quiet"], expected);
}

#[tokio::test]
async fn an_event_that_has_to_wait_says_what_for_and_a_conversation_that_is_none_is_refused() {
    let home = TestHome::new();
    let event = |key: &str| json!({"text": "tea", "mode": "now", "sessionKey": key});
    let queued = home.ask("system.event", event("main")).await;
    assert_eq!(queued["waits"]["code"], "event-no-gateway");
    assert_eq!(
        home.refused("system.event", event("nosuch")).await,
        "session-unknown"
    );
}
