//! What the page of jobs asks for: runs between two days, what a run sent, files with a message.

use serde_json::json;

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
    let inside = |run: &serde_json::Value| {
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
