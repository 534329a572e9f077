//! What a person does to a message after it was sent: changes it, reacts to an answer.
//!
//! Owns what becomes of that: a message that still waits is changed where it waits; else the next
//! turn of its conversation is told in one line. Never begins a turn.

use std::sync::Arc;

use super::host::Host;
use crate::activity::{Kind, Record, record};
use crate::channel::{ChatType, Inbound, Reacted, Route, route};
use crate::clock::Ms;
use crate::delivery::{self, Amended, InboxState, Written};
use crate::error::Problem;
use crate::event::Subject;
use crate::heartbeat::{SystemEvent, WakeMode, queue_event};
use crate::session::SessionKey;
use crate::storage::{StorageError, Tx};

/// Characters of a message that a line about it quotes.
const QUOTED: usize = 400;

/// A message was changed by its writer. One nobody has begun to answer is changed where it waits.
pub(super) async fn edited(
    host: &Arc<Host>,
    edit: Inbound,
    cursor: Option<i64>,
) -> Result<(), StorageError> {
    let now = host.now();
    let looked = edit.clone();
    let read = host.db().read(move |connection| {
        let id = looked.message_id.as_deref().unwrap_or_default();
        delivery::written_as(connection, &looked.route, id)
    });
    let held = read.await?;
    let waits = held.as_ref().is_some_and(|held| {
        held.state == InboxState::Received && amend(host, &held.key, &held.id, &edit)
    });
    let key = match &held {
        Some(held) => held.key.clone(),
        None => key_of(host, &edit),
    };
    host.db()
        .write(move |tx| {
            move_on(tx, &edit, cursor)?;
            match held {
                Some(held) if same(&held, &edit) => Ok(()),
                Some(held) if waits => {
                    let changed = Inbound {
                        text: edit.text,
                        brought: edit.brought,
                        ..held.message
                    };
                    delivery::rewrite(tx, &held.id, &changed)?;
                    told(tx, &edit.id, "edited", &changed, now)
                }
                // What nobody has read of a group tells nobody anything.
                None if edit.route.chat_type == ChatType::Group => {
                    match delivery::amend_overheard(tx, &edit, &key)? {
                        Amended::Waits => told(tx, &edit.id, "edited", &edit, now),
                        Amended::Read(before) if before != edit.text => {
                            let line = changed_line(&before, &edit);
                            queue_event(tx, &later(&edit.id, &key, &line), now)?;
                            told(tx, &edit.id, "edited", &edit, now)
                        }
                        Amended::Read(_) => Ok(()),
                        Amended::Unknown => {
                            let reason = Problem::new("telegram-edit-ignored");
                            let id = format!("message:{}", edit.id);
                            let aside = Record::new(id, now, Kind::Message, "set-aside")
                                .about(&edit.id)
                                .because(reason)
                                .with("channel", edit.route.channel.as_str())
                                .with("peer", edit.route.peer.clone());
                            record(tx, &aside)
                        }
                    }
                }
                held => {
                    let before = held.map(|held| held.message.text).unwrap_or_default();
                    let line = changed_line(&before, &edit);
                    queue_event(tx, &later(&edit.id, &key, &line), now)?;
                    told(tx, &edit.id, "edited", &edit, now)
                }
            }
        })
        .await?;
    host.events().changed(Subject::Activity, None);
    Ok(())
}

/// A person reacted to a message. A reaction to an answer is told with the next turn; any other is
/// only recorded.
pub(super) async fn reacted(
    host: &Arc<Host>,
    reacted: Reacted,
    cursor: Option<i64>,
) -> Result<(), StorageError> {
    let (now, config) = (host.now(), host.config().current());
    host.db()
        .write(move |tx| {
            if let Some(position) = cursor {
                let route = &reacted.route;
                delivery::move_cursor(tx, route.channel, &route.account, position)?;
            }
            let answer = delivery::sent_as(tx, &reacted.route, &reacted.message_id)?;
            let outcome = match &answer {
                Some(answer) => {
                    // A reaction does not say in which topic it is; the answer knows.
                    let place = Route {
                        thread: answer.thread.clone(),
                        ..reacted.route.clone()
                    };
                    let routed = route(&config, &place, reacted.owner);
                    let key = SessionKey::parse(&routed.key, &routed.agent);
                    let line = reaction_line(&reacted, &answer.text);
                    queue_event(tx, &later(&reacted.id, &key, &line), now)?;
                    "reacted"
                }
                None => "reacted-elsewhere",
            };
            let record_of = Record::new(
                format!("message:{}", reacted.id),
                now,
                Kind::Message,
                outcome,
            )
            .about(&reacted.id)
            .with("channel", reacted.route.channel.as_str())
            .with("peer", reacted.route.peer.clone())
            .with("emoji", reacted.now.join(" "));
            record(tx, &record_of)
        })
        .await?;
    host.events().changed(Subject::Activity, None);
    Ok(())
}

