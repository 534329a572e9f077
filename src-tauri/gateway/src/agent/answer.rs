//! One call of a model: its stream read to the end.
//!
//! Owns putting pieces together and what may be shown while they come. Writes nothing.

use futures::StreamExt;
use tokio_util::sync::CancellationToken;

use super::Parts;
use super::lane::Lane;
use crate::delivery::StreamGate;
use crate::event::Fact;
use crate::model::{
    Block, ErrorClass, ModelError, ModelEvent, ModelRef, ModelRequest, StopReason, Usage,
};

/// What a call yielded, whole or up to where it broke.
#[derive(Debug)]
pub(super) struct Answer {
    /// Which model answered, once one did.
    pub model: Option<ModelRef>,
    /// Text, thinking and calls, in order; masked.
    pub blocks: Vec<Block>,
    /// Tokens, where the provider said.
    pub usage: Option<Usage>,
    /// How it ended.
    pub end: Result<StopReason, ModelError>,
}

impl Answer {
    /// It was stopped, or its time was over.
    pub fn is_cut_off(&self) -> bool {
        matches!(&self.end, Err(error) if error.class == ErrorClass::Cancelled)
    }

    /// All text of the answer.
    pub fn text(&self) -> String {
        let texts = self.blocks.iter().filter_map(|block| match block {
            Block::Text { text } => Some(text.as_str()),
            _ => None,
        });
        texts.collect::<Vec<_>>().join("")
    }
}

/// Shows a turn's text while it is written.
pub(super) struct Stage<'a> {
    parts: &'a Parts,
    lane: &'a Lane,
    turn_id: &'a str,
    gate: StreamGate,
    /// Nobody sees what is said.
    silent: bool,
}

impl<'a> Stage<'a> {
    pub fn new(parts: &'a Parts, lane: &'a Lane, turn_id: &'a str) -> Self {
        Self {
            parts,
            lane,
            turn_id,
            gate: StreamGate::default(),
            silent: false,
        }
    }

    /// The stage of a turn nobody reads along: nothing said on it is shown.
    pub fn silent(parts: &'a Parts, lane: &'a Lane, turn_id: &'a str) -> Self {
        Self {
            silent: true,
            ..Self::new(parts, lane, turn_id)
        }
    }

    /// Takes more text; shows what is safe.
    pub fn push(&mut self, text: &str) {
        if self.silent {
            return;
        }
        let shown = self.gate.push(text);
        if shown.is_empty() {
            return;
        }
        let text = self.parts.redactor.redact(&shown).into_owned();
        let offset = self.lane.say(&text);
        self.parts.events.publish(Fact::TurnText {
            session_key: self.lane.key.to_string(),
            turn_id: self.turn_id.to_owned(),
            offset,
            text,
        });
    }

    /// Another answer of the same turn follows.
    pub fn next_answer(&mut self) {
        if !self.gate.text().is_empty() {
            self.push("\n\n");
        }
    }
}

/// Asks the chain and reads the answer.
pub(super) async fn ask(
    parts: &Parts,
    chain: &[ModelRef],
    request: ModelRequest,
    cancel: &CancellationToken,
    stage: &mut Stage<'_>,
) -> Answer {
    let mut answer = Answer {
        model: None,
        blocks: Vec::new(),
        usage: None,
        end: Ok(StopReason::Stop),
    };
    let opened = match cancel
        .run_until_cancelled(parts.models.stream(chain, request, cancel.clone()))
        .await
    {
        Some(opened) => opened,
        None => Err(cancelled(None)),
    };
    let (model, mut stream) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            answer.end = Err(error);
            return answer;
        }
    };
    answer.model = Some(model.clone());
    answer.end = loop {
        let event = match cancel.run_until_cancelled(stream.next()).await {
            None => break Err(cancelled(Some(&model))),
            Some(None) => break Err(cut(&model)),
            Some(Some(Err(error))) => break Err(error),
            Some(Some(Ok(event))) => event,
        };
        match event {
            ModelEvent::Text(text) => {
                stage.push(&text);
                append_text(&mut answer.blocks, text);
            }
            ModelEvent::Thinking(text) => append_thinking(&mut answer.blocks, text),
            ModelEvent::Call(call) => answer.blocks.push(Block::Call(call)),
            ModelEvent::Done {
                reason,
                usage,
                thinking_signature,
            } => {
                answer.usage = usage;
                sign(&mut answer.blocks, thinking_signature);
                break Ok(reason);
            }
        }
    };
    mask(parts, &mut answer.blocks);
    answer
}

fn append_text(blocks: &mut Vec<Block>, piece: String) {
    match blocks.last_mut() {
        Some(Block::Text { text }) => text.push_str(&piece),
        _ => blocks.push(Block::Text { text: piece }),
    }
}

fn append_thinking(blocks: &mut Vec<Block>, piece: String) {
    match blocks.last_mut() {
        Some(Block::Thinking { text, .. }) => text.push_str(&piece),
        _ => blocks.push(Block::Thinking {
            text: piece,
            signature: None,
        }),
    }
}

/// A signature without text is kept too: some providers carry their state in it.
fn sign(blocks: &mut Vec<Block>, signed: Option<String>) {
    let Some(signed) = signed else { return };
    let last = blocks.iter_mut().rev().find_map(|block| match block {
        Block::Thinking { signature, .. } => Some(signature),
        _ => None,
    });
    match last {
        Some(signature) => *signature = Some(signed),
        None => blocks.insert(
            0,
            Block::Thinking {
                text: String::new(),
                signature: Some(signed),
            },
        ),
    }
}

/// No live secret reaches the transcript by the model's mouth (design.md §7). Signed reasoning
/// stays as it is, or its signature would no longer hold.
fn mask(parts: &Parts, blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Text { text } => *text = parts.redactor.redact(text).into_owned(),
            Block::Call(call) => {
                let written = call.arguments.to_string();
                let masked = parts.redactor.redact(&written);
                if masked != written
                    && let Ok(arguments) = serde_json::from_str(&masked)
                {
                    call.arguments = arguments;
                }
            }
            Block::Thinking {
                text,
                signature: None,
            } => *text = parts.redactor.redact(text).into_owned(),
            Block::Thinking { .. } | Block::Image { .. } | Block::Result { .. } => {}
        }
    }
}

fn cancelled(model: Option<&ModelRef>) -> ModelError {
    failure(ErrorClass::Cancelled, model, "")
}

fn cut(model: &ModelRef) -> ModelError {
    failure(
        ErrorClass::Network,
        Some(model),
        "the stream ended without its end",
    )
}

fn failure(class: ErrorClass, model: Option<&ModelRef>, detail: &str) -> ModelError {
    ModelError {
        class,
        provider: model.map_or_else(String::new, |model| model.provider.clone()),
        status: None,
        retry_after: None,
        detail: detail.to_owned(),
        started: model.is_some(),
    }
}
