//! Every command against a home of fixed answers: the shapes of docs/cli.md and the lines.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod home;
mod jobs;
mod money;

use std::sync::Arc;

use async_trait::async_trait;
use clap::{CommandFactory, Parser};
use cove_gateway::api::carrier::{Client, EventStream};
use cove_gateway::api::events::Since;
use cove_gateway::api::{ApiError, Call};
use cove_gateway::error::Params;
use cove_gateway::words::Language;
use serde_json::{Value, json};

use self::home::{Fixed, told};
use crate::args::Args;
use crate::commands::{Home, dispatch};
use crate::failure::Failure;
use crate::print::{self, Printer};

/// 2026-01-02 03:04 UTC.
const AT: i64 = 1_767_323_040_000;

struct Ran {
    code: u8,
    out: String,
    err: String,
    asked: Vec<Call>,
}

/// Runs `cove <words>` against fixed answers.
fn ran(words: &[&str], events: Vec<Value>, language: Language) -> Ran {
    let args = Args::try_parse_from(["cove"].iter().chain(words)).unwrap();
    let fixed = Arc::new(Fixed::default());
    *fixed.events.lock().unwrap() = events;
    let home = Home::new(Arc::clone(&fixed) as Arc<dyn Client>);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut printer = Printer::new(&mut out, args.json, language).in_utc();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let code = match runtime.block_on(dispatch(args.command, &home, &mut printer)) {
        Ok(code) => code,
        Err(failure) => {
            print::error::print(&failure, &mut printer, &mut err);
            failure.exit_code()
        }
    };
    drop(printer);
    let asked = std::mem::take(&mut *fixed.asked.lock().unwrap());
    Ran {
        code,
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
        asked,
    }
}

