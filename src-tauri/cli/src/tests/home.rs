//! A home of fixed answers.

use std::sync::Mutex;

use async_trait::async_trait;
use cove_gateway::api::carrier::{Client, EventStream};
use cove_gateway::api::events::{Since, StreamItem};
use cove_gateway::api::{ApiError, Call};
use serde_json::{Value, json};

use super::AT;

/// Answers each method with one fixed value of the contract and remembers what was asked.
#[derive(Default)]
pub(super) struct Fixed {
    pub asked: Mutex<Vec<Call>>,
    pub events: Mutex<Vec<Value>>,
}

#[async_trait]
impl Client for Fixed {
    async fn call(&self, call: Call) -> Result<Value, ApiError> {
        let answer = answer(&call);
        self.asked.lock().unwrap().push(call);
        answer
    }

    async fn subscribe(&self, _since: Option<Since>) -> Result<EventStream, ApiError> {
        let items = std::mem::take(&mut *self.events.lock().unwrap());
        let items = items
            .into_iter()
            .map(|item| serde_json::from_value::<StreamItem>(item).unwrap());
        Ok(Box::pin(futures::stream::iter(items.collect::<Vec<_>>())))
    }
}

pub(super) fn told(code: &str) -> Value {
    json!({"code": code, "message": "It did not work.", "hint": "Try again.", "params": {}})
}

