//! What the bot tells Telegram about itself, and asks about itself.
//!
//! Owns getMe (the bot's name) and the menu of commands: set once a start and whenever it changes,
//! for each language, for groups and for everybody else. Best effort: a bot without a menu works.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::client::Client;
use super::failure::CallError;
use super::identity::Identity;
use super::wire::{BotCommand, CommandScope, DeleteMyCommands, SetMyCommands};
use crate::channel::types::{ChannelStatus, MenuEntry};
use crate::clock::SharedClock;
use crate::error::Params;
use crate::words::{Language, Words};

const LIMIT: Duration = Duration::from_secs(30);
const TRIES: u32 = 3;
const BETWEEN: Duration = Duration::from_secs(30);
/// Longest description Telegram takes, characters.
const LONGEST: usize = 256;
/// Without a code a menu counts for every language that has none of its own.
const LANGUAGES: [(Language, Option<&str>); 2] =
    [(Language::English, None), (Language::Chinese, Some("zh"))];
/// The menu of groups; without a scope it is everybody else's.
const SCOPES: [Option<CommandScope>; 2] = [None, Some(CommandScope::GROUPS)];

/// Begins after the first answer of Telegram, beside the polling.
pub struct Introduction {
    pub client: Arc<Client>,
    pub identity: Arc<Identity>,
    pub words: Words,
    pub clock: SharedClock,
    pub status: watch::Sender<ChannelStatus>,
    pub menu: watch::Receiver<Vec<MenuEntry>>,
}

impl Introduction {
    /// Asks for the name and keeps the menu as it should be; each try a few times. Ends when
    /// nobody can change the menu any more.
    pub async fn run(mut self) {
        self.try_often(None).await;
        loop {
            let menu = self.menu.borrow_and_update().clone();
            self.try_often(Some(&menu)).await;
            if self.menu.changed().await.is_err() {
                return;
            }
        }
    }

    /// Sets a menu, or asks for the name.
    async fn try_often(&self, menu: Option<&[MenuEntry]>) {
        for attempt in 1..=TRIES {
            let done = match menu {
                Some(menu) => self.put(menu).await,
                None => self.name().await,
            };
            match done {
                Ok(()) => return,
                Err(error) => tracing::info!(%error, attempt, "the bot's name or menu is not set"),
            }
            self.clock.sleep(BETWEEN).await;
        }
    }

    async fn name(&self) -> Result<(), CallError> {
        if let Some(name) = self.identity.bot().await?.username {
            self.status
                .send_modify(|status| status.name = Some(format!("@{name}")));
        }
        Ok(())
    }

    async fn put(&self, menu: &[MenuEntry]) -> Result<(), CallError> {
        for scope in SCOPES {
            for (language, language_code) in LANGUAGES {
                let commands = self.commands(menu, language, scope.is_some());
                let _: bool = if commands.is_empty() {
                    let none = DeleteMyCommands {
                        scope,
                        language_code,
                    };
                    self.client.call("deleteMyCommands", &none, LIMIT).await?
                } else {
                    let menu = SetMyCommands {
                        commands,
                        scope,
                        language_code,
                    };
                    self.client.call("setMyCommands", &menu, LIMIT).await?
                };
            }
        }
        Ok(())
    }

    fn commands(&self, menu: &[MenuEntry], language: Language, group: bool) -> Vec<BotCommand> {
        let here = menu.iter().filter(|entry| entry.groups || !group);
        here.map(|entry| {
            let about = self.words.text(language, &entry.about, &Params::new());
            BotCommand {
                command: entry.name,
                description: about.chars().take(LONGEST).collect(),
            }
        })
        .collect()
    }
}
