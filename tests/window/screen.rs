//! The screen around the page: the window itself, and pictures of it.
//!
//! Owns asking the display by its own tools (xdotool, ImageMagick). The driver's own pictures
//! hang on this system.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::app::App;
use crate::desktop::PYTHON;
use crate::wait::until;

const CLOSE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/window/close.py");

/// Waits until a process has a window on screen; its id.
pub async fn shown(pid: u32) -> String {
    until("a window on screen", async || {
        visible(pid).into_iter().next()
    })
    .await
}

/// Waits until a process has no window on screen.
pub async fn hidden(pid: u32) {
    until("no window on screen", async || {
        visible(pid).is_empty().then_some(())
    })
    .await;
}

/// Asks a window to close, as its close button does.
pub fn close(window: &str) {
    run(PYTHON, &[CLOSE, window]);
}

/// Gives the window a size in the corner of the screen and waits until the page has it.
pub async fn resize(app: &App, width: u32, height: u32) {
    let window = shown(app.pid().expect("the app runs")).await;
    run(
        "xdotool",
        &[
            "windowsize",
            &window,
            &width.to_string(),
            &height.to_string(),
        ],
    );
    run("xdotool", &["windowmove", &window, "0", "0"]);
    until("the page's new size", async || {
        let size = app
            .script("return [innerWidth, innerHeight]", Vec::new())
            .await;
        (size == serde_json::json!([width, height])).then_some(())
    })
    .await;
}

/// What moves has come to rest, and two frames have passed: what the page shows is on the screen.
const REST: &str = "const done = arguments[0];
    const ends = a => a.effect.getComputedTiming().iterations !== Infinity;
    const still = document.getAnimations().filter(ends).map(a => a.finished);
    Promise.allSettled([document.fonts.ready, ...still])
        .then(() => requestAnimationFrame(() => requestAnimationFrame(done)))";

/// Waits until the page stands still on the screen.
pub async fn painted(app: &App) {
    let rest = app.page().execute_async(REST, Vec::new()).await;
    rest.expect("the page paints");
}

/// Takes a picture of the window's corner of the screen into `target/screens`.
pub fn picture(name: &str, width: u32, height: u32) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screens");
    std::fs::create_dir_all(&folder).expect("a folder in target");
    let path = folder.join(format!("{name}.png"));
    let crop = format!("{width}x{height}+0+0");
    let target = path.display().to_string();
    run(
        "import",
        &["-window", "root", "-crop", &crop, "+repage", &target],
    );
    path
}

fn visible(pid: u32) -> Vec<String> {
    let pid = pid.to_string();
    let output = Command::new("xdotool")
        .args([
            "search",
            "--onlyvisible",
            "--all",
            "--pid",
            &pid,
            "--name",
            "Cove",
        ])
        .output()
        .expect("xdotool is there");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().map(str::to_owned).collect()
}

fn run(program: &str, arguments: &[&str]) {
    let status = Command::new(program).args(arguments).status();
    let status = status.unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(status.success(), "{program} {arguments:?}");
}
