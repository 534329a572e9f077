//! The digest of what passed while Cove was closed or the computer slept.
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
use crate::delivery::{NewPart, PartKind, enqueue};
use crate::error::params;
use crate::storage::StorageError;

/// Most jobs that are named.
const MOST: usize = 12;

/// Tells it, unless there is nothing to tell; either way it counts as told.
///
/// # Errors
/// When the tables can't be written: then it is told later.
pub async fn tell_away(
    parts: &Parts,
    agent: &str,
    away: Away,
    names: &HashMap<String, String>,
) -> Result<(), StorageError> {
    let (until, now) = (away.until, parts.clock.now_ms());
    if away.slots.is_empty() {
        return parts.db.write(move |tx| told_away(tx, until)).await;
    }
    let text = text(parts, &away.slots, names);
    let cause = format!("away:{until}");
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
        out.add(made);
        out
    });
    let write = move |tx: &crate::storage::Tx<'_>| {
        if let Some(chat) = &chat {
            chat.enqueue(tx, now)?;
        }
        enqueue(tx, &[here], now)?;
        told_away(tx, until)
    };
    parts.db.write(write).await?;
    for route in route.into_iter().chain([Route::desktop()]) {
        parts.sender.nudge(&route);
    }
    Ok(())
}

fn text(parts: &Parts, slots: &[AwaySlot], names: &HashMap<String, String>) -> String {
    let (words, language) = (&parts.words, parts.language());
    let why = slots.iter().find_map(|slot| slot.why.as_deref());
    let opening = params([("why", why.unwrap_or("down").into())]);
    let mut text = words.text(language, "away-opening", &opening);
    for slot in slots.iter().take(MOST) {
        let name = names.get(&slot.job).unwrap_or(&slot.job);
        let (key, told) = match slot.late {
            Some(late) => {
                let late = late_line(parts, late);
                (
                    "away-caught-up",
                    params([("name", name.clone().into()), ("late", late.into())]),
                )
            }
            None => (
                "away-left-out",
                params([("name", name.clone().into()), ("count", slot.count.into())]),
            ),
        };
        // Writing into a String can't fail.
        let _ = write!(text, "\n- {}", words.text(language, key, &told));
    }
    if slots.len() > MOST {
        let more = params([("count", (slots.len() - MOST).into())]);
        let _ = write!(text, "\n{}", words.text(language, "away-more", &more));
    }
    text
}
