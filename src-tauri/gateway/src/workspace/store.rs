//! The way to the database, as far as the workspace needs one.
//!
//! Owns the port [`VersionDb`], so that this capability needs no open database in its tests. The
//! real one is the writer thread of `storage::Db`: one transaction a call, durable on return.

use async_trait::async_trait;
use rusqlite::Connection;

use super::FileError;

/// What is done with a connection; an error rolls the transaction back.
pub type Work = Box<dyn FnOnce(&Connection) -> rusqlite::Result<()> + Send>;

/// The database did not do it. The detail is for logs.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{detail}")]
pub struct DbFailed {
    /// What it said.
    pub detail: String,
}

/// A database that holds the table `file_versions`.
#[async_trait]
pub trait VersionDb: Send + Sync + std::fmt::Debug {
    /// Runs `work` in one transaction; durable when this returns.
    async fn write(&self, work: Work) -> Result<(), DbFailed>;
    /// Runs `work` on a reading connection.
    async fn read(&self, work: Work) -> Result<(), DbFailed>;
}

/// [`VersionDb::write`] with an answer.
pub(super) async fn write<T: Send + 'static>(
    db: &dyn VersionDb,
    work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
) -> Result<T, FileError> {
    let (work, answer) = carried(work);
    db.write(work).await?;
    answer.await.map_err(|_| FileError::Stopped)
}

/// [`VersionDb::read`] with an answer.
pub(super) async fn read<T: Send + 'static>(
    db: &dyn VersionDb,
    work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
) -> Result<T, FileError> {
    let (work, answer) = carried(work);
    db.read(work).await?;
    answer.await.map_err(|_| FileError::Stopped)
}

fn carried<T: Send + 'static>(
    work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
) -> (Work, tokio::sync::oneshot::Receiver<T>) {
    let (sender, answer) = tokio::sync::oneshot::channel();
    let work: Work = Box::new(move |conn| {
        let value = work(conn)?;
        // The caller may have gone; what was written stays written.
        let _ = sender.send(value);
        Ok(())
    });
    (work, answer)
}
