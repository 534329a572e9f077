//! A job as the scheduler sees it: when it runs and by which rules.
//!
//! Owns nothing; decides from the job alone.

use std::sync::Arc;

use crate::clock::Ms;
use crate::cron::due::missed_policy;
use crate::cron::edit::timetable;
use crate::cron::job::Job;
use crate::cron::job_parts::{Missed, Overlap, SessionTarget};
use crate::cron::step::Rules;
use crate::cron::timetable::Timetable;

/// A job and when it runs.
#[derive(Clone)]
pub(super) struct Plan {
    pub job: Job,
    pub hash: String,
    pub timetable: Arc<Timetable>,
    pub rules: Rules,
    /// Not before, ms; `None` = never by itself.
    pub next: Option<Ms>,
    /// A slot of it waits.
    pub waits: bool,
}

/// When it runs; `None` = it can't.
pub(super) fn planned(job: &Job, hash: &str, now: Ms, host: &str) -> Option<Plan> {
    let timetable = timetable(job, host)?;
    Some(Plan {
        rules: rules(job, &timetable, now),
        job: job.clone(),
        hash: hash.to_owned(),
        timetable: Arc::new(timetable),
        // Its cursor decides.
        next: Some(now),
        waits: false,
    })
}

/// What becomes of its slots that can't run at their time.
pub(in crate::cron) fn rules(job: &Job, timetable: &Timetable, now: Ms) -> Rules {
    let usual = || match &job.schedule {
        Ok(schedule) => missed_policy(schedule, timetable.from(now)),
        Err(_) => Missed::Skip,
    };
    Rules {
        missed: job.missed.unwrap_or_else(usual),
        overlap: match job.target {
            SessionTarget::Main => Overlap::Replace,
            _ => job.overlap,
        },
    }
}
