//! State directories made to order: a config, workspace files, an environment.
//!
//! Owns: a temporary directory tree `<root>/{user,run,state}` and the config written into it.
//! Never: writes what a test did not ask for; key names are those of the field reference.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::model::{FakeModel, Shape};
use crate::telegram::FakeTelegram;

/// The key [`Home::with_fake_model`] puts into the environment.
pub const MODEL_KEY: &str = "sk-fake-key-for-tests-0123456789";
/// The window of the fake models, in tokens.
pub const CONTEXT_WINDOW: u64 = 64_000;

/// A home for one gateway; deleted when dropped.
pub struct Home {
    root: TempDir,
    config: Value,
    env: BTreeMap<String, String>,
}

impl Default for Home {
    fn default() -> Self {
        Self::new()
    }
}

impl Home {
    /// An empty home: the directories are there, no config is.
    pub fn new() -> Self {
        let root = TempDir::new().expect("a temporary directory");
        let home = Self {
            root,
            config: json!({}),
            env: BTreeMap::new(),
        };
        for dir in [home.user_dir(), home.runtime_dir(), home.state_dir()] {
            fs::create_dir_all(&dir).expect("a directory of the home");
            private(&dir);
        }
        home
    }

    /// Where the gateway keeps its state (`--state-dir`).
    pub fn state_dir(&self) -> PathBuf {
        self.root.path().join("state")
    }

    /// The person's home directory (`HOME`), outside the state directory.
    pub fn user_dir(&self) -> PathBuf {
        self.root.path().join("user")
    }

    /// The runtime directory (`XDG_RUNTIME_DIR`).
    pub fn runtime_dir(&self) -> PathBuf {
        self.root.path().join("run")
    }

    /// A path in the agent's workspace.
    pub fn workspace(&self, path: impl AsRef<Path>) -> PathBuf {
        self.state_dir().join("workspace").join(path)
    }

    /// The config file.
    pub fn config_path(&self) -> PathBuf {
        self.state_dir().join("cove.json")
    }

    /// Variables for the processes of this home.
    pub fn env(&self) -> &BTreeMap<String, String> {
        &self.env
    }

    /// Sets a variable for the processes of this home.
    pub fn with_env(mut self, name: &str, value: &str) -> Self {
        self.env.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Writes the config as this text, JSON5 or broken; what builders set before is replaced.
    pub fn with_config_text(self, text: &str) -> Self {
        fs::write(self.config_path(), text).expect("a writable config");
        private(&self.config_path());
        self
    }

    /// Merges this into the config (RFC 7396: objects merge, null removes) and writes it.
    pub fn with_config(mut self, patch: Value) -> Self {
        merge(&mut self.config, patch);
        let text = serde_json::to_string_pretty(&self.config).expect("JSON can be written");
        self.with_config_text(&text)
    }

    /// Writes a file of the workspace.
    pub fn with_workspace_file(self, path: &str, text: &str) -> Self {
        let path = self.workspace(path);
        fs::create_dir_all(path.parent().expect("a file has a directory")).expect("its directory");
        fs::write(path, text).expect("a writable workspace");
        self
    }

    /// Writes a file of the state directory, such as `agents/main/sessions/sessions.json`.
    pub fn with_state_file(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.state_dir().join(path);
        fs::create_dir_all(path.parent().expect("a file has a directory")).expect("its directory");
        fs::write(path, bytes).expect("a writable state directory");
        self
    }

    /// Provider `fake` with models `small` (the default agent's) and `big`, over chat completions.
    pub fn with_fake_model(self, model: &FakeModel) -> Self {
        self.with_fake_model_as(model, Shape::Chat)
    }

    /// Provider `fake` over this wire format. Its key is in the environment as `FAKE_API_KEY`.
    pub fn with_fake_model_as(self, model: &FakeModel, shape: Shape) -> Self {
        let base_url = match shape {
            // Its clients add `/v1` themselves.
            Shape::Anthropic => model.root_url(),
            Shape::Chat | Shape::Responses => model.base_url(),
        };
        let entry = |id: &str| {
            json!({"id": id, "name": id, "reasoning": false, "input": ["text", "image"],
                "cost": {"input": 1, "output": 5, "cacheRead": 0.1, "cacheWrite": 1.25},
                "contextWindow": CONTEXT_WINDOW, "maxTokens": 4096})
        };
        let provider = json!({"baseUrl": base_url, "apiKey": "${FAKE_API_KEY}",
            "api": shape.api(), "models": [entry("small"), entry("big")]});
        self.with_env("FAKE_API_KEY", MODEL_KEY).with_config(json!({
            "models": {"providers": {"fake": provider}},
            "agents": {"defaults": {"model": {"primary": "fake/small"}, "userTimezone": "UTC"}},
        }))
    }

    /// Telegram with these people on the allowlist; without any, strangers must pair.
    pub fn with_telegram(self, telegram: &FakeTelegram, allow: &[i64]) -> Self {
        let policy = if allow.is_empty() {
            "pairing"
        } else {
            "allowlist"
        };
        let allow: Vec<String> = allow.iter().map(i64::to_string).collect();
        self.with_env("TELEGRAM_BOT_TOKEN", &telegram.token())
            .with_config(json!({
                "channels": {"telegram": {"enabled": true, "apiRoot": telegram.api_root(),
                    "botToken": "${TELEGRAM_BOT_TOKEN}", "dmPolicy": policy, "allowFrom": allow}},
            }))
    }

    /// The config as written now.
    pub fn config_text(&self) -> String {
        fs::read_to_string(self.config_path()).expect("a readable config")
    }

    /// Reads a file of the state directory.
    pub fn read(&self, path: &str) -> String {
        let path = self.state_dir().join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Reads a file of the workspace.
    pub fn read_workspace(&self, path: &str) -> String {
        let path = self.workspace(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }
}

/// Merges as RFC 7396 says, the rule of config patches in the field reference.
fn merge(into: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *into = patch;
        return;
    };
    if !into.is_object() {
        *into = json!({});
    }
    if let Value::Object(fields) = into {
        for (name, value) in patch {
            if value.is_null() {
                fields.shift_remove(&name);
            } else {
                merge(fields.entry(name).or_insert(Value::Null), value);
            }
        }
    }
}

/// Owner only, as a gateway leaves its own files.
#[cfg(unix)]
fn private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = if path.is_dir() { 0o700 } else { 0o600 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("our own file");
}

#[cfg(not(unix))]
fn private(_path: &Path) {}
