//! Both ends of the local socket over a real one in a temporary home.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures::{SinkExt, StreamExt};
use interprocess::local_socket::tokio::Stream;
use interprocess::local_socket::traits::tokio::Stream as _;
use serde_json::{Value, json};
use tokio::sync::{Notify, broadcast};
use tokio::task::JoinHandle;
use tokio_util::codec::Framed;
use tokio_util::sync::CancellationToken;

use super::socket_client::{ConnectError, connect};
use super::socket_server::{Clients, listen, serve};
use super::{Client, EventStream, socket_place, wire};
use crate::api::contract::{Actor, ApiError, CONTRACT, Call};
use crate::api::events::{Event, Happening, Since, StreamItem};
use crate::api::hello::Welcome;
use crate::error::Params;
use crate::words::Language;

/// Stands in for the gateway: echoes, waits until told, and hands out events.
struct Fake {
    actor: Actor,
    hub: Arc<Hub>,
}

struct Hub {
    events: broadcast::Sender<StreamItem>,
    release: Notify,
    waiting: Notify,
    dropped: Notify,
}

struct Told<'a>(&'a Notify);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

#[async_trait]
impl Client for Fake {
    async fn call(&self, call: Call) -> Result<Value, ApiError> {
        match call.method.as_str() {
            "hello" => Ok(json!(Welcome {
                contract: CONTRACT.into(),
                build: "test".into(),
                home_id: "home".into(),
                epoch: "e".into(),
                language: Language::English,
                embedded: false,
                practice: true,
                first_steps: None,
            })),
            "chat.wait" => {
                let _told = Told(&self.hub.dropped);
                self.hub.waiting.notify_one();
                self.hub.release.notified().await;
                Ok(json!("released"))
            }
            "refuse" => Err(ApiError {
                code: "refused".into(),
                message: "No.".into(),
                hint: Some("Ask later.".into()),
                params: Params::new(),
            }),
            "big" => Ok(json!("x".repeat(wire::MAX_LINE))),
            _ => Ok(json!({
                "actor": self.actor,
                "method": call.method,
                "params": call.params,
                "requestId": call.request_id,
            })),
        }
    }

    async fn subscribe(&self, _since: Option<Since>) -> Result<EventStream, ApiError> {
        let ready = StreamItem::Ready {
            epoch: "e".into(),
            seq: 0,
            resync: false,
        };
        let events = self.hub.events.subscribe();
        let rest = futures::stream::unfold(events, |mut events| async {
            let item = events.recv().await.ok()?;
            Some((item, events))
        });
        Ok(Box::pin(futures::stream::iter([ready]).chain(rest)))
    }
}

struct House {
    home: tempfile::TempDir,
    hub: Arc<Hub>,
    cancel: CancellationToken,
    served: JoinHandle<()>,
}

impl House {
    fn open() -> Self {
        let home = tempfile::tempdir().unwrap();
        let hub = Arc::new(Hub {
            events: broadcast::channel(100_000).0,
            release: Notify::new(),
            waiting: Notify::new(),
            dropped: Notify::new(),
        });
        let cancel = CancellationToken::new();
        let clients: Clients = {
            let hub = Arc::clone(&hub);
            Arc::new(move |actor| {
                let hub = Arc::clone(&hub);
                Arc::new(Fake { actor, hub }) as Arc<dyn Client>
            })
        };
        let listener = listen(home.path()).unwrap();
        let served = tokio::spawn(serve(listener, clients, cancel.clone()));
        Self {
            home,
            hub,
            cancel,
            served,
        }
    }

    fn path(&self) -> &Path {
        self.home.path()
    }

    async fn client(&self) -> Arc<dyn Client> {
        connect(self.path(), Actor::Cli).await.unwrap()
    }

    async fn raw(&self) -> Framed<Stream, tokio_util::codec::LinesCodec> {
        let path = socket_place::to_connect(self.path()).unwrap();
        let name = socket_place::name(&path).unwrap();
        Framed::new(Stream::connect(name).await.unwrap(), wire::codec())
    }

