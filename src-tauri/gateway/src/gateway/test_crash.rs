//! A failure on demand, for tests of what follows one. Only in builds for tests.
//!
//! Owns watching the file `COVE_TEST_CRASH` names: `task` fails a part of the gateway.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::host::Host;
use super::vital::Vital;

const LOOK: Duration = Duration::from_millis(50);

/// Waits for the wish; it is carried out once.
pub(super) fn start(host: &Arc<Host>, cancel: &CancellationToken, vital: &Vital) {
    let Some(file) = (host.env)("COVE_TEST_CRASH").map(PathBuf::from) else {
        return;
    };
    let own = cancel.clone();
    vital.spawn("test", async move {
        own.run_until_cancelled(async {
            loop {
                if std::fs::read_to_string(&file).is_ok_and(|wish| wish.trim() == "task") {
                    std::fs::remove_file(&file).ok();
                    std::panic::panic_any("a test asked for \"a word of a talk\"");
                }
                tokio::time::sleep(LOOK).await;
            }
        })
        .await
    });
}
