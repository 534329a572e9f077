//! Sending, editing and deleting, with everything Telegram refuses.
//!
//! Owns: what may be edited or deleted, the rates, and the record of each message.
//! Never: answers HTTP.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::compose::{
    LONGEST_CAPTION, LONGEST_TEXT, Target, Text, chat, markup, read_text, reply_to, target,
    uploaded,
};
use super::faults::Refusal;
use super::params::{Params, Upload};
use super::state::{Edit, Sent, Shown, State};

/// Telegram's limits, where they are switched on: a chat (a message a second, short bursts let
/// through), a group, all chats.
const A_CHAT: [(usize, Duration); 2] = [(7, Duration::from_secs(1)), (17, Duration::from_secs(10))];
const A_GROUP: (usize, Duration) = (20, Duration::from_secs(60));
const OVERALL: (usize, Duration) = (30, Duration::from_secs(1));

pub(crate) fn send_message(state: &mut State, params: &Params) -> Result<Value, Refusal> {
    let target = target(state, params)?;
    let text = read_text(state, params, "text", LONGEST_TEXT)?;
    if text.plain.is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    deliver(state, params, target, text, None)
}

/// `field` is `photo` or `document`.
pub(crate) fn send_file(state: &mut State, params: &Params, field: &str) -> Result<Value, Refusal> {
    let target = target(state, params)?;
    let text = read_text(state, params, "caption", LONGEST_CAPTION)?;
    let file = uploaded(state, params, field)?;
    deliver(state, params, target, text, Some(file))
}

fn deliver(
    state: &mut State,
    params: &Params,
    target: Target,
    text: Text,
    file: Option<Upload>,
) -> Result<Value, Refusal> {
    let markup = markup(params)?;
    let reply_to = reply_to(state, params, target.chat_id)?;
    within_limits(state, target.chat_id)?;
    let message_id = state.message_id(target.chat_id);
    let sent = Sent {
        message_id,
        chat_id: target.chat_id,
        thread: target.thread,
        text: text.raw,
        html: text.html,
        plain: text.plain,
        entities: text.entities,
        reply_markup: markup,
        reply_to,
        silent: params.truth("disable_notification"),
        file,
        at: Instant::now(),
    };
    state.shown.push(Shown {
        chat_id: sent.chat_id,
        message_id,
        from_bot: true,
        plain: sent.plain.clone(),
        entities: sent.entities.clone(),
        has_text: sent.file.is_none(),
        markup: sent.reply_markup.clone(),
        thread: sent.thread,
    });
    let answer = message_object(state, &sent);
    state.sent.push(sent);
    Ok(answer)
}

pub(crate) fn edit_text(state: &mut State, params: &Params) -> Result<Value, Refusal> {
    let (chat_id, message_id) = own_message(state, params, "edit")?;
    let text = read_text(state, params, "text", LONGEST_TEXT)?;
    if text.plain.is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    let markup = markup(params)?;
    within_limits(state, chat_id)?;
    let shown = found(state, chat_id, message_id, "edit")?;
    if !shown.has_text {
        return Err(Refusal::bad("there is no text in the message to edit"));
    }
    if shown.plain == text.plain && shown.entities == text.entities && shown.markup == markup {
        return Err(not_modified());
    }
    shown.entities = text.entities.clone();
    shown.plain = text.plain.clone();
    shown.markup = markup.clone();
    record_edit(state, chat_id, message_id, Some(text), markup)
}

pub(crate) fn edit_markup(state: &mut State, params: &Params) -> Result<Value, Refusal> {
    let (chat_id, message_id) = own_message(state, params, "edit")?;
    let markup = markup(params)?;
    let shown = found(state, chat_id, message_id, "edit")?;
    if shown.markup == markup {
        return Err(not_modified());
    }
    shown.markup = markup.clone();
    record_edit(state, chat_id, message_id, None, markup)
}

