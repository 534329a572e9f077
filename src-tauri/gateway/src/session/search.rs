//! The full-text index over all transcripts: `search.db`.
//!
//! Owns that file. It is never the truth: it can be deleted at any time, an unreadable or older
//! one is deleted and made anew from the transcripts. A transcript is read on from where the index
//! stopped; one that is other than it was is read anew. Blocks on the disk: call it aside.

use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::error::SessionError;
use super::export::is_silent;
use super::files::TranscriptFile;
use super::history::own_words;
use super::line::{Entry, EntryBody, MessageRole};
use super::segment::{asked_words, question, segment};
use crate::clock::Ms;
use crate::storage::{Line, LinesForward, StorageError};

/// Another shape of the tables: the file is made anew.
const SHAPE: i64 = 1;
const TABLES: &str = "
    CREATE TABLE files(path TEXT PRIMARY KEY, session_id TEXT NOT NULL, key TEXT, upto INTEGER NOT NULL, mark TEXT NOT NULL);
    CREATE TABLE lines(id INTEGER PRIMARY KEY, path TEXT NOT NULL, entry TEXT NOT NULL, at INTEGER NOT NULL, speaker TEXT NOT NULL, text TEXT NOT NULL);
    CREATE INDEX lines_path ON lines(path);
    CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');";
/// Bytes before the place it stopped that must be the same for the index to go on from there.
const MARK: u64 = 256;
/// Characters shown before and behind what was found.
const AROUND: usize = 60;

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its conversation, where that has a key.
    pub key: Option<String>,
    /// Its session id.
    pub session_id: String,
    /// Its entry.
    pub entry: String,
    /// When it was said, ms.
    pub at: Ms,
    /// person, agent or summary.
    pub speaker: String,
    /// The text before what was found.
    pub before: String,
    /// What was found.
    pub found: String,
    /// The text behind it.
    pub after: String,
}

/// The index of a home.
#[derive(Debug)]
pub struct SearchIndex {
    path: PathBuf,
    // Held for one look or update, on a blocking thread, never over an await.
    open: Mutex<Option<Connection>>,
}

impl SearchIndex {
    /// The index at `path`; opened when it is first asked.
    pub fn new(path: PathBuf) -> Self {
        Self {
            path,
            open: Mutex::default(),
        }
    }

    /// Takes in what was said since. With `whole`, `files` are all there are, and what is of no
    /// file any more is forgotten.
    pub fn update(&self, files: &[TranscriptFile], whole: bool) -> Result<(), SessionError> {
        self.with(|connection| take_in(connection, files, whole))
    }

    /// Looks for all words of `text`, newest first. `key` = only in this conversation.
    pub fn search(
        &self,
        text: &str,
        key: Option<&str>,
        limit: u32,
    ) -> Result<Vec<Hit>, SessionError> {
        let Some(asked) = question(text) else {
            return Ok(Vec::new());
        };
        self.with(|connection| look(connection, text, &asked, key, limit))
    }

    /// Runs `work` on the open index; one that can't be read is deleted and `work` starts on an
    /// empty one, which the next whole update fills.
    fn with<T>(
        &self,
        work: impl Fn(&mut Connection) -> Result<T, StorageError>,
    ) -> Result<T, SessionError> {
        let mut open = self.lock();
        let tried = opened(&mut open, &self.path).and_then(&work);
        if let Err(StorageError::Db(error)) = &tried
            && !is_busy(error)
        {
            tracing::warn!(%error, "the search index can't be read and is made anew");
            *open = None;
            for end in ["", "-wal", "-shm"] {
                let mut name = self.path.clone().into_os_string();
                name.push(end);
                if let Err(source) = std::fs::remove_file(&name)
                    && source.kind() != std::io::ErrorKind::NotFound
                {
                    let path = name.into();
                    return Err(StorageError::Io { path, source }.into());
                }
            }
            return Ok(opened(&mut open, &self.path).and_then(work)?);
        }
        Ok(tried?)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Connection>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Another process is at it: nothing is wrong with the file.
fn is_busy(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
    matches!(
        error.sqlite_error_code(),
        Some(DatabaseBusy | DatabaseLocked)
    )
}

fn opened<'a>(
    open: &'a mut Option<Connection>,
    path: &Path,
) -> Result<&'a mut Connection, StorageError> {
    // Deleted while it was open: what is held is a file nobody sees any more.
    if open.is_some() && !path.exists() {
        *open = None;
    }
    let connection = match open.take() {
        Some(connection) => connection,
        None => connect(path)?,
    };
    Ok(open.insert(connection))
}

