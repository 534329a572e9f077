//! Where something ever arrived.
//!
//! Owns reading the table `reached`, which follows the outbox by a trigger.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use crate::channel::Route;
use crate::storage::StorageError;

/// Whether something ever arrived there.
pub fn reached(connection: &Connection, route: &Route) -> Result<bool, StorageError> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM reached WHERE channel=?1 AND account=?2 AND peer=?3 AND thread=?4",
        )?
        .exists(params![
            route.channel.as_str(),
            route.account,
            route.peer,
            route.thread.as_deref().unwrap_or_default()
        ])?)
}

/// Everywhere something ever arrived.
pub struct Reached(HashSet<[String; 4]>);

impl Reached {
    /// Reads it in one look.
    ///
    /// # Errors
    /// When the table can't be read.
    pub fn read(connection: &Connection) -> Result<Self, StorageError> {
        let mut select =
            connection.prepare_cached("SELECT channel, account, peer, thread FROM reached")?;
        let rows = select.query_map([], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
        })?;
        Ok(Self(rows.collect::<Result<_, _>>()?))
    }

    /// As [`reached`].
    pub fn holds(&self, route: &Route) -> bool {
        self.0.contains(&[
            route.channel.as_str().to_owned(),
            route.account.clone(),
            route.peer.clone(),
            route.thread.clone().unwrap_or_default(),
        ])
    }
}
