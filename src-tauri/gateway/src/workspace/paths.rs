//! The workspace directory: opened once, every path relative to its handle.
//!
//! Owns which directory may be a workspace, which paths exist in it and the atomic replace inside
//! it. No link leads out (cap-std), the state directory's own files are never reachable. Knows no
//! versions and no conversation.

use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};

use super::versions::hash;
use super::{FileError, PathFault};

/// Larger files are neither read nor written nor given versions.
pub const MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;
const MAX_NAME_BYTES: usize = 255;
const MAX_PATH_BYTES: usize = 1024;
/// Starts the names of our own temporary files; the watch and every walk pass them over.
pub(super) const TEMP_PREFIX: &str = ".cove-";

/// A path inside the workspace: names joined by `/`, none of them `.` or `..`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelPath(String);

impl RelPath {
    /// The path of a file. A leading `./` is taken off.
    pub fn parse(text: &str) -> Result<Self, FileError> {
        let path = Self::parse_folder(text)?;
        if path.0.is_empty() {
            return Err(fault(text, PathFault::Empty));
        }
        Ok(path)
    }

    /// The path of a folder; an empty one or `.` is the workspace itself.
    pub fn parse_folder(text: &str) -> Result<Self, FileError> {
        let drive = text.as_bytes().get(1) == Some(&b':');
        if text.starts_with(['/', '\\', '~']) || drive {
            return Err(fault(text, PathFault::Absolute));
        }
        if text.len() > MAX_PATH_BYTES {
            return Err(fault(text, PathFault::Long));
        }
        let mut names = Vec::new();
        for name in text.split('/').filter(|name| !matches!(*name, "" | ".")) {
            names.push(check_name(text, name)?);
        }
        Ok(Self(names.join("/")))
    }

    /// As text, with `/` on every system.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last name.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The folder it lies in; `None` for the workspace itself.
    pub fn parent(&self) -> Option<Self> {
        if self.0.is_empty() {
            return None;
        }
        let parent = self.0.rsplit_once('/').map_or("", |(parent, _)| parent);
        Some(Self(parent.to_owned()))
    }

    /// `name` inside this folder.
    pub(super) fn join(&self, name: &str) -> Self {
        if self.0.is_empty() {
            Self(name.to_owned())
        } else {
            Self(format!("{}/{name}", self.0))
        }
    }

    /// What a directory handle wants to hear.
    pub(super) fn as_path(&self) -> &Path {
        Path::new(if self.0.is_empty() { "." } else { &self.0 })
    }

    /// Refuses names that no Windows computer can hold, before such a file is made.
    pub(super) fn portable(&self) -> Result<(), FileError> {
        match self.0.split('/').all(works_on_windows) {
            true => Ok(()),
            false => Err(fault(&self.0, PathFault::WindowsName)),
        }
    }

    fn of(path: &Path) -> Option<Self> {
        let mut names = Vec::new();
        for part in path.components() {
            match part {
                Component::Normal(name) => names.push(name.to_str()?),
                Component::CurDir => {}
                _ => return None,
            }
        }
        Some(Self(names.join("/")))
    }
}

impl std::fmt::Display for RelPath {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn fault(path: &str, fault: PathFault) -> FileError {
    FileError::Path {
        path: path.to_owned(),
        fault,
    }
}

fn check_name<'a>(whole: &str, name: &'a str) -> Result<&'a str, FileError> {
    if name == ".." {
        return Err(fault(whole, PathFault::Climbs));
    }
    if name.len() > MAX_NAME_BYTES {
        return Err(fault(whole, PathFault::Long));
    }
    // A colon opens another stream of the same file on Windows, a backslash another folder.
    if name
        .chars()
        .any(|c| c.is_control() || matches!(c, '\\' | ':'))
    {
        return Err(fault(whole, PathFault::Character));
    }
    if cfg!(windows) && (!works_on_windows(name) || is_short_alias(name)) {
        return Err(fault(whole, PathFault::WindowsName));
    }
    Ok(name)
}

fn works_on_windows(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let device = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
        .iter()
        .any(|reserved| stem.eq_ignore_ascii_case(reserved));
    let numbered = ["COM", "LPT"].iter().any(|port| {
        stem.get(..3)
            .is_some_and(|head| head.eq_ignore_ascii_case(port))
            && matches!(stem.get(3..), Some(tail) if tail.chars().count() == 1
                && tail.chars().all(|c| c.is_ascii_digit() || "¹²³".contains(c)))
    });
    let bad = name.contains(['<', '>', '"', '|', '?', '*']) || name.ends_with(['.', ' ']);
    !(device || numbered || bad)
}

