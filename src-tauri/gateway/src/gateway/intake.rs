//! Where messages come in: stored, then handed to their lane or command (walks.md walk 1).
//!
//! Owns the transaction of inbox and cursor and the order “stored, then told”. Implements the
//! port [`InboundSink`]. Never runs a turn.

use std::sync::{Arc, OnceLock, Weak};

use async_trait::async_trait;

use super::ack;
use super::afterthoughts;
use super::commands;
use super::cursor;
use super::groups;
use super::host::Host;
use crate::activity::{Kind, Record, Scope, held, record};
use crate::agent::{Lanes, Parts};
use crate::channel::{
    Accepted, Activation, ButtonPress, ChannelKind, ChatType, GroupSeen, Inbound, InboundSink,
    Reacted, Route, SinkError, Standing, route,
};
use crate::clock::Ms;
use crate::command::{self, Typed};
use crate::config::Config;
use crate::delivery::{self, InboxRow, NewPart, PartKind};
use crate::error::{Params, Problem};
use crate::event::{Fact, Subject};
use crate::session::{EntryView, SessionKey};
use crate::storage::StorageError;
use crate::words::Language;

/// The way in.
pub struct Intake {
    parts: Arc<Parts>,
    lanes: Lanes,
    /// For commands; set once the home is whole.
    host: OnceLock<Weak<Host>>,
}

impl Intake {
    /// The way into these lanes.
    pub(super) fn new(host: &Host, lanes: Lanes) -> Self {
        Self {
            parts: Arc::clone(&host.parts),
            lanes,
            host: OnceLock::new(),
        }
    }

    /// Commands need the whole home.
    pub(super) fn attach(&self, host: &Arc<Host>) {
        // Set once, by the start.
        let _ = self.host.set(Arc::downgrade(host));
    }

    /// Stores a message for this conversation and hands it on.
    pub async fn accept_for(
        &self,
        message: Inbound,
        key: SessionKey,
        cursor: Option<i64>,
    ) -> Result<Accepted, StorageError> {
        let now = self.parts.clock.now_ms();
        // What was said before it is for the agent, not for a command.
        let asks = message.route.chat_type == ChatType::Group && self.read(&message).is_none();
        let row = InboxRow {
            message: message.clone(),
            received_at: now,
            key: key.clone(),
            restarts: 0,
        };
        let added = self
            .parts
            .db
            .write(move |tx| {
                if let Some(position) = cursor {
                    delivery::move_cursor(
                        tx,
                        message.route.channel,
                        &message.route.account,
                        position,
                    )?;
                }
                let added = delivery::accept(tx, &message, &key, now)?;
                if added && asks {
                    delivery::give_overheard(tx, &key, &message.id)?;
                }
                Ok(added)
            })
            .await?;
        if !added {
            return Ok(Accepted::Known);
        }
        self.parts.events.publish(Fact::Waiting {
            session_key: row.key.to_string(),
            inbox_id: row.message.id.clone(),
            text: waiting_text(&row.message),
            channel: row.message.route.channel.as_str().to_owned(),
            at: now,
            instead_of: row.message.instead_of.clone(),
        });
        self.mark_seen(&row.message);
        // It is ours: nothing that fails from here on keeps it from its lane.
        self.hand_in(row.clone());
        if let Err(error) = self.tell_of_pause(&row).await {
            tracing::error!(%error, "a chat could not be told of the pause");
        }
        Ok(Accepted::New)
    }

    fn mark_seen(&self, message: &Inbound) {
        let config = self.parts.config.current();
        let route = message.route.clone();
        let channel = self.parts.channels.get(route.channel, &route.account);
        let id = message.message_id.clone();
        let emoji = ack::emoji(&config, message, self.activation(&message.route));
        if let (Some(channel), Some(emoji), Some(id)) = (channel, emoji, id) {
            let emoji = emoji.to_owned();
            tokio::spawn(async move { channel.react(&route, &id, &emoji).await });
        }
    }

    /// A chat that writes while everything is paused is told once a pause that its message waits.
    async fn tell_of_pause(&self, row: &InboxRow) -> Result<(), StorageError> {
        let Some(host) = self.host.get().and_then(Weak::upgrade) else {
            return Ok(());
        };
        let route = row.message.route.clone();
        let local = matches!(route.channel, ChannelKind::Desktop | ChannelKind::Cli);
        if local || !*host.paused.borrow() || self.read(&row.message).is_some() {
            return Ok(());
        }
        let language = row.message.language.as_deref();
        let language = language.map_or_else(|| self.parts.language(), Language::from_tag);
        let text = self
            .parts
            .words
            .text(language, "notice-paused", &Params::new());
        let (rendered, now) = (
            self.parts.channels.render(&route, &text),
            self.parts.clock.now_ms(),
        );
        let peer = route.peer.clone();
        self.parts
            .db
            .write(move |tx| {
                let Some(hold) = held(tx, &Scope::All, now)? else {
                    return Ok(());
                };
                let cause = format!("notice:paused:{}:{peer}", hold.since);
                let parts: Vec<NewPart> = rendered
                    .into_iter()
                    .map(|part| NewPart {
                        cause: cause.clone(),
                        kind: PartKind::Notice,
                        part,
                    })
                    .collect();
                delivery::enqueue(tx, &parts, now)
            })
            .await?;
        self.parts.sender.nudge(&route);
        Ok(())
    }

