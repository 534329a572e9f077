//! The agent's tools: listed, turned on and off.
//!
//! Owns which entry of `tools.allow` and `tools.deny` a switch is. A pattern that somebody wrote is
//! never changed by one: it may be about others too.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::Caller;
use super::config::set as set_config;
use crate::api::config::{ConfigChanged, ConfigSet};
use crate::api::tools::{ToolList, ToolRow, ToolRows, ToolSet};
use crate::config::{NameRules, Tools};
use crate::error::{Params, Problem, params};
use crate::gateway::Host;

/// Lists them.
pub async fn list(host: &Arc<Host>, _: &Caller, request: ToolList) -> Result<ToolRows, Problem> {
    let config = host.config().current();
    let agent = request
        .agent_id
        .unwrap_or_else(|| config.default_agent().to_owned());
    let home = host.parts.agents.get(&agent);
    let home = home.ok_or_else(|| Problem::new("agent-unknown"))??;
    let rules = config.tools.rules();
    let mut known = home.tools.known();
    known.sort_by_key(|tool| tool.changes);
    let text = |key: String| host.parts.words.text(host.language(), &key, &Params::new());
    let row = |tool: crate::agent::KnownTool| ToolRow {
        name: tool.name.to_owned(),
        title: text(format!("tools-name-{}", tool.name.replace('_', "-"))),
        about: text(format!("tools-about-{}", tool.name.replace('_', "-"))),
        changes: tool.changes,
        on: rules.lets(tool.name),
        pattern: pattern(&config.tools, tool.name),
    };
    Ok(ToolRows {
        tools: known.into_iter().map(row).collect(),
    })
}

/// Turns one on or off.
pub async fn set(
    host: &Arc<Host>,
    caller: &Caller,
    request: ToolSet,
) -> Result<ConfigChanged, Problem> {
    let config = host.config().current();
    let home = host.parts.agents.get(config.default_agent());
    let home = home.ok_or_else(|| Problem::new("agent-unknown"))??;
    let known = home.tools.known();
    let Some(tool) = known.iter().find(|tool| tool.name == request.name) else {
        let named = params([("name", request.name.into())]);
        return Err(Problem::with("tool-unknown", named));
    };
    let edit = edit(&config.tools, written(host)?, tool.name, request.on)?;
    let (path, value) = edit.unwrap_or_else(|| ("tools.deny".into(), json!(config.tools.deny)));
    set_config(host, caller, ConfigSet { path, value }).await
}

/// The entry of `tools.deny` that keeps a tool out and is not its own name.
fn pattern(tools: &Tools, name: &str) -> Option<String> {
    let keeps = |entry: &&String| {
        !is_name(entry, name) && NameRules::of(&[], &[(*entry).clone()]).keeps_out(name)
    };
    tools.deny.iter().find(keeps).cloned()
}

/// What the file holds of `tools`.
fn written(host: &Host) -> Result<Map<String, Value>, Problem> {
    let held = host.config().get("tools")?.value;
    let mut written = Map::new();
    for (key, value) in held.as_object().into_iter().flatten() {
        if host.config().get(&format!("tools.{key}"))?.written {
            written.insert(key.clone(), value.clone());
        }
    }
    Ok(written)
}

/// The key to write and its new value; `None` = it is so already. `written` is what the file holds
/// of `tools`.
fn edit(
    tools: &Tools,
    written: Map<String, Value>,
    name: &str,
    on: bool,
) -> Result<Option<(String, Value)>, Problem> {
    let named = |entry: &&String| is_name(entry, name);
    if !on {
        if tools.deny.iter().any(|entry| named(&entry)) {
            return Ok(None);
        }
        let mut deny = tools.deny.clone();
        deny.push(name.to_owned());
        return Ok(Some(("tools.deny".into(), json!(deny))));
    }
    if let Some(pattern) = pattern(tools, name) {
        let told = params([("pattern", pattern.into())]);
        return Err(Problem::with("tool-off-by-pattern", told));
    }
    let deny: Vec<&String> = tools.deny.iter().filter(|entry| !named(entry)).collect();
    let mut allow = tools.allow.clone().unwrap_or_default();
    let let_in = NameRules::of(&allow, &[]).lets(name);
    if !let_in {
        allow.push(name.to_owned());
    }
    Ok(match (deny.len() == tools.deny.len(), let_in) {
        (true, true) => None,
        (false, true) => Some(("tools.deny".into(), json!(deny))),
        (true, false) => Some(("tools.allow".into(), json!(allow))),
        // Both at once, so that one undo takes back both.
        (false, false) => {
            let mut both = written;
            both.insert("allow".into(), json!(allow));
            both.insert("deny".into(), json!(deny));
            Some(("tools".into(), both.into()))
        }
    })
}

