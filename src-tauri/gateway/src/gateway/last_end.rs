//! How the last run ended: looked at before anything is opened, told once everything is.
//!
//! Owns putting together what [`crate::crash`] keeps with what the recovery found. That nobody
//! could tell never keeps a gateway from starting.

use std::path::PathBuf;
use std::sync::Arc;

use super::host::Host;
use super::logs::{log_files, newest_lines};
use super::{BUILD, Options};
use crate::activity::{Kind, Record, record};
use crate::clock::{Ms, SharedClock, SystemClock};
use crate::crash::{
    Ended, Interrupted, Notice, NoticeKind, Run, Seen, Watched, keep, watch_panics,
};
use crate::error::{Problem, params};
use crate::secret::Redactor;
use crate::storage::{StateDir, StorageError};

/// Lines of the log that go into a report.
const LINES: usize = 40;

/// The run that begins, and what it found.
pub(super) struct LastEnd {
    run: Option<Run>,
    seen: Option<Seen>,
    /// It is no new start but the next try after a failure of this process.
    again: bool,
}

impl LastEnd {
    /// Looks, marks the new run, and reports panics from here on.
    pub(super) fn look(state: &StateDir, clock: &SharedClock, again: bool) -> Self {
        watch(folders(state), clock, Redactor::default());
        let mut signs = vec![state.db(), state.db().with_extension("db-wal")];
        signs.extend(log_files(&state.logs()).unwrap_or_default().pop());
        match Run::begin(&state.crashes(), &signs, clock.now_ms()) {
            Ok((run, seen)) => Self {
                run: Some(run),
                seen: Some(seen),
                again,
            },
            Err(error) => {
                tracing::error!(%error, "how the last run ended can't be told");
                Self {
                    run: None,
                    seen: None,
                    again,
                }
            }
        }
    }

    /// Tells, once it is known what was cut off.
    pub(super) async fn tell(
        &mut self,
        host: &Host,
        interrupted: Interrupted,
    ) -> Result<(), StorageError> {
        let redactor = host.parts.redactor.clone();
        watch(folders(&host.state), &host.parts.clock, redactor);
        let Some(seen) = self.seen.take() else {
            return Ok(());
        };
        // A home that was carried here brings the mark of another computer.
        if host.state.moved() {
            return Ok(());
        }
        let now = host.now();
        let told = told(&seen, self.again.then(|| newest_report(&host.state)), now);
        let Some(told) = told else { return Ok(()) };
        if let Some(kind) = told.kind {
            let notice = Notice {
                kind,
                found_at: now,
                at: told.at,
                report: told.report.clone(),
                interrupted,
            };
            keep(&host.state.crashes(), &notice)?;
        }
        let mut entry = Record::new(
            format!("run-end:{now}"),
            told.at.unwrap_or(now),
            Kind::Recovery,
            told.outcome,
        )
        .with("messages", interrupted.messages)
        .with("unknown", interrupted.unknown)
        .with("beats", interrupted.beats);
        if let Some(report) = &told.report {
            let told = params([("report", report.as_str().into())]);
            entry = entry
                .about(report)
                .because(Problem::with("crash-report", told));
        }
        host.db().write(move |tx| record(tx, &entry)).await
    }

    /// Somebody asked for the end.
    pub(super) fn stopping(&mut self) {
        let marked = self.run.as_mut().map(Run::stopping);
        if let Some(Err(error)) = marked {
            tracing::warn!(%error, "the end is not marked");
        }
    }

    /// It has stopped.
    pub(super) fn ended(&self) {
        if let Some(Err(error)) = self.run.as_ref().map(Run::ended) {
            tracing::warn!(%error, "the mark of this run stays");
        }
    }
}

/// Reports panics of this process from its first moment, where its home is there already.
pub fn report_panics(options: &Options) {
    let root = StateDir::locate(options.state_dir.clone());
    let folders = (root.join("crashes"), root.join("logs"));
    // The gateway's own clock comes with the gateway.
    watch(folders, &SystemClock::shared(), Redactor::default());
}

fn watch((folder, logs): (PathBuf, PathBuf), clock: &SharedClock, redactor: Redactor) {
    watch_panics(Watched {
        folder,
        build: BUILD,
        clock: Arc::clone(clock),
        redactor,
        log: Arc::new(move || {
            newest_lines(&logs, LINES).map_or_else(|_| Vec::new(), |(lines, _)| lines)
        }),
    });
}

fn folders(state: &StateDir) -> (PathBuf, PathBuf) {
    (state.crashes(), state.logs())
}

fn newest_report(state: &StateDir) -> Option<(String, Ms)> {
    let newest = crate::crash::reports(&state.crashes())
        .ok()?
        .into_iter()
        .next()?;
    Some((newest.id, newest.at))
}

/// What is told of an end.
#[derive(Debug, PartialEq, Eq)]
struct ToldEnd {
    outcome: &'static str,
    /// `None` = only Activity has it.
    kind: Option<NoticeKind>,
    at: Option<Ms>,
    report: Option<String>,
}

/// `again`: a part failed and the gateway is started again in place, with the report of it.
fn told(seen: &Seen, again: Option<Option<(String, Ms)>>, now: Ms) -> Option<ToldEnd> {
    if let Some(report) = again {
        let (report, at) = report.map_or((None, now), |(id, at)| (Some(id), at));
        return Some(ToldEnd {
            outcome: "restarted",
            kind: Some(NoticeKind::Restarted),
            at: Some(at),
            report,
        });
    }
    match &seen.ended {
        Ended::Cleanly => None,
        Ended::Failed(report) => Some(ToldEnd {
            outcome: "crashed",
            kind: Some(NoticeKind::Stopped),
            at: Some(report.at),
            report: Some(report.id.clone()),
        }),
        Ended::Silently => Some(ToldEnd {
            outcome: "cut-off",
            kind: Some(NoticeKind::Silent),
            at: seen.last_sign,
            report: None,
        }),
        Ended::WithTheComputer => Some(ToldEnd {
            outcome: "with-computer",
            kind: None,
            at: seen.last_sign,
            report: None,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crash::Report;

    fn check(ended: Ended, expected: Option<(&'static str, Option<NoticeKind>)>) {
        let seen = Seen {
            ended,
            last_sign: None,
            reports: Vec::new(),
        };
        let told = told(&seen, None, 5_000).map(|told| (told.outcome, told.kind));
        assert_eq!(told, expected);
    }

    #[test]
    fn a_notice_comes_only_where_cove_itself_ended() {
        let report = Report {
            id: "r".into(),
            at: 7,
            fatal: true,
        };
        check(Ended::Cleanly, None);
        check(
            Ended::Failed(report),
            Some(("crashed", Some(NoticeKind::Stopped))),
        );
        check(Ended::Silently, Some(("cut-off", Some(NoticeKind::Silent))));
        check(Ended::WithTheComputer, Some(("with-computer", None)));
    }

    #[test]
    fn a_restart_in_place_names_its_report() {
        let seen = Seen {
            ended: Ended::Cleanly,
            last_sign: None,
            reports: Vec::new(),
        };
        let found = told(&seen, Some(Some(("r".into(), 7))), 5_000);
        let expected = ToldEnd {
            outcome: "restarted",
            kind: Some(NoticeKind::Restarted),
            at: Some(7),
            report: Some("r".into()),
        };
        assert_eq!(found, Some(expected));
        assert_eq!(
            told(&seen, Some(None), 5_000).map(|told| told.at),
            Some(Some(5_000))
        );
    }
}
