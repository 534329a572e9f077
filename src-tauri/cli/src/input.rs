//! What a person types: lines, and secrets without echo.
//!
//! Owns reading standard input. Never takes a secret from the command line.

use std::io::{BufRead, IsTerminal, Read};

use cove_gateway::error::{Problem, params};
use inquire::{Password, Select};
use tokio::sync::mpsc;

use crate::failure::Failure;
use crate::print::Printer;

/// A person sits at the keyboard.
pub fn at_keyboard() -> bool {
    std::io::stdin().is_terminal()
}

/// All of standard input, without the last line break.
pub fn all(printer: &Printer<'_>) -> Result<String, Failure> {
    let mut text = String::new();
    match std::io::stdin().read_to_string(&mut text) {
        Ok(_) => Ok(text.trim_end_matches(['\n', '\r']).to_owned()),
        Err(error) => Err(unreadable(&error, printer)),
    }
}

/// A secret: asked for without echo, or the next line of standard input.
pub fn secret(question: &str, printer: &Printer<'_>) -> Result<String, Failure> {
    let answer = if at_keyboard() {
        Password::new(&printer.word(question))
            .without_confirmation()
            .prompt()
            .map_err(|error| unreadable(&error, printer))?
    } else {
        let mut line = String::new();
        std::io::stdin()
            .lock()
            .read_line(&mut line)
            .map_err(|error| unreadable(&error, printer))?;
        line.trim_end_matches(['\n', '\r']).to_owned()
    };
    if answer.is_empty() {
        let problem = Problem::new("cli-nothing-entered");
        return Err(Failure::problem(&problem, printer.language));
    }
    Ok(answer)
}

/// One of several answers, by its place.
pub fn choose(question: &str, answers: &[&str], printer: &Printer<'_>) -> Result<usize, Failure> {
    let answers = answers.iter().map(|key| printer.word(key)).collect();
    Select::new(&printer.word(question), answers)
        .raw_prompt()
        .map(|chosen| chosen.index)
        .map_err(|error| unreadable(&error, printer))
}

/// Lines as they are typed; ends with the input. The thread ends with the process, since a read
/// from a keyboard can't be called off.
pub fn lines() -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel(16);
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            let Ok(line) = line else { return };
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

fn unreadable(error: &dyn std::error::Error, printer: &Printer<'_>) -> Failure {
    let reason = params([("reason", error.to_string().into())]);
    Failure::problem(&Problem::with("cli-input", reason), printer.language)
}
