//! Context: what enters a prompt and how large it is. Pure.
//!
//! Owns the system prompt's assembly, the sizes of requests and the marks they are held against,
//! what is pruned, and the one report of it all. Reads no file and asks no model.

mod assemble;
mod careful;
mod compose;
mod counted;
mod cut;
mod estimate;
mod findings;
mod level;
mod marks;
mod prune;
mod report;
mod text;

pub use assemble::{PromptParts, system_prompt};
pub use careful::careful_size;
pub use compose::{Findings, compose};
pub use counted::{EstimateError, estimate_error, last_counted, last_usage};
pub use cut::{CutPlan, messages_in, newest_within, plan_cut, plan_keeping, visible};
pub use estimate::{Calibration, Counted, Size, estimate_bytes, percent, request_bytes, size_of};
pub use findings::file_findings;
pub use level::{Level, Thresholds};
pub use marks::{Figures, Marks, Meter, window};
pub use prune::{Cut, Cuts, Pruned, Rules, apply, plan};
pub use report::{
    CompactionNow, ContextReport, EstimateNow, FileInPrompt, FileState, Part, PartKind, PruningNow,
    SystemPrompt, ToolInPrompt, ToolsInPrompt,
};
pub use text::{Depth, context_text, long_line};
