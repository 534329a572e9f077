//! The workspace directory: opened once, every path relative to its handle.
//!
//! Owns which paths exist in it and the atomic replace inside it. No link leads out (cap-std), the state directory's own files are never reachable. Knows no
//! versions and no conversation.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};

use super::versions::hash;
use super::{FileError, Guarded, RelPath};

/// Larger files are neither read nor written nor given versions.
pub const MAX_FILE_BYTES: u64 = 20 * 1024 * 1024;
/// Starts the names of our own temporary files; the watch and every walk pass them over.
pub(super) const TEMP_PREFIX: &str = ".cove-";

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

    /// Whether the directory allows to be written at all; a full disk shows only on writing.
    pub fn is_writable(&self) -> bool {
        self.dir
            .dir_metadata()
            .is_ok_and(|meta| !meta.permissions().readonly())
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
    pub fn read(&self, path: &RelPath) -> Result<Option<Vec<u8>>, FileError> {
        self.read_at_most(path, MAX_FILE_BYTES)
    }

    /// The bytes of a resolved file that has at most `most`; `None` if it does not exist.
    pub fn read_at_most(&self, path: &RelPath, most: u64) -> Result<Option<Vec<u8>>, FileError> {
        let Some(file) = self.opened(path)? else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        file.take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| broken(path, error))?;
        fits(path, bytes.len(), most)?;
        Ok(Some(bytes))
    }

    /// The size of a resolved file that can be read, bytes.
    ///
    /// # Errors
    /// It is not there, or something else than a file.
    pub fn size(&self, path: &RelPath) -> Result<u64, FileError> {
        let missing = || FileError::Missing {
            path: path.to_string(),
        };
        let file = self.opened(path)?.ok_or_else(missing)?;
        let metadata = file.metadata().map_err(|error| broken(path, error))?;
        Ok(metadata.len())
    }

    fn opened(&self, path: &RelPath) -> Result<Option<cap_std::fs::File>, FileError> {
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
        Ok(Some(file))
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
        fits(path, bytes.len(), MAX_FILE_BYTES)?;
        let folder = path.parent().unwrap_or(RelPath::root());
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
        self.sync_folder(&path.parent().unwrap_or(RelPath::root()))
            .map_err(io)?;
        Ok(true)
    }

    /// Removes a file durably, if it still holds what `expected` names. One that is gone already
    /// is as good as removed.
    pub(super) fn remove(
        &self,
        path: &RelPath,
        expected: Option<&str>,
    ) -> Result<Replaced, FileError> {
        let now = self.read(path)?.map(|bytes| hash(&bytes));
        if now.as_deref() != expected {
            return Ok(Replaced::Changed);
        }
        let io = |error| broken(path, error);
        match self.dir.remove_file(path.as_path()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io(error)),
            _ => {}
        }
        self.sync_folder(&path.parent().unwrap_or(RelPath::root()))
            .map_err(io)?;
        Ok(Replaced::Done)
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

fn fits(path: &RelPath, bytes: usize, most: u64) -> Result<(), FileError> {
    let bytes = bytes as u64;
    if bytes > most {
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
