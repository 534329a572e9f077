//! What an agent is called.

use std::sync::Arc;

use serde_json::json;

use super::{Caller, config};
use crate::api::agent::AgentRename;
use crate::api::config::{ConfigChanged, ConfigSet};
use crate::error::{Problem, params};
use crate::gateway::Host;

/// Gives the default agent a name.
pub async fn rename(
    host: &Arc<Host>,
    caller: &Caller,
    request: AgentRename,
) -> Result<ConfigChanged, Problem> {
    let name = request.name.trim();
    if name.is_empty() {
        return Err(Problem::with(
            "agent-name-empty",
            params([("name", request.name.as_str().into())]),
        ));
    }
    let settings = host.config().current();
    let default = settings.default_agent();
    let mut list = settings.agents.list.iter();
    let (path, value) = match list.position(|entry| entry.id == default) {
        Some(at) => (format!("agents.list[{at}].name"), json!(name)),
        None => (
            "agents.list".to_owned(),
            json!([{ "id": default, "name": name }]),
        ),
    };
    config::set(host, caller, ConfigSet { path, value }).await
}