fn answer(call: &Call) -> Result<Value, ApiError> {
    let failed = call.params["inboxId"] == "in-fails";
    Ok(match call.method.as_str() {
        "status.get" => json!({
            "epoch": "e", "seq": 4, "mood": "needs-you", "sentence": "Something waits for you.",
            "agentId": "main", "agentName": "Cove", "gateway": {"pid": 7, "embedded": false}, "language": "en", "build": "0.1.0",
            "homeId": "h", "startedAt": AT, "now": AT, "zone": "UTC",
            "model": {"id": "cove/practice", "label": "Practice agent", "practice": true,
                "contextTokens": 32000},
            "heartbeat": {"on": true, "nextAt": AT, "skipped": false, "text": "Next check-in: 03:04"}, "channels": [],
            "holds": [{"scope": "all", "reason": {"code": "paused"}, "text": "Everything is paused.",
                "since": AT, "until": null}],
            "needs": [{"id": "n1", "kind": "pairing", "text": "Ada asks to write.",
                "reference": "ABCD2345"}],
            "working": 1, "waiting": 2, "costToday": 250_000_000,
            "desktop": {"quiet": false, "answers": true, "jobs": true, "notices": true,
                        "sound": true, "startAtLogin": null}, "configProblems": [],
            "health": {"checkedAt": AT, "errors": 0, "warnings": 1, "infos": 0,
                "text": "The home is sound, with one thing to look at."}}),
        "sessions.list" => json!({"epoch": "e", "seq": 4, "sessions": [
            session("agent:main:main", 154_000, true), session("agent:main:telegram:direct:7", 5_300, false)]}),
        "sessions.reset" => {
            json!({"sessionKey": "agent:main:main", "sessionId": "s-2", "previous": "s-1",
            "text": "Kept 3 notes. Fresh start.", "kept": 3, "unsaved": null, "carried": 0, "inboxId": null,
            "undo": {"id": "u-1", "label": "Open it again", "expiresAt": AT}})
        }
        "sessions.history" => json!({"sessionKey": "agent:main:main", "sessions": [
            past("s-2", true), past("s-1", false)]}),
        "context.report" => report(),
        "sessions.show" => {
            json!({"sessionKey": "agent:main:main", "sessionId": "s-1", "older": null,
            "messages": [message("person", "Call the dentist"), message("agent", "I will.")]})
        }
        "sessions.export" => json!({"sessionId": "s-1",
            "text": if call.params["from"] == 0 { "# Talk\n" } else { "the end\n" },
            "next": if call.params["from"] == 0 { json!(7) } else { Value::Null }}),
        "sessions.search" => json!({"hits": [{"sessionKey": "agent:main:main", "sessionId": "s-1",
            "entryId": "e1", "at": AT, "speaker": "person", "before": "Call the ", "found": "dentist",
            "after": " at nine"}]}),
        "cron.preview" => {
            let never = call.params["cron"] == "0 9 31 2 *";
            let runs = if never {
                vec![]
            } else {
                vec![AT, AT + 86_400_000]
            };
            let warning = never.then(|| json!({"code": "never", "text": "This never runs."}));
            json!({"runs": runs, "zone": "Europe/Berlin", "warnings": Vec::from_iter(warning),
                "description": "Every day at 04:04 (Europe/Berlin)"})
        }
        "cron.list" => json!({"jobs": [job(true), job(false)], "seq": 1}),
        "cron.get" => job(true),
        "cron.add" | "cron.edit" | "cron.enable" => json!({"job": job(true), "undo": undo()}),
        "cron.disable" => json!({"job": job(false), "undo": undo()}),
        "cron.remove" | "cron.resume" => json!({"undo": undo()}),
        "cron.stop" => json!({"undo": null}),
        "cron.run" => json!({"runId": "j-1!r"}),
        "cron.runs" => json!({"rows": [happened("done"), happened("missed")], "before": null}),
        "cron.status" => json!({"running": true, "on": true, "hold": null, "settlingUntil": null,
            "jobs": 2, "enabled": 1, "underWay": [], "next": {"id": "j-1", "name": "Tea", "at": AT}}),
        "cron.explain" => json!({"sessionKey": null, "model": "a/one", "system": "You are Cove.",
            "message": "Read MEMORY.md", "tools": ["read"], "tokens": 2_100,
            "parts": [{"kind": "instructions", "name": null, "tokens": 2_000},
                {"kind": "file", "name": "AGENTS.md", "tokens": 90},
                {"kind": "message", "name": null, "tokens": 10}],
            "costPerRun": {"low": 0.01, "high": 0.02}, "costPerMonth": {"low": 0.3, "high": 0.6},
            "warnings": [{"code": "file-withheld", "path": "MEMORY.md",
                "text": "It names MEMORY.md, but a run of its own does not get that file."}]}),
        "cron.parse" => json!({"rest": "call Anna", "draft": {
            "schedule": {"kind": "cron", "expr": "0 9 * * 1-5", "tz": "Europe/Berlin"},
            "description": "Every weekday at 09:00 (Europe/Berlin)", "zone": "Europe/Berlin",
            "runs": [AT], "timeAssumed": true, "warnings": []}}),
        "route.explain" => {
            let group = call.params["chatType"] == "group";
            json!({"agentId": "main", "sessionKey": if group { "agent:main:telegram:group:-100" } else { "agent:main:main" },
                "binding": if group { "bindings[0]" } else { "default" }})
        }
        "context.compactPreview" => json!({"summarised": 84, "kept": 12, "before": 118_000,
            "after": 24_000, "savesNotes": true}),
        "context.compact" => json!({"outcome": "done", "before": 118_000, "after": 24_000,
            "summarised": 84, "kept": 12, "text": "Shortened: 118k → 24k tokens.", "reason": null,
            "undo": {"id": "undo:c", "label": "Bring it back", "expiresAt": AT}}),
        "chat.send" => {
            let id = match call.params["text"].as_str() {
                Some("fail") => "in-fails",
                Some("gone") => "in-gone",
                _ => "in-1",
            };
            json!({"inboxId": id, "sessionKey": "agent:main:main",
                "waits": null})
        }
        "chat.wait" if call.params["inboxId"] == "in-gone" => {
            return Err(serde_json::from_value(told("gateway-gone")).unwrap());
        }
        "chat.wait" => json!({
            "outcome": if failed { "failed" } else { "done" },
            "reply": if failed { "" } else { "It is *done*." },
            "sessionKey": "agent:main:main", "sessionId": "s-1", "turnId": "inbox:in-1",
            "usage": {"input": 100, "output": 5, "cacheRead": 20, "cacheWrite": 0},
            "cost": 1, "model": "cove/practice", "practice": true,
            "problem": if failed { told("model-auth") } else { Value::Null }}),
        "config.get" => {
            json!({"path": "agents.defaults.heartbeat.every", "value": "30m", "written": true})
        }
        "config.validate" => json!({"file": "/h/cove.json", "inForce": "last-good",
            "problems": [told("config-invalid")], "warnings": [told("config-plain-secret")]}),
        "config.set" => json!({"undo": undo(), "heldUp": told("config-syntax")}),
        "config.unset" => json!({"undo": undo(), "heldUp": null}),
        "undo.run" => json!({"undo": null, "text": "The change of a.b was taken back"}),
        "secret.list" => json!({"keychain": "ready", "passphraseLocked": false, "secrets": [
            {"path": "channels.telegram.botToken", "keep": "keychain",
             "origin": "https://api.telegram.org"}]}),
        "secret.adopt" => json!({"paths": ["models.providers.openai.apiKey"],
            "left": ["models.providers.office.apiKey"]}),
        "pairing.list" => json!({
            "requests": [{"channel": "telegram", "account": "default", "id": "7", "name": "Ada",
                "code": "ABCD2345", "createdAt": AT, "expiresAt": AT + 3_600_000}],
            "people": [{"channel": "telegram", "account": "default", "id": "8", "fromConfig": true}]}),
        "activity.list" => {
            json!({"epoch": "e", "seq": 4, "more": true, "activity": [record(2), record(1)]})
        }
        "logs.tail" => json!({"lines": ["one", "two"], "file": "/h/logs/cove.log"}),
        "delivery.list" => json!({"deliveries": [{"id": "d-1", "at": AT,
            "route": {"channel": "telegram", "account": "default", "peer": "7", "chatType": "direct"},
            "state": "unknown", "text": "First line\nsecond", "receipt": null, "attempts": 1,
            "error": null}]}),
        "workspace.list" => json!({"files": [{"path": "TODO.md", "bytes": 120, "changedAt": AT,
            "versions": 3, "cutAt": null, "tokens": 34}]}),
        "workspace.read" => {
            json!({"path": "TODO.md", "text": "- one\n", "exists": true, "hash": "ab",
                "example": null, "about": {"tokens": 2, "read": "always", "readTokens": 2,
                "readCost": 2_000, "checkIns": 48, "dayCost": 96_000, "cutAt": null,
                "conflicts": [], "secrets": []}})
        }
        "workspace.history" => json!({"versions": [{"version": 3, "at": AT, "by": "agent",
            "bytes": 120, "hash": "ab"}]}),
        "workspace.changes" => {
            json!({"changes": [{"version": 3, "before": 2, "at": AT, "by": "agent",
            "added": 2, "removed": 1, "broughtBack": null, "gone": false}]})
        }
        "workspace.diff" => json!({"diff": "-one\n+two\n"}),
        "model.list" => json!({"models": [{"id": "anthropic/claude", "label": "Claude",
            "contextTokens": 200_000, "input": 3.0, "output": 15.0, "inUse": false, "hasKey": false}],
            "fallbacks": []}),
        "model.local" => json!({"servers": [{"name": "Ollama", "baseUrl": "http://127.0.0.1:11434",
            "models": ["llama"]}]}),
        "gateway.stop" => json!({"running": 1, "graceMs": 10_000}),
        "health.check" => json!({"checkedAt": AT, "findings": [finding("error"), finding("info")]}),
        "health.fix" => json!({"fixed": [{"fixId": "20260102-030400", "code": "transcript-torn",
                "subject": "agents/main/sessions/s.jsonl", "what": "The last line is only half there.",
                "undo": {"id": "u-1", "label": "Puts it back", "expiresAt": AT}}],
            "failed": [{"id": "lock-stale:x", "error": told("storage-io")}], "left": []}),
        "health.fixes" => json!({"fixes": [{"id": "20260102-030400", "at": AT,
            "code": "transcript-torn", "subject": "agents/main/sessions/s.jsonl",
            "what": "The last line is only half there.", "undone": true}]}),
        "backup.create" => json!({"file": "/b/cove.zip", "bytes": 1_250_000, "files": 12,
            "secrets": ["models.providers.openai.apiKey"], "keysInNotes": ["workspace/notes.md"],
            "leftOut": [{"path": "media", "why": "unknown", "text": "media stays out."}]}),
        "backup.restore" => json!({"kept": "/h.before-restore-20260102-030400", "createdAt": AT,
            "build": "0.1.0", "files": 12, "secrets": []}),
        "delivery.resend" => return Err(serde_json::from_value(told("gateway-needed")).unwrap()),
        "delivery.dismiss" => return Err(serde_json::from_value(told("state-locked")).unwrap()),
        _ => super::money::answer(call).unwrap_or_else(|| json!({"undo": undo()})),
    })
}

