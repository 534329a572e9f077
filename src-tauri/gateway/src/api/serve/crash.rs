//! `crash.get`, `crash.read` and `crash.dismiss`.
//!
//! Owns nothing: what is kept is [`crate::crash`]'s.

use std::sync::Arc;

use super::Caller;
use crate::api::contract::Changed;
use crate::api::crash::{
    CrashDismiss, CrashGet, CrashNotice, CrashRead, CrashReport, CrashRow, Crashes,
};
use crate::crash::{Notice, dismiss as put_away, read as text_of, reports, waiting};
use crate::error::{Problem, params};
use crate::gateway::Host;

pub(super) async fn get(host: &Arc<Host>, _: &Caller, _: CrashGet) -> Result<Crashes, Problem> {
    let folder = host.state.crashes();
    let rows = reports(&folder)?.into_iter().map(|report| CrashRow {
        id: report.id,
        at: report.at,
        fatal: report.fatal,
    });
    Ok(Crashes {
        notice: waiting(&folder, host.now())?.map(shown),
        reports: rows.collect(),
    })
}

pub(super) async fn read(
    host: &Arc<Host>,
    _: &Caller,
    request: CrashRead,
) -> Result<CrashReport, Problem> {
    let text = text_of(&host.state.crashes(), &request.id)?;
    let text = text.ok_or_else(|| {
        Problem::with("crash-report-gone", params([("report", request.id.into())]))
    })?;
    Ok(CrashReport {
        text: host.parts.redactor.redact(&text).into_owned(),
    })
}

/// Nothing is lost by it, so there is nothing to take back: Activity and the reports stay.
pub(super) async fn dismiss(
    host: &Arc<Host>,
    _: &Caller,
    _: CrashDismiss,
) -> Result<Changed, Problem> {
    put_away(&host.state.crashes())?;
    Ok(Changed { undo: None })
}

fn shown(notice: Notice) -> CrashNotice {
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    CrashNotice {
        kind: notice.kind,
        at: notice.at,
        report: notice.report,
        messages: count(notice.interrupted.messages),
        unknown: count(notice.interrupted.unknown),
        beats: count(notice.interrupted.beats),
    }
}
