//! `cove gateway`: the gateway in this terminal, and stopping a running one.
//!
//! Owns the signals and the `ready` line. Never builds a part of the gateway.

use std::path::PathBuf;
use std::time::Instant;

use cove_gateway::api::process::GatewayStop;
use cove_gateway::crash::Restarts;
use cove_gateway::error::{Problem, params};
use cove_gateway::gateway::{Ended, Gateway, Options, report_panics};
use serde_json::json;

use super::Home;
use crate::args::GatewayArgs;
use crate::failure::Failure;
use crate::print::Printer;

/// Threads of the gateway's runtime: it waits far more than it computes.
const WORKERS: usize = 2;

/// Runs until a signal or until somebody asks it to stop.
pub fn run(
    state_dir: PathBuf,
    args: GatewayArgs,
    printer: &mut Printer<'_>,
) -> Result<u8, Failure> {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(WORKERS);
    super::runtime(builder, printer)?.block_on(serve(state_dir, args, printer))
}

async fn serve(
    state_dir: PathBuf,
    args: GatewayArgs,
    printer: &mut Printer<'_>,
) -> Result<u8, Failure> {
    let language = printer.language;
    // Listened for from here on, so that a signal during the start is not lost.
    let signal = signals().map_err(|error| {
        let reason = params([("reason", error.to_string().into())]);
        Failure::problem(&Problem::with("cli-start", reason), language)
    })?;
    tokio::pin!(signal);
    let mut options = options(state_dir, args);
    report_panics(&options);
    let failure = |problem: &Problem| Failure::problem(problem, language);
    let mut restarts = Restarts::default();
    loop {
        let gateway = Gateway::start(options.clone())
            .await
            .map_err(|error| failure(&Problem::from(&error)))?;
        let told = ready(&gateway, printer);
        let (mut signalled, mut failed) = (false, false);
        if told.is_ok() {
            tokio::select! {
                () = &mut signal => signalled = true,
                () = gateway.stopped() => {}
                () = gateway.failed() => failed = true,
            }
        }
        let ended = gateway.end().await;
        told?;
        match ended.map_err(|error| failure(&Problem::from(&error)))? {
            _ if signalled => return Ok(0),
            // A restored home stands in its place: the gateway goes on with that one.
            Ended::Replaced => continue,
            Ended::Stopped if !failed => return Ok(0),
            Ended::Stopped => {}
        }
        if !restarts.may(Instant::now()) {
            return Err(failure(&Problem::new("gateway-fails")));
        }
        options.again = true;
    }
}

#[cfg(feature = "test-hooks")]
fn options(state_dir: PathBuf, args: GatewayArgs) -> Options {
    Options {
        state_dir: Some(state_dir),
        clock_socket: args.clock,
        ..Options::default()
    }
}

#[cfg(not(feature = "test-hooks"))]
fn options(state_dir: PathBuf, _args: GatewayArgs) -> Options {
    Options {
        state_dir: Some(state_dir),
        ..Options::default()
    }
}

fn ready(gateway: &Gateway, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let (pid, socket) = (std::process::id(), gateway.socket().display().to_string());
    if printer.json {
        return printer.json(&json!({"ready": true, "pid": pid, "socket": socket}));
    }
    printer.say(
        "cli-ready",
        &params([("pid", pid.to_string().into()), ("socket", socket.into())]),
    )
}

#[cfg(unix)]
fn signals() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(windows)]
fn signals() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    let mut closing = tokio::signal::windows::ctrl_close()?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = closing.recv() => {}
        }
    })
}

/// Stops the running gateway.
pub async fn stop(home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let stopping = home.change(GatewayStop {}).await?;
    if printer.json {
        return printer.json(&stopping);
    }
    let told = params([
        ("running", stopping.running.into()),
        ("seconds", (stopping.grace_ms / 1_000).into()),
    ]);
    printer.say("cli-stopping", &told)
}
