//! What the allowance has a turn do: a talk asks first, and people are told where it comes to an end.
//!
//! Owns these questions and notices; the limits and sums are the ledger's. Each is told once.

use std::sync::Arc;

use super::Parts;
use super::beat_route::last;
use super::open_session::Open;
use super::reply::{delivered_by_transcript, parts_of};
use super::turn::{Turn, TurnError};
use crate::activity::{Kind, Record, is_recorded, record};
use crate::channel::Route;
use crate::delivery::{KeptNotice, NewPart, PartKind, enqueue, keep_notice};
use crate::error::{Params, Problem, params};
use crate::ledger::{Admission, Level, Mark, Who, admit, extra_today, price_question, spent};
use crate::model::is_practice;
use crate::session::SessionKey;
use crate::storage::{StorageError, Tx};
use crate::words::dollars;

/// The code of the question a talk asks first.
pub const ASKS: &str = "allowance-ask";
/// What the button *Go on today* says.
pub const GO_ON: &str = "allowance:today";
/// What the button that lets a model run by itself says, before the model.
pub const ACCEPT: &str = "allowance:model:";
/// The longest data of a button, bytes (Telegram's).
const MOST_DATA: usize = 64;

/// Who is told of what runs by itself, and how.
pub(super) struct Teller {
    parts: Arc<Parts>,
    agent: String,
    route: Route,
}

impl Teller {
    /// Tells where somebody last wrote in the agent's main conversation.
    pub async fn of(parts: &Arc<Parts>, agent: &str) -> Self {
        Self {
            parts: Arc::clone(parts),
            agent: agent.to_owned(),
            route: last(parts, &SessionKey::main(agent)).await,
        }
    }

    /// Tells of limits that were reached, in the transaction that found them.
    pub fn marks(&self, tx: &Tx<'_>, marks: &[Mark]) -> Result<(), StorageError> {
        for mark in marks {
            let level = if mark.level == Level::Used {
                "used"
            } else {
                "near"
            };
            let told = params([
                ("level", level.into()),
                ("period", mark.period.as_str().into()),
                ("limit", dollars(mark.limit).into()),
            ]);
            let button = (mark.level == Level::Used).then(|| GO_ON.to_owned());
            self.send(tx, &mark.id, ("notice-allowance", &told), button)?;
        }
        Ok(())
    }

    /// Asks once whether a model whose price nobody knows may run by itself.
    pub fn price(&self, tx: &Tx<'_>, problem: &Problem) -> Result<(), StorageError> {
        let model = problem.params.get("model").and_then(|model| model.as_str());
        let Some(model) = model else { return Ok(()) };
        let id = price_question(model);
        if is_recorded(tx, &id)? {
            return Ok(());
        }
        let now = self.parts.clock.now_ms();
        let told = Record::new(id.clone(), now, Kind::Allowance, "asked").about(model);
        record(tx, &told.with("model", model))?;
        let button = Some(format!("{ACCEPT}{model}")).filter(|data| data.len() <= MOST_DATA);
        self.send(tx, &id, ("notice-price-unknown", &problem.params), button)
    }

    fn send(
        &self,
        tx: &Tx<'_>,
        cause: &str,
        (key, told): (&str, &Params),
        button: Option<String>,
    ) -> Result<(), StorageError> {
        if delivered_by_transcript(&self.route) {
            // There it stands among what needs the person.
            return Ok(());
        }
        let (parts, language) = (&self.parts, self.parts.language());
        let text = parts.words.text(language, key, told);
        if parts.is_quiet(&self.agent) {
            let kept = KeptNotice {
                id: cause.to_owned(),
                agent: self.agent.clone(),
                at: parts.clock.now_ms(),
                text,
                buttons: button
                    .map(|data| vec![labelled(parts, data)])
                    .into_iter()
                    .collect(),
            };
            return keep_notice(tx, &kept);
        }
        let mut out = parts_of(parts, cause, PartKind::Notice, &self.route, &text, None);
        if let Some(data) = button {
            add_button(parts, &mut out, data);
        }
        enqueue(tx, &out, parts.clock.now_ms())
    }

    /// What was stored is on its way.
    pub fn nudge(&self) {
        self.parts.sender.nudge(&self.route);
    }
}

/// Hangs a button under the last of these.
pub(super) fn add_button(parts: &Parts, out: &mut [NewPart], data: String) {
    if let Some(last) = out.last_mut() {
        last.part.buttons.push(vec![labelled(parts, data)]);
    }
}

/// A button with its words.
fn labelled(parts: &Parts, data: String) -> (String, String) {
    let key = match data == GO_ON {
        true => "allowance-go-on-button",
        false => "allowance-accept-button",
    };
    let label = parts.words.text(parts.language(), key, &Params::new());
    (label, data)
}

impl Turn<'_> {
    /// The question a talk asks before its first call where the allowance is used up. What costs
    /// nothing asks nothing, and a turn that has begun goes on.
    pub(super) async fn asks_first(&self, open: &Open) -> Result<Option<Problem>, TurnError> {
        if !open.entries_of(&self.id).is_empty()
            || self.chain.iter().all(|model| self.is_free(model))
        {
            return Ok(None);
        }
        let terms = self.parts.terms();
        let read = self.parts.db.read(move |connection| {
            let limits = terms.limits.with_extra(extra_today(connection, &terms)?);
            Ok(admit(
                &limits,
                spent(connection, &terms)?,
                Who::Person,
                None,
            ))
        });
        Ok(match read.await? {
            Admission::Ask(problem) => Some(Problem::with(ASKS, problem.params)),
            Admission::Go | Admission::Refuse(_) => None,
        })
    }

    fn is_free(&self, model: &crate::model::ModelRef) -> bool {
        let price = || self.parts.models.info(model).price;
        is_practice(model) || price().is_some_and(|price| price.is_free())
    }
}
