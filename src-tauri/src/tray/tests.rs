//! The menu as data.
#![allow(clippy::unwrap_used)]

use cove_gateway::api::status::HoldRow;
use cove_gateway::error::Problem;
use serde_json::json;

use cove_gateway::api::status::Status;
use cove_gateway::words::{Language, Words};

use super::menu::*;

/// A status as it comes over the wire.
pub fn status(language: Language, held: &[&str]) -> Status {
    let mut status: Status = serde_json::from_value(json!({
        "epoch": "e", "seq": 1, "mood": "well", "sentence": "Pia is here.",
        "agentId": "main", "agentName": "Pia", "language": language, "build": "0",
        "homeId": "h", "startedAt": 0, "now": 0, "zone": "UTC",
        "model": {"id": "cove/practice", "label": "Practice", "practice": true,
                  "contextTokens": 200_000},
        "channels": [], "holds": [], "needs": [], "working": 0, "waiting": 0,
        "heartbeat": {"on": false, "nextAt": null, "skipped": false, "text": ""}, "costToday": 0, "configProblems": [],
        "desktop": {"quiet": false, "answers": true, "jobs": true, "notices": true, "sound": true,
                    "startAtLogin": null}
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

fn check(status: &Status, expected: [(Choice, &str); 10]) {
    let menu = menu(status, &Words::load());
    let found: Vec<_> = menu
        .iter()
        .map(|item| (item.choice, item.text.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn the_menu_says_how_everything_is_what_comes_and_what_today_cost() {
    let mut status = status(Language::English, &[]);
    status.cost_today = 250_000_000;
    status.heartbeat.next_at = Some(52_200_000);
    check(
        &status,
        [
            (Choice::Sentence, "Pia is here."),
            (Choice::NextBeat, "Next check-in: 14:30"),
            (Choice::Today, "Today: $0.25"),
            (Choice::BeatNow, "Check in now"),
            (Choice::NewReminder, "New reminder…"),
            (Choice::PauseHour, "Pause for 1 hour"),
            (Choice::PauseDay, "Pause until tomorrow"),
            (Choice::Pause, "Pause everything"),
            (Choice::Open, "Open Cove"),
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
            (Choice::NextNone, "没有安排"),
            (Choice::Today, "今天：$0.00"),
            (Choice::BeatNow, "现在查看"),
            (Choice::NewReminder, "新建提醒…"),
            (Choice::PauseHour, "暂停 1 小时"),
            (Choice::PauseDay, "暂停到明天"),
            (Choice::Resume, "继续"),
            (Choice::Open, "打开 Cove"),
            (Choice::Quit, "退出 Cove"),
        ],
    );
}

#[test]
fn what_comes_first_is_named_with_its_day_where_that_is_another() {
    let check = |job: Option<i64>, beat: Option<(i64, bool)>, expected: &str| {
        let mut status = status(Language::English, &[]);
        if let Some((at, skipped)) = beat {
            status.heartbeat.next_at = Some(at);
            status.heartbeat.skipped = skipped;
        }
        let job = job.map(|at| json!({"id": "j", "name": "New York brief", "at": at}));
        status.next_job = serde_json::from_value(job.into()).unwrap();
        assert_eq!(next(&status, &Words::load()).text, expected);
    };
    let (soon, later, day) = (3_600_000, 7_200_000, 86_400_000);
    check(None, None, "Nothing is planned");
    check(None, Some((soon, true)), "Nothing is planned");
    check(Some(soon), None, "Next: New York brief, 01:00");
    check(
        Some(soon),
        Some((later, false)),
        "Next: New York brief, 01:00",
    );
    check(Some(later), Some((soon, false)), "Next check-in: 01:00");
    check(
        Some(later),
        Some((soon, true)),
        "Next: New York brief, 02:00",
    );
    check(
        None,
        Some((day + soon, false)),
        "Next check-in: tomorrow 01:00",
    );
    check(
        None,
        Some((3 * day, false)),
        "Next check-in: 1970-01-04 00:00",
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
    let mut busy = status(Language::English, &[]);
    busy.heartbeat.next_at = Some(1);
    assert_eq!(starting, rows(menu(&busy, &words)));
    assert!(starting.len() <= 10);
}
