//! Answers the requests of the contract: translation only, no logic.
//!
//! Owns the table from method to handler, the check of who may call and the first answer to a
//! request id. Never knows which carrier a call came by.

mod activity;
mod agent;
mod backup;
mod beat_settings;
mod beats;
mod change;
mod chat;
mod command;
mod compaction;
mod config;
mod config_file;
mod context;
mod crash;
mod cron;
mod cron_test;
mod delivery;
mod earlier;
mod events;
mod exchanges;
mod export;
mod group_needs;
mod groups;
mod health;
mod heartbeat;
mod hold;
mod inverse;
mod job_needs;
mod job_runs;
mod jobs;
mod ledger;
mod message;
mod model;
mod page;
mod pairing;
mod picture;
mod process;
mod rehearsal;
mod retry;
mod route;
mod secret;
mod session_life;
mod sessions;
mod shortcut;
mod state;
mod status;
mod telegram;
mod tools;
mod transcripts;
mod unanswered;
mod undo;
mod update;
mod workspace;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;

use super::carrier::{Client, EventStream};
use super::contract::{Actor, ApiError, CONTRACT, Call, Needs, Request};
use super::events::Since;
use super::hello::{Hello, Welcome};
use crate::activity::{answered, remember_answer};
use crate::error::Problem;
use crate::gateway::Host;

pub use backup::restore_home;
pub use cron::preview_with;
pub use health::check_home;
pub use status::sentence as status_sentence;
pub use undo::Contract;

/// Who calls, and with which request id.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Set by the carrier.
    pub actor: Actor,
    /// Of a mutation.
    pub request_id: Option<String>,
}

/// The home as one end of the contract, for one actor.
pub struct Desk {
    host: Arc<Host>,
    actor: Actor,
}

impl Desk {
    /// The contract for this actor.
    pub fn new(host: Arc<Host>, actor: Actor) -> Self {
        Self { host, actor }
    }

    fn refuse(&self, problem: &Problem) -> ApiError {
        ApiError::render(problem, &self.host.parts.words, self.host.language())
    }
}

#[async_trait]
impl Client for Desk {
    async fn call(&self, call: Call) -> Result<Value, ApiError> {
        let caller = Caller {
            actor: self.actor,
            request_id: call.request_id,
        };
        dispatch(&self.host, &caller, &call.method, call.params)
            .await
            .map_err(|problem| self.refuse(&problem))
    }

    async fn subscribe(&self, since: Option<Since>) -> Result<EventStream, ApiError> {
        Ok(events::stream(&self.host, since))
    }
}

/// Declares the table of methods: request type and handler.
macro_rules! methods {
    ($($request:ty => $handler:path),* $(,)?) => {
        async fn dispatch(host: &Arc<Host>, caller: &Caller, method: &str, params: Value) -> Result<Value, Problem> {
            match method {
                $(<$request as Request>::METHOD => {
                    let request = admit::<$request>(caller, params)?;
                    once::<$request, _>(host, caller, || Box::pin($handler(host, caller, request))).await
                })*
                _ => Err(Problem::with("method-unknown", crate::error::params([("method", method.into())]))),
            }
        }

        /// Every method with what it needs and who may call it.
        pub fn table() -> Vec<(&'static str, Needs, &'static [Actor])> {
            vec![$((<$request as Request>::METHOD, <$request as Request>::NEEDS, <$request as Request>::AUDIENCE)),*]
        }
    };
}

