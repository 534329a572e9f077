//! Retries and fallback on a clock that skips waits.

#![allow(clippy::unwrap_used)]
use std::collections::VecDeque;
use std::sync::Mutex;

use async_trait::async_trait;
use futures::{StreamExt, stream as streams};

use super::*;
use crate::clock::{Clock, Ms};
use crate::model::provider::{ModelEvent, Role, StopReason, Turn};

/// A clock on which every wait is over at once, and noted.
#[derive(Debug, Default)]
struct Waits(Mutex<Vec<Duration>>);

#[async_trait]
impl Clock for Waits {
    fn now_ms(&self) -> Ms {
        self.monotonic_ms()
    }

    fn monotonic_ms(&self) -> Ms {
        let waited: Duration = self.0.lock().unwrap().iter().sum();
        Ms::try_from(waited.as_millis()).unwrap()
    }

    fn zone(&self) -> String {
        "UTC".to_owned()
    }

    async fn sleep(&self, span: Duration) {
        self.0.lock().unwrap().push(span);
    }
}

/// What one try comes to.
#[derive(Debug, Clone, Copy)]
enum Try {
    Answers,
    /// Refused before a stream is there, with the server's delay in seconds.
    Fails(ErrorClass, Option<u64>),
    /// Fails as the first item of a stream.
    FailsFirst(ErrorClass),
    /// Fails after a piece of text.
    FailsLate(ErrorClass),
}

#[derive(Default)]
struct Script {
    tries: Mutex<VecDeque<Try>>,
    asked: Mutex<Vec<ModelRequest>>,
}

fn error(class: ErrorClass, after: Option<u64>, started: bool) -> ModelError {
    let mut error = Failure::new(class, "").of("p", None, started);
    error.retry_after = after.map(Duration::from_secs);
    error
}

#[async_trait]
impl Provider for Script {
    async fn stream(
        &self,
        request: ModelRequest,
        _: CancellationToken,
    ) -> Result<ModelStream, ModelError> {
        self.asked.lock().unwrap().push(request);
        let text = Ok(ModelEvent::Text("x".to_owned()));
        let done = Ok(ModelEvent::Done {
            reason: StopReason::Stop,
            usage: None,
            thinking_signature: None,
        });
        let next = self.tries.lock().unwrap().pop_front().unwrap();
        Ok(Box::pin(streams::iter(match next {
            Try::Fails(class, after) => return Err(error(class, after, false)),
            Try::Answers => vec![text, done],
            Try::FailsFirst(class) => vec![Err(error(class, None, false))],
            Try::FailsLate(class) => vec![text, Err(error(class, None, true))],
        })))
    }
}

struct Ran {
    outcome: Result<(String, usize), ErrorClass>,
    asked: Vec<ModelRequest>,
    waits: Vec<Duration>,
}

/// Runs `tries` over a chain of `models`; the outcome is who answered and how many events.
async fn run(models: &[&str], tries: &[Try]) -> Ran {
    let chain: Vec<ModelRef> = models.iter().map(|m| ModelRef::parse(m).unwrap()).collect();
    let script = Arc::new(Script {
        tries: Mutex::new(tries.iter().copied().collect()),
        ..Script::default()
    });
    let waits = Arc::new(Waits::default());
    let clock: SharedClock = waits.clone();
    let thought = Block::Thinking {
        text: "hm".to_owned(),
        signature: Some("s".to_owned()),
    };
    let request = ModelRequest {
        model: chain[0].clone(),
        system: String::new(),
        turns: vec![Turn {
            role: Role::Assistant,
            blocks: vec![thought],
        }],
        tools: Vec::new(),
        max_output_tokens: None,
        thinking: None,
        session: String::new(),
    };
    let provider_of = |_: &ModelRef| -> Arc<dyn Provider> { script.clone() };
    let cancel = CancellationToken::new();
    let answered = stream(&chain, &request, &cancel, &clock, provider_of).await;
    let outcome = match answered {
        Ok((model, events)) => Ok((model.to_string(), events.count().await)),
        Err(error) => Err(error.class),
    };
    Ran {
        outcome,
        asked: script.asked.lock().unwrap().clone(),
        waits: waits.0.lock().unwrap().clone(),
    }
}

#[tokio::test]
async fn what_may_pass_is_tried_three_times_with_growing_waits() {
    for class in [
        ErrorClass::RateLimit,
        ErrorClass::Overload,
        ErrorClass::Network,
    ] {
        let ran = run(
            &["a/1"],
            &[
                Try::Fails(class, None),
                Try::FailsFirst(class),
                Try::Answers,
            ],
        )
        .await;
        assert_eq!(ran.outcome, Ok(("a/1".to_owned(), 2)));
        assert!(ran.waits.len() == 2 && ran.waits[0] < ran.waits[1] * 2);
        let ran = run(&["a/1"], &[Try::Fails(class, None); 4]).await;
        assert_eq!((ran.outcome, ran.asked.len()), (Err(class), 3));
    }
}

#[tokio::test]
async fn the_servers_delay_wins_and_one_too_long_ends_the_trying() {
    let limited = |after| Try::Fails(ErrorClass::RateLimit, Some(after));
    let ran = run(&["a/1"], &[limited(25), Try::Answers]).await;
    assert_eq!(ran.waits, [Duration::from_secs(25)]);
    let ran = run(&["a/1"], &[limited(25), limited(40)]).await;
    assert_eq!(
        (ran.outcome, ran.asked.len()),
        (Err(ErrorClass::RateLimit), 2)
    );
    let ran = run(&["a/1", "b/2"], &[limited(25), Try::Answers]).await;
    assert_eq!(ran.outcome, Ok(("b/2".to_owned(), 2)));
    assert!(ran.waits.is_empty());
}

#[tokio::test]
async fn what_has_begun_is_never_asked_again() {
    let ran = run(&["a/1", "b/2"], &[Try::FailsLate(ErrorClass::Network)]).await;
    assert_eq!(ran.outcome, Ok(("a/1".to_owned(), 2)));
    assert_eq!(ran.asked.len(), 1);
}

#[tokio::test]
async fn another_model_is_asked_only_where_it_can_help() {
    for (class, helps) in [
        (ErrorClass::Auth, true),
        (ErrorClass::Billing, true),
        (ErrorClass::Overflow, false),
        (ErrorClass::BadRequest, false),
        (ErrorClass::ContentFilter, false),
        (ErrorClass::Cancelled, false),
    ] {
        let ran = run(&["a/1", "b/2"], &[Try::Fails(class, None), Try::Answers]).await;
        let expected = if helps {
            Ok(("b/2".to_owned(), 2))
        } else {
            Err(class)
        };
        assert_eq!(ran.outcome, expected, "{class:?}");
    }
}

#[tokio::test]
async fn if_none_answers_the_first_models_failure_is_told() {
    let tries = [
        Try::Fails(ErrorClass::Billing, None),
        Try::Fails(ErrorClass::Auth, None),
    ];
    assert_eq!(
        run(&["a/1", "b/2"], &tries).await.outcome,
        Err(ErrorClass::Billing)
    );
}

#[tokio::test]
async fn another_model_does_not_get_the_first_ones_thoughts() {
    let ran = run(
        &["a/1", "b/2"],
        &[Try::Fails(ErrorClass::Auth, None), Try::Answers],
    )
    .await;
    assert_eq!(ran.asked[0].turns[0].blocks.len(), 1);
    assert!(ran.asked[1].turns[0].blocks.is_empty());
    assert_eq!(ran.asked[1].model.to_string(), "b/2");
}
