//! `/activation`: when a group is answered.
//!
//! Owns what is chosen in the group itself; what the settings say about it is the channel's. The
//! choice stands in the field of the conversation's entry that the field has for it.

use serde_json::{Map, Value};

use super::super::intake::activation as chosen_in;
use super::choices::{Choice, choose};
use super::{Asked, Reply};
use crate::channel::{Activation, rules_in};
use crate::error::{Problem, params};

/// `/activation [mention|always|default]`.
pub(super) async fn activation(asked: &Asked) -> Result<Reply, Problem> {
    let wanted = asked.typed.arguments.to_lowercase();
    let value = match wanted.as_str() {
        "mention" | "always" => wanted.clone().into(),
        "default" => Value::Null,
        _ => return Ok(Reply::say(line(asked))),
    };
    let told = params([("now", wanted.clone().into())]);
    let choice = Choice {
        what: "activation",
        fields: Map::from_iter([("groupActivation".to_owned(), value)]),
        now: wanted,
        text: asked.text("command-activation-set", &told),
    };
    choose(asked, choice).await
}

/// When this group is answered now, and who says so.
pub(super) fn line(asked: &Asked) -> String {
    let host = &asked.host;
    let record = host.parts.sessions.record(&asked.row.key);
    let chosen = record.as_ref().and_then(chosen_in);
    let route = &asked.row.message.route;
    let bots = host.config().current().telegram_accounts();
    let settings = bots.iter().find(|bot| bot.id == route.account).map(|bot| {
        let rules = rules_in(&bot.keys, &route.peer, route.thread.as_deref());
        rules.require_mention
    });
    let mention = match chosen {
        Some(chosen) => chosen == Activation::Mention,
        None => settings.unwrap_or(true),
    };
    let told = params([
        ("now", if mention { "mention" } else { "always" }.into()),
        ("chosen", chosen.is_some().to_string().into()),
    ]);
    asked.text("command-activation-now", &told)
}