pub(crate) fn delete(state: &mut State, params: &Params) -> Result<Value, Refusal> {
    let (chat_id, message_id) = message_named(state, params)?;
    found(state, chat_id, message_id, "delete")?;
    state
        .shown
        .retain(|shown| shown.chat_id != chat_id || shown.message_id != message_id);
    state.deleted.push((chat_id, message_id));
    Ok(true.into())
}

fn record_edit(
    state: &mut State,
    chat_id: i64,
    message_id: i64,
    text: Option<Text>,
    reply_markup: Value,
) -> Result<Value, Refusal> {
    let chat = state.chats[&chat_id].object.clone();
    let date = state.now();
    let answer = json!({"message_id": message_id, "from": state.bot_user(), "chat": chat,
        "date": date, "edit_date": date, "text": found(state, chat_id, message_id, "edit")?.plain,
        "reply_markup": reply_markup});
    let (text, plain) = text.map(|text| (text.raw, text.plain)).unzip();
    let at = Instant::now();
    state.edits.push(Edit {
        message_id,
        chat_id,
        text,
        plain,
        reply_markup,
        at,
    });
    Ok(answer)
}

/// Refuses with 429 what is more than Telegram's limits, where they are switched on.
fn within_limits(state: &State, chat_id: i64) -> Result<(), Refusal> {
    if !state.limits {
        return Ok(());
    }
    let sent = state.sent.iter().map(|sent| (sent.chat_id, sent.at));
    let edits = state.edits.iter().map(|edit| (edit.chat_id, edit.at));
    let all: Vec<(i64, Instant)> = sent.chain(edits).collect();
    let over = |(most, window): (usize, Duration), only: Option<i64>| {
        let recent = all.iter().filter(|(_, at)| at.elapsed() < window);
        recent
            .filter(|(id, _)| only.is_none_or(|chat| *id == chat))
            .count()
            >= most
    };
    if chat_id < 0 && over(A_GROUP, Some(chat_id)) {
        return Err(Refusal::retry_after(A_GROUP.1.as_secs()));
    }
    if A_CHAT.iter().any(|limit| over(*limit, Some(chat_id))) || over(OVERALL, None) {
        return Err(Refusal::retry_after(1));
    }
    Ok(())
}

fn message_named(state: &State, params: &Params) -> Result<(i64, i64), Refusal> {
    let chat_id = chat(state, params)?;
    match params.integer("message_id") {
        Some(message_id) => Ok((chat_id, message_id)),
        None => Err(Refusal::bad("message identifier is not specified")),
    }
}

fn own_message(state: &mut State, params: &Params, verb: &str) -> Result<(i64, i64), Refusal> {
    let (chat_id, message_id) = message_named(state, params)?;
    if !found(state, chat_id, message_id, verb)?.from_bot {
        return Err(Refusal::bad("message can't be edited"));
    }
    Ok((chat_id, message_id))
}

fn found<'a>(
    state: &'a mut State,
    chat_id: i64,
    message_id: i64,
    verb: &str,
) -> Result<&'a mut Shown, Refusal> {
    state
        .find_shown(chat_id, message_id)
        .ok_or_else(|| Refusal::bad(format!("message to {verb} not found")))
}

fn not_modified() -> Refusal {
    Refusal::bad(
        "message is not modified: specified new message content and reply markup are exactly the \
         same as a current content and reply markup of the message",
    )
}

fn message_object(state: &State, sent: &Sent) -> Value {
    let mut message = json!({
        "message_id": sent.message_id, "from": state.bot_user(),
        "chat": state.chats[&sent.chat_id].object, "date": state.now(),
    });
    if let Some(file) = &sent.file {
        message[&file.field] = json!({"file_id": format!("sent-{}", sent.message_id),
            "file_unique_id": format!("u{}", sent.message_id), "file_name": file.name,
            "file_size": file.bytes.len()});
        message["caption"] = sent.plain.clone().into();
    } else {
        message["text"] = sent.plain.clone().into();
    }
    if let Some(thread) = sent.thread {
        message["message_thread_id"] = thread.into();
        message["is_topic_message"] = true.into();
    }
    if !sent.reply_markup.is_null() {
        message["reply_markup"] = sent.reply_markup.clone();
    }
    message
}
