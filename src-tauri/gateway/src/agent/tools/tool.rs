//! What a tool is.
//!
//! Owns the trait, what a tool is given and what it answers. A tool never checks who calls it:
//! the runner has done so, for the files the tool named.

use std::sync::Arc;

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::RepeatGuard;
use super::runner::ReadMarks;
use crate::error::Problem;
use crate::model::ToolSpec;
use crate::workspace::{Change, FileError, Files, RelPath, TurnClass};

/// Whether a tool changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It only looks: after a kill it is simply run again.
    Reads,
    /// It changes something: the turn syncs its transcript before.
    Changes,
}

/// What a call wants of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Touch {
    /// Nothing.
    Nothing,
    /// To read this file.
    Reads(RelPath),
    /// To change this file.
    Writes(RelPath),
    /// To look through what lies below this folder; each file is asked about by itself.
    Below(RelPath),
}

/// The turn a call belongs to.
#[derive(Debug)]
pub struct ToolContext {
    /// The turn's id; stands in the versions it makes.
    pub turn_id: String,
    /// The conversation.
    pub session_key: String,
    /// Ends a reading tool early; a changing one is finished.
    pub cancel: CancellationToken,
    /// The calls of this turn so far.
    pub guard: RepeatGuard,
    /// The one file this turn may change, and only by adding to its end; `None` = what its class
    /// may.
    pub only: Option<RelPath>,
}

impl ToolContext {
    /// The context of a new turn.
    pub fn new(turn_id: &str, session_key: &str, cancel: CancellationToken) -> Self {
        Self {
            turn_id: turn_id.to_owned(),
            session_key: session_key.to_owned(),
            cancel,
            guard: RepeatGuard::default(),
            only: None,
        }
    }

    /// Lets the turn change nothing but the end of this file.
    pub fn adding_to(mut self, only: RelPath) -> Self {
        self.only = Some(only);
        self
    }
}

/// What a call came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ToolOutput {
    /// For the model; bounded.
    pub text: String,
    /// It failed or was refused.
    pub is_error: bool,
    /// The person turned the tool off; it was not run.
    pub is_off: bool,
    /// Something is different now.
    pub changed: bool,
    /// Something was left out of `text`, which says so.
    pub cut: bool,
    /// All of it, where the runner left something out.
    pub whole: Option<String>,
    /// To be told to the person, with Undo: the agent changed its own rules or character.
    pub notice: Option<Problem>,
    /// The change, for its undo ([`Files::undo`]).
    pub change: Option<Change>,
    /// Files listed, places found; for the sentence.
    pub count: Option<usize>,
    /// A message on its way to somebody; the turn sends it.
    pub message: Option<ToolMessage>,
}

/// A message that a tool was asked to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolMessage {
    /// `telegram:<chat>`; `None` = where the person wrote last.
    pub to: Option<String>,
    /// Markdown.
    pub text: String,
    /// Answers to tap.
    pub buttons: Vec<String>,
    /// Files of the workspace that go along.
    pub files: Vec<String>,
}

impl ToolOutput {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

/// A failure is an answer to the model too: it says what went wrong and what would work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble(pub String);

impl Trouble {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl ToolOutput {
    /// The call of a tool that the turn was not given; for the model.
    pub(in crate::agent) fn refused(name: &str) -> Self {
        Trouble::new(format!("The tool {name} is not available in this run.")).into()
    }
}

impl ToolOutput {
    /// The call of a tool that the person turned off; for the model.
    pub(super) fn turned_off(name: &str) -> Self {
        let why = format!(
            "The person turned the tool {name} off; it was not run. Go on without it. If it is \
             needed, tell them: it can be turned on in the settings, under Tools."
        );
        Self {
            is_off: true,
            ..Trouble::new(why).into()
        }
    }
}

impl From<Trouble> for ToolOutput {
    fn from(trouble: Trouble) -> Self {
        Self {
            is_error: true,
            ..Self::text(trouble.0)
        }
    }
}

pub(super) type Answer = Result<ToolOutput, Trouble>;

/// What a tool works with.
pub(super) struct Hands<'a> {
    pub files: &'a Arc<Files>,
    pub class: TurnClass,
    pub turn_id: &'a str,
    pub session_key: &'a str,
    /// Names the call within its turn, also after a kill.
    pub call_id: &'a str,
    /// The day it is for the person.
    pub today: chrono::NaiveDate,
    pub cancel: &'a CancellationToken,
    pub marks: &'a ReadMarks,
    /// What is written is added to the file, never put over it.
    pub adds: bool,
}

/// A tool.
#[async_trait]
pub(super) trait Tool: Send + Sync {
    /// What the model is told. Short: it is paid for in every request.
    fn spec(&self) -> ToolSpec;
    /// Whether it changes something.
    fn effect(&self) -> Effect;
    /// It can add to a file without touching what stands there.
    fn adds(&self) -> bool {
        false
    }
    /// It takes the call's id as its key: asked again after a kill, it is done once.
    fn keyed(&self) -> bool {
        false
    }
    /// Turns of this class have it.
    fn open_to(&self, _class: TurnClass) -> bool {
        true
    }
    /// The files a call wants; asked before anything is done.
    fn touch(&self, arguments: &Value, today: chrono::NaiveDate) -> Result<Touch, Trouble>;
    /// Does it.
    async fn run(&self, arguments: &Value, hands: &Hands<'_>) -> Answer;
}

/// Reads the arguments of a call, or says what is wrong with them.
pub(super) fn arguments<T: DeserializeOwned>(value: &Value) -> Result<T, Trouble> {
    // A model that sends nothing means no arguments.
    let value = match value {
        Value::Null => Value::Object(serde_json::Map::new()),
        other => other.clone(),
    };
    serde_json::from_value(value)
        .map_err(|error| Trouble::new(format!("The arguments do not fit: {error}.")))
}

/// The path of a file, or what is wrong with it.
pub(super) fn file(path: &str) -> Result<RelPath, Trouble> {
    RelPath::parse(path).map_err(|error| failed(&error))
}

/// The path of a folder; absent = the workspace.
pub(super) fn folder(path: Option<&str>) -> Result<RelPath, Trouble> {
    RelPath::parse_folder(path.unwrap_or_default()).map_err(|error| failed(&error))
}

/// A failure of the files as the model reads it.
pub(super) fn failed(error: &FileError) -> Trouble {
    let help = match error {
        FileError::Missing { .. } => " Use list to see what is there.",
        FileError::Folder { .. } => " Use list to see what is in it.",
        _ => "",
    };
    Trouble::new(format!("{error}.{help}"))
}

/// Cuts a text to `max` characters at a character's border.
pub(super) fn cut_chars(text: &str, max: usize) -> (&str, bool) {
    match text.char_indices().nth(max) {
        Some((index, _)) => (&text[..index], true),
        None => (text, false),
    }
}
