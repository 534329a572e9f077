//! One message after the other through Telegram: latency that Cove adds, processor time, tokens.
//!
//! Owns the first “hi” too: what a new person's first message makes the model read.

use serde_json::Value;

use crate::Size;
use crate::figures::Samples;
use crate::process::{Gateway, run};
use crate::report::Report;
use crate::world::World;

pub async fn measure(size: Size, report: &mut Report) {
    let world = World::new().await;
    let gateway = Gateway::start(&world.home).await;
    let (_, printed) = run(&world.home, &["send", "hi", "--json"]).await;
    let usage = serde_json::from_str::<Value>(&printed).unwrap_or_default()["usage"].clone();
    let tokens = |name: &str| usage[name].as_f64().unwrap_or(0.0);
    let prompt = tokens("input") + tokens("cacheRead") + tokens("cacheWrite");
    report.value(
        "message",
        "hiTokens",
        "Prompt of a first “hi” (4 bytes a token)",
        "tokens",
        Some(prompt),
    );

    for n in 0..size.of(1, 20) {
        world.message(&format!("warming up {n}")).await;
    }
    let count = size.of(3, 200);
    let (mut to_model, mut to_send, mut added) = <(Samples, Samples, Samples)>::default();
    let (cpu, written) = (gateway.cpu_ms(), gateway.written());
    for n in 0..count {
        let message = world
            .message(&format!("message {n} of the benchmark"))
            .await;
        to_model.add(message.to_model);
        to_send.add(message.to_send);
        added.add(message.to_model + message.to_send);
    }
    let each = |before: Option<f64>, after: Option<f64>| {
        after
            .zip(before)
            .map(|(after, before)| (after - before) / count as f64)
    };
    report.samples(
        "message",
        "added",
        "Added latency of a message",
        "ms",
        &added,
    );
    report.samples(
        "message",
        "toModel",
        "— update handed out → model called",
        "ms",
        &to_model,
    );
    report.samples(
        "message",
        "toSend",
        "— model done → sendMessage",
        "ms",
        &to_send,
    );
    report.value(
        "message",
        "cpu",
        "Processor time of a message",
        "ms",
        each(cpu, gateway.cpu_ms()),
    );
    let kib = each(written, gateway.written()).map(|bytes| bytes / 1024.0);
    report.value("message", "written", "Written by a message", "KiB", kib);
    gateway.stop().await;
}
