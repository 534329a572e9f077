//! A seeded simulation: the scheduler's steps over its real tables, with sleeps, kills, edits and
//! clock jumps. Every slot must be in exactly one record.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

use super::*;
use crate::cron::{Schedule, slots_of};

const MINUTE: Ms = 60_000;
const HOUR: Ms = 60 * MINUTE;
const DAY: Ms = 24 * HOUR;
/// 2026-03-01T00:00:00Z: the clocks of Europe and of America go forward in the weeks behind it.
const BEGIN: Ms = 1_772_323_200_000;

const ZONES: [&str; 10] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Asia/Shanghai",
    "Pacific/Auckland",
    "America/St_Johns",
];
const RHYTHMS: [&str; 8] = [
    "0 9 * * *",
    "30 2 * * *",
    "0 8 * * 1-5",
    "15 */6 * * *",
    "0 22 * * 0",
    "0,30 2 * * *",
    "5 0 1,15 * *",
    "0 */3 * * *",
];

/// A schedule in force and the slots it had since: `(from, to]`.
struct Era {
    timetable: Timetable,
    hash: String,
    from: Ms,
}

struct SimJob {
    id: String,
    rules: Rules,
    era: Era,
    /// Slots that must be in the tables, of the eras before.
    owed: Vec<Ms>,
    running: Option<(String, Ms)>,
    next: Option<Ms>,
    /// When it stands in the queue.
    queued: Option<Ms>,
}

impl SimJob {
    fn planned(&self) -> Planned<'_> {
        Planned {
            id: &self.id,
            hash: &self.era.hash,
            timetable: &self.era.timetable,
            rules: self.rules,
        }
    }

    fn wakes(&self) -> Option<Ms> {
        let ends = self.running.as_ref().map(|(_, until)| *until);
        self.next.into_iter().chain(ends).min()
    }
}

struct World {
    rng: StdRng,
    connection: Connection,
    jobs: Vec<SimJob>,
    /// When to look at which job: a step costs what is due, not what there is.
    queue: BTreeSet<(Ms, usize)>,
    now: Ms,
    edits: u32,
    kills: u32,
}

impl World {
    fn new(seed: u64, jobs: usize) -> Self {
        let mut connection = Connection::open_in_memory().unwrap();
        crate::storage::migrate(&mut connection, std::path::Path::new(":memory:")).unwrap();
        let mut world = Self {
            rng: StdRng::seed_from_u64(seed),
            connection,
            jobs: Vec::new(),
            queue: BTreeSet::new(),
            now: BEGIN,
            edits: 0,
            kills: 0,
        };
        for n in 0..jobs {
            let missed = [
                Missed::Skip,
                Missed::Always,
                Missed::Within(2 * HOUR),
                Missed::Within(12 * HOUR),
            ];
            let rules = Rules {
                missed: Some(*missed.choose(&mut world.rng).unwrap()),
                overlap: *[Overlap::Skip, Overlap::Queue]
                    .choose(&mut world.rng)
                    .unwrap(),
            };
            let era = world.era(n);
            world.jobs.push(SimJob {
                id: format!("job-{n}"),
                rules,
                era,
                owed: Vec::new(),
                running: None,
                next: Some(BEGIN),
                queued: None,
            });
            world.requeue(n);
        }
        world
    }

    fn requeue(&mut self, n: usize) {
        let job = &mut self.jobs[n];
        if let Some(at) = job.queued.take() {
            self.queue.remove(&(at, n));
        }
        job.queued = job.wakes();
        if let Some(at) = job.queued {
            self.queue.insert((at, n));
        }
    }

    fn era(&mut self, n: usize) -> Era {
        let zone = ZONES[n % ZONES.len()];
        let schedule = match self.rng.random_range(0..10) {
            0 => Schedule::Every {
                every: self.rng.random_range(40..600) * MINUTE,
                anchor: Some(BEGIN),
            },
            1 => Schedule::Rrule {
                rrule: "DTSTART:20260102T023000\nRRULE:FREQ=DAILY;INTERVAL=2".into(),
                tz: Some(zone.into()),
            },
            2 => Schedule::At {
                at: self.now + self.rng.random_range(1..40) * HOUR,
            },
            _ => Schedule::Cron {
                expr: (*RHYTHMS.choose(&mut self.rng).unwrap()).into(),
                tz: Some(zone.into()),
                stagger: 0,
            },
        };
        let timetable = Timetable::new(&schedule, BEGIN, "UTC").unwrap();
        self.edits += 1;
        Era {
            timetable,
            hash: format!("{}-{schedule:?}", self.edits),
            from: self.now,
        }
    }

