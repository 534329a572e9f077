//! Changes of single keys: read, edit, judge, write.
//!
//! Owns what is refused: a broken file, a new mistake, a secret, a key that something else sets.

use serde_json::Value;

use super::{ConfigStore, Edit};
use crate::config::edit::{self, EditError};
use crate::config::error::ConfigError;
use crate::config::extract::Extractor;
use crate::config::field::Findings;
use crate::config::path::ConfigPath;
use crate::config::problem::{ConfigProblem, ProblemKind};
use crate::config::read::{Loaded, load};
use crate::secret::ConfigSecrets;
use crate::storage::replace;

impl ConfigStore {
    /// Writes one key into the file. Refused where the file is broken at the moment, where the
    /// value brings a new mistake (named by its path), and where it holds a secret.
    pub fn set(&self, path: &str, value: Value) -> Result<Edit, ConfigError> {
        let _turn = self.turn();
        let path = parse(path)?;
        self.refuse_secrets(&path, &value)?;
        self.change(&path, Some(value))
    }

    /// Removes one key from the file, so that its default holds. A key that is not there is no
    /// error and no change.
    pub fn unset(&self, path: &str) -> Result<Edit, ConfigError> {
        let _turn = self.turn();
        self.change(&parse(path)?, None)
    }

    /// Takes a change back, unless the key was changed since.
    pub fn revert(&self, edit: &Edit) -> Result<Edit, ConfigError> {
        let _turn = self.turn();
        let path = parse(&edit.path)?;
        let (_, now) = self.read()?;
        if path.find(&now.shown) != edit.after.as_ref() {
            return Err(ConfigError::ChangedSince(edit.path.clone()));
        }
        self.change(&path, edit.before.clone())
    }

    fn change(&self, path: &ConfigPath, value: Option<Value>) -> Result<Edit, ConfigError> {
        let (text, before) = self.read()?;
        let broken = |problem: &&ConfigProblem| {
            problem.path.is_root()
                && matches!(
                    problem.kind,
                    ProblemKind::Syntax { .. } | ProblemKind::Empty(_)
                )
        };
        if let Some(problem) = before.problems.iter().find(broken) {
            return Err(ConfigError::FileBroken(problem.clone()));
        }
        // An item that leaves a list moves the others up, so the change is that of the list.
        let parent = path.parent();
        let in_list = parent.find(&before.shown).is_some_and(Value::is_array);
        let place = if in_list { &parent } else { path };
        let bad_path = |error| match error {
            EditError::Syntax | EditError::Path => ConfigError::BadPath(path.to_string()),
        };
        let changed = match &value {
            Some(value) => Some(edit::set(&text, path, value).map_err(bad_path)?),
            None => edit::unset(&text, path).map_err(bad_path)?,
        };
        let after = match &changed {
            Some(changed) => load(changed, &self.inner.file, &self.inner.env),
            None => before_again(&before, path)?,
        };
        // A mistake that stood there before does not keep the person from mending another one.
        let new = |problem: &&ConfigProblem| !before.problems.contains(problem);
        if let Some(problem) = after.problems.iter().find(new) {
            return Err(ConfigError::Invalid(problem.clone()));
        }
        let gone_from_list = in_list && value.is_none();
        if !gone_from_list && path.find(&after.shown) != value.as_ref() {
            return Err(ConfigError::Elsewhere(path.to_string()));
        }
        let edit = Edit {
            path: place.to_string(),
            before: place.find(&before.shown).cloned(),
            after: place.find(&after.shown).cloned(),
        };
        if let Some(changed) = changed.filter(|changed| *changed != text) {
            self.write(&changed)?;
            self.take_in(&changed, after);
        }
        Ok(edit)
    }

    fn refuse_secrets(&self, path: &ConfigPath, value: &Value) -> Result<(), ConfigError> {
        let mut secrets = ConfigSecrets::default();
        let mut findings = Findings::default();
        Extractor {
            env: &self.inner.env,
            findings: &mut findings,
            secrets: &mut secrets,
        }
        .pass(value.clone(), path);
        let first = secrets.in_file().next().map(str::to_owned);
        match first {
            Some(path) => Err(ConfigError::SecretHere(path)),
            None => Ok(()),
        }
    }

    /// Writes through a link to where the file really is, so that a linked file stays linked.
    pub(super) fn write(&self, text: &str) -> Result<(), ConfigError> {
        let file = &self.inner.file;
        let real = file.canonicalize().unwrap_or_else(|_| file.clone());
        Ok(replace(&real, text.as_bytes())?)
    }
}

/// Nothing to remove in the file itself: fine, unless an included file sets the key.
fn before_again(before: &Loaded, path: &ConfigPath) -> Result<Loaded, ConfigError> {
    if path.find(&before.shown).is_some() {
        return Err(ConfigError::Elsewhere(path.to_string()));
    }
    Ok(Loaded {
        config: before.config.clone(),
        shown: before.shown.clone(),
        secrets: ConfigSecrets::default(),
        problems: before.problems.clone(),
        warnings: Vec::new(),
        included: Vec::new(),
        hash: before.hash,
        merged: Value::Null,
    })
}

pub(super) fn parse(path: &str) -> Result<ConfigPath, ConfigError> {
    ConfigPath::parse(path).ok_or_else(|| ConfigError::BadPath(path.to_owned()))
}
