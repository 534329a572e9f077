//! The stream of the page over the end of a gateway.
#![allow(clippy::unwrap_used)]

use futures::channel::mpsc;

use super::*;
use crate::attach::tests::{Fake, door, ends};

fn ready(epoch: &str, seq: u64) -> StreamItem {
    StreamItem::Ready {
        epoch: epoch.to_owned(),
        seq,
        resync: false,
    }
}

#[tokio::test(start_paused = true)]
async fn the_next_gateway_is_asked_for_what_came_since() {
    let (next, mut more) = Fake::new("next");
    let door = Arc::new(door());
    door.up(ends(&next));
    more.try_send(ready("b", 0)).unwrap();

    let (sent, mut got) = mpsc::unbounded();
    let first = futures::stream::iter([ready("a", 7)]).boxed();
    let behind = Arc::clone(&door);
    let forwarding = tokio::spawn(async move {
        forward(&behind, first, None, |item| {
            sent.unbounded_send(item).is_ok()
        })
        .await;
    });

    assert_eq!(got.next().await, Some(ready("a", 7)));
    assert_eq!(got.next().await, Some(ready("b", 0)));
    let asked = next.asked_since.lock().unwrap().clone();
    let expected = Since {
        epoch: "a".to_owned(),
        seq: 7,
    };
    assert_eq!(asked, [Some(expected)]);
    forwarding.abort();
}

#[tokio::test(start_paused = true)]
async fn a_page_that_is_gone_ends_its_stream() {
    let items = futures::stream::iter([ready("a", 1), ready("a", 2)]).boxed();
    let count = std::cell::Cell::new(0);
    forward(&door(), items, None, |_| {
        count.set(count.get() + 1);
        false
    })
    .await;
    assert_eq!(count.get(), 1);
}