methods! {
    Hello => hello,
    super::chat::ChatSend => chat::send,
    super::chat::ChatRetry => retry::retry,
    super::chat::ChatWait => chat::wait,
    super::chat::ChatStop => chat::stop,
    super::chat::ChatEarlier => earlier::earlier,
    super::chat::ChatHistory => page::history,
    super::chat::ChatStream => page::stream,
    super::command::CommandList => command::list,
    super::sessions::SessionsList => sessions::list,
    super::sessions::SessionsReset => session_life::reset,
    super::sessions::SessionsHistory => session_life::history,
    super::sessions::SessionsReopen => session_life::reopen,
    super::sessions::SessionsDelete => session_life::delete,
    super::sessions::SessionsArchive => session_life::archive,
    super::transcripts::SessionsShow => transcripts::show,
    super::transcripts::SessionsExport => transcripts::export,
    super::transcripts::SessionsSearch => transcripts::search,
    super::context::ContextLook => context::report,
    super::compaction::ContextCompactPreview => compaction::preview,
    super::compaction::ContextCompact => compaction::compact,
    super::status::StatusGet => status::get,
    super::cron::CronPreview => cron::preview,
    super::cron::CronDescribe => cron::describe,
    super::cron::CronParse => cron::parse,
    super::cron::CronList => jobs::list,
    super::cron::CronGet => jobs::get,
    super::cron::CronAdd => jobs::add,
    super::cron::CronEdit => jobs::edit,
    super::cron::CronRemove => jobs::remove,
    super::cron::CronEnable => jobs::enable,
    super::cron::CronDisable => jobs::disable,
    super::cron::CronResume => jobs::resume,
    super::cron::CronRun => job_runs::run,
    super::cron::CronStop => job_runs::stop,
    super::cron::CronDismiss => job_runs::dismiss,
    super::cron::CronRuns => job_runs::runs,
    super::cron::CronStatus => job_runs::status,
    super::cron::CronExplain => job_runs::explain,
    super::cron_test::CronTest => cron_test::test,
    super::shortcut::ShortcutTell => shortcut::tell,
    super::update::UpdateLook => update::look,
    super::update::UpdateCheck => update::check,
    super::crash::CrashGet => crash::get,
    super::crash::CrashRead => crash::read,
    super::crash::CrashDismiss => crash::dismiss,
    super::config::ConfigGet => config::get,
    super::config::ConfigSet => config::set,
    super::config::ConfigUnset => config::unset,
    super::config::ConfigValidate => config::validate,
    super::config_file::ConfigFileRead => config_file::read,
    super::config_file::ConfigFileCheck => config_file::check,
    super::config_file::ConfigFileSave => config_file::save,
    super::secret::SecretList => secret::list,
    super::secret::SecretSet => secret::set,
    super::secret::SecretRemove => secret::remove,
    super::secret::SecretUnlock => secret::unlock,
    super::secret::SecretConfirm => secret::confirm,
    super::secret::SecretAdopt => secret::adopt,
    super::pairing::PairingList => pairing::list,
    super::pairing::PairingApprove => pairing::approve,
    super::pairing::PairingReject => pairing::reject,
    super::pairing::PairingRemove => pairing::remove,
    super::activity::ActivityList => activity::list,
    super::activity::UndoRun => undo::run,
    super::delivery::DeliveryList => delivery::list,
    super::delivery::DeliveryResend => delivery::resend,
    super::delivery::DeliveryDismiss => delivery::dismiss,
    super::backup::BackupList => backup::list,
    super::backup::BackupCreate => backup::create,
    super::backup::BackupRestore => backup::restore,
    super::health::HealthCheck => health::check,
    super::health::HealthFix => health::fix,
    super::health::HealthFixes => health::fixes,
    super::health::HealthRestore => health::restore,
    super::heartbeat::HeartbeatPlan => heartbeat::plan,
    super::heartbeat::HeartbeatEstimate => heartbeat::estimate,
    super::heartbeat::HeartbeatSavings => heartbeat::savings,
    super::rehearsal::RehearseRun => rehearsal::run,
    super::state::StateList => state::list,
    super::state::StateGet => state::get,
    super::state::StateChange => state::change,
    super::heartbeat::HeartbeatLast => beats::last,
    super::heartbeat::HeartbeatSet => beats::set,
    super::heartbeat::HeartbeatNow => beats::now,
    super::heartbeat::SystemEventAdd => beats::event,
    super::heartbeat::HeartbeatSettings => beat_settings::settings,
    super::heartbeat::HeartbeatChange => beat_settings::change,
    super::heartbeat::HeartbeatQuiet => heartbeat::quiet,
    super::heartbeat::HeartbeatList => beats::list,
    super::heartbeat::HeartbeatPreview => beats::preview,
    super::ledger::LedgerCost => ledger::cost,
    super::ledger::AllowanceExtend => ledger::extend,
    super::ledger::AllowanceAccept => ledger::accept,
    super::hold::HoldSet => hold::set,
    super::hold::HeartbeatPause => hold::pause,
    super::hold::HeartbeatResume => hold::resume,
    super::hold::HoldClear => hold::clear,
    super::workspace::WorkspaceList => workspace::list,
    super::workspace::FileRead => workspace::read,
    super::workspace::FileWrite => workspace::write,
    super::workspace::FileHistory => workspace::history,
    super::workspace::FileChanges => workspace::changes,
    super::workspace::FileDiff => workspace::diff,
    super::workspace::FileRevert => workspace::revert,
    super::workspace::PictureRead => picture::read,
    super::model::ModelList => model::list,
    super::model::ModelLocal => model::local,
    super::model::ModelUse => model::use_model,
    super::model::ModelCheck => model::check,
    super::model::ModelFallbacks => model::fallbacks,
    super::agent::AgentRename => agent::rename,
    super::telegram::TelegramCheck => telegram::check,
    super::tools::ToolList => tools::list,
    super::tools::ToolSet => tools::set,
    super::telegram::TelegramGroups => groups::list,
    super::telegram::TelegramGroupSet => groups::set,
    super::telegram::TelegramGroupIgnore => groups::ignore,
    super::route::RouteExplain => route::explain,
    super::process::GatewayStop => process::stop,
    super::process::LogsTail => process::tail,
    super::export::LogsExport => export::logs,
    super::export::SessionsSave => export::session,
}

