//! What a gateway that nobody talks to holds and burns.
//!
//! Owns the wait before and the span that is looked at.

use std::time::Duration;

use crate::Size;
use crate::process::Gateway;
use crate::report::Report;
use crate::world::World;

pub async fn measure(size: Size, report: &mut Report) {
    let world = World::new().await;
    Gateway::start(&world.home).await.stop().await;
    let gateway = Gateway::start(&world.home).await;
    world.telegram.wait_for_poll().await;
    world.message("hi").await;
    tokio::time::sleep(Duration::from_secs(size.of(0, 5))).await;
    let before = gateway.cpu_ms();
    let seconds = size.of(1, 60);
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    let memory = gateway.memory_kib();
    let cpu = gateway
        .cpu_ms()
        .zip(before)
        .map(|(after, before)| after - before);
    let (rss, pss) = memory.map_or((None, None), |(rss, pss)| (Some(rss), Some(pss)));
    let mib = |kib: Option<f64>| kib.map(|kib| kib / 1024.0);
    report.value(
        "idle",
        "rss",
        "Idle memory (RSS), after one message",
        "MiB",
        mib(rss),
    );
    report.value("idle", "pss", "Idle memory (PSS)", "MiB", mib(pss));
    let per_minute = cpu.map(|cpu| cpu / seconds as f64 * 60.0);
    report.value(
        "idle",
        "cpu",
        "Idle processor time a minute",
        "ms",
        per_minute,
    );
    gateway.stop().await;
}
