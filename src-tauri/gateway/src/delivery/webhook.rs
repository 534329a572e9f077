//! Posting to an address: the results of jobs for programs.
//!
//! Owns one request: where it really goes (checked once, then pinned), what proves who sends it, how
//! long it may take and what its answer means. When it goes again is the sender's. Follows no
//! redirect and keeps nothing of the answer.

use std::net::SocketAddr;
use std::time::Duration;

use async_trait::async_trait;
use futures::StreamExt;
use hmac::{Hmac, Mac};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{StatusCode, Url, redirect::Policy};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use super::webhook_address::{allowed, permitted, shown};
use crate::channel::{
    Carried, Channel, ChannelHealth, ChannelKind, ChannelStatus, Outgoing, Post, Proof, ProofKind,
    Receipt, Route, SendFailure,
};
use crate::clock::{Ms, SharedClock, utc};
use crate::error::{Problem, params};
use crate::secret::{Origin, SecretError, SecretStore};
use crate::storage::hex;

/// The longest a request may take, its answer included.
const LIMIT: Duration = Duration::from_secs(10);
/// So much of an answer is taken at most, bytes.
const MOST_ANSWER: usize = 64 * 1_024;
/// While the keys are locked it is tried again after this.
const LOCKED: Duration = Duration::from_secs(60);
/// A server's own delay counts up to this.
const LONGEST_DELAY: Duration = Duration::from_secs(24 * 3_600);

/// The way out to addresses.
pub struct Webhook {
    secrets: SecretStore,
    clock: SharedClock,
}

impl Webhook {
    /// With the keys it may prove itself with.
    pub fn new(secrets: SecretStore, clock: SharedClock) -> Self {
        Self { secrets, clock }
    }

    async fn post(&self, post: &Post, body: &str) -> Result<Receipt, SendFailure> {
        let told = |code: &str| Problem::with(code, params([("address", shown(&post.url).into())]));
        let url = allowed(&post.url).map_err(SendFailure::Refused)?;
        let addresses = resolved(&url).await.ok_or_else(|| SendFailure::Again {
            after: Duration::ZERO,
            reason: told("webhook-unreachable"),
        })?;
        if !addresses.iter().all(|to| permitted(&url, to.ip())) {
            return Err(SendFailure::Refused(told("webhook-forbidden")));
        }
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let named =
            header(&post.key).ok_or_else(|| SendFailure::Refused(told("webhook-broken")))?;
        headers.insert("idempotency-key", named);
        if let Some(proof) = &post.proof {
            self.prove(proof, &url, body, &mut headers).await?;
        }
        let host = url.host_str().unwrap_or_default();
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .timeout(LIMIT)
            .connect_timeout(LIMIT)
            .resolve_to_addrs(host, &addresses)
            .build()
            .map_err(|_| SendFailure::Refused(told("webhook-broken")))?;
        let request = client
            .post(url.clone())
            .headers(headers)
            .body(body.to_owned());
        let answer = request.send().await.map_err(|error| {
            if error.is_connect() {
                SendFailure::Again {
                    after: Duration::ZERO,
                    reason: told("webhook-unreachable"),
                }
            } else if error.is_builder() {
                SendFailure::Refused(told("webhook-broken"))
            } else {
                SendFailure::Unknown(told("webhook-no-answer"))
            }
        })?;
        let status = answer.status();
        let delay = answer
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok());
        let delay = delay.map(str::to_owned);
        drain(answer).await;
        match judged(status, delay.as_deref(), self.clock.now_ms()) {
            Judged::Taken => Ok(Receipt {
                message_id: format!("http:{}", status.as_u16()),
            }),
            Judged::Again(after) => Err(SendFailure::Again {
                after,
                reason: with_status(told("webhook-busy"), status),
            }),
            Judged::Redirects => Err(SendFailure::Refused(told("webhook-redirect"))),
            Judged::Refused => Err(SendFailure::Refused(with_status(
                told("webhook-refused"),
                status,
            ))),
        }
    }

    async fn prove(
        &self,
        proof: &Proof,
        url: &Url,
        body: &str,
        headers: &mut HeaderMap,
    ) -> Result<(), SendFailure> {
        let missing = || SendFailure::Refused(Problem::new("webhook-no-secret"));
        let origin = Origin::of(url.as_str()).ok_or_else(missing)?;
        let secret = match self.secrets.get(&proof.secret, &origin).await {
            Ok(secret) => secret.ok_or_else(missing)?,
            Err(error @ (SecretError::KeychainLocked | SecretError::PassphraseLocked)) => {
                return Err(SendFailure::Again {
                    after: LOCKED,
                    reason: error.into(),
                });
            }
            Err(error) => return Err(SendFailure::Refused(error.into())),
        };
        match proof.by {
            ProofKind::Bearer => {
                let bearer = header(&format!("Bearer {}", secret.expose_secret()));
                let mut bearer = bearer.ok_or_else(missing)?;
                bearer.set_sensitive(true);
                headers.insert(AUTHORIZATION, bearer);
            }
            ProofKind::Hmac => {
                let at = self.clock.now_ms() / 1_000;
                let signed = signature(&secret, at, body).and_then(|text| header(&text));
                headers.insert("cove-signature", signed.ok_or_else(missing)?);
            }
        }
        Ok(())
    }
}

