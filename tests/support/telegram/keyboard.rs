//! What Telegram takes as a keyboard.
//!
//! Owns: the rules for `reply_markup`. Never: presses a button.

use serde_json::Value;

use super::faults::Refusal;

/// Telegram's limits: buttons in all, buttons in a row, bytes of `callback_data`.
const MOST_BUTTONS: usize = 100;
const MOST_IN_ROW: usize = 8;
const CALLBACK_BYTES: std::ops::RangeInclusive<usize> = 1..=64;

/// What an inline button may do; it does exactly one of these.
const DOES: &[&str] = &[
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
];

/// Checks a `reply_markup`.
pub(crate) fn check(markup: &Value) -> Result<(), Refusal> {
    if markup.is_null() {
        return Ok(());
    }
    if !markup.is_object() {
        return Err(Refusal::bad("object expected as reply markup"));
    }
    let Some(keyboard) = markup.get("inline_keyboard") else {
        return Ok(());
    };
    let Some(rows) = keyboard.as_array() else {
        return Err(Refusal::bad(
            "field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays",
        ));
    };
    let mut count = 0;
    for row in rows {
        let Some(buttons) = row.as_array() else {
            return Err(Refusal::bad(
                "field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays",
            ));
        };
        count += buttons.len();
        if buttons.len() > MOST_IN_ROW || count > MOST_BUTTONS {
            return Err(Refusal::bad("reply markup is too long"));
        }
        buttons.iter().try_for_each(check_button)?;
    }
    Ok(())
}

/// The button of a keyboard that carries this `callback_data`.
pub(crate) fn has_button(markup: &Value, data: &str) -> bool {
    let rows = markup["inline_keyboard"].as_array();
    let mut buttons = rows
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten();
    buttons.any(|button| button["callback_data"] == data)
}

fn check_button(button: &Value) -> Result<(), Refusal> {
    let refuse = |why: &str| {
        Err(Refusal::bad(format!(
            "can't parse inline keyboard button: {why}"
        )))
    };
    match button["text"].as_str() {
        None => return refuse("Can't find field \"text\""),
        Some(text) if text.trim().is_empty() => return Err(Refusal::bad("BUTTON_TEXT_INVALID")),
        Some(_) => {}
    }
    match DOES.iter().filter(|what| !button[**what].is_null()).count() {
        0 => return refuse("Text buttons are unallowed in the inline keyboard"),
        1 => {}
        _ => return refuse("exactly one of the optional fields must be used"),
    }
    if let Some(data) = button["callback_data"].as_str()
        && !CALLBACK_BYTES.contains(&data.len())
    {
        return Err(Refusal::bad("BUTTON_DATA_INVALID"));
    }
    if let Some(url) = button["url"].as_str()
        && !["http://", "https://", "tg://"]
            .iter()
            .any(|scheme| url.starts_with(scheme))
    {
        return Err(Refusal::bad(format!(
            "inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"
        )));
    }
    Ok(())
}
