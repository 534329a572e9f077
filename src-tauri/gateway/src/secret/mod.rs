//! secret (being built).
