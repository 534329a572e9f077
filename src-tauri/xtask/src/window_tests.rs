//! The tests of the real window: a display of their own, a bus of their own.
//!
//! Owns starting and ending Xvfb. Never uses the person's display, bus, keychain or settings.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::place;
use crate::process::{Failure, cargo_path, for_cargo, run_kept};
use crate::test::{BINARY, Runner, SAME_BUILD};

/// Why the window's tests do not run here; `None` where they do.
pub fn why_not() -> Option<&'static str> {
    if cfg!(target_os = "macos") {
        return Some("there is no WebDriver for the window on macOS");
    }
    if cfg!(windows) {
        return Some("not set up on Windows yet: needs msedgedriver");
    }
    let manifest = std::fs::read_to_string(place::root().join("tests/Cargo.toml"));
    match manifest {
        Ok(text) if text.contains(&format!("name = \"{BINARY}\"")) => None,
        _ => Some("tests/Cargo.toml has no tests of the window"),
    }
}

/// Runs the test binary of the window; what it printed.
pub fn run(runner: Runner) -> Result<String, Failure> {
    let home = place::target().join("window-home");
    std::fs::create_dir_all(&home)?;
    let display = Display::start()?;
    let mut command = Command::new("dbus-run-session");
    for_cargo(&mut command);
    command
        .arg("--")
        .arg(cargo_path())
        .args(runner.verb())
        .args(SAME_BUILD)
        .args(["--test", BINARY]);
    if runner == Runner::Cargo {
        // One window at a time: two cores, one display.
        command.args(["--", "--test-threads=1"]);
    } else {
        command.args(["--test-threads", "1"]);
    }
    environment(&mut command, &display.name, &home);
    run_kept(&mut command)
}

fn environment(command: &mut Command, display: &str, home: &Path) {
    command
        .env("DISPLAY", display)
        .env_remove("WAYLAND_DISPLAY")
        .env("GDK_BACKEND", "x11")
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env("NO_AT_BRIDGE", "1")
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("TAURI_DRIVER", place::tools().join("bin/tauri-driver"));
}

/// A display of its own; it ends when it is dropped.
pub struct Display {
    /// `DISPLAY` of what is shown on it.
    pub name: String,
    server: Child,
}

impl Display {
    /// Xvfb picks a free number itself and says which.
    pub fn start() -> Result<Self, Failure> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x800x24"])
            .args(["-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| Failure::said(format!("could not start Xvfb: {error}")))?;
        let mut number = String::new();
        if let Some(said) = server.stdout.take() {
            BufReader::new(said).read_line(&mut number)?;
        }
        if number.trim().is_empty() {
            server.wait()?;
            return Err(Failure::said("Xvfb found no free display"));
        }
        Ok(Self {
            name: format!(":{}", number.trim()),
            server,
        })
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // It may have ended before; then there is nothing left to end.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
