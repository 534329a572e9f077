//! The icon in the panel and its menu.
//!
//! Owns showing what [`menu`] says and what a press of a row leads to. A row asks the gateway
//! through the contract like everybody else; its answer comes back as an event.

mod ask;
pub mod host;
pub mod menu;
mod picture;
#[cfg(test)]
pub mod tests;

use std::sync::Arc;

use cove_gateway::api::status::Mood;
use tauri::menu::{MenuBuilder, MenuItem, MenuItemBuilder};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager};

use crate::address::Address;
use crate::attach::door::Door;
use crate::desktop::Shell;
use crate::window;
use ask::Asked;
use menu::Item;

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
            .map(|item| MenuItemBuilder::with_id(item.choice.row(), &item.text).build(app))
            .collect::<tauri::Result<Vec<_>>>()?;
        let mut menu = MenuBuilder::new(app);
        for (row, item) in rows.iter().zip(items) {
            if item.choice.begins_a_group() {
                menu = menu.separator();
            }
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
    let shell = Arc::clone(&app.state::<Arc<Shell>>());
    let asked = match row {
        "sentence" => return window::open(app, &Address::home()),
        "next" => return window::open(app, &shell.next()),
        "today" => return window::open(app, &Address::activity()),
        "reminder" => return window::open(app, &Address::new_reminder()),
        "open" => return window::show(app),
        "quit" => return crate::quit(app),
        "beat" => Asked::Beat,
        "pause-hour" => Asked::Hold(Some("1h")),
        "pause-day" => Asked::Hold(Some("tomorrow")),
        "pause" if shell.paused() => Asked::Resume,
        "pause" => Asked::Hold(None),
        _ => return,
    };
    let door = Arc::clone(&app.state::<Arc<Door>>());
    tauri::async_runtime::spawn(async move {
        let answer = ask::ask(&door, asked).await;
        shell.tell(|agent, words, language| ask::told(&answer, agent, words, language));
    });
}
