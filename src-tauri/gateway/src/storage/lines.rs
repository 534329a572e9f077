//! Lines of a log, one at a time: forwards from its start, or backwards from any place.
//!
//! Owns reading a long file without holding it: the cost is that of the lines asked for. Blank
//! lines are passed over; a line that is no text keeps its place with what could be read of it.
//! Never writes and never reads a line as JSON.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::error::StorageError;

/// Bytes read at once; twice as many where a line is longer than what was read.
const BLOCK: usize = 64 * 1024;

/// A line and where it begins in the file, bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Offset of its first byte.
    pub offset: u64,
    /// Without its line break.
    pub text: String,
}

/// A file's lines from the first to the last.
#[derive(Debug)]
pub struct LinesForward {
    reader: Option<BufReader<File>>,
    path: PathBuf,
    offset: u64,
}

impl LinesForward {
    /// Reads from the start; a file that is not there has no lines.
    pub fn open(path: &Path) -> Result<Self, StorageError> {
        Ok(Self {
            reader: existing(path)?.map(|file| BufReader::with_capacity(BLOCK, file)),
            path: path.to_owned(),
            offset: 0,
        })
    }

    /// Reads from the line that begins at `offset`, bytes.
    pub fn from(path: &Path, offset: u64) -> Result<Self, StorageError> {
        let mut lines = Self::open(path)?;
        if let Some(reader) = &mut lines.reader {
            reader
                .seek(SeekFrom::Start(offset))
                .map_err(StorageError::io(path))?;
        }
        lines.offset = offset;
        Ok(lines)
    }

    /// Where the next line begins, bytes.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    fn read(&mut self) -> Result<Option<Line>, StorageError> {
        let Some(reader) = &mut self.reader else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            let offset = self.offset;
            let read = reader
                .read_until(b'\n', &mut bytes)
                .map_err(StorageError::io(&self.path))?;
            if read == 0 {
                return Ok(None);
            }
            self.offset += read as u64;
            if bytes.last() == Some(&b'\n') {
                bytes.pop();
            }
            if let Some(line) = line(offset, &bytes) {
                return Ok(Some(line));
            }
        }
    }
}

impl Iterator for LinesForward {
    type Item = Result<Line, StorageError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

/// A file's lines from the last to the first.
#[derive(Debug)]
pub struct LinesBackward {
    file: Option<File>,
    path: PathBuf,
    block: usize,
    /// Where `held` begins in the file.
    start: u64,
    /// Read and not handed out yet.
    held: Vec<u8>,
}

impl LinesBackward {
    /// Reads from the end; a file that is not there has no lines.
    pub fn open(path: &Path) -> Result<Self, StorageError> {
        Self::before(path, u64::MAX)
    }

    /// Reads the lines that stand before `offset`, the beginning of a line.
    pub fn before(path: &Path, offset: u64) -> Result<Self, StorageError> {
        Self::in_blocks(path, offset, BLOCK)
    }

    fn in_blocks(path: &Path, offset: u64, block: usize) -> Result<Self, StorageError> {
        let file = existing(path)?;
        let length = match &file {
            Some(file) => file.metadata().map_err(StorageError::io(path))?.len(),
            None => 0,
        };
        Ok(Self {
            file,
            path: path.to_owned(),
            block,
            start: length.min(offset),
            held: Vec::new(),
        })
    }

    fn read(&mut self) -> Result<Option<Line>, StorageError> {
        let mut block = self.block;
        loop {
            if let Some(at) = self.held.iter().rposition(|byte| *byte == b'\n') {
                let found = line(self.start + at as u64 + 1, &self.held[at + 1..]);
                self.held.truncate(at);
                match found {
                    Some(line) => return Ok(Some(line)),
                    None => continue,
                }
            }
            if self.start == 0 {
                let first = std::mem::take(&mut self.held);
                return Ok(line(0, &first));
            }
            self.read_block(block)?;
            block = block.saturating_mul(2);
        }
    }

    /// Puts the bytes before `held` in front of it.
    fn read_block(&mut self, block: usize) -> Result<(), StorageError> {
        let Some(file) = &mut self.file else {
            self.start = 0;
            return Ok(());
        };
        let start = self.start.saturating_sub(block as u64);
        let mut bytes = vec![0; usize::try_from(self.start - start).unwrap_or(usize::MAX)];
        file.seek(SeekFrom::Start(start))
            .and_then(|_| file.read_exact(&mut bytes))
            .map_err(StorageError::io(&self.path))?;
        bytes.append(&mut self.held);
        self.held = bytes;
        self.start = start;
        Ok(())
    }
}

impl Iterator for LinesBackward {
    type Item = Result<Line, StorageError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

/// The line that begins at `offset`, if one is there.
pub fn line_at(path: &Path, offset: u64) -> Result<Option<String>, StorageError> {
    let Some(file) = existing(path)? else {
        return Ok(None);
    };
    if offset >= file.metadata().map_err(StorageError::io(path))?.len() {
        return Ok(None);
    }
    let mut reader = BufReader::new(file);
    let mut bytes = Vec::new();
    reader
        .seek(SeekFrom::Start(offset))
        .and_then(|_| reader.read_until(b'\n', &mut bytes))
        .map_err(StorageError::io(path))?;
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
    }
    Ok(line(offset, &bytes).map(|line| line.text))
}

fn existing(path: &Path) -> Result<Option<File>, StorageError> {
    match File::open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StorageError::Io {
            path: path.to_owned(),
            source,
        }),
    }
}

fn line(offset: u64, bytes: &[u8]) -> Option<Line> {
    let text = String::from_utf8_lossy(bytes);
    (!text.trim().is_empty()).then(|| Line {
        offset,
        text: text.into_owned(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn backwards_and_forwards_tell_the_same_lines_at_the_same_places(
            bytes in proptest::collection::vec(
                prop_oneof![4 => Just(b'\n'), 8 => any::<u8>(), 4 => Just(b' '), 8 => Just(b'x')], 0..200
            ),
            block in 1_usize..40,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("log");
            std::fs::write(&path, &bytes).unwrap();
            let forward: Vec<Line> = LinesForward::open(&path).unwrap().map(Result::unwrap).collect();
            let mut backward: Vec<Line> = LinesBackward::in_blocks(&path, u64::MAX, block)
                .unwrap().map(Result::unwrap).collect();
            backward.reverse();
            prop_assert_eq!(&forward, &backward);
            for (n, line) in forward.iter().enumerate() {
                let there = line_at(&path, line.offset).unwrap();
                prop_assert_eq!(there.as_ref(), Some(&line.text));
                let earlier = LinesBackward::before(&path, line.offset).unwrap().count();
                prop_assert_eq!(earlier, n);
            }
        }
    }

    #[test]
    fn a_file_that_is_not_there_has_no_lines() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("none");
        assert_eq!(LinesForward::open(&path).unwrap().count(), 0);
        assert_eq!(LinesBackward::open(&path).unwrap().count(), 0);
        assert_eq!(line_at(&path, 3).unwrap(), None);
    }
}
