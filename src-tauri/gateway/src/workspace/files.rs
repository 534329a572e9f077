//! The owner of every change to the agent's files.
//!
//! Owns the order of a change: what another program wrote is made a version first, then the edit
//! is merged with it, then the new version is durable, then the file is replaced (walks.md, walk
//! 1). One change at a time. Does not decide who may: that is [`super::may_write`].

use std::sync::Arc;

use tokio::sync::{Semaphore, SemaphorePermit};

use super::prompt::{Limits, Loaded, PromptFile, assemble, cut_at, wanted};
use super::versions::{self, Author, Kept, NewVersion, VersionRow, hash};
use super::{
    Entry, FileError, Merged, RelPath, TurnClass, VersionDb, Workspace, store, three_way,
};
use crate::clock::{Ms, SharedClock};

/// Another program's writes are stepped aside for this often, then told.
const TRIES: usize = 3;
/// Most files a listing or a look at everything names.
const MAX_FILES: usize = 2_000;
/// Files read at once in a look at everything; bounds its memory.
const BATCH: usize = 32;
/// History shows at most this many versions of a file.
const MAX_HISTORY: u32 = 1_000;

/// Joins the transaction that records the change: an activity record with its undo, say. May run
/// again with another version number where the file changed in between.
pub type Join =
    Arc<dyn Fn(&rusqlite::Connection, &Change) -> rusqlite::Result<()> + Send + Sync>;

/// A change that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file, links followed.
    pub path: RelPath,
    /// The version it made.
    pub version: u32,
    /// The version that stood before; `None` = the file did not exist.
    pub previous: Option<u32>,
}

/// A change to be made.
#[derive(Clone)]
pub struct Write {
    /// The file.
    pub path: RelPath,
    /// Its whole new text.
    pub text: String,
    /// The hash the writer started from; what others wrote since is merged in. `None` = it starts
    /// from the file as it is.
    pub base: Option<String>,
    /// Who writes.
    pub author: Author,
    /// The turn that writes.
    pub turn_id: Option<String>,
    /// What else is recorded with it.
    pub join: Option<Join>,
}

/// What stands in the file now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file, links followed.
    pub path: RelPath,
    /// Its text.
    pub text: String,
    /// Names it for the next write.
    pub hash: String,
    /// Others had written meanwhile; both edits are in.
    pub merged: bool,
    /// Both sides stand between marks somewhere.
    pub conflict: bool,
    /// The change; `None` where the file already held this.
    pub change: Option<Change>,
}

/// A file's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The file, links followed.
    pub path: RelPath,
    /// Its text; empty if it does not exist.
    pub text: String,
    /// It exists.
    pub exists: bool,
    /// Names it for the next write.
    pub hash: String,
}

/// A file in a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Where, how large, when.
    pub entry: Entry,
    /// Versions kept of it.
    pub versions: u32,
    /// Characters the agent reads of it before its middle is left out; `None` = all.
    pub cut_at: Option<usize>,
}

/// The files of one agent.
#[derive(Debug)]
pub struct Files {
    agent: String,
    workspace: Arc<Workspace>,
    db: Arc<dyn VersionDb>,
    clock: SharedClock,
    /// One look or change at a time: between a version and its file nobody may look.
    order: Semaphore,
}

/// A file as it was found, its content being the newest version.
struct Seen {
    path: RelPath,
    bytes: Option<Vec<u8>>,
    newest: Option<(u32, Author)>,
}

/// What a file is to hold.
enum Next {
    Text { text: String, base: Option<String> },
    Bytes(Vec<u8>),
    Removed,
}

/// A change on its way.
struct Order {
    path: RelPath,
    next: Next,
    /// Refuses where this is not the newest version.
    only_after: Option<u32>,
    author: Author,
    turn_id: Option<String>,
    join: Option<Join>,
}

