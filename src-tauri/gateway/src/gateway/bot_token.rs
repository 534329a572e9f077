//! A bot's token, from the secret store, and where its messages are posted.
//!
//! Owns that no two accounts poll with one token: of those that have the same bot the first in the
//! settings has it, and the others say so. Keeps no token.

use std::sync::Arc;

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};

use crate::channel::{HookParts, TokenSource};
use crate::config::TelegramAccount;
use crate::error::{Problem, params};
use crate::secret::{Origin, SecretStore};

/// Where the token of a bot is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BotPlace {
    /// The account.
    pub account: String,
    /// The path to ask the secret store for.
    pub path: String,
    /// The server it is for.
    pub api_root: String,
}

impl BotPlace {
    pub fn of(account: &TelegramAccount) -> Self {
        Self {
            account: account.id.clone(),
            path: account.token_path.clone(),
            api_root: account.api_root().to_owned(),
        }
    }

    async fn token(&self, secrets: &SecretStore) -> Result<SecretString, Problem> {
        let origin = Origin::of(&self.api_root).ok_or_else(|| Problem::new("telegram-api-root"))?;
        secrets
            .get(&self.path, &origin)
            .await?
            .ok_or_else(|| Problem::new("telegram-no-token"))
    }
}

/// Where a bot's posts arrive, if they are posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HookPlace {
    url: String,
    path: String,
    host: String,
    port: u16,
    secret: String,
    api_root: String,
}

impl HookPlace {
    /// As the settings say; `None` = Telegram is asked.
    pub fn of(account: &TelegramAccount) -> Option<Self> {
        let keys = &account.keys;
        Some(Self {
            url: keys.webhook_url.as_ref()?.0.clone(),
            path: keys.webhook_path.clone(),
            host: keys.webhook_host.clone(),
            port: u16::try_from(keys.webhook_port).ok()?,
            secret: account.webhook_secret_path.clone(),
            api_root: account.api_root().to_owned(),
        })
    }

    pub fn parts(self, secrets: &SecretStore) -> HookParts {
        let secret = Arc::new(HookSecret {
            secrets: secrets.clone(),
            path: self.secret,
            api_root: self.api_root,
        });
        HookParts {
            url: self.url,
            path: self.path,
            host: self.host,
            port: self.port,
            secret,
        }
    }
}

/// Gives what proves that it is Telegram who posts; Telegram is told it, and nobody else.
struct HookSecret {
    secrets: SecretStore,
    path: String,
    api_root: String,
}

#[async_trait]
impl TokenSource for HookSecret {
    async fn token(&self) -> Result<SecretString, Problem> {
        let origin = Origin::of(&self.api_root).ok_or_else(|| Problem::new("telegram-api-root"))?;
        let found = self.secrets.get(&self.path, &origin).await?;
        found.ok_or_else(|| Problem::new("telegram-webhook-secret"))
    }
}

/// Gives the token of one account.
pub(super) struct Token {
    pub secrets: SecretStore,
    pub place: BotPlace,
    /// The accounts that stand before it in the settings.
    pub before: Vec<BotPlace>,
}

#[async_trait]
impl TokenSource for Token {
    async fn token(&self) -> Result<SecretString, Problem> {
        let own = self.place.token(&self.secrets).await?;
        for other in &self.before {
            // One that can't be read runs nothing.
            let Ok(theirs) = other.token(&self.secrets).await else {
                continue;
            };
            if bot_of(&theirs) == bot_of(&own) {
                let told = params([("account", other.account.as_str().into())]);
                return Err(Problem::with("telegram-token-twice", told));
            }
        }
        Ok(own)
    }
}

/// A token begins with the number of its bot; an older token of it is the same bot.
pub(super) fn bot_of(token: &SecretString) -> Option<&str> {
    let token = token.expose_secret().trim();
    token.split_once(':').map(|(bot, _)| bot)
}
