//! Who caused a model call.
//!
//! Owns their names in the table. A job is named by its id as well.

/// Who caused a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// A person's message.
    Chat,
    /// A beat.
    Heartbeat,
    /// A job, by its id.
    Job(String),
    /// Notes written down before a conversation is shortened or replaced.
    Flush,
    /// A conversation that is shortened.
    Compaction,
    /// An agent that another one sent.
    Subagent,
}

impl Cause {
    /// Its name.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Heartbeat => "heartbeat",
            Self::Job(_) => "job",
            Self::Flush => "flush",
            Self::Compaction => "compaction",
            Self::Subagent => "subagent",
        }
    }

    /// The job's id.
    pub fn job(&self) -> Option<&str> {
        match self {
            Self::Job(id) => Some(id),
            _ => None,
        }
    }
}
