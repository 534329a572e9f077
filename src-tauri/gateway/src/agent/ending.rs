//! The end of a turn: one transaction for everything that must be true together (design.md §6 c).
//!
//! Owns what is written when a turn ends: outbox parts, inbox rows, ledger, activity. What was
//! said leaves through the gate before it comes here.

use serde_json::{Map, Value};

use super::Parts;
use super::allowance::{ASKS, GO_ON, add_button};
use super::context_view::size_fields;
use super::lane::Lane;
use super::media::{self, Answering};
use super::open_session::Open;
use super::parts::store_calibration;
use super::preview::is_shown;
use super::projection::{group_fields, projection};
use super::reply::{delivered_by_transcript, doubt, for_person, parts_of};
use super::turn::{Turn, TurnError};
use crate::activity::{Kind, Record, end_undo, record};
use crate::channel::Route;
use crate::delivery::{self, InboxRow, NewPart, PartKind};
use crate::error::Problem;
use crate::event::{Fact, Outcome, Subject, TurnEnd};
use crate::heartbeat::read_events;
use crate::ledger::{CallRow, put_call};
use crate::model::{Block, Usage, is_practice, practice_model};
use crate::session::{Entry, MessageRole, Stop};
use crate::storage::{StorageError, Tx};
use crate::words::Language;

/// One question a day and message, ms.
const DAY: i64 = 24 * 3_600_000;

/// How a turn ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ending {
    /// With this answer.
    Said(String),
    /// With nothing to say.
    Quiet,
    /// The person stopped it.
    Stopped,
    /// It failed.
    Failed(Problem),
}

impl Ending {
    /// The ending the transcript tells of, after a kill between the answer and its transaction.
    pub fn found(own: &[Entry]) -> Self {
        let texts = own
            .iter()
            .filter_map(Entry::message)
            .filter(|message| message.role == MessageRole::Assistant);
        let last = own.last().and_then(Entry::message);
        match last.and_then(|message| message.stop) {
            Some(Stop::Aborted) => return Self::Stopped,
            Some(Stop::Error) => {
                let told = own.last().and_then(Entry::problem);
                return Self::Failed(told.unwrap_or_else(|| Problem::new("model-network")));
            }
            _ => {}
        }
        let said: Vec<String> = texts
            .map(|message| {
                let texts = message.blocks.iter().filter_map(|block| match block {
                    Block::Text { text } => Some(text.as_str()),
                    _ => None,
                });
                texts.collect::<String>()
            })
            .filter(|text| !text.trim().is_empty())
            .collect();
        match delivery::pass(&said.join("\n\n")) {
            delivery::Verdict::Silent => Self::Quiet,
            delivery::Verdict::Say(text) => Self::Said(text),
        }
    }

    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Said(_) => Outcome::Done,
            Self::Quiet => Outcome::Quiet,
            Self::Stopped => Outcome::Stopped,
            Self::Failed(_) => Outcome::Failed,
        }
    }
}

