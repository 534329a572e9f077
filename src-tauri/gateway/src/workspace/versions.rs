//! The table of versions: who wrote what into which file, and when.
//!
//! Owns `file_versions`. Its functions take a connection, so that they join any transaction.
//! Never touches a file.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use crate::clock::Ms;

/// Larger content is not kept; the version says so by [`Kept::TooLarge`].
pub const MAX_KEPT_BYTES: usize = 1024 * 1024;
/// Versions live 90 days (design.md §3), ms.
pub const RETENTION_MS: Ms = 90 * 24 * 60 * 60 * 1000;
/// Stands in the hash column of a version that says the file was removed.
const GONE: &str = "";

/// Who wrote a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Author {
    /// The person, in the window or by the command line.
    Person,
    /// The agent, by a tool.
    Agent,
    /// Cove itself: a template.
    Cove,
    /// Another program, or whoever wrote it before Cove looked.
    Elsewhere,
}

impl Author {
    /// Its name in the table and in conflict marks.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Agent => "agent",
            Self::Cove => "cove",
            Self::Elsewhere => "elsewhere",
        }
    }

    fn parse(name: &str) -> Self {
        match name {
            "person" => Self::Person,
            "agent" => Self::Agent,
            "cove" => Self::Cove,
            _ => Self::Elsewhere,
        }
    }
}

/// Whether a version can be brought back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kept {
    /// Its content is here.
    Content,
    /// It was larger than [`MAX_KEPT_BYTES`]; only its hash is here.
    TooLarge,
    /// The file was removed.
    Gone,
}

/// A version as history shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRow {
    /// 1 is the first of this file.
    pub n: u32,
    /// When, ms.
    pub at: Ms,
    /// Who.
    pub by: Author,
    /// SHA-256 of the content, hex; empty where the file was removed.
    pub hash: String,
    /// Bytes of the kept content; `None` where none is kept.
    pub bytes: Option<u64>,
    /// Whether it can be brought back.
    pub kept: Kept,
    /// The turn that wrote it.
    pub turn_id: Option<String>,
}

/// A version to be added.
#[derive(Debug, Clone)]
pub struct NewVersion {
    /// Whose workspace.
    pub agent: String,
    /// Relative to the workspace.
    pub path: String,
    /// When, ms.
    pub at: Ms,
    /// Who.
    pub by: Author,
    /// What the file holds from then on; `None` = it was removed.
    pub content: Option<Vec<u8>>,
    /// The turn that writes it.
    pub turn_id: Option<String>,
}

/// SHA-256 as hex. Names the state of a file that a later write starts from.
pub fn hash(bytes: &[u8]) -> String {
    crate::storage::sha256(bytes)
}

/// Adds a version and answers its number.
pub fn insert(conn: &Connection, version: &NewVersion) -> rusqlite::Result<u32> {
    let n: u32 = conn.query_row(
        "SELECT COALESCE(MAX(n), 0) + 1 FROM file_versions WHERE agent = ?1 AND path = ?2",
        params![version.agent, version.path],
        |row| row.get(0),
    )?;
    let content = version.content.as_deref();
    conn.execute(
        "INSERT INTO file_versions (agent, path, n, at, by, hash, content, turn_id) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            version.agent,
            version.path,
            n,
            version.at,
            version.by.as_str(),
            content.map_or_else(|| GONE.to_owned(), hash),
            content.filter(|bytes| bytes.len() <= MAX_KEPT_BYTES),
            version.turn_id,
        ],
    )?;
    Ok(n)
}

const COLUMNS: &str = "n, at, by, hash, length(content), turn_id";

fn row(row: &Row<'_>) -> rusqlite::Result<VersionRow> {
    let hash: String = row.get(3)?;
    let bytes = row.get::<_, Option<i64>>(4)?.map(i64::unsigned_abs);
    let kept = match (hash.as_str(), bytes) {
        (GONE, _) => Kept::Gone,
        (_, Some(_)) => Kept::Content,
        (_, None) => Kept::TooLarge,
    };
    Ok(VersionRow {
        n: row.get(0)?,
        at: row.get(1)?,
        by: Author::parse(&row.get::<_, String>(2)?),
        hash,
        bytes,
        kept,
        turn_id: row.get(5)?,
    })
}

/// The newest version of a file.
pub fn latest(conn: &Connection, agent: &str, path: &str) -> rusqlite::Result<Option<VersionRow>> {
    conn.query_row(
        &format!(
            "SELECT {COLUMNS} FROM file_versions WHERE agent = ?1 AND path = ?2 \
             ORDER BY n DESC LIMIT 1"
        ),
        params![agent, path],
        row,
    )
    .optional()
}

/// The versions of a file, newest first, at most `limit`.
pub fn history(
    conn: &Connection,
    agent: &str,
    path: &str,
    limit: u32,
) -> rusqlite::Result<Vec<VersionRow>> {
    conn.prepare(&format!(
        "SELECT {COLUMNS} FROM file_versions WHERE agent = ?1 AND path = ?2 \
         ORDER BY n DESC LIMIT ?3"
    ))?
    .query_map(params![agent, path, limit], row)?
    .collect()
}

