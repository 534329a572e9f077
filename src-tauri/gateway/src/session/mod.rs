//! Conversations on disk: which one a key names, what was said in it, in the field's shapes.
//!
//! Owns `sessions.json` and the transcripts of each agent. Knows no channel, no model server and
//! no turn. A line that was read keeps its bytes; a typed entry is a view of them.

mod carryover;
mod entry;
mod error;
mod freshness;
mod header;
mod history;
mod kept;
mod key;
mod left;
mod line;
mod past;
mod policy;
mod reader;
mod removal;
mod renew;
mod rewind;
mod store;
mod transcript;
mod walk;
mod write;

pub use carryover::{Carried, CarryoverRules, carried_text, carry_over, matches_key};
pub use entry::EntryView;
pub use error::SessionError;
pub use freshness::{
    Daily, NextReset, ResetRules, SEEN_FIELDS, Seen, Stale, last_person, next_reset, stale,
};
pub use header::{Header, ResetMark, ResetReason};
pub use history::{
    Piece, PieceKind, conversation, conversation_of, own_words, path_of, pieces, turn,
};
pub use key::{KeyKind, SessionKey};
pub use left::LeftText;
pub use line::{Entry, EntryBody, Message, MessageRole, Stop};
pub use past::PastSession;
pub use policy::{Zones, reset_policy, reset_rules, type_of};
pub use reader::{TranscriptLine, TranscriptReader, read_transcript};
pub use renew::{Asker, Renewal, clearing, derived_id, reset_of};
pub use rewind::{REWIND, Rewind, rewound};
pub use store::{Resolved, SessionStore};
pub use transcript::{Opened, Transcript, entries_of_turn};
pub use walk::{PathWalk, Step};
pub use write::{AssistantEntry, CompactionEntry, Prompt, ResultEntry, UserEntry, carryover_entry};
