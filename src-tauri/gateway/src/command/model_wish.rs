//! Which model a person means (pure; field-reference.md §5).
//!
//! Owns the spellings: an alias, `provider/model`, two words `provider model`, or a part of a name
//! that fits one model alone. What fits nothing is ordinary text.

use std::collections::BTreeMap;

use crate::model::{ModelRef, is_practice};

/// Letters a part of a name has at least, or it is taken for a word of the message.
const PART: usize = 6;

/// The models a person may name.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// Short names.
    pub aliases: &'a BTreeMap<String, ModelRef>,
    /// Those that are allowed.
    pub models: &'a [ModelRef],
}

/// The model at the beginning of a text, and what follows it.
pub fn leading_model<'a>(text: &'a str, choice: Choice<'_>) -> (Option<ModelRef>, &'a str) {
    let text = text.trim();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let rest = rest.trim_start();
    let (second, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let both = exact(&format!("{first}/{second}"), choice).filter(|_| !second.is_empty());
    if let Some(model) = both {
        return (Some(model), after.trim_start());
    }
    match wished_model(first, choice) {
        Some(model) => (Some(model), rest),
        None => (None, text),
    }
}

/// The model one word names.
pub fn wished_model(word: &str, choice: Choice<'_>) -> Option<ModelRef> {
    let word = word.trim();
    exact(word, choice).or_else(|| part(&word.to_lowercase(), choice))
}

fn exact(word: &str, choice: Choice<'_>) -> Option<ModelRef> {
    let alias = choice
        .aliases
        .iter()
        .find(|(alias, _)| alias.eq_ignore_ascii_case(word));
    alias.map(|(_, model)| model.clone()).or_else(|| {
        let named = |model: &&ModelRef| model.to_string().eq_ignore_ascii_case(word);
        let listed = choice.models.iter().find(named).cloned();
        // It needs no settings; only its whole name means it.
        listed.or_else(|| ModelRef::parse(&word.to_lowercase()).filter(is_practice))
    })
}

fn part(word: &str, choice: Choice<'_>) -> Option<ModelRef> {
    let provider = choice.models.iter().any(|model| model.provider == word);
    if !provider && word.chars().count() < PART {
        return None;
    }
    let mut fits = choice
        .models
        .iter()
        .filter(|model| model.to_string().to_lowercase().contains(word));
    let only = fits.next()?;
    fits.next().is_none().then(|| only.clone())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(text: &str, expected: (Option<&str>, &str)) {
        let models: Vec<ModelRef> = [
            "anthropic/claude-opus-4",
            "anthropic/claude-sonnet-4",
            "ollama/llama3",
        ]
        .iter()
        .map(|id| ModelRef::parse(id).unwrap())
        .collect();
        let aliases = BTreeMap::from([("opus".to_owned(), models[0].clone())]);
        let choice = Choice {
            aliases: &aliases,
            models: &models,
        };
        let (model, rest) = leading_model(text, choice);
        let model = model.map(|model| model.to_string());
        assert_eq!((model.as_deref(), rest), expected, "{text}");
    }

    #[test]
    fn a_model_is_taken_off_the_beginning_and_other_words_stay() {
        let (opus, sonnet) = (
            Some("anthropic/claude-opus-4"),
            Some("anthropic/claude-sonnet-4"),
        );
        check("", (None, ""));
        check("opus", (opus, ""));
        check("OPUS hello there", (opus, "hello there"));
        check("anthropic claude-opus-4 hi", (opus, "hi"));
        check("anthropic/claude-sonnet-4  hi", (sonnet, "hi"));
        check("sonnet hi", (sonnet, "hi"));
        check("ollama", (Some("ollama/llama3"), ""));
        check("cove/practice hi", (Some("cove/practice"), "hi"));
        check("practice the piano", (None, "practice the piano"));
        // Fits two, too short, or no model at all.
        check("anthropic hi", (None, "anthropic hi"));
        check("llama hi", (None, "llama hi"));
        check("unknown/model hi", (None, "unknown/model hi"));
        check("good morning", (None, "good morning"));
    }
}
