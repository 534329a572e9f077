//! What is kept of a crash, and what the next start can tell of how the last run ended.
//!
//! Owns the folder `crashes`: reports, the mark of a run that is under way, and the one notice
//! that waits to be read. Sends nothing anywhere, and keeps no secret and no word of a talk.

mod hook;
mod mark;
mod notice;
mod report;
mod restarts;

pub use hook::{Watched, watch_panics};
pub use mark::{Ended, Run, Seen, how_it_ended};
pub use notice::{Interrupted, Notice, NoticeKind, dismiss, keep, waiting};
pub use report::{Report, read, reports};
pub use restarts::Restarts;
