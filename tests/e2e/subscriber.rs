//! One conversation as a window knows it: a page, then events on top of it.
//!
//! Owns that model. Never asks for everything unless it is told that something was lost.

use cove_gateway::api::carrier::{Ask, Client};
use cove_gateway::api::chat::{ChatHistory, ChatPage, ChatStream, Speaker, Waiting};
use cove_gateway::api::events::{Happening, Since, StreamItem};

/// One line of the conversation: the turn, who, what.
pub type Line = (String, Speaker, String);

/// A conversation as a subscriber knows it.
#[derive(Default)]
pub struct Model {
    pub since: Option<Since>,
    pub lines: Vec<Line>,
    pub waiting: Vec<Waiting>,
    pub running: Option<(String, String)>,
    /// How often it had to ask for everything, and for a piece.
    pub pages: usize,
    pub pieces: usize,
}

fn line(turn: &str, speaker: Speaker, text: &str) -> Line {
    (turn.to_owned(), speaker, text.to_owned())
}

pub fn lines(page: &ChatPage) -> Vec<Line> {
    let turn = |turn: &Option<String>| turn.clone().unwrap_or_default();
    page.messages
        .iter()
        .map(|message| {
            (
                turn(&message.turn_id),
                message.speaker,
                message.text.clone(),
            )
        })
        .collect()
}

pub async fn page(client: &dyn Client) -> Option<ChatPage> {
    let all = ChatHistory {
        session_key: None,
        before: None,
        limit: Some(200),
    };
    client.ask(all, None).await.ok()
}

impl Model {
    /// `None` = the connection broke; begin again.
    pub async fn take(&mut self, item: StreamItem, client: &dyn Client) -> Option<()> {
        match item {
            StreamItem::Ready {
                resync: false,
                epoch,
                seq,
            } => {
                // What was missed comes next, so the place stays where it is.
                self.since.get_or_insert(Since { epoch, seq });
                Some(())
            }
            StreamItem::Ready { .. } | StreamItem::Resync { .. } => self.load(client).await,
            StreamItem::Event { event } => {
                let since = self.since.as_mut()?;
                assert_eq!(event.epoch, since.epoch);
                assert!(
                    event.seq <= since.seq + 1,
                    "{} after {}",
                    event.seq,
                    since.seq
                );
                since.seq = since.seq.max(event.seq);
                self.happened(event.happening, client).await
            }
        }
    }

    pub async fn load(&mut self, client: &dyn Client) -> Option<()> {
        let page = page(client).await?;
        self.pages += 1;
        self.lines = lines(&page);
        self.running = page.running.map(|turn| (turn.turn_id, turn.text));
        self.waiting = page.waiting;
        self.since = Some(Since {
            epoch: page.epoch,
            seq: page.seq,
        });
        Some(())
    }

    async fn happened(&mut self, happening: Happening, client: &dyn Client) -> Option<()> {
        match happening {
            Happening::MessageWaiting { message, .. } => {
                let known = |held: &Waiting| held.inbox_id == message.inbox_id;
                if !self.waiting.iter().any(known) {
                    self.waiting.push(message);
                }
            }
            Happening::TurnStarted {
                turn_id, inbox_ids, ..
            } => {
                let words: Vec<String> = self.take_waiting(&inbox_ids);
                let person = |line: &Line| line.0 == turn_id && line.1 == Speaker::Person;
                if !self.lines.iter().any(person) {
                    let text = words.join("\n\n");
                    self.lines.push(line(&turn_id, Speaker::Person, &text));
                }
                let known = self.running.as_ref().is_some_and(|(id, _)| *id == turn_id);
                if !known {
                    self.running = Some((turn_id, String::new()));
                }
            }
            Happening::TurnText {
                turn_id,
                offset,
                text,
                ..
            } => {
                return self.text(&turn_id, offset, &text, client).await;
            }
            Happening::TurnEnded {
                turn_id,
                inbox_ids,
                result,
                ..
            } => {
                self.take_waiting(&inbox_ids);
                self.running.take_if(|(id, _)| *id == turn_id);
                let agent = |line: &Line| line.0 == turn_id && line.1 == Speaker::Agent;
                self.lines.retain(|line| !agent(line));
                self.lines
                    .push(line(&turn_id, Speaker::Agent, &result.reply));
            }
            Happening::MessagesSkipped { inbox_ids, .. } => {
                self.take_waiting(&inbox_ids);
            }
            Happening::TurnTool { .. } | Happening::Changed { .. } | Happening::Stopping {} => {}
        }
        Some(())
    }

    fn take_waiting(&mut self, ids: &[String]) -> Vec<String> {
        let (taken, left) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|held| ids.contains(&held.inbox_id));
        self.waiting = left;
        let taken: Vec<Waiting> = taken;
        taken.into_iter().map(|held| held.text).collect()
    }

    /// A piece that begins too late means that one was lost: it is asked for.
    async fn text(
        &mut self,
        turn: &str,
        offset: u64,
        text: &str,
        client: &dyn Client,
    ) -> Option<()> {
        let Some((id, shown)) = self.running.as_mut() else {
            return Some(());
        };
        if id != turn {
            return Some(());
        }
        let known = shown.len() as u64;
        if offset <= known {
            let skip = usize::try_from(known - offset).unwrap();
            shown.push_str(text.get(skip..).unwrap_or_default());
            return Some(());
        }
        self.pieces += 1;
        let wanted = ChatStream {
            turn_id: turn.to_owned(),
            offset: known,
        };
        let piece = client.ask(wanted, None).await.ok()?;
        shown.push_str(&piece.text);
        Some(())
    }
}
