//! What a provider's failure means.
//!
//! Owns the table from status codes and the providers' own error shapes to [`ErrorClass`], the
//! server's delay, and the cutting and cleaning of its words. Decides nothing about what follows.

use std::time::{Duration, SystemTime};

use reqwest::header::HeaderMap;
use serde_json::Value;

use super::provider::{ErrorClass, ModelError};
use crate::clock::Ms;

/// Longest detail, characters.
const DETAIL: usize = 500;

/// A failure before it is known whose it is and whether anything had been yielded.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) class: ErrorClass,
    pub(super) status: Option<u16>,
    pub(super) retry_after: Option<Duration>,
    pub(super) detail: String,
}

impl Failure {
    pub(super) fn new(class: ErrorClass, detail: &str) -> Self {
        Self {
            class,
            status: None,
            retry_after: None,
            detail: detail.to_owned(),
        }
    }

    /// A failure of the connection. `error` must carry no URL.
    pub(super) fn network(error: &dyn std::error::Error) -> Self {
        let mut words = error.to_string();
        let mut source = error.source();
        while let Some(inner) = source {
            words = format!("{words}: {inner}");
            source = inner.source();
        }
        Self::new(ErrorClass::Network, &words)
    }

    /// The failure as callers see it, with `secret` and whatever looks like a key taken out.
    pub(super) fn of(self, provider: &str, secret: Option<&str>, started: bool) -> ModelError {
        ModelError {
            class: self.class,
            provider: provider.to_owned(),
            status: self.status,
            retry_after: self.retry_after,
            detail: clean(&self.detail, secret),
            started,
        }
    }
}

/// Classifies an answer that is not a success. `now` turns a date into a delay.
pub(super) fn response(status: u16, headers: &HeaderMap, body: &str, now: Ms) -> Failure {
    let value: Value = serde_json::from_str(body).unwrap_or(Value::Null);
    let mut failure = body_failure(&value, Some(status));
    if failure.detail.is_empty() {
        body.clone_into(&mut failure.detail);
    }
    failure.retry_after = retry_after(headers, now).or(failure.retry_after);
    failure
}

/// Classifies an error object, of an answer's body or from the middle of a stream.
pub(super) fn body_failure(body: &Value, status: Option<u16>) -> Failure {
    let told = Told::read(body);
    let status = status.or(told.status);
    let class = class(status, &told);
    Failure {
        class,
        // Without a status the key was still sent and refused; see the code of such an error.
        status: status.or((class == ErrorClass::Auth).then_some(401)),
        retry_after: told.retry_after,
        detail: told.message,
    }
}

/// What a provider's error says, whatever its shape.
#[derive(Debug, Default)]
struct Told {
    /// Codes and types, lower case.
    codes: Vec<String>,
    message: String,
    status: Option<u16>,
    retry_after: Option<Duration>,
}

impl Told {
    /// Shapes: `{error:{…}}`, `[{error:{…}}]` (Gemini), `{error:"text"}` (Ollama), the error's
    /// own fields at the top (Mistral, Responses).
    fn read(body: &Value) -> Self {
        let body = body.get(0).unwrap_or(body);
        let error = match body.get("error") {
            Some(Value::String(message)) => {
                return Self {
                    message: message.clone(),
                    ..Self::default()
                };
            }
            Some(error @ Value::Object(_)) => error,
            _ => body,
        };
        let codes = ["code", "type", "status"]
            .iter()
            .filter_map(|key| error[*key].as_str())
            .map(str::to_ascii_lowercase)
            .collect();
        let number = error["code"]
            .as_u64()
            .or_else(|| error["code"].as_str()?.parse().ok());
        let metadata = &error["metadata"]["raw"];
        let message = error["message"].as_str().or_else(|| body["detail"].as_str());
        Self {
            codes,
            message: match (message, metadata.as_str()) {
                (Some(message), Some(raw)) => format!("{message}: {raw}"),
                (message, raw) => message.or(raw).unwrap_or_default().to_owned(),
            },
            status: number
                .and_then(|code| u16::try_from(code).ok())
                .filter(|code| (400..600).contains(code)),
            retry_after: google_delay(error),
        }
    }

    fn code(&self, codes: &[&str]) -> bool {
        self.codes
            .iter()
            .any(|told| codes.contains(&told.as_str()))
    }

    fn says(&self, words: &[&str]) -> bool {
        let message = self.message.to_ascii_lowercase();
        words.iter().any(|word| message.contains(word))
    }
}

