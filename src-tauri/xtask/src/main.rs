//! `cargo xtask`: everything a person does with this repository, in one place.
//!
//! Owns the list of commands; each is one file. Needs the standard library only, so that it is
//! built within seconds on a clean machine. Never part of what is shipped.

// A tool of the terminal: printing is what it is for.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod bench;
mod bindings;
mod counts;
mod deb;
mod icons;
mod place;
mod process;
mod run;
mod setup;
mod soak;
mod test;
mod ui;
mod window_tests;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask run [--release] [ARGUMENTS]   build and open Cove (without a display: gateway and chat)
cargo xtask test                          everything that is checked, with a summary at the end
cargo xtask bindings [--check]            write (or compare) the TypeScript of the contract
cargo xtask icons                         make the icons from icons/*.svg
cargo xtask deb                           build the Debian package
cargo xtask bench [--smoke] [--only GROUP]  measure a release: start, memory, messages, sizes
cargo xtask soak                          jobs every second for two minutes, killed five times
cargo xtask chaos [--messages N --seed S] Telegram with every fault and kills, 10,000 messages
cargo xtask simulate                      400 days of 10,000 jobs on a fast clock";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match command.as_str() {
        "run" => run::run(&rest),
        "test" => return test::test(),
        "bindings" => bindings::bindings(rest.iter().any(|argument| argument == "--check")),
        "icons" => icons::icons(),
        "deb" => deb::deb(),
        "bench" => bench::bench(&rest),
        "soak" => soak::soak(),
        "chaos" => soak::chaos(&rest),
        "simulate" => soak::simulate(),
        "" | "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(process::Failure::said(format!(
            "there is no command {other:?}\n{HELP}"
        ))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
