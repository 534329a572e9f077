//! Where a setting stands: `agents.defaults.model`, `agents.list[0].id`,
//! `agents.defaults.models["openai/gpt-4.1"].alias`.
//!
//! Owns reading and writing of such paths. Never looks at a file.

use std::fmt;

use serde_json::Value;

/// One step of a [`ConfigPath`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// A key of an object.
    Key(String),
    /// A place in a list, from 0.
    Index(usize),
}

/// Steps from the root of the settings to a value; empty means everything.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct ConfigPath(Vec<Step>);

impl ConfigPath {
    /// Reads a dotted path. A key that holds a dot stands in brackets and quotes; a place in a
    /// list is `[0]` or `.0`. `None` for an empty step or an open bracket.
    pub fn parse(text: &str) -> Option<Self> {
        let mut steps = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() {
            rest = if let Some(inside) = rest.strip_prefix('[') {
                let (step, after) = bracket(inside)?;
                steps.push(step);
                after
            } else {
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                let (key, after) = rest.split_at(end);
                if key.is_empty() {
                    return None;
                }
                steps.push(Step::Key(key.to_owned()));
                after
            };
            match rest.strip_prefix('.') {
                Some("") => return None,
                Some(after) => rest = after,
                None if rest.is_empty() || rest.starts_with('[') => {}
                None => return None,
            }
        }
        Some(Self(steps))
    }

    /// The path of a key below this one.
    pub fn key(&self, key: &str) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Key(key.to_owned()));
        Self(steps)
    }

    /// The path of a place in the list at this path.
    pub fn index(&self, index: usize) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Index(index));
        Self(steps)
    }

    /// The path of the object or list this one stands in; the root's is the root.
    pub fn parent(&self) -> Self {
        Self(self.0[..self.0.len().saturating_sub(1)].to_vec())
    }

    /// Its steps, from the root.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Stands for everything.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The last key, if the last step is one.
    pub fn last_key(&self) -> Option<&str> {
        match self.0.last() {
            Some(Step::Key(key)) => Some(key),
            _ => None,
        }
    }

    /// The value at this path in `root`. A key of digits also finds a place in a list.
    pub fn find<'a>(&self, root: &'a Value) -> Option<&'a Value> {
        self.0.iter().try_fold(root, |value, step| match value {
            Value::Object(map) => match step {
                Step::Key(key) => map.get(key),
                Step::Index(_) => None,
            },
            Value::Array(list) => step.place().and_then(|place| list.get(place)),
            _ => None,
        })
    }
}

impl Step {
    /// The place in a list this step names, if it can.
    pub fn place(&self) -> Option<usize> {
        match self {
            Self::Index(index) => Some(*index),
            Self::Key(key) => key.parse().ok(),
        }
    }
}

/// Reads the inside of a bracket: a number, or a key in double quotes without escapes.
fn bracket(inside: &str) -> Option<(Step, &str)> {
    if let Some(quoted) = inside.strip_prefix('"') {
        let (key, after) = quoted.split_once("\"]")?;
        return Some((Step::Key(key.to_owned()), after));
    }
    let (digits, after) = inside.split_once(']')?;
    Some((Step::Index(digits.parse().ok()?), after))
}

impl fmt::Display for ConfigPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(formatter, "[{index}]")?,
                Step::Key(key) if key.is_empty() || key.contains(['.', '[', ' ']) => {
                    write!(formatter, "[\"{key}\"]")?;
                }
                Step::Key(key) if place == 0 => formatter.write_str(key)?,
                Step::Key(key) => write!(formatter, ".{key}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_reads_back_as_it_was_written() {
        for text in [
            "",
            "agents",
            "agents.defaults.heartbeat.every",
            "agents.list[0].id",
            "agents.defaults.models[\"openai/gpt-4.1\"].alias",
            "channels.telegram.groups.-1001.topics.12",
            "[\"a b\"][3]",
        ] {
            assert_eq!(ConfigPath::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_path_with_an_empty_step_or_an_open_bracket_is_refused() {
        for text in [".a", "a.", "a..b", "a[", "a[x]", "a[\"b", "a[0]b"] {
            assert_eq!(ConfigPath::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_path_finds_keys_and_places() {
        let root = json!({"a": {"b.c": [1, {"d": 2}]}, "7": true});
        for (text, found) in [
            ("a[\"b.c\"][1].d", Some(json!(2))),
            ("a[\"b.c\"].0", Some(json!(1))),
            ("7", Some(json!(true))),
            ("a.x", None),
            ("a[0]", None),
        ] {
            assert_eq!(
                ConfigPath::parse(text).unwrap().find(&root).cloned(),
                found,
                "{text}"
            );
        }
    }
}