/// `HEARTB~1.MD` is another name of HEARTBEAT.md on Windows; it would pass the table of classes.
fn is_short_alias(name: &str) -> bool {
    name.split_once('~')
        .is_some_and(|(_, tail)| tail.starts_with(|c: char| c.is_ascii_digit()))
}

/// The directories a workspace must not expose.
#[derive(Debug, Clone)]
pub struct Guarded {
    /// The state directory. Inside it only `workspace` and `workspace-<agent>` may be workspaces.
    pub state_dir: PathBuf,
    /// The person's home directory, where there is one.
    pub home_dir: Option<PathBuf>,
}

impl Guarded {
    /// Refuses a workspace that is or contains one of them, after links are followed.
    pub fn check(&self, root: &Path) -> Result<(), FileError> {
        let shown = || root.display().to_string();
        let real = real(root);
        let state = self::real(&self.state_dir);
        if state.starts_with(&real) {
            return Err(FileError::HoldsState { path: shown() });
        }
        if let Some(home) = &self.home_dir
            && self::real(home).starts_with(&real)
        {
            return Err(FileError::HoldsHome { path: shown() });
        }
        let Ok(inside) = real.strip_prefix(&state) else {
            return Ok(());
        };
        let first = inside.components().next().map(Component::as_os_str);
        let own = first
            .and_then(|name| name.to_str())
            .is_some_and(|name| name == "workspace" || name.starts_with("workspace-"));
        match own {
            true => Ok(()),
            false => Err(FileError::HoldsState { path: shown() }),
        }
    }
}

/// Follows the links of the part that exists and keeps the rest.
fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for parent in absolute.ancestors() {
        if let (Ok(found), Ok(rest)) = (parent.canonicalize(), absolute.strip_prefix(parent)) {
            return found.join(rest);
        }
    }
    absolute
}

/// What became of a replace.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Replaced {
    /// The file holds the new bytes, durably.
    Done,
    /// Another program wrote in between; nothing was replaced.
    Changed,
}

/// The open workspace.
#[derive(Debug)]
pub struct Workspace {
    root: PathBuf,
    dir: Dir,
}

impl Workspace {
    /// Opens the directory, making it (0700) if it does not exist.
    pub fn open(root: &Path, guarded: &Guarded) -> Result<Self, FileError> {
        guarded.check(root)?;
        let failed = |source| FileError::Open {
            path: root.display().to_string(),
            source,
        };
        make_private(root).map_err(failed)?;
        // A link may have been put there meanwhile.
        guarded.check(root)?;
        Ok(Self {
            root: root.canonicalize().map_err(failed)?,
            dir: Dir::open_ambient_dir(root, ambient_authority()).map_err(failed)?,
        })
    }

    /// The real directory, for the watch and for words; nothing is opened by it.
    pub fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn dir(&self) -> &Dir {
        &self.dir
    }

    /// The file `path` really names: links inside the workspace followed, none led out. A path
    /// that does not exist yet keeps its missing part.
    pub fn resolve(&self, path: &RelPath) -> Result<RelPath, FileError> {
        match self.dir.canonicalize(path.as_path()) {
            Ok(found) => RelPath::of(&found).ok_or_else(|| FileError::Outside {
                path: path.to_string(),
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if self.dir.symlink_metadata(path.as_path()).is_ok() {
                    return Err(FileError::Outside {
                        path: path.to_string(),
                    });
                }
                let parent = path.parent().ok_or_else(|| broken(path, error))?;
                Ok(self.resolve(&parent)?.join(path.name()))
            }
            Err(error) => Err(broken(path, error)),
        }
    }

    /// The bytes of a resolved file; `None` if it does not exist.
    pub(super) fn read(&self, path: &RelPath) -> Result<Option<Vec<u8>>, FileError> {
        let file = match self.dir.open(path.as_path()) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(broken(path, error)),
        };
        let metadata = file.metadata().map_err(|error| broken(path, error))?;
        if metadata.is_dir() {
            return Err(FileError::Folder {
                path: path.to_string(),
            });
        }
        // A pipe or a device would wait for ever.
        if !metadata.is_file() {
            return Err(FileError::NotText {
                path: path.to_string(),
            });
        }
        let mut bytes = Vec::new();
        file.take(MAX_FILE_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| broken(path, error))?;
        fits(path, bytes.len())?;
        Ok(Some(bytes))
    }

