//! What a request may set in a job: only what can be followed.
//!
//! Owns those rules for what a person asks for now. What stands in a job already, written by hand
//! or by an older program, stays as it is. Changes nothing.

use serde_json::Value;

use crate::channel::ChannelKind;
use crate::config::{Config, Thinking};
use crate::cron::{DeliveryMode, Job, Payload};
use crate::delivery::webhook_allowed;
use crate::error::{Problem, params};
use crate::model::is_practice;

/// When the main conversation may read an event.
const WAKES: [&str; 2] = ["now", "next-heartbeat"];

/// Refuses what nobody could follow of what `job` says and `before` did not.
///
/// # Errors
/// The first such value, with its field.
pub fn strict(config: &Config, job: &Job, before: Option<&Job>) -> Result<(), Problem> {
    let said = |path: [&str; 2]| {
        let now = at(job, path);
        let then = before.and_then(|before| at(before, path));
        now.filter(|_| now != then)
    };
    let found = |value: &Value| {
        let text = value.as_str();
        text.map_or_else(|| value.to_string(), str::to_owned)
    };
    if let Some(wake) = said(["wakeMode", ""])
        && !WAKES.contains(&found(wake).as_str())
    {
        return Err(named("wakeMode", "job-wake", &found(wake)));
    }
    if let Some(level) = said(["payload", "thinking"])
        && Thinking::parse(&found(level)).is_none()
    {
        let mut problem = named("payload.thinking", "job-thinking", &found(level));
        let levels = Thinking::WORDS.join(", ");
        problem.params.insert("levels".to_owned(), levels.into());
        return Err(problem);
    }
    if let Some(model) = said(["payload", "model"]) {
        model_is_known(config, &found(model))?;
    }
    let goes = |job: &Job| {
        let to = job.record().get("delivery").cloned();
        (to, matches!(job.payload, Payload::Notify { .. }))
    };
    match before.is_some_and(|before| goes(before) == goes(job)) {
        true => Ok(()),
        false => target_mistake(job).map_or(Ok(()), Err),
    }
}

/// Why nothing can be sent to where a job's result goes, with the field; `None` = it can be tried.
pub fn target_mistake(job: &Job) -> Option<Problem> {
    let to = job.delivery.to.as_deref();
    match (&job.delivery.mode, job.delivery.channel.as_deref()) {
        (DeliveryMode::None, _) => matches!(job.payload, Payload::Notify { .. })
            .then(|| in_field("delivery.mode", Problem::new("job-notify-nowhere"))),
        (DeliveryMode::Other(mode), _) => {
            Some(named("delivery.mode", "job-delivery-unknown", mode))
        }
        (DeliveryMode::Webhook, _) => {
            let refused = webhook_allowed(to.unwrap_or_default()).err()?;
            Some(in_field("delivery.to", refused))
        }
        (DeliveryMode::Announce, None | Some("last")) => {
            to.map(|to| named("delivery.to", "job-chat-alone", to))
        }
        (DeliveryMode::Announce, Some(channel)) => match (ChannelKind::parse(channel), to) {
            (Some(ChannelKind::Desktop | ChannelKind::Cli), _) => None,
            (Some(ChannelKind::Telegram), None) => {
                Some(in_field("delivery.to", Problem::new("job-chat-missing")))
            }
            (Some(ChannelKind::Telegram), Some(to)) => {
                (!is_chat(to)).then(|| named("delivery.to", "job-chat", to))
            }
            _ => Some(named("delivery.channel", "job-channel-unknown", channel)),
        },
    }
}

/// A chat of Telegram: `7`, `telegram:7`, `-100…`, `-100…:topic:4`, `-100…:4`, `@name`.
fn is_chat(to: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let to = to.strip_prefix("telegram:").unwrap_or(to);
    let (peer, topic) = match to.split_once(':') {
        Some((peer, topic)) => (peer, Some(topic.strip_prefix("topic:").unwrap_or(topic))),
        None => (to, None),
    };
    let peer = match peer.strip_prefix('@') {
        Some(name) => {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        }
        None => digits(peer.strip_prefix('-').unwrap_or(peer)),
    };
    peer && topic.is_none_or(digits)
}

fn model_is_known(config: &Config, name: &str) -> Result<(), Problem> {
    if name.trim().is_empty() {
        return Err(in_field("payload.model", Problem::new("job-model-empty")));
    }
    let model = config.model_ref(name);
    match model.is_some_and(|model| is_practice(&model) || config.is_reachable(&model.provider)) {
        true => Ok(()),
        false => {
            let told = params([("id", name.into())]);
            let unknown = Problem::with("model-unknown", told);
            Err(in_field("payload.model", unknown))
        }
    }
}

