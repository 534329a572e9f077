//! Starts and stops channels as the settings and the holds say.
//!
//! Owns the running accounts of Telegram. Follows changes of the settings, secrets and holds.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{broadcast, watch};
use tokio_util::sync::CancellationToken;

use super::bot_token::{BotPlace, HookPlace, Token};
use super::files_out::FilesOut;
use super::host::Host;
use super::vital::Vital;
use crate::activity::{Hold, Scope, current_holds};
use crate::channel::{
    AccessRules, ChannelKind, DmPolicy, InboundSink, Menu, MenuEntry, MenuText, ReplyTo, Streams,
    Style, Telegram, TelegramHandle, TelegramParts,
};
use crate::clock::Ms;
use crate::command::{COMMANDS, Place, Who, named};
use crate::config::{self, Config, TelegramAccount};
use crate::event::{Fact, Numbered, Subject};
use crate::secret::variables;

struct Account {
    handle: TelegramHandle,
    access: watch::Sender<AccessRules>,
    menu: watch::Sender<Menu>,
    style: watch::Sender<Style>,
    place: BotPlace,
    before: Vec<BotPlace>,
    hook: Option<HookPlace>,
}

/// Runs the channels until `cancel`.
pub(super) fn start(
    host: &Arc<Host>,
    sink: Arc<dyn InboundSink>,
    cancel: &CancellationToken,
    vital: &Vital,
) {
    let (host, cancel) = (Arc::clone(host), cancel.clone());
    vital.spawn("channels", async move {
        let mut running = BTreeMap::new();
        let mut events = host.events().subscribe(None).receiver;
        let mut settings = host.config().subscribe();
        loop {
            let next = follow(&host, &sink, &mut running).await;
            let secrets = tokio::select! {
                () = cancel.cancelled() => break,
                changed = settings.changed() => match changed {
                    Ok(()) => false,
                    Err(_) => break,
                },
                secrets = relevant(&mut events) => secrets,
                () = until(&host, next) => false,
            };
            if secrets {
                running
                    .values()
                    .for_each(|account: &Account| account.handle.token_changed());
            }
        }
        for (_, account) in running {
            account.handle.stop().await;
        }
    });
}

