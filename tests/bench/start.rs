//! From the start of the process to its ready line, and to its first look for messages.
//!
//! Owns the two homes it is measured on: an empty one and one that has been used.

use crate::Size;
use crate::figures::Samples;
use crate::process::Gateway;
use crate::report::Report;
use crate::world::World;

pub async fn measure(size: Size, report: &mut Report) {
    let rounds = size.of(2, 20);
    let (mut first, mut ready, mut polling) = <(Samples, Samples, Samples)>::default();
    for _ in 0..size.of(1, 5) {
        let world = World::new().await;
        let gateway = Gateway::start(&world.home).await;
        first.time(gateway.ready_after);
        gateway.stop().await;
    }
    let world = World::new().await;
    Gateway::start(&world.home).await.stop().await;
    for _ in 0..rounds {
        let polls = world.telegram.polls().len();
        let gateway = Gateway::start(&world.home).await;
        ready.time(gateway.ready_after);
        world.telegram.wait_for_poll().await;
        let first_poll = world.telegram.polls()[polls].at;
        polling.time(first_poll - gateway.started);
        gateway.stop().await;
    }
    report.samples("start", "ready", "Start to ready", "ms", &ready);
    report.samples(
        "start",
        "firstPoll",
        "Start to the first poll",
        "ms",
        &polling,
    );
    report.samples(
        "start",
        "firstStart",
        "First start of a new home, to ready",
        "ms",
        &first,
    );
}
