//! The table of failures and their classes.

#![allow(clippy::unwrap_used)]
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::json;

use super::*;

fn check(status: u16, body: &Value, class: ErrorClass) {
    let told = response(status, &HeaderMap::new(), &body.to_string(), 0);
    assert_eq!(told.class, class, "{status} {body}");
}

#[test]
fn a_status_without_words_is_classified() {
    for (status, class) in [
        (400, ErrorClass::BadRequest),
        (401, ErrorClass::Auth),
        (402, ErrorClass::Billing),
        (403, ErrorClass::Auth),
        (404, ErrorClass::BadRequest),
        (408, ErrorClass::Network),
        (413, ErrorClass::Overflow),
        (422, ErrorClass::BadRequest),
        (429, ErrorClass::RateLimit),
        (500, ErrorClass::Overload),
        (502, ErrorClass::Overload),
        (503, ErrorClass::Overload),
        (529, ErrorClass::Overload),
        (302, ErrorClass::BadRequest),
    ] {
        check(status, &Value::Null, class);
    }
}

#[test]
fn each_providers_overflow_is_an_overflow() {
    for (status, body) in [
        (
            400,
            json!({"error": {"message": "This model's maximum context length is 128000 tokens.", "type": "invalid_request_error", "code": "context_length_exceeded"}}),
        ),
        (
            400,
            json!({"type": "error", "error": {"type": "invalid_request_error", "message": "prompt is too long: 210000 tokens > 200000 maximum"}}),
        ),
        (
            400,
            json!({"type": "error", "error": {"type": "invalid_request_error", "message": "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000"}}),
        ),
        (
            400,
            json!([{"error": {"code": 400, "status": "INVALID_ARGUMENT", "message": "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576)."}}]),
        ),
        (
            400,
            json!({"object": "error", "type": "invalid_request_prompt", "message": "Prompt contains 70000 tokens, too large for model with 32768 maximum context length"}),
        ),
        (
            400,
            json!({"error": {"code": 400, "type": "exceed_context_size_error", "message": "the request exceeds the available context size"}}),
        ),
        (
            413,
            json!({"error": {"type": "request_too_large", "message": "Request exceeds the maximum size"}}),
        ),
    ] {
        check(status, &body, ErrorClass::Overflow);
    }
}

#[test]
fn an_empty_account_is_told_apart_from_too_many_requests() {
    check(
        429,
        &json!({"error": {"code": "insufficient_quota", "message": "You exceeded your current quota"}}),
        ErrorClass::Billing,
    );
    check(
        400,
        &json!({"error": {"type": "invalid_request_error", "message": "Your credit balance is too low to access the API."}}),
        ErrorClass::Billing,
    );
    check(
        429,
        &json!([{"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "You exceeded your current quota, please check your plan and billing details."}}]),
        ErrorClass::RateLimit,
    );
}

#[test]
fn declined_content_is_told_apart_from_a_wrong_request() {
    check(
        400,
        &json!({"error": {"code": "content_filter", "message": "filtered"}}),
        ErrorClass::ContentFilter,
    );
    check(
        403,
        &json!({"error": {"code": 403, "message": "Your chosen model requires moderation and your input was flagged"}}),
        ErrorClass::ContentFilter,
    );
}

#[test]
fn an_error_in_the_middle_of_a_stream_is_classified_by_its_name() {
    for (body, class) in [
        (
            json!({"error": {"type": "overloaded_error", "message": "Overloaded"}}),
            ErrorClass::Overload,
        ),
        (
            json!({"error": {"type": "rate_limit_error"}}),
            ErrorClass::RateLimit,
        ),
        (
            json!({"error": {"type": "authentication_error"}}),
            ErrorClass::Auth,
        ),
        (
            json!({"error": {"code": 502, "message": "upstream"}}),
            ErrorClass::Overload,
        ),
        (
            json!({"error": {"code": "429", "message": "slow"}}),
            ErrorClass::RateLimit,
        ),
        (
            json!({"code": "server_error", "message": "x"}),
            ErrorClass::Overload,
        ),
        (json!({"error": "model crashed"}), ErrorClass::Overload),
    ] {
        assert_eq!(body_failure(&body, None).class, class, "{body}");
    }
}

fn delay(headers: &[(&'static str, &'static str)], now: Ms) -> Option<Duration> {
    let headers = headers
        .iter()
        .map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        })
        .collect();
    response(429, &headers, "", now).retry_after
}

#[test]
fn the_servers_delay_is_read_in_each_form() {
    let seconds = |count| Some(Duration::from_secs(count));
    assert_eq!(delay(&[("retry-after", "20")], 0), seconds(20));
    assert_eq!(
        delay(&[("retry-after", "1.5")], 0),
        Some(Duration::from_millis(1_500))
    );
    assert_eq!(
        delay(&[("retry-after", "9"), ("retry-after-ms", "250")], 0),
        Some(Duration::from_millis(250))
    );
    // 2015-10-21 07:28:00 UTC.
    let date = [("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT")];
    assert_eq!(delay(&date, 1_445_412_450_000), seconds(30));
    assert_eq!(delay(&date, 1_445_500_000_000), seconds(0));
    assert_eq!(delay(&[("retry-after", "soon")], 0), None);
    assert_eq!(delay(&[("retry-after", "-3")], 0), None);
    let google = json!([{"error": {"code": 429, "details": [{"retryDelay": "34s"}]}}]);
    let told = response(429, &HeaderMap::new(), &google.to_string(), 0);
    assert_eq!(told.retry_after, seconds(34));
}

#[test]
fn a_detail_is_short_and_holds_no_key() {
    for (text, secret, shown) in [
        ("key abcd1234 refused", Some("abcd1234"), "key ••• refused"),
        (
            "Incorrect API key provided: sk-proj-abc***xyz. See https://x.test",
            None,
            "Incorrect API key provided: •••. See https://x.test",
        ),
        (
            "Bearer 0123456789abcdef0123456789abcdef",
            None,
            "Bearer •••",
        ),
        (
            "model claude-haiku-4-5-20251001 is unknown",
            None,
            "model claude-haiku-4-5-20251001 is unknown",
        ),
    ] {
        assert_eq!(clean(text, secret), shown);
    }
    assert_eq!(clean(&"é ".repeat(900), None).chars().count(), 500);
}

#[test]
fn a_body_that_is_no_json_is_kept_as_the_detail() {
    let told = response(502, &HeaderMap::new(), "<html>Bad gateway</html>", 0);
    assert_eq!(told.detail, "<html>Bad gateway</html>");
}
