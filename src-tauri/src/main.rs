//! The desktop app's process.
//!
//! Owns nothing: reads its arguments and hands over to the shell.

// No terminal opens beside the window on Windows; the command line is a binary of its own.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    cove_desktop::start(std::env::args_os().skip(1))
}