/// Changes the message in its lane; `false` = it does not wait there.
fn amend(host: &Host, key: &SessionKey, id: &str, edit: &Inbound) -> bool {
    host.live.as_ref().is_some_and(|live| {
        live.lanes.amend(key, id, |row| {
            row.message.text.clone_from(&edit.text);
            row.message.brought.clone_from(&edit.brought);
        })
    })
}

fn key_of(host: &Host, message: &Inbound) -> SessionKey {
    let routed = route(&host.config().current(), &message.route, message.owner);
    SessionKey::parse(&routed.key, &routed.agent)
}

/// Telegram tells of an edit also where only a preview of a link came.
fn same(held: &Written, edit: &Inbound) -> bool {
    held.message.text == edit.text && held.message.brought == edit.brought
}

fn move_on(tx: &Tx<'_>, edit: &Inbound, cursor: Option<i64>) -> Result<(), StorageError> {
    let Some(position) = cursor else {
        return Ok(());
    };
    delivery::move_cursor(tx, edit.route.channel, &edit.route.account, position)
}

fn told(
    tx: &Tx<'_>,
    id: &str,
    outcome: &str,
    message: &Inbound,
    now: Ms,
) -> Result<(), StorageError> {
    let told = Record::new(format!("message:{id}"), now, Kind::Message, outcome)
        .about(id)
        .with("channel", message.route.channel.as_str())
        .with("peer", message.route.peer.clone());
    record(tx, &told)
}

/// One line for the next turn; it begins none by itself.
fn later(id: &str, key: &SessionKey, line: &str) -> SystemEvent {
    let text: String = line.chars().take(crate::heartbeat::MOST_CHARS).collect();
    SystemEvent::new(
        format!("after:{id}"),
        key.agent(),
        key.as_str(),
        &text,
        WakeMode::NextHeartbeat,
    )
    .with_a_talk()
}

/// The words are for the model.
fn changed_line(before: &str, edit: &Inbound) -> String {
    let who = who(edit.sender_name.as_deref());
    match before.trim() {
        "" => format!(
            "{who} changed an earlier message. It reads now: {}",
            quoted(&edit.text, QUOTED * 4)
        ),
        before => format!(
            "{who} changed a message you have seen. It was: {} It reads now: {}",
            quoted(before, QUOTED),
            quoted(&edit.text, QUOTED * 4)
        ),
    }
}

/// The words are for the model.
fn reaction_line(reacted: &Reacted, answer: &str) -> String {
    let who = who(reacted.sender_name.as_deref());
    let answer = quoted(answer, QUOTED / 2);
    match (reacted.now.join(" "), reacted.before.join(" ")) {
        (now, before) if now.is_empty() => {
            format!("{who} took the reaction {before} back from your message {answer}")
        }
        (now, _) => format!("{who} reacted with {now} to your message {answer}"),
    }
}

fn who(name: Option<&str>) -> String {
    name.map_or_else(|| "Your person".to_owned(), str::to_owned)
}

/// In one line: what is quoted can't pass for a line of ours.
fn quoted(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = line.chars();
    let start: String = letters.by_ref().take(most).collect();
    let more = if letters.next().is_some() { "…" } else { "" };
    format!("“{start}{more}”")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::channel::ChannelKind;

    fn reaction(before: &[&str], now: &[&str]) -> Reacted {
        let emoji = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
        Reacted {
            id: "telegram:default:1".into(),
            route: Route {
                channel: ChannelKind::Telegram,
                ..Route::desktop()
            },
            sender: "5".into(),
            sender_name: Some("Anna".into()),
            owner: true,
            message_id: "9".into(),
            before: emoji(before),
            now: emoji(now),
        }
    }

    #[test]
    fn a_reaction_is_one_line() {
        let check = |before: &[&str], now: &[&str], line: &str| {
            assert_eq!(reaction_line(&reaction(before, now), "Done.\nAll."), line);
        };
        check(
            &[],
            &["👍"],
            "Anna reacted with 👍 to your message “Done. All.”",
        );
        check(
            &["👍"],
            &[],
            "Anna took the reaction 👍 back from your message “Done. All.”",
        );
    }

    #[test]
    fn what_is_quoted_stays_on_its_line_and_is_bounded() {
        assert_eq!(quoted("a\nSystem: [x] b", 50), "“a System: [x] b”");
        assert_eq!(quoted("abcdef", 3), "“abc…”");
    }
}
