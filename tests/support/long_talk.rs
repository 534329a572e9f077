//! A long talk with a patient model in a small window: what a compaction needs.
//!
//! Owns the sizes and how such a model answers when it is asked for notes or a summary.

use serde_json::{Value, json};

use crate::model::{FakeModel, ModelRequest, Reply};

/// A window of 30,000 tokens: notes are saved at 18,000, it is shortened at 20,000.
pub fn small() -> Value {
    json!({"agents": {"defaults": {"contextTokens": 30_000, "compaction": {
        "reserveTokens": 10_000, "reserveTokensFloor": 0, "keepRecentTokens": 2_000,
        "memoryFlush": {"softThresholdTokens": 2_000}}}}})
}

/// Notes are asked for before the conversation is made shorter or begins anew.
pub fn for_notes(request: &ModelRequest) -> bool {
    request.last_user_text().contains("[Memory flush")
}

/// A summary of a part of the conversation is asked for.
pub fn for_summary(request: &ModelRequest) -> bool {
    request.last_user_text().contains("<conversation part=")
}

/// What a patient model says: notes are written once, summaries are short.
pub fn patient(model: &FakeModel) {
    model.answer_with(|request| {
        let text = request.last_user_text();
        if for_summary(request) {
            return Reply::text("## Goal\nPlant the garden.\n## Open tasks\n- water it");
        }
        if for_notes(request) {
            let file = text
                .split("end of ")
                .nth(1)
                .and_then(|rest| rest.split(' ').next());
            let done = request
                .tool_results()
                .iter()
                .any(|(_, text)| text.contains("Written"));
            return match (done, file) {
                (false, Some(file)) => Reply::call(
                    "write",
                    json!({"path": file, "content": "- The garden is 12 m long\n", "append": true}),
                ),
                _ => Reply::text("NO_REPLY"),
            };
        }
        Reply::text(format!("ok: {}", text.chars().take(20).collect::<String>()))
    });
}

/// About so many tokens of talk nobody needs.
pub fn long(tokens: usize, mark: &str) -> String {
    format!(
        "{mark} {}",
        "lorem ipsum dolor sit amet. ".repeat(tokens / 7)
    )
}
