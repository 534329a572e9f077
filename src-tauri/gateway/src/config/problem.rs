//! What can be wrong with the settings: where, what was found, what is allowed.
//!
//! Owns the typed problems, of which each has its own sentence. A problem never shows a secret:
//! secrets are taken out of the tree before a value is judged.

use serde_json::Value;

use super::path::ConfigPath;
use crate::error::{Coded, Params, params};

/// Most characters of a found value that are shown.
const SHOWN: usize = 60;

/// What would have been right at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allowed {
    /// `30m`, `2h`: `<n>(ms|s|m|h|d)`.
    Duration,
    /// `true` or `false`.
    Bool,
    /// A whole number within bounds, both included.
    Whole(u64, u64),
    /// A number of zero or more.
    Amount,
    /// A string.
    Text,
    /// A chat or person's id: text or a whole number.
    Id,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A list.
    List,
    /// An object.
    Object,
    /// `HH:MM`.
    TimeOfDay,
    /// An IANA zone.
    Zone,
    /// `http://` or `https://`.
    Url,
    /// `provider/model` or an alias.
    Model,
    /// One word without a colon.
    Word,
    /// A weekday or a date.
    Day,
    /// A regular expression that names something.
    Pattern,
}

/// How a value or a file is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// A value of another kind or outside its bounds.
    Value(Allowed),
    /// `${NAME}` where NAME is unset or empty.
    EnvironmentUnset(String),
    /// Not JSON5; line and column from 1.
    Syntax {
        /// The file's name.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
    },
    /// The file holds nothing, as after a save that was cut off.
    Empty(String),
    /// The file is gone or can't be opened.
    Unreadable(String),
    /// `$include` leads out of the folder of the settings.
    IncludeOutside(String),
    /// `$include` leads back to a file that includes it.
    IncludeCircle(String),
    /// More than ten files deep.
    IncludeDeep(String),
    /// `$include` is neither a file name nor a list of them.
    IncludeShape,
    /// A key that must be there is not.
    Missing,
    /// A second agent of this id.
    AgentTwice,
    /// More than a day between two beats.
    HeartbeatTooRare,
    /// Less than a minute between two beats.
    HeartbeatTooOften,
    /// Active hours that begin when they end, or at the end of the day.
    ActiveHoursEmpty,
    /// An agent that is not in `agents.list`; the default one stands in. A warning only.
    UnknownAgent,
    /// A key Cove does not know, and a known one it is close to; kept as it is. A warning only.
    UnknownKey(Option<String>),
    /// A secret in plain text. A warning only.
    PlainSecret,
    /// `${kept:…}` where the file holds no such secret.
    NothingKept(String),
}

/// One problem of the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {kind:?}, found {found}")]
pub struct ConfigProblem {
    /// Where; the root for a problem of a whole file.
    pub path: ConfigPath,
    /// What stands there, shortened; empty where that says nothing.
    pub found: String,
    /// What is wrong.
    pub kind: ProblemKind,
}

impl ConfigProblem {
    /// A value that is not what its key allows.
    pub fn value(path: ConfigPath, found: &Value, allowed: Allowed) -> Self {
        Self {
            path,
            found: shorten(&found.to_string()),
            kind: ProblemKind::Value(allowed),
        }
    }

    /// A value that is of the right form and names nothing that is there, or something twice.
    pub fn named(path: ConfigPath, found: &str, kind: ProblemKind) -> Self {
        Self {
            path,
            found: shorten(&Value::from(found).to_string()),
            kind,
        }
    }

    /// A problem in which the value itself says nothing.
    pub fn at(path: ConfigPath, kind: ProblemKind) -> Self {
        Self {
            path,
            found: String::new(),
            kind,
        }
    }

    /// The settings work with it: it is shown, nothing is refused.
    pub fn is_warning(&self) -> bool {
        matches!(
            self.kind,
            ProblemKind::UnknownKey(_) | ProblemKind::UnknownAgent | ProblemKind::PlainSecret
        )
    }
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let head: String = text.chars().take(SHOWN - 1).collect();
    format!("{head}…")
}

