//! Jobs of every spelling, and the mistakes they can hold.
#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::*;
use crate::words::{Language, Words};

fn read(written: Value) -> Job {
    Job::read(&written).unwrap()
}

fn good() -> Value {
    json!({"id": "j", "name": "Morning", "enabled": true, "createdAtMs": 5,
        "schedule": {"kind": "cron", "expr": "0 8 * * *", "tz": "Europe/Berlin", "later": 1},
        "sessionTarget": "isolated", "wakeMode": "now", "future": [1.50, {"x": null}],
        "payload": {"kind": "agentTurn", "message": "Brief me", "fallbacks": []},
        "delivery": {"mode": "announce", "channel": "telegram", "to": "7"},
        "cove": {"missed": "3h", "overlap": "queue", "mayReadMemory": true, "note": "n"}})
}

#[test]
fn a_job_of_the_present_shape_keeps_its_record_as_it_is() {
    let written = good();
    let job = read(written.clone());
    assert_eq!(
        Value::Object(job.record().clone()).to_string(),
        written.to_string()
    );
    assert_eq!(job.missed, Some(Missed::Within(10_800_000)));
    assert_eq!(job.overlap, Overlap::Queue);
    assert!(job.may_read_memory && job.can_run() && !job.silent);
    assert_eq!(job.delivery.to.as_deref(), Some("7"));
}

#[test]
fn a_change_touches_its_fields_alone() {
    let job = read(good());
    let changes = json!({"name": "Evening", "cove": {"note": null, "silent": true},
        "schedule": {"kind": "at", "at": "2027-01-01T09:00:00.000Z"}});
    let changed = job.changed(changes.as_object().unwrap(), 77);
    assert_eq!(
        (changed.name.as_str(), changed.silent, changed.updated_at),
        ("Evening", true, 77)
    );
    assert_eq!(changed.record()["future"], good()["future"]);
    assert_eq!(
        changed.record()["cove"],
        json!({"missed": "3h", "overlap": "queue", "mayReadMemory": true, "silent": true})
    );
    assert_eq!(changed.record()["schedule"], changes["schedule"]);
    assert_ne!(changed.schedule_hash(), job.schedule_hash());
    let renamed = job.changed(json!({"name": "x"}).as_object().unwrap(), 78);
    assert_eq!(renamed.schedule_hash(), job.schedule_hash());
}

#[test]
fn jobs_of_older_programs_are_the_same_jobs() {
    let job = read(
        json!({"jobId": "a", "enabled": "false", "schedule": {"atMs": 9_000},
        "payload": {"message": "Call\nthem", "deliver": true, "provider": "telegram", "to": "7"},
        "isolation": {"postToMainPrefix": "Cron"}}),
    );
    assert_eq!(
        (job.id.as_str(), job.name.as_str(), job.enabled),
        ("a", "Call", false)
    );
    assert_eq!(job.schedule, Ok(Schedule::At { at: 9_000 }));
    assert_eq!(job.target, SessionTarget::Isolated);
    assert_eq!(job.delivery.mode, DeliveryMode::Announce);
    assert_eq!(job.delivery.channel.as_deref(), Some("telegram"));
    assert!(job.can_run() && job.record().contains_key("isolation"));

    let job = read(json!({"data": {"id": "b", "everyMs": 60_000, "text": "Stretch"}}));
    assert_eq!(
        (job.target.clone(), job.delivery.mode.clone()),
        (SessionTarget::Main, DeliveryMode::None)
    );
    assert_eq!(
        job.schedule,
        Ok(Schedule::Every {
            every: 60_000,
            anchor: None
        })
    );

    let job = read(
        json!({"id": "c", "expr": "0 8 * * *", "payload": {"kind": "AGENTTURN", "message": "x", "deliver": false}}),
    );
    assert_eq!(job.delivery.mode, DeliveryMode::None);
    let job = read(
        json!({"id": "d", "expr": "0 8 * * *", "message": "x", "delivery": {"mode": "deliver"}}),
    );
    assert_eq!(job.delivery.mode, DeliveryMode::Announce);
}

#[test]
fn a_job_without_an_id_gets_the_same_one_at_every_reading() {
    let written = json!({"everyMs": 60_000, "text": "Stretch"});
    let mut after_a_run = written.clone();
    after_a_run["state"] = json!({"lastRunAtMs": 4});
    assert_eq!(read(written).id, read(after_a_run).id);
}

#[test]
fn mistakes_stand_at_their_field_and_have_a_sentence_in_both_languages() {
    let check = |path: &str, value: Value, field: &str, code: &str| {
        let mut written = good();
        *written.pointer_mut(path).unwrap() = value;
        let job = read(written);
        let found: Vec<_> = job
            .problems
            .iter()
            .map(|wrong| (wrong.field, wrong.problem.code.as_str()))
            .collect();
        assert_eq!(found, [(field, code)], "{path}");
        assert!(!job.can_run());
        for language in Language::ALL {
            let said = Words::load().problem(language, &job.problems[0].problem);
            assert!(!said.starts_with("error-") && !said.contains('{'), "{said}");
        }
    };
    check(
        "/schedule/kind",
        json!("moon"),
        "schedule.kind",
        "schedule-unknown-kind",
    );
    check(
        "/payload/kind",
        json!("dance"),
        "payload.kind",
        "job-payload-unknown",
    );
    check(
        "/payload",
        json!(null),
        "payload.kind",
        "job-payload-missing",
    );
    check(
        "/payload/message",
        json!(" "),
        "payload.message",
        "job-empty",
    );
    check(
        "/sessionTarget",
        json!("moon"),
        "sessionTarget",
        "job-target-unknown",
    );
    check(
        "/sessionTarget",
        json!("main"),
        "sessionTarget",
        "job-main-event",
    );
    check(
        "/payload",
        json!({"kind": "systemEvent", "text": "x"}),
        "sessionTarget",
        "job-event-main",
    );
    check(
        "/delivery/mode",
        json!("pigeon"),
        "delivery.mode",
        "job-delivery-unknown",
    );
    check(
        "/delivery",
        json!({"mode": "webhook", "to": "ftp://x"}),
        "delivery.to",
        "job-webhook-address",
    );
    check(
        "/cove/missed",
        json!("now and then"),
        "cove.missed",
        "job-missed",
    );
    check("/id", json!("../x"), "id", "job-bad-id");
}

#[test]
fn every_mistake_of_a_schedule_has_a_sentence_in_both_languages() {
    use crate::error::Coded;
    let text = || "x".to_owned();
    for error in [
        ScheduleError::Missing,
        ScheduleError::UnknownKind(text()),
        ScheduleError::Time(text()),
        ScheduleError::Span(text()),
        ScheduleError::TooOften(text()),
        ScheduleError::FieldCount {
            expr: text(),
            count: 3,
        },
        ScheduleError::Field {
            part: "hour",
            found: text(),
        },
        ScheduleError::Expression(text()),
        ScheduleError::Zone {
            found: text(),
            near: None,
        },
        ScheduleError::Zone {
            found: text(),
            near: Some(text()),
        },
        ScheduleError::Rule(text()),
        ScheduleError::NoStart,
    ] {
        for language in Language::ALL {
            let problem = Problem::from(error.clone());
            let said = Words::load().problem(language, &problem);
            assert!(
                !said.starts_with("error-") && !said.contains('{'),
                "{}: {said}",
                error.code()
            );
            assert!(
                Words::load().hint(language, &problem).is_some(),
                "{}",
                error.code()
            );
        }
    }
}
