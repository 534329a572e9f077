//! The practice agent: a rehearsal without AI, behind the id `cove/practice`.
//!
//! Owns a few fixed requests, done through the real tools, and the sentences around them. Needs
//! no network and costs nothing; what the same turns say, it answers the same way.

mod intent;
mod steps;
mod tape;

use std::collections::VecDeque;

use async_trait::async_trait;
use futures::stream;
use tokio_util::sync::CancellationToken;

use super::catalog::{DEFAULT_CONTEXT, ModelInfo};
use super::classify::Failure;
use super::price::Price;
use super::provider::{
    Block, ErrorClass, ModelError, ModelEvent, ModelRef, ModelRequest, ModelStream, Provider, Role,
    StopReason, Turn, Usage,
};
use crate::error::Params;
use crate::words::{Language, Words};

/// Characters of one streamed piece.
const PIECE: usize = 12;

/// The practice agent's reference.
pub fn model() -> ModelRef {
    ModelRef {
        provider: "cove".to_owned(),
        model: "practice".to_owned(),
    }
}

/// Whether `model` is the practice agent.
pub fn is_practice(model: &ModelRef) -> bool {
    model.provider == "cove" && model.model == "practice"
}

/// What is to be known of it: free, with a name in `language`.
pub(super) fn info(words: &Words, language: Language) -> ModelInfo {
    ModelInfo {
        label: words.text(language, "practice-name", &Params::new()),
        context_tokens: DEFAULT_CONTEXT,
        max_output: None,
        price: Some(Price::default()),
        vision: false,
        reasoning: false,
        api: None,
    }
}

/// The practice agent.
#[derive(Debug)]
pub(super) struct Practice {
    words: Words,
    language: Language,
}

impl Practice {
    /// Speaks `language` where the person's text shows none.
    pub(super) fn new(words: Words, language: Language) -> Self {
        Self { words, language }
    }

    /// What comes next in the turn that `request` stands at.
    fn next(&self, request: &ModelRequest) -> VecDeque<ModelEvent> {
        let (text, since) = last_said(&request.turns);
        let language = intent::language(&text, self.language);
        let mut tape = tape::Tape::new(since, &request.tools, request.turns.len());
        let (mut events, reason) = match steps::answer(&text, &mut tape) {
            Ok(said) => {
                let lines: Vec<String> = said
                    .iter()
                    .map(|sentence| sentence.render(&self.words, language))
                    .collect();
                (pieces(&lines.join("\n\n")), StopReason::Stop)
            }
            Err(steps::Pause::Call(call)) => {
                (VecDeque::from([ModelEvent::Call(call)]), StopReason::ToolUse)
            }
        };
        events.push_back(ModelEvent::Done {
            reason,
            usage: Some(Usage::default()),
            thinking_signature: None,
        });
        events
    }
}

#[async_trait]
impl Provider for Practice {
    async fn stream(
        &self,
        request: ModelRequest,
        cancel: CancellationToken,
    ) -> Result<ModelStream, ModelError> {
        let provider = request.model.provider.clone();
        let state = (Some(self.next(&request)), false);
        Ok(Box::pin(stream::unfold(
            state,
            move |(events, started)| {
                let stopped = cancel.is_cancelled().then(|| {
                    Failure::new(ErrorClass::Cancelled, "").of(&provider, None, started)
                });
                async move {
                    let mut events = events?;
                    if let (Some(error), false) = (stopped, events.is_empty()) {
                        return Some((Err(error), (None, started)));
                    }
                    let event = events.pop_front()?;
                    Some((Ok(event), (Some(events), true)))
                }
            },
        )))
    }
}

/// What the person said last, and the turns after it.
fn last_said(turns: &[Turn]) -> (String, &[Turn]) {
    let Some(at) = turns.iter().rposition(|turn| turn.role == Role::User) else {
        return (String::new(), turns);
    };
    let texts: Vec<&str> = turns[at]
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Text { text } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    (texts.join("\n"), &turns[at + 1..])
}

/// Small pieces, so that a rehearsal streams as a model does.
fn pieces(text: &str) -> VecDeque<ModelEvent> {
    let characters: Vec<char> = text.chars().collect();
    characters
        .chunks(PIECE)
        .map(|piece| ModelEvent::Text(piece.iter().collect()))
        .collect()
}

#[cfg(test)]
mod tests;
