//! A turn that nobody wrote for: a job's run, a beat, an event.
//!
//! Owns how it enters the lane of its key and what comes back. It goes the way of every turn, model
//! and tools with a transcript that a kill can't make it say twice, but nobody reads along, each
//! call is paid from the allowance, and what it says is handed back: whoever began it delivers it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::Parts;
use super::compaction_record::settle_tail;
use super::ending::{Ending, size_now, spent};
use super::file_access::FileAccess;
use super::open_session::{Open, OpenSession};
use super::operation::Work;
use super::purse::{Payer, Purse};
use super::reset;
use super::turn::{Turn, TurnError};
use crate::activity::{Scope, current_holds};
use crate::cron::Did;
use crate::error::Problem;
use crate::event::{Outcome, Subject};
use crate::ledger::{Cause, Limits, Terms};
use crate::model::{Block, ModelRef, Usage};
use crate::session::{Entry, SessionKey, entries_of_turn};
use crate::storage::StorageError;
use crate::workspace::TurnClass;

/// A turn to be run.
#[derive(Debug, Clone)]
pub struct OwnTurn {
    /// Its id: `run:<job>@<slot>#<n>`, `beat:<agent>:<slot>`, `event:<id>`. Its first and last
    /// entry carry it; asked again with the same one it is continued, not repeated.
    pub cause: String,
    /// What its calls are booked under.
    pub booked: Cause,
    /// Which files it sees and what its tools may do. A light beat sees no conversation either.
    pub class: TurnClass,
    /// What the model reads.
    pub prompt: String,
    /// Where the prompt came from, for the transcript: `cron`, `heartbeat`, `event`.
    pub channel: &'static str,
    /// The one model it goes to; absent = those of the conversation.
    pub model: Option<ModelRef>,
    /// How much it may think; absent = as the conversation says.
    pub thinking: Option<String>,
    /// How long it may take; absent = as every turn of the agent.
    pub limit: Option<Duration>,
    /// The only tools it may use; absent = those of its class.
    pub tools: Option<Vec<String>>,
    /// Where set, the turn leaves no line in the transcript unless a tool changed something or it
    /// said something this does not call silence.
    pub silence: Option<Silence>,
}

/// Judges whether a whole answer says nothing to anybody.
#[derive(Clone)]
pub struct Silence(Arc<dyn Fn(&str) -> bool + Send + Sync>);

impl Silence {
    /// Judged by this function of the text as the model gave it.
    pub fn new(judge: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(judge))
    }
}

impl std::fmt::Debug for Silence {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Silence")
    }
}

/// How it ended.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnTurnEnd {
    /// How. Quiet = nothing to say.
    pub outcome: Outcome,
    /// What a person may read; empty where there is nothing.
    pub reply: String,
    /// The answer as the model gave it, silent tokens and all.
    pub text: String,
    /// Tokens.
    pub usage: Usage,
    /// Nano-dollars; `None` = a price is unknown.
    pub cost: Option<i64>,
    /// The model that answered last.
    pub model: Option<String>,
    /// The conversation it ran in.
    pub session_id: String,
    /// A tool changed something.
    pub changed: bool,
    /// Files it saw, read and changed.
    pub files: FileAccess,
    /// Changes its person is told of.
    pub notices: Vec<Problem>,
    /// Why it failed or stopped.
    pub problem: Option<Problem>,
}

/// What a turn of its own carries along.
#[derive(Debug)]
pub(super) struct ByItself {
    pub prompt: String,
    pub channel: &'static str,
    pub thinking: Option<String>,
    /// The answer as the model gave it.
    pub text: String,
    /// A tool changed something.
    pub changed: bool,
    /// It is a beat.
    pub beat: Option<OfBeat>,
    /// The only tools it may use; absent = those of its class.
    pub tools: Option<Vec<String>>,
    /// Files it saw, read and changed.
    pub files: FileAccess,
}

/// What sets a beat apart: people never see what it asks, and it reads the events that wait.
#[derive(Debug, Clone, Copy)]
pub(super) struct OfBeat {
    /// The conversation so far is not sent along.
    pub alone: bool,
}

