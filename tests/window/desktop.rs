//! A desktop of its own for each test: a session bus, a panel for tray icons, notifications.
//!
//! Owns the bus and the script that plays the desktop. Never touches the person's session, and
//! starts no keychain: the bus knows no service that could be started.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

use cove_tests::board::Board;
use serde_json::Value;
use tempfile::TempDir;

/// Nothing is started on demand, everybody may talk to everybody.
const CONFIG: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"#;

/// The system's own Python: python3-dbus is a package of the system.
pub const PYTHON: &str = "/usr/bin/python3";
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/window/desktop.py");

/// Whether the desktop shows tray icons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    /// It does.
    There,
    /// It does not, as GNOME without an extension.
    Missing,
}

/// A running desktop; it ends when it is dropped.
pub struct Desktop {
    bus: Child,
    address: String,
    script: Child,
    orders: ChildStdin,
    told: Board<Vec<Value>>,
    _config: TempDir,
}

impl Desktop {
    /// Starts one and waits until it serves.
    pub async fn start(panel: Panel) -> Self {
        let config = TempDir::new().expect("a temporary directory");
        let (bus, address) = bus(&config);
        let mut script = Command::new(PYTHON);
        script.arg(SCRIPT);
        if panel == Panel::Missing {
            script.arg("--no-panel");
        }
        let mut script = script
            .env("DBUS_SESSION_BUS_ADDRESS", &address)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 starts");
        let told = Board::new(Vec::new());
        let (orders, output) = (script.stdin.take(), script.stdout.take());
        let (lines, heard) = (BufReader::new(output.expect("piped")), told.clone());
        std::thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                if let Ok(value) = serde_json::from_str(&line) {
                    heard.change(|told: &mut Vec<Value>| told.push(value));
                }
            }
        });
        let desktop = Self {
            bus,
            address,
            script,
            orders: orders.expect("piped"),
            told,
            _config: config,
        };
        desktop.hear("ready", |_| true).await;
        desktop
    }

    /// `DBUS_SESSION_BUS_ADDRESS` of the apps on it.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Waits until an icon is in the panel.
    pub async fn icon(&self) {
        self.hear("item", |_| true).await;
    }

    /// Waits until the tray's menu has a row that says this, and returns all rows.
    pub async fn menu_with(&mut self, label: &str) -> Vec<String> {
        let told = self.told.clone();
        crate::wait::until(&format!("a menu row {label:?}"), async || {
            let before = told.look(Vec::len);
            self.order("menu");
            told.until(|told| answers(told, before, "menu").next().is_some())
                .await;
            let rows: Vec<String> =
                told.look(|told| answers(told, before, "menu").next().map(texts))?;
            rows.iter().any(|row| row == label).then_some(rows)
        })
        .await
    }

    /// Clicks the row of the tray's menu that says this.
    pub async fn choose(&mut self, label: &str) {
        self.menu_with(label).await;
        self.order(&format!("choose {label}"));
        self.hear("chosen", |chosen| chosen == label).await;
    }

    /// Presses a button of the last notification; `default` is the notification itself.
    pub async fn press(&mut self, action: &str) {
        self.order(&format!("press {action}"));
        self.hear("pressed", |pressed| pressed == action).await;
    }

    /// Waits for a notification whose body contains this; its title.
    pub async fn notification(&self, body: &str) -> String {
        let wanted = |told: &Value| {
            told["body"]
                .as_str()
                .is_some_and(|text| text.contains(body))
        };
        let told = self.hear("notification", wanted).await;
        told["title"].as_str().unwrap_or_default().to_owned()
    }

    /// Waits for a notification whose title contains this; its body.
    pub async fn titled(&self, title: &str) -> String {
        let wanted = |told: &Value| {
            told["title"]
                .as_str()
                .is_some_and(|text| text.contains(title))
        };
        let told = self.hear("notification", wanted).await;
        told["body"].as_str().unwrap_or_default().to_owned()
    }

    /// The bodies of all notifications so far.
    pub fn notifications(&self) -> Vec<String> {
        self.told.look(|told| {
            let bodies = answers(told, 0, "notification").map(|told| told["body"].to_string());
            bodies.collect()
        })
    }

    async fn hear(&self, key: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let met = |told: &Vec<Value>| answers(told, 0, key).any(&wanted);
        let describe = |told: &Vec<Value>| format!("{told:?}");
        self.told
            .expect(&format!("the desktop's {key:?}"), met, describe)
            .await;
        self.told.look(|told| {
            let found = answers(told, 0, key).find(|value| wanted(value));
            found.expect("it was there a moment ago").clone()
        })
    }

    fn order(&mut self, line: &str) {
        writeln!(self.orders, "{line}").expect("the desktop listens");
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        for child in [&mut self.script, &mut self.bus] {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn answers<'a>(told: &'a [Value], from: usize, key: &'a str) -> impl Iterator<Item = &'a Value> {
    // An error of the script ends a wait for its answer: the test says what it was.
    let error = told.iter().skip(from).find_map(|value| value.get("error"));
    assert!(error.is_none(), "the desktop's script: {error:?}");
    told.iter()
        .skip(from)
        .filter_map(move |value| value.get(key))
}

fn texts(rows: &Value) -> Vec<String> {
    let rows = rows.as_array().expect("rows");
    rows.iter()
        .map(|row| row.as_str().unwrap_or_default().to_owned())
        .collect()
}

fn bus(folder: &TempDir) -> (Child, String) {
    let path = folder.path().join("bus.conf");
    std::fs::write(&path, CONFIG).expect("a writable directory");
    let mut bus = Command::new("dbus-daemon")
        .arg(format!("--config-file={}", path.display()))
        .args(["--print-address=1", "--nofork"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("dbus-daemon starts");
    let mut address = String::new();
    BufReader::new(bus.stdout.take().expect("piped"))
        .read_line(&mut address)
        .expect("an address");
    (bus, address.trim().to_owned())
}
