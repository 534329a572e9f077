//! `cargo xtask soak` and `cargo xtask simulate`: the proofs of jobs that take too long for every day.
//!
//! Owns how they are started. What they count stands in the tests they run; their figures are
//! printed.

use crate::process::{Failure, cargo, run};

/// Jobs every second with the computer's own clock, killed five times.
pub fn soak() -> Result<(), Failure> {
    let hooks = ["--features", "test-hooks"];
    run(cargo().args(["build", "-p", "cove-cli"]).args(hooks))?;
    let test = ["test", "-p", "cove-tests", "--test", "e2e", "soak::"];
    run(cargo().args(test).args(["--", "--ignored", "--nocapture"]))
}

/// The scheduler's steps over 400 days.
pub fn simulate() -> Result<(), Failure> {
    let test = [
        "test",
        "-p",
        "cove-gateway",
        "--features",
        "test-hooks",
        "--lib",
    ];
    let which = ["four_hundred_days", "--", "--ignored", "--nocapture"];
    run(cargo().args(test).args(which))
}
