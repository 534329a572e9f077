//! `cove heartbeat`: when check-ins fall and what they will cost.

use chrono::SecondsFormat;
use cove_gateway::api::heartbeat::{
    BeatEstimate, BeatTimes, EstimatedCost, HeartbeatEstimate, HeartbeatPlan, HeartbeatSavings,
    SavingKind,
};
use cove_gateway::clock::utc;
use cove_gateway::error::params;
use cove_gateway::words::short_count;
use serde_json::json;

use super::Home;
use crate::args::{EstimateArgs, HeartbeatCommand, PlanArgs, WhenArgs};
use crate::failure::Failure;
use crate::print::Printer;

/// Asks and prints.
pub async fn run(
    command: HeartbeatCommand,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    match command {
        HeartbeatCommand::Plan(args) => plan(args, home, printer).await,
        HeartbeatCommand::Estimate(args) => estimate(args, home, printer).await,
    }
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
        return printer.json(&json!({ "beats": beats }));
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
    match &estimated.cost_per_month {
        Some(month) => {
            let told = params([
                ("low", dollars(month.low).into()),
                ("high", dollars(month.high).into()),
                ("model", cheaper.model.as_str().into()),
            ]);
            printer.say("cli-estimate-cost", &told)?;
        }
        None => {
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
    let range = |cost: &Option<EstimatedCost>| match cost {
        Some(cost) => format!("{}–{}", dollars(cost.low), dollars(cost.high)),
        None => "?".to_owned(),
    };
    let rows = estimated.table.iter().map(|row| {
        let every = match row.every.as_str() {
            "0m" => printer.word("cli-estimate-off"),
            every => every.to_owned(),
        };
        [
            every,
            row.calls_per_day.to_string(),
            short_count(estimated.tokens_per_call.input),
            range(&row.cost_per_day),
        ]
    });
    let rows = rows.collect();
    printer.table(
        ["every", "calls-a-day", "tokens-in", "cost-a-day"],
        rows,
        "cli-no-costs",
    )
}

/// Dollars of an estimate: cents.
fn dollars(amount: f64) -> String {
    format!("${amount:.2}")
}
