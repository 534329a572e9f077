//! `cove cron`: jobs, and when a schedule would run.

use cove_gateway::api::Undo;
use cove_gateway::api::contract::Changed;
use cove_gateway::api::cron::{
    CronAdd, CronDisable, CronDismiss, CronEdit, CronEnable, CronExplain, CronGet, CronList,
    CronParse, CronPreview, CronPreviewed, CronRemove, CronResume, CronRun, CronRuns, CronStatus,
    CronStop, CronWarning, CronWhen, EstimatedCost, JobChanged,
};
use cove_gateway::api::cron_test::CronTest;
use cove_gateway::clock::{local_run, utc};
use cove_gateway::cron::parse_span;
use cove_gateway::error::{Problem, params};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Home;
use crate::args::{AddArgs, CronCommand, EditArgs, FieldArgs, PreviewArgs};
use crate::failure::Failure;
use crate::print::{self, Printer};

/// Runs a command of jobs.
pub async fn run(
    command: CronCommand,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    match command {
        CronCommand::List => print::jobs::list(&home.ask(CronList {}).await?, printer),
        CronCommand::Status => print::jobs::status(&home.ask(CronStatus {}).await?, printer),
        CronCommand::Add(args) => {
            let zone = args.fields.tz.clone();
            let made = home.change(add(*args)).await?;
            changed(&made, zone, "cli-cron-added", printer)
        }
        CronCommand::Edit(args) => {
            let zone = args.fields.tz.clone();
            let wish = edit(*args);
            if wish.job.is_empty() && wish.when.is_none() {
                let nothing = Problem::new("job-edit-nothing");
                return Err(Failure::problem(&nothing, printer.language));
            }
            let made = home.change(wish).await?;
            changed(&made, zone, "cli-cron-changed", printer)
        }
        CronCommand::Enable(job) => {
            let id = job.into_id();
            let made = home.change(CronEnable { id }).await?;
            changed(&made, None, "cli-cron-enabled", printer)
        }
        CronCommand::Disable(job) => {
            let id = job.into_id();
            let made = home.change(CronDisable { id }).await?;
            changed(&made, None, "cli-cron-disabled", printer)
        }
        CronCommand::Resume(job) => {
            let id = job.into_id();
            let job = home.ask(CronGet { id: id.clone() }).await?;
            let lifted = home.change(CronResume { id }).await?;
            let key = match lifted.undo {
                Some(_) => "cli-cron-resumed",
                None => "cli-cron-not-paused",
            };
            printer.changed(&lifted, key, &job.name)
        }
        CronCommand::Remove(job) => {
            let id = job.into_id();
            let job = home.ask(CronGet { id: id.clone() }).await?;
            let gone = home.change(CronRemove { id }).await?;
            printer.changed(&gone, "cli-cron-removed", &job.name)
        }
        CronCommand::Run { job, force } => {
            let id = job.into_id();
            let begun = home.change(CronRun { id, force }).await?;
            match printer.json {
                true => printer.json(&begun),
                false => printer.say("cli-cron-begun", &params([])),
            }
        }
        CronCommand::Stop(job) => {
            let id = job.into_id();
            let stopped = home.change(CronStop { id: id.clone() }).await?;
            printer.changed(&stopped, "cli-cron-stopped", &id)
        }
        CronCommand::Dismiss(job) => {
            let id = job.into_id();
            let job = home.ask(CronGet { id: id.clone() }).await?;
            let left = home.change(CronDismiss { id }).await?;
            printer.changed(&left, "cli-cron-dismissed", &job.name)
        }
        CronCommand::Runs { job, limit } => {
            let (id, before) = (job.into_id(), None);
            let page = home.ask(CronRuns { id, before, limit }).await?;
            print::jobs::runs(&page, printer)
        }
        CronCommand::Explain { job, prompt } => {
            let id = job.into_id();
            let found = home.ask(CronExplain { id }).await?;
            print::jobs::explained(&found, prompt, printer)
        }
        CronCommand::Parse { text, tz } => {
            let parse = CronParse {
                text: text.join(" "),
                zone: tz,
                ..CronParse::default()
            };
            print::jobs::parsed(&home.ask(parse).await?, printer)
        }
        CronCommand::Preview(args) => preview(args, home, printer).await,
        CronCommand::Test { id } => test(id, home, printer).await,
    }
}

/// `zone`: the one that was asked for; what runs once keeps the instant alone.
fn changed(
    made: &JobChanged,
    zone: Option<String>,
    key: &str,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    if printer.json {
        return printer.json(made);
    }
    let job = &made.job;
    let once = print::jobs::is_once(job);
    let (when, next) = match (zone, job.next_at) {
        (Some(zone), Some(at)) => {
            let time = local_run(at, &zone, print::jobs::in_seconds(job, at));
            let what = params([("time", time.as_str().into())]);
            let what = printer.words("schedule-once", &what);
            let within = params([("what", what.into()), ("zone", zone.into())]);
            let within = printer.words("schedule-in-zone", &within);
            (Some(within).filter(|_| once), Some(time))
        }
        (_, next) => (None, next.map(|at| print::jobs::run_time(job, at, printer))),
    };
    let when = when.unwrap_or_else(|| job.description.clone());
    let told = params([
        ("name", made.job.name.as_str().into()),
        ("id", made.job.id.as_str().into()),
        ("when", when.into()),
        ("next", next.unwrap_or_else(|| "none".to_owned()).into()),
    ]);
    let undo: Option<Undo> = made.undo.clone();
    printer.changed_with(&Changed { undo }, key, &told)?;
    if made.job.needs_test {
        printer.say("cli-cron-needs-test", &told)?;
    }
    Ok(())
}

