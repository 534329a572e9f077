//! The command line of Cove: words in, a request of the contract, an answer printed.
//!
//! Owns parsing, printing and exit codes. Never decides anything about a home.

mod args;
mod commands;
mod failure;
mod input;
mod link;
mod place;
mod print;
#[cfg(test)]
mod tests;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use args::Args;
use failure::Failure;
use print::Printer;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return unparsed(&error),
    };
    let mut stdout = std::io::stdout().lock();
    let mut printer = Printer::new(&mut stdout, args.json, place::language());
    let outcome = commands::run(args, &mut printer);
    let code = match outcome {
        Ok(code) => code,
        Err(failure) => {
            let code = failure.exit_code();
            print::error::print(&failure, &mut printer, &mut std::io::stderr());
            code
        }
    };
    ExitCode::from(code)
}

/// Help and version are answers; anything else is a mistake in the words.
fn unparsed(error: &clap::Error) -> ExitCode {
    let json = std::env::args_os().any(|argument| argument == "--json");
    if error.use_stderr() && json {
        let text = error.to_string();
        let sentence = text.lines().next().unwrap_or_default();
        let failure = Failure::usage(sentence.trim_start_matches("error: "));
        let mut stdout = std::io::stdout().lock();
        let mut printer = Printer::new(&mut stdout, true, place::language());
        print::error::print(&failure, &mut printer, &mut std::io::stderr());
    } else if error.print().is_err() {
        // Nobody reads: there is nobody to tell either.
        let _ = std::io::stdout().flush();
    }
    ExitCode::from(if error.use_stderr() {
        failure::USAGE
    } else {
        0
    })
}