const COMMANDS: &[&[&str]] = &[
    &["status"],
    &["send", "hi"],
    &["send", "fail"],
    &["send", "gone"],
    &["sessions"],
    &["sessions", "show", "agent:main:main"],
    &["sessions", "tail", "--limit", "2"],
    &["sessions", "export", "--format", "jsonl"],
    &["sessions", "search", "dentist"],
    &["sessions", "list", "--active", "60", "--all"],
    &["sessions", "reset", "main"],
    &["sessions", "history"],
    &["sessions", "reopen", "main", "s-1"],
    &["sessions", "delete", "main"],
    &["sessions", "archive", "main"],
    &["sessions", "archive", "main", "--out"],
    &[
        "route",
        "--channel",
        "telegram",
        "--chat-type",
        "direct",
        "--peer",
        "7",
    ],
    &[
        "route",
        "--channel",
        "telegram",
        "--account",
        "work",
        "--chat-type",
        "group",
        "--peer",
        "-100",
        "--topic",
        "4",
        "--sender",
        "7",
    ],
    &["cron", "list"],
    &["cron", "status"],
    &[
        "cron",
        "add",
        "--name",
        "Tea",
        "--at",
        "20m",
        "--notify",
        "The tea is ready",
    ],
    &[
        "cron",
        "edit",
        "j-1",
        "--tz",
        "Europe/Berlin",
        "--timeout",
        "5m",
    ],
    &["cron", "enable", "j-1"],
    &["cron", "disable", "j-2"],
    &["cron", "resume", "j-1"],
    &["cron", "remove", "j-1"],
    &["cron", "run", "j-1", "--force"],
    &["cron", "stop", "j-1"],
    &["cron", "runs", "--id", "j-1", "--limit", "5"],
    &["cron", "explain", "j-1"],
    &["cron", "parse", "weekdays", "call", "Anna"],
    &[
        "cron",
        "preview",
        "--cron",
        "4 4 * * *",
        "--tz",
        "Europe/Berlin",
        "--from",
        "2026-01-01",
        "--count",
        "2",
    ],
    &["cron", "preview", "--cron", "0 9 31 2 *"],
    &["cron", "preview", "--every", "1d"],
    &["cron", "preview", "--at", "tomorrow 9:00"],
    &["cron", "preview", "--rrule", "FREQ=DAILY"],
    &["cron", "test", "j-1"],
    &["sessions", "compact", "--preview"],
    &["sessions", "compact", "agent:main:main", "--keep", "20"],
    &["context"],
    &["context", "agent:main:main", "--detail"],
    &["heartbeat", "plan", "--every", "30m", "--hours", "1"],
    &["heartbeat", "plan"],
    &["heartbeat", "pause", "2h"],
    &["heartbeat", "pause"],
    &["heartbeat", "resume"],
    &["heartbeat", "estimate"],
    &["heartbeat", "estimate", "--model", "own/m1"],
    &["heartbeat", "last"],
    &["heartbeat", "now"],
    &["heartbeat", "enable"],
    &["heartbeat", "disable"],
    &[
        "system",
        "event",
        "--text",
        "Time for the gym",
        "--mode",
        "now",
    ],
    &["rehearse", "--hours", "2"],
    &["state", "list"],
    &["state", "get", "reading"],
    &["state", "set", "reading", "{\"next\": 7}", "--version", "2"],
    &["state", "append", "reading", "began"],
    &["state", "lock", "reading", "--holder", "nightly"],
    &["state", "unlock", "reading"],
    &["cost"],
    &["cost", "--by", "cause"],
    &["cost", "--by", "model", "--days", "7"],
    &["cost", "extend", "0.50"],
    &["cost", "accept", "own/m1"],
    &["config", "get", "agents.defaults.heartbeat.every"],
    &["config", "set", "a.b", "30m"],
    &["config", "unset", "a.b"],
    &["config", "validate"],
    &["secret", "list"],
    &["secret", "remove", "a.b"],
    &["secret", "confirm", "a.b", "https://example.org"],
    &["secret", "adopt"],
    &["pairing", "list"],
    &["pairing", "approve", "telegram", "ABCD2345"],
    &["pairing", "reject", "telegram", "ABCD2345"],
    &["pairing", "remove", "telegram", "7"],
    &["activity", "--limit", "2"],
    &["logs"],
    &["pause"],
    &["pause", "channel:telegram:default"],
    &["pause", "--for", "2h", "autonomous"],
    &["resume"],
    &["deliveries"],
    &["resend", "d-1"],
    &["dismiss", "d-1"],
    &["undo"],
    &["files", "list"],
    &["files", "read", "TODO.md"],
    &["files", "history", "TODO.md"],
    &["files", "changes", "TODO.md"],
    &["files", "diff", "TODO.md", "1"],
    &["files", "revert", "TODO.md", "1"],
    &["model", "list"],
    &["model", "use", "cove/practice"],
    &["model", "local"],
    &["doctor"],
    &["doctor", "--fix"],
    &["backup", "/b/cove.zip"],
    &["restore", "/b/cove.zip"],
    &["restore", "--list"],
    &["restore", "--fix", "20260102-030400"],
    &["gateway", "stop"],
];

fn everything(json: bool, language: Language) -> String {
    let mut all = String::new();
    for words in COMMANDS {
        let mut words = words.to_vec();
        if json {
            words.push("--json");
        }
        let ran = ran(&words, Vec::new(), language);
        all += &format!("$ cove {}\n{}", words.join(" "), ran.out);
        for line in ran.err.lines() {
            all += &format!("! {line}\n");
        }
        all += &format!("= {}\n\n", ran.code);
    }
    all
}

#[test]
fn every_json_shape_stays_as_documented() {
    insta::assert_snapshot!("json", everything(true, Language::English));
}

#[test]
fn every_command_speaks_english() {
    insta::assert_snapshot!("english", everything(false, Language::English));
}

#[test]
fn every_command_speaks_chinese() {
    insta::assert_snapshot!("chinese", everything(false, Language::Chinese));
}

