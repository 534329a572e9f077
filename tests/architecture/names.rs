//! The names at the repository's top level.

/// What the house consists of (docs/architecture.md).
const HOUSE: [&str; 10] = [
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE",
    "README.md",
    "docs",
    "icons",
    "src-tauri",
    "tauri.conf.json",
    "tests",
    "ui",
];
/// Wanted by `tauri dev` alone.
const DEVELOPMENT: &str = "tauri.dev.conf.json";

/// Names that are neither the house's, nor dot files, nor build output git ignores.
pub fn strangers(found: impl Iterator<Item = String>, gitignore: &str) -> Vec<String> {
    found
        .filter(|name| {
            let ours = HOUSE.contains(&name.as_str()) || name == DEVELOPMENT;
            !ours && !name.starts_with('.') && !ignored(name, gitignore)
        })
        .collect()
}

fn ignored(name: &str, gitignore: &str) -> bool {
    gitignore.lines().any(|line| {
        let line = line.trim_end_matches('/');
        line.strip_prefix('/') == Some(name)
            || line
                .strip_prefix('*')
                .is_some_and(|end| name.ends_with(end))
    })
}

#[test]
fn a_stranger_is_found_and_build_output_is_not() {
    let names = ["ui", ".ci", "target", "a.log", "scripts"].map(str::to_owned);
    assert_eq!(
        strangers(names.into_iter(), "/target\n*.log\n"),
        ["scripts"]
    );
}
