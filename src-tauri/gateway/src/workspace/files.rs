//! The owner of every change to the agent's files.
//!
//! Owns the order of a change: what another program wrote is made a version first, then the edit
//! is merged with it, then the new version is durable, then the file is replaced (walks.md, walk
//! 1). One change at a time. Does not decide who may: that is [`super::may_write`].

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit};

use super::change::{Next, Order, plain};
use super::look::Seen;
use super::prompt::{Limits, Loaded, PromptFile, assemble, cut_at, wanted};
use super::versions::{self, Author, VersionRow, hash};
use super::{Entry, FileError, RelPath, TurnClass, Workspace};
use crate::clock::SharedClock;
use crate::storage::{Db, StorageError, Tx};

/// Most files a listing or a look at everything names.
const MAX_FILES: usize = 2_000;
/// Files read at once in a look at everything; bounds its memory.
const BATCH: usize = 32;
/// History shows at most this many versions of a file.
const MAX_HISTORY: u32 = 1_000;

/// Joins the transaction that records the change: an activity record with its undo, say. May run
/// again with another version number where the file changed in between.
pub type Join = Arc<dyn Fn(&Tx<'_>, &Change) -> Result<(), StorageError> + Send + Sync>;

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
    pub(super) agent: String,
    pub(super) workspace: Arc<Workspace>,
    pub(super) db: Db,
    pub(super) clock: SharedClock,
    /// One look or change at a time: between a version and its file nobody may look.
    order: Semaphore,
}

impl Files {
    /// The files of `agent` in `workspace`, with their versions in `db`.
    pub fn new(agent: &str, workspace: Arc<Workspace>, db: Db, clock: SharedClock) -> Self {
        Self {
            agent: agent.to_owned(),
            workspace,
            db,
            clock,
            order: Semaphore::new(1),
        }
    }

    /// Whose they are.
    pub fn agent(&self) -> &str {
        &self.agent
    }

    /// The tables their versions lie in.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The time of their versions.
    pub fn clock(&self) -> &SharedClock {
        &self.clock
    }

    /// The directory behind them.
    pub fn workspace(&self) -> &Arc<Workspace> {
        &self.workspace
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

    /// Reads and writes in one step: nobody writes in between. `make` gets the text that stands
    /// there (`None` = there is no file) and answers the new one (`None` = it stays) with its own
    /// answer; it is asked again where another program was quicker.
    pub async fn update<T: Send + 'static>(
        &self,
        path: &RelPath,
        turn_id: Option<String>,
        author: Author,
        join: Option<Join>,
        make: impl Fn(Option<&str>) -> (Option<String>, T) + Send + Sync + 'static,
    ) -> Result<(Written, T), FileError> {
        let answer: Arc<Mutex<Option<T>>> = Arc::default();
        let kept = Arc::clone(&answer);
        let made = move |text: Option<&str>| {
            let (text, answer) = make(text);
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
            text
        };
        let written = self
            .carry_out(Order {
                path: path.clone(),
                next: Next::Made(Arc::new(made)),
                only_after: None,
                author,
                turn_id,
                join,
            })
            .await?;
        let answer = answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        Ok((written, answer.ok_or(FileError::Stopped)?))
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
        let rows = self
            .db
            .read(move |conn| Ok(versions::history(conn, &agent, path.as_str(), MAX_HISTORY)?));
        Ok(rows.await?)
    }

    /// What changed between two versions, as a unified diff; `to` absent = the file as it is,
    /// `from` 0 = before there was a version.
    pub async fn diff(
        &self,
        path: &RelPath,
        from: u32,
        to: Option<u32>,
    ) -> Result<String, FileError> {
        let old = match from {
            0 => String::new(),
            from => self.version_text(path, from).await?,
        };
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
        let counts = self
            .db
            .read(move |conn| Ok(versions::counts(conn, &agent)?))
            .await?;
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
        let known = self
            .db
            .read(move |conn| Ok(versions::standing(conn, &agent)?))
            .await?;
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
        Ok(self
            .db
            .write(move |tx| Ok(versions::prune(tx, now)?))
            .await?)
    }

    pub(super) async fn turn(&self) -> Result<SemaphorePermit<'_>, FileError> {
        self.order.acquire().await.map_err(|_| FileError::Stopped)
    }

    /// The text of a version.
    pub async fn version_text(&self, path: &RelPath, n: u32) -> Result<String, FileError> {
        let (path, bytes) = self.version(path, n).await?;
        as_text(&path, bytes.unwrap_or_default())
    }
}

/// A text with lines behind what stood there.
pub fn added_line(held: Option<&str>, lines: &str) -> String {
    let mut text = held.unwrap_or_default().to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(lines);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

pub(super) fn as_text(path: &RelPath, bytes: Vec<u8>) -> Result<String, FileError> {
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
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FileError> + Send + 'static,
) -> Result<T, FileError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| FileError::Stopped)?
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
