//! The keeper against places that fail, hold, end and close.
#![allow(clippy::unwrap_used)]

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use cove_gateway::api::carrier::EventStream;
use cove_gateway::api::events::{Event, Happening, Since, StreamItem, Topic};
use cove_gateway::api::status::Status;
use cove_gateway::api::{ApiError, Call};
use cove_gateway::words::{Language, Words};
use futures::StreamExt;
use futures::channel::mpsc;
use serde_json::{Value, json};

use super::*;

/// A gateway that answers every call with its name; its events come from the test.
pub struct Fake {
    pub name: &'static str,
    pub events: Mutex<Option<mpsc::Receiver<StreamItem>>>,
    pub asked_since: Mutex<Vec<Option<Since>>>,
}

impl Fake {
    pub fn new(name: &'static str) -> (Arc<Self>, mpsc::Sender<StreamItem>) {
        let (sender, receiver) = mpsc::channel(8);
        let fake = Arc::new(Self {
            name,
            events: Mutex::new(Some(receiver)),
            asked_since: Mutex::default(),
        });
        (fake, sender)
    }
}

#[async_trait]
impl Client for Fake {
    async fn call(&self, call: Call) -> Result<Value, ApiError> {
        if call.method == "status.get" {
            let status = crate::tray::tests::status(Language::English, &[]);
            return Ok(serde_json::to_value(status).unwrap());
        }
        Ok(json!(self.name))
    }

    async fn subscribe(&self, since: Option<Since>) -> Result<EventStream, ApiError> {
        self.asked_since.lock().unwrap().push(since);
        match self.events.lock().unwrap().take() {
            Some(events) => Ok(events.boxed()),
            None => Ok(futures::stream::pending().boxed()),
        }
    }
}

pub fn ends(fake: &Arc<Fake>) -> Ends {
    // The page's end has its own stream; the shell's follows the test's.
    Ends {
        window: Arc::clone(fake) as _,
        tray: Arc::clone(fake) as _,
    }
}

/// What opening gives, in order.
struct Script(Mutex<Vec<Result<Attached, Problem>>>);

#[async_trait]
impl Place for Script {
    async fn open(&self, _: bool) -> Result<Attached, Problem> {
        let next = {
            let mut left = self.0.lock().unwrap();
            (!left.is_empty()).then(|| left.remove(0))
        };
        match next {
            Some(next) => next,
            None => std::future::pending().await,
        }
    }
}

struct Stops(Arc<AtomicUsize>);

#[async_trait]
impl Own for Stops {
    async fn stop(self: Box<Self>) -> Result<Ended, Problem> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(Ended::Stopped)
    }

    async fn failed(&self) {
        std::future::pending().await
    }
}

/// One that fails as soon as it runs.
struct Fails;

#[async_trait]
impl Own for Fails {
    async fn stop(self: Box<Self>) -> Result<Ended, Problem> {
        Ok(Ended::Stopped)
    }

    async fn failed(&self) {}
}

fn failing(fake: &Arc<Fake>) -> Result<Attached, Problem> {
    Ok(Attached {
        ends: ends(fake),
        own: Some(Box::new(Fails)),
    })
}

#[derive(Default)]
struct Recorded {
    statuses: AtomicUsize,
    happenings: Mutex<Vec<Happening>>,
}

impl Desktop for Recorded {
    fn status(&self, _status: &Status) {
        self.statuses.fetch_add(1, Ordering::SeqCst);
    }
    fn happening(&self, happening: &Happening) {
        self.happenings.lock().unwrap().push(happening.clone());
    }
}

struct Running {
    door: Arc<Door>,
    desktop: Arc<Recorded>,
    keeper: tokio::task::JoinHandle<()>,
}

fn start(script: Vec<Result<Attached, Problem>>) -> Running {
    let door = Arc::new(door());
    let desktop = Arc::new(Recorded::default());
    let place = Script(Mutex::new(script));
    let (to_keep, shown) = (Arc::clone(&door), Arc::clone(&desktop));
    let keeper = tokio::spawn(async move { keep(&to_keep, &place, &*shown).await });
    Running {
        door,
        desktop,
        keeper,
    }
}

pub fn door() -> Door {
    Door::new(Words::load(), Language::English)
}

fn own(fake: &Arc<Fake>, stops: &Arc<AtomicUsize>) -> Result<Attached, Problem> {
    Ok(Attached {
        ends: ends(fake),
        own: Some(Box::new(Stops(Arc::clone(stops)))),
    })
}

