//! `logs.export` and `sessions.save`: files a person takes with them.
//!
//! Owns where they go and what they are called. Never writes over a file that is there.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::DateTime;

use super::Caller;
use super::change::{Told, aside, tell};
use super::transcripts::file_of;
use crate::activity::Kind;
use crate::api::export::{LogsExport, Saved, SessionsSave};
use crate::api::transcripts::ExportFormat;
use crate::error::{Problem, params};
use crate::gateway::{Host, log_files};
use crate::session::{ExportLabels, export_markdown, read_transcript};
use crate::storage::StorageError;

/// As many files of one name are told apart by a number.
const SAME_NAME: u32 = 1_000;

/// Saves the log.
pub(super) async fn logs(
    host: &Arc<Host>,
    caller: &Caller,
    request: LogsExport,
) -> Result<Saved, Problem> {
    let (folder, stem) = (
        folder(host, request.folder)?,
        format!("cove-log-{}", stamp(host)),
    );
    let (logs, redactor) = (host.state.logs(), host.parts.redactor.clone());
    let saved = aside(move || {
        let write = |out: &mut BufWriter<File>| {
            for file in log_files(&logs)? {
                let mut reader = BufReader::new(File::open(file)?);
                let mut line = Vec::new();
                while reader.read_until(b'\n', &mut line)? > 0 {
                    let text = String::from_utf8_lossy(&line);
                    out.write_all(redactor.redact(&text).as_bytes())?;
                    line.clear();
                }
            }
            Ok(())
        };
        Ok(save(&folder, &stem, "txt", write)?)
    });
    record(host, caller, saved.await?).await
}

/// Saves a conversation.
pub(super) async fn session(
    host: &Arc<Host>,
    caller: &Caller,
    request: SessionsSave,
) -> Result<Saved, Problem> {
    let folder = folder(host, request.folder)?;
    let found = file_of(host, request.session.as_deref()).await?;
    let name = found
        .key
        .clone()
        .unwrap_or_else(|| found.session_id.clone());
    let words = &host.parts.words;
    let labels = ExportLabels::new(words, host.language(), &name, &host.parts.zone());
    let stem = format!("{}-{}", plain(&name), stamp(host));
    let saved = aside(move || {
        Ok(match request.format {
            ExportFormat::Markdown => {
                let text = export_markdown(&read_transcript(&found.path)?, &labels);
                save(&folder, &stem, "md", |out| out.write_all(text.as_bytes()))?
            }
            ExportFormat::Jsonl => save(&folder, &stem, "jsonl", |out| {
                std::io::copy(&mut File::open(&found.path)?, out).map(|_| ())
            })?,
        })
    });
    record(host, caller, saved.await?).await
}

async fn record(host: &Arc<Host>, caller: &Caller, path: PathBuf) -> Result<Saved, Problem> {
    let bytes = path.metadata().map_err(StorageError::io(&path))?.len();
    let file = path.display().to_string();
    let told = Told::new(host, caller, Kind::Backup, "exported")
        .about(&file)
        .with("path", file.clone());
    tell(host, told, &[]).await?;
    Ok(Saved { file, bytes })
}

fn folder(host: &Host, asked: Option<String>) -> Result<PathBuf, Problem> {
    if let Some(path) = asked {
        return match Path::new(&path).is_absolute() {
            true => Ok(path.into()),
            false => Err(Problem::with(
                "export-relative",
                params([("path", path.into())]),
            )),
        };
    }
    let home = std::env::home_dir().unwrap_or_default();
    let config = std::env::var_os("XDG_CONFIG_HOME").map_or(home.join(".config"), PathBuf::from);
    let named = std::fs::read_to_string(config.join("user-dirs.dirs")).unwrap_or_default();
    let downloads = downloads(&home, &named);
    Ok(match downloads.is_dir() {
        true => downloads,
        false => host.state.root().join("exports"),
    })
}

/// The folder for downloads, by what a Linux desktop wrote of it into `user-dirs.dirs`.
fn downloads(home: &Path, named: &str) -> PathBuf {
    let found = named.lines().find_map(|line| {
        let value = line.trim().strip_prefix("XDG_DOWNLOAD_DIR=")?;
        let value = value.trim_matches('"');
        match value.strip_prefix("$HOME") {
            Some(rest) => Some(home.join(rest.trim_start_matches('/'))),
            None => Some(PathBuf::from(value)).filter(|path| path.is_absolute()),
        }
    });
    found.unwrap_or_else(|| home.join("Downloads"))
}

fn stamp(host: &Host) -> String {
    let now = DateTime::from_timestamp_millis(host.now()).unwrap_or_default();
    now.format("%Y%m%d-%H%M%S").to_string()
}

/// A name that every system takes.
fn plain(name: &str) -> String {
    let kept = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' => c,
        _ => '-',
    };
    name.chars().map(kept).take(80).collect()
}

/// Writes a file of that name, or of the next free one. Nothing is left there if it fails.
fn save(
    folder: &Path,
    stem: &str,
    end: &str,
    write: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()>,
) -> Result<PathBuf, StorageError> {
    std::fs::create_dir_all(folder).map_err(StorageError::io(folder))?;
    let names = (1..SAME_NAME).map(|nth| match nth {
        1 => format!("{stem}.{end}"),
        _ => format!("{stem}-{nth}.{end}"),
    });
    let free = names.map(|name| folder.join(name)).find(|it| !it.exists());
    let path = free.unwrap_or_else(|| folder.join(format!("{stem}.{end}")));
    let opened = OpenOptions::new().write(true).create_new(true).open(&path);
    let mut out = BufWriter::new(opened.map_err(StorageError::io(&path))?);
    let written = write(&mut out)
        .and_then(|()| out.flush())
        .and_then(|()| out.get_ref().sync_all());
    written.map_err(|error| {
        drop(std::fs::remove_file(&path));
        StorageError::io(&path)(error)
    })?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn downloads_are_where_the_desktop_says() {
        let check = |named: &str, expected: &str| {
            assert_eq!(
                downloads(Path::new("/home/anna"), named),
                Path::new(expected)
            );
        };
        check("", "/home/anna/Downloads");
        check("XDG_DOWNLOAD_DIR=\"$HOME/下载\"\n", "/home/anna/下载");
        check("# no\nXDG_DOWNLOAD_DIR=\"/data/in\"", "/data/in");
        check("XDG_DOWNLOAD_DIR=\"in\"", "/home/anna/Downloads");
    }

    #[test]
    fn a_file_that_is_there_is_never_written_over_and_a_broken_one_does_not_stay() {
        let folder = tempfile::tempdir().unwrap();
        let one = save(folder.path(), "log", "txt", |out| out.write_all(b"one")).unwrap();
        let two = save(folder.path(), "log", "txt", |out| out.write_all(b"two")).unwrap();
        assert_eq!(two.file_name().unwrap(), "log-2.txt");
        assert_eq!(std::fs::read(one).unwrap(), b"one");
        let broken = save(folder.path(), "other", "txt", |_| {
            Err(std::io::Error::other("full"))
        });
        assert!(broken.is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