fn undo() -> Value {
    json!({"id": "u-1", "label": "Puts it back", "expiresAt": AT})
}

pub(super) fn report() -> Value {
    let part = |kind: &str, count: u32, tokens: u64| json!({"kind": kind, "count": count, "tokens": tokens});
    let file = |name: &str, raw: u64, injected: u64, state: &str| {
        json!({"name": name, "path": name, "missing": state == "missing", "rawChars": raw,
            "injectedChars": injected, "truncated": state == "cut", "state": state, "tokens": injected / 4})
    };
    json!({"generatedAt": AT, "sessionKey": "agent:main:main", "sessionId": "s-1", "agentId": "main",
        "provider": "anthropic", "model": "claude", "workspaceDir": "/h/workspace",
        "bootstrapMaxChars": 20_000, "bootstrapTotalMaxChars": 150_000,
        "totalTokens": 154_000, "totalTokensFresh": true, "contextTokens": 200_000, "percentUsed": 77,
        "meter": {"used": 154_000, "start": 180_000, "percent": 86}, "freeTokens": 46_000,
        "modelWindow": 1_000_000,
        "marks": {"window": 200_000, "reserve": 20_000, "flush": 176_000, "compaction": 180_000},
        "thresholds": {"warning": 150_000, "critical": 200_000}, "level": "long",
        "messageCost": 120_000_000,
        "parts": [part("instructions", 1, 400), part("files", 2, 4_900), part("tools", 2, 600),
            part("people", 40, 148_100)],
        "systemPrompt": {"chars": 21_000, "projectContextChars": 19_400,
            "nonProjectContextChars": 1_600, "tokens": 5_300},
        "injectedWorkspaceFiles": [file("AGENTS.md", 1_400, 1_400, "in"),
            file("MEMORY.md", 25_000, 18_000, "cut"), file("SOUL.md", 0, 30, "missing"),
            file("USER.md", 0, 0, "empty"), file("TOOLS.md", 0, 0, "unreadable"),
            file("HEARTBEAT.md", 0, 0, "not-for-this-turn")],
        "tools": {"listChars": 200, "schemaChars": 900, "tokens": 600, "entries": [
            {"name": "write", "summaryChars": 100, "schemaChars": 500, "propertiesCount": 3, "tokens": 400},
            {"name": "read", "summaryChars": 100, "schemaChars": 400, "propertiesCount": 1, "tokens": 200}]},
        "pruning": {"on": true, "trimmed": 3, "cleared": 1, "freedTokens": 12_000},
        "compaction": {"messages": 36, "keptMessages": 4, "tokens": 130_000}, "compactionCount": 0,
        "cacheRead": 140_000, "cacheWrite": 900,
        "estimate": {"ratio": 1.1, "samples": 12, "error": {"requests": 12, "lastPermille": 4,
            "meanPermille": 11, "worstPermille": 32}}})
}

