//! The built app under WebDriver: started on a home, watched, killed, and its page driven.
//!
//! Owns tauri-driver, the session and the app's process. Never leaves one behind.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cove_tests::Home;
use cove_tests::launch::{command, sibling_binary};
use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};

use crate::desktop::Desktop;
use crate::wait::until;

/// The native driver of WebKitGTK.
const NATIVE: &str = "/usr/bin/WebKitWebDriver";
/// No call of the driver takes this long, except one that hangs.
const CALL: Duration = Duration::from_secs(40);

/// A running app with its page.
pub struct App {
    driver: Child,
    page: Option<WebDriver>,
    state_dir: PathBuf,
    /// From the request for a session until the page answered it.
    pub start: Duration,
}

impl App {
    /// Starts it in English under a light theme, waits until the page has said its first word and
    /// opens Chat, where most begin.
    pub async fn start(home: &Home, desktop: &Desktop) -> Self {
        let app = Self::start_with(home, desktop, &[]).await;
        app.press("[data-testid=place-chat]").await;
        app
    }

    /// Starts it with more arguments.
    pub async fn start_with(home: &Home, desktop: &Desktop, arguments: &[&str]) -> Self {
        match Self::try_start(home, desktop, arguments).await {
            Ok(app) => app,
            // WebKit's driver now and then loses a fresh session; a second one is sound.
            Err(first) => Self::try_start(home, desktop, arguments)
                .await
                .unwrap_or_else(|second| panic!("no session: {first}; then: {second}")),
        }
    }

    async fn try_start(home: &Home, desktop: &Desktop, arguments: &[&str]) -> Result<Self, String> {
        let (port, native) = (free_port(), free_port());
        let driver = tauri_driver(home, desktop, port, native);
        let mut app = Self {
            driver,
            page: None,
            state_dir: home.state_dir(),
            start: Duration::ZERO,
        };
        until("tauri-driver", async || {
            std::net::TcpStream::connect(("127.0.0.1", port)).ok()
        })
        .await;
        let started = Instant::now();
        let page = WebDriver::builder(
            format!("http://127.0.0.1:{port}"),
            capabilities(home, arguments),
        )
        .request_timeout(CALL)
        .await
        .map_err(|error| error.to_string())?;
        app.page = Some(page);
        // The very first call is the one that fails where a session is lost.
        app.page()
            .title()
            .await
            .map_err(|error| error.to_string())?;
        app.start = started.elapsed();
        Ok(app)
    }

    /// The page.
    pub fn page(&self) -> &WebDriver {
        self.page.as_ref().expect("set when the app started")
    }

    /// The app's own process, while it runs.
    pub fn pid(&self) -> Option<u32> {
        processes(&self.state_dir).first().copied()
    }

    /// Ends it at once, as a power cut does, and waits until it is gone.
    pub async fn kill9(mut self) {
        self.end();
    }

    /// Waits until the app has ended by itself.
    pub async fn has_ended(&self) {
        until("the end of the app", async || {
            self.pid().is_none().then_some(())
        })
        .await;
    }

    fn end(&mut self) {
        // Nothing is asked of the page any more: the driver's own goodbye can hang.
        if let Some(page) = self.page.take() {
            let _ = page.leak();
        }
        for pid in processes(&self.state_dir) {
            signal("-KILL", pid);
        }
        // By a polite signal, so that it ends WebKit's driver too.
        signal("-TERM", self.driver.id());
        let _ = self.driver.wait();
        while !processes(&self.state_dir).is_empty() {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.end();
    }
}

/// The binary.
pub fn binary() -> PathBuf {
    sibling_binary("cove-desktop")
}

/// The arguments of an app on this home.
pub fn arguments(home: &Home) -> Vec<String> {
    vec![
        "--state-dir".to_owned(),
        home.state_dir().display().to_string(),
    ]
}

/// The environment of an app: the home's, a display and a bus.
pub fn environment(command: &mut Command, home: &Home, desktop: &Desktop) {
    let display = std::env::var_os("DISPLAY").expect("a display: run `cargo xtask test`");
    let user = home.user_dir();
    command
        .env("DISPLAY", display)
        .env("GDK_BACKEND", "x11")
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env("NO_AT_BRIDGE", "1")
        .env("LANG", "C.UTF-8")
        .env("DBUS_SESSION_BUS_ADDRESS", desktop.address())
        .env("XDG_DATA_HOME", user.join("data"))
        .env("XDG_CONFIG_HOME", user.join("config"))
        .env("XDG_CACHE_HOME", user.join("cache"));
}

fn tauri_driver(home: &Home, desktop: &Desktop, port: u16, native: u16) -> Child {
    let path = std::env::var_os("TAURI_DRIVER").expect("TAURI_DRIVER: run `cargo xtask test`");
    let mut driver = command(path.as_ref(), home);
    environment(&mut driver, home, desktop);
    driver
        .args(["--port", &port.to_string()])
        .args(["--native-port", &native.to_string()])
        .args(["--native-driver", NATIVE])
        .stdin(Stdio::null())
        .spawn()
        .expect("tauri-driver starts")
}

fn capabilities(home: &Home, more: &[&str]) -> Capabilities {
    let mut args = arguments(home);
    args.extend(more.iter().map(|argument| (*argument).to_owned()));
    let mut capabilities = Capabilities::new();
    let options = json!({"application": binary(), "args": args});
    capabilities.set("browserName", "wry").expect("a text");
    capabilities.set("tauri:options", options).expect("JSON");
    capabilities
}

/// Processes of the app that run on this home, looked up by their own arguments.
fn processes(state_dir: &std::path::Path) -> Vec<u32> {
    let home = state_dir.display().to_string();
    let name = binary();
    let ours = |pid: &u32| {
        let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line).into_owned();
        let mut words = line.split('\0');
        words.next() == name.to_str() && words.any(|word| word == home)
    };
    let all = std::fs::read_dir("/proc").expect("this system has /proc");
    all.flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(ours)
        .collect()
}

fn signal(which: &str, pid: u32) {
    // It may have ended by itself.
    let _ = Command::new("kill")
        .stderr(Stdio::null())
        .arg(which)
        .arg(pid.to_string())
        .status();
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("it is bound").port()
}
