//! delivery (being built).
