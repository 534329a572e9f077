//! A file's versions as the changes a person would tell: one for each stay in the file.
//!
//! Owns what belongs together: versions in a row that one turn of the agent, or one stay of a
//! person in the editor, has written. Reads contents only to count their lines.

use super::files::{Files, as_text};
use super::versions::{Author, Kept, VersionRow};
use super::{FileError, RelPath};
use crate::activity::{Inverse, StoredUndo};
use crate::clock::Ms;

/// A change of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// The version it led to.
    pub version: u32,
    /// The version before it; `None` = the file did not exist, or that version is forgotten.
    pub before: Option<u32>,
    /// When it ended, ms.
    pub at: Ms,
    /// Who.
    pub by: Author,
    /// The turn or the stay that made it.
    pub turn_id: Option<String>,
    /// Lines that came and went; `None` where a text of the two is not kept.
    pub lines: Option<Lines>,
    /// The newest version before it with the same content: it brought that back.
    pub same_as: Option<u32>,
    /// The file was removed.
    pub removed: bool,
}

/// Lines of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lines {
    /// That came.
    pub added: u32,
    /// That went.
    pub removed: u32,
}

/// The version an undo of a stay goes back to: that before its first change, where nothing lies
/// between its changes and none was taken back. `earlier` is the undo kept for the stay so far.
pub fn way_back(earlier: Option<&StoredUndo>, change: &super::Change) -> Option<u32> {
    match earlier {
        Some(StoredUndo {
            used: false,
            inverse: Inverse::RevertFile {
                version, previous, ..
            },
            ..
        }) if Some(*version) == change.previous => *previous,
        _ => change.previous,
    }
}

impl Files {
    /// The newest changes of a file, newest first, at most `limit`.
    pub async fn changes(
        &self,
        path: &RelPath,
        limit: usize,
    ) -> Result<Vec<FileChange>, FileError> {
        let rows = self.history(path).await?;
        let mut changes = stays(&rows);
        changes.truncate(limit);
        let path = self.workspace.resolve(path)?;
        for change in &mut changes {
            let old = self.kept(&path, change.before).await?;
            let new = self.kept(&path, Some(change.version)).await?;
            change.lines = old.zip(new).map(|(old, new)| counted(&old, &new));
        }
        Ok(changes)
    }

    /// A version's text; empty for one that says the file was not there, `None` where it is not
    /// kept or is no text.
    async fn kept(&self, path: &RelPath, n: Option<u32>) -> Result<Option<String>, FileError> {
        let Some(n) = n else {
            return Ok(Some(String::new()));
        };
        match self.version(path, n).await {
            Ok((path, content)) => Ok(as_text(&path, content.unwrap_or_default()).ok()),
            Err(FileError::NotKept { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Groups versions (newest first) by who made them in one stay.
fn stays(rows: &[VersionRow]) -> Vec<FileChange> {
    let mut stays: Vec<FileChange> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let before = rows.get(index + 1).filter(|older| older.kept != Kept::Gone);
        let before = before.map(|older| older.n);
        match stays.last_mut() {
            Some(last) if row.turn_id.is_some() && last.turn_id == row.turn_id => {
                last.before = before;
            }
            _ => stays.push(FileChange {
                version: row.n,
                before,
                at: row.at,
                by: row.by,
                turn_id: row.turn_id.clone(),
                lines: None,
                same_as: None,
                removed: row.kept == Kept::Gone,
            }),
        }
    }
    for stay in &mut stays {
        stay.same_as = brought_back(rows, stay);
    }
    stays.retain(|stay| !is_nothing(rows, stay));
    stays
}

/// A version older than the one before the change that has the content the change led to.
fn brought_back(rows: &[VersionRow], change: &FileChange) -> Option<u32> {
    let hash = &rows.iter().find(|row| row.n == change.version)?.hash;
    let older = rows.iter().filter(|row| Some(row.n) < change.before);
    let mut same = older.filter(|row| row.hash == *hash && row.kept == Kept::Content);
    same.next().map(|row| row.n)
}

/// What was typed and taken out again in one stay.
fn is_nothing(rows: &[VersionRow], change: &FileChange) -> bool {
    let hash = |n: u32| rows.iter().find(|row| row.n == n).map(|row| &row.hash);
    change
        .before
        .is_some_and(|before| hash(before) == hash(change.version))
}

fn counted(old: &str, new: &str) -> Lines {
    let patch = diffy::create_patch(old, new);
    let lines = patch.hunks().iter().flat_map(diffy::Hunk::lines);
    lines.fold(Lines::default(), |mut lines, line| {
        match line {
            diffy::Line::Insert(_) => lines.added += 1,
            diffy::Line::Delete(_) => lines.removed += 1,
            diffy::Line::Context(_) => {}
        }
        lines
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::Write;
    use super::super::testing::{Home, home};
    use super::*;

    async fn wrote(home: &Home, by: Author, stay: Option<&str>, text: &str) {
        let write = Write {
            path: RelPath::parse("a.md").unwrap(),
            text: text.into(),
            base: None,
            author: by,
            turn_id: stay.map(str::to_owned),
            join: None,
        };
        home.files.write(write).await.unwrap();
    }

    async fn told(home: &Home) -> Vec<(u32, Option<u32>, Author, Option<(u32, u32)>, Option<u32>)> {
        let path = RelPath::parse("a.md").unwrap();
        let changes = home.files.changes(&path, 10).await.unwrap();
        let row = |change: FileChange| {
            let lines = change.lines.map(|lines| (lines.added, lines.removed));
            (
                change.version,
                change.before,
                change.by,
                lines,
                change.same_as,
            )
        };
        changes.into_iter().map(row).collect()
    }

    #[tokio::test]
    async fn what_one_stay_wrote_is_one_change_with_its_lines() {
        let home = home();
        wrote(&home, Author::Person, Some("stay:1"), "a\n").await;
        wrote(&home, Author::Person, Some("stay:1"), "a\nb\n").await;
        wrote(&home, Author::Agent, Some("turn:1"), "a\nB\nc\n").await;
        wrote(&home, Author::Person, Some("stay:1"), "a\nB\nc\nd\n").await;
        assert_eq!(
            told(&home).await,
            [
                (4, Some(3), Author::Person, Some((1, 0)), None),
                (3, Some(2), Author::Agent, Some((2, 1)), None),
                (2, None, Author::Person, Some((2, 0)), None),
            ]
        );
    }

    #[tokio::test]
    async fn a_change_that_brings_an_older_text_back_says_which() {
        let home = home();
        for (stay, text) in [("1", "a\n"), ("2", "b\n"), ("3", "a\n")] {
            wrote(&home, Author::Person, Some(stay), text).await;
        }
        let changes = told(&home).await;
        assert_eq!(
            changes[0],
            (3, Some(2), Author::Person, Some((1, 1)), Some(1))
        );
        assert_eq!(changes[1].4, None);
    }

    #[tokio::test]
    async fn a_stay_that_ended_where_it_began_is_no_change() {
        let home = home();
        for (stay, text) in [("1", "a\n"), ("2", "ab\n"), ("2", "a\n")] {
            wrote(&home, Author::Person, Some(stay), text).await;
        }
        assert_eq!(told(&home).await.len(), 1);
    }

    #[tokio::test]
    async fn a_text_that_is_not_kept_has_no_count() {
        let home = home();
        wrote(&home, Author::Agent, None, &"x\n".repeat(600_000)).await;
        wrote(&home, Author::Agent, None, "x\n").await;
        let changes = told(&home).await;
        assert_eq!((changes[0].3, changes[1].3), (None, None));
    }
}
