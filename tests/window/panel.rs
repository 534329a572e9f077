//! The icon in the panel and notifications, as the session's bus sees them.

use std::process::Stdio;

use cove_tests::launch::command;
use cove_tests::{FakeModel, FakeTelegram, Home};

use crate::app::{self, App};
use crate::desktop::{Desktop, Panel};
use crate::screen;
use crate::settled;
use crate::wait;

#[tokio::test]
async fn the_tray_opens_pauses_goes_on_and_quits() {
    let (home, mut desktop) = (settled(), Desktop::start(Panel::There).await);
    let app = App::start_with(&home, &desktop, &["--hidden"]).await;
    desktop.icon().await;
    let rows = desktop.menu_with("Pause everything").await;
    let said = [
        "Today: $0.00",
        "Check in now",
        "New reminder…",
        "Pause for 1 hour",
        "Pause until tomorrow",
        "Pause everything",
        "Open Cove",
        "Quit Cove",
    ];
    assert_eq!(&rows[2..], said);
    let pid = app.pid().unwrap();
    screen::hidden(pid).await;

    desktop.choose("Open Cove").await;
    screen::shown(pid).await;
    desktop.choose("Pause everything").await;
    app.sees("[data-testid=connection]", "Paused").await;
    desktop.choose("Resume").await;
    app.sees("[data-testid=connection]", "Well").await;
    desktop.choose("Pause for 1 hour").await;
    app.sees("[data-testid=connection]", "Paused").await;
    desktop.choose("Resume").await;
    app.sees("[data-testid=connection]", "Well").await;
    desktop.choose("Quit Cove").await;
    app.has_ended().await;
}

#[tokio::test]
async fn the_tray_and_a_link_lead_to_their_places() {
    let (home, mut desktop) = (settled(), Desktop::start(Panel::There).await);
    let app = App::start_with(&home, &desktop, &["--hidden"]).await;
    desktop.icon().await;
    desktop.choose("New reminder…").await;
    screen::shown(app.pid().unwrap()).await;
    app.find("[data-testid=job-text]").await;
    desktop.choose("Today: $0.00").await;
    app.find("[data-testid=place-activity][aria-current=page]")
        .await;
    desktop.choose("Check in now").await;
    desktop.titled("check").await;

    let mut second = command(&app::binary(), &home);
    app::environment(&mut second, &home, &desktop);
    let ended = second
        .args(app::arguments(&home))
        .arg("cove://open/notes/MEMORY.md")
        .stdin(Stdio::null())
        .status()
        .unwrap();
    assert!(ended.success());
    app.find("[data-testid=place-notes][aria-current=page]")
        .await;
}

#[tokio::test]
async fn an_answer_is_notified_only_while_nobody_sees_the_window() {
    let (model, telegram) = (FakeModel::start().await, FakeTelegram::start().await);
    let mut desktop = Desktop::start(Panel::There).await;
    let home = Home::new()
        .with_fake_model(&model)
        .with_telegram(&telegram, &[7]);
    let app = App::start(&home, &desktop).await;
    desktop.icon().await;
    app.says("while it is seen").await;
    app.answer("ok: while it is seen").await;

    screen::close(&screen::shown(app.pid().unwrap()).await);
    screen::hidden(app.pid().unwrap()).await;
    telegram.user(7, "Anna").says("while it is away");
    let title = desktop.notification("ok: while it is away").await;
    assert!(title.contains("answered"), "{title}");
    app.press("[data-testid=place-home]").await;
    desktop.press("default").await;
    screen::shown(app.pid().unwrap()).await;
    app.find("[data-testid=place-chat][aria-current=page]")
        .await;
    app.answer("ok: while it is away").await;
    let told = desktop.notifications();
    assert!(
        !told.iter().any(|body| body.contains("while it is seen")),
        "{told:?}"
    );
}

#[tokio::test]
async fn a_link_that_starts_cove_opens_its_place_and_starting_at_login_is_an_entry_of_the_system() {
    let desktop = Desktop::start(Panel::There).await;
    let home = Home::new().with_config(serde_json::json!({
        "ui": {"welcome": "done", "startAtLogin": true}
    }));
    let app = App::start_with(&home, &desktop, &["--hidden", "cove://open/settings/start"]).await;
    screen::shown(app.pid().unwrap()).await;
    app.find("[data-testid=settings-start][aria-current=true]")
        .await;
    let entry = home.user_dir().join(".config/autostart/Cove.desktop");
    let text = wait::until("an entry for the login", async || {
        std::fs::read_to_string(&entry).ok()
    })
    .await;
    assert!(text.contains("--hidden"), "{text}");
    app.press("[data-testid=start-login] button").await;
    wait::until("the entry to go", async || (!entry.exists()).then_some(())).await;
}
