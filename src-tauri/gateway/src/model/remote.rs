//! Models that are reached over HTTP.
//!
//! Owns which address, wire and key a call uses. A key goes only to the origin its
//! [`KeySource`] hands it out for.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use reqwest::{RequestBuilder, Url};
use secrecy::{ExposeSecret, SecretString};
use tokio_util::sync::CancellationToken;

use super::catalog::{self, ProviderSettings};
use super::classify::Failure;
use super::http::{self, Caller, Clients};
use super::keys::KeySource;
use super::provider::{ErrorClass, ModelError, ModelRequest, ModelStream, Provider};
use super::providers::{ApiKind, PLAIN, Quirks, known};
use super::wire::{Decoder, anthropic, chat, responses, without_pictures};
use crate::clock::SharedClock;

/// All providers over HTTP, as configured.
pub(super) struct Remote {
    pub(super) providers: BTreeMap<String, ProviderSettings>,
    pub(super) clients: Arc<Clients>,
    pub(super) keys: Arc<dyn KeySource>,
    pub(super) clock: SharedClock,
}

/// Where and how one model is reached.
struct Endpoint {
    api: ApiKind,
    url: Url,
    quirks: Quirks,
    loopback: bool,
    needs_key: bool,
}

#[async_trait]
impl Provider for Remote {
    async fn stream(
        &self,
        request: ModelRequest,
        cancel: CancellationToken,
    ) -> Result<ModelStream, ModelError> {
        let mut caller = Caller {
            provider: request.model.provider.clone(),
            key: None,
        };
        let prepared = self.prepare(&request, &mut caller).await;
        let (http, decoder) = prepared.map_err(|failure| caller.fail(failure, false))?;
        http::call(http, decoder, caller, cancel, self.clock.as_ref()).await
    }
}

impl Remote {
    async fn prepare(
        &self,
        request: &ModelRequest,
        caller: &mut Caller,
    ) -> Result<(RequestBuilder, Box<dyn Decoder>), Failure> {
        let settings = self.providers.get(&request.model.provider);
        let info = catalog::lookup(&request.model, settings);
        let endpoint = endpoint(&request.model.provider, settings, info.api)?;
        caller.key = self.key(&request.model.provider, &endpoint).await?;
        let headers = headers(endpoint.api, settings, caller.key.as_ref())?;
        let quirks = endpoint.quirks;
        let blind;
        let request = match info.vision {
            true => request,
            false => {
                blind = without_pictures(request);
                &blind
            }
        };
        let (body, decoder): (_, Box<dyn Decoder>) = match endpoint.api {
            ApiKind::AnthropicMessages => (
                anthropic::encode(request, &info),
                Box::new(anthropic::Reader::default()),
            ),
            ApiKind::OpenaiCompletions => (
                chat::encode(request, &info, quirks),
                Box::new(chat::Reader::default()),
            ),
            ApiKind::OpenaiResponses => (
                responses::encode(request, &info, quirks),
                Box::new(responses::Reader::default()),
            ),
        };
        let http = self
            .clients
            .get(endpoint.loopback)?
            .post(endpoint.url)
            .headers(headers)
            .json(&body);
        Ok((http, decoder))
    }

    async fn key(
        &self,
        provider: &str,
        endpoint: &Endpoint,
    ) -> Result<Option<SecretString>, Failure> {
        self.key_for(provider, &endpoint.url, endpoint.needs_key)
            .await
    }

    /// The key of a provider for an address.
    pub(super) async fn key_for(
        &self,
        provider: &str,
        url: &Url,
        needed: bool,
    ) -> Result<Option<SecretString>, Failure> {
        let path = key_path(provider);
        let origin = url.origin().ascii_serialization();
        match self.keys.key(&path, &origin).await {
            Ok(None) if needed => Err(Failure::new(ErrorClass::Auth, "no key")),
            Ok(key) => Ok(key),
            Err(error) => Err(Failure::new(ErrorClass::Auth, &error.to_string())),
        }
    }
}

