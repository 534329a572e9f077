//! One record of `sessions.json` as its text: what nobody changes keeps its bytes.
//!
//! Owns how a record is read and printed. A change touches the fields it names; order, number
//! forms (`0.10`, `1e5`, numbers beyond 64 bits) and spacing of all others stay. Never decides
//! which fields mean what.

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::entry::{EntryView, whole};
use crate::clock::Ms;

/// Names of the old fields and what they are called now (field-reference.md §2).
const RENAMED: [(&str, &str); 3] = [
    ("provider", "channel"),
    ("lastProvider", "lastChannel"),
    ("room", "groupChannel"),
];

/// A record, as its text inside the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    text: Box<str>,
}

impl Record {
    /// The record as it stands in the file; fields of older programs get their present names.
    pub fn read(raw: &RawValue) -> Self {
        let read = Self {
            text: raw.get().into(),
        };
        let old = RENAMED
            .iter()
            .any(|(old, _)| raw.get().contains(&format!("\"{old}\"")));
        match read.fields().filter(|_| old) {
            Some(mut fields) => match fields.rename() {
                true => Self {
                    text: fields.print(),
                },
                false => read,
            },
            None => read,
        }
    }

    /// A record that was printed before; `None` where it is not JSON.
    pub fn of_text(text: &str) -> Option<Self> {
        let raw = RawValue::from_string(text.to_owned()).ok()?;
        Some(Self::read(&raw))
    }

    /// A record with these fields.
    pub fn new(fields: &Map<String, Value>) -> Self {
        let mut all = Fields::default();
        all.patch(fields);
        Self { text: all.print() }
    }

    /// Its text, as it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its typed view; `None` where it is no object. A field that can't be read is left out.
    pub fn view(&self) -> Option<EntryView> {
        if let Ok(whole) = serde_json::from_str(&self.text) {
            return Some(EntryView(whole));
        }
        let view = self
            .fields()?
            .0
            .into_iter()
            .filter_map(|(name, raw)| Some((name, serde_json::from_str(raw.get()).ok()?)));
        Some(EntryView(view.collect()))
    }

    /// A view of some of its fields; `None` where it is no object.
    pub fn part(&self, fields: &[&str]) -> Option<EntryView> {
        let chosen = pairs(self.text())?
            .into_iter()
            .filter(|(name, _)| fields.contains(&name.as_str()))
            .filter_map(|(name, value)| Some((name, serde_json::from_str(value.get()).ok()?)));
        Some(EntryView(chosen.collect()))
    }

    /// Last change, ms; 0 where it does not say. Reads nothing else of the record: lists ask it of
    /// thousands.
    pub fn updated_at(&self) -> Ms {
        #[derive(Deserialize)]
        struct Used {
            #[serde(rename = "updatedAt")]
            at: Option<Value>,
        }
        let at = match serde_json::from_str::<Used>(&self.text) {
            Ok(used) => used.at,
            // The name stands twice, for instance.
            Err(_) => self.fields().unwrap_or_default().get("updatedAt"),
        };
        at.as_ref().and_then(whole).unwrap_or(0)
    }

    /// Sets fields (`null` removes one) and leaves the text of all others alone.
    pub fn patch(&mut self, changes: &Map<String, Value>) {
        let mut fields = self.fields().unwrap_or_default();
        fields.patch(changes);
        self.text = fields.print();
    }

    fn fields(&self) -> Option<Fields> {
        serde_json::from_str(&self.text).ok()
    }
}

fn merged(mut held: Map<String, Value>, own: &Map<String, Value>) -> Value {
    for (name, value) in own {
        if value.is_null() {
            held.shift_remove(name);
        } else {
            held.insert(name.clone(), value.clone());
        }
    }
    Value::Object(held)
}

/// Fields in the order of the file, each with its text.
#[derive(Debug, Default)]
struct Fields(Vec<(String, Box<RawValue>)>);

impl Fields {
    fn get(&self, name: &str) -> Option<Value> {
        let (_, raw) = self.0.iter().rfind(|(held, _)| held == name)?;
        serde_json::from_str(raw.get()).ok()
    }

