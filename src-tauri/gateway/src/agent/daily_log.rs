//! The daily log of all conversations: a line for each turn, where a channel's switch is on.
//!
//! Owns the form of the line. Written when the turn has ended; a kill in between loses a line, never
//! doubles one.

use super::request::today;
use super::turn::{Turn, TurnError};
use crate::clock::{Ms, local_minute};
use crate::workspace::{Author, RelPath, added_line};

/// Characters of what was said, on each side.
const GIST: usize = 100;

impl Turn<'_> {
    /// Notes what was said and answered.
    pub(super) async fn log(&self, reply: &str, now: Ms) -> Result<(), TurnError> {
        let message = &self.rows[0].message;
        let channel = message.route.channel.as_str();
        let config = self.parts.config.current();
        if reply.is_empty()
            || !config
                .messages
                .cove
                .daily_log
                .iter()
                .any(|on| on == channel)
        {
            return Ok(());
        }
        let asked: Vec<&str> = self
            .rows
            .iter()
            .map(|row| row.message.text.as_str())
            .collect();
        let asked = self.parts.redactor.redact(&asked.join(" ")).into_owned();
        let zone = self.parts.zone();
        let from = message.sender_name.as_deref().filter(|_| !message.owner);
        let line = line(&local_minute(now, &zone), channel, from, &asked, reply);
        let path = RelPath::parse(&format!("memory/{}.md", today(now, &zone)))?;
        let added = move |held: Option<&str>| (Some(added_line(held, &line)), ());
        let files = &self.home.files;
        files
            .update(&path, Some(self.id.clone()), Author::Cove, None, added)
            .await?;
        Ok(())
    }
}

/// `- 14:05 · telegram · what was asked → what was answered`.
fn line(at: &str, channel: &str, from: Option<&str>, asked: &str, reply: &str) -> String {
    let time = at.rsplit(' ').next().unwrap_or(at);
    let from = from.map_or_else(String::new, |name| format!("{name}: "));
    format!(
        "- {time} · {channel} · {from}{} → {}",
        gist(asked),
        gist(reply)
    )
}

/// Its beginning, in one line.
fn gist(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    match text.char_indices().nth(GIST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_is_one_line_however_much_was_said() {
        let at = "2026-11-21 14:05";
        let check = |from: Option<&str>, asked: &str, reply: &str, expected: &str| {
            assert_eq!(line(at, "telegram", from, asked, reply), expected);
        };
        check(
            None,
            "milk?",
            "Noted.",
            "- 14:05 · telegram · milk? → Noted.",
        );
        check(
            Some("Bob"),
            "one\n\ntwo",
            "a\nb",
            "- 14:05 · telegram · Bob: one two → a b",
        );
        let long = "word ".repeat(50);
        let found = line(at, "telegram", None, &long, "ok");
        assert!(
            found.contains("word… → ok") && !found.contains('\n'),
            "{found}"
        );
    }
}
