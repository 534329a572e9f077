//! The icon in the panel and notifications, as the session's bus sees them.

use cove_tests::{FakeModel, FakeTelegram, Home};

use crate::app::App;
use crate::desktop::{Desktop, Panel};
use crate::screen;
use crate::settled;

#[tokio::test]
async fn the_tray_opens_pauses_goes_on_and_quits() {
    let (home, mut desktop) = (settled(), Desktop::start(Panel::There).await);
    let app = App::start_with(&home, &desktop, &["--hidden"]).await;
    desktop.icon().await;
    let rows = desktop.menu_with("Pause everything").await;
    assert_eq!(&rows[1..], ["Open Cove", "Pause everything", "Quit Cove"]);
    let pid = app.pid().unwrap();
    screen::hidden(pid).await;

    desktop.choose("Open Cove").await;
    screen::shown(pid).await;
    desktop.choose("Pause everything").await;
    app.sees("[data-testid=connection]", "Paused").await;
    desktop.choose("Resume").await;
    app.sees("[data-testid=connection]", "Well").await;
    desktop.choose("Quit Cove").await;
    app.has_ended().await;
}

#[tokio::test]
async fn an_answer_is_notified_only_while_nobody_sees_the_window() {
    let (model, telegram) = (FakeModel::start().await, FakeTelegram::start().await);
    let desktop = Desktop::start(Panel::There).await;
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
    let told = desktop.notifications();
    assert!(
        !told.iter().any(|body| body.contains("while it is seen")),
        "{told:?}"
    );
}
