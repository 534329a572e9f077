//! The manual clock of test builds, driven over a socket.
//!
//! Owns the words of that socket: the test sends `start <ms> <zone>` first, then `advance <ms>` or
//! `step <ms>`, one a line; each is answered with `ok`. Never part of a release.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use super::{ManualClock, SharedClock, SystemClock};

/// Connects to the test that drives the time; the computer's clock where nobody listens.
pub fn remote(socket: &Path) -> SharedClock {
    match connect(socket) {
        Ok(clock) => clock,
        Err(error) => {
            tracing::error!(%error, "no test drives the clock");
            SystemClock::shared()
        }
    }
}

fn connect(socket: &Path) -> std::io::Result<SharedClock> {
    let stream = UnixStream::connect(socket)?;
    let mut answers = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let mut words = first.split(' ').skip(1);
    let start = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
    let clock = ManualClock::new(start, words.next().unwrap_or("UTC"));
    answers.write_all(b"ok\n")?;
    let driven = std::sync::Arc::clone(&clock);
    std::thread::Builder::new()
        .name("cove-test-clock".to_owned())
        .spawn(move || {
            for line in lines.map_while(Result::ok) {
                match line
                    .split_once(' ')
                    .map(|(word, ms)| (word, ms.parse::<i64>().unwrap_or(0)))
                {
                    Some(("advance", ms)) => {
                        driven.advance(Duration::from_millis(ms.unsigned_abs()))
                    }
                    Some(("step", ms)) => driven.step_to(ms),
                    _ => {}
                }
                if answers.write_all(b"ok\n").is_err() {
                    return;
                }
            }
        })?;
    Ok(clock)
}
