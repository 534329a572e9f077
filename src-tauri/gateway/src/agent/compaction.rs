//! One compaction: plan, notes, summary, check, and one entry behind the others (walks.md walk 5).
//!
//! Owns the order of its writes. Until the entry is durable nothing has changed; the transcript is
//! never shortened on disk. When one is due is decided in [`super::pressure`].

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::compaction_record::{self as book, Told};
use super::deadline::Deadline;
use super::flush::{FlushCause, flush};
use super::open_session::Open;
use super::purse::{Purse, is_unpaid};
use super::room::Room;
use super::summarise::{Material, Unsummarised};
use super::turn::{Turn, TurnError};
use crate::context::{
    CutPlan, LEFT_OUT, Sizes, check_summary, completed, messages_in, plan_cut, plan_keeping, told,
    visible, wanted,
};
use crate::error::{Problem, params};
use crate::ledger::{Cause, start_of_day};
use crate::model::{Block, ModelRequest, is_practice};
use crate::session::{CompactionEntry, Entry, EntryBody, conversation, conversation_of, path_of};

/// What one part of a summarising call may fill of its model's window: at the first try, then.
pub(super) const SHARES: [f64; 2] = [0.33, 0.12];
/// Tries of one turn.
pub(super) const TRIES: usize = SHARES.len();
/// A summary is a quarter of what it stands for at the most.
const SUMMARY_SHARE: u64 = 4;
/// The least it may be, tokens.
const LEAST_SUMMARY: u64 = 200;
/// Why a compaction begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Why {
    /// The next request reaches the mark.
    Mark,
    /// The provider said that the request is too long.
    Overflow,
    /// A person asked.
    Person {
        /// What they asked of the summary.
        instructions: Option<String>,
        /// Keep so many messages and leave the rest out without a summary.
        keep: Option<usize>,
    },
}

impl Why {
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Mark => "mark",
            Self::Overflow => "overflow",
            Self::Person { .. } => "person",
        }
    }
}

/// What became of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shortened {
    /// The summary stands.
    Done(Told),
    /// Nothing is older than what stays.
    Nothing {
        /// Messages there are.
        kept: usize,
    },
    /// Nothing changed.
    Failed(Problem),
    /// The allowance does not let it be: it waits, and nothing changed.
    Unpaid(Problem),
    /// The person stopped it; nothing changed.
    Stopped,
}

/// What would be done: the real thing and its preview begin with it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    pub cut: CutPlan,
    /// The next request as it is, tokens.
    pub before: u64,
    /// What the summary may be, tokens; 0 = none is made.
    pub budget: u64,
    /// What is to be reached, tokens.
    pub target: u64,
    /// Messages that go into the summary, and that stay.
    pub messages: (usize, usize),
}

impl<'a> Turn<'a> {
    /// Plans a compaction; the count of messages where nothing is older than what stays.
    pub(super) fn plan(&self, path: &[&Entry], system: &str, why: &Why) -> Result<Plan, usize> {
        let room = Room::of(self);
        let bare = self.bare(system);
        let fixed = room.size(&bare);
        let before = room.size(&ModelRequest {
            turns: conversation_of(path),
            ..bare
        });
        let settings = &self.parts.config.current().agents.defaults.compaction;
        let cut = match why {
            Why::Person {
                keep: Some(keep), ..
            } => plan_keeping(path, *keep),
            Why::Mark | Why::Person { .. } => {
                let keep = keep_tokens(settings, room.marks.compaction, fixed);
                plan_cut(path, keep, |entry| room.entry(entry))
            }
            Why::Overflow => {
                // The window is smaller than was known: what was refused says by how much.
                let keep = keep_tokens(settings, room.marks.compaction.min(before / 2), fixed);
                plan_cut(path, keep, |entry| room.entry(entry))
            }
        };
        let shown = visible(path);
        let Some(cut) = cut else {
            return Err(messages_in(path, shown));
        };
        let older: u64 = path[cut.summarised.clone()]
            .iter()
            .map(|entry| room.entry(entry))
            .sum();
        let budget = match why {
            Why::Person { keep: Some(_), .. } => 0,
            _ => (older / SUMMARY_SHARE).clamp(
                LEAST_SUMMARY,
                (room.marks.reserve / 5 * 4).max(LEAST_SUMMARY),
            ),
        };
        let first_kept = cut.first_kept();
        Ok(Plan {
            before,
            budget,
            target: before.saturating_sub(older) + budget,
            messages: (
                messages_in(path, cut.summarised.clone()),
                messages_in(path, first_kept..path.len()),
            ),
            cut,
        })
    }

