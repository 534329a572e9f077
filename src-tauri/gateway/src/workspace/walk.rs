//! What lies in the workspace.
//!
//! Owns the bounded walk that listing, searching and the first look share. Never follows a link,
//! never enters hidden folders or those of build tools.

use cap_std::fs::Dir;

use super::paths::{RelPath, TEMP_PREFIX, Workspace};
use crate::clock::Ms;

/// Deeper folders are not entered.
const MAX_DEPTH: usize = 16;
/// Folders with many files that are nobody's notes.
pub(super) const PASSED_OVER: [&str; 2] = ["node_modules", "target"];

/// A file that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Relative to the workspace.
    pub path: RelPath,
    /// Size.
    pub bytes: u64,
    /// Last change, ms.
    pub changed_at: Ms,
}

/// What a walk found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walk {
    /// By path.
    pub entries: Vec<Entry>,
    /// There was more than the bound.
    pub cut: bool,
}

impl Workspace {
    /// The files below `folder` that `wanted` lets through, by path, at most `max`. What can't be
    /// read (a folder without permission) is left out. A file instead of a folder is found alone.
    pub fn walk(&self, folder: &RelPath, max: usize, wanted: &dyn Fn(&RelPath) -> bool) -> Walk {
        let mut walk = Walk::default();
        // By its own name, or a link to the workspace itself would rename every file in it.
        let Ok(folder) = self.resolve(folder) else {
            return walk;
        };
        if let Ok(dir) = self.dir().open_dir(folder.as_path()) {
            enter(&dir, &folder, max, wanted, &mut walk, 0);
        } else if let Ok(metadata) = self.dir().metadata(folder.as_path())
            && metadata.is_file()
            && wanted(&folder)
        {
            walk.entries.push(entry(folder, &metadata));
        }
        walk
    }

    /// The text of a file that a walk found; `None` if it is none, or gone.
    pub fn text(&self, path: &RelPath) -> Option<String> {
        String::from_utf8(self.read(path).ok()??).ok()
    }
}

fn enter(
    dir: &Dir,
    at: &RelPath,
    max: usize,
    wanted: &dyn Fn(&RelPath) -> bool,
    walk: &mut Walk,
    depth: usize,
) {
    let Ok(entries) = dir.entries() else { return };
    let mut named: Vec<_> = entries
        .flatten()
        .filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry)))
        .collect();
    named.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (name, entry) in named {
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        let path = at.join(&name);
        if kind.is_dir() {
            let entered = !name.starts_with('.') && !PASSED_OVER.contains(&name.as_str());
            if let (true, true, Ok(inner)) = (entered, depth < MAX_DEPTH, entry.open_dir()) {
                enter(&inner, &path, max, wanted, walk, depth + 1);
            }
        } else if kind.is_file() && !name.starts_with(TEMP_PREFIX) && wanted(&path) {
            if walk.entries.len() >= max {
                walk.cut = true;
                return;
            }
            let Ok(metadata) = entry.metadata() else {
                continue;
            };
            walk.entries.push(self::entry(path, &metadata));
        }
    }
}

fn entry(path: RelPath, metadata: &cap_std::fs::Metadata) -> Entry {
    let changed = metadata.modified().ok();
    Entry {
        path,
        bytes: metadata.len(),
        changed_at: changed.map_or(0, |time| since_1970(time.into_std())),
    }
}

fn since_1970(time: std::time::SystemTime) -> Ms {
    time.duration_since(std::time::UNIX_EPOCH)
        .ok()
        .and_then(|since| Ms::try_from(since.as_millis()).ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::testing::home;
    use super::*;

    #[test]
    fn a_walk_is_sorted_bounded_and_passes_over_what_is_nobodys_note() {
        let home = home();
        for path in [
            "b.md",
            "a/x.md",
            ".git/config",
            "node_modules/x.js",
            ".cove-1.tmp",
            ".env",
        ] {
            home.outside(path, "x");
        }
        let root = RelPath::parse_folder("").unwrap();
        let names = |walk: &Walk| {
            let names = walk.entries.iter().map(|entry| entry.path.to_string());
            names.collect::<Vec<_>>()
        };
        let walk = home.files.workspace().walk(&root, 10, &|_| true);
        assert_eq!(names(&walk), [".env", "a/x.md", "b.md"]);
        assert!(!walk.cut);
        let walk = home.files.workspace().walk(&root, 2, &|_| true);
        assert_eq!((walk.entries.len(), walk.cut), (2, true));
        let walk = home.files.workspace().walk(&root, 3, &|_| true);
        assert!(!walk.cut);
    }

    #[cfg(unix)]
    #[test]
    fn a_walk_never_follows_a_link() {
        let home = home();
        home.outside("a.md", "x");
        std::os::unix::fs::symlink("..", home.root().join("up")).unwrap();
        std::os::unix::fs::symlink(".", home.root().join("again")).unwrap();
        let root = RelPath::parse_folder("").unwrap();
        let walk = home.files.workspace().walk(&root, 100, &|_| true);
        assert_eq!(walk.entries.len(), 1);
    }
}