/// Writes the end of a turn and tells everybody.
pub(super) async fn settle(
    turn: &mut Turn<'_>,
    open: &Open,
    ending: Ending,
) -> Result<(), TurnError> {
    let parts = turn.parts;
    let message = &turn.rows[0].message;
    let (route, language) = (message.route.clone(), language_of(parts, &turn.rows));
    let end = turn_end(turn, &ending, language);
    let outcome = end.outcome;
    let kind = if matches!(ending, Ending::Failed(_)) {
        PartKind::Notice
    } else {
        PartKind::Reply
    };
    let mut out = Outgoing::new(parts, &turn.id, &route, language);
    // What was stopped is told by whoever stopped it; what the chat shows of it already stays.
    let shown = ending != Ending::Stopped || is_shown(parts, &turn.id).await?;
    if !end.reply.is_empty() && shown {
        let text = match &end.usage_line {
            Some(line) => format!("{}\n\n_{line}_", end.reply),
            None => end.reply.clone(),
        };
        let who = Answering {
            agent: turn.lane.key.agent(),
            class: turn.class,
            language,
        };
        let (place, answers) = ((turn.id.as_str(), &route), reply_to(&turn.rows));
        out.add(match kind {
            PartKind::Reply => media::answer(parts, who, place, &text, answers).await,
            PartKind::Notice => parts_of(parts, &turn.id, kind, &route, &text, answers),
        });
    }
    for (n, notice) in turn.notices.iter().enumerate() {
        let text = parts.words.problem(language, notice);
        out.add(parts_of(
            parts,
            &format!("{}:notice{n}", turn.id),
            PartKind::Notice,
            &route,
            &text,
            None,
        ));
    }
    let told = activity_of(turn, &ending, &end);
    // Copied: where this fails, the refusal of the turn books the calls.
    let (calls, learned) = (turn.calls.clone(), std::mem::take(&mut turn.learned));
    let (turn_id, ids, now) = (turn.id.clone(), ids_of(&turn.rows), parts.clock.now_ms());
    let failed = match &ending {
        Ending::Failed(problem) => Some(problem.clone()),
        Ending::Stopped => Some(Problem::new("stopped")),
        Ending::Said(_) | Ending::Quiet => None,
    };
    let stopped = ending == Ending::Stopped;
    let read = match ending {
        Ending::Said(_) | Ending::Quiet => events_of(open, &turn.id),
        // Whoever did not answer has not read them: they wait on.
        Ending::Stopped | Ending::Failed(_) => Vec::new(),
    };
    let begun = turn.lane.view().running.map_or(now, |turn| turn.started_at);
    let key = turn.lane.key.clone();
    let sent = parts
        .db
        .write(move |tx| {
            let sent = out.enqueue(tx, now)?;
            match failed {
                Some(reason) if stopped => delivery::skip_waiting(tx, &ids, &reason)?,
                failed => delivery::finish(tx, &ids, &turn_id, failed.as_ref())?,
            }
            read_events(tx, &read, &turn_id)?;
            for call in &calls {
                put_call(tx, call)?;
            }
            for (model, calibration) in learned {
                store_calibration(tx, &model, calibration)?;
            }
            record(tx, &told)?;
            // Until the person's next message a compaction can be taken back, and this was one.
            end_undo(tx, Kind::Compaction, key.as_str(), begun)?;
            Ok(sent)
        })
        .await?;
    if sent {
        parts.sender.nudge(&route);
    }
    let mut fields = size_now(turn, open).await;
    let stopped = ending == Ending::Stopped;
    fields.extend(projection(turn, open, stopped, &route, now));
    fields.extend(group_fields(parts, &route).await);
    parts.sessions.project(&turn.lane.key, &fields);
    note_language(turn);
    if outcome != Outcome::Failed
        && let Err(error) = turn.log(&end.reply, now).await
    {
        tracing::warn!(%error, turn = turn.id, "a turn could not be noted in the daily log");
    }
    tell(parts, turn.lane, &turn.id, ids_of(&turn.rows), end);
    Ok(())
}

/// The system events that a turn was told of.
pub(super) fn events_of(open: &Open, turn_id: &str) -> Vec<String> {
    let told = |entry: &Entry| Some(entry.cove.get("events")?.as_array()?.clone());
    let named = open.entries_of(turn_id).iter().filter_map(told).flatten();
    named
        .filter_map(|id| id.as_str().map(str::to_owned))
        .collect()
}

