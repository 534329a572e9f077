//! `cove send`: one message, one reply.

use cove_gateway::api::chat::{ChatSend, ChatWait, TurnResult};
use cove_gateway::api::ledger::AllowanceExtend;

use cove_gateway::error::{Problem, params};

use super::Home;
use crate::args::SendArgs;
use crate::failure::Failure;
use crate::input;
use crate::print::{self, Printer};

/// The allowance is used up: the person is asked first.
const ASKS: &str = "allowance-ask";
/// The gateway ended while somebody waited for its answer.
const GONE: &str = "gateway-gone";

/// Sends and prints the reply.
pub async fn run(args: SendArgs, home: &Home, printer: &mut Printer<'_>) -> Result<u8, Failure> {
    let text = match args.text.as_str() {
        "-" => input::all(printer)?,
        _ => args.text,
    };
    if text.trim().is_empty() {
        return Err(Failure::usage(&printer.word("cli-nothing-to-send")));
    }
    let result = ask(home, text, args.session, printer).await?;
    print::turn::print(&result, printer)
}

/// Hands a message in and waits until it was answered, skipped or failed. What keeps it waiting is
/// told at once, beside the output.
pub async fn ask(
    home: &Home,
    text: String,
    key: Option<String>,
    printer: &Printer<'_>,
) -> Result<TurnResult, Failure> {
    let message = ChatSend {
        text,
        session_key: key,
        agent_id: None,
        attachments: Vec::new(),
    };
    let sent = home.change(message).await?;
    if let Some(told) = print::turn::waits(&sent, printer) {
        printer.aside(&told)?;
    }
    let inbox_id = sent.inbox_id;
    let wanted = ChatWait {
        inbox_id: inbox_id.clone(),
    };
    match home.ask(wanted).await {
        // The message is durable: asked again it would be answered twice.
        Err(Failure::Told(error)) if error.code == GONE => {
            let kept = Problem::with("message-kept", params([("id", inbox_id.into())]));
            Err(Failure::problem(&kept, printer.language))
        }
        Ok(result) if asks(&result) && !printer.json && input::at_keyboard() => {
            let message = result
                .problem
                .as_ref()
                .map(|problem| problem.message.as_str());
            printer.aside(message.unwrap_or_default())?;
            let answers = ["cli-allowance-yes", "cli-allowance-no"];
            if input::choose("cli-allowance-go-on", &answers, printer)? > 0 {
                return Ok(result);
            }
            home.change(AllowanceExtend { amount: None }).await?;
            home.ask(ChatWait { inbox_id }).await
        }
        outcome => outcome,
    }
}

fn asks(result: &TurnResult) -> bool {
    let problem = result.problem.as_ref();
    problem.is_some_and(|problem| problem.code == ASKS)
}
