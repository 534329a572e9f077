//! What several conversations know together: listed, read, changed in one step.

use std::sync::Arc;

use serde_json::Value;

use super::Caller;
use super::change::Told;
use super::workspace::{files, join, told_of};
use crate::activity::Kind;
use crate::api::state::{
    StateChange, StateChanged, StateDo, StateGet, StateLease, StateLine, StateList, StateNames,
    StateSeen,
};
use crate::error::Problem;
use crate::gateway::Host;
use crate::workspace::{
    Author, Change, Files, LEASE, RelPath, SharedState, StateAction, StateError, act, added_line,
    log_line, log_path, print_state, read_state, state_folder, state_path, taken_back,
};

/// In whose name a person writes.
const PERSON: &str = "person";
/// Most that are listed.
const MOST: usize = 500;

/// Lists them.
pub async fn list(host: &Arc<Host>, _: &Caller, request: StateList) -> Result<StateNames, Problem> {
    let (_, files) = files(host, request.agent_id)?;
    let workspace = Arc::clone(files.workspace());
    let walk = super::change::aside(move || {
        let folder = RelPath::parse_folder(state_folder())?;
        Ok(workspace.walk(&folder, MOST, &|_| true))
    })
    .await?;
    let names = |end: &str| {
        let paths = walk.entries.iter().map(|entry| entry.path.as_str());
        let names = paths.filter_map(|path| {
            let name = path.strip_prefix(state_folder())?.strip_prefix('/')?;
            Some(name.strip_suffix(end)?.to_owned())
        });
        names.collect()
    };
    Ok(StateNames {
        states: names(".json"),
        logs: names(".jsonl"),
    })
}

/// Reads one.
pub async fn get(host: &Arc<Host>, _: &Caller, request: StateGet) -> Result<StateSeen, Problem> {
    let (_, files) = files(host, request.agent_id)?;
    let found = files.read(&state_path(&request.name)?).await?;
    if found.exists {
        return Ok(seen(request.name, read_state(Some(&found.text))?));
    }
    let log = files.read(&log_path(&request.name)?).await?;
    let lines = log.text.lines().filter_map(|line| {
        let line: Value = serde_json::from_str(line).ok()?;
        let text = |name: &str| Some(line.get(name)?.as_str()?.to_owned());
        Some(StateLine {
            at: text("at")?,
            by: text("by")?,
            text: text("text")?,
        })
    });
    let mut lines: Vec<StateLine> = lines.collect();
    let older = lines.len().saturating_sub(MOST);
    Ok(StateSeen {
        log: lines.split_off(older),
        ..seen(request.name, SharedState::default())
    })
}

/// Changes one.
pub async fn change(
    host: &Arc<Host>,
    caller: &Caller,
    request: StateChange,
) -> Result<StateChanged, Problem> {
    let (agent, files) = files(host, request.agent_id)?;
    let (name, now) = (request.name, host.now());
    let who = request.holder.unwrap_or_else(|| PERSON.to_owned());
    let told = Told::new(host, caller, Kind::File, "written");
    let record = told.record.id.clone();
    let join = Some(join(told, agent, "undo-file-written"));
    let minutes = |minutes: Option<u32>| minutes.unwrap_or(LEASE);
    let action = match request.action {
        StateDo::Append { text } => {
            let line = log_line(&text, &who, now);
            let added = move |held: Option<&str>| (Some(added_line(held, &line)), ());
            let path = log_path(&name)?;
            let (written, ()) = files
                .update(&path, None, Author::Person, join, added)
                .await?;
            return Ok(StateChanged {
                state: None,
                undo: told_of(host, &written, &record).await?,
            });
        }
        StateDo::Set {
            state,
            version,
            format,
        } => StateAction::Set {
            state,
            version: version.map(u64::from),
            format,
        },
        StateDo::Acquire { minutes: wanted } => StateAction::Acquire(minutes(wanted)),
        StateDo::Renew { minutes: wanted } => StateAction::Renew(minutes(wanted)),
        StateDo::Release {} => StateAction::Release,
    };
    let path = state_path(&name)?;
    let made = move |held: Option<&str>| match read_state(held)
        .and_then(|held| act(held, &action, &who, now))
    {
        Ok(state) => (Some(print_state(&state)), Ok(state)),
        Err(error) => (None, Err::<SharedState, StateError>(error)),
    };
    let (written, state) = files
        .update(&path, None, Author::Person, join, made)
        .await?;
    Ok(StateChanged {
        state: Some(seen(name, state?)),
        undo: told_of(host, &written, &record).await?,
    })
}

/// Takes a change of a state back in one step, under a new version.
///
/// # Errors
/// `undo-changed-since`, or when the file can't be read or written.
pub(super) async fn take_back(files: &Files, change: &Change) -> Result<(), Problem> {
    let after = files.version_text(&change.path, change.version).await?;
    let before = match change.previous {
        Some(version) => Some(files.version_text(&change.path, version).await?),
        None => None,
    };
    let back = print_state(&taken_back(before.as_deref(), &after)?);
    let made = move |held: Option<&str>| match held == Some(after.as_str()) {
        true => (Some(back.clone()), true),
        false => (None, false),
    };
    let (_, done) = files
        .update(&change.path, None, Author::Person, None, made)
        .await?;
    match done {
        true => Ok(()),
        false => Err(Problem::new("undo-changed-since")),
    }
}

fn seen(name: String, state: SharedState) -> StateSeen {
    StateSeen {
        name,
        version: u32::try_from(state.version).unwrap_or(u32::MAX),
        format: state.format,
        updated_at: state.updated_at,
        updated_by: state.updated_by,
        state: state.state,
        log: Vec::new(),
        lock: state.lock.map(|lease| StateLease {
            holder: lease.holder,
            acquired_at: lease.acquired_at,
            expires_at: lease.expires_at,
        }),
    }
}
