//! The window: how soon it paints, against an empty one, and what the app holds when nobody uses it.
//!
//! Owns the program that watches the screen and adds up the app's processes. The display and the
//! bus are xtask's.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use cove_tests::Home;
use cove_tests::launch::command;
use serde_json::Value;

use crate::Size;
use crate::figures::Samples;
use crate::report::Report;

/// The system's own Python, as the tests of the window use it.
const PYTHON: &str = "/usr/bin/python3";
const PAINT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/bench/paint.py");

pub async fn measure(size: Size, report: &mut Report) {
    let (app, empty) = (built("COVE_DESKTOP"), built("COVE_EMPTY_WINDOW"));
    let home = Home::new();
    let state = home.state_dir().display().to_string();
    let arguments = ["--state-dir", &state];
    let (mut of_app, mut of_empty) = <(Samples, Samples)>::default();
    // Warm: both were read from the disk once, and the home was used before.
    Shown::start(&home, &app, &arguments);
    Shown::start(&home, &empty, &[]);
    for _ in 0..size.of(1, 10) {
        of_empty.add(Shown::start(&home, &empty, &[]).ms);
        of_app.add(Shown::start(&home, &app, &arguments).ms);
    }
    let more = of_app.median() - of_empty.median();
    report.samples(
        "window",
        "empty",
        "First paint of an empty window",
        "ms",
        &of_empty,
    );
    report.samples("window", "app", "First paint of the app", "ms", &of_app);
    report.value(
        "window",
        "more",
        "First paint, more than an empty window's",
        "ms",
        Some(more),
    );

    let shown = Shown::start(&home, &app, &arguments);
    tokio::time::sleep(Duration::from_secs(size.of(2, 60))).await;
    let (own, all) = (
        pss(shown.pid),
        shown.tree().into_iter().map(pss).sum::<Option<f64>>(),
    );
    let mib = |kib: Option<f64>| kib.map(|kib| kib / 1024.0);
    report.value(
        "window",
        "idleOwn",
        "Idle memory of the app's own process (PSS)",
        "MiB",
        mib(own),
    );
    report.value(
        "window",
        "idleAll",
        "…with the processes of its page (PSS)",
        "MiB",
        mib(all),
    );
}

/// A program that has painted; it ends when this is dropped.
struct Shown {
    watcher: Child,
    input: Option<ChildStdin>,
    ms: f64,
    pid: u32,
}

impl Shown {
    fn start(home: &Home, program: &Path, arguments: &[&str]) -> Self {
        let user = home.user_dir();
        let place = ["DISPLAY", "DBUS_SESSION_BUS_ADDRESS"];
        let place = place.map(|name| (name, std::env::var_os(name).unwrap_or_default()));
        let mut watcher = command(Path::new(PYTHON), home)
            .envs(place)
            .arg(PAINT)
            .arg(program)
            .args(arguments)
            .env("GDK_BACKEND", "x11")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("NO_AT_BRIDGE", "1")
            .env("XDG_DATA_HOME", user.join("data"))
            .env("XDG_CONFIG_HOME", user.join("config"))
            .env("XDG_CACHE_HOME", user.join("cache"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 starts");
        let mut line = String::new();
        let out = watcher.stdout.take().expect("piped above");
        let read = BufReader::new(out).read_line(&mut line);
        read.expect("a readable pipe");
        let told: Value = serde_json::from_str(&line).expect("it has painted");
        Self {
            input: watcher.stdin.take(),
            watcher,
            ms: told["ms"].as_f64().expect("milliseconds"),
            pid: told["pid"]
                .as_u64()
                .expect("a process")
                .try_into()
                .expect("an id"),
        }
    }

    /// The program and what it started.
    fn tree(&self) -> Vec<u32> {
        let mut all = vec![self.pid];
        let mut at = 0;
        while let Some(parent) = all.get(at).copied() {
            let listed = Command::new("pgrep")
                .args(["-P", &parent.to_string()])
                .output();
            let listed = listed.expect("pgrep is there").stdout;
            let children = String::from_utf8_lossy(&listed).into_owned();
            all.extend(children.lines().filter_map(|line| line.parse::<u32>().ok()));
            at += 1;
        }
        all
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.watcher.wait();
    }
}

/// Proportional memory of a process, KiB.
fn pss(pid: u32) -> Option<f64> {
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn built(name: &str) -> PathBuf {
    let path = std::env::var_os(name).unwrap_or_else(|| panic!("{name}: run `cargo xtask bench`"));
    PathBuf::from(path)
}
