//! The flags of `cove cron` as the fields of a record.

use cove_gateway::words::Language;
use serde_json::json;

use super::ran;

#[test]
fn the_flags_of_a_job_become_the_fields_of_its_record() {
    let seed = [
        "cron",
        "add",
        "--name",
        "Morning check",
        "--cron",
        "0 8 * * *",
        "--tz",
        "Europe/Stockholm",
        "--session",
        "isolated",
        "--message",
        "Morning briefing",
        "--deliver",
        "--channel",
        "telegram",
        "--to",
        "-100:topic:4",
        "--model",
        "a/b",
        "--delete-after-run",
    ];
    let asked = ran(&seed, Vec::new(), Language::English).asked;
    assert_eq!(
        asked[0].params,
        json!({
            "job": {
                "name": "Morning check", "sessionTarget": "isolated", "deleteAfterRun": true,
                "payload": {"kind": "agentTurn", "message": "Morning briefing", "model": "a/b"},
                "delivery": {"mode": "announce", "channel": "telegram", "to": "-100:topic:4"},
            },
            "when": {"cron": "0 8 * * *", "tz": "Europe/Stockholm"},
        })
    );
    let edit = [
        "cron",
        "edit",
        "j",
        "--webhook",
        "https://a/b",
        "--keep-after-run",
    ];
    let asked = ran(&edit, Vec::new(), Language::English).asked;
    assert_eq!(
        asked[0].params,
        json!({"id": "j", "job": {
            "deleteAfterRun": false, "delivery": {"mode": "webhook", "to": "https://a/b"},
        }})
    );
}
