//! Keys that bring Cove's chat to the front from anywhere, as the home's settings say.
//!
//! Owns asking the system for them once for each change, and saying what it answered. What they do
//! is open a place, as a link does: nothing is sent and nothing is run.

use cove_gateway::gateway::ShortcutState;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Wry};
use tauri_plugin_global_shortcut::{
    Builder, GlobalShortcutExt, Shortcut, ShortcutState as Pressed,
};

use crate::address::Address;
use crate::window;

/// The keys as they were asked for last.
#[derive(Debug, Default)]
pub struct Keys {
    asked: Option<String>,
    answer: Option<ShortcutState>,
}

/// What is to be done about the keys.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    /// As they are.
    Nothing,
    /// The gateway does not know yet what the system said.
    Tell(String, ShortcutState),
    /// Ask the system for these; `None` = let go of all.
    Ask(Option<String>),
}

impl Keys {
    /// `keys` are those of the settings, `known` what the gateway knows of them.
    pub fn wished(&self, keys: Option<&str>, known: Option<ShortcutState>) -> Wish {
        if self.asked.as_deref() != keys {
            return Wish::Ask(keys.map(str::to_owned));
        }
        match (keys, self.answer, known) {
            (Some(keys), Some(answer), None) => Wish::Tell(keys.to_owned(), answer),
            _ => Wish::Nothing,
        }
    }

    /// The system was asked.
    pub fn answered(&mut self, keys: Option<String>, answer: Option<ShortcutState>) {
        *self = Self {
            asked: keys,
            answer,
        };
    }
}

/// The system's side.
pub fn plugin() -> TauriPlugin<Wry> {
    Builder::new()
        .with_handler(|app, _, event| {
            if event.state() == Pressed::Pressed {
                window::open(app, &Address::chat_place());
            }
        })
        .build()
}

/// Lets go of the keys before and takes these.
pub fn set(app: &AppHandle, keys: Option<&str>) -> Option<ShortcutState> {
    let ways = app.global_shortcut();
    if let Err(error) = ways.unregister_all() {
        tracing::warn!(%error, "the keys before could not be let go");
    }
    let keys = keys?;
    let Ok(read) = keys.parse::<Shortcut>() else {
        return Some(ShortcutState::Unknown);
    };
    if has_no_way(|name| std::env::var(name).ok()) {
        return Some(ShortcutState::NoWay);
    }
    Some(match ways.register(read) {
        Ok(()) => ShortcutState::Works,
        Err(error) => {
            tracing::info!(%error, "the keys could not be had");
            ShortcutState::Taken
        }
    })
}

/// Wayland gives no program keys that were pressed elsewhere; X11 reached through it hears only its
/// own windows.
fn has_no_way(variable: impl Fn(&str) -> Option<String>) -> bool {
    if !cfg!(target_os = "linux") {
        return false;
    }
    match variable("XDG_SESSION_TYPE").as_deref() {
        Some("wayland") => true,
        Some("x11") => false,
        _ => variable("WAYLAND_DISPLAY").is_some_and(|display| !display.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_is_asked_once_for_each_change_and_a_new_gateway_is_told() {
        let mut keys = Keys::default();
        assert_eq!(keys.wished(None, None), Wish::Nothing);
        let wished = keys.wished(Some("Ctrl+Alt+Space"), None);
        assert_eq!(wished, Wish::Ask(Some("Ctrl+Alt+Space".into())));
        keys.answered(Some("Ctrl+Alt+Space".into()), Some(ShortcutState::Taken));
        let tell = Wish::Tell("Ctrl+Alt+Space".into(), ShortcutState::Taken);
        assert_eq!(keys.wished(Some("Ctrl+Alt+Space"), None), tell);
        let known = Some(ShortcutState::Taken);
        assert_eq!(keys.wished(Some("Ctrl+Alt+Space"), known), Wish::Nothing);
        assert_eq!(keys.wished(None, None), Wish::Ask(None));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn only_wayland_has_no_way() {
        let check = |session: Option<&str>, display: Option<&str>, expected: bool| {
            let variable = |name: &str| match name {
                "XDG_SESSION_TYPE" => session.map(str::to_owned),
                _ => display.map(str::to_owned),
            };
            assert_eq!(has_no_way(variable), expected, "{session:?} {display:?}");
        };
        check(Some("wayland"), None, true);
        check(Some("x11"), Some("wayland-0"), false);
        check(None, Some("wayland-0"), true);
        check(Some("tty"), None, false);
        check(None, None, false);
    }

    #[test]
    fn the_keys_that_settings_offer_are_keys() {
        for keys in [
            "Ctrl+Alt+Space",
            "Ctrl+Shift+Space",
            "Ctrl+Alt+C",
            "Super+Shift+C",
        ] {
            assert!(keys.parse::<Shortcut>().is_ok(), "{keys}");
        }
    }
}
