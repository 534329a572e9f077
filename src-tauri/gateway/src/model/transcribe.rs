//! Speech to text, by the transcription endpoint of OpenAI and those that speak like it.
//!
//! Owns the form of that one request and the reading of its answer. A key goes only to the origin
//! its source hands it out for. Never keeps the sound.

use std::time::Duration;

use reqwest::Url;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use serde_json::Value;

use super::classify::{self, Failure};
use super::http::{Caller, body_of};
use super::provider::{ErrorClass, ModelError, ModelRef, Usage};
use super::providers::ApiKind;
use super::remote::{Remote, base_url, headers, is_loopback};

/// The longest answer read, bytes.
const LONGEST: usize = 4 << 20;

/// A sound to be written down.
#[derive(Debug, Clone)]
pub struct Speech {
    /// The model that hears it.
    pub model: ModelRef,
    /// Where it is reached, where not at its provider's own address.
    pub base_url: Option<String>,
    /// The language spoken, where known: `sv`.
    pub language: Option<String>,
    /// The name of the file; its ending tells the form.
    pub name: String,
    /// For example `audio/ogg`.
    pub mime: String,
    /// The sound.
    pub bytes: Vec<u8>,
    /// The longest it may take.
    pub limit: Duration,
}

/// What was heard.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// The words.
    pub text: String,
    /// Tokens, where the server tells.
    pub usage: Option<Usage>,
}

impl Remote {
    /// Has a sound written down.
    pub(super) async fn transcribe(&self, speech: Speech) -> Result<Heard, ModelError> {
        let mut caller = Caller {
            provider: speech.model.provider.clone(),
            key: None,
        };
        let heard = self.heard(&speech, &mut caller);
        let late = Failure::new(ErrorClass::Network, "no answer in time");
        let heard = tokio::select! {
            heard = heard => heard,
            () = self.clock.sleep(speech.limit) => Err(late),
        };
        heard.map_err(|failure| caller.fail(failure, false))
    }

    async fn heard(&self, speech: &Speech, caller: &mut Caller) -> Result<Heard, Failure> {
        let provider = &speech.model.provider;
        let settings = self.providers.get(provider);
        let own = speech.base_url.as_deref();
        let own = own.or_else(|| settings.and_then(|settings| settings.base_url.as_deref()));
        let base = base_url(provider, own)?;
        let (loopback, given) = (is_loopback(&base), own.is_some());
        let url = address(base);
        let key = self.key_for(provider, &url, !loopback && !given).await?;
        caller.key.clone_from(&key);
        let boundary = format!("cove{}", uuid::Uuid::new_v4().simple());
        let kind = format!("multipart/form-data; boundary={boundary}");
        let kind = HeaderValue::try_from(kind)
            .map_err(|error| Failure::new(ErrorClass::BadRequest, &error.to_string()))?;
        let request = self
            .clients
            .get(loopback)?
            .post(url)
            .headers(headers(ApiKind::OpenaiCompletions, settings, key.as_ref())?)
            .header(CONTENT_TYPE, kind)
            .body(form(speech, &boundary));
        let response = request
            .send()
            .await
            .map_err(|error| Failure::network(&error.without_url()))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = body_of(response, LONGEST).await;
        if !status.is_success() {
            let now = self.clock.now_ms();
            return Err(classify::response(status.as_u16(), &headers, &body, now));
        }
        read(&body)
    }
}

fn address(mut base: Url) -> Url {
    let path = base.path().trim_end_matches('/').to_owned();
    let version = if path.is_empty() { "/v1" } else { "" };
    base.set_path(&format!("{path}{version}/audio/transcriptions"));
    base
}

/// The form as it goes over the wire.
fn form(speech: &Speech, boundary: &str) -> Vec<u8> {
    let mut body = Vec::with_capacity(speech.bytes.len() + 1024);
    let mut field = |name: &str, value: &str| {
        body.extend_from_slice(
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .as_bytes(),
        );
    };
    field("model", &speech.model.model);
    field("response_format", "json");
    if let Some(language) = &speech.language {
        field("language", language);
    }
    let plain =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_' | '/');
    let name: String = speech
        .name
        .chars()
        .filter(|letter| plain(*letter))
        .collect();
    let mime: String = speech
        .mime
        .chars()
        .filter(|letter| plain(*letter))
        .collect();
    body.extend_from_slice(
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: {mime}\r\n\r\n"
        )
        .as_bytes(),
    );
    body.extend_from_slice(&speech.bytes);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    body
}

fn read(body: &str) -> Result<Heard, Failure> {
    let told: Value = serde_json::from_str(body).map_err(|error| Failure::network(&error))?;
    let Some(text) = told["text"].as_str() else {
        return Err(classify::body_failure(&told, None));
    };
    let count = |name: &str| told["usage"][name].as_u64();
    let usage = count("input_tokens").map(|input| Usage {
        input,
        output: count("output_tokens").unwrap_or_default(),
        ..Usage::default()
    });
    Ok(Heard {
        text: text.trim().to_owned(),
        usage,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_answer_is_words_and_maybe_tokens() {
        let heard = read(
            r#"{"text":" Hello. ","usage":{"type":"tokens","input_tokens":14,"output_tokens":5}}"#,
        );
        let heard = heard.unwrap();
        assert_eq!(heard.text, "Hello.");
        assert_eq!(heard.usage.unwrap().total(), 19);
        let lasting = read(r#"{"text":"Hi","usage":{"type":"duration","seconds":3}}"#);
        assert_eq!(lasting.unwrap().usage, None);
        assert!(read(r#"{"error":{"message":"no"}}"#).is_err());
        assert!(read("<html>").is_err());
    }

    #[test]
    fn the_endpoint_stands_behind_the_base_with_or_without_a_version() {
        let check = |base: &str, expected: &str| {
            assert_eq!(address(Url::parse(base).unwrap()).as_str(), expected);
        };
        check(
            "http://127.0.0.1:9/v1/",
            "http://127.0.0.1:9/v1/audio/transcriptions",
        );
        check(
            "http://127.0.0.1:9",
            "http://127.0.0.1:9/v1/audio/transcriptions",
        );
        check(
            "https://api.example/openai/v1",
            "https://api.example/openai/v1/audio/transcriptions",
        );
    }

    #[test]
    fn nothing_in_a_name_ends_its_line() {
        let speech = Speech {
            model: ModelRef::parse("openai/whisper-1").unwrap(),
            base_url: None,
            language: None,
            name: "a\"\r\nX: y.ogg".into(),
            mime: "audio/ogg\r\nX: y".into(),
            bytes: b"OggS".to_vec(),
            limit: Duration::ZERO,
        };
        let body = String::from_utf8(form(&speech, "b")).unwrap();
        assert!(
            body.contains("filename=\"aXy.ogg\"\r\nContent-Type: audio/oggXy\r\n\r\nOggS\r\n--b--")
        );
    }
}