    /// Puts a file in place atomically and durably, if it still holds what `expected` names
    /// (`None` = it does not exist). Looked at right before the rename, so that another program's
    /// write is not lost.
    pub(super) fn replace(
        &self,
        path: &RelPath,
        bytes: &[u8],
        expected: Option<&str>,
    ) -> Result<Replaced, FileError> {
        fits(path, bytes.len())?;
        let folder = path.parent().unwrap_or(RelPath(String::new()));
        if expected.is_none() {
            path.portable()?;
            let made = self.dir.create_dir_all(folder.as_path());
            made.map_err(|error| broken(path, error))?;
        }
        let temp = folder.join(&format!(
            "{TEMP_PREFIX}{}.tmp",
            uuid::Uuid::new_v4().simple()
        ));
        let outcome = self.swap(path, &temp, bytes, expected);
        if !matches!(outcome, Ok(Replaced::Done)) {
            // Whatever went wrong is told already; the leftover is ours and nobody reads it.
            let _ = self.dir.remove_file(temp.as_path());
        }
        let outcome = outcome?;
        self.sync_folder(&folder)
            .map_err(|error| broken(path, error))?;
        Ok(outcome)
    }

    fn swap(
        &self,
        path: &RelPath,
        temp: &RelPath,
        bytes: &[u8],
        expected: Option<&str>,
    ) -> Result<Replaced, FileError> {
        let io = |error| broken(path, error);
        let mut file = self
            .dir
            .open_with(temp.as_path(), &new_file())
            .map_err(io)?;
        file.write_all(bytes).map_err(io)?;
        if let Ok(before) = self.dir.metadata(path.as_path()) {
            file.set_permissions(before.permissions()).map_err(io)?;
        }
        file.sync_all().map_err(io)?;
        drop(file);
        let now = self.read(path)?.map(|bytes| hash(&bytes));
        if now.as_deref() != expected {
            return Ok(Replaced::Changed);
        }
        self.dir
            .rename(temp.as_path(), &self.dir, path.as_path())
            .map_err(io)?;
        Ok(Replaced::Done)
    }

    /// Makes a file that must not exist yet, synced. `false`: there was one, and it is untouched.
    pub(super) fn create_new(&self, path: &RelPath, bytes: &[u8]) -> Result<bool, FileError> {
        let io = |error| broken(path, error);
        let mut file = match self.dir.open_with(path.as_path(), &new_file()) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
            Err(error) => return Err(io(error)),
        };
        file.write_all(bytes).map_err(io)?;
        file.sync_all().map_err(io)?;
        self.sync_folder(&path.parent().unwrap_or(RelPath(String::new())))
            .map_err(io)?;
        Ok(true)
    }

    /// Removes a file; one that is not there is as good as removed.
    pub(super) fn remove(&self, path: &RelPath) -> Result<(), FileError> {
        match self.dir.remove_file(path.as_path()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(broken(path, error)),
            _ => Ok(()),
        }
    }

    /// A rename is durable only once its folder is.
    fn sync_folder(&self, folder: &RelPath) -> io::Result<()> {
        #[cfg(unix)]
        self.dir.open(folder.as_path())?.sync_all()?;
        #[cfg(not(unix))]
        let _ = folder;
        Ok(())
    }
}

fn fits(path: &RelPath, bytes: usize) -> Result<(), FileError> {
    let bytes = bytes as u64;
    if bytes > MAX_FILE_BYTES {
        let path = path.to_string();
        return Err(FileError::TooLarge { path, bytes });
    }
    Ok(())
}

fn new_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use cap_std::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

fn make_private(root: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(root)
}

/// cap-std tells a way out as a permission error of its own, without a system's number.
fn broken(path: &RelPath, error: io::Error) -> FileError {
    let path = path.to_string();
    match error.kind() {
        io::ErrorKind::PermissionDenied if error.raw_os_error().is_none() => {
            FileError::Outside { path }
        }
        io::ErrorKind::IsADirectory => FileError::Folder { path },
        _ => FileError::Io {
            path,
            source: error,
        },
    }
}

#[cfg(test)]
#[path = "paths_tests.rs"]
mod tests;
