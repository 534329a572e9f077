//! `cron.*`.
//!
//! Owns nothing: the capability looks ahead, here it is put into the contract's shape.

use std::sync::Arc;

use super::Caller;
use crate::api::cron::{CronPreview, CronPreviewed, CronWarning};
use crate::clock::SharedClock;
use crate::cron::{self, Wanted};
use crate::error::Problem;
use crate::gateway::Host;
use crate::words::{Language, Words};

pub(super) async fn preview(
    host: &Arc<Host>,
    _: &Caller,
    request: CronPreview,
) -> Result<CronPreviewed, Problem> {
    let (clock, words) = (&host.parts.clock, &host.parts.words);
    preview_with(request, clock, words, host.language())
}

/// The same without a home.
pub fn preview_with(
    request: CronPreview,
    clock: &SharedClock,
    words: &Words,
    language: Language,
) -> Result<CronPreviewed, Problem> {
    let wanted = Wanted {
        cron: request.cron,
        every: request.every,
        at: request.at,
        rrule: request.rrule,
        tz: request.tz,
        from: request.from,
        count: request.count.and_then(|count| count.try_into().ok()),
    };
    let found = cron::preview(&wanted, clock.now_ms(), &clock.zone(), words, language)?;
    let warnings = found.warnings.into_iter().map(|warning| CronWarning {
        code: warning.code.to_owned(),
        text: warning.text,
    });
    Ok(CronPreviewed {
        runs: found.runs,
        zone: found.zone,
        description: found.description,
        warnings: warnings.collect(),
    })
}
