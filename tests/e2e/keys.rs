//! Keys in the system's own keyring: used where they belong, found nowhere else.
//!
//! Owns a D-Bus session with an unlocked gnome-keyring of its own.
#![cfg(target_os = "linux")]

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use cove_tests::bytes::scan_for;
use cove_tests::process::{cove, cove_with_input};
use cove_tests::telegram::TOKEN;
use cove_tests::{FakeModel, FakeTelegram, Home};
use serde_json::json;

use crate::world::{ANNA, World, home, refused};

const KEY: &str = "sk-kept-in-the-keyring-9876543210";

/// A D-Bus daemon with an unlocked keyring; both end with it.
struct Keyring {
    bus: Child,
    address: String,
}

impl Keyring {
    /// Starts both for this home. The daemon keeps its files in the home's own folders.
    fn start(home: &Home) -> Self {
        let address = format!("unix:path={}", home.runtime_dir().join("bus").display());
        let mut bus = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
            .arg(format!("--address={address}"))
            .stdout(Stdio::piped())
            .spawn()
            .expect("dbus is installed by the test command");
        // The address is printed once the daemon listens.
        let mut line = String::new();
        let stdout = bus.stdout.take().unwrap();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(stdout), &mut line).unwrap();
        let keyring = Self {
            bus,
            address: line.trim().to_owned(),
        };
        let mut unlock = Command::new("gnome-keyring-daemon")
            .args(["--unlock", "--components=secrets", "--daemonize"])
            .env("DBUS_SESSION_BUS_ADDRESS", &keyring.address)
            .env("HOME", home.user_dir())
            .env("XDG_RUNTIME_DIR", home.runtime_dir())
            .env("XDG_DATA_HOME", keyring_files(home))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("gnome-keyring is installed by the test command");
        let mut stdin = unlock.stdin.take().unwrap();
        std::io::Write::write_all(&mut stdin, b"\n").unwrap();
        drop(stdin);
        assert!(unlock.wait().unwrap().success());
        keyring
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        // The keyring daemon ends when its bus does.
        let _ = self.bus.kill();
        let _ = self.bus.wait();
    }
}

fn keyring_files(home: &Home) -> PathBuf {
    home.user_dir().join(".local/share")
}

/// A world whose only place for secrets is the keyring.
async fn with_keyring() -> (World, Keyring) {
    let (model, telegram) = (FakeModel::start().await, FakeTelegram::start().await);
    let bare = home();
    let keyring = Keyring::start(&bare);
    let provider = json!({"baseUrl": model.base_url(), "api": "openai-completions",
        "models": [{"id": "small", "name": "small", "contextWindow": 64_000, "maxTokens": 4_096}]});
    let home = bare
        .with_env("DBUS_SESSION_BUS_ADDRESS", &keyring.address)
        .with_config(json!({
            "models": {"providers": {"fake": provider}},
            "agents": {"defaults": {"model": {"primary": "fake/small"}}},
            "channels": {"telegram": {"enabled": true, "apiRoot": telegram.api_root(),
                "dmPolicy": "allowlist", "allowFrom": [ANNA.to_string()]}},
        }));
    model.accept_keys(&[KEY]);
    let world = World {
        model,
        telegram,
        home,
    };
    (world, keyring)
}

async fn put(world: &World, path: &str, secret: &str) {
    let command = ["secret", "set", path, "--json"];
    let output = cove_with_input(&command, &world.home, &format!("{secret}\n")).await;
    assert_eq!(output.code, Some(0), "{output:?}");
    assert!(!output.stdout.contains(secret) && !output.stderr.contains(secret));
}

