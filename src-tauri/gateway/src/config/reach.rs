//! Whether a provider can be asked, as far as the settings say.
//!
//! Owns these questions, since the answer is the settings' over what is known of a provider. Asks
//! no server.

use super::Config;
use crate::model::known;
use crate::secret::Origin;

impl Config {
    /// The server of a provider is known.
    pub fn is_reachable(&self, provider: &str) -> bool {
        known(provider).is_some() || self.base_url(provider).is_some()
    }

    /// It runs on this computer.
    pub fn needs_no_key(&self, provider: &str) -> bool {
        match self.base_url(provider) {
            Some(url) => Origin::of(&url).is_some_and(|origin| is_loopback(&origin)),
            None => known(provider).is_some_and(|provider| provider.loopback),
        }
    }

    fn base_url(&self, provider: &str) -> Option<String> {
        let provider = self.models.providers.get(provider)?;
        provider.base_url.as_ref().map(|address| address.0.clone())
    }
}

fn is_loopback(origin: &Origin) -> bool {
    let host = origin
        .as_str()
        .split_once("://")
        .map_or("", |(_, rest)| rest);
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|local| host == *local || host.starts_with(&format!("{local}:")))
}
