//! What 10, 1,000 or 10,000 conversations of an agent cost: listing, filtering, a new one, a start.
//!
//! Owns the records it makes up, as long as real ones are without the field's prompt reports.

use std::time::Instant;

use serde_json::{Map, Value, json};

use crate::Size;
use crate::figures::Samples;
use crate::process::{Gateway, run};
use crate::report::Report;
use crate::world::World;

pub async fn measure(size: Size, report: &mut Report) {
    let sizes: &[usize] = size.of(&[10, 100], &[10, 1_000, 10_000]);
    let mut rows: [Vec<(usize, Samples)>; 6] = Default::default();
    for count in sizes {
        let figures = one(size, *count).await;
        for (row, samples) in rows.iter_mut().zip(figures) {
            row.push((*count, samples));
        }
    }
    let names = [
        ("ready", "Start to ready"),
        ("list", "`cove sessions --json` through the gateway"),
        (
            "filter",
            "`cove sessions --active 60 --json` through the gateway",
        ),
        ("offline", "`cove sessions --json` without a gateway"),
        (
            "new",
            "`cove send` to a key without a conversation, to the reply",
        ),
        ("written", "KiB written by ten new conversations"),
    ];
    for ((key, title), row) in names.into_iter().zip(rows) {
        report.growth("sessions", key, title, "sessions", row);
    }
}

async fn one(size: Size, count: usize) -> [Samples; 6] {
    let mut samples: [Samples; 6] = Default::default();
    let [ready, list, filter, offline, new, written] = &mut samples;
    let rounds = size.of(2, 10);
    let world = World::new()
        .await
        .with_state_file("agents/main/sessions/sessions.json", records(count));
    for _ in 0..rounds {
        let gateway = Gateway::start(&world.home).await;
        ready.time(gateway.ready_after);
        gateway.stop().await;
        offline.time(run(&world.home, &["sessions", "--json"]).await.0);
    }
    let gateway = Gateway::start(&world.home).await;
    for _ in 0..rounds {
        list.time(run(&world.home, &["sessions", "--json"]).await.0);
        filter.time(
            run(&world.home, &["sessions", "--active", "60", "--json"])
                .await
                .0,
        );
    }
    let before = gateway.written();
    for n in 0..rounds {
        let key = format!("agent:main:bench:direct:new{n}");
        let began = Instant::now();
        run(&world.home, &["send", "hi", "--session", &key, "--json"]).await;
        new.time(began.elapsed());
    }
    // A clean stop writes what was still to be written; its counts are gone with the process.
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    if let (Some(after), Some(before)) = (gateway.written(), before) {
        written.add((after - before) / 1024.0 / rounds as f64 * 10.0);
    }
    gateway.stop().await;
    samples
}

fn records(count: usize) -> String {
    let record = |n: usize| {
        json!({
            "sessionId": uuid::Uuid::from_u128(n as u128).to_string(),
            "updatedAt": 1_700_000_000_000_i64 + n as i64,
            "sessionStartedAt": 1_690_000_000_000_i64,
            "chatType": "direct", "channel": "telegram", "displayName": format!("Person {n}"),
            "deliveryContext": { "channel": "telegram", "to": format!("telegram:{n}"), "accountId": "default" },
            "origin": { "label": format!("Person {n} id:{n}"), "provider": "telegram", "surface": "telegram",
                "chatType": "direct", "from": format!("telegram:{n}"), "to": format!("telegram:{n}"), "accountId": "default" },
            "lastChannel": "telegram", "lastTo": format!("telegram:{n}"), "lastAccountId": "default",
            "modelProvider": "fake", "model": "small", "contextTokens": 200_000,
            "inputTokens": 1_234, "outputTokens": 321, "totalTokens": 1_555, "totalTokensFresh": true,
            "cacheRead": 0, "cacheWrite": 0, "compactionCount": 0, "systemSent": true, "abortedLastRun": false,
        })
    };
    let all: Map<String, Value> = (0..count)
        .map(|n| (format!("agent:main:telegram:direct:{n}"), record(n)))
        .collect();
    serde_json::to_string_pretty(&all).expect("JSON can be written")
}
