//! A bot's token, from the secret store.
//!
//! Owns that no two accounts poll with one token: of those that have the same bot the first in the
//! settings has it, and the others say so. Keeps no token.

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};

use crate::channel::TokenSource;
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
