//! `cargo xtask soak`, `chaos` and `simulate`: the proofs that take too long for every day.
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

/// Telegram in chaos: `--messages N` (10,000), `--seed S` (1).
pub fn chaos(rest: &[String]) -> Result<(), Failure> {
    let hooks = ["--features", "test-hooks"];
    run(cargo().args(["build", "-p", "cove-cli"]).args(hooks))?;
    let mut test = cargo();
    test.args(["test", "-p", "cove-tests", "--test", "e2e", "tg_chaos::"]);
    test.args(["--", "--ignored", "--nocapture", "--test-threads", "1"]);
    for pair in rest.chunks(2) {
        let name = match pair {
            [name, number] if number.parse::<u64>().is_ok() => name.as_str(),
            _ => "",
        };
        match name {
            "--messages" => test.env("COVE_CHAOS_MESSAGES", &pair[1]),
            "--seed" => test.env("COVE_CHAOS_SEED", &pair[1]),
            _ => {
                return Err(Failure::said(
                    "chaos takes --messages N and --seed S".to_owned(),
                ));
            }
        };
    }
    run(&mut test)
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
