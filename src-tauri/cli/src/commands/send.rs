//! `cove send`: one message, one reply.

use cove_gateway::api::chat::{ChatSend, ChatWait, TurnResult};

use super::Home;
use crate::args::SendArgs;
use crate::failure::Failure;
use crate::input;
use crate::print::{self, Printer};

/// Sends and prints the reply.
pub async fn run(args: SendArgs, home: &Home, printer: &mut Printer<'_>) -> Result<u8, Failure> {
    let text = match args.text.as_str() {
        "-" => input::all(printer)?,
        _ => args.text,
    };
    if text.trim().is_empty() {
        return Err(Failure::usage(&printer.word("cli-nothing-to-send")));
    }
    let result = ask(home, text, args.session).await?;
    print::turn::print(&result, printer)
}

/// Hands a message in and waits until it was answered, skipped or failed.
pub async fn ask(home: &Home, text: String, key: Option<String>) -> Result<TurnResult, Failure> {
    let message = ChatSend {
        text,
        session_key: key,
        agent_id: None,
    };
    let inbox_id = home.change(message).await?.inbox_id;
    home.ask(ChatWait { inbox_id }).await
}