/// `t=<seconds since 1970>,v1=<hex of HMAC-SHA256 over "<t>.<body>">`.
fn signature(secret: &SecretString, at: i64, body: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).ok()?;
    mac.update(format!("{at}.{body}").as_bytes());
    Some(format!("t={at},v1={}", hex(&mac.finalize().into_bytes())))
}

fn header(text: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(text).ok()
}

fn with_status(mut problem: Problem, status: StatusCode) -> Problem {
    problem
        .params
        .insert("status".to_owned(), status.as_u16().into());
    problem
}

/// Where a name leads; `None` where nobody says.
async fn resolved(url: &Url) -> Option<Vec<SocketAddr>> {
    let host = url
        .host_str()?
        .trim_start_matches('[')
        .trim_end_matches(']');
    let looked = tokio::net::lookup_host((host.to_owned(), url.port_or_known_default()?));
    let found = tokio::time::timeout(LIMIT, looked).await.ok()?.ok()?;
    let found: Vec<SocketAddr> = found.collect();
    (!found.is_empty()).then_some(found)
}

/// Takes the answer in up to its bound, so that the connection ends well. It means nothing.
async fn drain(answer: reqwest::Response) {
    let (mut taken, mut pieces) = (0, answer.bytes_stream());
    while let Some(Ok(piece)) = pieces.next().await {
        taken += piece.len();
        if taken > MOST_ANSWER {
            return;
        }
    }
}

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Judged {
    Taken,
    Again(Duration),
    Redirects,
    Refused,
}

fn judged(status: StatusCode, delay: Option<&str>, now: Ms) -> Judged {
    match status.as_u16() {
        200..=299 => Judged::Taken,
        300..=399 => Judged::Redirects,
        429 | 500..=599 => Judged::Again(delay.map_or(Duration::ZERO, |text| asked(text, now))),
        _ => Judged::Refused,
    }
}

/// `Retry-After`, as seconds or a date.
fn asked(text: &str, now: Ms) -> Duration {
    let seconds = text.trim().parse::<u64>().ok().map(Duration::from_secs);
    let until = || {
        let at = httpdate::parse_http_date(text.trim()).ok()?;
        at.duration_since(utc(now).into()).ok()
    };
    seconds
        .or_else(until)
        .unwrap_or_default()
        .min(LONGEST_DELAY)
}

#[async_trait]
impl Channel for Webhook {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Webhook
    }

    fn account(&self) -> &str {
        "default"
    }

    async fn send(&self, part: &Outgoing) -> Result<Receipt, SendFailure> {
        match &part.carried {
            Some(Carried::Post(post)) => self.post(post, &part.body).await,
            _ => Err(SendFailure::Refused(Problem::new("webhook-broken"))),
        }
    }

    async fn typing(&self, _route: &Route) {
        // Nobody looks.
    }

    fn render(&self, _route: &Route, _markdown: &str) -> Vec<Outgoing> {
        // What is posted is made by whoever posts it.
        Vec::new()
    }

    fn status(&self) -> ChannelStatus {
        ChannelStatus {
            channel: ChannelKind::Webhook,
            account: "default".to_owned(),
            name: None,
            health: ChannelHealth::Off,
            heard_at: None,
            problem: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_answer_means_stands_in_this_table() {
        let second = Duration::from_secs;
        let check = |status: u16, delay: Option<&str>, expected: Judged| {
            let status = StatusCode::from_u16(status).unwrap_or_default();
            assert_eq!(judged(status, delay, 1_000), expected, "{status} {delay:?}");
        };
        check(200, None, Judged::Taken);
        check(204, None, Judged::Taken);
        check(302, None, Judged::Redirects);
        check(400, None, Judged::Refused);
        check(404, Some("5"), Judged::Refused);
        check(429, Some("5"), Judged::Again(second(5)));
        check(500, None, Judged::Again(second(0)));
        check(
            503,
            Some("Thu, 01 Jan 1970 00:00:31 GMT"),
            Judged::Again(second(30)),
        );
        check(503, Some("soon"), Judged::Again(second(0)));
        check(503, Some("999999999"), Judged::Again(LONGEST_DELAY));
    }

    #[test]
    fn a_signature_is_made_of_the_time_and_the_body() {
        // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac key
        let found = signature(
            &SecretString::from("key".to_owned()),
            1_700_000_000,
            "{\"a\":1}",
        );
        let expected =
            "t=1700000000,v1=a438e398bfafc57e4396bb7fc2304422f0f768e965d073ca313cb52e22e6ad03";
        assert_eq!(found.as_deref(), Some(expected));
    }
}
