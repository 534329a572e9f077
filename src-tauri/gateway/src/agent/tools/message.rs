//! Sends a message to a person, beside the answer of the turn.
//!
//! Owns the words of the call; the turn knows who may be written to and sends it.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use super::heartbeat_state::is_main;
use super::tool::{
    Answer, Effect, Hands, Tool, ToolMessage, ToolOutput, Touch, Trouble, arguments,
};
use crate::model::ToolSpec;
use crate::workspace::TurnClass;

/// Most buttons under a message.
const MOST_BUTTONS: usize = 8;
/// Most files of one message.
const MOST_FILES: usize = 10;
/// The longest label of a button, bytes: it travels in the button's data.
const MAX_BUTTON: usize = 60;

#[derive(Deserialize)]
struct Arguments {
    #[serde(default)]
    text: String,
    #[serde(default)]
    to: Option<String>,
    #[serde(default)]
    buttons: Vec<String>,
    #[serde(default)]
    files: Vec<String>,
}

pub(super) struct Message;

#[async_trait]
impl Tool for Message {
    fn spec(&self) -> ToolSpec {
        ToolSpec {
            name: "message",
            description: "Send your person a message besides your answer. A tapped button comes \
                back as their message.",
            schema: json!({"type": "object", "properties": {
                "text": {"type": "string"},
                "to": {"type": "string", "description": "telegram:<chat>; absent = where they wrote last"},
                "buttons": {"type": "array", "items": {"type": "string"}},
                "files": {"type": "array", "items": {"type": "string"}, "description": "Paths in the workspace"},
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

    fn touch(&self, _: &Value, _: NaiveDate) -> Result<Touch, Trouble> {
        Ok(Touch::Nothing)
    }

    async fn run(&self, value: &Value, _: &Hands<'_>) -> Answer {
        let Arguments {
            text,
            to,
            buttons,
            files,
        } = arguments(value)?;
        if text.trim().is_empty() && files.is_empty() {
            return Err(Trouble::new("text is empty."));
        }
        if files.len() > MOST_FILES {
            return Err(Trouble::new(format!("At most {MOST_FILES} files.")));
        }
        let fits = |label: &String| !label.trim().is_empty() && label.len() <= MAX_BUTTON;
        if buttons.len() > MOST_BUTTONS || !buttons.iter().all(fits) {
            let why = format!("At most {MOST_BUTTONS} buttons of {MAX_BUTTON} bytes each.");
            return Err(Trouble::new(why));
        }
        Ok(ToolOutput {
            message: Some(ToolMessage {
                to,
                text,
                buttons,
                files,
            }),
            ..ToolOutput::default()
        })
    }
}
