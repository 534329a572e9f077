//! What a person is told of a job that keeps failing: once, in the desktop chat and in the chat they
//! use, with what they can do about it.
//!
//! Owns those words on their way out. Whether a job is paused is decided by cron.

use serde_json::json;

use super::Parts;
use super::ending;
use super::job_target::{JobTarget, job_target, posted, said_here};
use super::reply::parts_of;
use crate::channel::{ChannelKind, ChatType, Route};
use crate::clock::Ms;
use crate::cron::{Begun, Ended, Job, SlotEnd};
use crate::delivery::{KeptNotice, NewPart, PartKind, enqueue, keep_notice};
use crate::error::{Params, params};
use crate::session::SessionKey;
use crate::storage::{StorageError, Tx};

/// Most bytes of a button's data in a chat.
const MOST_DATA: usize = 64;

/// What goes out where a run's failure makes a pause; made before, since the writer has no words.
#[derive(Default)]
pub(super) struct Pausing {
    chat: Option<ending::Outgoing>,
    here: Vec<NewPart>,
    /// While it is quiet it waits for the digest.
    kept: Option<KeptNotice>,
}

impl Pausing {
    /// Puts it on its way.
    pub fn write(&self, tx: &Tx<'_>, now: Ms) -> Result<(), StorageError> {
        if let Some(chat) = &self.chat {
            chat.enqueue(tx, now)?;
        }
        if let Some(kept) = &self.kept {
            keep_notice(tx, kept)?;
        }
        enqueue(tx, &self.here, now)
    }
}

/// Where a person of this agent is told things by Cove itself; `None` = in the window alone.
pub(super) fn chat_of(parts: &Parts, agent: &str) -> Option<Route> {
    let record = parts.sessions.record(&SessionKey::main(agent))?;
    let channel = ChannelKind::parse(record.text("lastChannel")?)?;
    if channel != ChannelKind::Telegram {
        return None;
    }
    let to = record.text("lastTo")?;
    Some(Route {
        channel,
        account: record.text("lastAccountId").unwrap_or("default").to_owned(),
        peer: to.strip_prefix("telegram:").unwrap_or(to).to_owned(),
        thread: None,
        chat_type: ChatType::Direct,
    })
}

/// A word to where a job's result will go, so that it is known to arrive; `None` = it goes nowhere
/// that Cove could send to.
pub fn job_test(
    parts: &Parts,
    agent: &str,
    job: &Job,
    cause: &str,
) -> Option<(Route, Vec<NewPart>)> {
    let target = job_target(parts, job, agent);
    let route = target.route()?;
    let told = params([("name", job.name.clone().into())]);
    let text = parts.words.text(parts.language(), "job-test", &told);
    let one = |part| NewPart {
        cause: cause.to_owned(),
        kind: PartKind::Notice,
        part,
    };
    let made = match &target {
        JobTarget::Webhook(to) => {
            let body = json!({ "action": "test", "jobId": job.id, "jobName": job.name });
            vec![one(posted(
                route.clone(),
                to,
                cause,
                &body.to_string(),
                &text,
            ))]
        }
        JobTarget::Desktop => vec![one(said_here(agent, job, cause, &text))],
        _ => parts_of(parts, cause, PartKind::Notice, &route, &text, None),
    };
    Some((route, made))
}

/// What would be told of this failure.
pub(super) fn pausing(
    parts: &Parts,
    agent: &str,
    job: &Job,
    begun: &Begun,
    ended: &Ended,
    route: Option<&Route>,
) -> Pausing {
    let Some(problem) = ended
        .problem
        .as_ref()
        .filter(|_| ended.end == SlotEnd::Failed)
    else {
        return Pausing::default();
    };
    let (words, language) = (&parts.words, parts.language());
    let told = params([
        ("name", job.name.clone().into()),
        ("why", words.problem(language, problem).into()),
    ]);
    let text = words.text(language, "job-paused", &told);
    let cause = format!("job:{}:paused", begun.run);
    let button = |key: &str, action: &str| {
        let data = format!("job-{action}:{}", job.id);
        (data.len() <= MOST_DATA).then(|| (words.text(language, key, &Params::new()), data))
    };
    let buttons = [
        button("job-button-why", "why"),
        button("job-button-resume", "resume"),
        button("job-button-again", "again"),
    ];
    let buttons: Vec<(String, String)> = buttons.into_iter().flatten().collect();
    if parts.is_quiet(agent) {
        let kept = KeptNotice {
            id: cause,
            agent: agent.to_owned(),
            at: parts.clock.now_ms(),
            text,
            buttons: vec![buttons],
        };
        return Pausing {
            kept: Some(kept),
            ..Pausing::default()
        };
    }
    let here = NewPart {
        cause: format!("{cause}:here"),
        kind: PartKind::Notice,
        part: said_here(agent, job, &format!("{cause}:here"), &text),
    };
    let telegram = route.filter(|route| route.channel == ChannelKind::Telegram);
    let chat = telegram.cloned().or_else(|| chat_of(parts, agent));
    let chat = chat.map(|route| {
        let mut out = ending::Outgoing::new(parts, &cause, &route, language);
        let mut made = parts_of(parts, &cause, PartKind::Notice, &route, &text, None);
        if let Some(last) = made.last_mut() {
            last.part.buttons.push(buttons.clone());
        }
        out.add(made);
        out
    });
    Pausing {
        chat,
        here: vec![here],
        kept: None,
    }
}
