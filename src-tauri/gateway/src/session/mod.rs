//! Conversations on disk: which one a key names, what was said in it, in the field's shapes.
//!
//! Owns `sessions.json` and the transcripts of each agent. Knows no channel, no model server and
//! no turn. A line that was read keeps its bytes; a typed entry is a view of them.

mod carryover;
mod entry;
mod era;
mod error;
mod export;
mod files;
mod freshness;
mod header;
mod history;
mod kept;
mod key;
mod key_rules;
mod key_source;
mod left;
mod line;
mod list_edit;
mod list_file;
mod past;
mod pending;
mod policy;
mod reader;
mod record;
mod records;
mod removal;
mod rename;
mod renew;
mod retention;
mod rewind;
mod search;
mod segment;
mod store;
mod stray;
mod transcript;
mod upkeep;
mod walk;
mod write;

#[cfg(test)]
mod real_home_tests;

pub use carryover::{Carried, CarryoverRules, carried_text, carry_over, matches_key, summed_text};
pub use entry::EntryView;
pub use error::SessionError;
pub use export::{ExportLabels, export_markdown, is_silent};
pub use files::TranscriptFile;
pub use freshness::{
    Daily, NextReset, ResetRules, SEEN_FIELDS, Seen, Stale, last_person, next_reset, stale,
};
pub use header::{Header, ResetMark, ResetReason, rekeyed};
pub use history::{
    Piece, PieceKind, conversation, conversation_of, own_words, path_of, pieces, turn,
};
pub use key::{KeyKind, SessionKey};
pub use key_rules::{main_key, read_key};
pub use key_source::Source;
pub use left::LeftText;
pub use line::{Entry, EntryBody, Message, MessageRole, Setting, Stop};
pub use list_edit::{ListChange, list_change, list_entries, list_restored, record_in};
pub use list_file::Mended;
pub use past::PastSession;
pub use pending::pending_records;
pub use policy::{Zones, reset_policy, reset_rules, type_of};
pub use reader::{TranscriptLine, TranscriptReader, read_transcript};
pub use renew::{Asker, Renewal, clearing, derived_id, reset_of};
pub use retention::expired_runs;
pub use rewind::{REWIND, Rewind, go_back, goes_back, rewound, said_anew, said_before};
pub use search::{Hit, SearchIndex};
pub use store::{Resolved, SessionStore};
pub use stray::{Place, Stray, StrayKind, stray_sessions};
pub use transcript::{Opened, Transcript, entries_of_turn, kept_entries};
pub use upkeep::{Held, Keeping, Old, Room, old_ones};
pub use walk::{PathWalk, Step};
pub use write::{
    AssistantEntry, CompactionEntry, Prompt, ResultEntry, SaidEntry, UserEntry, beat_entry,
    carryover_entry,
};
