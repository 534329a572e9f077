//! Running other programs.
//!
//! Owns what a failure of one looks like and how its output is shown and kept at once. Never
//! hides output.

use std::fmt;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Command, Stdio};
use std::thread;

/// Why a command of xtask did not succeed, for the person at the terminal.
#[derive(Debug)]
pub struct Failure {
    /// The sentence.
    message: String,
    /// What the program had printed, as far as it was kept.
    pub output: String,
}

impl Failure {
    /// A failure that is told in one sentence.
    pub fn said(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            output: String::new(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::said(error.to_string())
    }
}

/// Cargo itself, the one that runs xtask, from the repository's root.
pub fn cargo() -> Command {
    let mut command = Command::new(cargo_path());
    for_cargo(&mut command);
    command
}

/// Where cargo is.
pub fn cargo_path() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// The folder and the environment every call of cargo has, so that no call compiles again what
/// another one built.
pub fn for_cargo(command: &mut Command) {
    command.current_dir(super::place::root());
    // What cargo tells xtask about xtask must not reach the build scripts of another build.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&*name);
        }
    }
    if std::env::var_os("CI").is_some() {
        // Nothing is built a second time there; the incremental files are 200 MB of disk.
        command.env("CARGO_INCREMENTAL", "0");
    }
}

/// A program that is a script with another name on Windows (npm, npx).
pub fn script(name: &str) -> Command {
    if cfg!(windows) {
        Command::new(format!("{name}.cmd"))
    } else {
        Command::new(name)
    }
}

/// Runs with the terminal handed through.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    let shown = shown(command);
    println!("$ {shown}");
    let status = command
        .status()
        .map_err(|error| Failure::said(format!("could not start `{shown}`: {error}")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::said(format!("`{shown}` failed ({status})")))
    }
}

/// Runs as the last thing: where the system can, in the place of this very process, so that what
/// ends xtask ends the program and nothing is left behind.
pub fn run_last(command: &mut Command) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        let shown = shown(command);
        println!("$ {shown}");
        let error = command.exec();
        Err(Failure::said(format!("could not start `{shown}`: {error}")))
    }
    #[cfg(not(unix))]
    run(command)
}

/// Runs without a terminal; what it prints is shown as it comes and handed back as well.
pub fn run_kept(command: &mut Command) -> Result<String, Failure> {
    let shown = shown(command);
    println!("$ {shown}");
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::said(format!("could not start `{shown}`: {error}")))?;
    let out = child
        .stdout
        .take()
        .map(|pipe| copy(pipe, std::io::stdout()));
    let err = child
        .stderr
        .take()
        .map(|pipe| copy(pipe, std::io::stderr()));
    let mut output = String::new();
    for thread in [out, err].into_iter().flatten() {
        output.push_str(&thread.join().unwrap_or_default());
    }
    let status = child.wait()?;
    if status.success() {
        Ok(output)
    } else {
        Err(Failure {
            message: format!("`{shown}` failed ({status})"),
            output,
        })
    }
}

/// What a quick question to a program answers; `None` where it is missing or says no.
pub fn ask(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn copy(
    pipe: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut kept = String::new();
        let mut reader = BufReader::new(pipe);
        let mut line = Vec::new();
        while reader
            .read_until(b'\n', &mut line)
            .is_ok_and(|read| read > 0)
        {
            // A closed terminal is no reason to stop the tests.
            let _ = to.write_all(&line).and_then(|()| to.flush());
            kept.push_str(&String::from_utf8_lossy(&line));
            line.clear();
        }
        kept
    })
}

fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    if let Some(name) = std::path::Path::new(&words[0]).file_name() {
        words[0] = name.to_string_lossy().into_owned();
    }
    words.extend(
        command
            .get_args()
            .map(|argument| argument.to_string_lossy().into_owned()),
    );
    words.join(" ")
}