    fn emit(&self, seq: u64) {
        self.hub.events.send(event(seq)).unwrap();
    }
}

fn event(seq: u64) -> StreamItem {
    StreamItem::Event {
        event: Box::new(Event {
            epoch: "e".into(),
            seq,
            happening: Happening::Stopping {},
        }),
    }
}

fn call(method: &str, params: Value) -> Call {
    Call {
        method: method.into(),
        params,
        request_id: None,
    }
}

#[tokio::test]
async fn a_call_arrives_whole_and_the_carrier_sets_the_actor() {
    let house = House::open();
    let client = house.client().await;
    let mut asked = call("config.set", json!({"path": "a"}));
    asked.request_id = Some("r1".into());
    let answer = client.call(asked).await.unwrap();
    let expected = json!({
        "actor": "cli", "method": "config.set", "params": {"path": "a"}, "requestId": "r1"});
    assert_eq!(answer, expected);
}

#[tokio::test]
async fn an_error_keeps_its_code_and_its_hint() {
    let house = House::open();
    let refused = house.client().await.call(call("refuse", Value::Null)).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, "refused");
    assert_eq!(refused.hint.as_deref(), Some("Ask later."));
}

#[tokio::test]
async fn a_request_that_waits_blocks_no_other_on_the_connection() {
    let house = House::open();
    let client = house.client().await;
    let waiting = {
        let client = Arc::clone(&client);
        tokio::spawn(async move { client.call(call("chat.wait", json!({}))).await })
    };
    house.hub.waiting.notified().await;
    for number in 0..50 {
        let answer = client.call(call("echo", json!(number))).await.unwrap();
        assert_eq!(answer["params"], number);
    }
    assert!(!waiting.is_finished());
    house.hub.release.notify_one();
    assert_eq!(waiting.await.unwrap().unwrap(), "released");
}

#[tokio::test]
async fn parallel_calls_get_their_own_answers() {
    let house = House::open();
    let client = house.client().await;
    let asked = (0..100).map(|number| client.call(call("echo", json!(number))));
    for (number, answer) in futures::future::join_all(asked).await.iter().enumerate() {
        assert_eq!(answer.as_ref().unwrap()["params"], number);
    }
}

#[tokio::test]
async fn events_come_in_order_to_each_of_two_clients() {
    let house = House::open();
    let (first, second) = (house.client().await, house.client().await);
    let mut streams = [
        first.subscribe(None).await.unwrap(),
        second.subscribe(None).await.unwrap(),
    ];
    for seq in 1..=300 {
        house.emit(seq);
    }
    for stream in &mut streams {
        assert!(matches!(
            stream.next().await,
            Some(StreamItem::Ready { .. })
        ));
        for seq in 1..=300 {
            assert_eq!(stream.next().await, Some(event(seq)));
        }
    }
}

#[tokio::test]
async fn a_reader_that_falls_behind_gets_a_resync_and_then_what_is_new() {
    const LAST: u64 = 30_000;
    let house = House::open();
    let client = house.client().await;
    let mut stream = client.subscribe(None).await.unwrap();
    for seq in 1..=LAST {
        house.emit(seq);
    }
    // Nobody reads, and yet the gateway's side takes everything at once.
    while !house.hub.events.is_empty() {
        tokio::task::yield_now().await;
    }
    let mut resynced = false;
    loop {
        match stream.next().await.unwrap() {
            StreamItem::Resync { seq, .. } => {
                resynced = true;
                if seq == LAST {
                    break;
                }
            }
            StreamItem::Event { event } if event.seq == LAST => break,
            _ => {}
        }
    }
    assert!(resynced);
    house.emit(LAST + 1);
    assert_eq!(stream.next().await, Some(event(LAST + 1)));
}

#[tokio::test]
async fn a_dropped_subscription_leaves_the_connection_at_work() {
    let house = House::open();
    let client = house.client().await;
    drop(client.subscribe(None).await.unwrap());
    for _ in 0..40 {
        drop(client.subscribe(None).await.unwrap());
    }
    assert!(client.call(call("echo", json!(1))).await.is_ok());
}

