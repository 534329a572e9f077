//! What a fake model answers: a script of pieces, gates and failures, free of any wire format.
//!
//! Owns: the vocabulary of a scripted answer. Never: knows how a provider writes it down.

use std::time::Duration;

use serde_json::Value;

use crate::hold::Hold;

/// One scripted answer. Pieces are streamed in the order in which they were added.
///
/// ```text
/// Reply::text("Hel").hold(&hold).and("lo").usage(Usage { input: 12, output: 2, ..Usage::default() })
/// Reply::call("read", json!({"path": "TODO.md"}))
/// Reply::refuse(Refusal::RateLimited { retry_after: Some(7) })
/// ```
#[derive(Clone, Default)]
pub struct Reply {
    pub(crate) before: Vec<Pause>,
    pub(crate) refusal: Option<Refusal>,
    pub(crate) steps: Vec<Step>,
    pub(crate) usage: Counting,
    pub(crate) stop: Option<Stop>,
    pub(crate) split: Option<usize>,
}

/// Something that delays an answer.
#[derive(Clone)]
pub(crate) enum Pause {
    Hold(Hold),
    Wait(Duration),
}

/// One piece of an answer.
#[derive(Clone)]
pub(crate) enum Step {
    Text(String),
    Thinking(String),
    Call { name: String, arguments: Value },
    Pause(Pause),
    Garbage,
    Cut,
    Fail(Refusal),
}

/// Tokens of one call, in the four kinds a transcript keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Prompt tokens that were neither read from nor written to the cache.
    pub input: u64,
    /// Prompt tokens read from the provider's cache.
    pub cache_read: u64,
    /// Prompt tokens written to the provider's cache.
    pub cache_write: u64,
    /// Tokens of the answer.
    pub output: u64,
}

/// Where the reported usage comes from.
#[derive(Clone, Copy, Default)]
pub(crate) enum Counting {
    #[default]
    Counted,
    Given(Usage),
    Omitted,
}

/// Why an answer ended, where it is not plain from its pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The answer is complete.
    Finished,
    /// The model waits for tool results.
    ToolUse,
    /// The output limit was reached.
    Length,
    /// The provider's filter stopped the answer.
    ContentFilter,
}

/// A failure, written by each provider in its own shape and status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// 401: the key is wrong.
    Unauthorized,
    /// 403: the key may not do this.
    Forbidden,
    /// 429, with `Retry-After` in seconds where given.
    RateLimited {
        /// The server's own delay, in seconds.
        retry_after: Option<u64>,
    },
    /// The account has no money: 429 `insufficient_quota` (OpenAI), 400 (Anthropic).
    NoCredit,
    /// 500.
    ServerError,
    /// 529 (Anthropic) or 503 (OpenAI).
    Overloaded,
    /// 400: the prompt is larger than the window; both in tokens.
    Overflow {
        /// Tokens of the prompt.
        tokens: u64,
        /// Tokens the model can take.
        limit: u64,
    },
    /// 400: the provider's filter refused the prompt.
    ContentFilter,
    /// 404: there is no such model.
    NoSuchModel(String),
    /// 400 with this message.
    BadRequest(String),
    /// A status with a body that is no JSON, as a proxy in between answers.
    Html(u16),
}

impl Reply {
    /// An answer of one text piece.
    pub fn text(text: impl Into<String>) -> Self {
        Self::default().and(text)
    }

    /// An answer of several text pieces, each its own event.
    pub fn pieces<T: Into<String>>(pieces: impl IntoIterator<Item = T>) -> Self {
        pieces.into_iter().fold(Self::default(), Self::and)
    }

    /// An answer that thinks first; go on with [`Reply::and`] or [`Reply::and_call`].
    pub fn thinking(text: impl Into<String>) -> Self {
        Self::default().step(Step::Thinking(text.into()))
    }

    /// An answer that is one tool call.
    pub fn call(name: impl Into<String>, arguments: Value) -> Self {
        Self::default().and_call(name, arguments)
    }

    /// An answer that is a failure before any piece.
    pub fn refuse(refusal: Refusal) -> Self {
        Self {
            refusal: Some(refusal),
            ..Self::default()
        }
    }

    /// Adds a text piece.
    pub fn and(self, text: impl Into<String>) -> Self {
        self.step(Step::Text(text.into()))
    }

    /// Adds a tool call.
    pub fn and_call(self, name: impl Into<String>, arguments: Value) -> Self {
        self.step(Step::Call {
            name: name.into(),
            arguments,
        })
    }

    /// Holds the stream open at this point until the gate is released.
    pub fn hold(self, hold: &Hold) -> Self {
        self.step(Step::Pause(Pause::Hold(hold.clone())))
    }

    /// Lets real time pass at this point.
    pub fn wait(self, time: Duration) -> Self {
        self.step(Step::Pause(Pause::Wait(time)))
    }

    /// Sends an event that is not valid JSON.
    pub fn garbage(self) -> Self {
        self.step(Step::Garbage)
    }

    /// Closes the socket here, between two events; what follows is never sent.
    pub fn cut(self) -> Self {
        self.step(Step::Cut)
    }

    /// Reports a provider error inside the stream and ends it.
    pub fn fail(self, refusal: Refusal) -> Self {
        self.step(Step::Fail(refusal))
    }

    /// Holds the answer back, headers too, until the gate is released.
    pub fn hold_headers(mut self, hold: &Hold) -> Self {
        self.before.push(Pause::Hold(hold.clone()));
        self
    }

    /// Delays the headers by real time.
    pub fn headers_after(mut self, time: Duration) -> Self {
        self.before.push(Pause::Wait(time));
        self
    }

    /// Reports exactly this usage.
    pub fn usage(mut self, usage: Usage) -> Self {
        self.usage = Counting::Given(usage);
        self
    }

    /// Reports no usage at all, as some local servers do.
    pub fn no_usage(mut self) -> Self {
        self.usage = Counting::Omitted;
        self
    }

    /// Ends for this reason instead of the one the pieces imply.
    pub fn stop(mut self, stop: Stop) -> Self {
        self.stop = Some(stop);
        self
    }

    /// Writes the stream in chunks of `bytes`, through the middle of events and characters.
    pub fn split_every(mut self, bytes: usize) -> Self {
        self.split = Some(bytes.max(1));
        self
    }

    fn step(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// The reason to end: the scripted one, else tool use where there are calls.
    pub(crate) fn ending(&self) -> Stop {
        let calls = self
            .steps
            .iter()
            .any(|step| matches!(step, Step::Call { .. }));
        self.stop
            .unwrap_or(if calls { Stop::ToolUse } else { Stop::Finished })
    }

    /// Everything the model says, for the counted usage.
    pub(crate) fn output_text(&self) -> String {
        self.steps
            .iter()
            .map(|step| match step {
                Step::Text(text) | Step::Thinking(text) => text.clone(),
                Step::Call { name, arguments } => format!("{name}{arguments}"),
                _ => String::new(),
            })
            .collect()
    }
}

impl Pause {
    pub(crate) async fn pass(&self) {
        match self {
            Self::Hold(hold) => hold.pass().await,
            Self::Wait(time) => tokio::time::sleep(*time).await,
        }
    }
}
