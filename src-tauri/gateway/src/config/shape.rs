//! Which settings there are: every key Cove reads, with what it allows.
//!
//! Owns the list, which is made by letting the typed settings read themselves once: each key they
//! ask for is noted with what it refuses. So it can't differ from what is read. Holds no sentence.

use std::sync::LazyLock;

use serde_json::Value;

use super::field::Findings;
use super::path::{ConfigPath, Step};
use super::problem::{Allowed, ProblemKind};
use super::types::{Carryover, Config, Session};

/// Stands for a name that a person gives: of a provider, a bot, a chat.
pub const ANY: &str = "<name>";

/// One key Cove reads.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownKey {
    /// Its path, [`ANY`] for a given name and 0 for a place in a list.
    pub path: ConfigPath,
    /// What it allows; `None` = anything.
    pub allowed: Option<Allowed>,
    /// What holds where it is not written; `None` = nothing.
    pub default: Option<Value>,
}

/// Parts that read the same keys as another part, which has the sentences and the defaults.
const LIKE: &[(&str, &str)] = &[
    ("agents.list[0].heartbeat", "agents.defaults.heartbeat"),
    ("agents.list[0].model", "agents.defaults.model"),
    ("agents.list[0].groupChat", "messages.groupChat"),
    ("channels.telegram.accounts.<name>", "channels.telegram"),
    (
        "channels.telegram.groups.<name>.topics.<name>",
        "channels.telegram.groups.<name>",
    ),
    ("session.resetByType.<name>", "session.reset"),
    ("session.resetByChannel.<name>", "session.reset"),
];

static KEYS: LazyLock<Vec<KnownKey>> = LazyLock::new(read);

/// Every key, in the order of reading.
pub fn keys() -> &'static [KnownKey] {
    &KEYS
}

/// The known key at a path; `None` where Cove reads none.
pub fn known(path: &ConfigPath) -> Option<&'static KnownKey> {
    let fits = |key: &&KnownKey| {
        let (known, asked) = (key.path.steps(), path.steps());
        let step = |(known, asked): (&Step, &Step)| match known {
            Step::Key(name) if name == ANY => matches!(asked, Step::Key(_)),
            Step::Index(_) => asked.place().is_some(),
            Step::Key(_) => known == asked,
        };
        known.len() == asked.len() && known.iter().zip(asked).all(step)
    };
    // A key of its own name comes before one that stands for any.
    let any = |key: &&KnownKey| !key.path.steps().contains(&Step::Key(ANY.to_owned()));
    let mut found = keys().iter().filter(fits);
    let first = found.next()?;
    Some(
        std::iter::once(first)
            .chain(found)
            .find(any)
            .unwrap_or(first),
    )
}

/// The keys right below a path that Cove reads.
pub fn below(path: &ConfigPath) -> Vec<&'static str> {
    let Some(here) = known(path) else {
        return Vec::new();
    };
    let mut names: Vec<&str> = keys()
        .iter()
        .filter(|key| key.path.parent() == here.path)
        .filter_map(|key| key.path.last_key())
        .filter(|name| *name != ANY)
        .collect();
    names.dedup();
    names
}

impl KnownKey {
    /// The path whose sentence and default are this key's.
    pub fn like(&self) -> ConfigPath {
        like(&self.path)
    }

    /// The key of its sentence in the catalogue.
    pub fn word(&self) -> String {
        let mut word = "config-help".to_owned();
        for step in self.like().steps() {
            let Step::Key(name) = step else { continue };
            word.push('-');
            let name = if name == ANY { "name" } else { name };
            for c in name.chars() {
                if c.is_ascii_uppercase() {
                    word.push('-');
                }
                word.push(c.to_ascii_lowercase());
            }
        }
        word
    }
}

fn like(path: &ConfigPath) -> ConfigPath {
    let written = path.to_string();
    for (part, other) in LIKE {
        if let Some(rest) = written.strip_prefix(part)
            && rest.starts_with(['.', '['])
            && let Some(path) = ConfigPath::parse(&format!("{other}{rest}"))
        {
            return like(&path);
        }
    }
    path.clone()
}

