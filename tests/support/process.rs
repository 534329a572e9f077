//! A built binary as a process: started, watched, stopped or killed, and its output kept.
//!
//! Owns: the child and the files its output goes to. Never: leaves a child behind.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::home::Home;
use crate::launch::{command, cove_binary};

/// How long a binary may take to say that it is ready; generous for a debug build under load.
const START: Duration = Duration::from_secs(30);
/// How long it may take to end after a polite request.
const STOP: Duration = Duration::from_secs(15);
/// How often output and exit are looked at: a process gives no other signal that fits all systems.
const LOOK: Duration = Duration::from_millis(5);

/// What a finished command left.
#[derive(Debug)]
pub struct Output {
    /// The exit code; `None` after a signal.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Output {
    /// Standard output as JSON.
    ///
    /// # Panics
    /// When it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("no JSON on stdout ({error}): {self:?}"))
    }
}

/// A running binary, killed when dropped.
pub struct CoveProcess {
    child: Child,
    ready: Value,
    logs: TempDir,
    exit: Option<ExitStatus>,
}

impl CoveProcess {
    /// Starts `cove gateway --json` on this home and waits for its ready line.
    ///
    /// # Panics
    /// When it ends, or is not ready in time, with what it printed.
    pub async fn gateway(home: &Home) -> Self {
        Self::start(&cove_binary(), &["gateway", "--json"], home).await
    }

    /// Starts a binary with these arguments and `--state-dir`, and waits for its ready line.
    pub async fn start(binary: &Path, arguments: &[&str], home: &Home) -> Self {
        let mut process = Self::spawn(binary, arguments, home);
        process.ready = process.wait_for_ready().await;
        process
    }

    /// Starts a binary without waiting for anything.
    pub fn spawn(binary: &Path, arguments: &[&str], home: &Home) -> Self {
        let logs = TempDir::new().expect("a directory for output");
        let file = |name: &str| File::create(logs.path().join(name)).expect("a file for output");
        let child = command(binary, home)
            .args(arguments)
            .arg("--state-dir")
            .arg(home.state_dir())
            .stdout(file("stdout"))
            .stderr(file("stderr"))
            .stdin(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} did not start: {error}", binary.display()));
        Self {
            child,
            ready: Value::Null,
            logs,
            exit: None,
        }
    }

    async fn wait_for_ready(&mut self) -> Value {
        let started = Instant::now();
        loop {
            let parse = |line: &str| serde_json::from_str::<Value>(line).ok();
            let ready = |line: &Value| line["ready"] == true;
            if let Some(line) = self.stdout().lines().filter_map(parse).find(ready) {
                return line;
            }
            if let Some(status) = self.poll_exit() {
                panic!(
                    "it ended before it was ready ({status}): {:?}",
                    self.output()
                );
            }
            assert!(
                started.elapsed() < START,
                "not ready in {START:?}: {:?}",
                self.output()
            );
            pause().await;
        }
    }

    /// The ready line: `{"ready":true,"pid":…,"socket":…}`.
    pub fn ready(&self) -> &Value {
        &self.ready
    }

    /// The process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Standard output so far.
    pub fn stdout(&self) -> String {
        self.read("stdout")
    }

    /// Standard error so far.
    pub fn stderr(&self) -> String {
        self.read("stderr")
    }

    /// Both outputs so far, and the exit code if it has ended.
    pub fn output(&self) -> Output {
        let code = self.exit.and_then(|status| status.code());
        Output {
            code,
            stdout: self.stdout(),
            stderr: self.stderr(),
        }
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        self.poll_exit().is_none()
    }

    /// Ends it at once (SIGKILL) and waits until it is gone.
    pub fn kill9(&mut self) -> Output {
        if self.poll_exit().is_none() {
            let _ = self.child.kill();
            self.exit = self.child.wait().ok();
        }
        self.output()
    }

    /// Asks it to end (SIGTERM) and waits until it has.
    ///
    /// # Panics
    /// When it does not end in time.
    pub async fn stop(&mut self) -> Output {
        if self.poll_exit().is_none() {
            terminate(self.child.id());
        }
        self.wait().await
    }

    /// Waits until it ends by itself.
    ///
    /// # Panics
    /// When it does not end in time.
    pub async fn wait(&mut self) -> Output {
        let started = Instant::now();
        while self.poll_exit().is_none() {
            assert!(
                started.elapsed() < STOP,
                "still running: {:?}",
                self.output()
            );
            pause().await;
        }
        self.output()
    }

    fn poll_exit(&mut self) -> Option<ExitStatus> {
        if self.exit.is_none() {
            self.exit = self.child.try_wait().expect("a child can be asked");
        }
        self.exit
    }

    fn read(&self, name: &str) -> String {
        let bytes = fs::read(self.logs.path().join(name)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Drop for CoveProcess {
    fn drop(&mut self) {
        self.kill9();
        if std::thread::panicking() {
            let output = self.output();
            let text = format!("--- stdout\n{}--- stderr\n{}", output.stdout, output.stderr);
            let _ = std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes());
        }
    }
}

/// Runs the `cove` CLI on a home to its end, with standard input empty.
///
/// # Panics
/// When it does not end in time.
pub async fn cove(arguments: &[&str], home: &Home) -> Output {
    CoveProcess::spawn(&cove_binary(), arguments, home)
        .wait()
        .await
}

/// Runs the CLI with this text on standard input, as `cove secret set` reads it.
pub async fn cove_with_input(arguments: &[&str], home: &Home, input: &str) -> Output {
    let mut command = tokio::process::Command::from(command(&cove_binary(), home));
    command
        .args(arguments)
        .arg("--state-dir")
        .arg(home.state_dir());
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.kill_on_drop(true);
    let mut child = command.spawn().expect("the CLI starts");
    let mut stdin = child.stdin.take().expect("piped above");
    // A command that does not read its input closes the pipe; that is its right.
    let _ = tokio::io::AsyncWriteExt::write_all(&mut stdin, input.as_bytes()).await;
    drop(stdin);
    let output = crate::board::within(STOP, child.wait_with_output()).await;
    let output = output
        .expect("it ended in time")
        .expect("its output could be read");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Output {
        code: output.status.code(),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
    }
}

/// SIGTERM without unsafe code: by the system's own tool.
#[cfg(unix)]
fn terminate(pid: u32) {
    let status = Command::new("kill")
        .arg("-TERM")
        .arg(pid.to_string())
        .status();
    assert!(
        status.expect("kill is there").success(),
        "{pid} could not be signalled"
    );
}

#[cfg(windows)]
fn terminate(pid: u32) {
    let status = Command::new("taskkill")
        .arg("/PID")
        .arg(pid.to_string())
        .status();
    assert!(
        status.expect("taskkill is there").success(),
        "{pid} could not be signalled"
    );
}

/// Real time on a blocking thread: a paused clock neither stops nor spins the looking.
async fn pause() {
    let _ = tokio::task::spawn_blocking(|| std::thread::sleep(LOOK)).await;
}
