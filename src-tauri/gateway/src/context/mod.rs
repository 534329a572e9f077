//! Context: what enters a prompt and how large it is. Pure.
//!
//! Owns the system prompt's assembly and the estimate of sizes. Reads no file and asks no model.

mod assemble;
mod cut;
mod estimate;
mod identifiers;
mod summary;

pub use assemble::{PromptParts, system_prompt};
pub use cut::{CutPlan, messages_in, newest_within, plan_cut, plan_keeping, visible};
pub use estimate::{Calibration, compaction_start, estimate_bytes, percent, request_bytes};
pub use identifiers::{completed, named, wanted};
pub use summary::{
    Asked, BadSummary, SUMMARY_SYSTEM, Sizes, check_summary, check_text, middle_out, parts_of,
    summary_prompt, told,
};
