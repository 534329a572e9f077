//! The jobs as the scheduler sees them: when each is due and which of them wait.
//!
//! Owns their order, so that a look costs what is due and not what there is. Decides from the jobs
//! and how far each was considered; reads no table.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::clock::Ms;
use crate::cron::edit::timetable;
use crate::cron::job::Job;
use crate::cron::job_parts::{Overlap, Payload, SessionTarget};
use crate::cron::step::Rules;
use crate::cron::timetable::Timetable;

/// A job and when it runs.
#[derive(Clone)]
pub(super) struct Plan {
    pub job: Arc<Job>,
    pub hash: Arc<str>,
    pub timetable: Arc<Timetable>,
    /// Not before, ms; `None` = never by itself.
    pub next: Option<Ms>,
    /// A slot of it waits, ms.
    pub waits: Option<Ms>,
}

/// Every job that runs by itself.
#[derive(Clone, Default)]
pub(super) struct Plans {
    by_id: HashMap<String, Plan>,
    order: BTreeSet<(Ms, String)>,
    waiting: BTreeSet<(Ms, String)>,
    /// Those that ask no model of their own and take nobody's place: an event waits to be read, and
    /// fixed words are sent at once.
    placeless: Arc<HashSet<String>>,
}

/// Jobs beside the plans of before.
pub(super) struct Sorted {
    /// Nothing about when they run is different.
    kept: Vec<Plan>,
    /// To be planned, each with its schedule's hash.
    pub fresh: Vec<(Arc<Job>, String)>,
    /// Jobs that run by themselves no more, and whether they are still in the list.
    pub gone: Vec<(Arc<Job>, bool)>,
}

impl Plans {
    /// Tells jobs that have to be planned from those that are.
    pub fn sort(mut self, jobs: &[Arc<Job>]) -> Sorted {
        let (mut kept, mut fresh) = (Vec::new(), Vec::new());
        for job in jobs.iter().filter(|job| job.enabled && job.can_run()) {
            let held = self.by_id.remove(&job.id);
            if let Some(held) = held.as_ref().filter(|held| Arc::ptr_eq(&held.job, job)) {
                kept.push(held.clone());
                continue;
            }
            let hash = job.schedule_hash();
            match held.filter(|held| *held.hash == hash) {
                Some(held) => kept.push(Plan {
                    job: Arc::clone(job),
                    ..held
                }),
                None => fresh.push((Arc::clone(job), hash)),
            }
        }
        // A job of another schedule is not gone: its cursor says from when it counts.
        let listed: HashSet<&str> = jobs.iter().map(|job| job.id.as_str()).collect();
        let gone = self.by_id.into_values().map(|plan| {
            let stays = listed.contains(plan.job.id.as_str());
            (plan.job, stays)
        });
        let gone = gone.collect();
        Sorted { kept, fresh, gone }
    }

    /// The job of this id.
    pub fn get(&self, id: &str) -> Option<&Plan> {
        self.by_id.get(id)
    }

    /// Every job, in no order.
    pub fn jobs(&self) -> impl Iterator<Item = &Arc<Job>> {
        self.by_id.values().map(|plan| &plan.job)
    }

    /// Those with a next slot, the earliest first.
    pub fn coming(&self) -> impl Iterator<Item = &Plan> {
        self.order.iter().filter_map(|(_, id)| self.by_id.get(id))
    }

    /// What is due at `now` (ms), the earliest first, and then what waits, the longest first.
    pub fn due(&self, now: Ms) -> Vec<Plan> {
        let due = self.coming();
        let due = due.take_while(|plan| plan.next.is_some_and(|next| next <= now));
        let waiting = self.waiting.iter();
        let waiting = waiting.filter_map(|(_, id)| self.by_id.get(id));
        let waiting = waiting.filter(|plan| plan.next.is_none_or(|next| next > now));
        due.chain(waiting).cloned().collect()
    }

    /// When something is due next, ms.
    pub fn earliest(&self) -> Option<Ms> {
        self.order.first().map(|(at, _)| *at)
    }

    /// Jobs whose runs take nobody's place.
    pub fn placeless(&self) -> Arc<HashSet<String>> {
        Arc::clone(&self.placeless)
    }

    /// A job was considered.
    pub fn note(&mut self, id: &str, next: Option<Ms>, waits: Option<Ms>) {
        let Some(mut plan) = self.take(id) else {
            return;
        };
        (plan.next, plan.waits) = (next, waits);
        self.put(plan);
    }

    /// A slot of a job waits now, ms.
    pub fn wait(&mut self, id: &str, slot: Ms) {
        if let Some(next) = self.get(id).map(|plan| plan.next) {
            self.note(id, next, Some(slot));
        }
    }

    /// A job runs by itself no more.
    pub fn take(&mut self, id: &str) -> Option<Plan> {
        let plan = self.by_id.remove(id)?;
        if let Some(next) = plan.next {
            self.order.remove(&(next, id.to_owned()));
        }
        if let Some(at) = plan.waits {
            self.waiting.remove(&(at, id.to_owned()));
        }
        Some(plan)
    }

    fn put(&mut self, plan: Plan) {
        let id = plan.job.id.clone();
        if let Some(next) = plan.next {
            self.order.insert((next, id.clone()));
        }
        if let Some(at) = plan.waits {
            self.waiting.insert((at, id.clone()));
        }
        self.by_id.insert(id, plan);
    }
}

