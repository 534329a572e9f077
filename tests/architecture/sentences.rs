//! Sentences people read stand in the Fluent files, not in Rust.
//!
//! Owns a rule of thumb with few false alarms: a literal of at least four words that begins like
//! a sentence and ends like one, or one written in Chinese. Error texts (`#[error(…)]`), log
//! lines and what is written for the model are no sentences for people.

use super::File;
use super::source::{Literal, read};

/// Places that write for the model: prompts, tools' descriptions, templates of the agent's files.
const FOR_THE_MODEL: [&str; 4] = [
    "/agent/tools/",
    "/context/",
    "/model/practice",
    "/workspace/templates",
];
/// Places that read what people write: their words are forms, not sentences.
const OF_PEOPLE: [&str; 2] = ["/cron/spoken", "/cron/understand"];
/// Says at one literal that it is written for the model.
const MARK: &str = "for the model";
/// Calls whose text goes to the log or to a programmer.
const LOGS: [&str; 7] = [
    "trace!(", "debug!(", "info!(", "warn!(", "error!(", "expect(", "assert",
];
/// Words a sentence has at least.
const WORDS: usize = 4;

/// Literals that look like sentences, as `path:line: text`.
pub fn literals(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| is_for_people(&file.path)) {
        for literal in read(&file.text).literals {
            if is_sentence(&literal.text) && !is_excused(&literal) {
                found.push(format!("{}:{}: {}", file.path, literal.line, literal.text));
            }
        }
    }
    found
}

fn is_for_people(path: &str) -> bool {
    let of_tests = path.contains("test");
    let mut elsewhere = FOR_THE_MODEL.iter().chain(&OF_PEOPLE);
    !of_tests && !elsewhere.any(|place| path.contains(place))
}

fn is_excused(literal: &Literal) -> bool {
    literal.in_attribute
        || literal.before.contains(MARK)
        || LOGS.iter().any(|call| literal.before.contains(call))
}

fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    let chinese = text
        .chars()
        .filter(|letter| ('\u{4e00}'..='\u{9fff}').contains(letter))
        .count();
    let words = text
        .split_whitespace()
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 2)
        .count();
    let begins = text.starts_with(|c: char| c.is_uppercase() || c == '{');
    let ends = text.ends_with(['.', '!', '?', '…', ':', '。', '！', '？']);
    chinese >= WORDS || (words >= WORDS && begins && ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, text: &str, expected: usize) {
        let file = File {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        let found = literals(&[file]);
        assert_eq!(found.len(), expected, "{text}: {found:?}");
    }

    #[test]
    fn a_sentence_in_code_is_found_in_both_languages() {
        check("a.rs", r#"say("The agent could not answer.");"#, 1);
        check("a.rs", r#"say("{name} has not answered yet.");"#, 1);
        check("a.rs", r#"say("现在没有可用的模型");"#, 1);
    }

    #[test]
    fn codes_queries_and_fragments_are_no_sentences() {
        check(
            "a.rs",
            r#"say("error-network", "SELECT id FROM inbox WHERE done = 0");"#,
            0,
        );
        check(
            "a.rs",
            r#"say("agents.defaults.heartbeat.every", "Cove");"#,
            0,
        );
    }

    #[test]
    fn errors_logs_and_the_models_own_words_are_excused() {
        check("a.rs", "#[error(\"The file {0} is no file of ours.\")]", 0);
        check(
            "a.rs",
            "tracing::warn!(\n    \"The tray could not be changed.\");",
            0,
        );
        check(
            "a.rs",
            "// for the model\nlet a = \"Answer with one short line.\";",
            0,
        );
        check(
            "gateway/src/agent/tools/read.rs",
            "\"Reads one file of the workspace.\"",
            0,
        );
        check(
            "gateway/src/agent/tests.rs",
            "\"Reads one file of the workspace.\"",
            0,
        );
        check(
            "gateway/src/agent/turn.rs",
            "\"Reads one file of the workspace.\"",
            1,
        );
    }
}