    /// Hands a stored message to its lane, or runs the command it is.
    fn hand_in(&self, row: InboxRow) {
        match self.read(&row.message) {
            None => self.lanes.wait_in(row),
            Some(typed) => self.carry_out(row, typed, None),
        }
    }

    fn carry_out(&self, row: InboxRow, typed: Typed, found_before: Option<Vec<InboxRow>>) {
        let Some(host) = self.host.get().and_then(Weak::upgrade) else {
            return;
        };
        // In its place in the lane before this returns, or the next message would overtake it.
        let in_lane = commands::begin(&host, &row, &typed);
        tokio::spawn(async move { commands::run(&host, row, typed, found_before, in_lane).await });
    }

    fn read(&self, message: &Inbound) -> Option<Typed> {
        // Somebody else's words command nothing.
        if message.brought.forwarded.is_some() {
            return None;
        }
        let config = self.parts.config.current();
        match command::read_triggered(&message.text, &config.session.reset_triggers) {
            // A word of the person's own in the menu is for the agent.
            Some(Typed::Unknown(name)) if own_word(&config, &name) => None,
            typed => typed,
        }
    }

    /// Hands in what a start found, oldest first. What a `/stop` was said after never reaches its
    /// lane: it was stopped, and a turn of it must not begin again.
    pub(super) fn hand_in_found(&self, rows: Vec<InboxRow>) {
        let (mut commands, mut messages) = (Vec::new(), Vec::new());
        for row in rows {
            let Some(typed) = self.read(&row.message) else {
                messages.push(row);
                continue;
            };
            if typed.runs_in_lane() {
                // What was said before it stays before it, what was said after it after it.
                self.lanes.wait_in_together(std::mem::take(&mut messages));
                self.carry_out(row, typed, None);
                continue;
            }
            let found_before = typed.stops().then(|| {
                let here = |held: &mut InboxRow| held.key == row.key;
                messages.extract_if(.., here).collect()
            });
            commands.push((row, typed, found_before));
        }
        self.lanes.wait_in_together(messages);
        for (row, typed, found_before) in commands {
            self.carry_out(row, typed, found_before);
        }
    }

    /// Hands in what waited for *Take over here*; what came in since the start is in its lane.
    pub async fn take_up(&self, started_at: Ms) -> Result<(), StorageError> {
        let open = self.parts.db.read(delivery::open_rows).await?;
        let waited = open.into_iter().filter(|row| row.received_at < started_at);
        self.hand_in_found(waited.collect());
        self.parts.sender.resume().await
    }

    fn whole(&self) -> Result<Arc<Host>, SinkError> {
        let host = self.host.get().and_then(Weak::upgrade);
        host.ok_or_else(|| SinkError {
            reason: "the gateway stops".to_owned(),
        })
    }

    fn key_of(&self, message: &Inbound) -> SessionKey {
        let routed = route(&self.parts.config.current(), &message.route, message.owner);
        SessionKey::parse(&routed.key, &routed.agent)
    }
}

#[async_trait]
impl InboundSink for Intake {
    async fn accept(&self, message: Inbound, cursor: Option<i64>) -> Result<Accepted, SinkError> {
        let key = self.key_of(&message);
        self.accept_for(message, key, cursor).await.map_err(broken)
    }

    async fn press(&self, press: ButtonPress, cursor: Option<i64>) -> Result<String, SinkError> {
        let host = self.whole()?;
        commands::press(&host, press, cursor).await.map_err(broken)
    }

    async fn set_aside(
        &self,
        route: Route,
        id: String,
        reason: Problem,
        cursor: Option<i64>,
    ) -> Result<(), SinkError> {
        let now = self.parts.clock.now_ms();
        let told = Record::new(format!("message:{id}"), now, Kind::Message, "set-aside")
            .about(&id)
            .because(reason)
            .with("channel", route.channel.as_str())
            .with("peer", route.peer.clone());
        let stored = self.parts.db.write(move |tx| {
            if let Some(position) = cursor {
                delivery::move_cursor(tx, route.channel, &route.account, position)?;
            }
            record(tx, &told)
        });
        stored.await.map_err(broken)?;
        self.parts.events.changed(Subject::Activity, None);
        self.parts.events.changed(Subject::Pairing, None);
        self.parts.events.changed(Subject::Status, None);
        Ok(())
    }

