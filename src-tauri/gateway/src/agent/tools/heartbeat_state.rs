//! The agent's own record of what it looked at last and what it is in the middle of (seed 000).
//!
//! Owns the form of `memory/heartbeat-state.json`: `lastChecks` in seconds, `activeTasks` by name.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::once::{Made, once};
use super::tool::{
    Answer, Effect, Hands, Tool, ToolOutput, Touch, Trouble, arguments, failed, file,
};
use crate::clock::{Ms, iso};
use crate::model::ToolSpec;
use crate::workspace::TurnClass;

/// The file.
const FILE: &str = "memory/heartbeat-state.json";

#[derive(Deserialize)]
struct Arguments {
    #[serde(default)]
    checked: Vec<String>,
    #[serde(default)]
    tasks: Map<String, Value>,
}

pub(super) struct HeartbeatState;

#[async_trait]
impl Tool for HeartbeatState {
    fn spec(&self) -> ToolSpec {
        ToolSpec {
            name: "heartbeat_state",
            description: "Read your record of last checks and active tasks, or update it.",
            schema: json!({"type": "object", "properties": {
                "checked": {"type": "array", "items": {"type": "string"},
                    "description": "What you checked just now"},
                "tasks": {"type": "object",
                    "description": "Fields by task, such as progress and status; null ends one"},
            }}),
        }
    }

    fn effect(&self) -> Effect {
        Effect::Changes
    }

    fn keyed(&self) -> bool {
        true
    }

    fn open_to(&self, class: TurnClass) -> bool {
        is_main(class)
    }

    fn touch(&self, value: &Value, _: NaiveDate) -> Result<Touch, Trouble> {
        let wanted: Arguments = arguments(value)?;
        let path = file(FILE)?;
        Ok(match wanted.checked.is_empty() && wanted.tasks.is_empty() {
            true => Touch::Reads(path),
            false => Touch::Writes(path),
        })
    }

    async fn run(&self, value: &Value, hands: &Hands<'_>) -> Answer {
        let wanted: Arguments = arguments(value)?;
        let path = file(FILE)?;
        if wanted.checked.is_empty() && wanted.tasks.is_empty() {
            let found = hands.files.read(&path).await;
            let found = found.map_err(|error| failed(&error))?;
            return Ok(ToolOutput::text(match found.exists {
                true => found.text,
                false => "{}".to_owned(),
            }));
        }
        let now = hands.files.clock().now_ms();
        once(hands, path, move |held| updated(held, &wanted, now)).await
    }
}

/// Turns that may do what the main session may.
pub(super) fn is_main(class: TurnClass) -> bool {
    matches!(
        class,
        TurnClass::MainChat | TurnClass::MainBeat | TurnClass::LightBeat
    )
}

fn updated(held: Option<&str>, wanted: &Arguments, now: Ms) -> Made {
    let held = held.filter(|text| !text.trim().is_empty()).unwrap_or("{}");
    let mut state: Map<String, Value> = serde_json::from_str(held).map_err(|error| {
        Trouble::new(format!(
            "{FILE} is no JSON object: {error}. Mend it with write."
        ))
    })?;
    let mut checks = object(&mut state, "lastChecks");
    for name in &wanted.checked {
        checks.insert(name.clone(), (now / 1_000).into());
    }
    state.insert("lastChecks".to_owned(), checks.into());
    let mut tasks = object(&mut state, "activeTasks");
    for (name, change) in &wanted.tasks {
        match change {
            Value::Null => {
                tasks.remove(name);
            }
            Value::Object(fields) => {
                let mut task = object(&mut tasks, name);
                task.extend(fields.clone());
                task.insert("lastSession".to_owned(), iso(now).into());
                tasks.insert(name.clone(), task.into());
            }
            other => {
                tasks.insert(name.clone(), other.clone());
            }
        }
    }
    state.insert("activeTasks".to_owned(), tasks.into());
    let mut text = serde_json::to_string_pretty(&state).unwrap_or_default();
    text.push('\n');
    Ok((Some(text.clone()), text))
}

/// Takes the object of this name out of its place, to be put back there; empty where there is none.
fn object(fields: &mut Map<String, Value>, name: &str) -> Map<String, Value> {
    match std::mem::take(fields.entry(name).or_insert(Value::Null)) {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(held: Option<&str>, wanted: Value, expected: Value) {
        let wanted: Arguments = serde_json::from_value(wanted).unwrap();
        let (text, _) = updated(held, &wanted, 1_703_275_200_000).unwrap();
        let found: Value = serde_json::from_str(&text.unwrap()).unwrap();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_was_checked_and_what_goes_on_is_noted_and_the_rest_stays() {
        let at = "2023-12-22T20:00:00.000Z";
        check(
            None,
            json!({"checked": ["email"]}),
            json!({"lastChecks": {"email": 1_703_275_200}, "activeTasks": {}}),
        );
        check(
            Some(
                r#"{"lastChecks": {"calendar": 1}, "activeTasks": {"reading": {"progress": 7.01}, "old": {}}, "own": 1}"#,
            ),
            json!({"tasks": {"reading": {"status": "in-progress"}, "old": null}}),
            json!({"lastChecks": {"calendar": 1}, "own": 1, "activeTasks": {"reading":
                {"progress": 7.01, "status": "in-progress", "lastSession": at}}}),
        );
        let none = Arguments {
            checked: vec!["x".into()],
            tasks: Map::new(),
        };
        assert!(updated(Some("- not json"), &none, 0).is_err());
    }
}
