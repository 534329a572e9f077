//! What a lane takes together, in which order, and what it leaves.
#![allow(clippy::unwrap_used)]
use super::*;
use crate::channel::{Inbound, Route};

fn row(id: &str, route: Route, length: usize) -> InboxRow {
    let message = Inbound {
        id: id.into(),
        route,
        sender: "1".into(),
        sender_name: None,
        owner: true,
        text: "x".repeat(length),
        sent_at: 0,
        message_id: None,
        language: None,
        instead_of: None,
        brought: Default::default(),
    };
    InboxRow {
        message,
        received_at: 0,
        key: SessionKey::main("main"),
        restarts: 0,
    }
}

fn taken(lane: &Lane, together: Option<&[String]>) -> Vec<String> {
    let rows = lane.begin(together, 0, CancellationToken::new()).unwrap();
    lane.end();
    rows.into_iter().map(|row| row.message.id).collect()
}

#[test]
fn messages_of_one_route_are_taken_together_and_nothing_overtakes() {
    let lane = Lane::new(SessionKey::main("main"));
    for (id, route) in [
        ("a", Route::desktop()),
        ("b", Route::desktop()),
        ("c", Route::cli()),
        ("d", Route::desktop()),
    ] {
        assert_eq!(lane.push(vec![row(id, route, 1)]), None);
    }
    assert_eq!(taken(&lane, None), ["a", "b"]);
    assert_eq!(taken(&lane, None), ["c"]);
    assert_eq!(taken(&lane, None), ["d"]);
}

#[test]
fn what_is_said_anew_begins_a_turn_of_its_own() {
    let lane = Lane::new(SessionKey::main("main"));
    let mut anew = row("b", Route::desktop(), 1);
    anew.message.instead_of = Some("said".into());
    assert_eq!(lane.push(vec![row("a", Route::desktop(), 1), anew]), None);
    assert_eq!(taken(&lane, None), ["a"]);
    assert_eq!(taken(&lane, None), ["b"]);
}

#[test]
fn what_exceeds_the_bound_comes_the_turn_after() {
    let lane = Lane::new(SessionKey::main("main"));
    for id in ["a", "b", "c"] {
        assert_eq!(lane.push(vec![row(id, Route::desktop(), 20_000)]), None);
    }
    assert_eq!(taken(&lane, None), ["a", "b"]);
    assert_eq!(taken(&lane, None), ["c"]);
}

#[test]
fn after_a_restart_a_turn_takes_what_it_had_taken() {
    let lane = Lane::new(SessionKey::main("main"));
    for id in ["a", "b", "c"] {
        assert_eq!(lane.push(vec![row(id, Route::desktop(), 1)]), None);
    }
    assert_eq!(taken(&lane, Some(&["a".into()])), ["a"]);
}

#[test]
fn nothing_overtakes_an_operation_and_a_stop_leaves_it() {
    let lane = Lane::new(SessionKey::main("main"));
    assert_eq!(lane.push(vec![row("a", Route::desktop(), 1)]), None);
    let (pending, _answer) = Pending::new(
        super::super::Operation::NewSession(super::super::NewSession::Due),
        "test".into(),
        None,
    );
    assert!(lane.push_operation(Box::new(pending)).is_none());
    assert_eq!(lane.push(vec![row("b", Route::desktop(), 1)]), None);
    assert_eq!(taken(&lane, None), ["a"]);
    assert!(lane.begin(None, 0, CancellationToken::new()).is_none());
    let (_, stopped) = lane.stop();
    assert_eq!(stopped.len(), 1);
    assert!(lane.begin_operation(CancellationToken::new()).is_some());
    assert!(!lane.close_if_idle(), "an operation is at work");
    lane.end();
    assert!(lane.close_if_idle());
}

#[test]
fn a_reserved_lane_begins_nothing_and_ends_if_nothing_came() {
    let lane = Lane::new(SessionKey::main("main"));
    assert_eq!(lane.push(vec![row("a", Route::desktop(), 1)]), None);
    assert!(lane.reserve().is_none(), "something waits");
    assert_eq!(taken(&lane, None), ["a"]);
    assert!(!lane.enter());
    let reserved = lane.reserve().unwrap();
    assert!(lane.reserve().is_none() && !lane.close_if_idle());
    assert_eq!(lane.push(vec![row("b", Route::desktop(), 1)]), None);
    assert!(!lane.enter());
    drop(reserved);
    assert!(lane.enter() && lane.take_touched() && !lane.take_touched());
    assert_eq!(lane.stop().1.len(), 1);
    assert!(lane.reserve().is_none(), "its task is still at it");
    assert!(!lane.enter());
    drop(lane.reserve().unwrap());
    assert!(lane.is_closed());
}

#[test]
fn a_message_handed_in_twice_waits_once() {
    let lane = Lane::new(SessionKey::main("main"));
    assert_eq!(lane.push(vec![row("a", Route::desktop(), 1)]), None);
    assert_eq!(lane.push(vec![row("a", Route::desktop(), 1)]), None);
    assert_eq!(lane.view().waiting.len(), 1);
}
