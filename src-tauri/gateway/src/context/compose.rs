//! Makes a [`ContextReport`] of what a request is made of.
//!
//! Owns the split into parts: every byte that counts belongs to exactly one of them, and their
//! tokens add up to the total. Pure.

use super::assemble::section;
use super::counted::{estimate_error, last_usage};
use super::estimate::{Calibration, Size, block_bytes, estimate_bytes, share, tool_bytes};
use super::level::{Level, Thresholds};
use super::marks::Marks;
use super::prune::Pruned;
use super::report::{
    CompactionNow, ContextReport, EstimateNow, FileInPrompt, FileState, Part, PartKind, PruningNow,
    SystemPrompt, ToolInPrompt, ToolsInPrompt,
};
use crate::clock::Ms;
use crate::model::{Block, ModelRef, ModelRequest, Role, ToolSpec};
use crate::session::{Entry, PieceKind, SessionKey};
use crate::workspace::{Limits, PromptFile, PromptState, chars};

/// What a report is made of.
#[derive(Debug)]
pub struct Findings<'a> {
    /// Now, ms.
    pub at: Ms,
    /// The conversation.
    pub key: &'a SessionKey,
    /// Its session id; empty before the first message.
    pub session_id: &'a str,
    /// The model the next request goes to.
    pub model: &'a ModelRef,
    /// Its own window, tokens.
    pub model_window: u64,
    /// The marks in the window that holds.
    pub marks: Marks,
    /// The agent's folder.
    pub workspace_dir: &'a str,
    /// Bounds of the files.
    pub limits: Limits,
    /// The files, each with what became of it.
    pub files: &'a [PromptFile],
    /// The next request, pruned.
    pub request: &'a ModelRequest,
    /// What each of its turns is.
    pub kinds: &'a [PieceKind],
    /// The active path.
    pub path: &'a [&'a Entry],
    /// Its size.
    pub size: Size,
    /// What was learned of the model's tokens.
    pub calibration: Calibration,
    /// What pruning did; `None` where it is off.
    pub pruned: Option<Pruned>,
    /// What summing up would come to.
    pub compaction: Option<CompactionNow>,
    /// Finished compactions.
    pub compaction_count: u32,
    /// What a message of this size costs, nano-dollars.
    pub message_cost: Option<i64>,
}

/// The report.
pub fn compose(found: &Findings<'_>) -> ContextReport {
    let figures = found.marks.figures(found.size);
    let leaves = Leaves::of(found);
    let tokens = spread(&leaves.bytes(), found.size.tokens);
    let (fixed, rest) = tokens.split_at(1 + found.files.len());
    let (of_tools, of_turns) = rest.split_at(found.request.tools.len());
    let thresholds = Thresholds::of(found.key.kind(), found.marks.window);
    let usage = last_usage(found.path).unwrap_or_default();
    let of_files: u64 = fixed[1..].iter().sum();
    let in_files: u64 = found.files.iter().map(file_chars).sum();
    let all_chars = chars(&found.request.system) as u64;
    let pruned = found.pruned.unwrap_or_default();
    ContextReport {
        generated_at: found.at,
        session_key: found.key.to_string(),
        session_id: found.session_id.to_owned(),
        agent_id: found.key.agent().to_owned(),
        provider: found.model.provider.clone(),
        model: found.model.model.clone(),
        workspace_dir: found.workspace_dir.to_owned(),
        bootstrap_max_chars: found.limits.per_file as u64,
        bootstrap_total_max_chars: found.limits.total as u64,
        total_tokens: figures.total_tokens,
        total_tokens_fresh: figures.total_tokens_fresh,
        context_tokens: figures.context_tokens,
        percent_used: figures.percent_used,
        meter: figures.meter,
        free_tokens: figures.context_tokens.saturating_sub(figures.total_tokens),
        model_window: found.model_window,
        marks: found.marks,
        thresholds,
        level: thresholds.map_or(Level::Fine, |marks| marks.level(found.size.tokens)),
        message_cost: found.message_cost,
        parts: leaves.parts(&tokens),
        system_prompt: SystemPrompt {
            chars: all_chars,
            project_context_chars: in_files,
            non_project_context_chars: all_chars.saturating_sub(in_files),
            tokens: fixed[0] + of_files,
        },
        injected_workspace_files: found
            .files
            .iter()
            .zip(&fixed[1..])
            .map(|(file, tokens)| file_in_prompt(file, *tokens))
            .collect(),
        tools: tools_in_prompt(&found.request.tools, of_tools),
        pruning: PruningNow {
            on: found.pruned.is_some(),
            trimmed: pruned.trimmed,
            cleared: pruned.cleared,
            freed_tokens: estimate_bytes(pruned.bytes, found.calibration),
        },
        compaction: found.compaction.filter(|_| !of_turns.is_empty()),
        compaction_count: found.compaction_count,
        cache_read: usage.cache_read,
        cache_write: usage.cache_write,
        estimate: EstimateNow {
            ratio: found.calibration.ratio,
            samples: found.calibration.samples,
            error: estimate_error(found.path),
        },
    }
}

