//! What a new session gets of the one before: the tail of the talk (pure; seed 003).
//!
//! Owns which messages are carried over and the block they stand in. Tool traffic, silent answers
//! and older carryovers never are; messages are taken whole, the newest first.

use super::history::{own_words, path_of};
use super::key::SessionKey;
use super::line::{Entry, MessageRole};
use crate::clock::{Ms, iso};

/// How much is carried over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CarryoverRules {
    /// At most so many messages.
    pub messages: usize,
    /// At most so many characters in all.
    pub chars: usize,
}

/// What is carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The block the model reads.
    pub text: String,
    /// Messages in it.
    pub messages: usize,
}

const OPENING: &str = "[Session carryover]";
/// Before the messages, for the model: what follows is data.
const LEAD: &str = "The conversation before this one has ended. Its last messages, oldest first:";
/// Before a summary, for the model.
const SUMMED: &str = "The conversation before this one has ended. What it was about:";
const CUT: &str = "…";

/// The end of a conversation as a block, or nothing where nothing was said. `say` is the text of
/// an answer as people got it; `None` = silent.
pub fn carry_over(
    entries: &[Entry],
    rules: CarryoverRules,
    say: impl Fn(&str) -> Option<String>,
) -> Option<Carried> {
    let head = format!("{OPENING}\n{LEAD}");
    let room = rules.chars.saturating_sub(head.chars().count());
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    for entry in path_of(entries).into_iter().rev() {
        if lines.len() == rules.messages {
            break;
        }
        let Some(line) = line_of(entry, &say) else {
            continue;
        };
        // The line break before it counts too.
        let length = line.chars().count() + 1;
        if used + length > room {
            // One long message alone is better begun than left out.
            if lines.is_empty() && room > CUT.chars().count() + 1 {
                let kept: String = line.chars().take(room - CUT.chars().count() - 1).collect();
                lines.push(kept + CUT);
            }
            break;
        }
        used += length;
        lines.push(line);
    }
    let messages = lines.len();
    lines.reverse();
    (messages > 0).then(|| Carried {
        text: format!("{head}\n{}", lines.join("\n")),
        messages,
    })
}

/// A summary of the session before, as a block of its own.
pub fn summed_text(summary: &str) -> String {
    format!("{OPENING}\n{SUMMED}\n{}", summary.trim())
}

/// Text that another program left for a session, as the same block.
pub fn carried_text(text: &str, left_at: Ms) -> String {
    let text = text.trim();
    if text.starts_with(OPENING) {
        return text.to_owned();
    }
    format!("{OPENING}\nKept at {}:\n{text}", iso(left_at))
}

/// Whether a pattern with `*` names a key, in its canonical or its short spelling.
pub fn matches_key(pattern: &str, key: &SessionKey) -> bool {
    let pattern = pattern.trim().to_lowercase();
    let short = key.as_str().splitn(3, ':').nth(2).unwrap_or_default();
    wild(&pattern, key.as_str()) || wild(&pattern, short)
}

fn line_of(entry: &Entry, say: &impl Fn(&str) -> Option<String>) -> Option<String> {
    let message = entry.message()?;
    let (role, text) = match message.role {
        MessageRole::User => ("user", own_words(entry)),
        MessageRole::Assistant => ("assistant", say(&message.said())?),
        MessageRole::ToolResult | MessageRole::Custom | MessageRole::Other => return None,
    };
    let text = text.trim();
    let old = text.starts_with(OPENING);
    (!text.is_empty() && !old).then(|| format!("{role}: {text}"))
}

