//! Slash commands and pressed buttons, carried out at once.
//!
//! Owns what each command does and the row of the inbox it ends. Never waits behind a turn.

use std::sync::Arc;

use rusqlite::OptionalExtension;

use super::host::Host;
use crate::activity::{Kind, Record, record, remember_answer};
use crate::channel::{ButtonPress, ChannelKind, Route};
use crate::command::{Command, Typed};
use crate::delivery::{self, InboxRow, NewPart, OutboxState, PartKind};
use crate::error::{Params, Problem, params};
use crate::event::{Fact, Outcome, Subject, TurnEnd};
use crate::model::Usage;
use crate::storage::{StorageError, Tx};
use crate::words::Language;

/// Carries a typed command out and answers in its chat.
pub(super) async fn run(host: &Arc<Host>, row: &InboxRow, typed: Typed) {
    let language = row
        .message
        .language
        .as_deref()
        .map_or_else(|| host.language(), Language::from_tag);
    let reply = match typed {
        Typed::Unknown(name) => Ok(host.parts.words.text(
            language,
            "command-unknown",
            &params([("name", name.into())]),
        )),
        Typed::Command(command) => carry_out(host, row, command, language).await,
    };
    let reply = reply.unwrap_or_else(|error| {
        tracing::error!(%error, "a command failed");
        host.parts.words.problem(language, &Problem::from(&error))
    });
    if let Err(error) = answer(host, row, &reply).await {
        // The row stays open; the next start carries the command out again.
        tracing::error!(%error, "the answer to a command could not be stored");
    }
}

async fn carry_out(
    host: &Arc<Host>,
    row: &InboxRow,
    command: Command,
    language: Language,
) -> Result<String, StorageError> {
    let words = &host.parts.words;
    Ok(match command {
        Command::Help => {
            let lines = Command::ALL.map(|command| {
                let what = words.text(
                    language,
                    &format!("command-{}", command.name()),
                    &Params::new(),
                );
                format!("/{}: {what}", command.name())
            });
            format!(
                "{}\n\n{}",
                words.text(language, "command-help-intro", &Params::new()),
                lines.join("\n")
            )
        }
        Command::Status => status(host, row, language).await?,
        Command::Stop => {
            let stopped = match &host.live {
                Some(live) => live.lanes.stop(&row.key).await?,
                None => return Ok(String::new()),
            };
            let told = params([
                ("turn", stopped.turn.to_string().into()),
                ("skipped", stopped.skipped.into()),
            ]);
            words.text(language, "command-stopped", &told)
        }
        Command::Again => {
            let count = again(host, &row.message.route).await?;
            words.text(
                language,
                "command-again-done",
                &params([("count", count.into())]),
            )
        }
        Command::Whoami => {
            let told = params([
                ("sender", row.message.sender.clone().into()),
                ("channel", row.message.route.channel.as_str().into()),
                ("owner", row.message.owner.to_string().into()),
                ("key", row.key.to_string().into()),
            ]);
            words.text(language, "command-whoami-answer", &told)
        }
        Command::Undo if !row.message.owner => {
            words.text(language, "command-owner-only", &Params::new())
        }
        Command::Undo => match undo_newest(host).await {
            Ok(label) => {
                let label = words.text(language, &label.code, &label.params);
                words.text(
                    language,
                    "command-undone",
                    &params([("label", label.into())]),
                )
            }
            Err(problem) => words.problem(language, &problem),
        },
    })
}

async fn undo_newest(host: &Arc<Host>) -> Result<Problem, Problem> {
    let undo = host
        .live()?
        .undo
        .get()
        .cloned()
        .ok_or_else(|| Problem::new("gateway-needed"))?;
    undo.newest(host).await
}

/// In under twelve lines: model, context, cost, queue, channels.
async fn status(
    host: &Arc<Host>,
    row: &InboxRow,
    language: Language,
) -> Result<String, StorageError> {
    let config = host.config().current();
    let model = config
        .model_chain(row.key.agent())
        .first()
        .cloned()
        .unwrap_or_else(crate::model::practice_model);
    let info = host.parts.models.info(&model);
    let record = host.parts.sessions.record(&row.key);
    let number = |name: &str| {
        record
            .as_ref()
            .and_then(|record| record.number(name))
            .unwrap_or(0)
    };
    let (working, waiting) = host
        .live
        .as_ref()
        .map_or((0, 0), |live| live.lanes.counts());
    let since = crate::ledger::start_of_day(host.now(), &host.parts.zone());
    let spent = host
        .db()
        .read(move |connection| crate::ledger::cost_since(connection, since))
        .await?;
    let window = u64::try_from(number("contextTokens"))
        .ok()
        .filter(|window| *window > 0)
        .unwrap_or(info.context_tokens);
    let used = u64::try_from(number("totalTokens")).unwrap_or(0);
    let told = params([
        ("model", info.label.into()),
        (
            "practice",
            crate::model::is_practice(&model).to_string().into(),
        ),
        ("used", crate::words::short_count(used).into()),
        ("window", crate::words::short_count(window).into()),
        ("percent", crate::context::percent(used, window).into()),
        ("cost", crate::words::dollars(spent).into()),
        ("working", working.into()),
        ("waiting", waiting.into()),
        ("paused", host.paused.borrow().to_string().into()),
    ]);
    Ok(host
        .parts
        .words
        .text(language, "command-status-answer", &told))
}

