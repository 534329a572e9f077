//! A gateway killed twelve times while it talks, at moments that events tell.
//!
//! Owns the count: each message in one answered turn or in a record, each part sent once.

use cove_tests::telegram::Fault;
use cove_tests::{Hold, Reply};
use serde_json::Value;

use crate::kill::nothing_twice;
use crate::seeded::Seeded;
use crate::world::{World, messages, until};

#[tokio::test]
async fn twelve_kills_among_thirty_messages_lose_and_double_nothing() {
    let world = World::new().await;
    world.model.answer_with(|request| {
        let text = request.last_user_text();
        Reply::pieces(["ok: ".to_owned(), text])
    });
    let mut random = Seeded::new(20_26);
    let (mut said, mut gateway) = (0, Some(world.listening().await));
    for round in 0..12 {
        for _ in 0..1 + random.below(4) {
            if said < 30 {
                world.anna().says(&format!("message {said:02}"));
                said += 1;
            }
        }
        // A moment told by an event: the n-th call of a kind from here on, or its being held.
        let (model, calls) = (world.model.requests().len(), world.telegram.calls().len());
        let more = usize::try_from(1 + random.below(3)).unwrap();
        match random.below(4) {
            0 if said < 30 => {
                world.model.wait_for_requests(model + 1).await;
            }
            1 if said < 30 => {
                until("some more calls", async || {
                    (world.telegram.calls().len() >= calls + more).then_some(())
                })
                .await;
            }
            2 => {
                // Taken by Telegram, the receipt not seen.
                let hold = Hold::new();
                world
                    .telegram
                    .fail_next("sendMessage", Fault::HoldAfter(hold.clone()));
                world.anna().says(&format!("/unknown{round}"));
                hold.arrived().await;
            }
            _ => {
                // Stored by Cove, not confirmed to Telegram.
                let hold = Hold::new();
                world
                    .telegram
                    .fail_next("getUpdates", Fault::HoldBefore(hold.clone()));
                world.anna().says(&format!("/unknown{round}"));
                hold.arrived().await;
            }
        }
        drop(gateway.take());
        world.telegram.wait_until_idle().await;
        gateway = Some(world.start().await);
    }
    while said < 30 {
        world.anna().says(&format!("message {said:02}"));
        said += 1;
    }
    until("every update to be confirmed", async || {
        (world.telegram.pending_updates() == 0).then_some(())
    })
    .await;
    world.quiet().await;
    counted(&world).await;
    nothing_twice(&world).await;
}

#[tokio::test]
async fn what_was_taken_together_with_a_message_set_aside_is_answered_once() {
    let world = World::new().await;
    let mut gateway = world.listening().await;
    let first = Hold::new();
    let slow = Reply::text("First").hold(&first).and(" done.");
    world.model.push(slow);
    world.anna().says("one");
    first.arrived().await;
    for text in ["two", "three"] {
        world.anna().says(text);
    }
    until("two that wait", async || {
        let status = world.json(&["status", "--json"]).await;
        (status["waiting"] == 2).then_some(())
    })
    .await;
    let killed: Vec<Hold> = (0..3).map(|_| Hold::new()).collect();
    for hold in &killed {
        world
            .model
            .push(Reply::text("never heard").hold_headers(hold));
    }
    first.release();
    for hold in &killed {
        hold.arrived().await;
        drop(gateway);
        world.telegram.wait_until_idle().await;
        gateway = world.start().await;
    }
    world.told("ok: three").await;
    world.quiet().await;
    let asked = world.model.requests();
    let asked: Vec<String> = asked.iter().map(|asked| asked.last_user_text()).collect();
    let together = "two\n\nthree";
    assert_eq!(asked, ["one", together, together, together, "three"]);
    let told = world.texts();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[1].contains("set it aside: “two”"), "{told:?}");
    assert_eq!(told[2], "ok: three");
    nothing_twice(&world).await;
}

#[tokio::test]
async fn a_message_that_waits_out_a_pause_is_not_set_aside_however_often_cove_starts() {
    let world = World::new().await;
    let mut gateway = world.listening().await;
    world.json(&["pause", "--json"]).await;
    world.anna().says("when you are back");
    until("it to wait", async || {
        let status = world.json(&["status", "--json"]).await;
        (status["waiting"] == 1).then_some(())
    })
    .await;
    for _ in 0..4 {
        drop(gateway);
        world.telegram.wait_until_idle().await;
        gateway = world.start().await;
    }
    assert!(world.model.requests().is_empty());
    world.json(&["resume", "--json"]).await;
    world.told("ok: when you are back").await;
    world.quiet().await;
    nothing_twice(&world).await;
}

/// Each message stands in one answered turn or in a record.
async fn counted(world: &World) {
    // A message may be set aside after three kills; that is a visible record.
    let activity = world.json(&["activity", "--limit", "500", "--json"]).await;
    let told = activity["activity"].as_array().unwrap();
    let entries = messages(&world.transcripts());
    let of_turn = |line: &Value| line["cove"]["turn"].as_str().unwrap().to_owned();
    let role = |line: &Value, role: &str| line["message"]["role"] == role;
    let answered: Vec<String> = entries
        .iter()
        .filter(|line| role(line, "assistant"))
        .map(of_turn)
        .collect();
    let users: Vec<String> = entries
        .iter()
        .filter(|line| role(line, "user") && answered.contains(&of_turn(line)))
        .map(|line| line["message"]["content"].to_string())
        .collect();
    let set_aside = told
        .iter()
        .filter(|row| row["outcome"] == "set-aside")
        .count();
    let mut missing = 0;
    for n in 0..30 {
        let text = format!("message {n:02}");
        match users.iter().filter(|user| user.contains(&text)).count() {
            0 => missing += 1,
            1 => {}
            times => panic!("{text} stands in {times} turns"),
        }
    }
    assert!(
        missing <= set_aside,
        "{missing} missing, {set_aside} told: {activity}"
    );
}
