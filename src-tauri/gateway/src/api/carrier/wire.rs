//! The shapes of the local socket: JSON-RPC 2.0, one object a line.
//!
//! Owns the form of a line and its largest size. Never opens a socket and never answers anything.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio_util::codec::LinesCodec;

use crate::api::contract::{Actor, ApiError, CONTRACT};
use crate::api::events::StreamItem;
use crate::error::{Params, Problem};
use crate::words::{Language, Words};

/// The longest line either side takes, bytes.
pub const MAX_LINE: usize = 8 * 1024 * 1024;
/// The carrier's own method that ends a subscription.
pub const UNSUBSCRIBE: &str = "events.unsubscribe";
/// The method of a line that carries an event.
pub const EVENT: &str = "event";

/// JSON-RPC's code for an error of the application; the real one stands in `error.data.code`.
const APPLICATION: i32 = -32000;

/// Splits the stream into lines of at most [`MAX_LINE`].
pub fn codec() -> LinesCodec {
    LinesCodec::new_with_max_length(MAX_LINE)
}

/// The constant `"2.0"`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Version {
    /// The only version there is.
    #[default]
    #[serde(rename = "2.0")]
    V2,
}

/// What ties an answer to its request; the caller chooses it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Id {
    /// A number.
    Number(u64),
    /// A text.
    Text(String),
}

/// A request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestLine {
    /// Always `2.0`.
    pub jsonrpc: Version,
    /// For the answer.
    pub id: Id,
    /// `capability.verb`.
    pub method: String,
    /// The request's fields.
    #[serde(default)]
    pub params: Value,
    /// Made by the client for a mutation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// What a gateway writes: an answer or an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum GatewayLine {
    /// An event of a subscription.
    Event {
        /// Always `2.0`.
        jsonrpc: Version,
        /// Always [`EVENT`].
        method: String,
        /// Which subscription and what.
        params: Box<EventParams>,
    },
    /// The request failed.
    Failed {
        /// Always `2.0`.
        jsonrpc: Version,
        /// The request's id; null where the line could not be read.
        id: Option<Id>,
        /// What failed.
        error: ErrorLine,
    },
    /// The request's answer.
    Answered {
        /// Always `2.0`.
        jsonrpc: Version,
        /// The request's id.
        id: Option<Id>,
        /// The answer.
        result: Value,
    },
}

/// An event and the subscription it belongs to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventParams {
    /// From [`Subscription`].
    pub subscription: String,
    /// The event.
    pub item: StreamItem,
}

/// JSON-RPC's error object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ErrorLine {
    /// JSON-RPC's number.
    pub code: i32,
    /// The sentence, for readers that know only JSON-RPC.
    pub message: String,
    /// The error as the contract has it.
    pub data: ApiError,
}

/// The first request's fields: the contract's hello and who is on this end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Greeting {
    /// The caller's contract version.
    pub contract: String,
    /// The caller's build.
    pub build: String,
    /// Who calls; only a person's programs may connect.
    pub actor: Actor,
}

/// The answer to `events.subscribe`, and the fields of [`UNSUBSCRIBE`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Names the subscription on this connection.
    pub subscription: String,
}

impl GatewayLine {
    /// The line of a call's outcome.
    pub fn outcome(id: Option<Id>, outcome: Result<Value, ApiError>) -> Self {
        let jsonrpc = Version::V2;
        match outcome {
            Ok(result) => Self::Answered {
                jsonrpc,
                id,
                result,
            },
            Err(data) => Self::Failed {
                jsonrpc,
                id,
                error: ErrorLine {
                    code: APPLICATION,
                    message: data.message.clone(),
                    data,
                },
            },
        }
    }

    /// The line of an event.
    pub fn event(subscription: &str, item: StreamItem) -> Self {
        Self::Event {
            jsonrpc: Version::V2,
            method: EVENT.to_owned(),
            params: Box::new(EventParams {
                subscription: subscription.to_owned(),
                item,
            }),
        }
    }
}

/// Holds the caller's contract against ours: the same major speaks, another is refused with a
/// sentence that names the older side.
pub fn check_contract(theirs: &str) -> Result<(), Problem> {
    let code = match (major(theirs), major(CONTRACT)) {
        (Some(theirs), Some(ours)) if theirs == ours => return Ok(()),
        (Some(theirs), Some(ours)) if theirs > ours => "contract-too-new",
        _ => "contract-too-old",
    };
    Err(Problem::with(
        code,
        crate::error::params([("theirs", theirs.into()), ("ours", CONTRACT.into())]),
    ))
}

fn major(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

/// A failure of the carrier itself, in words.
pub fn failure(language: Language, code: &str, params: Params) -> ApiError {
    // Failures of the carrier are rare, so the catalogue is read only then.
    ApiError::render(&Problem::with(code, params), &Words::load(), language)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn lines_have_the_shapes_of_json_rpc() {
        let check = |line: GatewayLine, expected: Value| {
            assert_eq!(serde_json::to_value(&line).unwrap(), expected);
            assert_eq!(
                serde_json::from_value::<GatewayLine>(expected).unwrap(),
                line
            );
        };
        check(
            GatewayLine::outcome(Some(Id::Number(3)), Ok(json!({"a": 1}))),
            json!({"jsonrpc": "2.0", "id": 3, "result": {"a": 1}}),
        );
        let error = ApiError {
            code: "busy".into(),
            message: "Busy.".into(),
            hint: None,
            params: Params::new(),
        };
        check(
            GatewayLine::outcome(None, Err(error)),
            json!({"jsonrpc": "2.0", "id": null, "error": {
                "code": -32000, "message": "Busy.", "data": {"code": "busy", "message": "Busy."}}}),
        );
        check(
            GatewayLine::event(
                "1",
                StreamItem::Resync {
                    epoch: "e".into(),
                    seq: 7,
                },
            ),
            json!({"jsonrpc": "2.0", "method": "event", "params": {
                "subscription": "1", "item": {"kind": "resync", "epoch": "e", "seq": 7}}}),
        );
        check(
            GatewayLine::outcome(Some(Id::Text("x".into())), Ok(Value::Null)),
            json!({"jsonrpc": "2.0", "id": "x", "result": null}),
        );
    }

    #[test]
    fn another_major_is_refused_and_the_older_side_is_named() {
        let check = |theirs: &str, expected: Option<&str>| {
            let refused = check_contract(theirs)
                .err()
                .map(|problem| problem.code.clone());
            assert_eq!(refused.as_deref(), expected, "{theirs}");
        };
        check("1.0", None);
        check("1.7", None);
        check("0.9", Some("contract-too-old"));
        check("2.0", Some("contract-too-new"));
        check("", Some("contract-too-old"));
    }
}
