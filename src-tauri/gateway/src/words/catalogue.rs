//! Loads the Fluent files and renders one message.
//!
//! Owns the list of files and the fallback to English. Never guesses a language by itself: the
//! caller says which.

use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use unic_langid::LanguageIdentifier;

use crate::error::{Params, Problem};

/// A language Cove speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
pub enum Language {
    /// English, the fallback.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Simplified Chinese.
    #[serde(rename = "zh-CN")]
    Chinese,
}

impl Language {
    /// All of them, for tests that walk the catalogue.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The language for a tag such as `zh_CN.UTF-8`, `zh-Hans` or `en-GB`; English for any other.
    pub fn from_tag(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("zh") {
            Self::Chinese
        } else {
            Self::English
        }
    }

    /// The tag of its folder.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }
}

macro_rules! locale_files {
    ($($name:literal),* $(,)?) => {
        /// Every file of the catalogue: name, English source, Chinese source.
        pub const FILES: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../../locales/en/", $name, ".ftl")),
            include_str!(concat!("../../locales/zh-CN/", $name, ".ftl")),
        )),*];
    };
}

locale_files!(
    "common",
    "activity",
    "agent",
    "answering",
    "attachments",
    "compaction",
    "command",
    "channel",
    "config",
    "config-help",
    "context",
    "crash",
    "delivery",
    "model",
    "reset",
    "routing",
    "schedule",
    "secret",
    "storage",
    "health",
    "heartbeat",
    "jobs",
    "media",
    "money",
    "rehearsal",
    "sync",
    "tools",
    "update",
    "workspace",
    "cli",
    "window",
    "window-crash",
    "window-heartbeat",
    "window-home",
    "window-notes",
    "window-schedule",
    "window-setup",
    "window-chat",
    "window-activity",
    "window-sessions",
    "window-settings",
    "window-file",
    "window-goto",
    "window-kept",
    "window-groups",
    "telegram-groups",
    "record",
    "shell"
);

/// The catalogue in every language, cheap to clone.
#[derive(Clone)]
pub struct Words {
    bundles: Arc<[(Language, FluentBundle<FluentResource>)]>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Words")
    }
}

impl Default for Words {
    fn default() -> Self {
        Self::load()
    }
}

impl Words {
    /// Reads the files compiled in.
    pub fn load() -> Self {
        let bundles = Language::ALL
            .into_iter()
            .map(|language| (language, bundle(language)));
        Self {
            bundles: bundles.collect(),
        }
    }

    /// The sentence of `key` in `language`, else in English, else the key itself. A name with a
    /// dot asks for an attribute: `error-network.hint`.
    pub fn text(&self, language: Language, key: &str, params: &Params) -> String {
        self.find(language, key, params)
            .or_else(|| self.find(Language::English, key, params))
            .unwrap_or_else(|| key.to_owned())
    }

    /// What happened, for a problem's code (`error-<code>`).
    pub fn problem(&self, language: Language, problem: &Problem) -> String {
        self.text(
            language,
            &format!("error-{}", problem.code),
            &problem.params,
        )
    }

    /// The same where nothing the sentence needs is missing.
    pub fn problem_whole(&self, language: Language, problem: &Problem) -> Option<String> {
        let key = format!("error-{}", problem.code);
        let (text, whole) = self
            .render(language, &key, &problem.params)
            .or_else(|| self.render(Language::English, &key, &problem.params))?;
        whole.then_some(text)
    }

    /// What the person can do next (`error-<code>.hint`), where there is something.
    pub fn hint(&self, language: Language, problem: &Problem) -> Option<String> {
        self.advice(language, problem, "hint")
    }

    /// The same for a person at the command line: a command (`.hint-cli`) where the other names a
    /// place in the window.
    pub fn cli_hint(&self, language: Language, problem: &Problem) -> Option<String> {
        self.advice(language, problem, "hint-cli")
            .or_else(|| self.hint(language, problem))
    }

    fn advice(&self, language: Language, problem: &Problem, name: &str) -> Option<String> {
        let key = format!("error-{}.{name}", problem.code);
        self.find(language, &key, &problem.params)
            .or_else(|| self.find(Language::English, &key, &problem.params))
    }

