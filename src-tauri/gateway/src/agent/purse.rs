//! Who pays for a turn's calls: a person, or the allowance of what runs by itself.
//!
//! Owns that a call which the allowance pays sets its dearest cost aside before it is made, and that
//! what it did cost takes that place. The limits and sums are the ledger's.

use super::allowance::Teller;
use super::answer::Answer;
use super::ending::Ending;
use super::open_session::Open;
use super::turn::{Turn, TurnError};
use crate::error::Problem;
use crate::event::Subject;
use crate::ledger::{
    Call, CallRow, accepted_prices, calls_of_turn, dearest, release, reserve, settle,
};
use crate::model::{ModelRef, practice_model};
use crate::session::Stop;

/// The longest answer reckoned with where a model's own bound is not known, tokens.
const LONG_ANSWER: u64 = 32_000;

/// Who pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Payer {
    /// Somebody asked for it: it is written down and counts against nothing.
    Person,
    /// Nobody did.
    Allowance,
}

/// What a turn pays from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Purse {
    pub payer: Payer,
    /// So many of the turn's calls are settled.
    settled: usize,
    /// So many rows of its name were there before it began.
    pub before: usize,
}

impl Purse {
    pub fn of(payer: Payer) -> Self {
        Self {
            payer,
            settled: 0,
            before: 0,
        }
    }
}

/// Whether this is the allowance's no: nothing was asked, and it may be another day.
pub(super) fn is_unpaid(problem: &Problem) -> bool {
    problem.code.starts_with("allowance-")
}

impl Turn<'_> {
    /// Counts on from the rows that an earlier try of the same name has left: each of its calls was
    /// made and stays in the book.
    pub(super) async fn count_on(&mut self) -> Result<(), TurnError> {
        let id = self.id.clone();
        let read = move |connection: &rusqlite::Connection| calls_of_turn(connection, &id);
        self.purse.before = self.parts.db.read(read).await?;
        Ok(())
    }

    /// Sets aside what the next call of what runs by itself can cost at most. An ending where it
    /// must not be made.
    pub(super) async fn set_aside(&mut self, open: &mut Open) -> Result<Option<Ending>, TurnError> {
        let prompt = self.measured.map_or(0, |measured| measured.size.tokens);
        let Err(problem) = self.afford(prompt, None).await? else {
            return Ok(None);
        };
        self.unpaid(open, problem).map(Some)
    }

    /// The turn ends here: the allowance does not let it go on.
    pub(super) fn unpaid(&self, open: &mut Open, problem: Problem) -> Result<Ending, TurnError> {
        self.append_note_answer(open, Stop::Error, &problem)?;
        Ok(Ending::Failed(problem))
    }

    /// Sets aside what the next call can cost at most, where the allowance pays: a prompt of so many
    /// tokens, and the longest answer (`None` = as long as the model's may be). Why the call must
    /// not be made, where the allowance says no.
    pub(super) async fn afford(
        &mut self,
        prompt: u64,
        answer: Option<u64>,
    ) -> Result<Result<(), Problem>, TurnError> {
        if self.purse.payer == Payer::Person {
            return Ok(Ok(()));
        }
        self.leave_out_unpriced().await?;
        let model = self.chain.first().cloned().unwrap_or_else(practice_model);
        let most = |model: &ModelRef| {
            let info = self.parts.models.info(model);
            let longest = info.max_output.unwrap_or(LONG_ANSWER);
            let answer = answer.unwrap_or(longest);
            info.price.map(|price| dearest(&price, prompt, answer))
        };
        // Another of the chain may answer, and be dearer.
        let others = self.chain.iter().skip(1).filter_map(most).max();
        let most = most(&model).map(|cost| cost.max(others.unwrap_or(0)));
        let row = self.call(self.next_call()).reserved(&model, most);
        let terms = self.parts.terms();
        let teller = Teller::of(self.parts, self.lane.key.agent()).await;
        let reserved = self
            .parts
            .db
            .write(move |tx| {
                let reserved = reserve(tx, &row, &terms)?;
                if let Err(problem) = &reserved
                    && problem.code == "allowance-price-unknown"
                {
                    teller.price(tx, problem)?;
                }
                Ok(reserved.map_err(|problem| (problem, teller)))
            })
            .await?;
        Ok(reserved.map_err(|(problem, teller)| {
            teller.nudge();
            self.parts.events.changed(Subject::Status, None);
            problem
        }))
    }

    /// A call of this turn, as the book names it.
    pub(super) fn call(&self, id: String) -> Call {
        Call {
            id,
            at: self.parts.clock.now_ms(),
            cause: self.cause.clone(),
            agent: self.lane.key.agent().to_owned(),
            session_id: self.session_id.clone(),
        }
    }

    /// A fallback whose price nobody knows and that nobody let run by itself is not fallen back to.
    async fn leave_out_unpriced(&mut self) -> Result<(), TurnError> {
        let others = self.chain.iter().skip(1);
        let unpriced: Vec<String> = others
            .filter_map(|model| self.parts.unpriced(Some(model)))
            .collect();
        if unpriced.is_empty() {
            return Ok(());
        }
        let asked = unpriced.clone();
        let look = move |connection: &rusqlite::Connection| accepted_prices(connection, &asked);
        let accepted = self.parts.db.read(look).await?;
        let mut first = true;
        self.chain.retain(|model| {
            let name = model.to_string();
            std::mem::take(&mut first) || !unpriced.contains(&name) || accepted.contains(&name)
        });
        Ok(())
    }

    /// Puts what the call did cost in the place of what was set aside for it.
    pub(super) async fn settle_call(&mut self, answer: &Answer) -> Result<(), TurnError> {
        let allowance = self.purse.payer == Payer::Allowance;
        if allowance && answer.model.is_none() && !answer.is_cut_off() {
            // No model took it.
            let id = self.next_call();
            self.parts.db.write(move |tx| release(tx, &id)).await?;
        }
        self.settle_calls().await
    }

    /// Books what the calls so far did cost, where the allowance pays.
    pub(super) async fn settle_calls(&mut self) -> Result<(), TurnError> {
        if self.purse.payer == Payer::Person {
            return Ok(());
        }
        let calls = self.calls.get(self.purse.settled..).unwrap_or_default();
        let calls: Vec<CallRow> = calls.to_vec();
        if calls.is_empty() {
            return Ok(());
        }
        let (all, terms) = (self.calls.len(), self.parts.terms());
        let learned = std::mem::take(&mut self.learned);
        let teller = Teller::of(self.parts, self.lane.key.agent()).await;
        let told = self
            .parts
            .db
            .write(move |tx| {
                let mut told = false;
                for call in &calls {
                    let marks = settle(tx, call, &terms)?;
                    teller.marks(tx, &marks)?;
                    told |= !marks.is_empty();
                }
                for (model, calibration) in learned {
                    super::parts::store_calibration(tx, &model, calibration)?;
                }
                Ok(told.then_some(teller))
            })
            .await?;
        self.purse.settled = all;
        if let Some(teller) = told {
            teller.nudge();
            for subject in [Subject::Activity, Subject::Status] {
                self.parts.events.changed(subject, None);
            }
        }
        Ok(())
    }
}
