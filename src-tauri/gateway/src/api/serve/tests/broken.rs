//! What is promised where a turn can't be carried out or noted.

use std::time::Duration;

use tokio::sync::watch;

use super::*;
use crate::agent::{Lanes, recover};
use crate::channel::{ChatType, Inbound, Route};
use crate::delivery::{self, InboxRow};
use crate::event::Fact;
use crate::session::SessionKey;

fn message(id: &str, route: Route, text: &str) -> Inbound {
    Inbound {
        id: id.into(),
        route,
        sender: "owner".into(),
        sender_name: None,
        owner: true,
        text: text.into(),
        sent_at: NOW,
        message_id: None,
        language: None,
        instead_of: None,
        brought: Default::default(),
    }
}

async fn stored(home: &TestHome, message: Inbound, agent: &str) -> InboxRow {
    let key = SessionKey::main(agent);
    let (kept, own) = (message.clone(), key.clone());
    let accept = move |tx: &crate::storage::Tx<'_>| delivery::accept(tx, &kept, &own, NOW);
    assert!(home.host.db().write(accept).await.unwrap());
    InboxRow {
        message,
        received_at: NOW,
        key,
        restarts: 0,
    }
}

/// Runs the message in a lane and answers why its turn failed.
async fn failed(home: &TestHome, row: InboxRow) -> String {
    let (_pause, paused) = watch::channel(false);
    let mut events = home.host.events().subscribe(None).receiver;
    Lanes::new(home.host.parts.clone(), paused).wait_in(row);
    let ended = async {
        loop {
            if let Fact::TurnEnded { end, .. } = events.recv().await.unwrap().fact {
                return end.problem.expect("a failure").code;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), ended)
        .await
        .expect("the end of the turn is told")
}

#[tokio::test]
async fn a_turn_whose_failure_can_not_be_written_still_ends_for_who_waits() {
    let home = TestHome::new();
    let row = stored(&home, message("desktop:1", Route::desktop(), "hi"), "main").await;
    home.host.db().close().await;
    assert_eq!(failed(&home, row).await, "turn-unrecorded");
}

#[tokio::test]
async fn a_refused_message_stands_in_the_conversation_with_its_reason() {
    let home = TestHome::new();
    let row = stored(&home, message("desktop:1", Route::desktop(), "hi"), "gone").await;
    assert_eq!(failed(&home, row).await, "agent-unknown");
    let asked = json!({ "sessionKey": "agent:gone:main" });
    let page = home.ask("chat.history", asked).await;
    assert_eq!(page["messages"][0]["speaker"], "person");
    assert_eq!(page["messages"][0]["text"], "hi");
    assert_eq!(page["messages"][1]["problem"]["code"], "agent-unknown");
}

#[tokio::test]
async fn a_message_set_aside_is_told_in_its_chat_and_its_conversation() {
    let home = TestHome::new();
    let route = Route {
        channel: crate::channel::ChannelKind::Telegram,
        account: "default".into(),
        peer: "5550142".into(),
        thread: None,
        chat_type: ChatType::Direct,
    };
    stored(
        &home,
        message("telegram:1", route, "sum up my year"),
        "main",
    )
    .await;
    let parts = &home.host.parts;
    // While everything is paused it stops nobody, however often Cove starts.
    for _ in 0..5 {
        let found = recover(parts, false, |_| true).await.unwrap();
        assert_eq!((found.set_aside, found.rows[0].restarts), (0, 0));
    }
    for _ in 0..3 {
        recover(parts, false, |_| false).await.unwrap();
    }
    let parts = home.ask("delivery.list", json!({ "all": true })).await;
    let text = parts["deliveries"][0]["text"].as_str().unwrap();
    assert!(
        text.contains("sum up my year") && text.contains("again"),
        "{text}"
    );
    assert_eq!(parts["deliveries"].as_array().unwrap().len(), 1);
    let page = home.ask("chat.history", json!({})).await;
    assert_eq!(page["messages"][1]["problem"]["code"], "message-set-aside");
}
