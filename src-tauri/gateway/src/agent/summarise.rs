//! One try at a summary: model calls part by part, then the check (walks.md walk 5 (4) and (5)).
//!
//! Owns how the summarising model is asked. Writes nothing.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::answer::{Stage, ask};
use super::room::{Room, told as said};
use super::turn::{Turn, TurnError};
use crate::context::{
    Asked, BadSummary, SUMMARY_SYSTEM, check_text, parts_of, request_bytes, summary_prompt,
};
use crate::error::Problem;
use crate::model::{ErrorClass, ModelError, ModelRequest, StopReason, practice_model};

/// Tokens a word is, roughly; for what the model is told of its bound.
const TOKENS_PER_WORD: u64 = 2;

/// What a summary is made from.
pub(super) struct Material<'a> {
    /// The entries as text, oldest first.
    pub texts: Vec<String>,
    /// The summary before.
    pub previous: Option<&'a str>,
    /// What the person asked of it.
    pub instructions: Option<&'a str>,
    /// The end of the texts is the head of a turn that goes on.
    pub splits_turn: bool,
    /// The most it may be, tokens.
    pub budget: u64,
}

/// Why a try came to nothing.
#[derive(Debug)]
pub(super) enum Unsummarised {
    /// What came is no summary.
    Bad(BadSummary),
    /// The model did not answer.
    Model(ModelError),
    /// The allowance does not let it be asked.
    Unpaid(Problem),
    /// The books can't be written.
    Broken(TurnError),
}

impl Unsummarised {
    /// Whether a second try can help.
    pub fn passes(&self) -> bool {
        match self {
            Self::Bad(_) => true,
            Self::Unpaid(_) | Self::Broken(_) => false,
            Self::Model(error) => !matches!(
                error.class,
                ErrorClass::Auth | ErrorClass::Billing | ErrorClass::Cancelled
            ),
        }
    }
}

impl From<&Unsummarised> for Problem {
    fn from(why: &Unsummarised) -> Self {
        match why {
            Unsummarised::Bad(bad) => bad.into(),
            Unsummarised::Model(error) => error.into(),
            Unsummarised::Unpaid(problem) => problem.clone(),
            Unsummarised::Broken(_) => Problem::new("turn-broken"),
        }
    }
}

impl Turn<'_> {
    /// Asks for a summary, each part taking up the one before. `share` of the summarising model's
    /// window is the most that one part fills.
    pub(super) async fn summarise(
        &mut self,
        material: &Material<'_>,
        share: f64,
        cancel: &CancellationToken,
    ) -> Result<String, Unsummarised> {
        let room = Room::of(self);
        let most = room.bytes((room.marks.window as f64 * share) as u64);
        let parts = parts_of(material.texts.iter().cloned(), most);
        let mut summary: Option<String> = None;
        for (n, part) in parts.iter().enumerate() {
            let prompt = summary_prompt(&Asked {
                previous: summary.as_deref().or(material.previous),
                part,
                place: (n + 1, parts.len()),
                instructions: material.instructions,
                splits_turn: material.splits_turn,
                words: (material.budget / TOKENS_PER_WORD).max(50),
            });
            summary = Some(self.one_part(prompt, &room, cancel).await?);
        }
        Ok(summary.unwrap_or_default())
    }

    async fn one_part(
        &mut self,
        prompt: String,
        room: &Room,
        cancel: &CancellationToken,
    ) -> Result<String, Unsummarised> {
        let model = self.chain.first().cloned().unwrap_or_else(practice_model);
        // Room for reasoning stands in it too, so this is far more than the summary may be.
        let most = room.marks.reserve / 5 * 4;
        let most = self
            .parts
            .models
            .info(&model)
            .max_output
            .map_or(most, |own| own.min(most));
        let request = ModelRequest {
            model,
            system: SUMMARY_SYSTEM.to_owned(),
            turns: vec![said(prompt)],
            tools: Vec::new(),
            max_output_tokens: u32::try_from(most).ok(),
            thinking: None,
            session: format!("{}:compaction", self.session_id),
        };
        let bytes = request_bytes(&request);
        let (size, longest) = (room.size(&request), most);
        let afforded = self.afford(size, Some(longest)).await;
        afforded
            .map_err(Unsummarised::Broken)?
            .map_err(Unsummarised::Unpaid)?;
        let (parts, lane, id) = (Arc::clone(self.parts), self.lane, self.id.clone());
        let mut stage = Stage::silent(&parts, lane, &id);
        let answer = ask(&parts, &self.chain, request, cancel, &mut stage).await;
        self.count_call(&answer, bytes);
        let settled = self.settle_call(&answer).await;
        settled.map_err(Unsummarised::Broken)?;
        let text = answer.text();
        let reason = answer.end.map_err(Unsummarised::Model)?;
        check_text(&text, reason == StopReason::Length).map_err(Unsummarised::Bad)?;
        Ok(text)
    }
}