fn add(args: AddArgs) -> CronAdd {
    let rhythm = args.rhythm;
    let when = CronWhen {
        cron: rhythm.cron,
        every: rhythm.every,
        at: rhythm.at,
        rrule: rhythm.rrule,
        tz: args.fields.tz.clone(),
        start_at: args.fields.start_at.clone(),
        end_at: args.fields.end_at.clone(),
    };
    let mut job = fields(args.fields);
    if args.disabled {
        job.insert("enabled".to_owned(), false.into());
    }
    CronAdd {
        job,
        when: Some(when),
    }
}

fn edit(args: EditArgs) -> CronEdit {
    let rhythm = args.rhythm;
    // A chat belongs to its channel: another one that has no chats keeps none.
    let channel = args.fields.channel.as_deref();
    let alone = args.fields.to.is_none() && matches!(channel, Some("last" | "desktop"));
    let when = CronWhen {
        cron: rhythm.cron,
        every: rhythm.every,
        at: rhythm.at,
        rrule: rhythm.rrule,
        tz: args.fields.tz.clone(),
        start_at: args.fields.start_at.clone(),
        end_at: args.fields.end_at.clone(),
    };
    let mut job = fields(args.fields);
    if let Some(delivery) = job.get_mut("delivery").filter(|_| alone) {
        delivery["to"] = Value::Null;
    }
    CronEdit {
        id: args.id,
        job,
        whole: false,
        when: Some(when).filter(|when| *when != CronWhen::default()),
    }
}

/// The flags as fields of `jobs.json`.
fn fields(args: FieldArgs) -> Map<String, Value> {
    let mut job = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            job.insert(name.to_owned(), value);
        }
    };
    put("name", args.name.map(Value::from));
    put("agentId", args.agent.map(Value::from));
    put("sessionTarget", args.session.map(Value::from));
    put("wakeMode", args.wake.map(Value::from));
    put(
        "deleteAfterRun",
        (args.delete_after_run || args.keep_after_run).then(|| args.delete_after_run.into()),
    );
    put(
        "cove",
        args.missed.map(|missed| json!({ "missed": missed })),
    );
    let words = [
        ("agentTurn", "message", args.message),
        ("systemEvent", "text", args.system_event),
        ("notify", "text", args.notify),
    ];
    let mut payload = Map::new();
    for (kind, name, text) in words {
        if let Some(text) = text {
            payload.insert("kind".to_owned(), kind.into());
            payload.insert(name.to_owned(), text.into());
        }
    }
    let timeout = args.timeout.map(|span| span.as_secs().into());
    for (name, value) in [
        ("model", args.model.map(Value::from)),
        ("thinking", args.thinking.map(Value::from)),
        ("timeoutSeconds", timeout),
    ] {
        payload.extend(value.map(|value| (name.to_owned(), value)));
    }
    let mut delivery = Map::new();
    let mode = match (&args.webhook, args.no_deliver) {
        (Some(_), _) => Some("webhook"),
        (None, true) => Some("none"),
        (None, false) if args.announce || args.channel.is_some() || args.to.is_some() => {
            Some("announce")
        }
        (None, false) => None,
    };
    for (name, value) in [
        ("mode", mode.map(Value::from)),
        ("channel", args.channel.map(Value::from)),
        ("to", args.webhook.or(args.to).map(Value::from)),
        ("accountId", args.account.map(Value::from)),
        ("bestEffort", args.best_effort_deliver.then(|| true.into())),
    ] {
        delivery.extend(value.map(|value| (name.to_owned(), value)));
    }
    put("payload", (!payload.is_empty()).then_some(payload.into()));
    put(
        "delivery",
        (!delivery.is_empty()).then_some(delivery.into()),
    );
    job
}

async fn test(id: String, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let test = CronTest { id: id.clone() };
    printer.changed(&home.change(test).await?, "cli-cron-test-sent", &id)
}

/// The preview as programs read it.
#[derive(Serialize)]
struct Printed {
    runs: Vec<String>,
    description: String,
    zone: String,
    warnings: Vec<CronWarning>,
    #[serde(rename = "costPerMonth", skip_serializing_if = "Option::is_none")]
    cost_per_month: Option<EstimatedCost>,
}

async fn preview(args: PreviewArgs, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let rhythm = args.rhythm;
    // A span begins at any second; that alone is no reason to show them.
    let span = rhythm.every.as_deref().and_then(parse_span);
    let message = args.message;
    let wanted = CronPreview {
        cron: rhythm.cron,
        every: rhythm.every,
        at: rhythm.at,
        rrule: rhythm.rrule,
        tz: args.tz,
        from: args.from,
        count: args.count,
        start_at: args.start_at,
        end_at: args.end_at,
        job: message.map(|message| {
            fields(FieldArgs {
                message: Some(message),
                model: args.model,
                ..FieldArgs::default()
            })
        }),
    };
    let CronPreviewed {
        runs,
        zone,
        description,
        warnings,
        cost_per_month,
    } = home.ask(wanted).await?;
    let seconds = match span {
        Some(span) => span % 60_000 != 0,
        None => runs.iter().any(|at| at % 60_000 != 0),
    };
    if printer.json {
        let iso = |at: &i64| utc(*at).to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
        return printer.json(&Printed {
            runs: runs.iter().map(iso).collect(),
            description,
            zone,
            warnings,
            cost_per_month,
        });
    }
    printer.line(&description)?;
    for at in &runs {
        printer.line(&format!("  {}", local_run(*at, &zone, seconds)))?;
    }
    if runs.is_empty() && warnings.is_empty() {
        printer.line(&printer.word("cli-cron-no-runs"))?;
    }
    for warning in warnings {
        printer.line(&warning.text)?;
    }
    match cost_per_month {
        Some(cost) => print::jobs::month(&cost, printer),
        None => Ok(()),
    }
}