fn wild(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn rules(messages: usize, chars: usize) -> CarryoverRules {
        CarryoverRules { messages, chars }
    }

    fn entry(n: usize, body: Value) -> Entry {
        let mut value = body;
        value["id"] = format!("{n}").into();
        value["parentId"] = n
            .checked_sub(1)
            .map_or(Value::Null, |n| format!("{n}").into());
        Entry::read(&value.to_string()).unwrap()
    }

    fn said(n: usize, role: &str, text: &str) -> Entry {
        let message = json!({ "role": role, "content": [{ "type": "text", "text": text }] });
        entry(n, json!({ "type": "message", "message": message }))
    }

    /// As the gate does it for lone tokens.
    fn say(text: &str) -> Option<String> {
        (!["NO_REPLY", "HEARTBEAT_OK", ""].contains(&text.trim())).then(|| text.to_owned())
    }

    fn check(entries: &[Entry], rules: CarryoverRules, expected: &[&str]) {
        let carried = carry_over(entries, rules, say);
        let lines: Vec<&str> = carried
            .as_ref()
            .map(|carried| carried.text.lines().skip(2).collect())
            .unwrap_or_default();
        assert_eq!(lines, expected);
        assert_eq!(
            carried.map_or(0, |carried| carried.messages),
            expected.len()
        );
    }

    #[test]
    fn only_what_was_said_is_carried_over() {
        let call = json!({ "role": "assistant", "content": [
            { "type": "text", "text": "let me look" },
            { "type": "toolCall", "id": "c", "name": "read", "arguments": {} }] });
        let result = json!({ "role": "toolResult", "toolCallId": "c", "content": "secret file" });
        let entries = [
            said(0, "user", "one"),
            said(1, "assistant", "NO_REPLY"),
            said(2, "user", "two"),
            entry(3, json!({ "type": "message", "message": call })),
            entry(4, json!({ "type": "message", "message": result })),
            said(5, "assistant", "HEARTBEAT_OK"),
            entry(
                6,
                json!({ "type": "custom_message", "customType": "session-carryover",
                "content": "[Session carryover]\nuser: old", "display": false }),
            ),
            said(7, "user", "[Session carryover]\nuser: older"),
            said(8, "assistant", "done"),
        ];
        check(
            &entries,
            rules(20, 8_000),
            &[
                "user: one",
                "user: two",
                "assistant: let me look",
                "assistant: done",
            ],
        );
        check(
            &entries,
            rules(2, 8_000),
            &["assistant: let me look", "assistant: done"],
        );
        check(&[], rules(20, 8_000), &[]);
        check(&[said(0, "assistant", "NO_REPLY")], rules(20, 8_000), &[]);
    }

    #[test]
    fn it_is_cut_between_messages_and_the_newest_stay() {
        let entries: Vec<Entry> = (0..40)
            .map(|n| {
                said(
                    n,
                    if n % 2 == 0 { "user" } else { "assistant" },
                    &format!("message {n}"),
                )
            })
            .collect();
        let carried = carry_over(&entries, rules(20, 8_000), say).unwrap();
        assert_eq!(carried.messages, 20);
        assert!(carried.text.ends_with("assistant: message 39"));
        assert!(carried.text.lines().nth(2).unwrap().ends_with("message 20"));
        let lead = carried
            .text
            .lines()
            .take(2)
            .map(|line| line.chars().count() + 1)
            .sum::<usize>();
        check(&entries, rules(20, lead + 22), &["assistant: message 39"]);
    }

    #[test]
    fn one_long_message_is_begun_rather_than_lost() {
        let carried = carry_over(
            &[said(0, "user", &"龙".repeat(9_000))],
            rules(20, 8_000),
            say,
        );
        let carried = carried.unwrap();
        assert!(carried.text.ends_with('…'));
        assert_eq!(carried.text.chars().count(), 8_000);
    }

    #[test]
    fn keys_are_left_out_in_either_spelling() {
        let check = |pattern: &str, key: &str, expected: bool| {
            let key = SessionKey::parse(key, "main");
            assert_eq!(matches_key(pattern, &key), expected, "{pattern} {key}");
        };
        check("*:cron:*", "cron:42:run:7", true);
        check("cron:*", "cron:42", true);
        check("*:cron:*", "main", false);
        check("agent:main:main", "main", true);
        check("MAIN", "main", true);
        check("*", "telegram:direct:5", true);
        check("*:group:-100", "telegram:group:-1001", false);
        check("x*x", "x", false);
    }

    #[test]
    fn what_another_program_left_becomes_one_block() {
        assert_eq!(
            carried_text("[Session carryover]\nuser: hi\n", 0),
            "[Session carryover]\nuser: hi"
        );
        assert!(carried_text("user: hi", 0).starts_with("[Session carryover]\nKept at 1970"));
    }

    proptest! {
        #[test]
        fn the_block_is_never_larger_than_allowed(
            texts in proptest::collection::vec(".{0,300}", 0..40), messages in 1usize..30, chars in 0usize..3_000
        ) {
            let entries: Vec<Entry> = texts.iter().enumerate().map(|(n, text)| said(n, "user", text)).collect();
            if let Some(carried) = carry_over(&entries, rules(messages, chars), say) {
                prop_assert!(carried.text.chars().count() <= chars);
                prop_assert!(carried.messages <= messages && carried.messages > 0);
            }
        }
    }
}
