//! `/status` and `/queue`: how everything is, in under twelve lines, and what waits here.
//!
//! Owns which figures are shown. Every figure comes from the one that owns it.

use super::model::current;
use super::{Asked, Reply, activation, records};
use crate::agent::{BeatLook, context_report, next_reset_line, reset_times};
use crate::channel::ChatType;
use crate::clock::local_minute;
use crate::context::{file_findings, long_line};
use crate::error::{Problem, params};
use crate::model::is_practice;
use crate::session::EntryView;
use crate::words::{dollars, short_count};

/// Characters of a waiting message that are shown.
const SHOWN: usize = 60;
/// Waiting messages that are shown.
const MOST_WAITING: usize = 5;

/// Model, context, life, cost, queue, health.
pub(super) async fn status(asked: &Asked) -> Result<Reply, Problem> {
    let (host, key) = (&asked.host, &asked.row.key);
    let mut lines = vec![asked.text(
        "command-status-here",
        &params([("paused", host.paused.borrow().to_string().into())]),
    )];
    let model = current(host, key);
    let info = host.parts.models.info(&model);
    lines.push(
        asked.text(
            "command-status-model",
            &params([
                ("model", info.label.into()),
                ("practice", is_practice(&model).to_string().into()),
                (
                    "thinking",
                    host.parts
                        .thinking(key)
                        .unwrap_or_else(|| "none".to_owned())
                        .into(),
                ),
            ]),
        ),
    );
    let report = context_report(&host.parts, key).await?;
    lines.push(asked.text(
        "command-status-context",
        &params([
            ("used", short_count(report.total_tokens).into()),
            ("window", short_count(report.context_tokens).into()),
            ("percent", report.percent_used.into()),
            ("counted", report.total_tokens_fresh.to_string().into()),
        ]),
    ));
    lines.extend(long_line(&report, &host.parts.words, asked.language));
    // One line for the first file; `/context list` shows them all.
    let findings = file_findings(&report);
    let first = findings.first();
    lines.extend(first.map(|found| host.parts.words.problem(asked.language, found)));
    let record = host.parts.sessions.record(key).unwrap_or_default();
    if record.number("sessionStartedAt").is_some() {
        lines.push(life(asked, &record));
    }
    if asked.row.message.route.chat_type == ChatType::Group {
        lines.push(activation::line(asked));
    }
    let compactions = record.number("compactionCount").unwrap_or(0);
    let told = params([("count", compactions.into())]);
    lines.push(asked.text("command-status-compactions", &told));
    let spent = records::spent(asked).await?;
    lines.push(asked.text(
        "command-status-cost",
        &params([
            ("today", dollars(spent.today).into()),
            ("session", dollars(spent.session).into()),
        ]),
    ));
    let live = host.live()?;
    let (working, waiting) = live.lanes.counts();
    lines.push(asked.text(
        "command-status-queue",
        &params([("working", working.into()), ("waiting", waiting.into())]),
    ));
    lines.extend(next_beat(asked).await?);
    lines.extend(next_job(asked).await);
    // Only the owner reads what is wrong with the home.
    if asked.row.message.owner {
        let needs = live.front.needs(host).await?;
        let told = params([("count", needs.len().into())]);
        lines.push(asked.text("command-status-health", &told));
        // The first; the window and `cove status` show them all.
        lines.extend(needs.first().map(|need| format!("• {need}")));
    }
    Ok(Reply::say(lines.join("\n")))
}

/// When the conversation began or was opened again, and when it will begin anew.
fn life(asked: &Asked, record: &EntryView) -> String {
    let parts = &asked.host.parts;
    let (times, zone) = (reset_times(parts, &asked.row.key, record), parts.zone());
    let (words, now) = (&parts.words, asked.host.now());
    let next = times
        .next
        .map(|next| next_reset_line(words, asked.language, &zone, next, now));
    let told = params([
        ("at", local_minute(times.last, &zone).into()),
        ("next", next.unwrap_or_else(|| "none".to_owned()).into()),
    ]);
    asked.text("command-status-began", &told)
}

/// When this agent beats next, or that it does not.
async fn next_beat(asked: &Asked) -> Result<Option<String>, Problem> {
    let host = &asked.host;
    let look = BeatLook::gather(&host.parts, asked.row.key.agent(), None).await?;
    if look.key != asked.row.key {
        return Ok(None);
    }
    Ok(Some(look.line(&host.parts, asked.language).text))
}

/// The job that runs next.
async fn next_job(asked: &Asked) -> Option<String> {
    let host = &asked.host;
    let next = host.parts.jobs.look().await?.coming.into_iter().next()?;
    let told = params([
        ("name", next.name.into()),
        ("at", local_minute(next.at, &host.parts.zone()).into()),
    ]);
    Some(asked.text("command-status-job", &told))
}

/// `/queue`: what is at work in this conversation, and what waits behind it.
pub(super) fn queue(asked: &Asked) -> Result<Reply, Problem> {
    let view = asked.host.live()?.lanes.view(&asked.row.key);
    let now = asked.host.now();
    let since = view
        .running
        .as_ref()
        .map(|turn| (now - turn.started_at) / 1_000);
    let told = params([
        ("running", since.is_some().to_string().into()),
        ("seconds", since.unwrap_or(0).into()),
        ("waiting", view.waiting.len().into()),
    ]);
    let mut lines = vec![asked.text("command-queue-now", &told)];
    let waiting = view.waiting.iter().take(MOST_WAITING);
    lines.extend(waiting.map(|row| format!("• {}", brief(&row.message.text))));
    Ok(Reply::say(lines.join("\n")))
}

fn brief(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    if line.chars().count() <= SHOWN {
        return line.to_owned();
    }
    line.chars().take(SHOWN - 1).chain(['…']).collect()
}
