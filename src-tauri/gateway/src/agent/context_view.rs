//! A look at a conversation's context, and keeping what its record says of it true.
//!
//! Owns gathering what the report is made of and projecting its figures into `sessions.json`, so
//! that lists, `/status` and the ring show the same. Changes no transcript and calls no model.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value, json};

use super::choice::models_of;
use super::request::{Asking, class_of_key};
use super::{AgentHome, Parts};
use crate::config::Config;
use crate::context::{
    CompactionNow, ContextReport, Figures, Findings, Marks, Size, compose, estimate_bytes,
    last_usage, messages_in, plan_cut, request_bytes, visible, window,
};
use crate::error::Problem;
use crate::ledger::cost;
use crate::model::{ModelRef, ModelRequest, Models, Usage, practice_model};
use crate::session::{Entry, EntryView, SessionKey, kept_entries, path_of, turn};
use crate::workspace::TurnClass;

/// Tokens of an answer where none has been given yet.
const ANSWER: u64 = 500;

/// The report of a conversation as it is now; one that has not begun has what its first request
/// would hold.
///
/// # Errors
/// Where the agent or its files, or the transcript, can't be read.
pub async fn context_report(parts: &Parts, key: &SessionKey) -> Result<ContextReport, Problem> {
    let home = match parts.agents.get(key.agent()) {
        Some(home) => home?,
        None => return Err(Problem::new("agent-unknown")),
    };
    let found = parts.sessions.find(key);
    let session_id = found.as_ref().map(|found| found.session_id.clone());
    let entries = match found.filter(|found| found.path.is_file()) {
        Some(found) => tokio::task::spawn_blocking(move || kept_entries(&found.path))
            .await
            .map_err(|_| Problem::new("turn-broken"))??,
        None => Vec::new(),
    };
    look(parts, &home, key, &session_id.unwrap_or_default(), &entries).await
}

async fn look(
    parts: &Parts,
    home: &AgentHome,
    key: &SessionKey,
    session_id: &str,
    entries: &[Entry],
) -> Result<ContextReport, Problem> {
    let class = class_of_key(key);
    let config = parts.config.current();
    let chain = parts.model_chain(key);
    let model = chain.first().cloned().unwrap_or_else(practice_model);
    let instructions = parts
        .instructions(home, class, &parts.prompts_of(key, None))
        .await?;
    let asking = Asking {
        session_id,
        home,
        class,
        chain: &chain,
        thinking: parts.thinking(key),
        goes_out: false,
    };
    let next = parts.next_request(&asking, entries, &instructions.text);
    let measured = parts.measure(&next.request, entries, &model);
    let path = path_of(entries);
    let record = parts.sessions.record(key);
    let count = record.and_then(|record| record.number("compactionCount"));
    let workspace = home.files.workspace().root().display().to_string();
    let keep = config.agents.defaults.compaction.keep_recent_tokens;
    Ok(compose(&Findings {
        at: parts.clock.now_ms(),
        key,
        session_id,
        model: &model,
        model_window: parts.models.info(&model).context_tokens,
        marks: parts.marks(&model),
        workspace_dir: &workspace,
        limits: parts.limits(),
        files: &instructions.files,
        request: &next.request,
        kinds: &next.kinds,
        path: &path,
        size: measured.size,
        calibration: measured.calibration,
        pruned: next.pruned,
        compaction: compaction_now(&path, keep, |bytes| {
            estimate_bytes(bytes, measured.calibration)
        }),
        compaction_count: count.and_then(|n| u32::try_from(n).ok()).unwrap_or(0),
        message_cost: message_cost(&parts.models, &model, &path, measured.size),
    }))
}

/// What a compaction would take in now, by the same plan it would follow.
fn compaction_now(
    path: &[&Entry],
    keep: u64,
    tokens: impl Fn(u64) -> u64,
) -> Option<CompactionNow> {
    let size = |entry: &Entry| {
        let turns = turn(entry).into_iter().collect();
        let alone = ModelRequest {
            turns,
            ..empty_request()
        };
        tokens(request_bytes(&alone))
    };
    let plan = plan_cut(path, keep, size)?;
    let count = |range| u32::try_from(messages_in(path, range)).unwrap_or(u32::MAX);
    let kept = plan.first_kept()..visible(path).end;
    Some(CompactionNow {
        messages: count(plan.summarised.clone()),
        kept_messages: count(kept),
        tokens: path[plan.summarised].iter().map(|entry| size(entry)).sum(),
    })
}

