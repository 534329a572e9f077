//! `route.explain`.
//!
//! Owns nothing: access says whether the sender is a guest, the router says the rest.

use std::sync::Arc;

use super::Caller;
use crate::api::route::{RouteExplain, RouteExplained};
use crate::channel::{self, Access, ChannelKind, ChatType, Route, normal_id};
use crate::config::{self, Config};
use crate::error::{Problem, params};
use crate::gateway::Host;

pub(super) async fn explain(
    host: &Arc<Host>,
    _: &Caller,
    request: RouteExplain,
) -> Result<RouteExplained, Problem> {
    let route = route_of(&request)?;
    let config = host.config().current();
    let owner = !is_guest(host, &config, &route, request.sender.as_deref());
    let routed = channel::route(&config, &route, owner);
    Ok(RouteExplained {
        agent_id: routed.agent,
        session_key: routed.key,
        binding: routed.rule.to_string(),
    })
}

fn route_of(request: &RouteExplain) -> Result<Route, Problem> {
    let name = request.channel.trim().to_lowercase();
    let Some(channel) = ChannelKind::parse(&name) else {
        let known = ChannelKind::ALL.map(ChannelKind::as_str).join(", ");
        let told = params([("channel", name.into()), ("channels", known.into())]);
        return Err(Problem::with("route-channel", told));
    };
    let local = matches!(channel, ChannelKind::Desktop | ChannelKind::Cli);
    if request.peer.trim().is_empty() && !local {
        return Err(Problem::new("route-peer"));
    }
    let account = request.account.as_deref().unwrap_or("default");
    Ok(Route {
        channel,
        account: config::normal_id(account),
        peer: match channel {
            ChannelKind::Telegram => normal_id(&request.peer),
            _ => request.peer.trim().to_owned(),
        },
        thread: request.topic.clone(),
        chat_type: request.chat_type,
    })
}

/// Only who is let in by `*` alone is a guest; whoever would be refused is told where the message
/// of somebody let in goes.
fn is_guest(host: &Host, config: &Arc<Config>, route: &Route, sender: Option<&str>) -> bool {
    if route.channel != ChannelKind::Telegram || route.chat_type == ChatType::Group {
        return false;
    }
    let bots = config.telegram_accounts();
    let Some(bot) = bots.iter().find(|bot| bot.id == route.account) else {
        return false;
    };
    let rules = crate::gateway::rules_of(bot, config);
    let paired = host
        .pairing
        .people(route.channel, &route.account)
        .unwrap_or_default();
    let sender = sender.unwrap_or(&route.peer);
    let access = channel::decide(rules.dm_policy, &rules.allow_from, &paired, sender);
    access == Access::Guest
}
