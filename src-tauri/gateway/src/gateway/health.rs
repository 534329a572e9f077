//! The home's checks: what they look at, their rhythm, and mending beside conversations at work.
//!
//! Owns the last report and what was told of it. A check changes nothing; it runs by itself every
//! half hour on a thread of its own and never delays a message.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::OptionalExtension;

use super::StartError;
use super::home::computer_language;
use super::host::Host;
use crate::activity::{Kind, Record, record};
use crate::agent::remeasure;
use crate::clock::{Ms, SharedClock};
use crate::config::{Config, ConfigStore, Open};
use crate::error::Problem;
use crate::event::Subject;
use crate::health::{
    self, Cache, Finding, FixError, FixRecord, Fixed, Remedy, Severity, View, ViewAgent,
};
use crate::model::practice_model;
use crate::secret::{Env, Redactor, SecretStore, Setup};
use crate::session::{SessionKey, StrayKind};
use crate::storage::{StateDir, StorageError};
use crate::words::Words;
use crate::workspace::{Guarded, Limits, Workspace};

/// What was told of is remembered under this name in `meta`.
const TOLD: &str = "health";
/// Seed 004's window, for a home whose model is not known.
const WINDOW: u64 = 200_000;

/// What the last check found.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// When, ms.
    pub at: Ms,
    /// Worst first.
    pub findings: Vec<Finding>,
}

/// The home's health as it was seen last.
#[derive(Debug, Default)]
pub struct Health {
    // Both held for a look-up or by the thread of a check, never over an await.
    cache: Mutex<Cache>,
    last: Mutex<Option<Arc<Checked>>>,
    /// Fixes a start made by itself, by id.
    pub mended: Vec<String>,
}

impl Health {
    /// Of a home whose start mended this.
    pub(super) fn after(mended: Vec<String>) -> Self {
        Self {
            mended,
            ..Self::default()
        }
    }

