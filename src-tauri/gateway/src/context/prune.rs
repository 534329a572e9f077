//! Trimming old tool results for a request (`contextPruning`, field-reference.md §6).
//!
//! Owns which results are shortened or cleared, and which of a person's pictures are taken out. What
//! was cut once stays cut in the same way, so that the prefix stays byte-identical and caches; calls
//! and results all stay. In memory only: the transcript keeps everything. Pure.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use super::estimate::block_bytes;
use crate::clock::Ms;
use crate::config::{ContextPruning, NameRules, PruningMode, SoftTrim};
use crate::model::{Block, ModelRef, Role, Turn};
use crate::workspace::chars;

/// A picture counts as so many characters here.
const IMAGE: u64 = 8_000;
/// Characters a token stands for.
const CHARS_PER_TOKEN: f64 = 4.0;
/// How long a cache is thought to live where nothing says so.
const TTL: Duration = Duration::from_secs(5 * 60);
/// The same where Anthropic is used and nothing says so.
const ANTHROPIC_TTL: Duration = Duration::from_secs(60 * 60);
/// Stands for a cleared result; read by the model only.
const CLEARED: &str = "[Old tool result content cleared]";
/// Stands for a picture that was taken out; read by the model only.
const TAKEN_OUT: &str = "[Old picture cleared; the file is still where the message says]";

/// How a result is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut {
    /// Its head and its tail stay.
    Trim,
    /// A line stands for it.
    Clear,
}

/// Results that are cut, by what names them in a conversation.
pub type Cuts = BTreeMap<u64, Cut>;

/// What cutting came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pruned {
    /// Results shortened.
    pub trimmed: u32,
    /// Results cleared.
    pub cleared: u32,
    /// Bytes that are no longer sent.
    pub bytes: u64,
}

/// The settings as they hold for one model.
#[derive(Debug)]
pub struct Rules {
    ttl: Duration,
    keep_last: usize,
    soft_ratio: f64,
    hard_ratio: f64,
    min_chars: u64,
    trim: SoftTrim,
    /// `None` = never cleared.
    placeholder: Option<String>,
    tools: NameRules,
}

impl Rules {
    /// `None` where nothing is pruned.
    pub fn of(settings: &ContextPruning, model: &ModelRef) -> Option<Self> {
        let anthropic = model.provider == "anthropic";
        let ttl = match (settings.mode, settings.ttl) {
            (Some(PruningMode::Off), _) => return None,
            (None, _) if !anthropic => return None,
            (_, Some(ttl)) => ttl.0,
            (None, None) => ANTHROPIC_TTL,
            (Some(PruningMode::CacheTtl), None) => TTL,
        };
        let clear = &settings.hard_clear;
        let placeholder = clear.placeholder.as_deref().unwrap_or(CLEARED);
        Some(Self {
            ttl,
            keep_last: usize::try_from(settings.keep_last_assistants).unwrap_or(usize::MAX),
            soft_ratio: settings.soft_trim_ratio,
            hard_ratio: settings.hard_clear_ratio,
            min_chars: settings.min_prunable_tool_chars,
            trim: settings.soft_trim.clone(),
            placeholder: clear.enabled.then(|| placeholder.to_owned()),
            tools: NameRules::of(&settings.tools.allow, &settings.tools.deny),
        })
    }

    /// Whether the provider's cache has gone cold: only then cutting costs nothing. Where nothing
    /// was cached yet there is nothing old to cut either.
    pub fn is_due(&self, last_touch: Option<Ms>, now: Ms) -> bool {
        let ttl = Ms::try_from(self.ttl.as_millis()).unwrap_or(Ms::MAX);
        last_touch.is_some_and(|touch| now.saturating_sub(touch) >= ttl)
    }

    fn covers(&self, tool: &str) -> bool {
        self.tools.lets(tool)
    }
}

/// A result that may be cut.
struct Candidate {
    id: u64,
    chars: u64,
    cut: Option<Cut>,
    /// It is a picture: taken out or left, never shortened.
    picture: bool,
}

/// What is cut from now on: what was (`held`) and what is old and large enough, in a window of so
/// many tokens.
pub fn plan(turns: &[Turn], rules: &Rules, window: u64, held: &Cuts) -> Cuts {
    let mut found = candidates(turns, rules, held);
    let mut total: u64 = turns.iter().map(turn_chars).sum();
    total -= found.iter().map(|one| saved(rules, one)).sum::<u64>();
    let limit = |ratio: f64| (window as f64 * CHARS_PER_TOKEN * ratio) as u64;
    if total >= limit(rules.soft_ratio) {
        for one in found.iter_mut().filter(|one| one.cut.is_none()) {
            if one.picture {
                total -= one.chars - chars(TAKEN_OUT) as u64;
                one.cut = Some(Cut::Clear);
            } else if let Some(kept) = trimmed_chars(&rules.trim, one.chars) {
                total -= one.chars - kept;
                one.cut = Some(Cut::Trim);
            }
        }
    }
    let results = found.iter().filter(|one| !one.picture);
    let prunable: u64 = results.map(|one| one.chars - saved(rules, one)).sum();
    if prunable >= rules.min_chars {
        let results = |one: &&mut Candidate| !one.picture && one.cut != Some(Cut::Clear);
        for one in found.iter_mut().filter(results) {
            if total < limit(rules.hard_ratio) {
                break;
            }
            let before = saved(rules, one);
            let Some(placeholder) = &rules.placeholder else {
                break;
            };
            let after = one.chars.saturating_sub(chars(placeholder) as u64);
            if after > before {
                total -= after - before;
                one.cut = Some(Cut::Clear);
            }
        }
    }
    found
        .into_iter()
        .filter_map(|one| Some((one.id, one.cut?)))
        .collect()
}

