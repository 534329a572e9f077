//! What the formats share: refusals in each provider's own words and status.
//!
//! Owns: the error tables. Sources: the error pages of the two APIs' references.
//! Never: classifies; that is what the product under test must do.

use serde_json::{Value, json};

use super::reply::Refusal;
use super::request::Shape;

/// `created` of every answer: a fixed time keeps snapshots stable.
pub(crate) const CREATED: u64 = 1_767_225_600;
/// The data of a garbage event.
pub(crate) const BROKEN_JSON: &str = r#"{"choices":[{"delta":{"content":"bro"#;

/// A refusal as it goes over the wire.
pub(crate) struct Refused {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<u64>,
    pub(crate) body: Value,
}

/// A refusal in this format.
pub(crate) fn refused(shape: Shape, refusal: &Refusal) -> Refused {
    match shape {
        Shape::Anthropic => anthropic_error(refusal),
        Shape::Chat | Shape::Responses => openai_error(refusal),
    }
}

/// Splits a text near its middle, at a character boundary; short ones stay whole.
pub(crate) fn halves(text: &str) -> Vec<&str> {
    match text.char_indices().nth(text.chars().count() / 2) {
        Some((middle, _)) if middle > 0 => vec![&text[..middle], &text[middle..]],
        _ => vec![text],
    }
}

/// Anthropic's error body and status.
pub(crate) fn anthropic_error(refusal: &Refusal) -> Refused {
    let (status, kind, message) = match refusal {
        Refusal::Unauthorized => (401, "authentication_error", "invalid x-api-key".into()),
        Refusal::Forbidden => (
            403,
            "permission_error",
            "Your API key does not have permission to use the specified resource.".into(),
        ),
        Refusal::RateLimited { .. } => (
            429,
            "rate_limit_error",
            "This request would exceed your organization's rate limit of 50 requests per minute."
                .into(),
        ),
        Refusal::NoCredit => (
            400,
            "invalid_request_error",
            "Your credit balance is too low to access the Anthropic API. \
             Please go to Plans & Billing to upgrade or purchase credits."
                .into(),
        ),
        Refusal::ServerError => (500, "api_error", "Internal server error".into()),
        Refusal::Overloaded => (529, "overloaded_error", "Overloaded".into()),
        Refusal::Overflow { tokens, limit } => (
            400,
            "invalid_request_error",
            format!("prompt is too long: {tokens} tokens > {limit} maximum"),
        ),
        Refusal::ContentFilter => (
            400,
            "invalid_request_error",
            "Output blocked by content filtering policy".into(),
        ),
        Refusal::NoSuchModel(model) => (404, "not_found_error", format!("model: {model}")),
        Refusal::BadRequest(message) => (400, "invalid_request_error", message.clone()),
        Refusal::Html(status) => (*status, "api_error", "not JSON".into()),
    };
    let error = json!({"type": kind, "message": message});
    let body = json!({"type": "error", "error": error, "request_id": "req_fake"});
    Refused {
        status,
        retry_after: retry_after(refusal),
        body,
    }
}

/// OpenAI's error body and status.
pub(crate) fn openai_error(refusal: &Refusal) -> Refused {
    let (status, kind, code, message) = match refusal {
        Refusal::Unauthorized => (
            401,
            "invalid_request_error",
            Some("invalid_api_key"),
            "Incorrect API key provided: sk-***. You can find your API key at \
             https://platform.openai.com/account/api-keys."
                .into(),
        ),
        Refusal::Forbidden => (
            403,
            "invalid_request_error",
            Some("model_not_found"),
            "Project does not have access to this model.".into(),
        ),
        Refusal::RateLimited { .. } => (
            429,
            "requests",
            Some("rate_limit_exceeded"),
            "Rate limit reached for requests. Please try again later.".into(),
        ),
        Refusal::NoCredit => (
            429,
            "insufficient_quota",
            Some("insufficient_quota"),
            "You exceeded your current quota, please check your plan and billing details.".into(),
        ),
        Refusal::ServerError => (
            500,
            "server_error",
            None,
            "The server had an error while processing your request. Sorry about that!".into(),
        ),
        Refusal::Overloaded => (
            503,
            "server_error",
            None,
            "The engine is currently overloaded, please try again later.".into(),
        ),
        Refusal::Overflow { tokens, limit } => (
            400,
            "invalid_request_error",
            Some("context_length_exceeded"),
            format!(
                "This model's maximum context length is {limit} tokens. However, your messages \
                 resulted in {tokens} tokens. Please reduce the length of the messages."
            ),
        ),
        Refusal::ContentFilter => (
            400,
            "invalid_request_error",
            Some("content_filter"),
            "The response was filtered due to the prompt triggering content management policy."
                .into(),
        ),
        Refusal::NoSuchModel(model) => (
            404,
            "invalid_request_error",
            Some("model_not_found"),
            format!("The model `{model}` does not exist or you do not have access to it."),
        ),
        Refusal::BadRequest(message) => (400, "invalid_request_error", None, message.clone()),
        Refusal::Html(status) => (*status, "server_error", None, "not JSON".into()),
    };
    let error = json!({"message": message, "type": kind, "param": null, "code": code});
    Refused {
        status,
        retry_after: retry_after(refusal),
        body: json!({"error": error}),
    }
}

fn retry_after(refusal: &Refusal) -> Option<u64> {
    match refusal {
        Refusal::RateLimited { retry_after } => *retry_after,
        _ => None,
    }
}
