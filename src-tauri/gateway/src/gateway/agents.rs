//! Agents come and go with the settings: opened, watched, closed.
//!
//! Owns which folder each open agent was opened with. A changed folder is opened anew; turns that
//! have begun end where they began.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::home::{OpenAgent, open_agent};
use super::host::Host;
use super::ports::Status;
use crate::config::Config;
use crate::event::Subject;
use crate::workspace::{Change, watch};

/// Open agents: their folder and what ends their watch.
type Opened = BTreeMap<String, (PathBuf, CancellationToken)>;

/// Follows the settings until `cancel`.
pub(super) async fn follow(host: Arc<Host>, cancel: CancellationToken, tasks: TaskTracker) {
    let mut settings = host.config().subscribe();
    let current = settings.borrow_and_update().clone();
    let mut opened = Opened::new();
    // Those of the start are open already.
    for (agent, root) in wanted(&host, &current) {
        let watched = watch_files(&host, &agent, &cancel, &tasks);
        opened.insert(agent, (root, watched));
    }
    loop {
        tokio::select! {
            () = cancel.cancelled() => return,
            changed = settings.changed() => if changed.is_err() { return },
        }
        let current = settings.borrow_and_update().clone();
        let wanted = wanted(&host, &current);
        opened.retain(|agent, (_, watched)| {
            let stays = wanted.contains_key(agent);
            if !stays {
                watched.cancel();
                host.parts.agents.remove(agent);
            }
            stays
        });
        for (agent, root) in wanted {
            if opened.get(&agent).is_some_and(|(held, _)| *held == root) {
                continue;
            }
            open(&host, &current, &agent).await;
            let watched = watch_files(&host, &agent, &cancel, &tasks);
            if let Some((_, before)) = opened.insert(agent, (root, watched)) {
                before.cancel();
            }
        }
    }
}

fn wanted(host: &Host, config: &Config) -> BTreeMap<String, PathBuf> {
    let agents = config.agents().into_iter();
    agents
        .map(|agent| {
            let root = config.workspace_dir(&agent, host.state.root());
            (agent, root)
        })
        .collect()
}

async fn open(host: &Host, config: &Config, agent: &str) {
    let status = Status {
        sessions: Arc::clone(&host.parts.sessions),
        config: host.config().clone(),
        models: Arc::clone(&host.parts.models),
        clock: Arc::clone(&host.parts.clock),
    };
    let home = open_agent(OpenAgent {
        agent,
        config,
        settings: host.config(),
        state: &host.state,
        db: host.db(),
        clock: &host.parts.clock,
        status: &Arc::new(status),
        jobs: &host.parts.job_desk(),
        first_files: Some(host.language()),
    })
    .await;
    if let Err(problem) = &home {
        tracing::warn!(%agent, code = problem.code, "an agent's files can't be used");
    }
    host.parts.agents.put(agent, home);
    host.events().changed(Subject::Files, None);
}

/// Watches an agent's files until the token it answers, or the gateway, ends.
fn watch_files(
    host: &Arc<Host>,
    agent: &str,
    cancel: &CancellationToken,
    tasks: &TaskTracker,
) -> CancellationToken {
    let own = cancel.child_token();
    if let Some(Ok(home)) = host.parts.agents.get(agent) {
        let (events, ends) = (host.events().clone(), own.clone());
        let noticed = Arc::new(move |_: &[Change]| events.changed(Subject::Files, None));
        tasks.spawn(async move { watch(home.files, noticed, ends).await });
    }
    own
}
