//! Opens the parts of a home, with or without a gateway around them.
//!
//! Owns the order in which they are opened and what is told of damage found on the way.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::health::Health;
use super::host::Host;
use super::ports::{Keys, Status};
use super::{Options, StartError};
use crate::activity::{Hold, Kind, Record, Scope, current_holds, put_hold, record};
use crate::agent::{
    AgentHome, AgentHomes, Calibrations, JobDesk, Parts, Pruning, ToolRunner, settle_answered,
};
use crate::channel::{Local, PairingStore};
use crate::clock::{Ms, SharedClock, SystemClock};
use crate::config::{Config, ConfigStore, Open};
use crate::cron::JobBook;
use crate::delivery::{Channels, Sender, doubt_all};
use crate::error::{Params, Problem, params};
use crate::event::Events;
use crate::model::{ApiKind, CostSettings, ModelSettings, Models, OwnModel, ProviderSettings};
use crate::secret::{Env, Redactor, SecretStore, Setup};
use crate::session::{Mended, SearchIndex, SessionStore};
use crate::storage::{
    Db, HomeOrigin, Opened, Settled, StateDir, StorageError, TABLES_LOST, open_or_recover,
};
use crate::words::{Language, Words};
use crate::workspace::{Files, Guarded, Workspace, bootstrap};

/// The process's own variables.
pub fn system_environment() -> Env {
    Arc::new(|name| std::env::var(name).ok())
}

/// The clock the options ask for.
pub(super) fn clock(options: &Options) -> SharedClock {
    if let Some(clock) = &options.clock {
        return Arc::clone(clock);
    }
    #[cfg(feature = "test-hooks")]
    if let Some(socket) = &options.clock_socket {
        return crate::clock::remote(socket);
    }
    SystemClock::shared()
}

/// Opens everything. Without the home's lock (`locked`) nothing is made and nothing is noted.
pub async fn open_home(
    state: StateDir,
    clock: SharedClock,
    env: Env,
    cancel: CancellationToken,
    tasks: TaskTracker,
    locked: bool,
) -> Result<Host, StartError> {
    let now = clock.now_ms();
    let words = Words::load();
    let (db, opened) = open_or_recover(&state, now)?;
    let secrets = SecretStore::new(
        state.root(),
        Setup::new(state.home_id(), Arc::clone(&env), Redactor::default()),
    );
    let config = ConfigStore::open(Open {
        state_dir: state.root(),
        env: Arc::clone(&env),
        secrets: secrets.clone(),
        words: &words,
        language: computer_language(&env),
    })?;
    let current = config.current();
    let (sessions, mended) = SessionStore::open(state.clone(), Arc::clone(&clock))?;
    sessions.adopt_main(&current.session);
    if locked && let Err(error) = sessions.finish_removals() {
        tracing::warn!(%error, "a removal that was cut off could not be finished");
    }
    let sessions = Arc::new(sessions);
    let keys = Arc::new(Keys {
        secrets: secrets.clone(),
        config: config.clone(),
    });
    let language = current
        .language()
        .unwrap_or_else(|| computer_language(&env));
    let models = Arc::new(Models::new(
        model_settings(&current, language),
        keys,
        Arc::clone(&clock),
        words.clone(),
    ));
    let (events, channels) = (Events::default(), Channels::default());
    channels.put(Arc::new(Local::desktop()));
    channels.put(Arc::new(Local::cli()));
    let status = Arc::new(Status {
        sessions: Arc::clone(&sessions),
        config: config.clone(),
        models: Arc::clone(&models),
        clock: Arc::clone(&clock),
    });
    let jobs = JobDesk {
        book: JobBook::new(state.cron(), Arc::clone(&clock)),
        db: db.clone(),
        clock: Arc::clone(&clock),
        events: events.clone(),
        sessions: Arc::clone(&sessions),
        config: config.clone(),
        words: words.clone(),
    };
    let agents = AgentHomes::default();
    for agent in current.agents() {
        let home = open_agent(OpenAgent {
            agent: &agent,
            config: &current,
            settings: &config,
            state: &state,
            db: &db,
            clock: &clock,
            status: &status,
            jobs: &jobs,
            first_files: locked.then_some(language),
        })
        .await;
        agents.put(&agent, home);
    }
    let sender = Sender::new(
        db.clone(),
        channels.clone(),
        Arc::clone(&clock),
        events.clone(),
        cancel,
        tasks,
    );
    let calibrations = db.read(Calibrations::load).await?;
    if let Some(since) = answered_since(&opened, &state, now).filter(|_| locked) {
        let ended = settle_answered(&db, &sessions, since).await?;
        tracing::info!(ended, "messages answered since the copy of the tables");
    }
    let moved = state.moved();
    let mut findings: Vec<Problem> = told_of(&opened).into_iter().collect();
    findings.extend(state.settled().map(|settled| match settled {
        Settled::Finished { kept: Some(kept) } => Problem::with(
            "restore-finished",
            params([("path", kept.display().to_string().into())]),
        ),
        Settled::Finished { kept: None } => Problem::new("restore-finished-new"),
        Settled::TakenBack => Problem::new("restore-taken-back"),
    }));
    findings.extend(moved.then(|| Problem::new("home-moved")));
    findings.extend(mended.iter().map(|mended| {
        Problem::with(
            "sessions-mended",
            params([("path", mended.aside.display().to_string().into())]),
        )
    }));
    let noted = match locked {
        true => note_mended(&state, &mended, now)?,
        false => Vec::new(),
    };
    let held = match locked {
        true => note_start(&db, findings.clone(), moved, told_of(&opened), now).await?,
        false => {
            db.read(move |connection| current_holds(connection, now))
                .await?
        }
    };
    let paused = held.iter().any(|hold| hold.scope == Scope::All.to_string());
    Ok(Host {
        parts: Arc::new(Parts {
            db,
            clock: Arc::clone(&clock),
            events,
            sessions,
            models,
            config,
            agents,
            redactor: secrets.redactor().clone(),
            sender,
            channels,
            words,
            calibrations,
            pruning: Pruning::default(),
            jobs: jobs.book,
        }),
        search: Arc::new(SearchIndex::new(state.search())),
        pairing: Arc::new(PairingStore::new(state.credentials(), clock)),
        env,
        paused: watch::Sender::new(paused),
        started_at: now,
        embedded: false,
        findings,
        health: Health::after(noted),
        shortcut: std::sync::Mutex::default(),
        live: None,
        state,
        secrets,
    })
}

