//! Reading one setting, with what holds by default where nothing is written.

use serde_json::Value;

use super::change::parse;
use super::{ConfigStore, Setting};
use crate::config::error::ConfigError;
use crate::config::path::{ConfigPath, Step};

impl ConfigStore {
    /// A setting; the root (empty path) is everything that is written.
    pub fn get(&self, path: &str) -> Result<Setting, ConfigError> {
        let path = parse(path)?;
        let shown = self.state().shown.clone();
        if path.is_root() {
            return Ok(Setting {
                path: String::new(),
                value: shown,
                written: true,
            });
        }
        let written = path.find(&shown).is_some();
        let mut all = self.defaults();
        merge_shown(&mut all, shown);
        let value = path.find(&all).cloned();
        match value.or_else(|| below_null(&path, &all).then_some(Value::Null)) {
            Some(value) => Ok(Setting {
                path: path.to_string(),
                value,
                written,
            }),
            None => Err(ConfigError::NoSuch(path.to_string())),
        }
    }

    fn defaults(&self) -> Value {
        serde_json::to_value(self.current().as_ref()).unwrap_or(Value::Null)
    }
}

/// What is written over what holds by default; lists are not joined here.
fn merge_shown(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                merge_shown(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (_, Value::Null) => {}
        (base, over) => *base = over,
    }
}

/// The path leads into something that is not set.
fn below_null(path: &ConfigPath, all: &Value) -> bool {
    let mut here = ConfigPath::default();
    path.steps().iter().any(|step| {
        here = match step {
            Step::Key(key) => here.key(key),
            Step::Index(index) => here.index(*index),
        };
        here.find(all) == Some(&Value::Null)
    })
}