fn finding(severity: &str) -> Value {
    json!({"id": "transcript-torn:agents/main/sessions/s.jsonl", "code": "transcript-torn",
        "severity": severity, "subject": "agents/main/sessions/s.jsonl", "agentId": "main",
        "what": "The last line is only half there.", "why": "Cove was stopped.",
        "fix": "The fix takes it off.", "fixable": severity == "error", "onRequest": true})
}

fn message(speaker: &str, text: &str) -> Value {
    json!({"id": "e1", "turnId": "t", "speaker": speaker, "at": AT, "text": text, "channel": null,
        "tools": [], "usage": null, "cost": null, "model": null, "practice": false, "again": false, "stopped": false,
        "problem": null})
}

fn session(key: &str, tokens: u64, fresh: bool) -> Value {
    json!({"key": key, "sessionId": "s-1", "updatedAt": AT, "kind": "main", "label": null,
        "modelProvider": "anthropic", "model": "claude", "totalTokens": tokens,
        "totalTokensFresh": fresh, "contextTokens": 200_000, "percentUsed": tokens / 2000,
        "meter": {"used": tokens, "start": 170_000, "percent": tokens / 1700},
        "compactionCount": 0, "lastReset": AT, "nextResetAt": AT + 3_600_000,
        "nextReset": fresh.then_some("resets tonight at 04:00"),
        "nextResetKeeps": 20, "archivedAt": null,
        "lastChannel": "telegram"})
}

fn past(id: &str, current: bool) -> Value {
    json!({"sessionId": id, "startedAt": AT, "endedAt": AT + 60_000, "endedBy": "daily",
        "firstWords": "good morning", "bytes": 1200, "current": current})
}

pub(super) fn record(number: i64) -> Value {
    json!({"id": format!("a-{number}"), "at": AT + number * 60_000, "kind": "message", "reference": null,
        "outcome": "skipped", "text": "A message was skipped.", "reason": "You stopped it.",
        "code": "stopped", "detail": null, "undo": {"id": "u-9", "label": "Puts it back", "expiresAt": AT}})
}

fn job(on: bool) -> Value {
    json!({"id": if on { "j-1" } else { "j-2" }, "name": "Tea", "agentId": "main", "kind": "notify",
        "description": "Every day at 04:04 (Europe/Berlin)", "zone": "Europe/Berlin", "enabled": on,
        "canRun": on, "hold": null, "needsTest": on, "running": null, "cost": 0,
        "mistakes": if on { json!([]) } else { json!([{"field": "schedule.kind",
            "code": "schedule-unknown-kind", "text": "Unknown", "hint": null}]) },
        "nextAt": on.then_some(AT), "last": happened("done"), "madeBy": null,
        "definition": {"id": "j"}})
}

fn happened(state: &str) -> Value {
    let ran = state == "done";
    json!({"at": AT, "through": AT, "count": if ran { 1 } else { 3 }, "state": state, "lateMs": 0,
        "reason": (!ran).then(|| json!({"code": "down", "text": "Cove was closed."})),
        "byHand": false, "runId": ran.then_some("j-1@1#1"), "attempt": ran.then_some(1),
        "startedAt": ran.then_some(AT), "endedAt": ran.then_some(AT + 500),
        "delivery": ran.then_some("sent"), "summary": ran.then_some("The tea is ready"),
        "sessionId": null, "fileAccess": null, "cost": null})
}
