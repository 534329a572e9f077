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
    /// The older version.
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

request!(WorkspaceList, "workspace.list", Reading, PEOPLE, Files);
request!(FileRead, "workspace.read", Reading, PEOPLE, FileText);
request!(FileWrite, "workspace.write", Changing, PEOPLE, FileWritten);
request!(FileHistory, "workspace.history", Reading, PEOPLE, Versions);
request!(FileDiff, "workspace.diff", Reading, PEOPLE, DiffText);
request!(FileRevert, "workspace.revert", Changing, PEOPLE, Changed);