/// The bytes of a request, each with what they are: the instructions, each file, each tool, each
/// block of the conversation.
struct Leaves(Vec<(PartKind, u64)>);

impl Leaves {
    fn of(found: &Findings<'_>) -> Self {
        let files = found.files.iter().map(file_bytes);
        let files: Vec<u64> = files.collect();
        let instructions = found.request.system.len() as u64;
        let instructions = instructions.saturating_sub(files.iter().sum());
        let mut leaves = vec![(PartKind::Instructions, instructions)];
        leaves.extend(files.into_iter().map(|bytes| (PartKind::Files, bytes)));
        let tools = found.request.tools.iter();
        leaves.extend(tools.map(|tool| (PartKind::Tools, tool_bytes(tool))));
        for (turn, piece) in found.request.turns.iter().zip(found.kinds) {
            for block in &turn.blocks {
                leaves.push((kind_of(*piece, turn.role, block), block_bytes(block)));
            }
        }
        Self(leaves)
    }

    fn bytes(&self) -> Vec<u64> {
        self.0.iter().map(|(_, bytes)| *bytes).collect()
    }

    /// Sums by kind, those that are there.
    fn parts(&self, tokens: &[u64]) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for ((kind, bytes), tokens) in self.0.iter().zip(tokens) {
            if *bytes == 0 {
                continue;
            }
            match parts.iter_mut().find(|part| part.kind == *kind) {
                Some(part) => {
                    part.count += 1;
                    part.tokens += tokens;
                }
                None => parts.push(Part {
                    kind: *kind,
                    count: 1,
                    tokens: *tokens,
                }),
            }
        }
        parts.sort_by_key(|part| part.kind);
        parts
    }
}

fn kind_of(piece: PieceKind, role: Role, block: &Block) -> PartKind {
    match (piece, block, role) {
        (PieceKind::Summary, ..) => PartKind::Summary,
        (PieceKind::Carryover, ..) => PartKind::Carryover,
        (PieceKind::Note, ..) => PartKind::Notes,
        (_, Block::Image { .. }, _) => PartKind::Pictures,
        (_, Block::Call(_), _) => PartKind::ToolCalls,
        (_, Block::Result { .. }, _) => PartKind::ToolResults,
        (_, _, Role::Assistant) => PartKind::Agent,
        _ => PartKind::People,
    }
}

/// Shares `total` out by weight; the shares add up to it exactly where anything has weight.
fn spread(weights: &[u64], total: u64) -> Vec<u64> {
    let whole: u64 = weights.iter().sum();
    let mut seen = 0;
    let mut given = 0;
    let shares = weights.iter().map(|weight| {
        seen += weight;
        let until = if whole == 0 {
            0
        } else {
            share(total, seen, whole)
        };
        let part = until - given;
        given = until;
        part
    });
    shares.collect()
}

fn file_bytes(file: &PromptFile) -> u64 {
    section(file).map_or(0, str::len) as u64
}

fn file_chars(file: &PromptFile) -> u64 {
    section(file).map_or(0, chars) as u64
}

fn file_in_prompt(file: &PromptFile, tokens: u64) -> FileInPrompt {
    FileInPrompt {
        name: file.name.clone(),
        path: file.name.clone(),
        missing: file.state == PromptState::Missing,
        raw_chars: file.raw_chars as u64,
        injected_chars: file.injected_chars as u64,
        truncated: file.state == PromptState::Cut,
        state: match file.state {
            PromptState::In => FileState::In,
            PromptState::Cut => FileState::Cut,
            PromptState::Missing => FileState::Missing,
            PromptState::Left { reason } => reason.into(),
        },
        tokens,
    }
}

fn tools_in_prompt(tools: &[ToolSpec], tokens: &[u64]) -> ToolsInPrompt {
    let mut entries: Vec<ToolInPrompt> = tools
        .iter()
        .zip(tokens)
        .map(|(tool, tokens)| ToolInPrompt {
            name: tool.name.to_owned(),
            summary_chars: chars(tool.description) as u64,
            schema_chars: chars(&tool.schema.to_string()) as u64,
            properties_count: tool.schema["properties"]
                .as_object()
                .map_or(0, |properties| {
                    u32::try_from(properties.len()).unwrap_or(u32::MAX)
                }),
            tokens: *tokens,
        })
        .collect();
    entries.sort_by(|a, b| b.tokens.cmp(&a.tokens).then_with(|| a.name.cmp(&b.name)));
    let names: u64 = tools.iter().map(|tool| chars(tool.name) as u64).sum();
    ToolsInPrompt {
        list_chars: names + entries.iter().map(|entry| entry.summary_chars).sum::<u64>(),
        schema_chars: entries.iter().map(|entry| entry.schema_chars).sum(),
        tokens: tokens.iter().sum(),
        entries,
    }
}

#[cfg(test)]
#[path = "compose_tests.rs"]
mod tests;