    /// One look of the scheduler at every job that may be due.
    fn look(&mut self, why: Absence) {
        let due: Vec<usize> = self
            .queue
            .range(..=(self.now, usize::MAX))
            .map(|(_, n)| *n)
            .collect();
        for n in due {
            self.look_at(n, why);
            self.requeue(n);
        }
    }

    fn look_at(&mut self, n: usize, why: Absence) {
        let (now, job) = (self.now, &mut self.jobs[n]);
        if let Some((run, until)) = job.running.clone()
            && until <= now
        {
            let end = if self.rng.random_bool(0.1) {
                SlotEnd::Failed
            } else {
                SlotEnd::Done
            };
            slots::end_run(&self.connection, &run, end, None, now).unwrap();
            let free = Hindrance::default();
            let begun = begin_waiting(&self.connection, &job.planned(), &free, now).unwrap();
            job.running = begun.map(|begun| (begun.run, now + 20 * MINUTE));
            job.next = Some(now);
        }
        if job.next.is_none_or(|next| next > now) {
            return;
        }
        let hindrance = Hindrance {
            hold: self.rng.random_bool(0.02).then(|| "paused".to_owned()),
            ..Hindrance::default()
        };
        let stepped = step(&self.connection, &job.planned(), &hindrance, now, why).unwrap();
        job.next = stepped.next;
        if let Some(begun) = stepped.begin {
            assert!(job.running.is_none(), "two runs of one job at once");
            job.running = Some((begun.run, now + self.rng.random_range(0..400) * MINUTE));
        }
    }

    fn kill(&mut self) {
        self.kills += 1;
        let lucky = self.rng.random_bool(0.5);
        for (run, id, slot) in slots::alive_runs(&self.connection).unwrap() {
            recover_run(&self.connection, (&run, &id, slot), lucky, self.now).unwrap();
        }
        for job in &mut self.jobs {
            job.running = None;
            job.next = Some(self.now);
        }
        // A slot that waited goes on waiting; with its run gone it may begin.
        for id in slots::waiting(&self.connection).unwrap().into_keys() {
            let job = &mut self.jobs[place(&id)];
            if job.running.is_none() {
                let free = Hindrance::default();
                let begun =
                    begin_waiting(&self.connection, &job.planned(), &free, self.now).unwrap();
                job.running = begun.map(|begun| (begun.run, self.now + 20 * MINUTE));
            }
        }
        for n in 0..self.jobs.len() {
            self.requeue(n);
        }
    }

    /// A person gives a job another schedule: its slots up to now were considered.
    fn edit(&mut self) {
        let n = self.rng.random_range(0..self.jobs.len());
        let era = self.era(n);
        let (now, job) = (self.now, &mut self.jobs[n]);
        let considered = slots::cursor(&self.connection, &job.id, &job.era.hash, now).unwrap();
        let old = std::mem::replace(&mut job.era, era);
        job.owed.extend(
            old.timetable
                .from(old.from)
                .take_while(|at| *at <= considered),
        );
        // The look that finds the edit moves the cursor.
        job.era.from = slots::cursor(&self.connection, &job.id, &job.era.hash, now).unwrap();
        job.next = Some(now);
        self.requeue(n);
    }

