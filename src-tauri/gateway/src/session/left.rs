//! Text that the carryover plugin of another program left for a session (seed 003).
//!
//! Owns finding such a file and putting it away once its text stands in a transcript.

use std::path::PathBuf;

use super::error::SessionError;
use super::key::SessionKey;
use super::store::SessionStore;
use crate::clock::Ms;
use crate::storage::StorageError;

/// Text left for a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftText {
    /// Name of its file.
    pub name: String,
    /// The text.
    pub text: String,
    /// When it was left, ms.
    pub at: Ms,
    path: PathBuf,
}

impl SessionStore {
    /// What was left for a key. How the key is written in the name is not told anywhere, so only
    /// its letters and digits count.
    pub fn left_text(&self, key: &SessionKey) -> Option<LeftText> {
        let folder = self.root().join("session-carryover");
        let short = key.as_str().splitn(3, ':').nth(2).unwrap_or_default();
        let wanted = [folded(key.as_str()), folded(short)];
        std::fs::read_dir(folder).ok()?.flatten().find_map(|file| {
            let path = file.path();
            let stem = path.file_stem()?.to_string_lossy();
            let fits = path.extension()? == "txt" && wanted.contains(&folded(&stem));
            if !fits {
                return None;
            }
            let changed = file.metadata().and_then(|about| about.modified()).ok()?;
            let since = changed.duration_since(std::time::UNIX_EPOCH).ok()?;
            Some(LeftText {
                name: file.file_name().to_string_lossy().into_owned(),
                text: String::from_utf8_lossy(&std::fs::read(&path).ok()?).into_owned(),
                at: Ms::try_from(since.as_millis()).ok()?,
                path,
            })
        })
    }

    /// Moves it to the trash: its text stands in a transcript now.
    ///
    /// # Errors
    /// The disk refused.
    pub fn put_away(&self, left: &LeftText, now: Ms) -> Result<(), SessionError> {
        let to = self
            .root()
            .join("trash")
            .join(format!("{now}-{}", left.name));
        Ok(std::fs::rename(&left.path, &to).map_err(StorageError::io(&left.path))?)
    }
}

fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clock::ManualClock;
    use crate::storage::StateDir;

    #[test]
    fn a_text_is_found_however_its_name_was_made_safe_and_once() {
        for name in [
            "agent:main:main.txt",
            "agent_main_main.txt",
            "main.txt",
            "agent-Main-main.txt",
        ] {
            let folder = tempfile::tempdir().unwrap();
            let state = StateDir::open(folder.path().to_owned()).unwrap();
            let (store, _) = SessionStore::open(state, ManualClock::new(1, "UTC")).unwrap();
            let place = folder.path().join("session-carryover");
            std::fs::create_dir(&place).unwrap();
            std::fs::write(place.join(name), "user: hi").unwrap();
            std::fs::write(place.join("agent_main_other.txt"), "no").unwrap();
            let key = SessionKey::main("main");
            let left = store.left_text(&key).unwrap();
            assert_eq!((left.text.as_str(), left.name.as_str()), ("user: hi", name));
            store.put_away(&left, 7).unwrap();
            assert_eq!(store.left_text(&key), None);
            assert!(folder.path().join(format!("trash/7-{name}")).is_file());
        }
    }
}
