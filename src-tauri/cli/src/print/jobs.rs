//! Jobs and their runs for a person.
//!
//! Owns which columns and lines a person sees. JSON holds every field.

use cove_gateway::api::cron::{
    CronParsed, EstimatedCost, JobExplained, JobHappened, JobHistory, JobList, JobPartKind, JobRow,
    JobsNow,
};
use cove_gateway::clock::local_minute;
use cove_gateway::error::params;
use cove_gateway::words::short_count;
use serde_json::Value;

use super::Printer;
use crate::failure::Failure;

/// ms.
const MINUTE: i64 = 60_000;

/// Every job.
pub fn list(found: &JobList, printer: &mut Printer<'_>) -> Result<(), Failure> {
    if printer.json {
        return printer.json(&super::named("jobs", &found.jobs));
    }
    let rows = found.jobs.iter().map(|job| {
        let next = job.next_at.map(|at| run_time(job, at, printer));
        let last = job.last.as_ref().map(|row| last(row, printer));
        [
            job.id.clone(),
            job.name.clone(),
            job.description.clone(),
            state(job, printer),
            next.unwrap_or_default(),
            last.unwrap_or_default(),
        ]
    });
    let rows = rows.collect();
    printer.table(
        ["id", "name", "when", "state", "next", "last"],
        rows,
        "cli-cron-none",
    )?;
    for job in &found.jobs {
        for wrong in &job.mistakes {
            let told = params([
                ("name", job.name.as_str().into()),
                ("why", wrong.text.as_str().into()),
            ]);
            printer.say("cli-cron-cant-run", &told)?;
        }
    }
    Ok(())
}

/// It runs once.
pub fn is_once(job: &JobRow) -> bool {
    schedule(job, "kind").and_then(Value::as_str) == Some("at")
}

/// The seconds of its runs tell something: a span begins at any second, and only one that is not of
/// whole minutes moves them.
pub fn in_seconds(job: &JobRow, at: i64) -> bool {
    match schedule(job, "everyMs").and_then(Value::as_i64) {
        Some(span) => span % MINUTE != 0,
        None => at % MINUTE != 0,
    }
}

fn schedule<'a>(job: &'a JobRow, field: &str) -> Option<&'a Value> {
    job.definition.get("schedule")?.get(field)
}

/// When a job runs, in the computer's zone.
pub fn run_time(job: &JobRow, at: i64, printer: &Printer<'_>) -> String {
    match in_seconds(job, at) {
        true => printer.second(at),
        false => printer.time(at),
    }
}

/// What a person has to know of a job first.
fn state(job: &JobRow, printer: &Printer<'_>) -> String {
    let word = match job {
        JobRow { can_run: false, .. } => "broken",
        JobRow {
            running: Some(_), ..
        } => "running",
        JobRow { enabled: false, .. } => "off",
        JobRow { hold: Some(_), .. } => "held",
        JobRow {
            needs_test: true, ..
        } => "untested",
        JobRow { over: true, .. } => ended(job),
        JobRow {
            waits_until: Some(_),
            ..
        } => "waits",
        _ => "on",
    };
    let until = job.waits_until.map(|until| printer.time(until));
    let told = params([
        ("state", word.into()),
        ("until", until.unwrap_or_default().into()),
    ]);
    printer.words("cli-cron-state", &told)
}

/// What became of a job that will not run again by itself.
fn ended(job: &JobRow) -> &'static str {
    match job.last.as_ref().map(|last| last.state.as_str()) {
        Some("done" | "quiet") => "done",
        Some("failed") => "failed",
        Some("missed") => "missed",
        Some("skipped") => "skipped",
        Some("interrupted") => "interrupted",
        _ => "over",
    }
}

/// What became of it last; where it ran and nothing arrived, that.
fn last(row: &JobHappened, printer: &Printer<'_>) -> String {
    match (row.state.as_str(), row.delivery.as_deref()) {
        ("done", Some(lost @ ("failed" | "unknown"))) => {
            printer.words("cli-cron-not-arrived", &params([("state", lost.into())]))
        }
        _ => outcome(row, printer),
    }
}

fn outcome(row: &JobHappened, printer: &Printer<'_>) -> String {
    let told = params([
        ("state", row.state.as_str().into()),
        ("count", row.count.into()),
    ]);
    printer.words("cli-cron-outcome", &told)
}

