//! What happened or did not, and why; what is held; how a change is taken back.
//!
//! Owns the tables `activity`, `undo`, `holds` and `answers`. Every record is written in the
//! transaction of what it tells. Holds codes and parameters, never a finished sentence.

mod answer;
mod hold;
mod record;
mod undo;

pub use answer::{answered, remember_answer};
pub use hold::{Hold, Scope, clear_hold, current_holds, held, put_hold};
pub use record::{
    Kind, Record, is_recorded, newest, newest_under, page, page_from, place_of, purge, record,
};
pub use undo::{
    ConfigEdit, HeldAs, Inverse, StoredUndo, add_undo, claim_undo, claimed_undo, end_undo,
    expire_undo, newest_undo, newest_undo_of, older_undos, undo_of, use_undo,
};
