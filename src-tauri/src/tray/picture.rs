//! The tray's pictures: a shape for each state, an ink for each panel.
//!
//! Owns choosing one. The pictures are made by `cargo xtask icons`.

use cove_gateway::api::status::Mood;
use tauri::image::Image;
use tauri::{AppHandle, Manager, Theme, include_image};

/// The panel's colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Dark ink on a light panel.
    Light,
    /// Light ink on a dark panel.
    Dark,
    /// macOS colours it.
    Template,
}

/// The picture of a state.
pub fn of(mood: Mood, tone: Tone) -> Image<'static> {
    match (mood, tone) {
        (Mood::Well, Tone::Light) => include_image!("icons/tray/well-light.png"),
        (Mood::Well, Tone::Dark) => include_image!("icons/tray/well-dark.png"),
        (Mood::Well, Tone::Template) => include_image!("icons/tray/well-template.png"),
        (Mood::Working, Tone::Light) => include_image!("icons/tray/working-light.png"),
        (Mood::Working, Tone::Dark) => include_image!("icons/tray/working-dark.png"),
        (Mood::Working, Tone::Template) => include_image!("icons/tray/working-template.png"),
        (Mood::Paused, Tone::Light) => include_image!("icons/tray/paused-light.png"),
        (Mood::Paused, Tone::Dark) => include_image!("icons/tray/paused-dark.png"),
        (Mood::Paused, Tone::Template) => include_image!("icons/tray/paused-template.png"),
        (Mood::NeedsYou, Tone::Light) => include_image!("icons/tray/needs-you-light.png"),
        (Mood::NeedsYou, Tone::Dark) => include_image!("icons/tray/needs-you-dark.png"),
        (Mood::NeedsYou, Tone::Template) => include_image!("icons/tray/needs-you-template.png"),
    }
}

/// The panel of this desktop.
pub fn tone(app: &AppHandle) -> Tone {
    if cfg!(target_os = "macos") {
        return Tone::Template;
    }
    let desktop = std::env::var("XDG_CURRENT_DESKTOP").unwrap_or_default();
    let theme = app
        .webview_windows()
        .values()
        .next()
        .and_then(|window| window.theme().ok());
    tone_of(theme == Some(Theme::Dark), &desktop)
}

/// GNOME's panel is dark whatever the theme is.
fn tone_of(dark_theme: bool, desktop: &str) -> Tone {
    let gnome = desktop
        .split(':')
        .any(|name| matches!(name, "GNOME" | "Unity"));
    if dark_theme || gnome {
        Tone::Dark
    } else {
        Tone::Light
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gnomes_panel_is_dark_under_a_light_theme() {
        assert_eq!(tone_of(false, "ubuntu:GNOME"), Tone::Dark);
        assert_eq!(tone_of(false, "KDE"), Tone::Light);
        assert_eq!(tone_of(true, "KDE"), Tone::Dark);
    }
}
