//! An answer shown while it is being written: one message, which becomes the answer.
//!
//! Owns that nothing of it is ever half or doubled, also over a kill. Time is the driven clock.

use cove_tests::clock::DrivenClock;
use cove_tests::telegram::Fault;
use cove_tests::{Hold, Reply};
use rusqlite::Connection;
use serde_json::json;

use crate::world::{ANNA, World, until};

const MORNING: i64 = 1_760_000_000_000;
const BEGINNING: &str = "The mill by the river is from the year";
const WHOLE: &str = "The mill by the river is from the year 1786 and still **turns**.";

/// The model holds on in the middle of its answer.
fn holding(world: &World) -> Hold {
    let hold = Hold::new();
    let (own, rest) = (hold.clone(), WHOLE[BEGINNING.len() + 1..].to_owned());
    world.model.answer_with(move |_| {
        Reply::text(format!("{BEGINNING} "))
            .hold(&own)
            .and(rest.clone())
    });
    hold
}

/// What stands in Anna's chat of the bot.
fn stands(world: &World) -> Vec<String> {
    let shown = world.telegram.shown(ANNA).into_iter();
    shown
        .filter(|(bot, _)| *bot)
        .map(|(_, text)| text)
        .collect()
}

/// Lets time go on until the chat shows exactly this.
async fn shows(world: &World, clock: &DrivenClock, expected: &[&str]) {
    until(&format!("the chat to show {expected:?}"), async || {
        clock.advance(500).await;
        (stands(world) == expected).then_some(())
    })
    .await;
}

/// Waits until it is noted which message shows the beginning.
async fn stored(world: &World) {
    let tables = Connection::open(world.home.state_dir().join("cove.db")).unwrap();
    until("the beginning to be noted", async || {
        let count = "SELECT count(*) FROM drafts";
        let noted: i64 = tables.query_row(count, [], |row| row.get(0)).ok()?;
        (noted == 1).then_some(())
    })
    .await;
}

fn beginning() -> String {
    format!("{BEGINNING} …")
}

const DONE: &str = "The mill by the river is from the year 1786 and still turns.";

#[tokio::test]
async fn the_beginning_is_shown_and_becomes_the_answer() {
    let world = World::new().await;
    let hold = holding(&world);
    let (_gateway, clock) = world.driven(MORNING).await;
    world.anna().says("How old is it?");
    shows(&world, &clock, &[&beginning()]).await;
    hold.release();
    shows(&world, &clock, &[DONE]).await;
    world.quiet().await;
    assert_eq!(world.telegram.sent_to(ANNA).len(), 1, "one message only");
    let last = world.telegram.edits().pop().unwrap();
    assert!(last.text.unwrap().ends_with("<b>turns</b>."));
    let rows = world.json(&["deliveries", "--all", "--json"]).await;
    let rows = rows["deliveries"].as_array().unwrap().clone();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["state"], "sent");
    world.no_problems();
}

#[tokio::test]
async fn a_kill_while_it_is_shown_leaves_neither_half_an_answer_nor_two() {
    let world = World::new().await;
    holding(&world);
    let (mut gateway, clock) = world.driven(MORNING).await;
    world.anna().says("How old is it?");
    shows(&world, &clock, &[&beginning()]).await;
    stored(&world).await;
    gateway.kill9();
    drop(clock);
    world.model.answer_with(|_| Reply::text(WHOLE));
    let (_gateway, clock) = world.driven(MORNING + 60_000).await;
    shows(&world, &clock, &[DONE]).await;
    world.quiet().await;
    assert_eq!(stands(&world), [DONE]);
    world.no_problems();
}

