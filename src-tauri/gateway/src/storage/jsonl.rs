//! Append-only logs of one JSON value a line.
//!
//! Owns the torn last line: it is set aside and cut when the log is opened for writing, so that
//! the next line never grows onto half a line. A line that was read keeps its bytes.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::error::StorageError;

/// What opening a log mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// Nothing was wrong.
    None,
    /// A whole last line only lacked its line break.
    Completed,
    /// Half a last line was cut off and kept in this file.
    Cut {
        /// Where the half line lies.
        aside: PathBuf,
    },
}

/// A log open for appending.
#[derive(Debug)]
pub struct JsonlLog {
    file: File,
    path: PathBuf,
}

impl JsonlLog {
    /// Opens (or creates, 0600) the log and mends its last line.
    pub fn open(path: &Path) -> Result<(Self, Repair), StorageError> {
        let mut options = OpenOptions::new();
        options.create(true).read(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(StorageError::io(path))?;
        let repair = mend(&mut file, path)?;
        Ok((
            Self {
                file,
                path: path.to_owned(),
            },
            repair,
        ))
    }

    /// Appends whole lines in one write. Not durable before [`JsonlLog::sync`].
    pub fn append(&mut self, lines: &[String]) -> Result<(), StorageError> {
        let mut bytes = Vec::with_capacity(lines.iter().map(|line| line.len() + 1).sum());
        for line in lines {
            debug_assert!(!line.contains('\n'), "a line holds one value");
            bytes.extend_from_slice(line.as_bytes());
            bytes.push(b'\n');
        }
        self.file
            .write_all(&bytes)
            .map_err(StorageError::io(&self.path))
    }

    /// Makes everything appended so far durable.
    pub fn sync(&self) -> Result<(), StorageError> {
        self.file.sync_data().map_err(StorageError::io(&self.path))
    }
}

fn mend(file: &mut File, path: &Path) -> Result<Repair, StorageError> {
    let io = || StorageError::io(path);
    let length = file.metadata().map_err(io())?.len();
    let tail_start = last_line_start(file, length).map_err(io())?;
    if tail_start == length {
        return Ok(Repair::None);
    }
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(tail_start)).map_err(io())?;
    file.read_to_end(&mut tail).map_err(io())?;
    if serde_json::from_slice::<serde::de::IgnoredAny>(&tail).is_ok() {
        file.write_all(b"\n").map_err(io())?;
        file.sync_data().map_err(io())?;
        return Ok(Repair::Completed);
    }
    let aside = torn_name(path);
    let mut kept = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&aside)
        .map_err(StorageError::io(&aside))?;
    tail.push(b'\n');
    kept.write_all(&tail)
        .and_then(|()| kept.sync_all())
        .map_err(StorageError::io(&aside))?;
    file.set_len(tail_start).map_err(io())?;
    file.sync_data().map_err(io())?;
    Ok(Repair::Cut { aside })
}

/// Where the bytes after the last line break begin; reads backwards in blocks.
fn last_line_start(file: &mut File, length: u64) -> std::io::Result<u64> {
    const BLOCK: u64 = 64 * 1024;
    let mut end = length;
    let mut buffer = Vec::new();
    while end > 0 {
        let start = end.saturating_sub(BLOCK);
        file.seek(SeekFrom::Start(start))?;
        buffer.resize(usize::try_from(end - start).unwrap_or(usize::MAX), 0);
        file.read_exact(&mut buffer)?;
        if let Some(at) = buffer.iter().rposition(|byte| *byte == b'\n') {
            return Ok(start + at as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}

fn torn_name(path: &Path) -> PathBuf {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    path.with_file_name(format!("{name}.torn"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;
    use crate::storage::LinesForward;

    proptest! {
        #[test]
        fn cut_at_any_byte_a_log_keeps_every_whole_line_and_takes_the_next(
            texts in proptest::collection::vec(".{0,30}", 1..6), cut in any::<proptest::sample::Index>()
        ) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("log.jsonl");
            let lines: Vec<String> = texts.iter().map(|text| serde_json::json!({ "t": text }).to_string()).collect();
            let (mut log, _) = JsonlLog::open(&path).unwrap();
            log.append(&lines).unwrap();
            drop(log);
            let bytes = std::fs::read(&path).unwrap();
            let keep = cut.index(bytes.len() + 1);
            std::fs::write(&path, &bytes[..keep]).unwrap();

            let (mut log, repair) = JsonlLog::open(&path).unwrap();
            log.append(&["{\"next\":1}".to_owned()]).unwrap();

            let mut whole = 0;
            let mut end = 0;
            for line in &lines {
                end += line.len();
                if keep >= end { whole += 1; }
                end += 1;
            }
            let read: Vec<String> = LinesForward::open(&path).unwrap().map(|line| line.unwrap().text).collect();
            prop_assert_eq!(&read[..whole], &lines[..whole]);
            prop_assert_eq!(&read[whole..], &["{\"next\":1}".to_owned()]);
            if let Repair::Cut { aside } = repair {
                let half = std::fs::read(aside).unwrap();
                prop_assert!(lines[whole].as_bytes().starts_with(half.strip_suffix(b"\n").unwrap()));
            }
        }
    }
}
