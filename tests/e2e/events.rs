//! A subscriber that loses its stream, is slow and lives through restarts knows what the gateway
//! knows.
//!
//! Owns a model of one conversation built from a page and events, as a window would build it.

use std::sync::Arc;
use std::time::Duration;

use cove_gateway::api::Actor;
use cove_gateway::api::carrier::socket_client::connect;
use cove_gateway::api::carrier::{Ask, Client, EventStream};
use cove_gateway::api::chat::{ChatHistory, ChatPage, ChatSend, ChatStream, Speaker, Waiting};
use cove_gateway::api::events::{Happening, Since, StreamItem};
use cove_tests::board::{PATIENCE, within};
use cove_tests::{CoveProcess, Home, Reply};
use futures::StreamExt;
use serde_json::json;

use crate::seeded::Seeded;
use crate::world::{World, until};

const KEY: &str = "agent:main:main";

/// One line of the conversation: the turn, who, what.
type Line = (String, Speaker, String);

/// A conversation as a subscriber knows it.
#[derive(Default)]
struct Model {
    since: Option<Since>,
    lines: Vec<Line>,
    waiting: Vec<Waiting>,
    running: Option<(String, String)>,
    /// How often it had to ask for everything, and for a piece.
    pages: usize,
    pieces: usize,
}

fn line(turn: &str, speaker: Speaker, text: &str) -> Line {
    (turn.to_owned(), speaker, text.to_owned())
}

fn lines(page: &ChatPage) -> Vec<Line> {
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

async fn page(client: &dyn Client) -> Option<ChatPage> {
    let all = ChatHistory {
        session_key: None,
        before: None,
        limit: Some(200),
    };
    client.ask(all, None).await.ok()
}

impl Model {
    /// `None` = the connection broke; begin again.
    async fn take(&mut self, item: StreamItem, client: &dyn Client) -> Option<()> {
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

    async fn load(&mut self, client: &dyn Client) -> Option<()> {
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

async fn connected(home: &Home) -> Arc<dyn Client> {
    until("a connection", async || {
        connect(&home.state_dir(), Actor::Window).await.ok()
    })
    .await
}

/// Follows until the turn with this reply has ended; drops the stream and is slow at random.
async fn follow(home: &Home, last: &str) -> Model {
    let (mut model, mut random) = (Model::default(), Seeded::new(7));
    loop {
        let client = connected(home).await;
        if model.since.is_none() && model.load(&*client).await.is_none() {
            continue;
        }
        let Ok(mut stream) = client.subscribe(model.since.clone()).await else {
            continue;
        };
        let mut left = random.below(25);
        while left > 0 {
            left -= 1;
            let Some(item) = next(&mut stream).await else {
                break;
            };
            if random.below(10) == 0 {
                tokio::time::sleep(Duration::from_millis(random.below(30))).await;
            }
            if model.take(item, &*client).await.is_none() {
                break;
            }
            if model
                .lines
                .iter()
                .any(|line| line.1 == Speaker::Agent && line.2.contains(last))
            {
                return model;
            }
        }
    }
}

async fn next(stream: &mut EventStream) -> Option<StreamItem> {
    within(PATIENCE, stream.next())
        .await
        .expect("an event in time")
}

/// Hands a message in, however often the gateway goes away meanwhile.
async fn say(home: &Home, text: &str) {
    until("a message to be stored", async || {
        let client = connected(home).await;
        let message = ChatSend {
            text: text.to_owned(),
            session_key: None,
            agent_id: None,
        };
        client
            .ask(message, Some(format!("id of {text}")))
            .await
            .ok()
    })
    .await;
}

/// Thirty messages, over a clean stop and a kill.
async fn talk(world: &World) -> CoveProcess {
    let mut gateway = world.start().await;
    for n in 0..30 {
        say(&world.home, &format!("message {n:02}")).await;
        if n % 4 == 0 {
            world.model.wait_for_requests(n / 4).await;
        }
        if n == 11 {
            gateway.stop().await;
            gateway = world.start().await;
        }
        if n == 20 {
            gateway.kill9();
            gateway = world.start().await;
        }
    }
    world.quiet().await;
    say(&world.home, "the last").await;
    gateway
}

#[tokio::test]
async fn a_subscriber_that_drops_delays_and_restarts_knows_what_the_gateway_knows() {
    let world = World::new().await;
    world.model.answer_with(|request| {
        let text = request.last_user_text();
        if text.ends_with('7') && request.tool_results().len() < 2 {
            return Reply::text("Let me look.").and_call("read", json!({"path": "TODO.md"}));
        }
        let words = [
            "ok:".to_owned(),
            format!(" {text}"),
            " I".into(),
            " have".into(),
            " it".into(),
        ];
        words.into_iter().fold(Reply::default(), |reply, word| {
            reply.and(word).wait(Duration::from_millis(3))
        })
    });
    let (model, _gateway) = tokio::join!(follow(&world.home, "ok: the last"), talk(&world));
    let client = connected(&world.home).await;
    let truth = page(&*client).await.unwrap();
    assert_eq!(truth.session_key, KEY);
    assert_eq!(model.lines, lines(&truth));
    assert!(model.waiting.is_empty() && truth.waiting.is_empty());
    assert!(model.running.is_none() && truth.running.is_none());
    assert!(
        model.pages >= 3,
        "a restart makes it ask for everything: {}",
        model.pages
    );
    let said: String = lines(&truth)
        .into_iter()
        .filter(|line| line.1 == Speaker::Person)
        .map(|line| line.2 + "\n")
        .collect();
    for n in 0..30 {
        assert_eq!(
            said.matches(&format!("message {n:02}")).count(),
            1,
            "{said}"
        );
    }
    world.no_problems();
}
