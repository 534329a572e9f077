//! Who the bot is: its number and its name.
//!
//! Owns asking Telegram for it, once for a token. In a group nothing can be judged without it:
//! whether a message calls the bot depends on what the bot is called.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;

use super::client::Client;
use super::failure::CallError;
use super::wire::Me;

/// Longest wait for an answer.
const LIMIT: Duration = Duration::from_secs(30);

/// The bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bot {
    /// Its number.
    pub id: i64,
    /// Its public name, without `@`.
    pub username: Option<String>,
}

impl Bot {
    /// Whether this is its public name; case does not count.
    pub fn is_called(&self, name: &str) -> bool {
        let own = self.username.as_deref();
        own.is_some_and(|own| own.eq_ignore_ascii_case(name))
    }
}

/// What is known of the bot.
pub struct Identity {
    client: Arc<Client>,
    known: Mutex<Arc<OnceCell<Bot>>>,
}

impl Identity {
    /// Asks nothing yet.
    pub fn new(client: Arc<Client>) -> Self {
        Self {
            client,
            known: Mutex::default(),
        }
    }

    /// The bot; asked of Telegram where it is not known.
    pub async fn bot(&self) -> Result<Bot, CallError> {
        let cell = Arc::clone(&self.known());
        let asked = cell.get_or_try_init(|| async {
            let nothing = serde_json::Map::new();
            let me: Me = self.client.call("getMe", &nothing, LIMIT).await?;
            Ok(Bot {
                id: me.id,
                username: me.username,
            })
        });
        asked.await.cloned()
    }

    /// The token was changed: it may be another bot's.
    pub fn forget(&self) {
        *self.known() = Arc::default();
    }

    /// The value is replaced whole, so a panic elsewhere leaves it sound.
    fn known(&self) -> std::sync::MutexGuard<'_, Arc<OnceCell<Bot>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
