//! Tells the agent about its conversation: model, context use, cost.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;
use serde_json::{Value, json};

use super::tool::{Answer, Effect, Hands, Tool, ToolOutput, Touch, Trouble};
use crate::model::ToolSpec;

/// Where the status comes from; the same lines `/status` shows.
#[async_trait]
pub trait SessionStatus: Send + Sync {
    /// The status of a conversation as text, one fact a line; `None` if there is no such one.
    async fn status(&self, session_key: &str) -> Option<String>;
    /// The person's zone, an IANA name; `None` = the computer's.
    fn zone(&self) -> Option<String> {
        None
    }
}

pub(super) struct Status(pub Arc<dyn SessionStatus>);

#[async_trait]
impl Tool for Status {
    fn spec(&self) -> ToolSpec {
        ToolSpec {
            name: "session_status",
            description: "Time, model, context use and cost of this conversation.",
            schema: json!({"type": "object", "properties": {}}),
        }
    }

    fn effect(&self) -> Effect {
        Effect::Reads
    }

    fn touch(&self, _: &Value, _: NaiveDate) -> Result<Touch, Trouble> {
        Ok(Touch::Nothing)
    }

    async fn run(&self, _: &Value, hands: &Hands<'_>) -> Answer {
        match self.0.status(hands.session_key).await {
            Some(text) => Ok(ToolOutput::text(text)),
            None => Err(Trouble::new("This conversation has no status yet.")),
        }
    }
}
