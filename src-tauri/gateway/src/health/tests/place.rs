//! A sound home to damage.

use super::*;

pub(super) struct Place {
    pub(super) folder: tempfile::TempDir,
    pub(super) plain_secrets: Vec<String>,
    pub(super) now: i64,
    pub(super) newest: Option<i64>,
    pub(super) zone: String,
}

impl Place {
    /// A sound home: one conversation, its files.
    pub(super) fn sound() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        StateDir::open(root).unwrap();
        let place = Self {
            folder,
            plain_secrets: Vec::new(),
            now: NOW,
            newest: None,
            zone: "UTC".into(),
        };
        place.write("workspace/SOUL.md", b"kind\n");
        place.write(SESSIONS, list(json!({})).as_bytes());
        place.write(TALK, talk().as_bytes());
        place
    }

    pub(super) fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.root().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub(super) fn store(&self) -> SessionStore {
        let state = StateDir::open(self.root()).unwrap();
        SessionStore::open(state, ManualClock::new(NOW, "UTC"))
            .unwrap()
            .0
    }

    pub(super) fn view(&self) -> View {
        let guarded = Guarded {
            state_dir: self.root(),
            home_dir: None,
        };
        let workspace = Workspace::open(&self.root().join("workspace"), &guarded).unwrap();
        View {
            root: self.root(),
            now: self.now,
            zone: self.zone.clone(),
            agents: vec![ViewAgent {
                id: "main".into(),
                workspace: Ok(Arc::new(workspace)),
                limits: Limits::default(),
            }],
            settings: Report {
                file: self.root().join("cove.json"),
                in_force: InForce::File,
                problems: Vec::new(),
                warnings: Vec::new(),
                plain_secrets: self.plain_secrets.clone(),
            },
            redactor: Redactor::default(),
            busy: Default::default(),
            newest: self.newest,
            tables: true,
            window: 200_000,
        }
    }

    pub(super) fn findings(&self) -> Vec<Finding> {
        check(&self.view(), &mut Cache::default())
    }

    pub(super) fn codes(&self) -> Vec<&'static str> {
        self.findings().iter().map(|found| found.code).collect()
    }

    /// Every file that is no copy and no journal, with its bytes.
    pub(super) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.root(), &mut files);
        files.retain(|path, _| {
            let name = path.display().to_string();
            !name.contains(".bak-") && !name.contains("/backups/") && !name.ends_with(".good")
        });
        files
    }
}

pub(super) fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => collect(&path, files),
            false => {
                files.insert(path.clone(), std::fs::read(&path).unwrap());
            }
        }
    }
}

pub(super) const SESSIONS: &str = "agents/main/sessions/sessions.json";
pub(super) const TALK: &str = "agents/main/sessions/s1.jsonl";

/// The list with one sound conversation and what is given.
pub(super) fn list(more: serde_json::Value) -> String {
    let mut list = json!({ "agent:main:main": { "sessionId": "s1", "updatedAt": 1 } });
    let own = list.as_object_mut().unwrap();
    own.extend(more.as_object().unwrap().clone());
    serde_json::to_string_pretty(&list).unwrap()
}

pub(super) fn entry(id: &str, parent: Option<&str>, message: serde_json::Value) -> String {
    let line = json!({ "type": "message", "id": id, "parentId": parent,
        "timestamp": "2026-03-11T14:12:00.000Z", "message": message });
    format!("{line}\n")
}

pub(super) fn talk() -> String {
    let user = entry("a", None, json!({ "role": "user", "content": "hi" }));
    let answer = json!({ "role": "assistant", "content": [{ "type": "text", "text": "yes" }] });
    format!("{HEADER}{user}{}", entry("b", Some("a"), answer))
}

pub(super) fn calling() -> String {
    let call = json!({ "type": "toolCall", "id": "c1", "name": "write", "arguments": {} });
    let ask = json!({ "role": "assistant", "content": [call], "stopReason": "toolUse" });
    format!("{}{}", talk(), entry("c", Some("b"), ask))
}
