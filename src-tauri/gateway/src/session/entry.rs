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

    /// A whole number of the record, however it is written (`1e5`).
    pub fn number(&self, field: &str) -> Option<i64> {
        self.0.get(field).and_then(whole)
    }

    /// A text of the record.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.0.get(field).and_then(Value::as_str)
    }

    /// A switch of the record.
    pub fn flag(&self, field: &str) -> Option<bool> {
        self.0.get(field).and_then(Value::as_bool)
    }
}

/// A whole number in any of JSON's forms.
pub(super) fn whole(value: &Value) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
    let of_float =
        |number: f64| (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64);
    value.as_i64().or_else(|| value.as_f64().and_then(of_float))
}
