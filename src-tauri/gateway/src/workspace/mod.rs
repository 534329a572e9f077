//! The agent's files: the notes that make it who it is, and everything it writes down.
//!
//! Owns the workspace directory, every change made in it by Cove, the versions of each file and
//! the one answer to which conversation may see which file. Knows no session, no model and no
//! window.

mod bootstrap;
mod change;
mod conflicts;
mod error;
mod example;
mod files;
mod guarded;
mod handed;
mod look;
mod merge;
mod paths;
mod place;
mod prompt;
mod rel_path;
mod shared_state;
mod stays;
mod versions;
mod visibility;
mod walk;
mod watch;

#[cfg(test)]
pub(crate) mod testing;

pub use bootstrap::{Seeded, bootstrap, template};
pub use conflicts::{Conflict, conflicts};
pub use error::{FileError, PathFault};
pub use example::{example, is_blank};
pub use files::{Change, Files, Join, Listed, Text, Write, Written, added_line};
pub use guarded::Guarded;
pub use merge::{Merged, three_way};
pub use paths::{MAX_FILE_BYTES, Workspace};
pub use place::{place, places};
pub use prompt::{
    Bounded, DAILY_TAIL_CHARS, LeftReason, Limits, Loaded, PromptFile, PromptState, after,
    assemble, bounded, chars, cut_at, head,
};
pub use rel_path::RelPath;
pub use shared_state::{
    LEASE, Lease, SharedState, StateAction, StateError, act, is_state_path, log_line, log_path,
    print_state, read_state, state_folder, state_path, taken_back,
};
pub use stays::{FileChange, Lines, way_back};
pub use versions::{
    Author, Kept, MAX_KEPT_BYTES, NewVersion, RETENTION_MS, VersionRow, counts, hash, history,
    latest, prune,
};
pub use visibility::{
    BOOTSTRAP, Decision, Refusal, TurnClass, may_read, may_write, prompt_files, wants_daily_notes,
};
pub use walk::{Entry, Walk};
pub use watch::{Noticed, watch};
