//! `cove heartbeat` and `cove system event`: check-ins, what they will cost and what waits for one.

use chrono::SecondsFormat;
use cove_gateway::api::contract::Changed;
use cove_gateway::api::heartbeat::{
    BeatEstimate, BeatReport, BeatSeen, BeatState, BeatTimes, HeartbeatEstimate, HeartbeatLast,
    HeartbeatNow, HeartbeatPlan, HeartbeatSavings, HeartbeatSet, SavingKind, SystemEventAdd,
    WakeMode,
};
use cove_gateway::api::hold::{HeartbeatPause, HeartbeatResume};
use cove_gateway::clock::utc;
use cove_gateway::error::{Params, params};
use cove_gateway::words::short_count;
use serde_json::json;

use super::Home;
use crate::args::{
    EstimateArgs, EventArgs, HeartbeatCommand, ModeArg, PauseBeatsArgs, PlanArgs, SystemCommand,
    WhenArgs,
};
use crate::failure::Failure;
use crate::print::money::{cell, dollars, phrase};
use crate::print::{self, Printer};

/// Asks and prints.
pub async fn run(
    command: HeartbeatCommand,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    match command {
        HeartbeatCommand::Plan(args) => plan(args, home, printer).await,
        HeartbeatCommand::Estimate(args) => estimate(args, home, printer).await,
        HeartbeatCommand::Last(args) => {
            let agent_id = args.agent;
            let report = home.ask(HeartbeatLast { agent_id }).await?;
            last(&report, printer)
        }
        HeartbeatCommand::Now(args) => {
            let agent_id = args.agent;
            let seen = home.ask(HeartbeatNow { agent_id }).await?;
            match printer.json {
                true => printer.json(&seen),
                false => one(&seen, printer),
            }
        }
        HeartbeatCommand::Enable => {
            let changed = home.change(HeartbeatSet { on: true }).await?;
            printer.changed(&changed, "cli-heartbeat-enabled", "")
        }
        HeartbeatCommand::Disable => {
            let changed = home.change(HeartbeatSet { on: false }).await?;
            printer.changed(&changed, "cli-heartbeat-disabled", "")
        }
        HeartbeatCommand::Pause(args) => pause(args, home, printer).await,
        HeartbeatCommand::Resume(args) => {
            let agent_id = args.agent;
            let changed = home.change(HeartbeatResume { agent_id }).await?;
            let key = match changed.undo {
                Some(_) => "cli-heartbeat-resumed",
                None => "cli-heartbeat-not-paused",
            };
            printer.changed(&changed, key, "")
        }
    }
}

async fn pause(
    args: PauseBeatsArgs,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let pause = HeartbeatPause {
        agent_id: args.agent,
        until: args.until,
    };
    let paused = home.change(pause).await?;
    if printer.json {
        return printer.json(&paused);
    }
    let told = until(paused.until, printer);
    let changed = Changed { undo: paused.undo };
    printer.changed_with(&changed, "cli-heartbeat-paused", &told)
}

/// Whether and until when, for a sentence.
fn until(until: Option<i64>, printer: &Printer<'_>) -> Params {
    params([
        ("open", until.is_none().to_string().into()),
        (
            "until",
            until.map_or_else(String::new, |at| printer.time(at)).into(),
        ),
    ])
}

/// Leaves a note.
pub async fn system(
    command: SystemCommand,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let SystemCommand::Event(EventArgs {
        text,
        mode,
        session,
    }) = command;
    let mode = match mode {
        ModeArg::Now => WakeMode::Now,
        ModeArg::NextHeartbeat => WakeMode::NextHeartbeat,
    };
    let event = SystemEventAdd {
        text,
        mode,
        session_key: session,
        agent_id: None,
    };
    let queued = home.change(event).await?;
    if printer.json {
        return printer.json(&queued);
    }
    if let Some(waits) = &queued.waits {
        let told = params([("why", waits.message.as_str().into())]);
        printer.say("cli-event-waits", &told)?;
        return match print::error::here(waits, printer).hint {
            Some(hint) => printer.line(&hint),
            None => Ok(()),
        };
    }
    let mode = if mode == WakeMode::Now {
        "now"
    } else {
        "next-heartbeat"
    };
    printer.say("cli-event-queued", &params([("mode", mode.into())]))
}

fn last(report: &BeatReport, printer: &mut Printer<'_>) -> Result<(), Failure> {
    if printer.json {
        return printer.json(report);
    }
    let told = params([
        ("on", report.on.to_string().into()),
        ("every", report.every.as_str().into()),
    ]);
    printer.say("cli-heartbeat-report", &told)?;
    match &report.last {
        Some(seen) => one(seen, printer)?,
        None => printer.say("cli-heartbeat-none", &params([]))?,
    }
    if report.paused.is_some() {
        let told = until(report.paused_until, printer);
        printer.say("cli-heartbeat-paused", &told)?;
    }
    if let Some(at) = report.next_at {
        let at = printer.time(at);
        printer.say("cli-heartbeat-next", &params([("at", at.into())]))?;
    }
    if let Some(why) = &report.next_skipped {
        let told = params([("why", why.message.as_str().into())]);
        printer.say("cli-heartbeat-next-skipped", &told)?;
    }
    if report.waiting > 0 {
        let told = params([("count", report.waiting.into())]);
        printer.say("cli-heartbeat-waiting", &told)?;
    }
    Ok(())
}

