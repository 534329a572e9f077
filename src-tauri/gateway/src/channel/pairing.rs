//! Pairing requests as values: pure functions over the two files of the field.
//!
//! Owns the rules (8 characters, 60 minutes, at most three waiting a channel, told once) and the
//! files' shapes. What it does not know in a file it leaves there. Never touches the disk: that
//! is [`super::pairing_store`].

use chrono::DateTime;
use serde_json::{Map, Value, json};

use super::access::normal_id;
use crate::clock::{Ms, iso};

/// Letters of a code; none that are mistaken for another (field-reference §9).
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Letters a code has.
const CODE_LENGTH: usize = 8;
/// How long a code holds, ms.
pub const REQUEST_LIFE: Ms = 60 * 60 * 1000;
/// How many may wait in one channel.
pub const MAX_PENDING: usize = 3;

/// Somebody unknown who wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asker {
    /// The sender's id.
    pub id: String,
    /// The channel's account that was written to.
    pub account: String,
    /// `@name`, without the `@`.
    pub username: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Language tag.
    pub language: Option<String>,
    /// Id of the message that asked. The same message handed out again is told its code again,
    /// so that a kill between the file and the outbox leaves nobody without it.
    pub cause: String,
}

/// What becomes of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// The sender is to be told this code.
    Tell {
        /// The code.
        code: String,
    },
    /// The sender was told and has nothing new to hear.
    Waiting,
    /// Three wait already; the sender hears nothing.
    Full,
}

/// A request that waits for the owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The sender's id.
    pub id: String,
    /// The account that was written to.
    pub account: String,
    /// The code.
    pub code: String,
    /// When, ms.
    pub created_at: Ms,
    /// A name to show: `First Last (@name)`, as far as known.
    pub name: Option<String>,
    /// Language tag.
    pub language: Option<String>,
}

impl Pending {
    /// Until when the code holds, ms.
    pub fn expires_at(&self) -> Ms {
        self.created_at + REQUEST_LIFE
    }
}

/// Draws a code.
pub fn draw_code() -> String {
    (0..CODE_LENGTH)
        .map(|_| char::from(LETTERS[rand::random_range(0..LETTERS.len())]))
        .collect()
}

/// The requests whose codes still hold, in the file's order.
pub fn pending(file: &Value, now: Ms) -> Vec<Pending> {
    items(file, "requests")
        .iter()
        .filter_map(view)
        .filter(|request| alive(request, now))
        .collect()
}

/// Notes a request; drops those whose time is over.
pub fn ask(file: &mut Value, asker: &Asker, now: Ms, mut draw: impl FnMut() -> String) -> Asked {
    let requests = items_mut(file, "requests");
    drop_expired(requests, now);
    let same = |item: &Value| {
        view(item).is_some_and(|held| held.id == asker.id && held.account == asker.account)
    };
    if let Some(item) = requests.iter_mut().find(|item| same(item)) {
        let Some(code) = view(item).map(|held| held.code) else {
            return Asked::Full;
        };
        item["lastSeenAt"] = json!(iso(now));
        let again = item.pointer("/cove/cause").and_then(Value::as_str) == Some(&asker.cause);
        return if again {
            Asked::Tell { code }
        } else {
            Asked::Waiting
        };
    }
    if requests.len() >= MAX_PENDING {
        return Asked::Full;
    }
    let taken: Vec<String> = requests
        .iter()
        .filter_map(view)
        .map(|held| held.code)
        .collect();
    let mut code = draw();
    while taken.contains(&code) {
        code = draw();
    }
    requests.push(request(asker, &code, now));
    Asked::Tell { code }
}

/// Finds the request of a code, in any case and with blanks around it.
pub fn find(file: &Value, code: &str, now: Ms) -> Option<Pending> {
    let code = code.trim().to_ascii_uppercase();
    pending(file, now)
        .into_iter()
        .find(|held| held.code.to_ascii_uppercase() == code)
}

/// Takes a request out, and those whose time is over.
pub fn drop_request(file: &mut Value, gone: &Pending, now: Ms) {
    let requests = items_mut(file, "requests");
    drop_expired(requests, now);
    requests.retain(|item| view(item).is_none_or(|held| held.code != gone.code));
}