    /// The last check, if there was one since the start.
    pub fn last(&self) -> Option<Arc<Checked>> {
        lock(&self.last).clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Checks a home that is open and tells what is new.
pub async fn look(host: &Arc<Host>) -> Result<Arc<Checked>, Problem> {
    let (view, own) = (view(host).await?, Arc::clone(host));
    let (unreached, old) = (unreached(host), super::upkeep::would_go(host));
    let checked = aside(move || {
        let mut findings = health::check(&view, &mut lock(&own.health.cache));
        findings.extend(unreached.into_iter().chain(old));
        Checked {
            at: view.now,
            findings,
        }
    })
    .await?;
    let mut checked = Arc::new(checked);
    if host.live.is_some()
        && let Err(error) = tell(host, &checked).await
    {
        // The very thing a person asks about: it is found, not in the way of the answer.
        tracing::warn!(%error, "what a check found could not be recorded");
        let refused = Finding::new("database-unopened", Severity::Error, "cove.db");
        Arc::make_mut(&mut checked).findings.insert(0, refused);
    }
    lock(&host.health.last).replace(Arc::clone(&checked));
    host.events().changed(Subject::Status, None);
    Ok(checked)
}

/// Checks a home that nobody has open, without opening it: what a start would mend is found.
pub async fn inspect(root: PathBuf, env: Env, clock: &SharedClock) -> Result<Checked, StartError> {
    let (now, zone) = (clock.now_ms(), clock.zone());
    let state = StateDir::open(root)?;
    let redactor = Redactor::default();
    let setup = Setup::new(state.home_id(), Arc::clone(&env), redactor.clone());
    let config = ConfigStore::open(Open {
        state_dir: state.root(),
        env: Arc::clone(&env),
        secrets: SecretStore::new(state.root(), setup),
        words: &Words::load(),
        language: computer_language(&env),
    })?;
    let current = config.current();
    let view = View {
        agents: current
            .agents()
            .into_iter()
            .filter_map(|agent| unopened(&agent, &current, &state))
            .collect(),
        root: state.root().to_owned(),
        now,
        zone,
        settings: config.report(),
        redactor,
        busy: BTreeSet::new(),
        newest: None,
        tables: true,
        window: WINDOW,
    };
    let look = move || health::check(&view, &mut Cache::default());
    let findings = tokio::task::spawn_blocking(look).await.unwrap_or_default();
    Ok(Checked { at: now, findings })
}

/// An agent whose folder is there; one that a start would make has nothing to be found.
fn unopened(agent: &str, config: &Config, state: &StateDir) -> Option<ViewAgent> {
    let root = config.workspace_dir(agent, state.root());
    let guarded = Guarded {
        state_dir: state.root().to_owned(),
        home_dir: std::env::home_dir(),
    };
    root.is_dir().then(|| ViewAgent {
        id: agent.to_owned(),
        workspace: Workspace::open(&root, &guarded)
            .map(Arc::new)
            .map_err(Problem::from),
        limits: limits(config),
    })
}

fn limits(config: &Config) -> Limits {
    let chars = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    Limits {
        per_file: chars(config.agents.defaults.bootstrap_max_chars),
        total: chars(config.agents.defaults.bootstrap_total_max_chars),
    }
}

/// What a check of an open home looks at.
pub async fn view(host: &Host) -> Result<View, Problem> {
    let newest = host.db().read(|connection| {
        let newest = connection.query_row("SELECT max(at) FROM activity", [], |row| row.get(0));
        Ok(newest?)
    });
    let config = host.config().current();
    let model = config
        .model_chain(config.default_agent())
        .first()
        .cloned()
        .unwrap_or_else(practice_model);
    let agents = config.agents().into_iter().filter_map(|id| {
        let home = host.parts.agents.get(&id)?;
        Some(ViewAgent {
            workspace: home.map(|home| Arc::clone(home.files.workspace())),
            limits: limits(&config),
            id,
        })
    });
    Ok(View {
        root: host.state.root().to_owned(),
        now: host.now(),
        zone: host.parts.zone(),
        agents: agents.collect(),
        settings: host.config().report(),
        redactor: host.parts.redactor.clone(),
        busy: busy(host),
        newest: newest.await?,
        tables: false,
        window: host.parts.models.info(&model).context_tokens,
    })
}

/// Conversations that no message reaches any more, since the settings changed.
fn unreached(host: &Host) -> Vec<Finding> {
    let mut all = host.parts.sessions.all();
    all.retain(|(_, record)| record.number("archivedAt").is_none());
    let strays = super::stray::strays(&host.config().current(), &all);
    let told = strays.into_iter().map(|stray| {
        let code = match (stray.kind, &stray.belongs) {
            (StrayKind::Duplicate, _) => "session-duplicate",
            (StrayKind::Former, _) => "session-former",
            (StrayKind::Stray, Some(_)) => "session-stray",
            (StrayKind::Stray, None) => "session-unreached",
        };
        let to = stray.belongs.map(|key| key.to_string());
        let belongs = to.clone().unwrap_or_default();
        let severity = match stray.kind {
            StrayKind::Stray if belongs.is_empty() => Severity::Info,
            StrayKind::Former => Severity::Info,
            StrayKind::Stray | StrayKind::Duplicate => Severity::Warning,
        };
        let found = Finding::new(code, severity, stray.key.as_str()).of(stray.key.agent());
        let key = stray.key.to_string();
        found
            .with("belongs", belongs)
            .mended_by(Remedy::Stray { key, belongs: to })
    });
    told.collect()
}

/// The transcripts that lanes have open, by name without ending.
fn busy(host: &Host) -> BTreeSet<String> {
    let keys = host.live.as_ref().map(|live| live.lanes.keys());
    let found = keys.into_iter().flatten().filter_map(|key| {
        let path = host.parts.sessions.find(&key)?.path;
        Some(path.file_stem()?.to_string_lossy().into_owned())
    });
    found.collect()
}

/// Records what was not told before; what is gone is forgotten, so that it is told if it returns.
async fn tell(host: &Host, checked: &Arc<Checked>) -> Result<(), StorageError> {
    let (checked, now) = (Arc::clone(checked), host.now());
    let news = host
        .db()
        .write(move |tx| {
            let known: Option<String> = tx
                .query_row("SELECT value FROM meta WHERE name = ?1", [TOLD], |row| {
                    row.get(0)
                })
                .optional()?;
            let known: BTreeSet<String> = match known {
                Some(known) => serde_json::from_str(&known)?,
                None => BTreeSet::new(),
            };
            let found: BTreeSet<String> = checked.findings.iter().map(Finding::id).collect();
            if found == known {
                return Ok(false);
            }
            let mut news = false;
            for finding in &checked.findings {
                let id = finding.id();
                if known.contains(&id) {
                    continue;
                }
                news = true;
                let told = Record::new(format!("health:{id}:{now}"), now, Kind::Health, "found");
                let why = Problem::with(finding.code, finding.params.clone());
                let told = told.about(&finding.subject).because(why);
                record(tx, &told.with("subject", finding.subject.clone()))?;
            }
            tx.execute(
                "INSERT OR REPLACE INTO meta(name, value) VALUES (?1, ?2)",
                [TOLD, &serde_json::to_string(&found)?],
            )?;
            Ok(news)
        })
        .await?;
    if news {
        host.events().changed(Subject::Activity, None);
    }
    Ok(())
}

/// Mends a finding of files. A transcript that a lane has open is changed in that lane, between
/// two turns, and opened anew. A conversation nobody reaches is moved while neither its own lane
/// nor that of its new key does anything.
pub async fn mend(host: &Arc<Host>, finding: &Finding) -> Result<Fixed, Problem> {
    let (view, own, found) = (view(host).await?, Arc::clone(host), finding.clone());
    let work = move || health::fix(&view, &own.parts.sessions, &found);
    let keys: Vec<SessionKey> = match &finding.remedy {
        Remedy::Tail | Remedy::Lines | Remedy::Header | Remedy::Calls => {
            let path = host.state.root().join(&finding.subject);
            owner(host, &path).into_iter().collect()
        }
        Remedy::Stray { key, belongs } => {
            let agent = finding.agent.as_deref().unwrap_or_default();
            let both = belongs.iter().chain([key]);
            both.map(|key| SessionKey::parse(key, agent)).collect()
        }
        _ => Vec::new(),
    };
    let fixed = alone(host, &keys, work).await?;
    if let (Remedy::Stray { .. }, Some(key)) = (&finding.remedy, keys.first())
        && let Err(problem) = remeasure(&host.parts, key).await
    {
        tracing::warn!(code = problem.code, %key, "a conversation that was moved could not be measured");
    }
    Ok(fixed)
}

/// Takes a fix back, with the same care.
pub async fn take_back(host: &Arc<Host>, id: &str) -> Result<FixRecord, Problem> {
    let root = host.state.root().to_owned();
    if let Some((told, left)) = health::fix_that_left(&root, id)? {
        return super::anew::take_back(host, told, left).await;
    }
    let fixes = health::list_fixes(&root);
    let told = fixes.iter().find(|told| told.id == id);
    let keys: BTreeSet<SessionKey> = told
        .into_iter()
        .flat_map(|told| &told.steps)
        .flat_map(|step| {
            let agent = step.agent.as_deref().unwrap_or_default();
            let named = step.keys().map(|key| SessionKey::parse(key, agent));
            named.chain(owner(host, &root.join(&step.path)))
        })
        .collect();
    let keys: Vec<SessionKey> = keys.into_iter().collect();
    let (own, id, now) = (Arc::clone(host), id.to_owned(), host.now());
    let work = move || health::restore_fix(own.state.root(), &own.parts.sessions, &id, now);
    alone(host, &keys, work).await
}

/// The conversation whose transcript this is at the moment.
fn owner(host: &Host, path: &std::path::Path) -> Option<SessionKey> {
    let all = host.parts.sessions.all().into_iter().map(|(key, _)| key);
    let mut held = all.filter(|key| {
        let found = host.parts.sessions.find(key);
        found.is_some_and(|found| found.path == path)
    });
    held.next()
}

/// Runs work that changes files, where need be while the lanes of `keys` do nothing else.
async fn alone<T: Send + 'static>(
    host: &Arc<Host>,
    keys: &[SessionKey],
    work: impl FnOnce() -> Result<T, FixError> + Send + 'static,
) -> Result<T, Problem> {
    let done = match &host.live {
        Some(live) if !keys.is_empty() => live.lanes.alone(keys, work).await?,
        _ => aside(work).await?,
    };
    Ok(done?)
}

/// Runs blocking work off the async threads.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await;
    // The work neither panics nor is cancelled unless the process ends.
    done.map_err(|_| Problem::new("gateway-gone"))
}