/// Sends again what may not have arrived in a chat, and says how many parts.
async fn again(host: &Arc<Host>, route: &Route) -> Result<usize, StorageError> {
    let (wanted, now) = (route.clone(), host.now());
    let ids = host
        .db()
        .write(move |tx| {
            let open = delivery::list_outbox(tx, false, 1_000)?;
            let here = |row: &&delivery::OutboxRow| {
                row.state == OutboxState::Unknown && row.part.route == wanted
            };
            let ids: Vec<String> = open.iter().filter(here).map(|row| row.id.clone()).collect();
            for id in &ids {
                delivery::requeue(tx, id, OutboxState::Pending, now)?;
            }
            Ok(ids)
        })
        .await?;
    if !ids.is_empty() {
        host.parts.sender.nudge(route);
        host.events().changed(Subject::Deliveries, None);
        host.events().changed(Subject::Status, None);
    }
    Ok(ids.len())
}

/// Ends the row and sends the answer; in the window it is a note of the conversation.
async fn answer(host: &Arc<Host>, row: &InboxRow, reply: &str) -> Result<(), StorageError> {
    let (parts, route) = (&host.parts, &row.message.route);
    let cause = format!("command:{}", row.message.id);
    let local = matches!(route.channel, ChannelKind::Desktop | ChannelKind::Cli);
    let rendered: Vec<NewPart> = match local {
        true => Vec::new(),
        false => parts
            .channels
            .render(route, reply)
            .into_iter()
            .map(|part| NewPart {
                cause: cause.clone(),
                kind: PartKind::Notice,
                part,
            })
            .collect(),
    };
    let (ids, now, turn) = (
        vec![row.message.id.clone()],
        parts.clock.now_ms(),
        cause.clone(),
    );
    let reply_kept = serde_json::Value::from(reply);
    parts
        .db
        .write(move |tx: &Tx<'_>| {
            delivery::enqueue(tx, &rendered, now)?;
            remember_answer(tx, &turn, "command", &reply_kept, now)?;
            delivery::finish(tx, &ids, &turn, None)
        })
        .await?;
    if !local {
        parts.sender.nudge(route);
    }
    parts.events.publish(Fact::TurnEnded {
        session_key: row.key.to_string(),
        turn_id: cause,
        inbox_ids: vec![row.message.id.clone()],
        end: TurnEnd {
            outcome: Outcome::Done,
            reply: reply.to_owned(),
            session_id: parts
                .sessions
                .find(&row.key)
                .map(|found| found.session_id)
                .unwrap_or_default(),
            usage: Usage::default(),
            cost: Some(0),
            model: None,
            practice: false,
            problem: None,
        },
    });
    Ok(())
}

/// Answers a pressed button; each press counts once.
pub(super) async fn press(
    host: &Arc<Host>,
    press: ButtonPress,
    cursor: Option<i64>,
) -> Result<String, StorageError> {
    let language = host.language();
    let button = format!(
        "{}:{}:{}",
        press.route.peer,
        press.message_id.clone().unwrap_or_default(),
        press.data
    );
    let (known, key) = (press.id.clone(), button.clone());
    let route = press.route.clone();
    let pressed_before: bool = host
        .db()
        .write(move |tx| {
            if let Some(position) = cursor {
                delivery::move_cursor(tx, route.channel, &route.account, position)?;
            }
            let before: Option<String> = tx
                .query_row(
                    "SELECT answer FROM presses WHERE id IN (?1, ?2)",
                    [&known, &key],
                    |row| row.get(0),
                )
                .optional()?;
            Ok(before.is_some())
        })
        .await?;
    let words = &host.parts.words;
    if pressed_before {
        return Ok(words.text(language, "press-over", &Params::new()));
    }
    let count = if press.data == "again" {
        again(host, &press.route).await?
    } else {
        0
    };
    let (id, now) = (press.id.clone(), host.now());
    host.db()
        .write(move |tx| {
            for id in [&id, &button] {
                tx.execute(
                    "INSERT OR IGNORE INTO presses(id, at, answer) VALUES (?1, ?2, ?3)",
                    rusqlite::params![id, now, count.to_string()],
                )?;
            }
            record(
                tx,
                &Record::new(format!("press:{id}"), now, Kind::Message, "done").about(&id),
            )
        })
        .await?;
    let key = if count > 0 {
        "command-again-done"
    } else {
        "press-over"
    };
    Ok(words.text(language, key, &params([("count", count.into())])))
}
