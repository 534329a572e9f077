//! A call of a tool that the person turned off.
//!
//! Owns telling that it was wanted: nothing that did not happen is silent. The model has its
//! answer from the runner.

use super::turn::Turn;
use super::turn_error::TurnError;
use crate::activity::{Kind, Record, record};
use crate::event::Subject;
use crate::model::ToolCall;

impl Turn<'_> {
    /// One record for each turn and tool, however often it was wanted.
    pub(super) async fn tell_off(&self, call: &ToolCall) -> Result<(), TurnError> {
        let id = format!("tool-off:{}:{}", self.id, call.name);
        let told = Record::new(id, self.parts.clock.now_ms(), Kind::Turn, "tool-off")
            .about(self.lane.key.as_str())
            .with("tool", call.name.clone());
        self.parts.db.write(move |tx| record(tx, &told)).await?;
        self.parts.events.changed(Subject::Activity, None);
        Ok(())
    }
}
