//! A conversation that has grown long begins anew as a fix, and that fix is taken back.
//!
//! Owns the order: the transcript is copied and noted, then the lane begins the new session. Taken
//! back, the session that was left is opened again, as long as nobody has spoken since.

use std::sync::Arc;

use super::health::aside;
use super::host::Host;
use crate::agent::{
    NewSession, Operation, OperationAnswer, Renewed, Reopen, Reopened, reopen_at_rest,
};
use crate::error::Problem;
use crate::health::{self, Finding, FixRecord, Left};
use crate::session::{SessionKey, reset_of};

/// Lets the conversation of a finding begin anew in its lane; the fix that tells of it.
///
/// # Errors
/// `health-needs-gateway` where none runs, what refused the reset, or the disk.
pub async fn begin_anew(
    host: &Arc<Host>,
    finding: &Finding,
    key: &SessionKey,
    how: NewSession,
    cause: String,
) -> Result<(FixRecord, Renewed), Problem> {
    let live = host.live();
    let lanes = &live
        .map_err(|_| Problem::new("health-needs-gateway"))?
        .lanes;
    let told = keep(host, finding, key).await?;
    let answer = lanes.operate(key, Operation::NewSession(how), cause).await;
    let problem = match answer {
        Ok(OperationAnswer::NewSession(Some(renewed))) => return Ok((told, *renewed)),
        Ok(_) => Problem::new("operation-broken"),
        Err(problem) => problem,
    };
    let root = host.state.root().to_owned();
    aside(move || health::forget_left(&root, &told)).await??;
    Err(problem)
}

async fn keep(host: &Host, finding: &Finding, key: &SessionKey) -> Result<FixRecord, Problem> {
    let unknown = || Problem::new("operation-broken");
    let found = host.parts.sessions.find(key).ok_or_else(unknown)?;
    let left = Left {
        key: key.to_string(),
        session_id: found.session_id,
    };
    let (root, finding, now) = (host.state.root().to_owned(), finding.clone(), host.now());
    let kept = aside(move || health::keep_left(&root, &finding, left, &found.path, now));
    Ok(kept.await??)
}

/// Opens the session again that was left.
pub(super) async fn take_back(
    host: &Arc<Host>,
    told: FixRecord,
    left: Left,
) -> Result<FixRecord, Problem> {
    let key = SessionKey::parse(&left.key, host.config().current().default_agent());
    let wish = wish(host, &key, &left)?;
    let root = host.state.root().to_owned();
    let told = aside(move || health::put_back_left(&root, &told).map(|()| told)).await??;
    if let Some(wish) = wish {
        open_again(host, &key, wish, format!("fix:{}", told.id)).await?;
    }
    let root = host.state.root().to_owned();
    Ok(aside(move || health::note_back(&root, told)).await??)
}

/// What opens it again; `None` = it is the conversation's session already.
fn wish(host: &Host, key: &SessionKey, left: &Left) -> Result<Option<Reopen>, Problem> {
    let changed = || Problem::new("undo-changed-since");
    let now = host.parts.sessions.find(key).ok_or_else(changed)?;
    if now.session_id == left.session_id {
        return Ok(None);
    }
    // Only of the session that began then: any other was begun by somebody since.
    let begun = reset_of(&now.path).map(|(_, mark)| mark);
    let begun = begun
        .filter(|mark| mark.from == left.session_id)
        .ok_or_else(changed)?;
    Ok(Some(Reopen {
        session_id: left.session_id.clone(),
        unless_spoken: Some(now.session_id),
        fields: Some(begun.before),
    }))
}

/// Opens an earlier session again: in its lane, or directly where no gateway runs.
pub async fn open_again(
    host: &Arc<Host>,
    key: &SessionKey,
    wish: Reopen,
    cause: String,
) -> Result<Reopened, Problem> {
    let Some(live) = &host.live else {
        let (parts, key) = (Arc::clone(&host.parts), key.clone());
        return aside(move || reopen_at_rest(&parts, &key, &wish)).await?;
    };
    let operation = Operation::Reopen(wish);
    match live.lanes.operate(key, operation, cause).await? {
        OperationAnswer::Reopened(reopened) => Ok(reopened),
        _ => Err(Problem::new("operation-broken")),
    }
}
