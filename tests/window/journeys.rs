//! Ways a person goes through the window from their beginning to their end, beside those of chat,
//! talk, schedule, heartbeat and notes.

use cove_tests::model::Ending;
use cove_tests::{FakeModel, Hold, Home, Reply};
use serde_json::json;

use crate::app::App;
use crate::desktop::{Desktop, Panel};

const KEY: &str = "sk-the-right-key-0123456789";

#[tokio::test]
async fn a_newcomer_tries_the_practice_agent_and_is_greeted_by_name() {
    let (home, desktop) = (Home::new(), Desktop::start(Panel::There).await);
    let app = App::start_with(&home, &desktop, &[]).await;
    app.find("[data-testid=welcome][data-step=model]").await;
    app.press("[data-testid=welcome-practice]").await;
    app.types_over("[data-testid=agent-name]", "Wren").await;
    app.fills("[data-testid=person-name]", "Anna").await;
    app.press("[data-testid=welcome-continue]").await;
    app.find("[data-testid=welcome][data-step=telegram]").await;
    app.press("[data-testid=welcome-skip]").await;
    app.connected().await;
    app.says("remember that I like tea").await;
    app.answer("to your memory").await;
    app.press("[data-testid=place-home]").await;
    app.sees("[data-testid=home-sentence]", "Wren").await;
    assert!(home.read_workspace("USER.md").contains("Anna"));
}

#[tokio::test]
async fn a_model_is_connected_after_a_wrong_key() {
    let (model, desktop) = (FakeModel::start().await, Desktop::start(Panel::There).await);
    model.accept_keys(&[KEY]);
    let home = Home::new();
    let app = App::start_with(&home, &desktop, &[]).await;
    app.press("[data-testid=provider-other]").await;
    app.fills("[data-testid=other-address]", &model.base_url())
        .await;
    app.fills("[data-testid=other-name]", "mine").await;
    app.fills("[data-testid=other-model]", "small").await;
    app.fills("[data-testid=other-key]", "sk-a-wrong-key-0123456789")
        .await;
    app.press("[data-testid=other-connect]").await;
    app.sees("form .error", "key").await;
    assert!(!home.config_text().contains("mine"), "nothing is kept");

    app.types_over("[data-testid=other-key]", KEY).await;
    app.press("[data-testid=other-connect]").await;
    // This desktop has no keychain: the person says where the key is kept.
    app.sees("fieldset", "Until Cove ends").await;
    app.press("[data-testid=other-connect]").await;
    app.find("[data-testid=welcome-connected]").await;
    app.press("[data-testid=welcome-continue]").await;
    app.find("[data-testid=welcome][data-step=you]").await;
    app.press("[data-testid=welcome-skip]").await;
    app.press("[data-testid=welcome-skip]").await;
    app.says("what is the time").await;
    app.answer("ok: what is the time").await;
}

#[tokio::test]
async fn an_answer_uses_a_tool_and_is_stopped_in_the_middle() {
    let (model, desktop) = (FakeModel::start().await, Desktop::start(Panel::There).await);
    let home = Home::new()
        .with_fake_model(&model)
        .with_workspace_file("TODO.md", "- [ ] call Lagom\n");
    let hold = Hold::new();
    model.push(Reply::call("read", json!({"path": "TODO.md"})));
    model.push(
        Reply::text("You still have to call")
            .hold(&hold)
            .and(" Lagom."),
    );
    let app = App::start(&home, &desktop).await;
    app.connected().await;
    app.says("what is left to do").await;
    app.sees("[data-testid=tool][data-error=false]", "TODO.md")
        .await;
    app.message("half an answer", |row| {
        row.running && row.text.contains("still have to")
    })
    .await;
    app.press("[data-testid=stop]").await;
    let stopped = app.answer("still have to call").await;
    assert!(stopped.text.contains("stopped here"), "{stopped:?}");
    assert!(!stopped.text.contains("Lagom."), "{stopped:?}");
    let ending = model.wait_for_ending(1).await;
    assert!(matches!(ending, Ending::LeftByClient(_)), "{ending:?}");
}
