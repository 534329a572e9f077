//! The tools an agent has, and the runner every call goes through.
//!
//! Owns the check of the turn's class before a tool is asked, the bounds of what a tool answers
//! and the guard against the same call again and again. One file a tool. Writes no transcript and
//! redacts nothing: the turn does.

mod cron;
mod edit;
mod heartbeat_state;
mod list;
mod memory_append;
mod message;
mod once;
mod read;
mod repeat;
mod runner;
mod search;
mod session_status;
mod shared_state;
mod tool;
mod words;
mod write;

pub use once::{call_key, purge_tool_calls};
pub use repeat::RepeatGuard;
pub use runner::{KnownTool, ToolRunner};
pub use session_status::SessionStatus;
pub use tool::{ToolContext, ToolMessage, ToolOutput};
pub use words::sentence;
pub use write::told_by;