    async fn edited(&self, message: Inbound, cursor: Option<i64>) -> Result<(), SinkError> {
        let host = self.whole()?;
        let taken = afterthoughts::edited(&host, message, cursor);
        taken.await.map_err(broken)
    }

    async fn reacted(&self, reacted: Reacted, cursor: Option<i64>) -> Result<(), SinkError> {
        let host = self.whole()?;
        let taken = afterthoughts::reacted(&host, reacted, cursor);
        taken.await.map_err(broken)
    }

    async fn cursor(&self, channel: ChannelKind, account: &str) -> Result<Option<i64>, SinkError> {
        let id = account.to_owned();
        let held = self
            .parts
            .db
            .read(move |connection| delivery::cursor(connection, channel, &id))
            .await
            .map_err(broken)?;
        match (held, self.host.get().and_then(Weak::upgrade)) {
            (None, Some(host)) => Ok(cursor::from_file(&host, account).await),
            (held, _) => Ok(held),
        }
    }

    fn is_command(&self, text: &str) -> bool {
        let config = self.parts.config.current();
        let typed = command::read_triggered(text, &config.session.reset_triggers);
        matches!(typed, Some(Typed::Command(_)))
    }

    fn activation(&self, route: &Route) -> Option<Activation> {
        let routed = crate::channel::route(&self.parts.config.current(), route, false);
        let key = SessionKey::parse(&routed.key, &routed.agent);
        activation(&self.parts.sessions.record(&key)?)
    }

    async fn overhear(
        &self,
        message: Inbound,
        limit: u64,
        cursor: Option<i64>,
    ) -> Result<(), SinkError> {
        let (key, now) = (self.key_of(&message), self.parts.clock.now_ms());
        let kept = self.parts.db.write(move |tx| {
            if let Some(position) = cursor {
                let Route {
                    channel, account, ..
                } = &message.route;
                delivery::move_cursor(tx, *channel, account, position)?;
            }
            delivery::overhear(tx, &message, &key, limit, now)
        });
        kept.await.map_err(broken)
    }

    async fn group_seen(&self, group: GroupSeen) -> Result<(), SinkError> {
        let now = self.parts.clock.now_ms();
        let stored = self
            .parts
            .db
            .write(move |tx| delivery::see_group(tx, &group, now));
        stored.await.map_err(broken)?;
        self.parts.events.changed(Subject::Status, None);
        Ok(())
    }

    async fn group_standing(
        &self,
        group: GroupSeen,
        standing: Standing,
        id: String,
        cursor: Option<i64>,
    ) -> Result<(), SinkError> {
        let host = self.whole()?;
        let stored = groups::stands(&host, group, standing, id, cursor);
        stored.await.map_err(broken)
    }

    async fn group_moved(
        &self,
        account: &str,
        from: &str,
        to: &str,
        cursor: Option<i64>,
    ) -> Result<(), SinkError> {
        let host = self.whole()?;
        let moved = groups::moved(&host, account, from, to, cursor).await;
        moved.map_err(|problem| SinkError {
            reason: problem.code,
        })
    }

    async fn notice(&self, route: Route, id: String, text: String) -> Result<(), SinkError> {
        let parts: Vec<NewPart> = self
            .parts
            .channels
            .render(&route, &text)
            .into_iter()
            .map(|part| NewPart {
                cause: id.clone(),
                kind: PartKind::Notice,
                part,
            })
            .collect();
        let now = self.parts.clock.now_ms();
        self.parts
            .db
            .write(move |tx| delivery::enqueue(tx, &parts, now))
            .await
            .map_err(broken)?;
        self.parts.sender.nudge(&route);
        Ok(())
    }
}

/// When a group is answered, as its entry in `sessions.json` says.
pub(super) fn activation(record: &EntryView) -> Option<Activation> {
    match record.text("groupActivation")? {
        "always" => Some(Activation::Always),
        "mention" => Some(Activation::Mention),
        _ => None,
    }
}

/// What is shown of a message that waits; files without words by their names.
fn waiting_text(message: &Inbound) -> String {
    if !message.text.trim().is_empty() {
        return message.text.clone();
    }
    let names = message.brought.files.iter().map(|file| file.name.as_str());
    names.collect::<Vec<_>>().join(", ")
}

/// Whether a person put this word into a bot's menu (`customCommands`).
fn own_word(config: &Config, name: &str) -> bool {
    let bots = config.telegram_accounts();
    let mut words = bots.iter().flat_map(|bot| &bot.keys.custom_commands);
    words.any(|word| word.command == name)
}

fn broken(error: StorageError) -> SinkError {
    SinkError {
        reason: error.to_string(),
    }
}
