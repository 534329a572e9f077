//! A conversation made fit for sending (field-reference §4, "repair for sending").
//!
//! Owns pairing of calls and results, ids a provider accepts, and merging. Works on a copy; the
//! transcript is never touched.

use sha2::{Digest, Sha256};

use crate::model::provider::{Block, ModelRequest, Role, Turn};
use crate::model::providers::ApiKind;

/// What stands for a result that never came; read by the model, never by a person.
const MISSING_RESULT: &str = "[no result: the call was interrupted and may or may not have run]";
/// Stands in front of a conversation that would begin with the model; read by the model only.
const OPENING: &str = "[conversation continues]";
/// Stands for a picture; read by the model only.
const UNSEEN: &str = "[a picture that you can't see]";
/// OpenAI's limit of a call id.
const LONGEST_ID: usize = 40;

/// The turns of `request` as `api` accepts them.
pub fn prepare(request: &ModelRequest, api: ApiKind) -> Vec<Turn> {
    let mut turns = without_empties(&request.turns);
    turns = paired(turns);
    if api == ApiKind::AnthropicMessages {
        turns = merged(turns);
        if turns.first().is_some_and(|turn| turn.role != Role::User) {
            turns.insert(0, user(OPENING));
        }
    }
    for block in turns.iter_mut().flat_map(|turn| &mut turn.blocks) {
        match block {
            Block::Call(call) => call.id = fit_id(&call.id, &request.model.provider),
            Block::Result { call_id, .. } => *call_id = fit_id(call_id, &request.model.provider),
            Block::Text { .. } | Block::Thinking { .. } | Block::Image { .. } => {}
        }
    }
    turns
}

/// The request for a model that sees no pictures: a line stands for each.
pub fn without_pictures(request: &ModelRequest) -> ModelRequest {
    let mut request = request.clone();
    for block in request.turns.iter_mut().flat_map(|turn| &mut turn.blocks) {
        if matches!(block, Block::Image { .. }) {
            *block = Block::Text {
                text: UNSEEN.to_owned(),
            };
        }
    }
    request
}

fn user(text: &str) -> Turn {
    Turn {
        role: Role::User,
        blocks: vec![Block::Text {
            text: text.to_owned(),
        }],
    }
}

fn without_empties(turns: &[Turn]) -> Vec<Turn> {
    turns
        .iter()
        .map(|turn| Turn {
            role: turn.role,
            blocks: turn
                .blocks
                .iter()
                .filter(|block| !matches!(block, Block::Text { text } if text.trim().is_empty()))
                .cloned()
                .collect(),
        })
        .filter(|turn| {
            turn.blocks
                .iter()
                .any(|block| !matches!(block, Block::Thinking { .. }))
        })
        .collect()
}

/// A result with the turn it stood in; taken once.
struct Loose {
    turn: usize,
    block: Option<Block>,
}

/// Puts each result right after its call's turn, in call order; invents the missing ones and
/// drops those nobody asked for.
fn paired(turns: Vec<Turn>) -> Vec<Turn> {
    let mut loose = Vec::new();
    let mut rest = Vec::with_capacity(turns.len());
    for (index, turn) in turns.into_iter().enumerate() {
        let mut kept = Vec::new();
        for block in turn.blocks {
            if matches!(block, Block::Result { .. }) {
                loose.push(Loose {
                    turn: index,
                    block: Some(block),
                });
            } else {
                kept.push(block);
            }
        }
        // A picture a tool gave stays, said by the person's side.
        let role = match turn.role {
            Role::Tool => Role::User,
            role => role,
        };
        rest.push(Turn { role, blocks: kept });
    }
    let mut out = Vec::with_capacity(rest.len());
    for index in 0..rest.len() {
        let results = results_of(&rest, index, &mut loose);
        let turn = std::mem::replace(
            &mut rest[index],
            Turn {
                role: Role::User,
                blocks: Vec::new(),
            },
        );
        if !turn.blocks.is_empty() {
            out.push(turn);
        }
        if !results.is_empty() {
            out.push(Turn {
                role: Role::Tool,
                blocks: results,
            });
        }
    }
    out
}

fn calls(turn: &Turn) -> impl Iterator<Item = (&str, &str)> {
    turn.blocks.iter().filter_map(|block| match block {
        Block::Call(call) => Some((call.id.as_str(), call.name.as_str())),
        _ => None,
    })
}

fn results_of(turns: &[Turn], index: usize, loose: &mut [Loose]) -> Vec<Block> {
    calls(&turns[index])
        .map(|(id, name)| {
            // Some servers use the same ids in every answer: a result belongs to the last call
            // of its id before it.
            let until = (index + 1..turns.len())
                .find(|&later| calls(&turns[later]).any(|(other, _)| other == id))
                .unwrap_or(usize::MAX);
            loose
                .iter_mut()
                .filter(|held| held.turn > index && held.turn < until)
                .find(|held| {
                    matches!(&held.block, Some(Block::Result { call_id, .. }) if call_id == id)
                })
                .and_then(|held| held.block.take())
                .unwrap_or_else(|| Block::Result {
                    call_id: id.to_owned(),
                    tool: name.to_owned(),
                    text: MISSING_RESULT.to_owned(),
                    is_error: true,
                })
        })
        .collect()
}

/// Adjacent turns of the same speaker become one.
fn merged(turns: Vec<Turn>) -> Vec<Turn> {
    let mut out: Vec<Turn> = Vec::with_capacity(turns.len());
    for mut turn in turns {
        match out.last_mut() {
            Some(last) if last.role == turn.role && turn.role == Role::User => {
                last.blocks.append(&mut turn.blocks);
            }
            _ => out.push(turn),
        }
    }
    out
}

/// An id the provider accepts; the same id always becomes the same one.
fn fit_id(id: &str, provider: &str) -> String {
    let plain = |id: &str| id.chars().all(|c| c.is_ascii_alphanumeric());
    let fits = match provider {
        "mistral" => id.len() == 9 && plain(id),
        "gemini" | "google" => !id.is_empty() && id.len() <= LONGEST_ID && plain(id),
        _ => {
            !id.is_empty()
                && id.len() <= LONGEST_ID
                && id
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        }
    };
    if fits {
        return id.to_owned();
    }
    let digest = Sha256::digest(id.as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    match provider {
        "mistral" => hex[..9].to_owned(),
        _ => format!("call{}", &hex[..24]),
    }
}

#[cfg(test)]
#[path = "prepare_tests.rs"]
mod tests;