impl Files {
    /// The files of `agent` in `workspace`, with their versions in `db`.
    pub fn new(
        agent: &str,
        workspace: Arc<Workspace>,
        db: Arc<dyn VersionDb>,
        clock: SharedClock,
    ) -> Self {
        Self {
            agent: agent.to_owned(),
            workspace,
            db,
            clock,
            order: Semaphore::new(1),
        }
    }

    /// The directory behind them.
    pub fn workspace(&self) -> &Arc<Workspace> {
        &self.workspace
    }

    pub(super) fn clock_now(&self) -> Ms {
        self.clock.now_ms()
    }

    /// Reads a text. What another program wrote since the last look becomes a version.
    pub async fn read(&self, path: &RelPath) -> Result<Text, FileError> {
        let _turn = self.turn().await?;
        let seen = self.look_at(path).await?;
        let hash = hash(seen.bytes.as_deref().unwrap_or_default());
        let exists = seen.bytes.is_some();
        let text = as_text(&seen.path, seen.bytes.unwrap_or_default())?;
        Ok(Text {
            path: seen.path,
            text,
            exists,
            hash,
        })
    }

    /// Writes a text, merged with what others wrote since its base.
    pub async fn write(&self, write: Write) -> Result<Written, FileError> {
        self.carry_out(Order {
            path: write.path,
            next: Next::Text {
                text: write.text,
                base: write.base,
            },
            only_after: None,
            author: write.author,
            turn_id: write.turn_id,
            join: write.join,
        })
        .await
    }

    /// Brings an old version back, as a new one.
    pub async fn revert(
        &self,
        path: &RelPath,
        version: u32,
        author: Author,
        join: Option<Join>,
    ) -> Result<Written, FileError> {
        self.bring_back(path, version, None, author, join).await
    }

    /// Takes a change back, as a new version. Refused where the file has changed since; the merge
    /// of an older state into a newer one is for a person to decide.
    pub async fn undo(
        &self,
        change: &Change,
        author: Author,
        join: Option<Join>,
    ) -> Result<Written, FileError> {
        let after = Some(change.version);
        match change.previous {
            Some(version) => {
                self.bring_back(&change.path, version, after, author, join)
                    .await
            }
            None => {
                let next = Next::Removed;
                let order = plain(&change.path, next, after, author, join);
                self.carry_out(order).await
            }
        }
    }

    /// The versions of a file, newest first; the file as it is now is one of them.
    pub async fn history(&self, path: &RelPath) -> Result<Vec<VersionRow>, FileError> {
        let path = {
            let _turn = self.turn().await?;
            self.look_at(path).await?.path
        };
        let agent = self.agent.clone();
        store::read(&*self.db, move |conn| {
            versions::history(conn, &agent, path.as_str(), MAX_HISTORY)
        })
        .await
    }

    /// What changed between two versions, as a unified diff; `to` absent = the file as it is.
    pub async fn diff(
        &self,
        path: &RelPath,
        from: u32,
        to: Option<u32>,
    ) -> Result<String, FileError> {
        let old = self.version_text(path, from).await?;
        let new = match to {
            Some(to) => self.version_text(path, to).await?,
            None => self.read(path).await?.text,
        };
        let label = |n: Option<u32>| match n {
            Some(n) => format!("{path} #{n}"),
            None => path.to_string(),
        };
        let mut options = diffy::DiffOptions::new();
        options
            .set_original_filename(label(Some(from)))
            .set_modified_filename(label(to));
        Ok(options.create_patch(&old, &new).to_string())
    }

    /// All files with their versions and, where the agent does not read the whole of one, up to
    /// where it does. `true`: there are more than 2,000.
    pub async fn list(&self, limits: Limits) -> Result<(Vec<Listed>, bool), FileError> {
        let agent = self.agent.clone();
        let counts = store::read(&*self.db, move |conn| versions::counts(conn, &agent)).await?;
        let workspace = Arc::clone(&self.workspace);
        blocking(move || {
            let root = RelPath::parse_folder("")?;
            let walk = workspace.walk(&root, MAX_FILES, &|_| true);
            let listed = walk.entries.into_iter().map(|entry| Listed {
                versions: counts.get(entry.path.as_str()).copied().unwrap_or(0),
                cut_at: cut(&workspace, &entry, limits.per_file),
                entry,
            });
            Ok((listed.collect(), walk.cut))
        })
        .await
    }

