//! Paths of the workspace as text: relative, without tricks, the same on every system.
//!
//! Owns which texts are paths. Pure: follows no link and opens nothing.

use std::path::{Component, Path};

use super::{FileError, PathFault};

const MAX_NAME_BYTES: usize = 255;
const MAX_PATH_BYTES: usize = 1024;

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

    /// The workspace itself.
    pub(super) fn root() -> Self {
        Self(String::new())
    }

    /// As a directory handle tells it; `None` if it is not UTF-8.
    pub(super) fn of(path: &Path) -> Option<Self> {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check_fault(text: &str, expected: Option<PathFault>) {
        let found = match RelPath::parse(text) {
            Ok(_) => None,
            Err(FileError::Path { fault, .. }) => Some(fault),
            Err(other) => panic!("{text}: {other}"),
        };
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn only_relative_paths_without_tricks_are_paths() {
        for good in [
            "a.md",
            "./a.md",
            "memory/2026-01-02.md",
            "笔记/今天.md",
            "a//b.md",
            "..a.md",
        ] {
            check_fault(good, None);
        }
        for (bad, why) in [
            ("", PathFault::Empty),
            (".", PathFault::Empty),
            ("/etc/passwd", PathFault::Absolute),
            ("~/x", PathFault::Absolute),
            ("C:\\x", PathFault::Absolute),
            ("\\\\server\\x", PathFault::Absolute),
            ("../x", PathFault::Climbs),
            ("a/../../x", PathFault::Climbs),
            ("a\0.md", PathFault::Character),
            ("a\\..\\b", PathFault::Character),
            ("MEMORY.md::$DATA", PathFault::Character),
        ] {
            check_fault(bad, Some(why));
        }
        check_fault(&"x".repeat(256), Some(PathFault::Long));
    }

    #[test]
    fn names_windows_can_not_hold_are_not_made() {
        for (name, good) in [
            ("con.md", false),
            ("COM1", false),
            ("lpt9.txt", false),
            ("a.", false),
            ("a ", false),
            ("what?.md", false),
            ("console.md", true),
            ("COM10.md", true),
            ("a b.md", true),
        ] {
            assert_eq!(
                RelPath::parse(name).unwrap().portable().is_ok(),
                good,
                "{name}"
            );
        }
        assert!(is_short_alias("HEARTB~1.MD"));
        assert!(!is_short_alias("draft~.md"));
    }
}
