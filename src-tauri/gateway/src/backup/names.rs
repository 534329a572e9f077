//! Which names a backup may hold: relative ones, of known places of a home (pure).
//!
//! Owns that rule, asked when a backup is made and again when one is read. Whoever wrote the zip.

/// Files of a home.
const FILES: &[&str] = &["cove.db", "cove.json", "home.json", "secrets.age"];
/// Folders of a home.
const FOLDERS: &[&str] = &[
    "agents",
    "credentials",
    "cron",
    "session-carryover",
    "telegram",
    "trash",
    "workspace",
];
/// Each further agent has one of its own, `workspace-<id>`.
const WORKSPACE_OF: &str = "workspace-";

const LONGEST: usize = 1_024;
const DEEPEST: usize = 64;
/// Names Windows gives to devices, with any ending.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// Whether a file of this name may be in a backup.
pub fn is_allowed(name: &str) -> bool {
    is_plain(name) && is_known(name)
}

/// Relative, without `.` and `..`, without anything a file system reads as more than a name.
pub fn is_plain(name: &str) -> bool {
    if name.is_empty() || name.len() > LONGEST || name.split('/').count() > DEEPEST {
        return false;
    }
    name.split('/').all(|part| {
        let stem = part.split('.').next().unwrap_or(part).to_ascii_lowercase();
        !part.is_empty()
            && part != "."
            && part != ".."
            && !part.contains('\\')
            && !part.chars().any(char::is_control)
            && !DEVICES.contains(&stem.as_str())
            // A stream or a drive to Windows; anywhere else an ordinary letter.
            && !(cfg!(windows) && (part.contains(':') || part.ends_with(['.', ' '])))
    })
}

fn is_known(name: &str) -> bool {
    match name.split_once('/') {
        None => FILES.contains(&name),
        Some((top, _)) => is_known_folder(top) && !is_fleeting(name) && !is_keys(name),
    }
}

/// Whether a folder of this name at the top of a home goes into its backup.
pub fn is_known_folder(top: &str) -> bool {
    FOLDERS.contains(&top) || (top.starts_with(WORKSPACE_OF) && top.len() > WORKSPACE_OF.len())
}

/// Locks and half-written files: nobody misses them.
pub fn is_fleeting(name: &str) -> bool {
    let own = name.rsplit('/').next().unwrap_or(name);
    let of_sessions = name.starts_with("agents/");
    (of_sessions && own.ends_with(".lock")) || (own.starts_with(".cove-") && own.ends_with(".tmp"))
}

/// Another program's copies of keys: `agents/<id>/agent/…`.
pub fn is_keys(name: &str) -> bool {
    let mut parts = name.split('/');
    parts.next() == Some("agents") && parts.next().is_some() && parts.next() == Some("agent")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: bool) {
        assert_eq!(is_allowed(name), expected, "{name:?}");
    }

    #[test]
    fn places_of_a_home_are_allowed() {
        for name in [
            "cove.db",
            "home.json",
            "agents/main/sessions/sessions.json",
            "agents/main/sessions/0-1.jsonl.reset.2026-11-21T08-24-14.154Z",
            "workspace/memory/2026-11-21.md",
            "workspace/晨报.md",
            "workspace/a b/c...d",
            "workspace-wren/SOUL.md",
            "telegram/update-offset-default.json",
        ] {
            check(name, true);
        }
    }

    #[test]
    fn whatever_leads_elsewhere_is_not() {
        for name in [
            "",
            "/etc/passwd",
            "../cove.json",
            "workspace/../../x",
            "workspace/./x",
            "workspace//x",
            "workspace/",
            "workspace\\..\\x",
            "C:/Windows/x",
            "C:\\x",
            "\\\\server\\share",
            "workspace/a\0b",
            "workspace/a\nb",
            "workspace/NUL",
            "workspace/con.md",
            "workspace-/x",
            "bin/sh",
            "hooks/run.sh",
            "gateway.lock",
            "cove.json.last-good",
            "agents/main/agent/auth-profiles.json",
            "agents/main/sessions/sessions.json.lock",
        ] {
            check(name, false);
        }
        check(&format!("workspace/{}", "a".repeat(2_000)), false);
        check(&format!("workspace{}", "/a".repeat(100)), false);
    }
}
