//! Faults strike where they were set, once, and leave the record that a real one would.

use cove_tests::telegram::{ChatFault, Fault};
use cove_tests::{FakeTelegram, Hold};
use serde_json::{Value, json};

use crate::bot;

const ANNA: i64 = 5550142;

fn hello() -> Value {
    json!({"chat_id": ANNA, "text": "hello"})
}

async fn ready() -> FakeTelegram {
    let telegram = FakeTelegram::start().await;
    telegram.user(ANNA, "Anna");
    telegram
}

#[tokio::test]
async fn refusals_on_demand_hit_one_call_of_their_method() {
    let telegram = ready().await;
    telegram.fail_next("sendMessage", Fault::RetryAfter(7));
    telegram.fail_next(
        "sendMessage",
        Fault::ServerError(502, "<html>Bad Gateway</html>".into()),
    );
    telegram.fail_next("sendMessage", Fault::Status(400, "Bad Request: no".into()));
    assert_eq!(bot(&telegram, "getMe", json!({})).await.unwrap().0, 200);
    let (status, answer) = bot(&telegram, "sendMessage", hello()).await.unwrap();
    assert_eq!(
        (status, &answer["parameters"]["retry_after"]),
        (429, &json!(7))
    );
    let (status, page) = bot(&telegram, "sendMessage", hello()).await.unwrap();
    assert_eq!(
        (status, page.as_str()),
        (502, Some("<html>Bad Gateway</html>"))
    );
    assert_eq!(bot(&telegram, "sendMessage", hello()).await.unwrap().0, 400);
    assert!(telegram.sent().is_empty());
    assert_eq!(bot(&telegram, "sendMessage", hello()).await.unwrap().0, 200);
    assert_eq!(telegram.faults_left(), 0);
}

#[tokio::test]
async fn a_dropped_connection_leaves_a_message_only_if_it_was_taken() {
    let telegram = ready().await;
    telegram.fail_next("sendMessage", Fault::DropBeforeReading);
    assert!(bot(&telegram, "sendMessage", hello()).await.is_err());
    assert!(telegram.sent().is_empty() && telegram.calls().is_empty());
    telegram.fail_next("sendMessage", Fault::DropAfterTaking);
    assert!(bot(&telegram, "sendMessage", hello()).await.is_err());
    assert_eq!(telegram.sent().len(), 1);
    assert_eq!(telegram.calls()[0].status, None);
}

#[tokio::test]
async fn a_held_call_takes_effect_before_or_after_the_gate_as_asked() {
    let telegram = ready().await;
    for (after, hold) in [(false, Hold::new()), (true, Hold::new())] {
        let before = telegram.sent().len();
        let gate = hold.clone();
        let fault = if after {
            Fault::HoldAfter(gate)
        } else {
            Fault::HoldBefore(gate)
        };
        telegram.fail_next("sendMessage", fault);
        let watch = async {
            hold.arrived().await;
            assert_eq!(telegram.sent().len(), before + usize::from(after));
            hold.release();
        };
        let (answer, ()) = tokio::join!(bot(&telegram, "sendMessage", hello()), watch);
        assert_eq!(answer.unwrap().0, 200);
        assert_eq!(telegram.sent().len(), before + 1);
    }
}

#[tokio::test]
async fn a_caller_that_dies_at_the_gate_has_sent_nothing() {
    let telegram = ready().await;
    let hold = Hold::new();
    telegram.fail_next("sendMessage", Fault::HoldBefore(hold.clone()));
    tokio::select! {
        _ = bot(&telegram, "sendMessage", hello()) => panic!("held"),
        () = hold.arrived() => {}
    }
    // The next call is read after the server has seen the first connection close.
    telegram.wait_until_idle().await;
    hold.release();
    bot(&telegram, "getMe", json!({})).await.unwrap();
    assert!(telegram.sent().is_empty());
}

#[tokio::test]
async fn a_black_hole_answers_nobody() {
    let telegram = ready().await;
    telegram.fail_next("sendMessage", Fault::BlackHole);
    telegram.fail_next("sendMessage", Fault::BlackHoleAfterTaking);
    for taken in [0, 1] {
        tokio::select! {
            _ = bot(&telegram, "sendMessage", hello()) => panic!("answered"),
            _ = telegram.wait_for_calls("sendMessage", taken + 1) => {}
        }
        if taken == 1 {
            telegram.wait_for_sent(1).await;
        }
        assert_eq!(telegram.sent().len(), taken);
    }
}

#[tokio::test]
async fn a_chats_fault_lasts_until_it_is_mended() {
    let telegram = ready().await;
    let anna = telegram.user(ANNA, "Anna");
    anna.blocks();
    for _ in 0..2 {
        let (status, answer) = bot(&telegram, "sendMessage", hello()).await.unwrap();
        let words = "Forbidden: bot was blocked by the user";
        assert_eq!((status, answer["description"].as_str()), (403, Some(words)));
    }
    anna.unblocks();
    assert_eq!(bot(&telegram, "sendMessage", hello()).await.unwrap().0, 200);
    telegram.set_chat_fault(ANNA, Some(ChatFault::NotFound));
    assert_eq!(bot(&telegram, "sendMessage", hello()).await.unwrap().0, 400);
}

#[tokio::test]
async fn rates_are_enforced_only_when_switched_on() {
    let telegram = ready().await;
    for _ in 0..8 {
        assert_eq!(bot(&telegram, "sendMessage", hello()).await.unwrap().0, 200);
    }
    telegram.enforce_limits(true);
    let (status, answer) = bot(&telegram, "sendMessage", hello()).await.unwrap();
    assert_eq!(
        (status, &answer["parameters"]["retry_after"]),
        (429, &json!(1))
    );
}

#[tokio::test]
async fn an_outage_refuses_connections_and_keeps_everything() {
    let telegram = ready().await;
    bot(&telegram, "sendMessage", hello()).await.unwrap();
    let poll = bot(&telegram, "getUpdates", json!({"timeout": 50}));
    let outage = async {
        telegram.wait_for_poll().await;
        telegram.go_offline();
    };
    assert!(tokio::join!(poll, outage).0.is_err(), "an open poll is cut");
    let error = bot(&telegram, "getMe", json!({})).await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    telegram.go_online();
    assert_eq!(bot(&telegram, "getMe", json!({})).await.unwrap().0, 200);
    assert_eq!(telegram.sent().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn waiting_survives_a_paused_clock() {
    let telegram = ready().await;
    let poll = bot(&telegram, "getUpdates", json!({"timeout": 50}));
    let speak = async {
        telegram.wait_for_poll().await;
        telegram.user(ANNA, "Anna").says("hi")
    };
    assert_eq!(tokio::join!(poll, speak).0.unwrap().0, 200);
}