/// Notes that a run begins and what was found. A moved home and tables that were `lost` and put
/// back from a copy wait for a person: what ran since is not in them. Answers what is held.
async fn note_start(
    db: &Db,
    told: Vec<Problem>,
    moved: bool,
    lost: Option<Problem>,
    now: Ms,
) -> Result<Vec<Hold>, StorageError> {
    db.write(move |tx| {
        tx.execute(
            "INSERT OR REPLACE INTO meta(name, value) VALUES ('clean', '0')",
            [],
        )?;
        if lost.is_some() {
            doubt_all(tx)?;
            // Whoever keeps jobs has to know it, however often Cove is stopped before.
            tx.execute(
                "INSERT OR REPLACE INTO meta(name, value) VALUES (?1, '1')",
                [TABLES_LOST],
            )?;
        }
        for problem in &told {
            let id = format!("recovery:{}:{now}", problem.code);
            record(
                tx,
                &Record::new(id, now, Kind::Recovery, "done").because(problem.clone()),
            )?;
        }
        let waits = lost.or_else(|| moved.then(|| Problem::new("home-moved")));
        if let Some(reason) = waits {
            let hold = Hold {
                scope: Scope::Autonomous.to_string(),
                reason,
                since: now,
                until: None,
            };
            put_hold(tx, &hold)?;
        }
        current_holds(tx, now)
    })
    .await
}

/// What opening an agent's files takes.
pub(super) struct OpenAgent<'a> {
    pub agent: &'a str,
    pub config: &'a Config,
    pub settings: &'a ConfigStore,
    pub state: &'a StateDir,
    pub db: &'a Db,
    pub clock: &'a SharedClock,
    pub status: &'a Arc<Status>,
    pub jobs: &'a JobDesk,
    /// The language of the files a new agent begins with; `None` makes none.
    pub first_files: Option<Language>,
}

/// Opens an agent's files and tools.
pub(super) async fn open_agent(open: OpenAgent<'_>) -> Result<AgentHome, Problem> {
    let OpenAgent {
        agent,
        config,
        settings,
        state,
        db,
        clock,
        status,
        jobs,
        first_files,
    } = open;
    let root = config.workspace_dir(agent, state.root());
    let guarded = Guarded {
        state_dir: state.root().to_owned(),
        home_dir: std::env::home_dir(),
    };
    let workspace = Arc::new(Workspace::open(&root, &guarded)?);
    let files = Arc::new(Files::new(agent, workspace, db.clone(), Arc::clone(clock)));
    if let Some(language) = first_files {
        bootstrap(&files, language).await?;
    }
    let status: Arc<Status> = Arc::clone(status);
    let tools = ToolRunner::new(Arc::clone(&files), status)
        .with_jobs(jobs.clone())
        .under(settings.clone());
    let tools = Arc::new(tools);
    Ok(AgentHome { files, tools })
}

