//! The settings file as text: read, looked at, saved, put back.
//!
//! Owns the copies of earlier files, one for each save, by which a save is taken back.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::Caller;
use super::change::{Told, answer, aside, sentence};
use super::config::SUBJECTS;
use crate::activity::{Inverse, Kind};
use crate::api::config_file::{
    ConfigFileCheck, ConfigFileLook, ConfigFileRead, ConfigFileSave, ConfigFileSaved,
    ConfigFileText, ConfigHelp, ConfigRemark,
};
use crate::api::contract::ApiError;
use crate::api::workspace::TextPlace;
use crate::clock::Ms;
use crate::config::{Allowed, FileText, Remark, Saved, keys_below, known_key, spot_at, spots};
use crate::error::{Params, Problem, params};
use crate::gateway::Host;
use crate::storage::{StorageError, create_new, stamp};
use crate::workspace::places as units_of;

/// Copies of earlier files that are kept: as many saves can be looked up by hand.
const KEPT: usize = 20;
/// How their names begin.
const PREFIX: &str = "cove.json-";
/// Most characters of a value that help shows.
const SHOWN: usize = 120;

/// Reads the file.
pub async fn read(
    host: &Arc<Host>,
    _: &Caller,
    _: ConfigFileRead,
) -> Result<ConfigFileText, Problem> {
    let (store, redactor) = (host.config().clone(), host.parts.redactor.clone());
    let text = aside(move || Ok(store.text(&redactor)?)).await?;
    Ok(shown(host, text))
}

/// Looks at a text that is being written.
pub async fn check(
    host: &Arc<Host>,
    _: &Caller,
    request: ConfigFileCheck,
) -> Result<ConfigFileLook, Problem> {
    let (store, redactor) = (host.config().clone(), host.parts.redactor.clone());
    let ConfigFileCheck { text, at } = request;
    let (text, remarks) = aside(move || {
        let remarks = store.look(&text, &redactor)?;
        Ok((text, remarks))
    })
    .await?;
    Ok(ConfigFileLook {
        remarks: remarks
            .into_iter()
            .map(|remark| remarked(host, remark, &text))
            .collect(),
        help: help(host, &text, at),
    })
}

/// Saves a text.
pub async fn save(
    host: &Arc<Host>,
    caller: &Caller,
    request: ConfigFileSave,
) -> Result<ConfigFileSaved, Problem> {
    let (store, redactor) = (host.config().clone(), host.parts.redactor.clone());
    let (folder, now) = (host.state.backups(), host.now());
    let saved = aside(move || {
        let keep = |before: &[u8]| keep(&folder, before, now);
        Ok(store.save(&request.text, &request.base, &redactor, keep)?)
    })
    .await?;
    let (now, copy) = match saved {
        Saved::Written { now, copy } => (now, copy),
        Saved::Elsewhere(text) => {
            return Ok(ConfigFileSaved {
                written: false,
                file: shown(host, text),
                undo: None,
            });
        }
    };
    let inverse = Inverse::RestoreConfigFile {
        copy: copy.clone(),
        after: now.hash.clone(),
    };
    let told = Told::new(host, caller, Kind::Config, "file")
        .about("cove.json")
        .with("path", "cove.json")
        .with("copy", copy)
        .undone_by(inverse, "undo-config-file");
    let undo = host.db().write(move |tx| told.write(tx)).await?;
    Ok(ConfigFileSaved {
        written: true,
        file: shown(host, now),
        undo: answer(host, undo, SUBJECTS, Some("cove.json")).undo,
    })
}

/// Puts the file back as a save found it.
pub(super) async fn put_back(host: &Host, copy: &str, after: String) -> Result<(), Problem> {
    let store = host.config().clone();
    let earlier = earlier(host, copy)?;
    aside(move || {
        let bytes = std::fs::read(&earlier).map_err(StorageError::io(&earlier))?;
        Ok(store.put_text_back(&bytes, &after)?)
    })
    .await
}

