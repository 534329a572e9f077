//! `FakeModel`: every provider's wire format over a real socket, answering from a script.
//!
//! Owns: the script, the record of what was asked, the prompt cache it plays.
//! Never: forgives a request the real provider refuses (`problems()` says which), or guesses:
//! an empty script is answered by one function, by default an echo.

mod answer;
mod anthropic;
mod chat;
mod check;
mod check_anthropic;
mod frames;
mod hearing;
mod pictures;
mod reply;
mod request;
mod responses;
mod routes;
mod tokenizer;
mod usage;
mod wire;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

pub use hearing::HeardSound;
pub use reply::{Refusal, Reply, Stop, Usage};
pub use request::{Ending, ModelRequest, Shape};
pub use tokenizer::Tokenizer;

use crate::board::Board;
use crate::server::Server;

/// A model server on a loopback port; it ends when it is dropped.
pub struct FakeModel {
    server: Server,
    state: Board<State>,
}

type Condition = Box<dyn Fn(&ModelRequest) -> bool + Send + Sync>;
type Answerer = Arc<dyn Fn(&ModelRequest) -> Reply + Send + Sync>;

/// Everything the server knows; the tests see it through the handle.
pub(crate) struct State {
    script: VecDeque<(Condition, Reply)>,
    answer: Answerer,
    pub(crate) requests: Vec<ModelRequest>,
    lookups: Vec<String>,
    pub(crate) problems: Vec<String>,
    keys: Option<Vec<String>>,
    models: Vec<String>,
    only_models: bool,
    window: Option<u64>,
    cache: usage::PromptCache,
    pub(crate) tokenizer: Tokenizer,
    /// What the next sound says, or the status it is refused with.
    pub(crate) hears: Result<String, u16>,
    pub(crate) heard: Vec<HeardSound>,
}

impl FakeModel {
    /// Starts the server. It takes any key, any model name and echoes what a user says.
    pub async fn start() -> Self {
        let state = Board::new(State {
            script: VecDeque::new(),
            answer: Arc::new(|request| Reply::text(format!("ok: {}", request.last_user_text()))),
            requests: Vec::new(),
            lookups: Vec::new(),
            problems: Vec::new(),
            keys: None,
            models: vec!["small".into(), "big".into()],
            only_models: false,
            window: None,
            cache: usage::PromptCache::default(),
            tokenizer: Tokenizer::default(),
            hears: Ok("a voice".to_owned()),
            heard: Vec::new(),
        });
        Self {
            server: Server::start(routes::router(state.clone())),
            state,
        }
    }

    /// `http://127.0.0.1:<port>`: the base of Anthropic's format and of Ollama's own API.
    pub fn root_url(&self) -> String {
        self.server.url()
    }

    /// `http://127.0.0.1:<port>/v1`: the base of the OpenAI formats.
    pub fn base_url(&self) -> String {
        format!("{}/v1", self.server.url())
    }

    /// Adds the answer to the next request that no earlier entry of the script takes.
    pub fn push(&self, reply: Reply) {
        self.push_when(|_| true, reply);
    }

    /// Adds an answer that only a request satisfying `condition` takes from the script.
    pub fn push_when(
        &self,
        condition: impl Fn(&ModelRequest) -> bool + Send + Sync + 'static,
        reply: Reply,
    ) {
        self.state
            .change(|state| state.script.push_back((Box::new(condition), reply)));
    }

    /// Answers by this function whenever the script has nothing for a request.
    pub fn answer_with(&self, answer: impl Fn(&ModelRequest) -> Reply + Send + Sync + 'static) {
        self.state.change(|state| state.answer = Arc::new(answer));
    }

    /// Entries of the script that no request has taken yet.
    pub fn left_in_script(&self) -> usize {
        self.state.look(|state| state.script.len())
    }

    /// Refuses every key but these with 401, and requests without a key.
    pub fn accept_keys(&self, keys: &[&str]) {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        self.state.change(|state| state.keys = Some(keys));
    }

    /// Lists these models, and answers 404 for any other.
    pub fn serve_models(&self, models: &[&str]) {
        let models = models.iter().map(|model| (*model).to_owned()).collect();
        self.state.change(|state| {
            state.models = models;
            state.only_models = true;
        });
    }

    /// Counts the requests to come in this way.
    pub fn count_by(&self, tokenizer: Tokenizer) {
        self.state.change(|state| state.tokenizer = tokenizer);
    }

    /// Refuses prompts of more than `tokens` as too long; `None` takes all.
    pub fn limit_window(&self, tokens: Option<u64>) {
        self.state.change(|state| state.window = tokens);
    }

    /// Writes these words down for every sound to come.
    pub fn hears(&self, text: &str) {
        self.state.change(|state| state.hears = Ok(text.to_owned()));
    }

    /// Refuses every sound to come with this status.
    pub fn hears_nothing(&self, status: u16) {
        self.state.change(|state| state.hears = Err(status));
    }

    /// The sounds that were sent to be written down.
    pub fn heard(&self) -> Vec<HeardSound> {
        self.state.look(|state| state.heard.clone())
    }

    /// Forgets the prompt cache, as after its five minutes.
    pub fn forget_cache(&self) {
        self.state.change(|state| state.cache.clear());
    }

    /// All requests for an answer, in the order of arrival.
    pub fn requests(&self) -> Vec<ModelRequest> {
        self.state.look(|state| state.requests.clone())
    }

    /// When each request had arrived and how it ended, without the bodies.
    pub fn times(&self) -> Vec<(Instant, Ending)> {
        let time = |request: &ModelRequest| (request.at, request.ending);
        self.state
            .look(|state| state.requests.iter().map(time).collect())
    }

    /// Paths asked by GET: model lists and discovery.
    pub fn lookups(&self) -> Vec<String> {
        self.state.look(|state| state.lookups.clone())
    }

    /// What a real provider would have refused. A test of the product asserts there is none.
    pub fn problems(&self) -> Vec<String> {
        self.state.look(|state| state.problems.clone())
    }

    /// Waits until at least `count` requests have arrived and returns all of them.
    ///
    /// # Panics
    /// After [`crate::board::PATIENCE`], with what had arrived.
    pub async fn wait_for_requests(&self, count: usize) -> Vec<ModelRequest> {
        let what = format!("{count} model requests");
        self.state
            .expect(&what, |state| state.requests.len() >= count, describe)
            .await;
        self.requests()
    }

    /// Waits until request `number` (from 0) has ended and returns how.
    pub async fn wait_for_ending(&self, number: usize) -> Ending {
        let ending = move |state: &State| state.requests.get(number).map(|request| request.ending);
        let over = move |state: &State| ending(state).is_some_and(|ending| ending != Ending::Open);
        self.state
            .expect(
                &format!("the end of model request {number}"),
                over,
                describe,
            )
            .await;
        self.state.look(ending).expect("it was there a moment ago")
    }

    /// Closes the port: connections are refused, open ones cut.
    pub fn go_offline(&self) {
        self.server.go_offline();
    }

    /// Opens the same port again.
    pub fn go_online(&self) {
        self.server.go_online();
    }
}

fn describe(state: &State) -> String {
    let line = |request: &ModelRequest| {
        let text: String = request.last_user_text().chars().take(80).collect();
        format!(
            "\n  {} {} {text:?} {:?}",
            request.number, request.path, request.ending
        )
    };
    let requests: String = state.requests.iter().map(line).collect();
    format!(
        "{} requests{requests}\n  problems: {:?}",
        state.requests.len(),
        state.problems
    )
}
