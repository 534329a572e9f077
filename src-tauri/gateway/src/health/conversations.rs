//! Whether the conversations of an agent are whole.
//!
//! Owns what is told of records and transcripts, and when something is too young to be judged: a
//! record is written a moment before its transcript, and a turn that was cut off is continued.

use std::collections::BTreeSet;
use std::time::UNIX_EPOCH;

use super::cache::Cache;
use super::check::View;
use super::finding::{Finding, Remedy, Severity};
use super::list::{Folder, Record};
use super::transcript::Judged;
use crate::clock::Ms;
use crate::context::{Level, Thresholds};
use crate::session::{KeyKind, SessionKey};

/// What is younger may be at work.
const YOUNG: Ms = 60_000;
/// A turn may wait this long for a tool.
const LONG_CALL: Ms = 10 * 60_000;
/// Seed 004: a transcript beyond this is worth a look, bytes.
const LARGE: u64 = 500 * 1024;

pub(super) fn check(view: &View, agent: &str, cache: &mut Cache, found: &mut Vec<Finding>) {
    let place = view.sessions(agent);
    let folder = Folder::read(&place);
    let list = view.named(&place.join("sessions.json"));
    if folder.records.is_none() {
        let invalid = Finding::new("session-list-invalid", Severity::Error, list.clone());
        found.push(invalid.of(agent).mended_by(Remedy::List));
    }
    for key in &folder.strange {
        found.push(broken(agent, key));
    }
    let records = folder.records.clone().unwrap_or_default();
    let mut used = BTreeSet::new();
    for record in &records {
        used.extend(record.file_names());
        record_findings(view, agent, &folder, record, found);
    }
    let mut files = Vec::new();
    for (name, path) in folder.transcripts(&place) {
        match cache.judged(&path) {
            Ok((bytes, judged)) => files.push((name, path, bytes, judged)),
            Err(_) => {
                let unreadable =
                    Finding::new("transcript-unopened", Severity::Error, view.named(&path));
                found.push(unreadable.of(agent));
            }
        }
    }
    for (_, _, _, judged) in &files {
        let parent = judged.parent.as_deref();
        used.extend(
            parent
                .and_then(|path| path.rsplit(['/', '\\']).next())
                .map(str::to_owned),
        );
    }
    for (name, path, bytes, judged) in &files {
        let subject = view.named(path);
        let id = name.trim_end_matches(".jsonl");
        let busy = view.busy.contains(id);
        found.extend(
            inside(judged, view.now, busy)
                .into_iter()
                .map(|(code, severity, remedy)| {
                    let at = Finding::new(code, severity, subject.clone());
                    at.of(agent).mended_by(remedy)
                }),
        );
        let owner = records
            .iter()
            .find(|record| folder.transcript(record).as_ref() == Some(name));
        if let Some(record) = owner {
            found.extend(size(view, agent, record, *bytes));
        }
        let young = changed(path).is_none_or(|at| view.now - at < YOUNG);
        let known = used.contains(name) || judged.key.is_some() || busy || young;
        if folder.records.is_some() && !known {
            let orphan = Finding::new("transcript-orphan", Severity::Info, subject);
            found.push(orphan.of(agent).mended_by(Remedy::Orphan));
        }
    }
}

fn broken(agent: &str, key: &str) -> Finding {
    let broken = Finding::new("session-entry-broken", Severity::Error, key);
    broken.of(agent).mended_by(Remedy::Entry {
        key: key.to_owned(),
    })
}

fn record_findings(
    view: &View,
    agent: &str,
    folder: &Folder,
    record: &Record,
    found: &mut Vec<Finding>,
) {
    if record.is_broken() {
        found.push(broken(agent, &record.key));
        return;
    }
    let key = SessionKey::parse(&record.key, agent);
    // A slash command's record never has one; that of a run may be put away before the record.
    let needs_none = record.key.contains(":slash:") || folder.is_archived(record);
    let young = view.now - record.number("updatedAt").unwrap_or(0) < YOUNG;
    if folder.transcript(record).is_none() && !needs_none && !young {
        let missing = Finding::new(
            "session-transcript-missing",
            Severity::Warning,
            key.as_str(),
        );
        found.push(missing.of(agent).mended_by(Remedy::Entry {
            key: record.key.clone(),
        }));
    }
}

/// What a transcript's lines show: code, severity, remedy.
fn inside(judged: &Judged, now: Ms, busy: bool) -> Vec<(&'static str, Severity, Remedy)> {
    let mut found = Vec::new();
    if judged.headless {
        found.push(("transcript-headless", Severity::Error, Remedy::Header));
    }
    if judged.torn.is_some() && !busy {
        found.push(("transcript-torn", Severity::Warning, Remedy::Tail));
    }
    if !judged.unreadable.is_empty() {
        found.push(("transcript-damaged", Severity::Warning, Remedy::Lines));
    }
    let waits = judged
        .leaf
        .as_ref()
        .is_some_and(|(_, at)| now - at > LONG_CALL);
    if !judged.open_calls.is_empty() && waits && !busy {
        found.push(("transcript-open-calls", Severity::Warning, Remedy::Calls));
    }
    found
}

/// Whether a conversation has grown long, by its tokens (seed 004) or its file.
fn size(view: &View, agent: &str, record: &Record, bytes: u64) -> Vec<Finding> {
    let key = SessionKey::parse(&record.key, agent);
    let kind = key.kind();
    let count = |field| {
        record
            .number(field)
            .and_then(|tokens| u64::try_from(tokens).ok())
    };
    let tokens = count("totalTokens").unwrap_or(0);
    let window = count("contextTokens").filter(|window| *window > 0);
    let level =
        Thresholds::of(kind, window.unwrap_or(view.window)).map(|marks| marks.level(tokens));
    let fresh = || Remedy::Fresh {
        key: key.to_string(),
    };
    let long = |code, severity| {
        let long = Finding::new(code, severity, key.as_str()).of(agent);
        long.with("tokens", tokens).mended_by(fresh())
    };
    let mut found = Vec::new();
    match level {
        Some(Level::VeryLong) => found.push(long("session-very-long", Severity::Warning)),
        Some(Level::Long) => found.push(long("session-long", Severity::Info)),
        Some(Level::Fine) | None => {}
    }
    if bytes > LARGE && !matches!(kind, KeyKind::Cron | KeyKind::Other) {
        let large = Finding::new("session-large", Severity::Info, key.as_str()).of(agent);
        found.push(large.with("kilobytes", bytes / 1024).mended_by(fresh()));
    }
    found
}

fn changed(path: &std::path::Path) -> Option<Ms> {
    let at = std::fs::metadata(path).ok()?.modified().ok()?;
    Ms::try_from(at.duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()
}