fn empty_request() -> ModelRequest {
    ModelRequest {
        model: practice_model(),
        system: String::new(),
        turns: Vec::new(),
        tools: Vec::new(),
        max_output_tokens: None,
        thinking: None,
        session: String::new(),
    }
}

/// What a message to a conversation of this size costs: as much of it comes from the cache as of
/// the last one.
fn message_cost(models: &Models, model: &ModelRef, path: &[&Entry], size: Size) -> Option<i64> {
    let price = models.info(model).price?;
    let last = last_usage(path).unwrap_or_default();
    let scaled = |part: u64| match last.prompt() {
        0 => 0,
        whole => u64::try_from(u128::from(part) * u128::from(size.tokens) / u128::from(whole))
            .unwrap_or(u64::MAX),
    };
    let (cache_read, cache_write) = (scaled(last.cache_read), scaled(last.cache_write));
    let output = if last.output > 0 { last.output } else { ANSWER };
    let usage = Usage {
        input: size.tokens.saturating_sub(cache_read + cache_write),
        output,
        cache_read,
        cache_write,
    };
    Some(cost(&price, &usage))
}

/// How full a conversation is, by its record: the size it had when it was last measured, against
/// the window and the marks that hold now.
pub fn figures(config: &Config, models: &Models, key: &SessionKey, record: &EntryView) -> Figures {
    let chain = models_of(config, key.agent(), Some(record));
    let model = chain.first().cloned().unwrap_or_else(practice_model);
    let defaults = &config.agents.defaults;
    let window = window(models.info(&model).context_tokens, defaults.context_tokens);
    let tokens = record.number("totalTokens").unwrap_or(0);
    Marks::of(window, &defaults.compaction).figures(Size {
        tokens: u64::try_from(tokens).unwrap_or(0),
        counted: record.flag("totalTokensFresh").unwrap_or(true),
    })
}

/// What `sessions.json` says of a size; other fields of Cove's own in it stay.
pub(super) fn size_fields(figures: &Figures, record: Option<&EntryView>) -> Map<String, Value> {
    let held = record.and_then(|record| record.0.get("cove")).cloned();
    let mut cove = match held {
        Some(Value::Object(cove)) => cove,
        _ => Map::new(),
    };
    let meter = &figures.meter;
    cove.insert(
        "meter".into(),
        json!({ "used": meter.used, "start": meter.start, "percent": meter.percent }),
    );
    let fields = [
        ("contextTokens", Value::from(figures.context_tokens)),
        ("totalTokens", figures.total_tokens.into()),
        ("totalTokensFresh", figures.total_tokens_fresh.into()),
        ("cove", cove.into()),
    ];
    fields
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect()
}

/// Looks again and writes what changed into the record: after a compaction, a reset, another model
/// or another file. Answers whether anything did.
///
/// # Errors
/// As [`context_report`].
pub async fn remeasure(parts: &Parts, key: &SessionKey) -> Result<bool, Problem> {
    Ok(note_size(parts, key, &context_report(parts, key).await?))
}

/// Writes what a report says of the size into the record. Answers whether anything changed.
pub fn note_size(parts: &Parts, key: &SessionKey, report: &ContextReport) -> bool {
    let Some(record) = parts.sessions.record(key) else {
        return false;
    };
    let figures = Figures {
        total_tokens: report.total_tokens,
        total_tokens_fresh: report.total_tokens_fresh,
        context_tokens: report.context_tokens,
        percent_used: report.percent_used,
        meter: report.meter,
    };
    let fields = size_fields(&figures, Some(&record));
    let same = fields
        .iter()
        .all(|(name, value)| record.0.get(name) == Some(value));
    // A turn that began meanwhile measures by itself, and later.
    let replaced = record.session_id() != Some(report.session_id.as_str());
    if same || replaced {
        return false;
    }
    parts.sessions.amend(key, &fields);
    true
}

/// Changes when a file that enters a prompt does.
pub async fn instructions_hash(parts: &Parts, home: &AgentHome) -> u64 {
    let mut hasher = DefaultHasher::new();
    // The main conversation's files hold those of every other kind, but for a beat's.
    match parts.instructions(home, TurnClass::MainChat, &[]).await {
        Ok(instructions) => instructions.text.hash(&mut hasher),
        Err(error) => error.to_string().hash(&mut hasher),
    }
    hasher.finish()
}
