//! Which model a person means by what they typed (pure; field-reference.md §5).
//!
//! Owns the order of matching: a short name, the full id, the provider's own id, then a part of
//! any of them. Models of the settings come before those that are only known. At the beginning of
//! a message a word must be more than that to be a model: what may be ordinary words stays text.

use crate::model::{ModelRef, is_practice};

/// Letters a part of a name has at least at the beginning of a message.
const PART: usize = 6;

/// A model that can be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The model.
    pub model: ModelRef,
    /// Its short name.
    pub alias: Option<String>,
    /// The settings name it.
    pub preferred: bool,
}

/// What was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// This one.
    One(ModelRef),
    /// One of these, the newest versions first.
    Several(Vec<ModelRef>),
    /// None that is known.
    Nothing,
}

/// How much of a model's name was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Alias,
    Id,
    Own,
    Part,
}

/// Reads a model's name: `gpt`, `opus`, `openai/gpt-5`, `openai gpt-5`.
pub fn model_named(text: &str, candidates: &[Candidate]) -> Named {
    meant(text, candidates).map_or(Named::Nothing, |(_, named)| named)
}

/// The model at the beginning of a message, and what follows it: `opus`, `openai/gpt-5`,
/// `openai gpt-5`, `gpt-5`, a provider of one model, or six letters that fit one model alone.
pub fn leading_model<'a>(text: &'a str, candidates: &[Candidate]) -> (Option<ModelRef>, &'a str) {
    let text = text.trim();
    let (first, rest) = first_word(text);
    let (second, after) = first_word(rest);
    if !second.is_empty()
        && let Some((Fit::Id, Named::One(model))) = meant(&format!("{first} {second}"), candidates)
    {
        return (Some(model), after);
    }
    match meant(first, candidates) {
        Some((fit, Named::One(model))) if is_no_word(first, fit, candidates) => (Some(model), rest),
        _ => (None, text),
    }
}

fn first_word(text: &str) -> (&str, &str) {
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (first, rest.trim_start())
}

/// Whether a word that fits a model is hardly meant as a word of the message.
fn is_no_word(word: &str, fit: Fit, candidates: &[Candidate]) -> bool {
    let provider = |one: &Candidate| one.model.provider.eq_ignore_ascii_case(word);
    match fit {
        Fit::Alias | Fit::Id => true,
        Fit::Own if !word.chars().all(char::is_alphabetic) => true,
        Fit::Own | Fit::Part => word.chars().count() >= PART || candidates.iter().any(provider),
    }
}

/// What a name means, by the first way in which it fits any model.
fn meant(text: &str, candidates: &[Candidate]) -> Option<(Fit, Named)> {
    let wanted = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join("/")
        .to_lowercase();
    if wanted.is_empty() {
        return None;
    }
    // It needs no settings; only its whole name means it.
    if let Some(practice) = ModelRef::parse(&wanted).filter(is_practice) {
        return Some((Fit::Id, Named::One(practice)));
    }
    [Fit::Alias, Fit::Id, Fit::Own, Fit::Part]
        .into_iter()
        .find_map(|fit| {
            let found = candidates.iter().filter(|one| fits(one, &wanted, fit));
            of_these(found.collect()).map(|named| (fit, named))
        })
}

fn fits(candidate: &Candidate, wanted: &str, fit: Fit) -> bool {
    let id = || candidate.model.to_string().to_lowercase();
    let alias = || candidate.alias.as_deref().map(str::to_lowercase);
    match fit {
        Fit::Alias => alias().is_some_and(|alias| alias == wanted),
        Fit::Id => id() == wanted,
        Fit::Own => candidate.model.model.to_lowercase() == wanted,
        Fit::Part => id().contains(wanted) || alias().is_some_and(|alias| alias.contains(wanted)),
    }
}

