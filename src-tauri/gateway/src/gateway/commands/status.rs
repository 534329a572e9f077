//! `/status`: how everything is, in under twelve lines.
//!
//! Owns which figures are shown. Every figure comes from the one that owns it.

use super::{Asked, Reply};
use crate::agent::context_report;
use crate::context::{file_findings, long_line};
use crate::error::{Problem, params};
use crate::words::short_count;

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
    let report = context_report(&host.parts, &row.key).await?;
    let about = if report.total_tokens_fresh { "" } else { "≈" };
    let (working, waiting) = host
        .live
        .as_ref()
        .map_or((0, 0), |live| live.lanes.counts());
    let since = crate::ledger::start_of_day(host.now(), &host.parts.zone());
    let spent = host
        .db()
        .read(move |connection| crate::ledger::cost_since(connection, since))
        .await?;
    let told = params([
        ("model", info.label.into()),
        (
            "practice",
            crate::model::is_practice(&model).to_string().into(),
        ),
        (
            "used",
            format!("{about}{}", short_count(report.total_tokens)).into(),
        ),
        ("window", short_count(report.context_tokens).into()),
        ("percent", report.percent_used.into()),
        ("cost", crate::words::dollars(spent).into()),
        ("working", working.into()),
        ("waiting", waiting.into()),
        ("paused", host.paused.borrow().to_string().into()),
    ]);
    let mut lines = vec![asked.text("command-status-answer", &told)];
    lines.extend(long_line(&report, &host.parts.words, asked.language));
    // One line for the first file; `/context list` shows them all.
    let findings = file_findings(&report);
    lines.extend(
        findings
            .first()
            .map(|found| host.parts.words.problem(asked.language, found)),
    );
    Ok(Reply::say(lines.join("\n")))
}