/// Google says the delay in the body: `details[].retryDelay: "34s"`.
fn google_delay(error: &Value) -> Option<Duration> {
    let details = error["details"].as_array()?;
    let delay = details
        .iter()
        .find_map(|detail| detail["retryDelay"].as_str())?;
    let seconds: f64 = delay.strip_suffix('s')?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

const OVERFLOW_CODES: &[&str] = &[
    "context_length_exceeded",
    "exceed_context_size_error",
    "model_max_prompt_tokens_exceeded",
    "request_too_large",
];
// Providers give overflow no code of its own more often than not; these are their words.
const OVERFLOW_WORDS: &[&str] = &[
    "prompt is too long",
    "maximum context length",
    "exceed context limit",
    "exceeds the context window",
    "context window exceeds",
    "exceeds the available context size",
    "context length exceeded",
    "greater than the context length",
    "exceeded model token limit",
    "input token count",
    "input is too long",
    "maximum prompt length",
    "reduce the length of the messages",
    "too large for model",
];
const BILLING_CODES: &[&str] = &[
    "insufficient_quota",
    "billing_error",
    "billing_hard_limit_reached",
    "billing_not_active",
    "exceeded_current_quota_error",
    "insufficient_balance",
    "arrearage",
];
const BILLING_WORDS: &[&str] = &[
    "credit balance",
    "insufficient balance",
    "insufficient credits",
    "requires more credits",
    "insufficient funds",
    "spending limit",
];
const FILTER_CODES: &[&str] = &[
    "content_filter",
    "content_policy_violation",
    "moderation_blocked",
    "data_inspection_failed",
    "datainspectionfailed",
    "sensitive",
];
const FILTER_WORDS: &[&str] = &[
    "content management policy",
    "content filtering policy",
    "input was flagged",
    "flagged by moderation",
    "requires moderation",
];

fn class(status: Option<u16>, told: &Told) -> ErrorClass {
    let client_side = status.is_none_or(|status| matches!(status, 400 | 413 | 422 | 500));
    if told.code(OVERFLOW_CODES) || client_side && told.says(OVERFLOW_WORDS) {
        return ErrorClass::Overflow;
    }
    if told.code(FILTER_CODES) || told.says(FILTER_WORDS) {
        return ErrorClass::ContentFilter;
    }
    if told.code(BILLING_CODES) || told.says(BILLING_WORDS) {
        return ErrorClass::Billing;
    }
    match status {
        Some(status) => by_status(status),
        None => by_code(told),
    }
}

fn by_status(status: u16) -> ErrorClass {
    match status {
        401 | 403 => ErrorClass::Auth,
        402 => ErrorClass::Billing,
        408 => ErrorClass::Network,
        413 => ErrorClass::Overflow,
        429 => ErrorClass::RateLimit,
        500.. => ErrorClass::Overload,
        _ => ErrorClass::BadRequest,
    }
}

/// Errors in the middle of a stream have no status, only a name.
fn by_code(told: &Told) -> ErrorClass {
    const TABLE: &[(&[&str], ErrorClass)] = &[
        (
            &[
                "authentication_error",
                "permission_error",
                "invalid_api_key",
            ],
            ErrorClass::Auth,
        ),
        (
            &[
                "rate_limit_error",
                "rate_limit_exceeded",
                "resource_exhausted",
            ],
            ErrorClass::RateLimit,
        ),
        (
            &["invalid_request_error", "invalid_prompt", "not_found_error"],
            ErrorClass::BadRequest,
        ),
        (&["timeout_error"], ErrorClass::Network),
    ];
    TABLE
        .iter()
        .find(|(codes, _)| told.code(codes))
        // A provider that breaks off for a reason it does not name is a failing server.
        .map_or(ErrorClass::Overload, |(_, class)| *class)
}

/// The delay a server asks for: `retry-after-ms`, then `retry-after` as seconds or a date.
fn retry_after(headers: &HeaderMap, now: Ms) -> Option<Duration> {
    let header = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    if let Some(ms) = header("retry-after-ms").and_then(|text| text.parse::<f64>().ok()) {
        return Duration::try_from_secs_f64(ms / 1_000.0).ok();
    }
    let text = header("retry-after")?;
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = httpdate::parse_http_date(text).ok()?;
    let now = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(now).ok()?);
    Some(date.duration_since(now).unwrap_or_default())
}

/// Cuts to [`DETAIL`] characters and takes out `secret` and whatever looks like a key.
pub(super) fn clean(text: &str, secret: Option<&str>) -> String {
    let text = match secret {
        Some(secret) if secret.len() >= 4 => text.replace(secret, MASK),
        _ => text.to_owned(),
    };
    let mut out = String::with_capacity(text.len().min(DETAIL));
    let mut word = String::new();
    // One pass: a "word" is what a key could be made of.
    for character in text.chars().take(DETAIL * 4) {
        if character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '*') {
            word.push(character);
        } else {
            out.push_str(masked(&word));
            word.clear();
            out.push(character);
        }
    }
    out.push_str(masked(&word));
    out.chars().take(DETAIL).collect()
}

const MASK: &str = "•••";
const KEY_STARTS: &[&str] = &[
    "sk-", "sk_", "pk-", "gsk_", "xai-", "AIza", "pplx-", "csk-", "key-", "or-",
];

fn masked(word: &str) -> &str {
    let starts = KEY_STARTS.iter().any(|start| word.starts_with(start)) && word.len() >= 8;
    // Model ids and dates are cut by hyphens; a long unbroken mix of letters and digits is a key.
    let long = word.split('-').any(|part| {
        part.len() >= 24
            && part.bytes().any(|byte| byte.is_ascii_digit())
            && part.bytes().any(|byte| byte.is_ascii_alphabetic())
    });
    if starts || long { MASK } else { word }
}

#[cfg(test)]
#[path = "classify_tests.rs"]
mod tests;
