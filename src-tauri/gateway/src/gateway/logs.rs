//! The log: a file a day in the state directory, secrets masked before they are written.
//!
//! Owns starting the log once a process and reading its newest lines back.

use std::path::{Path, PathBuf};

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

use crate::secret::{RedactingWriter, Redactor};

/// Keeps the log's writer alive.
pub(super) struct LogGuard {
    _worker: tracing_appender::non_blocking::WorkerGuard,
}

const PREFIX: &str = "cove";
const FILES: usize = 7;

/// Starts the log unless this process has one already (a test, the app's second gateway).
pub(super) fn start(folder: &Path, redactor: &Redactor) -> Option<LogGuard> {
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix(PREFIX)
        .filename_suffix("log")
        .max_log_files(FILES)
        .build(folder)
        .ok()?;
    let (writer, worker) = tracing_appender::non_blocking(appender);
    let filter = EnvFilter::try_from_env("COVE_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,cove_gateway=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_target(false)
        .with_writer(RedactingWriter::new(writer, redactor.clone()))
        .try_init()
        .ok()?;
    Some(LogGuard { _worker: worker })
}

/// The files of the log, oldest first.
pub fn log_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "log"));
    files.sort();
    Ok(files)
}

/// The newest lines of the newest file, and which it is.
pub fn newest_lines(folder: &Path, count: usize) -> std::io::Result<(Vec<String>, PathBuf)> {
    let Some(file) = log_files(folder)?.pop() else {
        return Ok((Vec::new(), folder.to_owned()));
    };
    let text = String::from_utf8_lossy(&std::fs::read(&file)?).into_owned();
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.len().saturating_sub(count);
    Ok((
        lines[from..]
            .iter()
            .map(|line| (*line).to_owned())
            .collect(),
        file,
    ))
}