/// Adds a request that was taken out, with its code and its time; false where its time is over or
/// the channel's places are taken.
pub fn put_back(file: &mut Value, gone: &Pending, now: Ms) -> bool {
    let requests = items_mut(file, "requests");
    drop_expired(requests, now);
    if !alive(gone, now) || requests.len() >= MAX_PENDING {
        return false;
    }
    let asker = Asker {
        id: gone.id.clone(),
        account: gone.account.clone(),
        first_name: gone.name.clone(),
        language: gone.language.clone(),
        ..Asker::default()
    };
    let same = |item: &Value| {
        view(item).is_some_and(|held| held.id == gone.id && held.account == gone.account)
    };
    requests.retain(|item| !same(item));
    requests.push(request(&asker, &gone.code, gone.created_at));
    true
}

/// The ids an allowFrom file holds, without prefixes.
pub fn allowed(file: &Value) -> Vec<String> {
    items(file, "allowFrom")
        .iter()
        .filter_map(text)
        .map(|id| normal_id(&id))
        .filter(|id| !id.is_empty())
        .collect()
}

/// Adds an id to an allowFrom file; false if it was there.
pub fn allow(file: &mut Value, id: &str) -> bool {
    if allowed(file).contains(&normal_id(id)) {
        return false;
    }
    items_mut(file, "allowFrom").push(json!(normal_id(id)));
    true
}

/// Takes an id out of an allowFrom file; false if it was not there.
pub fn disallow(file: &mut Value, id: &str) -> bool {
    let list = items_mut(file, "allowFrom");
    let before = list.len();
    list.retain(|held| text(held).is_none_or(|held| normal_id(&held) != normal_id(id)));
    list.len() < before
}

fn request(asker: &Asker, code: &str, now: Ms) -> Value {
    let mut meta = Map::new();
    for (name, value) in [
        ("username", &asker.username),
        ("firstName", &asker.first_name),
        ("lastName", &asker.last_name),
        ("languageCode", &asker.language),
        ("accountId", &Some(asker.account.clone())),
    ] {
        if let Some(value) = value {
            meta.insert(name.to_owned(), json!(value));
        }
    }
    json!({
        "id": asker.id,
        "code": code,
        "createdAt": iso(now),
        "lastSeenAt": iso(now),
        "meta": meta,
        "cove": { "cause": asker.cause },
    })
}

fn view(item: &Value) -> Option<Pending> {
    let meta = |name: &str| item.get("meta")?.get(name).and_then(text);
    let full = [meta("firstName"), meta("lastName")];
    let full: Vec<String> = full.into_iter().flatten().collect();
    let name = match (full.join(" "), meta("username")) {
        (full, None) if full.is_empty() => None,
        (full, None) => Some(full),
        (full, Some(user)) if full.is_empty() => Some(format!("@{user}")),
        (full, Some(user)) => Some(format!("{full} (@{user})")),
    };
    Some(Pending {
        id: normal_id(&text(item.get("id")?)?),
        account: meta("accountId")
            .filter(|account| is_plain(account))
            .unwrap_or_else(|| "default".to_owned()),
        code: text(item.get("code")?)?,
        created_at: time(item.get("createdAt")?)?,
        name,
        language: meta("languageCode"),
    })
}

/// An account's name becomes part of a file's name.
fn is_plain(account: &str) -> bool {
    !account.is_empty()
        && account
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

fn alive(request: &Pending, now: Ms) -> bool {
    now < request.expires_at()
}

/// An item nobody can read counts as over: it can neither be approved nor hold a place.
fn drop_expired(requests: &mut Vec<Value>, now: Ms) {
    requests.retain(|item| view(item).is_some_and(|held| alive(&held, now)));
}

fn items<'a>(file: &'a Value, name: &str) -> &'a [Value] {
    file.get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn items_mut<'a>(file: &'a mut Value, name: &str) -> &'a mut Vec<Value> {
    if !file.is_object() {
        *file = json!({ "version": 1 });
    }
    if !file[name].is_array() {
        file[name] = json!([]);
    }
    match &mut file[name] {
        Value::Array(list) => list,
        _ => unreachable!("made an array above"),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn time(value: &Value) -> Option<Ms> {
    match value {
        Value::Number(ms) => ms.as_i64(),
        Value::String(text) => DateTime::parse_from_rfc3339(text)
            .ok()
            .map(|at| at.timestamp_millis()),
        _ => None,
    }
}

#[cfg(test)]
#[path = "pairing_tests.rs"]
mod tests;
