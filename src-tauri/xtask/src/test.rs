//! `cargo xtask test`: every check there is, in one order, with one summary.
//!
//! Owns the list of steps. A step that fails does not end the run: a person sees everything that
//! is wrong at once. Never knows what a test tests.

use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::bindings;
use crate::counts::{Counts, read};
use crate::place;
use crate::process::{Failure, cargo, run_kept};
use crate::setup;
use crate::ui;
use crate::window_tests;

/// Every Rust step is built with these, so that nothing is compiled twice.
pub const SAME_BUILD: &[&str] = &["--workspace", "--features", "test-hooks"];

/// The test binary that needs a display; it has its own step.
pub const BINARY: &str = "window";

/// What runs the Rust tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runner {
    /// `cargo nextest run`, where it is installed.
    Nextest,
    /// `cargo test`, which is always there.
    Cargo,
}

impl Runner {
    fn here() -> Self {
        let asked = cargo().args(["nextest", "--version"]).output();
        if asked.is_ok_and(|output| output.status.success()) {
            Self::Nextest
        } else {
            Self::Cargo
        }
    }

    /// What stands behind `cargo`.
    pub fn verb(self) -> &'static [&'static str] {
        match self {
            Self::Nextest => &["nextest", "run", "--no-fail-fast"],
            Self::Cargo => &["test", "--no-fail-fast"],
        }
    }
}

