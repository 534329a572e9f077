//! Telegram and the window are one conversation.

use cove_tests::{FakeModel, FakeTelegram, Home, Reply};

use crate::app::App;
use crate::desktop::{Desktop, Panel};

const ANNA: i64 = 4711;

#[tokio::test]
async fn a_message_on_telegram_and_its_answer_stand_in_the_window_too() {
    let (model, telegram) = (FakeModel::start().await, FakeTelegram::start().await);
    let desktop = Desktop::start(Panel::There).await;
    let home = Home::new()
        .with_fake_model(&model)
        .with_telegram(&telegram, &[ANNA]);
    model.push(Reply::text("It is **noon**."));
    let app = App::start(&home, &desktop).await;
    app.connected().await;
    telegram.user(ANNA, "Anna").says("what is the time");

    let sent = telegram
        .wait_for_message("the answer", |sent| sent.text.contains("noon"))
        .await;
    assert_eq!(
        (sent.chat_id, sent.text.as_str()),
        (ANNA, "It is <b>noon</b>.")
    );
    let asked = app
        .message("what was asked", |row| row.speaker == "person")
        .await;
    assert!(asked.text.contains("what is the time"), "{asked:?}");
    assert!(asked.text.contains("from Telegram"), "{asked:?}");
    app.answer("It is noon.").await;
    assert_eq!(telegram.problems(), Vec::<String>::new());
}

#[tokio::test]
async fn a_stranger_asks_to_be_let_in_and_allow_lets_them_in() {
    let (model, telegram) = (FakeModel::start().await, FakeTelegram::start().await);
    let desktop = Desktop::start(Panel::There).await;
    let home = Home::new()
        .with_fake_model(&model)
        .with_telegram(&telegram, &[]);
    let app = App::start(&home, &desktop).await;
    app.connected().await;
    let erik = telegram.user(12, "Erik");
    erik.says("hello");
    telegram.wait_for_sent(1).await;

    app.sees("[data-testid=needs-you]", "Erik").await;
    app.press("[data-testid=need-window-pairing-allow]").await;
    app.sees_no_more("[data-testid=needs-you]").await;
    erik.says("hello again");
    telegram
        .wait_for_message("an answer", |sent| sent.text.contains("ok: "))
        .await;
}
