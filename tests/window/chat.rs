//! Talking in the window.

use cove_tests::bytes::scan_for;
use cove_tests::model::{Ending, Refusal};
use cove_tests::{FakeModel, Hold, Home, Reply};

use crate::app::App;
use crate::desktop::{Desktop, Panel};
use crate::settled;

#[tokio::test]
async fn a_new_home_answers_and_remembers_without_a_model() {
    let (home, desktop) = (settled(), Desktop::start(Panel::There).await);
    let app = App::start(&home, &desktop).await;
    app.connected().await;
    app.sees("[data-testid=model-name]", "Practice, no AI, free")
        .await;
    app.says("remember that I like tea").await;

    let answer = app.answer("to your memory").await;
    assert!(answer.text.contains("Practice, no AI, free"), "{answer:?}");
    app.sees("[data-testid=tool][data-error=false]", "MEMORY.md")
        .await;
    assert!(home.read_workspace("MEMORY.md").contains("I like tea"));
    app.sees("[data-testid=context-ring]", "%").await;
    app.sees("[data-testid=connection]", "Well").await;
    let said: Vec<_> = app
        .messages()
        .await
        .into_iter()
        .map(|row| row.speaker)
        .collect();
    assert_eq!(said, ["person", "agent"]);
}

#[tokio::test]
async fn an_answer_is_read_before_its_end_and_stop_keeps_what_was_said() {
    let (model, desktop) = (FakeModel::start().await, Desktop::start(Panel::There).await);
    let home = Home::new().with_fake_model(&model);
    let hold = Hold::new();
    model.push(
        Reply::text("The first half, then")
            .hold(&hold)
            .and(" the rest."),
    );
    let app = App::start(&home, &desktop).await;
    app.sees("[data-testid=model-name]", "small").await;
    app.says("tell me").await;

    let half = app
        .message("half an answer", |row| row.text.contains("The first half,"))
        .await;
    assert!(half.running && !half.text.contains("rest"), "{half:?}");
    app.press("[data-testid=stop]").await;
    let stopped = app.answer("The first half,").await;
    assert!(stopped.text.contains("stopped here"), "{stopped:?}");
    // Nothing more is paid for: the connection is given up.
    let ending = model.wait_for_ending(0).await;
    assert!(matches!(ending, Ending::LeftByClient(_)), "{ending:?}");
    app.sees_no_more("[data-testid=stop]").await;
    assert_eq!(model.problems(), Vec::<String>::new());
}

#[tokio::test]
async fn a_refused_key_is_explained_and_the_kept_words_go_with_a_new_one() {
    let (model, desktop) = (FakeModel::start().await, Desktop::start(Panel::There).await);
    let home = Home::new().with_fake_model(&model);
    model.accept_keys(&["sk-another-key-0123456789"]);
    let app = App::start(&home, &desktop).await;
    app.says("what is the time").await;

    app.sees(
        "[data-testid=failure][data-code=model-auth]",
        "refused the key",
    )
    .await;
    app.sees("[data-testid=failure]", "Your message is kept")
        .await;
    app.sees(
        "[data-testid=message][data-speaker=person]",
        "what is the time",
    )
    .await;
    app.fills("[data-testid=new-key]", "sk-another-key-0123456789")
        .await;
    app.press("[data-testid=new-key-send]").await;
    // This desktop has no keychain: the person says where the key is kept.
    app.sees("fieldset", "Until Cove ends").await;
    app.press("[data-testid=new-key-send]").await;
    app.answer("ok: what is the time").await;
    assert_eq!(
        scan_for(&home.state_dir(), b"sk-another-key-0123456789"),
        []
    );
}

#[tokio::test]
async fn a_question_that_failed_goes_again_at_one_press() {
    let (model, desktop) = (FakeModel::start().await, Desktop::start(Panel::There).await);
    let home = Home::new().with_fake_model(&model);
    model.push(Reply::refuse(Refusal::BadRequest("no".to_owned())));
    let app = App::start(&home, &desktop).await;
    app.says("what is the time").await;

    app.sees("[data-testid=failure]", "Your message is kept")
        .await;
    app.press_word("Try again").await;
    app.answer("ok: what is the time").await;
}
