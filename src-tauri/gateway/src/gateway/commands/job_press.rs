//! The buttons under what a person is told of a paused job: why, and resume.
//!
//! Owns what they do, in the transaction of the press. Looking changes nothing; resuming counts
//! once, since a hold is lifted once.

use rusqlite::OptionalExtension;

use crate::activity::{Kind, Record, Scope, clear_hold, record};
use crate::clock::Ms;
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
}

/// What is shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum JobTold {
    /// Its last failure.
    Why(Option<Problem>),
    /// Whether it was paused, with its name.
    Resumed(Option<String>),
}

impl JobPress {
    /// Reads a button's data.
    pub fn read(data: &str) -> Option<Self> {
        let why = data.strip_prefix("job-why:");
        let resume = data.strip_prefix("job-resume:");
        let why = why.map(|job| Self::Why(job.to_owned()));
        why.or_else(|| resume.map(|job| Self::Resume(job.to_owned())))
    }

    /// Does it.
    pub fn carry_out(self, tx: &Tx<'_>, press: &str, now: Ms) -> Result<JobTold, StorageError> {
        match self {
            Self::Why(job) => Ok(JobTold::Why(last_failure(tx, &job)?)),
            Self::Resume(job) => {
                let name = name_of(tx, &job)?;
                if clear_hold(tx, &Scope::Job(job.clone()))?.is_none() {
                    return Ok(JobTold::Resumed(None));
                }
                let told = Record::new(format!("press:{press}"), now, Kind::Job, "resumed");
                record(tx, &told.about(&job).with("name", name.clone()))?;
                Ok(JobTold::Resumed(Some(name)))
            }
        }
    }
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

fn name_of(tx: &Tx<'_>, job: &str) -> Result<String, StorageError> {
    let told: Option<String> = tx
        .query_row(
            "SELECT params FROM activity WHERE kind = 'job' AND ref = ?1 ORDER BY at DESC LIMIT 1",
            [job],
            |row| row.get(0),
        )
        .optional()?;
    let told = told
        .map(|told| serde_json::from_str::<Params>(&told))
        .transpose()?;
    let name = told.and_then(|told| told.get("name")?.as_str().map(str::to_owned));
    Ok(name.unwrap_or_else(|| job.to_owned()))
}