impl Coded for ConfigProblem {
    fn code(&self) -> &'static str {
        match &self.kind {
            ProblemKind::Value(allowed) => allowed.code(),
            ProblemKind::EnvironmentUnset(_) => "config-environment-unset",
            ProblemKind::Syntax { .. } => "config-syntax",
            ProblemKind::Empty(_) => "config-empty",
            ProblemKind::Unreadable(_) => "config-unreadable",
            ProblemKind::IncludeOutside(_) => "config-include-outside",
            ProblemKind::IncludeCircle(_) => "config-include-circle",
            ProblemKind::IncludeDeep(_) => "config-include-deep",
            ProblemKind::IncludeShape => "config-include-shape",
            ProblemKind::Missing => "config-missing",
            ProblemKind::AgentTwice => "config-agent-twice",
            ProblemKind::HeartbeatTooRare => "config-heartbeat-rare",
            ProblemKind::HeartbeatTooOften => "config-heartbeat-often",
            ProblemKind::ActiveHoursEmpty => "config-hours-empty",
            ProblemKind::UnknownAgent => "config-unknown-agent",
            ProblemKind::UnknownKey(Some(_)) => "config-unknown-key-near",
            ProblemKind::UnknownKey(None) => "config-unknown-key",
            ProblemKind::PlainSecret => "config-plain-secret",
            ProblemKind::NothingKept(_) => "config-nothing-kept",
        }
    }

    fn params(&self) -> Params {
        let path = match self.path.is_root() {
            true => super::store::FILE.to_owned(),
            false => self.path.to_string(),
        };
        let mut all = params([("path", path.into()), ("found", self.found.as_str().into())]);
        match &self.kind {
            ProblemKind::Value(Allowed::OneOf(words)) => {
                all.insert("allowed".into(), words.join(", ").into());
            }
            ProblemKind::Value(Allowed::Whole(least, most)) => {
                all.insert("least".into(), least.to_string().into());
                all.insert("most".into(), most.to_string().into());
            }
            ProblemKind::UnknownKey(Some(near)) => {
                all.insert("near".into(), near.as_str().into());
            }
            ProblemKind::EnvironmentUnset(name) | ProblemKind::NothingKept(name) => {
                all.insert("name".into(), name.as_str().into());
            }
            ProblemKind::Syntax { file, line, column } => {
                all.insert("file".into(), file.as_str().into());
                all.insert("line".into(), line.to_string().into());
                all.insert("column".into(), column.to_string().into());
            }
            ProblemKind::Empty(file)
            | ProblemKind::Unreadable(file)
            | ProblemKind::IncludeOutside(file)
            | ProblemKind::IncludeCircle(file)
            | ProblemKind::IncludeDeep(file) => {
                all.insert("file".into(), file.as_str().into());
            }
            _ => {}
        }
        all
    }
}

impl Allowed {
    /// Its name, as the sentences about it have it.
    pub fn name(&self) -> &'static str {
        let code = self.code();
        // Behind “config” and “not”.
        code.splitn(3, '-').nth(2).unwrap_or(code)
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Duration => "config-not-duration",
            Self::Bool => "config-not-bool",
            Self::Whole(..) => "config-not-whole",
            Self::Amount => "config-not-amount",
            Self::Text => "config-not-text",
            Self::Id => "config-not-id",
            Self::OneOf(_) => "config-not-one-of",
            Self::List => "config-not-list",
            Self::Object => "config-not-object",
            Self::TimeOfDay => "config-not-time",
            Self::Zone => "config-not-zone",
            Self::Url => "config-not-url",
            Self::Model => "config-not-model",
            Self::Word => "config-not-word",
            Self::Day => "config-not-day",
            Self::Pattern => "config-not-pattern",
        }
    }
}
