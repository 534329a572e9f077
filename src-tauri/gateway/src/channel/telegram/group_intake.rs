//! Updates of groups on their way to the sink: heard, kept as history, or refused with the reason.
//!
//! Owns what becomes of a message of a group once it is known what it is; who is heard is decided
//! by [`hear`]. Never sends to a group.

use serde_json::json;

use super::group::{FromGroup, GENERAL, GroupFacts};
use super::identity::Bot;
use super::intake::Intake;
use super::update::{Content, Read};
use crate::channel::access::is_owner;
use crate::channel::brought::Reacted;
use crate::channel::group_chat::GroupSeen;
use crate::channel::groups::{GroupMessage, GroupRules, Verdict, hear, refused, rules_in};
use crate::channel::router::route;
use crate::channel::types::{ButtonPress, ChannelKind, Inbound, Route, SinkError};
use crate::clock::Ms;
use crate::error::{Problem, params};

const DAY: Ms = 24 * 3_600_000;

impl Intake {
    /// Hands an update of a group to the sink.
    pub(super) async fn take_from_group(
        &self,
        read: &Read,
        group: &FromGroup,
    ) -> Result<(), SinkError> {
        match (group, &read.content) {
            (FromGroup::Said(facts), Content::Message(inbound, _)) => {
                self.said(read, facts, inbound, true).await
            }
            (FromGroup::Said(facts), Content::Unreadable(inbound, _)) => {
                self.said(read, facts, inbound, false).await
            }
            (FromGroup::Said(facts), Content::Edited(inbound)) => {
                self.changed(read, facts, inbound).await
            }
            (FromGroup::Reacted { at }, Content::Reacted(reacted)) => {
                self.reacted_there(read, reacted, *at).await
            }
            (FromGroup::Pressed { general }, Content::Press { press, callback_id }) => {
                let mut press = press.clone();
                in_general(&mut press.route, *general);
                self.pressed(read, press, callback_id).await
            }
            (FromGroup::Moved { from, to }, _) => {
                let account = &self.account;
                self.sink.group_moved(account, from, to, read.number).await
            }
            (
                FromGroup::Stands {
                    chat,
                    title,
                    forum,
                    standing,
                },
                _,
            ) => {
                let seen = self.seen(chat, title, *forum, None);
                self.forget_seen(chat);
                let id = read.id.clone();
                self.sink
                    .group_standing(seen, *standing, id, read.number)
                    .await
            }
            (_, Content::Aside { route, reason }) => {
                self.set_aside(read, route, reason.clone()).await
            }
            // What was read of it twice does not fit together.
            (_, Content::Message(inbound, _) | Content::Unreadable(inbound, _)) => {
                let odd = Problem::new("telegram-other-update");
                self.set_aside(read, &inbound.route, odd).await
            }
            (_, Content::Edited(inbound)) => {
                let odd = Problem::new("telegram-other-update");
                self.set_aside(read, &inbound.route, odd).await
            }
            (_, Content::Reacted(reacted)) => {
                let odd = Problem::new("telegram-other-update");
                self.set_aside(read, &reacted.route, odd).await
            }
            (_, Content::Press { press, .. }) => {
                let odd = Problem::new("telegram-other-update");
                self.set_aside(read, &press.route, odd).await
            }
        }
    }

