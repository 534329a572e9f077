//! The digest: what passed while Cove was closed or the computer slept, and what Cove had to say while
//! it was quiet.
//!
//! Owns its words and that it is told once, in the window and in the chat the person uses, without a
//! sound. When it may be told is the caller's.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::Parts;
use super::ending;
use super::job_end::late_line;
use super::job_target::said_by_cove;
use super::job_told::chat_of;
use super::reply::parts_of;
use crate::channel::Route;
use crate::cron::{Away, AwaySlot, told_away};
use crate::delivery::{KeptNotice, NewPart, PartKind, tell_kept};
use crate::error::{Params, params};
use crate::storage::{StorageError, Tx};

/// Most jobs and notices that are named.
const MOST: usize = 12;

/// What is to be told to an agent's person.
#[derive(Debug, Clone, Default)]
pub struct Digest {
    /// What passed; `None` = nothing new.
    pub away: Option<Away>,
    /// The names of its jobs.
    pub names: HashMap<String, String>,
    /// What waited for the end of quiet hours.
    pub kept: Vec<KeptNotice>,
}

/// Tells it in one message, unless there is nothing to tell; either way it counts as told.
///
/// # Errors
/// When the tables can't be written: then it is told later.
pub async fn tell_digest(parts: &Parts, agent: &str, digest: Digest) -> Result<(), StorageError> {
    let Digest { away, names, kept } = digest;
    let (until, now) = (away.as_ref().map(|away| away.until), parts.clock.now_ms());
    let slots = away.map(|away| away.slots).unwrap_or_default();
    let told = move |tx: &Tx<'_>| match until {
        Some(until) => told_away(tx, until),
        None => Ok(()),
    };
    if slots.is_empty() && kept.is_empty() {
        return parts.db.write(told).await;
    }
    let mut text = String::new();
    if !slots.is_empty() {
        text = passed(parts, &slots, &names);
    }
    if !kept.is_empty() {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&waited(parts, &kept));
    }
    // The newest that is kept names what is told of it; what passed is named by where it ends.
    let cause = match (until, kept.last()) {
        (_, Some(notice)) => format!("digest:{}", notice.id),
        (until, None) => format!("away:{}", until.unwrap_or(now)),
    };
    let mut here = said_by_cove(agent, &format!("{cause}:here"), &text);
    here.silent = true;
    let here = NewPart {
        cause: format!("{cause}:here"),
        kind: PartKind::Notice,
        part: here,
    };
    let route = chat_of(parts, agent);
    let chat = route.as_ref().map(|route| {
        let mut out = ending::Outgoing::new(parts, &cause, route, parts.language());
        let mut made = parts_of(parts, &cause, PartKind::Notice, route, &text, None);
        made.iter_mut().for_each(|part| part.part.silent = true);
        if let Some(last) = made.last_mut() {
            let buttons = kept.iter().flat_map(|notice| notice.buttons.iter());
            last.part.buttons.extend(buttons.cloned());
        }
        out.add(made);
        out
    });
    let write = move |tx: &Tx<'_>| {
        if let Some(chat) = &chat {
            chat.enqueue(tx, now)?;
        }
        tell_kept(tx, &kept, &[here], now)?;
        told(tx)
    };
    parts.db.write(write).await?;
    for route in route.into_iter().chain([Route::desktop()]) {
        parts.sender.nudge(&route);
    }
    Ok(())
}

fn waited(parts: &Parts, kept: &[KeptNotice]) -> String {
    let (words, language) = (&parts.words, parts.language());
    let mut text = words.text(language, "digest-kept", &Params::new());
    for notice in kept.iter().take(MOST) {
        let _ = write!(text, "\n- {}", notice.text);
    }
    if kept.len() > MOST {
        let more = params([("count", (kept.len() - MOST).into())]);
        let _ = write!(text, "\n{}", words.text(language, "away-more", &more));
    }
    text
}

/// What passed, one list for each reason why nobody was there.
fn passed(parts: &Parts, slots: &[AwaySlot], names: &HashMap<String, String>) -> String {
    let (words, language) = (&parts.words, parts.language());
    let mut whys: Vec<&str> = Vec::new();
    for slot in slots {
        if !whys.contains(&slot.why.as_str()) {
            whys.push(&slot.why);
        }
    }
    let (mut text, mut left) = (String::new(), MOST);
    for why in whys {
        let of = slots.iter().filter(|slot| slot.why == why);
        let lines: Vec<String> = of.take(left).map(|slot| line(parts, slot, names)).collect();
        if lines.is_empty() {
            break;
        }
        left -= lines.len();
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&words.text(language, "away-opening", &params([("why", why.into())])));
        for line in lines {
            // Writing into a String can't fail.
            let _ = write!(text, "\n- {line}");
        }
    }
    if slots.len() > MOST {
        let more = params([("count", (slots.len() - MOST).into())]);
        let _ = write!(text, "\n{}", words.text(language, "away-more", &more));
    }
    text
}

fn line(parts: &Parts, slot: &AwaySlot, names: &HashMap<String, String>) -> String {
    let name = names.get(&slot.job).unwrap_or(&slot.job);
    let (key, told) = match slot.late {
        Some(late) => {
            let late = late_line(parts, late);
            let told = params([
                ("name", name.clone().into()),
                ("late", late.into()),
                ("state", slot.state.clone().into()),
            ]);
            ("away-caught-up", told)
        }
        None => (
            "away-left-out",
            params([("name", name.clone().into()), ("count", slot.count.into())]),
        ),
    };
    parts.words.text(parts.language(), key, &told)
}