/// How jobs are as a whole.
pub fn status(now: &JobsNow, printer: &mut Printer<'_>) -> Result<(), Failure> {
    if printer.json {
        return printer.json(now);
    }
    let state = match now {
        JobsNow { running: false, .. } => "stopped",
        JobsNow { on: false, .. } => "off",
        JobsNow { hold: Some(_), .. } => "held",
        JobsNow {
            settling_until: Some(_),
            ..
        } => "settling",
        JobsNow { spent: true, .. } => "spent",
        _ => "on",
    };
    let why = now.hold.as_ref().map(|hold| hold.text.clone());
    let told = params([
        ("state", state.into()),
        ("jobs", now.jobs.into()),
        ("enabled", now.enabled.into()),
        ("why", why.unwrap_or_default().into()),
    ]);
    printer.say("cli-cron-status", &told)?;
    if let Some(until) = now.settling_until {
        let until = printer.time(until);
        printer.say("cli-cron-settling", &params([("until", until.into())]))?;
    }
    for run in &now.under_way {
        let told = params([("name", run.name.as_str().into())]);
        printer.say("cli-cron-under-way", &told)?;
    }
    match &now.next {
        Some(next) => {
            let told = params([
                ("name", next.name.as_str().into()),
                ("at", printer.time(next.at).into()),
            ]);
            printer.say("cli-cron-next", &told)
        }
        None => printer.say("cli-cron-no-runs", &params([])),
    }
}

/// What became of a job.
pub fn runs(page: &JobHistory, printer: &mut Printer<'_>) -> Result<(), Failure> {
    if printer.json {
        return printer.json(page);
    }
    // Slots of one minute are told apart by their seconds.
    let mut slots: Vec<i64> = page
        .rows
        .iter()
        .filter(|row| !row.by_hand)
        .map(|row| row.at)
        .collect();
    slots.sort_unstable();
    let seconds = slots.windows(2).any(|pair| pair[1] - pair[0] < MINUTE);
    let rows = page.rows.iter().map(|row| {
        let why = row.reason.as_ref().map(|reason| reason.text.clone());
        let said = row.summary.as_deref().and_then(|said| said.lines().next());
        let said: String = said.unwrap_or_default().chars().take(60).collect();
        let sent = row.delivery.clone().unwrap_or_default();
        let lost = row.deliveries.iter().find_map(|part| part.error.clone());
        let lost = lost.filter(|_| matches!(sent.as_str(), "failed" | "unknown"));
        let at = match seconds {
            true => printer.second(row.at),
            false => printer.time(row.at),
        };
        [
            at,
            outcome(row, printer),
            printer.words("cli-cron-delivery", &params([("state", sent.into())])),
            why.or(lost).unwrap_or(said),
        ]
    });
    let rows = rows.collect();
    printer.table(
        ["when", "state", "sent", "text"],
        rows,
        "cli-cron-no-history",
    )
}

/// What a run will see.
pub fn explained(
    found: &JobExplained,
    prompt: bool,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    if printer.json {
        return printer.json(found);
    }
    let told = params([
        (
            "session",
            found.session_key.as_deref().unwrap_or("none").into(),
        ),
        ("model", found.model.as_deref().unwrap_or("none").into()),
    ]);
    printer.say("cli-cron-explain", &told)?;
    if !found.parts.is_empty() {
        let rows = found.parts.iter().map(|part| {
            let kind = match part.kind {
                JobPartKind::Instructions => "instructions",
                JobPartKind::File => "file",
                JobPartKind::Tools => "tools",
                JobPartKind::Conversation => "conversation",
                JobPartKind::Message => "message",
            };
            let name = part.name.clone().unwrap_or_default();
            let told = params([("kind", kind.into()), ("name", name.into())]);
            [
                printer.words("cli-cron-part", &told),
                short_count(part.tokens),
            ]
        });
        let rows = rows.collect();
        printer.table(["text", "tokens-in"], rows, "cli-cron-none")?;
        let told = params([("tokens", short_count(found.tokens).into())]);
        printer.say("cli-cron-tokens", &told)?;
    }
    if let Some(cost) = &found.cost_per_month {
        month(cost, printer)?;
    }
    for warning in &found.warnings {
        printer.line(&warning.text)?;
    }
    if prompt && !found.system.is_empty() {
        printer.line("")?;
        printer.line(&found.system)?;
    }
    printer.line("")?;
    printer.line(&found.message)
}

/// What it costs a month.
pub fn month(cost: &EstimatedCost, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let told = params([
        ("low", format!("${:.2}", cost.low).into()),
        ("high", format!("${:.2}", cost.high).into()),
    ]);
    printer.say("cli-cron-month", &told)
}

/// What was understood of a sentence.
pub fn parsed(found: &CronParsed, printer: &mut Printer<'_>) -> Result<(), Failure> {
    if printer.json {
        return printer.json(found);
    }
    let Some(draft) = &found.draft else {
        return printer.say("cli-cron-not-understood", &params([]));
    };
    printer.line(&draft.description)?;
    for at in &draft.runs {
        printer.line(&format!("  {}", local_minute(*at, &draft.zone)))?;
    }
    if draft.time_assumed {
        printer.say("cli-cron-time-assumed", &params([]))?;
    }
    for warning in &draft.warnings {
        printer.line(&warning.text)?;
    }
    match found.rest.as_str() {
        "" => Ok(()),
        rest => printer.say("cli-cron-rest", &params([("rest", rest.into())])),
    }
}
