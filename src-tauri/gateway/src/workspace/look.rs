//! Looks at files and makes versions of what other programs wrote.
//!
//! Owns the comparison of a file with its newest version. The caller holds the turn, so that
//! nobody looks between a version and its file.

use std::sync::Arc;

use super::files::{Change, Files, blocking};
use super::versions::{self, Author, Kept, NewVersion, VersionRow, hash};
use super::{FileError, RelPath};

/// A file as it was found, its content being the newest version.
pub(super) struct Seen {
    pub path: RelPath,
    pub bytes: Option<Vec<u8>>,
    pub newest: Option<(u32, Author)>,
}

pub(super) type Looked = Vec<Result<Seen, FileError>>;
/// Index in the look, file, content, the version before.
type Outside = (usize, RelPath, Option<Vec<u8>>, Option<u32>);

impl Files {
    pub(super) async fn look_at(&self, path: &RelPath) -> Result<Seen, FileError> {
        let mut seen = self.look(vec![path.clone()]).await?;
        seen.pop().unwrap_or(Err(FileError::Stopped))
    }

    pub(super) async fn look(
        &self,
        paths: Vec<RelPath>,
    ) -> Result<Vec<Result<Seen, FileError>>, FileError> {
        Ok(self.look_and_tell(paths).await?.0)
    }

    /// Reads the files and makes a version of each that is not as its newest version says. The
    /// caller holds the turn.
    pub(super) async fn look_and_tell(
        &self,
        paths: Vec<RelPath>,
    ) -> Result<(Looked, Vec<Change>), FileError> {
        let workspace = Arc::clone(&self.workspace);
        let found: Vec<Result<(RelPath, Option<Vec<u8>>), FileError>> = blocking(move || {
            let each = paths.into_iter().map(|path| {
                let path = workspace.resolve(&path)?;
                let bytes = workspace.read(&path)?;
                Ok((path, bytes))
            });
            Ok(each.collect())
        })
        .await?;
        let names: Vec<String> = found
            .iter()
            .flatten()
            .map(|(path, _)| path.to_string())
            .collect();
        let agent = self.agent.clone();
        let newest = self.db.read(move |conn| {
            let rows = names
                .iter()
                .map(|name| versions::latest(conn, &agent, name));
            Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
        });
        self.settle(found, newest.await?).await
    }

    pub(super) async fn settle(
        &self,
        found: Vec<Result<(RelPath, Option<Vec<u8>>), FileError>>,
        newest: Vec<Option<VersionRow>>,
    ) -> Result<(Looked, Vec<Change>), FileError> {
        let mut newest = newest.into_iter();
        let (mut looked, mut outside) = (Vec::new(), Vec::new());
        for found in found {
            let (path, bytes) = match found {
                Ok(found) => found,
                Err(error) => {
                    looked.push(Err(error));
                    continue;
                }
            };
            let row = newest.next().flatten();
            let told = row.as_ref().map_or("", |row| row.hash.as_str());
            if told != bytes.as_deref().map(hash).unwrap_or_default() {
                let previous = row.as_ref().filter(|row| row.kept != Kept::Gone);
                let previous = previous.map(|row| row.n);
                outside.push((looked.len(), path.clone(), bytes.clone(), previous));
            }
            looked.push(Ok(Seen {
                path,
                bytes,
                newest: row.map(|row| (row.n, row.by)),
            }));
        }
        let changes = self.record_outside(&outside).await?;
        for ((index, ..), change) in outside.iter().zip(&changes) {
            if let Some(Ok(seen)) = looked.get_mut(*index) {
                seen.newest = Some((change.version, Author::Elsewhere));
            }
        }
        Ok((looked, changes))
    }

    pub(super) async fn record_outside(
        &self,
        outside: &[Outside],
    ) -> Result<Vec<Change>, FileError> {
        if outside.is_empty() {
            return Ok(Vec::new());
        }
        let (agent, at) = (self.agent.clone(), self.clock.now_ms());
        let outside = outside.to_vec();
        let recorded = self.db.write(move |tx| {
            let each = outside.into_iter().map(|(_, path, content, previous)| {
                let version = NewVersion {
                    agent: agent.clone(),
                    path: path.to_string(),
                    at,
                    by: Author::Elsewhere,
                    content,
                    turn_id: None,
                };
                Ok(Change {
                    version: versions::insert(tx, &version)?,
                    path,
                    previous,
                })
            });
            each.collect()
        });
        Ok(recorded.await?)
    }
}
