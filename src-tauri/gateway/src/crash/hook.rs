//! The panic hook: writes a report wherever this process panics.
//!
//! Owns the process's one hook. Never stops a panic and never panics itself; a report that can't be
//! written leaves the panic's place on the terminal.

use std::io::Write;
use std::panic::PanicHookInfo;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::report::{self, Found};
use crate::clock::SharedClock;
use crate::secret::Redactor;

/// A process that fails on and on writes no more than this.
const MOST: usize = 20;
/// How a panic begins that ends the process wherever it is.
const NO_WAY_ON: [&str; 2] = [
    "panic in a function that cannot unwind",
    "panic in a destructor during cleanup",
];

/// What a report needs of its surroundings.
#[derive(Clone)]
pub struct Watched {
    /// Where reports go.
    pub folder: PathBuf,
    /// This build's version.
    pub build: &'static str,
    /// The time.
    pub clock: SharedClock,
    /// Masks secrets.
    pub redactor: Redactor,
    /// The newest lines of the log, secrets masked.
    pub log: Arc<dyn Fn() -> Vec<String> + Send + Sync>,
}

/// Reports panics from here on; another call takes the place of this one.
pub fn watch_panics(watched: Watched) {
    let count = AtomicUsize::new(0);
    std::panic::set_hook(Box::new(move |info| {
        let backtrace = std::backtrace::Backtrace::force_capture().to_string();
        let told = Told::of(info);
        // The terminal is the only place left where this can be said.
        let _ = writeln!(
            std::io::stderr(),
            "thread '{}' panicked at {}",
            told.thread,
            told.place
        );
        if count.fetch_add(1, Ordering::Relaxed) >= MOST {
            return;
        }
        let text = report::text(&Found {
            at: watched.clock.now_ms(),
            build: watched.build,
            pid: std::process::id(),
            thread: &told.thread,
            place: &told.place,
            words: &told.words,
            backtrace: &backtrace,
            log: &(watched.log)(),
            fatal: told.fatal(),
        });
        let text = watched.redactor.redact(&text);
        let now = watched.clock.now_ms();
        if let Err(error) = report::write(&watched.folder, now, told.fatal(), &text) {
            let _ = writeln!(std::io::stderr(), "{error}");
        }
    }));
}

/// What a panic says of itself.
struct Told {
    thread: String,
    place: String,
    words: String,
}

impl Told {
    fn of(info: &PanicHookInfo<'_>) -> Self {
        let thread = std::thread::current();
        let payload = info.payload();
        let words = payload
            .downcast_ref::<&str>()
            .map(|words| (*words).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned());
        Self {
            thread: thread.name().unwrap_or("?").to_owned(),
            place: info.location().map_or_else(
                || "?".to_owned(),
                |place| format!("{}:{}:{}", place.file(), place.line(), place.column()),
            ),
            words: words.unwrap_or_default(),
        }
    }

    /// The first thread carries the process; elsewhere a panic ends one task.
    fn fatal(&self) -> bool {
        self.thread == "main" || NO_WAY_ON.iter().any(|way| self.words.starts_with(way))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clock::ManualClock;

    #[test]
    fn a_panic_leaves_a_report_without_secrets_and_without_what_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let redactor = Redactor::default();
        redactor.register(&"correct-horse-battery".into());
        watch_panics(Watched {
            folder: folder.path().to_owned(),
            build: "9.9.9",
            clock: ManualClock::new(1_795_254_453_000, "UTC"),
            redactor,
            log: Arc::new(|| vec!["INFO started correct-horse-battery".to_owned()]),
        });
        let thread = std::thread::Builder::new().name("a-task".to_owned());
        let failed = thread.spawn(|| {
            let diary = String::from("één geheim");
            let end = diary.len() - 9;
            assert!(diary[..end].is_empty(), "it is cut inside a letter");
        });
        failed.unwrap().join().unwrap_err();
        drop(std::panic::take_hook());

        let kept = report::reports(folder.path()).unwrap();
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert!(!kept[0].fatal);
        let text = report::read(folder.path(), &kept[0].id).unwrap().unwrap();
        for line in [
            "time: 2026-11-21T09:47:33",
            "version: 9.9.9",
            "thread: a-task",
            "where: src-tauri/gateway/src/crash/hook.rs:",
            "log:\nINFO started [secret]",
        ] {
            assert!(text.contains(line), "{line}: {text}");
        }
        assert!(!text.contains("geheim"), "{text}");
        assert!(!text.contains("correct-horse"), "{text}");
    }

    #[test]
    fn the_first_thread_and_what_cannot_unwind_end_the_process() {
        let check = |thread: &str, words: &str, expected: bool| {
            let told = Told {
                thread: thread.to_owned(),
                place: String::new(),
                words: words.to_owned(),
            };
            assert_eq!(told.fatal(), expected, "{thread} {words}");
        };
        check("main", "anything", true);
        check("tokio-rt-worker", "anything", false);
        check(
            "tokio-rt-worker",
            "panic in a function that cannot unwind",
            true,
        );
    }
}