    /// The files of a prompt, with what became of each. `days`: the daily notes asked for,
    /// yesterday first, in the person's zone.
    pub async fn prompt(
        &self,
        class: TurnClass,
        days: &[chrono::NaiveDate],
        limits: Limits,
    ) -> Result<Vec<PromptFile>, FileError> {
        let names = wanted(class, days);
        let paths = names.iter().map(|name| RelPath::parse(name));
        let paths: Vec<RelPath> = paths.collect::<Result<_, _>>()?;
        let seen = {
            let _turn = self.turn().await?;
            self.look(paths).await?
        };
        let loaded = seen.into_iter().map(|seen| match seen {
            Ok(Seen { bytes: None, .. }) => Loaded::Missing,
            Ok(Seen {
                bytes: Some(bytes), ..
            }) => String::from_utf8(bytes).map_or(Loaded::Unreadable, Loaded::Text),
            Err(_) => Loaded::Unreadable,
        });
        Ok(assemble(
            class,
            names.into_iter().zip(loaded).collect(),
            limits,
        ))
    }

    /// Makes versions of what other programs did to these files. Answers the changes.
    pub async fn notice(&self, paths: Vec<RelPath>) -> Result<Vec<Change>, FileError> {
        let mut changes = Vec::new();
        for batch in paths.chunks(BATCH) {
            let _turn = self.turn().await?;
            changes.extend(self.look_and_tell(batch.to_vec()).await?.1);
        }
        Ok(changes)
    }

    /// [`Self::notice`] for everything there is and everything there was: after a start, and when
    /// the system lost count of changes.
    pub async fn notice_all(&self) -> Result<Vec<Change>, FileError> {
        let agent = self.agent.clone();
        let known = store::read(&*self.db, move |conn| versions::standing(conn, &agent)).await?;
        let workspace = Arc::clone(&self.workspace);
        let paths = blocking(move || {
            let root = RelPath::parse_folder("")?;
            let walk = workspace.walk(&root, MAX_FILES, &|_| true);
            let mut paths: Vec<RelPath> = walk.entries.into_iter().map(|e| e.path).collect();
            paths.extend(known.iter().filter_map(|path| RelPath::parse(path).ok()));
            paths.sort();
            paths.dedup();
            Ok(paths)
        })
        .await?;
        self.notice(paths).await
    }

    /// Forgets versions older than 90 days. Answers how many.
    pub async fn prune(&self) -> Result<usize, FileError> {
        let now = self.clock.now_ms();
        store::write(&*self.db, move |conn| versions::prune(conn, now)).await
    }

