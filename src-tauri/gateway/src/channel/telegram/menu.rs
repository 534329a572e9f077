//! What the bot tells Telegram about itself, and asks about itself.
//!
//! Owns getMe (the bot's name) and the menu of commands: set once a start and whenever it changes,
//! for each language: for groups, for the owners' own chats and for everybody else. Best effort: a
//! bot without a menu works.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::client::Client;
use super::failure::{CallError, Meaning};
use super::identity::Identity;
use super::wire::{BotCommand, CommandScope, DeleteMyCommands, SetMyCommands};
use crate::channel::menu::{Menu, MenuEntry, MenuText};
use crate::channel::types::ChannelStatus;
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
/// More commands Telegram does not take.
const MOST: usize = 100;

/// Whose menu one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    Everybody,
    Groups,
    Owner(i64),
}

impl For {
    /// Without a scope it is the menu of everybody who has none of their own.
    fn scope(self) -> Option<CommandScope> {
        match self {
            Self::Everybody => None,
            Self::Groups => Some(CommandScope::GROUPS),
            Self::Owner(chat) => Some(CommandScope::chat(chat)),
        }
    }

    fn sees(self, entry: &MenuEntry) -> bool {
        match self {
            Self::Everybody => entry.anyone && entry.direct,
            Self::Groups => entry.groups,
            Self::Owner(_) => entry.direct,
        }
    }
}

/// Begins after the first answer of Telegram, beside the polling.
pub struct Introduction {
    pub client: Arc<Client>,
    pub identity: Arc<Identity>,
    pub words: Words,
    pub clock: SharedClock,
    pub status: watch::Sender<ChannelStatus>,
    pub menu: watch::Receiver<Menu>,
}

impl Introduction {
    /// Asks for the name and keeps the menu as it should be; each try a few times. Ends when
    /// nobody can change the menu any more.
    pub async fn run(mut self) {
        self.try_often(None).await;
        let mut owners: Vec<i64> = Vec::new();
        loop {
            let menu = self.menu.borrow_and_update().clone();
            // Who is no owner any more sees what everybody sees.
            let gone = Menu {
                owners: owners
                    .into_iter()
                    .filter(|id| !menu.owners.contains(id))
                    .collect(),
                entries: Vec::new(),
            };
            for owner in &gone.owners {
                self.put_for(For::Owner(*owner), &gone)
                    .await
                    .unwrap_or_else(dismiss);
            }
            self.try_often(Some(&menu)).await;
            owners = menu.owners;
            if self.menu.changed().await.is_err() {
                return;
            }
        }
    }

    /// Sets a menu, or asks for the name.
    async fn try_often(&self, menu: Option<&Menu>) {
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

    async fn put(&self, menu: &Menu) -> Result<(), CallError> {
        self.put_for(For::Everybody, menu).await?;
        self.put_for(For::Groups, menu).await?;
        for owner in &menu.owners {
            // An owner who never pressed Start has no chat yet.
            match self.put_for(For::Owner(*owner), menu).await {
                Err(CallError::Api(failure)) if failure.meaning() == Meaning::NoChat => {}
                put => put?,
            }
        }
        Ok(())
    }

    async fn put_for(&self, whose: For, menu: &Menu) -> Result<(), CallError> {
        let scope = whose.scope();
        for (language, language_code) in LANGUAGES {
            let commands = self.commands(menu, language, whose);
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
        Ok(())
    }

    fn commands(&self, menu: &Menu, language: Language, whose: For) -> Vec<BotCommand> {
        let here = menu.entries.iter().filter(|entry| whose.sees(entry));
        here.take(MOST)
            .map(|entry| {
                let about = match &entry.about {
                    MenuText::Key(key) => self.words.text(language, key, &Params::new()),
                    MenuText::Own(words) => words.clone(),
                };
                BotCommand {
                    command: entry.name.clone(),
                    description: about.chars().take(LONGEST).collect(),
                }
            })
            .collect()
    }
}

fn dismiss(error: CallError) {
    tracing::info!(%error, "an owner's menu was not taken away");
}
