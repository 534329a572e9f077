//! Which directory may be a workspace.
//!
//! Owns the refusal of one that would open the state directory or the whole home to the agent.

use std::path::{Component, Path, PathBuf};

use super::FileError;

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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::error::Coded;

    #[test]
    fn a_workspace_that_exposes_the_state_or_the_home_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().join("home/wren");
        let state = home.join(".cove");
        std::fs::create_dir_all(state.join("agents")).unwrap();
        let guarded = Guarded {
            state_dir: state.clone(),
            home_dir: Some(home.clone()),
        };
        for (root, code) in [
            (state.join("workspace"), None),
            (state.join("workspace-work"), None),
            (home.join("notes"), None),
            (dir.path().join("elsewhere"), None),
            (state.clone(), Some("workspace-holds-state")),
            (state.join("agents"), Some("workspace-holds-state")),
            (state.join("cron/deep"), Some("workspace-holds-state")),
            (home.clone(), Some("workspace-holds-state")),
            (dir.path().to_owned(), Some("workspace-holds-state")),
        ] {
            let found = guarded.check(&root).err();
            assert_eq!(found.as_ref().map(Coded::code), code, "{}", root.display());
        }
        let apart = Guarded {
            state_dir: dir.path().join("state"),
            home_dir: Some(home.clone()),
        };
        for root in [home.clone(), dir.path().join("home")] {
            let found = apart.check(&root).unwrap_err();
            assert_eq!(found.code(), "workspace-holds-home");
        }
    }
}
