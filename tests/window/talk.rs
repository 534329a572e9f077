//! What a person does to a conversation: makes it shorter, begins anew, says it differently, looks
//! for something in it.

use cove_tests::long_talk::{long, patient, small};
use cove_tests::process::cove;
use cove_tests::{FakeModel, Home};

use crate::app::App;
use crate::desktop::{Desktop, Panel};
use crate::look::everywhere;
use crate::wait::until;

const RING: &str = "[data-testid=context-ring]";

/// Said elsewhere: typing thousands of words letter by letter shows nothing.
async fn said(home: &Home, text: &str) {
    let sent = cove(&["send", text], home).await;
    assert_eq!(sent.code, Some(0), "{sent:?}");
}

fn home(model: &FakeModel) -> Home {
    patient(model);
    Home::new()
        .with_env("COVE_LANG", "en")
        .with_fake_model(model)
        .with_config(small())
}

#[tokio::test]
async fn a_conversation_is_compacted_from_the_ring_and_taken_back_there() {
    let (model, desktop) = (FakeModel::start().await, Desktop::start(Panel::There).await);
    let home = home(&model);
    let app = App::start(&home, &desktop).await;
    app.connected().await;
    for n in 0..4 {
        said(&home, &long(3_000, &format!("part {n}"))).await;
    }
    app.answer("ok: part 3").await;
    app.press(RING).await;
    app.sees("[data-testid=context-panel]", "Compacting now would free")
        .await;
    everywhere(&app, "compact-before").await;
    app.press("[data-testid=compact]").await;
    let told = app.sees("[data-testid=compacted]", "→").await;
    assert!(told.contains("Undo"), "{told}");
    everywhere(&app, "compact-after").await;
    app.press(RING).await;
    app.sees_no_more("[data-testid=context-panel]").await;
    app.press(RING).await;
    app.press("[data-testid=compact-undo]").await;
    app.sees_no_more("[data-testid=compacted]").await;
    app.find("[data-testid=compact]").await;

    // The next request is whole again: what was said, not what stood for it.
    app.press(RING).await;
    app.says("and now?").await;
    app.answer("ok: and now?").await;
    let last = model.requests().pop().unwrap().prompt_text();
    assert!(
        last.contains("part 0 lorem") && !last.contains("Plant the garden"),
        "{}",
        last.chars().take(400).collect::<String>()
    );
    assert_eq!(model.problems(), Vec::<String>::new());
}

#[tokio::test]
async fn a_conversation_begins_anew_after_saving_and_is_opened_again() {
    let (model, desktop) = (FakeModel::start().await, Desktop::start(Panel::There).await);
    let home = home(&model);
    let app = App::start(&home, &desktop).await;
    app.connected().await;
    app.says("the garden is 12 m long").await;
    app.answer("ok: the garden").await;
    app.press(RING).await;
    app.press("[data-testid=new-choose]").await;
    app.find("[data-testid=new-plain]").await;
    everywhere(&app, "new-choose").await;
    app.press("[data-testid=new-save]").await;

    app.message("the line of the fresh start", |row| {
        row.speaker == "note" && row.text.contains("Kept one note. Fresh start.")
    })
    .await;
    let people = app.messages().await;
    assert!(
        !people.iter().any(|row| row.text.contains("12 m long")),
        "{people:?}"
    );
    let notes: String = std::fs::read_dir(home.workspace("memory"))
        .unwrap()
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    assert_eq!(
        notes.matches("The garden is 12 m long").count(),
        1,
        "{notes}"
    );
    app.press_word("Undo").await;
    app.message("what was said before", |row| {
        row.speaker == "person" && row.text.contains("the garden is 12 m long")
    })
    .await;
    assert_eq!(model.problems(), Vec::<String>::new());
}

#[tokio::test]
async fn a_message_is_said_in_other_words_asked_again_and_found() {
    let (model, desktop) = (FakeModel::start().await, Desktop::start(Panel::There).await);
    let home = home(&model);
    let app = App::start(&home, &desktop).await;
    app.connected().await;
    app.says("the dentist is on Monday").await;
    app.answer("ok: the dentist").await;
    app.hover("[data-testid=message][data-speaker=person]")
        .await;
    app.press("[data-testid=edit]").await;
    app.types_over("[data-testid=edit-words]", "the dentist is on Friday")
        .await;
    app.press("[data-testid=edit-send]").await;
    app.message("the other words", |row| {
        row.speaker == "person" && row.text.contains("on Friday")
    })
    .await;
    app.answer("ok: the dentist").await;
    let rows = app.messages().await;
    assert!(
        !rows.iter().any(|row| row.text.contains("on Monday")),
        "{rows:?}"
    );
    let asked = model.requests().pop().unwrap().prompt_text();
    assert!(asked.contains("on Friday") && !asked.contains("on Monday"));

    let before = model.requests().len();
    app.hover("[data-testid=message][data-speaker=agent]").await;
    app.press("[data-testid=again]").await;
    until("the same asked once more", async || {
        (model.requests().len() == before + 1).then_some(())
    })
    .await;
    app.answer("ok: the dentist").await;

    app.press("[data-testid=search]").await;
    app.fills("[data-testid=search-words]", "Friday").await;
    app.sees("[data-testid=hit]", "dentist is on Friday").await;
    app.press("[data-testid=hit]").await;
    app.sees(".flash", "dentist is on Friday").await;
    assert_eq!(model.problems(), Vec::<String>::new());
}
