//! What comes with a person's words: what they answer, whose they are, files.
//!
//! Owns the shapes as the inbox keeps them. Never fetches a file.

use serde::{Deserialize, Serialize};

use super::types::Route;
use crate::clock::Ms;

/// What came with the words.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Brought {
    /// It may be a part of a longer message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub piece: Option<Piece>,
    /// What it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered: Option<Answered>,
    /// The words are somebody else's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forwarded: Option<Forwarded>,
    /// Files, still where the channel keeps them or in the workspace already.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<BroughtFile>,
}

impl Brought {
    /// Nothing came with them.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// How a message may be a part of a longer one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Piece {
    /// As long as the channel lets a message be, so the next one may go on where it ends.
    Cut {
        /// Not one unit more would have fitted: the cut may go through a word.
        full: bool,
    },
    /// One of several files sent together, by the channel's own id of the album.
    Album(String),
}

/// An earlier message that is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answered {
    /// Who wrote it, where known.
    pub who: Option<String>,
    /// The agent wrote it.
    #[serde(default)]
    pub own: bool,
    /// What it said, shortened.
    pub text: String,
    /// Only this part of it is meant.
    #[serde(default)]
    pub part: bool,
}

/// Where words come from that the sender did not write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Forwarded {
    /// Who wrote them, where known.
    pub who: Option<String>,
    /// When, ms.
    pub at: Option<Ms>,
}

/// A file that came with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BroughtFile {
    /// The channel's own name for it, to fetch it by; empty where it is in the workspace.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Where it lies in the workspace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What it is.
    pub kind: FileKind,
    /// What its sender calls it.
    pub name: String,
    /// What its sender says it is, such as `image/jpeg`.
    pub mime: String,
    /// Bytes, where the channel tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// How long it plays, s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
}

/// What a file is to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    /// A picture.
    Image,
    /// A video, a round one or an animation.
    Video,
    /// Music or another sound.
    Audio,
    /// Something said instead of typed.
    Voice,
    /// Any other file.
    Document,
}

impl FileKind {
    /// Its word where the file itself is not kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio | Self::Voice => "audio",
            Self::Document => "document",
        }
    }
}

/// A person changed how they react to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reacted {
    /// The update's id.
    pub id: String,
    /// Where.
    pub route: Route,
    /// Who.
    pub sender: String,
    /// How they are called.
    pub sender_name: Option<String>,
    /// The sender is an owner.
    pub owner: bool,
    /// The message.
    pub message_id: String,
    /// Their reactions before.
    pub before: Vec<String>,
    /// Their reactions now.
    pub now: Vec<String>,
}
