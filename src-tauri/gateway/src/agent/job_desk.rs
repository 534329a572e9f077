//! Jobs as they are changed: by a person's request or by the agent's own tool.
//!
//! Owns the order of a change (the file, then what follows in the tables with its record and undo)
//! and the bounds of what an agent may set by itself (design.md §7).

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::activity::{Inverse, Kind, Record, StoredUndo, add_undo, record};
use crate::clock::{Ms, SharedClock, local_minute};
use crate::config::ConfigStore;
use crate::cron::{
    Job, JobBook, JobEdit, JobEdited, definition, describe, edit, follow, timetable,
};
use crate::error::{Problem, params};
use crate::event::{Events, Subject};
use crate::session::{SessionKey, SessionStore};
use crate::storage::Db;
use crate::words::{Language, Words};

/// Jobs an agent may have made.
const MOST_JOBS: usize = 20;
/// Runs within a day that an agent may plan.
const MOST_A_DAY: usize = 24;
/// Runs looked at to tell that.
const LOOKED_AT: usize = 400;
const DAY: Ms = 86_400_000;

/// The jobs and what a change of them touches; cheap to clone.
#[derive(Clone)]
pub struct JobDesk {
    /// The jobs.
    pub book: JobBook,
    /// The tables.
    pub db: Db,
    /// The time.
    pub clock: SharedClock,
    /// Facts.
    pub events: Events,
    /// Conversations.
    pub sessions: Arc<SessionStore>,
    /// Settings.
    pub config: ConfigStore,
    /// Sentences.
    pub words: Words,
}

impl JobDesk {
    /// Makes a change and writes its record, of this id, with what takes it back. Nothing is written
    /// where nothing is different.
    ///
    /// # Errors
    /// A mistake with its field, `job-unknown`, or when files and tables can't be written.
    pub async fn change(
        &self,
        change: JobEdit,
        record_id: String,
        outcome: &'static str,
    ) -> Result<(JobEdited, Option<StoredUndo>), Problem> {
        let (now, zone) = (self.clock.now_ms(), self.clock.zone());
        let edited = self
            .book
            .with(move |store| edit(store, change, now, &zone))
            .await?;
        if edited.is_nothing() {
            return Ok((edited, None));
        }
        let told = Record::new(record_id, now, Kind::Job, outcome)
            .about(&edited.id)
            .with("name", edited.name().to_owned());
        let inverse = Inverse::RestoreJob {
            id: edited.id.clone(),
            before: edited.before.as_ref().map(definition),
            after: edited.after.as_ref().map(definition),
        };
        let label = Problem::with(&format!("undo-job-{outcome}"), told.params.clone());
        let follows = edited.clone();
        let undo = self.db.write(move |tx| {
            let (before, after) = (follows.before.as_ref(), follows.after.as_ref());
            follow(tx, &follows.id, before, after, now)?;
            record(tx, &told)?;
            add_undo(tx, &told.id, now, &inverse, label)
        });
        let undo = undo.await?;
        let about = Some(edited.id.clone());
        for (subject, about) in [
            (Subject::Jobs, about),
            (Subject::Activity, None),
            (Subject::Status, None),
        ] {
            self.events.changed(subject, about);
        }
        Ok((edited, Some(undo)))
    }

    /// The jobs an agent has made, or all of its own where `made` is false.
    ///
    /// # Errors
    /// When the file can't be read.
    pub(super) async fn of_agent(&self, agent: &str, made: bool) -> Result<Vec<Job>, Problem> {
        let mut jobs = self.book.all().await?;
        let default = self.config.current().default_agent().to_owned();
        jobs.retain(|job| match made {
            true => job.made_by.as_deref() == Some(agent),
            false => job.agent_id.as_deref().unwrap_or(&default) == agent,
        });
        Ok(jobs)
    }

    /// Refuses what an agent may not plan by itself.
    ///
    /// # Errors
    /// `job-agent-many`, `job-agent-often`.
    pub(super) async fn within_bounds(
        &self,
        agent: &str,
        id: &str,
        schedule: &Value,
    ) -> Result<(), Problem> {
        let made = self.of_agent(agent, true).await?;
        if made.iter().filter(|job| job.id != id).count() >= MOST_JOBS {
            let most = params([("most", MOST_JOBS.into())]);
            return Err(Problem::with("job-agent-many", most));
        }
        let now = self.clock.now_ms();
        let planned = json!({"id": "x", "createdAtMs": now, "schedule": schedule});
        let times = Job::read(&planned).and_then(|job| timetable(&job, &self.clock.zone()));
        let Some(times) = times else { return Ok(()) };
        let runs: Vec<Ms> = times.from(now).take(LOOKED_AT).collect();
        let often = runs
            .windows(MOST_A_DAY + 1)
            .any(|runs| runs[MOST_A_DAY] - runs[0] < DAY);
        match often {
            true => {
                let most = params([("most", MOST_A_DAY.into())]);
                Err(Problem::with("job-agent-often", most))
            }
            false => Ok(()),
        }
    }

    /// Where a job goes that was asked for in this conversation: back there.
    pub(super) fn back_to(&self, key: &SessionKey) -> Value {
        let record = self.sessions.record(key).unwrap_or_default();
        let text = |name: &str| record.text(name).filter(|text| !text.is_empty());
        match (text("lastChannel"), text("lastTo")) {
            (Some("telegram"), Some(to)) => {
                let topic = text("lastThreadId").map(|topic| format!(":topic:{topic}"));
                let mut delivery = Map::new();
                delivery.insert("mode".to_owned(), "announce".into());
                delivery.insert("channel".to_owned(), "telegram".into());
                let to = format!("{to}{}", topic.unwrap_or_default());
                delivery.insert("to".to_owned(), to.into());
                if let Some(account) = text("lastAccountId") {
                    delivery.insert("accountId".to_owned(), account.into());
                }
                Value::Object(delivery)
            }
            _ => json!({"mode": "announce", "channel": "desktop"}),
        }
    }

    /// The person's zone.
    pub(super) fn zone(&self) -> String {
        let config = self.config.current();
        let own = config.user_timezone().map(str::to_owned);
        own.unwrap_or_else(|| self.clock.zone())
    }

    /// A job in one line for the model.
    pub(super) fn line(&self, job: &Job) -> String {
        let times = timetable(job, &self.clock.zone());
        let when = match (&job.schedule, &times) {
            (Ok(schedule), Some(times)) => {
                describe(schedule, times, &self.words, Language::English)
            }
            _ => "can't run here".to_owned(),
        };
        let next = times.filter(|_| job.enabled && job.can_run());
        let next = next.and_then(|times| times.next(self.clock.now_ms()));
        let next = next.map(|at| format!("next {}", local_minute(at, &self.zone())));
        let off = if job.enabled { "none ahead" } else { "off" };
        let maker = match &job.made_by {
            Some(_) => "",
            None => ", made by a person",
        };
        format!(
            "{}: {} | {when} | {}{maker}",
            job.id,
            job.name,
            next.as_deref().unwrap_or(off)
        )
    }
}