fn connect(path: &Path) -> Result<Connection, StorageError> {
    let made = crate::storage::create_new(path, &[])?;
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // It can be made anew at any time, so nothing waits for the disk.
    connection.pragma_update(None, "synchronous", "OFF")?;
    let shape: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if made || shape == 0 {
        connection.execute_batch(&format!(
            "BEGIN;{TABLES} PRAGMA user_version={SHAPE}; COMMIT;"
        ))?;
    } else if shape != SHAPE {
        // Taken for unreadable: the caller makes it anew.
        return Err(rusqlite::Error::InvalidQuery.into());
    }
    Ok(connection)
}

fn take_in(
    connection: &mut Connection,
    files: &[TranscriptFile],
    whole: bool,
) -> Result<(), StorageError> {
    for file in files {
        let tx = connection.transaction()?;
        read_on(&tx, file)?;
        tx.commit()?;
    }
    if whole {
        let tx = connection.transaction()?;
        let mut select = tx.prepare("SELECT path FROM files")?;
        let held = select.query_map([], |row| row.get::<_, String>(0))?;
        for path in held.collect::<Result<Vec<_>, _>>()? {
            if !files.iter().any(|file| name_of(file) == path) {
                forget(&tx, &path)?;
            }
        }
        drop(select);
        tx.commit()?;
    }
    Ok(())
}

fn name_of(file: &TranscriptFile) -> String {
    file.path.display().to_string()
}

fn read_on(tx: &Transaction<'_>, file: &TranscriptFile) -> Result<(), StorageError> {
    let name = name_of(file);
    // The conversation it belongs to may be called otherwise now.
    tx.prepare_cached("UPDATE files SET key = ?2 WHERE path = ?1 AND key IS NOT ?2")?
        .execute(params![name, file.key])?;
    let held: Option<(u64, String)> = tx
        .prepare_cached("SELECT upto, mark FROM files WHERE path = ?1")?
        .query_row([&name], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))
        .optional()?
        .map(|(upto, mark)| (u64::try_from(upto).unwrap_or(0), mark));
    let size = match std::fs::metadata(&file.path) {
        Ok(meta) => meta.len(),
        Err(_) => return forget(tx, &name),
    };
    let mut from = 0;
    if let Some((upto, mark)) = held {
        if size >= upto && mark_at(&file.path, upto)? == mark {
            if size == upto {
                return Ok(());
            }
            from = upto;
        } else {
            forget(tx, &name)?;
        }
    }
    let mut lines = LinesForward::from(&file.path, from)?;
    let mut last: Option<Line> = None;
    while let Some(line) = lines.next().transpose()? {
        if let Some(whole) = last.replace(line) {
            index(tx, &name, &whole)?;
        }
    }
    let mut upto = lines.offset();
    if let Some(last) = last {
        // A last line that is still being written is read next time.
        if mark_at(&file.path, upto)?.ends_with('\n') {
            index(tx, &name, &last)?;
        } else {
            upto = last.offset;
        }
    }
    tx.prepare_cached(
        "INSERT OR REPLACE INTO files(path, session_id, key, upto, mark) VALUES (?1,?2,?3,?4,?5)",
    )?
    .execute(params![
        name,
        file.session_id,
        file.key,
        i64::try_from(upto).unwrap_or(i64::MAX),
        mark_at(&file.path, upto)?,
    ])?;
    Ok(())
}