    /// Of `cove` only the fields named in it change: they belong to several.
    fn patch(&mut self, changes: &Map<String, Value>) {
        for (name, value) in changes {
            let value = &match (self.get(name), value) {
                (Some(Value::Object(held)), Value::Object(own)) if name == "cove" => {
                    merged(held, own)
                }
                _ => value.clone(),
            };
            if value.is_null() {
                self.0.retain(|(held, _)| held != name);
                continue;
            }
            // Printing a value can't fail: its keys are texts.
            let Ok(raw) = RawValue::from_string(inside(value)) else {
                continue;
            };
            match self.0.iter_mut().rfind(|(held, _)| held == name) {
                Some((_, held)) => *held = raw,
                None => self.0.push((name.clone(), raw)),
            }
        }
    }

    /// `true` where something was renamed.
    fn rename(&mut self) -> bool {
        let mut renamed = false;
        for (old, new) in RENAMED {
            if !self.0.iter().any(|(name, _)| name == old) {
                continue;
            }
            renamed = true;
            let taken = self.get(new).is_some_and(|value| value.is_string());
            if taken {
                self.0.retain(|(name, _)| name != old);
            } else {
                self.0.retain(|(name, _)| name != new);
                for (name, _) in self.0.iter_mut().filter(|(name, _)| name == old) {
                    new.clone_into(name);
                }
            }
        }
        renamed
    }

    fn print(&self) -> Box<str> {
        if self.0.is_empty() {
            return "{}".into();
        }
        let lines = self
            .0
            .iter()
            .map(|(name, raw)| format!("    {}: {}", Value::from(name.as_str()), raw.get()));
        format!("{{\n{}\n  }}", lines.collect::<Vec<_>>().join(",\n")).into()
    }
}

/// A value as it is printed two levels deep.
fn inside(value: &Value) -> String {
    format!("{value:#}").replace('\n', "\n    ")
}

/// Every pair of an object in the order of the text, a name that stands twice too.
pub(super) fn pairs(text: &str) -> Option<Vec<(String, Box<RawValue>)>> {
    serde_json::from_str::<Fields>(text)
        .ok()
        .map(|fields| fields.0)
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Fields;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::with_capacity(map.size_hint().unwrap_or(0));
                while let Some(pair) = map.next_entry()? {
                    fields.push(pair);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn record(text: &str) -> Record {
        Record::read(&RawValue::from_string(text.to_owned()).unwrap())
    }

    fn check(text: &str, changes: Value, expected: &str) {
        let mut record = record(text);
        record.patch(changes.as_object().unwrap());
        assert_eq!(record.text(), expected, "{text}");
    }

    #[test]
    fn a_change_leaves_the_form_of_every_other_field() {
        check(
            "{\"a\":0.10, \"b\": 1e5,\"c\":123456789012345678901234567890,\"d\":{ \"x\":[1.0] }}",
            json!({ "b": 2, "new": { "y": 1 } }),
            "{\n    \"a\": 0.10,\n    \"b\": 2,\n    \"c\": 123456789012345678901234567890,\n    \"d\": { \"x\":[1.0] },\n    \"new\": {\n      \"y\": 1\n    }\n  }",
        );
        check(
            "{\"a\": 1, \"b\": 2.50}",
            json!({ "a": null }),
            "{\n    \"b\": 2.50\n  }",
        );
        check("{\"a\": 1}", json!({ "a": null }), "{}");
    }

    #[test]
    fn an_untouched_record_keeps_its_text() {
        for text in ["{ \"a\" : 0.10 }", "null", "[1]", "\"x\""] {
            assert_eq!(record(text).text(), text);
        }
        assert_eq!(record("null").view(), None);
    }

    #[test]
    fn numbers_of_every_form_are_read() {
        let view = record("{\"updatedAt\": 1e5, \"huge\": 1e999, \"label\": \"x\"}");
        assert_eq!(view.view().unwrap().number("updatedAt"), Some(100_000));
        assert_eq!(view.view().unwrap().text("label"), Some("x"));
    }

    #[test]
    fn fields_of_older_programs_get_their_present_names_in_place() {
        let old = record(
            "{\"provider\": \"telegram\", \"lastProvider\": \"cli\", \"lastChannel\": \"telegram\", \"room\": 5, \"groupChannel\": null}",
        );
        assert_eq!(
            serde_json::from_str::<Value>(old.text()).unwrap(),
            json!({ "channel": "telegram", "lastChannel": "telegram", "groupChannel": 5 })
        );
    }
}