/// Those of the settings where there are any; `None` = there is none.
fn of_these(found: Vec<&Candidate>) -> Option<Named> {
    let preferred = found.iter().any(|one| one.preferred);
    let mut models: Vec<ModelRef> = found
        .into_iter()
        .filter(|one| one.preferred == preferred)
        .map(|one| one.model.clone())
        .collect();
    models.sort_by(|one, other| other.cmp(one));
    models.dedup();
    match models.len() {
        0 => None,
        1 => Some(Named::One(models.swap_remove(0))),
        _ => Some(Named::Several(models)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn candidates() -> Vec<Candidate> {
        let candidate = |id: &str, alias: Option<&str>, preferred| Candidate {
            model: ModelRef::parse(id).unwrap(),
            alias: alias.map(str::to_owned),
            preferred,
        };
        vec![
            candidate("anthropic/claude-opus-4-5", Some("opus"), true),
            candidate("anthropic/claude-opus-4-1", None, false),
            candidate("openai/gpt-5", None, false),
            candidate("openai/gpt-5-mini", None, false),
            candidate("ollama/qwen3:8b", None, true),
            candidate("openrouter/qwen/qwen3-max", None, false),
        ]
    }

    fn check(text: &str, expected: &[&str]) {
        let named: Vec<String> = match model_named(text, &candidates()) {
            Named::One(model) => vec![model.to_string()],
            Named::Several(models) => models.iter().map(ToString::to_string).collect(),
            Named::Nothing => Vec::new(),
        };
        assert_eq!(named, expected, "{text}");
    }

    #[test]
    fn a_model_is_meant_by_short_name_id_or_part_and_the_settings_come_first() {
        check("Opus", &["anthropic/claude-opus-4-5"]);
        check("openai/gpt-5", &["openai/gpt-5"]);
        check("openai gpt-5", &["openai/gpt-5"]);
        check("GPT-5", &["openai/gpt-5"]);
        check("mini", &["openai/gpt-5-mini"]);
        check("gpt", &["openai/gpt-5-mini", "openai/gpt-5"]);
        check("qwen", &["ollama/qwen3:8b"]);
        check("opus-4-1", &["anthropic/claude-opus-4-1"]);
        check("tell", &[]);
        check("", &[]);
    }

    fn check_leading(text: &str, expected: (Option<&str>, &str)) {
        let named = |id: &str, alias: Option<&str>| Candidate {
            model: ModelRef::parse(id).unwrap(),
            alias: alias.map(str::to_owned),
            preferred: true,
        };
        let candidates = [
            named("anthropic/claude-opus-4", Some("opus")),
            named("anthropic/claude-sonnet-4", None),
            named("ollama/llama3", None),
            named("fake/small", None),
        ];
        let (model, rest) = leading_model(text, &candidates);
        let model = model.map(|model| model.to_string());
        assert_eq!((model.as_deref(), rest), expected, "{text}");
    }

    #[test]
    fn a_model_is_taken_off_the_beginning_and_other_words_stay() {
        let (opus, sonnet, llama) = (
            Some("anthropic/claude-opus-4"),
            Some("anthropic/claude-sonnet-4"),
            Some("ollama/llama3"),
        );
        check_leading("", (None, ""));
        check_leading("opus", (opus, ""));
        check_leading("OPUS hello there", (opus, "hello there"));
        check_leading("anthropic claude-opus-4 hi", (opus, "hi"));
        check_leading("anthropic/claude-sonnet-4  hi", (sonnet, "hi"));
        check_leading("sonnet hi", (sonnet, "hi"));
        check_leading("ollama", (llama, ""));
        check_leading("llama3 hi", (llama, "hi"));
        check_leading("cove/practice hi", (Some("cove/practice"), "hi"));
        check_leading("practice the piano", (None, "practice the piano"));
        // Fits two, too short, or no model at all.
        check_leading("anthropic hi", (None, "anthropic hi"));
        check_leading("llama hi", (None, "llama hi"));
        check_leading("3 things", (None, "3 things"));
        check_leading("unknown/model hi", (None, "unknown/model hi"));
        check_leading("good morning", (None, "good morning"));
        // A model's own id that is an ordinary word.
        check_leading("small talk, please", (None, "small talk, please"));
        check_leading("fake small talk", (Some("fake/small"), "talk"));
    }
}