fn is_name(entry: &str, name: &str) -> bool {
    entry.trim().eq_ignore_ascii_case(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::api::serve::testing::TestHome;

    fn tools(allow: Option<&[&str]>, deny: &[&str]) -> Tools {
        let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
        Tools {
            allow: allow.map(owned),
            deny: owned(deny),
            ..crate::config::Config::default().tools
        }
    }

    fn check(before: &Tools, on: bool, expected: Option<(&str, Value)>) {
        let written = Map::from_iter([("exec".to_owned(), json!({"ask": "always"}))]);
        let found = edit(before, written, "cron", on).unwrap();
        let found = found.as_ref().map(|(path, value)| (path.as_str(), value));
        assert_eq!(found, expected.as_ref().map(|(path, value)| (*path, value)));
    }

    #[test]
    fn a_switch_is_the_tools_own_name_in_the_lists() {
        check(&tools(None, &[]), true, None);
        check(
            &tools(None, &[]),
            false,
            Some(("tools.deny", json!(["cron"]))),
        );
        check(&tools(None, &["Cron"]), false, None);
        check(
            &tools(None, &["write", "Cron"]),
            true,
            Some(("tools.deny", json!(["write"]))),
        );
        let short: &[&str] = &["read"];
        check(
            &tools(Some(short), &[]),
            true,
            Some(("tools.allow", json!(["read", "cron"]))),
        );
        let both = json!({"exec": {"ask": "always"}, "allow": ["read", "cron"], "deny": []});
        check(&tools(Some(short), &["cron"]), true, Some(("tools", both)));
    }

    #[test]
    fn a_pattern_that_somebody_wrote_is_named_and_left_alone() {
        let before = tools(None, &["c*"]);
        assert_eq!(pattern(&before, "cron"), Some("c*".to_owned()));
        assert_eq!(pattern(&before, "read"), None);
        let refused = edit(&before, Map::new(), "cron", true).unwrap_err();
        assert_eq!(refused.code, "tool-off-by-pattern");
    }

    #[tokio::test]
    async fn a_tool_is_turned_off_and_the_undo_turns_it_on_again() {
        let home = TestHome::new();
        let on = async |name: &str| {
            let found = home.ask("tools.list", json!({})).await;
            let rows = found["tools"].as_array().unwrap();
            for row in rows {
                let told = |key: &str| row[key].as_str().unwrap().to_owned();
                assert!(!told("title").starts_with("tools-"), "{row}");
                assert!(!told("about").starts_with("tools-"), "{row}");
            }
            let row = rows.iter().find(|row| row["name"] == name).unwrap();
            row["on"] == true
        };
        assert!(on("write").await);
        let changed = home
            .ask("tools.set", json!({"name": "write", "on": false}))
            .await;
        assert!(!on("write").await && on("read").await);
        home.ask("undo.run", json!({"id": changed["undo"]["id"]}))
            .await;
        assert!(on("write").await);
        let code = home
            .refused("tools.set", json!({"name": "fly", "on": true}))
            .await;
        assert_eq!(code, "tool-unknown");
    }

    #[test]
    fn every_tool_has_words_in_both_languages() {
        let words = crate::words::Words::load();
        let names = [
            "read",
            "write",
            "edit",
            "list",
            "search",
            "session-status",
            "memory-append",
            "heartbeat-state",
            "shared-state",
            "message",
            "cron",
        ];
        for language in crate::words::Language::ALL {
            for name in names {
                for key in [format!("tools-name-{name}"), format!("tools-about-{name}")] {
                    assert_ne!(words.text(language, &key, &Params::new()), key);
                }
            }
        }
    }
}
