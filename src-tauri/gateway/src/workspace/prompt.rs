//! The agent's files as they enter a prompt: bounded, each with what became of it.
//!
//! Owns the cut and the report of it. Nothing is left out without a reason that can be shown.
//! Pure; sizes are UTF-16 units, as the field counts characters.

use super::versions::hash;
use super::visibility::{BOOTSTRAP, prompt_files, wants_daily_notes};
use super::{RelPath, TurnClass};

/// How much of each daily note's end enters the prompt, characters.
pub const DAILY_TAIL_CHARS: usize = 4_000;

/// Bounds of the files in a prompt, characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// `agents.defaults.bootstrapMaxChars`: the most of one file.
    pub per_file: usize,
    /// The most of all together.
    pub total: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            per_file: 20_000,
            total: 150_000,
        }
    }
}

/// A text as it fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounded {
    /// What enters the prompt.
    pub text: String,
    /// Size of the whole, characters.
    pub raw_chars: usize,
    /// Size of `text`, characters.
    pub injected_chars: usize,
    /// Something was left out in the middle.
    pub cut: bool,
    /// Where the agent stops reading, characters from the start; only where `cut`.
    pub cut_at: Option<usize>,
}

/// Why a file is not in the prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftReason {
    /// This kind of turn does not get it (design.md §5).
    NotForThisTurn,
    /// It is there and says nothing.
    Empty,
    /// It could not be read: not text, too large, a link that leads out.
    Unreadable,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptState {
    /// In, whole.
    In,
    /// In, with its middle left out.
    Cut,
    /// It does not exist.
    Missing,
    /// Not in.
    Left {
        /// Why.
        reason: LeftReason,
    },
}

/// A file as the prompt and the context report have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptFile {
    /// Relative to the workspace.
    pub name: String,
    /// Size of the file, characters.
    pub raw_chars: usize,
    /// Of it in the prompt, characters.
    pub injected_chars: usize,
    /// What became of it.
    pub state: PromptState,
    /// What enters the prompt; empty if nothing does.
    pub text: String,
    /// Names the state the agent saw, where it saw all of it: hand it to the tool runner, and a
    /// later `write` keeps what others wrote since.
    pub hash: Option<String>,
}

/// What was found of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loaded {
    /// Its text.
    Text(String),
    /// It does not exist.
    Missing,
    /// It could not be read.
    Unreadable,
}

