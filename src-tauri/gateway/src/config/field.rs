//! Reads typed values out of the settings' tree and collects every mistake on the way.
//!
//! Owns [`Section`] (one object being read) and [`Field`] (a kind of value). A wrong value is
//! noted with its path and replaced by its default, so one look finds all of them. Knows no
//! section by name.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::path::{ConfigPath, Step};
use super::problem::{Allowed, ConfigProblem, ProblemKind};
use super::shape::ANY;

/// Keys that nobody asked for; they survive in the file.
pub type Rest = Map<String, Value>;

/// Problems found so far.
#[derive(Debug, Default)]
pub struct Findings {
    /// In the order of reading.
    pub problems: Vec<ConfigProblem>,
    /// While the keys themselves are asked for: those that were read, in order.
    pub asked: Vec<ConfigPath>,
    /// Nothing is read: every key is given what it refuses, so that it says what it allows.
    probing: bool,
}

impl Findings {
    /// For [`super::shape`]: notes every key that is read, also below what is not written.
    pub fn probing() -> Self {
        Self {
            probing: true,
            ..Self::default()
        }
    }

    /// The keys that were asked for.
    pub fn asked(&mut self) -> Vec<ConfigPath> {
        std::mem::take(&mut self.asked)
    }

    /// While the keys are asked for: something is read at this path.
    pub fn asks(&mut self, path: ConfigPath) -> bool {
        if self.probing {
            self.asked.push(path);
        }
        self.probing
    }

    /// While the keys are asked for, `path` allows this too.
    pub fn also(&mut self, path: &ConfigPath, allowed: Allowed) {
        if self.probing {
            self.refuse::<()>(path, &Value::Null, allowed);
        }
    }

    /// Notes a value that is not what its key allows; always `None`, the caller's answer.
    pub fn refuse<T>(&mut self, path: &ConfigPath, found: &Value, allowed: Allowed) -> Option<T> {
        self.problems
            .push(ConfigProblem::value(path.clone(), found, allowed));
        None
    }
}

/// What no single value is: a group that holds a name nobody gave.
fn wrong() -> Value {
    let inside = Value::Object(Map::new());
    Value::Object(Map::from_iter([(ANY.to_owned(), inside)]))
}

/// A kind of value.
pub trait Field: Sized {
    /// Reads it, or notes why not.
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self>;
}

/// One object of the settings, from which keys are taken one by one.
#[derive(Debug)]
pub struct Section<'f> {
    path: ConfigPath,
    map: Map<String, Value>,
    /// Keys that were asked for: what a mistyped one may have meant.
    known: Vec<String>,
    findings: &'f mut Findings,
}

impl<'f> Section<'f> {
    /// Opens an object; anything else is noted and read as an empty one.
    pub fn open(value: Value, path: ConfigPath, findings: &'f mut Findings) -> Self {
        let map = match value {
            Value::Object(map) => map,
            Value::Null => Map::new(),
            other => {
                findings.refuse::<()>(&path, &other, Allowed::Object);
                Map::new()
            }
        };
        Self {
            path,
            map,
            known: Vec::new(),
            findings,
        }
    }

    /// Takes a key; `None` if it is absent, null or wrong (which is noted).
    pub fn maybe<T: Field>(&mut self, key: &str) -> Option<T> {
        if self.asks(key) {
            let path = self.path.key(key);
            // What holds itself would go on for ever.
            match self.path.steps().contains(&Step::Key(key.to_owned())) {
                true => self.findings.also(&path, Allowed::Object),
                false => drop(T::read(wrong(), &path, self.findings)),
            }
            return None;
        }
        match self.take(key)? {
            Value::Null => None,
            value => T::read(value, &self.path.key(key), self.findings),
        }
    }

    /// Notes that what stands at a key can't be, though it is of the right form.
    pub fn refuse(&mut self, key: &str, kind: ProblemKind) {
        let problem = ConfigProblem::at(self.path.key(key), kind);
        self.findings.problems.push(problem);
    }

    /// Takes a key; `default` only where it is absent or wrong, for `null` says “none”.
    pub fn or_none<T: Field>(&mut self, key: &str, default: T) -> Option<T> {
        match self.map.get(key) {
            Some(Value::Null) => self.maybe(key),
            _ => Some(self.or(key, default)),
        }
    }

    /// Takes a key that must be there; `None` (noted) where it is absent or wrong.
    pub fn needed<T: Field>(&mut self, key: &str) -> Option<T> {
        if self.map.get(key).is_none_or(Value::is_null) {
            let missing = ConfigProblem::at(self.path.key(key), ProblemKind::Missing);
            self.findings.problems.push(missing);
        }
        self.maybe(key)
    }

    /// Takes a key or its default.
    pub fn or<T: Field>(&mut self, key: &str, default: T) -> T {
        self.maybe(key).unwrap_or(default)
    }

    /// Takes a whole number between `least` and `most`.
    pub fn whole(&mut self, key: &str, least: u64, most: u64) -> Option<u64> {
        if self.asks(key) {
            let allowed = Allowed::Whole(least, most);
            self.findings.also(&self.path.key(key), allowed);
            return None;
        }
        let value = self.take(key)?;
        let inside = value.as_u64().filter(|n| (least..=most).contains(n));
        match inside {
            None if !value.is_null() => {
                self.findings
                    .refuse(&self.path.key(key), &value, Allowed::Whole(least, most))
            }
            found => found,
        }
    }

