//! A conversation that no message reaches becomes one of the key its messages go to now.
//!
//! Owns the order of the writes: the transcripts say whose they are, and lie where that key's lie;
//! then the lists; what was left behind goes last but for the record that is moved, so that a move
//! a kill cut off is found and finished by the next. Decides neither what is stray nor where it
//! belongs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::fix::{FixError, Fixing, read};
use super::mend;
use crate::session::{EntryView, SessionKey, SessionStore, list_change, record_in, rekeyed};

/// The transcripts of a key by their session ids.
type Transcripts = BTreeMap<String, PathBuf>;

impl Fixing<'_> {
    /// Moves the conversation of `from` to `to`. Where `to` has one, the one used last goes on and
    /// the other stays among the earlier sessions.
    pub(super) fn relocate(
        &mut self,
        sessions: &SessionStore,
        from: &SessionKey,
        to: &SessionKey,
    ) -> Result<(), FixError> {
        let Some(moved) = sessions.record(from).filter(|_| from != to) else {
            return Ok(());
        };
        let held = sessions.record(to);
        let (here, there) = (sessions.home_of(from), sessions.home_of(to));
        let files = transcripts(sessions, from)?;
        let folder = sessions.folder(&there)?;
        // A folder of transcripts without a list would be taken for one that lost it.
        sessions.rewrite(&there, |file, list| file.is_none().then(|| list.to_vec()))?;
        self.carry(&files, &folder, to)?;
        let id = moved.session_id().unwrap_or_default();
        let goes_on = goes_on(&moved, held.as_ref());
        let mut record = None;
        if goes_on {
            // What the key had becomes one of its earlier sessions.
            if let Some(found) = sessions.find(to).filter(|found| found.path.is_file()) {
                self.rewrite(&found.path, |bytes| rekeyed(bytes, to))?;
            }
            let path = folder.join(format!("{id}.jsonl"));
            sessions.rewrite(&here, |_, list| {
                record = record_in(list, &here, from, &path);
                None
            })?;
        }
        let put = record.as_deref().map(|text| (to, text));
        let together = here == there;
        if put.is_some() && !together {
            self.change_list(sessions, &there, |_, list| {
                list_change(list, &there, None, put)
            })?;
        }
        for (id, path) in files {
            if path != folder.join(format!("{id}.jsonl")) {
                self.remove(&path)?;
            }
        }
        self.change_list(sessions, &here, |_, list| {
            list_change(list, &here, Some(from), put.filter(|_| together))
        })
    }

    /// Each transcript under the other key, in the folder of its agent.
    fn carry(
        &mut self,
        files: &Transcripts,
        folder: &Path,
        to: &SessionKey,
    ) -> Result<(), FixError> {
        for (id, path) in files {
            let Some(mut bytes) = read(path)? else {
                continue;
            };
            let cwd = self.view.root.display().to_string();
            if let Some(headed) = mend::header(&bytes, id, &cwd, self.view.now) {
                bytes = headed;
            }
            let bytes = rekeyed(&bytes, to).unwrap_or(bytes);
            let place = folder.join(format!("{id}.jsonl"));
            if place == *path {
                self.rewrite(path, |before| (before != bytes).then_some(bytes))?;
                continue;
            }
            match read(&place)? {
                // Carried before a kill; it may have gone on since.
                Some(there) if there.starts_with(&bytes) => {}
                Some(_) => return Err(FixError::Taken(self.view.named(&place))),
                None => self.write(&place, &bytes)?,
            }
        }
        Ok(())
    }
}

/// Whether the conversation that is moved is the one of its new key from now on. One that is there
/// already was put there by a move that was cut off.
fn goes_on(moved: &EntryView, held: Option<&EntryView>) -> bool {
    let used = |record: &EntryView| record.number("updatedAt").unwrap_or(0);
    held.is_none_or(|held| held.session_id() != moved.session_id() && used(moved) > used(held))
}

fn transcripts(sessions: &SessionStore, key: &SessionKey) -> Result<Transcripts, FixError> {
    let past = sessions.past(key)?.into_iter();
    let mut files: Transcripts = past.map(|past| (past.session_id, past.path)).collect();
    if let Some(current) = sessions.find(key).filter(|found| found.path.is_file()) {
        files.insert(current.session_id, current.path);
    }
    Ok(files)
}
