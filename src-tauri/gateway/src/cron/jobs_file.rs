//! `cron/jobs.json`: every job, in the field's shape.
//!
//! Owns reading it (also with comments, as a bare list, in older spellings), printing it, and one
//! record a job: of two with one id the newer stays. Touches no disk.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::job::Job;
use crate::config;

/// The newest shape known here.
pub const JOBS_VERSION: i64 = 1;

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Jobs {
    jobs: Vec<Arc<Job>>,
    /// Where each stands.
    places: HashMap<String, usize>,
    /// Everything beside the jobs, in its order.
    beside: Map<String, Value>,
    /// Entries of the list that are no objects; kept.
    strange: Vec<Value>,
}

/// How a file could be read.
#[derive(Debug, Clone, PartialEq)]
pub enum ReadJobs {
    /// All of it.
    Whole {
        /// The jobs.
        jobs: Jobs,
        /// Ids that stood there twice.
        doubled: Vec<String>,
    },
    /// It is of a newer program and is left alone.
    Newer(i64),
    /// It is not JSON, or no list of jobs.
    Damaged,
}

impl Jobs {
    /// Reads the bytes of a file.
    pub fn read(bytes: &[u8]) -> ReadJobs {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return ReadJobs::Damaged;
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let strict = serde_json::from_str(text).ok();
        match strict.or_else(|| config::parse_json5(text, "jobs.json").ok()) {
            Some(Value::Array(list)) => Self::of(Map::new(), list),
            Some(Value::Object(mut beside)) => {
                let version = beside.get("version").and_then(Value::as_i64).unwrap_or(1);
                if version > JOBS_VERSION {
                    return ReadJobs::Newer(version);
                }
                match beside.get_mut("jobs").map(Value::take) {
                    Some(Value::Array(list)) => Self::of(beside, list),
                    None | Some(Value::Null) if beside.len() <= 2 => Self::of(beside, Vec::new()),
                    _ => ReadJobs::Damaged,
                }
            }
            _ => ReadJobs::Damaged,
        }
    }

    fn of(beside: Map<String, Value>, list: Vec<Value>) -> ReadJobs {
        let mut read = Self {
            beside,
            ..Self::default()
        };
        let mut doubled = Vec::new();
        for written in list {
            match Job::read(&written) {
                Some(job) if read.get(&job.id).is_some() => {
                    doubled.push(job.id.clone());
                    read.take_newer(job);
                }
                Some(job) => read.put(job),
                None => read.strange.push(written),
            }
        }
        ReadJobs::Whole {
            jobs: read,
            doubled,
        }
    }

    fn take_newer(&mut self, job: Job) {
        let held = self.get(&job.id);
        if held.is_some_and(|held| held.updated_at < job.updated_at) {
            self.put(job);
        }
    }

    /// The file. `states` are what the scheduler tells of its jobs, for other programs to read.
    pub fn print(&self, states: &HashMap<String, Map<String, Value>>) -> Vec<u8> {
        let jobs = self.jobs.iter().map(|job| {
            let mut record = job.record().clone();
            if let Some(state) = states.get(&job.id) {
                let mut held = match record.get("state") {
                    Some(Value::Object(held)) => held.clone(),
                    _ => Map::new(),
                };
                held.extend(state.clone());
                record.insert("state".to_owned(), Value::Object(held));
            }
            Value::Object(record)
        });
        let list = jobs.chain(self.strange.iter().cloned()).collect();
        let mut file = self.beside.clone();
        if !file.contains_key("version") {
            file.shift_insert(0, "version".to_owned(), JOBS_VERSION.into());
        }
        file.insert("jobs".to_owned(), Value::Array(list));
        format!("{:#}", Value::Object(file)).into_bytes()
    }

    /// Every job, in the order of the file.
    pub fn all(&self) -> &[Arc<Job>] {
        &self.jobs
    }

    /// A job by its id.
    pub fn get(&self, id: &str) -> Option<&Job> {
        self.shared(id).map(Arc::as_ref)
    }

    /// The same, to be held on to.
    pub fn shared(&self, id: &str) -> Option<&Arc<Job>> {
        self.jobs.get(*self.places.get(id)?)
    }

    /// Every job by itself, in the order of the file.
    pub fn owned(&self) -> Vec<Job> {
        self.jobs.iter().map(|job| Job::clone(job)).collect()
    }

    /// Puts a job in the place of the one of its id, or at the end.
    pub fn put(&mut self, job: Job) {
        let place = self.places.get(&job.id).copied();
        match place.and_then(|place| self.jobs.get_mut(place)) {
            Some(held) => *held = Arc::new(job),
            None => {
                self.places.insert(job.id.clone(), self.jobs.len());
                self.jobs.push(Arc::new(job));
            }
        }
    }

    /// Takes a job away.
    pub fn remove(&mut self, id: &str) -> Option<Job> {
        let at = self.places.remove(id)?;
        for place in self.places.values_mut().filter(|place| **place > at) {
            *place -= 1;
        }
        Some(Arc::unwrap_or_clone(self.jobs.remove(at)))
    }

    /// What differs from `before`.
    pub fn since(&self, before: &Self) -> JobsChange {
        let mut change = JobsChange::default();
        for job in &self.jobs {
            match before.get(&job.id) {
                None => change.added.push(job.id.clone()),
                Some(held) if held.record() == job.record() => {}
                Some(held) => {
                    if held.schedule_hash() != job.schedule_hash() || held.enabled != job.enabled {
                        change.rescheduled.push(job.id.clone());
                    }
                    if without_state(held) != without_state(job) {
                        change.changed.push(job.id.clone());
                    }
                }
            }
        }
        let gone = before.jobs.iter().filter(|job| self.get(&job.id).is_none());
        change.removed = gone.map(|job| job.id.clone()).collect();
        change
    }
}

fn without_state(job: &Job) -> Map<String, Value> {
    let mut record = job.record().clone();
    record.shift_remove("state");
    record
}

/// What an edit did, by ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobsChange {
    /// New jobs.
    pub added: Vec<String>,
    /// Jobs of which anything but the state differs.
    pub changed: Vec<String>,
    /// Of those, the ones whose slots are counted from now on: another schedule, or switched on or
    /// off.
    pub rescheduled: Vec<String>,
    /// Jobs that are gone.
    pub removed: Vec<String>,
}

impl JobsChange {
    /// Nothing differs but states.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}
