//! Counts the tokens of prompts and plays the providers' prompt caches.
//!
//! Owns: which blocks a prompt is made of, and what was cached.
//! Never: forgets by time; a test that needs an expired cache calls [`PromptCache::clear`].

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::reply::Usage;
use super::request::{ModelRequest, Shape};

/// OpenAI caches nothing shorter, and in steps of the second figure (both tokens).
const OPENAI_CACHE_MINIMUM: u64 = 1024;
const OPENAI_CACHE_STEP: u64 = 128;
/// From a breakpoint Anthropic looks back over this many blocks for an earlier entry.
const ANTHROPIC_LOOKBACK: usize = 20;

/// Prefixes that were sent before.
#[derive(Default)]
pub(crate) struct PromptCache(HashSet<u64>);

/// One block of a prompt in the order in which providers hash them.
struct Block {
    role: String,
    value: Value,
    /// It carries `cache_control`: the prefix that ends here is kept.
    marked: bool,
}

/// A prefix: its hash and its size in tokens.
struct Prefix {
    hash: u64,
    tokens: u64,
    marked: bool,
}

/// Tokens of a request's prompt: tools, system prompt and messages.
pub(crate) fn prompt_tokens(request: &ModelRequest) -> u64 {
    prefixes(request).last().map_or(0, |prefix| prefix.tokens)
}

/// Tokens of a prompt without its last block: what it was before somebody spoke.
pub(crate) fn tokens_before_last(request: &ModelRequest) -> u64 {
    let prefixes = prefixes(request);
    prefixes
        .iter()
        .rev()
        .nth(1)
        .map_or(0, |prefix| prefix.tokens)
}

impl PromptCache {
    /// Forgets everything, as after the cache's life.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Counts a prompt against the cache and remembers it.
    pub(crate) fn count(&mut self, request: &ModelRequest, output: u64) -> Usage {
        let prefixes = prefixes(request);
        let total = prefixes.last().map_or(0, |prefix| prefix.tokens);
        let (cache_read, cache_write) = match request.shape {
            Shape::Anthropic => self.anthropic(&prefixes),
            Shape::Chat | Shape::Responses => (self.openai(&prefixes), 0),
        };
        Usage {
            input: total - cache_read - cache_write,
            cache_read,
            cache_write,
            output,
        }
    }

    /// Only marked prefixes are kept; the longest known one at or before a mark is read.
    fn anthropic(&mut self, prefixes: &[Prefix]) -> (u64, u64) {
        let marks: Vec<usize> = (0..prefixes.len())
            .filter(|index| prefixes[*index].marked)
            .collect();
        let known = |mark: &usize| {
            (mark.saturating_sub(ANTHROPIC_LOOKBACK)..=*mark)
                .rev()
                .find(|index| self.0.contains(&prefixes[*index].hash))
        };
        let read = marks
            .iter()
            .rev()
            .find_map(known)
            .map_or(0, |index| prefixes[index].tokens);
        let kept = marks.last().map_or(0, |mark| prefixes[*mark].tokens);
        self.0.extend(marks.iter().map(|mark| prefixes[*mark].hash));
        (read, kept.saturating_sub(read))
    }

    /// Every prefix is kept by itself; short ones are not worth it.
    fn openai(&mut self, prefixes: &[Prefix]) -> u64 {
        let known = prefixes
            .iter()
            .rev()
            .find(|prefix| self.0.contains(&prefix.hash));
        let read = known.map_or(0, |prefix| prefix.tokens);
        self.0.extend(prefixes.iter().map(|prefix| prefix.hash));
        if read < OPENAI_CACHE_MINIMUM {
            0
        } else {
            read - read % OPENAI_CACHE_STEP
        }
    }
}

fn prefixes(request: &ModelRequest) -> Vec<Prefix> {
    let mut hasher = DefaultHasher::new();
    request.model().hash(&mut hasher);
    let mut weight = 0;
    let mut result: Vec<Prefix> = blocks(request)
        .into_iter()
        .map(|block| {
            format!("{}:{}", block.role, block.value).hash(&mut hasher);
            weight += request.tokenizer.weight(&block.role, &block.value);
            Prefix {
                hash: hasher.finish(),
                tokens: request.tokenizer.of_sum(weight),
                marked: block.marked,
            }
        })
        .collect();
    // A mark on the request itself stands for one on its last block.
    if let Some(last) = result.last_mut() {
        last.marked |= request
            .body
            .get("cache_control")
            .is_some_and(|mark| !mark.is_null());
    }
    result
}

/// Tools, then system, then messages; the order in which Anthropic documents its prefix.
fn blocks(request: &ModelRequest) -> Vec<Block> {
    let tools = request.body["tools"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let mut result: Vec<Block> = tools.iter().map(|tool| block("tool", tool)).collect();
    result.extend(content_blocks("system", &request.body["system"]));
    result.extend(content_blocks("system", &request.body["instructions"]));
    for message in request.messages() {
        let role = message["role"].as_str().unwrap_or_default().to_owned();
        if request.shape == Shape::Anthropic {
            result.extend(content_blocks(&role, &message["content"]));
        } else {
            result.push(block(&role, &message));
        }
    }
    result
}

fn content_blocks(role: &str, content: &Value) -> Vec<Block> {
    match content {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().map(|item| block(role, item)).collect(),
        // A string is one text block: the two ways to write it share their cache entry.
        Value::String(text) => {
            vec![block(
                role,
                &serde_json::json!({"type": "text", "text": text}),
            )]
        }
        other => vec![block(role, other)],
    }
}

fn block(role: &str, value: &Value) -> Block {
    let mut value = value.clone();
    let mark = value
        .as_object_mut()
        .and_then(|fields| fields.shift_remove("cache_control"));
    Block {
        role: role.to_owned(),
        value,
        marked: mark.is_some_and(|mark| !mark.is_null()),
    }
}
