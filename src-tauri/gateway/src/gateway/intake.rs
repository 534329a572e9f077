//! Stand-in.

/// Stand-in.
#[derive(Debug)]
pub struct Intake;
