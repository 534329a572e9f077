//! Builds what Tauri generates from its settings: the page's permissions, icons, manifests.
//!
//! Owns the list of the three commands the page has. Never builds the page itself.

use std::error::Error;
use std::path::Path;

use tauri_build::{AppManifest, Attributes};

/// Where `npm run build` puts the page.
const PAGE: &str = "ui/dist/index.html";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={PAGE}");
    if !Path::new(PAGE).exists() {
        return Err(format!(
            "{PAGE} is missing. `cargo xtask run` and `cargo xtask test` build it; by hand: \
             cd ui && npm ci && npm run build"
        )
        .into());
    }
    tauri_build::try_build(
        Attributes::new()
            .capabilities_path_pattern("./src-tauri/capabilities/**/*")
            // Without a list every command would be open to every window.
            .app_manifest(AppManifest::new().commands(&["painted", "rpc", "subscribe"])),
    )?;
    Ok(())
}
