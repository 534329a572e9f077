//! The smaller methods: actions, commands, callbacks, reactions, files, chats, webhooks.
//!
//! Owns: their rules and records. Never: answers HTTP.

use std::time::Instant;

use serde_json::{Value, json};

use super::compose::chat;
use super::faults::Refusal;
use super::params::Params;
use super::state::{Action, AnsweredCallback, Reaction, State};

const ACTIONS: &[&str] = &[
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];
/// The emoji a bot may react with, by the Bot API's page on ReactionTypeEmoji.
const REACTIONS: &str = "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 \
    ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 \
    ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡";
/// The Bot API hands out no larger file, in bytes.
const LARGEST_DOWNLOAD: usize = 20 * 1024 * 1024;

pub(crate) fn chat_action(state: &mut State, params: &Params) -> Result<Value, Refusal> {
    let chat_id = chat(state, params)?;
    let action = params.text("action").unwrap_or_default();
    if !ACTIONS.contains(&action.as_str()) {
        return Err(Refusal::bad("wrong parameter action in request"));
    }
    let thread = params.integer("message_thread_id");
    let known = &state.chats[&chat_id];
    // Unlike a message, an action may name the General topic of a forum.
    let general = thread == Some(1) && known.object["is_forum"] == true;
    if thread.is_some_and(|thread| !known.topics.contains(&thread)) && !general {
        return Err(Refusal::bad("message thread not found"));
    }
    state.actions.push(Action {
        chat_id,
        thread,
        action,
        at: Instant::now(),
    });
    Ok(true.into())
}

pub(crate) fn react(state: &mut State, params: &Params) -> Result<Value, Refusal> {
    let chat_id = chat(state, params)?;
    let message_id = params.integer("message_id").unwrap_or_default();
    if state.find_shown(chat_id, message_id).is_none() {
        return Err(Refusal::bad("message to react not found"));
    }
    let reaction = params.structure("reaction").unwrap_or_else(|| json!([]));
    let list = reaction.as_array().cloned().unwrap_or_default();
    let emoji: Vec<String> = list
        .iter()
        .filter_map(|one| one["emoji"].as_str())
        .map(str::to_owned)
        .collect();
    let known = |emoji: &String| REACTIONS.split_whitespace().any(|allowed| allowed == emoji);
    if emoji.len() != list.len() || emoji.len() > 1 || !emoji.iter().all(known) {
        return Err(Refusal::bad("REACTION_INVALID"));
    }
    state.reactions.push(Reaction {
        chat_id,
        message_id,
        emoji,
    });
    Ok(true.into())
}

pub(crate) fn set_commands(state: &mut State, params: &Params) -> Result<Value, Refusal> {
    let commands = params.structure("commands").unwrap_or_default();
    let Some(list) = commands.as_array() else {
        return Err(Refusal::bad("expected an Array of BotCommand"));
    };
    if list.len() > 100 {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    for command in list {
        let name = command["command"].as_str().unwrap_or_default();
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if !(1..=32).contains(&name.len()) || !name.bytes().all(plain) {
            return Err(Refusal::bad("BOT_COMMAND_INVALID"));
        }
        let description = command["description"].as_str().unwrap_or_default();
        if !(1..=256).contains(&description.chars().count()) {
            return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    let key = command_key(state, params)?;
    state.commands.insert(key, commands);
    Ok(true.into())
}

pub(crate) fn get_commands(state: &State, params: &Params) -> Result<Value, Refusal> {
    let key = command_key(state, params)?;
    Ok(state
        .commands
        .get(&key)
        .cloned()
        .unwrap_or_else(|| json!([])))
}

pub(crate) fn delete_commands(state: &mut State, params: &Params) -> Result<Value, Refusal> {
    let key = command_key(state, params)?;
    state.commands.remove(&key);
    Ok(true.into())
}

/// `<scope>|<language>`, such as `all_group_chats|de` or `chat:5550142|`.
fn command_key(state: &State, params: &Params) -> Result<String, Refusal> {
    let scope = params
        .structure("scope")
        .unwrap_or_else(|| json!({"type": "default"}));
    let kind = scope["type"].as_str().unwrap_or_default();
    let language = params.text("language_code").unwrap_or_default();
    if !language.is_empty() && language.len() != 2 {
        return Err(Refusal::bad("invalid language code specified"));
    }
    match kind {
        "default" | "all_private_chats" | "all_group_chats" | "all_chat_administrators" => {
            Ok(format!("{kind}|{language}"))
        }
        "chat" | "chat_administrators" | "chat_member" => {
            let id = scope["chat_id"].as_i64().unwrap_or_default();
            if !state.chats.contains_key(&id) {
                return Err(Refusal::bad("chat not found"));
            }
            Ok(format!("{kind}:{id}|{language}"))
        }
        _ => Err(Refusal::bad("unsupported BotCommandScope type specified")),
    }
}

pub(crate) fn answer_callback(state: &mut State, params: &Params) -> Result<Value, Refusal> {
    let id = params.text("callback_query_id").unwrap_or_default();
    if !state.callbacks.contains(&id) {
        return Err(Refusal::bad(
            "query is too old and response timeout expired or query ID is invalid",
        ));
    }
    let text = params.text("text");
    if text.as_ref().is_some_and(|text| text.chars().count() > 200) {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    if state.answered.iter().any(|answered| answered.id == id) {
        state.problem(format!("callback {id} was answered twice"));
    }
    state.answered.push(AnsweredCallback {
        id,
        text,
        alert: params.truth("show_alert"),
    });
    Ok(true.into())
}

pub(crate) fn get_file(state: &State, params: &Params) -> Result<Value, Refusal> {
    let id = params.text("file_id").unwrap_or_default();
    let Some((_, bytes)) = state.files.get(&id) else {
        return Err(Refusal::bad("invalid file_id"));
    };
    if bytes.len() > LARGEST_DOWNLOAD {
        return Err(Refusal::bad("file is too big"));
    }
    Ok(
        json!({"file_id": id, "file_unique_id": format!("u-{id}"), "file_size": bytes.len(),
        // A name of Telegram's own: what a sender calls a file stands in no address.
        "file_path": format!("files/{id}/file_0")}),
    )
}

pub(crate) fn get_chat(state: &State, params: &Params) -> Result<Value, Refusal> {
    let id = chat(state, params)?;
    Ok(state.chats[&id].object.clone())
}

pub(crate) fn set_webhook(state: &mut State, params: &Params) -> Result<Value, Refusal> {
    let url = params.text("url").unwrap_or_default();
    if params.truth("drop_pending_updates") {
        state.updates.clear();
    }
    if url.is_empty() {
        state.webhook = None;
        return Ok(true.into());
    }
    if !url.starts_with("https://") {
        return Err(Refusal::bad(
            "bad webhook: An HTTPS URL must be provided for webhook",
        ));
    }
    state.webhook = Some(Value::Object(params.fields.clone()));
    Ok(true.into())
}

pub(crate) fn webhook_info(state: &State) -> Value {
    let url = state
        .webhook
        .as_ref()
        .map_or_else(|| "".into(), |webhook| webhook["url"].clone());
    json!({"url": url, "has_custom_certificate": false, "pending_update_count": state.updates.len()})
}
