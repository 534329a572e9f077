//! A beat in its lane: decided once more, run, and its end written (walks.md walk 3).
//!
//! Owns that order and what becomes of the answer. When one is due is the heartbeat's; an
//! acknowledgement leaves no line and no message.

use std::time::Duration;

use serde_json::{Map, json};

use super::beat_look::BeatLook;
use super::beat_route::target;
use super::beat_turn::prompt;
use super::compaction_record::settle_tail;
use super::ending::{Ending, Outgoing, events_of};
use super::media::{self, Answering};
use super::open_session::{Open, OpenSession};
use super::operation::Work;
use super::own_turn::{ByItself, OfBeat};
use super::purse::{Payer, Purse, is_unpaid};
use super::reply::{for_person, parts_of};
use super::reset;
use super::turn::{Turn, TurnError};
use crate::activity::{Hold, Kind, Record, Scope, put_hold, record};
use crate::channel::Route;
use crate::delivery::PartKind;
use crate::error::{Problem, params};
use crate::event::{Fact, Outcome as Ended, Subject, TurnEnd};
use crate::heartbeat::{
    Asks, BeatRow, BeatState, Decision, Lane, Occasion, Outcome, Said, Skip, SystemEvent, answered,
    forget_failures, keeps_failing, newest_failures, put_beat, put_off_events, read_events,
    said_lately,
};
use crate::ledger::Cause;
use crate::model::is_practice;
use crate::session::KeyKind;
use crate::storage::StorageError;
use crate::workspace::TurnClass;

/// The longest beat where the settings name none, seconds.
const LONGEST: u64 = 600;

/// Carries a beat out and answers what became of it.
pub(super) async fn beat(
    work: &Work<'_>,
    session: &mut OpenSession,
    row: BeatRow,
) -> Result<BeatRow, Problem> {
    match carry_out(work, session, row.clone()).await {
        Ok(row) => Ok(row),
        Err(error) => {
            tracing::error!(%error, key = %work.lane.key, "a beat could not be carried out");
            *session = OpenSession::default();
            let parts = work.parts;
            let now = parts.clock.now_ms();
            let row = row.ended(BeatState::Failed, Some(Problem::new("turn-broken")), now);
            let events = BeatLook::gather(parts, &row.agent, Some(&work.lane.key)).await;
            let end = End::new(row, events.map(|look| look.events).unwrap_or_default());
            Ok(end.write(work, None).await?)
        }
    }
}

async fn carry_out(
    work: &Work<'_>,
    session: &mut OpenSession,
    mut row: BeatRow,
) -> Result<BeatRow, TurnError> {
    let Work { parts, lane, .. } = *work;
    let look = match BeatLook::gather(parts, &row.agent, Some(&lane.key)).await {
        Ok(look) => look,
        Err(problem) => return fail(work, row, problem, Vec::new()).await,
    };
    // The lane is ours now; what was read or paused while the beat waited is seen here.
    let asks = match look.decide(row.occasion, Lane::default(), parts.clock.now_ms()) {
        Decision::Beat(asks) => asks,
        Decision::Skip(why) => return skip(work, row, why).await,
    };
    if let Err(problem) = reset::before_turn(parts, lane, session, &row.id).await {
        tracing::error!(code = problem.code, key = %lane.key, "a session could not be replaced");
    }
    row.started = parts.clock.now_ms();
    let begun = row.clone();
    parts.db.write(move |tx| put_beat(tx, &begun)).await?;
    parts.events.changed(Subject::Heartbeat, None);
    let open = session.get(parts, &lane.key)?;
    settle_tail(parts, lane, open).await?;
    let mut turn = match Turn::own(
        parts,
        lane,
        &open.session_id,
        row.id.clone(),
        Cause::Heartbeat,
    ) {
        Ok(turn) => turn,
        Err(problem) => return fail(work, row, problem, look.events).await,
    };
    turn.chain.clone_from(&look.chain);
    let light = look.settings.light_context && asks == Asks::Checklist;
    if lane.key.kind() == KeyKind::Main {
        turn.class = match light {
            true => TurnClass::LightBeat,
            false => TurnClass::MainBeat,
        };
    }
    let alone = light || look.settings.isolated_session;
    let prompt = prompt(&look, asks, &parts.zone(), parts.clock.now_ms());
    let mut own = ByItself::new(prompt, "heartbeat");
    own.beat = Some(OfBeat { alone });
    turn.by_itself = Some(own);
    turn.purse = Purse::of(Payer::Allowance);
    open.transcript.hold();
    let ended = turn.work(open, work.hurry, limit_of(&look)).await;
    // What was spent is booked, however it ended.
    turn.settle_calls().await?;
    finish(work, open, &mut turn, &look, row, ended?).await
}

fn limit_of(look: &BeatLook) -> Duration {
    let every = look.settings.every.0.as_secs();
    let usual = if every == 0 {
        LONGEST
    } else {
        LONGEST.min(every)
    };
    Duration::from_secs(look.settings.timeout_seconds.unwrap_or(usual).max(1))
}

