//! The state directory: where everything of a home lies.
//!
//! Owns the names of its places, their permissions and `home.json`. Never reads what lies there.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::error::StorageError;
use super::swap::{Settled, settle};
use crate::clock::Ms;

/// A home on disk.
#[derive(Debug, Clone)]
pub struct StateDir {
    root: PathBuf,
    home_id: String,
    moved: bool,
    restored: Option<Restored>,
    settled: Option<Settled>,
}

/// Where a home that waits to be taken over comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It is at home here.
    Here,
    /// Its folder was copied from another computer.
    OtherComputer,
    /// It was restored from a backup made at this time, ms.
    Backup(Ms),
}

/// Stands in `home.json` between a restore and *Take over here*.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Restored {
    backup_at: Ms,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct HomeFile {
    home_id: String,
    machine: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    restored: Option<Restored>,
    #[serde(flatten)]
    rest: serde_json::Map<String, serde_json::Value>,
}

impl StateDir {
    /// `--state-dir`, else `COVE_STATE_DIR`, else `~/.cove`.
    pub fn locate(argument: Option<PathBuf>) -> PathBuf {
        argument
            .or_else(|| std::env::var_os("COVE_STATE_DIR").map(PathBuf::from))
            .unwrap_or_else(|| {
                std::env::home_dir()
                    .unwrap_or_else(|| PathBuf::from("."))
                    .join(".cove")
            })
    }

    /// Opens a home, creating its folders (0700) and `home.json` where they are missing. A restore
    /// that a kill cut off is settled first: an empty home must not be made in its place.
    pub fn open(root: PathBuf) -> Result<Self, StorageError> {
        let root = std::path::absolute(&root).map_err(StorageError::io(&root))?;
        let settled = settle(&root)?;
        create_private(&root)?;
        for place in [
            "agents/main/sessions",
            "credentials",
            "telegram",
            "logs",
            "backups",
            "trash",
            "crashes",
        ] {
            create_private(&root.join(place))?;
        }
        let path = root.join("home.json");
        let machine = machine_hash();
        let home = match std::fs::read(&path) {
            Ok(bytes) => Some(read_home(&path, &bytes, &machine)?),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(source) => return Err(StorageError::Io { path, source }),
        };
        let home = match home {
            Some(home) => home,
            None => {
                let home_id = uuid::Uuid::new_v4().to_string();
                let home = HomeFile {
                    home_id,
                    machine: machine.clone(),
                    restored: None,
                    rest: serde_json::Map::new(),
                };
                super::atomic::replace(&path, &serde_json::to_vec_pretty(&home)?)?;
                home
            }
        };
        Ok(Self {
            root,
            moved: home.machine != machine,
            restored: home.restored,
            home_id: home.home_id,
            settled,
        })
    }

    /// What became of a restore that was cut off, where opening found one.
    pub fn settled(&self) -> Option<&Settled> {
        self.settled.as_ref()
    }

    /// The root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The home's id.
    pub fn home_id(&self) -> &str {
        &self.home_id
    }

    /// The home was made on another machine or restored (design.md §3): nothing runs by itself
    /// until *Take over here*.
    pub fn moved(&self) -> bool {
        self.moved
    }

    /// Where it comes from.
    pub fn origin(&self) -> Origin {
        match (self.moved, self.restored) {
            (false, _) => Origin::Here,
            (true, None) => Origin::OtherComputer,
            (true, Some(restored)) => Origin::Backup(restored.backup_at),
        }
    }

    /// Makes this machine the home's own.
    pub fn take_over(&self) -> Result<(), StorageError> {
        let path = self.root.join("home.json");
        let bytes = std::fs::read(&path).map_err(StorageError::io(&path))?;
        let mut home: HomeFile = serde_json::from_slice(&bytes)?;
        home.machine = machine_hash();
        home.restored = None;
        super::atomic::replace(&path, &serde_json::to_vec_pretty(&home)?)
    }

    /// The database.
    pub fn db(&self) -> PathBuf {
        self.root.join("cove.db")
    }

    /// The full-text index; it can be deleted.
    pub fn search(&self) -> PathBuf {
        self.root.join("search.db")
    }

    /// The folder of an agent's sessions, created if need be.
    pub fn sessions(&self, agent: &str) -> Result<PathBuf, StorageError> {
        let folder = self.root.join("agents").join(agent).join("sessions");
        create_private(&folder)?;
        Ok(folder)
    }

    /// Pairing requests and people let in.
    pub fn credentials(&self) -> PathBuf {
        self.root.join("credentials")
    }

    /// Telegram's own files.
    pub fn telegram(&self) -> PathBuf {
        self.root.join("telegram")
    }

