//! The file as a whole, as a person edits it in the window.
//!
//! Owns looking at a text before it is saved, saving it over the one it began with, and putting an
//! earlier one back. A secret never leaves: [`Masked`] stands in between. Never writes a text that
//! could not be put in force, and never over one the person has not seen.

use std::ops::Range;

use super::ConfigStore;
use crate::config::error::ConfigError;
use crate::config::masked::Masked;
use crate::config::outline::{self, Spot};
use crate::config::path::ConfigPath;
use crate::config::problem::{ConfigProblem, ProblemKind};
use crate::config::read::{Loaded, load};
use crate::secret::Redactor;
use crate::storage::{StorageError, sha256};

/// The file's text for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileText {
    /// Without secrets.
    pub text: String,
    /// Of the bytes on the disk.
    pub hash: String,
}

/// Something about a text, at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// What.
    pub problem: ConfigProblem,
    /// Where, bytes of the text.
    pub at: Range<usize>,
}

/// What saving a text did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// It is written and in force.
    Written {
        /// What the copy of the file before is called, by which this is taken back.
        copy: String,
        /// What is written now.
        now: FileText,
    },
    /// The file is another one than the text began with; nothing was written.
    Elsewhere(FileText),
}

impl ConfigStore {
    /// The file as it stands, secrets hidden.
    pub fn text(&self, redactor: &Redactor) -> Result<FileText, ConfigError> {
        let _turn = self.turn();
        let bytes = self.bytes()?;
        Ok(shown(&bytes, redactor))
    }

    /// What is to be said of a text that a person is writing, each at its place, in their order.
    pub fn look(&self, text: &str, redactor: &Redactor) -> Result<Vec<Remark>, ConfigError> {
        let masked = {
            let _turn = self.turn();
            Masked::of(&String::from_utf8_lossy(&self.bytes()?), redactor)
        };
        let loaded = load(text, &self.inner.file, &self.inner.env);
        let spots = outline::spots(text);
        let plain = loaded.secrets.in_file().filter_map(|path| {
            let path = ConfigPath::parse(path)?;
            Some(ConfigProblem::at(path, ProblemKind::PlainSecret))
        });
        let mut remarks: Vec<Remark> = (loaded.problems.into_iter())
            .chain(loaded.warnings)
            .chain(plain)
            .map(|problem| Remark {
                at: place(&problem, &spots, text),
                problem,
            })
            .collect();
        if let Err(at) = masked.put_back(text) {
            let name = text[at.clone()].to_owned();
            let kind = ProblemKind::NothingKept(name);
            let problem = ConfigProblem::at(ConfigPath::default(), kind);
            remarks.push(Remark { problem, at });
        }
        remarks.sort_by_key(|remark| (remark.at.start, remark.problem.is_warning()));
        Ok(remarks)
    }

    /// Saves a text that began with the file of hash `base`, once `keep` has put the bytes before
    /// away and said under which name.
    ///
    /// # Errors
    /// Where the text has a mistake; what is in the file stays.
    pub fn save(
        &self,
        text: &str,
        base: &str,
        redactor: &Redactor,
        keep: impl FnOnce(&[u8]) -> Result<String, StorageError>,
    ) -> Result<Saved, ConfigError> {
        let _turn = self.turn();
        let before = self.bytes()?;
        if sha256(&before) != base {
            return Ok(Saved::Elsewhere(shown(&before, redactor)));
        }
        let masked = Masked::of(&String::from_utf8_lossy(&before), redactor);
        let whole = masked.put_back(text).map_err(|at| {
            let kind = ProblemKind::NothingKept(text[at].to_owned());
            ConfigError::Invalid(ConfigProblem::at(ConfigPath::default(), kind))
        })?;
        let loaded = self.judged(&whole)?;
        let copy = keep(&before)?;
        self.write(&whole)?;
        self.take_in(&whole, loaded);
        Ok(Saved::Written {
            now: shown(whole.as_bytes(), redactor),
            copy,
        })
    }

    /// Puts an earlier text of the file back, unless it was changed since it had hash `after`.
    pub fn put_text_back(&self, earlier: &[u8], after: &str) -> Result<(), ConfigError> {
        let _turn = self.turn();
        if sha256(&self.bytes()?) != after {
            return Err(ConfigError::ChangedSince(super::FILE.to_owned()));
        }
        let text = String::from_utf8_lossy(earlier);
        let loaded = self.judged(&text)?;
        self.write(&text)?;
        self.take_in(&text, loaded);
        Ok(())
    }

    /// Whether the file holds these bytes.
    pub fn holds(&self, bytes: &[u8]) -> bool {
        self.bytes().is_ok_and(|held| held == bytes)
    }

    /// A text that may be put in force.
    fn judged(&self, text: &str) -> Result<Loaded, ConfigError> {
        let loaded = load(text, &self.inner.file, &self.inner.env);
        match loaded.problems.first() {
            Some(problem) => Err(ConfigError::Invalid(problem.clone())),
            None => Ok(loaded),
        }
    }

    fn bytes(&self) -> Result<Vec<u8>, ConfigError> {
        let file = &self.inner.file;
        match std::fs::read(file) {
            Ok(bytes) => Ok(bytes),
            // Somebody took it away: what is saved begins it anew.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(StorageError::io(file)(error).into()),
        }
    }
}

fn shown(bytes: &[u8], redactor: &Redactor) -> FileText {
    let text = String::from_utf8_lossy(bytes);
    FileText {
        text: Masked::of(&text, redactor).text,
        hash: sha256(bytes),
    }
}

/// Where a problem is to be shown.
fn place(problem: &ConfigProblem, spots: &[Spot], text: &str) -> Range<usize> {
    if let ProblemKind::Syntax { line, column, .. } = problem.kind {
        return at_line(text, line, column);
    }
    let Some(spot) = outline::nearest(spots, &problem.path) else {
        return 0..0;
    };
    let of_key = matches!(
        problem.kind,
        ProblemKind::UnknownKey(_) | ProblemKind::Missing
    );
    match &spot.key {
        // What is missing stands nowhere: the group it would stand in is named.
        Some(key) if of_key || spot.path != problem.path => key.clone(),
        _ => spot.value.clone(),
    }
}

/// The rest of a line from a column on, both from 1; at least the character before the end.
fn at_line(text: &str, line: usize, column: usize) -> Range<usize> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let rest = text[start..].split('\n').next().unwrap_or_default();
    let rest = rest.trim_end();
    let skip = rest
        .chars()
        .take(column - 1)
        .map(char::len_utf8)
        .sum::<usize>();
    let last = rest.chars().next_back().map_or(0, char::len_utf8);
    let from = skip.min(rest.len() - last);
    start + from..start + rest.len()
}
