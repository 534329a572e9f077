//! facts (being built).
