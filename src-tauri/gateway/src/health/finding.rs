//! A finding: what is wrong, where, how bad, and what would mend it.
//!
//! Owns the codes' shape. The sentences stand in `health.ftl`: `health-<code>`, `.why` and `.fix`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Params;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Something does not work, or may be lost.
    Error,
    /// Something will go wrong, or costs more than it should.
    Warning,
    /// Good to know; nothing is in danger.
    Info,
}

/// What would mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Only the person can; the sentence says what.
    Person,
    /// The list of conversations is written anew.
    List,
    /// One record of the list is taken out.
    Entry {
        /// Its key as it stands in the list.
        key: String,
    },
    /// Half a last line is taken off a transcript.
    Tail,
    /// Unreadable lines of a transcript are taken out, the thread of the talk kept.
    Lines,
    /// A transcript gets its first line back.
    Header,
    /// Calls without a result get one that says so.
    Calls,
    /// A transcript nobody refers to is put away.
    Orphan,
    /// What a dead program left is removed.
    Lock,
    /// A note that is no plain text is written as such.
    Text,
    /// Secrets of the settings go to the keychain.
    Secrets,
    /// A conversation no message reaches is put into the archive, or becomes one of the key its
    /// messages go to now.
    Stray {
        /// Its key.
        key: String,
        /// Where its messages go; `None` = nowhere.
        belongs: Option<String>,
    },
    /// What matters is saved, and the conversation begins anew.
    Fresh {
        /// Its key.
        key: String,
    },
}

/// Something a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable.
    pub code: &'static str,
    /// How bad.
    pub severity: Severity,
    /// A path relative to the home, a key of a conversation, or a key of the settings.
    pub subject: String,
    /// The agent it is about, where it is about one.
    pub agent: Option<String>,
    /// Of its sentences.
    pub params: Params,
    /// What would mend it.
    pub remedy: Remedy,
}

impl Finding {
    /// A finding only the person can mend.
    pub fn new(code: &'static str, severity: Severity, subject: impl Into<String>) -> Self {
        let subject = subject.into();
        let params = crate::error::params([("subject", subject.as_str().into())]);
        Self {
            code,
            severity,
            subject,
            agent: None,
            params,
            remedy: Remedy::Person,
        }
    }

    /// Says which agent it is about.
    pub fn of(mut self, agent: &str) -> Self {
        self.agent = Some(agent.to_owned());
        self
    }

    /// Says what would mend it.
    pub fn mended_by(mut self, remedy: Remedy) -> Self {
        self.remedy = remedy;
        self
    }

    /// Adds a parameter of its sentences.
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// The same as long as it lasts.
    pub fn id(&self) -> String {
        format!("{}:{}", self.code, self.subject)
    }
}