/// Ends a turn that could not begin or broke; what its calls cost is booked.
pub(super) async fn refuse(
    parts: &Parts,
    lane: &Lane,
    turn_id: &str,
    rows: &[InboxRow],
    problem: Problem,
    calls: &[CallRow],
) -> Result<(), TurnError> {
    let (route, language) = (rows[0].message.route.clone(), language_of(parts, rows));
    let reply = parts.words.explain(language, &problem);
    let mut out = Outgoing::new(parts, turn_id, &route, language);
    // A question is not the answer: that comes under the turn's own name.
    let cause = match problem.code == ASKS {
        true => format!("{turn_id}:asks:{}", parts.clock.now_ms() / DAY),
        false => turn_id.to_owned(),
    };
    let mut told = parts_of(parts, &cause, PartKind::Notice, &route, &reply, None);
    if problem.code == ASKS {
        add_button(parts, &mut told, GO_ON.to_owned());
    }
    out.add(told);
    let (ids, id, now, reason) = (
        ids_of(rows),
        turn_id.to_owned(),
        parts.clock.now_ms(),
        problem.clone(),
    );
    let told = Record::new(format!("turn:{cause}"), now, Kind::Turn, "failed")
        .about(lane.key.as_str())
        .because(problem.clone());
    let spent = calls.to_vec();
    let sent = parts
        .db
        .write(move |tx| {
            let sent = out.enqueue(tx, now)?;
            delivery::finish(tx, &ids, &id, Some(&reason))?;
            for call in &spent {
                put_call(tx, call)?;
            }
            record(tx, &told)?;
            Ok(sent)
        })
        .await?;
    if sent {
        parts.sender.nudge(&route);
    }
    let end = failed_end(reply, problem, calls);
    tell(parts, lane, turn_id, ids_of(rows), end);
    Ok(())
}

/// Tells whoever waits that a turn has ended although nothing of it could be written. Its messages
/// stay open in the inbox, so the next start takes them up and books what the lost call cost.
pub(super) fn give_up(
    parts: &Parts,
    lane: &Lane,
    turn_id: &str,
    rows: &[InboxRow],
    calls: &[CallRow],
) {
    let problem = Problem::new("turn-unrecorded");
    let reply = parts.words.explain(language_of(parts, rows), &problem);
    let end = failed_end(reply, problem, calls);
    tell(parts, lane, turn_id, ids_of(rows), end);
}

fn failed_end(reply: String, problem: Problem, calls: &[CallRow]) -> TurnEnd {
    let (usage, cost) = spent(calls);
    TurnEnd {
        outcome: Outcome::Failed,
        reply,
        session_id: String::new(),
        usage,
        cost,
        model: None,
        practice: false,
        usage_line: None,
        problem: Some(problem),
    }
}

/// Tokens and money of these calls; no sum where a price is unknown.
pub(super) fn spent(calls: &[CallRow]) -> (Usage, Option<i64>) {
    let mut usage = Usage::default();
    calls.iter().for_each(|call| usage.add(&call.usage));
    (usage, calls.iter().map(|call| call.cost).sum())
}

/// Parts on their way out of one turn.
pub(super) struct Outgoing {
    turn_id: String,
    route: Route,
    local: bool,
    doubt: Vec<NewPart>,
    parts: Vec<NewPart>,
}

impl Outgoing {
    pub fn new(parts: &Parts, turn_id: &str, route: &Route, language: Language) -> Self {
        let local = delivered_by_transcript(route);
        let doubt = if local {
            Vec::new()
        } else {
            doubt(parts, turn_id, route, language)
        };
        Self {
            turn_id: turn_id.to_owned(),
            route: route.clone(),
            local,
            doubt,
            parts: Vec::new(),
        }
    }

    pub fn add(&mut self, more: Vec<NewPart>) {
        if !self.local {
            self.parts.extend(more);
        }
    }

    /// Stores them, opened by the line of doubt where an earlier part may not have arrived.
    pub fn enqueue(&self, tx: &Tx<'_>, now: i64) -> Result<bool, StorageError> {
        let mut parts = self.parts.clone();
        if !self.local {
            delivery::settle_draft(tx, &self.turn_id, &self.route, &mut parts)?;
        }
        if parts.is_empty() {
            return Ok(false);
        }
        if !self.parts.is_empty() && delivery::untold_unknown(tx, &self.route)? > 0 {
            delivery::enqueue(tx, &self.doubt, now)?;
        }
        delivery::enqueue(tx, &parts, now)?;
        Ok(true)
    }
}