/// Waits for a change of holds, people or secrets; true = of secrets.
async fn relevant(events: &mut broadcast::Receiver<Numbered>) -> bool {
    loop {
        match events.recv().await {
            Ok(Numbered {
                fact:
                    Fact::Changed {
                        what: Subject::Secrets,
                        ..
                    },
                ..
            }) => return true,
            Ok(Numbered {
                fact:
                    Fact::Changed {
                        what: Subject::Holds | Subject::Pairing,
                        ..
                    },
                ..
            })
            | Err(broadcast::error::RecvError::Lagged(_)) => {
                return false;
            }
            Ok(_) => {}
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// Makes what runs what should run, and says when the next hold ends by itself.
async fn follow(
    host: &Arc<Host>,
    sink: &Arc<dyn InboundSink>,
    running: &mut BTreeMap<String, Account>,
) -> Option<Ms> {
    let accounts = host.config().current().telegram_accounts();
    let now = host.now();
    let holds = host
        .db()
        .read(move |connection| current_holds(connection, now))
        .await
        .unwrap_or_else(|error| {
            tracing::error!(%error, "the holds could not be read");
            Vec::new()
        });
    let held = |id: &str| {
        let own =
            Scope::Channel(ChannelKind::Telegram.as_str().to_owned(), id.to_owned()).to_string();
        let moved = |hold: &Hold| hold.reason.code == "home-moved";
        holds.iter().any(|hold| hold.scope == own || moved(hold))
    };
    let on = accounts.iter().filter(|account| account.enabled);
    let all: Vec<BotPlace> = on.map(BotPlace::of).collect();
    // Whatever runs of them: which one of two has a bot does not hang on a pause.
    let before = |id: &str| -> Vec<BotPlace> {
        let earlier = all.iter().take_while(|place| place.account != id);
        earlier.cloned().collect()
    };
    let wanted: BTreeMap<String, TelegramAccount> = accounts
        .into_iter()
        .filter(|account| account.enabled && has_token(host, account) && !held(&account.id))
        .map(|account| (account.id.clone(), account))
        .collect();
    let gone: Vec<String> = running
        .iter()
        .filter(|(id, account)| {
            wanted.get(*id).is_none_or(|wanted| {
                BotPlace::of(wanted) != account.place
                    || before(&wanted.id) != account.before
                    || HookPlace::of(wanted) != account.hook
            })
        })
        .map(|(id, _)| id.clone())
        .collect();
    for id in gone {
        if let Some(account) = running.remove(&id) {
            host.parts.channels.remove(ChannelKind::Telegram, &id);
            account.handle.stop().await;
            host.events().changed(Subject::Status, None);
        }
    }
    for (id, account) in wanted {
        match running.get(&id) {
            Some(known) => {
                known.access.send_if_modified(|rules| {
                    let new = rules_of(&account, &host.config().current());
                    let changed = *rules != new;
                    *rules = new;
                    changed
                });
                known.style.send_if_modified(|style| {
                    let new = style_of(&account);
                    let changed = *style != new;
                    *style = new;
                    changed
                });
                let new = menu_of(host, &account);
                known.menu.send_if_modified(|menu| {
                    let changed = *menu != new;
                    *menu = new;
                    changed
                });
            }
            None => {
                let before = before(&id);
                running.insert(id, open(host, Arc::clone(sink), &account, before));
            }
        }
    }
    holds.iter().filter_map(|hold| hold.until).min()
}

/// Waits for the end of a hold; for ever where none ends by itself.
async fn until(host: &Host, end: Option<Ms>) {
    match end {
        Some(end) => {
            let left = u64::try_from(end - host.now()).unwrap_or(0) + 1;
            host.parts.clock.sleep(Duration::from_millis(left)).await;
        }
        None => std::future::pending().await,
    }
}

/// An account the file does not speak of runs only if the environment brings its token.
fn has_token(host: &Host, account: &TelegramAccount) -> bool {
    account.written
        || variables(&account.token_path)
            .iter()
            .any(|name| (host.env)(name).is_some())
}

fn open(
    host: &Arc<Host>,
    sink: Arc<dyn InboundSink>,
    account: &TelegramAccount,
    before: Vec<BotPlace>,
) -> Account {
    let (access, rules) = watch::channel(rules_of(account, &host.config().current()));
    let (menu, entries) = watch::channel(menu_of(host, account));
    let (style, styles) = watch::channel(style_of(account));
    let handle = Telegram::start(TelegramParts {
        account: account.id.clone(),
        api_root: account.api_root().to_owned(),
        language: host.language(),
        tokens: Arc::new(Token {
            secrets: host.secrets.clone(),
            place: BotPlace::of(account),
            before: before.clone(),
        }),
        hook: HookPlace::of(account).map(|place| place.parts(&host.secrets)),
        sink,
        access: rules,
        files: Arc::new(FilesOut(host.parts.agents.clone())),
        pairing: Arc::clone(&host.pairing),
        menu: entries,
        style: styles,
        words: host.parts.words.clone(),
        clock: Arc::clone(&host.parts.clock),
    });
    let channel = handle.channel();
    let (mut status, events) = (channel.watch_status(), host.events().clone());
    host.parts.channels.put(channel);
    tokio::spawn(async move {
        let mut last = None;
        while status.changed().await.is_ok() {
            let now = status.borrow_and_update().clone();
            let shown = (now.health, now.name, now.problem);
            if last.as_ref() != Some(&shown) {
                last = Some(shown);
                events.changed(Subject::Status, None);
            }
        }
    });
    let sender = host.parts.sender.clone();
    tokio::spawn(async move {
        // What waited for this channel goes now.
        if let Err(error) = sender.resume().await {
            tracing::error!(%error, "the outbox could not be read");
        }
    });
    Account {
        handle,
        access,
        menu,
        style,
        place: BotPlace::of(account),
        before,
        hook: HookPlace::of(account),
    }
}

/// More of the owners' chats get no menu of their own.
const OWNERS: usize = 20;

/// The words of the menu: those registered for one, unless the settings want none, and the
/// person's own behind them, as far as they shadow none.
fn menu_of(host: &Host, account: &TelegramAccount) -> Menu {
    let native = host.config().current().commands.native;
    let native = COMMANDS.iter().filter(|spec| spec.native && native);
    let native = native.map(|spec| MenuEntry {
        name: spec.name.to_owned(),
        about: MenuText::Key(spec.about()),
        anyone: spec.who == Who::Anyone,
        // What can be said nowhere else belongs there; the owner says it.
        groups: spec.place == Place::Group
            || spec.who == Who::Anyone && spec.place == Place::Everywhere,
        direct: spec.place != Place::Group,
    });
    let own = account.keys.custom_commands.iter();
    let own = own.filter(|word| named(&word.command).is_none());
    let own = own.map(|word| MenuEntry {
        name: word.command.clone(),
        about: MenuText::Own(word.description.clone()),
        anyone: true,
        groups: true,
        direct: true,
    });
    Menu {
        entries: native.chain(own).collect(),
        owners: owners(host, account),
    }
}

/// The direct chats of those who may write as owners; in Telegram a chat has its person's number.
fn owners(host: &Host, account: &TelegramAccount) -> Vec<i64> {
    let paired = host.pairing.people(ChannelKind::Telegram, &account.id);
    let paired = paired.unwrap_or_else(|error| {
        tracing::warn!(%error, "the paired people could not be read");
        Vec::new()
    });
    let listed = account.keys.allow_from.iter().map(|id| id.0.clone());
    let people = listed.chain(paired).filter_map(|id| id.parse().ok());
    let mut people: Vec<i64> = people.filter(|id| *id > 0).collect();
    people.sort_unstable();
    people.dedup();
    people.truncate(OWNERS);
    people
}

/// How a bot answers, as the settings say.
fn style_of(account: &TelegramAccount) -> Style {
    Style {
        longest: usize::try_from(account.keys.text_chunk_limit).unwrap_or(usize::MAX),
        at_blank_lines: account.keys.chunk_mode == config::ChunkMode::Newline,
        link_preview: account.keys.link_preview,
        streams: match account.keys.streaming {
            config::Streaming::Off => Streams::Off,
            config::Streaming::Partial => Streams::Partial,
            config::Streaming::Block => Streams::Block,
            config::Streaming::Progress => Streams::Progress,
        },
        reply_to: account.keys.reply_to_mode.map(|mode| match mode {
            config::ReplyToMode::Off => ReplyTo::Off,
            config::ReplyToMode::First => ReplyTo::First,
            config::ReplyToMode::All => ReplyTo::All,
        }),
    }
}

/// Who may write to a bot, as the settings say.
pub fn rules_of(account: &TelegramAccount, config: &Arc<Config>) -> AccessRules {
    AccessRules {
        dm_policy: match account.keys.dm_policy {
            config::DmPolicy::Pairing => DmPolicy::Pairing,
            config::DmPolicy::Allowlist => DmPolicy::Allowlist,
            config::DmPolicy::Open => DmPolicy::Open,
            config::DmPolicy::Disabled => DmPolicy::Disabled,
        },
        allow_from: account
            .keys
            .allow_from
            .iter()
            .map(|id| id.0.clone())
            .collect(),
        keys: account.keys.clone(),
        config: Arc::clone(config),
    }
}
