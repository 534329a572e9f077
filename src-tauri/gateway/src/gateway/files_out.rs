//! The files that go out to a chat, read from the workspace of the agent that sends them.
//!
//! Owns nothing but the way there. Whether a turn may send a file was decided when the part was
//! made; the path is followed again here, so that no link leads out meanwhile.

use async_trait::async_trait;

use crate::agent::{AgentHomes, too_large_to_send};
use crate::channel::{FileSource, SentFile};
use crate::error::Problem;
use crate::workspace::{FileError, RelPath};

/// The workspaces.
pub(super) struct FilesOut(pub AgentHomes);

#[async_trait]
impl FileSource for FilesOut {
    async fn bytes(&self, file: &SentFile, most: u64) -> Result<Vec<u8>, Problem> {
        let unknown = || Problem::new("agent-unknown");
        let home = self.0.get(&file.agent).ok_or_else(unknown)??;
        let path = RelPath::parse(&file.path)?;
        let read = home.files.going_out(&path, most).await;
        read.map_err(|error| match error {
            FileError::TooLarge { .. } => too_large_to_send(&path),
            error => error.into(),
        })
    }
}
