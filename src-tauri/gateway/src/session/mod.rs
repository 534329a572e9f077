//! Conversations on disk: which one a key names, what was said in it, in the field's shapes.
//!
//! Owns `sessions.json` and the transcripts of each agent. Knows no channel, no model server and
//! no turn. A line that was read keeps its bytes; a typed entry is a view of them.

mod entry;
mod era;
mod error;
mod history;
mod kept;
mod key;
mod key_rules;
mod key_source;
mod line;
mod list_file;
mod pending;
mod reader;
mod record;
mod records;
mod retention;
mod store;
mod stray;
mod transcript;
mod walk;
mod write;

#[cfg(test)]
mod real_home_tests;

pub use entry::EntryView;
pub use error::SessionError;
pub use history::{
    Piece, PieceKind, conversation, conversation_of, own_words, path_of, pieces, turn,
};
pub use key::{KeyKind, SessionKey};
pub use key_rules::{main_key, read_key};
pub use key_source::Source;
pub use line::{Entry, EntryBody, Message, MessageRole, Setting, Stop};
pub use list_file::Mended;
pub use reader::{TranscriptLine, TranscriptReader, read_transcript};
pub use retention::expired_runs;
pub use store::{Resolved, SessionStore};
pub use stray::{Place, Stray, StrayKind, stray_sessions};
pub use transcript::{Opened, Transcript, entries_of_turn, kept_entries};
pub use walk::{PathWalk, Step};
pub use write::{AssistantEntry, Prompt, ResultEntry, UserEntry};