fn at<'a>(job: &'a Job, [outer, inner]: [&str; 2]) -> Option<&'a Value> {
    let value = job.record().get(outer)?;
    let value = match inner {
        "" => value,
        inner => value.get(inner)?,
    };
    Some(value).filter(|value| !value.is_null())
}

fn named(field: &str, code: &str, found: &str) -> Problem {
    in_field(
        field,
        Problem::with(code, params([("found", found.into())])),
    )
}

fn in_field(field: &str, mut problem: Problem) -> Problem {
    problem.params.insert("field".to_owned(), field.into());
    problem
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn job(fields: &Value) -> Job {
        let mut record = json!({
            "schedule": {"kind": "every", "everyMs": 3_600_000},
            "payload": {"kind": "agentTurn", "message": "look"},
        });
        for (name, value) in fields.as_object().unwrap() {
            record[name] = value.clone();
        }
        Job::read(&record).unwrap()
    }

    fn check(fields: Value, expected: Option<(&str, &str)>) {
        let found = strict(&Config::default(), &job(&fields), None).err();
        let told = found.as_ref().map(|problem| {
            let field = problem.params["field"].as_str().unwrap();
            (problem.code.as_str(), field)
        });
        assert_eq!(told, expected, "{fields}");
    }

    #[test]
    fn what_nobody_could_follow_is_refused_with_its_field() {
        let ask = |name: &str, value: &str| json!({"payload": {"kind": "agentTurn", "message": "a", name: value}});
        check(json!({"wakeMode": "never"}), Some(("job-wake", "wakeMode")));
        check(json!({"wakeMode": "next-heartbeat"}), None);
        check(
            ask("thinking", "99"),
            Some(("job-thinking", "payload.thinking")),
        );
        check(ask("thinking", "high"), None);
        check(ask("model", ""), Some(("job-model-empty", "payload.model")));
        check(
            ask("model", "nope/nope"),
            Some(("model-unknown", "payload.model")),
        );
        check(ask("model", "anthropic/claude-haiku-4-5"), None);
    }

    #[test]
    fn a_target_nobody_could_send_to_is_refused_with_its_field() {
        let to = |channel: Option<&str>, to: Option<&str>| json!({"delivery": {"mode": "announce", "channel": channel, "to": to}});
        let hook = |to: &str| json!({"delivery": {"mode": "webhook", "to": to}});
        let at = |code| Some((code, "delivery.to"));
        check(
            to(Some("pigeon"), None),
            Some(("job-channel-unknown", "delivery.channel")),
        );
        check(to(Some("telegram"), None), at("job-chat-missing"));
        check(to(Some("telegram"), Some("banana")), at("job-chat"));
        check(to(Some("telegram"), Some("7:topic:x")), at("job-chat"));
        check(to(None, Some("7")), at("job-chat-alone"));
        check(to(None, Some("banana")), at("job-chat-alone"));
        for chat in [
            "7",
            "telegram:7",
            "-100123",
            "-100123:topic:4",
            "-100123:4",
            "@channel_1",
        ] {
            check(to(Some("telegram"), Some(chat)), None);
        }
        check(to(Some("last"), None), None);
        check(to(Some("desktop"), None), None);
        check(hook("http://example.com/x"), at("webhook-http"));
        check(hook("http://192.168.1.5/x"), None);
        check(hook("https://example.com/x"), None);
        let mut quiet =
            json!({"payload": {"kind": "notify", "text": "tea"}, "delivery": {"mode": "none"}});
        check(quiet.clone(), Some(("job-notify-nowhere", "delivery.mode")));
        quiet["payload"] = json!({"kind": "agentTurn", "message": "tea"});
        check(quiet, None);
    }

    #[test]
    fn what_stood_there_before_stays_as_it_is() {
        let held = job(
            &json!({"wakeMode": "later", "delivery": {"mode": "announce", "channel": "pigeon"}}),
        );
        let renamed = held.changed(json!({"name": "Other"}).as_object().unwrap(), 1);
        assert_eq!(strict(&Config::default(), &renamed, Some(&held)), Ok(()));
        let sent = json!({"delivery": {"to": "7"}});
        let sent = held.changed(sent.as_object().unwrap(), 1);
        let found = strict(&Config::default(), &sent, Some(&held)).unwrap_err();
        assert_eq!(found.code, "job-channel-unknown");
    }
}
