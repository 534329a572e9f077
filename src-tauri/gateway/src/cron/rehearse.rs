//! What jobs would do from now on: the scheduler's own steps over a copy of its tables.
//!
//! Owns letting each run end at once, so that the next slot finds it done. Starts no turn.

use rusqlite::{Connection, params};

use super::conclude::{failures, wait_after_failure};
use super::due::Absence;
use super::edit::timetable;
use super::job::Job;
use super::schedule::Schedule;
use super::scheduler::{StartTurn, held, rules};
use super::slots::{self, SlotEnd};
use super::step::{Planned, Rules, step};
use super::timetable::Timetable;
use crate::clock::Ms;
use crate::storage::StorageError;

/// What becomes of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Foreseen {
    /// It runs.
    Runs,
    /// It does not.
    Left {
        /// `missed` or `skipped`.
        state: String,
        /// Why.
        reason: String,
        /// How many in a row.
        count: u64,
    },
}

/// A slot of the rehearsal.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeseenSlot {
    /// The job.
    pub job: Job,
    /// When it was to run, ms.
    pub slot: Ms,
    /// What becomes of it.
    pub what: Foreseen,
}

struct Plan {
    job: Job,
    hash: String,
    timetable: Timetable,
    rules: Rules,
    next: Option<Ms>,
}

/// Jobs on a fast clock.
pub struct Rehearsal {
    plans: Vec<Plan>,
    /// What runs at the moment has ended.
    free: bool,
}

impl Rehearsal {
    /// Those of these jobs that run by themselves; `host` is the computer's zone.
    pub fn new(jobs: &[Job], now: Ms, host: &str) -> Self {
        let plans = jobs.iter().filter(|job| job.enabled && job.can_run());
        let plans = plans.filter_map(|job| {
            let timetable = timetable(job, host)?;
            Some(Plan {
                rules: rules(job),
                hash: job.schedule_hash(),
                job: job.clone(),
                timetable,
                // Its cursor decides.
                next: Some(now),
            })
        });
        Self {
            plans: plans.collect(),
            free: false,
        }
    }

    /// When something is due next, ms.
    pub fn next(&self) -> Option<Ms> {
        self.plans.iter().filter_map(|plan| plan.next).min()
    }

    /// Lets the clock be at `now` (ms). `copy` are the tables, never the live ones; `spent` says
    /// whether the allowance is used up then.
    ///
    /// # Errors
    /// When the tables can't be read or written.
    pub fn step(
        &mut self,
        copy: &Connection,
        starter: &dyn StartTurn,
        now: Ms,
        spent: bool,
    ) -> Result<Vec<ForeseenSlot>, StorageError> {
        if !std::mem::replace(&mut self.free, true) {
            slots::end_all(copy, now)?;
        }
        let mut found = Vec::new();
        for plan in &mut self.plans {
            if plan.next.is_none_or(|next| next > now) {
                continue;
            }
            let job = &plan.job;
            let mut hindrance = starter.hindrance(copy, job, now)?;
            hindrance.hold = hindrance.hold.or(held(copy, &job.id, now)?);
            hindrance.allowance = spent && job.asks_model();
            let failed = failures(copy, &job.id)?;
            let once = matches!(job.schedule, Ok(Schedule::At { .. }));
            let waits = wait_after_failure(copy, &job.id, failed)?;
            hindrance.backoff_until = waits.filter(|_| !once);
            let view = Planned {
                id: &job.id,
                hash: &plan.hash,
                timetable: &plan.timetable,
                rules: plan.rules,
            };
            let before = slots::cursor(copy, view.id, view.hash, now)?;
            let stepped = step(copy, &view, &hindrance, now, Absence::Late)?;
            let left = left(copy, &job.id, before)?;
            found.extend(left.into_iter().map(|(slot, what)| ForeseenSlot {
                job: job.clone(),
                slot,
                what,
            }));
            if let Some(begun) = stepped.begin {
                slots::end_run(copy, &begun.run, SlotEnd::Done, None, now)?;
                found.push(ForeseenSlot {
                    job: job.clone(),
                    slot: begun.slot,
                    what: Foreseen::Runs,
                });
            }
            plan.next = stepped.next.filter(|next| *next > now);
        }
        Ok(found)
    }
}

/// Slots behind `before` that did not run.
fn left(copy: &Connection, job: &str, before: Ms) -> Result<Vec<(Ms, Foreseen)>, StorageError> {
    let mut query = copy.prepare_cached(
        "SELECT slot_at, state, coalesce(reason, ''), count FROM slots
         WHERE job_id = ?1 AND slot_at > ?2 AND state IN ('missed','skipped') ORDER BY slot_at",
    )?;
    let rows = query.query_map(params![job, before], |row| {
        let what = Foreseen::Left {
            state: row.get(1)?,
            reason: row.get(2)?,
            count: u64::try_from(row.get::<_, i64>(3)?).unwrap_or(0),
        };
        Ok((row.get(0)?, what))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
