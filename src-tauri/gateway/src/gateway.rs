//! wiring (being built).
