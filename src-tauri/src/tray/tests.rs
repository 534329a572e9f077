//! The menu as data.
#![allow(clippy::unwrap_used)]

use cove_gateway::api::status::HoldRow;
use cove_gateway::error::Problem;
use serde_json::json;

use super::*;

/// A status as it comes over the wire.
pub fn status(language: Language, held: &[&str]) -> Status {
    let mut status: Status = serde_json::from_value(json!({
        "epoch": "e", "seq": 1, "mood": "well", "sentence": "Pia is here.",
        "agentId": "main", "agentName": "Pia", "language": language, "build": "0",
        "homeId": "h", "startedAt": 0, "now": 0, "zone": "UTC",
        "model": {"id": "cove/practice", "label": "Practice", "practice": true,
                  "contextTokens": 200_000},
        "channels": [], "holds": [], "needs": [], "working": 0, "waiting": 0,
        "heartbeat": {"on": false, "nextAt": null, "text": ""}, "costToday": 0, "configProblems": []
    }))
    .unwrap();
    status.holds = held
        .iter()
        .map(|scope| HoldRow {
            scope: (*scope).to_owned(),
            reason: Problem::new("held-by-person"),
            text: String::new(),
            since: 0,
            until: None,
        })
        .collect();
    status
}

fn check(status: &Status, expected: [(Choice, &str); 4]) {
    let menu = menu(status, &Words::load());
    let found: Vec<_> = menu
        .iter()
        .map(|item| (item.choice, item.text.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn the_menu_says_how_everything_is_and_offers_three_things() {
    check(
        &status(Language::English, &[]),
        [
            (Choice::Sentence, "Pia is here."),
            (Choice::Open, "Open Cove"),
            (Choice::Pause, "Pause everything"),
            (Choice::Quit, "Quit Cove"),
        ],
    );
}

#[test]
fn a_paused_home_offers_to_resume_in_its_language() {
    check(
        &status(Language::Chinese, &["all"]),
        [
            (Choice::Sentence, "Pia is here."),
            (Choice::Open, "打开 Cove"),
            (Choice::Resume, "继续"),
            (Choice::Quit, "退出 Cove"),
        ],
    );
}

#[test]
fn a_pause_of_one_channel_is_not_a_pause_of_everything() {
    assert!(!is_paused(&status(
        Language::English,
        &["channel:telegram:default", "autonomous"]
    )));
}

#[test]
fn rows_keep_their_place_whatever_the_state() {
    let words = Words::load();
    let rows = |items: Vec<Item>| {
        items
            .iter()
            .map(|item| item.choice.row())
            .collect::<Vec<_>>()
    };
    let starting = rows(starting(&words, Language::English));
    assert_eq!(
        starting,
        rows(menu(&status(Language::English, &[]), &words))
    );
    assert_eq!(
        starting,
        rows(menu(&status(Language::English, &["all"]), &words))
    );
}