#[test]
fn a_conversation_is_one_line_of_the_fields_form() {
    let out = ran(&["sessions"], Vec::new(), Language::English).out;
    let lines: Vec<_> = out.lines().collect();
    assert_eq!(
        lines[0],
        "agent:main:main  154k/200k (77%)  resets tonight at 04:00"
    );
    assert_eq!(lines[1], "agent:main:telegram:direct:7  ≈5.3k/200k (2%)");
}

#[test]
fn exit_codes_tell_what_is_missing() {
    let check = |words: &[&str], code: u8| {
        assert_eq!(
            ran(words, Vec::new(), Language::English).code,
            code,
            "{words:?}"
        );
    };
    check(&["status"], 0);
    check(&["send", "fail"], 1);
    check(&["send", "fail", "--json"], 1);
    check(&["config", "validate"], 1);
    check(&["send", " "], 2);
    check(&["resend", "d-1"], 3);
    check(&["dismiss", "d-1"], 4);
    assert_eq!(Failure::Unread.exit_code(), 0);
}

#[test]
fn changes_carry_a_fresh_request_id_and_questions_none() {
    let asked = |words: &[&str]| ran(words, Vec::new(), Language::English).asked;
    let sent = asked(&["send", "hi"]);
    assert!(sent[0].request_id.is_some() && sent[1].request_id.is_none());
    assert!(asked(&["status"])[0].request_id.is_none());
    assert_ne!(sent[0].request_id, asked(&["send", "hi"])[0].request_id);
}

#[test]
fn a_message_that_waits_is_told_with_the_command_that_lets_it_go_on() {
    let sent = json!({"inboxId": "in-1", "sessionKey": "k", "waits": told("message-waits")});
    let sent = serde_json::from_value(sent).unwrap();
    let check = |json: bool, expected: &str| {
        let mut out = Vec::new();
        let printer = Printer::new(&mut out, json, Language::English);
        let told = print::turn::waits(&sent, &printer).unwrap();
        assert!(
            told.contains("cove resume") && told.contains(expected),
            "{told}"
        );
    };
    check(false, "It did not work.");
    check(true, r#""inboxId":"in-1""#);
}

#[test]
fn a_pause_counts_from_the_homes_clock() {
    let asked = ran(&["pause", "--for", "2h"], Vec::new(), Language::English).asked;
    assert_eq!(
        asked[1].params,
        json!({"scope": "all", "until": AT + 7_200_000})
    );
}

#[test]
fn following_activity_prints_each_record_once_and_oldest_first() {
    let changed = json!({"kind": "event", "event": {"epoch": "e", "seq": 5, "happening":
        {"kind": "changed", "what": "activity", "reference": null}}});
    let ran = ran(
        &["activity", "--follow", "--json"],
        vec![changed.clone(), changed],
        Language::English,
    );
    let ids: Vec<Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone())
        .collect();
    assert_eq!(ids, ["a-1", "a-2"]);
}

#[test]
fn words_that_make_no_command_are_refused() {
    Args::command().debug_assert();
    let check = |words: &[&str], fits: bool| {
        let parsed = Args::try_parse_from(["cove"].iter().chain(words));
        assert_eq!(parsed.is_ok(), fits, "{words:?}");
    };
    check(&["gateway"], true);
    check(&["gateway", "--json"], true);
    check(&["--state-dir", "/h", "gateway", "stop"], true);
    check(&["gateway", "stop", "--state-dir", "/h"], true);
    check(&["pairing", "approve", "pigeon", "ABCD2345"], false);
    check(&["activity", "--limit", "0"], false);
    check(&["pause", "--for", "soon"], false);
    check(&["restore"], false);
    check(&["restore", "/b/cove.zip", "--list"], false);
    check(&["secret", "set", "a.b", "the-secret"], false);
    check(&["completions", "fish"], true);
    check(&["cost", "--by", "moon"], false);
    check(&["cost", "extend", "a lot"], false);
    check(&["heartbeat"], false);
    check(&["send"], false);
    check(&[], false);
}