#[tokio::test]
async fn a_kill_between_the_last_edit_and_its_receipt_doubles_nothing() {
    let world = World::new().await;
    let hold = holding(&world);
    let (mut gateway, clock) = world.driven(MORNING).await;
    world.anna().says("How old is it?");
    shows(&world, &clock, &[&beginning()]).await;
    let taken = Hold::new();
    world
        .telegram
        .fail_next("editMessageText", Fault::HoldAfter(taken.clone()));
    hold.release();
    until("the last edit", async || {
        clock.advance(200).await;
        taken.was_reached().then_some(())
    })
    .await;
    gateway.kill9();
    drop(clock);
    let (_gateway, clock) = world.driven(MORNING + 60_000).await;
    until("the answer to be told as sent", async || {
        clock.advance(500).await;
        let rows = world.json(&["deliveries", "--all", "--json"]).await;
        (rows["deliveries"][0]["state"] == "sent").then_some(())
    })
    .await;
    assert_eq!(stands(&world), [DONE]);
    assert_eq!(world.telegram.sent_to(ANNA).len(), 1);
    world.no_problems();
}

#[tokio::test]
async fn where_the_beginning_was_deleted_the_answer_comes_as_a_new_message() {
    let world = World::new().await;
    let hold = holding(&world);
    let (_gateway, clock) = world.driven(MORNING).await;
    world.anna().says("How old is it?");
    shows(&world, &clock, &[&beginning()]).await;
    let gone = "Bad Request: message to edit not found".to_owned();
    for _ in 0..2 {
        let fault = Fault::Status(400, gone.clone());
        world.telegram.fail_next("editMessageText", fault);
    }
    hold.release();
    shows(&world, &clock, &[DONE]).await;
    world.quiet().await;
    assert_eq!(world.telegram.sent_to(ANNA).len(), 2);
    assert_eq!(
        world.telegram.deleted().len(),
        1,
        "the beginning is taken away"
    );
}

#[tokio::test]
async fn nothing_of_a_silent_answer_is_ever_shown() {
    let world = World::new().await;
    let hold = Hold::new();
    let own = hold.clone();
    world
        .model
        .answer_with(move |_| Reply::text("NO_REPLY ").hold(&own).and("\n\n**NO_REPLY**"));
    let (_gateway, clock) = world.driven(MORNING).await;
    world.anna().says("Just so you know.");
    hold.arrived().await;
    for _ in 0..5 {
        clock.advance(1_000).await;
    }
    hold.release();
    world.quiet().await;
    assert_eq!(world.texts(), Vec::<String>::new());
    assert!(world.telegram.edits().is_empty());
    world.no_problems();
}

#[tokio::test]
async fn where_it_is_switched_off_only_the_whole_answer_is_shown() {
    let mut world = World::new().await;
    let home = std::mem::take(&mut world.home);
    world.home = home.with_config(json!({"channels": {"telegram": {"streaming": false}}}));
    let hold = holding(&world);
    let (_gateway, clock) = world.driven(MORNING).await;
    world.anna().says("How old is it?");
    hold.arrived().await;
    for _ in 0..5 {
        clock.advance(1_000).await;
    }
    assert!(stands(&world).is_empty());
    hold.release();
    shows(&world, &clock, &[DONE]).await;
    assert!(world.telegram.edits().is_empty());
    world.no_problems();
}

#[tokio::test]
async fn progress_shows_what_is_done_and_the_answer_takes_its_place() {
    let mut world = World::new().await;
    let home = std::mem::take(&mut world.home);
    let progress = json!({"channels": {"telegram": {"streaming": {"mode": "progress"}}}});
    world.home = home.with_config(progress);
    let hold = holding(&world);
    let (_gateway, clock) = world.driven(MORNING).await;
    world.anna().says("How old is it?");
    shows(&world, &clock, &["Working on it…"]).await;
    hold.release();
    shows(&world, &clock, &[DONE]).await;
    world.no_problems();
}

#[tokio::test]
async fn typing_is_shown_while_it_works_and_ends_with_the_answer() {
    let world = World::new().await;
    let hold = holding(&world);
    let (_gateway, clock) = world.driven(MORNING).await;
    world.anna().says("How old is it?");
    until("typing to be shown twice", async || {
        clock.advance(1_000).await;
        (world.telegram.actions().len() >= 2).then_some(())
    })
    .await;
    hold.release();
    shows(&world, &clock, &[DONE]).await;
    world.quiet().await;
    let shown = world.telegram.actions().len();
    for _ in 0..20 {
        clock.advance(1_000).await;
    }
    assert_eq!(world.telegram.actions().len(), shown);
    world.no_problems();
}
