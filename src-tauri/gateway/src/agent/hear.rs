//! Voice notes, written down for the model.
//!
//! Owns who is asked, what that cost and what the model reads of it. The sound itself is a file like
//! any other.

use std::time::Duration;

use super::turn::Turn;
use crate::channel::{BroughtFile, FileKind};
use crate::delivery::InboxRow;
use crate::error::Problem;
use crate::ledger::{CallState, put_call};
use crate::model::{Heard, ModelRef, Speech};
use crate::storage::Tx;

/// The code of the reason where nobody is set up to hear.
const NOBODY: &str = "voice-not-set-up";

impl Turn<'_> {
    /// Why there is nothing to answer: nothing but voice notes, and nobody hears them. Costs nothing.
    pub(super) fn nobody_hears(&self) -> Option<Problem> {
        let config = self.parts.config.current();
        let only_voice = self.rows.iter().all(|row| {
            let files = &row.message.brought.files;
            let voice = files.iter().all(|file| file.kind == FileKind::Voice);
            row.message.text.trim().is_empty() && !files.is_empty() && voice
        });
        let hears = config.tools.media.audio.model().is_some();
        (only_voice && !hears).then(|| Problem::new(NOBODY))
    }

    /// What is said in a voice note, as the model reads it.
    ///
    /// # Errors
    /// `voice-not-set-up`, or why it was not written down.
    pub(super) async fn hear(
        &self,
        row: &InboxRow,
        n: usize,
        file: &BroughtFile,
        bytes: &[u8],
    ) -> Result<String, Problem> {
        let config = self.parts.config.current();
        let hearing = &config.tools.media.audio;
        let (model, base_url) = hearing.model().ok_or_else(|| Problem::new(NOBODY))?;
        let speech = Speech {
            model: model.clone(),
            base_url,
            language: hearing.language.clone(),
            name: name_of(file),
            mime: file.mime.clone(),
            bytes: bytes.to_vec(),
            limit: Duration::from_secs(hearing.timeout_seconds),
        };
        let heard = self.parts.models.transcribe(speech).await;
        let heard = heard.map_err(|error| {
            tracing::warn!(class = ?error.class, provider = error.provider, detail = error.detail, "a voice note was not written down");
            Problem::from(&error)
        })?;
        self.book_hearing(
            &model,
            &heard,
            &format!("{}#voice:{}:{n}", self.id, row.message.id),
        )
        .await;
        let length = file
            .seconds
            .map_or_else(String::new, |seconds| format!(", {seconds} s"));
        Ok(format!(
            "[Voice note{length}, written down:]\n{}",
            heard.text
        ))
    }

    /// Books what was spent, where the server says so; a row written twice is one.
    async fn book_hearing(&self, model: &ModelRef, heard: &Heard, id: &str) {
        let Some(usage) = heard.usage else {
            return;
        };
        let price = self.parts.models.info(model).price;
        let row = self.call(id.to_owned());
        let row = row.ended(model, price.as_ref(), usage, CallState::Settled);
        let write = move |tx: &Tx<'_>| put_call(tx, &row);
        if let Err(error) = self.parts.db.write(write).await {
            tracing::error!(%error, "a transcription could not be booked");
        }
    }
}

/// The form is known by the ending of the name; Telegram's `oga` is not known everywhere.
fn name_of(file: &BroughtFile) -> String {
    match file.name.strip_suffix(".oga") {
        Some(stem) => format!("{stem}.ogg"),
        None => file.name.clone(),
    }
}
