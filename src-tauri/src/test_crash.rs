//! A failure of the window on demand, for tests of what follows one. Only in builds for tests.
//!
//! Owns watching the file `COVE_TEST_CRASH` names: `window` fails the thread that carries the app.

use std::path::PathBuf;
use std::time::Duration;

use tauri::AppHandle;

const LOOK: Duration = Duration::from_millis(50);

/// Waits for the wish.
pub fn start(app: AppHandle) {
    let Some(file) = std::env::var_os("COVE_TEST_CRASH").map(PathBuf::from) else {
        return;
    };
    tauri::async_runtime::spawn(async move {
        while std::fs::read_to_string(&file).map_or(true, |wish| wish.trim() != "window") {
            tokio::time::sleep(LOOK).await;
        }
        std::fs::remove_file(&file).ok();
        let failed = app.run_on_main_thread(|| {
            std::panic::panic_any("a test asked for \"a word of a talk\"");
        });
        if let Err(error) = failed {
            tracing::error!(%error, "the window can't be failed");
        }
    });
}
