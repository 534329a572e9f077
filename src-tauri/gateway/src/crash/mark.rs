//! The mark of a run, and what it tells the next one.
//!
//! Owns `crashes/run.json`: there while a gateway runs, gone after a stop. How the last run ended
//! is a function of that mark, the reports and whether the computer was started again since.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::report::{Report, reports};
use crate::clock::Ms;
use crate::storage::{StorageError, replace};

/// What a run says of itself while it lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mark {
    started_at: Ms,
    pid: u32,
    /// New at each start of the computer; absent where the system tells none.
    boot: Option<String>,
    /// Somebody asked it to stop.
    stopping: bool,
}

/// How the last run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// It was stopped, or there was none.
    Cleanly,
    /// It failed, and left this report.
    Failed(Report),
    /// It ended without a word while the computer went on.
    Silently,
    /// It ended without a word, perhaps together with the computer.
    WithTheComputer,
}

/// What a start found, before it opened anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// How the last run ended.
    pub ended: Ended,
    /// The last sign of life of that run, ms.
    pub last_sign: Option<Ms>,
    /// Reports since that run began, newest first.
    pub reports: Vec<Report>,
}

/// The mark of the run that begins; it is taken away when the run has stopped.
#[derive(Debug)]
pub struct Run {
    path: PathBuf,
    mark: Mark,
}

impl Run {
    /// Looks how the run before ended and marks that this one began. `signs` are files the run
    /// wrote to as long as it lived.
    ///
    /// # Errors
    /// The folder can't be read or written.
    pub fn begin(folder: &Path, signs: &[PathBuf], now: Ms) -> Result<(Self, Seen), StorageError> {
        let path = folder.join("run.json");
        let before = match std::fs::read(&path) {
            // One that was cut off in the middle tells that there was a run, and nothing else.
            Ok(bytes) => Some(serde_json::from_slice(&bytes).unwrap_or(Mark {
                started_at: 0,
                pid: 0,
                boot: None,
                stopping: false,
            })),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(source) => return Err(StorageError::Io { path, source }),
        };
        let boot = boot();
        let kept = reports(folder)?;
        let seen = look(
            before.as_ref(),
            boot.as_deref(),
            kept,
            last_sign(signs),
            now,
        );
        let mark = Mark {
            started_at: now,
            pid: std::process::id(),
            boot,
            stopping: false,
        };
        let run = Self { path, mark };
        run.write()?;
        Ok((run, seen))
    }

    /// Somebody asked for the end: one that is cut off from here on is no crash.
    ///
    /// # Errors
    /// The mark can't be written.
    pub fn stopping(&mut self) -> Result<(), StorageError> {
        self.mark.stopping = true;
        self.write()
    }

    /// It has stopped.
    ///
    /// # Errors
    /// The mark can't be taken away.
    pub fn ended(&self) -> Result<(), StorageError> {
        std::fs::remove_file(&self.path).map_err(StorageError::io(&self.path))
    }

    fn write(&self) -> Result<(), StorageError> {
        replace(&self.path, &serde_json::to_vec(&self.mark)?)
    }
}

fn look(
    before: Option<&Mark>,
    boot: Option<&str>,
    kept: Vec<Report>,
    last_sign: Option<Ms>,
    now: Ms,
) -> Seen {
    let Some(before) = before else {
        return Seen {
            ended: Ended::Cleanly,
            last_sign: None,
            reports: Vec::new(),
        };
    };
    // The names of reports know whole seconds.
    let since = before.started_at - 1_000;
    let reports: Vec<Report> = kept.into_iter().filter(|told| told.at >= since).collect();
    let ended = match before.stopping {
        true => Ended::Cleanly,
        false => how_it_ended(&reports, before.boot.as_deref(), boot),
    };
    Seen {
        ended,
        last_sign: last_sign.filter(|at| (before.started_at..=now).contains(at)),
        reports,
    }
}

/// How a run ended that nobody asked to. Where the system does not say when it was started, an end
/// without a report may have been its own: nothing is made of that.
pub fn how_it_ended(reports: &[Report], then: Option<&str>, now: Option<&str>) -> Ended {
    if let Some(report) = reports.iter().rev().find(|report| report.fatal) {
        // The first: what follows it is its consequence.
        return Ended::Failed(report.clone());
    }
    match (then, now) {
        (Some(then), Some(now)) if then == now => Ended::Silently,
        _ => Ended::WithTheComputer,
    }
}

fn last_sign(files: &[PathBuf]) -> Option<Ms> {
    let written = files.iter().filter_map(|file| {
        let at = std::fs::metadata(file).ok()?.modified().ok()?;
        let since = at.duration_since(std::time::UNIX_EPOCH).ok()?;
        Ms::try_from(since.as_millis()).ok()
    });
    written.max()
}

/// Linux says it; elsewhere nobody does without a question to the system's own tools.
fn boot() -> Option<String> {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(id.trim().to_owned()).filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn report(at: Ms, fatal: bool) -> Report {
        Report {
            id: format!("r{at}"),
            at,
            fatal,
        }
    }

    fn check(reports: &[(Ms, bool)], then: Option<&str>, now: Option<&str>, expected: &Ended) {
        let reports: Vec<Report> = reports
            .iter()
            .map(|(at, fatal)| report(*at, *fatal))
            .collect();
        assert_eq!(&how_it_ended(&reports, then, now), expected);
    }

    #[test]
    fn a_report_says_why_and_the_computer_s_own_start_says_whether_it_ended_with_it() {
        let (one, two) = (Some("boot-1"), Some("boot-2"));
        check(&[], one, one, &Ended::Silently);
        check(&[], one, two, &Ended::WithTheComputer);
        // A system that does not say leaves it open.
        check(&[], None, None, &Ended::WithTheComputer);
        check(&[], None, one, &Ended::WithTheComputer);
        // A failure that was caught is no end.
        check(&[(5, false)], one, one, &Ended::Silently);
        // Newest first; the first of the end counts.
        let first = Ended::Failed(report(7, true));
        check(&[(8, true), (7, true), (5, false)], one, two, &first);
    }

    #[test]
    fn a_run_that_stopped_leaves_no_mark_and_one_that_was_cut_off_does() {
        let folder = tempfile::tempdir().unwrap();
        let begin = |now| Run::begin(folder.path(), &[], now).unwrap();
        let (mut run, seen) = begin(1_000);
        assert_eq!(seen.ended, Ended::Cleanly);
        run.stopping().unwrap();
        run.ended().unwrap();
        let (_, seen) = begin(2_000);
        assert_eq!(seen.ended, Ended::Cleanly);
        // Nobody stopped that one.
        let (mut run, seen) = begin(3_000);
        assert_ne!(seen.ended, Ended::Cleanly);
        // Cut off while it was stopping: that was asked for.
        run.stopping().unwrap();
        assert_eq!(begin(4_000).1.ended, Ended::Cleanly);
        std::fs::write(folder.path().join("run.json"), "{\"star").unwrap();
        assert_eq!(begin(5_000).1.ended, Ended::WithTheComputer);
    }

    #[test]
    fn the_last_sign_of_life_lies_between_the_two_starts() {
        let mark = Mark {
            started_at: 100,
            pid: 1,
            boot: None,
            stopping: false,
        };
        let check = |sign: Ms, expected: Option<Ms>| {
            let seen = look(Some(&mark), None, Vec::new(), Some(sign), 500);
            assert_eq!(seen.last_sign, expected, "{sign}");
        };
        check(50, None);
        check(300, Some(300));
        check(900, None);
    }
}
