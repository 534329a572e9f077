//! Carries out one change of a file: look, merge, record, replace.
//!
//! Owns that order (walks.md, walk 1) and the step aside when another program writes in between.
//! Never decides who may.

use std::sync::Arc;

use super::files::{Change, Files, Join, Written, as_text, blocking};
use super::look::Seen;
use super::paths::Replaced;
use super::versions::{self, Author, Kept, NewVersion, hash};
use super::{FileError, Merged, RelPath, three_way};

/// Another program's writes are stepped aside for this often, then told.
const TRIES: usize = 3;

/// What a file is to hold.
pub(super) enum Next {
    Text {
        text: String,
        base: Option<String>,
    },
    Bytes(Vec<u8>),
    Removed,
    /// Made of what stands there; made again where another program wrote in between.
    Made(Make),
}

/// Makes the new text of a file of the one that stands there; `None` = it stays.
pub(super) type Make = Arc<dyn Fn(Option<&str>) -> Option<String> + Send + Sync>;

/// A change on its way.
pub(super) struct Order {
    pub path: RelPath,
    pub next: Next,
    /// Refuses where this is not the newest version.
    pub only_after: Option<u32>,
    pub author: Author,
    pub turn_id: Option<String>,
    pub join: Option<Join>,
}

pub(super) fn plain(
    path: &RelPath,
    next: Next,
    only_after: Option<u32>,
    author: Author,
    join: Option<Join>,
) -> Order {
    Order {
        path: path.clone(),
        next,
        only_after,
        author,
        turn_id: None,
        join,
    }
}

impl Files {
    /// A version's content; `None` where it says that the file was removed.
    pub(super) async fn version(
        &self,
        path: &RelPath,
        n: u32,
    ) -> Result<(RelPath, Option<Vec<u8>>), FileError> {
        let path = self.workspace.resolve(path)?;
        let (agent, name) = (self.agent.clone(), path.to_string());
        let found = self
            .db
            .read(move |conn| Ok(versions::get(conn, &agent, &name, n)?));
        let found = found.await?;
        let named = || path.to_string();
        match found {
            None => Err(FileError::NoVersion {
                path: named(),
                version: n,
            }),
            Some((row, None)) if row.kept == Kept::TooLarge => Err(FileError::NotKept {
                path: named(),
                version: n,
            }),
            Some((_, content)) => Ok((path, content)),
        }
    }

    pub(super) async fn bring_back(
        &self,
        path: &RelPath,
        version: u32,
        after: Option<u32>,
        author: Author,
        join: Option<Join>,
    ) -> Result<Written, FileError> {
        let (path, content) = self.version(path, version).await?;
        let next = content.map_or(Next::Removed, Next::Bytes);
        self.carry_out(plain(&path, next, after, author, join))
            .await
    }

    pub(super) async fn carry_out(&self, order: Order) -> Result<Written, FileError> {
        let _turn = self.turn().await?;
        for _ in 0..TRIES {
            if let Some(written) = self.try_once(&order).await? {
                return Ok(written);
            }
        }
        Err(FileError::Busy {
            path: order.path.to_string(),
        })
    }

    /// `None`: another program wrote in between.
    async fn try_once(&self, order: &Order) -> Result<Option<Written>, FileError> {
        let seen = self.look_at(&order.path).await?;
        let newest = seen.newest.map(|(n, _)| n);
        if order.only_after.is_some() && order.only_after != newest {
            return Err(FileError::ChangedSince {
                path: seen.path.to_string(),
            });
        }
        let (bytes, merged, conflict) = self.content(order, &seen).await?;
        let shown = bytes.as_deref().unwrap_or_default();
        let mut written = Written {
            path: seen.path.clone(),
            text: String::from_utf8_lossy(shown).into_owned(),
            hash: hash(shown),
            merged,
            conflict,
            change: None,
        };
        if bytes == seen.bytes {
            return Ok(Some(written));
        }
        let previous = newest.filter(|_| seen.bytes.is_some());
        let change = self
            .record(order, &seen.path, bytes.clone(), previous)
            .await?;
        let done = self.put(seen, bytes).await?;
        written.change = Some(change);
        Ok(done.then_some(written))
    }

