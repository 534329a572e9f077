//! The agent's files and their versions.
//!
//! Owns the shapes of these requests; what they do is done by the capability behind them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contract::{Changed, PEOPLE, Undo, request};

/// Lists the files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceList {
    /// The agent; absent = the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub agent_id: Option<String>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileRow {
    /// Relative to the workspace.
    pub path: String,
    /// Size.
    pub bytes: u64,
    /// Last change, ms.
    pub changed_at: i64,
    /// Versions kept.
    pub versions: u32,
    /// Characters the agent reads of it, where it is cut.
    pub cut_at: Option<u32>,
    /// Tokens of the whole file, about.
    pub tokens: u64,
}

/// The files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Files {
    /// By path.
    pub files: Vec<FileRow>,
}

/// Reads a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileRead {
    /// The agent; absent = the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub agent_id: Option<String>,
    /// Relative to the workspace.
    pub path: String,
}

/// A file's text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileText {
    /// Its path.
    pub path: String,
    /// Its text; empty if it does not exist.
    pub text: String,
    /// It exists.
    pub exists: bool,
    /// Names the state a later write starts from.
    pub hash: String,
    /// What is to be known of the text.
    pub about: AboutText,
    /// What it could say; only while it says nothing.
    pub example: Option<String>,
}

/// When the agent reads a file without being asked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FileReadWhen {
    /// With each message of the main conversation and each check-in.
    Always,
    /// With each message of the main conversation; check-ins leave it out.
    Messages,
    /// With each check-in.
    CheckIns,
    /// Only when it opens the file.
    Opened,
}

/// A place in a text: UTF-16 units from its start, a line end counting as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TextPlace {
    /// Where it begins.
    pub from: u32,
    /// Behind its end.
    pub to: u32,
}

/// A place where both sides of a merge were kept, to be settled by a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TextConflict {
    /// Where it stands with its marks: what is chosen takes this place.
    pub at: TextPlace,
    /// What one side wrote.
    pub mine: String,
    /// Who that is.
    pub mine_by: Author,
    /// What the other wrote.
    pub theirs: String,
    /// Who that is.
    pub theirs_by: Author,
    /// A text with both in it.
    pub both: String,
}

/// What is to be known of a text: its weight, its price, and the places that need a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AboutText {
    /// Tokens of the whole file, about.
    pub tokens: u64,
    /// When it is read.
    pub read: FileReadWhen,
    /// Tokens of it that enter a prompt.
    pub read_tokens: u64,
    /// What that costs each time, nano-dollars; null where the price is not known.
    pub read_cost: Option<i64>,
    /// Check-ins of an ordinary day that read it.
    pub check_ins: u32,
    /// What it adds to a day's check-ins, nano-dollars; null where the price is not known.
    pub day_cost: Option<i64>,
    /// Where the agent stops reading; null where it reads all of it.
    pub cut_at: Option<u32>,
    /// Where both sides of a merge were kept.
    pub conflicts: Vec<TextConflict>,
    /// What looks like a key or a password.
    pub secrets: Vec<TextPlace>,
}

/// Writes a file, merging with what others wrote since `base`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileWrite {
    /// The agent; absent = the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub agent_id: Option<String>,
    /// Its path.
    pub path: String,
    /// The new text.
    pub text: String,
    /// The hash it was read with.
    pub base: String,
    /// Names the stay in the file this is written in, made by the client: all it writes is one
    /// change with one way back. Absent = it is a change of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub stay: Option<String>,
}

/// What stands in the file now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileWritten {
    /// The text; with both sides kept where they could not be merged.
    pub text: String,
    /// Its hash.
    pub hash: String,
    /// Others had written meanwhile.
    pub merged: bool,
    /// Both sides were kept at some line.
    pub conflict: bool,
    /// What is to be known of the text.
    pub about: AboutText,
    /// How to take it back.
    pub undo: Option<Undo>,
}

/// Lists the versions of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileHistory {
    /// The agent; absent = the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub agent_id: Option<String>,
    /// Its path.
    pub path: String,
}

/// Who wrote a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Author {
    /// The person, in the window or by the command line.
    Person,
    /// The agent, by a tool.
    Agent,
    /// Cove itself: a template.
    Cove,
    /// Another program.
    Elsewhere,
}

/// A version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VersionRow {
    /// Its number.
    pub version: u32,
    /// When, ms.
    pub at: i64,
    /// Who.
    pub by: Author,
    /// Size.
    pub bytes: u64,
    /// Its hash.
    pub hash: String,
}

/// The versions of a file, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Versions {
    /// Kept for 90 days.
    pub versions: Vec<VersionRow>,
}

/// Lists the changes of a file: its versions, those of one turn or one stay together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileChanges {
    /// The agent; absent = the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub agent_id: Option<String>,
    /// Its path.
    pub path: String,
    /// Most that are listed; absent = 50, at most 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// A change of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangeRow {
    /// The version it led to.
    pub version: u32,
    /// The version before it; null = the file did not exist.
    pub before: Option<u32>,
    /// When, ms.
    pub at: i64,
    /// Who.
    pub by: Author,
    /// Lines that came; null where a text is not kept.
    pub added: Option<u32>,
    /// Lines that went; null where a text is not kept.
    pub removed: Option<u32>,
    /// It brought the text of this version back.
    pub brought_back: Option<u32>,
    /// The file was removed.
    pub gone: bool,
}

/// The changes of a file, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangesMade {
    /// The newest, as many as were asked for.
    pub changes: Vec<ChangeRow>,
}

/// What changed between two versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileDiff {
    /// The agent; absent = the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub agent_id: Option<String>,
    /// Its path.
    pub path: String,
    /// The older version; 0 = before there was one.
    pub from: u32,
    /// The newer one; absent = the file as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub to: Option<u32>,
}

/// A unified diff.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiffText {
    /// Unified diff.
    pub diff: String,
}

/// Brings an old version back as a new one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileRevert {
    /// The agent; absent = the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub agent_id: Option<String>,
    /// Its path.
    pub path: String,
    /// Which.
    pub version: u32,
}

/// Reads a picture of the workspace, to be shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PictureRead {
    /// The conversation it came in, whose agent has it; absent = the default agent's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub session_key: Option<String>,
    /// Its path in the workspace.
    pub path: String,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Picture {
    /// What it is by its bytes, whatever its name says: `image/jpeg`, `-png`, `-gif` or `-webp`.
    pub mime: String,
    /// Base64.
    pub data: String,
}

request!(WorkspaceList, "workspace.list", Reading, PEOPLE, Files);
request!(FileRead, "workspace.read", Reading, PEOPLE, FileText);
request!(FileWrite, "workspace.write", Changing, PEOPLE, FileWritten);
request!(FileHistory, "workspace.history", Reading, PEOPLE, Versions);
request!(
    FileChanges,
    "workspace.changes",
    Reading,
    PEOPLE,
    ChangesMade
);
request!(FileDiff, "workspace.diff", Reading, PEOPLE, DiffText);
request!(FileRevert, "workspace.revert", Changing, PEOPLE, Changed);
request!(PictureRead, "workspace.picture", Reading, PEOPLE, Picture);
