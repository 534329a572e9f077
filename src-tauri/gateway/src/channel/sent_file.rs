//! Files that go out: which one it is, and who gives its bytes.
//!
//! Owns the shape as the outbox keeps it and the port [`FileSource`]. A channel never opens a file
//! itself; whoever answers the port has decided that the file may go.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::error::Problem;

/// No channel takes a larger file, bytes.
pub const LARGEST_SENT: u64 = 50 * 1024 * 1024;

/// A file of an agent's workspace that goes to a chat. Its bytes are read when it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SentFile {
    /// Whose workspace.
    pub agent: String,
    /// Where it lies there.
    pub path: String,
}

impl SentFile {
    /// What it is called there.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// Gives the bytes of a file that goes out.
#[async_trait]
pub trait FileSource: Send + Sync {
    /// All of its bytes.
    ///
    /// # Errors
    /// Why it can't be sent: it is gone, it leads out of the workspace, or there are more than
    /// `most` bytes.
    async fn bytes(&self, file: &SentFile, most: u64) -> Result<Vec<u8>, Problem>;
}