    async fn turn(&self) -> Result<SemaphorePermit<'_>, FileError> {
        self.order.acquire().await.map_err(|_| FileError::Stopped)
    }

    async fn version_text(&self, path: &RelPath, n: u32) -> Result<String, FileError> {
        let (path, bytes) = self.version(path, n).await?;
        as_text(&path, bytes.unwrap_or_default())
    }

    /// A version's content; `None` where it says that the file was removed.
    async fn version(
        &self,
        path: &RelPath,
        n: u32,
    ) -> Result<(RelPath, Option<Vec<u8>>), FileError> {
        let path = self.workspace.resolve(path)?;
        let (agent, name) = (self.agent.clone(), path.to_string());
        let found =
            store::read(&*self.db, move |conn| versions::get(conn, &agent, &name, n)).await?;
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

    async fn bring_back(
        &self,
        path: &RelPath,
        version: u32,
        after: Option<u32>,
        author: Author,
        join: Option<Join>,
    ) -> Result<Written, FileError> {
        let (path, content) = self.version(path, version).await?;
        let next = content.map_or(Next::Removed, Next::Bytes);
        self.carry_out(plain(&path, next, after, author, join)).await
    }

    async fn carry_out(&self, order: Order) -> Result<Written, FileError> {
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
        let change = self.record(order, &seen.path, bytes.clone(), previous).await?;
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
        let found = store::read(&*self.db, move |conn| {
            versions::by_hash(conn, &agent, &path, &base)
        })
        .await?;
        Ok(found.and_then(|bytes| String::from_utf8(bytes).ok()))
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
        store::write(&*self.db, move |conn| {
            let change = Change {
                path,
                version: versions::insert(conn, &version)?,
                previous,
            };
            if let Some(join) = join {
                join(conn, &change)?;
            }
            Ok(change)
        })
        .await
    }

    /// `false`: the file is no longer as it was seen.
    async fn put(&self, seen: Seen, bytes: Option<Vec<u8>>) -> Result<bool, FileError> {
        let workspace = Arc::clone(&self.workspace);
        blocking(move || {
            let Some(bytes) = bytes else {
                workspace.remove(&seen.path)?;
                return Ok(true);
            };
            let expected = seen.bytes.as_deref().map(hash);
            let outcome = workspace.replace(&seen.path, &bytes, expected.as_deref())?;
            Ok(outcome == super::paths::Replaced::Done)
        })
        .await
    }

    async fn look_at(&self, path: &RelPath) -> Result<Seen, FileError> {
        let mut seen = self.look(vec![path.clone()]).await?;
        seen.pop().unwrap_or(Err(FileError::Stopped))
    }

    async fn look(&self, paths: Vec<RelPath>) -> Result<Vec<Result<Seen, FileError>>, FileError> {
        Ok(self.look_and_tell(paths).await?.0)
    }

    /// Reads the files and makes a version of each that is not as its newest version says. The
    /// caller holds the turn.
    async fn look_and_tell(&self, paths: Vec<RelPath>) -> Result<(Looked, Vec<Change>), FileError> {
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
        let newest = store::read(&*self.db, move |conn| {
            let rows = names.iter().map(|name| versions::latest(conn, &agent, name));
            rows.collect::<rusqlite::Result<Vec<_>>>()
        })
        .await?;
        self.settle(found, newest).await
    }

    async fn settle(
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

    async fn record_outside(&self, outside: &[Outside]) -> Result<Vec<Change>, FileError> {
        if outside.is_empty() {
            return Ok(Vec::new());
        }
        let (agent, at) = (self.agent.clone(), self.clock.now_ms());
        let outside = outside.to_vec();
        store::write(&*self.db, move |conn| {
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
                    version: versions::insert(conn, &version)?,
                    path,
                    previous,
                })
            });
            each.collect()
        })
        .await
    }

    /// A file Cove made itself, which did not exist before.
    pub(super) async fn create(&self, path: &RelPath, text: &str) -> Result<bool, FileError> {
        let _turn = self.turn().await?;
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

type Looked = Vec<Result<Seen, FileError>>;
/// Index in the look, file, content, the version before.
type Outside = (usize, RelPath, Option<Vec<u8>>, Option<u32>);

fn plain(
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

fn as_text(path: &RelPath, bytes: Vec<u8>) -> Result<String, FileError> {
    String::from_utf8(bytes).map_err(|_| FileError::NotText {
        path: path.to_string(),
    })
}

fn cut(workspace: &Workspace, entry: &Entry, per_file: usize) -> Option<usize> {
    // A character takes at least one byte.
    if entry.bytes <= per_file as u64 || !super::BOOTSTRAP.contains(&entry.path.as_str()) {
        return None;
    }
    let bytes = workspace.read(&entry.path).ok().flatten()?;
    cut_at(&entry.path, std::str::from_utf8(&bytes).ok()?, per_file)
}

/// Files are read and synced off the async threads.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FileError> + Send + 'static,
) -> Result<T, FileError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| FileError::Stopped)?
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
