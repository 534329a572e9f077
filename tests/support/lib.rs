//! What the end-to-end tests stand on: fake servers over real sockets, processes, homes.
//!
//! Owns: [`model`] (every model provider's wire format, scripted), [`telegram`] (the Bot API
//! with its own strictness), [`receiver`] (where results are posted to), [`process`] (a built
//! binary and its end), [`home`] (state directories made to order), [`long_talk`] (what fills a
//! conversation), [`bytes`] (a search for what must never be on disk).
//! Never: knows how Cove works inside, sleeps to be right, or forgives what a real server refuses.
#![allow(clippy::unwrap_used, clippy::expect_used)] // test code: a broken promise ends the test

pub mod board;
pub mod bytes;
#[cfg(unix)]
pub mod clock;
pub mod hold;
pub mod home;
pub mod launch;
pub mod long_talk;
pub mod model;
pub mod process;
pub mod receiver;
pub mod server;
pub mod telegram;

pub use hold::Hold;
pub use home::Home;
pub use model::{FakeModel, Reply};
pub use process::CoveProcess;
pub use receiver::FakeReceiver;
pub use telegram::FakeTelegram;
