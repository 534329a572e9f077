//! Keeping a conversation within its window, before every request of a turn (walks.md walk 5).
//!
//! Owns when notes are saved. Never shortens a transcript on disk.

use tokio_util::sync::CancellationToken;

use super::flush::{FlushCause, flush};
use super::open_session::Open;
use super::room::Room;
use super::turn::Turn;

impl Turn<'_> {
    /// Looks at the size of the next request of this turn. `first`: nothing was asked in it yet.
    pub(super) async fn make_room(
        &mut self,
        open: &mut Open,
        system: &str,
        first: bool,
        cancel: &CancellationToken,
    ) {
        let room = Room::of(self);
        let size = room.size(&self.request(open, system));
        let settings = &self.parts.config.current().agents.defaults.compaction;
        if settings.enabled && first && size >= room.flush {
            flush(self.parts, self.lane, open, FlushCause::Compaction, cancel).await;
        }
    }
}
