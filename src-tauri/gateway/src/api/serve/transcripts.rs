//! `sessions.show`, `sessions.export` and `sessions.search`.
//!
//! Owns nothing: the session capability finds, reads and searches.

use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use super::Caller;
use super::change::aside;
use super::message::fresh_start;
use super::page::{answered, transcript_page};
use crate::api::transcripts::{
    ExportFormat, ExportPiece, SearchHit, SearchHits, SessionShown, SessionsExport, SessionsSearch,
    SessionsShow,
};
use crate::error::{Problem, params};
use crate::gateway::Host;
use crate::ledger::cost_of_session;
use crate::session::{
    ExportLabels, SessionKey, TranscriptFile, export_markdown, read_transcript, reset_of,
};
use crate::storage::StorageError;

/// Bytes of one piece of an export: well below what a line of the socket may hold.
const PIECE: usize = 1024 * 1024;
const HITS: u32 = 20;
const MOST_HITS: u32 = 200;

pub(super) async fn show(
    host: &Arc<Host>,
    _: &Caller,
    request: SessionsShow,
) -> Result<SessionShown, Problem> {
    let file = file_of(host, request.session.as_deref()).await?;
    let path = file.path.clone();
    let (mut messages, older) =
        transcript_page(host, &path, &file.session_id, request.before, request.limit).await?;
    if older.is_none()
        && let Some((header, mark)) = reset_of(&path)
        && !answered(&messages, &mark)
    {
        messages.insert(0, fresh_start(host, &header.id, &mark));
    }
    let session = file.session_id.clone();
    let cost = host
        .db()
        .read(move |connection| cost_of_session(connection, &session));
    Ok(SessionShown {
        cost: Some(cost.await?),
        session_key: file.key,
        session_id: file.session_id,
        messages,
        older,
    })
}

pub(super) async fn export(
    host: &Arc<Host>,
    _: &Caller,
    request: SessionsExport,
) -> Result<ExportPiece, Problem> {
    let file = file_of(host, request.session.as_deref()).await?;
    let name = file.key.clone().unwrap_or_else(|| file.session_id.clone());
    let words = &host.parts.words;
    let labels = ExportLabels::new(words, host.language(), &name, &host.parts.zone());
    aside(move || {
        let from = request.from;
        let (bytes, whole) = match request.format {
            ExportFormat::Jsonl => lines_from(&file.path, from)?,
            ExportFormat::Markdown => {
                let text = export_markdown(&read_transcript(&file.path)?, &labels);
                let start = usize::try_from(from).unwrap_or(usize::MAX).min(text.len());
                let end = text.floor_char_boundary((start + PIECE).min(text.len()));
                let piece = text.get(start..end).unwrap_or_default();
                (piece.as_bytes().to_vec(), end == text.len())
            }
        };
        let next = from + bytes.len() as u64;
        Ok(ExportPiece {
            session_id: file.session_id,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            next: (!whole).then_some(next),
        })
    })
    .await
}

/// Whole lines of a file from a place on, and whether they are the last.
fn lines_from(path: &Path, from: u64) -> Result<(Vec<u8>, bool), StorageError> {
    let mut file = std::fs::File::open(path).map_err(StorageError::io(path))?;
    file.seek(SeekFrom::Start(from))
        .map_err(StorageError::io(path))?;
    let mut bytes = Vec::new();
    loop {
        let before = bytes.len();
        let mut piece = file.by_ref().take(PIECE as u64);
        piece
            .read_to_end(&mut bytes)
            .map_err(StorageError::io(path))?;
        if bytes.len() - before < PIECE {
            return Ok((bytes, true));
        }
        // A line longer than a piece goes whole.
        if let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n') {
            bytes.truncate(end + 1);
            return Ok((bytes, false));
        }
    }
}

pub(super) async fn search(
    host: &Arc<Host>,
    _: &Caller,
    request: SessionsSearch,
) -> Result<SearchHits, Problem> {
    let agent = host.config().current().default_agent().to_owned();
    let key = request
        .session_key
        .map(|key| SessionKey::parse(&key, &agent).to_string());
    let limit = request.limit.unwrap_or(HITS).clamp(1, MOST_HITS);
    let (sessions, index) = (Arc::clone(&host.parts.sessions), Arc::clone(&host.search));
    let found = aside(move || {
        // What no turn of this gateway has told the index of: an import, a restore, another program.
        index.update(&sessions.transcripts(), true)?;
        Ok(index.search(&request.query, key.as_deref(), limit)?)
    });
    let hits = found.await?.into_iter().map(|hit| SearchHit {
        session_key: hit.key,
        session_id: hit.session_id,
        entry_id: hit.entry,
        at: hit.at,
        speaker: hit.speaker,
        before: hit.before,
        found: hit.found,
        after: hit.after,
    });
    Ok(SearchHits {
        hits: hits.collect(),
    })
}

pub(super) async fn file_of(
    host: &Arc<Host>,
    named: Option<&str>,
) -> Result<TranscriptFile, Problem> {
    let (sessions, named) = (
        Arc::clone(&host.parts.sessions),
        named.unwrap_or_default().to_owned(),
    );
    let agent = host.config().current().default_agent().to_owned();
    let shown = named.clone();
    let found = aside(move || Ok(sessions.transcript_named(&named, &agent))).await?;
    found.ok_or_else(|| Problem::with("session-unknown", params([("key", shown.into())])))
}
