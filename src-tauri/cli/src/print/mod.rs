//! Output: JSON for programs, lines and tables for people.
//!
//! Owns the one writer to standard output. Never asks for anything.

pub mod error;
pub mod jobs;
pub mod lists;
pub mod money;
pub mod session;
pub mod status;
pub mod turn;

use std::cell::OnceCell;
use std::io::Write;

use chrono::{DateTime, Local, Utc};
use comfy_table::{Table, presets};
use cove_gateway::api::Changed;
use cove_gateway::error::{Params, Problem, params};
use cove_gateway::words::{Language, Words};
use serde::Serialize;
use serde_json::Value;

use crate::failure::Failure;

/// What is printed and how.
pub struct Printer<'a> {
    out: &'a mut dyn Write,
    /// For programs.
    pub json: bool,
    /// Of the sentences.
    pub language: Language,
    words: OnceCell<Words>,
    utc: bool,
}

impl<'a> Printer<'a> {
    /// Prints to `out` in the computer's zone.
    pub fn new(out: &'a mut dyn Write, json: bool, language: Language) -> Self {
        Self {
            out,
            json,
            language,
            words: OnceCell::new(),
            utc: false,
        }
    }

    /// Prints times in UTC, so that a test sees the same everywhere.
    #[cfg(test)]
    pub fn in_utc(mut self) -> Self {
        self.utc = true;
        self
    }

    /// Every sentence.
    pub fn catalogue(&self) -> &Words {
        self.words.get_or_init(Words::load)
    }

    /// The sentence of a key.
    pub fn words(&self, key: &str, params: &Params) -> String {
        self.catalogue().text(self.language, key, params)
    }

    /// What a person at the command line can do about a problem.
    pub fn hint(&self, problem: &Problem) -> Option<String> {
        self.words
            .get_or_init(Words::load)
            .cli_hint(self.language, problem)
    }

    /// The sentence of a key without parameters.
    pub fn word(&self, key: &str) -> String {
        self.words(key, &Params::new())
    }

    /// One value, one line.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string(value).unwrap_or_default();
        self.raw(&format!("{text}\n"))
    }

    /// A line beside the output, on standard error.
    pub fn aside(&self, text: &str) -> Result<(), Failure> {
        writeln!(std::io::stderr(), "{}", harmless(text)).map_err(|_| Failure::Unread)
    }

    /// A line for a person; what would steer a terminal is left out.
    pub fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.raw(&format!("{}\n", harmless(text)))
    }

    /// A piece of a line, shown at once.
    pub fn piece(&mut self, text: &str) -> Result<(), Failure> {
        self.raw(&harmless(text))
    }

    /// Exactly this, shown at once.
    pub fn raw(&mut self, text: &str) -> Result<(), Failure> {
        let written = self.out.write_all(text.as_bytes());
        // A writer that takes nothing more has no reader left: see `Failure::Unread`.
        written
            .and_then(|()| self.out.flush())
            .map_err(|_| Failure::Unread)
    }

    /// The sentence of a key as a line.
    pub fn say(&mut self, key: &str, params: &Params) -> Result<(), Failure> {
        let text = self.words(key, params);
        self.line(&text)
    }

    /// The answer of a change: the sentence of `key`, and how to take it back.
    pub fn changed(&mut self, changed: &Changed, key: &str, named: &str) -> Result<(), Failure> {
        self.changed_with(changed, key, &params([("name", named.into())]))
    }

    /// [`Self::changed`] for a sentence of several parameters.
    pub fn changed_with(
        &mut self,
        changed: &Changed,
        key: &str,
        told: &Params,
    ) -> Result<(), Failure> {
        if self.json {
            return self.json(changed);
        }
        self.say(key, told)?;
        match &changed.undo {
            Some(undo) => self.say("cli-undo", &params([("id", undo.id.as_str().into())])),
            None => Ok(()),
        }
    }

    /// Rows under headers, or the sentence of `empty`.
    pub fn table<const N: usize>(
        &mut self,
        headers: [&str; N],
        rows: Vec<[String; N]>,
        empty: &str,
    ) -> Result<(), Failure> {
        if rows.is_empty() {
            return self.say(empty, &Params::new());
        }
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.force_no_tty();
        table.set_header(headers.map(|header| self.word(&format!("cli-column-{header}"))));
        for row in rows {
            table.add_row(row.map(|cell| harmless(&cell)));
        }
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        for line in table.lines() {
            self.line(line.trim_end())?;
        }
        Ok(())
    }

    /// A time for a person: the computer's zone, to the minute.
    pub fn time(&self, at: i64) -> String {
        self.shown(at, "%Y-%m-%d %H:%M")
    }

    /// The same to the second.
    pub fn second(&self, at: i64) -> String {
        self.shown(at, "%Y-%m-%d %H:%M:%S")
    }

    fn shown(&self, at: i64, form: &str) -> String {
        let at: DateTime<Utc> = cove_gateway::clock::utc(at);
        if self.utc {
            at.format(form).to_string()
        } else {
            at.with_timezone(&Local).format(form).to_string()
        }
    }
}

/// A value under the field's name: `{"sessions": […]}`.
pub fn named(name: &str, value: &impl Serialize) -> Value {
    serde_json::json!({ name: value })
}

/// Text without control characters other than line breaks and tabs.
fn harmless(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_left_out() {
        assert_eq!(harmless("a\u{1b}[31mb\tc\n\u{7}"), "a[31mb\tc\n");
    }
}
