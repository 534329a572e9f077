//! What following the gateway does to the desktop.
//!
//! Owns the newest status the shell has seen and the language that came with it. Never computes
//! a state of its own: Home, tray and `/status` agree because there is one status.

use std::sync::Arc;

use cove_gateway::api::events::Happening;
use cove_gateway::api::status::Status;
use cove_gateway::words::{Language, Words};
use tauri::AppHandle;
use tokio::sync::watch;

use crate::notify::{self, Notice};
use crate::tray::{self, Tray};
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
}

impl Shell {
    /// With a tray that says *starting*. `before` is the language until a home says its own.
    pub fn new(app: &AppHandle, words: Words, before: Language) -> tauri::Result<Arc<Self>> {
        let tray = Tray::build(app, &tray::starting(&words, before))?;
        Ok(Arc::new(Self {
            app: app.clone(),
            words,
            before,
            status: watch::Sender::new(None),
            // Until the desktop says otherwise a window that hides might never come back.
            has_tray: watch::Sender::new(cfg!(not(target_os = "linux"))),
            tray,
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
        self.status.borrow().as_ref().is_some_and(tray::is_paused)
    }

    /// Tells where the window went.
    pub fn tell_it_stays(&self) {
        let notice = notify::stays(self.tray_is_seen(), &self.words, self.language());
        notify::show(&self.app, &notice);
    }

    fn language(&self) -> Language {
        let status = self.status.borrow();
        status.as_ref().map_or(self.before, |held| held.language)
    }

    fn reply(&self, happening: &Happening) -> Option<Notice> {
        let status = self.status.borrow();
        let agent = status.as_ref().map_or("Cove", |held| &held.agent_name);
        let language = status.as_ref().map_or(self.before, |held| held.language);
        notify::reply(happening, agent, &self.words, language)
    }
}

impl Desktop for Shell {
    fn status(&self, status: &Status) {
        self.status.send_replace(Some(status.clone()));
        self.tray
            .show(&self.app, &tray::menu(status, &self.words), status.mood);
    }

    fn happening(&self, happening: &Happening) {
        if let Some(notice) = self.reply(happening)
            && window::is_away(&self.app)
        {
            notify::show(&self.app, &notice);
        }
    }
}