#[tokio::test]
async fn a_key_in_the_keyring_is_used_and_stands_in_no_file_and_no_answer() {
    let (world, _keyring) = with_keyring().await;
    let mut gateway = world.start().await;
    put(&world, "models.providers.fake.apiKey", KEY).await;
    put(&world, "channels.telegram.botToken", TOKEN).await;
    let answer = world.json(&["send", "hi", "--json"]).await;
    assert_eq!(answer["reply"], "ok: hi");
    assert_eq!(world.model.requests()[0].key(), Some(KEY));
    world.anna().says("hello from my phone");
    world.told("ok: hello from my phone").await;
    let list = world.json(&["secret", "list", "--json"]).await;
    for row in list["secrets"].as_array().unwrap() {
        assert_eq!(row["keep"], "keychain", "{list}");
    }
    let commands: [&[&str]; 6] = [
        &["status", "--json"],
        &["secret", "list", "--json"],
        &["config", "get", "--json"],
        &["activity", "--json"],
        &["logs", "--json"],
        &["sessions", "--json"],
    ];
    for command in commands {
        let output = cove(command, &world.home).await;
        for secret in [KEY, TOKEN] {
            assert!(!output.stdout.contains(secret), "{command:?}: {output:?}");
            assert!(!output.stderr.contains(secret), "{command:?}: {output:?}");
        }
    }
    gateway.stop().await;
    for secret in [KEY, TOKEN] {
        assert_eq!(scan_for(&world.home.state_dir(), secret.as_bytes()), []);
        assert!(!gateway.stderr().contains(secret) && !gateway.stdout().contains(secret));
    }
    // After a restart it is still there: it was the keyring that kept it.
    let _gateway = world.start().await;
    let answer = world.json(&["send", "again", "--json"]).await;
    assert_eq!(answer["reply"], "ok: again");
    world.no_problems();
}

#[tokio::test]
async fn a_key_does_not_go_to_another_server_than_it_was_entered_for() {
    let (world, _keyring) = with_keyring().await;
    let other = FakeModel::start().await;
    let _gateway = world.start().await;
    put(&world, "models.providers.fake.apiKey", KEY).await;
    let elsewhere = other.base_url();
    world
        .json(&[
            "config",
            "set",
            "models.providers.fake.baseUrl",
            &elsewhere,
            "--json",
        ])
        .await;
    let output = cove(&["send", "hi", "--json"], &world.home).await;
    let answer = output.json().to_string();
    assert!(
        answer.contains("model-no-key") || answer.contains("origin"),
        "{answer}"
    );
    assert!(
        other
            .requests()
            .iter()
            .all(|request| request.key() != Some(KEY))
    );
    let confirm = [
        "secret",
        "confirm",
        "models.providers.fake.apiKey",
        &elsewhere,
        "--json",
    ];
    world.json(&confirm).await;
    let answer = world.json(&["send", "hi", "--json"]).await;
    assert_eq!(answer["reply"], "ok: hi");
    assert_eq!(other.requests().last().unwrap().key(), Some(KEY));
}

#[tokio::test]
async fn a_model_without_its_key_is_chosen_with_the_way_to_enter_it_and_nothing_is_lost() {
    const ENTER: &str = "cove secret set models.providers.anthropic.apiKey";
    let (world, _keyring) = with_keyring().await;
    let _gateway = world.start().await;
    world
        .json(&["model", "use", "cove/practice", "--json"])
        .await;
    let choose = ["model", "use", "anthropic/claude-haiku-4-5"];
    let chosen = cove(&choose, &world.home).await;
    assert_eq!(chosen.code, Some(0), "{chosen:?}");
    let told = format!("its key is missing. Enter it: {ENTER}\n");
    assert!(chosen.stdout.contains(&told), "{chosen:?}");
    // What is said meanwhile is kept, with the same way out, and nobody else is asked.
    let failed = refused(&world.home, &["send", "call me Ada"], 1).await;
    assert!(failed.stderr.contains(ENTER), "{failed:?}");
    assert_eq!(world.model.requests().len(), 0);
    // The model that answered before does again.
    let undo = chosen.stdout.split("cove undo ").nth(1).unwrap();
    world
        .json(&["undo", undo.split('”').next().unwrap(), "--json"])
        .await;
    let status = world.json(&["status", "--json"]).await;
    assert_eq!(status["model"]["practice"], true, "{status}");
    // What was said without an answer is known to the next model that has its key.
    world.json(&["model", "use", "fake/small", "--json"]).await;
    put(&world, "models.providers.fake.apiKey", KEY).await;
    let answer = world.json(&["send", "who am I?", "--json"]).await;
    assert_eq!(answer["reply"], "ok: who am I?", "{answer}");
    let asked = world.model.requests().remove(0);
    assert!(asked.prompt_text().contains("call me Ada"), "{asked:?}");
}
