//! Keys and tokens: put, forgotten, unlocked. A secret goes in and never comes out.

use std::sync::Arc;

use serde_json::Value;

use super::Caller;
use super::change::{Told, aside, tell};
use super::config;
use crate::activity::Kind;
use crate::api::contract::Changed;
use crate::api::secret::{
    Keep, KeychainState, SecretAdopt, SecretConfirm, SecretList, SecretRemove, SecretRow,
    SecretSet, SecretUnlock, Secrets, SecretsAdopted,
};
use crate::config::{ConfigPath, TELEGRAM_API};
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::gateway::Host;
use crate::model;
use crate::secret::{self, Adopted, Origin, SecretRef};

const SUBJECTS: &[Subject] = &[Subject::Secrets, Subject::Config, Subject::Models];

/// Lists where secrets are kept; those that are only referred to and found nowhere are left out.
pub async fn list(host: &Arc<Host>, _: &Caller, _: SecretList) -> Result<Secrets, Problem> {
    let rows = host.secrets.list().await;
    let rows = rows.into_iter().filter_map(|row| {
        Some(SecretRow {
            keep: shown(row.keep?),
            origin: row.origin.map(|origin| origin.to_string()),
            path: row.path,
        })
    });
    Ok(Secrets {
        secrets: rows.collect(),
        keychain: match host.secrets.state() {
            secret::KeychainState::Ready => KeychainState::Ready,
            secret::KeychainState::Locked => KeychainState::Locked,
            secret::KeychainState::Absent => KeychainState::Absent,
            secret::KeychainState::Unasked => KeychainState::Unasked,
        },
        passphrase_locked: host.secrets.passphrase_locked(),
    })
}

/// Puts a secret and makes the settings refer to it.
pub async fn set(
    host: &Arc<Host>,
    caller: &Caller,
    request: SecretSet,
) -> Result<Changed, Problem> {
    let path = checked(&request.path)?;
    let origin = match &request.origin {
        Some(server) => server_of(server)?,
        None => default_origin(host, &path).ok_or_else(|| origin_needed(&path))?,
    };
    let keep = request.keep.map(wanted);
    let passphrase = request.passphrase.map(Into::into);
    let stored = host
        .secrets
        .set(
            &path,
            request.value.into(),
            origin.clone(),
            keep,
            passphrase,
        )
        .await?;
    if stored.keep != secret::Keep::ThisRun {
        refer(host, &path).await?;
    }
    let left = stored.left_behind.map_or("", secret::Keep::as_str);
    let told = Told::new(host, caller, Kind::Secret, "set")
        .about(&path)
        .with("path", path)
        .with("keep", stored.keep.as_str())
        .with("origin", origin.as_str())
        .with("left", left);
    tell(host, told, SUBJECTS).await
}

/// Forgets a secret and the reference to it.
pub async fn remove(
    host: &Arc<Host>,
    caller: &Caller,
    request: SecretRemove,
) -> Result<Changed, Problem> {
    let path = checked(&request.path)?;
    host.secrets.remove(&path).await?;
    if refers(host, &path)? {
        config::write(host, path.clone(), None).await?;
    }
    let told = Told::new(host, caller, Kind::Secret, "removed")
        .about(&path)
        .with("path", path);
    tell(host, told, SUBJECTS).await
}

/// Opens the passphrase file for this run.
pub async fn unlock(
    host: &Arc<Host>,
    caller: &Caller,
    request: SecretUnlock,
) -> Result<Changed, Problem> {
    host.secrets.unlock(request.passphrase.into()).await?;
    let told = Told::new(host, caller, Kind::Secret, "unlocked");
    tell(host, told, SUBJECTS).await
}

/// Lets a secret go to another server.
pub async fn confirm(
    host: &Arc<Host>,
    caller: &Caller,
    request: SecretConfirm,
) -> Result<Changed, Problem> {
    let path = checked(&request.path)?;
    let origin = server_of(&request.origin)?;
    host.secrets.confirm(&path, origin.clone()).await?;
    let told = Told::new(host, caller, Kind::Secret, "confirmed")
        .about(&path)
        .with("path", path)
        .with("origin", origin.as_str());
    tell(host, told, SUBJECTS).await
}

