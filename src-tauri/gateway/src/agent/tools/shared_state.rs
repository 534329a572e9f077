//! State that several conversations share: read, replaced by version, logged, leased.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use super::once::once;
use super::tool::{Answer, Effect, Hands, Tool, ToolOutput, Touch, Trouble, arguments, failed};
use crate::model::ToolSpec;
use crate::workspace::{
    LEASE, RelPath, StateAction, StateError, TurnClass, act, added_line, log_line, log_path,
    print_state, read_state, state_path,
};

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    Get,
    Set,
    Checkpoint,
    Append,
    Acquire,
    Renew,
    Release,
}

#[derive(Deserialize)]
struct Arguments {
    action: Action,
    name: String,
    #[serde(default)]
    state: Value,
    #[serde(default)]
    version: Option<u64>,
    #[serde(default)]
    format: Option<String>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    minutes: Option<u32>,
}

impl Arguments {
    fn path(&self) -> Result<RelPath, Trouble> {
        let path = match self.action {
            Action::Append => log_path(&self.name),
            _ => state_path(&self.name),
        };
        path.map_err(|error| refused(&error))
    }
}

pub(super) struct SharedStates;

#[async_trait]
impl Tool for SharedStates {
    fn spec(&self) -> ToolSpec {
        ToolSpec {
            name: "shared_state",
            description: "State shared with your other sessions. get; set with the version you \
                read (0 = new); checkpoint the whole state; append to a log; acquire, renew, \
                release a lease.",
            schema: json!({"type": "object", "required": ["action", "name"], "properties": {
                "action": {"enum": ["get", "set", "checkpoint", "append", "acquire", "renew", "release"]},
                "name": {"type": "string"},
                "state": {"description": "All of it"},
                "version": {"type": "integer"},
                "format": {"type": "string", "description": "What it holds, declared once"},
                "text": {"type": "string"},
                "minutes": {"type": "integer"},
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
        !matches!(class, TurnClass::Guest | TurnClass::Subagent)
    }

    fn touch(&self, value: &Value, _: NaiveDate) -> Result<Touch, Trouble> {
        let wanted: Arguments = arguments(value)?;
        let path = wanted.path()?;
        Ok(match wanted.action {
            Action::Get => Touch::Reads(path),
            _ => Touch::Writes(path),
        })
    }

    async fn run(&self, value: &Value, hands: &Hands<'_>) -> Answer {
        let wanted: Arguments = arguments(value)?;
        let path = wanted.path()?;
        let (who, now) = (hands.session_key.to_owned(), hands.files.clock().now_ms());
        let minutes = wanted.minutes.unwrap_or(LEASE);
        let action = match wanted.action {
            Action::Get => return get(hands, &path).await,
            Action::Append => {
                let line = log_line(&wanted.text, &who, now);
                return once(hands, path, move |held| {
                    Ok((Some(added_line(held, &line)), "Added.".to_owned()))
                })
                .await;
            }
            Action::Set if wanted.version.is_none() => {
                let why = "set needs the version you read; 0 where there is none yet. To put a \
                           whole state down whatever stands there, use checkpoint.";
                return Err(Trouble::new(why));
            }
            Action::Set | Action::Checkpoint => StateAction::Set {
                state: wanted.state,
                version: wanted.version,
                format: wanted.format,
            },
            Action::Acquire => StateAction::Acquire(minutes),
            Action::Renew => StateAction::Renew(minutes),
            Action::Release => StateAction::Release,
        };
        once(hands, path, move |held| {
            let held = read_state(held).map_err(|error| refused(&error))?;
            let new = act(held, &action, &who, now).map_err(|error| refused(&error))?;
            let answer = match &new.lock {
                Some(lease) => format!(
                    "Version {}. {} holds the lease until {}.",
                    new.version, lease.holder, lease.expires_at
                ),
                None => format!("Version {}.", new.version),
            };
            Ok((Some(print_state(&new)), answer))
        })
        .await
    }
}

async fn get(hands: &Hands<'_>, path: &RelPath) -> Answer {
    let found = hands.files.read(path).await;
    let found = found.map_err(|error| failed(&error))?;
    let text = found.exists.then_some(found.text.as_str());
    let state = read_state(text).map_err(|error| refused(&error))?;
    Ok(ToolOutput::text(print_state(&state)))
}

fn refused(error: &StateError) -> Trouble {
    Trouble::new(format!("{error}."))
}