/// Lists that were written anew count as fixes that can be taken back.
fn note_mended(state: &StateDir, mended: &[Mended], now: Ms) -> Result<Vec<String>, StorageError> {
    let lists = mended.iter().filter_map(|mended| {
        let list = mended.aside.with_file_name("sessions.json");
        (list != mended.aside).then_some((list, &mended.aside))
    });
    lists
        .map(|(list, aside)| crate::health::note_mended(state.root(), &list, aside, now))
        .collect()
}

/// From when on transcripts may tell more than tables that come from a copy, ms; `None` where
/// the tables are as they were left.
fn answered_since(opened: &Opened, state: &StateDir, now: Ms) -> Option<Ms> {
    /// Clocks of disk and computer may differ a little.
    const MARGIN: Ms = 60_000;
    /// Telegram keeps what nobody took for a day.
    const DAYS: Ms = 2 * 24 * 3_600_000;
    match (opened, state.origin()) {
        (Opened::Restored { made_at, .. }, _) => Some(made_at.unwrap_or(now - DAYS) - MARGIN),
        (Opened::Rebuilt { .. }, _) => Some(now - DAYS),
        (Opened::Fine, HomeOrigin::Backup(at)) => Some(at - MARGIN),
        (Opened::Fine, _) => None,
    }
}

fn told_of(opened: &Opened) -> Option<Problem> {
    let (code, aside) = match opened {
        Opened::Fine => return None,
        Opened::Restored { aside, .. } => ("database-restored", aside),
        Opened::Rebuilt { aside } => ("database-rebuilt", aside),
    };
    let told: Params = params([("path", aside.display().to_string().into())]);
    Some(Problem::with(code, told))
}

/// The language of a home that is not open: that of its settings; where there are none to read,
/// the computer's, which the first start writes into them.
pub fn home_language(state_dir: &std::path::Path, env: &Env) -> Language {
    crate::config::language_in(state_dir, env).unwrap_or_else(|| computer_language(env))
}

/// The computer's language: `COVE_LANG`, else as the system says.
pub(super) fn computer_language(env: &Env) -> Language {
    let tag = ["COVE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| env(name).filter(|tag| !tag.is_empty()));
    Language::from_tag(tag.as_deref().unwrap_or("en"))
}

/// What the settings say of models, for the model adapters.
pub(super) fn model_settings(config: &Config, language: Language) -> ModelSettings {
    let providers = config.provider_settings().into_iter().map(|own| {
        let settings = ProviderSettings {
            base_url: own.base_url,
            api: own.api.map(api_kind),
            headers: BTreeMap::new(),
            models: own.models.into_iter().map(own_model).collect(),
        };
        (own.id, settings)
    });
    ModelSettings {
        providers: providers.collect(),
        aliases: config.aliases(),
        language,
        ..ModelSettings::default()
    }
}

fn own_model(entry: crate::config::ModelEntry) -> OwnModel {
    OwnModel {
        id: entry.id,
        name: entry.name,
        api: entry.api.map(api_kind),
        context_window: entry.context_window,
        max_tokens: entry.max_tokens,
        cost: entry.cost.and_then(|cost| {
            Some(CostSettings {
                input: cost.input?,
                output: cost.output?,
                cache_read: cost.cache_read,
                cache_write: cost.cache_write,
            })
        }),
        reasoning: entry.reasoning,
        input: entry.input.map(|kinds| {
            let name = |kind: crate::config::Input| match kind {
                crate::config::Input::Text => "text".to_owned(),
                crate::config::Input::Image => "image".to_owned(),
            };
            kinds.into_iter().map(name).collect()
        }),
    }
}

fn api_kind(api: crate::config::WireApi) -> ApiKind {
    match api {
        crate::config::WireApi::OpenAiCompletions => ApiKind::OpenaiCompletions,
        crate::config::WireApi::OpenAiResponses => ApiKind::OpenaiResponses,
        crate::config::WireApi::AnthropicMessages => ApiKind::AnthropicMessages,
    }
}
