//! Settings: read, set, removed, checked.

use std::sync::Arc;

use serde_json::Value;

use super::Caller;
use super::change::{Told, aside, publish, tell, unchanged};
use crate::activity::{ConfigEdit, Inverse, Kind};
use crate::api::config::{
    ConfigChanged, ConfigGet, ConfigReport, ConfigSet, ConfigUnset, ConfigValidate, ConfigValue,
    InForce,
};
use crate::api::contract::{ApiError, Changed};
use crate::config::{ConfigPath, ConfigProblem, Edit};
use crate::error::{Problem, params};
use crate::event::Subject;
use crate::gateway::Host;

/// Most characters of a value a record shows.
const SHOWN: usize = 80;

/// Reads a setting.
pub async fn get(host: &Arc<Host>, _: &Caller, request: ConfigGet) -> Result<ConfigValue, Problem> {
    let found = host.config().get(request.path.as_deref().unwrap_or(""))?;
    Ok(ConfigValue {
        path: found.path,
        value: found.value,
        written: found.written,
    })
}

/// Sets a setting.
pub async fn set(
    host: &Arc<Host>,
    caller: &Caller,
    request: ConfigSet,
) -> Result<ConfigChanged, Problem> {
    let (edit, kept) = write(host, request.path, Some(request.value)).await?;
    let warning = warning(host, &edit.path);
    let changed = match edit.before == edit.after {
        true => unchanged(),
        false => {
            let told = Told::new(host, caller, Kind::Config, "set");
            let told = told.with("value", brief(host, &edit));
            tell_edit(host, told, edit, kept).await?
        }
    };
    Ok(ConfigChanged {
        warning,
        ..holding(host, changed)
    })
}

/// Removes a setting.
pub async fn unset(
    host: &Arc<Host>,
    caller: &Caller,
    request: ConfigUnset,
) -> Result<ConfigChanged, Problem> {
    let (edit, kept) = write(host, request.path, None).await?;
    if edit.before == edit.after {
        return Ok(holding(host, unchanged()));
    }
    let told = Told::new(host, caller, Kind::Config, "unset");
    Ok(holding(host, tell_edit(host, told, edit, kept).await?))
}

/// Checks the file.
pub async fn validate(
    host: &Arc<Host>,
    _: &Caller,
    _: ConfigValidate,
) -> Result<ConfigReport, Problem> {
    let store = host.config().clone();
    let (changed, report) = aside(move || Ok((store.reload(), store.report()))).await?;
    if changed {
        publish(host, &[Subject::Config], None);
    }
    let render = |problem: &ConfigProblem| rendered(host, &Problem::from(problem));
    let in_plain_text = report.plain_secrets.iter().map(|path| {
        let named = params([("path", path.as_str().into())]);
        rendered(host, &Problem::with("config-plain-secret", named))
    });
    Ok(ConfigReport {
        file: report.file.display().to_string(),
        in_force: match report.in_force {
            crate::config::InForce::File => InForce::File,
            crate::config::InForce::LastGood => InForce::LastGood,
            crate::config::InForce::Nothing => InForce::Nothing,
        },
        problems: report.problems.iter().map(render).collect(),
        warnings: report
            .warnings
            .iter()
            .map(render)
            .chain(in_plain_text)
            .collect(),
    })
}

fn rendered(host: &Host, problem: &Problem) -> ApiError {
    ApiError::render(problem, &host.parts.words, host.language())
}

/// Whether what was written holds: it does not while another mistake stands in the file.
fn holding(host: &Host, changed: Changed) -> ConfigChanged {
    let report = host.config().report();
    let first = report.problems.first().map(Problem::from);
    ConfigChanged {
        undo: changed.undo,
        held_up: first.map(|problem| rendered(host, &problem)),
        warning: None,
    }
}

/// What is odd about a setting, at its path, above or below it.
fn warning(host: &Host, path: &str) -> Option<ApiError> {
    let report = host.config().report();
    let of_it = |problem: &&ConfigProblem| {
        let at = problem.path.to_string();
        let (short, long) = match at.len() < path.len() {
            true => (at.as_str(), path),
            false => (path, at.as_str()),
        };
        let rest = long.strip_prefix(short);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let found = report.warnings.iter().find(of_it)?;
    Some(rendered(host, &Problem::from(found)))
}

/// Writes (`Some`) or removes (`None`) one key of the file. Beside the edit: what takes it back,
/// which is that of the group of settings where the key came with a new one.
pub(super) async fn write(
    host: &Host,
    path: String,
    value: Option<Value>,
) -> Result<(Edit, ConfigEdit), Problem> {
    let store = host.config().clone();
    aside(move || {
        let before = store.get("")?.value;
        let edit = match value {
            Some(value) => store.set(&path, value)?,
            None => store.unset(&path)?,
        };
        let made = made_group(&edit, &before);
        let kept = match made {
            Some(group) => ConfigEdit {
                after: group.find(&store.get("")?.value).cloned(),
                path: group.to_string(),
                before: None,
            },
            None => ConfigEdit {
                path: edit.path.clone(),
                before: edit.before.clone(),
                after: edit.after.clone(),
            },
        };
        Ok((edit, kept))
    })
    .await
}

/// The outermost group of settings that was not there before this edit.
fn made_group(edit: &Edit, before: &Value) -> Option<ConfigPath> {
    let mut path = ConfigPath::parse(&edit.path)?;
    if edit.before.is_some() || edit.after.is_none() {
        return None;
    }
    let mut made = None;
    while !path.parent().is_root() && path.parent().find(before).is_none() {
        path = path.parent();
        made = Some(path.clone());
    }
    made
}

/// Takes edits back, the last first; where one can't be, those before it stand again.
pub(super) async fn revert(host: &Host, edits: Vec<ConfigEdit>) -> Result<(), Problem> {
    let store = host.config().clone();
    aside(move || {
        let mut reverted = Vec::new();
        for edit in edits.into_iter().rev() {
            let edit = Edit {
                path: edit.path,
                before: edit.before,
                after: edit.after,
            };
            match store.revert(&edit) {
                Ok(back) => reverted.push(back),
                Err(error) => {
                    for back in reverted.iter().rev() {
                        store.revert(back)?;
                    }
                    return Err(error.into());
                }
            }
        }
        Ok(())
    })
    .await
}

/// Which lists a change of settings changes.
pub(super) const SUBJECTS: &[Subject] = &[Subject::Config, Subject::Models];

async fn tell_edit(
    host: &Host,
    told: Told,
    edit: Edit,
    kept: ConfigEdit,
) -> Result<Changed, Problem> {
    let inverse = Inverse::RevertConfig { edits: vec![kept] };
    let told = told
        .about(&edit.path)
        .with("path", edit.path)
        .undone_by(inverse, "undo-config");
    tell(host, told, SUBJECTS).await
}

/// The new value for a record, short and without a secret.
fn brief(host: &Host, edit: &Edit) -> String {
    let text = match &edit.after {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let text = host.parts.redactor.redact(&text);
    if text.chars().count() <= SHOWN {
        return text.to_string();
    }
    let head: String = text.chars().take(SHOWN - 1).collect();
    format!("{head}…")
}