async fn skip(work: &Work<'_>, row: BeatRow, why: Skip) -> Result<BeatRow, TurnError> {
    let row = row.skipped(why, work.parts.clock.now_ms());
    Ok(End::new(row, Vec::new()).write(work, None).await?)
}

async fn fail(
    work: &Work<'_>,
    row: BeatRow,
    problem: Problem,
    events: Vec<SystemEvent>,
) -> Result<BeatRow, TurnError> {
    let now = work.parts.clock.now_ms();
    let row = row.ended(BeatState::Failed, Some(problem), now);
    Ok(End::new(row, events).write(work, None).await?)
}

/// Judges the answer and writes the end.
async fn finish(
    work: &Work<'_>,
    open: &mut Open,
    turn: &mut Turn<'_>,
    look: &BeatLook,
    row: BeatRow,
    ending: Ending,
) -> Result<BeatRow, TurnError> {
    let Work { parts, .. } = *work;
    let now = parts.clock.now_ms();
    let own = turn.by_itself.as_ref();
    let (text, changed) = own.map_or_else(Default::default, |own| (own.text.clone(), own.changed));
    let read = events_of(open, &turn.id);
    let row = match ending {
        Ending::Said(_) | Ending::Quiet => {
            let (state, said) = judge(work, look, &row, &text, read.is_empty()).await?;
            let mut row = row.ended(state, None, now);
            row.text = said;
            row
        }
        Ending::Stopped => row.ended(BeatState::Stopped, Some(Problem::new("stopped")), now),
        // No call was made: the allowance is used up, or the price of the model is not known.
        Ending::Failed(why) if turn.calls.is_empty() && is_unpaid(&why) => {
            row.ended(BeatState::Skipped, Some(why), now)
        }
        Ending::Failed(why) => row.ended(BeatState::Failed, Some(why), now),
    };
    if row.state == BeatState::Said || changed {
        open.transcript.keep_held()?;
        open.transcript.sync()?;
    } else {
        open.transcript.drop_held();
    }
    let mut end = End::new(row, look.events.clone());
    end.read = read;
    end.changed = changed;
    end.notices = std::mem::take(&mut turn.notices);
    let practice = turn.model.as_ref().is_some_and(is_practice);
    let model = turn.model.as_ref().map(ToString::to_string);
    let session_id = turn.session_id.clone();
    let row = end
        .write(work, target(parts, &look.settings, &look.key).await)
        .await?;
    if row.state == BeatState::Said {
        let reply = row.text.clone().unwrap_or_default();
        parts.sessions.project(&look.key, &projection(&reply, now));
        parts.events.publish(Fact::TurnEnded {
            session_key: look.key.to_string(),
            turn_id: row.id.clone(),
            inbox_ids: Vec::new(),
            end: TurnEnd {
                outcome: Ended::Done,
                reply,
                session_id,
                usage: crate::model::Usage::default(),
                cost: None,
                model,
                practice,
                usage_line: None,
                problem: None,
            },
        });
        let key = Some(look.key.to_string());
        parts.events.changed(Subject::Sessions, key);
    }
    Ok(row)
}

fn projection(said: &str, now: i64) -> Map<String, serde_json::Value> {
    let mut fields = Map::new();
    fields.insert("lastHeartbeatText".into(), json!(said));
    fields.insert("lastHeartbeatSentAt".into(), json!(now));
    fields
}

/// What becomes of the answer. What an event was queued for is said however often it comes.
async fn judge(
    work: &Work<'_>,
    look: &BeatLook,
    row: &BeatRow,
    text: &str,
    of_itself: bool,
) -> Result<(BeatState, Option<String>), StorageError> {
    let parts = work.parts;
    let left = for_person(parts, text);
    let agent = row.agent.clone();
    let (most, now) = (look.settings.ack_max_chars, parts.clock.now_ms());
    let lately = match of_itself {
        true => {
            parts
                .db
                .read(move |connection| said_lately(connection, &agent, now))
                .await?
        }
        false => Vec::new(),
    };
    let said = lately.iter();
    let said: Vec<Said<'_>> = said.map(|(text, at)| Said { text, at: *at }).collect();
    Ok(match answered(text, left.as_deref(), most, &said, now) {
        Outcome::Ack => (BeatState::Ok, None),
        Outcome::Duplicate => (BeatState::Duplicate, None),
        Outcome::Say => (BeatState::Said, left),
    })
}

/// The end of a beat, to be written in one transaction.
pub(super) struct End {
    row: BeatRow,
    /// Those of its conversation that waited when it began.
    events: Vec<SystemEvent>,
    /// Those the model was told of.
    pub read: Vec<String>,
    /// A tool changed something: read again, they would change it twice.
    changed: bool,
    notices: Vec<Problem>,
}

impl End {
    pub fn new(row: BeatRow, events: Vec<SystemEvent>) -> Self {
        Self {
            row,
            events,
            read: Vec::new(),
            changed: false,
            notices: Vec::new(),
        }
    }

    async fn write(self, work: &Work<'_>, route: Option<Route>) -> Result<BeatRow, StorageError> {
        self.settle(work.parts, route).await
    }