#[tokio::test]
async fn a_gateway_that_stops_lets_go_of_its_callers() {
    let house = House::open();
    let client = house.client().await;
    let mut stream = client.subscribe(None).await.unwrap();
    assert!(stream.next().await.is_some());
    house.cancel.cancel();
    assert_eq!(stream.next().await, None);
    let gone = client.call(call("echo", json!(1))).await.unwrap_err();
    assert_eq!(gone.code, "gateway-gone");
    house.served.await.unwrap();
    assert!(!house.home.path().join("gateway.sock").exists());
    let nobody = connect(house.home.path(), Actor::Cli).await.err().unwrap();
    assert!(matches!(nobody, ConnectError::NoGateway), "{nobody}");
}

#[tokio::test]
async fn waiting_ends_with_its_caller() {
    let house = House::open();
    let client = house.client().await;
    let waiting = tokio::spawn(async move { client.call(call("chat.wait", json!({}))).await });
    house.hub.waiting.notified().await;
    waiting.abort();
    let dropped = house.hub.dropped.notified();
    assert!(
        tokio::time::timeout(Duration::from_secs(30), dropped)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_line_that_is_too_long_is_refused_on_either_side() {
    let house = House::open();
    let client = house.client().await;
    let long = json!("x".repeat(wire::MAX_LINE));
    let refused = client.call(call("echo", long.clone())).await.unwrap_err();
    assert_eq!(refused.code, "line-too-long");
    let refused = client.call(call("big", Value::Null)).await.unwrap_err();
    assert_eq!(refused.code, "line-too-long");
    assert!(client.call(call("echo", json!(1))).await.is_ok());

    let mut raw = house.raw().await;
    raw.send(hello(CONTRACT, "cli")).await.unwrap();
    raw.next().await.unwrap().unwrap();
    // The gateway may hang up before it has read all of it.
    let _ = raw.send(long.to_string()).await;
    let answer: Value = serde_json::from_str(&raw.next().await.unwrap().unwrap()).unwrap();
    assert_eq!(answer["error"]["data"]["code"], "line-too-long");
    assert!(!matches!(raw.next().await, Some(Ok(_))));
}

fn hello(contract: &str, actor: &str) -> String {
    json!({"jsonrpc": "2.0", "id": 0, "method": "hello",
        "params": {"contract": contract, "build": "t", "actor": actor}})
    .to_string()
}

#[tokio::test]
async fn a_first_message_that_does_not_fit_is_refused_and_the_line_closed() {
    let house = House::open();
    let check = async |line: String, code: &str| {
        let mut raw = house.raw().await;
        raw.send(line.clone()).await.unwrap();
        let answer: Value = serde_json::from_str(&raw.next().await.unwrap().unwrap()).unwrap();
        let error = &answer["error"]["data"];
        assert_eq!(error["code"], code, "{line}");
        assert_ne!(
            error["message"],
            format!("error-{code}"),
            "a sentence stands in the catalogue"
        );
        assert!(!matches!(raw.next().await, Some(Ok(_))), "{line}");
    };
    check(hello("0.4", "cli"), "contract-too-old").await;
    check(hello("9.0", "cli"), "contract-too-new").await;
    check(hello(CONTRACT, "agent-turn"), "hello-first").await;
    check(
        json!({"jsonrpc": "2.0", "id": 1, "method": "status.get"}).to_string(),
        "hello-first",
    )
    .await;
    check("nonsense".into(), "hello-first").await;
}

#[tokio::test]
async fn a_home_without_a_gateway_is_told_apart() {
    let home = tempfile::tempdir().unwrap();
    let nobody = connect(home.path(), Actor::Cli).await.err().unwrap();
    assert!(matches!(nobody, ConnectError::NoGateway), "{nobody}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_stale_socket_is_replaced_and_the_new_one_is_private() {
    use std::os::unix::fs::PermissionsExt;

    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("gateway.sock");
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    let nobody = connect(home.path(), Actor::Cli).await.err().unwrap();
    assert!(matches!(nobody, ConnectError::NoGateway), "{nobody}");
    let listener = listen(home.path()).unwrap();
    let mode = listener.path().metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
