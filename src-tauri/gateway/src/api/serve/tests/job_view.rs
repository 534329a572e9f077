//! What the page of jobs asks for: runs between two days, what a run sent, files with a message.

use serde_json::{Value, json};

use super::super::testing::{NOW, TestHome};
use crate::agent::{Handed, with_files};
use crate::channel::{Outgoing, Route};
use crate::delivery::{NewPart, PartKind, enqueue};

const DAY: i64 = 86_400_000;

#[tokio::test]
async fn a_preview_keeps_to_the_jobs_first_and_last_moment() {
    let home = TestHome::new();
    let job = json!({
        "payload": {"kind": "notify", "text": "tea"},
        "cove": {"startAt": NOW + 2 * DAY, "endAt": NOW + 4 * DAY},
    });
    let asked = json!({"cron": "0 * * * *", "tz": "UTC", "count": 1000, "job": job});
    let found = home.ask("cron.preview", asked).await;
    let runs = found["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 48);
    let inside = |run: &Value| {
        let at = run.as_i64().unwrap();
        (NOW + 2 * DAY..=NOW + 4 * DAY).contains(&at)
    };
    assert!(runs.iter().all(inside), "{runs:?}");
}

#[tokio::test]
async fn the_history_of_a_job_holds_what_each_run_sent_with_its_receipt() {
    let home = TestHome::new();
    let part = |cause: &str, text: &str| NewPart {
        cause: cause.into(),
        kind: PartKind::Reply,
        part: Outgoing {
            route: Route::desktop(),
            body: text.into(),
            plain: text.into(),
            buttons: Vec::new(),
            silent: false,
            reply_to: None,
            carried: None,
        },
    };
    let (ran, other) = (part("run:j!1", "Rain"), part("run:j!2", "Sun"));
    let write = home.host.db().write(move |tx| {
        let run = "INSERT INTO runs(id, job_id, attempt, started, ended, state, delivery)
            VALUES (?1, 'j', 1, ?2, ?2, 'done', 'sent')";
        tx.execute(run, ("j!1", NOW))?;
        tx.execute(run, ("j!2", NOW + 1))?;
        enqueue(tx, &[ran], NOW)?;
        enqueue(tx, &[other], NOW)?;
        let sent = "UPDATE outbox SET state = 'sent', receipt = '4711' WHERE id = 'run:j!1:0'";
        Ok(tx.execute(sent, [])?)
    });
    write.await.unwrap();
    let found = home.ask("cron.runs", json!({"id": "j"})).await;
    assert_eq!(found["rows"].as_array().unwrap().len(), 2);
    let sent = &found["rows"][1]["deliveries"];
    assert_eq!(
        sent,
        &json!([{"id": "run:j!1:0", "channel": "desktop", "peer": sent[0]["peer"],
            "state": "sent", "receipt": "4711", "error": null}])
    );
    let waits = &found["rows"][0]["deliveries"][0];
    assert_eq!(
        (&waits["id"], &waits["receipt"]),
        (&json!("run:j!2:0"), &json!(null))
    );
}

#[tokio::test]
async fn files_of_a_message_lie_in_the_workspace_and_are_named_in_it() {
    let home = TestHome::new();
    let agent = home.host.parts.agents.get("main").unwrap().unwrap();
    let file = Handed {
        name: "list.txt".into(),
        mime: "text/plain".into(),
        data: "bWlsaw==".into(),
    };
    let text = with_files(&home.host.parts, &agent, "Buy these".into(), vec![file]);
    let (text, pictures) = text.await.unwrap();
    assert_eq!(pictures, []);
    let (words, line) = text.split_once("\n\n").unwrap();
    assert_eq!(words, "Buy these");
    let path = line.strip_prefix("[media attached: ").unwrap();
    let path = path.strip_suffix(" (text/plain)]").unwrap();
    assert!(
        path.starts_with("inbox/2026-") && path.ends_with("/list.txt"),
        "{path}"
    );
    let kept = agent.files.workspace().root().join(path);
    assert_eq!(std::fs::read_to_string(kept).unwrap(), "milk");
}

/// A run of job `j` with what became of it, and its part in the outbox.
async fn ran(home: &TestHome, n: i64, state: &'static str, error: &'static str) {
    let part = NewPart {
        cause: format!("run:j!{n}"),
        kind: PartKind::Reply,
        part: Outgoing {
            route: Route {
                channel: crate::channel::ChannelKind::Webhook,
                peer: "https://example.com/hook/s3cret".into(),
                ..Route::desktop()
            },
            body: "Rain".into(),
            plain: "Rain".into(),
            buttons: Vec::new(),
            silent: false,
            reply_to: None,
            carried: None,
        },
    };
    let write = home.host.db().write(move |tx| {
        let run = "INSERT INTO runs(id, job_id, attempt, started, ended, state, delivery)
            VALUES (?1, 'j', 1, ?2, ?2, 'done', 'pending')";
        tx.execute(run, (format!("j!{n}"), NOW + n))?;
        enqueue(tx, &[part], NOW + n)?;
        let end = "UPDATE outbox SET state = ?2, error = ?3 WHERE cause = 'run:j!' || ?1";
        Ok(tx.execute(end, (n, state, error))?)
    });
    write.await.unwrap();
}

const REFUSED: &str =
    r#"{"code":"webhook-refused","params":{"address":"https://example.com","status":403}}"#;

#[tokio::test]
async fn what_a_target_always_refuses_is_one_need_with_its_reason_until_the_person_has_seen_to_it()
{
    let home = TestHome::new();
    let needs = async || home.ask("status.get", json!({})).await["needs"].clone();
    for n in 0..10 {
        ran(&home, n, "refused", REFUSED).await;
    }
    let found = needs().await;
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    let text = found[0]["text"].as_str().unwrap();
    assert!(text.contains("10 times") && text.contains("403"), "{text}");
    assert_eq!(found[0]["reference"], "run:j!9:0");
    home.ask("delivery.dismiss", json!({"id": "run:j!9:0"}))
        .await;
    assert_eq!(needs().await, json!([]));
    ran(&home, 10, "refused", REFUSED).await;
    assert_eq!(needs().await.as_array().unwrap().len(), 1);
    ran(&home, 11, "sent", REFUSED).await;
    assert_eq!(needs().await, json!([]));
}

#[tokio::test]
async fn of_a_webhook_only_the_server_is_shown() {
    let home = TestHome::new();
    ran(&home, 1, "refused", REFUSED).await;
    let found = home.ask("delivery.list", json!({"all": true})).await;
    let row = &found["deliveries"][0];
    assert_eq!(row["route"]["peer"], "https://example.com");
    assert!(row["error"].as_str().unwrap().contains("403"), "{row}");
    let history = home.ask("cron.runs", json!({"id": "j"})).await;
    assert_eq!(
        history["rows"][0]["deliveries"][0]["peer"],
        "https://example.com"
    );
    assert!(!history.to_string().contains("s3cret"));
}

#[tokio::test]
async fn why_a_run_failed_is_told_with_everything_its_sentence_needs() {
    let home = TestHome::new();
    let write = home.host.db().write(|tx| {
        for (n, code) in [(1, "allowance-price-unknown"), (2, "turn-timeout")] {
            let run =
                "INSERT INTO runs(id, job_id, attempt, started, ended, state, error, delivery)
                VALUES (?1, 'j', 1, ?2, ?2, 'failed', ?3, 'none')";
            tx.execute(run, (format!("j!{n}"), NOW + n, code))?;
        }
        let told = crate::activity::Record::new(
            "job:j!1".into(),
            NOW,
            crate::activity::Kind::Job,
            "failed",
        )
        .because(crate::error::Problem::with(
            "allowance-price-unknown",
            crate::error::params([("model", "acme/one".into())]),
        ));
        crate::activity::record(tx, &told)
    });
    write.await.unwrap();
    let rows = home.ask("cron.runs", json!({"id": "j"})).await["rows"].clone();
    let text = |n: usize| rows[n]["reason"]["text"].as_str().unwrap();
    assert!(text(1).contains("acme/one"), "{}", text(1));
    // Its record is gone: no sentence with gaps.
    assert!(
        !text(0).contains('$') && text(0).contains("turn-timeout"),
        "{}",
        text(0)
    );
}

#[test]
fn a_run_that_took_too_long_says_how_long_in_whole_numbers() {
    let words = crate::words::Words::load();
    let check = |seconds: u64, expected: [&str; 2]| {
        let told = crate::error::params([
            ("minutes", (seconds / 60).into()),
            ("seconds", seconds.into()),
        ]);
        let problem = crate::error::Problem::with("turn-timeout", told);
        for (language, part) in crate::words::Language::ALL.into_iter().zip(expected) {
            let text = words.problem(language, &problem);
            assert!(text.contains(part), "{text}");
        }
    };
    check(20, ["20 seconds", "20 秒"]);
    check(60, ["a minute", "1 分钟"]);
    check(600, ["10 minutes", "10 分钟"]);
}

#[tokio::test]
async fn a_job_nobody_could_follow_is_refused_when_made_and_when_changed() {
    let home = TestHome::new();
    let job = |delivery: Value| {
        json!({"job": {"payload": {"kind": "notify", "text": "tea"}, "delivery": delivery},
            "when": {"every": "1h"}})
    };
    let pigeon = json!({"mode": "announce", "channel": "pigeon"});
    let refused = home
        .call("cron.add", job(pigeon.clone()))
        .await
        .unwrap_err();
    assert_eq!(refused.code, "job-channel-unknown");
    assert_eq!(refused.params["field"], "delivery.channel");
    let desktop = json!({"mode": "announce", "channel": "desktop"});
    let made = home.ask("cron.add", job(desktop)).await;
    let change = |fields: Value| json!({"id": made["job"]["id"], "job": fields});
    let refused = home.refused("cron.edit", change(json!({"delivery": pigeon})));
    assert_eq!(refused.await, "job-channel-unknown");
    home.ask("cron.edit", change(json!({"name": "Cup"}))).await;
    assert_eq!(
        home.refused("allowance.accept", json!({"model": "zzz/zzz"}))
            .await,
        "model-unknown"
    );
}

#[tokio::test]
async fn an_end_that_is_over_or_before_its_start_is_told_as_that() {
    let home = TestHome::new();
    let check = async |when: Value, expected: &str| {
        let job = json!({"payload": {"kind": "notify", "text": "tea"}});
        let wish = json!({"job": job, "when": when});
        let refused = home.call("cron.add", wish.clone()).await.unwrap_err();
        assert_eq!(refused.code, expected, "{wish}");
    };
    check(
        json!({"every": "1h", "endAt": "2020-01-01"}),
        "job-end-past",
    )
    .await;
    let turned = json!({"every": "1h", "startAt": "2031-02-01", "endAt": "2031-01-01"});
    check(turned, "job-end-before-start").await;
    let between = json!({"cron": "0 9 1 3 *", "startAt": "2031-01-01", "endAt": "2031-02-01"});
    check(between, "job-never-within").await;
    let late = json!({"at": "2031-06-01 09:00", "endAt": "2031-02-01"});
    check(late, "job-never-within").await;
    check(json!({"cron": "0 9 31 2 *"}), "schedule-never").await;
}

#[tokio::test]
async fn a_job_that_failed_says_until_when_it_waits_and_one_that_ran_once_that_it_is_over() {
    let home = TestHome::new();
    let job = |when: Value| {
        json!({"job": {"payload": {"kind": "notify", "text": "tea"},
            "delivery": {"mode": "announce", "channel": "desktop"}}, "when": when})
    };
    let often = home.ask("cron.add", job(json!({"every": "10s"}))).await["job"].clone();
    let once = home.ask("cron.add", job(json!({"at": "20m"}))).await["job"].clone();
    assert_eq!(
        (&often["waitsUntil"], &once["over"]),
        (&Value::Null, &json!(false))
    );
    let id = often["id"].as_str().unwrap().to_owned();
    let write = home.host.db().write(move |tx| {
        let run = "INSERT INTO runs(id, job_id, attempt, started, ended, state, error, delivery)
            VALUES (?1 || '!1', ?1, 1, ?2, ?2, 'failed', 'model-network', 'none')";
        Ok(tx.execute(run, (id, NOW))?)
    });
    write.await.unwrap();
    let rows = home.ask("cron.list", json!({})).await["jobs"].clone();
    assert_eq!(rows[0]["waitsUntil"], NOW + 30_000);
    home.clock.advance(std::time::Duration::from_secs(3_600));
    let rows = home.ask("cron.list", json!({})).await["jobs"].clone();
    // Nobody has looked at its time yet: it will be caught up.
    assert_eq!(
        (&rows[0]["waitsUntil"], &rows[1]["over"]),
        (&Value::Null, &json!(false))
    );
    let id = once["id"].as_str().unwrap().to_owned();
    let write = home.host.db().write(move |tx| {
        let slot = "INSERT INTO slots(job_id, slot_at, through_at, count, state, late_ms)
            VALUES (?1, ?2, ?2, 1, 'missed', 0)";
        Ok(tx.execute(slot, (id, NOW + 1_200_000))?)
    });
    write.await.unwrap();
    let rows = home.ask("cron.list", json!({})).await["jobs"].clone();
    assert_eq!(rows[1]["over"], true);
}

#[tokio::test]
async fn the_state_of_jobs_says_that_the_allowance_is_used_up() {
    let home = TestHome::new();
    let spent = async || home.ask("cron.status", json!({})).await["spent"].clone();
    assert_eq!(spent().await, false);
    let limit = json!({"path": "allowance.day", "value": 0});
    home.ask("config.set", limit).await;
    assert_eq!(spent().await, true);
}

#[tokio::test]
async fn a_pause_is_told_by_what_a_person_calls_it() {
    let home = TestHome::new();
    home.ask("hold.set", json!({"scope": "heartbeat:main"}))
        .await;
    let told = home.ask("activity.list", json!({})).await["activity"][0].clone();
    assert_eq!(told["text"], "Check-ins were paused");
}
