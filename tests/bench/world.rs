//! A home with the fake model and the fake Telegram, and one message through it.
//!
//! Owns what a message's added latency is: the time between the fakes' own marks that no fake
//! spent.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use cove_tests::model::Ending;
use cove_tests::telegram::User;
use cove_tests::{FakeModel, FakeTelegram, Home};
use serde_json::json;

/// The owners' chats, one conversation: a message goes through the next of them after a moment, or
/// Telegram's limits (a message a second in a chat) would be what is measured.
const OWNERS: std::ops::Range<i64> = 5_550_142..5_550_182;
const MOMENT: Duration = Duration::from_millis(60);
/// Nothing of a benchmark may come near the window: it would measure a compaction.
const WINDOW: u64 = 100_000_000;

/// Everything a gateway talks to.
pub struct World {
    pub model: FakeModel,
    pub telegram: FakeTelegram,
    pub home: Home,
    people: Vec<User>,
    said: AtomicUsize,
}

/// What a message cost between the fakes.
#[derive(Debug, Clone, Copy)]
pub struct Added {
    /// Update handed out → model called, ms.
    pub to_model: f64,
    /// Model done → sendMessage, ms.
    pub to_send: f64,
}

impl World {
    /// Nothing has happened in it yet.
    pub async fn new() -> Self {
        let (model, telegram) = (FakeModel::start().await, FakeTelegram::start().await);
        let entry = json!({ "id": "small", "contextWindow": WINDOW, "maxTokens": 4096,
            "cost": { "input": 1, "output": 5 } });
        let home = Home::new()
            .with_env("COVE_LANG", "en")
            .with_fake_model(&model)
            .with_telegram(&telegram, &OWNERS.collect::<Vec<_>>())
            .with_config(json!({ "models": { "providers": { "fake": { "models": [entry] } } } }));
        let people = OWNERS.map(|id| telegram.user(id, "Anna").language("en"));
        let people = people.collect();
        Self {
            model,
            telegram,
            home,
            people,
            said: AtomicUsize::new(0),
        }
    }

    /// With this file of the state directory; before a gateway is started on it.
    pub fn with_state_file(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let home = self.home.with_state_file(path, bytes);
        Self { home, ..self }
    }

    /// Sends a message and waits for its answer.
    pub async fn message(&self, text: &str) -> Added {
        tokio::time::sleep(MOMENT).await;
        self.telegram.wait_for_poll().await;
        let person = &self.people[self.said.fetch_add(1, Ordering::Relaxed) % self.people.len()];
        let (asked, sent) = (self.model.times().len(), self.telegram.sent().len());
        let handed_out = Instant::now();
        person.says(text);
        let answer = self.telegram.wait_for_sent(sent + 1).await.remove(sent);
        let ending = self.model.wait_for_ending(asked).await;
        let Ending::Answered(done) = ending else {
            panic!("the model's answer ended as {ending:?}");
        };
        let called = self.model.times()[asked].0;
        let ms = |from: Instant, to: Instant| (to - from).as_secs_f64() * 1_000.0;
        Added {
            to_model: ms(handed_out, called),
            to_send: ms(done, answer.at),
        }
    }
}
