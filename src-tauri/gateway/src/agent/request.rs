//! The next request of a conversation: its system prompt, its turns as they are sent, its size.
//!
//! Owns putting them together, for a turn and for a look at it alike. Calls no model.

use super::open_session::Open;
use super::pruning::{Occasion, last_touch};
use super::turn::Turn;
use super::{AgentHome, Parts};
use crate::context::{
    Calibration, Marks, PromptParts, Pruned, Rules, Size, careful_size, last_counted,
    request_bytes, size_of, system_prompt, window,
};
use crate::model::{ModelRef, ModelRequest, practice_model};
use crate::session::{Entry, KeyKind, PieceKind, Prompt, SessionKey, path_of, pieces};
use crate::workspace::{FileError, Limits, PromptFile, TurnClass};

/// The system prompt of a turn and what went into it.
#[derive(Debug)]
pub(super) struct Instructions {
    pub text: String,
    pub files: Vec<PromptFile>,
}

/// What a request is made for.
pub(super) struct Asking<'a> {
    pub session_id: &'a str,
    pub home: &'a AgentHome,
    pub class: TurnClass,
    /// The models it goes to, in order; empty = the practice agent.
    pub chain: &'a [ModelRef],
    /// How much it may think; `None` = the model's own.
    pub thinking: Option<String>,
    /// It goes out: what is pruned is remembered.
    pub goes_out: bool,
}

/// A request, ready to go.
#[derive(Debug)]
pub(super) struct NextRequest {
    pub request: ModelRequest,
    /// What each of its turns is.
    pub kinds: Vec<PieceKind>,
    /// What pruning did; `None` where it is off.
    pub pruned: Option<Pruned>,
}

impl Parts {
    /// The window a model has here, tokens.
    pub fn window(&self, model: &ModelRef) -> u64 {
        let config = self.config.current();
        let own = self.models.info(model).context_tokens;
        window(own, config.agents.defaults.context_tokens)
    }

    /// The marks in a model's window.
    pub fn marks(&self, model: &ModelRef) -> Marks {
        let config = self.config.current();
        Marks::of(self.window(model), &config.agents.defaults.compaction)
    }

    /// Bounds of the agent's files in a prompt.
    pub fn limits(&self) -> Limits {
        let config = self.config.current();
        let chars = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        Limits {
            per_file: chars(config.agents.defaults.bootstrap_max_chars),
            total: chars(config.agents.defaults.bootstrap_total_max_chars),
        }
    }

    /// Assembles the system prompt of a class, with what the settings say about the place.
    pub(super) async fn instructions(
        &self,
        home: &AgentHome,
        class: TurnClass,
        prompts: &[String],
    ) -> Result<Instructions, FileError> {
        let zone = self.zone();
        let days = days(self.clock.now_ms(), &zone);
        let files = home.files.prompt(class, &days, self.limits()).await?;
        let text = system_prompt(&PromptParts {
            files: &files,
            zone: &zone,
            language: self.language().tag(),
            guests: class == TurnClass::Guest,
            prompts,
        });
        Ok(Instructions { text, files })
    }

    /// Puts a request together.
    pub(super) fn next_request(
        &self,
        asking: &Asking<'_>,
        entries: &[Entry],
        system: &str,
    ) -> NextRequest {
        let path = path_of(entries);
        let first = asking.chain.first().cloned().unwrap_or_else(practice_model);
        let (kinds, mut turns): (Vec<_>, Vec<_>) = pieces(&path)
            .into_iter()
            .map(|piece| (piece.kind, piece.turn))
            .unzip();
        let pruning = &self.config.current().agents.defaults.context_pruning;
        let occasion = Occasion {
            session_id: asking.session_id,
            rules: Rules::of(pruning, &first),
            window: self.window(&first),
            last_touch: last_touch(&path, &first),
            now: self.clock.now_ms(),
        };
        let pruned = match asking.goes_out {
            true => self.pruning.prune(&mut turns, &occasion),
            false => self.pruning.preview(&mut turns, &occasion),
        };
        // Reasoning goes back only to the model that signed it: the last one that answered here.
        let signed = entries
            .iter()
            .rev()
            .filter_map(Entry::message)
            .find_map(|message| message.model.clone())
            .map(|(provider, model)| ModelRef { provider, model });
        NextRequest {
            request: ModelRequest {
                model: signed.unwrap_or(first),
                system: system.to_owned(),
                turns,
                tools: asking.home.tools.specs(asking.class),
                max_output_tokens: None,
                thinking: asking.thinking.clone(),
                session: asking.session_id.to_owned(),
            },
            kinds,
            pruned,
        }
    }

