//! `cron.*`.
//!
//! Owns nothing: the capability looks ahead, here it is put into the contract's shape.

use std::sync::Arc;

use super::Caller;
use serde_json::{Map, Value};

use crate::agent::explain_job;
use crate::api::cron::{
    CronDescribe, CronDescribed, CronDraft, CronParse, CronParsed, CronPreview, CronPreviewed,
    CronWarning,
};
use crate::clock::SharedClock;
use crate::cron::{self, Job, Schedule, Timetable, Wanted};
use crate::error::Problem;
use crate::gateway::Host;
use crate::words::{Language, Words};

pub(super) async fn preview(
    host: &Arc<Host>,
    _: &Caller,
    request: CronPreview,
) -> Result<CronPreviewed, Problem> {
    let (clock, words) = (&host.parts.clock, &host.parts.words);
    let job = request.job.clone();
    let wanted = wanted_of(&request);
    let mut found = preview_with(request, clock, words, host.language())?;
    if let Some(mut record) = job {
        let schedule = cron::schedule_of(&wanted, clock.now_ms(), &clock.zone())?;
        record.insert("schedule".to_owned(), schedule.print());
        if let Some(job) = Job::read(&Value::Object(record)) {
            found.cost_per_month = explain_job(&host.parts, &job).await?.cost_per_month;
        }
    }
    Ok(found)
}

pub(super) async fn describe(
    host: &Arc<Host>,
    _: &Caller,
    request: CronDescribe,
) -> Result<CronDescribed, Problem> {
    let (clock, words) = (&host.parts.clock, &host.parts.words);
    let schedule = Schedule::read(&Value::Object(request.schedule))?;
    let times = Timetable::new(&schedule, clock.now_ms(), &clock.zone())?;
    Ok(CronDescribed {
        description: cron::describe(&schedule, &times, words, host.language()),
        zone: times.zone().name().to_owned(),
    })
}

pub(super) async fn parse(
    host: &Arc<Host>,
    _: &Caller,
    request: CronParse,
) -> Result<CronParsed, Problem> {
    let (clock, words) = (&host.parts.clock, &host.parts.words);
    let now = request.now.unwrap_or_else(|| clock.now_ms());
    let zone = cron::parse_zone(request.zone.as_deref().unwrap_or(&clock.zone()))?;
    let language = request.lang.unwrap_or_else(|| host.language());
    let Some(draft) = cron::understand(&request.text, now, zone) else {
        return Ok(CronParsed {
            draft: None,
            rest: request.text,
        });
    };
    let found = cron::look_ahead(&draft.schedule, draft.zone, now, 3, words, language)?;
    Ok(CronParsed {
        draft: Some(CronDraft {
            schedule: draft.schedule.print(),
            description: found.description,
            zone: found.zone,
            runs: found.runs,
            time_assumed: draft.time_assumed,
            warnings: found.warnings.into_iter().map(warning).collect(),
        }),
        rest: draft.rest,
    })
}

fn warning(found: cron::Warning) -> CronWarning {
    CronWarning {
        code: found.code.to_owned(),
        text: found.text,
    }
}

/// The same without a home.
pub fn preview_with(
    request: CronPreview,
    clock: &SharedClock,
    words: &Words,
    language: Language,
) -> Result<CronPreviewed, Problem> {
    let wanted = wanted_of(&request);
    let found = cron::preview(&wanted, clock.now_ms(), &clock.zone(), words, language)?;
    Ok(CronPreviewed {
        runs: found.runs,
        zone: found.zone,
        description: found.description,
        warnings: found.warnings.into_iter().map(warning).collect(),
        cost_per_month: None,
    })
}

/// Its first and last moment, where the job has them.
fn bounds_of(job: Option<&Map<String, Value>>) -> (Option<i64>, Option<i64>) {
    let own = job.and_then(|job| job.get("cove")?.as_object());
    let time = |name: &str| own?.get(name)?.as_i64();
    (time("startAt"), time("endAt"))
}

fn wanted_of(request: &CronPreview) -> Wanted {
    Wanted {
        cron: request.cron.clone(),
        every: request.every.clone(),
        at: request.at.clone(),
        rrule: request.rrule.clone(),
        tz: request.tz.clone(),
        from: request.from.clone(),
        count: request.count.and_then(|count| count.try_into().ok()),
        bounds: bounds_of(request.job.as_ref()),
    }
}