fn other(fake: &Arc<Fake>) -> Result<Attached, Problem> {
    Ok(Attached {
        ends: ends(fake),
        own: None,
    })
}

async fn answer(door: &Door) -> Result<Value, String> {
    let call = Call {
        method: "x".to_owned(),
        params: Value::Null,
        request_id: None,
    };
    match door.ends().await {
        Ok(ends) => Ok(ends.window.call(call).await.unwrap()),
        Err(error) => Err(error.code),
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_before_the_gateway_is_up_waits_for_it() {
    let (fake, _events) = Fake::new("own");
    let door = Arc::new(door());
    let asked = {
        let door = Arc::clone(&door);
        tokio::spawn(async move { answer(&door).await })
    };
    tokio::task::yield_now().await;
    assert!(!asked.is_finished());
    door.up(ends(&fake));
    assert_eq!(asked.await.unwrap(), Ok(json!("own")));
}

#[tokio::test(start_paused = true)]
async fn a_failed_start_is_told_and_tried_again_when_asked() {
    let (fake, _events) = Fake::new("own");
    let stops = Arc::default();
    let running = start(vec![Err(Problem::new("no-room")), own(&fake, &stops)]);
    assert_eq!(answer(&running.door).await, Err("no-room".to_owned()));
    running.door.try_again();
    assert_eq!(answer(&running.door).await, Ok(json!("own")));
}

#[tokio::test(start_paused = true)]
async fn a_window_outlives_the_gateway_it_was_attached_to() {
    let (first, events) = Fake::new("other");
    let (second, _more) = Fake::new("own");
    let stops = Arc::default();
    let running = start(vec![other(&first), own(&second, &stops)]);
    assert_eq!(answer(&running.door).await, Ok(json!("other")));
    drop(events);
    tokio::time::sleep(BETWEEN * 2).await;
    assert_eq!(answer(&running.door).await, Ok(json!("own")));
}

#[tokio::test(start_paused = true)]
async fn a_gateway_the_person_stopped_stays_stopped_until_asked_for() {
    let (fake, events) = Fake::new("own");
    let stops: Arc<AtomicUsize> = Arc::default();
    let running = start(vec![own(&fake, &stops)]);
    assert_eq!(answer(&running.door).await, Ok(json!("own")));
    drop(events);
    tokio::time::sleep(BETWEEN).await;
    assert_eq!(answer(&running.door).await, Err("shell-stopped".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_fails_is_started_again_three_times_and_then_by_the_person() {
    let fakes: Vec<_> = ["1", "2", "3", "4", "5"].map(Fake::new).into();
    let stops = Arc::default();
    let mut script: Vec<_> = fakes[..4].iter().map(|(fake, _)| failing(fake)).collect();
    script.push(own(&fakes[4].0, &stops));
    let running = start(script);
    tokio::time::sleep(BETWEEN).await;
    assert_eq!(answer(&running.door).await, Err("gateway-fails".to_owned()));
    running.door.try_again();
    assert_eq!(answer(&running.door).await, Ok(json!("5")));
}

#[tokio::test(start_paused = true)]
async fn closing_stops_our_own_gateway_and_refuses_calls() {
    let (fake, _events) = Fake::new("own");
    let stops: Arc<AtomicUsize> = Arc::default();
    let running = start(vec![own(&fake, &stops)]);
    assert_eq!(answer(&running.door).await, Ok(json!("own")));
    running.door.close();
    running.door.closed().await;
    running.keeper.await.unwrap();
    assert_eq!(stops.load(Ordering::SeqCst), 1);
    assert_eq!(answer(&running.door).await, Err("shell-closing".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn changes_that_come_together_ask_for_the_status_once() {
    let (fake, mut events) = Fake::new("own");
    let stops = Arc::default();
    let running = start(vec![own(&fake, &stops)]);
    tokio::time::sleep(BETWEEN).await;
    assert_eq!(running.desktop.statuses.load(Ordering::SeqCst), 1);
    for seq in 1..=3 {
        let happening = Happening::Changed {
            what: Topic::Holds,
            reference: None,
        };
        let event = Event {
            epoch: "e".to_owned(),
            seq,
            happening,
        };
        events
            .try_send(StreamItem::Event {
                event: Box::new(event),
            })
            .unwrap();
    }
    tokio::time::sleep(BETWEEN).await;
    assert_eq!(running.desktop.statuses.load(Ordering::SeqCst), 2);
    assert_eq!(running.desktop.happenings.lock().unwrap().len(), 3);
}