impl Sorted {
    /// Plans them all. `cursors` are how far the fresh ones were considered, ms; of one that is not
    /// among them its cursor has yet to be decided, at `now`. `waiting` are those of which a slot
    /// waits, `host` is the computer's zone.
    pub fn planned(
        self,
        cursors: &HashMap<String, Ms>,
        waiting: &HashMap<String, Ms>,
        now: Ms,
        host: &str,
    ) -> Plans {
        let mut plans = Plans::default();
        self.kept.into_iter().for_each(|plan| plans.put(plan));
        for (job, hash) in self.fresh {
            let Some(timetable) = timetable(&job, host) else {
                continue;
            };
            let next = match cursors.get(&job.id) {
                Some(considered) => timetable.next(*considered),
                None => Some(now),
            };
            plans.put(Plan {
                waits: waiting.get(&job.id).copied(),
                hash: hash.into(),
                timetable: Arc::new(timetable),
                next,
                job,
            });
        }
        let placeless = plans.by_id.values();
        let placeless = placeless.filter(|plan| takes_no_place(&plan.job));
        plans.placeless = Arc::new(placeless.map(|plan| plan.job.id.clone()).collect());
        plans
    }
}

fn takes_no_place(job: &Job) -> bool {
    job.target == SessionTarget::Main || matches!(job.payload, Payload::Notify { .. })
}

/// What becomes of its slots that can't run at their time.
pub(in crate::cron) fn rules(job: &Job) -> Rules {
    Rules {
        missed: job.missed,
        overlap: match job.target {
            SessionTarget::Main => Overlap::Replace,
            _ => job.overlap,
        },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    const DAY: Ms = 86_400_000;

    fn job(id: &str, anchor: Ms) -> Arc<Job> {
        let job = Job::read(&json!({
            "id": id, "name": id, "createdAtMs": 1,
            "schedule": {"kind": "every", "everyMs": DAY, "anchorMs": anchor},
            "payload": {"kind": "notify", "text": "x"}, "delivery": {"mode": "announce"},
        }));
        Arc::new(job.unwrap())
    }

    fn plans(before: Plans, jobs: &[Arc<Job>], cursors: &[(&str, Ms)]) -> Plans {
        let cursors = cursors.iter().map(|(id, at)| ((*id).to_owned(), *at));
        let sorted = before.sort(jobs);
        sorted.planned(&cursors.collect(), &HashMap::new(), 5 * DAY, "UTC")
    }

    #[track_caller]
    fn check(plans: &Plans, now: Ms, due: &[&str], earliest: Option<Ms>) {
        let found = plans.due(now);
        let found: Vec<&str> = found.iter().map(|plan| plan.job.id.as_str()).collect();
        assert_eq!((found.as_slice(), plans.earliest()), (due, earliest));
    }

    #[test]
    fn what_is_due_comes_first_and_what_waits_is_asked_each_time() {
        let jobs = [job("a", 10), job("b", 20), job("c", 30)];
        let all = [("a", 5 * DAY), ("b", 5 * DAY), ("c", 5 * DAY)];
        let mut found = plans(Plans::default(), &jobs, &all);
        check(&found, 5 * DAY, &[], Some(5 * DAY + 10));
        check(&found, 5 * DAY + 25, &["a", "b"], Some(5 * DAY + 10));
        found.note("a", Some(6 * DAY + 10), None);
        found.note("c", Some(5 * DAY + 30), Some(4 * DAY));
        check(&found, 5 * DAY + 25, &["b", "c"], Some(5 * DAY + 20));
        found.note("b", None, None);
        check(&found, 5 * DAY + 35, &["c"], Some(5 * DAY + 30));
        found.wait("a", 3 * DAY);
        check(&found, 5 * DAY + 35, &["c", "a"], Some(5 * DAY + 30));
        found.note("a", Some(6 * DAY + 10), None);
        found.take("c").unwrap();
        check(&found, 7 * DAY, &["a"], Some(6 * DAY + 10));
    }

    #[test]
    fn a_job_whose_cursor_is_not_known_is_looked_at_now() {
        let found = plans(Plans::default(), &[job("a", 10)], &[]);
        check(&found, 5 * DAY, &["a"], Some(5 * DAY));
    }

    #[test]
    fn another_name_keeps_a_job_in_its_place_and_another_schedule_does_not() {
        let jobs = [job("a", 10), job("b", 20), job("c", 30)];
        let found = plans(Plans::default(), &jobs, &[("a", 5 * DAY)]);
        let mut renamed = serde_json::Value::Object(jobs[0].record().clone());
        renamed["name"] = "other".into();
        let renamed = Arc::new(Job::read(&renamed).unwrap());
        let sorted = found.sort(&[renamed, job("b", 40)]);
        let fresh: Vec<&str> = sorted
            .fresh
            .iter()
            .map(|(job, _)| job.id.as_str())
            .collect();
        assert_eq!(fresh, ["b"]);
        let gone: Vec<(&str, bool)> = sorted
            .gone
            .iter()
            .map(|(job, listed)| (job.id.as_str(), *listed))
            .collect();
        assert_eq!(gone, [("c", false)]);
        let found = sorted.planned(&HashMap::new(), &HashMap::new(), 5 * DAY, "UTC");
        assert_eq!(found.get("a").unwrap().job.name, "other");
        check(&found, 5 * DAY, &["b"], Some(5 * DAY));
    }
}
