//! The agent gateway of Cove: the runtime behind the window, the command line and the channels.
//!
//! It owns every piece of state of a home (sessions, jobs, deliveries, money, files' versions).
//! It knows no window, no terminal and no Tauri; those carry requests of [`api`] and nothing more.
//! The arrows between modules stand in `docs/architecture.md` and are checked by a test.

#[cfg(all(feature = "test-hooks", not(debug_assertions)))]
compile_error!("test-hooks is for builds of the tests and is refused in a release");

pub mod activity;
pub mod agent;
pub mod api;
pub mod backup;
pub mod channel;
pub mod clock;
pub mod command;
pub mod config;
pub mod context;
pub mod crash;
pub mod cron;
pub mod delivery;
pub mod error;
pub mod event;
pub mod gateway;
pub mod health;
pub mod heartbeat;
pub mod ledger;
pub mod model;
pub mod secret;
pub mod session;
pub mod storage;
pub mod update;
pub mod words;
pub mod workspace;
