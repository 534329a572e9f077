//! Reads a call's parameters, however they were sent, and holds them against the published API.
//!
//! Owns: the table of methods and their parameters (Bot API 9.x).
//! Never: guesses a parameter; an unknown one is reported.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

/// Parameters every sending method has.
const SENDING: &[&str] = &[
    "business_connection_id",
    "chat_id",
    "message_thread_id",
    "direct_messages_topic_id",
    "disable_notification",
    "protect_content",
    "allow_paid_broadcast",
    "message_effect_id",
    "suggested_post_parameters",
    "reply_parameters",
    "reply_markup",
];
const EDITING: &[&str] = &[
    "business_connection_id",
    "chat_id",
    "message_id",
    "inline_message_id",
    "reply_markup",
];

/// Method, parameters it shares with others, parameters of its own.
type Row = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const METHODS: &[Row] = &[
    ("getMe", &[], &[]),
    ("logOut", &[], &[]),
    ("close", &[], &[]),
    (
        "getUpdates",
        &[],
        &["offset", "limit", "timeout", "allowed_updates"],
    ),
    (
        "setWebhook",
        &[],
        &[
            "url",
            "certificate",
            "ip_address",
            "max_connections",
            "allowed_updates",
            "drop_pending_updates",
            "secret_token",
        ],
    ),
    ("deleteWebhook", &[], &["drop_pending_updates"]),
    ("getWebhookInfo", &[], &[]),
    (
        "sendMessage",
        SENDING,
        &["text", "parse_mode", "entities", "link_preview_options"],
    ),
    (
        "sendPhoto",
        SENDING,
        &[
            "photo",
            "caption",
            "parse_mode",
            "caption_entities",
            "show_caption_above_media",
            "has_spoiler",
        ],
    ),
    (
        "sendDocument",
        SENDING,
        &[
            "document",
            "thumbnail",
            "caption",
            "parse_mode",
            "caption_entities",
            "disable_content_type_detection",
        ],
    ),
    (
        "editMessageText",
        EDITING,
        &["text", "parse_mode", "entities", "link_preview_options"],
    ),
    ("editMessageReplyMarkup", EDITING, &[]),
    ("deleteMessage", &[], &["chat_id", "message_id"]),
    (
        "sendChatAction",
        &[],
        &[
            "business_connection_id",
            "chat_id",
            "message_thread_id",
            "action",
        ],
    ),
    (
        "setMessageReaction",
        &[],
        &["chat_id", "message_id", "reaction", "is_big"],
    ),
    (
        "setMyCommands",
        &[],
        &["commands", "scope", "language_code"],
    ),
    ("getMyCommands", &[], &["scope", "language_code"]),
    ("deleteMyCommands", &[], &["scope", "language_code"]),
    (
        "answerCallbackQuery",
        &[],
        &[
            "callback_query_id",
            "text",
            "show_alert",
            "url",
            "cache_time",
        ],
    ),
    ("getFile", &[], &["file_id"]),
    ("getChat", &[], &["chat_id"]),
];

/// A file that came with a call.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The multipart field it came in.
    pub field: String,
    /// The file's name.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
}

/// A call's parameters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    pub(crate) fields: Map<String, Value>,
    pub(crate) files: Vec<Upload>,
}

/// The method's name as published (the API takes any case) and the parameters it knows.
pub(crate) fn method(name: &str) -> Option<&'static Row> {
    METHODS
        .iter()
        .find(|(known, _, _)| known.eq_ignore_ascii_case(name))
}

/// Parameters the method does not have.
pub(crate) fn unknown(row: &Row, params: &Params) -> Vec<String> {
    let (_, shared, own) = row;
    let attached = |name: &str| params.fields.values().any(|value| refers_to(value, name));
    let fields = params.fields.keys();
    let files = params
        .files
        .iter()
        .map(|file| &file.field)
        .filter(|field| !attached(field));
    fields
        .chain(files)
        .filter(|name| !shared.contains(&name.as_str()) && !own.contains(&name.as_str()))
        .cloned()
        .collect()
}

fn refers_to(value: &Value, file: &str) -> bool {
    value.to_string().contains(&format!("attach://{file}"))
}

/// Reads query string and body: JSON, urlencoded or multipart.
///
/// # Errors
/// The description of a 400.
pub(crate) async fn read(request: Request) -> Result<Params, String> {
    let mut params = Params::default();
    insert_pairs(&mut params, request.uri().query().unwrap_or_default());
    let content_type = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    if content_type.starts_with("multipart/form-data") {
        read_multipart(request, &mut params).await?;
        return Ok(params);
    }
    let body = Bytes::from_request(request, &())
        .await
        .map_err(|error| error.to_string())?;
    if content_type.starts_with("application/json") {
        if body.is_empty() {
            return Ok(params);
        }
        let parsed: Result<Map<String, Value>, _> = serde_json::from_slice(&body);
        let wrong = |_| "Bad Request: can't parse JSON object".to_owned();
        params.fields.extend(parsed.map_err(wrong)?);
    } else {
        insert_pairs(&mut params, &String::from_utf8_lossy(&body));
    }
    // A null is an absent parameter.
    params.fields.retain(|_, value| !value.is_null());
    Ok(params)
}

async fn read_multipart(request: Request, params: &mut Params) -> Result<(), String> {
    let wrong = |error: axum::extract::multipart::MultipartError| {
        format!("Bad Request: failed to parse multipart: {error}")
    };
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|error| error.to_string())?;
    while let Some(part) = parts.next_field().await.map_err(wrong)? {
        let field = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(wrong)?;
        match file_name {
            Some(name) => params.files.push(Upload { field, name, bytes }),
            None => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                params.fields.insert(field, text.into());
            }
        }
    }
    Ok(())
}

fn insert_pairs(params: &mut Params, encoded: &str) {
    let base = "http://fake/?";
    // The URL crate's own decoder, by way of reqwest's re-export.
    if let Ok(url) = reqwest::Url::parse(&format!("{base}{encoded}")) {
        for (name, value) in url.query_pairs() {
            params
                .fields
                .insert(name.into_owned(), value.into_owned().into());
        }
    }
}

impl Params {
    /// A text; numbers and truth values as their text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        match self.fields.get(name)? {
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    /// An integer, sent as number or text.
    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.text(name)?.trim().parse().ok()
    }

    /// A truth value, sent as such or as text.
    pub(crate) fn truth(&self, name: &str) -> bool {
        matches!(self.text(name).as_deref(), Some("true" | "True" | "1"))
    }

    /// A structured value, sent as JSON or as its text.
    pub(crate) fn structure(&self, name: &str) -> Option<Value> {
        match self.fields.get(name)? {
            Value::String(text) => serde_json::from_str(text).ok(),
            other => Some(other.clone()),
        }
    }
}
