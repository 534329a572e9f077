//! The icon in the panel and its menu.
//!
//! Owns what the menu says for a status, as data, and showing it. A row asks the gateway through
//! the contract like everybody else; its answer comes back as an event.

pub mod host;
mod picture;
#[cfg(test)]
pub mod tests;

use std::sync::Arc;

use cove_gateway::api::carrier::Ask;
use cove_gateway::api::hold::{HoldClear, HoldSet};
use cove_gateway::api::status::{Mood, Status};
use cove_gateway::error::Params;
use cove_gateway::words::{Language, Words};
use tauri::menu::{MenuBuilder, MenuItem, MenuItemBuilder};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager};

use crate::attach::door::Door;
use crate::desktop::Shell;
use crate::window;

/// What Pause everything holds.
const EVERYTHING: &str = "all";

/// A row of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it does.
    pub choice: Choice,
    /// What it says.
    pub text: String,
}

/// What a row does. The order is the menu's: on Linux rows can't be added later, only changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Says how everything is.
    Sentence,
    /// Shows the window.
    Open,
    /// Holds everything.
    Pause,
    /// Lifts that.
    Resume,
    /// Ends Cove.
    Quit,
}

impl Choice {
    /// Pause and Resume are one row.
    fn row(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Open => "open",
            Self::Pause | Self::Resume => "pause",
            Self::Quit => "quit",
        }
    }
}

/// The menu for a status.
pub fn menu(status: &Status, words: &Words) -> Vec<Item> {
    let pause = if is_paused(status) {
        Choice::Resume
    } else {
        Choice::Pause
    };
    items(status.sentence.clone(), pause, words, status.language)
}

/// The menu until there is a status.
pub fn starting(words: &Words, language: Language) -> Vec<Item> {
    let sentence = words.text(language, "shell-starting", &Params::new());
    items(sentence, Choice::Pause, words, language)
}

/// Everything is held.
pub fn is_paused(status: &Status) -> bool {
    status.holds.iter().any(|hold| hold.scope == EVERYTHING)
}

fn items(sentence: String, pause: Choice, words: &Words, language: Language) -> Vec<Item> {
    let row = |choice: Choice, key: &str| Item {
        choice,
        text: words.text(language, key, &Params::new()),
    };
    let pause_key = match pause {
        Choice::Resume => "shell-resume",
        _ => "shell-pause",
    };
    vec![
        Item {
            choice: Choice::Sentence,
            text: sentence,
        },
        row(Choice::Open, "shell-open"),
        row(pause, pause_key),
        row(Choice::Quit, "shell-quit"),
    ]
}

/// The icon in the panel.
pub struct Tray {
    icon: TrayIcon,
    rows: Vec<MenuItem<tauri::Wry>>,
}

impl Tray {
    /// Puts it there.
    pub fn build(app: &AppHandle, items: &[Item]) -> tauri::Result<Self> {
        let rows = items
            .iter()
            .map(|item| {
                MenuItemBuilder::with_id(item.choice.row(), &item.text)
                    .enabled(item.choice != Choice::Sentence)
                    .build(app)
            })
            .collect::<tauri::Result<Vec<_>>>()?;
        let mut menu = MenuBuilder::new(app);
        for row in &rows {
            menu = menu.item(row);
        }
        let icon = TrayIconBuilder::with_id("cove")
            .icon(picture::of(Mood::Well, picture::tone(app)))
            .icon_as_template(cfg!(target_os = "macos"))
            .menu(&menu.build()?)
            .show_menu_on_left_click(cfg!(target_os = "macos"))
            .on_menu_event(|app, event| chosen(app, event.id().as_ref()))
            .on_tray_icon_event(|icon, event| {
                if is_plain_click(&event) {
                    window::show(icon.app_handle());
                }
            })
            .build(app)?;
        Ok(Self { icon, rows })
    }

    /// Shows another state.
    pub fn show(&self, app: &AppHandle, items: &[Item], mood: Mood) {
        let picture = picture::of(mood, picture::tone(app));
        let mut shown = self
            .icon
            .set_icon_with_as_template(Some(picture), cfg!(target_os = "macos"));
        for (row, item) in self.rows.iter().zip(items) {
            shown = shown.and_then(|()| row.set_text(&item.text));
        }
        if let Err(error) = shown {
            tracing::warn!(%error, "the tray could not be changed");
        }
    }
}

fn is_plain_click(event: &TrayIconEvent) -> bool {
    cfg!(windows)
        && matches!(
            event,
            TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            }
        )
}

fn chosen(app: &AppHandle, row: &str) {
    match row {
        "open" => window::show(app),
        "pause" => {
            let resume = app.state::<Arc<Shell>>().paused();
            let door = Arc::clone(&app.state::<Arc<Door>>());
            tauri::async_runtime::spawn(async move { pause(&door, resume).await });
        }
        "quit" => crate::quit(app),
        _ => {}
    }
}

async fn pause(door: &Door, resume: bool) {
    let scope = EVERYTHING.to_owned();
    let asked = match door.ends().await {
        Ok(ends) if resume => ends.tray.ask(HoldClear { scope }, None).await,
        Ok(ends) => {
            let hold = HoldSet {
                scope,
                until: None,
                lasts: None,
            };
            ends.tray.ask(hold, None).await
        }
        Err(error) => Err(error),
    };
    if let Err(error) = asked {
        tracing::warn!(code = error.code, "pausing from the tray failed");
    }
}
