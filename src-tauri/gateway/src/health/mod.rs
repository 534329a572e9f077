//! Whether a home is sound: what a check finds, why that matters, and mending it.
//!
//! Owns the list of findings, the check (which changes nothing) and the fixes with their journal.
//! Every fix keeps what it changes as `*.bak-YYYYMMDD-HHMMSS` first and can be taken back. Reads
//! plain files; asks no model and knows no table.

mod cache;
mod check;
mod conversations;
mod finding;
mod fix;
mod homefiles;
mod journal;
mod left;
mod list;
mod locks;
mod mend;
mod notes;
mod relocate;
mod time;
mod transcript;

#[cfg(test)]
mod tests;

pub use cache::Cache;
pub use check::{View, ViewAgent, check};
pub use finding::{Finding, Remedy, Severity};
pub use fix::{FixError, Fixed, fix};
pub use homefiles::notes_with_keys;
pub use journal::{FixRecord, Left, Step, list as list_fixes, note_mended, restore as restore_fix};
pub use left::{fix_that_left, forget_left, keep_left, note_back, put_back_left};