impl ByItself {
    pub fn new(prompt: String, channel: &'static str) -> Self {
        Self {
            prompt,
            channel,
            thinking: None,
            text: String::new(),
            changed: false,
            beat: None,
            tools: None,
            files: FileAccess::default(),
        }
    }
}

/// Runs one in its lane.
pub(super) async fn run(
    work: &Work<'_>,
    session: &mut OpenSession,
    own: OwnTurn,
) -> Result<OwnTurnEnd, Problem> {
    let Work { parts, lane, .. } = *work;
    if is_held(parts).await? {
        return Err(Problem::new("own-turn-held"));
    }
    if let Err(problem) = reset::before_turn(parts, lane, session, &own.cause).await {
        // It goes on in the session there is; what is broken shows there.
        tracing::error!(code = problem.code, key = %lane.key, "a session could not be replaced");
    }
    let open = session.get(parts, &lane.key)?;
    let mut turn = Turn::own(parts, lane, &open.session_id, own.cause, own.booked)?;
    turn.class = own.class;
    if let Some(model) = own.model {
        turn.chain = vec![model];
    }
    let mut carried = ByItself::new(own.prompt, own.channel);
    carried.thinking = own.thinking;
    carried.tools = own.tools;
    turn.by_itself = Some(carried);
    turn.purse = Purse::of(Payer::Allowance);
    let usual = parts.config.current().turn_timeout(lane.key.agent());
    let limit = own.limit.unwrap_or(usual);
    let done = carry_out(&mut turn, open, work, limit, own.silence.as_ref()).await;
    // What was spent is booked, however it ended.
    let booked = turn.settle_calls().await;
    match done.and_then(|end| booked.map(|()| end)) {
        Ok(end) => Ok(end),
        Err(error) => {
            tracing::error!(%error, turn = turn.id, key = %lane.key, "a turn could not be carried out");
            *session = OpenSession::default();
            Err(Problem::new("turn-broken"))
        }
    }
}

async fn carry_out(
    turn: &mut Turn<'_>,
    open: &mut Open,
    work: &Work<'_>,
    limit: Duration,
    silence: Option<&Silence>,
) -> Result<OwnTurnEnd, TurnError> {
    let Work { parts, lane, .. } = *work;
    settle_tail(parts, lane, open).await?;
    if silence.is_some() {
        open.transcript.hold();
    }
    let mut ending = turn.work(open, work.hurry, limit).await?;
    let (text, changed) = turn
        .by_itself
        .as_ref()
        .map_or_else(Default::default, |own| (own.text.clone(), own.changed));
    if let (Some(silence), Ending::Said(said)) = (silence, &ending) {
        // Found in the transcript after a kill it was judged worth a line already.
        if !text.is_empty() && silence.0(&text) {
            tracing::debug!(
                turn = turn.id,
                chars = said.len(),
                "an answer that says nothing"
            );
            ending = Ending::Quiet;
        }
    }
    let said = matches!(ending, Ending::Said(_));
    if said || changed || silence.is_none() {
        open.transcript.keep_held()?;
        open.transcript.sync()?;
        project(turn, open).await;
        let key = Some(lane.key.to_string());
        parts.events.changed(Subject::Sessions, key);
    } else {
        open.transcript.drop_held();
    }
    parts.events.changed(Subject::Status, None);
    let (usage, cost) = spent(&turn.calls);
    let (reply, problem) = match &ending {
        Ending::Said(text) => (
            super::reply::for_person(parts, text).unwrap_or_default(),
            None,
        ),
        Ending::Quiet => (String::new(), None),
        Ending::Stopped => (String::new(), Some(Problem::new("stopped"))),
        Ending::Failed(problem) => (String::new(), Some(problem.clone())),
    };
    Ok(OwnTurnEnd {
        outcome: ending.outcome(),
        reply,
        text,
        usage,
        cost,
        model: turn.model.as_ref().map(ToString::to_string),
        session_id: turn.session_id.clone(),
        changed,
        files: turn
            .by_itself
            .as_mut()
            .map(|own| std::mem::take(&mut own.files))
            .unwrap_or_default(),
        notices: std::mem::take(&mut turn.notices),
        problem,
    })
}

