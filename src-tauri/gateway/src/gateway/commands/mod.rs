//! Slash commands and pressed buttons, carried out; one file a group.
//!
//! Owns the way of a command: may this person use it here, what it does, its one answer. Each
//! ends its row of the inbox with its answer in one transaction; what it changes in the tables
//! joins that transaction, so that a kill leaves both or neither. Never waits behind a turn.

mod about;
mod activation;
mod answer;
mod choices;
mod compact;
mod context;
mod fresh;
mod job_press;
mod model;
mod press;
mod records;
mod status;
mod undo;
mod work;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use futures::future::BoxFuture;

use super::host::Host;
use crate::agent::OperationAnswer;
use crate::channel::ChatType;
use crate::command::{Command, Invocation, Place, Runs, Spec, Typed, Who, nearest};
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
    /// Where a start found this command: the messages said before it that it is to end. They are in
    /// no lane, and what is in its lane was said after it.
    pub found_before: Option<Vec<InboxRow>>,
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

/// An operation of a command that is in its place in the lane.
pub(super) struct InLane {
    done: BoxFuture<'static, Result<OperationAnswer, Problem>>,
    /// Its row is answered by the turn that follows, not by the command.
    answered_by_turn: bool,
}

/// Puts what a command does in the lane into its place there, before anything that is said later.
/// `None` = it does nothing there.
pub(super) fn begin(host: &Host, row: &InboxRow, typed: &Typed) -> Option<Result<InLane, Problem>> {
    let Typed::Command(typed) = typed else {
        return None;
    };
    let spec = typed.command.spec();
    if spec.runs == Runs::Now || not_allowed(spec, row).is_some() {
        return None;
    }
    match typed.command {
        Command::New | Command::Reset => Some(fresh::begin(host, row, typed, cause_of(row))),
        Command::Compact => Some(compact::begin(host, row, typed, cause_of(row))),
        _ => None,
    }
}

/// Carries a typed command out and answers in its chat.
pub(super) async fn run(
    host: &Arc<Host>,
    row: InboxRow,
    typed: Typed,
    found_before: Option<Vec<InboxRow>>,
    in_lane: Option<Result<InLane, Problem>>,
) {
    let language = row
        .message
        .language
        .as_deref()
        .map_or_else(|| host.language(), Language::from_tag);
    let words = &host.parts.words;
    let told = match typed {
        Typed::Unknown(name) => {
            let near = nearest(&name);
            let key = match near {
                Some(_) => "command-unknown-near",
                None => "command-unknown",
            };
            let near = near.unwrap_or_default().into();
            let told = params([("name", name.into()), ("near", near)]);
            Ok(Reply::say(words.text(language, key, &told)))
        }
        Typed::Command(typed) => {
            let asked = Asked {
                host: Arc::clone(host),
                row: row.clone(),
                language,
                typed,
                found_before,
            };
            match not_allowed(asked.typed.command.spec(), &row) {
                Some(key) => Ok(Reply::say(asked.plain(key))),
                None => match in_lane {
                    Some(in_lane) => match finish(&asked, in_lane).await {
                        Ok(Some(reply)) => Ok(reply),
                        Ok(None) => return,
                        Err(problem) => Err(problem),
                    },
                    None => carry_out(&asked).await,
                },
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
        (_, Place::Group) if !group => Some("command-group-only"),
        _ => None,
    }
}

/// Waits for the lane. `None` = the row is not to be answered here: by its turn, or after the
/// next start, which finds what was done.
async fn finish(asked: &Asked, in_lane: Result<InLane, Problem>) -> Result<Option<Reply>, Problem> {
    let in_lane = in_lane?;
    let answer = match in_lane.done.await {
        Err(problem) if problem.code == "gateway-gone" => return Ok(None),
        done => done?,
    };
    if in_lane.answered_by_turn {
        return Ok(None);
    }
    let reply = match asked.typed.command {
        Command::Compact => compact::told(asked, answer),
        _ => fresh::told(asked, answer),
    };
    reply.map(Some)
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
        // Carried out in the lane, which only a running gateway has.
        Command::New | Command::Reset | Command::Compact => Err(Problem::new("gateway-needed")),
        Command::Queue => status::queue(asked),
        Command::Model => model::model(asked).await,
        Command::Models => model::models(asked).await,
        Command::Think => choices::think(asked).await,
        Command::Usage => choices::usage(asked).await,
        Command::Activation => activation::activation(asked).await,
        Command::Sessions => Ok(records::sessions(asked)),
        Command::Export => records::export(asked).await,
    }
}

/// `command:<inbox id>`.
fn cause_of(row: &InboxRow) -> String {
    format!("command:{}", row.message.id)
}