/// A fingerprint of the bytes before a place.
fn mark_at(path: &Path, upto: u64) -> Result<String, StorageError> {
    let mut file = std::fs::File::open(path).map_err(StorageError::io(path))?;
    let from = upto.saturating_sub(MARK);
    file.seek(SeekFrom::Start(from))
        .map_err(StorageError::io(path))?;
    let mut bytes = Vec::new();
    file.take(upto - from)
        .read_to_end(&mut bytes)
        .map_err(StorageError::io(path))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn index(tx: &Transaction<'_>, name: &str, line: &Line) -> Result<(), StorageError> {
    match Entry::read(&line.text) {
        Some(entry) => put(tx, name, &entry),
        None => Ok(()),
    }
}

fn put(tx: &Transaction<'_>, name: &str, entry: &Entry) -> Result<(), StorageError> {
    // A copy made by an undo was said once.
    if entry.cove.contains_key("copyOf") {
        return Ok(());
    }
    let (speaker, text) = match &entry.body {
        EntryBody::Message(message) => match message.role {
            MessageRole::User => ("person", own_words(entry)),
            MessageRole::Assistant => ("agent", message.text()),
            MessageRole::ToolResult | MessageRole::Custom | MessageRole::Other => return Ok(()),
        },
        EntryBody::Compaction { summary, .. } => ("summary", summary.clone()),
        _ => return Ok(()),
    };
    if text.trim().is_empty() || is_silent(&text) {
        return Ok(());
    }
    tx.prepare_cached("INSERT INTO lines(path, entry, at, speaker, text) VALUES (?1,?2,?3,?4,?5)")?
        .execute(params![name, entry.id, entry.at, speaker, text])?;
    tx.prepare_cached("INSERT INTO words(rowid, text) VALUES (?1, ?2)")?
        .execute(params![tx.last_insert_rowid(), segment(&text)])?;
    Ok(())
}

fn forget(tx: &Transaction<'_>, name: &str) -> Result<(), StorageError> {
    tx.execute(
        "DELETE FROM words WHERE rowid IN (SELECT id FROM lines WHERE path = ?1)",
        [name],
    )?;
    tx.execute("DELETE FROM lines WHERE path = ?1", [name])?;
    tx.execute("DELETE FROM files WHERE path = ?1", [name])?;
    Ok(())
}

fn look(
    connection: &Connection,
    text: &str,
    asked: &str,
    key: Option<&str>,
    limit: u32,
) -> Result<Vec<Hit>, StorageError> {
    let mut select = connection.prepare_cached(
        "SELECT files.key, files.session_id, lines.entry, lines.at, lines.speaker, lines.text
         FROM words JOIN lines ON lines.id = words.rowid JOIN files ON files.path = lines.path
         WHERE words MATCH ?1 AND (?2 IS NULL OR files.key = ?2)
         ORDER BY lines.at DESC, lines.id DESC LIMIT ?3",
    )?;
    let words = asked_words(text);
    let rows = select.query_map(params![asked, key, limit], |row| {
        let said: String = row.get(5)?;
        let (before, found, after) = cut_out(&said, &words);
        Ok(Hit {
            key: row.get(0)?,
            session_id: row.get(1)?,
            entry: row.get(2)?,
            at: row.get(3)?,
            speaker: row.get(4)?,
            before,
            found,
            after,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The place in a text where the first of the words stands, with some text around it.
fn cut_out(text: &str, words: &[String]) -> (String, String, String) {
    let flat: Vec<char> = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .collect();
    let same = |one: &char, other: &char| one.to_lowercase().eq(other.to_lowercase());
    let place = words.iter().find_map(|word| {
        let word: Vec<char> = word.chars().collect();
        let fits = |window: &[char]| {
            window
                .iter()
                .zip(&word)
                .all(|(one, other)| same(one, other))
        };
        let at = flat.windows(word.len().max(1)).position(fits)?;
        Some((at, word.len()))
    });
    let (at, length) = place.unwrap_or((0, 0));
    let from = at.saturating_sub(AROUND);
    let to = (at + length + AROUND).min(flat.len());
    let (start, end) = (
        if from > 0 { "…" } else { "" },
        if to < flat.len() { "…" } else { "" },
    );
    let text = |range: std::ops::Range<usize>| flat[range].iter().collect::<String>();
    (
        format!("{start}{}", text(from..at)),
        text(at..at + length),
        format!("{}{end}", text(at + length..to)),
    )
}

#[cfg(test)]
mod tests;
