//! What following the gateway does to the desktop.
//!
//! Owns the newest status the shell has seen and the language that came with it. Never computes
//! a state of its own: Home, tray and `/status` agree because there is one status.

use std::sync::{Arc, Mutex, PoisonError};

use cove_gateway::api::carrier::Ask;
use cove_gateway::api::events::Happening;
use cove_gateway::api::shortcut::ShortcutTell;
use cove_gateway::api::status::Status;
use cove_gateway::words::{Language, Words};
use tauri::{AppHandle, Manager};
use tokio::sync::watch;

use crate::address::Address;
use crate::attach::door::Door;
use crate::login::{self, Login};
use crate::notify::{self, Notice, Told};
use crate::shortcut::{self, Keys, Wish};
use crate::tray::Tray;
use crate::tray::menu::{self, Choice};
use crate::window;

/// The desktop as the gateway's follower sees it. The tests record.
pub trait Desktop: Send + Sync {
    /// The status is this now.
    fn status(&self, status: &Status);
    /// Something happened.
    fn happening(&self, happening: &Happening);
}

/// The real desktop.
pub struct Shell {
    app: AppHandle,
    words: Words,
    before: Language,
    status: watch::Sender<Option<Status>>,
    has_tray: watch::Sender<bool>,
    tray: Tray,
    told: Mutex<Told>,
    login: Mutex<Login>,
    keys: Mutex<Keys>,
}

impl Shell {
    /// With a tray that says *starting*. `before` is the language until a home says its own.
    pub fn new(app: &AppHandle, words: Words, before: Language) -> tauri::Result<Arc<Self>> {
        let tray = Tray::build(app, &menu::starting(&words, before))?;
        Ok(Arc::new(Self {
            app: app.clone(),
            words,
            before,
            status: watch::Sender::new(None),
            // Until the desktop says otherwise a window that hides might never come back.
            has_tray: watch::Sender::new(cfg!(not(target_os = "linux"))),
            tray,
            told: Mutex::default(),
            login: Mutex::default(),
            keys: Mutex::default(),
        }))
    }

    /// Whether the desktop shows our icon: filled by [`tray::host`], read when the window closes.
    pub fn has_tray(&self) -> watch::Sender<bool> {
        self.has_tray.clone()
    }

    /// The desktop shows our icon.
    pub fn tray_is_seen(&self) -> bool {
        *self.has_tray.borrow()
    }

    /// What the tray's pause row means at this moment.
    pub fn paused(&self) -> bool {
        self.status.borrow().as_ref().is_some_and(menu::is_paused)
    }

    /// Where the tray's row of what comes next leads at this moment.
    pub fn next(&self) -> Address {
        let status = self.status.borrow();
        let Some(status) = status.as_ref() else {
            return Address::schedule();
        };
        let choice = menu::next(status, &self.words).choice;
        match (choice, &status.next_job) {
            (Choice::NextJob, Some(job)) => Address::job(&job.id),
            (Choice::NextBeat, _) => Address::heartbeat(),
            _ => Address::schedule(),
        }
    }

    /// Tells what a row of the tray came to, where there is something to tell.
    pub fn tell(&self, notice: impl FnOnce(&str, &Words, Language) -> Option<Notice>) {
        let agent = {
            let status = self.status.borrow();
            status
                .as_ref()
                .map_or_else(|| "Cove".to_owned(), |held| held.agent_name.clone())
        };
        if let Some(notice) = notice(&agent, &self.words, self.language()) {
            self.show(&notice);
        }
    }

    /// Tells where the window went.
    pub fn tell_it_stays(&self) {
        let notice = notify::stays(self.tray_is_seen(), &self.words, self.language());
        self.show(&notice);
    }

    fn show(&self, notice: &Notice) {
        let sound = {
            let status = self.status.borrow();
            status.as_ref().is_none_or(|held| held.desktop.sound)
        };
        notify::show(&self.app, notice, sound);
    }

    /// What needs the person, where nobody sees the window.
    fn tell_needs(&self, status: &Status) {
        let seen = !window::is_away(&self.app);
        let notice = {
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            told.needs(status, seen, &self.words)
        };
        if let Some(notice) = notice {
            self.show(&notice);
        }
    }

    /// The keys of the settings, and what the system says of them.
    fn follow_keys(&self, status: &Status) {
        let row = status.desktop.shortcut.as_ref();
        let (wished, known) = (row.map(|row| &*row.keys), row.and_then(|row| row.state));
        let wish = {
            let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
            keys.wished(wished, known)
        };
        let told = match wish {
            Wish::Nothing => None,
            Wish::Tell(keys, state) => Some((keys, state)),
            Wish::Ask(wished) => {
                let answer = shortcut::set(&self.app, wished.as_deref());
                let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
                keys.answered(wished.clone(), answer);
                wished.zip(answer)
            }
        };
        let Some((keys, state)) = told else { return };
        let door = Arc::clone(&self.app.state::<Arc<Door>>());
        tauri::async_runtime::spawn(async move {
            let told = match door.ends().await {
                Ok(ends) => ends.tray.ask(ShortcutTell { keys, state }, None).await,
                Err(error) => Err(error),
            };
            if let Err(error) = told {
                tracing::warn!(code = error.code, "nobody heard what the keys do");
            }
        });
    }

    fn language(&self) -> Language {
        let status = self.status.borrow();
        status.as_ref().map_or(self.before, |held| held.language)
    }

    fn reply(&self, happening: &Happening) -> Option<Notice> {
        let status = self.status.borrow();
        let wished = status.as_ref().map(|held| &held.desktop);
        if wished.is_some_and(|desktop| !notify::is_wanted(happening, desktop)) {
            return None;
        }
        let agent = status.as_ref().map_or("Cove", |held| &held.agent_name);
        let language = status.as_ref().map_or(self.before, |held| held.language);
        notify::reply(happening, agent, &self.words, language)
    }
}

impl Desktop for Shell {
    fn status(&self, status: &Status) {
        self.status.send_replace(Some(status.clone()));
        self.tray
            .show(&self.app, &menu::menu(status, &self.words), status.mood);
        self.tell_needs(status);
        let wished = {
            let mut login = self.login.lock().unwrap_or_else(PoisonError::into_inner);
            login.wished(status.desktop.start_at_login)
        };
        if let Some(on) = wished {
            login::set(&self.app, on);
        }
        self.follow_keys(status);
    }

    fn happening(&self, happening: &Happening) {
        if let Some(notice) = self.reply(happening)
            && window::is_away(&self.app)
        {
            self.show(&notice);
        }
    }
}
