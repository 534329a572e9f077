//! Atomic replacement of a whole file.
//!
//! Owns the order: temporary file in the same folder, sync, rename, sync of the folder. A reader
//! sees the old or the new bytes, never a mixture, also after a power cut.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::error::StorageError;

/// Replaces `path` with `bytes`, mode 0600. Durable when it returns.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
    let folder = folder_of(path);
    let mut temporary = tempfile::Builder::new()
        .prefix(".cove-")
        .suffix(".tmp")
        .tempfile_in(&folder)
        .map_err(StorageError::io(path))?;
    temporary.write_all(bytes).map_err(StorageError::io(path))?;
    temporary
        .as_file()
        .sync_all()
        .map_err(StorageError::io(path))?;
    persist(temporary, path)?;
    sync_folder(&folder)
}

/// As [`replace`], and keeps the bytes that stood there before as `<name>.good`, so that a file
/// another program damages can be brought back.
pub fn replace_keeping(path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
    let good = good_copy(path);
    match same(path, bytes) {
        Ok(true) => return Ok(()),
        Ok(false) => {
            let _ = std::fs::remove_file(&good);
            std::fs::hard_link(path, &good)
                .or_else(|_| std::fs::copy(path, &good).map(|_| ()))
                .map_err(StorageError::io(&good))?;
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(source) => {
            return Err(StorageError::Io {
                path: path.to_owned(),
                source,
            });
        }
    }
    replace(path, bytes)
}

/// Whether the file holds these bytes; reads it only where its length does not tell.
fn same(path: &Path, bytes: &[u8]) -> std::io::Result<bool> {
    let length = std::fs::metadata(path)?.len();
    Ok(length == bytes.len() as u64 && std::fs::read(path)? == bytes)
}

/// Where [`replace_keeping`] keeps the bytes before.
pub fn good_copy(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".good");
    path.with_file_name(name)
}

/// Creates `path` with `bytes` unless something is there already. `Ok(false)` = it was.
pub fn create_new(path: &Path, bytes: &[u8]) -> Result<bool, StorageError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => {
            file.write_all(bytes).map_err(StorageError::io(path))?;
            file.sync_all().map_err(StorageError::io(path))?;
            sync_folder(&folder_of(path))?;
            Ok(true)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(source) => Err(StorageError::Io {
            path: path.to_owned(),
            source,
        }),
    }
}

/// Makes a rename or a creation in `folder` durable.
pub fn sync_folder(folder: &Path) -> Result<(), StorageError> {
    // Windows makes renames durable by itself and can't open a folder as a file.
    if cfg!(unix) {
        File::open(folder)
            .and_then(|file| file.sync_all())
            .map_err(StorageError::io(folder))?;
    }
    Ok(())
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// On Windows a rename fails while another process reads the target: a few more tries.
fn persist(mut temporary: tempfile::NamedTempFile, path: &Path) -> Result<(), StorageError> {
    let tries = if cfg!(windows) { 20 } else { 1 };
    for left in (0..tries).rev() {
        match temporary.persist(path) {
            Ok(_) => return Ok(()),
            Err(error) if left > 0 => {
                temporary = error.file;
                std::thread::sleep(std::time::Duration::from_millis(25));
            }
            Err(error) => {
                return Err(StorageError::Io {
                    path: path.to_owned(),
                    source: error.error,
                });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_replaced_is_read_back_and_the_bytes_before_are_kept(
            writes in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..200), 1..5)
        ) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("file.json");
            for (n, bytes) in writes.iter().enumerate() {
                replace_keeping(&path, bytes).unwrap();
                prop_assert_eq!(&std::fs::read(&path).unwrap(), bytes);
                if n > 0 && writes[n - 1] != *bytes {
                    prop_assert_eq!(&std::fs::read(good_copy(&path)).unwrap(), &writes[n - 1]);
                }
            }
            let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap()
                .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".tmp"))
                .collect();
            prop_assert!(left.is_empty(), "no temporary file is left behind");
        }
    }

    #[test]
    fn a_file_that_exists_is_not_created_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("SOUL.md");
        std::fs::write(&path, "mine").unwrap();
        assert!(!create_new(&path, b"template").unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), b"mine");
    }

    #[cfg(unix)]
    #[test]
    fn a_replaced_file_is_readable_by_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sessions.json");
        replace(&path, b"{}").unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}