    /// What the file is to hold: bytes (`None` = nothing), merged, conflict.
    async fn content(
        &self,
        order: &Order,
        seen: &Seen,
    ) -> Result<(Option<Vec<u8>>, bool, bool), FileError> {
        let (text, base) = match &order.next {
            Next::Removed => return Ok((None, false, false)),
            Next::Bytes(bytes) => return Ok((Some(bytes.clone()), false, false)),
            Next::Made(make) => {
                let held = seen.bytes.clone();
                let held = held.map(|bytes| as_text(&seen.path, bytes)).transpose()?;
                let made = make(held.as_deref()).map(String::into_bytes);
                return Ok((made.or_else(|| seen.bytes.clone()), false, false));
            }
            Next::Text { text, base } => (text, base),
        };
        let as_it_is = Ok((Some(text.clone().into_bytes()), false, false));
        let Some(current) = &seen.bytes else {
            return as_it_is;
        };
        let current = as_text(&seen.path, current.clone())?;
        let started_here = |base: &String| *base == hash(current.as_bytes());
        let Some(base) = base.clone().filter(|base| !started_here(base)) else {
            return as_it_is;
        };
        let base = self.base_text(&seen.path, base).await?;
        let theirs = seen.newest.map_or(Author::Elsewhere, |(_, by)| by);
        let names = (order.author.as_str(), theirs.as_str());
        let Merged { text, conflict } = three_way(base.as_deref(), text, &current, names);
        Ok((Some(text.into_bytes()), true, conflict))
    }

    async fn base_text(&self, path: &RelPath, base: String) -> Result<Option<String>, FileError> {
        if base == hash(b"") {
            return Ok(Some(String::new()));
        }
        let (agent, path) = (self.agent.clone(), path.to_string());
        let found = self
            .db
            .read(move |conn| Ok(versions::by_hash(conn, &agent, &path, &base)?));
        Ok(found.await?.and_then(|bytes| String::from_utf8(bytes).ok()))
    }

    async fn record(
        &self,
        order: &Order,
        path: &RelPath,
        content: Option<Vec<u8>>,
        previous: Option<u32>,
    ) -> Result<Change, FileError> {
        let version = NewVersion {
            agent: self.agent.clone(),
            path: path.to_string(),
            at: self.clock.now_ms(),
            by: order.author,
            content,
            turn_id: order.turn_id.clone(),
        };
        let (path, join) = (path.clone(), order.join.clone());
        let recorded = self.db.write(move |tx| {
            let change = Change {
                path,
                version: versions::insert(tx, &version)?,
                previous,
            };
            if let Some(join) = join {
                join(tx, &change)?;
            }
            Ok(change)
        });
        Ok(recorded.await?)
    }

    /// `false`: the file is no longer as it was seen.
    async fn put(&self, seen: Seen, bytes: Option<Vec<u8>>) -> Result<bool, FileError> {
        let workspace = Arc::clone(&self.workspace);
        blocking(move || {
            let expected = seen.bytes.as_deref().map(hash);
            let outcome = match bytes {
                Some(bytes) => workspace.replace(&seen.path, &bytes, expected.as_deref())?,
                None => workspace.remove(&seen.path, expected.as_deref())?,
            };
            Ok(outcome == Replaced::Done)
        })
        .await
    }

    /// Makes a file of Cove's own. `false`: it exists, or existed once, and is left so.
    pub(super) async fn create(&self, path: &RelPath, text: &str) -> Result<bool, FileError> {
        let _turn = self.turn().await?;
        if self.look_at(path).await?.newest.is_some() {
            return Ok(false);
        }
        let (workspace, target) = (Arc::clone(&self.workspace), path.clone());
        let bytes = text.as_bytes().to_vec();
        let content = bytes.clone();
        if !blocking(move || workspace.create_new(&target, &bytes)).await? {
            return Ok(false);
        }
        let order = plain(path, Next::Removed, None, Author::Cove, None);
        self.record(&order, path, Some(content), None).await?;
        Ok(true)
    }
}
