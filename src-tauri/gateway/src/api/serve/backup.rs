//! Backups made and restored.
//!
//! Owns the order in which a backup reads a home that is at work: the tables first, then the
//! plain files. What a transcript holds beyond the tables is found at the restore, not lost.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Caller;
use super::change::{Told, aside, sentence, tell};
use crate::activity::Kind;
use crate::api::backup::{
    BackupContents, BackupCreate, BackupList, BackupMade, BackupRestore, BackupRestored, BackupRow,
    BackupShelf, LeftOutRow,
};
use crate::api::contract::{Actor, ApiError};
use crate::backup::{self, Contents, LeftOut, Shelved, Sources};
use crate::clock::Ms;
use crate::error::{Problem, params};
use crate::gateway::{BUILD, Host};
use crate::storage::{StorageError, copy_to};

/// Makes a backup.
pub async fn create(
    host: &Arc<Host>,
    caller: &Caller,
    request: BackupCreate,
) -> Result<BackupMade, Problem> {
    let now = host.now();
    let folder = host.state.backups();
    let target = match request.file {
        Some(file) => absolute(&file)?,
        None => folder.join(backup::default_name(now)),
    };
    let io = StorageError::io(&folder);
    let passing = tempfile::Builder::new()
        .prefix(".cove-")
        .suffix(".tmp")
        .tempdir_in(&folder)
        .map_err(io)?;
    let tables = passing.path().join("cove.db");
    copy_to(host.db(), &tables).await?;
    host.parts.sessions.flush()?;
    let settings = settings(host).await;
    let (text, secrets) = settings.map_or((None, Vec::new()), |settings| {
        (Some(settings.text), settings.secrets)
    });
    let sources = Sources {
        root: host.state.root().to_owned(),
        home_id: host.state.home_id().to_owned(),
        build: BUILD,
        now,
        tables,
        settings: text,
        secrets,
        outside: outside(host),
    };
    let packed = aside(move || {
        let packed = backup::pack(sources, &target);
        // Its copy of the tables is needed until here.
        drop(passing);
        Ok(packed?)
    })
    .await?;
    let file = packed.path.display().to_string();
    let told = Told::new(host, caller, Kind::Backup, "made")
        .about(&file)
        .with("path", file.clone());
    tell(host, told, &[]).await?;
    let manifest = packed.manifest;
    Ok(BackupMade {
        file,
        bytes: packed.bytes,
        files: u32::try_from(manifest.files.len()).unwrap_or(u32::MAX),
        secrets: manifest.secrets,
        left_out: manifest
            .left_out
            .into_iter()
            .map(|left| shown(host, left))
            .collect(),
        keys_in_notes: super::health::keys_in_notes(host).await?,
    })
}

/// Lists the home's backups.
pub async fn list(host: &Arc<Host>, _: &Caller, _: BackupList) -> Result<BackupShelf, Problem> {
    let folder = host.state.backups();
    let from = folder.clone();
    let shelved = aside(move || Ok(backup::shelf(&from)?)).await?;
    Ok(BackupShelf {
        folder: folder.display().to_string(),
        backups: shelved.into_iter().map(|one| row(host, one)).collect(),
    })
}

/// Replaces this home: everything that can go wrong with the backup goes wrong here, while the
/// home is still at work. What is left for after its end are two renames.
pub async fn restore(
    host: &Arc<Host>,
    caller: &Caller,
    request: BackupRestore,
) -> Result<BackupRestored, Problem> {
    // A command can't say afterwards what became of it: there the person stops Cove first.
    if caller.actor != Actor::Window {
        return Err(Problem::new("backup-restore-running"));
    }
    let live = host.live()?;
    let idle = || match live.lanes.counts() {
        (0, _) => Ok(()),
        (running, _) => {
            let told = params([("running", running.into())]);
            Err(Problem::with("backup-restore-busy", told))
        }
    };
    idle()?;
    let file = absolute(&request.file)?;
    let (root, now) = (host.state.root().to_owned(), host.now());
    let prepared = aside(move || Ok(backup::prepare(&file, &root, now)?)).await?;
    create(host, caller, BackupCreate { file: None }).await?;
    // A message may have come meanwhile: its answer goes first.
    idle()?;
    let restored = BackupRestored {
        kept: prepared.kept().map(|path| path.display().to_string()),
        created_at: prepared.manifest.created_at,
        build: prepared.manifest.cove.clone(),
        files: u32::try_from(prepared.manifest.files.len()).unwrap_or(u32::MAX),
        secrets: prepared.manifest.secrets.clone(),
    };
    live.follow_with(prepared);
    Ok(restored)
}

