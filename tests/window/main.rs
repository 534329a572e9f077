//! The real window: the built app under WebDriver, on a display and a bus of its own.
//!
//! Owns what only the window can prove: that a person sees and does it there. Rules of the
//! gateway are tested where they live. Run by `cargo xtask test`, one test at a time.
#![allow(clippy::unwrap_used, clippy::expect_used)] // test code: a broken promise ends the test
#![cfg(target_os = "linux")] // WebKit's driver and the session bus are Linux's

mod app;
mod chat;
mod desktop;
mod heartbeat;
mod journeys;
mod last_end;
mod life;
mod look;
mod notes;
mod page;
mod panel;
mod schedule;
mod screen;
mod talk;
mod telegram;
mod wait;

/// A home without a model whose welcome is over.
fn settled() -> cove_tests::Home {
    cove_tests::Home::new().with_config(serde_json::json!({"ui": {"welcome": "done"}}))
}
