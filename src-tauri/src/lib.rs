//! The desktop shell: a thin frame around the same gateway the command line uses.
//!
//! Owns putting the parts together and ending them in order. Holds no state of the home and no
//! rule: those are the gateway's. The page reaches the gateway by two commands and nothing else.

mod address;
mod arguments;
mod attach;
mod desktop;
mod login;
mod notify;
mod rpc;
mod shortcut;
#[cfg(feature = "test-hooks")]
mod test_crash;
mod tray;
mod window;

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use cove_gateway::words::{Language, Words};
use tauri::{App, AppHandle, Manager, RunEvent};
use tauri_plugin_window_state::StateFlags;

use address::Address;
use arguments::Arguments;
use attach::OwnOrOther;
use attach::door::Door;
use desktop::Shell;

/// How long running turns may take to finish or save when the person quits.
const STOP: Duration = Duration::from_secs(10);

/// Runs the app until the person quits; `arguments` without the program's own name.
pub fn start(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let words = Words::load();
    let language = language_of_the_computer();
    match Arguments::read(arguments, std::env::var_os("COVE_STATE_DIR")) {
        Ok(arguments) => run(arguments, words, language),
        Err(key) => {
            // There is no window yet: the terminal is the only place to say it.
            #[allow(clippy::print_stderr)]
            {
                eprintln!("{}", words.text(language, key, &Default::default()));
            }
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments, words: Words, language: Language) -> ExitCode {
    cove_gateway::gateway::report_panics(&arguments.gateway());
    let door = Arc::new(Door::new(words.clone(), language));
    let built = tauri::Builder::default()
        // First of all, so that a second start ends before it has done anything.
        .plugin(tauri_plugin_single_instance::init(
            |app, arguments, _| match Address::among(arguments.iter().map(String::as_str)) {
                Some(address) => window::open(app, &address),
                None => window::show(app),
            },
        ))
        .plugin(
            tauri_plugin_window_state::Builder::default()
                // It would show a window that was meant to start hidden.
                .with_state_flags(StateFlags::all() & !StateFlags::VISIBLE)
                .build(),
        )
        .plugin(tauri_plugin_notification::init())
        .plugin(shortcut::plugin())
        .plugin(
            tauri_plugin_autostart::Builder::new()
                .arg("--hidden")
                .build(),
        )
        .manage(Arc::clone(&door))
        .manage(rpc::Streams::default())
        .invoke_handler(tauri::generate_handler![
            rpc::painted,
            rpc::rpc,
            rpc::subscribe
        ])
        .setup(move |app| Ok(set_up(app, arguments, words, language)?))
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            app.run(on_event);
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "the desktop app could not be built");
            ExitCode::FAILURE
        }
    }
}

fn set_up(
    app: &mut App,
    arguments: Arguments,
    words: Words,
    language: Language,
) -> tauri::Result<()> {
    // First: the system starts the page's processes while the rest is put together.
    let hidden = arguments.hidden && arguments.link.is_none();
    window::build(app.handle(), hidden, arguments.home().as_deref())?;
    notify::listen(app.handle(), &words, language);
    let shell = Shell::new(app.handle(), words, language)?;
    app.manage(Arc::clone(&shell));
    if let Some(address) = &arguments.link {
        window::go(app.handle(), address);
    }
    tauri::async_runtime::spawn(tray::host::follow(shell.has_tray()));
    let door = Arc::clone(&app.state::<Arc<Door>>());
    let place = OwnOrOther::new(arguments.gateway());
    tauri::async_runtime::spawn(async move {
        attach::keep(&door, &place, &*shell).await;
    });
    end_on_signal(app.handle().clone());
    #[cfg(feature = "test-hooks")]
    test_crash::start(app.handle().clone());
    Ok(())
}

fn on_event(app: &AppHandle, event: RunEvent) {
    match event {
        // Not asked by `quit`: a system's own menu or the end of the session.
        RunEvent::ExitRequested {
            code: None, api, ..
        } => {
            api.prevent_exit();
            quit(app);
        }
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => window::show(app),
        // There a link comes as an event; elsewhere as an argument.
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            if let Some(address) = Address::among(urls.iter().map(|url| url.as_str())) {
                window::open(app, &address);
            }
        }
        _ => {}
    }
}

/// Ends everything: the window at once, the gateway when its turns are saved, then the process.
pub(crate) fn quit(app: &AppHandle) {
    window::put_away(app);
    let door = Arc::clone(&app.state::<Arc<Door>>());
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        door.close();
        if tokio::time::timeout(STOP, door.closed()).await.is_err() {
            tracing::warn!("the gateway did not stop in time; what is durable stays");
        }
        app.exit(0);
    });
}

#[cfg(unix)]
fn end_on_signal(app: AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    tauri::async_runtime::spawn(async move {
        let (Ok(mut terminated), Ok(mut interrupted)) = (
            signal(SignalKind::terminate()),
            signal(SignalKind::interrupt()),
        ) else {
            tracing::warn!("signals can't be heard; a kill will not be clean");
            return;
        };
        tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted.recv() => {}
        }
        quit(&app);
    });
}

#[cfg(not(unix))]
fn end_on_signal(_app: AppHandle) {}

/// Until the home is open and says its own.
fn language_of_the_computer() -> Language {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|tag| !tag.is_empty())
        .map_or(Language::English, |tag| Language::from_tag(&tag))
}
