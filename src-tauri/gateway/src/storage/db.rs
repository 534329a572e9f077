//! The database: one writer thread, one reader thread, closures in and results out.
//!
//! Owns the connections. What must be true together is one closure of [`Db::write`]; no
//! connection is held over an await.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::error::StorageError;

/// A transaction on the writer thread.
pub type Tx<'a> = Transaction<'a>;

enum Job {
    Run(Box<dyn FnOnce(&mut Connection) + Send>),
    Close(oneshot::Sender<()>),
}

/// A handle on `cove.db`, cheap to clone.
#[derive(Debug, Clone)]
pub struct Db {
    writer: mpsc::Sender<Job>,
    reader: mpsc::Sender<Job>,
}

/// Closures waiting for a thread; beyond that, callers wait.
const QUEUE: usize = 256;

impl Db {
    /// Opens the file (created if missing), brings its schema up to date and starts the threads.
    pub fn open(path: &Path) -> Result<Self, StorageError> {
        let mut writer = connect(path)?;
        super::schema::migrate(&mut writer, path)?;
        let reader = connect(path)?;
        reader.pragma_update(None, "query_only", true)?;
        Ok(Self {
            writer: thread(writer, "cove-db-write", path)?,
            reader: thread(reader, "cove-db-read", path)?,
        })
    }

    /// Runs `work` in one immediate transaction: committed and synced if it returns `Ok`, rolled
    /// back otherwise.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StorageError>
    where
        T: Send + 'static,
        F: FnOnce(&Tx<'_>) -> Result<T, StorageError> + Send + 'static,
    {
        self.run(&self.writer, move |connection| {
            let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let answer = work(&tx)?;
            tx.commit()?;
            Ok(answer)
        })
        .await
    }

    /// Runs `work` on the reading connection.
    pub async fn read<T, F>(&self, work: F) -> Result<T, StorageError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StorageError> + Send + 'static,
    {
        self.run(&self.reader, move |connection| work(connection))
            .await
    }

    /// Closes both connections; what comes later is refused with [`StorageError::Closed`].
    pub async fn close(&self) {
        for worker in [&self.reader, &self.writer] {
            let (sender, closed) = oneshot::channel();
            if worker.send(Job::Close(sender)).await.is_ok() {
                // An error means that the thread has ended: closed as well.
                let _ = closed.await;
            }
        }
    }

    async fn run<T, F>(&self, worker: &mpsc::Sender<Job>, work: F) -> Result<T, StorageError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, StorageError> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let job = Job::Run(Box::new(move |connection| {
            // Nobody waits for the answer any more: the work was done all the same.
            let _ = sender.send(work(connection));
        }));
        worker.send(job).await.map_err(|_| StorageError::Closed)?;
        receiver.await.map_err(|_| StorageError::Closed)?
    }
}

fn connect(path: &Path) -> Result<Connection, StorageError> {
    let connection = Connection::open(path)?;
    restrict(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

#[cfg(unix)]
fn restrict(path: &Path) -> Result<(), StorageError> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
        .map_err(StorageError::io(path))
}

#[cfg(not(unix))]
fn restrict(_path: &Path) -> Result<(), StorageError> {
    Ok(())
}

fn thread(
    mut connection: Connection,
    name: &str,
    path: &Path,
) -> Result<mpsc::Sender<Job>, StorageError> {
    let (sender, mut jobs) = mpsc::channel::<Job>(QUEUE);
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || {
            while let Some(job) = jobs.blocking_recv() {
                match job {
                    Job::Run(work) => {
                        // A closure that panics rolls back and fails its caller, nobody else.
                        let ran = catch_unwind(AssertUnwindSafe(|| work(&mut connection)));
                        if ran.is_err() {
                            tracing::error!("a database closure panicked");
                        }
                    }
                    Job::Close(closed) => {
                        drop(connection);
                        let _ = closed.send(());
                        return;
                    }
                }
            }
        })
        .map_err(StorageError::io(path))?;
    Ok(sender)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_closure_that_fails_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("cove.db")).unwrap();
        let failed = db
            .write(|tx| {
                tx.execute("INSERT INTO meta(name, value) VALUES ('a', '1')", [])?;
                tx.execute("INSERT INTO nowhere VALUES (1)", [])?;
                Ok(())
            })
            .await;
        assert!(failed.is_err());
        let count: i64 = db
            .read(|connection| {
                Ok(
                    connection.query_row(
                        "SELECT count(*) FROM meta WHERE name='a'",
                        [],
                        |row| row.get(0),
                    )?,
                )
            })
            .await
            .unwrap();
        assert_eq!(count, 0);
    }

    #[tokio::test]
    async fn the_reading_connection_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("cove.db")).unwrap();
        let refused = db
            .read(|connection| {
                Ok(connection.execute("INSERT INTO meta(name, value) VALUES ('a', '1')", [])?)
            })
            .await;
        assert!(refused.is_err());
    }
}