fn one(seen: &BeatSeen, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let outcome = match seen.outcome {
        BeatState::Running => "running",
        BeatState::Ok => "ok",
        BeatState::Said => "said",
        BeatState::Duplicate => "duplicate",
        BeatState::Failed => "failed",
        BeatState::Skipped => "skipped",
        BeatState::Interrupted => "interrupted",
        BeatState::Stopped => "stopped",
    };
    let why = seen.reason.as_ref().map(|why| why.message.clone());
    let told = params([
        ("at", printer.time(seen.started_at).into()),
        ("outcome", outcome.into()),
        ("text", seen.text.clone().unwrap_or_default().into()),
        ("why", why.unwrap_or_default().into()),
    ]);
    printer.say("cli-heartbeat-last", &told)
}

async fn plan(args: PlanArgs, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let planned = home
        .ask(HeartbeatPlan {
            times: times(args.when),
            from: args.from,
            hours: args.hours,
        })
        .await?;
    if printer.json {
        let beats = planned.beats.iter();
        let beats: Vec<String> = beats
            .map(|at| utc(*at).to_rfc3339_opts(SecondsFormat::AutoSi, true))
            .collect();
        return printer.json(&match planned.left_out.is_empty() {
            true => json!({ "beats": beats }),
            false => json!({ "beats": beats, "leftOut": planned.left_out }),
        });
    }
    let told = params([
        ("count", planned.beats.len().into()),
        ("zone", planned.timezone.into()),
    ]);
    printer.say("cli-heartbeat-plan", &told)?;
    for at in planned.beats {
        let line = printer.time(at);
        printer.line(&line)?;
    }
    for left in planned.left_out {
        let told = params([
            ("from", printer.time(left.from).into()),
            ("until", printer.time(left.until).into()),
            ("why", left.why.message.into()),
        ]);
        printer.say("cli-heartbeat-left-out", &told)?;
    }
    Ok(())
}

async fn estimate(
    args: EstimateArgs,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let question = HeartbeatEstimate {
        times: times(args.when),
        model: args.model,
        context_tokens: args.context_tokens,
        output_tokens: args.output_tokens,
    };
    let estimated = home.ask(question.clone()).await?;
    if printer.json {
        return printer.json(&estimated);
    }
    let cheaper = home.ask(HeartbeatSavings { about: question }).await?;
    match (&estimated.cost_per_day, &estimated.cost_per_month) {
        (Some(day), Some(month)) => {
            let told = params([
                ("model", cheaper.model.as_str().into()),
                ("day", phrase(day, printer).into()),
                ("month", phrase(month, printer).into()),
                ("nothing", (month.high <= 0.0).to_string().into()),
                ("days", estimated.days_per_week.into()),
            ]);
            printer.say("cli-estimate-cost", &told)?;
        }
        _ => {
            let told = params([("model", cheaper.model.as_str().into())]);
            printer.say("cli-estimate-unknown", &told)?;
        }
    }
    if let Some(why) = &estimated.skipped_now {
        printer.say(
            "cli-estimate-skipped",
            &params([("why", why.as_str().into())]),
        )?;
    }
    table(&estimated, printer)?;
    if let Some(actual) = &estimated.actual {
        let told = params([
            ("days", actual.days.into()),
            ("calls", actual.calls.into()),
            ("estimated", dollars(actual.estimated).into()),
            ("actual", dollars(actual.actual).into()),
        ]);
        printer.say("cli-estimate-actual", &told)?;
    }
    for saving in cheaper.savings {
        let kind = match saving.kind {
            SavingKind::QuietHours => "quiet-hours",
            SavingKind::LightContext => "light-context",
            SavingKind::SmallerModel => "smaller-model",
            SavingKind::ShorterFile => "shorter-file",
        };
        let told = params([
            ("kind", kind.into()),
            ("saved", dollars(saving.saved_per_month.high).into()),
            ("model", saving.model.unwrap_or_default().into()),
        ]);
        printer.say("cli-estimate-saving", &told)?;
    }
    Ok(())
}

fn times(when: WhenArgs) -> BeatTimes {
    BeatTimes {
        agent_id: when.agent,
        every: when.every,
        start: when.start,
        end: when.end,
        timezone: when.timezone,
    }
}

fn table(estimated: &BeatEstimate, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let rows = estimated.table.iter().map(|row| {
        let every = match row.every.as_str() {
            "0m" => printer.word("cli-estimate-off"),
            every => every.to_owned(),
        };
        [
            every,
            row.calls_per_day.to_string(),
            short_count(estimated.tokens_per_call.input),
            row.cost_per_day
                .as_ref()
                .map_or_else(|| "?".to_owned(), cell),
        ]
    });
    let rows = rows.collect();
    printer.table(
        ["every", "calls-a-day", "tokens-in", "cost-a-day"],
        rows,
        "cli-no-costs",
    )
}
