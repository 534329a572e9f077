//! What a beat asks the model, and how the model is told of events.
//!
//! Owns these words; they are for the model. Runs nothing.

use super::beat_look::BeatLook;
use crate::clock::{Ms, local_minute};
use crate::heartbeat::{Asks, SystemEvent};

/// What is asked where the settings say nothing else; for the model.
const CHECKLIST_FOR_MODEL: &str = "Read HEARTBEAT.md (it is in your instructions) and follow it strictly. Do not infer or \
     repeat old tasks from prior chats. If nothing needs attention, reply HEARTBEAT_OK.";
/// What is asked where only events wait; for the model.
const EVENTS_FOR_MODEL: &str = "Deal with the events above: what your person should know or asked to be told, tell them \
     now, in their language. If there is nothing to say, reply HEARTBEAT_OK.";

/// What a beat asks, behind the events that wait.
pub(super) fn prompt(look: &BeatLook, asks: Asks, zone: &str, now: Ms) -> String {
    let asked = match asks {
        Asks::Checklist => look
            .settings
            .prompt
            .as_deref()
            .unwrap_or(CHECKLIST_FOR_MODEL),
        Asks::Events => EVENTS_FOR_MODEL,
    };
    let now = local_minute(now, zone);
    format!("[Heartbeat. This is Cove, not your person.] {asked}\nCurrent time: {now} ({zone})")
}

/// How the model is told of events: a line each.
pub(super) fn told_of(events: &[SystemEvent], zone: &str) -> String {
    let line = |event: &SystemEvent| {
        let at = local_minute(event.created, zone);
        format!("System: [{at}] {}", event.text.trim())
    };
    events.iter().map(line).collect::<Vec<_>>().join("\n")
}
