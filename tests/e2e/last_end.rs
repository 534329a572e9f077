//! What follows where Cove itself fails: a part is started again in place, an end is told at the
//! next start, and a report is kept without a word of what was written.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use cove_tests::process::cove;
use cove_tests::{CoveProcess, Home};
use serde_json::{Value, json};

/// A home whose gateway fails when a file is written.
fn failing() -> (Home, PathBuf) {
    let home = Home::new().with_config(json!({"ui": {"welcome": "done"}}));
    let wish = home.user_dir().join("fail");
    let home = home.with_env("COVE_TEST_CRASH", &wish.display().to_string());
    (home, wish)
}

fn ready_lines(gateway: &CoveProcess) -> usize {
    let ready = |line: &&str| line.contains("\"ready\":true");
    gateway.stdout().lines().filter(ready).count()
}

/// Fails a part and waits until the gateway stands again.
async fn fail(gateway: &CoveProcess, wish: &PathBuf) {
    let before = ready_lines(gateway);
    std::fs::write(wish, "task").unwrap();
    crate::world::until("the next start", async || {
        (ready_lines(gateway) > before).then_some(())
    })
    .await;
}

fn notice(home: &Home) -> Value {
    let path = home.state_dir().join("crashes/notice.json");
    let text = std::fs::read_to_string(path).unwrap_or_else(|_| "null".to_owned());
    serde_json::from_str(&text).unwrap()
}

fn reports(home: &Home) -> Vec<PathBuf> {
    let files = std::fs::read_dir(home.state_dir().join("crashes")).unwrap();
    let files = files.map(|file| file.unwrap().path());
    files
        .filter(|file| file.extension().is_some_and(|end| end == "txt"))
        .collect()
}

async fn outcomes(home: &Home) -> Vec<String> {
    let told = cove(&["activity", "--json"], home).await.json();
    let rows = told["activity"].as_array().cloned().unwrap_or_default();
    rows.iter()
        .filter(|row| row["kind"] == "recovery")
        .map(|row| row["outcome"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[tokio::test]
async fn a_part_that_fails_is_started_again_in_place_three_times_and_then_cove_says_so() {
    let (home, wish) = failing();
    let mut gateway = CoveProcess::gateway(&home).await;
    let pid = gateway.pid();
    for _ in 0..3 {
        fail(&gateway, &wish).await;
    }
    assert!(gateway.is_running());
    assert_eq!(gateway.pid(), pid);
    assert_eq!(notice(&home)["kind"], "restarted");
    assert_eq!(outcomes(&home).await, ["restarted"; 3]);
    let kept = reports(&home);
    assert_eq!(kept.len(), 3, "{kept:?}");
    for path in kept {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("where: src-tauri/gateway/src/"), "{text}");
        assert!(!text.contains("a word of a talk"), "{text}");
    }

    std::fs::write(&wish, "task").unwrap();
    let ended = gateway.wait().await;
    assert_ne!(ended.code, Some(0));
    let told = format!("{}{}", ended.stdout, ended.stderr);
    assert!(told.contains("gateway-fails"), "{told}");
}

#[tokio::test]
async fn an_end_without_a_word_is_told_once_and_a_stop_is_none() {
    let (home, _) = failing();
    let mut gateway = CoveProcess::gateway(&home).await;
    gateway.stop().await;
    let mut gateway = CoveProcess::gateway(&home).await;
    assert_eq!(notice(&home), Value::Null);
    gateway.kill9();

    let mut gateway = CoveProcess::gateway(&home).await;
    assert_eq!(notice(&home)["kind"], "silent");
    assert_eq!(outcomes(&home).await, ["cut-off"]);
    gateway.stop().await;
    // It waits to be read, but nothing new is told.
    let _gateway = CoveProcess::gateway(&home).await;
    assert_eq!(outcomes(&home).await, ["cut-off"]);
}
