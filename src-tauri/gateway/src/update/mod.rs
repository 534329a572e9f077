//! Whether there is a newer Cove, and how this installation comes by it.
//!
//! Owns reading the signed description of the newest release. Asks only when a person asks, sends
//! nothing but the question, and installs nothing: that is the system's or the person's.

mod release;
mod way;

pub use release::{Release, Source, UpdateError, check, source};
pub use way::{Way, is_newer, way};
