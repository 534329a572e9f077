//! Which model a person means by what they typed (pure).
//!
//! Owns the order of matching: a short name, the full id, the provider's own id, then a part of
//! any of them. Models of the settings come before those that are only known.

use crate::model::ModelRef;

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

/// Reads a model's name: `gpt`, `opus`, `openai/gpt-5`, `openai gpt-5`.
pub fn model_named(text: &str, candidates: &[Candidate]) -> Named {
    let wanted = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join("/")
        .to_lowercase();
    if wanted.is_empty() {
        return Named::Nothing;
    }
    let id = |candidate: &Candidate| candidate.model.to_string().to_lowercase();
    let own = |candidate: &Candidate| candidate.model.model.to_lowercase();
    let alias = |candidate: &Candidate| candidate.alias.clone().unwrap_or_default().to_lowercase();
    let matches: [&dyn Fn(&Candidate) -> bool; 4] = [
        &|candidate| alias(candidate) == wanted,
        &|candidate| id(candidate) == wanted,
        &|candidate| own(candidate) == wanted,
        &|candidate| id(candidate).contains(&wanted) || alias(candidate).contains(&wanted),
    ];
    for fits in matches {
        let found: Vec<&Candidate> = candidates.iter().filter(|one| fits(one)).collect();
        let preferred: Vec<&Candidate> =
            found.iter().copied().filter(|one| one.preferred).collect();
        let found = if preferred.is_empty() {
            found
        } else {
            preferred
        };
        let mut models: Vec<ModelRef> = found.into_iter().map(|one| one.model.clone()).collect();
        models.sort_by(|one, other| other.cmp(one));
        models.dedup();
        match models.len() {
            0 => {}
            1 => return Named::One(models.swap_remove(0)),
            _ => return Named::Several(models),
        }
    }
    Named::Nothing
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
}