/// Whether the file is as a save found it.
pub(super) fn is_back(host: &Host, copy: &str) -> bool {
    let bytes = earlier(host, copy)
        .ok()
        .and_then(|path| std::fs::read(path).ok());
    bytes.is_some_and(|bytes| host.config().holds(&bytes))
}

/// A copy by its name; nothing else in the home has such a one.
fn earlier(host: &Host, copy: &str) -> Result<PathBuf, Problem> {
    let plain = copy.starts_with(PREFIX) && !copy.contains(['/', '\\']);
    match plain {
        true => Ok(host.state.backups().join(copy)),
        false => Err(Problem::new("undo-changed-since")),
    }
}

/// Keeps the bytes before a save; the oldest copies go.
fn keep(folder: &Path, bytes: &[u8], now: Ms) -> Result<String, StorageError> {
    let mut name = format!("{PREFIX}{}", stamp(now));
    let mut again = 2;
    while !create_new(&folder.join(&name), bytes)? {
        name = format!("{PREFIX}{}-{again}", stamp(now));
        again += 1;
    }
    let entries = std::fs::read_dir(folder).map_err(StorageError::io(folder))?;
    let mut copies: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.starts_with(PREFIX))
        .collect();
    copies.sort();
    for old in copies.iter().rev().skip(KEPT) {
        if let Err(error) = std::fs::remove_file(folder.join(old)) {
            tracing::warn!(%error, old, "an old copy of the settings stays");
        }
    }
    Ok(name)
}

fn shown(host: &Host, file: FileText) -> ConfigFileText {
    ConfigFileText {
        file: host.config().report().file.display().to_string(),
        text: file.text,
        hash: file.hash,
    }
}

fn remarked(host: &Host, remark: Remark, text: &str) -> ConfigRemark {
    let units = units_of(text, &remark.at);
    let before = text.get(..remark.at.start).unwrap_or_default();
    let problem = Problem::from(&remark.problem);
    ConfigRemark {
        at: TextPlace {
            from: number(units.start),
            to: number(units.end),
        },
        line: number(before.matches('\n').count() + 1),
        mistake: !remark.problem.is_warning(),
        error: ApiError::render(&problem, &host.parts.words, host.language()),
    }
}

/// About the setting at a place of the text, in the editor's units.
fn help(host: &Host, text: &str, at: u32) -> Option<ConfigHelp> {
    let spots = spots(text);
    let spot = spot_at(&spots, byte_of(text, at))?;
    let path = &spot.path;
    let key = known_key(path);
    let in_force = host.config().get(&path.to_string()).ok();
    let in_force = in_force.map(|setting| setting.value);
    let in_force = in_force.filter(|value| !value.is_null() && !value.is_object());
    let inside = keys_below(path).into_iter().map(str::to_owned).collect();
    Some(ConfigHelp {
        path: path.to_string(),
        says: key.map(|key| sentence(host, &key.word(), &Params::new())),
        allowed: key
            .and_then(|key| key.allowed.as_ref())
            .map(|allowed| allows(host, allowed)),
        default: key.and_then(|key| key.default.as_ref()).map(brief),
        in_force: in_force.map(|value| host.parts.redactor.redact(&brief(&value)).into_owned()),
        inside,
    })
}

/// What a setting allows, in words.
fn allows(host: &Host, allowed: &Allowed) -> String {
    let told = match allowed {
        Allowed::Whole(least, most) => params([
            ("least", least.to_string().into()),
            ("most", most.to_string().into()),
        ]),
        Allowed::OneOf(words) => {
            let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            params([("words", quoted.join(", ").into())])
        }
        _ => Params::new(),
    };
    sentence(host, &format!("config-allows-{}", allowed.name()), &told)
}

/// A value as it would be written, shortened.
fn brief(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= SHOWN {
        return text;
    }
    let head: String = text.chars().take(SHOWN - 1).collect();
    format!("{head}…")
}

/// Where a place of the editor, in UTF-16 units, is in bytes.
fn byte_of(text: &str, at: u32) -> usize {
    let mut units = 0;
    for (byte, letter) in text.char_indices() {
        if units >= at as usize {
            return byte;
        }
        units += letter.len_utf16();
    }
    text.len()
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
