//! The newest release, as its makers describe and sign it.
//!
//! Owns the question and what is believed of the answer: nothing that is not signed with the key
//! this build knows. Where a build knows none there is no question.

use std::time::Duration;

use minisign_verify::{PublicKey, Signature};
use reqwest::redirect::Policy;
use serde::Deserialize;

use crate::error::{Coded, Params, params};
use crate::secret::Env;

const PATIENCE: Duration = Duration::from_secs(15);
/// A description is a page at most, bytes.
const LARGEST: usize = 256 * 1024;
/// Beside the description.
const SIGNATURE: &str = ".minisig";

/// Where this build looks, and whom it believes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    url: String,
    key: String,
}

/// A release.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Release {
    /// `1.2.3`.
    pub version: String,
    /// What is new, Markdown.
    #[serde(default)]
    pub notes: String,
    /// The day it was made, `2027-03-11`.
    #[serde(default)]
    pub date: Option<String>,
    /// The page it is downloaded from.
    pub url: String,
}

/// Why nothing can be said.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// This build knows no place to look.
    #[error("this build knows no place to look for a new version")]
    Off,
    /// Nobody answered.
    #[error("no answer about the newest version: {0}")]
    Unreachable(String),
    /// It is not signed by whom it should be, or can't be read.
    #[error("the answer about the newest version is not to be trusted: {0}")]
    Untrusted(String),
}

impl Coded for UpdateError {
    fn code(&self) -> &'static str {
        match self {
            Self::Off => "update-off",
            Self::Unreachable(_) => "update-unreachable",
            Self::Untrusted(_) => "update-untrusted",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Off => Params::new(),
            Self::Unreachable(detail) | Self::Untrusted(detail) => {
                params([("detail", detail.as_str().into())])
            }
        }
    }
}

/// What this build was made with; a build for tests asks its environment.
pub fn source(env: &Env) -> Option<Source> {
    let mut url = option_env!("COVE_UPDATE_URL").map(str::to_owned);
    let mut key = option_env!("COVE_UPDATE_KEY").map(str::to_owned);
    if cfg!(feature = "test-hooks") {
        url = env("COVE_UPDATE_URL").or(url);
        key = env("COVE_UPDATE_KEY").or(key);
    }
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    Some(Source {
        url: filled(url)?,
        key: filled(key)?,
    })
}

/// Asks for the newest release.
///
/// # Errors
/// Nobody answers, or what comes is not signed with the key of this build.
pub async fn check(source: &Source) -> Result<Release, UpdateError> {
    let here = is_loopback(&source.url);
    let client = reqwest::Client::builder()
        .user_agent(concat!("cove/", env!("CARGO_PKG_VERSION")))
        .timeout(PATIENCE)
        .https_only(!here)
        .redirect(Policy::limited(3));
    let client = if here { client.no_proxy() } else { client };
    let client = client.build().map_err(unreachable)?;
    let told = get(&client, &source.url).await?;
    let signature = get(&client, &format!("{}{SIGNATURE}", source.url)).await?;
    read(&told, &signature, &source.key)
}

/// A server on this computer has no certificate.
fn is_loopback(url: &str) -> bool {
    url.starts_with("http://127.0.0.1:") || url.starts_with("http://localhost:")
}

async fn get(client: &reqwest::Client, url: &str) -> Result<Vec<u8>, UpdateError> {
    let answer = client.get(url).send().await.map_err(unreachable)?;
    let mut answer = answer.error_for_status().map_err(unreachable)?;
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(unreachable)? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > LARGEST {
            return Err(UpdateError::Untrusted("it is too long".to_owned()));
        }
    }
    Ok(bytes)
}

fn unreachable(error: reqwest::Error) -> UpdateError {
    UpdateError::Unreachable(error.without_url().to_string())
}

