//! Conversations on disk: which one a key names, what was said in it, in the field's shapes.
//!
//! Owns `sessions.json` and the transcripts of each agent. Knows no channel, no model server and
//! no turn. A line that was read keeps its bytes; a typed entry is a view of them.

mod entry;
mod error;
mod export;
mod files;
mod history;
mod kept;
mod key;
mod line;
mod reader;
mod search;
mod segment;
mod store;
mod transcript;
mod walk;
mod write;

pub use entry::EntryView;
pub use error::SessionError;
pub use export::{ExportLabels, export_markdown, is_silent};
pub use files::TranscriptFile;
pub use history::{
    Piece, PieceKind, conversation, conversation_of, own_words, path_of, pieces, turn,
};
pub use key::{KeyKind, SessionKey};
pub use line::{Entry, EntryBody, Message, MessageRole, Stop};
pub use reader::{TranscriptLine, TranscriptReader, read_transcript};
pub use search::{Hit, SearchIndex};
pub use store::{Resolved, SessionStore};
pub use transcript::{Opened, Transcript, entries_of_turn};
pub use walk::{PathWalk, Step};
pub use write::{AssistantEntry, Prompt, ResultEntry, UserEntry};
