//! Shows the turns of one conversation from events.
//!
//! Owns how far the text of a running turn has been shown; asks for a piece again where events
//! were lost. Never sends a message.

use cove_gateway::api::chat::{ChatStream, TurnOutcome, TurnResult};
use cove_gateway::api::events::{Happening, StreamItem};
use cove_gateway::error::Params;

use super::Home;
use crate::failure::Failure;
use crate::print::{self, Printer};

/// A conversation as it is shown.
pub struct Talk {
    session_key: String,
    running: Option<Shown>,
}

/// A running turn and the bytes of its text that were shown.
struct Shown {
    turn_id: String,
    offset: u64,
}

impl Talk {
    /// Shows the conversation of `session_key`.
    pub fn new(session_key: String) -> Self {
        Self {
            session_key,
            running: None,
        }
    }

    /// A turn runs.
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Shows what an event says.
    pub async fn show(
        &mut self,
        item: StreamItem,
        home: &Home,
        printer: &mut Printer<'_>,
    ) -> Result<(), Failure> {
        match item {
            StreamItem::Event { event } => self.happened(event.happening, home, printer).await,
            StreamItem::Resync { .. } | StreamItem::Ready { resync: true, .. } => {
                self.catch_up(home, printer).await
            }
            StreamItem::Ready { .. } => Ok(()),
        }
    }

    async fn happened(
        &mut self,
        happening: Happening,
        home: &Home,
        printer: &mut Printer<'_>,
    ) -> Result<(), Failure> {
        match happening {
            Happening::TurnStarted {
                session_key,
                turn_id,
                ..
            } if session_key == self.session_key => {
                self.running = Some(Shown { turn_id, offset: 0 });
            }
            Happening::TurnText {
                turn_id,
                offset,
                text,
                ..
            } if self.is(&turn_id) => return self.text(offset, &text, home, printer).await,
            Happening::TurnTool { turn_id, tool, .. }
                if self.is(&turn_id) && tool.output.is_some() =>
            {
                printer.line(&format!("\n· {}", tool.text))?;
            }
            Happening::TurnEnded {
                session_key,
                turn_id,
                result,
                ..
            } if session_key == self.session_key => {
                let shown = self.is(&turn_id) && self.running.take().is_some_and(|s| s.offset > 0);
                return ended(&result, shown, printer);
            }
            Happening::MessagesSkipped {
                session_key,
                problem,
                ..
            } if session_key == self.session_key => printer.line(&problem.message)?,
            _ => {}
        }
        Ok(())
    }

    fn is(&self, turn_id: &str) -> bool {
        self.running
            .as_ref()
            .is_some_and(|shown| shown.turn_id == turn_id)
    }

    /// Shows the part of a piece that is new; a piece that begins too late means one was lost.
    async fn text(
        &mut self,
        offset: u64,
        text: &str,
        home: &Home,
        printer: &mut Printer<'_>,
    ) -> Result<(), Failure> {
        let Some(shown) = self.running.as_mut() else {
            return Ok(());
        };
        if offset > shown.offset {
            return self.catch_up(home, printer).await;
        }
        let known = usize::try_from(shown.offset - offset).unwrap_or(usize::MAX);
        let fresh = text.get(known..).unwrap_or_default();
        shown.offset += fresh.len() as u64;
        printer.piece(fresh)
    }

    async fn catch_up(&mut self, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
        let Some(shown) = self.running.as_mut() else {
            return Ok(());
        };
        let wanted = ChatStream {
            turn_id: shown.turn_id.clone(),
            offset: shown.offset,
        };
        let piece = home.ask(wanted).await?;
        shown.offset += piece.text.len() as u64;
        printer.piece(&piece.text)?;
        if piece.done {
            self.running = None;
            printer.line("")?;
        }
        Ok(())
    }
}

fn ended(result: &TurnResult, shown: bool, printer: &mut Printer<'_>) -> Result<(), Failure> {
    if shown {
        printer.line("")?;
    } else if !result.reply.is_empty() {
        printer.line(&result.reply)?;
    }
    print::turn::usage(result, printer)?;
    match (&result.problem, result.outcome) {
        (Some(problem), _) => print::error::lines(problem, printer),
        (None, TurnOutcome::Stopped) => printer.say("cli-stopped", &Params::new()),
        (None, _) => Ok(()),
    }
}
