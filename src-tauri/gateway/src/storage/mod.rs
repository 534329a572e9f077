//! Files and tables of a home: where they lie, how they are written so that nothing is lost.
//!
//! Owns the state directory and its lock, atomic replacement, append-only logs, backups and the
//! database with its one writer thread. Knows no capability: what a table means is said by the
//! capability whose functions take a [`Tx`].

mod atomic;
mod backup;
mod copy;
mod db;
mod digest;
mod error;
mod jsonl;
mod lines;
mod lock;
mod recover;
mod schema;
mod state_dir;
mod swap;

pub use atomic::{create_new, good_copy, replace, replace_keeping, sync_folder};
pub use backup::{set_aside, stamp};
pub use copy::copied_to_memory;
pub use db::{Db, Tx};
pub use digest::{hex, sha256};
pub use error::StorageError;
pub use jsonl::{JsonlLog, Repair};
pub use lines::{Line, LinesBackward, LinesForward, line_at};
pub use lock::StateLock;
pub use recover::{Opened, TABLES_LOST, check_database, copy_now, copy_to, open_or_recover};
pub use schema::{SCHEMA_VERSION, migrate};
pub use state_dir::{Origin as HomeOrigin, StateDir, mark_restored};
pub use swap::{Settled, SwapNote};
