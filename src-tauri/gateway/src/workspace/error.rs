//! What can go wrong with the agent's files.
//!
//! Owns the codes; the sentences stand in `workspace.ftl`. The English text of `Display` is for
//! logs and for the model, never for a person.

use crate::error::{Coded, Params, params};
use crate::storage::StorageError;

/// Why a path is not one of the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathFault {
    /// Nothing was given.
    Empty,
    /// It starts at a root or a drive; only paths relative to the workspace work.
    Absolute,
    /// It climbs out with `..`.
    Climbs,
    /// It holds a NUL, another control character, a backslash or a colon.
    Character,
    /// A name no Windows computer can hold (`CON`, a trailing dot, `?`).
    WindowsName,
    /// A name is longer than 255 bytes, or the path longer than 1,024.
    Long,
}

impl PathFault {
    fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Absolute => "absolute",
            Self::Climbs => "climbs",
            Self::Character => "character",
            Self::WindowsName => "windows-name",
            Self::Long => "long",
        }
    }
}

/// A failure of the workspace or of one of its files.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The workspace is, or contains, the person's home directory.
    #[error("the workspace {path} is or contains the home directory")]
    HoldsHome {
        /// The refused directory.
        path: String,
    },
    /// The workspace is, contains or lies among the state directory's own files.
    #[error("the workspace {path} would expose the state directory")]
    HoldsState {
        /// The refused directory.
        path: String,
    },
    /// The workspace can't be opened.
    #[error("the workspace {path} can't be opened: {source}")]
    Open {
        /// The directory.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The path is not one of the workspace.
    #[error(
        "{path:?} is not a usable path ({}): use a path relative to the workspace, with /",
        fault.as_str()
    )]
    Path {
        /// As given.
        path: String,
        /// What is wrong with it.
        fault: PathFault,
    },
    /// A link leads out of the workspace, or nowhere.
    #[error("{path} is a link that leads out of the workspace")]
    Outside {
        /// As given.
        path: String,
    },
    /// There is no such file.
    #[error("there is no file {path}")]
    Missing {
        /// As given.
        path: String,
    },
    /// A folder stands where a file was asked for.
    #[error("{path} is a folder")]
    Folder {
        /// As given.
        path: String,
    },
    /// Not UTF-8 text.
    #[error("{path} is not a text file")]
    NotText {
        /// As given.
        path: String,
    },
    /// Larger than [`super::MAX_FILE_BYTES`].
    #[error("{path} is too large ({bytes} bytes)")]
    TooLarge {
        /// As given.
        path: String,
        /// Its size.
        bytes: u64,
    },
    /// The system refused to read or write.
    #[error("{path}: {source}")]
    Io {
        /// As given.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// There is no such version.
    #[error("{path} has no version {version}")]
    NoVersion {
        /// The file.
        path: String,
        /// The number asked for.
        version: u32,
    },
    /// The version is known but its content was not kept (larger than 1 MiB).
    #[error("the content of version {version} of {path} was not kept")]
    NotKept {
        /// The file.
        path: String,
        /// The number asked for.
        version: u32,
    },
    /// The file has changed since the change that was to be taken back.
    #[error("{path} has changed since")]
    ChangedSince {
        /// The file.
        path: String,
    },
    /// Another program keeps writing the file; three tries did not get in between.
    #[error("{path} keeps changing")]
    Busy {
        /// The file.
        path: String,
    },
    /// The table of versions can't be read or written.
    #[error("the file's versions can't be kept: {0}")]
    Store(#[from] StorageError),
    /// The work was stopped before its end (the program is ending).
    #[error("stopped before its end")]
    Stopped,
}

impl Coded for FileError {
    fn code(&self) -> &'static str {
        match self {
            Self::HoldsHome { .. } => "workspace-holds-home",
            Self::HoldsState { .. } => "workspace-holds-state",
            Self::Open { .. } => "workspace-open",
            Self::Path { .. } => "file-path",
            Self::Outside { .. } => "file-outside",
            Self::Missing { .. } => "file-missing",
            Self::Folder { .. } => "file-is-folder",
            Self::NotText { .. } => "file-not-text",
            Self::TooLarge { .. } => "file-too-large",
            Self::Io { .. } => "file-io",
            Self::NoVersion { .. } => "file-no-version",
            Self::NotKept { .. } => "file-version-not-kept",
            Self::ChangedSince { .. } => "file-changed-since",
            Self::Busy { .. } => "file-busy",
            Self::Store(_) => "file-versions",
            Self::Stopped => "file-stopped",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::HoldsHome { path }
            | Self::HoldsState { path }
            | Self::Outside { path }
            | Self::Missing { path }
            | Self::Folder { path }
            | Self::NotText { path }
            | Self::ChangedSince { path }
            | Self::Busy { path } => params([("path", path.as_str().into())]),
            Self::Open { path, source } | Self::Io { path, source } => params([
                ("path", path.as_str().into()),
                ("detail", source.to_string().into()),
            ]),
            Self::Path { path, fault } => params([
                ("path", path.as_str().into()),
                ("fault", fault.as_str().into()),
            ]),
            Self::TooLarge { path, bytes } => {
                params([("path", path.as_str().into()), ("bytes", (*bytes).into())])
            }
            Self::NoVersion { path, version } | Self::NotKept { path, version } => params([
                ("path", path.as_str().into()),
                ("version", (*version).into()),
            ]),
            Self::Store(_) | Self::Stopped => Params::new(),
        }
    }
}
