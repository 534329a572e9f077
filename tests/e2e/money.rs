//! The allowance as people meet it: told when it is used up, asked before it goes on.
//!
//! Owns a week of check-ins beside their estimate. Time is the driven clock.

use serde_json::{Value, json};

use cove_tests::Reply;
use cove_tests::model::Usage;

use crate::world::{ANNA, World, until};

/// 2025-10-09T08:53:20Z; the next half hour is 400 seconds away.
const MORNING: i64 = 1_760_000_000_000;
const TO_NINE: i64 = 400_000;
const HOUR: i64 = 3_600_000;
const BEAT: &str = "[Heartbeat. This is Cove";

async fn with(config: Value) -> World {
    let mut world = World::new().await;
    let home = std::mem::take(&mut world.home);
    world.home = home
        .with_config(config)
        .with_workspace_file("HEARTBEAT.md", "- is the rent paid?\n");
    world
}

fn beats_say(world: &World, answer: &'static str) {
    world.model.answer_with(move |request| {
        let asked = request.last_user_text();
        match asked.contains(BEAT) {
            true => Reply::text(answer),
            false => Reply::text(format!("ok: {asked}")),
        }
    });
}

fn count(world: &World, part: &str) -> usize {
    let texts = world.texts();
    texts.iter().filter(|text| text.contains(part)).count()
}

#[tokio::test]
async fn a_used_up_allowance_is_told_and_one_tap_answers_what_was_asked() {
    let world = with(json!({"allowance": {"day": 0.0004}})).await;
    beats_say(&world, "HEARTBEAT_OK");
    let (_gateway, clock) = world.driven(MORNING).await;
    world.anna().says("hi");
    world.told_while(&clock, "ok: hi").await;
    clock.advance(TO_NINE).await;
    world.told_while(&clock, "is used up. Check-ins").await;
    let asked = world.model.requests().len();
    world.anna().says("and now?");
    world.told_while(&clock, "Shall I go on today?").await;
    assert_eq!(world.model.requests().len(), asked, "no model was asked");
    let status = world.json(&["status", "--json"]).await;
    let needs: Vec<&Value> = status["needs"].as_array().unwrap().iter().collect();
    assert!(
        needs.iter().any(|need| need["kind"] == "allowance"),
        "{needs:?}"
    );

    let question = world.telegram.sent_to(ANNA);
    let question = question
        .iter()
        .find(|sent| sent.plain.contains("Shall I go on"))
        .unwrap();
    world.anna().presses(question.message_id, "allowance:today");
    world.told_while(&clock, "ok: and now?").await;
    // Once said it holds for today.
    world.anna().says("thanks");
    world.told_while(&clock, "ok: thanks").await;
    assert_eq!(
        (
            count(&world, "Shall I go on"),
            count(&world, "ok: and now?")
        ),
        (1, 1)
    );
    let left = world.json(&["cost", "--json"]).await;
    assert!(left["allowance"]["extra"].as_i64().unwrap() > 0);
    world.no_problems();
}

#[tokio::test]
async fn what_waits_for_the_allowance_is_answered_by_the_command_line_too() {
    let world = with(json!({"allowance": {"day": 0.0004}})).await;
    beats_say(&world, "HEARTBEAT_OK");
    let (_gateway, clock) = world.driven(MORNING).await;
    world.anna().says("hi");
    world.told_while(&clock, "ok: hi").await;
    clock.advance(TO_NINE).await;
    world.told_while(&clock, "is used up").await;
    world.anna().says("and now?");
    world.told_while(&clock, "Shall I go on today?").await;
    world.json(&["cost", "extend", "1", "--json"]).await;
    world.told_while(&clock, "ok: and now?").await;
    let failed = world.json(&["status", "--json"]).await;
    assert_eq!(failed["needs"], json!([]));
}

#[tokio::test]
async fn a_week_of_check_ins_costs_what_was_estimated() {
    let every = json!({"agents": {"defaults": {"heartbeat": {"every": "6h"}}}});
    let world = with(every).await;
    // A server that counts as real ones do: about 3.6 bytes a token.
    world.model.answer_with(|request| {
        let usage = Usage {
            input: request.body.to_string().len() as u64 * 10 / 36,
            cache_read: 0,
            cache_write: 0,
            output: 170,
        };
        match request.last_user_text().contains(BEAT) {
            true => Reply::text("HEARTBEAT_OK").usage(usage),
            false => Reply::text("ok: hi").usage(usage),
        }
    });
    let (_gateway, clock) = world.driven(MORNING).await;
    world.anna().says("hi");
    world.told_while(&clock, "ok: hi").await;
    let at = |report: &Value| report["last"]["slotAt"].as_i64().unwrap_or(0);
    let (mut before, mut ran) = (0, 0);
    for _ in 0..28 {
        clock.advance(6 * HOUR).await;
        let report = until("the next check-in", async || {
            let report = world.json(&["heartbeat", "last", "--json"]).await;
            let ended = report["last"]["outcome"] != "running";
            (at(&report) > before && ended).then_some(report)
        })
        .await;
        before = at(&report);
        // One that came while the one before was put away is left out.
        ran += u32::from(report["last"]["outcome"] == "ok");
    }
    assert!(ran > 20, "{ran}");
    let estimate = world.json(&["heartbeat", "estimate", "--json"]).await;
    let actual = &estimate["actual"];
    assert_eq!(actual["calls"], ran, "{estimate}");
    let dollars = |name: &str| actual[name].as_f64().unwrap();
    let (estimated, spent) = (dollars("estimated"), dollars("actual"));
    assert!((estimated - spent).abs() <= spent / 10.0, "{actual}");
}
