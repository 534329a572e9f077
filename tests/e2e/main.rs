//! The product as people use it: the built binary as a process, real HTTP, real files.
//!
//! Owns one file a topic; what they share is in [`world`]. Never reaches into the process.
#![allow(clippy::unwrap_used, clippy::expect_used)] // test code: a broken promise ends the test

mod beat_events;
mod beats;
mod channel;
mod cli;
mod compaction;
mod compaction_refused;
mod context;
mod damage;
mod events;
mod health;
mod job_again;
mod job_hand;
mod job_kill;
mod job_out;
mod job_paused;
mod job_post;
mod jobs;
mod keys;
mod kill;
mod kill_often;
mod life;
mod long_talk;
mod mended;
mod message;
mod money;
mod notes;
mod quiet;
mod reset;
mod route;
mod said;
mod seeded;
mod seldom;
mod soak;
mod subscriber;
mod sync;
mod tg_bots;
mod tg_chaos;
mod tg_content;
mod tg_extras;
mod tg_files;
mod tg_group_life;
mod tg_groups;
mod tg_joining;
mod tg_limits;
mod tg_menu;
mod tg_render;
mod tg_stream;
mod tg_voice;
mod trouble;
mod upkeep;
mod usage_line;
mod world;
