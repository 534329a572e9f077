//! What several conversations know together: states, logs and leases in files (seed 000).
//!
//! Owns the form of `memory/state/<name>.json` and what an action makes of it. Pure: a document
//! goes in, a document comes out; whoever calls it writes the file in one step.

use chrono::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{FileError, RelPath};
use crate::clock::{Ms, iso};
use crate::error::{Coded, Params, params};

/// The folder.
const FOLDER: &str = "memory/state";
/// Most characters of a name.
const MOST_NAME: usize = 64;
/// A lease is this long where nothing is said, and at most, minutes.
pub const LEASE: u32 = 10;
const MOST_LEASE: u32 = 24 * 60;

/// Who may write, until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lease {
    /// The conversation or program.
    pub holder: String,
    /// Since, ISO 8601.
    pub acquired_at: String,
    /// Until, ISO 8601.
    pub expires_at: String,
}

impl Lease {
    fn holds(&self, now: Ms) -> bool {
        DateTime::parse_from_rfc3339(&self.expires_at)
            .is_ok_and(|until| until.timestamp_millis() > now)
    }
}

/// A shared state.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SharedState {
    /// Counts the writes; 0 = there is none yet.
    pub version: u64,
    /// What its producer says it holds; later writers must agree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The last write, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<String>,
    /// Who wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<String>,
    /// All of it, never a difference.
    pub state: Value,
    /// Who may write.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lock: Option<Lease>,
    /// Fields of others.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What is done to a state.
#[derive(Debug, Clone, PartialEq)]
pub enum StateAction {
    /// Puts a whole new state in the place of the one of `version`.
    Set {
        /// The new state.
        state: Value,
        /// The version it was made from; `None` = whatever stands there (a checkpoint).
        version: Option<u64>,
        /// What it holds.
        format: Option<String>,
    },
    /// Takes the lease, also over from a holder whose time is over; minutes.
    Acquire(u32),
    /// Makes the own lease longer; minutes from now.
    Renew(u32),
    /// Gives the own lease back.
    Release,
}

/// Why an action is not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// Another version stands there.
    #[error(
        "version {found} stands there, not {wanted}: read it again and make your change to that"
    )]
    Version {
        /// The version the writer knew.
        wanted: u64,
        /// The one there is.
        found: u64,
    },
    /// Somebody else may write.
    #[error("{holder} holds the lease until {until}")]
    Held {
        /// Who.
        holder: String,
        /// Until, ISO 8601.
        until: String,
    },
    /// The lease is not the caller's.
    #[error("you do not hold the lease")]
    NotHeld,
    /// It was declared to hold something else.
    #[error("it was declared as {declared:?}")]
    Format {
        /// What it holds.
        declared: String,
    },
    /// What stands there is no shared state.
    #[error("the file is no shared state: {0}")]
    Unreadable(String),
    /// A name is letters, digits, `-` and `_`.
    #[error("a name is 1 to 64 letters, digits, - and _")]
    Name,
    /// A lease is 1 minute to a day.
    #[error("a lease is 1 to 1440 minutes")]
    Lease,
}

impl Coded for StateError {
    fn code(&self) -> &'static str {
        match self {
            Self::Version { .. } => "state-version",
            Self::Held { .. } => "state-held",
            Self::NotHeld => "state-not-held",
            Self::Format { .. } => "state-format",
            Self::Unreadable(_) => "state-unreadable",
            Self::Name => "state-name",
            Self::Lease => "state-lease",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Version { wanted, found } => {
                params([("wanted", (*wanted).into()), ("found", (*found).into())])
            }
            Self::Held { holder, until } => params([
                ("holder", holder.as_str().into()),
                ("until", until.as_str().into()),
            ]),
            Self::Format { declared } => params([("declared", declared.as_str().into())]),
            Self::Unreadable(reason) => params([("reason", reason.as_str().into())]),
            Self::NotHeld | Self::Name | Self::Lease => Params::new(),
        }
    }
}

/// Where a state lies.
///
/// # Errors
/// Not a name.
pub fn state_path(name: &str) -> Result<RelPath, StateError> {
    path(name, "json")
}

/// Where a log lies: one JSON line an entry, only ever added to.
///
/// # Errors
/// Not a name.
pub fn log_path(name: &str) -> Result<RelPath, StateError> {
    path(name, "jsonl")
}

