//! Finds model servers on this computer.
//!
//! Owns where to look. Looks only when asked, never at start.

use std::time::Duration;

use serde_json::Value;

use super::classify::Failure;
use super::providers::label;

/// Longest wait for each server.
const TIMEOUT: Duration = Duration::from_millis(300);

/// A place to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalProbe {
    /// The provider's id.
    pub provider: &'static str,
    /// Scheme, host and port.
    pub origin: String,
    /// The path that lists its models.
    pub path: &'static str,
}

/// A server that answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundServer {
    /// The provider's id.
    pub provider: &'static str,
    /// Its name.
    pub label: &'static str,
    /// Its base address for `models.providers.<id>.baseUrl`.
    pub base_url: String,
    /// Its models' ids.
    pub models: Vec<String>,
}

/// The places such servers listen at unless told otherwise.
pub fn default_probes() -> Vec<LocalProbe> {
    [
        ("ollama", 11_434, "/api/tags"),
        ("lmstudio", 1_234, "/v1/models"),
        ("llamafile", 8_080, "/v1/models"),
    ]
    .into_iter()
    .map(|(provider, port, path)| LocalProbe {
        provider,
        origin: format!("http://127.0.0.1:{port}"),
        path,
    })
    .collect()
}

/// Looks at all places at once; those where no such server answers in time are left out.
pub async fn find(probes: &[LocalProbe]) -> Vec<FoundServer> {
    let client = match client() {
        Ok(client) => client,
        Err(error) => {
            tracing::warn!(detail = error.detail, "can't look for model servers");
            return Vec::new();
        }
    };
    let found = probes.iter().map(|probe| ask(&client, probe));
    let found = futures::future::join_all(found).await;
    found.into_iter().flatten().collect()
}

fn client() -> Result<reqwest::Client, Failure> {
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(TIMEOUT)
        .build()
        .map_err(|error| Failure::network(&error))
}

async fn ask(client: &reqwest::Client, probe: &LocalProbe) -> Option<FoundServer> {
    let url = format!("{}{}", probe.origin, probe.path);
    // Nobody listening there is the usual case and no failure.
    let response = client.get(url).send().await.ok()?;
    let body: Value = response.error_for_status().ok()?.json().await.ok()?;
    let rows = body["models"].as_array().or(body["data"].as_array())?;
    let models = rows
        .iter()
        .filter_map(|row| row["name"].as_str().or(row["id"].as_str()))
        .map(str::to_owned)
        .collect();
    Some(FoundServer {
        provider: probe.provider,
        label: label(probe.provider),
        base_url: format!("{}/v1", probe.origin),
        models,
    })
}
