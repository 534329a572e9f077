//! A conversation that begins anew as a fix: the transcript it leaves is kept as a copy too.
//!
//! Owns what `backups/fixes/<id>.json` says of such a fix and putting the transcript back where it
//! is gone. Never opens a conversation: who takes the fix back does.

use std::path::Path;

use super::finding::Finding;
use super::fix::{FixError, read};
use super::journal::{FixRecord, Left, Step, drop_record, inside, open_fix};
use crate::clock::Ms;
use crate::storage::{StorageError, replace, set_aside};

/// Copies the transcript that a conversation is about to leave and notes both, before anything
/// else happens: killed afterwards, the copy is there and named.
///
/// # Errors
/// The disk refused.
pub fn keep_left(
    root: &Path,
    finding: &Finding,
    left: Left,
    path: &Path,
    now: Ms,
) -> Result<FixRecord, FixError> {
    let mut told = FixRecord::new(root, now, finding.code, &finding.subject);
    if let Some(bytes) = read(path)? {
        told.steps.push(Step {
            backup: Some(inside(root, &set_aside(path, now)?)),
            ..Step::of(inside(root, path), Some(&bytes))
        });
    }
    told.left = Some(left);
    told.keep(root)?;
    Ok(told)
}

/// The conversation did not begin anew after all: neither a fix nor its copy stays.
///
/// # Errors
/// The disk refused.
pub fn forget_left(root: &Path, told: &FixRecord) -> Result<(), FixError> {
    drop_record(root, &told.id)?;
    for backup in told.steps.iter().filter_map(|step| step.backup.as_ref()) {
        let backup = root.join(backup);
        std::fs::remove_file(&backup).map_err(StorageError::io(&backup))?;
    }
    Ok(())
}

/// The fix of this id, where it made a conversation begin anew; `None` = it did something else.
///
/// # Errors
/// `fix-unknown`, `fix-undone`.
pub fn fix_that_left(root: &Path, id: &str) -> Result<Option<(FixRecord, Left)>, FixError> {
    let told = open_fix(root, id)?;
    let left = told.left.clone();
    Ok(left.map(|left| (told, left)))
}

/// Puts the transcript that was left back where it is gone; one that is there is the truth and
/// stays as it is.
///
/// # Errors
/// The disk refused.
pub fn put_back_left(root: &Path, told: &FixRecord) -> Result<(), FixError> {
    for step in &told.steps {
        let path = root.join(&step.path);
        let Some(backup) = step.backup.as_ref().filter(|_| !path.exists()) else {
            continue;
        };
        if let Some(bytes) = read(&root.join(backup))? {
            replace(&path, &bytes)?;
        }
    }
    Ok(())
}

/// Notes that the fix was taken back.
///
/// # Errors
/// The disk refused.
pub fn note_back(root: &Path, mut told: FixRecord) -> Result<FixRecord, FixError> {
    told.undone = true;
    told.keep(root)?;
    Ok(told)
}