/// Where the key of a provider is kept.
pub fn key_path(provider: &str) -> String {
    format!("models.providers.{provider}.apiKey")
}

/// The origin the key of a provider goes to; `None` for an unknown provider without an address.
pub fn origin(provider: &str, settings: Option<&ProviderSettings>) -> Option<String> {
    let endpoint = endpoint(provider, settings, None).ok()?;
    Some(endpoint.url.origin().ascii_serialization())
}

fn endpoint(
    provider: &str,
    settings: Option<&ProviderSettings>,
    model_api: Option<ApiKind>,
) -> Result<Endpoint, Failure> {
    let known = known(provider);
    let own = settings.and_then(|settings| settings.base_url.as_deref());
    let base = base_url(provider, own)?;
    let api = model_api
        .or(settings.and_then(|settings| settings.api))
        .or(known.map(|known| known.api))
        .unwrap_or(ApiKind::OpenaiCompletions);
    let loopback = is_loopback(&base);
    Ok(Endpoint {
        api,
        url: call_url(base, api),
        quirks: known.map_or(PLAIN, |known| known.quirks),
        loopback,
        needs_key: !loopback && own.is_none(),
    })
}

/// Where a provider is: the person's own address, else the known one.
pub(super) fn base_url(provider: &str, own: Option<&str>) -> Result<Url, Failure> {
    let wrong = |detail: &str| Failure::new(ErrorClass::BadRequest, detail);
    let base = own.or(known(provider).map(|known| known.base_url));
    let base = base.ok_or_else(|| {
        let detail = "unknown provider without a base address";
        Failure::new(ErrorClass::NoAddress, detail)
    })?;
    let base = Url::parse(base).map_err(|_| wrong("the base address is not a URL"))?;
    if !matches!(base.scheme(), "http" | "https") {
        return Err(wrong("the base address is neither http nor https"));
    }
    Ok(base)
}

/// Base addresses are written with and without their version; the call's path needs it.
fn call_url(mut base: Url, api: ApiKind) -> Url {
    let path = base.path().trim_end_matches('/').to_owned();
    let version = match api {
        ApiKind::AnthropicMessages if !path.ends_with("/v1") => "/v1",
        _ if path.is_empty() => "/v1",
        _ => "",
    };
    let call = match api {
        ApiKind::AnthropicMessages => "messages",
        ApiKind::OpenaiCompletions => "chat/completions",
        ApiKind::OpenaiResponses => "responses",
    };
    base.set_path(&format!("{path}{version}/{call}"));
    base
}

pub(super) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

pub(super) fn headers(
    api: ApiKind,
    settings: Option<&ProviderSettings>,
    key: Option<&SecretString>,
) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    for (name, value) in settings.iter().flat_map(|settings| &settings.headers) {
        let wrong = || Failure::new(ErrorClass::BadRequest, "a configured header is malformed");
        let name = HeaderName::try_from(name).map_err(|_| wrong())?;
        let value = HeaderValue::try_from(value).map_err(|_| wrong())?;
        headers.insert(name, value);
    }
    if api == ApiKind::AnthropicMessages {
        headers.insert(
            "anthropic-version",
            HeaderValue::from_static(anthropic::VERSION),
        );
    }
    if let Some(key) = key {
        let key = key.expose_secret().trim();
        let (name, value) = match api {
            ApiKind::AnthropicMessages => (HeaderName::from_static("x-api-key"), key.to_owned()),
            ApiKind::OpenaiCompletions | ApiKind::OpenaiResponses => {
                (AUTHORIZATION, format!("Bearer {key}"))
            }
        };
        let mut value = HeaderValue::try_from(value)
            .map_err(|_| Failure::new(ErrorClass::Auth, "the key holds characters no key has"))?;
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    Ok(headers)
}

#[cfg(test)]
#[path = "remote_tests.rs"]
mod tests;
