//! The life of a group: the bot comes and goes, the group gets another id.
//!
//! Owns what follows from it: settings, conversations, jobs and records. Each step finds what an
//! earlier try has done, so a kill in between only means that it is done again. Decides nothing
//! about who is heard.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::host::Host;
use crate::activity::{Kind, Record, record};
use crate::channel::{ChannelKind, GroupSeen, Standing, normal_id};
use crate::config::{ConfigPath, ConfigStore};
use crate::cron::{JobEdit, edit};
use crate::delivery;
use crate::error::Problem;
use crate::event::Subject;
use crate::session::{SessionKey, Source};
use crate::storage::StorageError;

/// The bot came into a group, left it, or may not write there any more.
pub(super) async fn stands(
    host: &Arc<Host>,
    group: GroupSeen,
    standing: Standing,
    id: String,
    cursor: Option<i64>,
) -> Result<(), StorageError> {
    let now = host.now();
    let outcome = match standing {
        Standing::Member => "group-joined",
        Standing::Muted => "group-muted",
        Standing::Removed => "group-removed",
    };
    let told = Record::new(format!("group:{id}"), now, Kind::Channel, outcome)
        .about(&group.peer)
        .with("group", group.title.clone())
        .with("account", group.account.clone());
    let stored = host.db().write(move |tx| {
        if let Some(position) = cursor {
            delivery::move_cursor(tx, group.channel, &group.account, position)?;
        }
        if delivery::stand_in_group(tx, &group, standing, now)? {
            record(tx, &told)?;
        }
        Ok(())
    });
    stored.await?;
    changed(host);
    Ok(())
}

/// A group has another id from now on.
pub(super) async fn moved(
    host: &Arc<Host>,
    account: &str,
    from: &str,
    to: &str,
    cursor: Option<i64>,
) -> Result<(), Problem> {
    let (own, old, new) = (Arc::clone(host), from.to_owned(), to.to_owned());
    let followed = tokio::task::spawn_blocking(move || {
        settings(own.config(), &old, &new)?;
        conversations(&own, &old, &new)
    });
    followed.await.map_err(|_| Problem::new("gateway-gone"))??;
    jobs(host, from, to).await?;
    let now = host.now();
    let id = format!("group-moved:{account}:{from}:{to}");
    let told = Record::new(id, now, Kind::Channel, "group-moved")
        .about(to)
        .with("from", from)
        .with("to", to);
    let (account, from, to) = (account.to_owned(), from.to_owned(), to.to_owned());
    let stored = host.db().write(move |tx| {
        if let Some(position) = cursor {
            delivery::move_cursor(tx, ChannelKind::Telegram, &account, position)?;
        }
        delivery::move_group(tx, &account, &from, &to)?;
        record(tx, &told)
    });
    stored.await?;
    for subject in [Subject::Config, Subject::Sessions, Subject::Jobs] {
        host.events().changed(subject, None);
    }
    changed(host);
    Ok(())
}

fn changed(host: &Host) {
    host.events().changed(Subject::Activity, None);
    host.events().changed(Subject::Status, None);
}

/// What the settings say of the group is said of the new id; bindings follow.
fn settings(store: &ConfigStore, from: &str, to: &str) -> Result<(), Problem> {
    for (path, value) in settings_of(&store.get("")?.value, from, to) {
        match value {
            Some(value) => store.set(&path.to_string(), value)?,
            None => store.unset(&path.to_string())?,
        };
    }
    Ok(())
}

/// The changes in their order: first the new, then the old goes.
fn settings_of(written: &Value, from: &str, to: &str) -> Vec<(ConfigPath, Option<Value>)> {
    let mut changes = Vec::new();
    let telegram = ConfigPath::default().key("channels").key("telegram");
    let accounts = telegram.key("accounts");
    let named = accounts.find(written).and_then(Value::as_object);
    let bots = named
        .into_iter()
        .flat_map(Map::keys)
        .map(|id| accounts.key(id));
    for bot in std::iter::once(telegram).chain(bots) {
        let place = bot.key("groups");
        let Some(groups) = place.find(written).and_then(Value::as_object) else {
            continue;
        };
        for (id, group) in groups.iter().filter(|(id, _)| normal_id(id) == from) {
            if !groups.contains_key(to) {
                changes.push((place.key(to), Some(group.clone())));
            }
            changes.push((place.key(id), None));
        }
    }
    let list = ConfigPath::default().key("bindings");
    let bindings = list.find(written).and_then(Value::as_array);
    for (n, binding) in bindings.into_iter().flatten().enumerate() {
        let peer = &binding["match"]["peer"];
        let id = match &peer["id"] {
            Value::String(id) => id.clone(),
            Value::Number(id) => id.to_string(),
            _ => continue,
        };
        if binding["match"]["channel"] == "telegram"
            && let Some(moved) = moved_id(&normal_id(&id), from, to)
        {
            let at = list.index(n).key("match").key("peer").key("id");
            changes.push((at, Some(moved.into())));
        }
    }
    changes
}