    async fn said(
        &self,
        read: &Read,
        facts: &GroupFacts,
        inbound: &Inbound,
        readable: bool,
    ) -> Result<(), SinkError> {
        let bot = self.bot().await?;
        let mut inbound = self.spoken(facts, inbound)?;
        self.see(facts, &inbound.route).await?;
        if let Some(code) = not_a_person(facts) {
            return self.ignore(read, &inbound, code).await;
        }
        let rules = self.rules_in(&inbound.route);
        let command = self.as_command(facts, &bot, &inbound.text);
        let message = GroupMessage {
            sender: &inbound.sender,
            calls: self.calls(facts, &bot, &inbound),
            command: command.is_some(),
            for_another: facts.is_for_another(&bot),
        };
        let chosen = self.sink.activation(&inbound.route);
        match hear(&rules, &message, chosen) {
            Verdict::Refused(refusal) => self.ignore(read, &inbound, refusal.code()).await,
            Verdict::Kept => {
                if inbound.text.trim().is_empty() {
                    let kind = inbound.brought.files.first();
                    let kind = kind.map_or("other", |file| file.kind.as_str());
                    inbound.text = format!("<media:{kind}>");
                }
                let limit = self.history_limit();
                self.sink.overhear(inbound, limit, read.number).await
            }
            Verdict::Heard if !readable => self.unreadable(read, &inbound).await,
            Verdict::Heard => {
                if let Some(command) = command {
                    inbound.text = command;
                }
                self.sink.accept(inbound, read.number).await.map(|_| ())
            }
        }
    }

    /// The message with who says it, and where.
    fn spoken(&self, facts: &GroupFacts, inbound: &Inbound) -> Result<Inbound, SinkError> {
        let mut inbound = inbound.clone();
        in_general(&mut inbound.route, facts.general);
        inbound.sender.clone_from(&facts.sender);
        if facts.anonymous {
            inbound.sender_name = facts.shown_as.clone();
            // It is that of Telegram's own account.
            inbound.language = None;
        }
        inbound.owner = !facts.anonymous && self.is_owner(&inbound.sender)?;
        Ok(inbound)
    }

    /// A change of what was said: of whoever may speak here.
    async fn changed(
        &self,
        read: &Read,
        facts: &GroupFacts,
        inbound: &Inbound,
    ) -> Result<(), SinkError> {
        let inbound = self.spoken(facts, inbound)?;
        if let Some(code) = not_a_person(facts) {
            return self.ignore(read, &inbound, code).await;
        }
        match refused(&self.rules_in(&inbound.route), &inbound.sender) {
            Some(refusal) => self.ignore(read, &inbound, refusal.code()).await,
            None => self.sink.edited(inbound, read.number).await,
        }
    }

    /// A reaction of whoever may speak in the group. In which topic it was Telegram does not say.
    async fn reacted_there(&self, read: &Read, reacted: &Reacted, at: Ms) -> Result<(), SinkError> {
        if let Some(refusal) = refused(&self.rules_in(&reacted.route), &reacted.sender) {
            let who = (&reacted.route, reacted.sender.as_str(), at);
            return self.ignore_of(read, who, refusal.code()).await;
        }
        let mut reacted = reacted.clone();
        reacted.owner = self.is_owner(&reacted.sender)?;
        self.sink.reacted(reacted, read.number).await
    }

    /// A press is somebody's answer to a message of the bot: whoever may speak may press.
    async fn pressed(
        &self,
        read: &Read,
        press: ButtonPress,
        callback_id: &str,
    ) -> Result<(), SinkError> {
        let rules = self.rules_in(&press.route);
        let text = match refused(&rules, &press.sender) {
            None => {
                let owner = self.is_owner(&press.sender)?;
                let press = ButtonPress { owner, ..press };
                self.sink.press(press, read.number).await?
            }
            Some(_) => {
                let sender = params([("sender", json!(press.sender))]);
                let reason = Problem::with("telegram-press-refused", sender);
                self.set_aside(read, &press.route, reason).await?;
                String::new()
            }
        };
        self.answer(callback_id.to_owned(), text);
        Ok(())
    }