    fn live(&mut self, days: i64) {
        // One transaction: what it costs to make it durable is not the question here.
        self.connection.execute_batch("BEGIN").unwrap();
        self.look(Absence::Down);
        let end = BEGIN + days * DAY;
        while self.now < end {
            let soon = self.queue.first().map_or(end, |(at, _)| *at);
            self.now = soon.clamp(self.now + 1, self.now + HOUR);
            let mut why = Absence::Late;
            match self.rng.random_range(0..1_000) {
                0..=3 => {
                    self.now += self.rng.random_range(1..2_000) * MINUTE;
                    why = Absence::Asleep;
                }
                4..=6 => {
                    self.now += self.rng.random_range(0..600) * MINUTE;
                    self.kill();
                    why = Absence::Down;
                }
                7..=8 => {
                    self.now += self.rng.random_range(1..180) * MINUTE;
                    why = Absence::ClockStep;
                }
                // Put back: slots that were considered do not come again.
                9 => self.now -= self.rng.random_range(1..180) * MINUTE,
                10..=40 => self.edit(),
                _ => {}
            }
            self.look(why);
        }
        self.connection.execute_batch("COMMIT").unwrap();
    }

    /// Every slot of every era in exactly one record, and nothing else.
    fn judge(&self) -> BTreeMap<String, u64> {
        let mut states = BTreeMap::new();
        for job in &self.jobs {
            let considered =
                slots::cursor(&self.connection, &job.id, &job.era.hash, self.now).unwrap();
            let mut owed = job.owed.clone();
            owed.extend(
                job.era
                    .timetable
                    .from(job.era.from)
                    .take_while(|at| *at <= considered),
            );
            let rows = slots_of(&self.connection, &job.id).unwrap();
            for row in &rows {
                *states.entry(row.state.clone()).or_insert(0) += row.count;
                let named = row.state != "missed" && row.state != "skipped" || row.reason.is_some();
                assert!(named, "{}: {row:?} has no reason", job.id);
            }
            let recorded: u64 = rows.iter().map(|row| row.count).sum();
            assert_eq!(
                recorded,
                owed.len() as u64,
                "{} ({:?})",
                job.id,
                job.era.hash
            );
            let apart = rows.windows(2).all(|pair| pair[0].through < pair[1].at);
            assert!(apart, "{}: records lie in each other", job.id);
            for at in &owed {
                let behind = rows.partition_point(|row| row.at <= *at);
                let holds = behind > 0 && rows[behind - 1].through >= *at;
                assert!(holds, "{} at {at}", job.id);
            }
        }
        states
    }
}

/// Which job has this id.
fn place(id: &str) -> usize {
    id.trim_start_matches("job-").parse().unwrap()
}

/// Too long for every day: `cargo xtask simulate`. In parts, since the tables of all jobs would not
/// fit into memory; each part has its own seed.
#[test]
#[ignore = "minutes; cargo xtask simulate"]
#[allow(clippy::print_stdout)] // the figures are what it is for
fn four_hundred_days_of_ten_thousand_jobs_leave_every_slot_in_exactly_one_record() {
    let began = std::time::Instant::now();
    let mut all: BTreeMap<String, u64> = BTreeMap::new();
    let (mut kills, mut edits) = (0, 0);
    // Some of the parts, such as `3..5`, where a person wants no more.
    let some = std::env::var("COVE_SIMULATE_PARTS").unwrap_or_default();
    let some = some
        .split_once("..")
        .and_then(|(from, to)| Some(from.parse::<u64>().ok()?..to.parse::<u64>().ok()?));
    for part in some.unwrap_or(0..20) {
        let mut world = World::new(20_261_121 + part, 500);
        world.live(400);
        for (state, count) in world.judge() {
            *all.entry(state).or_insert(0) += count;
        }
        (kills, edits) = (kills + world.kills, edits + world.edits);
        println!(
            "simulate: part {} of 20 (seed {}), {} s",
            part + 1,
            20_261_121 + part,
            began.elapsed().as_secs()
        );
    }
    println!("simulate: 400 days, 500 jobs a part, {kills} kills, {edits} edits: {all:?}");
}

#[test]
fn every_slot_of_sixty_days_is_in_exactly_one_record() {
    let mut world = World::new(20_261_121, 300);
    world.live(60);
    let states = world.judge();
    assert!(
        world.kills > 5 && world.edits > 400,
        "{} kills, {} edits",
        world.kills,
        world.edits
    );
    for state in ["done", "failed", "missed", "skipped", "interrupted"] {
        assert!(
            states.get(state).is_some_and(|count| *count > 20),
            "{state}: {states:?}"
        );
    }
}
