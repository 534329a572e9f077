//! What providers have counted of a conversation, read from its entries.
//!
//! Owns finding the last request that was counted and how far the estimates were off. Pure.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::estimate::{Calibration, Counted, block_bytes, estimate_bytes, share};
use crate::model::{ModelRef, Usage};
use crate::session::{Entry, Message, Prompt};

/// The last request of the path that `model` counted, with its answer. Another model counts in
/// other tokens, so its counts say nothing here.
pub fn last_counted(
    path: &[&Entry],
    model: &ModelRef,
    calibration: Calibration,
) -> Option<Counted> {
    let (message, usage, prompt) = path.iter().rev().find_map(|entry| {
        let (message, usage, prompt) = counted(entry)?;
        let (provider, name) = message.model.as_ref()?;
        (*provider == model.provider && *name == model.model).then_some((message, usage, prompt))
    })?;
    let bytes: u64 = message.blocks.iter().map(block_bytes).sum();
    // Hidden reasoning is counted into an answer and never sent again.
    let repeated = usage.output.min(2 * estimate_bytes(bytes, calibration));
    Some(Counted {
        tokens: usage.prompt() + repeated,
        bytes: prompt.bytes + bytes,
    })
}

/// The tokens of the newest call of the path that its provider counted.
pub fn last_usage(path: &[&Entry]) -> Option<Usage> {
    path.iter()
        .rev()
        .find_map(|entry| counted(entry).map(|(_, usage, _)| usage))
}

/// How far the estimates made before requests were off from what was counted, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EstimateError {
    /// Requests that were both estimated and counted.
    pub requests: u32,
    /// Of the last one; `null` where there is none.
    pub last_permille: Option<u32>,
    /// Over all of them.
    pub mean_permille: Option<u32>,
    /// The largest.
    pub worst_permille: Option<u32>,
}

/// The errors along a path.
pub fn estimate_error(path: &[&Entry]) -> EstimateError {
    let errors: Vec<u32> = path
        .iter()
        .filter_map(|entry| counted(entry))
        .map(|(_, usage, prompt)| {
            let off = prompt.estimate.abs_diff(usage.prompt());
            u32::try_from(share(1_000, off, usage.prompt())).unwrap_or(u32::MAX)
        })
        .collect();
    let sum: u64 = errors.iter().map(|error| u64::from(*error)).sum();
    let mean = sum.checked_div(errors.len() as u64);
    EstimateError {
        requests: u32::try_from(errors.len()).unwrap_or(u32::MAX),
        last_permille: errors.last().copied(),
        mean_permille: mean.and_then(|mean| u32::try_from(mean).ok()),
        worst_permille: errors.iter().max().copied(),
    }
}

/// An answer whose request was measured and counted.
fn counted(entry: &Entry) -> Option<(&Message, Usage, Prompt)> {
    let message = entry.message()?;
    let usage = message.usage.filter(|usage| usage.prompt() > 0)?;
    Some((message, usage, Prompt::of(entry)?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::Block;
    use crate::session::{AssistantEntry, Stop};

    fn model(name: &str) -> ModelRef {
        ModelRef::parse(name).unwrap()
    }

    fn answer(name: &str, prompt: u64, output: u64, sent: Option<(u64, u64)>) -> Entry {
        let blocks = [Block::Text {
            text: "x".repeat(360),
        }];
        AssistantEntry {
            blocks: &blocks,
            model: &model(name),
            usage: (prompt > 0).then_some(Usage {
                input: prompt / 2,
                cache_read: prompt - prompt / 2,
                output,
                ..Usage::default()
            }),
            cost: None,
            stop: Stop::Stop,
            error: None,
            turn: "t",
            last: true,
            quiet: false,
            prompt: sent.map(|(bytes, estimate)| Prompt { bytes, estimate }),
        }
        .print(None, 1)
    }

    fn check(entries: &[Entry], expected: Option<(u64, u64)>) {
        let path: Vec<&Entry> = entries.iter().collect();
        let found = last_counted(&path, &model("fake/a"), Calibration::default());
        assert_eq!(found.map(|last| (last.tokens, last.bytes)), expected);
    }

    #[test]
    fn the_last_count_of_the_same_model_holds_with_its_answer() {
        check(&[], None);
        check(
            &[answer("fake/a", 1_000, 90, Some((4_000, 0)))],
            Some((1_090, 4_360)),
        );
        check(
            &[
                answer("fake/a", 1_000, 90, Some((4_000, 0))),
                answer("fake/b", 2_000, 90, Some((5_000, 0))),
                answer("fake/a", 0, 0, Some((6_000, 0))),
                answer("fake/a", 3_000, 90, None),
            ],
            Some((1_090, 4_360)),
        );
    }

    #[test]
    fn hidden_reasoning_is_not_part_of_the_next_request() {
        check(
            &[answer("fake/a", 1_000, 9_000, Some((4_000, 0)))],
            Some((1_200, 4_360)),
        );
    }

    #[test]
    fn the_error_of_the_estimate_is_that_of_the_requests_both_told_of() {
        let entries = [
            answer("fake/a", 1_000, 90, Some((1, 900))),
            answer("fake/a", 1_000, 90, None),
            answer("fake/a", 2_000, 90, Some((1, 2_100))),
        ];
        let path: Vec<&Entry> = entries.iter().collect();
        let error = estimate_error(&path);
        assert_eq!((error.requests, error.last_permille), (2, Some(50)));
        assert_eq!(
            (error.mean_permille, error.worst_permille),
            (Some(75), Some(100))
        );
        assert_eq!(estimate_error(&[]), EstimateError::default());
    }
}
