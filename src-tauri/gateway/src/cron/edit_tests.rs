//! Changes of jobs: mistakes at their fields, undo, and from when slots count.
#![allow(clippy::unwrap_used)]
use serde_json::json;

use super::*;
use crate::storage::Db;

/// 2026-07-01 20:00 in Berlin.
const NOW: Ms = 1_782_928_800_000;

struct Place {
    dir: tempfile::TempDir,
    store: JobStore,
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = JobStore::open(&dir.path().join("cron"), NOW).unwrap();
        Self { dir, store }
    }

    fn edit(&mut self, change: JobEdit) -> Result<JobEdited, Problem> {
        edit(&mut self.store, change, NOW, "Europe/Berlin")
    }

    fn add(&mut self, record: Value) -> Result<JobEdited, Problem> {
        let record = fields(record);
        let id = "j".to_owned();
        self.edit(JobEdit::Add { id, record })
    }

    fn change(&mut self, change: Value) -> Result<JobEdited, Problem> {
        let (id, fields) = ("j".to_owned(), fields(change));
        self.edit(JobEdit::Change { id, fields })
    }

    fn reopened(&self) -> JobStore {
        JobStore::open(&self.dir.path().join("cron"), NOW)
            .unwrap()
            .0
    }
}

fn fields(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn daily() -> Value {
    json!({
        "name": "Evening",
        "schedule": {"kind": "cron", "expr": "1 20 * * *", "tz": "Europe/Berlin"},
        "payload": {"kind": "agentTurn", "message": "Good evening"},
    })
}

/// The daily job with other fields is refused at this field for this reason.
fn check(other: Value, expected: Result<(), (&str, &str)>) {
    let mut record = daily();
    for (name, value) in fields(other.clone()) {
        record[name] = value;
    }
    let found = Place::new().add(record).map(drop);
    let found = found.map_err(|problem| {
        let field = problem.params["field"].as_str().unwrap().to_owned();
        (field, problem.code)
    });
    let expected = expected.map_err(|(field, code)| (field.to_owned(), code.to_owned()));
    assert_eq!(found, expected, "{other}");
}

#[test]
fn a_mistake_is_refused_at_its_field() {
    let cron = |expr: &str, tz: &str| json!({"schedule": {"kind": "cron", "expr": expr, "tz": tz}});
    let at = |at: &str| json!({"schedule": {"kind": "at", "at": at}});
    check(json!({}), Ok(()));
    check(json!({"name": " "}), Err(("name", "job-name-empty")));
    check(json!({"name": "n".repeat(201)}), Err(("name", "job-long")));
    check(
        json!({"payload": {"kind": "notify", "text": "n".repeat(20_001)}}),
        Err(("payload.message", "job-long")),
    );
    check(
        json!({"payload": {"kind": "agentTurn", "message": " "}}),
        Err(("payload.message", "job-empty")),
    );
    check(
        cron("61 * * * *", "UTC"),
        Err(("schedule.expr", "schedule-field")),
    );
    check(
        cron("0 9 * * *", "Berlin"),
        Err(("schedule.tz", "schedule-zone-near")),
    );
    check(
        cron("0 9 31 2 *", "UTC"),
        Err(("schedule", "schedule-never")),
    );
    check(
        at("2026-07-01T17:59:00Z"),
        Err(("schedule.at", "schedule-past")),
    );
    check(at("2026-07-01T18:01:00Z"), Ok(()));
    check(
        json!({"schedule": {"kind": "moon"}}),
        Err(("schedule.kind", "schedule-unknown-kind")),
    );
    check(
        json!({"sessionTarget": "main"}),
        Err(("sessionTarget", "job-main-event")),
    );
    check(
        json!({"delivery": {"mode": "webhook", "to": "x"}}),
        Err(("delivery.to", "job-webhook-address")),
    );
    // One that is off may wait with a time that is over.
    check(
        json!({"enabled": false, "schedule": {"kind": "at", "at": "2020-01-01T00:00:00Z"}}),
        Ok(()),
    );
}

#[test]
fn what_a_new_job_does_not_say_is_filled_in_and_written() {
    let mut place = Place::new();
    let made = place.add(daily()).unwrap();
    assert_eq!((made.before, made.id.as_str()), (None, "j"));
    let record = place.reopened().jobs().get("j").unwrap().record().clone();
    assert_eq!(
        Value::Object(record),
        json!({
            "id": "j", "name": "Evening",
            "schedule": {"kind": "cron", "expr": "1 20 * * *", "tz": "Europe/Berlin"},
            "payload": {"kind": "agentTurn", "message": "Good evening"},
            "enabled": true, "createdAtMs": NOW, "updatedAtMs": NOW,
            "sessionTarget": "isolated", "wakeMode": "now",
            "delivery": {"mode": "announce", "channel": "last"},
        })
    );
    // The same again is the same job.
    assert!(place.add(daily()).unwrap().is_nothing());
}

#[test]
fn a_change_keeps_fields_nobody_knows_and_a_whole_definition_does_not() {
    let mut place = Place::new();
    let mut record = daily();
    record["moon"] = "full".into();
    place.add(record).unwrap();
    let edited = place.change(json!({"name": "Night", "payload": {"model": "a/b"}}));
    let after = edited.unwrap().after.unwrap();
    assert_eq!(after.record()["moon"], "full");
    assert_eq!(after.record()["payload"]["message"], "Good evening");
    assert_eq!(after.name, "Night");
    let (id, record) = ("j".to_owned(), fields(daily()));
    let edited = place.edit(JobEdit::Replace { id, record }).unwrap();
    let after = edited.after.unwrap();
    assert!(!after.record().contains_key("moon"));
    assert_eq!((after.name.as_str(), after.created_at), ("Evening", NOW));
    let gone = place.edit(JobEdit::Remove { id: "x".into() }).unwrap_err();
    assert_eq!(gone.code, "job-unknown");
}

#[test]
fn an_undo_puts_a_job_back_unless_it_was_changed_since() {
    let mut place = Place::new();
    let made = place.add(daily()).unwrap();
    let whole = definition(made.after.as_ref().unwrap());
    let edited = place.change(json!({"name": "Night"})).unwrap();
    let night = definition(edited.after.as_ref().unwrap());
    let mut back = |before: Option<&Map<String, Value>>, after: Option<&Map<String, Value>>| {
        put_back(&mut place.store, "j", before, after, NOW).unwrap()
    };
    // Making it is not taken back any more: it was changed since.
    assert!(!back(None, Some(&whole)));
    assert!(back(Some(&whole), Some(&night)));
    // Back already.
    assert!(back(Some(&whole), Some(&night)));
    assert!(back(None, Some(&whole)));
    assert!(back(Some(&whole), None));
    assert_eq!(place.reopened().jobs().get("j").unwrap().name, "Evening");
}

#[tokio::test]
async fn slots_count_from_now_where_a_job_is_new_on_again_or_elsewhen_and_only_there() {
    let mut place = Place::new();
    let made = place.add(daily()).unwrap().after.unwrap();
    let off = place
        .change(json!({"enabled": false}))
        .unwrap()
        .after
        .unwrap();
    let on = place
        .change(json!({"enabled": true}))
        .unwrap()
        .after
        .unwrap();
    let named = place
        .change(json!({"name": "Night"}))
        .unwrap()
        .after
        .unwrap();
    let db = Db::open(&place.dir.path().join("cove.db")).unwrap();
    let follow = async |before: Option<&Job>, after: Option<&Job>, now: Ms| {
        let (before, after) = (before.cloned(), after.cloned());
        db.write(move |tx| {
            super::follow(tx, "j", before.as_ref(), after.as_ref(), now)?;
            let mut query = tx.prepare("SELECT considered_until FROM job_cursor")?;
            let found: Vec<Ms> = query
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok(found)
        })
        .await
        .unwrap()
    };
    assert_eq!(follow(None, Some(&made), 10).await, [10]);
    assert_eq!(follow(Some(&made), Some(&named), 20).await, [10]);
    assert!(follow(Some(&made), Some(&off), 30).await.is_empty());
    assert_eq!(follow(Some(&off), Some(&on), 40).await, [40]);
    assert!(follow(Some(&on), None, 50).await.is_empty());
}

#[test]
fn a_removed_job_comes_back_with_its_log_and_what_was_known_of_it() {
    let mut place = Place::new();
    place.add(daily()).unwrap();
    place
        .change(json!({"state": {"lastStatus": "ok"}, "moon": "full"}))
        .unwrap();
    let log = place.dir.path().join("cron/runs/j.jsonl");
    std::fs::create_dir_all(log.parent().unwrap()).unwrap();
    std::fs::write(&log, "{}\n").unwrap();
    let gone = place.edit(JobEdit::Remove { id: "j".into() }).unwrap();
    assert!(!log.exists() && place.reopened().jobs().all().is_empty());
    let before = gone.before.as_ref().map(definition);
    // Asked twice, as after a kill, it is back once.
    for _ in 0..2 {
        assert!(put_back(&mut place.store, "j", before.as_ref(), None, NOW + 1).unwrap());
    }
    let back = place.reopened();
    let back = back.jobs().get("j").unwrap();
    assert_eq!(back.record()["state"]["lastStatus"], "ok");
    assert_eq!(definition(back), before.unwrap());
    assert_eq!(std::fs::read_to_string(&log).unwrap(), "{}\n");
    assert!(!place.dir.path().join("trash/job-j").exists());
}
