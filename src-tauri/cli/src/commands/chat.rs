//! `cove chat`: a talk in the terminal.
//!
//! Owns the keyboard side: a line is sent, Ctrl-C stops an answer (and leaves when there is
//! none), Ctrl-D leaves. What is shown of a turn stands in [`super::talk`].

use cove_gateway::api::chat::{ChatHistory, ChatSend, ChatStop};
use cove_gateway::error::{Params, Problem, params};
use futures::StreamExt;

use super::talk::Talk;
use super::{Home, send};
use crate::args::ChatArgs;
use crate::failure::Failure;
use crate::input;
use crate::print::{self, Printer};

/// Talks until the input ends.
pub async fn run(args: ChatArgs, home: &Home, printer: &mut Printer<'_>) -> Result<u8, Failure> {
    if printer.json || !input::at_keyboard() {
        return answer_lines(args, home, printer).await;
    }
    let mut events = home.events().await?;
    let key = session_key(args.session, home).await?;
    let mut talk = Talk::new(key.clone());
    let mut lines = input::lines();
    printer.say("cli-chat-hello", &Params::new())?;
    loop {
        tokio::select! {
            line = lines.recv() => match line {
                Some(line) => say(line, &key, home, printer).await?,
                None => return Ok(0),
            },
            item = events.next() => match item {
                Some(item) => talk.show(item, home, printer).await?,
                None => return Err(Failure::problem(&Problem::new("gateway-gone"), printer.language)),
            },
            interrupted = tokio::signal::ctrl_c() => {
                if interrupted.is_err() || !talk.is_running() {
                    return Ok(0);
                }
                stop(&key, home, printer).await?;
            }
        }
    }
}

/// Without a keyboard: each line is a message, its reply is printed before the next.
async fn answer_lines(
    args: ChatArgs,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<u8, Failure> {
    let mut lines = input::lines();
    let mut code = 0;
    while let Some(line) = lines.recv().await {
        if line.trim().is_empty() {
            continue;
        }
        let result = send::ask(home, line, args.session.clone(), printer).await?;
        code = code.max(print::turn::print(&result, printer)?);
    }
    Ok(code)
}

async fn session_key(given: Option<String>, home: &Home) -> Result<String, Failure> {
    let newest = ChatHistory {
        session_key: given,
        before: None,
        limit: Some(1),
    };
    Ok(home.ask(newest).await?.session_key)
}

async fn say(
    line: String,
    key: &str,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    if line.trim().is_empty() {
        return Ok(());
    }
    let message = ChatSend {
        text: line,
        session_key: Some(key.to_owned()),
        agent_id: None,
        attachments: Vec::new(),
    };
    let sent = home.change(message).await?;
    match print::turn::waits(&sent, printer) {
        Some(told) => printer.line(&told),
        None => Ok(()),
    }
}

async fn stop(key: &str, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let stop = ChatStop {
        session_key: Some(key.to_owned()),
    };
    let skipped = home.change(stop).await?.skipped;
    if skipped > 0 {
        printer.say("cli-chat-skipped", &params([("count", skipped.into())]))?;
    }
    Ok(())
}