    /// What happened and what to do next, in one text.
    pub fn explain(&self, language: Language, problem: &Problem) -> String {
        let what = self.problem(language, problem);
        match self.hint(language, problem) {
            Some(hint) => format!("{what} {hint}"),
            None => what,
        }
    }

    fn find(&self, language: Language, key: &str, params: &Params) -> Option<String> {
        self.render(language, key, params).map(|(text, _)| text)
    }

    /// The sentence, and whether nothing is missing in it.
    fn render(&self, language: Language, key: &str, params: &Params) -> Option<(String, bool)> {
        let (_, bundle) = self.bundles.iter().find(|(held, _)| *held == language)?;
        let (id, attribute) = match key.split_once('.') {
            Some((id, attribute)) => (id, Some(attribute)),
            None => (key, None),
        };
        let message = bundle.get_message(id)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut errors = Vec::new();
        let text = bundle
            .format_pattern(pattern, Some(&arguments(params)), &mut errors)
            .into_owned();
        Some((text, errors.is_empty()))
    }
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    for (name, english, chinese) in FILES {
        let source = match language {
            Language::English => *english,
            Language::Chinese => *chinese,
        };
        let resource =
            FluentResource::try_new(source.to_owned()).unwrap_or_else(|(part, errors)| {
                tracing::error!(file = name, ?errors, "a file of the catalogue has mistakes");
                part
            });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(file = name, ?errors, "a key of the catalogue stands twice");
        }
    }
    bundle
}

fn arguments(params: &Params) -> FluentArgs<'_> {
    let mut arguments = FluentArgs::new();
    for (name, value) in params {
        let value = match value {
            serde_json::Value::Number(number) => {
                FluentValue::from(number.as_f64().unwrap_or_default())
            }
            serde_json::Value::String(text) => FluentValue::from(text.as_str()),
            other => FluentValue::from(other.to_string()),
        };
        arguments.set(name.as_str(), value);
    }
    arguments
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use fluent_bundle::FluentResource;

    use super::*;

    fn keys(source: &str) -> BTreeSet<String> {
        let resource = FluentResource::try_new(source.to_owned())
            .map_err(|(_, errors)| errors)
            .unwrap();
        let mut keys = BTreeSet::new();
        for line in resource.source().lines() {
            if let Some((name, _)) = line.split_once(" =")
                && !name.starts_with('#')
                && (!name.starts_with(' ') || name.trim_start().starts_with('.'))
            {
                keys.insert(name.trim().to_owned());
            }
        }
        keys
    }

    #[test]
    fn every_sentence_stands_in_both_languages() {
        for (file, english, chinese) in FILES {
            assert_eq!(
                keys(english),
                keys(chinese),
                "{file}.ftl differs between the languages"
            );
        }
    }

    #[test]
    fn a_hint_for_the_command_line_names_no_place_in_the_window() {
        let words = Words::load();
        for (file, source, _) in FILES
            .iter()
            .filter(|(file, ..)| !file.starts_with("window"))
        {
            let mut code = "";
            for line in source.lines() {
                if let Some((key, _)) = line
                    .split_once(" =")
                    .filter(|(key, _)| !key.starts_with(' '))
                {
                    code = key.strip_prefix("error-").unwrap_or_default();
                }
                if line.trim_start().starts_with(".hint = ") && !code.is_empty() {
                    let hint = words.cli_hint(Language::English, &Problem::new(code));
                    let hint = hint.unwrap_or_default();
                    for place in ["Settings,", "in Settings", "in Activity", "Activity shows"] {
                        assert!(!hint.contains(place), "{file}, {code}: {hint}");
                    }
                }
            }
        }
    }

    #[test]
    fn an_unknown_key_is_answered_with_itself() {
        assert_eq!(
            Words::load().text(Language::Chinese, "no-such-key", &Params::new()),
            "no-such-key"
        );
    }

    #[test]
    fn a_language_is_told_from_a_tag() {
        for (tag, language) in [
            ("zh_CN.UTF-8", Language::Chinese),
            ("zh-Hans", Language::Chinese),
            ("en-GB", Language::English),
            ("sv", Language::English),
        ] {
            assert_eq!(Language::from_tag(tag), language, "{tag}");
        }
    }
}
