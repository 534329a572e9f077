//! Commands, one file a group: each turns its words into requests and prints the answers.
//!
//! Owns which command needs which runtime. Never holds logic of a home.

mod activity;
mod chat;
mod config;
mod context;
mod cost;
mod cron;
mod delivery;
mod files;
mod gateway;
mod health;
mod heartbeat;
mod hold;
mod logs;
mod model;
mod pairing;
mod rehearse;
mod route;
mod secret;
mod send;
mod sessions;
mod state;
mod talk;
mod transcripts;

use std::sync::Arc;

use clap::CommandFactory;
use cove_gateway::api::Request;
use cove_gateway::api::activity::UndoRun;
use cove_gateway::api::carrier::{Ask, Client, EventStream};
use cove_gateway::api::status::StatusGet;
use cove_gateway::error::{Problem, params};

use crate::args::{Args, Command};
use crate::failure::Failure;
use crate::print::{self, Printer};
use crate::{link, place};

/// A home as a command sees it.
pub struct Home {
    client: Arc<dyn Client>,
}

impl Home {
    /// A home behind `client`.
    pub fn new(client: Arc<dyn Client>) -> Self {
        Self { client }
    }

    /// Asks.
    pub async fn ask<R: Request>(&self, request: R) -> Result<R::Answer, Failure> {
        Ok(self.client.ask(request, None).await?)
    }

    /// Changes something: the request carries an id, so that it happens once.
    pub async fn change<R: Request>(&self, request: R) -> Result<R::Answer, Failure> {
        let id = uuid::Uuid::new_v4().to_string();
        Ok(self.client.ask(request, Some(id)).await?)
    }

    /// Events from now on.
    pub async fn events(&self) -> Result<EventStream, Failure> {
        Ok(self.client.subscribe(None).await?)
    }
}

/// Runs a command; the answer is its exit code.
pub fn run(args: Args, printer: &mut Printer<'_>) -> Result<u8, Failure> {
    let state_dir = place::state_dir(args.state_dir);
    match args.command {
        Command::Completions { shell } => completions(shell, printer),
        Command::Gateway(gateway) if gateway.command.is_none() => {
            gateway::run(state_dir, gateway, printer)
        }
        command => {
            runtime(tokio::runtime::Builder::new_current_thread(), printer)?.block_on(async {
                let client = link::connect_or_offline(&state_dir, printer.language).await?;
                printer.language = client.language().unwrap_or(printer.language);
                dispatch(command, &Home::new(client), printer).await
            })
        }
    }
}

/// A runtime, made only by commands that need one.
fn runtime(
    mut builder: tokio::runtime::Builder,
    printer: &Printer<'_>,
) -> Result<tokio::runtime::Runtime, Failure> {
    builder.enable_all().build().map_err(|error| {
        let reason = params([("reason", error.to_string().into())]);
        Failure::problem(&Problem::with("cli-start", reason), printer.language)
    })
}

/// Runs a command of a home.
pub async fn dispatch(
    command: Command,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<u8, Failure> {
    match command {
        Command::Send(args) => return send::run(args, home, printer).await,
        Command::Chat(args) => return chat::run(args, home, printer).await,
        Command::Doctor(args) => return health::doctor(args, home, printer).await,
        Command::Config { command } => return config::run(command, home, printer).await,
        // Both are handled without a home, in `run`.
        Command::Completions { shell } => return completions(shell, printer),
        Command::Gateway(_) => gateway::stop(home, printer).await?,
        Command::Status => print::status::print(&home.ask(StatusGet {}).await?, printer)?,
        Command::Sessions(args) => sessions::run(args, home, printer).await?,
        Command::Route(args) => route::run(args, home, printer).await?,
        Command::Cron { command } => cron::run(command, home, printer).await?,
        Command::Context(args) => context::run(args, home, printer).await?,
        Command::Heartbeat { command } => heartbeat::run(command, home, printer).await?,
        Command::Rehearse { hours } => rehearse::run(hours, home, printer).await?,
        Command::State { command } => state::run(command, home, printer).await?,
        Command::System { command } => heartbeat::system(command, home, printer).await?,
        Command::Cost(args) => cost::run(args, home, printer).await?,
        Command::Secret { command } => secret::run(command, home, printer).await?,
        Command::Pairing { command } => pairing::run(command, home, printer).await?,
        Command::Activity(args) => activity::run(args, home, printer).await?,
        Command::Logs(args) => logs::run(args, home, printer).await?,
        Command::Pause(args) => hold::pause(args, home, printer).await?,
        Command::Resume { scope } => hold::resume(scope, home, printer).await?,
        Command::Deliveries { all, .. } => delivery::list(all, home, printer).await?,
        Command::Resend { id } => delivery::resend(id, home, printer).await?,
        Command::Dismiss { id } => delivery::dismiss(id, home, printer).await?,
        Command::Undo { id } => {
            let undone = home.change(UndoRun { id }).await?;
            match printer.json {
                true => printer.json(&undone)?,
                false => printer.line(&undone.text)?,
            }
        }
        Command::Backup { file } => health::backup(file, home, printer).await?,
        Command::Restore(args) => health::restore(args, home, printer).await?,
        Command::Files { command } => files::run(command, home, printer).await?,
        Command::Model { command } => model::run(command, home, printer).await?,
    }
    Ok(0)
}

fn completions(shell: clap_complete::Shell, printer: &mut Printer<'_>) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "cove", &mut script);
    printer.raw(&String::from_utf8_lossy(&script))?;
    Ok(0)
}

/// What a talk in session `k` shows of these happenings; lost text is asked for again.
#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub fn talked(happenings: &[serde_json::Value]) -> String {
    use cove_gateway::api::events::{Event, StreamItem};

    let home = Home::new(Arc::new(crate::tests::Said("Good morning")));
    let mut out = Vec::new();
    let mut printer = Printer::new(&mut out, false, Default::default());
    let mut talk = talk::Talk::new("k".into());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    for happening in happenings {
        let event = Event {
            epoch: "e".into(),
            seq: 1,
            happening: serde_json::from_value(happening.clone()).unwrap(),
        };
        let event = Box::new(event);
        let shown = talk.show(StreamItem::Event { event }, &home, &mut printer);
        runtime.block_on(shown).unwrap();
    }
    drop(printer);
    String::from_utf8(out).unwrap()
}
