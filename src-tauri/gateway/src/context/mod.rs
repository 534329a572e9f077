//! Context: what enters a prompt and how large it is. Pure.
//!
//! Owns the system prompt's assembly and the estimate of sizes. Reads no file and asks no model.

mod assemble;
mod cut;
mod estimate;

pub use assemble::{PromptParts, system_prompt};
pub use cut::{CutPlan, messages_in, newest_within, plan_cut, plan_keeping, visible};
pub use estimate::{Calibration, compaction_start, estimate_bytes, percent, request_bytes};
