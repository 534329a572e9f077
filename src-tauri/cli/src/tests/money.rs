//! Answers about beats and money.

use cove_gateway::api::Call;
use serde_json::{Value, json};

use super::AT;

/// The fixed answer of a method; `None` = it is about something else.
pub(super) fn answer(call: &Call) -> Option<Value> {
    Some(match call.method.as_str() {
        "heartbeat.plan" => json!({"beats": [AT, AT + 1_800_000], "timezone": "Europe/Berlin",
        "leftOut": match call.params["every"].is_null() {
            true => json!([{"from": AT, "until": AT + 7_200_000, "why":
                {"code": "beat-paused", "message": "Check-ins are paused."}}]),
            false => json!([]),
        }}),
        "heartbeat.pause" => {
            let until = call.params["until"].as_str().map(|_| AT + 7_200_000);
            json!({"until": until, "undo": {"id": "u", "label": "Let it go on", "expiresAt": AT}})
        }
        "heartbeat.resume" => json!({"undo": null}),
        "heartbeat.estimate" => estimate(call.params["model"] != "own/m1"),
        "heartbeat.savings" => json!({"model": "anthropic/claude", "savings": [
            {"kind": "smaller-model", "model": "anthropic/claude-haiku-4-5", "savedPerMonth": cost(9.5)},
            {"kind": "quiet-hours", "model": null, "savedPerMonth": cost(4.25)},
            {"kind": "light-context", "model": null, "savedPerMonth": cost(3.0)},
            {"kind": "shorter-file", "model": null, "savedPerMonth": cost(0.5)}]}),
        "heartbeat.last" => json!({"agentId": "main", "on": true, "every": "30m", "last": seen(),
            "nextAt": AT + 1_800_000, "nextSkipped": {"code": "beat-empty-heartbeat-file",
                "message": "There is nothing to do in HEARTBEAT.md, so no model was asked."},
            "paused": {"code": "beat-paused", "message": "Check-ins are paused."},
            "pausedUntil": AT + 900_000, "waiting": 1}),
        "heartbeat.now" => seen(),
        "heartbeat.set" => {
            json!({"undo": {"id": "u", "label": "Turn check-ins on again", "expiresAt": AT}})
        }
        "system.event" => json!({"id": "event-queued:1", "sessionKey": "agent:main:main",
            "undo": {"id": "u", "label": "Take the note back", "expiresAt": AT}}),
        "rehearse.run" => {
            json!({"from": AT, "until": AT + 7_200_000, "zone": "Europe/Berlin", "items": [
                {"at": AT, "kind": "beat", "reference": "main", "runs": true, "text": "Check-in",
                    "cost": cost(0.5)},
                {"at": AT + 1_800_000, "kind": "job", "reference": "tea", "runs": false,
                    "text": "“Tea” was left out: it is on hold", "cost": cost(0.0)}],
            "cut": false, "runs": 1, "cost": cost(0.5), "unpriced": 1, "currency": "USD"})
        }
        "state.list" => json!({"states": ["reading"], "logs": ["reading"]}),
        "state.get" => state(),
        "state.change" => json!({"state": state(), "undo": {"id": "u",
            "label": "Bring the file back", "expiresAt": AT}}),
        "ledger.cost" => spending(call.params["by"].as_str().unwrap_or_default()),
        _ => return None,
    })
}

fn state() -> Value {
    json!({"name": "reading", "version": 3, "format": "news-v1", "updatedAt": "2026-01-02T03:04:00Z",
        "updatedBy": "agent:main:main", "state": {"next": 7}, "lock": {"holder": "nightly",
            "acquiredAt": "2026-01-02T03:04:00Z", "expiresAt": "2026-01-02T03:14:00Z"}})
}

fn seen() -> Value {
    json!({"id": "beat:main:1", "occasion": "slot", "slotAt": AT, "leftOut": 0, "startedAt": AT,
        "endedAt": AT + 1_000, "outcome": "said", "reason": null, "text": "The rent is due."})
}

fn cost(dollars: f64) -> Value {
    json!({"low": dollars / 2.0, "high": dollars})
}

fn estimate(priced: bool) -> Value {
    let day = if priced { cost(1.25) } else { Value::Null };
    let month = if priced { cost(38.05) } else { Value::Null };
    json!({"callsPerDay": 48, "daysPerWeek": 5, "tokensPerCall": {"input": 20_000, "output": {"low": 170, "high": 1_000}},
        "costPerDay": day, "costPerMonth": month, "currency": "USD",
        "skippedNow": "empty-heartbeat-file",
        "table": [{"every": "30m", "callsPerDay": 48, "costPerDay": day},
            {"every": "0m", "callsPerDay": 0, "costPerDay": cost(0.0)}],
        "actual": {"days": 7, "calls": 40, "estimated": 0.9, "actual": 0.84}})
}

fn spending(by: &str) -> Value {
    let row = |key: &str, estimated: u64| {
        json!({"key": key, "calls": 4, "input": 1_000,
        "cacheRead": 9_000, "cacheWrite": 0, "output": 200, "cost": 250_000_000,
        "estimated": estimated, "unpriced": estimated})
    };
    let key = match by {
        "cause" => "heartbeat",
        "model" => "anthropic/claude",
        "job" => "morning",
        _ => "2026-01-02",
    };
    json!({"by": by, "from": AT, "until": AT + 1, "zone": "UTC", "rows": [row(key, 1)],
        "total": row("", 1), "allowance": {"day": {"limit": 2_000_000_000, "spent": 250_000_000},
            "month": {"limit": null, "spent": 250_000_000}, "extra": 1_000_000_000}})
}
