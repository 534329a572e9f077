//! What jobs cost a gateway: its start, its memory, its processor time, how late they begin.
//!
//! Owns the three sizes of a home with jobs. One job runs each second; the others wait for their day.

use std::time::Duration;

use serde_json::{Value, json};

use crate::Size;
use crate::figures::Samples;
use crate::process::Gateway;
use crate::report::Report;
use crate::world::World;

pub async fn measure(size: Size, report: &mut Report) {
    let sizes: &[usize] = size.of(&[10, 100][..], &[10, 1_000, 10_000][..]);
    for jobs in sizes {
        one(*jobs, size, report).await;
    }
}

/// `jobs` that run once a day at minutes of their own, and one that ticks.
fn file(jobs: usize) -> String {
    let daily = |n: usize| {
        let (hour, minute) = (n / 60 % 24, n % 60);
        json!({
            "id": format!("daily-{n}"), "name": format!("Daily {n}"), "enabled": true,
            "schedule": {"kind": "cron", "expr": format!("{minute} {hour} 29 2 *"), "tz": "Europe/Berlin"},
            "sessionTarget": "isolated",
            "payload": {"kind": "notify", "text": "a day"},
            "delivery": {"mode": "announce", "channel": "desktop"},
        })
    };
    let tick = json!({
        "id": "tick", "name": "Tick", "enabled": true, "createdAtMs": 1,
        "schedule": {"kind": "every", "everyMs": 1_000, "anchorMs": 1},
        "sessionTarget": "isolated",
        "payload": {"kind": "notify", "text": "tick"},
        "delivery": {"mode": "announce", "channel": "desktop"},
    });
    let all: Vec<Value> = (1..jobs).map(daily).chain([tick]).collect();
    json!({"version": 1, "jobs": all}).to_string()
}

async fn one(jobs: usize, size: Size, report: &mut Report) {
    let world = World::new()
        .await
        .with_state_file("cron/jobs.json", file(jobs));
    Gateway::start(&world.home).await.stop().await;
    let spawned = std::time::SystemTime::now();
    let gateway = Gateway::start(&world.home).await;
    let ready = gateway.ready_after.as_secs_f64() * 1_000.0;
    tokio::time::sleep(Duration::from_secs(size.of(1, 5))).await;
    let (before, seconds) = (gateway.cpu_ms(), size.of(3, 60));
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    let spent = gateway
        .cpu_ms()
        .zip(before)
        .map(|(after, before)| after - before);
    let memory = gateway.memory_kib().map(|(rss, _)| rss / 1_024.0);
    gateway.stop().await;
    let name = |what: &str| format!("{what}, {jobs} jobs");
    let mut put = |key: &str, what: &str, unit: &'static str, value: Option<f64>| {
        report.value("jobs", &format!("{key}{jobs}"), &name(what), unit, value);
    };
    put("ready", "Start to ready", "ms", Some(ready));
    put("rss", "Memory (RSS)", "MiB", memory);
    let a_second = spent.map(|spent| spent / seconds as f64);
    put(
        "cpu",
        "Processor time of a second with one run",
        "ms",
        a_second,
    );
    let begun = begun(&world);
    let since = spawned.duration_since(std::time::UNIX_EPOCH);
    let since = since.expect("a clock behind 1970").as_millis() as i64;
    let first = begun
        .iter()
        .map(|(began, _)| began - since)
        .find(|after| *after > 0);
    put(
        "first",
        "Start to the first run, a slot each second",
        "ms",
        first.map(|after| after as f64),
    );
    let mut late = Samples::default();
    begun
        .iter()
        .for_each(|(began, slot)| late.add((began - slot) as f64));
    report.samples(
        "jobs",
        &format!("late{jobs}"),
        &name("A run begins behind its slot"),
        "ms",
        &late,
    );
}

/// When each run began and when it was to, ms.
fn begun(world: &World) -> Vec<(i64, i64)> {
    let path = world.home.state_dir().join("cron/runs/tick.jsonl");
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let lines = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines
        .filter_map(|line| {
            let slot = line["cove"]["slotAt"].as_i64()?;
            Some((line["runAtMs"].as_i64()?, slot))
        })
        .collect()
}
