//! Where a long conversation is cut: what a summary takes in and what stays word for word.
//!
//! Owns the choice of the first entry kept (field-reference.md §6). Never cuts between a call and
//! its result, and never leaves nothing to go on from. Pure: sizes come in as a function.

use std::collections::HashMap;
use std::ops::Range;

use crate::model::Block;
use crate::session::{Entry, EntryBody, MessageRole, turn};

/// What a compaction would do with an active path. Positions are those of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutPlan {
    /// What the summary takes in.
    pub summarised: Range<usize>,
    /// The compaction before, whose summary the new one takes in too.
    pub previous: Option<usize>,
    /// What stays begins inside a turn, so the summary holds that turn's head.
    pub splits_turn: bool,
}

impl CutPlan {
    /// The first entry that stays.
    pub fn first_kept(&self) -> usize {
        self.summarised.end
    }
}

/// Plans to keep at least `keep` of the newest (in the unit of `size`), and no more than that plus
/// what the border needs. `None` = nothing is older than what stays.
pub fn plan_cut(path: &[&Entry], keep: u64, size: impl Fn(&Entry) -> u64) -> Option<CutPlan> {
    let mut kept = 0;
    let shown = visible(path);
    let reached = shown.clone().rev().find(|at| {
        kept += size(path[*at]);
        kept >= keep && turn(path[*at]).is_some()
    })?;
    plan(path, shown, reached)
}

/// Plans to keep the newest `messages` messages of people and the agent.
pub fn plan_keeping(path: &[&Entry], messages: usize) -> Option<CutPlan> {
    let shown = visible(path);
    let reached = shown
        .clone()
        .rev()
        .filter(|at| is_said(path[*at]))
        .nth(messages.max(1) - 1)?;
    plan(path, shown, reached)
}

/// Messages of people and the agent on the part of a path that the model sees.
pub fn messages_in(path: &[&Entry], part: Range<usize>) -> usize {
    path[part].iter().filter(|entry| is_said(entry)).count()
}

/// From where on the newest of a path take at most `most` (in the unit of `size`), cut where a
/// path may be cut; what the model sees of the whole path where all of it fits.
pub fn newest_within(path: &[&Entry], most: u64, size: impl Fn(&Entry) -> u64) -> usize {
    let shown = visible(path);
    let mut taken = 0;
    let over = shown.clone().rev().find(|at| {
        taken += size(path[*at]);
        taken > most
    });
    let Some(over) = over else {
        return shown.start;
    };
    let borders = Borders::of(path, shown.clone());
    let first = (over + 1..shown.end).find(|at| borders.allow(path, *at));
    first.unwrap_or_else(|| last_border(path, &borders, shown).unwrap_or(over))
}

/// What the model sees word for word: from the entry the last compaction kept on.
pub fn visible(path: &[&Entry]) -> Range<usize> {
    let last = path.iter().enumerate().rev().find_map(|(at, entry)| {
        let EntryBody::Compaction { first_kept, .. } = &entry.body else {
            return None;
        };
        let kept = first_kept
            .as_deref()
            .and_then(|id| path[..at].iter().position(|entry| entry.id == id));
        Some(kept.unwrap_or(at + 1))
    });
    last.unwrap_or(0)..path.len()
}

fn plan(path: &[&Entry], shown: Range<usize>, reached: usize) -> Option<CutPlan> {
    let borders = Borders::of(path, shown.clone());
    let first_kept = (reached..shown.end)
        .find(|at| borders.allow(path, *at))
        .or_else(|| last_border(path, &borders, shown.start..reached))?;
    let older = shown.start..first_kept;
    if !path[older.clone()]
        .iter()
        .any(|entry| turn(entry).is_some())
    {
        return None;
    }
    let previous = path
        .iter()
        .rposition(|entry| matches!(entry.body, EntryBody::Compaction { .. }));
    let role = path[first_kept].message().map(|message| message.role);
    Some(CutPlan {
        summarised: older,
        previous,
        splits_turn: role == Some(MessageRole::Assistant),
    })
}

fn last_border(path: &[&Entry], borders: &Borders, among: Range<usize>) -> Option<usize> {
    among.rev().find(|at| borders.allow(path, *at))
}

fn is_said(entry: &Entry) -> bool {
    let role = entry.message().map(|message| message.role);
    let text = entry
        .message()
        .is_some_and(|message| !message.text().trim().is_empty());
    matches!(role, Some(MessageRole::User | MessageRole::Assistant)) && text
}

/// Where calls wait for their results.
struct Borders {
    /// Position of a call and of its result.
    open: Vec<(usize, usize)>,
}

impl Borders {
    fn of(path: &[&Entry], shown: Range<usize>) -> Self {
        // Some servers use the same ids again: a result belongs to the last call of its id.
        let mut calls: HashMap<&str, usize> = HashMap::new();
        let mut open = Vec::new();
        for at in shown {
            for block in path[at].message().iter().flat_map(|said| &said.blocks) {
                match block {
                    Block::Call(call) => {
                        calls.insert(&call.id, at);
                    }
                    Block::Result { call_id, .. } => {
                        open.extend(calls.get(call_id.as_str()).map(|call| (*call, at)));
                    }
                    Block::Text { .. } | Block::Thinking { .. } | Block::Image { .. } => {}
                }
            }
        }
        Self { open }
    }

    /// Whether what stays may begin here.
    fn allow(&self, path: &[&Entry], at: usize) -> bool {
        let role = path[at].message().map(|message| message.role);
        turn(path[at]).is_some()
            && role != Some(MessageRole::ToolResult)
            && !self
                .open
                .iter()
                .any(|(call, result)| (*call + 1..=*result).contains(&at))
    }
}

#[cfg(test)]
#[path = "cut_tests.rs"]
mod tests;
