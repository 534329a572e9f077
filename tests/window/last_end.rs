//! What the window says after it failed, what keys from elsewhere do, and who brings the next Cove.

use std::process::Command;

use cove_tests::Home;
use serde_json::json;

use crate::app::App;
use crate::desktop::{Desktop, Panel};
use crate::screen;
use crate::wait::until;

fn failing() -> (Home, std::path::PathBuf) {
    let home = Home::new().with_config(json!({"ui": {"welcome": "done"}}));
    let wish = home.user_dir().join("fail");
    let home = home.with_env("COVE_TEST_CRASH", &wish.display().to_string());
    (home, wish)
}

#[tokio::test]
async fn a_window_that_failed_says_so_once_with_its_report() {
    let (home, wish) = failing();
    let desktop = Desktop::start(Panel::There).await;
    let app = App::start_with(&home, &desktop, &[]).await;
    app.connected().await;
    std::fs::write(&wish, "window").unwrap();
    app.has_ended().await;
    drop(app);

    let app = App::start_with(&home, &desktop, &[]).await;
    app.connected().await;
    let told = app
        .sees("[data-testid=last-end]", "Cove stopped unexpectedly")
        .await;
    assert!(told.contains("Nothing was interrupted"), "{told}");
    crate::look::everywhere(&app, "last-end").await;
    app.press("[data-testid=last-end-show]").await;
    let report = app
        .sees("[data-testid=last-end-report]", "test_crash.rs")
        .await;
    assert!(!report.contains("a word of a talk"), "{report}");
    app.press("[data-testid=last-end-dismiss]").await;
    app.sees_no_more("[data-testid=last-end]").await;
    app.press("[data-testid=place-activity]").await;
    app.sees("main", "Cove stopped unexpectedly").await;
}

#[tokio::test]
async fn a_part_that_fails_is_started_again_under_the_window() {
    let (home, wish) = failing();
    let desktop = Desktop::start(Panel::There).await;
    let app = App::start(&home, &desktop).await;
    app.connected().await;
    app.says("remember that I like tea").await;
    app.answer("to your memory").await;
    std::fs::write(&wish, "task").unwrap();
    until("the wish to be carried out", async || {
        (!wish.exists()).then_some(())
    })
    .await;
    app.press("[data-testid=place-home]").await;
    app.sees("[data-testid=last-end]", "it was started again")
        .await;
    app.press("[data-testid=place-chat]").await;
    app.says("remember that I like milk").await;
    app.message("the second answer", |row| {
        row.speaker == "agent" && !row.running && row.text.contains("milk")
    })
    .await;
}

#[tokio::test]
async fn keys_pressed_elsewhere_bring_the_chat_to_the_front() {
    let home = Home::new().with_config(json!({"ui": {"welcome": "done"}}));
    let desktop = Desktop::start(Panel::There).await;
    let app = App::start_with(&home, &desktop, &["cove://open/settings/start"]).await;
    app.connected().await;
    app.press("[data-testid=shortcut] option[value='Ctrl+Alt+C']")
        .await;
    app.sees(".row", "brings Cove’s chat to the front").await;
    let pid = app.pid().unwrap();
    screen::close(&screen::shown(pid).await);
    screen::hidden(pid).await;
    let pressed = Command::new("xdotool")
        .args(["key", "ctrl+alt+c"])
        .status()
        .unwrap();
    assert!(pressed.success());
    screen::shown(pid).await;
    app.find("[data-testid=place-chat][aria-current=page]")
        .await;
}

#[tokio::test]
async fn a_newer_version_is_told_when_asked_with_how_to_install_it() {
    const KEY: &str = "RWRjb3ZldGVzdDFzMfqHaVt13kZNw3QWP6YnOFSVF7K5emz0ybNF3YV3";
    let release = include_str!("../../src-tauri/gateway/src/update/test_release.json");
    let signature = include_str!("../../src-tauri/gateway/src/update/test_release.json.minisig");
    let url = files(&[("latest.json", release), ("latest.json.minisig", signature)]).await;
    let home = Home::new()
        .with_config(json!({"ui": {"welcome": "done"}}))
        .with_env("COVE_UPDATE_URL", &format!("{url}/latest.json"))
        .with_env("COVE_UPDATE_KEY", KEY);
    let desktop = Desktop::start(Panel::There).await;
    let app = App::start_with(&home, &desktop, &["cove://open/settings/updates"]).await;
    app.connected().await;
    app.press("[data-testid=update-check]").await;
    app.sees("[data-testid=update-newer]", "9.9.9").await;
    app.sees("[data-testid=update-notes]", "Quiet hours").await;
    crate::look::everywhere(&app, "update").await;
}

/// Serves these files.
async fn files(files: &[(&'static str, &'static str)]) -> String {
    let mut routes = axum::Router::new();
    for (name, text) in files.iter().copied() {
        routes = routes.route(
            &format!("/{name}"),
            axum::routing::get(move || async move { text }),
        );
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    format!("http://{address}")
}
