//! `cron.*`.
//!
//! Owns nothing: the capability looks ahead, here it is put into the contract's shape.

use std::sync::Arc;

use super::Caller;
use super::jobs::put_own;
use serde_json::Value;

use crate::agent::explain_job;
use crate::api::cron::{
    CronDescribe, CronDescribed, CronDraft, CronParse, CronParsed, CronPreview, CronPreviewed,
    CronWarning,
};
use crate::clock::{SharedClock, iso};
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
        let (now, zone) = (clock.now_ms(), clock.zone());
        let schedule = cron::schedule_of(&wanted, now, &zone)?;
        record.insert("schedule".to_owned(), schedule.print());
        let (start, end) = cron::bounds_of(&wanted, now, &zone)?;
        for (name, at) in [("startAt", start), ("endAt", end)] {
            if let Some(at) = at {
                put_own(&mut record, name, at.into());
            }
        }
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
    let found = cron::look_ahead(
        &draft.schedule,
        draft.zone,
        (None, None),
        (now, 3),
        words,
        language,
    )?;
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
    let mut wanted = wanted_of(&request);
    // The job says it where the request does not.
    let own = request.job.as_ref().and_then(|job| job.get("cove"));
    let of_job = |name: &str| {
        let at = own?.get(name)?.as_i64()?;
        Some(iso(at))
    };
    wanted.start_at = wanted.start_at.or_else(|| of_job("startAt"));
    wanted.end_at = wanted.end_at.or_else(|| of_job("endAt"));
    let found = cron::preview(&wanted, clock.now_ms(), &clock.zone(), words, language)?;
    Ok(CronPreviewed {
        runs: found.runs,
        zone: found.zone,
        description: found.description,
        warnings: found.warnings.into_iter().map(warning).collect(),
        cost_per_month: None,
    })
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
        start_at: request.start_at.clone(),
        end_at: request.end_at.clone(),
    }
}