fn path(name: &str, end: &str) -> Result<RelPath, StateError> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if name.is_empty() || name.len() > MOST_NAME || !name.chars().all(fits) {
        return Err(StateError::Name);
    }
    RelPath::parse(&format!("{FOLDER}/{name}.{end}")).map_err(|_: FileError| StateError::Name)
}

/// The folder of all of them.
pub fn state_folder() -> &'static str {
    FOLDER
}

/// Whether a state lies there.
pub fn is_state_path(path: &RelPath) -> bool {
    let name = path.as_str().strip_prefix(FOLDER);
    name.is_some_and(|name| name.starts_with('/') && name.ends_with(".json"))
}

/// What stands there once a change is taken back: as before it (`None` = there was none), under a
/// version nobody has read, so that whoever read the change can't write over what follows.
///
/// # Errors
/// One of the texts is no state.
pub fn taken_back(before: Option<&str>, after: &str) -> Result<SharedState, StateError> {
    let version = read_state(Some(after))?.version + 1;
    Ok(SharedState {
        version,
        ..read_state(before)?
    })
}

/// Reads a state; no file is the empty one.
///
/// # Errors
/// The text is no state.
pub fn read_state(text: Option<&str>) -> Result<SharedState, StateError> {
    match text.filter(|text| !text.trim().is_empty()) {
        None => Ok(SharedState::default()),
        Some(text) => {
            serde_json::from_str(text).map_err(|error| StateError::Unreadable(error.to_string()))
        }
    }
}

/// The state as it is written.
pub fn print_state(state: &SharedState) -> String {
    let mut text = serde_json::to_string_pretty(state).unwrap_or_default();
    text.push('\n');
    text
}

/// One line of a log.
pub fn log_line(text: &str, by: &str, now: Ms) -> String {
    let line = serde_json::json!({"at": iso(now), "by": by, "text": text});
    format!("{line}\n")
}

/// Does an action in the name of `who`.
///
/// # Errors
/// Why it is not done; nothing is to be written then.
pub fn act(
    mut held: SharedState,
    action: &StateAction,
    who: &str,
    now: Ms,
) -> Result<SharedState, StateError> {
    let others = held.lock.as_ref().filter(|lease| lease.holder != who);
    let others = others.filter(|lease| lease.holds(now)).cloned();
    if let (Some(lease), false) = (&others, matches!(action, StateAction::Release)) {
        return Err(StateError::Held {
            holder: lease.holder.clone(),
            until: lease.expires_at.clone(),
        });
    }
    match action {
        StateAction::Set {
            state,
            version,
            format,
        } => {
            if let Some(wanted) = version.filter(|wanted| *wanted != held.version) {
                let found = held.version;
                return Err(StateError::Version { wanted, found });
            }
            match (&held.format, format) {
                (Some(declared), Some(named)) if declared != named => {
                    let declared = declared.clone();
                    return Err(StateError::Format { declared });
                }
                (None, Some(named)) => held.format = Some(named.clone()),
                _ => {}
            }
            held.state.clone_from(state);
            held.version += 1;
            held.updated_at = Some(iso(now));
            held.updated_by = Some(who.to_owned());
        }
        StateAction::Acquire(minutes) => {
            let own = held
                .lock
                .take()
                .filter(|lease| lease.holder == who && lease.holds(now));
            let acquired = own.map_or_else(|| iso(now), |lease| lease.acquired_at);
            held.lock = Some(lease(who, acquired, *minutes, now)?);
        }
        StateAction::Renew(minutes) => {
            let own = held
                .lock
                .take()
                .filter(|lease| lease.holder == who && lease.holds(now));
            let own = own.ok_or(StateError::NotHeld)?;
            held.lock = Some(lease(who, own.acquired_at, *minutes, now)?);
        }
        StateAction::Release => {
            if held.lock.as_ref().is_none_or(|lease| lease.holder != who) {
                return Err(StateError::NotHeld);
            }
            held.lock = None;
        }
    }
    Ok(held)
}

