//! Where a job's result goes.
//!
//! Owns reading a job's `delivery`: the desktop chat, a chat by name, the one written in last, an
//! address. Sends nothing.

use super::Parts;
use crate::channel::{
    Carried, ChannelKind, ChatType, Outgoing, Post, Proof, ProofKind, Route, Said,
};
use crate::cron::{DeliveryMode, Job};
use crate::delivery::webhook_allowed;
use crate::session::SessionKey;

/// Where a result goes.
#[derive(Debug, Clone, PartialEq)]
pub enum JobTarget {
    /// Nowhere.
    Nowhere,
    /// The main conversation of the agent, as its chat in the window.
    Desktop,
    /// A chat.
    Chat {
        /// Which.
        route: Route,
        /// A person wrote there last: it was reached.
        known: bool,
    },
    /// An address.
    Webhook(Proofed),
    /// Cove can't send there: the job waits.
    Unknown,
}

/// An address and how it knows who posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proofed {
    /// The address.
    pub url: String,
    /// How; `None` = it does not.
    pub proof: Option<Proof>,
}

impl JobTarget {
    /// The way there; `None` = there is none.
    pub fn route(&self) -> Option<Route> {
        match self {
            Self::Desktop => Some(Route::desktop()),
            Self::Chat { route, .. } => Some(route.clone()),
            Self::Webhook(to) => Some(Route {
                channel: ChannelKind::Webhook,
                account: "default".to_owned(),
                // What stands behind the path may be a secret.
                peer: to
                    .url
                    .split(['?', '#'])
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
                thread: None,
                chat_type: ChatType::Direct,
            }),
            Self::Nowhere | Self::Unknown => None,
        }
    }
}

/// Where the result of a job goes now.
pub fn job_target(parts: &Parts, job: &Job, agent: &str) -> JobTarget {
    match job.delivery.mode {
        DeliveryMode::None => JobTarget::Nowhere,
        DeliveryMode::Other(_) => JobTarget::Unknown,
        DeliveryMode::Webhook => webhook(parts, job),
        DeliveryMode::Announce => announce(parts, job, agent),
    }
}

fn webhook(parts: &Parts, job: &Job) -> JobTarget {
    let Some(url) = job
        .delivery
        .to
        .clone()
        .filter(|to| webhook_allowed(to).is_ok())
    else {
        return JobTarget::Unknown;
    };
    let token = parts.config.current().cron.webhook_token.clone();
    let by = match job.proof.as_deref() {
        Some("none") => None,
        Some("hmac") => Some(ProofKind::Hmac),
        Some("bearer") => Some(ProofKind::Bearer),
        _ => token.as_ref().map(|_| ProofKind::Bearer),
    };
    let secret = token.map_or_else(
        || "cron.webhookToken".to_owned(),
        |token| token.path().to_owned(),
    );
    let proof = by.map(|by| Proof { by, secret });
    JobTarget::Webhook(Proofed { url, proof })
}

fn announce(parts: &Parts, job: &Job, agent: &str) -> JobTarget {
    match job.delivery.channel.as_deref() {
        None | Some("last") => last(parts, agent),
        Some(name) => match (ChannelKind::parse(name), &job.delivery.to) {
            (Some(ChannelKind::Desktop | ChannelKind::Cli), _) => JobTarget::Desktop,
            (Some(ChannelKind::Telegram), Some(to)) => {
                let account = job.delivery.account.clone();
                JobTarget::Chat {
                    route: telegram(to, account, None),
                    known: false,
                }
            }
            _ => JobTarget::Unknown,
        },
    }
}

/// Where the person wrote last; the desktop chat where nobody has written yet.
fn last(parts: &Parts, agent: &str) -> JobTarget {
    let found = || {
        let record = parts.sessions.record(&SessionKey::main(agent))?;
        let text = |field: &str| record.text(field).map(str::to_owned);
        if ChannelKind::parse(&text("lastChannel")?)? != ChannelKind::Telegram {
            return None;
        }
        let route = telegram(
            &text("lastTo")?,
            text("lastAccountId"),
            text("lastThreadId"),
        );
        Some(JobTarget::Chat { route, known: true })
    };
    found().unwrap_or(JobTarget::Desktop)
}

/// A chat of Telegram: `5550142`, `telegram:5550142`, `-100…`, `-100…:topic:7`, `-100…:7`.
fn telegram(to: &str, account: Option<String>, thread: Option<String>) -> Route {
    let to = to.strip_prefix("telegram:").unwrap_or(to);
    let (peer, topic) = match to.split_once(':') {
        Some((peer, topic)) => (peer, Some(topic.strip_prefix("topic:").unwrap_or(topic))),
        None => (to, None),
    };
    Route {
        channel: ChannelKind::Telegram,
        account: account.unwrap_or_else(|| "default".to_owned()),
        peer: peer.to_owned(),
        thread: topic.map(str::to_owned).or(thread),
        chat_type: match peer.starts_with('-') {
            true => ChatType::Group,
            false => ChatType::Direct,
        },
    }
}

/// Something said in the desktop chat.
pub(super) fn said_here(agent: &str, job: &Job, cause: &str, text: &str) -> Outgoing {
    said(agent, (&job.id, &job.name), cause, text)
}

/// Something that Cove itself says in the desktop chat.
pub(super) fn said_by_cove(agent: &str, cause: &str, text: &str) -> Outgoing {
    said(agent, ("", "Cove"), cause, text)
}

fn said(agent: &str, (job, name): (&str, &str), cause: &str, text: &str) -> Outgoing {
    let said = Said {
        agent: agent.to_owned(),
        outbox: format!("{cause}:0"),
        job: job.to_owned(),
        name: name.to_owned(),
    };
    plain(Route::desktop(), text, text, Carried::Said(said))
}

/// A body to be posted; `plain`: what people are shown of it.
pub(super) fn posted(route: Route, to: &Proofed, key: &str, body: &str, shown: &str) -> Outgoing {
    let post = Post {
        url: to.url.clone(),
        key: key.to_owned(),
        proof: to.proof.clone(),
    };
    plain(route, body, shown, Carried::Post(post))
}

fn plain(route: Route, body: &str, plain: &str, carried: Carried) -> Outgoing {
    Outgoing {
        route,
        body: body.to_owned(),
        plain: plain.to_owned(),
        buttons: Vec::new(),
        silent: false,
        reply_to: None,
        carried: Some(carried),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_of_telegram_is_read_in_each_of_its_spellings() {
        let check = |to: &str, peer: &str, thread: Option<&str>, chat_type: ChatType| {
            let found = telegram(to, None, None);
            let found = (
                found.peer.as_str(),
                found.thread.as_deref(),
                found.chat_type,
            );
            assert_eq!(found, (peer, thread, chat_type), "{to}");
        };
        check("5550142", "5550142", None, ChatType::Direct);
        check("telegram:5550142", "5550142", None, ChatType::Direct);
        check("-100123", "-100123", None, ChatType::Group);
        check("-100123:topic:7", "-100123", Some("7"), ChatType::Group);
        check(
            "telegram:-100123:topic:7",
            "-100123",
            Some("7"),
            ChatType::Group,
        );
        check("-100123:7", "-100123", Some("7"), ChatType::Group);
    }
}
