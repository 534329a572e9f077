//! The one window: when it is shown, what closing it means, where its links go.
//!
//! Owns those three. Never reads what the page shows.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Url, WebviewWindow, WebviewWindowBuilder, WindowEvent};

use crate::address::Address;
use crate::desktop::Shell;

/// The window's label, as in `tauri.conf.json` and its capability file.
const LABEL: &str = "main";
/// A page that says nothing by then is shown as it is.
const PATIENCE: Duration = Duration::from_secs(2);
/// Remembers that closing was explained; beside the window's place and size.
const EXPLAINED: &str = "closing-explained";

/// The window has still to be shown for the first time.
struct FirstShow(AtomicBool);

/// Where the page is to go as soon as it listens.
enum Waiting {
    /// It does not listen yet.
    Page(Option<Address>),
    /// It does.
    Nothing,
}

/// Builds it, hidden. With `stay_hidden` it waits for the person; `home` is the word of a home that
/// is not the usual one.
pub fn build(app: &AppHandle, stay_hidden: bool, home: Option<&str>) -> tauri::Result<()> {
    app.manage(FirstShow(AtomicBool::new(!stay_hidden)));
    app.manage(Mutex::new(Waiting::Page(None)));
    let Some(config) = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == LABEL)
    else {
        return Err(tauri::Error::WindowNotFound);
    };
    let mut builder = WebviewWindowBuilder::from_config(app, config)?;
    if let Some(home) = home {
        // Before the page's own scripts: the frame of this home is painted, not the last one's.
        builder = builder.initialization_script(format!("window.coveHome = {home:?};"));
    }
    let window = builder
        .on_navigation(|url| {
            let ours = is_ours(url);
            if !ours {
                open_outside(url);
            }
            ours
        })
        .on_new_window(|url, _| {
            open_outside(&url);
            NewWindowResponse::Deny
        })
        .build()?;
    let closed = window.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            api.prevent_close();
            close(&closed);
        }
    });
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(PATIENCE).await;
        page_is_there(&app);
        if stay_hidden && !app.state::<Arc<Shell>>().tray_is_seen() {
            put_into_task_list(&app);
        }
    });
    Ok(())
}

/// The page has said its first word: it is shown, and told where to go if that is known.
pub fn page_listens(app: &AppHandle) {
    page_is_there(app);
    let waiting = app.state::<Mutex<Waiting>>();
    let before = {
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *waiting, Waiting::Nothing)
    };
    if let Waiting::Page(Some(address)) = before {
        tell(app, &address);
    }
}

/// The page is painted, or will not be: shows the window, once, unless it is to stay hidden.
pub fn page_is_there(app: &AppHandle) {
    let first = app.state::<FirstShow>();
    if first.0.swap(false, Ordering::Relaxed) {
        show(app);
    }
}

/// Brings it to the front, wherever it was.
pub fn show(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    let shown = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window could not be shown");
    }
}

/// Brings it to the front at a place.
pub fn open(app: &AppHandle, address: &Address) {
    show(app);
    go(app, address);
}

/// Sends the page to a place, now or as soon as it listens.
pub fn go(app: &AppHandle, address: &Address) {
    let waiting = app.state::<Mutex<Waiting>>();
    let later = {
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *waiting {
            Waiting::Page(held) => {
                *held = Some(address.clone());
                true
            }
            Waiting::Nothing => false,
        }
    };
    if !later {
        tell(app, address);
    }
}

/// The page reads its own address and clears it.
fn tell(app: &AppHandle, address: &Address) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    let fragment = serde_json::Value::from(address.fragment());
    if let Err(error) = window.eval(format!("location.hash = {fragment}")) {
        tracing::warn!(%error, "the page could not be told where to go");
    }
}

/// Takes it off the screen because Cove ends.
pub fn put_away(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        // It ends with the process in any case.
        let _ = window.hide();
    }
}

/// A hidden window without an icon in the panel could only be found by starting Cove again.
fn put_into_task_list(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    if window.is_visible().unwrap_or(true) {
        return;
    }
    if let Err(error) = window.minimize().and_then(|()| window.show()) {
        tracing::warn!(%error, "the window could not be put into the task list");
    }
}

/// Nobody can see it, nor will in a moment because Cove has just been started.
pub fn is_away(app: &AppHandle) -> bool {
    let first = app.try_state::<FirstShow>();
    if first.is_some_and(|first| first.0.load(Ordering::Relaxed)) {
        return false;
    }
    app.get_webview_window(LABEL).is_none_or(|window| {
        !window.is_visible().unwrap_or(true) || window.is_minimized().unwrap_or(false)
    })
}

/// Without an icon in the panel a hidden window could not be found again.
fn close(window: &WebviewWindow) {
    let app = window.app_handle();
    let shell = app.state::<Arc<Shell>>();
    let gone = if shell.tray_is_seen() {
        window.hide()
    } else {
        window.minimize()
    };
    if let Err(error) = gone {
        tracing::warn!(%error, "the window could not be put away");
    }
    if first_time(app.path().app_config_dir().ok()) {
        shell.tell_it_stays();
    }
}

/// True once per computer; where nothing can be remembered it stays quiet.
fn first_time(folder: Option<PathBuf>) -> bool {
    let Some(folder) = folder else { return false };
    std::fs::create_dir_all(&folder).is_ok()
        && std::fs::File::create_new(folder.join(EXPLAINED)).is_ok()
}

fn is_ours(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    match url.scheme() {
        "tauri" => host == "localhost",
        // How Windows spells the same; and the page under development.
        "http" | "https" => host == "tauri.localhost" || (tauri::is_dev() && host == "localhost"),
        "about" => url.path() == "blank",
        _ => false,
    }
}

/// Only what a browser or a mail program takes: a page can't start other programs.
fn goes_outside(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https" | "mailto")
}

fn open_outside(url: &Url) {
    if !goes_outside(url) {
        tracing::warn!(scheme = url.scheme(), "a link of this kind is not opened");
        return;
    }
    if let Err(error) = tauri_plugin_opener::open_url(url, None::<&str>) {
        tracing::warn!(%error, "the link could not be opened");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(url: &str, ours: bool, outside: bool) {
        let url = Url::parse(url).unwrap();
        assert_eq!(
            (is_ours(&url), goes_outside(&url)),
            (ours, outside),
            "{url}"
        );
    }

    #[test]
    fn only_the_page_itself_stays_in_the_window() {
        check("tauri://localhost/index.html", true, false);
        check("tauri://elsewhere/", false, false);
        check("https://example.org/", false, true);
        check("mailto:a@example.org", false, true);
    }

    #[test]
    fn a_link_starts_no_program() {
        check("file:///etc/passwd", false, false);
        check("smb://server/share", false, false);
        check("javascript:alert(1)", false, false);
    }

    #[test]
    fn closing_is_explained_once() {
        let folder = std::env::temp_dir().join(format!("cove-closing-{}", std::process::id()));
        assert!(first_time(Some(folder.clone())));
        assert!(!first_time(Some(folder.clone())));
        assert!(!first_time(None));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
