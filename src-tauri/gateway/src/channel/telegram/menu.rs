//! What the bot tells Telegram about itself, and asks about itself, once a start.
//!
//! Owns getMe (the bot's name) and the menu of commands. Best effort: a bot without a menu works.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::client::Client;
use super::failure::CallError;
use super::wire::{BotCommand, Me, SetMyCommands};
use crate::channel::types::ChannelStatus;
use crate::clock::SharedClock;
use crate::error::Params;
use crate::words::{Language, Words};

const LIMIT: Duration = Duration::from_secs(30);
const TRIES: u32 = 3;
const BETWEEN: Duration = Duration::from_secs(30);

/// The commands of the menu and the keys of their descriptions.
const COMMANDS: [(&str, &str); 3] = [
    ("help", "telegram-command-help"),
    ("status", "telegram-command-status"),
    ("stop", "telegram-command-stop"),
];

/// Done after the first answer of Telegram, beside the polling.
pub struct Introduction {
    pub client: Arc<Client>,
    pub words: Words,
    pub clock: SharedClock,
    pub status: watch::Sender<ChannelStatus>,
}

impl Introduction {
    /// Asks for the name and sets the menu; tries a few times.
    pub async fn run(self) {
        for attempt in 1..=TRIES {
            match self.once().await {
                Ok(()) => return,
                Err(error) => tracing::info!(%error, attempt, "the bot's name or menu is not set"),
            }
            self.clock.sleep(BETWEEN).await;
        }
    }

    async fn once(&self) -> Result<(), CallError> {
        let me: Me = self
            .client
            .call("getMe", &serde_json::Map::new(), LIMIT)
            .await?;
        if let Some(name) = me.username {
            self.status
                .send_modify(|status| status.name = Some(format!("@{name}")));
        }
        // Without a code the menu counts for every language that has none of its own.
        for (language, code) in [(Language::English, None), (Language::Chinese, Some("zh"))] {
            let menu = self.menu(language, code);
            let _: bool = self.client.call("setMyCommands", &menu, LIMIT).await?;
        }
        Ok(())
    }

    fn menu(&self, language: Language, language_code: Option<&'static str>) -> SetMyCommands {
        let command = |(command, key): &(&'static str, &str)| BotCommand {
            command,
            description: self.words.text(language, key, &Params::new()),
        };
        SetMyCommands {
            commands: COMMANDS.iter().map(command).collect(),
            language_code,
        }
    }
}
