//! `cove state`: what several conversations know together.

use cove_gateway::api::state::{StateChange, StateDo, StateGet, StateList, StateSeen};
use cove_gateway::error::{Problem, params};

use super::Home;
use crate::args::{HolderArgs, LeaseArgs, StateCommand};
use crate::failure::Failure;
use crate::print::Printer;

/// Lists, reads or changes.
pub async fn run(
    command: StateCommand,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    match command {
        StateCommand::List => {
            let found = home.ask(StateList::default()).await?;
            if printer.json {
                return printer.json(&found);
            }
            let logs = found.logs.iter().map(|name| (name, "log"));
            let states = found.states.iter().map(|name| (name, "state"));
            let rows = states.chain(logs);
            let rows = rows.map(|(name, kind)| {
                let kind = printer.word(&format!("cli-state-{kind}"));
                [name.clone(), kind]
            });
            let rows = rows.collect();
            printer.table(["name", "what"], rows, "cli-state-none")
        }
        StateCommand::Get { name } => {
            let agent_id = None;
            let seen = home.ask(StateGet { name, agent_id }).await?;
            if printer.json {
                return printer.json(&seen);
            }
            if seen.version > 0 || seen.lock.is_some() {
                return shown(&seen, printer);
            }
            for line in &seen.log {
                printer.line(&format!("{}  {}: {}", line.at, line.by, line.text))?;
            }
            match seen.log.is_empty() {
                true => {
                    let told = params([("name", seen.name.as_str().into())]);
                    printer.say("cli-state-nothing", &told)
                }
                false => Ok(()),
            }
        }
        StateCommand::Set(args) => {
            let state = serde_json::from_str(&args.state).map_err(|error| {
                let told = params([("reason", error.to_string().into())]);
                Failure::problem(&Problem::with("state-not-json", told), printer.language)
            })?;
            let action = StateDo::Set {
                state,
                version: args.version,
                format: args.format,
            };
            change(args.name, args.holder, action, home, printer).await
        }
        StateCommand::Append { name, text } => {
            change(name, None, StateDo::Append { text }, home, printer).await
        }
        StateCommand::Lock(LeaseArgs { who, minutes }) => {
            let action = StateDo::Acquire { minutes };
            change(who.name, who.holder, action, home, printer).await
        }
        StateCommand::Renew(LeaseArgs { who, minutes }) => {
            let action = StateDo::Renew { minutes };
            change(who.name, who.holder, action, home, printer).await
        }
        StateCommand::Unlock(HolderArgs { name, holder }) => {
            change(name, holder, StateDo::Release {}, home, printer).await
        }
    }
}

async fn change(
    name: String,
    holder: Option<String>,
    action: StateDo,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let changed = home
        .change(StateChange {
            name,
            action,
            holder,
            agent_id: None,
        })
        .await?;
    if printer.json {
        return printer.json(&changed);
    }
    match &changed.state {
        Some(seen) => shown(seen, printer),
        None => printer.say("cli-state-added", &params([])),
    }
}

fn shown(seen: &StateSeen, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
    let told = params([
        ("version", seen.version.into()),
        ("by", text(&seen.updated_by).into()),
        ("format", text(&seen.format).into()),
    ]);
    printer.say("cli-state-version", &told)?;
    if let Some(lock) = &seen.lock {
        let told = params([
            ("holder", lock.holder.as_str().into()),
            ("until", lock.expires_at.as_str().into()),
        ]);
        printer.say("cli-state-held", &told)?;
    }
    let state = serde_json::to_string_pretty(&seen.state).unwrap_or_default();
    printer.line(&state)
}
