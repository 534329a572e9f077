//! What of a home goes into its backup.
//!
//! Owns the walk over the home's known places. Follows no link; a name that could not be restored
//! everywhere, and what can't be read, is named as left out.

use std::fs::DirEntry;
use std::path::{Path, PathBuf};

use super::manifest::{LeftOut, LeftOutWhy};
use super::names;

/// What was found.
#[derive(Debug, Default)]
pub struct Collected {
    /// Relative name and where it lies, in the order it is to be copied.
    pub files: Vec<(String, PathBuf)>,
    /// What stays out.
    pub left_out: Vec<LeftOut>,
}

/// Files that stand at the top and are handled apart or nobody misses: the settings, the tables,
/// locks, sockets and what can be made again.
fn is_apart(name: &str) -> bool {
    name.starts_with("cove.json")
        || name.starts_with("cove.db")
        || name.starts_with("search.db")
        || name.starts_with("gateway.")
        || name.starts_with("home.json.")
        || name.starts_with('.')
        || matches!(name, "logs" | "backups" | "crashes")
}

/// Finds everything but the settings and the tables. The lists of conversations come before the
/// transcripts: a transcript is written before the list names it.
pub fn collect(root: &Path) -> Collected {
    let mut found = Collected::default();
    for (name, entry) in listed(root, "", &mut found.left_out) {
        if is_apart(&name) {
            continue;
        }
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        match (is_folder, names::is_known_folder(&name)) {
            (true, true) => enter(&entry.path(), &name, &mut found),
            (false, _) if names::is_allowed(&name) => take(&entry, name, &mut found),
            _ => found.leave(name, LeftOutWhy::Unknown),
        }
    }
    found.files.sort_by_key(|(name, _)| {
        let is_list = name.ends_with("/sessions.json");
        (!is_list, name.clone())
    });
    found
}

impl Collected {
    fn leave(&mut self, path: String, why: LeftOutWhy) {
        self.left_out.push(LeftOut { path, why });
    }
}

fn enter(folder: &Path, name: &str, found: &mut Collected) {
    let mut left = Vec::new();
    let entries = listed(folder, name, &mut left);
    found.left_out.append(&mut left);
    for (below, entry) in entries {
        if names::is_fleeting(&below) {
            continue;
        }
        if names::is_keys(&format!("{below}/")) {
            found.leave(below, LeftOutWhy::Keys);
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => enter(&entry.path(), &below, found),
            _ => take(&entry, below, found),
        }
    }
}

fn take(entry: &DirEntry, name: String, found: &mut Collected) {
    match entry.file_type() {
        Ok(kind) if kind.is_symlink() => found.leave(name, LeftOutWhy::Link),
        Ok(kind) if !kind.is_file() => found.leave(name, LeftOutWhy::Unknown),
        Ok(_) if !names::is_plain(&name) => found.leave(name, LeftOutWhy::Name),
        Ok(_) => found.files.push((name, entry.path())),
        Err(_) => found.leave(name, LeftOutWhy::Unreadable),
    }
}

/// The entries of a folder with their names relative to the home, by name.
fn listed(folder: &Path, name: &str, left: &mut Vec<LeftOut>) -> Vec<(String, DirEntry)> {
    let below = |own: &str| match name {
        "" => own.to_owned(),
        name => format!("{name}/{own}"),
    };
    let Ok(entries) = std::fs::read_dir(folder) else {
        left.push(LeftOut {
            path: name.to_owned(),
            why: LeftOutWhy::Unreadable,
        });
        return Vec::new();
    };
    let mut listed = Vec::new();
    for entry in entries.flatten() {
        match entry.file_name().into_string() {
            Ok(own) => listed.push((below(&own), entry)),
            Err(own) => left.push(LeftOut {
                path: below(&own.to_string_lossy()),
                why: LeftOutWhy::Name,
            }),
        }
    }
    listed.sort_by(|(a, _), (b, _)| a.cmp(b));
    listed
}