/// Restores a backup as the home in `root`, which nobody has open.
pub async fn restore_home(
    root: PathBuf,
    request: BackupRestore,
    now: Ms,
) -> Result<BackupRestored, Problem> {
    let file = absolute(&request.file)?;
    let restored = aside(move || Ok(backup::restore(&file, &root, now)?)).await?;
    let manifest = restored.manifest;
    Ok(BackupRestored {
        kept: restored.kept.map(|path| path.display().to_string()),
        created_at: manifest.created_at,
        build: manifest.cove,
        files: u32::try_from(manifest.files.len()).unwrap_or(u32::MAX),
        secrets: manifest.secrets,
    })
}

/// The settings without secrets; `None` where they can't be read.
async fn settings(host: &Host) -> Option<crate::config::Portable> {
    let (config, redactor) = (host.config().clone(), host.parts.redactor.clone());
    let read = aside(move || Ok(config.portable(&redactor)?)).await;
    read.inspect_err(|problem| {
        tracing::warn!(
            code = problem.code,
            "the settings are left out of the backup"
        );
    })
    .ok()
}

/// The agents' folders that a person put elsewhere.
fn outside(host: &Host) -> Vec<PathBuf> {
    let (config, root) = (host.config().current(), host.state.root());
    let folders = config
        .agents()
        .into_iter()
        .map(|agent| config.workspace_dir(&agent, root));
    folders
        .filter(|folder| !folder.starts_with(root) && folder.is_dir())
        .collect()
}

fn absolute(file: &str) -> Result<PathBuf, Problem> {
    let path = Path::new(file);
    if path.is_absolute() && path.file_name().is_some() {
        return Ok(path.to_owned());
    }
    Err(Problem::with(
        "backup-relative",
        params([("path", file.into())]),
    ))
}

fn row(host: &Host, one: Shelved) -> BackupRow {
    let name = one.path.file_name().unwrap_or_default();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (created_at, contents, problem) = match one.contents {
        Ok(held) => {
            let Contents { manifest, .. } = &held;
            let contents = BackupContents {
                build: manifest.cove.clone(),
                files: count(manifest.files.len()),
                conversations: count(held.conversations),
                notes: count(held.notes),
                jobs: held.jobs.map(count),
                settings: held.settings,
                secrets: manifest.secrets.clone(),
                left_out: manifest
                    .left_out
                    .iter()
                    .map(|left| shown(host, left.clone()).text)
                    .collect(),
            };
            (manifest.created_at, Some(contents), None)
        }
        Err(error) => {
            let problem = Problem::from(&error);
            let told = ApiError::render(&problem, &host.parts.words, host.language());
            (one.modified_at, None, Some(told))
        }
    };
    BackupRow {
        name: name.to_string_lossy().into_owned(),
        file: one.path.display().to_string(),
        bytes: one.bytes,
        created_at,
        contents,
        problem,
    }
}

fn shown(host: &Host, left: LeftOut) -> LeftOutRow {
    let why = left.why.as_str();
    let told = params([("path", left.path.as_str().into()), ("why", why.into())]);
    LeftOutRow {
        text: sentence(host, "backup-left-out", &told),
        why: why.to_owned(),
        path: left.path,
    }
}