/// Cuts.
pub fn apply(turns: &mut [Turn], rules: &Rules, cuts: &Cuts) -> Pruned {
    let mut pruned = Pruned::default();
    if cuts.is_empty() {
        return pruned;
    }
    let mut names = Names::default();
    for block in turns.iter_mut().flat_map(|turn| &mut turn.blocks) {
        if let Block::Image { data, .. } = block {
            if cuts.contains_key(&names.of("", data)) {
                pruned.cleared += 1;
                pruned.bytes += block_bytes(block).saturating_sub(TAKEN_OUT.len() as u64);
                *block = Block::Text {
                    text: TAKEN_OUT.to_owned(),
                };
            }
            continue;
        }
        let Block::Result { call_id, text, .. } = block else {
            continue;
        };
        let cut = match (cuts.get(&names.of(call_id, text)), &rules.placeholder) {
            (Some(Cut::Trim), _) => trim(text, &rules.trim),
            (Some(Cut::Clear), Some(placeholder)) => Some(placeholder.clone()),
            _ => None,
        };
        if let Some(cut) = cut {
            if Some(&cut) == rules.placeholder.as_ref() {
                pruned.cleared += 1;
            } else {
                pruned.trimmed += 1;
            }
            pruned.bytes += text.len().saturating_sub(cut.len()) as u64;
            *text = cut;
        }
    }
    pruned
}

/// Names results: by call, text and how often both occurred before, since some servers use the
/// same call ids in every answer.
#[derive(Default)]
struct Names(HashMap<u64, u32>);

impl Names {
    fn of(&mut self, call_id: &str, text: &str) -> u64 {
        let hash = |value: &dyn Fn(&mut DefaultHasher)| {
            let mut hasher = DefaultHasher::new();
            value(&mut hasher);
            hasher.finish()
        };
        let same = hash(&|hasher| (call_id, text).hash(hasher));
        let seen = self.0.entry(same).or_insert(0);
        *seen += 1;
        let count = *seen;
        hash(&|hasher| (same, count).hash(hasher))
    }
}

/// Results after the first thing a person said and before the last answers that are kept.
fn candidates(turns: &[Turn], rules: &Rules, held: &Cuts) -> Vec<Candidate> {
    let first = turns
        .iter()
        .position(|turn| turn.role == Role::User)
        .unwrap_or(turns.len());
    let answers = turns.iter().enumerate().rev();
    let mut answers = answers.filter(|(_, turn)| turn.role == Role::Assistant);
    let end = match rules.keep_last.checked_sub(1) {
        None => turns.len(),
        Some(back) => answers.nth(back).map_or(0, |(at, _)| at),
    };
    let mut names = Names::default();
    let mut found = Vec::new();
    for (at, turn) in turns.iter().enumerate() {
        let pictures = turn
            .blocks
            .iter()
            .any(|block| matches!(block, Block::Image { .. }));
        for block in &turn.blocks {
            if let Block::Image { data, .. } = block {
                let id = names.of("", data);
                if turn.role == Role::User && at < end {
                    found.push(Candidate {
                        id,
                        chars: IMAGE,
                        cut: held.get(&id).copied(),
                        picture: true,
                    });
                }
                continue;
            }
            let Block::Result {
                call_id,
                text,
                tool,
                ..
            } = block
            else {
                continue;
            };
            let id = names.of(call_id, text);
            let may = first < at && at < end && !pictures && rules.covers(tool);
            if may {
                found.push(Candidate {
                    id,
                    chars: chars(text) as u64,
                    cut: held.get(&id).copied(),
                    picture: false,
                });
            }
        }
    }
    found
}

/// Characters a cut of this result saves.
fn saved(rules: &Rules, one: &Candidate) -> u64 {
    let kept = match one.cut {
        Some(_) if one.picture => Some(chars(TAKEN_OUT) as u64),
        None => Some(one.chars),
        Some(Cut::Trim) => trimmed_chars(&rules.trim, one.chars),
        Some(Cut::Clear) => rules.placeholder.as_ref().map(|line| chars(line) as u64),
    };
    one.chars.saturating_sub(kept.unwrap_or(one.chars))
}

fn turn_chars(turn: &Turn) -> u64 {
    let of_block = |block: &Block| match block {
        Block::Text { text } | Block::Thinking { text, .. } | Block::Result { text, .. } => {
            chars(text) as u64
        }
        Block::Image { .. } => IMAGE,
        Block::Call(call) => (call.name.len() + call.arguments.to_string().len()) as u64,
    };
    turn.blocks.iter().map(of_block).sum()
}

/// Stands between the head and the tail of a shortened result.
const GAP: &str = "\n...\n";

/// What stands behind a shortened result; read by the model only.
fn note(rules: &SoftTrim, raw: u64) -> String {
    format!(
        "\n\n[Tool result trimmed: kept the first {} and the last {} of {raw} characters.]",
        rules.head_chars, rules.tail_chars
    )
}

/// Characters that stay of a result of so many; `None` where shortening would not shorten it.
fn trimmed_chars(rules: &SoftTrim, raw: u64) -> Option<u64> {
    let words = (GAP.len() + note(rules, raw).len()) as u64;
    let kept = rules.head_chars + rules.tail_chars + words;
    (raw > rules.max_chars && kept < raw).then_some(kept)
}

fn trim(text: &str, rules: &SoftTrim) -> Option<String> {
    let raw = chars(text) as u64;
    trimmed_chars(rules, raw)?;
    let units = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let head = crate::workspace::head(text, units(rules.head_chars));
    let tail = crate::workspace::after(text, units(raw - rules.tail_chars));
    Some(format!("{head}{GAP}{tail}{}", note(rules, raw)))
}

#[cfg(test)]
#[path = "prune_tests.rs"]
mod tests;
