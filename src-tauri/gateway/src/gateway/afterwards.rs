//! What follows a job's run once it is settled: its line in `cron/runs`, its note in the main
//! conversation.
//!
//! Owns doing that from the rows alone, so that a kill in between only has it done later, and once.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::host::Host;
use crate::agent::{Digest, Note, Operation, tell_digest};
use crate::clock::Ms;
use crate::cron::{
    Finished, RunLine, append_run, away, job_names, mark_logged, mirrored, read_runs, to_log,
    to_mirror,
};
use crate::delivery::{KeptNotice, kept_notices, part};
use crate::error::Problem;
use crate::event::{Fact, Numbered, Subject};
use crate::ledger::usage_of_turn;
use crate::session::SessionKey;

/// Looked at again at the latest after this.
const LOOK: Duration = Duration::from_secs(60);
/// A line that a kill left unmarked stands among the newest so many.
const NEWEST: usize = 50;
/// Clocks may have been put back a little meanwhile, ms.
const CLOCK_STEP: Ms = 3_600_000;

/// Does it until it is dropped.
pub(super) async fn follow(host: &Arc<Host>) {
    let mut bell = host.events().subscribe(None).receiver;
    loop {
        if let Err(problem) = log(host).await {
            tracing::warn!(code = problem.code, "the log of runs could not be written");
        }
        if let Err(problem) = note(host).await {
            tracing::warn!(code = problem.code, "a note of a run could not be written");
        }
        if let Err(problem) = tell(host).await {
            tracing::warn!(code = problem.code, "what passed could not be told");
        }
        tokio::select! {
            () = rung(&mut bell) => {}
            () = host.parts.clock.sleep(LOOK) => {}
        }
    }
}

/// Tells what passed while Cove was closed or the computer slept, and what Cove kept to itself
/// meanwhile, once quiet hours are over.
async fn tell(host: &Arc<Host>) -> Result<(), Problem> {
    let now = host.now();
    let read = host
        .db()
        .read(move |tables| Ok((away(tables, now)?, kept_notices(tables)?)));
    let (mut passed, mut kept) = read.await?;
    if passed.is_none() && kept.is_empty() {
        return Ok(());
    }
    let config = host.config().current();
    let (main, agents) = (config.default_agent().to_owned(), config.agents());
    for agent in agents {
        let away = passed.take_if(|_| agent == main);
        // What an agent kept that is gone is told by the default one.
        let is_own = |notice: &KeptNotice| match agent == main {
            true => notice.agent == agent || !config.agents().contains(&notice.agent),
            false => notice.agent == agent,
        };
        let (own, others) = kept.into_iter().partition(is_own);
        kept = others;
        let mut digest = Digest {
            away,
            kept: own,
            ..Digest::default()
        };
        let slots = digest
            .away
            .as_ref()
            .is_some_and(|away| !away.slots.is_empty());
        let news = slots || !digest.kept.is_empty();
        if digest.away.is_none() && !news || news && host.parts.is_quiet(&agent) {
            continue;
        }
        if slots {
            let folder = host.state.root().join("cron");
            let names = tokio::task::spawn_blocking(move || job_names(&folder)).await;
            digest.names = names.map_err(|_| Problem::new("gateway-gone"))??;
        }
        tell_digest(&host.parts, &agent, digest).await?;
    }
    Ok(())
}

/// A run ended, or something of one arrived.
async fn rung(bell: &mut Receiver<Numbered>) {
    loop {
        match bell.recv().await {
            Ok(numbered) => {
                if let Fact::Changed { what, .. } = numbered.fact
                    && matches!(what, Subject::Activity | Subject::Deliveries)
                {
                    return;
                }
            }
            Err(RecvError::Lagged(_)) => return,
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// Writes the lines of runs that are settled.
async fn log(host: &Arc<Host>) -> Result<(), Problem> {
    let now = host.now();
    let finished = host.db().read(move |tables| {
        let mut found = to_log(tables, now)?;
        for run in &mut found {
            complete(tables, run)?;
        }
        Ok(found)
    });
    let folder = host.state.root().join("cron/runs");
    for Finished { run, mut line } in finished.await? {
        line.session_key = session_key(host, &line);
        let (name, place) = (run.clone(), folder.clone());
        let written = tokio::task::spawn_blocking(move || append_once(place, &name, &line));
        match written.await {
            Ok(Ok(())) => {}
            // A job whose id is no file name has no log.
            Ok(Err(problem)) if problem.code == "job-bad-id" => {}
            Ok(Err(problem)) => return Err(problem),
            Err(_) => return Err(Problem::new("gateway-gone")),
        }
        host.db().write(move |tx| mark_logged(tx, &run)).await?;
    }
    Ok(())
}

/// What other tables know of a run: its calls, and why its message did not arrive.
fn complete(
    tables: &rusqlite::Connection,
    finished: &mut Finished,
) -> Result<(), crate::storage::StorageError> {
    let line = &mut finished.line;
    let turn = format!("run:{}", finished.run);
    if line.delivered == Some(false) {
        let sent = part(tables, &format!("{turn}:0"))?;
        line.delivery_error = sent.and_then(|sent| sent.error).map(|error| error.code);
    }
    if let Some((model, usage)) = usage_of_turn(tables, &turn)? {
        let (provider, model) = model.split_once('/').unwrap_or(("", &model));
        line.provider = Some(provider.to_owned()).filter(|provider| !provider.is_empty());
        line.model = Some(model.to_owned());
        line.usage = Some(json!({
            "input_tokens": usage.input, "output_tokens": usage.output,
            "total_tokens": usage.total(), "cache_read_tokens": usage.cache_read,
            "cache_write_tokens": usage.cache_write,
        }));
    }
    Ok(())
}

fn session_key(host: &Host, line: &RunLine) -> Option<String> {
    let id = line.session_id.as_deref()?;
    let recent = host.parts.sessions.used_since(line.run_at_ms? - CLOCK_STEP);
    let found = recent
        .into_iter()
        .find(|(_, record)| record.session_id() == Some(id));
    found.map(|(key, _)| key.to_string())
}

fn append_once(folder: PathBuf, run: &str, line: &RunLine) -> Result<(), Problem> {
    let newest = read_runs(&folder, &line.job_id, NEWEST)?;
    let stands = |held: &RunLine| held.rest.get("cove").is_some_and(|own| own["run"] == *run);
    if !newest.iter().any(stands) {
        append_run(&folder, line)?;
    }
    Ok(())
}

/// Notes in the main conversation what was delivered elsewhere.
async fn note(host: &Arc<Host>) -> Result<(), Problem> {
    for (run, job, text, mirror) in host.db().read(to_mirror).await? {
        let outbox = format!("run:{run}:0");
        let note = Note {
            outbox: outbox.clone(),
            job,
            name: mirror.name,
            text,
            here: false,
        };
        let key = SessionKey::main(&mirror.agent);
        let lanes = &host.live()?.lanes;
        lanes
            .operate(&key, Operation::Note(Box::new(note)), outbox)
            .await?;
        host.db().write(move |tx| mirrored(tx, &run)).await?;
    }
    Ok(())
}
