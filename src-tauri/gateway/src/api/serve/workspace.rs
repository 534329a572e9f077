//! The agent's files: listed, read, written, compared, brought back.

use std::sync::Arc;

use super::Caller;
use super::change::{Told, publish, shown};
use crate::activity::{Inverse, Kind, StoredUndo, undo_of};
use crate::agent::{AgentHome, FileScales, ReadWhen};
use crate::api::contract::{Changed, Undo};
use crate::api::workspace::{
    AboutText, Author, ChangeRow, ChangesMade, DiffText, FileChanges, FileDiff, FileHistory,
    FileRead, FileReadWhen, FileRevert, FileRow, FileText, FileWrite, FileWritten, Files,
    TextConflict, TextPlace, VersionRow, Versions, WorkspaceList,
};
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::gateway::Host;
use crate::workspace::{self, Join, Limits, RelPath, Write, Written};

/// Changes of a file that are listed where nothing is said, and at most.
const CHANGES: u32 = 50;
const MOST_CHANGES: u32 = 200;

/// Lists the files.
pub async fn list(host: &Arc<Host>, _: &Caller, request: WorkspaceList) -> Result<Files, Problem> {
    let (agent, home) = home(host, request.agent_id)?;
    let scales = FileScales::of(&host.parts, &agent, &home).await?;
    let per_file = host.config().current().agents.defaults.bootstrap_max_chars;
    let limits = Limits {
        per_file: usize::try_from(per_file).unwrap_or(usize::MAX),
        ..Limits::default()
    };
    let (listed, _) = home.files.list(limits).await?;
    let rows = listed.into_iter().map(|file| FileRow {
        path: file.entry.path.to_string(),
        tokens: scales.tokens(file.entry.bytes),
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
    let (agent, home) = home(host, request.agent_id)?;
    let scales = FileScales::of(&host.parts, &agent, &home).await?;
    let found = home.files.read(&RelPath::parse(&request.path)?).await?;
    let example = workspace::example(&found.path, &found.text, host.language());
    Ok(FileText {
        about: about(host, &scales, &found.path, &found.text),
        example: example.map(str::to_owned),
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
    let (agent, home) = home(host, request.agent_id)?;
    let path = RelPath::parse(&request.path)?;
    let mut told = Told::new(host, caller, Kind::File, "written");
    let stay = request.stay.map(|stay| format!("stay:{stay}"));
    if let Some(stay) = &stay {
        told.record.id = format!("file-written:{stay}:{path}");
    }
    let record = told.record.id.clone();
    let written = home.files.write(Write {
        path,
        text: request.text,
        base: Some(request.base),
        author: workspace::Author::Person,
        turn_id: stay,
        join: Some(join(told, agent.clone(), "undo-file-written")),
    });
    let written = written.await?;
    let scales = FileScales::of(&host.parts, &agent, &home).await?;
    Ok(FileWritten {
        undo: told_of(host, &written, &record).await?,
        about: about(host, &scales, &written.path, &written.text),
        text: written.text,
        hash: written.hash,
        merged: written.merged,
        conflict: written.conflict,
    })
}

/// What is to be known of a text.
fn about(host: &Host, scales: &FileScales<'_>, path: &RelPath, text: &str) -> AboutText {
    let cost = scales.weigh(path.as_str(), text);
    let cut_at = workspace::cut_at(path, text, host.parts.limits().per_file);
    let conflicts = workspace::conflicts(text).into_iter();
    let secrets = host.parts.redactor.places(text);
    AboutText {
        tokens: cost.tokens,
        read: match cost.read {
            ReadWhen::Always => FileReadWhen::Always,
            ReadWhen::Messages => FileReadWhen::Messages,
            ReadWhen::CheckIns => FileReadWhen::CheckIns,
            ReadWhen::Opened => FileReadWhen::Opened,
        },
        read_tokens: cost.read_tokens,
        read_cost: cost.read_cost,
        check_ins: cost.check_ins,
        day_cost: cost.day_cost,
        cut_at: cut_at.map(|at| {
            let bytes = workspace::head(text, at).len();
            unit(workspace::place(text, bytes))
        }),
        conflicts: conflicts
            .map(|conflict| TextConflict {
                at: place(text, &conflict.at),
                mine: conflict.mine,
                mine_by: author(conflict.mine_by),
                theirs: conflict.theirs,
                theirs_by: author(conflict.theirs_by),
                both: conflict.both,
            })
            .collect(),
        secrets: secrets.iter().map(|at| place(text, at)).collect(),
    }
}

fn place(text: &str, bytes: &std::ops::Range<usize>) -> TextPlace {
    let units = workspace::places(text, bytes);
    TextPlace {
        from: unit(units.start),
        to: unit(units.end),
    }
}

/// Files are at most 8 MB, so no place is too far.
fn unit(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn author(by: workspace::Author) -> Author {
    match by {
        workspace::Author::Person => Author::Person,
        workspace::Author::Agent => Author::Agent,
        workspace::Author::Cove => Author::Cove,
        workspace::Author::Elsewhere => Author::Elsewhere,
    }
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
        by: author(row.by),
        bytes: row.bytes.unwrap_or(0),
        hash: row.hash,
    });
    Ok(Versions {
        versions: versions.collect(),
    })
}

/// The changes of a file.
pub async fn changes(
    host: &Arc<Host>,
    _: &Caller,
    request: FileChanges,
) -> Result<ChangesMade, Problem> {
    let (_, files) = files(host, request.agent_id)?;
    let limit = request.limit.unwrap_or(CHANGES).min(MOST_CHANGES);
    let path = RelPath::parse(&request.path)?;
    let changes = files.changes(&path, limit as usize).await?;
    let row = |change: workspace::FileChange| ChangeRow {
        version: change.version,
        before: change.before,
        at: change.at,
        by: author(change.by),
        added: change.lines.map(|lines| lines.added),
        removed: change.lines.map(|lines| lines.removed),
        brought_back: change.same_as,
        gone: change.removed,
    };
    Ok(ChangesMade {
        changes: changes.into_iter().map(row).collect(),
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
    let (agent, home) = home(host, agent)?;
    Ok((agent, Arc::clone(&home.files)))
}

fn home(host: &Host, agent: Option<String>) -> Result<(String, AgentHome), Problem> {
    let agent = agent.unwrap_or_else(|| host.config().current().default_agent().to_owned());
    match host.parts.agents.get(&agent) {
        Some(home) => Ok((agent, home?)),
        None => {
            let named = params([("agent", agent.into())]);
            Err(Problem::with("agent-unknown", named))
        }
    }
}

/// Tells the change in the transaction of its version. Told again under the same record, the way
/// back leads before the first of them.
pub(super) fn join(told: Told, agent: String, label: &'static str) -> Join {
    Arc::new(move |tx, change| {
        let path = change.path.to_string();
        let earlier = undo_of(tx, &StoredUndo::id_of(&told.record.id))?;
        let inverse = Inverse::RevertFile {
            agent: agent.clone(),
            path: path.clone(),
            version: change.version,
            previous: workspace::way_back(earlier.as_ref(), change),
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
