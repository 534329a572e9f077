//! agent (being built).

pub mod tools;
