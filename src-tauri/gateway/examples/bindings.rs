//! Writes the TypeScript of the contract into a folder, or compares it: `bindings DIR [--check]`.
//!
//! Owns the files of that folder: what the contract no longer has is removed. Called by
//! `cargo xtask bindings`.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use cove_gateway::api::bindings::bindings;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: bindings DIR [--check]")?;
    let folder = Path::new(&folder);
    let wanted: BTreeMap<String, String> = bindings()?.into_iter().collect();
    if arguments.next().as_deref() == Some("--check") {
        check(folder, &wanted)
    } else {
        write(folder, &wanted)
    }
}

fn check(folder: &Path, wanted: &BTreeMap<String, String>) -> Result<(), Box<dyn Error>> {
    let held = held(folder)?;
    let stale: Vec<&str> = wanted
        .keys()
        .chain(held.keys())
        .filter(|name| wanted.get(*name) != held.get(*name))
        .map(String::as_str)
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect();
    if stale.is_empty() {
        return Ok(());
    }
    let folder = folder.display();
    Err(format!(
        "{folder} is stale ({}): cargo xtask bindings",
        stale.join(", ")
    )
    .into())
}

fn write(folder: &Path, wanted: &BTreeMap<String, String>) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let held = held(folder)?;
    for name in held.keys().filter(|name| !wanted.contains_key(*name)) {
        std::fs::remove_file(folder.join(name))?;
    }
    // Files that are the same keep their time, so that the page is not built again for nothing.
    for (name, text) in wanted
        .iter()
        .filter(|(name, text)| held.get(*name) != Some(text))
    {
        std::fs::write(folder.join(name), text)?;
    }
    Ok(())
}

fn held(folder: &Path) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut held = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".ts") {
            held.insert(name, std::fs::read_to_string(entry.path())?);
        }
    }
    Ok(held)
}