/// One version with its content, where that is kept.
pub fn get(
    conn: &Connection,
    agent: &str,
    path: &str,
    n: u32,
) -> rusqlite::Result<Option<(VersionRow, Option<Vec<u8>>)>> {
    conn.query_row(
        &format!(
            "SELECT {COLUMNS}, content FROM file_versions \
             WHERE agent = ?1 AND path = ?2 AND n = ?3"
        ),
        params![agent, path, n],
        |found| Ok((row(found)?, found.get(6)?)),
    )
    .optional()
}

/// The content a hash of this file stood for, where it is kept.
pub fn by_hash(
    conn: &Connection,
    agent: &str,
    path: &str,
    hash: &str,
) -> rusqlite::Result<Option<Vec<u8>>> {
    conn.query_row(
        "SELECT content FROM file_versions \
         WHERE agent = ?1 AND path = ?2 AND hash = ?3 AND content IS NOT NULL \
         ORDER BY n DESC LIMIT 1",
        params![agent, path, hash],
        |row| row.get(0),
    )
    .optional()
}

/// The paths that have versions and whose newest one does not say that the file is gone.
pub fn standing(conn: &Connection, agent: &str) -> rusqlite::Result<Vec<String>> {
    conn.prepare(
        "SELECT path FROM file_versions AS newest WHERE agent = ?1 AND hash <> '' AND n = \
         (SELECT MAX(n) FROM file_versions AS any \
          WHERE any.agent = newest.agent AND any.path = newest.path) ORDER BY path",
    )?
    .query_map(params![agent], |row| row.get(0))?
    .collect()
}

/// How many versions each file has.
pub fn counts(conn: &Connection, agent: &str) -> rusqlite::Result<BTreeMap<String, u32>> {
    conn.prepare("SELECT path, COUNT(*) FROM file_versions WHERE agent = ?1 GROUP BY path")?
        .query_map(params![agent], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Forgets versions older than [`RETENTION_MS`], never the newest of a file. Answers how many.
pub fn prune(conn: &Connection, now: Ms) -> rusqlite::Result<usize> {
    conn.execute(
        "DELETE FROM file_versions AS old WHERE old.at < ?1 AND old.n < \
         (SELECT MAX(n) FROM file_versions AS kept \
          WHERE kept.agent = old.agent AND kept.path = old.path)",
        params![now.saturating_sub(RETENTION_MS)],
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::testing::connection;
    use super::*;

    fn version(path: &str, at: Ms, content: Option<&[u8]>) -> NewVersion {
        NewVersion {
            agent: "main".into(),
            path: path.into(),
            at,
            by: Author::Agent,
            content: content.map(<[u8]>::to_vec),
            turn_id: Some("inbox:1".into()),
        }
    }

    #[test]
    fn versions_of_a_file_are_counted_from_one_and_read_back_newest_first() {
        let conn = connection();
        assert_eq!(insert(&conn, &version("a.md", 1, Some(b"one"))).unwrap(), 1);
        assert_eq!(insert(&conn, &version("b.md", 2, Some(b"x"))).unwrap(), 1);
        assert_eq!(insert(&conn, &version("a.md", 3, Some(b"two"))).unwrap(), 2);
        let rows = history(&conn, "main", "a.md", 10).unwrap();
        assert_eq!(rows.iter().map(|row| row.n).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(rows[0].hash, hash(b"two"));
        assert_eq!(rows[0].turn_id.as_deref(), Some("inbox:1"));
        assert_eq!(
            by_hash(&conn, "main", "a.md", &hash(b"one")).unwrap(),
            Some(b"one".to_vec())
        );
        assert!(history(&conn, "other", "a.md", 10).unwrap().is_empty());
    }

    #[test]
    fn content_over_one_mebibyte_is_named_but_not_kept() {
        let conn = connection();
        let edge = vec![b'x'; MAX_KEPT_BYTES];
        let over = vec![b'x'; MAX_KEPT_BYTES + 1];
        insert(&conn, &version("a.md", 1, Some(&edge))).unwrap();
        insert(&conn, &version("a.md", 2, Some(&over))).unwrap();
        let rows = history(&conn, "main", "a.md", 10).unwrap();
        assert_eq!(rows[1].kept, Kept::Content);
        assert_eq!((rows[0].kept, rows[0].bytes), (Kept::TooLarge, None));
        assert_eq!(rows[0].hash, hash(&over));
    }

    #[test]
    fn a_removed_file_is_a_version_too() {
        let conn = connection();
        insert(&conn, &version("a.md", 1, None)).unwrap();
        assert_eq!(
            latest(&conn, "main", "a.md").unwrap().unwrap().kept,
            Kept::Gone
        );
    }

    #[test]
    fn ninety_days_are_kept_and_the_newest_for_ever() {
        let conn = connection();
        let now = RETENTION_MS + 1_000;
        for (path, at) in [("a.md", 1), ("a.md", 1_001), ("a.md", now), ("old.md", 1)] {
            insert(&conn, &version(path, at, Some(b"x"))).unwrap();
        }
        assert_eq!(prune(&conn, now).unwrap(), 1);
        let left = counts(&conn, "main").unwrap();
        assert_eq!((left["a.md"], left["old.md"]), (2, 1));
        assert_eq!(insert(&conn, &version("a.md", now, Some(b"y"))).unwrap(), 4);
    }
}
