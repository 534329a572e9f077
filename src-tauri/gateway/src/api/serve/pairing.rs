//! Who may write: listed, let in, turned down, taken off the list.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Caller;
use super::change::{Told, answer, aside, tell};
use crate::activity::{Inverse, Kind};
use crate::api::contract::Changed;
use crate::api::pairing::{
    PairedPerson, PairingApprove, PairingList, PairingReject, PairingRemove, PairingRequest,
    Pairings,
};
use crate::channel::{Approved, ChannelKind, ChatType, Outgoing, Pending, Route, normal_id};
use crate::delivery::{NewPart, PartKind, enqueue};
use crate::error::{Params, Problem, params};
use crate::event::Subject;
use crate::gateway::Host;
use crate::words::Language;

/// Lists people and requests.
pub async fn list(host: &Arc<Host>, _: &Caller, _: PairingList) -> Result<Pairings, Problem> {
    let pairing = Arc::clone(&host.pairing);
    let bots = host.config().current().telegram_accounts();
    aside(move || {
        let mut people = Vec::new();
        for bot in bots {
            let paired = pairing.people(ChannelKind::Telegram, &bot.id)?;
            let named = bot.keys.allow_from.iter().map(|id| normal_id(&id.0));
            let mut all: BTreeMap<String, bool> =
                paired.into_iter().map(|id| (id, false)).collect();
            all.extend(named.map(|id| (id, true)));
            people.extend(all.into_iter().map(|(id, from_config)| PairedPerson {
                channel: ChannelKind::Telegram,
                account: bot.id.clone(),
                id,
                from_config,
            }));
        }
        let requests = pairing.pending(ChannelKind::Telegram)?;
        Ok(Pairings {
            requests: requests.into_iter().map(render).collect(),
            people,
        })
    })
    .await
}

/// Lets somebody in and tells them.
pub async fn approve(
    host: &Arc<Host>,
    caller: &Caller,
    request: PairingApprove,
) -> Result<Changed, Problem> {
    let (pairing, channel) = (Arc::clone(&host.pairing), request.channel);
    let code = request.code;
    let approved = aside(move || Ok(pairing.approve(channel, &code)?)).await?;
    let inverse = Inverse::RemovePerson {
        channel: channel.as_str().to_owned(),
        account: approved.account.clone(),
        id: approved.id.clone(),
    };
    let told = Told::new(host, caller, Kind::Pairing, "approved");
    let told = named(told, channel, &approved.id, approved.name.as_deref())
        .undone_by(inverse, "undo-pairing-approved");
    let route = Route {
        channel,
        account: approved.account.clone(),
        peer: approved.id.clone(),
        thread: None,
        chat_type: ChatType::Direct,
    };
    let (notice, now) = (welcome(host, &route, &approved, &told), host.now());
    let (undo, sent) = host
        .db()
        .write(move |tx| {
            enqueue(tx, &notice, now)?;
            Ok((told.write(tx)?, !notice.is_empty()))
        })
        .await?;
    if sent {
        host.parts.sender.nudge(&route);
        host.events().changed(Subject::Deliveries, None);
    }
    Ok(answer(host, undo, &[Subject::Pairing], Some(&approved.id)))
}

/// Turns a request down.
pub async fn reject(
    host: &Arc<Host>,
    caller: &Caller,
    request: PairingReject,
) -> Result<Changed, Problem> {
    let (pairing, channel) = (Arc::clone(&host.pairing), request.channel);
    let gone = aside(move || Ok(pairing.reject(channel, &request.code)?)).await?;
    let told = Told::new(host, caller, Kind::Pairing, "rejected");
    let told = named(told, channel, &gone.id, gone.name.as_deref());
    let inverse = Inverse::AskAgain {
        channel: channel.as_str().to_owned(),
        account: gone.account,
        id: gone.id,
        code: gone.code,
        name: gone.name,
        language: gone.language,
        created_at: gone.created_at,
    };
    let told = told.undone_by(inverse, "undo-pairing-rejected");
    tell(host, told, &[Subject::Pairing]).await
}

/// Takes somebody off the list.
pub async fn remove(
    host: &Arc<Host>,
    caller: &Caller,
    request: PairingRemove,
) -> Result<Changed, Problem> {
    let account = request.account.unwrap_or_else(|| "default".to_owned());
    let (pairing, channel) = (Arc::clone(&host.pairing), request.channel);
    let (at, id) = (account.clone(), request.id.clone());
    let removed = aside(move || Ok(pairing.remove(channel, &at, &id)?)).await;
    if let Err(problem) = removed {
        return Err(match from_config(host, channel, &account, &request.id) {
            true => Problem::with("pairing-in-settings", params([("id", request.id.into())])),
            false => problem,
        });
    }
    let told = Told::new(host, caller, Kind::Pairing, "removed");
    let told = named(told, channel, &request.id, None);
    let inverse = Inverse::AddPerson {
        channel: channel.as_str().to_owned(),
        account,
        id: request.id,
    };
    let told = told.undone_by(inverse, "undo-pairing-removed");
    tell(host, told, &[Subject::Pairing]).await
}

fn render(request: Pending) -> PairingRequest {
    PairingRequest {
        channel: ChannelKind::Telegram,
        expires_at: request.expires_at(),
        account: request.account,
        id: request.id,
        name: request.name,
        code: request.code,
        created_at: request.created_at,
    }
}

fn named(told: Told, channel: ChannelKind, id: &str, name: Option<&str>) -> Told {
    told.about(id)
        .with("channel", channel.as_str())
        .with("id", id)
        .with("name", name.unwrap_or(id))
}

/// The notice in the person's language; empty where the channel does not run here.
fn welcome(host: &Host, route: &Route, approved: &Approved, told: &Told) -> Vec<NewPart> {
    let Some(channel) = host.parts.channels.get(route.channel, &route.account) else {
        return Vec::new();
    };
    let language = approved.language.as_deref();
    let language = language.map_or_else(|| host.language(), Language::from_tag);
    let words = &host.parts.words;
    let text = words.text(language, "telegram-pairing-approved", &Params::new());
    // The record's id makes a person who is let in a second time hear of it a second time.
    let cause = format!("pairing:approved:{}:{}", approved.id, told.record.id);
    let part = |part: Outgoing| NewPart {
        cause: cause.clone(),
        kind: PartKind::Notice,
        part,
    };
    let parts = channel.render(route, &text);
    parts.into_iter().map(part).collect()
}

fn from_config(host: &Host, channel: ChannelKind, account: &str, id: &str) -> bool {
    let bots = host.config().current().telegram_accounts();
    channel == ChannelKind::Telegram
        && bots.iter().filter(|bot| bot.id == account).any(|bot| {
            let mut listed = bot.keys.allow_from.iter();
            listed.any(|held| normal_id(&held.0) == normal_id(id))
        })
}
