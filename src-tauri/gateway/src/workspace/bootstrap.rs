//! The first files of a new home.
//!
//! Owns the templates and the rule that an existing file is never touched: each is created
//! exclusively, and only where none of the six that make an agent exists yet. A home that has any
//! of them is somebody's; what it lacks (a removed HEARTBEAT.md, say) stays lacking.

use super::{FileError, Files, RelPath};
use crate::words::Language;

macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        /// Name, English text, Chinese text.
        const TEMPLATES: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("templates/en/", $name)),
            include_str!(concat!("templates/zh-CN/", $name)),
        )),*];
    };
}

templates!(
    "AGENTS.md",
    "SOUL.md",
    "USER.md",
    "IDENTITY.md",
    "TOOLS.md",
    "HEARTBEAT.md",
    "TODO.md",
    "MEMORY.md",
);

/// Any of these makes a home somebody's (field reference §1).
const MAKE_AN_AGENT: usize = 6;
const DAILY_NOTES: &str = "memory";

/// What the first start made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seeded {
    /// The files that were made; empty in a home that is somebody's already.
    pub made: Vec<String>,
}

/// The text Cove starts a file with; `None` for any other name.
pub fn template(name: &str, language: Language) -> Option<&'static str> {
    let (_, english, chinese) = TEMPLATES.iter().find(|(known, ..)| *known == name)?;
    Some(match language {
        Language::English => english,
        Language::Chinese => chinese,
    })
}

/// Makes the first files, in the person's language. Safe to call at every start.
pub async fn bootstrap(files: &Files, language: Language) -> Result<Seeded, FileError> {
    let mut seeded = Seeded::default();
    let dir = files.workspace().dir();
    let lives = TEMPLATES[..MAKE_AN_AGENT]
        .iter()
        .any(|(name, ..)| dir.symlink_metadata(name).is_ok());
    if lives {
        return Ok(seeded);
    }
    dir.create_dir_all(DAILY_NOTES)
        .map_err(|source| FileError::Io {
            path: DAILY_NOTES.to_owned(),
            source,
        })?;
    // The lists first: a kill among them leaves none of the six, and the next start goes on.
    for (name, ..) in TEMPLATES.iter().rev() {
        let text = template(name, language).unwrap_or_default();
        if files.create(&RelPath::parse(name)?, text).await? {
            seeded.made.push((*name).to_owned());
        }
    }
    Ok(seeded)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::testing::home;
    use super::super::{Author, BOOTSTRAP, Limits, TurnClass, chars};
    use super::*;

    #[tokio::test]
    async fn a_new_home_gets_its_files_in_the_persons_language() {
        for language in Language::ALL {
            let home = home();
            let seeded = bootstrap(&home.files, language).await.unwrap();
            assert_eq!(seeded.made.len(), BOOTSTRAP.len());
            for name in BOOTSTRAP {
                assert_eq!(home.on_disk(name), template(name, language).unwrap());
            }
            assert!(home.root().join("memory").is_dir());
            let path = RelPath::parse("SOUL.md").unwrap();
            let history = home.files.history(&path).await.unwrap();
            assert_eq!((history.len(), history[0].by), (1, Author::Cove));
        }
    }

    #[tokio::test]
    async fn a_home_that_is_somebodys_stays_byte_identical() {
        let home = home();
        let theirs = "my own\r\nsoul \u{feff}";
        home.outside("SOUL.md", theirs);
        let seeded = bootstrap(&home.files, Language::English).await.unwrap();
        assert_eq!(seeded, Seeded::default());
        assert_eq!(home.on_disk("SOUL.md"), theirs);
        assert_eq!(std::fs::read_dir(home.root()).unwrap().count(), 1);
    }

    #[tokio::test]
    async fn existing_notes_are_kept_where_the_rest_is_made() {
        let home = home();
        home.outside("MEMORY.md", "my notes");
        home.outside("TODO.md", "");
        let seeded = bootstrap(&home.files, Language::Chinese).await.unwrap();
        assert_eq!(seeded.made.len(), 6);
        assert_eq!(home.on_disk("MEMORY.md"), "my notes");
        assert_eq!(home.on_disk("TODO.md"), "");
    }

    #[tokio::test]
    async fn a_removed_heartbeat_file_is_not_made_again() {
        let home = home();
        bootstrap(&home.files, Language::English).await.unwrap();
        std::fs::remove_file(home.root().join("HEARTBEAT.md")).unwrap();
        bootstrap(&home.files, Language::English).await.unwrap();
        assert!(!home.root().join("HEARTBEAT.md").exists());
    }

    #[test]
    fn a_fresh_heartbeat_file_counts_as_empty() {
        for language in Language::ALL {
            let text = template("HEARTBEAT.md", language).unwrap();
            let empty = |line: &str| line.trim().is_empty() || line.starts_with("# ");
            assert!(text.lines().all(empty), "{text}");
        }
    }

    /// Tokens by the rule of design.md §5: bytes / 3.6.
    #[tokio::test]
    async fn a_first_prompt_is_small() {
        for language in Language::ALL {
            let home = home();
            bootstrap(&home.files, language).await.unwrap();
            let limits = Limits::default();
            let prompt = home.files.prompt(TurnClass::MainChat, &[], limits).await;
            let prompt = prompt.unwrap();
            let bytes: usize = prompt.iter().map(|file| file.text.len()).sum();
            let size: usize = prompt.iter().map(|file| chars(&file.text)).sum();
            assert!(bytes * 10 / 36 < 1_500, "{bytes} bytes, {size} characters");
        }
    }
}
