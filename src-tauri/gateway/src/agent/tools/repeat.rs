//! Notices that a model asks the same thing again and again.
//!
//! Owns the count of equal calls in one turn. Pure.

use std::collections::HashMap;

use serde_json::Value;

use crate::model::ToolCall;

/// The same call is run twice; from the third time on it is answered with a note.
const RUNS: u32 = 2;

/// The calls of one turn.
#[derive(Debug, Clone, Default)]
pub struct RepeatGuard {
    seen: HashMap<String, u32>,
}

impl RepeatGuard {
    /// Counts a call and says whether it may run. Arguments are equal whatever the order of their
    /// keys. A look repeated after a change is another question: see [`Self::changed`].
    pub fn admit(&mut self, call: &ToolCall) -> bool {
        let count = self.seen.entry(key(call)).or_default();
        *count += 1;
        *count <= RUNS
    }

    /// Something was changed: tools that only look (`reads`) may look again.
    pub fn changed(&mut self, reads: &[&str]) {
        self.seen
            .retain(|key, _| !reads.iter().any(|name| key.split(' ').next() == Some(name)));
    }
}

fn key(call: &ToolCall) -> String {
    format!("{} {}", call.name, sorted(&call.arguments))
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut pairs: Vec<_> = map.iter().collect();
            pairs.sort_by_key(|(name, _)| *name);
            let pairs = pairs.into_iter();
            Value::Object(pairs.map(|(k, v)| (k.clone(), sorted(v))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn call(name: &str, arguments: Value) -> ToolCall {
        ToolCall {
            id: "c".into(),
            name: name.into(),
            arguments,
        }
    }

    #[test]
    fn the_same_call_runs_twice_and_not_a_third_time() {
        let mut guard = RepeatGuard::default();
        assert!(guard.admit(&call("read", json!({"path": "a", "limit": 1}))));
        assert!(guard.admit(&call("read", json!({"limit": 1, "path": "a"}))));
        assert!(!guard.admit(&call("read", json!({"path": "a", "limit": 1}))));
        assert!(!guard.admit(&call("read", json!({"path": "a", "limit": 1}))));
        assert!(guard.admit(&call("read", json!({"path": "b", "limit": 1}))));
        assert!(guard.admit(&call("list", json!({"path": "a", "limit": 1}))));
    }

    #[test]
    fn a_look_after_a_change_is_a_new_question_but_a_change_is_not() {
        let mut guard = RepeatGuard::default();
        for name in ["read", "write"] {
            assert!(guard.admit(&call(name, json!({}))));
            assert!(guard.admit(&call(name, json!({}))));
        }
        guard.changed(&["read", "list"]);
        assert!(guard.admit(&call("read", json!({}))));
        assert!(!guard.admit(&call("write", json!({}))));
    }
}
