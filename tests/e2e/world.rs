//! A home with both fakes, a gateway on it, and what tests ask of them.
//!
//! Owns the waiting for conditions that no fake can announce. Never sleeps to be right.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use cove_tests::board::PATIENCE;
use cove_tests::clock::DrivenClock;
use cove_tests::launch::cove_binary;
use cove_tests::process::{Output, cove};
use cove_tests::telegram::User;
use cove_tests::{CoveProcess, FakeModel, FakeTelegram, Home};
use serde_json::Value;

/// The owner in Telegram.
pub const ANNA: i64 = 5_550_142;

/// How often a condition is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// A model, a Telegram and a home set up for both.
pub struct World {
    pub model: FakeModel,
    pub telegram: FakeTelegram,
    pub home: Home,
}

impl World {
    /// Anna may write; English.
    pub async fn new() -> Self {
        Self::allowing(&[ANNA]).await
    }

    /// These people may write; without any, strangers must pair.
    pub async fn allowing(people: &[i64]) -> Self {
        let (model, telegram) = (FakeModel::start().await, FakeTelegram::start().await);
        let home = home()
            .with_fake_model(&model)
            .with_telegram(&telegram, people);
        Self {
            model,
            telegram,
            home,
        }
    }

    pub fn anna(&self) -> User {
        self.telegram.user(ANNA, "Anna").language("en")
    }

    pub async fn start(&self) -> CoveProcess {
        CoveProcess::gateway(&self.home).await
    }

    /// Started with a clock that stands still at `now` (ms since 1970, UTC).
    pub async fn driven(&self, now: i64) -> (CoveProcess, DrivenClock) {
        let clock = DrivenClock::listen(&self.home).await;
        let arguments = ["gateway", "--json", "--clock", clock.socket()];
        let binary = cove_binary();
        let (gateway, ()) = tokio::join!(
            CoveProcess::start(&binary, &arguments, &self.home),
            clock.start(now, "UTC"),
        );
        (gateway, clock)
    }

    /// Started, and Telegram is being asked.
    pub async fn listening(&self) -> CoveProcess {
        let gateway = self.start().await;
        self.telegram.wait_for_poll().await;
        gateway
    }

    /// Runs a command that must succeed and prints JSON.
    pub async fn json(&self, arguments: &[&str]) -> Value {
        json(&self.home, arguments).await
    }

    /// Waits until a message to Anna reads like this.
    pub async fn told(&self, part: &str) -> String {
        until(part, async || {
            self.texts().into_iter().find(|text| text.contains(part))
        })
        .await
    }

    /// Waits until Anna was told this, letting time go on.
    pub async fn told_while(&self, clock: &DrivenClock, part: &str) {
        until(part, async || {
            clock.advance(1_000).await;
            let told = self.texts();
            told.iter().any(|text| text.contains(part)).then_some(())
        })
        .await;
    }

    /// What Anna was told so far, as her chat shows it, without the menu and the like.
    pub fn texts(&self) -> Vec<String> {
        let shown = self.telegram.shown(ANNA).into_iter();
        shown
            .filter(|(bot, _)| *bot)
            .map(|(_, text)| text)
            .collect()
    }

    /// Neither fake was asked in a way a real server refuses.
    pub fn no_problems(&self) {
        assert_eq!(self.model.problems(), Vec::<String>::new());
        assert_eq!(self.telegram.problems(), Vec::<String>::new());
    }

    /// Every transcript, in one text.
    pub fn transcripts(&self) -> String {
        transcript_files(&self.home)
            .iter()
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect()
    }

    /// Waits until nothing waits and nothing runs.
    pub async fn quiet(&self) {
        until("nothing at work", async || {
            let status = self.json(&["status", "--json"]).await;
            (status["working"] == 0 && status["waiting"] == 0).then_some(())
        })
        .await;
    }
}

/// A home in English.
pub fn home() -> Home {
    Home::new().with_env("COVE_LANG", "en")
}

/// Runs a command of a home that must succeed and prints JSON.
pub async fn json(home: &Home, arguments: &[&str]) -> Value {
    let output = cove(arguments, home).await;
    assert_eq!(output.code, Some(0), "{arguments:?}: {output:?}");
    output.json()
}

/// Runs a command that fails with this code, and the sentence it gives.
pub async fn refused(home: &Home, arguments: &[&str], code: i32) -> Output {
    let output = cove(arguments, home).await;
    assert_eq!(output.code, Some(code), "{arguments:?}: {output:?}");
    output
}

/// Asks again until there is an answer.
///
/// # Panics
/// When there is none in time.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(started.elapsed() < PATIENCE, "waited for {what}");
        tokio::time::sleep(LOOK).await;
    }
}

/// The transcripts of the main agent.
pub fn transcript_files(home: &Home) -> Vec<PathBuf> {
    let folder = home.state_dir().join("agents/main/sessions");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "jsonl")
    });
    files.sort();
    files
}

/// Lines of a transcript that are messages.
pub fn messages(transcripts: &str) -> Vec<Value> {
    transcripts
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|line| line["type"] == "message")
        .collect()
}
