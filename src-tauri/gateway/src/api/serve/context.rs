//! `context.report`.
//!
//! Owns nothing: the report is made by the agent, and what it says of the size is noted where the
//! lists read it.

use std::sync::Arc;

use super::Caller;
use crate::agent::{context_report, note_size};
use crate::api::context::{ContextLook, ContextReport};
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::gateway::Host;
use crate::session::{KeyKind, SessionKey};

pub(super) async fn report(
    host: &Arc<Host>,
    _: &Caller,
    request: ContextLook,
) -> Result<ContextReport, Problem> {
    let config = host.config().current();
    let agent = request
        .agent_id
        .as_deref()
        .unwrap_or_else(|| config.default_agent());
    let key = SessionKey::parse(request.key.as_deref().unwrap_or_default(), agent);
    // The main conversation is there before its first message; another one is named by mistake.
    if key.kind() != KeyKind::Main && host.parts.sessions.record(&key).is_none() {
        let told = params([("key", key.to_string().into())]);
        return Err(Problem::with("session-unknown", told));
    }
    let report = context_report(&host.parts, &key).await?;
    if host.live.is_some() && note_size(&host.parts, &key, &report) {
        host.events()
            .changed(Subject::Sessions, Some(key.to_string()));
    }
    Ok(report)
}
