//! The desktop chat as a way out for what nobody asked for there: results of jobs, and what Cove
//! says of them.
//!
//! Owns handing such a part to the lane of the agent's main conversation. It has arrived when its
//! entry stands there (design.md §6); a notification is the window's and never counts.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use super::note::Note;
use super::{Lanes, Operation, OperationAnswer};
use crate::channel::{
    Carried, Channel, ChannelKind, ChannelStatus, Local, Outgoing, Receipt, Route, SendFailure,
};
use crate::error::Problem;
use crate::event::{Events, Fact, Outcome, TurnEnd};
use crate::model::Usage;
use crate::session::SessionKey;

/// A conversation that can't be written is tried again after this.
const AGAIN: Duration = Duration::from_secs(5);

/// The desktop chat of a running gateway.
pub struct DesktopChat {
    lanes: Lanes,
    events: Events,
    form: Local,
    /// No lane begins anything any more.
    ending: CancellationToken,
}

impl DesktopChat {
    /// Over these lanes, until `ending`.
    pub fn new(lanes: Lanes, events: Events, ending: CancellationToken) -> Arc<Self> {
        let form = Local::desktop();
        Arc::new(Self {
            lanes,
            events,
            form,
            ending,
        })
    }
}

#[async_trait]
impl Channel for DesktopChat {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Desktop
    }

    fn account(&self) -> &str {
        self.form.account()
    }

    async fn send(&self, part: &Outgoing) -> Result<Receipt, SendFailure> {
        let Some(Carried::Said(said)) = &part.carried else {
            return self.form.send(part).await;
        };
        let note = Note {
            outbox: said.outbox.clone(),
            job: said.job.clone(),
            name: said.name.clone(),
            text: part.plain.clone(),
            here: true,
        };
        let key = SessionKey::main(&said.agent);
        let operation = Operation::Note(Box::new(note));
        let done = self.lanes.operate(&key, operation, said.outbox.clone());
        let done = self.ending.run_until_cancelled(done).await;
        match done.unwrap_or_else(|| Err(Problem::new("gateway-gone"))) {
            Ok(OperationAnswer::Noted(entry)) => {
                if !part.silent {
                    self.events.publish(ended(&key, said.outbox.clone(), part));
                }
                let message_id = format!("desktop:{entry}");
                Ok(Receipt { message_id })
            }
            Ok(_) => Err(SendFailure::Refused(Problem::new("operation-broken"))),
            // Said again it is said once.
            Err(reason) => Err(SendFailure::Again {
                after: AGAIN,
                reason,
            }),
        }
    }

    async fn typing(&self, route: &Route) {
        self.form.typing(route).await;
    }

    fn render(&self, route: &Route, markdown: &str) -> Vec<Outgoing> {
        self.form.render(route, markdown)
    }

    fn status(&self) -> ChannelStatus {
        self.form.status()
    }
}

/// What the window notifies of, as of any answer. What is silent raises no notification.
fn ended(key: &SessionKey, turn_id: String, part: &Outgoing) -> Fact {
    Fact::TurnEnded {
        session_key: key.to_string(),
        turn_id,
        inbox_ids: Vec::new(),
        end: TurnEnd {
            outcome: Outcome::Done,
            reply: part.plain.clone(),
            session_id: String::new(),
            usage: Usage::default(),
            cost: None,
            model: None,
            practice: false,
            usage_line: None,
            problem: None,
        },
    }
}