    /// The size of a request to `model`: what it counted last and an estimate of what was added.
    /// Where it never counted anything and the limit is near, the request is read more carefully.
    pub(super) fn measure(
        &self,
        request: &ModelRequest,
        entries: &[Entry],
        model: &ModelRef,
    ) -> Measured {
        let calibration = self.calibrations.get(&model.to_string());
        let bytes = request_bytes(request);
        let last = last_counted(&path_of(entries), model, calibration);
        let mut size = size_of(bytes, last, calibration);
        let near = self.marks(model).compaction / 4 * 3;
        if last.is_none() && calibration.samples == 0 && size.tokens >= near {
            size.tokens = size.tokens.max(careful_size(request));
        }
        Measured {
            bytes,
            size,
            calibration,
        }
    }
}

impl Turn<'_> {
    pub(super) fn request(&self, open: &Open, system: &str) -> ModelRequest {
        let own = self.by_itself.as_ref();
        let asking = Asking {
            session_id: &self.session_id,
            home: &self.home,
            class: self.class,
            chain: &self.chain,
            thinking: own
                .and_then(|own| own.thinking.clone())
                .or_else(|| self.parts.thinking(&self.lane.key)),
            goes_out: true,
        };
        let mut request = self
            .parts
            .next_request(&asking, self.seen(open), system)
            .request;
        request.tools.retain(|tool| self.may_use(tool.name));
        request
    }

    /// How large a request is for the model it goes to first.
    pub(super) fn measure(&self, open: &Open, request: &ModelRequest) -> Measured {
        let model = self.chain.first().cloned().unwrap_or_else(practice_model);
        self.parts.measure(request, self.seen(open), &model)
    }

    /// What of the conversation it reads: a turn that is alone nothing but itself.
    fn seen<'o>(&self, open: &'o Open) -> &'o [Entry] {
        match self.is_alone() {
            true => open.entries_of(&self.id),
            false => open.transcript.entries(),
        }
    }
}

/// How large a request is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured {
    pub bytes: u64,
    pub size: Size,
    pub calibration: Calibration,
}

impl From<Measured> for Prompt {
    fn from(measured: Measured) -> Self {
        Self {
            bytes: measured.bytes,
            estimate: measured.size.tokens,
        }
    }
}

/// What a conversation is where only its key is known: nobody but the owner has the main one.
pub(super) fn class_of_key(key: &SessionKey) -> TurnClass {
    let isolated = TurnClass::Isolated {
        may_read_memory: false,
    };
    match (key.kind(), key.as_str().split(':').nth(2)) {
        (KeyKind::Main, _) => TurnClass::MainChat,
        (KeyKind::Cron, _) => isolated,
        (_, Some("subagent")) => TurnClass::Subagent,
        (_, Some("hook")) => TurnClass::Hook,
        _ => TurnClass::Guest,
    }
}

/// Yesterday and today in the person's zone.
fn days(now: crate::clock::Ms, zone: &str) -> Vec<chrono::NaiveDate> {
    let today = today(now, zone);
    today.pred_opt().into_iter().chain([today]).collect()
}

/// The day it is in a zone.
pub(super) fn today(now: crate::clock::Ms, zone: &str) -> chrono::NaiveDate {
    let zone: chrono_tz::Tz = zone.parse().unwrap_or(chrono_tz::UTC);
    crate::clock::utc(now).with_timezone(&zone).date_naive()
}