/// Checks who calls and reads the request.
fn admit<R: Request>(caller: &Caller, params: Value) -> Result<R, Problem> {
    if !R::AUDIENCE.contains(&caller.actor) {
        return Err(Problem::with(
            "not-for-you",
            crate::error::params([("method", R::METHOD.into())]),
        ));
    }
    let params = if params.is_null() {
        Value::Object(serde_json::Map::new())
    } else {
        params
    };
    serde_json::from_value(params).map_err(|error| {
        let detail = error.to_string();
        Problem::with(
            "request-invalid",
            crate::error::params([("method", R::METHOD.into()), ("detail", detail.into())]),
        )
    })
}

/// Runs a handler, or gives the first answer again where this request id had one.
async fn once<'a, R, F>(host: &'a Host, caller: &'a Caller, run: F) -> Result<Value, Problem>
where
    R: Request,
    F: FnOnce() -> std::pin::Pin<Box<dyn Future<Output = Result<R::Answer, Problem>> + Send + 'a>>,
{
    let id = caller
        .request_id
        .clone()
        .filter(|_| R::NEEDS == Needs::Changing);
    if let Some(id) = id.clone()
        && let Some(first) = host
            .db()
            .read(move |connection| answered(connection, &id, R::METHOD))
            .await?
    {
        return Ok(first);
    }
    let answer = serde_json::to_value(run().await?).map_err(crate::storage::StorageError::from)?;
    if let Some(id) = id {
        let (kept, now) = (answer.clone(), host.now());
        host.db()
            .write(move |tx| remember_answer(tx, &id, R::METHOD, &kept, now))
            .await?;
    }
    Ok(answer)
}

async fn hello(host: &Arc<Host>, _: &Caller, _: Hello) -> Result<Welcome, Problem> {
    Ok(Welcome {
        contract: CONTRACT.to_owned(),
        build: crate::gateway::BUILD.to_owned(),
        home_id: host.state.home_id().to_owned(),
        epoch: host.events().epoch().to_owned(),
        language: host.language(),
        embedded: host.embedded,
        practice: host
            .config()
            .current()
            .model_chain(host.config().current().default_agent())
            .is_empty(),
        first_steps: host.config().current().first_steps(),
    })
}