    /// Row, events, message and record: all of it, or nothing.
    pub async fn settle(
        self,
        parts: &super::Parts,
        route: Option<Route>,
    ) -> Result<BeatRow, StorageError> {
        let Self {
            row,
            events,
            read,
            changed,
            notices,
        } = self;
        let now = parts.clock.now_ms();
        let language = parts.language();
        let said = row.text.clone().filter(|_| row.state == BeatState::Said);
        let mut out = route
            .as_ref()
            .map(|route| Outgoing::new(parts, &row.id, route, language));
        if let Some((out, route)) = out.as_mut().zip(route.as_ref()) {
            if let Some(text) = &said {
                let who = Answering {
                    agent: &row.agent,
                    class: TurnClass::MainBeat,
                    language,
                };
                out.add(media::answer(parts, who, (&row.id, route), text, None).await);
            }
            for (n, notice) in notices.iter().enumerate() {
                let text = parts.words.problem(language, notice);
                let cause = format!("{}:notice{n}", row.id);
                out.add(parts_of(
                    parts,
                    &cause,
                    PartKind::Notice,
                    route,
                    &text,
                    None,
                ));
            }
        }
        // Told only where these failures make a pause; made here, since the writer has no words.
        let pausing = row
            .reason
            .clone()
            .filter(|_| row.state == BeatState::Failed);
        let pausing = pausing.map(|reason| {
            let why = params([("why", parts.words.problem(language, &reason).into())]);
            let problem = Problem::with("beat-keeps-failing", why);
            let mut notice = route
                .as_ref()
                .map(|route| Outgoing::new(parts, &format!("{}:paused", row.id), route, language));
            if let Some((notice, route)) = notice.as_mut().zip(route.as_ref()) {
                let text = parts.words.explain(language, &problem);
                let cause = format!("{}:paused", row.id);
                notice.add(parts_of(
                    parts,
                    &cause,
                    PartKind::Notice,
                    route,
                    &text,
                    None,
                ));
            }
            (problem, notice)
        });
        let told = told(&row, now);
        let written = row.clone();
        let sent = parts
            .db
            .write(move |tx| {
                put_beat(tx, &written)?;
                match written.state {
                    BeatState::Ok | BeatState::Said | BeatState::Duplicate => {
                        read_events(tx, &read, &written.id)?;
                    }
                    BeatState::Skipped => {}
                    _ if changed => read_events(tx, &read, &written.id)?,
                    _ if written.occasion == Occasion::Event => put_off_events(tx, &events, now)?,
                    _ => {}
                }
                let mut sent = match out {
                    Some(out) => out.enqueue(tx, now)?,
                    None => false,
                };
                if let Some(told) = told {
                    record(tx, &told)?;
                }
                let Some((problem, notice)) = pausing.filter(|_| fails(tx, &written)) else {
                    return Ok(sent);
                };
                let scope = Scope::Heartbeat(written.agent.clone()).to_string();
                let hold = Hold {
                    scope: scope.clone(),
                    reason: problem.clone(),
                    since: now,
                    until: None,
                };
                put_hold(tx, &hold)?;
                forget_failures(tx, &written.agent)?;
                let id = format!("heartbeat:{}:paused", written.id);
                let told = Record::new(id, now, Kind::Heartbeat, "paused").about(&scope);
                record(tx, &told.because(problem))?;
                if let Some(notice) = notice {
                    sent |= notice.enqueue(tx, now)?;
                }
                Ok(sent)
            })
            .await?;
        if let Some(route) = route.filter(|_| sent) {
            parts.sender.nudge(&route);
        }
        for subject in [
            Subject::Heartbeat,
            Subject::Holds,
            Subject::Activity,
            Subject::Status,
        ] {
            parts.events.changed(subject, None);
        }
        Ok(row)
    }
}

/// Whether this beat and those before it failed often enough in the same way.
fn fails(tx: &crate::storage::Tx<'_>, row: &BeatRow) -> bool {
    if row.occasion != Occasion::Slot {
        return false;
    }
    match newest_failures(tx, &row.agent) {
        Ok(codes) => {
            let codes: Vec<Option<&str>> = codes.iter().map(Option::as_deref).collect();
            keeps_failing(&codes)
        }
        Err(error) => {
            tracing::error!(%error, "the beats before could not be read");
            false
        }
    }
}

/// The record of a beat that somebody should see; an acknowledgement and a beat that was left out
/// stand in their own table alone.
fn told(row: &BeatRow, now: i64) -> Option<Record> {
    let outcome = match row.state {
        BeatState::Said => "said",
        BeatState::Failed => "failed",
        BeatState::Stopped => "stopped",
        BeatState::Interrupted => "interrupted",
        BeatState::Running | BeatState::Ok | BeatState::Duplicate | BeatState::Skipped => {
            return None;
        }
    };
    let mut told = Record::new(row.record_id(), now, Kind::Heartbeat, outcome);
    told = told.about(&row.session_key);
    told.reason.clone_from(&row.reason);
    Some(told)
}
