//! The machine that the figures are of.
//!
//! Owns what has to be known to compare two runs: processors, system, what a sync costs.

use std::io::Write;
use std::time::Instant;

use serde_json::{Value, json};

use crate::figures::Samples;

/// What to state beside the figures.
pub fn describe() -> Value {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let model = read("/proc/cpuinfo")
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map(|rest| rest.trim_start_matches([' ', '\t', ':']).to_owned());
    let load = read("/proc/loadavg");
    json!({
        "os": std::env::consts::OS,
        "arch": std::env::consts::ARCH,
        "kernel": read("/proc/sys/kernel/osrelease").trim(),
        "processors": std::thread::available_parallelism().map_or(0, usize::from),
        "processor": model,
        "loadBefore": load.split(' ').next().and_then(|load| load.parse::<f64>().ok()),
        "syncMs": sync_cost().json(),
    })
}

/// What making one line durable costs where the homes of the benchmark lie, ms.
fn sync_cost() -> Samples {
    let mut file = tempfile::tempfile().expect("a temporary file");
    let mut samples = Samples::default();
    for _ in 0..50 {
        let before = Instant::now();
        file.write_all(b"a line of a transcript\n")
            .and_then(|()| file.sync_data())
            .expect("a writable disk");
        samples.time(before.elapsed());
    }
    samples
}