/// Size of a text in UTF-16 units.
pub fn chars(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The names to load for this class: its bootstrap files, then `memory/<day>.md` of the days
/// given (yesterday first) where the class gets daily notes.
pub(super) fn wanted(class: TurnClass, days: &[chrono::NaiveDate]) -> Vec<String> {
    let mut names: Vec<String> = prompt_files(class)
        .iter()
        .map(|&name| name.into())
        .collect();
    if wants_daily_notes(class) {
        names.extend(days.iter().map(|day| format!("memory/{day}.md")));
    }
    names
}

/// The files of a prompt and of its report: those of the class in their order, then the other
/// bootstrap files as left out. A daily note that does not exist is nothing to report.
pub fn assemble(
    class: TurnClass,
    loaded: Vec<(String, Loaded)>,
    limits: Limits,
) -> Vec<PromptFile> {
    let caps = fair_caps(&loaded, limits);
    let mut files: Vec<PromptFile> = loaded
        .into_iter()
        .zip(caps)
        .filter(|((name, loaded), _)| !(is_daily(name) && *loaded == Loaded::Missing))
        .map(|((name, loaded), cap)| prompt_file(name, loaded, cap))
        .collect();
    for name in BOOTSTRAP {
        if !prompt_files(class).contains(&name) {
            files.push(left(name.to_owned(), LeftReason::NotForThisTurn));
        }
    }
    files
}

fn prompt_file(name: String, loaded: Loaded, cap: usize) -> PromptFile {
    let text = match loaded {
        Loaded::Text(text) => text,
        Loaded::Missing => return missing(name),
        Loaded::Unreadable => return left(name, LeftReason::Unreadable),
    };
    if text.trim().is_empty() {
        return PromptFile {
            raw_chars: chars(&text),
            ..left(name, LeftReason::Empty)
        };
    }
    let fitted = match is_daily(&name) {
        true => tail(&name, &text, cap),
        false => bounded(&name, &text, cap),
    };
    PromptFile {
        hash: (!fitted.cut).then(|| hash(text.as_bytes())),
        name,
        raw_chars: fitted.raw_chars,
        injected_chars: fitted.injected_chars,
        state: match fitted.cut {
            true => PromptState::Cut,
            false => PromptState::In,
        },
        text: fitted.text,
    }
}

fn left(name: String, reason: LeftReason) -> PromptFile {
    PromptFile {
        name,
        raw_chars: 0,
        injected_chars: 0,
        state: PromptState::Left { reason },
        text: String::new(),
        hash: None,
    }
}

/// The field's mark for a file the agent should have; the person's own lists may well be absent.
fn missing(name: String) -> PromptFile {
    let text = match name.as_str() {
        "MEMORY.md" | "TODO.md" => String::new(),
        _ => format!("[MISSING] Expected at: {name}"),
    };
    PromptFile {
        raw_chars: 0,
        injected_chars: chars(&text),
        state: PromptState::Missing,
        text,
        name,
        hash: None,
    }
}

fn is_daily(name: &str) -> bool {
    name.starts_with("memory/")
}

/// Each file's bound. While all fit together, each has the full one; else what they may have
/// together is shared so that the small ones stay whole and the large ones get the same.
fn fair_caps(loaded: &[(String, Loaded)], limits: Limits) -> Vec<usize> {
    let most = |(name, loaded): &(String, Loaded)| match loaded {
        Loaded::Text(_) if is_daily(name) => DAILY_TAIL_CHARS.min(limits.per_file),
        _ => limits.per_file,
    };
    let needs: Vec<usize> = loaded
        .iter()
        .map(|file| match &file.1 {
            Loaded::Text(text) => chars(text).min(most(file)),
            Loaded::Missing | Loaded::Unreadable => 0,
        })
        .collect();
    let mut caps: Vec<usize> = loaded.iter().map(most).collect();
    if needs.iter().sum::<usize>() <= limits.total {
        return caps;
    }
    let mut order: Vec<usize> = (0..needs.len()).collect();
    order.sort_by_key(|&index| needs[index]);
    let mut free = limits.total;
    for (done, &index) in order.iter().enumerate() {
        let share = free / (order.len() - done);
        caps[index] = caps[index].min(share);
        free -= needs[index].min(share);
    }
    caps
}

/// Cuts a text to `max_chars`: the first 70 %, a note that says so with numbers, the last 20 %.
/// A text of `max_chars` or less is never touched.
pub fn bounded(name: &str, text: &str, max_chars: usize) -> Bounded {
    let raw = chars(text);
    if raw <= max_chars {
        return whole(text, raw);
    }
    let tail_chars = max_chars / 5;
    let mark = |head: usize| {
        format!(
            "\n[...truncated, read {name} for full content...]\n\
             [{} of {raw} characters are shown: the first {head} and the last {tail_chars}]\n",
            head + tail_chars
        )
    };
    let room = max_chars.saturating_sub(tail_chars + chars(&mark(max_chars)));
    let head_chars = (max_chars * 7 / 10).min(room);
    let head = head(text, head_chars);
    let tail = after(text, raw - tail_chars);
    let text = format!("{head}{}{tail}", mark(head_chars));
    Bounded {
        raw_chars: raw,
        injected_chars: chars(&text),
        text,
        cut: true,
        cut_at: Some(chars(head)),
    }
}

/// The end of a text, with a note before it where something was left out.
fn tail(name: &str, text: &str, max_chars: usize) -> Bounded {
    let raw = chars(text);
    if raw <= max_chars {
        return whole(text, raw);
    }
    let mark = |shown: usize| {
        format!("[...truncated, read {name} for full content: the last {shown} of {raw}...]\n")
    };
    let room = max_chars.saturating_sub(chars(&mark(max_chars)));
    let end = after(text, raw - room);
    let text = format!("{}{end}", mark(room));
    Bounded {
        raw_chars: raw,
        injected_chars: chars(&text),
        text,
        cut: true,
        cut_at: None,
    }
}

fn whole(text: &str, raw: usize) -> Bounded {
    Bounded {
        text: text.to_owned(),
        raw_chars: raw,
        injected_chars: raw,
        cut: false,
        cut_at: None,
    }
}

/// The first `at` UTF-16 units or one less: a character at the border stays out.
pub fn head(text: &str, at: usize) -> &str {
    let mut count = 0;
    for (index, c) in text.char_indices() {
        count += c.len_utf16();
        if count > at {
            return &text[..index];
        }
    }
    text
}

/// What follows after `at` UTF-16 units; a character at the border stays out.
pub fn after(text: &str, at: usize) -> &str {
    let mut count = 0;
    for (index, c) in text.char_indices() {
        if count >= at {
            return &text[index..];
        }
        count += c.len_utf16();
    }
    ""
}

/// Where the agent stops reading this file, characters, for the rule in the editor; `None` where
/// it reads it whole or only by tool.
pub fn cut_at(path: &RelPath, text: &str, per_file: usize) -> Option<usize> {
    let name = path.as_str();
    let in_prompt = BOOTSTRAP.contains(&name);
    in_prompt.then(|| bounded(name, text, per_file).cut_at)?
}

#[cfg(test)]
#[path = "prompt_tests.rs"]
mod tests;
