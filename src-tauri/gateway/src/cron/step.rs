//! One step of the scheduler over its tables, in one transaction.
//!
//! Owns their order (walks.md, walk 2): missed slots, the slot that runs, waits or is left out, its
//! first attempt, the cursor. What is decided is decided by `due.rs`; whoever calls this begins the
//! turns it names.

use rusqlite::Connection;

use super::due::{Absence, Admission, Hindrance, admit, due};
use super::history::is_under_way;
use super::job_parts::{Missed, Overlap};
use super::slots::{self, Begun, SlotEnd};
use super::timetable::Timetable;
use crate::clock::Ms;
use crate::storage::StorageError;

/// A job as the scheduler sees it.
#[derive(Debug, Clone, Copy)]
pub struct Planned<'a> {
    /// Its id.
    pub id: &'a str,
    /// Of its schedule.
    pub hash: &'a str,
    /// When it runs.
    pub timetable: &'a Timetable,
    /// What it does with what passed.
    pub rules: Rules,
}

/// What a job does with slots that passed or meet its own run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Missed slots; `None` = as its rhythm says.
    pub missed: Option<Missed>,
    /// Slots during a run.
    pub overlap: Overlap,
}

/// What a step did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stepped {
    /// The run to begin.
    pub begin: Option<Begun>,
    /// When to look again, ms; `None` = never.
    pub next: Option<Ms>,
}

/// Considers what is due of a job at `now`. `hindrance` need not say whether the job runs: its
/// table does.
///
/// # Errors
/// When the tables can't be read or written.
pub fn step(
    connection: &Connection,
    job: &Planned<'_>,
    hindrance: &Hindrance,
    now: Ms,
    why: Absence,
) -> Result<Stepped, StorageError> {
    let considered = slots::cursor(connection, job.id, job.hash, now)?;
    let found = due(job.timetable, considered, now, job.rules.missed, why);
    let mut begin = None;
    if let Some(range) = &found.missed {
        slots::put_missed(connection, job.id, range)?;
    }
    if let Some(slot) = found.run {
        let running = runs(connection, job.id)?;
        let hindrance = Hindrance {
            running,
            ..hindrance.clone()
        };
        let absence = slot.catch_up.then(|| why.code());
        let put = |state: &str, reason: Option<&str>| {
            let late = (slot.late, absence);
            slots::put_slot(connection, job.id, slot.at, late, state, reason)
        };
        match admit(slot.at, now, job.rules.overlap, &hindrance) {
            Admission::Run => {
                if put("running", None)? {
                    supersede(connection, job.id, slot.at)?;
                    begin = Some(slots::put_run(connection, job.id, slot.at, now)?);
                }
            }
            Admission::Queue(_) => {
                if put("queued", None)? {
                    supersede(connection, job.id, slot.at)?;
                }
            }
            Admission::Skip(reason) => {
                put("skipped", Some(&reason))?;
            }
        }
    }
    if found.considered != considered {
        slots::move_cursor(connection, job.id, job.hash, found.considered)?;
    }
    Ok(Stepped {
        begin,
        next: found.next,
    })
}

/// Whether a job runs, for a slot or because somebody asked for it.
fn runs(connection: &Connection, job: &str) -> Result<bool, StorageError> {
    let slots = slots::in_state(connection, job, "running")?;
    Ok(!slots.is_empty() || is_under_way(connection, job)?)
}

/// A newer slot takes the place of those that still wait.
fn supersede(connection: &Connection, job: &str, by: Ms) -> Result<(), StorageError> {
    for waiting in slots::in_state(connection, job, "queued")? {
        if waiting != by {
            slots::set_state(connection, job, waiting, "skipped", Some("superseded"))?;
        }
    }
    Ok(())
}

/// Begins the slot of a job that waits, if nothing stands in its way any more.
///
/// # Errors
/// When the tables can't be read or written.
pub fn begin_waiting(
    connection: &Connection,
    job: &Planned<'_>,
    hindrance: &Hindrance,
    now: Ms,
) -> Result<Option<Begun>, StorageError> {
    let Some(slot) = slots::in_state(connection, job.id, "queued")?.pop() else {
        return Ok(None);
    };
    let hindrance = Hindrance {
        running: runs(connection, job.id)?,
        ..hindrance.clone()
    };
    match admit(slot, now, job.rules.overlap, &hindrance) {
        Admission::Run => {
            slots::set_state(connection, job.id, slot, "running", None)?;
            let begun = slots::put_run(connection, job.id, slot, now)?;
            if begun.attempt == 1 {
                slots::set_late(connection, job.id, slot, now - slot)?;
            }
            Ok(Some(begun))
        }
        // It waits for its own run, whatever the job does with slots that come now.
        Admission::Queue(_) => Ok(None),
        Admission::Skip(reason) if reason == "overlap" => Ok(None),
        Admission::Skip(reason) => {
            slots::set_state(connection, job.id, slot, "skipped", Some(&reason))?;
            Ok(None)
        }
    }
}

/// A run, with its job and its slot, that nothing alive holds: one that had changed nothing yet
/// waits for its next attempt as every slot that waits, any other is interrupted.
///
/// # Errors
/// When the tables can't be written.
pub(super) fn recover_run(
    connection: &Connection,
    (run, job, slot): (&str, &str, Ms),
    repeat: bool,
    now: Ms,
) -> Result<(), StorageError> {
    slots::end_run(connection, run, SlotEnd::Interrupted, Some("stopped"), now)?;
    match repeat {
        true => slots::set_state(connection, job, slot, "queued", Some("retry")),
        false => Ok(()),
    }
}

#[cfg(test)]
#[path = "simulation_tests.rs"]
mod simulation;
#[cfg(test)]
#[path = "step_tests.rs"]
mod tests;
