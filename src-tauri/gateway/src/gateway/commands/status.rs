//! `/status`: how everything is, in under twelve lines.
//!
//! Owns which figures are shown. Every figure comes from the one that owns it.

use super::{Asked, Reply};
use crate::error::{Problem, params};

/// Model, context, cost, queue.
pub(super) async fn status(asked: &Asked) -> Result<Reply, Problem> {
    let (host, row) = (&asked.host, &asked.row);
    let config = host.config().current();
    let model = config
        .model_chain(row.key.agent())
        .first()
        .cloned()
        .unwrap_or_else(crate::model::practice_model);
    let info = host.parts.models.info(&model);
    let record = host.parts.sessions.record(&row.key);
    let number = |name: &str| {
        let number = record.as_ref().and_then(|record| record.number(name));
        number.and_then(|number| u64::try_from(number).ok())
    };
    let (working, waiting) = host
        .live
        .as_ref()
        .map_or((0, 0), |live| live.lanes.counts());
    let since = crate::ledger::start_of_day(host.now(), &host.parts.zone());
    let spent = host
        .db()
        .read(move |connection| crate::ledger::cost_since(connection, since))
        .await?;
    let window = number("contextTokens")
        .filter(|window| *window > 0)
        .unwrap_or(info.context_tokens);
    let used = number("totalTokens").unwrap_or(0);
    let told = params([
        ("model", info.label.into()),
        (
            "practice",
            crate::model::is_practice(&model).to_string().into(),
        ),
        ("used", crate::words::short_count(used).into()),
        ("window", crate::words::short_count(window).into()),
        ("percent", crate::context::percent(used, window).into()),
        ("cost", crate::words::dollars(spent).into()),
        ("working", working.into()),
        ("waiting", waiting.into()),
        ("paused", host.paused.borrow().to_string().into()),
    ]);
    Ok(Reply::say(asked.text("command-status-answer", &told)))
}
