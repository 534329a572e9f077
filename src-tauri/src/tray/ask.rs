//! What a row of the tray asks the gateway, and what is said of the answer.
//!
//! Owns both. The menu is closed by then, so what did not work, and what a check-in found, comes
//! as a notification.

use cove_gateway::api::ApiError;
use cove_gateway::api::carrier::Ask;
use cove_gateway::api::heartbeat::{BeatSeen, BeatState, HeartbeatNow};
use cove_gateway::api::hold::{HoldClear, HoldSet};
use cove_gateway::error::{Params, params};
use cove_gateway::words::{Language, Words};

use super::menu::EVERYTHING;
use crate::address::Address;
use crate::attach::door::Door;
use crate::notify::Notice;

/// What a row asks.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// The agent is to check in.
    Beat,
    /// Everything is to be held, for so long; `None` = until it is lifted.
    Hold(Option<&'static str>),
    /// That is to end.
    Resume,
}

/// Asks it; the answer where there is something to say about it.
pub async fn ask(door: &Door, asked: Asked) -> Result<Option<BeatSeen>, ApiError> {
    let client = door.ends().await?.tray;
    let scope = EVERYTHING.to_owned();
    match asked {
        Asked::Beat => client.ask(HeartbeatNow::default(), None).await.map(Some),
        Asked::Hold(lasts) => {
            let hold = HoldSet {
                scope,
                until: None,
                lasts: lasts.map(str::to_owned),
            };
            client.ask(hold, None).await.map(|_| None)
        }
        Asked::Resume => client.ask(HoldClear { scope }, None).await.map(|_| None),
    }
}

/// What is told of it; what a check-in said arrives as the agent's own message.
pub fn told(
    answer: &Result<Option<BeatSeen>, ApiError>,
    agent: &str,
    words: &Words,
    language: Language,
) -> Option<Notice> {
    let title = |key: &str| words.text(language, key, &params([("agent", agent.into())]));
    let beat = match answer {
        Ok(None) => return None,
        Ok(Some(beat)) => beat,
        Err(error) => {
            let hint = error.hint.clone().unwrap_or_default();
            return Some(Notice {
                title: error.message.clone(),
                body: hint,
                leads: Address::home(),
            });
        }
    };
    if beat.outcome == BeatState::Said {
        return None;
    }
    let (key, body) = match &beat.reason {
        Some(reason) => ("shell-beat-not", reason.message.clone()),
        None => (
            "shell-beat-done",
            words.text(language, "shell-beat-quiet", &Params::new()),
        ),
    };
    Some(Notice {
        title: title(key),
        body,
        leads: Address::heartbeat(),
    })
}
