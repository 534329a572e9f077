//! The end of a job's run: one transaction of run, slot, what goes out and record (walks.md, walk 2).
//!
//! Owns what goes out, and in which form: a message, an entry of the desktop chat, a post. What was
//! only a token goes nowhere.

use serde_json::json;

use super::Parts;
use super::ending;
use super::job_target::{JobTarget, job_target, posted, said_here};
use super::job_told::{Pausing, pausing};
use super::media::{self, Answering};
use crate::channel::Route;
use crate::clock::{Ms, iso};
use crate::cron::{Begun, Ended, Job, Mirror, Schedule, SlotEnd, conclude, late_of, mirror_later};
use crate::delivery::{NewPart, PartKind, enqueue};
use crate::error::params;
use crate::event::Subject;
use crate::storage::{StorageError, Tx};
use crate::workspace::TurnClass;

/// A slot that is not later than this is on time, ms.
const ON_TIME: Ms = 90_000;
const MINUTE: Ms = 60_000;

/// What leaves with the end of a run.
#[derive(Default)]
struct Leaves {
    chat: Option<ending::Outgoing>,
    others: Vec<NewPart>,
    mirror: Option<Mirror>,
}

impl Leaves {
    fn is_empty(&self) -> bool {
        self.chat.is_none() && self.others.is_empty()
    }

    fn write(&self, tx: &Tx<'_>, run: &str, now: Ms) -> Result<(), StorageError> {
        if let Some(chat) = &self.chat {
            chat.enqueue(tx, now)?;
        }
        enqueue(tx, &self.others, now)?;
        match &self.mirror {
            Some(mirror) => mirror_later(tx, run, mirror),
            None => Ok(()),
        }
    }
}

/// Writes the end of a run and sends what goes out.
///
/// # Errors
/// When the tables can't be written: the run stands as it did.
pub(super) async fn finish(
    parts: &Parts,
    agent: &str,
    job: Job,
    begun: Begun,
    mut ended: Ended,
) -> Result<(), StorageError> {
    let target = job_target(parts, &job, agent);
    let route = target.route();
    let (id, slot) = (job.id.clone(), begun.slot);
    let read = move |connection: &rusqlite::Connection| late_of(connection, &id, slot);
    let late = parts.db.read(read).await?;
    let now = parts.clock.now_ms();
    let leaves = leaves(parts, agent, &job, &begun, &ended, &target, (late, now)).await;
    if !leaves.is_empty() {
        ended.delivery = "pending";
    }
    let pausing: Pausing = pausing(parts, agent, &job, &begun, &ended, route.as_ref());
    let write = move |tx: &Tx<'_>| {
        let Some(after) = conclude(tx, &job, &begun, &ended, now)? else {
            return Ok(false);
        };
        leaves.write(tx, &begun.run, now)?;
        if after.pause {
            pausing.write(tx, now)?;
        }
        Ok(after.pause)
    };
    let paused = parts.db.write(write).await?;
    nudge(parts, agent, route, paused);
    Ok(())
}

fn nudge(parts: &Parts, agent: &str, route: Option<Route>, paused: bool) {
    if let Some(route) = &route {
        parts.sender.nudge(route);
    }
    if paused {
        parts.sender.nudge(&Route::desktop());
        if let Some(last) = super::job_told::chat_of(parts, agent) {
            parts.sender.nudge(&last);
        }
        parts.events.changed(Subject::Holds, None);
    }
    parts.events.changed(Subject::Jobs, None);
    parts.events.changed(Subject::Activity, None);
    parts.events.changed(Subject::Status, None);
}

async fn leaves(
    parts: &Parts,
    agent: &str,
    job: &Job,
    begun: &Begun,
    ended: &Ended,
    target: &JobTarget,
    (late, now): (Ms, Ms),
) -> Leaves {
    let (cause, mut leaves) = (format!("run:{}", begun.run), Leaves::default());
    let said = ended
        .summary
        .as_deref()
        .filter(|_| ended.end == SlotEnd::Done);
    let said = said.map(|said| told_late(parts, job, late, said));
    match (target, said) {
        (JobTarget::Chat { route, .. }, Some(said)) => {
            let mut out = ending::Outgoing::new(parts, &cause, route, parts.language());
            let who = Answering {
                agent,
                class: TurnClass::Isolated {
                    may_read_memory: job.may_read_memory,
                },
                language: parts.language(),
            };
            let mut made = media::answer(parts, who, (&cause, route), &said, None).await;
            made.iter_mut()
                .for_each(|part| part.part.silent = job.silent);
            out.add(made);
            leaves.chat = Some(out);
            leaves.mirror = job.mirror.then(|| Mirror {
                agent: agent.to_owned(),
                name: job.name.clone(),
            });
        }
        (JobTarget::Desktop, Some(said)) => {
            let mut part = said_here(agent, job, &cause, &said);
            part.silent = job.silent;
            leaves.others.push(reply(cause, part));
        }
        (JobTarget::Webhook(to), _) if matches!(ended.end, SlotEnd::Done | SlotEnd::Failed) => {
            let body = finished(job, begun, ended, (late, now)).to_string();
            let shown = ended.summary.clone().unwrap_or_default();
            let key = format!("{}@{}", job.id, begun.slot);
            if let Some(route) = target.route() {
                let part = posted(route, to, &key, &body, &shown);
                leaves.others.push(reply(cause, part));
            }
        }
        _ => {}
    }
    leaves
}

fn reply(cause: String, part: crate::channel::Outgoing) -> NewPart {
    NewPart {
        cause,
        kind: PartKind::Reply,
        part,
    }
}

/// What was asked for once and comes late says so.
fn told_late(parts: &Parts, job: &Job, late: Ms, said: &str) -> String {
    if late <= ON_TIME || !matches!(job.schedule, Ok(Schedule::At { .. })) {
        return said.to_owned();
    }
    let line = late_line(parts, late);
    format!("{line}\n\n{said}")
}

/// “4 h late”.
pub(super) fn late_line(parts: &Parts, late: Ms) -> String {
    let minutes = (late / MINUTE).max(1);
    let told = params([
        ("hours", (minutes / 60).into()),
        ("minutes", (minutes % 60).into()),
        (
            "unit",
            match minutes {
                ..60 => "minutes".into(),
                60..2_880 => "hours".into(),
                _ => "days".into(),
            },
        ),
        ("days", (minutes / 1_440).into()),
    ]);
    parts.words.text(parts.language(), "job-late", &told)
}

/// A finished run as it is posted.
fn finished(job: &Job, begun: &Begun, ended: &Ended, (late, now): (Ms, Ms)) -> serde_json::Value {
    let code = ended.problem.as_ref().map(|problem| problem.code.clone());
    json!({
        "action": "finished",
        "jobId": job.id,
        "jobName": job.name,
        "runId": begun.run,
        "slot": iso(begun.slot),
        "slotAtMs": begun.slot,
        "lateMs": late,
        "finishedAtMs": now,
        "status": match ended.end { SlotEnd::Done => "ok", _ => "error" },
        "summary": ended.summary,
        "error": code,
        "sessionId": ended.session_id,
    })
}
