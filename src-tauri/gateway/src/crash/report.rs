//! A report: what failed, where, and what the log said last.
//!
//! Owns its text, its name and how many are kept. What is quoted in a panic's own words is left
//! out, since it may be something a person wrote.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::clock::{Ms, iso};
use crate::storage::{StorageError, create_new, stamp};

/// More are not kept: the oldest go.
const KEPT: usize = 10;
/// Characters of the panic's own words.
const WORDS: usize = 300;
/// Lines of the backtrace.
const FRAMES: usize = 240;
const END: &str = ".txt";
/// Stands in the name of a report after which the process ended.
const FATAL: &str = "-end";

/// What a report is made of.
#[derive(Debug, Clone, Default)]
pub(super) struct Found<'a> {
    pub at: Ms,
    pub build: &'a str,
    pub pid: u32,
    pub thread: &'a str,
    pub place: &'a str,
    pub words: &'a str,
    pub backtrace: &'a str,
    pub log: &'a [String],
    /// The process can't go on after this.
    pub fatal: bool,
}

/// A report that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its name.
    pub id: String,
    /// When, ms.
    pub at: Ms,
    /// The process ended with it.
    pub fatal: bool,
}

/// The text, before secrets are masked.
pub(super) fn text(found: &Found<'_>) -> String {
    let mut text = String::new();
    let system = (std::env::consts::OS, std::env::consts::ARCH);
    let lines = [
        ("time", iso(found.at)),
        ("version", found.build.to_owned()),
        ("system", format!("{} {}", system.0, system.1)),
        ("process", found.pid.to_string()),
        ("thread", found.thread.to_owned()),
        ("where", found.place.to_owned()),
        ("what", without_quotes(found.words)),
        ("ended", found.fatal.to_string()),
    ];
    for (name, value) in lines {
        let _ = writeln!(text, "{name}: {value}");
    }
    text.push_str("\nbacktrace:\n");
    for line in found.backtrace.lines().take(FRAMES) {
        let _ = writeln!(text, "{line}");
    }
    text.push_str("\nlog:\n");
    for line in found.log {
        let _ = writeln!(text, "{line}");
    }
    text
}

/// A panic's words on one line, without what stands between quotes: a cut in the middle of a letter
/// quotes the whole text, and an error in an answer quotes the answer.
fn without_quotes(words: &str) -> String {
    let mut told = words.replace(['\n', '\r', '\t'], " ");
    for quote in ['`', '"'] {
        let Some(first) = told.find(quote) else {
            continue;
        };
        // One that is not closed was cut off: everything behind it is quoted.
        let last = told.rfind(quote).filter(|last| *last > first);
        told.replace_range(first..last.map_or(told.len(), |last| last + 1), "…");
    }
    told.chars().take(WORDS).collect()
}

/// Writes a report; the oldest ones go.
pub(super) fn write(
    folder: &Path,
    at: Ms,
    fatal: bool,
    text: &str,
) -> Result<Report, StorageError> {
    let pid = std::process::id();
    let mut number = 0;
    loop {
        let end = if fatal { FATAL } else { "" };
        let id = format!("{}-{pid}-{number}{end}", stamp(at));
        if create_new(&folder.join(format!("{id}{END}")), text.as_bytes())? {
            prune(folder)?;
            return Ok(Report { id, at, fatal });
        }
        number += 1;
    }
}

fn prune(folder: &Path) -> Result<(), StorageError> {
    let kept = reports(folder)?;
    for old in kept.iter().skip(KEPT) {
        let path = place(folder, &old.id);
        std::fs::remove_file(&path).map_err(StorageError::io(&path))?;
    }
    Ok(())
}

/// What is kept, newest first. A folder that is not there holds nothing.
pub fn reports(folder: &Path) -> Result<Vec<Report>, StorageError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(StorageError::io(folder)(source)),
    };
    let names = entries.flatten().map(|entry| entry.file_name());
    let mut found: Vec<Report> = names.filter_map(|name| report_of(name.to_str()?)).collect();
    found.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
    Ok(found)
}

/// `20261122-060000-1234-0-end.txt`
fn report_of(name: &str) -> Option<Report> {
    let id = name.strip_suffix(END)?;
    let mut parts = id.splitn(3, '-');
    let at = format!("{}-{}", parts.next()?, parts.next()?);
    parts.next()?;
    let at = chrono::NaiveDateTime::parse_from_str(&at, "%Y%m%d-%H%M%S").ok()?;
    Some(Report {
        id: id.to_owned(),
        at: at.and_utc().timestamp_millis(),
        fatal: id.ends_with(FATAL),
    })
}

fn place(folder: &Path, id: &str) -> PathBuf {
    folder.join(format!("{id}{END}"))
}

/// The text of a report; `None` where there is none of this name.
pub fn read(folder: &Path, id: &str) -> Result<Option<String>, StorageError> {
    // Only a name of ours: nothing else of the computer is read through here.
    let known = reports(folder)?.into_iter().any(|report| report.id == id);
    if !known {
        return Ok(None);
    }
    let path = place(folder, id);
    let bytes = std::fs::read(&path).map_err(StorageError::io(&path))?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_a_panic_quotes_is_left_out() {
        let check = |words: &str, expected: &str| assert_eq!(without_quotes(words), expected);
        check(
            "index out of bounds: the len is 3 but the index is 7",
            "index out of bounds: the len is 3 but the index is 7",
        );
        check(
            "byte index 1 is not a char boundary; it is inside 'é' (bytes 0..2) of `één geheim`",
            "byte index 1 is not a char boundary; it is inside 'é' (bytes 0..2) of …",
        );
        check(
            "called `Result::unwrap()` on an `Err` value: Error(\"dear diary\", line: 1)",
            "called … value: Error(…, line: 1)",
        );
        check("of `a text that was cut", "of …");
        check("one\nline", "one line");
    }

    #[test]
    fn ten_are_kept_readable_by_their_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let written: Vec<Report> = (0..12)
            .map(|nth| {
                write(
                    folder.path(),
                    1_795_254_453_000 + nth * 1_000,
                    nth == 11,
                    "x",
                )
                .unwrap()
            })
            .collect();
        let kept = reports(folder.path()).unwrap();
        let expected: Vec<Report> = written.into_iter().rev().take(10).collect();
        assert_eq!(kept, expected);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let path = place(folder.path(), &kept[0].id);
            let mode = std::fs::metadata(path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn nothing_but_a_report_is_read() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("run.json"), "{}").unwrap();
        std::fs::write(folder.path().join("notes.txt"), "mine").unwrap();
        let written = write(folder.path(), 0, false, "what happened").unwrap();
        let check = |id: &str, expected: Option<&str>| {
            assert_eq!(
                read(folder.path(), id).unwrap().as_deref(),
                expected,
                "{id}"
            );
        };
        check(&written.id, Some("what happened"));
        check("notes", None);
        check("../crashes/run", None);
        check("", None);
    }
}
