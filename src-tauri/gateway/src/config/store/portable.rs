//! The settings as they may leave the computer: every secret as its reference.
//!
//! Owns that text for backups. Never changes the file.

use serde_json::Value;

use super::{ConfigStore, change};
use crate::config::edit;
use crate::config::error::ConfigError;
use crate::config::problem::ProblemKind;
use crate::config::read::{Loaded, load};
use crate::secret::{Redactor, SecretRef};

/// The settings without secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portable {
    /// What `cove.json` says, with references where secrets stood in plain text.
    pub text: String,
    /// The paths of those secrets: they have to be entered again elsewhere.
    pub secrets: Vec<String>,
}

impl ConfigStore {
    /// The file without secrets, or its last good copy where the file can't be read as JSON5.
    /// Settings spread over several files become one.
    ///
    /// # Errors
    /// Where neither can be read.
    pub fn portable(&self, redactor: &Redactor) -> Result<Portable, ConfigError> {
        let _turn = self.turn();
        let (mut text, mut loaded) = self.read()?;
        if let Some(problem) = loaded.problems.iter().find(|problem| {
            matches!(
                problem.kind,
                ProblemKind::Syntax { .. } | ProblemKind::Empty(_)
            )
        }) {
            let path = &self.inner.last_good;
            text = std::fs::read_to_string(path)
                .map_err(|_| ConfigError::FileBroken(problem.clone()))?;
            loaded = load(&text, path, &self.inner.env);
        }
        let secrets: Vec<String> = loaded.secrets.in_file().map(str::to_owned).collect();
        let clean = without(&text, &loaded, &secrets)?;
        Ok(Portable {
            // A comment may hold what a key once held.
            text: redactor.redact(&clean).into_owned(),
            secrets,
        })
    }
}

fn without(text: &str, loaded: &Loaded, secrets: &[String]) -> Result<String, ConfigError> {
    if !loaded.included.is_empty() {
        return Ok(format!("{:#}\n", loaded.shown));
    }
    let mut text = text.to_owned();
    for secret in secrets {
        let path = change::parse(secret)?;
        let reference = Value::from(SecretRef::new(secret).to_string());
        text = edit::set(&text, &path, &reference)
            .map_err(|_| ConfigError::BadPath(secret.clone()))?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use super::*;
    use crate::config::Open;
    use crate::secret::{SecretStore, Setup};
    use crate::words::{Language, Words};

    const KEY: &str = "sk-live-0123456789abcdefghij";

    fn portable(files: &[(&str, &str)]) -> Portable {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let (redactor, env): (_, crate::secret::Env) = (Redactor::default(), Arc::new(|_| None));
        let setup = Setup::new("home", env.clone(), redactor.clone());
        let store = ConfigStore::open(Open {
            state_dir: folder.path(),
            env,
            secrets: SecretStore::new(folder.path(), setup),
            words: &Words::load(),
            language: Language::English,
        })
        .unwrap();
        store.portable(&redactor).unwrap()
    }

    #[test]
    fn a_plain_secret_becomes_its_reference_and_the_rest_stays_as_written() {
        let text = format!(
            "// mine, once {KEY}\n{{\n  channels: {{ telegram: {{ botToken: \"{KEY}\" }} }}, // bot\n}}\n"
        );
        let found = portable(&[("cove.json", &text)]);
        assert_eq!(found.secrets, ["channels.telegram.botToken"]);
        assert!(!found.text.contains(KEY), "{}", found.text);
        assert!(
            found
                .text
                .contains("\"$secret:channels.telegram.botToken\"")
        );
        assert!(found.text.contains("// bot"));
    }

    #[test]
    fn settings_in_several_files_become_one_without_secrets() {
        let found = portable(&[
            (
                "cove.json",
                "{ $include: 'bot.json', ui: { language: 'en' } }",
            ),
            (
                "bot.json",
                &format!("{{ channels: {{ telegram: {{ botToken: '{KEY}' }} }} }}"),
            ),
        ]);
        assert!(!found.text.contains(KEY));
        let value: Value = serde_json::from_str(&found.text).unwrap();
        assert_eq!(value["ui"]["language"], "en");
        assert_eq!(
            value["channels"]["telegram"]["botToken"],
            "$secret:channels.telegram.botToken"
        );
    }
}
