//! Starting, dying, attaching, closing.

use std::process::{Command, Stdio};

use cove_tests::launch::command;
use cove_tests::{CoveProcess, FakeModel, Hold, Home, Reply};

use crate::app::{self, App};
use crate::desktop::{Desktop, Panel};
use crate::screen;
use crate::settled;

#[tokio::test]
async fn a_kill_in_the_middle_of_a_turn_loses_no_word_and_is_answered() {
    let (model, desktop) = (FakeModel::start().await, Desktop::start(Panel::There).await);
    let home = Home::new().with_fake_model(&model);
    let hold = Hold::new();
    model.push(Reply::text("one"));
    model.push(Reply::text("half of it").hold(&hold));
    let app = App::start(&home, &desktop).await;
    app.says("first").await;
    app.answer("one").await;
    app.says("second").await;
    app.message("half an answer", |row| row.text.contains("half of"))
        .await;
    app.kill9().await;

    model.push(Reply::text("two, after all"));
    let app = App::start(&home, &desktop).await;
    app.answer("two, after all").await;
    let rows = app.messages().await;
    for (speaker, text) in [("person", "first"), ("agent", "one"), ("person", "second")] {
        let found = rows
            .iter()
            .filter(|row| row.speaker == speaker && row.text.contains(text));
        assert_eq!(found.count(), 1, "{speaker} {text}: {rows:?}");
    }
}

#[tokio::test]
async fn a_window_attaches_to_the_gateway_that_holds_the_home_and_outlives_it() {
    let (model, desktop) = (FakeModel::start().await, Desktop::start(Panel::There).await);
    let home = Home::new().with_fake_model(&model);
    let mut gateway = CoveProcess::gateway(&home).await;
    let app = App::start(&home, &desktop).await;
    app.connected().await;
    app.says("hello there").await;
    app.answer("ok: hello there").await;
    assert!(gateway.is_running());

    gateway.stop().await;
    app.connected().await;
    app.says("and now").await;
    app.answer("ok: and now").await;
}

#[tokio::test]
async fn closing_hides_the_window_and_a_second_start_shows_it_again() {
    let (home, desktop) = (settled(), Desktop::start(Panel::There).await);
    let app = App::start(&home, &desktop).await;
    app.connected().await;
    desktop.icon().await;
    let window = screen::shown(app.pid().unwrap()).await;

    screen::close(&window);
    desktop.notification("icon in the panel").await;
    screen::hidden(app.pid().unwrap()).await;
    let pid = app.pid();
    assert!(pid.is_some());

    let mut second = command(&app::binary(), &home);
    app::environment(&mut second, &home, &desktop);
    let ended = second
        .args(app::arguments(&home))
        .stdin(Stdio::null())
        .status()
        .unwrap();
    assert!(ended.success());
    screen::shown(pid.unwrap()).await;
    assert_eq!(app.pid(), pid);
}

#[tokio::test]
async fn without_a_panel_closing_says_that_the_window_stays_in_the_task_list() {
    let (home, desktop) = (settled(), Desktop::start(Panel::Missing).await);
    let app = App::start(&home, &desktop).await;
    app.connected().await;
    screen::close(&screen::shown(app.pid().unwrap()).await);
    desktop.notification("stays in the task list").await;
    app.says("remember that I like tea").await;
    app.answer("to your memory").await;
}

#[tokio::test]
async fn a_polite_end_from_outside_saves_and_ends_everything() {
    let (home, desktop) = (settled(), Desktop::start(Panel::There).await);
    let app = App::start(&home, &desktop).await;
    app.connected().await;
    let pid = app.pid().unwrap().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    app.has_ended().await;
    // The home is free again.
    CoveProcess::gateway(&home).await;
}