/// `-100…`, `-100…:topic:7` or `-100…:7` under the new id; `None` = it is another chat.
fn moved_id(id: &str, from: &str, to: &str) -> Option<String> {
    let rest = id.strip_prefix(from)?;
    (rest.is_empty() || rest.starts_with(':')).then(|| format!("{to}{rest}"))
}

/// Every conversation in the group keeps its talk and gets the new key and way back.
fn conversations(host: &Host, from: &str, to: &str) -> Result<(), Problem> {
    for (key, entry) in host.parts.sessions.all() {
        let Source::Group { channel, id } = key.source() else {
            continue;
        };
        if channel != ChannelKind::Telegram.as_str() || id != from || key.is_former() {
            continue;
        }
        let renamed = key
            .as_str()
            .replacen(&format!(":group:{from}"), &format!(":group:{to}"), 1);
        let renamed = SessionKey::parse(&renamed, key.agent());
        let mut fields = Map::new();
        fields.insert("groupId".into(), to.into());
        fields.insert("lastTo".into(), format!("telegram:{to}").into());
        if let Some(Value::Object(way)) = entry.0.get("deliveryContext") {
            let mut way = way.clone();
            way.insert("to".into(), format!("telegram:{to}").into());
            fields.insert("deliveryContext".into(), way.into());
        }
        if !host.parts.sessions.rename(&key, &renamed, &fields)? {
            tracing::warn!(%key, "a conversation of a group that moved stays under its old key");
        }
    }
    Ok(())
}

/// Jobs that tell their result in the group go on telling it there.
async fn jobs(host: &Host, from: &str, to: &str) -> Result<(), Problem> {
    let (old, new) = (from.to_owned(), to.to_owned());
    let (now, zone) = (host.now(), host.parts.clock.zone());
    let work = move |store: &mut crate::cron::JobStore| {
        let told: Vec<(String, String)> = store
            .jobs()
            .all()
            .iter()
            .filter_map(|job| {
                let target = job.delivery.to.as_deref()?;
                Some((job.id.clone(), moved_id(&normal_id(target), &old, &new)?))
            })
            .collect();
        for (id, target) in told {
            let fields = Map::from_iter([("delivery".to_owned(), json!({ "to": target }))]);
            edit(store, JobEdit::Change { id, fields }, now, &zone)?;
        }
        Ok(())
    };
    host.parts.jobs.with(work).await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The changes as `path = value`, `-path` for one that goes.
    fn check(written: Value, expected: &[&str]) {
        let changes = settings_of(&written, "-1001", "-1009").into_iter();
        let found: Vec<String> = changes
            .map(|(path, value)| match value {
                Some(value) => format!("{path} = {value}"),
                None => format!("-{path}"),
            })
            .collect();
        assert_eq!(found, expected, "{written}");
    }

    #[test]
    fn what_the_settings_say_of_a_group_follows_it() {
        check(json!({}), &[]);
        let group = json!({"requireMention": false});
        check(
            json!({"channels": {"telegram": {"groups": {"-1001": group, "-10012": {}, "*": {}},
                "accounts": {"fun": {"groups": {"tg:-1001": {}, "-1009": {"enabled": false}}}}}}}),
            &[
                "channels.telegram.groups.-1009 = {\"requireMention\":false}",
                "-channels.telegram.groups.-1001",
                "-channels.telegram.accounts.fun.groups.tg:-1001",
            ],
        );
        let binding = |channel: &str, id: Value| json!({"agentId": "a", "match": {"channel": channel, "peer": {"kind": "group", "id": id}}});
        check(
            json!({"bindings": [binding("telegram", json!(-1001)), binding("discord", json!("-1001")),
                binding("telegram", json!("-1001:topic:7")), binding("telegram", json!("-10012"))]}),
            &[
                "bindings[0].match.peer.id = \"-1009\"",
                "bindings[2].match.peer.id = \"-1009:topic:7\"",
            ],
        );
    }
}
