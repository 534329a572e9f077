//! Makes the app's and the tray's pictures from the drawings in `icons/`.
//!
//! Owns which sizes and colours are made; the results are committed, so nobody needs this to
//! build Cove. Uses Tauri's own icon maker, the only renderer of SVG this house needs.

use std::path::Path;

use crate::deb::tauri_cli;
use crate::place;
use crate::process::{Failure, run_kept};

/// The states of the tray, by shape.
const STATES: [&str; 4] = ["well", "working", "paused", "needs-you"];
/// Ink for a light panel, a dark panel and for macOS, which tints black itself.
const INKS: [(&str, &str); 3] = [
    ("light", "#1B2A2E"),
    ("dark", "#F4F7F6"),
    ("template", "#000000"),
];
/// The ink the drawings of the tray are made with.
const DRAWN: &str = "#000000";
/// A tray picture's edge: 22 points on a fine screen.
const EDGE: &str = "44";
/// What the bundle needs, by the icon maker's names.
const APP: [&str; 6] = [
    "32x32.png",
    "128x128.png",
    "128x128@2x.png",
    "icon.png",
    "icon.icns",
    "icon.ico",
];

/// Makes all of them.
pub fn icons() -> Result<(), Failure> {
    let icons = place::root().join("icons");
    let work = place::target().join("icons");
    std::fs::create_dir_all(&work)?;
    render(&icons.join("cove.svg"), &work, &[])?;
    for name in APP {
        std::fs::copy(work.join(name), icons.join(name))?;
    }
    for state in STATES {
        let drawing = std::fs::read_to_string(icons.join(format!("tray/{state}.svg")))?;
        for (tone, ink) in INKS {
            let inked = work.join(format!("{state}-{tone}.svg"));
            std::fs::write(&inked, drawing.replace(DRAWN, ink))?;
            render(&inked, &work, &["--png", EDGE])?;
            std::fs::copy(
                work.join(format!("{EDGE}x{EDGE}.png")),
                icons.join(format!("tray/{state}-{tone}.png")),
            )?;
        }
    }
    Ok(())
}

fn render(drawing: &Path, into: &Path, more: &[&str]) -> Result<(), Failure> {
    run_kept(
        tauri_cli()
            .arg("icon")
            .arg(drawing)
            .arg("--output")
            .arg(into)
            .args(more),
    )
    .map(drop)
}
