//! Files a person hands over with a message.
//!
//! Owns the folders `inbox/<day>/` (for guests `shared/inbox/<day>/`) and the names in them; nothing
//! there is ever replaced. Makes no versions.

use std::sync::Arc;

use super::files::blocking;
use super::paths::{MAX_FILE_BYTES, Replaced};
use super::{FileError, Files, RelPath};

/// Where they lie.
const FOLDER: &str = "inbox";
/// Where those of guests lie: what they may read.
const GUESTS: &str = "shared/inbox";
/// The longest name kept, characters.
const LONG: usize = 80;
/// Names tried before it is given up.
const TRIES: u32 = 200;

impl Files {
    /// Keeps a file of `day` (`YYYY-MM-DD`) under its name or one beside it, durably, and answers
    /// where; `guests` = where guests read it. The same file handed over again is the one that is
    /// there.
    ///
    /// # Errors
    /// When it can't be written.
    pub async fn hand_over(
        &self,
        day: &str,
        guests: bool,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<RelPath, FileError> {
        let _turn = self.turn().await?;
        let workspace = Arc::clone(self.workspace());
        let folder = if guests { GUESTS } else { FOLDER };
        let folder = RelPath::parse_folder(&format!("{folder}/{day}"))?;
        let name = plain_name(name);
        blocking(move || {
            for n in 1..=TRIES {
                let path = folder.join(&numbered(&name, n));
                if workspace.read(&path)?.is_some_and(|held| held == bytes) {
                    return Ok(path);
                }
                if workspace.replace(&path, &bytes, None)? == Replaced::Done {
                    return Ok(path);
                }
            }
            Err(FileError::Busy {
                path: folder.join(&name).to_string(),
            })
        })
        .await
    }
}

impl Files {
    /// The bytes of a file that goes out of the workspace, at most `most`.
    ///
    /// # Errors
    /// When it is not there (any more), leads out, is larger or can't be read.
    pub async fn going_out(&self, path: &RelPath, most: u64) -> Result<Vec<u8>, FileError> {
        let (workspace, path) = (Arc::clone(self.workspace()), path.clone());
        blocking(move || {
            let path = workspace.resolve(&path)?;
            let missing = || FileError::Missing {
                path: path.to_string(),
            };
            workspace.read_at_most(&path, most)?.ok_or_else(missing)
        })
        .await
    }

    /// The bytes of a file that was handed over.
    ///
    /// # Errors
    /// When it is not there (any more) or can't be read.
    pub async fn handed(&self, path: &RelPath) -> Result<Vec<u8>, FileError> {
        self.going_out(path, MAX_FILE_BYTES).await
    }
}

/// A name every system can hold: letters, digits and a few signs, no leading or trailing dot.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .map(|letter| match letter {
            '.' | '-' | '_' | ' ' => letter,
            letter if letter.is_alphanumeric() => letter,
            _ => '-',
        })
        .collect();
    let plain = plain.trim_matches(['.', ' ']);
    let (stem, end) = split(plain);
    let room = LONG.saturating_sub(end.chars().count());
    let stem: String = stem.chars().take(room).collect();
    let name = match stem.trim_matches(['.', ' ']) {
        "" => format!("file{end}"),
        stem => format!("{stem}{end}"),
    };
    match RelPath::parse(&name).and_then(|path| path.portable()) {
        Ok(()) => name,
        // The name of a device on Windows.
        Err(_) => format!("file-{name}"),
    }
}

/// `photo.jpg` is `photo` and `.jpg`.
fn split(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(at) if at > 0 && name.len() - at <= 12 => name.split_at(at),
        _ => (name, ""),
    }
}

fn numbered(name: &str, n: u32) -> String {
    let (stem, end) = split(name);
    match n {
        1 => name.to_owned(),
        n => format!("{stem} ({n}){end}"),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::workspace::testing::home;

    #[test]
    fn a_name_is_one_that_every_system_can_hold() {
        let check = |name: &str, kept: &str| assert_eq!(plain_name(name), kept, "{name}");
        check("photo.jpg", "photo.jpg");
        check("../../etc/passwd", "passwd");
        check("C:\\Users\\anna\\Invoice 3.pdf", "Invoice 3.pdf");
        check("a:b?.txt", "a-b-.txt");
        check("发票.pdf", "发票.pdf");
        check("..", "file");
        check(".jpg", "jpg");
        check("CON.txt", "file-CON.txt");
        let long = format!("{}.pdf", "x".repeat(300));
        assert_eq!(plain_name(&long).len(), LONG);
        assert!(plain_name(&long).ends_with("x.pdf"));
    }

    #[tokio::test]
    async fn nothing_is_replaced_and_the_same_file_is_kept_once() {
        let home = home();
        let hand = async |bytes: &[u8]| {
            let kept = home
                .files
                .hand_over("2026-11-22", false, "list.txt", bytes.to_vec());
            kept.await.unwrap().to_string()
        };
        assert_eq!(hand(b"one").await, "inbox/2026-11-22/list.txt");
        assert_eq!(hand(b"two").await, "inbox/2026-11-22/list (2).txt");
        assert_eq!(hand(b"one").await, "inbox/2026-11-22/list.txt");
        assert_eq!(home.on_disk("inbox/2026-11-22/list.txt"), "one");
        assert_eq!(home.on_disk("inbox/2026-11-22/list (2).txt"), "two");
        let shared = home
            .files
            .hand_over("2026-11-22", true, "../x", b"three".to_vec());
        let shared = shared.await.unwrap();
        assert_eq!(shared.to_string(), "shared/inbox/2026-11-22/x");
        assert_eq!(home.files.handed(&shared).await.unwrap(), b"three");
    }
}