enum Ended {
    Ok,
    Failed(String),
    Skipped(&'static str),
}

struct Step {
    name: &'static str,
    ended: Ended,
    counts: Counts,
    seconds: f64,
}

/// Runs all steps. The last line is `N passed, N failed`; a step without tests of its own counts
/// as one.
pub fn test() -> ExitCode {
    let runner = Runner::here();
    let mut steps = Vec::new();
    let mut step = |name, work: &dyn Fn() -> Result<String, Failure>| {
        steps.push(measured(name, work));
    };
    step("system packages", &|| system().map(nothing));
    step("format", &|| {
        run_kept(cargo().args(["fmt", "--all", "--check"]))
    });
    step("ui packages", &|| ui::packages().map(nothing));
    step("ui types", &|| ui::script_of("check"));
    step("ui lint", &|| ui::script_of("lint"));
    step("ui tests", &|| ui::script_of("test"));
    // Before Rust: the app embeds the pages, and missing ones are a compile error.
    step("ui build", &|| ui::build().map(nothing));
    step("clippy", &clippy);
    step("build", &build);
    step("bindings", &|| bindings::generate(true));
    step("rust tests", &|| rust_tests(runner));
    match window_tests::why_not() {
        Some(reason) => steps.push(skipped("window tests", reason)),
        None => {
            step("window driver", &|| setup::tauri_driver().map(nothing));
            step("window tests", &|| window_tests::run(runner));
        }
    }
    summary(&steps)
}

fn system() -> Result<(), Failure> {
    setup::packages(&[setup::GATEWAY, setup::DESKTOP, setup::TESTS])?;
    setup::node()?;
    setup::rust_components()
}

fn clippy() -> Result<String, Failure> {
    run_kept(
        build_command("clippy")
            .arg("--all-targets")
            .args(["--", "-D", "warnings"]),
    )
}

/// The programs the end-to-end and window tests start, and the generator of the bindings.
fn build() -> Result<String, Failure> {
    run_kept(build_command("build").args(["--bins", "--examples"]))
}

fn rust_tests(runner: Runner) -> Result<String, Failure> {
    let mut command = cargo();
    command.args(runner.verb()).args(SAME_BUILD);
    match runner {
        Runner::Nextest => {
            if window_tests::why_not().is_none() {
                command.args(["-E", &format!("not binary({BINARY})")]);
            }
        }
        Runner::Cargo => {
            command.args(["--lib", "--bins"]);
            for name in test_binaries(&place::root().join("tests/Cargo.toml"))? {
                command.args(["--test", &name]);
            }
        }
    }
    run_kept(&mut command)
}

/// `cargo test` can't leave one binary out, so the others are named.
fn test_binaries(manifest: &std::path::Path) -> Result<Vec<String>, Failure> {
    let text = std::fs::read_to_string(manifest)?;
    Ok(binaries_in(&text))
}

fn binaries_in(manifest: &str) -> Vec<String> {
    manifest
        .split("[[test]]")
        .skip(1)
        .filter_map(|entry| {
            let line = entry.lines().find(|line| line.starts_with("name = "))?;
            line.split('"').nth(1).map(str::to_owned)
        })
        .filter(|name| name != BINARY)
        .collect()
}

fn build_command(verb: &str) -> Command {
    let mut command = cargo();
    command.arg(verb).args(SAME_BUILD);
    command
}

fn nothing((): ()) -> String {
    String::new()
}

fn measured(name: &'static str, work: &dyn Fn() -> Result<String, Failure>) -> Step {
    println!("\n== {name}");
    let started = Instant::now();
    let (ended, output) = match work() {
        Ok(output) => (Ended::Ok, output),
        Err(failure) => {
            println!("xtask: {failure}");
            (Ended::Failed(failure.to_string()), failure.output)
        }
    };
    Step {
        name,
        counts: counted(&ended, &output),
        ended,
        seconds: started.elapsed().as_secs_f64(),
    }
}

fn skipped(name: &'static str, reason: &'static str) -> Step {
    Step {
        name,
        ended: Ended::Skipped(reason),
        counts: Counts::default(),
        seconds: 0.0,
    }
}

/// A failed step whose tests all passed, or that has none, has failed once itself.
fn counted(ended: &Ended, output: &str) -> Counts {
    let counts = read(output);
    match ended {
        Ended::Ok => counts.unwrap_or(Counts {
            passed: 1,
            failed: 0,
        }),
        Ended::Failed(_) => {
            let counts = counts.unwrap_or_default();
            Counts {
                failed: counts.failed.max(1),
                ..counts
            }
        }
        Ended::Skipped(_) => Counts::default(),
    }
}

fn summary(steps: &[Step]) -> ExitCode {
    println!("\n== summary");
    for step in steps {
        let Counts { passed, failed } = step.counts;
        let (word, detail) = match &step.ended {
            Ended::Ok => ("ok", format!("{passed} passed")),
            Ended::Failed(why) => ("FAILED", format!("{passed} passed, {failed} failed: {why}")),
            Ended::Skipped(reason) => ("skipped", (*reason).to_owned()),
        };
        println!("{word:8}{:18}{:8.1} s  {detail}", step.name, step.seconds);
    }
    let passed: u64 = steps.iter().map(|step| step.counts.passed).sum();
    let failed: u64 = steps.iter().map(|step| step.counts.failed).sum();
    println!("{passed} passed, {failed} failed");
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_without_tests_counts_as_one() {
        let ok = counted(&Ended::Ok, "Finished in 3 s");
        assert_eq!((ok.passed, ok.failed), (1, 0));
        let failed = counted(&Ended::Failed(String::new()), "error: could not compile");
        assert_eq!((failed.passed, failed.failed), (0, 1));
    }

    #[test]
    fn a_step_that_fails_after_its_tests_passed_is_not_lost() {
        let output = "test result: ok. 7 passed; 0 failed;";
        let counts = counted(&Ended::Failed(String::new()), output);
        assert_eq!((counts.passed, counts.failed), (7, 1));
    }

    #[test]
    fn the_window_is_left_out_of_the_ordinary_tests() {
        let manifest = "[package]\nname = \"x\"\n[[test]]\nname = \"architecture\"\n\
                        path = \"a.rs\"\n[[test]]\nname = \"window\"\n";
        assert_eq!(binaries_in(manifest), ["architecture"]);
    }
}