    /// Tells of a group's name or topic when it is new or other than before.
    async fn see(&self, facts: &GroupFacts, route: &Route) -> Result<(), SinkError> {
        let topic = route.thread.clone();
        let topic = topic.map(|number| (number, facts.topic_name.clone()));
        let seen = self.seen(&route.peer, &facts.title, facts.forum, topic);
        let place = (seen.peer.clone(), route.thread.clone());
        let known = |held: &GroupSeen| {
            let named = |seen: &GroupSeen| seen.topic.clone().and_then(|(_, name)| name);
            held.title == seen.title
                && held.forum == seen.forum
                && (named(&seen).is_none() || named(held) == named(&seen))
        };
        if self.groups_seen().get(&place).is_some_and(known) {
            return Ok(());
        }
        self.sink.group_seen(seen.clone()).await?;
        self.groups_seen().insert(place, seen);
        Ok(())
    }

    fn seen(
        &self,
        peer: &str,
        title: &str,
        forum: bool,
        topic: Option<(String, Option<String>)>,
    ) -> GroupSeen {
        GroupSeen {
            channel: ChannelKind::Telegram,
            account: self.account.clone(),
            peer: peer.to_owned(),
            title: title.to_owned(),
            forum,
            topic,
        }
    }

    /// What is said next in a group is told of again.
    fn forget_seen(&self, chat: &str) {
        self.groups_seen().retain(|(peer, _), _| peer != chat);
    }

    async fn bot(&self) -> Result<Bot, SinkError> {
        // The poller has asked before it hands such an update over.
        self.identity.bot().await.map_err(|error| SinkError {
            reason: error.to_string(),
        })
    }

    fn is_owner(&self, sender: &str) -> Result<bool, SinkError> {
        let paired = self.paired()?;
        Ok(is_owner(&self.access.borrow().allow_from, &paired, sender))
    }

    fn rules_in(&self, route: &Route) -> GroupRules {
        rules_in(
            &self.access.borrow().keys,
            &route.peer,
            route.thread.as_deref(),
        )
    }

    fn history_limit(&self) -> u64 {
        let rules = self.access.borrow();
        rules.config.history_limit(&rules.keys)
    }

    /// The names are those of the agent whose the group is.
    fn calls(&self, facts: &GroupFacts, bot: &Bot, inbound: &Inbound) -> bool {
        let rules = self.access.borrow();
        let agent = route(&rules.config, &inbound.route, inbound.owner).agent;
        facts.calls(bot, rules.config.mention_patterns(&agent))
    }

    /// The command it is, the bot's name in front taken away; `None` = an ordinary message.
    fn as_command(&self, facts: &GroupFacts, bot: &Bot, text: &str) -> Option<String> {
        let said = facts.said_to(bot, text).unwrap_or(text);
        let known = !facts.is_for_another(bot) && self.sink.is_command(said);
        known.then(|| said.to_owned())
    }

    async fn ignore(
        &self,
        read: &Read,
        inbound: &Inbound,
        code: &'static str,
    ) -> Result<(), SinkError> {
        let who = (&inbound.route, inbound.sender.as_str(), inbound.sent_at);
        self.ignore_of(read, who, code).await
    }

    /// Goes no further. Groups may be busy: one record a day tells of all that is alike.
    async fn ignore_of(
        &self,
        read: &Read,
        (route, sender, at): (&Route, &str, Ms),
        code: &'static str,
    ) -> Result<(), SinkError> {
        let Route { account, peer, .. } = route;
        let day = at.div_euclid(DAY);
        let id = format!("telegram:{account}:group:{peer}:{code}:{day}");
        let told = params([("sender", json!(sender)), ("chat", json!(peer))]);
        let reason = Problem::with(code, told);
        self.sink
            .set_aside(route.clone(), id, reason, read.number)
            .await
    }
}

/// Why nobody listens: a channel's post, or another program.
fn not_a_person(facts: &GroupFacts) -> Option<&'static str> {
    match (facts.post, facts.by_bot) {
        (true, _) => Some("telegram-channel-post"),
        (false, Some(_)) => Some("telegram-other-bot"),
        (false, None) => None,
    }
}

fn in_general(route: &mut Route, general: bool) {
    if general && route.thread.is_none() {
        route.thread = Some(GENERAL.to_owned());
    }
}
