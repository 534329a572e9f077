//! A thin client of the Bot API.
//!
//! Owns the one HTTP client of an account, the token while it is in use, and the difference
//! between “surely not taken” and “may have been taken”. Never retries and never writes the
//! token, or an address that holds it, into an error or a log.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use reqwest::Url;
use reqwest::header::CONTENT_TYPE;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use tokio::sync::OnceCell;

use super::failure::{ApiFailure, CallError};
use super::multipart::{self, FilePart};
use super::wire::{Answer, SentMessage};
use crate::clock::SharedClock;
use crate::error::Problem;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Together these close a connection whose other end is gone within half a minute.
const PING_EVERY: Duration = Duration::from_secs(20);
const PING_TIMEOUT: Duration = Duration::from_secs(10);

/// Gives the token when a call needs it; asked once, and again after [`Client::forget_token`].
#[async_trait]
pub trait TokenSource: Send + Sync {
    /// The token, or why there is none (missing, locked).
    async fn token(&self) -> Result<SecretString, Problem>;
}

/// The client of one account.
pub struct Client {
    root: String,
    tokens: Arc<dyn TokenSource>,
    clock: SharedClock,
    token: Mutex<Arc<OnceCell<SecretString>>>,
    http: Mutex<Arc<OnceCell<reqwest::Client>>>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Client")
            .field("root", &self.root)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// A client for the API at `root`; connects to nothing yet.
    pub fn new(root: &str, tokens: Arc<dyn TokenSource>, clock: SharedClock) -> Self {
        Self {
            root: root.trim().trim_end_matches('/').to_owned(),
            tokens,
            clock,
            token: Mutex::default(),
            http: Mutex::default(),
        }
    }

    /// Calls a method and waits at most `limit` for the whole answer.
    pub async fn call<T: DeserializeOwned>(
        &self,
        method: &'static str,
        parameters: &(impl Serialize + Sync),
        limit: Duration,
    ) -> Result<T, CallError> {
        let body = serde_json::to_vec(parameters).map_err(|error| CallError::NotConnected {
            detail: error.to_string(),
        })?;
        self.within(limit, method, ("application/json", body)).await
    }

    /// Calls a method that takes a file, and waits at most `limit` for the whole answer.
    pub async fn upload(
        &self,
        method: &'static str,
        parameters: &(impl Serialize + Sync),
        file: FilePart<'_>,
        limit: Duration,
    ) -> Result<SentMessage, CallError> {
        let mark = format!("cove-{:032x}", rand::random::<u128>());
        let made = multipart::body(parameters, file, &mark);
        let (kind, body) = made.map_err(|error| CallError::NotConnected {
            detail: error.to_string(),
        })?;
        self.within(limit, method, (&kind, body)).await
    }

    async fn within<T: DeserializeOwned>(
        &self,
        limit: Duration,
        method: &'static str,
        content: (&str, Vec<u8>),
    ) -> Result<T, CallError> {
        let (status, bytes) = tokio::select! {
            biased;
            answer = self.exchange(method, content) => answer?,
            () = self.clock.sleep(limit) => return Err(CallError::TimedOut { after: limit }),
        };
        read(status, &bytes)
    }

    /// The bytes of a file the API named, at most `most`; `None` = there are more. Waits at most
    /// `limit` for all of them.
    pub async fn download(
        &self,
        path: &str,
        most: u64,
        limit: Duration,
    ) -> Result<Option<Vec<u8>>, CallError> {
        tokio::select! {
            biased;
            loaded = self.load(path, most) => loaded,
            () = self.clock.sleep(limit) => Err(CallError::TimedOut { after: limit }),
        }
    }

    async fn load(&self, path: &str, most: u64) -> Result<Option<Vec<u8>>, CallError> {
        let url = self.address_below("file/bot", path).await?;
        let http = self.http().await?;
        let mut response = http.get(url).send().await.map_err(transport)?;
        let status = response.status().as_u16();
        if !response.status().is_success() {
            let bytes = response.bytes().await.map_err(transport)?;
            return match read::<IgnoredAny>(status, &bytes) {
                Err(error) => Err(error),
                Ok(_) => Err(CallError::Gibberish { status }),
            };
        }
        let mut loaded = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(transport)? {
            if (loaded.len() + chunk.len()) as u64 > most {
                return Ok(None);
            }
            loaded.extend_from_slice(&chunk);
        }
        Ok(Some(loaded))
    }

