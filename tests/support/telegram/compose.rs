//! A message before it is sent: its chat, text, keyboard, file and the message it answers.
//!
//! Owns: the rules for each of these. Never: records a message.

use serde_json::Value;

use super::faults::Refusal;
use super::html::{self, Entity};
use super::keyboard;
use super::params::{Params, Upload};
use super::state::State;

/// Longest text and caption, in UTF-16 units after parsing.
pub(crate) const LONGEST_TEXT: usize = 4096;
pub(crate) const LONGEST_CAPTION: usize = 1024;
/// Largest photo and largest file of any kind, in bytes.
const LARGEST_PHOTO: usize = 10 * 1024 * 1024;
const LARGEST_FILE: usize = 50 * 1024 * 1024;

/// A text after Telegram read it.
pub(crate) struct Text {
    pub(crate) raw: String,
    pub(crate) html: bool,
    pub(crate) plain: String,
    pub(crate) entities: Vec<Entity>,
}

/// Where a message goes.
pub(crate) struct Target {
    pub(crate) chat_id: i64,
    pub(crate) thread: Option<i64>,
}

/// The chat of a call, if the bot may write there.
pub(crate) fn chat(state: &State, params: &Params) -> Result<i64, Refusal> {
    let Some(id) = params.text("chat_id").filter(|id| !id.is_empty()) else {
        return Err(Refusal::bad("chat_id is empty"));
    };
    let Some(chat) = id.parse().ok().and_then(|id: i64| state.chats.get(&id)) else {
        return Err(Refusal::bad("chat not found"));
    };
    match &chat.fault {
        Some(fault) => Err(fault.refusal()),
        None => Ok(id.parse().unwrap_or_default()),
    }
}

pub(crate) fn target(state: &State, params: &Params) -> Result<Target, Refusal> {
    let chat_id = chat(state, params)?;
    let thread = params.integer("message_thread_id");
    // The General topic has no thread of its own: naming it (1) is refused when sending.
    if let Some(thread) = thread
        && !state.chats[&chat_id].topics.contains(&thread)
    {
        return Err(Refusal::bad("message thread not found"));
    }
    Ok(Target { chat_id, thread })
}

pub(crate) fn read_text(
    state: &mut State,
    params: &Params,
    name: &str,
    longest: usize,
) -> Result<Text, Refusal> {
    let raw = params.text(name).unwrap_or_default();
    let mode = params.text("parse_mode").unwrap_or_default();
    let (plain, entities) = match mode.to_lowercase().as_str() {
        "" => (raw.clone(), Vec::new()),
        "html" => {
            let parsed = html::parse(&raw)
                .map_err(|why| Refusal::bad(format!("can't parse entities: {why}")))?;
            if !parsed.loose_ampersands.is_empty() {
                let at = &parsed.loose_ampersands;
                state.problem(format!(
                    "HTML text with an unescaped & at byte {at:?}: {raw:?}"
                ));
            }
            (parsed.plain, parsed.entities)
        }
        "markdown" | "markdownv2" => {
            state.problem(format!("parse_mode {mode} is not checked by this fake"));
            (raw.clone(), Vec::new())
        }
        _ => return Err(Refusal::bad("unsupported parse_mode")),
    };
    let plain = plain.trim().to_owned();
    if html::utf16_len(&plain) > longest {
        let what = if name == "text" {
            "message"
        } else {
            "message caption"
        };
        return Err(Refusal::bad(format!("{what} is too long")));
    }
    Ok(Text {
        raw,
        html: !mode.is_empty(),
        plain,
        entities,
    })
}

pub(crate) fn markup(params: &Params) -> Result<Value, Refusal> {
    let sent = params.fields.contains_key("reply_markup");
    let markup = params.structure("reply_markup").unwrap_or(Value::Null);
    if sent && markup.is_null() {
        return Err(Refusal::bad(
            "can't parse reply keyboard markup JSON object",
        ));
    }
    keyboard::check(&markup)?;
    Ok(markup)
}

pub(crate) fn reply_to(
    state: &mut State,
    params: &Params,
    chat_id: i64,
) -> Result<Option<i64>, Refusal> {
    let Some(reply) = params.structure("reply_parameters") else {
        return Ok(None);
    };
    let id = reply["message_id"].as_i64().unwrap_or_default();
    let there = state.find_shown(chat_id, id).is_some();
    match (there, reply["allow_sending_without_reply"] == true) {
        (true, _) => Ok(Some(id)),
        (false, true) => Ok(None),
        (false, false) => Err(Refusal::bad("message to be replied not found")),
    }
}

/// What Telegram takes as a picture and how much of anything.
fn within_bounds(field: &str, bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.len() > LARGEST_FILE {
        return Err(Refusal::new(413, "Request Entity Too Large"));
    }
    let shown = bytes.starts_with(b"\x89PNG\r\n\x1a\n")
        || bytes.starts_with(&[0xff, 0xd8, 0xff])
        || bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    match field {
        "photo" if bytes.len() > LARGEST_PHOTO => Err(Refusal::bad("file is too big for a photo")),
        "photo" if !shown => Err(Refusal::bad("IMAGE_PROCESS_FAILED")),
        _ => Ok(()),
    }
}

pub(crate) fn uploaded(state: &mut State, params: &Params, field: &str) -> Result<Upload, Refusal> {
    let named = params.text(field).unwrap_or_default();
    let attached = named.strip_prefix("attach://").unwrap_or(field);
    if let Some(file) = params.files.iter().find(|file| file.field == attached) {
        if file.bytes.is_empty() {
            return Err(Refusal::bad("file must be non-empty"));
        }
        within_bounds(field, &file.bytes)?;
        return Ok(file.clone());
    }
    match state.files.get(&named) {
        Some((name, bytes)) => Ok(Upload {
            field: field.to_owned(),
            name: name.clone(),
            bytes: bytes.clone(),
        }),
        None if named.is_empty() => {
            Err(Refusal::bad(format!("there is no {field} in the request")))
        }
        None => Err(Refusal::bad("wrong file identifier/HTTP URL specified")),
    }
}
