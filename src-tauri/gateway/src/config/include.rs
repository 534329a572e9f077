//! `$include`: settings spread over several files (field-reference §12).
//!
//! Owns finding, reading and merging them: objects merge, lists join, what comes later and what
//! stands beside `$include` wins. Files lie in the folder of the settings or below, at most ten
//! deep, in no circle.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::field::Findings;
use super::path::ConfigPath;
use super::problem::{ConfigProblem, ProblemKind};
use super::read::parse;

const KEY: &str = "$include";
const DEEPEST: usize = 10;

/// Follows the includes of one settings file.
pub struct Includes<'f> {
    folder: PathBuf,
    open: Vec<PathBuf>,
    findings: &'f mut Findings,
    /// Files that were read, with their bytes; missing ones with none.
    pub read: Vec<(PathBuf, Vec<u8>)>,
}

impl<'f> Includes<'f> {
    /// For the settings in `file`.
    pub fn new(file: &Path, findings: &'f mut Findings) -> Self {
        let file = file.canonicalize().unwrap_or_else(|_| file.to_owned());
        Self {
            folder: file.parent().unwrap_or(Path::new("")).to_owned(),
            open: vec![file],
            findings,
            read: Vec::new(),
        }
    }

    /// Replaces every `$include` in `value` by what it names.
    pub fn resolve(&mut self, value: Value, path: &ConfigPath) -> Value {
        match value {
            Value::Object(mut map) => {
                let include = map.shift_remove(KEY);
                let own: Map<String, Value> = map
                    .into_iter()
                    .map(|(key, value)| {
                        let below = path.key(&key);
                        (key, self.resolve(value, &below))
                    })
                    .collect();
                match include {
                    Some(names) => self.include(&names, own, path),
                    None => Value::Object(own),
                }
            }
            Value::Array(items) => items
                .into_iter()
                .enumerate()
                .map(|(place, item)| self.resolve(item, &path.index(place)))
                .collect(),
            plain => plain,
        }
    }

    fn include(&mut self, names: &Value, own: Map<String, Value>, path: &ConfigPath) -> Value {
        let listed = match names {
            Value::String(name) => Some(vec![name.as_str()]),
            Value::Array(list) => list.iter().map(Value::as_str).collect(),
            _ => None,
        };
        let Some(listed) = listed else {
            self.note(path, ProblemKind::IncludeShape);
            return Value::Object(own);
        };
        let mut merged = Value::Null;
        for name in listed {
            let part = self.file(name, path);
            merge(&mut merged, part);
        }
        let only_objects = matches!(merged, Value::Object(_) | Value::Null);
        if only_objects || !own.is_empty() {
            if !only_objects {
                self.note(path, ProblemKind::IncludeShape);
                merged = Value::Null;
            }
            merge(&mut merged, Value::Object(own));
        }
        merged
    }

    /// The tree of one included file; null with a note where it can't be had.
    fn file(&mut self, name: &str, path: &ConfigPath) -> Value {
        let from = self.open.last().and_then(|file| file.parent());
        let wanted = from.unwrap_or(&self.folder).join(name);
        if self.open.len() > DEEPEST {
            return self.note(path, ProblemKind::IncludeDeep(name.into()));
        }
        let Ok(file) = wanted.canonicalize() else {
            self.read.push((wanted, Vec::new()));
            return self.note(path, ProblemKind::Unreadable(name.into()));
        };
        if !file.starts_with(&self.folder) {
            return self.note(path, ProblemKind::IncludeOutside(name.into()));
        }
        if self.open.contains(&file) {
            return self.note(path, ProblemKind::IncludeCircle(name.into()));
        }
        let Ok(bytes) = std::fs::read(&file) else {
            return self.note(path, ProblemKind::Unreadable(name.into()));
        };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        self.read.push((file.clone(), bytes));
        let tree = match parse(&text, name) {
            Ok(tree) => tree,
            Err(kind) => return self.note(path, kind),
        };
        self.open.push(file);
        let tree = self.resolve(tree, path);
        self.open.pop();
        tree
    }

    fn note(&mut self, path: &ConfigPath, kind: ProblemKind) -> Value {
        self.findings
            .problems
            .push(ConfigProblem::at(path.clone(), kind));
        Value::Null
    }
}

/// Merges `over` into `base`: objects merge, lists join, anything else is replaced.
pub fn merge(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                match base.get_mut(&key) {
                    Some(held) => merge(held, value),
                    None => {
                        base.insert(key, value);
                    }
                }
            }
        }
        (Value::Array(base), Value::Array(over)) => base.extend(over),
        (_, Value::Null) => {}
        (base, over) => *base = over,
    }
}
