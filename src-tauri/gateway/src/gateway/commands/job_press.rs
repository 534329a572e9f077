//! The buttons under what a person is told of a paused job: why, resume, run again.
//!
//! Owns what they do. Looking changes nothing; resuming counts once, since a hold is lifted once;
//! running again counts once, since the run is named after the button.

use rusqlite::OptionalExtension;

use super::super::host::Host;
use crate::activity::{Kind, Record, Scope, clear_hold, record};
use crate::channel::ButtonPress;
use crate::clock::Ms;
use crate::cron::{ByHand, Job, count_from, name_of_job, was_begun};
use crate::error::{Params, Problem, params};
use crate::storage::{StorageError, Tx};
use crate::words::{Language, Words};

/// Most characters a channel shows beside a button.
const MOST: usize = 190;

/// A pressed button of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum JobPress {
    /// Why did it fail?
    Why(String),
    /// It goes on.
    Resume(String),
    /// It runs once, now; paused it stays.
    Again(String),
}

/// What had to happen before the transaction of a press.
#[derive(Debug, Default)]
pub(super) struct JobBefore {
    /// The job, if there still is one.
    job: Option<Job>,
    /// What came of running it.
    run: Option<JobTold>,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum JobTold {
    /// Its last failure.
    Why(Option<Problem>),
    /// Whether it was paused, with its name.
    Resumed(Option<String>),
    /// It runs, with its name.
    Runs(String),
    /// This button had it run before.
    RanBefore,
    /// It can't run now.
    CantRun(Problem),
}

impl JobPress {
    /// Reads a button's data.
    pub fn read(data: &str) -> Option<Self> {
        let (what, job) = data.split_once(':')?;
        let job = job.to_owned();
        match what {
            "job-why" => Some(Self::Why(job)),
            "job-resume" => Some(Self::Resume(job)),
            "job-again" => Some(Self::Again(job)),
            _ => None,
        }
    }

    /// What the scheduler has to do with it. A run is begun before the press is kept: after a kill
    /// the channel hands the press over again, and the run is found by its name.
    pub async fn before(
        &self,
        host: &Host,
        press: &ButtonPress,
    ) -> Result<JobBefore, StorageError> {
        let (Self::Why(id) | Self::Resume(id) | Self::Again(id)) = self;
        let mut before = JobBefore {
            job: host.parts.jobs.get(id).await.ok(),
            run: None,
        };
        if let Self::Again(_) = self {
            before.run = Some(again(host, press, id, before.job.as_ref()).await?);
        }
        Ok(before)
    }

    /// Does what belongs into the transaction of the press.
    pub fn carry_out(
        self,
        tx: &Tx<'_>,
        press: &str,
        before: JobBefore,
        now: Ms,
    ) -> Result<JobTold, StorageError> {
        match self {
            Self::Why(job) => Ok(JobTold::Why(last_failure(tx, &job)?)),
            Self::Again(_) => Ok(before.run.unwrap_or(JobTold::RanBefore)),
            Self::Resume(job) => {
                let name = name_of_job(tx, &job)?.unwrap_or_else(|| job.clone());
                if clear_hold(tx, &Scope::Job(job.clone()))?.is_none() {
                    return Ok(JobTold::Resumed(None));
                }
                if let Some(job) = &before.job {
                    count_from(tx, job, now)?;
                }
                let told = Record::new(format!("press:{press}"), now, Kind::Job, "resumed");
                record(tx, &told.about(&job).with("name", name.clone()))?;
                Ok(JobTold::Resumed(Some(name)))
            }
        }
    }
}

/// Has it run, once for this button.
async fn again(
    host: &Host,
    press: &ButtonPress,
    id: &str,
    job: Option<&Job>,
) -> Result<JobTold, StorageError> {
    let message = press.message_id.as_deref().unwrap_or(&press.id);
    let run = format!("{id}!press:{}:{message}", press.route.peer);
    let asked = run.clone();
    let begun = host.db().read(move |tables| was_begun(tables, &asked));
    if begun.await? {
        return Ok(JobTold::RanBefore);
    }
    let wish = ByHand {
        job: id.to_owned(),
        run,
        force: true,
    };
    Ok(match host.parts.jobs.run(wish).await {
        Ok(()) => JobTold::Runs(job.map_or(id, |job| job.name.as_str()).to_owned()),
        Err(problem) => JobTold::CantRun(problem),
    })
}

impl JobTold {
    /// In words.
    pub fn said(self, words: &Words, language: Language) -> String {
        let (key, told) = match self {
            Self::Why(Some(problem)) => {
                let why = words.explain(language, &problem);
                let why: String = why.chars().take(MOST).collect();
                ("job-press-why", params([("why", why.into())]))
            }
            Self::Why(None) => ("job-press-unknown", Params::new()),
            Self::Resumed(Some(name)) => ("job-press-resumed", params([("name", name.into())])),
            Self::Resumed(None) => ("job-press-not-paused", Params::new()),
            Self::Runs(name) => ("job-press-runs", params([("name", name.into())])),
            Self::RanBefore => ("job-press-ran", Params::new()),
            Self::CantRun(problem) => {
                let why = words.explain(language, &problem);
                let why: String = why.chars().take(MOST).collect();
                ("job-press-why", params([("why", why.into())]))
            }
        };
        words.text(language, key, &told)
    }
}

fn last_failure(tx: &Tx<'_>, job: &str) -> Result<Option<Problem>, StorageError> {
    let reason: Option<Option<String>> = tx
        .query_row(
            "SELECT reason FROM activity WHERE kind = 'job' AND ref = ?1 AND outcome = 'failed'
             ORDER BY at DESC LIMIT 1",
            [job],
            |row| row.get(0),
        )
        .optional()?;
    let reason = reason.flatten();
    Ok(reason
        .map(|reason| serde_json::from_str(&reason))
        .transpose()?)
}
