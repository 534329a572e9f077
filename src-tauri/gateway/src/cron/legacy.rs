//! Records of older programs in the present shape (field-reference.md §7).
//!
//! Owns what moved where. A record of the present shape comes back as it is; fields nobody knows
//! stay where they are.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::error::ScheduleError;
use super::job_parts::Payload;
use super::schedule::Schedule;

/// Fields that once stood beside the payload.
const OF_PAYLOAD: [&str; 5] = ["message", "text", "model", "thinking", "timeoutSeconds"];
/// Fields that say when, where they stood beside the schedule.
const OF_SCHEDULE: [&str; 7] = ["at", "atMs", "everyMs", "anchorMs", "expr", "tz", "rrule"];
/// Fields of the payload that are the delivery's now, with their present names.
const OF_DELIVERY: [(&str, &str); 4] = [
    ("channel", "channel"),
    ("to", "to"),
    ("accountId", "accountId"),
    ("bestEffortDeliver", "bestEffort"),
];

/// The record in the present shape. `None` where it is no object.
pub(super) fn normal(written: &Value) -> Option<Map<String, Value>> {
    let mut record = written.as_object()?.clone();
    for wrapper in ["data", "job"] {
        if let (Some(Value::Object(inner)), false) =
            (record.get(wrapper), record.contains_key("payload"))
        {
            record = inner.clone();
        }
    }
    rename(&mut record, "jobId", "id");
    if let Some(text) = record.get("enabled").and_then(Value::as_str) {
        let on = !matches!(
            text.trim().to_lowercase().as_str(),
            "false" | "no" | "off" | "0"
        );
        record.insert("enabled".to_owned(), on.into());
    }
    move_into(&mut record, "schedule", &OF_SCHEDULE);
    let beside: Vec<&str> = OF_PAYLOAD
        .into_iter()
        .chain(["deliver", "provider"])
        .collect();
    move_into(&mut record, "payload", &beside);
    let of_delivery = OF_DELIVERY.map(|(old, _)| old);
    if !record.contains_key("delivery") {
        move_into(&mut record, "payload", &of_delivery);
    }
    if let Some(Value::Object(payload)) = record.get_mut("payload") {
        rename(payload, "provider", "channel");
        name_kind(payload);
    }
    deliver(&mut record);
    Some(record)
}

/// Puts fields of the record into one of its objects, unless it has them.
fn move_into(record: &mut Map<String, Value>, object: &str, fields: &[&str]) {
    let found: Vec<&str> = fields
        .iter()
        .copied()
        .filter(|field| record.contains_key(*field))
        .collect();
    if found.is_empty() {
        return;
    }
    let mut held = match record.get(object) {
        None => Map::new(),
        Some(Value::Object(held)) => held.clone(),
        Some(_) => return,
    };
    for field in found {
        if let Some(value) = record.shift_remove(field) {
            held.entry(field.to_owned()).or_insert(value);
        }
    }
    record.insert(object.to_owned(), Value::Object(held));
}

fn rename(fields: &mut Map<String, Value>, old: &str, new: &str) {
    if !fields.contains_key(new)
        && let Some(value) = fields.shift_remove(old)
    {
        fields.insert(new.to_owned(), value);
    }
}

/// The kind in its present spelling, guessed from the fields where it is absent.
fn name_kind(payload: &mut Map<String, Value>) {
    let told = payload
        .get("kind")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let known = ["agentTurn", "systemEvent", "notify"];
    let kind = match known.iter().find(|kind| kind.eq_ignore_ascii_case(told)) {
        Some(kind) => kind,
        None if !told.is_empty() => return,
        None if payload.contains_key("message") => "agentTurn",
        None if payload.contains_key("text") => "systemEvent",
        None => return,
    };
    if told != kind {
        payload.insert("kind".to_owned(), kind.into());
    }
}

/// The delivery out of the payload: `deliver` true or `to` alone announces, false does not.
fn deliver(record: &mut Map<String, Value>) {
    if let Some(Value::Object(delivery)) = record.get_mut("delivery") {
        let mode = delivery
            .get("mode")
            .and_then(Value::as_str)
            .map(str::to_lowercase);
        match mode.as_deref() {
            Some("deliver") => {
                delivery.insert("mode".to_owned(), "announce".into());
            }
            Some(word @ ("announce" | "webhook" | "none")) => {
                let word = word.to_owned();
                delivery.insert("mode".to_owned(), word.into());
            }
            _ => {}
        }
        return;
    }
    let Some(Value::Object(payload)) = record.get_mut("payload") else {
        return;
    };
    let wish = payload
        .shift_remove("deliver")
        .and_then(|wish| wish.as_bool());
    let mut delivery = Map::new();
    for (old, new) in OF_DELIVERY {
        if let Some(value) = payload.shift_remove(old) {
            delivery.insert(new.to_owned(), value);
        }
    }
    let mode = match wish {
        Some(false) => "none",
        Some(true) => "announce",
        None if delivery.contains_key("to") => "announce",
        None if delivery.is_empty() => return,
        None => "none",
    };
    delivery.insert("mode".to_owned(), mode.into());
    record.insert("delivery".to_owned(), Value::Object(delivery));
}

/// An id for a record that has none: the same at every reading.
pub(super) fn id_of(record: &Map<String, Value>) -> String {
    let mut lasting = record.clone();
    // What a run changes must not make another job of it.
    for field in ["state", "updatedAtMs", "enabled"] {
        lasting.shift_remove(field);
    }
    let text = Value::Object(lasting).to_string();
    Uuid::new_v5(&Uuid::NAMESPACE_OID, text.as_bytes()).to_string()
}

/// A name for a record that has none, as the field makes it.
pub(super) fn name_of(schedule: &Result<Schedule, ScheduleError>, payload: &Payload) -> String {
    let first = payload
        .text()
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty());
    match (first, schedule) {
        (Some(line), _) => line.chars().take(60).collect(),
        (None, Ok(Schedule::Cron { expr, .. })) => format!("Cron: {expr}"),
        (None, Ok(Schedule::Every { every, .. })) => format!("Every: {every}ms"),
        _ => "One-shot".to_owned(),
    }
}
