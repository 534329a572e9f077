//! The one catalogue of sentences (design.md §2): Fluent files, rendered for a language.
//!
//! Owns looking up a key with parameters. Never holds a sentence itself: those stand in
//! `locales/<lang>/*.ftl`, which the UI renders too.

mod catalogue;
mod figure;

pub use catalogue::{FILES, Language, Words};
pub use figure::{dollars, short_count};