    /// The keys that are there and were not taken.
    pub fn names(&self) -> Vec<String> {
        if self.findings.probing {
            return vec![ANY.to_owned()];
        }
        self.map.keys().cloned().collect()
    }

    /// Takes an object below and reads it with `read`, also where it is absent.
    pub fn section<T>(&mut self, key: &str, read: impl FnOnce(Section<'_>) -> T) -> T {
        self.asks(key);
        let value = self.take(key).unwrap_or(Value::Null);
        read(Section::open(value, self.path.key(key), self.findings))
    }

    /// The same, `None` where it is absent.
    pub fn section_if<T>(&mut self, key: &str, read: impl FnOnce(Section<'_>) -> T) -> Option<T> {
        let written = self.map.get(key).is_some_and(|value| !value.is_null());
        let there = written || self.findings.probing;
        if !there {
            self.known.push(key.to_owned());
        }
        there.then(|| self.section(key, read))
    }

    /// Takes an object whose keys are names, each value an object read with `read`.
    pub fn named<T>(
        &mut self,
        key: &str,
        mut read: impl FnMut(&str, Section<'_>) -> T,
    ) -> BTreeMap<String, T> {
        let mut below = self.section(key, |section| (section.map, section.path));
        if self.findings.probing {
            below.0.insert(ANY.to_owned(), Value::Null);
            self.findings.asks(below.1.key(ANY));
        }
        let mut named = BTreeMap::new();
        for (name, value) in below.0 {
            let section = Section::open(value, below.1.key(&name), self.findings);
            let read = read(&name, section);
            named.insert(name, read);
        }
        named
    }

    /// Takes a list of objects, each read with `read`.
    pub fn list<T>(&mut self, key: &str, mut read: impl FnMut(Section<'_>) -> T) -> Vec<T> {
        let path = self.path.key(key);
        if self.asks(key) {
            self.findings.also(&path, Allowed::List);
            self.findings.asks(path.index(0));
            read(Section::open(Value::Null, path.index(0), self.findings));
            return Vec::new();
        }
        match self.take(key) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(items)) => items
                .into_iter()
                .enumerate()
                .map(|(place, item)| read(Section::open(item, path.index(place), self.findings)))
                .collect(),
            Some(other) => {
                self.findings.refuse::<()>(&path, &other, Allowed::List);
                Vec::new()
            }
        }
    }

    /// Keys that were not taken, each with a warning. Ends the reading of this object.
    pub fn rest(self) -> Rest {
        for key in self.map.keys() {
            let near = nearest(key, &self.known).map(str::to_owned);
            self.findings.problems.push(ConfigProblem::at(
                self.path.key(key),
                ProblemKind::UnknownKey(near),
            ));
        }
        self.map
    }

    /// While the keys are asked for: notes this one.
    fn asks(&mut self, key: &str) -> bool {
        let path = self.path.key(key);
        self.findings.asks(path)
    }

    fn take(&mut self, key: &str) -> Option<Value> {
        self.known.push(key.to_owned());
        self.map.shift_remove(key)
    }
}

/// The known key a mistyped one is closest to, where it is close at all.
fn nearest<'k>(key: &str, known: &'k [String]) -> Option<&'k str> {
    const CLOSE: f64 = 0.85;
    let written = key.to_lowercase();
    known
        .iter()
        .map(|known| (strsim::jaro_winkler(&written, &known.to_lowercase()), known))
        .filter(|(closeness, _)| *closeness >= CLOSE)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, known)| known.as_str())
}

impl Field for bool {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        value
            .as_bool()
            .or_else(|| findings.refuse(path, &value, Allowed::Bool))
    }
}

impl Field for String {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        match value {
            Value::String(text) => Some(text),
            other => findings.refuse(path, &other, Allowed::Text),
        }
    }
}

/// Dollars, ratios and the like: a number of zero or more.
impl Field for f64 {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        value
            .as_f64()
            .filter(|number| number.is_finite() && *number >= 0.0)
            .or_else(|| findings.refuse(path, &value, Allowed::Amount))
    }
}

/// Anything, kept as it is for the part of Cove that reads it.
impl Field for Value {
    fn read(value: Value, _: &ConfigPath, _: &mut Findings) -> Option<Self> {
        Some(value)
    }
}

impl<T: Field> Field for Vec<T> {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        if findings.probing {
            findings.also(path, Allowed::List);
            findings.asks(path.index(0));
            T::read(value, &path.index(0), findings);
            return None;
        }
        let Value::Array(items) = value else {
            return findings.refuse(path, &value, Allowed::List);
        };
        let read = items
            .into_iter()
            .enumerate()
            .filter_map(|(place, item)| T::read(item, &path.index(place), findings));
        Some(read.collect())
    }
}

impl<T: Field> Field for BTreeMap<String, T> {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        let Value::Object(map) = value else {
            return findings.refuse(path, &value, Allowed::Object);
        };
        let mut named = Self::new();
        for (name, item) in map {
            findings.asks(path.key(&name));
            if let Some(item) = T::read(item, &path.key(&name), findings) {
                named.insert(name, item);
            }
        }
        Some(named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_key_is_told_from_one_that_means_nothing_here() {
        let known: Vec<String> = ["heartbeat", "model", "maxConcurrent"]
            .map(str::to_owned)
            .into();
        let check = |key: &str, expected: Option<&str>| {
            assert_eq!(nearest(key, &known), expected, "{key}");
        };
        check("hearbeat", Some("heartbeat"));
        check("modle", Some("model"));
        check("MaxConcurent", Some("maxConcurrent"));
        check("plugins", None);
    }
}