fn lease(who: &str, acquired_at: String, minutes: u32, now: Ms) -> Result<Lease, StateError> {
    if !(1..=MOST_LEASE).contains(&minutes) {
        return Err(StateError::Lease);
    }
    Ok(Lease {
        holder: who.to_owned(),
        acquired_at,
        expires_at: iso(now + Ms::from(minutes) * 60_000),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    const NOW: Ms = 1_790_000_000_000;
    const MINUTE: Ms = 60_000;

    fn set(state: i64, version: Option<u64>) -> StateAction {
        StateAction::Set {
            state: json!(state),
            version,
            format: None,
        }
    }

    fn check(held: &SharedState, action: &StateAction, who: &str, now: Ms, code: &str) {
        let refused = act(held.clone(), action, who, now).unwrap_err();
        assert_eq!(refused.code(), code, "{action:?} by {who}");
    }

    #[test]
    fn two_who_started_from_the_same_version_do_not_overwrite_each_other() {
        let first = act(SharedState::default(), &set(1, Some(0)), "a", NOW).unwrap();
        assert_eq!((first.version, &first.state), (1, &json!(1)));
        check(&first, &set(2, Some(0)), "b", NOW, "state-version");
        let second = act(first, &set(2, Some(1)), "b", NOW).unwrap();
        assert_eq!(
            (second.version, second.updated_by.as_deref()),
            (2, Some("b"))
        );
        // A checkpoint is whole, so it needs no version.
        assert_eq!(act(second, &set(3, None), "a", NOW).unwrap().version, 3);
    }

    #[test]
    fn whoever_read_a_change_that_was_taken_back_does_not_write_over_what_follows() {
        let first = act(SharedState::default(), &set(1, None), "a", NOW).unwrap();
        let second = act(first.clone(), &set(2, None), "b", NOW).unwrap();
        let texts = (print_state(&first), print_state(&second));
        let back = taken_back(Some(&texts.0), &texts.1).unwrap();
        assert_eq!((back.version, &back.state), (3, &json!(1)));
        // Read before the change, the change itself, and what stands there now.
        check(&back, &set(9, Some(1)), "c", NOW, "state-version");
        check(&back, &set(9, Some(2)), "c", NOW, "state-version");
        assert_eq!(
            act(back, &set(9, Some(3)), "c", NOW).unwrap().state,
            json!(9)
        );
        let none = taken_back(None, &texts.0).unwrap();
        assert_eq!((none.version, none.state), (2, Value::Null));
    }

    #[test]
    fn a_lease_keeps_others_out_until_it_is_given_back_or_over() {
        let held = act(SharedState::default(), &StateAction::Acquire(10), "a", NOW).unwrap();
        let later = NOW + 9 * MINUTE;
        check(&held, &set(1, None), "b", later, "state-held");
        check(&held, &StateAction::Acquire(1), "b", later, "state-held");
        check(&held, &StateAction::Renew(1), "b", later, "state-held");
        check(&held, &StateAction::Release, "b", later, "state-not-held");
        assert!(act(held.clone(), &set(1, None), "a", later).is_ok());
        let renewed = act(held.clone(), &StateAction::Renew(10), "a", later).unwrap();
        let over = NOW + 11 * MINUTE;
        check(&renewed, &StateAction::Acquire(1), "b", over, "state-held");
        check(&held, &StateAction::Renew(1), "a", over, "state-not-held");
        let taken = act(held.clone(), &StateAction::Acquire(5), "b", over).unwrap();
        assert_eq!(taken.lock.unwrap().holder, "b");
        let free = act(held, &StateAction::Release, "a", later).unwrap();
        assert_eq!(free.lock, None);
        check(&free, &StateAction::Acquire(0), "b", later, "state-lease");
    }

    #[test]
    fn who_reads_finds_what_the_producer_declared() {
        let with = |format: &str| StateAction::Set {
            state: json!({"items": []}),
            version: None,
            format: Some(format.into()),
        };
        let held = act(SharedState::default(), &with("news-v1"), "a", NOW).unwrap();
        check(&held, &with("news-v2"), "b", NOW, "state-format");
        assert_eq!(held.format.as_deref(), Some("news-v1"));
    }

    #[test]
    fn fields_of_others_survive_and_a_broken_file_is_not_written_over() {
        let text = r#"{"version": 4, "state": {"next": 7}, "lock": null, "owner": "Anna"}"#;
        let held = read_state(Some(text)).unwrap();
        assert_eq!((held.version, &held.rest["owner"]), (4, &json!("Anna")));
        let again = read_state(Some(&print_state(&held))).unwrap();
        assert_eq!(again, held);
        assert_eq!(
            read_state(Some("- [ ] tea")).unwrap_err().code(),
            "state-unreadable"
        );
        assert_eq!(read_state(None).unwrap(), SharedState::default());
        for name in ["", "../x", "a b", "a.json"] {
            assert_eq!(state_path(name).unwrap_err(), StateError::Name, "{name}");
        }
    }
}
