//! Paths that must not lead out.

#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::super::testing::home;
use super::*;
use crate::error::Coded;

#[cfg(unix)]
#[test]
fn a_link_to_the_home_is_seen_through() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    std::fs::create_dir_all(home.join(".cove")).unwrap();
    std::os::unix::fs::symlink(&home, dir.path().join("innocent")).unwrap();
    let guarded = Guarded {
        state_dir: dir.path().join("state"),
        home_dir: Some(home),
    };
    let found = Workspace::open(&dir.path().join("innocent"), &guarded).unwrap_err();
    assert_eq!(found.code(), "workspace-holds-home");
}

#[cfg(unix)]
#[test]
fn no_link_leads_out() {
    use std::os::unix::fs::symlink;
    let home = home();
    let root = home.root().to_owned();
    let secret = root.parent().unwrap().join("cove.json");
    std::fs::write(&secret, "state").unwrap();
    std::fs::create_dir(root.join("in")).unwrap();
    symlink(&secret, root.join("absolute.md")).unwrap();
    symlink("../cove.json", root.join("climbing.md")).unwrap();
    symlink("..", root.join("up")).unwrap();
    symlink("../..", root.join("in/up")).unwrap();
    symlink("../new.md", root.join("dangling.md")).unwrap();
    symlink("loop", root.join("loop")).unwrap();
    let workspace = home.files.workspace();
    for path in [
        "absolute.md",
        "climbing.md",
        "up/cove.json",
        "in/up/cove.json",
        "up/new.md",
        "dangling.md",
    ] {
        let path = RelPath::parse(path).unwrap();
        let found = workspace.resolve(&path).unwrap_err();
        assert_eq!(found.code(), "file-outside", "{path}: {found}");
        assert!(workspace.read(&path).is_err() || workspace.read(&path).unwrap().is_none());
        assert!(workspace.create_new(&path, b"x").is_err() || path.as_str().ends_with(".md"));
        let written = workspace.replace(&path, b"x", None);
        assert!(!matches!(written, Ok(Replaced::Done)) || path.as_str() == "dangling.md");
    }
    let path = RelPath::parse("loop").unwrap();
    assert!(workspace.resolve(&path).is_err());
    assert_eq!(std::fs::read_to_string(&secret).unwrap(), "state");
    assert!(!root.parent().unwrap().join("new.md").exists());
}

#[cfg(unix)]
#[test]
fn a_link_inside_is_followed_to_the_file_it_names() {
    let home = home();
    home.outside("MEMORY.md", "x");
    std::os::unix::fs::symlink("MEMORY.md", home.root().join("harmless.md")).unwrap();
    let path = RelPath::parse("harmless.md").unwrap();
    let found = home.files.workspace().resolve(&path).unwrap();
    assert_eq!(found.as_str(), "MEMORY.md");
}

#[test]
fn a_replace_leaves_a_file_alone_that_changed_in_between() {
    let home = home();
    home.outside("a.md", "newer");
    let path = RelPath::parse("a.md").unwrap();
    let workspace = home.files.workspace();
    let expected = hash(b"older");
    assert_eq!(
        workspace.replace(&path, b"mine", Some(&expected)).unwrap(),
        Replaced::Changed
    );
    assert_eq!(home.on_disk("a.md"), "newer");
    assert_eq!(std::fs::read_dir(home.root()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_new_file_is_private_and_a_replaced_one_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;
    let home = home();
    let workspace = home.files.workspace();
    let mode = |name: &str| {
        let metadata = std::fs::metadata(home.root().join(name)).unwrap();
        metadata.permissions().mode() & 0o777
    };
    let path = RelPath::parse("a.md").unwrap();
    workspace.replace(&path, b"x", None).unwrap();
    assert_eq!(mode("a.md"), 0o600);
    let open = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(home.root().join("a.md"), open).unwrap();
    workspace.replace(&path, b"y", Some(&hash(b"x"))).unwrap();
    assert_eq!(mode("a.md"), 0o644);
}