    /// Shortens the conversation, or leaves everything as it is and says why. Uses up tries of
    /// this turn.
    pub(super) async fn compact(
        &mut self,
        open: &mut Open,
        system: &str,
        why: &Why,
        cancel: &CancellationToken,
    ) -> Result<Shortened, TurnError> {
        let path = path_of(open.transcript.entries());
        let plan = match self.plan(&path, system, why) {
            Ok(plan) => plan,
            Err(kept) => return Ok(Shortened::Nothing { kept }),
        };
        let mut own = match self.for_summary() {
            Ok(own) => own,
            Err(problem) => return Ok(Shortened::Failed(problem)),
        };
        if plan.budget > 0 && own.chain.first().is_none_or(is_practice) {
            return Ok(Shortened::Failed(Problem::new("compaction-practice")));
        }
        let first = (FlushCause::Compaction, self.purse.payer);
        flush(self.parts, self.lane, open, first, cancel).await;
        if cancel.is_cancelled() {
            return Ok(Shortened::Stopped);
        }
        let limit = {
            let config = self.parts.config.current();
            Duration::from_secs(config.agents.defaults.compaction.timeout_seconds)
        };
        own.purse = Purse::of(self.purse.payer);
        own.count_on().await?;
        let tries = self.tries;
        let deadline = Deadline::begin(Arc::clone(&self.parts.clock), limit, cancel);
        let made = {
            let path = path_of(open.transcript.entries());
            self.tried(&mut own, &path, system, &plan, why, &deadline.stop)
                .await
        };
        let made = match made {
            Err(_) if cancel.is_cancelled() => {
                own.book_spent().await?;
                return Ok(Shortened::Stopped);
            }
            Err(_) if deadline.is_late() => Err(Problem::with(
                "compaction-timeout",
                params([("seconds", limit.as_secs().into())]),
            )),
            made => made,
        };
        match made {
            Ok((entry, told)) => {
                // Durable here: the compaction has happened.
                open.transcript.append(vec![entry])?;
                open.transcript.sync()?;
                book::done(&mut own, &told).await?;
                Ok(Shortened::Done(told))
            }
            Err(problem) if is_unpaid(&problem) => {
                self.tries = 0;
                // Once a day: each turn would find it so.
                let day = start_of_day(self.parts.clock.now_ms(), &self.parts.clock.zone());
                let id = format!("compaction:{}:unpaid:{day}", self.session_id);
                book::failed(&mut own, id, &problem).await?;
                Ok(Shortened::Unpaid(problem))
            }
            Err(problem) => {
                self.tries = 0;
                let id = format!("compaction:{}:{tries}", self.id);
                book::failed(&mut own, id, &problem).await?;
                Ok(Shortened::Failed(problem))
            }
        }
    }

    async fn tried(
        &mut self,
        own: &mut Turn<'a>,
        path: &[&Entry],
        system: &str,
        plan: &Plan,
        why: &Why,
        cancel: &CancellationToken,
    ) -> Result<(Entry, Told), Problem> {
        let cut = &plan.cut;
        let older = &path[cut.summarised.clone()];
        let previous = cut.previous.and_then(|at| match &path[at].body {
            EntryBody::Compaction { summary, .. } => Some(summary.as_str()),
            _ => None,
        });
        let mut last = Problem::new("compaction-empty");
        while self.tries > 0 {
            let share = SHARES[TRIES - self.tries];
            self.tries -= 1;
            let (summary, names) = if plan.budget == 0 {
                (LEFT_OUT.to_owned(), Vec::new())
            } else {
                let material = Material {
                    texts: older.iter().filter_map(|entry| told(entry)).collect(),
                    previous,
                    instructions: match why {
                        Why::Person { instructions, .. } => instructions.as_deref(),
                        Why::Mark | Why::Overflow => None,
                    },
                    splits_turn: cut.splits_turn,
                    budget: plan.budget,
                };
                match own.summarise(&material, share, cancel).await {
                    Ok(summary) => {
                        let names = wanted(previous, older);
                        (completed(&summary, &names), names)
                    }
                    Err(problem) => {
                        log(&problem);
                        last = Problem::from(&problem);
                        if problem.passes() {
                            continue;
                        }
                        break;
                    }
                }
            };
            let (entry, told) = self.entry_of(path, system, plan, why, &summary);
            let sizes = Sizes {
                before: plan.before,
                after: told.after,
                target: plan.target,
            };
            let checked = match plan.budget {
                // Nothing was summed up, and how much is left out was the person's choice.
                0 => sizes.shrinks(),
                _ => check_summary(&summary, &names, sizes),
            };
            match checked {
                Ok(()) => return Ok((entry, told)),
                Err(bad) => {
                    let bad = Unsummarised::Bad(bad);
                    log(&bad);
                    last = Problem::from(&bad);
                }
            }
        }
        Err(last)
    }

