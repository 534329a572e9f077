//! `gateway.stop` and `logs.tail`.
//!
//! Owns nothing: the gateway stops itself when asked.

use std::sync::Arc;

use super::Caller;
use crate::api::process::{GatewayStop, GatewayStopping, LogLines, LogsTail};
use crate::error::Problem;
use crate::gateway::{GRACE, Host, newest_lines};
use crate::storage::StorageError;

const LINES: u32 = 100;

pub(super) async fn stop(
    host: &Arc<Host>,
    _: &Caller,
    _: GatewayStop,
) -> Result<GatewayStopping, Problem> {
    let live = host.live()?;
    let (running, _) = live.lanes.counts();
    live.stop.cancel();
    Ok(GatewayStopping {
        running,
        grace_ms: u64::try_from(GRACE.as_millis()).unwrap_or(u64::MAX),
    })
}

pub(super) async fn tail(
    host: &Arc<Host>,
    _: &Caller,
    request: LogsTail,
) -> Result<LogLines, Problem> {
    let folder = host.state.logs();
    let count = request.lines.unwrap_or(LINES) as usize;
    let (lines, file) = newest_lines(&folder, count).map_err(StorageError::io(&folder))?;
    let lines = lines
        .iter()
        .map(|line| host.parts.redactor.redact(line).into_owned())
        .collect();
    Ok(LogLines {
        lines,
        file: file.display().to_string(),
    })
}
