//! A conversation under another key: the group it takes place in got another id.
//!
//! Owns the move of its record. The transcript stays where it is; one whose new key has a
//! conversation already keeps the old one, and health tells of it.

use serde_json::{Map, Value};

use super::SessionStore;
use super::error::SessionError;
use super::key::SessionKey;

impl SessionStore {
    /// Moves the record of a key to another one of the same agent, with these fields changed,
    /// durably; `false` = there is none, or the other key has one.
    ///
    /// # Errors
    /// When the list can't be written.
    pub fn rename(
        &self,
        from: &SessionKey,
        to: &SessionKey,
        fields: &Map<String, Value>,
    ) -> Result<bool, SessionError> {
        if !self.renamed(from, to) {
            return Ok(false);
        }
        self.keep(to, fields)?;
        Ok(true)
    }
}
