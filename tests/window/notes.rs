//! Writing notes in the window while the agent writes them too.

use cove_tests::process::cove;
use cove_tests::{FakeModel, Home, Reply};
use serde_json::{Value, json};

use crate::app::App;
use crate::desktop::{Desktop, Panel};
use crate::wait::until;

const PATH: &str = "MEMORY.md";
const BEGUN: &str =
    "# Memory\n\n- Lagom Form: Karin pays late.\n- Choir on Thursdays.\n- [ ] Send the VAT form\n";
/// What stands in the editor's own tree.
const INSIDE: &str = "const root = document.querySelector('[data-testid=editor]')?.shadowRoot;
    return root?.querySelector(arguments[0])?.innerText ?? null";
const PRESS: &str = "const root = document.querySelector('[data-testid=editor]').shadowRoot;
    root.querySelector(arguments[0]).click()";
const FOCUS: &str = "document.querySelector('[data-testid=editor]').shadowRoot
    .querySelector('.cm-content').focus()";
/// Down six lines: below the last one.
const TO_THE_END: &str = "\u{e015}\u{e015}\u{e015}\u{e015}\u{e015}\u{e015}";

/// Waits until a place of the editor says this; what it says.
async fn reads(app: &App, css: &str, text: &str) -> String {
    until(&format!("{css} to say {text:?}"), async || {
        let said = app.script(INSIDE, vec![json!(css)]).await;
        said.as_str()
            .filter(|said| said.contains(text))
            .map(str::to_owned)
    })
    .await
}

async fn types(app: &App, text: &str) {
    let typed = app.page().action_chain().send_keys(text).perform().await;
    typed.expect("the page takes keys");
}

async fn home(model: &FakeModel) -> Home {
    Home::new()
        .with_env("COVE_LANG", "en")
        .with_fake_model(model)
        .with_workspace_file(PATH, BEGUN)
}

async fn agent_writes(model: &FakeModel, home: &Home, old: &str, new: &str) {
    let edit = json!({"path": PATH, "old_text": old, "new_text": new});
    model.push(Reply::call("edit", edit));
    let sent = cove(&["send", "please note it"], home).await;
    assert_eq!(sent.code, Some(0), "{sent:?}");
}

async fn open(app: &App) {
    app.connected().await;
    app.press("[data-testid=place-notes]").await;
    reads(app, ".cm-content", "Karin").await;
}

#[tokio::test]
async fn what_the_agent_writes_comes_in_while_the_person_types_and_nothing_is_lost() {
    let (model, desktop) = (FakeModel::start().await, Desktop::start(Panel::There).await);
    let home = home(&model).await;
    let app = App::start(&home, &desktop).await;
    open(&app).await;
    app.script(FOCUS, Vec::new()).await;
    types(&app, TO_THE_END).await;

    let line = "- Okafor moved to Uppsala in January";
    let typing = async {
        for letter in line.chars() {
            types(&app, &letter.to_string()).await;
        }
    };
    tokio::join!(
        typing,
        agent_writes(
            &model,
            &home,
            "pays late.",
            "pays late, first reminder sent."
        ),
    );

    reads(&app, ".cm-content", "first reminder sent").await;
    reads(&app, ".cm-content", "Uppsala in January").await;
    app.find("[data-testid=note-saved][data-state=saved]").await;
    until("both edits in the file", async || {
        let text = home.read_workspace(PATH);
        let both = text.contains("first reminder sent") && text.contains("Uppsala in January");
        (both && !text.contains("<<<<<<<")).then_some(())
    })
    .await;
    app.sees("[data-testid=change][data-by=agent]", "1 line changed")
        .await;
}

#[tokio::test]
async fn where_both_changed_a_line_the_person_chooses_at_that_line() {
    let (model, desktop) = (FakeModel::start().await, Desktop::start(Panel::There).await);
    let home = home(&model).await;
    let app = App::start(&home, &desktop).await;
    app.connected().await;
    // Written while the gateway could not be reached: kept by the page with what it started from.
    let read = cove(&["files", "read", PATH, "--json"], &home).await.json();
    let mine = BEGUN.replace("pays late.", "pays late, call her.");
    let draft = json!({"text": mine, "base": read["hash"]}).to_string();
    let keep = "const home = window.coveHome ? '@' + window.coveHome : '';
        localStorage.setItem(`cove.note${home}.${arguments[0]}`, arguments[1])";
    app.script(keep, vec![json!("MEMORY.md"), Value::from(draft)])
        .await;
    agent_writes(
        &model,
        &home,
        "pays late.",
        "pays late, first reminder sent.",
    )
    .await;

    open(&app).await;
    let panel = reads(&app, "[data-testid=conflict]", "Nothing is lost").await;
    assert!(
        panel.contains("call her.") && panel.contains("first reminder sent."),
        "{panel}"
    );
    app.script(PRESS, vec![json!("[data-testid=keep-both]")])
        .await;
    let both = BEGUN.replace("pays late.", "pays late, call her. First reminder sent.");
    until("both in one line of the file", async || {
        (home.read_workspace(PATH) == both).then_some(())
    })
    .await;
    app.find("[data-testid=note-saved][data-state=saved]").await;
}

#[tokio::test]
async fn a_box_is_ticked_and_the_change_is_taken_back_from_the_history() {
    let (model, desktop) = (FakeModel::start().await, Desktop::start(Panel::There).await);
    let home = home(&model).await;
    let app = App::start(&home, &desktop).await;
    open(&app).await;
    app.script(PRESS, vec![json!("[data-testid=task]")]).await;
    until("the tick in the file", async || {
        home.read_workspace(PATH)
            .contains("- [x] Send")
            .then_some(())
    })
    .await;
    app.sees("[data-testid=change][data-by=person]", "1 line changed")
        .await;
    app.press("[data-testid=change][data-by=person] button")
        .await;
    app.sees("[data-testid=diff]", "Send the VAT form").await;
    app.press_word("Take this change back").await;
    until("the file as it was", async || {
        (home.read_workspace(PATH) == BEGUN).then_some(())
    })
    .await;
    until("the box without its tick", async || {
        let ask = "return document.querySelector('[data-testid=editor]').shadowRoot
            .querySelector('[data-testid=task]').checked";
        (app.script(ask, Vec::new()).await == json!(false)).then_some(())
    })
    .await;
}