fn turn_end(turn: &Turn<'_>, ending: &Ending, language: Language) -> TurnEnd {
    let (usage, cost) = spent(&turn.calls);
    let (reply, problem) = match ending {
        // A text that was found in the transcript has not passed the gate yet; passing twice
        // changes nothing.
        Ending::Said(text) => (for_person(turn.parts, text).unwrap_or_default(), None),
        Ending::Quiet => (String::new(), None),
        Ending::Stopped => (
            turn.lane
                .view()
                .running
                .map(|running| running.text)
                .unwrap_or_default(),
            Some(Problem::new("stopped")),
        ),
        Ending::Failed(problem) => (
            turn.parts.words.explain(language, problem),
            Some(problem.clone()),
        ),
    };
    let model = turn.model.as_ref().map(ToString::to_string);
    let line = match ending {
        Ending::Said(_) => {
            let key = &turn.lane.key;
            turn.parts
                .usage_told(key, &usage, cost, model.as_deref(), language)
        }
        Ending::Quiet | Ending::Stopped | Ending::Failed(_) => None,
    };
    TurnEnd {
        outcome: ending.outcome(),
        reply,
        session_id: turn.session_id.clone(),
        usage,
        cost,
        model,
        practice: turn.model.as_ref().is_some_and(is_practice),
        usage_line: line,
        problem,
    }
}

fn activity_of(turn: &Turn<'_>, ending: &Ending, end: &TurnEnd) -> Record {
    let outcome = match ending {
        Ending::Said(_) => "done",
        Ending::Quiet => "quiet",
        Ending::Stopped => "stopped",
        Ending::Failed(_) => "failed",
    };
    let mut told = Record::new(
        format!("turn:{}", turn.id),
        turn.parts.clock.now_ms(),
        Kind::Turn,
        outcome,
    )
    .about(turn.lane.key.as_str())
    .with("channel", turn.rows[0].message.route.channel.as_str())
    .with("messages", turn.rows.len())
    .with("model", end.model.clone().unwrap_or_default())
    .with("tokens", end.usage.total())
    .with("cost", end.cost.unwrap_or(0));
    told.reason = end.problem.clone();
    told
}

/// The size of the next request, now that the answer stands in the transcript and the files are
/// as the turn left them.
pub(super) async fn size_now(turn: &Turn<'_>, open: &Open) -> Map<String, Value> {
    let Some(system) = &turn.system else {
        return Map::new();
    };
    let next = turn
        .parts
        .instructions(&turn.home, turn.class, &turn.prompts())
        .await;
    let system = next.map_or_else(|_| system.clone(), |next| next.text);
    let model = turn.chain.first().cloned().unwrap_or_else(practice_model);
    let request = turn.request(open, &system);
    let size = turn.measure(open, &request).size;
    let record = turn.parts.sessions.record(&turn.lane.key);
    size_fields(&turn.parts.marks(&model).figures(size), record.as_ref())
}

/// What is told in the chat later, when nobody has just written, is told in its language.
fn note_language(turn: &Turn<'_>) {
    let told = turn
        .rows
        .last()
        .and_then(|row| row.message.language.clone());
    let own = Map::from_iter([("language".to_owned(), told.map_or(Value::Null, Value::from))]);
    let fields = Map::from_iter([("cove".to_owned(), Value::Object(own))]);
    turn.parts.sessions.amend(&turn.lane.key, &fields);
}

/// The person's own language where the channel told it, else the home's.
pub(super) fn language_of(parts: &Parts, rows: &[InboxRow]) -> Language {
    rows[0]
        .message
        .language
        .as_deref()
        .map_or_else(|| parts.language(), Language::from_tag)
}

/// What an answer may hang on: the last of the messages it answers.
pub(super) fn reply_to(rows: &[InboxRow]) -> Option<&str> {
    rows.last()?.message.message_id.as_deref()
}

fn ids_of(rows: &[InboxRow]) -> Vec<String> {
    rows.iter().map(|row| row.message.id.clone()).collect()
}

fn tell(parts: &Parts, lane: &Lane, turn_id: &str, inbox_ids: Vec<String>, end: TurnEnd) {
    lane.end();
    parts.events.publish(Fact::TurnEnded {
        session_key: lane.key.to_string(),
        turn_id: turn_id.to_owned(),
        inbox_ids,
        end,
    });
    parts
        .events
        .changed(Subject::Sessions, Some(lane.key.to_string()));
    parts.events.changed(Subject::Status, None);
}
