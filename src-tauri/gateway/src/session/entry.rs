//! One entry of `sessions.json`: typed getters over the record as it was read.
//!
//! Owns which fields Cove knows. Fields it does not know keep their place and their form.

use serde_json::{Map, Value};

use crate::clock::Ms;

/// A view of a record; changing it changes only the fields named.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EntryView(pub Map<String, Value>);

impl EntryView {
    /// The current session id.
    pub fn session_id(&self) -> Option<&str> {
        self.0.get("sessionId").and_then(Value::as_str)
    }

    /// Last change, ms.
    pub fn updated_at(&self) -> Ms {
        self.number("updatedAt").unwrap_or(0)
    }

    /// A whole number of the record.
    pub fn number(&self, field: &str) -> Option<i64> {
        self.0.get(field).and_then(Value::as_i64)
    }

    /// A text of the record.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.0.get(field).and_then(Value::as_str)
    }

    /// A switch of the record.
    pub fn flag(&self, field: &str) -> Option<bool> {
        self.0.get(field).and_then(Value::as_bool)
    }

    /// Sets fields; `null` removes one. Of `cove` only the fields named in it change: they belong
    /// to several.
    pub fn patch(&mut self, fields: &Map<String, Value>) {
        for (name, value) in fields {
            match (self.0.get_mut(name), value) {
                (Some(Value::Object(held)), Value::Object(own)) if name == "cove" => {
                    own.iter().for_each(|(name, value)| put(held, name, value));
                }
                _ => put(&mut self.0, name, value),
            }
        }
    }
}

fn put(fields: &mut Map<String, Value>, name: &str, value: &Value) {
    if value.is_null() {
        fields.shift_remove(name);
    } else {
        fields.insert(name.to_owned(), value.clone());
    }
}
