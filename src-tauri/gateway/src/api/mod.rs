//! The one typed contract between the gateway and its carriers (design.md §2).
//!
//! Owns the requests, one file a capability, their audiences and the events. Handlers translate
//! and hold no logic. Never knows which carrier a call came by.

pub mod activity;
pub mod agent;
pub mod backup;
pub mod bindings;
pub mod carrier;
pub mod chat;
pub mod command;
pub mod compaction;
pub mod config;
pub mod config_file;
pub mod context;
pub mod contract;
pub mod crash;
pub mod cron;
pub mod cron_test;
pub mod delivery;
pub mod events;
pub mod export;
pub mod health;
pub mod heartbeat;
pub mod hello;
pub mod hold;
pub mod ledger;
pub mod model;
pub mod pairing;
pub mod process;
pub mod rehearsal;
pub mod route;
pub mod secret;
pub(crate) mod serve;
pub mod sessions;
pub mod shortcut;
pub mod state;
pub mod status;
pub mod telegram;
pub mod tools;
pub mod transcripts;
pub mod update;
pub mod workspace;

pub use contract::{Actor, ApiError, Call, Changed, Needs, Request, Undo};
pub use serve::{Caller, Desk, status_sentence, table};
