//! What a turn's model calls cost, as rows of the ledger.
//!
//! Owns counting the calls of a turn: those that ended, those found in the transcript after a
//! restart, and those whose answer a kill has taken.

use super::answer::Answer;
use super::open_session::Open;
use super::turn::{Turn, TurnError};
use crate::clock::Ms;
use crate::context::{estimate_bytes, request_bytes};
use crate::ledger::{CallState, put_call};
use crate::model::{ModelRef, Usage};
use crate::session::Entry;

impl Turn<'_> {
    /// Books a call that has ended, however it did: one that was cut off before a word came was
    /// asked all the same, and its prompt may be charged.
    pub(super) fn count_call(&mut self, answer: &Answer, bytes: u64) {
        let asked = || self.chain.first().filter(|_| answer.is_cut_off()).cloned();
        let Some(model) = answer.model.clone().or_else(asked) else {
            return;
        };
        let name = model.to_string();
        if let Some(usage) = &answer.usage
            && usage.prompt() > 0
        {
            self.learned.push((
                name.clone(),
                self.parts.calibrations.learn(&name, bytes, usage.prompt()),
            ));
        }
        let estimated = Usage {
            input: estimate_bytes(bytes, self.parts.calibrations.get(&name)),
            output: estimate_bytes(
                answer.text().len() as u64,
                self.parts.calibrations.get(&name),
            ),
            ..Usage::default()
        };
        let practice = crate::model::is_practice(&model);
        let (usage, state) = match answer.usage {
            Some(usage) => (usage, CallState::Settled),
            None if practice => (Usage::default(), CallState::Settled),
            None => (estimated, CallState::Estimated),
        };
        self.book(&model, usage, state);
        self.model = Some(model);
    }

    /// Books what was spent before a restart, from the transcript.
    pub(super) fn recount(&mut self, own: &[Entry]) {
        let answers: Vec<(ModelRef, Usage, bool)> = own
            .iter()
            .filter_map(|entry| Some((entry, entry.message()?)))
            .filter_map(|(entry, message)| {
                let (provider, model) = message.model.clone()?;
                let estimated = entry.cove.get("estimated").is_some();
                Some((
                    ModelRef { provider, model },
                    message.usage.unwrap_or_default(),
                    estimated,
                ))
            })
            .collect();
        for (model, usage, estimated) in answers {
            self.book(
                &model,
                usage,
                if estimated {
                    CallState::Estimated
                } else {
                    CallState::Settled
                },
            );
            self.model = Some(model);
        }
    }

    /// A call whose answer a kill has taken is booked by its estimate.
    pub(super) fn count_lost_call(&mut self, open: &Open, system: &str) {
        let Some(model) = self.chain.first().cloned() else {
            return;
        };
        let request = self.request(open, system);
        let input = estimate_bytes(
            request_bytes(&request),
            self.parts.calibrations.get(&model.to_string()),
        );
        let restarts = match self.rows.first() {
            Some(row) => Ms::from(row.restarts),
            None => self.parts.clock.now_ms(),
        };
        self.book(
            &model,
            Usage {
                input,
                ..Usage::default()
            },
            CallState::Estimated,
        );
        if let Some(lost) = self.calls.last_mut() {
            lost.id = format!("{}#lost{restarts}", self.id);
        }
    }

    /// Writes what was spent on something that came to nothing.
    pub(super) async fn book_spent(&mut self) -> Result<(), TurnError> {
        let calls = std::mem::take(&mut self.calls);
        if calls.is_empty() {
            return Ok(());
        }
        let write =
            move |tx: &crate::storage::Tx<'_>| calls.iter().try_for_each(|call| put_call(tx, call));
        Ok(self.parts.db.write(write).await?)
    }

    /// The id of the next call's row.
    pub(super) fn next_call(&self) -> String {
        let known = self
            .calls
            .iter()
            .filter(|call| !call.id.contains("#lost"))
            .count();
        format!("{}#{}", self.id, self.purse.before + known + 1)
    }

    pub(super) fn book(&mut self, model: &ModelRef, usage: Usage, state: CallState) {
        let price = self.parts.models.info(model).price;
        let call = self.call(self.next_call());
        self.calls
            .push(call.ended(model, price.as_ref(), usage, state));
    }
}
