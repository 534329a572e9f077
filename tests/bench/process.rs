//! A gateway or a command as a process that is timed from outside.
//!
//! Owns starting it, the moment of its ready line, and what the system says it has used. What the
//! system does not tell is `None`, never a guess.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use cove_tests::Home;
use cove_tests::launch::{command, cove_binary};

/// A running gateway, killed when dropped.
pub struct Gateway {
    child: Child,
    /// From the start of the process to its ready line.
    pub ready_after: Duration,
    /// When the process was started.
    pub started: Instant,
}

impl Gateway {
    /// Starts `cove gateway` and waits for its ready line.
    pub async fn start(home: &Home) -> Self {
        let mut command = command(&cove_binary(), home);
        command
            .args(["gateway", "--json", "--state-dir"])
            .arg(home.state_dir())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let started = Instant::now();
        let mut child = command.spawn().expect("cove starts");
        let out = child.stdout.take().expect("piped above");
        let line = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            let read = BufReader::new(out).read_line(&mut line);
            (read.map(|_| line), Instant::now())
        });
        let (line, at) = line.await.expect("a reader");
        let line = line.expect("a readable pipe");
        assert!(line.contains("\"ready\":true"), "not ready: {line:?}");
        Self {
            child,
            ready_after: at - started,
            started,
        }
    }

    /// Asks it to stop and waits until it has.
    pub async fn stop(mut self) {
        let pid = self.child.id().to_string();
        let asked = std::process::Command::new("kill")
            .args(["-TERM", &pid])
            .status();
        assert!(
            asked.is_ok_and(|status| status.success()),
            "{pid} could not be asked"
        );
        while self
            .child
            .try_wait()
            .expect("a child can be asked")
            .is_none()
        {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Its id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Processor time so far, ms, to a hundredth of a second.
    pub fn cpu_ms(&self) -> Option<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).ok()?;
        // The name in brackets may hold blanks.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks: f64 =
            fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
        const TICK_MS: f64 = 10.0;
        Some(ticks * TICK_MS)
    }

    /// Resident and proportional memory, KiB.
    pub fn memory_kib(&self) -> Option<(f64, f64)> {
        let rollup = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", self.pid())).ok()?;
        let of = |name: &str| {
            let line = rollup.lines().find(|line| line.starts_with(name))?;
            line.split_whitespace().nth(1)?.parse::<f64>().ok()
        };
        Some((of("Rss:")?, of("Pss:")?))
    }

    /// Bytes handed to the system's write calls so far.
    pub fn written(&self) -> Option<f64> {
        let io = std::fs::read_to_string(format!("/proc/{}/io", self.pid())).ok()?;
        let line = io.lines().find_map(|line| line.strip_prefix("wchar: "))?;
        line.trim().parse().ok()
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command of a home to its end: how long it took and what it printed.
///
/// # Panics
/// When it fails.
pub async fn run(home: &Home, arguments: &[&str]) -> (Duration, String) {
    let mut command = command(&cove_binary(), home);
    command
        .args(arguments)
        .arg("--state-dir")
        .arg(home.state_dir())
        .stdin(Stdio::null());
    let ran = tokio::task::spawn_blocking(move || {
        let before = Instant::now();
        let output = command.output();
        (before.elapsed(), output)
    });
    let (took, output) = ran.await.expect("a command runs");
    let output = output.expect("cove starts");
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    (took, String::from_utf8_lossy(&output.stdout).into_owned())
}
