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

use super::Printer;
use crate::failure::Failure;

/// Every job.
pub fn list(found: &JobList, printer: &mut Printer<'_>) -> Result<(), Failure> {
    if printer.json {
        return printer.json(&super::named("jobs", &found.jobs));
    }
    let rows = found.jobs.iter().map(|job| {
        let next = job.next_at.map(|at| printer.time(at));
        let last = job.last.as_ref().map(|last| outcome(last, printer));
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
        _ => "on",
    };
    printer.words("cli-cron-state", &params([("state", word.into())]))
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
    let rows = page.rows.iter().map(|row| {
        let why = row.reason.as_ref().map(|reason| reason.text.clone());
        let said = row.summary.as_deref().and_then(|said| said.lines().next());
        let said: String = said.unwrap_or_default().chars().take(60).collect();
        let sent = row.delivery.clone().unwrap_or_default();
        [
            printer.time(row.at),
            outcome(row, printer),
            printer.words("cli-cron-delivery", &params([("state", sent.into())])),
            why.unwrap_or(said),
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
