//! A summary that did not pass, and a conversation that can't be shortened: nothing is lost.

use cove_tests::Reply;
use cove_tests::model::{Refusal, Stop};

use crate::long_talk::*;
use crate::world::{ANNA, transcript_files};

/// A summary that is none leaves every byte as it was, is tried twice at the most and told.
async fn no_summary(reply: fn() -> Reply, why: &str, most: usize) {
    let (world, _gateway) = world().await;
    filled(&world).await;
    let file = transcript_files(&world.home).remove(0);
    let before = std::fs::read(&file).unwrap();
    for _ in 0..8 {
        world.model.push_when(for_summary, reply());
    }
    let id = send(&world, &long(6_000, "one more")).await["sessionId"].clone();
    let after = std::fs::read(&file).unwrap();
    assert_eq!(after[..before.len()], before[..], "{why}");
    assert!(compactions(&world).is_empty(), "{why}");
    let asked = count(&world, for_summary);
    assert!((1..=most).contains(&asked), "{why}: asked {asked} times");
    let failed = records(&world, "compaction").await;
    assert_eq!(failed.len(), 1, "{failed:?}");
    assert_eq!(failed[0]["outcome"], "failed");
    assert_eq!(failed[0]["code"], why, "{failed:?}");
    // It still fits, so the next message is answered, without another try.
    let next = send(&world, "still there?").await;
    assert_eq!(next["reply"], "ok: still there?");
    assert_eq!(next["sessionId"], id);
    assert_eq!(count(&world, for_summary), asked, "{why}");
}

#[tokio::test]
async fn an_empty_summary_changes_nothing() {
    no_summary(|| Reply::text("  "), "compaction-empty", 2).await;
}

#[tokio::test]
async fn a_summary_cut_off_changes_nothing() {
    no_summary(
        || Reply::text("They met and").stop(Stop::Length),
        "compaction-truncated",
        2,
    )
    .await;
}

#[tokio::test]
async fn a_refusal_changes_nothing() {
    no_summary(
        || Reply::text("I'm sorry, I can't do that."),
        "compaction-refused",
        2,
    )
    .await;
}

#[tokio::test]
async fn a_summary_as_long_as_what_it_stands_for_changes_nothing() {
    no_summary(
        || Reply::text(long(14_000, "all of it")),
        "compaction-too-little",
        // It is told in two parts, then in five smaller ones.
        7,
    )
    .await;
}

#[tokio::test]
async fn a_server_that_fails_changes_nothing() {
    no_summary(
        || Reply::refuse(Refusal::BadRequest("no".into())),
        "model-bad-request",
        2,
    )
    .await;
}

#[tokio::test]
async fn what_does_not_fit_and_cannot_be_shortened_ends_in_a_choice() {
    let (world, _gateway) = world().await;
    filled(&world).await;
    for _ in 0..8 {
        world.model.push_when(for_summary, Reply::text(""));
    }
    world.anna().says(&long(3_000, "part 5"));
    world.anna().says(&long(9_000, "too much"));
    let told = world.told("no longer fits").await;
    assert!(
        told.contains("/compact keep 20") && told.contains("/new"),
        "{told}"
    );
    world.quiet().await;
    assert!(compactions(&world).is_empty());
    assert!(
        !world
            .telegram
            .sent_to(ANNA)
            .iter()
            .any(|sent| sent.plain.contains("NO_REPLY"))
    );
}
