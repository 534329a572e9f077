//! Holds: the one answer to “why is this not running?” (design.md §3).
//!
//! Owns the table `holds`. A hold never changes what a person switched on or off.

use rusqlite::{Connection, params};

use crate::clock::Ms;
use crate::error::Problem;
use crate::storage::StorageError;

/// What is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Everything: no turn starts.
    All,
    /// What runs by itself.
    Autonomous,
    /// One job.
    Job(String),
    /// One agent's heartbeat.
    Heartbeat(String),
    /// One account of a channel.
    Channel(String, String),
}

impl Scope {
    /// Reads a scope; `None` where it names nothing.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split(':').collect::<Vec<_>>().as_slice() {
            ["all"] => Some(Self::All),
            ["autonomous"] => Some(Self::Autonomous),
            ["job", id] => Some(Self::Job((*id).to_owned())),
            ["heartbeat", agent] => Some(Self::Heartbeat((*agent).to_owned())),
            ["channel", channel] => {
                Some(Self::Channel((*channel).to_owned(), "default".to_owned()))
            }
            ["channel", channel, account] => {
                Some(Self::Channel((*channel).to_owned(), (*account).to_owned()))
            }
            _ => None,
        }
    }
}

impl std::fmt::Display for Scope {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::All => formatter.write_str("all"),
            Self::Autonomous => formatter.write_str("autonomous"),
            Self::Job(id) => write!(formatter, "job:{id}"),
            Self::Heartbeat(agent) => write!(formatter, "heartbeat:{agent}"),
            Self::Channel(channel, account) => write!(formatter, "channel:{channel}:{account}"),
        }
    }
}

/// A hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Hold {
    /// What.
    pub scope: String,
    /// Why.
    pub reason: Problem,
    /// Since, ms.
    pub since: Ms,
    /// Until, ms; `None` = until it is lifted.
    pub until: Option<Ms>,
}

/// Sets a hold; one that is there keeps its beginning.
pub fn put_hold(connection: &Connection, hold: &Hold) -> Result<(), StorageError> {
    connection.execute(
        "INSERT INTO holds(scope, reason, since, until) VALUES (?1,?2,?3,?4)
         ON CONFLICT(scope) DO UPDATE SET reason = ?2, until = ?4",
        params![
            hold.scope,
            serde_json::to_string(&hold.reason)?,
            hold.since,
            hold.until
        ],
    )?;
    Ok(())
}

/// Lifts a hold and says what it was.
pub fn clear_hold(connection: &Connection, scope: &Scope) -> Result<Option<Hold>, StorageError> {
    let found = held(connection, scope, Ms::MIN)?;
    connection.execute("DELETE FROM holds WHERE scope = ?1", [scope.to_string()])?;
    Ok(found)
}

/// The hold of exactly this scope, unless it is over by `now`.
pub fn held(connection: &Connection, scope: &Scope, now: Ms) -> Result<Option<Hold>, StorageError> {
    let scope = scope.to_string();
    Ok(current_holds(connection, now)?
        .into_iter()
        .find(|hold| hold.scope == scope))
}

/// Every hold that is not over by `now`.
pub fn current_holds(connection: &Connection, now: Ms) -> Result<Vec<Hold>, StorageError> {
    let mut select = connection
        .prepare_cached("SELECT scope, reason, since, until FROM holds WHERE until IS NULL OR until > ?1 ORDER BY since")?;
    let rows = select.query_map([now], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, String>(1)?,
            row.get(2)?,
            row.get(3)?,
        ))
    })?;
    let mut holds = Vec::new();
    for row in rows {
        let (scope, reason, since, until) = row?;
        holds.push(Hold {
            scope,
            reason: serde_json::from_str(&reason)?,
            since,
            until,
        });
    }
    Ok(holds)
}