fn read() -> Vec<KnownKey> {
    let mut findings = Findings::probing();
    Config::read(Value::Null, &mut findings);
    let defaults = defaults();
    let mut keys: Vec<KnownKey> = Vec::new();
    for path in findings.asked() {
        if keys.iter().any(|key| key.path == path) {
            continue;
        }
        let allowed = findings.problems.iter().find_map(|problem| {
            let at = problem.path == path;
            match &problem.kind {
                ProblemKind::Value(allowed) if at => Some(allowed.clone()),
                _ => None,
            }
        });
        let default = like(&path).find(&defaults).cloned();
        keys.push(KnownKey {
            path,
            allowed,
            default: default.filter(|value| !value.is_null() && !value.is_object()),
        });
    }
    let parents: Vec<ConfigPath> = keys.iter().map(|key| key.path.parent()).collect();
    for key in &mut keys {
        let list_or_object = parents.contains(&key.path);
        if key.allowed.is_none() && list_or_object {
            key.allowed = Some(Allowed::Object);
        }
    }
    keys
}

/// What holds with an empty file, every part filled in.
fn defaults() -> Value {
    let config = Config {
        session: Session {
            carryover: Some(Carryover::default()),
            ..Config::default().session
        },
        ..Config::default()
    };
    serde_json::to_value(config).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::error::Params;
    use crate::words::{Language, Words};

    fn check(path: &str, allowed: Option<Allowed>, default: Option<Value>) {
        let found = known(&ConfigPath::parse(path).unwrap()).unwrap();
        assert_eq!(found.allowed, allowed, "{path}");
        assert_eq!(found.default, default, "{path}");
    }

    #[test]
    fn a_key_says_what_it_allows_and_what_holds_without_it() {
        let text = |text: &str| Some(Value::from(text));
        check(
            "agents.defaults.heartbeat.every",
            Some(Allowed::Duration),
            text("30m"),
        );
        check(
            "agents.list[3].heartbeat.every",
            Some(Allowed::Duration),
            text("30m"),
        );
        check("session.reset.atHour", Some(Allowed::Whole(0, 23)), None);
        check(
            "session.resetByChannel.telegram.atHour",
            Some(Allowed::Whole(0, 23)),
            None,
        );
        check("cron.enabled", Some(Allowed::Bool), Some(true.into()));
        check("cron.sessionRetention", Some(Allowed::Duration), text("1d"));
        check(
            "ui.theme",
            Some(Allowed::OneOf(&["system", "light", "dark"])),
            text("system"),
        );
        check(
            "channels.telegram.accounts.second.allowFrom",
            Some(Allowed::List),
            Some(Value::Array(Vec::new())),
        );
        check("agents.defaults", Some(Allowed::Object), None);
        check("agents.defaults.model", Some(Allowed::Model), None);
        check(
            "session.carryover.tailMessages",
            Some(Allowed::Whole(0, 1_000)),
            Some(20.into()),
        );
        check("models.providers.openai.baseUrl", Some(Allowed::Url), None);
        check("allowance.day", Some(Allowed::Amount), Some(1.0.into()));
        check("messages.queue", None, None);
        assert_eq!(known(&ConfigPath::parse("agents.defualts").unwrap()), None);
    }

    #[test]
    fn what_can_stand_in_a_group_is_known() {
        let below = |path: &str| below(&ConfigPath::parse(path).unwrap());
        assert_eq!(
            below("ui"),
            [
                "language",
                "theme",
                "welcome",
                "notifications",
                "startAtLogin",
                "shortcut"
            ]
        );
        assert!(below("channels.telegram.groups.-100").contains(&"requireMention"));
        assert!(below("ui.theme").is_empty());
    }

    #[test]
    fn every_key_has_its_sentence_in_both_languages() {
        let words = Words::load();
        let said = |language, word: &str| words.text(language, word, &Params::new()) != word;
        let without: Vec<String> = keys()
            .iter()
            .map(KnownKey::word)
            .filter(|word| !Language::ALL.iter().all(|language| said(*language, word)))
            .collect();
        assert_eq!(without, Vec::<String>::new());
        assert!(keys().len() > 150, "{}", keys().len());
    }

    #[test]
    fn every_sentence_is_of_a_key() {
        let held: Vec<String> = keys().iter().map(KnownKey::word).collect();
        let source = include_str!("../../locales/en/config-help.ftl");
        let words = source
            .lines()
            .filter_map(|line| line.split_once(" =")?.0.into());
        for word in words.filter(|word: &&str| word.starts_with("config-help-")) {
            assert!(held.iter().any(|held| held == word), "{word}");
        }
    }
}
