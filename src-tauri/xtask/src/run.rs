//! `cargo xtask run`: from a clean machine to a conversation.
//!
//! Owns choosing between the window and, where there is no display, a gateway with a chat in the
//! terminal. Never changes a home by itself: the programs it starts do.

use std::io::{BufRead, BufReader, IsTerminal};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::place;
use crate::process::{Failure, cargo, run as run_shown, run_last};
use crate::setup;
use crate::ui;

/// How long a gateway may take to end its running turns, as the app itself allows.
const STOP: Duration = Duration::from_secs(12);

/// Installs what is lacking, builds, opens Cove. What is not ours goes to the program.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let release = arguments.iter().any(|argument| argument == "--release");
    let passed_on: Vec<&String> = arguments
        .iter()
        .filter(|argument| *argument != "--release" && *argument != "--")
        .collect();
    let profile = if release { "release" } else { "debug" };
    if has_display() {
        desktop(profile, &passed_on)
    } else {
        println!(
            "run: there is no display, so the gateway starts here and you talk to it in this terminal"
        );
        headless(profile, &passed_on)
    }
}

fn desktop(profile: &str, arguments: &[&String]) -> Result<(), Failure> {
    setup::packages(&[setup::GATEWAY, setup::DESKTOP])?;
    setup::node()?;
    ui::packages()?;
    ui::build()?;
    build(profile, &["--bins"])?;
    run_last(Command::new(place::built(profile, "cove-desktop")).args(arguments))
}

fn headless(profile: &str, arguments: &[&String]) -> Result<(), Failure> {
    setup::packages(&[setup::GATEWAY])?;
    if place::built(profile, "cove-desktop").exists() {
        // The same packages as then: built for the command line alone they have other features.
        ui::packages()?;
        ui::build()?;
        build(profile, &["--bins"])?;
    } else {
        build(profile, &["--package", "cove-cli"])?;
    }
    let cove = place::built(profile, "cove");
    let mut gateway = Command::new(&cove)
        .args(["gateway", "--json"])
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let ready = first_line(&mut gateway);
    if ready.is_none() {
        // It ended by itself. Where another gateway holds the home, the chat reaches that one.
        gateway.wait()?;
    }
    let talk = run_shown(Command::new(&cove).arg("chat").args(arguments));
    if ready.is_some() && !std::io::stdin().is_terminal() {
        let home: String = arguments.iter().map(|word| format!(" {word}")).collect();
        println!(
            "run: no more is typed here, and the gateway goes on; talk to Cove with: {} send \"Hello\"{home}",
            cove.display()
        );
        return talk.and(wait(&mut gateway));
    }
    stop(&mut gateway)?;
    talk
}

fn build(profile: &str, what: &[&str]) -> Result<(), Failure> {
    let mut command = cargo();
    command.arg("build").args(what);
    if profile == "release" {
        command.arg("--release");
    }
    run_shown(&mut command)
}

fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(target_os = "linux")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// The gateway says one line when it takes messages.
fn first_line(gateway: &mut Child) -> Option<String> {
    let mut line = String::new();
    let read = BufReader::new(gateway.stdout.take()?).read_line(&mut line);
    println!("{}", line.trim_end());
    read.is_ok_and(|length| length > 0).then_some(line)
}

fn wait(gateway: &mut Child) -> Result<(), Failure> {
    let status = gateway.wait()?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::said(format!("the gateway ended ({status})")))
    }
}

/// Asks it to end, so that running turns finish or are saved.
fn stop(gateway: &mut Child) -> Result<(), Failure> {
    if cfg!(unix) {
        let pid = gateway.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &pid]).status();
        let asked = Instant::now();
        while asked.elapsed() < STOP {
            if gateway.try_wait()?.is_some() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    gateway.kill()?;
    gateway.wait()?;
    Ok(())
}
