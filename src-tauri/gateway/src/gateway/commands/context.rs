//! `/context`: what the next message carries along.
//!
//! Owns which depth a word means. The report and its words are the context's.

use super::{Asked, Reply};
use crate::agent::{context_report, note_size};
use crate::context::{Depth, context_text};
use crate::error::{Problem, params};

/// `/context`, `/context list`, `/context detail`, `/context json`.
pub(super) async fn context(asked: &Asked) -> Result<Reply, Problem> {
    let (parts, key) = (&asked.host.parts, &asked.row.key);
    let word = asked.typed.arguments.to_lowercase();
    let depth = match word.as_str() {
        "" | "list" => Some(Depth::List),
        "detail" => Some(Depth::Detail),
        "json" => None,
        _ => {
            let told = params([("what", asked.typed.arguments.clone().into())]);
            return Ok(Reply::say(asked.text("context-no-such", &told)));
        }
    };
    let report = context_report(parts, key).await?;
    note_size(parts, key, &report);
    Ok(Reply::say(match depth {
        Some(depth) => context_text(&report, &parts.words, asked.language, depth),
        None => {
            let json = serde_json::to_string_pretty(&report);
            let json = json.map_err(crate::storage::StorageError::from)?;
            format!("```json\n{json}\n```")
        }
    }))
}
