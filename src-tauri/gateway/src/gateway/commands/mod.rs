//! Slash commands and pressed buttons, carried out; one file a group.
//!
//! Owns the way of a command: may this person use it here, what it does, its one answer. Each
//! ends its row of the inbox with its answer in one transaction; what it changes in the tables
//! joins that transaction, so that a kill leaves both or neither. Never waits behind a turn.

mod about;
mod answer;
mod context;
mod press;
mod status;
mod undo;
mod work;

use std::sync::Arc;

use super::host::Host;
use crate::channel::ChatType;
use crate::command::{Command, Invocation, Place, Spec, Typed, Who};
use crate::delivery::InboxRow;
use crate::error::{Params, Problem, params};
use crate::words::Language;

use answer::{Reply, answer};
pub(super) use press::press;

/// A command with what its handler needs.
pub(super) struct Asked {
    pub host: Arc<Host>,
    /// The message it came as.
    pub row: InboxRow,
    /// The language of its answer.
    pub language: Language,
    /// What was typed.
    pub typed: Invocation,
    /// Messages a start found before this command and keeps back until it is carried out.
    pub held_back: Vec<InboxRow>,
}

impl Asked {
    /// What stands in everything this command changes, the same after a restart.
    pub fn cause(&self) -> String {
        cause_of(&self.row)
    }

    /// A sentence.
    pub fn text(&self, key: &str, params: &Params) -> String {
        self.host.parts.words.text(self.language, key, params)
    }

    /// A sentence without parameters.
    pub fn plain(&self, key: &str) -> String {
        self.text(key, &Params::new())
    }
}

/// Carries a typed command out and answers in its chat.
pub(super) async fn run(host: &Arc<Host>, row: InboxRow, typed: Typed, held_back: Vec<InboxRow>) {
    let language = row
        .message
        .language
        .as_deref()
        .map_or_else(|| host.language(), Language::from_tag);
    let words = &host.parts.words;
    let told = match typed {
        Typed::Unknown(name) => {
            let told = params([("name", name.into())]);
            Ok(Reply::say(words.text(language, "command-unknown", &told)))
        }
        Typed::Command(typed) => {
            let asked = Asked {
                host: Arc::clone(host),
                row: row.clone(),
                language,
                typed,
                held_back,
            };
            match not_allowed(asked.typed.command.spec(), &row) {
                Some(key) => Ok(Reply::say(asked.plain(key))),
                None => carry_out(&asked).await,
            }
        }
    };
    let reply = told.unwrap_or_else(|problem| {
        tracing::info!(code = problem.code, "a command was refused");
        Reply::say(words.explain(language, &problem))
    });
    if let Err(error) = answer(host, &row, reply).await {
        // The row stays open; the next start carries the command out again and finds what it did.
        tracing::error!(%error, "the answer to a command could not be stored");
    }
}

/// Why this person may not use it here, as a sentence's key.
fn not_allowed(spec: &Spec, row: &InboxRow) -> Option<&'static str> {
    let group = row.message.route.chat_type == ChatType::Group;
    match (spec.who, spec.place) {
        (Who::Owner, _) if !row.message.owner => Some("command-owner-only"),
        (_, Place::Direct) if group => Some("command-direct-only"),
        _ => None,
    }
}

async fn carry_out(asked: &Asked) -> Result<Reply, Problem> {
    match asked.typed.command {
        Command::Help => Ok(about::help(asked)),
        Command::Commands => Ok(about::commands(asked)),
        Command::Whoami => Ok(about::whoami(asked)),
        Command::Status => status::status(asked).await,
        Command::Context => context::context(asked).await,
        Command::Stop => work::stop(asked),
        Command::Again => Ok(work::again(asked)),
        Command::Undo => undo::undo(asked).await,
    }
}

/// `command:<inbox id>`.
fn cause_of(row: &InboxRow) -> String {
    format!("command:{}", row.message.id)
}