/// What `sessions.json` says of the conversation now. Nobody spoke in it: it is as fresh as before.
async fn project(turn: &Turn<'_>, open: &Open) {
    let mut fields = size_now(turn, open).await;
    if let Some(model) = &turn.model {
        fields.insert("modelProvider".into(), model.provider.clone().into());
        fields.insert("model".into(), model.model.clone().into());
    }
    let file = open.transcript.path().display().to_string();
    fields.insert("sessionFile".into(), file.into());
    turn.parts.sessions.project(&turn.lane.key, &fields);
}

/// Whether nothing may run by itself.
async fn is_held(parts: &Parts) -> Result<bool, StorageError> {
    let now = parts.clock.now_ms();
    let holds = parts
        .db
        .read(move |connection| current_holds(connection, now))
        .await?;
    let scopes = [Scope::All.to_string(), Scope::Autonomous.to_string()];
    Ok(holds.iter().any(|hold| scopes.contains(&hold.scope)))
}

/// What a kill has left of a turn of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftBehind {
    /// It had not begun, or had only looked at things: nothing is lost by beginning anew.
    Nothing,
    /// It had called a tool that changes something, and has no end.
    Changes(Did),
    /// It has its last answer.
    Finished,
}

/// Looks into the transcript of `key` for the turn `cause` that began at `since` (ms) or later.
/// Blocks on the disk.
///
/// # Errors
/// When the transcript can't be read.
pub fn left_behind(
    parts: &Parts,
    key: &SessionKey,
    cause: &str,
    since: crate::clock::Ms,
) -> Result<LeftBehind, Problem> {
    let found = parts.sessions.find(key).map(|found| found.path);
    let Some(path) = found.filter(|path| path.exists()) else {
        return Ok(LeftBehind::Nothing);
    };
    let own = entries_of_turn(&path, cause, since)?;
    if own.last().is_some_and(Entry::is_final) {
        return Ok(LeftBehind::Finished);
    }
    let home = parts.agents.get(key.agent()).and_then(Result::ok);
    let changes = |name: &str| home.as_ref().is_none_or(|home| home.tools.changes(name));
    Ok(match done_by(&own, changes) {
        None => LeftBehind::Nothing,
        Some(did) => LeftBehind::Changes(did),
    })
}

/// What these entries of a turn tell of calls that change something: a file by its path, else the
/// tool. A call that was refused or failed did nothing it is known for. `None` = none was called.
fn done_by(own: &[Entry], changes: impl Fn(&str) -> bool) -> Option<Did> {
    let mut found = None;
    let blocks = || {
        let messages = own.iter().filter_map(Entry::message);
        messages.flat_map(|message| &message.blocks)
    };
    let answers: HashMap<&str, bool> = blocks()
        .filter_map(|block| match block {
            Block::Result {
                call_id, is_error, ..
            } => Some((call_id.as_str(), *is_error)),
            _ => None,
        })
        .collect();
    for block in blocks() {
        let Block::Call(call) = block else { continue };
        if !changes(&call.name) {
            continue;
        }
        let did: &mut Did = found.get_or_insert_default();
        let path = call.arguments.get("path").and_then(|path| path.as_str());
        let name = path.unwrap_or(&call.name).to_owned();
        let list = match answers.get(call.id.as_str()) {
            Some(true) => continue,
            Some(false) => &mut did.done,
            None => &mut did.unsure,
        };
        if !list.contains(&name) {
            list.push(name);
        }
    }
    found
}

impl Parts {
    /// What holds for money now.
    pub fn terms(&self) -> Terms {
        let allowance = &self.config.current().allowance;
        Terms {
            limits: Limits {
                day: allowance.day_nano(),
                month: allowance.month_nano(),
            },
            now: self.clock.now_ms(),
            zone: self.clock.zone(),
        }
    }
}

impl Turn<'_> {
    /// The conversation so far is not sent along.
    pub(super) fn is_alone(&self) -> bool {
        let beat = self.by_itself.as_ref().and_then(|own| own.beat);
        self.class == TurnClass::LightBeat || beat.is_some_and(|beat| beat.alone)
    }

    /// A job may be given fewer tools than its class has.
    pub(super) fn may_use(&self, tool: &str) -> bool {
        let only = self.by_itself.as_ref().and_then(|own| own.tools.as_ref());
        only.is_none_or(|only| only.iter().any(|name| name == tool))
    }
}