    /// Jobs.
    pub fn cron(&self) -> PathBuf {
        self.root.join("cron")
    }

    /// Log files.
    pub fn logs(&self) -> PathBuf {
        self.root.join("logs")
    }

    /// Reports of crashes.
    pub fn crashes(&self) -> PathBuf {
        self.root.join("crashes")
    }

    /// Copies of the database.
    pub fn backups(&self) -> PathBuf {
        self.root.join("backups")
    }
}

/// Makes the home in `root` wait for *Take over here*: it was restored from a backup made at
/// `backup_at`, ms.
pub fn mark_restored(root: &Path, backup_at: Ms) -> Result<(), StorageError> {
    let path = root.join("home.json");
    let bytes = std::fs::read(&path).map_err(StorageError::io(&path))?;
    let mut home: HomeFile = serde_json::from_slice(&bytes)?;
    // No machine has an empty name, so this is nobody's home until somebody takes it over.
    home.machine = String::new();
    home.restored = Some(Restored { backup_at });
    super::atomic::replace(&path, &serde_json::to_vec_pretty(&home)?)
}

/// Reads `home.json`. A damaged one is set aside and written anew with the id it still shows:
/// keys in the keychain stand under that id.
fn read_home(path: &Path, bytes: &[u8], machine: &str) -> Result<HomeFile, StorageError> {
    if let Ok(home) = serde_json::from_slice(bytes) {
        return Ok(home);
    }
    let at = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let at = at
        .ok()
        .and_then(|since| i64::try_from(since.as_millis()).ok());
    super::backup::set_aside(path, at.unwrap_or(0))?;
    let text = String::from_utf8_lossy(bytes);
    let shown = text
        .split('"')
        .find(|word| word.len() == 36 && uuid::Uuid::parse_str(word).is_ok());
    let home = HomeFile {
        home_id: shown.map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_owned),
        machine: machine.to_owned(),
        restored: None,
        rest: serde_json::Map::new(),
    };
    super::atomic::replace(path, &serde_json::to_vec_pretty(&home)?)?;
    Ok(home)
}

/// Creates a folder and what is missing above it, readable by its owner alone.
fn create_private(folder: &Path) -> Result<(), StorageError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(StorageError::io(folder))
}

/// Names the machine without telling anything about it.
fn machine_hash() -> String {
    let id = ["/etc/machine-id", "/var/lib/dbus/machine-id"]
        .iter()
        .find_map(|path| std::fs::read_to_string(path).ok())
        .unwrap_or_else(|| {
            std::env::var("COMPUTERNAME")
                .or_else(|_| std::env::var("HOSTNAME"))
                .unwrap_or_default()
        });
    let digest = Sha256::digest(format!("cove:{}", id.trim()));
    super::digest::hex(&digest[..16])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_home_keeps_its_id() {
        let folder = tempfile::tempdir().unwrap();
        let first = StateDir::open(folder.path().join("home")).unwrap();
        let second = StateDir::open(folder.path().join("home")).unwrap();
        assert_eq!(first.home_id(), second.home_id());
        assert!(!second.moved());
    }

    #[test]
    fn a_home_from_another_machine_says_so_until_it_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let home = StateDir::open(folder.path().to_owned()).unwrap();
        let path = folder.path().join("home.json");
        let text = std::fs::read_to_string(&path)
            .unwrap()
            .replace(&machine_hash(), "elsewhere");
        std::fs::write(&path, text).unwrap();
        let moved = StateDir::open(folder.path().to_owned()).unwrap();
        assert!(moved.moved());
        assert_eq!(moved.home_id(), home.home_id());
        moved.take_over().unwrap();
        assert!(!StateDir::open(folder.path().to_owned()).unwrap().moved());
    }

    #[test]
    fn a_restored_home_waits_also_on_the_machine_it_was_made_on() {
        let folder = tempfile::tempdir().unwrap();
        StateDir::open(folder.path().to_owned()).unwrap();
        mark_restored(folder.path(), 7).unwrap();
        let restored = StateDir::open(folder.path().to_owned()).unwrap();
        assert_eq!(restored.origin(), Origin::Backup(7));
        restored.take_over().unwrap();
        let taken = StateDir::open(folder.path().to_owned()).unwrap();
        assert_eq!(taken.origin(), Origin::Here);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_look_inside() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let home = StateDir::open(folder.path().join("new/home")).unwrap();
        for place in [
            home.root().to_owned(),
            home.credentials(),
            home.sessions("main").unwrap(),
        ] {
            assert_eq!(
                std::fs::metadata(&place).unwrap().permissions().mode() & 0o777,
                0o700
            );
        }
    }
}
