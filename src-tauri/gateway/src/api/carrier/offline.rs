//! Answers without a running gateway: reading requests at once, changing ones under the lock.
//!
//! Owns the choice of what needs the lock. Whatever needs a turn, a model or a channel answers
//! that a gateway is needed. Starts no channel, no lane and no chore.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{Client, EventStream, wire};
use crate::api::backup::BackupRestore;
use crate::api::contract::{Actor, ApiError, Call, Needs, Request};
use crate::api::cron::CronPreview;
use crate::api::events::Since;
use crate::api::health::HealthCheck;
use crate::api::serve::{Desk, check_home, preview_with, restore_home, table};
use crate::clock::SystemClock;
use crate::error::{Params, Problem};
use crate::gateway::{StartError, home_language, open_home, system_environment};
use crate::storage::{StateDir, StateLock, StorageError};
use crate::words::{Language, Words};

/// A command waits so often, so long each time, for another one that changes the home.
const TRIES: u32 = 60;
const PAUSE: Duration = Duration::from_millis(50);

/// A home without a gateway.
struct Offline {
    root: PathBuf,
    language: Language,
}

/// Opens a home without a gateway. Nothing but its language is read before the first call.
///
/// # Errors
/// None today; the type leaves room for a home that can't be opened at all.
pub fn open(state_dir: &Path) -> Result<Arc<dyn Client>, ApiError> {
    Ok(Arc::new(Offline {
        root: state_dir.to_owned(),
        language: home_language(state_dir, &system_environment()),
    }))
}

#[async_trait]
impl Client for Offline {
    async fn call(&self, call: Call) -> Result<Value, ApiError> {
        let needs = table()
            .into_iter()
            .find(|(method, ..)| *method == call.method)
            .map(|(_, needs, _)| needs);
        // A key for this run is gone with the command that set it.
        let passing = call.params.get("keep").and_then(Value::as_str) == Some("this-run");
        if passing || matches!(needs, Some(Needs::Gateway) | None) {
            return Err(wire::failure(
                self.language,
                "gateway-needed",
                Params::new(),
            ));
        }
        // A look must not mend, as opening does.
        if call.method == HealthCheck::METHOD && self.root.join("cove.json").exists() {
            let (env, clock) = (system_environment(), SystemClock::shared());
            let report = check_home(self.root.clone(), env, &clock, self.language).await;
            return self.value(report.map_err(|error| self.refuse(error))?);
        }
        // A question about a schedule makes no home.
        if call.method == CronPreview::METHOD {
            return self.preview(call.params);
        }
        // A home that is replaced must not be open.
        if call.method == BackupRestore::METHOD {
            return self.restore(call.params).await;
        }
        // A home that does not exist yet is made by whatever asks first, so it takes the lock too.
        let locks = needs == Some(Needs::Changing) || !self.root.join("cove.db").exists();
        self.answer(call, locks).await
    }

    fn language(&self) -> Option<Language> {
        Some(self.language)
    }

    async fn subscribe(&self, _: Option<Since>) -> Result<EventStream, ApiError> {
        Err(wire::failure(
            self.language,
            "gateway-needed",
            Params::new(),
        ))
    }
}

impl Offline {
    async fn answer(&self, call: Call, locks: bool) -> Result<Value, ApiError> {
        let state = StateDir::open(self.root.clone()).map_err(|error| self.refuse(error.into()))?;
        let _lock = match locks {
            true => Some(self.lock(state.root()).await?),
            false => None,
        };
        let (cancel, tasks) = (CancellationToken::new(), TaskTracker::new());
        let host = open_home(
            state,
            SystemClock::shared(),
            system_environment(),
            cancel.clone(),
            tasks,
            locks,
        )
        .await
        .map_err(|error| self.refuse(error))?;
        let host = Arc::new(host);
        let answer = Desk::new(Arc::clone(&host), Actor::Cli).call(call).await;
        cancel.cancel();
        if let Err(error) = host.parts.sessions.flush() {
            tracing::error!(%error, "sessions.json could not be written");
        }
        host.db().close().await;
        answer
    }

    /// The lock; another command that has it lets it go in a moment.
    async fn lock(&self, root: &Path) -> Result<StateLock, ApiError> {
        let mut left = TRIES;
        loop {
            match StateLock::take(root) {
                Err(StorageError::Held { .. }) if left > 0 => left -= 1,
                taken => return taken.map_err(|error| self.refuse(error.into())),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    fn preview(&self, params: Value) -> Result<Value, ApiError> {
        let request: CronPreview = self.read(params)?;
        let (clock, words) = (SystemClock::shared(), Words::load());
        let found = preview_with(request, &clock, &words, self.language);
        self.value(found.map_err(|problem| self.told(&problem))?)
    }

    fn read<R: Request>(&self, params: Value) -> Result<R, ApiError> {
        serde_json::from_value(params).map_err(|error| {
            let told = [
                ("method", R::METHOD.into()),
                ("detail", error.to_string().into()),
            ];
            wire::failure(self.language, "request-invalid", crate::error::params(told))
        })
    }

    async fn restore(&self, params: Value) -> Result<Value, ApiError> {
        let request: BackupRestore = self.read(params)?;
        let now = SystemClock::shared().now_ms();
        let restored = restore_home(self.root.clone(), request, now).await;
        self.value(restored.map_err(|problem| self.told(&problem))?)
    }

    fn value(&self, answer: impl serde::Serialize) -> Result<Value, ApiError> {
        serde_json::to_value(answer).map_err(|error| {
            let problem = Problem::from(crate::storage::StorageError::from(error));
            self.told(&problem)
        })
    }

    fn refuse(&self, error: StartError) -> ApiError {
        self.told(&Problem::from(&error))
    }

    fn told(&self, problem: &Problem) -> ApiError {
        ApiError::render(problem, &Words::load(), self.language)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn a_command_waits_for_another_one_that_changes_the_home() {
        let folder = tempfile::tempdir().unwrap();
        let client = open(folder.path()).unwrap();
        let other = StateLock::take(folder.path()).unwrap();
        let call = Call {
            method: "hold.set".to_owned(),
            params: json!({"scope": "all"}),
            request_id: None,
        };
        // The call is polled first, and finds the home held.
        let (answer, ()) = tokio::join!(client.call(call), async { drop(other) });
        assert!(answer.unwrap()["undo"].is_object());
    }
}
