//! The ports other capabilities declare, answered.
//!
//! Owns the translation between a capability's question and the one that knows the answer.

use std::sync::Arc;

use async_trait::async_trait;
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use super::host::Host;
use crate::agent::{DesktopChat, SessionStatus, figures, models_of};
use crate::channel::{ChannelKind, Local};
use crate::clock::{SharedClock, utc};
use crate::config::ConfigStore;
use crate::delivery::Webhook;
use crate::model::{KeyError, KeySource, ModelRef, Models, practice_model};
use crate::secret::{Origin, SecretError, SecretStore};
use crate::session::{SessionKey, SessionStore};

/// Model keys come from the secret store, at the path the settings name.
pub(super) struct Keys {
    pub secrets: SecretStore,
    pub config: ConfigStore,
}

#[async_trait]
impl KeySource for Keys {
    async fn key(&self, path: &str, origin: &str) -> Result<Option<SecretString>, KeyError> {
        let Some(origin) = Origin::of(origin) else {
            return Ok(None);
        };
        let own = self
            .config
            .current()
            .provider_settings()
            .into_iter()
            .find(|provider| crate::model::key_path(&provider.id) == path);
        let path = own.map_or_else(|| path.to_owned(), |provider| provider.key_path);
        self.secrets
            .get(&path, &origin)
            .await
            .map_err(|error| match error {
                SecretError::KeychainLocked | SecretError::PassphraseLocked => KeyError::Locked,
                SecretError::OtherOrigin { .. } => KeyError::OtherOrigin,
                _ => KeyError::Unavailable,
            })
    }
}

/// The ways out that need a running gateway: the desktop chat writes into a lane, posts need keys.
pub(super) fn open_ways_out(host: &Host, ending: &CancellationToken) {
    let Some(live) = &host.live else { return };
    let parts = &host.parts;
    let chat = DesktopChat::new(live.lanes.clone(), parts.events.clone(), ending.clone());
    parts.channels.put(chat);
    let webhook = Webhook::new(host.secrets.clone(), Arc::clone(&parts.clock));
    parts.channels.put(Arc::new(webhook));
}

/// The lanes end, and what holds them must not be held by what they hold.
pub(super) fn close_ways_out(host: &Host) {
    let channels = &host.parts.channels;
    channels.put(Arc::new(Local::desktop()));
    channels.remove(ChannelKind::Webhook, "default");
}

/// What the tool `session_status` tells the model.
pub(super) struct Status {
    pub sessions: Arc<SessionStore>,
    pub config: ConfigStore,
    pub models: Arc<Models>,
    pub clock: SharedClock,
}

#[async_trait]
impl SessionStatus for Status {
    fn zone(&self) -> Option<String> {
        self.config.current().user_timezone().map(str::to_owned)
    }

    async fn status(&self, session_key: &str) -> Option<String> {
        let key = SessionKey::parse(session_key, "main");
        let record = self.sessions.record(&key)?;
        let config = self.config.current();
        let zone = config
            .user_timezone()
            .map_or_else(|| self.clock.zone(), str::to_owned);
        let here: chrono_tz::Tz = zone.parse().unwrap_or(chrono_tz::UTC);
        let time = utc(self.clock.now_ms())
            .with_timezone(&here)
            .format("%A %Y-%m-%d %H:%M");
        let chain = models_of(&config, key.agent(), Some(&record));
        let model = chain.into_iter().next().unwrap_or_else(practice_model);
        let figures = figures(&config, &self.models, &key, &record);
        Some(format!(
            "Time: {time} ({zone})\nModel: {} ({})\nContext: {} of {} tokens\nConversation: {}",
            self.label(&model),
            model,
            figures.total_tokens,
            figures.context_tokens,
            key.spoken(),
        ))
    }
}

impl Status {
    fn label(&self, model: &ModelRef) -> String {
        self.models.info(model).label
    }
}
