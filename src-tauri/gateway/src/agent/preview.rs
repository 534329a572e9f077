//! The beginning of an answer, shown in the chat while it is being written.
//!
//! Owns the rhythm and what is shown. One message, changed at most once a second and only where
//! the channel's limits have room beside the answers; it is stored under the turn's id as soon as
//! it stands, so that the answer takes its place (`delivery/draft.rs`). What passes here has
//! passed the gate for streams: nothing of a silent answer is ever shown.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Parts;
use super::ending::{language_of, reply_to};
use super::lane::Lane;
use super::media;
use super::reply::{delivered_by_transcript, parts_of};
use crate::channel::{Channel, Outgoing, Previewed, Streams};
use crate::delivery::{InboxRow, PartKind, draft_of, may_preview, put_draft};
use crate::error::params;
use crate::storage::StorageError;

/// How often it may change.
const EVERY: Duration = Duration::from_secs(1);
/// The first words are shown from so many characters on: a short answer comes whole.
const LEAST: usize = 24;

/// Shows the running turn's text until `done`; what is under way then is finished first, so that
/// the answer can't be overtaken by its own beginning.
pub(super) async fn show(
    parts: &Arc<Parts>,
    lane: &Lane,
    turn_id: &str,
    rows: &[InboxRow],
    done: &CancellationToken,
) {
    let route = &rows[0].message.route;
    let Some(channel) = parts.channels.get(route.channel, &route.account) else {
        return;
    };
    let streams = channel.streams(route);
    if streams == Streams::Off || delivered_by_transcript(route) {
        return;
    }
    let preview = Preview {
        parts,
        lane,
        turn_id,
        rows,
    };
    if let Err(error) = preview.run(&*channel, streams, done).await {
        tracing::error!(%error, turn = turn_id, "the beginning of an answer is not shown");
    }
}

/// Whether the chat shows the beginning of a turn's answer.
pub(super) async fn is_shown(parts: &Parts, turn_id: &str) -> Result<bool, StorageError> {
    let id = turn_id.to_owned();
    let draft = parts.db.read(move |connection| draft_of(connection, &id));
    Ok(draft.await?.is_some())
}

struct Preview<'a> {
    parts: &'a Arc<Parts>,
    lane: &'a Lane,
    turn_id: &'a str,
    rows: &'a [InboxRow],
}

impl Preview<'_> {
    async fn run(
        &self,
        channel: &dyn Channel,
        streams: Streams,
        done: &CancellationToken,
    ) -> Result<(), StorageError> {
        let id = self.turn_id.to_owned();
        let read = self
            .parts
            .db
            .read(move |connection| draft_of(connection, &id));
        let mut draft = read.await?;
        let mut shown = String::new();
        let pause = || done.run_until_cancelled(self.parts.clock.sleep(EVERY));
        while pause().await.is_some() {
            let Some(text) = self.text(streams).filter(|text| *text != shown) else {
                continue;
            };
            if draft.is_none() && !self.may_begin().await? {
                continue;
            }
            let Some(part) = self.part(&text) else {
                continue;
            };
            match channel.preview(&part, draft.as_deref()).await {
                Previewed::Shown(id) => {
                    if draft.is_none() {
                        self.store(&part, &id).await?;
                    }
                    draft = Some(id);
                    shown = text;
                }
                Previewed::NotNow => {}
                Previewed::Gone => return Ok(()),
            }
        }
        Ok(())
    }

    fn text(&self, streams: Streams) -> Option<String> {
        let (text, tool) = self.lane.progress()?;
        match streams {
            Streams::Off => None,
            Streams::Progress => {
                let language = language_of(self.parts, self.rows);
                let tool = params([("tool", tool.unwrap_or_default().into())]);
                Some(self.parts.words.text(language, "preview-working", &tool))
            }
            Streams::Partial | Streams::Block => {
                let text = media::shown(&text);
                let text = whole(&text, streams == Streams::Block);
                (text.chars().count() >= LEAST).then(|| format!("{text} …"))
            }
        }
    }

    /// The first message of the answer as it would be now.
    fn part(&self, text: &str) -> Option<Outgoing> {
        let route = &self.rows[0].message.route;
        let (kind, reply_to) = (PartKind::Reply, reply_to(self.rows));
        let parts = parts_of(self.parts, self.turn_id, kind, route, text, reply_to);
        parts.into_iter().next().map(|new| new.part)
    }

    async fn may_begin(&self) -> Result<bool, StorageError> {
        let route = self.rows[0].message.route.clone();
        let free = move |connection: &rusqlite::Connection| may_preview(connection, &route);
        self.parts.db.read(free).await
    }

    async fn store(&self, part: &Outgoing, id: &str) -> Result<(), StorageError> {
        let (turn, route) = (self.turn_id.to_owned(), part.route.clone());
        let (id, now) = (id.to_owned(), self.parts.clock.now_ms());
        let stored = self
            .parts
            .db
            .write(move |tx| put_draft(tx, &turn, &route, &id, now));
        stored.await
    }
}

/// The text that may be shown: all of it, or its whole paragraphs.
fn whole(text: &str, paragraphs: bool) -> &str {
    let end = match paragraphs {
        true => text.rfind("\n\n").unwrap_or(0),
        false => text.len(),
    };
    text[..end].trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, paragraphs: bool, expected: &str) {
        assert_eq!(whole(text, paragraphs), expected, "{text:?}");
    }

    #[test]
    fn blocks_are_whole_paragraphs_and_anything_else_is_as_far_as_it_goes() {
        check("one two ", false, "one two");
        check("one two ", true, "");
        check("one\n\ntwo thr", true, "one");
        check("one\n\ntwo\n\n", true, "one\n\ntwo");
        check("one\n\ntwo", false, "one\n\ntwo");
    }
}
