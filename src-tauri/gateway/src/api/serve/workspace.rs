//! The agent's files: listed, read, written, compared, brought back.

use std::sync::Arc;

use super::Caller;
use super::change::{Told, publish, shown};
use crate::activity::{Inverse, Kind, StoredUndo, undo_of};
use crate::api::contract::{Changed, Undo};
use crate::api::workspace::{
    Author, DiffText, FileDiff, FileHistory, FileRead, FileRevert, FileRow, FileText, FileWrite,
    FileWritten, Files, VersionRow, Versions, WorkspaceList,
};
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::gateway::Host;
use crate::workspace::{self, Join, Limits, RelPath, Write, Written};

/// Lists the files.
pub async fn list(host: &Arc<Host>, _: &Caller, request: WorkspaceList) -> Result<Files, Problem> {
    let (_, files) = files(host, request.agent_id)?;
    let per_file = host.config().current().agents.defaults.bootstrap_max_chars;
    let limits = Limits {
        per_file: usize::try_from(per_file).unwrap_or(usize::MAX),
        ..Limits::default()
    };
    let (listed, _) = files.list(limits).await?;
    let rows = listed.into_iter().map(|file| FileRow {
        path: file.entry.path.to_string(),
        bytes: file.entry.bytes,
        changed_at: file.entry.changed_at,
        versions: file.versions,
        cut_at: file.cut_at.map(|at| u32::try_from(at).unwrap_or(u32::MAX)),
    });
    Ok(Files {
        files: rows.collect(),
    })
}

/// Reads a file.
pub async fn read(host: &Arc<Host>, _: &Caller, request: FileRead) -> Result<FileText, Problem> {
    let (_, files) = files(host, request.agent_id)?;
    let found = files.read(&RelPath::parse(&request.path)?).await?;
    Ok(FileText {
        path: found.path.to_string(),
        text: found.text,
        exists: found.exists,
        hash: found.hash,
    })
}

/// Writes a file.
pub async fn write(
    host: &Arc<Host>,
    caller: &Caller,
    request: FileWrite,
) -> Result<FileWritten, Problem> {
    let (agent, files) = files(host, request.agent_id)?;
    let told = Told::new(host, caller, Kind::File, "written");
    let record = told.record.id.clone();
    let written = files
        .write(Write {
            path: RelPath::parse(&request.path)?,
            text: request.text,
            base: Some(request.base),
            author: workspace::Author::Person,
            turn_id: None,
            join: Some(join(told, agent, "undo-file-written")),
        })
        .await?;
    Ok(FileWritten {
        undo: told_of(host, &written, &record).await?,
        text: written.text,
        hash: written.hash,
        merged: written.merged,
        conflict: written.conflict,
    })
}

/// The versions of a file.
pub async fn history(
    host: &Arc<Host>,
    _: &Caller,
    request: FileHistory,
) -> Result<Versions, Problem> {
    let (_, files) = files(host, request.agent_id)?;
    let rows = files.history(&RelPath::parse(&request.path)?).await?;
    let versions = rows.into_iter().map(|row| VersionRow {
        version: row.n,
        at: row.at,
        by: match row.by {
            workspace::Author::Person => Author::Person,
            workspace::Author::Agent => Author::Agent,
            workspace::Author::Cove => Author::Cove,
            workspace::Author::Elsewhere => Author::Elsewhere,
        },
        bytes: row.bytes.unwrap_or(0),
        hash: row.hash,
    });
    Ok(Versions {
        versions: versions.collect(),
    })
}

/// What changed between two versions.
pub async fn diff(host: &Arc<Host>, _: &Caller, request: FileDiff) -> Result<DiffText, Problem> {
    let (_, files) = files(host, request.agent_id)?;
    let path = RelPath::parse(&request.path)?;
    Ok(DiffText {
        diff: files.diff(&path, request.from, request.to).await?,
    })
}

/// Brings an old version back.
pub async fn revert(
    host: &Arc<Host>,
    caller: &Caller,
    request: FileRevert,
) -> Result<Changed, Problem> {
    let (agent, files) = files(host, request.agent_id)?;
    let path = RelPath::parse(&request.path)?;
    let told = Told::new(host, caller, Kind::File, "reverted").with("version", request.version);
    let record = told.record.id.clone();
    let join = join(told, agent, "undo-file-reverted");
    let author = workspace::Author::Person;
    let written = files
        .revert(&path, request.version, author, Some(join))
        .await?;
    Ok(Changed {
        undo: told_of(host, &written, &record).await?,
    })
}

/// An agent's files; the default agent's where none is named.
pub(super) fn files(
    host: &Host,
    agent: Option<String>,
) -> Result<(String, Arc<workspace::Files>), Problem> {
    let agent = agent.unwrap_or_else(|| host.config().current().default_agent().to_owned());
    match host.parts.agents.get(&agent) {
        Some(Ok(home)) => Ok((agent, Arc::clone(&home.files))),
        Some(Err(problem)) => Err(problem),
        None => {
            let named = params([("agent", agent.into())]);
            Err(Problem::with("agent-unknown", named))
        }
    }
}

/// Tells the change in the transaction of its version.
pub(super) fn join(told: Told, agent: String, label: &'static str) -> Join {
    Arc::new(move |tx, change| {
        let path = change.path.to_string();
        let inverse = Inverse::RevertFile {
            agent: agent.clone(),
            path: path.clone(),
            version: change.version,
            previous: change.previous,
        };
        let told = told.clone().about(&path).with("path", path);
        told.undone_by(inverse, label).write(tx).map(|_| ())
    })
}

/// Publishes the change, if there was one, and finds its undo.
pub(super) async fn told_of(
    host: &Host,
    written: &Written,
    record: &str,
) -> Result<Option<Undo>, Problem> {
    if written.change.is_none() {
        return Ok(None);
    }
    publish(host, &[Subject::Files], Some(written.path.as_str()));
    let id = StoredUndo::id_of(record);
    let undo = host
        .db()
        .read(move |connection| undo_of(connection, &id))
        .await?;
    Ok(undo.map(|undo| shown(host, &undo)))
}