/// Moves secrets from the settings file to the keychain.
pub async fn adopt(
    host: &Arc<Host>,
    caller: &Caller,
    _: SecretAdopt,
) -> Result<SecretsAdopted, Problem> {
    let origin_of = |path: &str| default_origin(host, path);
    let Adopted { moved: paths, left } = host
        .secrets
        .adopt_from_config(origin_of, None, None)
        .await?;
    for path in &paths {
        refer(host, path).await?;
    }
    if !paths.is_empty() {
        let told = Told::new(host, caller, Kind::Secret, "adopted")
            .with("count", paths.len())
            .with("paths", paths.join(", "));
        tell(host, told, SUBJECTS).await?;
    }
    Ok(SecretsAdopted { paths, left })
}

/// The path in normal form, as references and the store spell it.
fn checked(path: &str) -> Result<String, Problem> {
    let parsed = ConfigPath::parse(path).filter(|parsed| !parsed.is_root());
    parsed
        .map(|parsed| parsed.to_string())
        .ok_or_else(|| Problem::with("config-bad-path", params([("path", path.into())])))
}

fn origin_needed(path: &str) -> Problem {
    Problem::with("secret-origin-needed", params([("path", path.into())]))
}

fn server_of(text: &str) -> Result<Origin, Problem> {
    Origin::of(text)
        .ok_or_else(|| Problem::with("secret-bad-origin", params([("origin", text.into())])))
}

/// The server a secret is for: as the settings say, else as Cove knows the provider.
fn default_origin(host: &Host, path: &str) -> Option<Origin> {
    if let Some(server) = host.config().current().secret_server(path) {
        return Origin::of(&server);
    }
    if path.starts_with("channels.telegram.") {
        return Origin::of(TELEGRAM_API);
    }
    let provider = path.strip_prefix("models.providers.")?;
    let provider = provider.strip_suffix(".apiKey")?;
    Origin::of(&model::origin(provider, None)?)
}

/// The settings hold the reference itself. A secret in plain text shows as one too.
fn refers(host: &Host, path: &str) -> Result<bool, Problem> {
    if host.secrets.in_plain_text().iter().any(|held| held == path) {
        return Ok(false);
    }
    let written = host.config().get("")?.value;
    let found = ConfigPath::parse(path).and_then(|path| path.find(&written).cloned());
    Ok(found == Some(reference_to(path)))
}

fn reference_to(path: &str) -> Value {
    Value::String(SecretRef::new(path).to_string())
}

/// Makes the settings refer to a secret that was put. Where they can't be written, the secret is
/// forgotten again, so that nothing is kept that nothing refers to.
async fn refer(host: &Host, path: &str) -> Result<(), Problem> {
    if refers(host, path)? {
        return Ok(());
    }
    let store = host.config().clone();
    let reference = reference_to(path);
    let at = path.to_owned();
    let written = aside(move || Ok(store.set(&at, reference).map(|_| ())?)).await;
    if let Err(problem) = written {
        if let Err(error) = host.secrets.remove(path).await {
            tracing::warn!(%error, path, "a secret nothing refers to could not be forgotten");
        }
        return Err(problem);
    }
    Ok(())
}

fn shown(keep: secret::Keep) -> Keep {
    match keep {
        secret::Keep::Keychain => Keep::Keychain,
        secret::Keep::Passphrase => Keep::Passphrase,
        secret::Keep::ThisRun => Keep::ThisRun,
        secret::Keep::Environment => Keep::Environment,
        secret::Keep::Config => Keep::Config,
    }
}

fn wanted(keep: Keep) -> secret::Keep {
    match keep {
        Keep::Keychain => secret::Keep::Keychain,
        Keep::Passphrase => secret::Keep::Passphrase,
        Keep::ThisRun => secret::Keep::ThisRun,
        Keep::Environment => secret::Keep::Environment,
        Keep::Config => secret::Keep::Config,
    }
}