    /// Drops the token, so that the next call asks for it again.
    pub fn forget_token(&self) {
        *lock(&self.token) = Arc::default();
    }

    /// Drops the connections, so that the next call makes a new one. Running calls go on.
    pub fn reconnect(&self) {
        *lock(&self.http) = Arc::default();
    }

    async fn exchange(
        &self,
        method: &'static str,
        (kind, body): (&str, Vec<u8>),
    ) -> Result<(u16, Vec<u8>), CallError> {
        let url = self.address_below("bot", method).await?;
        let http = self.http().await?;
        let request = http.post(url).header(CONTENT_TYPE, kind).body(body);
        let response = request.send().await.map_err(transport)?;
        let status = response.status().as_u16();
        let bytes = response.bytes().await.map_err(transport)?;
        Ok((status, bytes.to_vec()))
    }

    async fn address_below(&self, folder: &str, path: &str) -> Result<Url, CallError> {
        let cell = Arc::clone(&lock(&self.token));
        let token = cell
            .get_or_try_init(|| self.tokens.token())
            .await
            .map_err(CallError::NoToken)?;
        let token = token.expose_secret().trim();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-');
        // Anything else would change the path it is put into.
        if token.is_empty() || !token.bytes().all(plain) {
            return Err(CallError::NoToken(Problem::new("telegram-token")));
        }
        let url = Url::parse(&format!("{}/{folder}{token}/{path}", self.root));
        url.ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .ok_or(CallError::BadRoot)
    }

    async fn http(&self) -> Result<reqwest::Client, CallError> {
        let cell = Arc::clone(&lock(&self.http));
        let made = cell.get_or_try_init(|| async {
            // Reads the system's certificates: tens of milliseconds that nobody should wait for.
            let built = tokio::task::spawn_blocking(build).await;
            let failed = |detail: String| CallError::NotConnected { detail };
            built
                .map_err(|error| failed(error.to_string()))?
                .map_err(|error| failed(chain(&error.without_url())))
        });
        made.await.cloned()
    }
}

fn build() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .user_agent(concat!("Cove/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        .tcp_keepalive(PING_EVERY)
        .http2_keep_alive_interval(PING_EVERY)
        .http2_keep_alive_timeout(PING_TIMEOUT)
        .http2_keep_alive_while_idle(true)
        // The path holds the token; nobody else may be sent there.
        .redirect(reqwest::redirect::Policy::none())
        .build()
}

fn read<T: DeserializeOwned>(status: u16, bytes: &[u8]) -> Result<T, CallError> {
    let gibberish = CallError::Gibberish { status };
    let Ok(answer) = serde_json::from_slice::<Answer<'_>>(bytes) else {
        return Err(gibberish);
    };
    if answer.ok {
        let result = answer.result.ok_or(CallError::Gibberish { status })?;
        return serde_json::from_str(result.get()).map_err(|_| gibberish);
    }
    let more = answer.parameters.unwrap_or_default();
    Err(CallError::Api(ApiFailure {
        code: answer.error_code.unwrap_or(status),
        description: answer.description.unwrap_or_default(),
        retry_after: more.retry_after.map(Duration::from_secs),
        migrate_to: more.migrate_to_chat_id,
    }))
}

fn transport(error: reqwest::Error) -> CallError {
    let never_sent = error.is_connect() || error.is_builder();
    let error = error.without_url();
    let detail = chain(&error);
    if never_sent {
        CallError::NotConnected { detail }
    } else {
        CallError::Lost { detail }
    }
}

/// The error and its causes, in one line for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line.push_str(": ");
        line.push_str(&error.to_string());
        cause = error.source();
    }
    line
}

/// The values are replaced whole, so a panic elsewhere leaves them sound.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