/// The commands of a row of docs/cli.md, each as its words: `cove pairing approve\\|reject …`.
fn commands_of(row: &str) -> Vec<Vec<String>> {
    let cell = row.split(" | ").next().unwrap_or_default();
    let spans = cell.split('`').skip(1).step_by(2);
    let words = spans.filter_map(|span| span.strip_prefix("cove "));
    let mut all = Vec::new();
    for span in words {
        let mut found: Vec<Vec<String>> = vec![Vec::new()];
        for word in span.split(' ') {
            let word = word.trim_matches(['[', ']']);
            if !word
                .chars()
                .all(|c| c.is_ascii_lowercase() || "-|\\".contains(c))
                || word.starts_with('-')
            {
                break;
            }
            let others = word.split("\\|");
            found = others
                .flat_map(|other| {
                    found.iter().map(move |words| {
                        let mut words = words.clone();
                        words.push(other.to_owned());
                        words
                    })
                })
                .collect();
        }
        all.extend(found);
    }
    all
}

fn leaves(command: &clap::Command, above: &[String], found: &mut Vec<Vec<String>>) {
    for own in command
        .get_subcommands()
        .filter(|own| own.get_name() != "help")
    {
        let words = [above, &[own.get_name().to_owned()]].concat();
        match own.has_subcommands() {
            true => leaves(own, &words, found),
            false => found.push(words),
        }
    }
}

#[test]
fn the_page_about_the_command_line_lists_every_command_and_none_twice() {
    let page = include_str!("../../../docs/cli.md");
    let rows: Vec<&str> = page
        .lines()
        .filter(|line| line.starts_with("| `cove "))
        .collect();
    let cells: Vec<&str> = rows
        .iter()
        .filter_map(|row| row.split(" | ").next())
        .collect();
    let once: std::collections::BTreeSet<&&str> = cells.iter().collect();
    assert_eq!(once.len(), cells.len(), "a row twice");
    let listed: Vec<Vec<String>> = rows.iter().flat_map(|row| commands_of(row)).collect();
    let mut all = Vec::new();
    leaves(&Args::command(), &[], &mut all);
    all.retain(|words| !listed.contains(words));
    assert!(all.is_empty(), "docs/cli.md lacks {all:?}");
}

#[test]
fn a_talk_shows_each_piece_once_and_asks_again_for_a_lost_one() {
    let text = crate::commands::talked(&[
        json!({"kind": "turnStarted", "sessionKey": "k", "turnId": "t", "inboxIds": [], "at": AT}),
        json!({"kind": "turnText", "sessionKey": "k", "turnId": "t", "offset": 0, "text": "Good "}),
        json!({"kind": "turnText", "sessionKey": "k", "turnId": "t", "offset": 3, "text": "d mor"}),
        json!({"kind": "turnText", "sessionKey": "other", "turnId": "x", "offset": 0, "text": "no"}),
        json!({"kind": "turnText", "sessionKey": "k", "turnId": "t", "offset": 10, "text": "ng"}),
    ]);
    assert_eq!(text, "Good morning");
}

/// The part of `talked` that is about the fake: what was said, from an offset.
pub struct Said(pub &'static str);

#[async_trait]
impl Client for Said {
    async fn call(&self, call: Call) -> Result<Value, ApiError> {
        let from = usize::try_from(call.params["offset"].as_u64().unwrap()).unwrap();
        Ok(json!({"turnId": "t", "offset": from, "text": &self.0[from..], "done": false}))
    }

    async fn subscribe(&self, _since: Option<Since>) -> Result<EventStream, ApiError> {
        Err(ApiError {
            code: "unused".into(),
            message: String::new(),
            hint: None,
            params: Params::new(),
        })
    }
}
