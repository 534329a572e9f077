//! The settings file Cove writes at its first start.
//!
//! Owns its few lines. Its comments come from the catalogue, in the person's language.

use crate::error::Params;
use crate::words::{Language, Words};

/// The text: beats off, since nobody has asked for them yet, and the language.
pub fn text(words: &Words, language: Language) -> String {
    let comment = |key: &str, indent: &str| -> String {
        words
            .text(language, key, &Params::new())
            .lines()
            .map(|line| format!("{indent}// {line}\n"))
            .collect()
    };
    let tag = language.tag();
    [
        "{\n",
        &comment("config-first-head", "  "),
        "  \"agents\": {\n    \"defaults\": {\n",
        &comment("config-first-heartbeat", "      "),
        "      \"heartbeat\": { \"every\": \"0m\", \"target\": \"last\" }\n    }\n  },\n",
        &comment("config-first-language", "  "),
        &format!("  \"ui\": {{ \"language\": \"{tag}\" }}\n"),
        "}\n",
    ]
    .concat()
}