    /// The entry, and what there is to tell of it.
    fn entry_of(
        &self,
        path: &[&Entry],
        system: &str,
        plan: &Plan,
        why: &Why,
        summary: &str,
    ) -> (Entry, Told) {
        let first_kept = &path[plan.cut.first_kept()].id;
        let print = |after: u64| {
            // What a turn is made of stays together, its messages too: a start after a kill looks
            // for them.
            let inbox: Vec<&str> = self
                .rows
                .iter()
                .map(|row| row.message.id.as_str())
                .collect();
            let (part, rest) = plan.messages;
            CompactionEntry {
                summary,
                first_kept,
                tokens_before: plan.before,
                details: files_of(&path[plan.cut.summarised.clone()]),
                cove: json!({
                    "turn": self.id, "inbox": inbox, "why": why.as_str(),
                    "before": plan.before, "after": after, "summarised": part, "kept": rest,
                }),
            }
            .print(
                path.last().map(|leaf| leaf.id.as_str()),
                self.parts.clock.now_ms(),
            )
        };
        let room = Room::of(self);
        let entry = print(0);
        let with: Vec<&Entry> = path.iter().copied().chain([&entry]).collect();
        let after = room.size(&ModelRequest {
            turns: conversation_of(&with),
            ..self.bare(system)
        });
        let entry = print(after);
        let told = Told {
            entry: entry.id.clone(),
            session_id: self.session_id.clone(),
            why: why.as_str().to_owned(),
            before: plan.before,
            after,
            summarised: plan.messages.0,
            kept: plan.messages.1,
        };
        (entry, told)
    }

    /// The turn that its calls are booked under, asking the model set for it.
    pub(super) fn for_summary(&self) -> Result<Self, Problem> {
        let id = format!("compaction:{}:{}", self.id, self.tries);
        let mut own = Self::own(
            self.parts,
            self.lane,
            &self.session_id,
            id,
            Cause::Compaction,
        )?;
        let config = self.parts.config.current();
        let model = config.agents.defaults.compaction.model.as_deref();
        own.chain = match model.and_then(|name| config.model_ref(name)) {
            Some(model) => vec![model],
            None => self.chain.clone(),
        };
        Ok(own)
    }

    /// The next request without a conversation.
    pub(super) fn bare(&self, system: &str) -> ModelRequest {
        ModelRequest {
            model: self
                .chain
                .first()
                .cloned()
                .unwrap_or_else(crate::model::practice_model),
            system: system.to_owned(),
            turns: conversation(&[]),
            tools: self.home.tools.specs(self.class),
            max_output_tokens: None,
            thinking: None,
            session: self.session_id.clone(),
        }
    }
}

/// How much of the newest stays, tokens: as set, and never more than its share of what there is
/// room for.
fn keep_tokens(settings: &crate::config::Compaction, start: u64, fixed: u64) -> u64 {
    let room = start.saturating_sub(fixed) as f64 * settings.max_history_share.clamp(0.0, 1.0);
    settings.keep_recent_tokens.min(room as u64).max(1)
}

/// Files read and changed in what a summary stands for, as OpenClaw tells them.
fn files_of(entries: &[&Entry]) -> Value {
    let (mut read, mut changed) = (Vec::new(), Vec::new());
    let calls = entries
        .iter()
        .filter_map(|entry| entry.message())
        .flat_map(|message| &message.blocks);
    for block in calls {
        let Block::Call(call) = block else { continue };
        let Some(path) = call.arguments.get("path").and_then(Value::as_str) else {
            continue;
        };
        let list = match call.name.as_str() {
            "read" => &mut read,
            "write" | "edit" => &mut changed,
            _ => continue,
        };
        if !list.contains(&path) {
            list.push(path);
        }
    }
    json!({ "readFiles": read, "modifiedFiles": changed })
}

fn log(why: &Unsummarised) {
    match why {
        Unsummarised::Bad(bad) => tracing::warn!(%bad, "a summary was not taken"),
        Unsummarised::Unpaid(why) => tracing::info!(code = why.code, "a summary is not paid for"),
        Unsummarised::Broken(error) => tracing::error!(%error, "a summary could not be booked"),
        Unsummarised::Model(error) => {
            tracing::warn!(class = ?error.class, status = ?error.status, detail = error.detail, "a summary could not be made");
        }
    }
}
