//! `shortcut.tell`.
//!
//! Owns nothing: it stands in the status until the gateway ends.

use std::sync::{Arc, PoisonError};

use super::Caller;
use crate::api::contract::Changed;
use crate::api::shortcut::ShortcutTell;
use crate::error::Problem;
use crate::event::Subject;
use crate::gateway::Host;

pub(super) async fn tell(
    host: &Arc<Host>,
    _: &Caller,
    request: ShortcutTell,
) -> Result<Changed, Problem> {
    {
        // Replaced whole, so a panic elsewhere leaves it sound.
        let mut held = host.shortcut.lock().unwrap_or_else(PoisonError::into_inner);
        *held = Some((request.keys, request.state));
    }
    host.events().changed(Subject::Status, None);
    Ok(Changed { undo: None })
}