/// Believes what is signed, and of that only an address that can't be read on the way.
fn read(told: &[u8], signature: &[u8], key: &str) -> Result<Release, UpdateError> {
    let untrusted = |error: &dyn std::fmt::Display| UpdateError::Untrusted(error.to_string());
    let key = PublicKey::from_base64(key.trim()).map_err(|error| untrusted(&error))?;
    let signature = Signature::decode(&String::from_utf8_lossy(signature))
        .map_err(|error| untrusted(&error))?;
    key.verify(told, &signature, false)
        .map_err(|error| untrusted(&error))?;
    let release: Release = serde_json::from_slice(told).map_err(|error| untrusted(&error))?;
    match release.url.starts_with("https://") {
        true => Ok(release),
        false => Err(UpdateError::Untrusted(release.url)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use super::*;
    use crate::model::test_server::{TestServer, Then, failure};

    const TOLD: &str = include_str!("test_release.json");
    const SIGNED: &str = include_str!("test_release.json.minisig");
    const KEY: &str = "RWRjb3ZldGVzdDFzMfqHaVt13kZNw3QWP6YnOFSVF7K5emz0ybNF3YV3";
    /// Of somebody else.
    const OTHER: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";

    fn code(read: Result<Release, UpdateError>) -> &'static str {
        read.map_or_else(|error| error.code(), |_| "read")
    }

    #[test]
    fn only_what_is_signed_with_the_key_of_this_build_is_believed() {
        let check = |told: &str, signed: &str, key: &str, expected: &str| {
            assert_eq!(
                code(read(told.as_bytes(), signed.as_bytes(), key)),
                expected
            );
        };
        check(TOLD, SIGNED, KEY, "read");
        check(
            &TOLD.replace("9.9.9", "9.9.8"),
            SIGNED,
            KEY,
            "update-untrusted",
        );
        check(TOLD, SIGNED, OTHER, "update-untrusted");
        check(TOLD, "", KEY, "update-untrusted");
        check(TOLD, SIGNED, "no key", "update-untrusted");
    }

    async fn asked(answers: &[&str]) -> Result<Release, UpdateError> {
        let answers = answers
            .iter()
            .map(|body| match *body {
                "gone" => (failure("404 Not Found", "", ""), Then::Close),
                body => (failure("200 OK", "", body), Then::Close),
            })
            .collect();
        let server = TestServer::start(answers).await;
        let url = format!("{}/latest.json", server.base);
        let key = KEY.to_owned();
        let found = check(&Source { url, key }).await;
        if found.is_ok() {
            let asked = server.requests();
            assert!(asked[0].starts_with("GET /latest.json HTTP"), "{asked:?}");
            assert!(
                asked[1].starts_with("GET /latest.json.minisig "),
                "{asked:?}"
            );
        }
        found
    }

    #[tokio::test]
    async fn a_release_is_asked_for_with_its_signature() {
        let found = asked(&[TOLD, SIGNED]).await.unwrap();
        assert_eq!(found.version, "9.9.9");
        assert!(found.notes.contains("Quiet hours"));
        assert_eq!(found.url, "https://example.org/cove/9.9.9");
        assert_eq!(code(asked(&["gone"]).await), "update-unreachable");
        assert_eq!(code(asked(&[TOLD, "gone"]).await), "update-unreachable");
        assert_eq!(code(asked(&["{}", SIGNED]).await), "update-untrusted");
        let endless = " ".repeat(LARGEST + 1);
        assert_eq!(code(asked(&[&endless, SIGNED]).await), "update-untrusted");
    }

    #[tokio::test]
    async fn a_server_elsewhere_is_asked_by_https_only() {
        let url = "http://example.invalid/latest.json".to_owned();
        let key = KEY.to_owned();
        let found = check(&Source { url, key }).await;
        assert_eq!(code(found), "update-unreachable");
    }

    #[test]
    fn a_build_that_knows_no_place_does_not_look() {
        let nothing: Env = Arc::new(|_| None);
        let half: Env = Arc::new(|name| (name == "COVE_UPDATE_URL").then(|| "http://x".into()));
        let empty: Env = Arc::new(|_| Some(" ".into()));
        for env in [&nothing, &half, &empty] {
            assert_eq!(source(env), None);
        }
    }
}
