//! Adds a line to the notes of the day.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use super::once::once;
use super::tool::{Answer, Effect, Hands, Tool, Touch, Trouble, arguments, file};
use crate::model::ToolSpec;
use crate::workspace::{TurnClass, added_line};

#[derive(Deserialize)]
struct Arguments {
    text: String,
}

pub(super) struct MemoryAppend;

#[async_trait]
impl Tool for MemoryAppend {
    fn spec(&self) -> ToolSpec {
        ToolSpec {
            name: "memory_append",
            description: "Add a line to today's notes (memory/YYYY-MM-DD.md).",
            schema: json!({"type": "object", "required": ["text"], "properties": {
                "text": {"type": "string"},
            }}),
        }
    }

    fn effect(&self) -> Effect {
        Effect::Changes
    }

    fn adds(&self) -> bool {
        true
    }

    fn keyed(&self) -> bool {
        true
    }

    fn open_to(&self, class: TurnClass) -> bool {
        class != TurnClass::Guest
    }

    fn touch(&self, value: &Value, today: NaiveDate) -> Result<Touch, Trouble> {
        arguments::<Arguments>(value)?;
        Ok(Touch::Writes(file(&note_of(today))?))
    }

    async fn run(&self, value: &Value, hands: &Hands<'_>) -> Answer {
        let Arguments { text } = arguments(value)?;
        let text = text.trim().to_owned();
        if text.is_empty() {
            return Err(Trouble::new("text is empty."));
        }
        let name = note_of(hands.today);
        let path = file(&name)?;
        let line = match text.starts_with(['-', '#', '*']) || text.contains('\n') {
            true => text,
            false => format!("- {text}"),
        };
        once(hands, path, move |held| {
            Ok((Some(added_line(held, &line)), format!("Added to {name}.")))
        })
        .await
    }
}

fn note_of(day: NaiveDate) -> String {
    format!("memory/{day}.md")
}
