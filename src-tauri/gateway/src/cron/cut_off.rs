//! Runs that a kill cut off: what they are known to have done, and that their person is asked.
//!
//! Owns which of them wait for an answer (`runs.asks`): until the job is run again by hand, or they
//! are left as they are.

use rusqlite::{Connection, params};

use super::conclude::{Ended, conclude};
use super::job::Job;
use super::slots::{Begun, SlotEnd};
use crate::clock::Ms;
use crate::error::{Problem, params as told};
use crate::storage::{StorageError, Tx};

/// The code of such an end.
const CODE: &str = "job-cut-off";
/// So many things are named.
const MOST: usize = 8;

/// What a run that was cut off is known to have done: files by their paths, else tools.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Did {
    /// A tool had answered that it did.
    pub done: Vec<String>,
    /// It was begun: whether it happened nobody knows.
    pub unsure: Vec<String>,
    /// Nobody can tell: what it wrote can't be read.
    pub lost: bool,
}

impl Did {
    fn problem(&self) -> Problem {
        let state = match (self.lost, self.done.is_empty(), self.unsure.is_empty()) {
            (true, ..) => "lost",
            (_, true, true) => "nothing",
            (_, false, true) => "done",
            (_, true, false) => "unsure",
            (_, false, false) => "both",
        };
        let named = |names: &[String]| {
            let mut all: Vec<&str> = names.iter().take(MOST).map(String::as_str).collect();
            all.extend((names.len() > MOST).then_some("…"));
            all.join(", ")
        };
        let values = [
            ("state", state.into()),
            ("done", named(&self.done).into()),
            ("unsure", named(&self.unsure).into()),
        ];
        Problem::with(CODE, told(values))
    }
}

/// A job whose run was cut off.
#[derive(Debug, Clone, PartialEq)]
pub struct CutOff {
    /// The job.
    pub job: String,
    /// The newest such run.
    pub run: String,
    /// When that began, ms.
    pub started: Ms,
    /// What it is known to have done, in a sentence.
    pub why: Problem,
    /// How many there are of this job.
    pub count: u64,
}

/// Ends a run that a kill cut off, and has its person asked.
pub(super) fn cut_off(
    tx: &Tx<'_>,
    job: &Job,
    begun: &Begun,
    did: &Did,
    now: Ms,
) -> Result<(), StorageError> {
    let ended = Ended {
        end: SlotEnd::Interrupted,
        problem: Some(did.problem()),
        passing: false,
        summary: None,
        session_id: None,
        file_access: None,
        delivery: "none",
    };
    if conclude(tx, job, begun, &ended, now)?.is_some() {
        tx.execute("UPDATE runs SET asks = 1 WHERE id = ?1", [&begun.run])?;
    }
    Ok(())
}

/// Jobs whose person is asked, the newest run first.
///
/// # Errors
/// When the tables can't be read.
pub fn cut_off_jobs(connection: &Connection) -> Result<Vec<CutOff>, StorageError> {
    let mut select = connection.prepare_cached(
        "SELECT job_id, id, max(started), count(*),
                (SELECT reason FROM activity WHERE id = 'job:' || runs.id)
         FROM runs WHERE asks = 1 GROUP BY job_id ORDER BY 3 DESC",
    )?;
    let rows = select.query_map([], |row| {
        let why: Option<String> = row.get(4)?;
        let why = why.and_then(|why| serde_json::from_str(&why).ok());
        Ok(CutOff {
            job: row.get(0)?,
            run: row.get(1)?,
            started: row.get(2)?,
            count: u64::try_from(row.get::<_, i64>(3)?).unwrap_or(0),
            // Its record is not kept any more.
            why: why.unwrap_or_else(|| {
                let lost = Did {
                    lost: true,
                    ..Did::default()
                };
                lost.problem()
            }),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Nobody is asked about the runs of this job any more. Answers which those were.
///
/// # Errors
/// When the table can't be written.
pub fn settle_cut_off(connection: &Connection, job: &str) -> Result<Vec<String>, StorageError> {
    let mut settle = connection
        .prepare_cached("UPDATE runs SET asks = 0 WHERE job_id = ?1 AND asks = 1 RETURNING id")?;
    let runs = settle.query_map([job], |row| row.get(0))?;
    Ok(runs.collect::<Result<_, _>>()?)
}

/// Their person is asked about these runs again; `false` = they are not kept any more.
///
/// # Errors
/// When the table can't be written.
pub fn ask_cut_off(connection: &Connection, runs: &[String]) -> Result<bool, StorageError> {
    let mut asked = 0;
    for run in runs {
        asked += connection
            .prepare_cached("UPDATE runs SET asks = 1 WHERE id = ?1 AND state = 'interrupted'")?
            .execute(params![run])?;
    }
    Ok(asked > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_run_has_done_is_told_as_far_as_it_is_known() {
        let check = |done: &[&str], unsure: &[&str], expected: [&str; 3]| {
            let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            let did = Did {
                done: own(done),
                unsure: own(unsure),
                lost: false,
            };
            let problem = did.problem();
            let found = ["state", "done", "unsure"]
                .map(|name| problem.params[name].as_str().unwrap_or_default().to_owned());
            assert_eq!(found, expected, "{done:?} {unsure:?}");
        };
        check(&[], &[], ["nothing", "", ""]);
        check(&["a.md", "b.md"], &[], ["done", "a.md, b.md", ""]);
        check(&[], &["message"], ["unsure", "", "message"]);
        check(&["a.md"], &["message"], ["both", "a.md", "message"]);
        let many = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
        check(&many, &[], ["done", "1, 2, 3, 4, 5, 6, 7, 8, …", ""]);
    }
}
