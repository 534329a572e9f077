//! Backups of a whole home: one zip file out, a home of its own back in.
//!
//! Owns the manifest, what goes in, what may come out and the swap of a restored home into its
//! place. A secret never leaves in plain text, nothing is written outside the new folder, and the
//! home that was there is kept. Knows no session and no table: it carries files.

mod collect;
mod error;
mod manifest;
mod names;
mod pack;
mod shelf;
mod swap;
mod unpack;

#[cfg(test)]
mod tests;

pub use error::BackupError;
pub use manifest::{FileRow, LeftOut, LeftOutWhy, Manifest};
pub use pack::{Packed, Sources, default_name, pack};
pub use shelf::{Contents, Shelved, look, shelf};
pub use swap::{Prepared, Restored, prepare, restore};
