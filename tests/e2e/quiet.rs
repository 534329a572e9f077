//! Quiet hours: what was asked for arrives with its sound, what Cove says by itself waits.
//!
//! Owns that difference. Time is the driven clock.

use cove_tests::Reply;
use cove_tests::model::Refusal;
use serde_json::json;

use crate::job_out::{MINUTE, MORNING, job, logged, notify, with};
use crate::world::{ANNA, until};

/// 10:00 of that morning.
const TEN: i64 = MORNING + 4_000_000;
const PAUSED: &str = "failed five times";

#[tokio::test]
async fn at_night_a_job_and_an_answer_have_their_sound_and_coves_own_words_wait_for_the_morning() {
    let last = || json!({"mode": "announce", "channel": "last"});
    let turn = json!({"kind": "agentTurn", "message": "What is the weather?"});
    let mut failing = job(turn, last());
    failing["schedule"] = json!({"kind": "every", "everyMs": MINUTE, "anchorMs": MORNING});
    let mut tea = job(notify("Tea time"), last());
    (tea["id"], tea["name"]) = (json!("tea"), json!("Tea"));
    let hours = json!({"start": "10:00", "end": "22:00", "timezone": "UTC"});
    let hours = json!({"agents": {"defaults": {"heartbeat": {"activeHours": hours}}}});
    let world = with(vec![failing, tea], hours).await;
    let (_gateway, clock) = world.driven(MORNING).await;
    world.anna().says("hi");
    world.told_while(&clock, "ok: hi").await;
    world
        .model
        .answer_with(|_| Reply::refuse(Refusal::ContentFilter));
    world.told_while(&clock, "Tea time").await;
    until("the job to be paused", async || {
        // No minute passes while a run is at work: each ends in a line of the log.
        let ended = logged(&world).len();
        if ended < 5 && ended + 1 == world.model.requests().len() {
            clock.advance(30_000).await;
        }
        let status = world.json(&["status", "--json"]).await;
        status.to_string().contains("job:j").then_some(())
    })
    .await;
    world.model.answer_with(|request| {
        let asked = request.last_user_text();
        Reply::text(format!("ok: {asked}"))
    });
    world.anna().says("still there?");
    world.told_while(&clock, "ok: still there?").await;
    assert!(!world.texts().iter().any(|text| text.contains(PAUSED)));
    assert!(!world.transcripts().contains(PAUSED));
    for asked_for in ["Tea time", "ok: still there?"] {
        let sent = world.telegram.sent_to(ANNA);
        let sent = sent.iter().find(|sent| sent.plain.contains(asked_for));
        assert!(!sent.unwrap().silent, "{asked_for}");
    }

    world.quiet().await;
    let now = world.json(&["status", "--json"]).await["now"].as_i64();
    clock.advance(TEN - now.unwrap()).await;
    world.told_while(&clock, "While it was quiet").await;
    let sent = world.telegram.sent_to(ANNA);
    let digests: Vec<_> = sent
        .iter()
        .filter(|sent| sent.plain.contains(PAUSED))
        .collect();
    assert_eq!(digests.len(), 1);
    assert!(digests[0].silent && digests[0].plain.starts_with("While it was quiet"));
    let buttons = digests[0].reply_markup.to_string();
    assert!(buttons.contains("job-resume:j"), "{buttons}");
    until("the same in the window", async || {
        clock.advance(100).await;
        world.transcripts().contains(PAUSED).then_some(())
    })
    .await;
    world.no_problems();
}
