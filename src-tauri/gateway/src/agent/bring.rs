//! Files that came with the messages of a turn: fetched, kept in the workspace, named to the model.
//!
//! Owns when they are fetched (the message is stored, its turn has begun and the model was not
//! asked), how often it is tried, and who is told of one that could not be had. A file fetched
//! again after a kill is the one that is there. Never replaces a file.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio_util::sync::CancellationToken;

use super::Parts;
use super::handed::{attached, kind};
use super::reply::{delivered_by_transcript, parts_of};
use super::request::today;
use super::turn::{Turn, TurnError};
use crate::channel::{BroughtFile, FetchFailure, FileKind, Inbound};
use crate::delivery::{InboxRow, NewPart, PartKind, enqueue};
use crate::error::{Problem, params};
use crate::model::Block;
use crate::storage::Tx;
use crate::words::Language;
use crate::workspace::{RelPath, TurnClass};

/// Tries at a file.
const TRIES: u32 = 3;
/// How long a channel is given to come up.
const COMES_UP: Duration = Duration::from_secs(1);
/// The longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// The largest picture shown to a model, bytes: 5 MB of base64 is the least that all providers
/// take.
const LARGEST_PICTURE: usize = 3_750_000;
/// Pictures of one turn shown to a model.
const MOST_PICTURES: usize = 20;
/// What models read as a picture.
const PICTURES: [&str; 4] = ["image/jpeg", "image/png", "image/gif", "image/webp"];

/// What became of the files of a turn.
#[derive(Debug, Default)]
pub(super) struct BroughtIn {
    /// Lines the model reads of each message, by its id.
    read: HashMap<String, Vec<String>>,
    /// Those of them that people see.
    shown: HashMap<String, Vec<String>>,
    /// What the model sees.
    pub pictures: Vec<Block>,
}

impl BroughtIn {
    /// The lines about the files of a message, for the model.
    pub fn read(&self, message: &Inbound) -> &[String] {
        self.read.get(&message.id).map_or(&[], Vec::as_slice)
    }

    /// The lines about the files of a message, for people.
    pub fn shown(&self, message: &Inbound) -> &[String] {
        self.shown.get(&message.id).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, message: &Inbound, line: String, shown: bool) {
        if shown {
            let seen = self.shown.entry(message.id.clone()).or_default();
            seen.push(line.clone());
        }
        self.read.entry(message.id.clone()).or_default().push(line);
    }
}

impl Turn<'_> {
    /// Fetches what came with the messages. A file that can't be had is told to the model and to
    /// its sender, and keeps nothing from being answered.
    pub(super) async fn bring_in(
        &self,
        cancel: &CancellationToken,
    ) -> Result<BroughtIn, TurnError> {
        let mut found = BroughtIn::default();
        let sees = self
            .chain
            .iter()
            .any(|model| self.parts.models.info(model).vision);
        let mut told = Vec::new();
        for row in &self.rows {
            for (n, file) in row.message.brought.files.iter().enumerate() {
                let had = tokio::select! {
                    had = self.have(row, file) => had,
                    () = cancel.cancelled() => Err(Problem::new("stopped")),
                };
                let kept = match had {
                    Ok(kept) => kept,
                    Err(problem) => {
                        found.add(&row.message, missing(file, &problem), false);
                        if problem.code != "stopped" {
                            told.extend(self.not_had(row, n, file, &problem));
                        }
                        continue;
                    }
                };
                if let Some(line) = &kept.named {
                    found.add(&row.message, line.clone(), true);
                }
                if file.kind == FileKind::Voice {
                    let heard = tokio::select! {
                        heard = self.hear(row, n, file, &kept.bytes) => heard,
                        () = cancel.cancelled() => Err(Problem::new("stopped")),
                    };
                    match heard {
                        Ok(words) => found.add(&row.message, words, true),
                        Err(problem) => {
                            found.add(&row.message, unheard(&problem), false);
                            if problem.code != "stopped" {
                                told.extend(self.not_had(row, n, file, &problem));
                            }
                        }
                    }
                    continue;
                }
                if let Some(why) = self.picture(&mut found.pictures, file, kept, sees) {
                    found.add(&row.message, why, false);
                }
            }
        }
        self.tell(told).await?;
        Ok(found)
    }

    /// The file in the workspace.
    async fn have(&self, row: &InboxRow, file: &BroughtFile) -> Result<Kept, Problem> {
        if let Some(path) = &file.path {
            let bytes = self.home.files.handed(&RelPath::parse(path)?).await?;
            return Ok(Kept {
                path: path.clone(),
                bytes,
                named: None,
            });
        }
        let bytes = fetched(self.parts, row, file).await?;
        // The day it came, so that a repeat after midnight finds the same file.
        let day = today(row.received_at, &self.parts.zone()).to_string();
        let guests = self.class == TurnClass::Guest;
        let kept = self
            .home
            .files
            .hand_over(&day, guests, &file.name, bytes.clone());
        let path = kept.await?.to_string();
        Ok(Kept {
            named: Some(attached(&path, &file.mime)),
            path,
            bytes,
        })
    }

    /// Shows a picture to the model, or says why not; the words are for the model.
    fn picture(
        &self,
        pictures: &mut Vec<Block>,
        file: &BroughtFile,
        kept: Kept,
        sees: bool,
    ) -> Option<String> {
        if file.kind != FileKind::Image {
            return None;
        }
        let mime = picture_kind(&kept.bytes);
        let why = match mime {
            None => "it is of a kind you can't be shown",
            Some(_) if !sees => "the model you run on sees no pictures",
            Some(_) if kept.bytes.len() > LARGEST_PICTURE => "it is too large to be shown",
            Some(_) if pictures.len() >= MOST_PICTURES => "there are too many at once",
            Some(mime) => {
                pictures.push(Block::Image {
                    data: STANDARD.encode(&kept.bytes),
                    mime: mime.to_owned(),
                });
                return None;
            }
        };
        Some(format!("[You can't see the picture {}: {why}.]", kept.path))
    }

    fn not_had(
        &self,
        row: &InboxRow,
        n: usize,
        file: &BroughtFile,
        problem: &Problem,
    ) -> Vec<NewPart> {
        let message = &row.message;
        if delivered_by_transcript(&message.route) {
            return Vec::new();
        }
        let language = message.language.as_deref();
        let language = language.map_or_else(|| self.parts.language(), Language::from_tag);
        let why = self.parts.words.explain(language, problem);
        // Where it was not heard, it was had.
        let sentence = match file.kind {
            FileKind::Voice if !problem.code.starts_with("media-") => "voice-not-heard",
            _ => "media-not-had",
        };
        let told = params([("name", file.name.clone().into()), ("why", why.into())]);
        let text = self.parts.words.text(language, sentence, &told);
        let cause = format!("inbox:{}:file:{n}", message.id);
        parts_of(
            self.parts,
            &cause,
            PartKind::Notice,
            &message.route,
            &text,
            message.message_id.as_deref(),
        )
    }

    async fn tell(&self, told: Vec<NewPart>) -> Result<(), TurnError> {
        if told.is_empty() {
            return Ok(());
        }
        let (stored, now) = (told.clone(), self.parts.clock.now_ms());
        let write = move |tx: &Tx<'_>| enqueue(tx, &stored, now);
        self.parts.db.write(write).await?;
        for part in &told {
            self.parts.sender.nudge(&part.part.route);
        }
        Ok(())
    }
}

/// A file that is in the workspace.
struct Kept {
    path: String,
    bytes: Vec<u8>,
    /// The line that names it, unless the message does.
    named: Option<String>,
}

/// The bytes, tried a few times.
async fn fetched(
    parts: &Arc<Parts>,
    row: &InboxRow,
    file: &BroughtFile,
) -> Result<Vec<u8>, Problem> {
    let (route, most) = (&row.message.route, most(parts, row));
    let mut tries = 0;
    loop {
        tries += 1;
        let had = match parts.channels.get(route.channel, &route.account) {
            Some(channel) => channel.fetch(file, most).await,
            // What a start found begins before its channel does.
            None => Err(FetchFailure::Again {
                after: COMES_UP,
                reason: Problem::new("media-no-channel"),
            }),
        };
        match had {
            Ok(bytes) => return Ok(bytes),
            Err(FetchFailure::Never(problem)) => return Err(problem),
            Err(FetchFailure::Again { reason, .. }) if tries == TRIES => return Err(reason),
            Err(FetchFailure::Again { after, reason }) => {
                tracing::info!(code = reason.code, tries, "a file is fetched again");
                parts.clock.sleep(after.min(LONGEST_WAIT)).await;
            }
        }
    }
}

/// The largest file taken from the account a message came by, bytes.
fn most(parts: &Parts, row: &InboxRow) -> u64 {
    let config = parts.config.current();
    let own = config.telegram_accounts().into_iter();
    let mut own = own.filter(|account| account.id == row.message.route.account);
    let mb = own.next().map_or(20.0, |account| account.keys.media_max_mb);
    (mb * 1024.0 * 1024.0) as u64
}

/// Stands for a file that is not there; the words are for the model.
fn missing(file: &BroughtFile, problem: &Problem) -> String {
    let name: String = file
        .name
        .chars()
        .filter(|letter| !letter.is_control() && !matches!(letter, '[' | ']'))
        .take(80)
        .collect();
    format!(
        "[media not attached: {name} ({}): it could not be fetched ({}); its sender was told]",
        kind(&file.mime),
        problem.code
    )
}

/// Stands for a voice note that was not written down; the words are for the model.
fn unheard(problem: &Problem) -> String {
    format!(
        "[You could not hear this voice note ({}); its sender was told why.]",
        problem.code
    )
}

/// What kind of picture it is by its first bytes; `None` = none a model reads.
fn picture_kind(bytes: &[u8]) -> Option<&'static str> {
    let webp = bytes.len() > 12 && bytes.starts_with(b"RIFF") && &bytes[8..12] == b"WEBP";
    let found = match bytes {
        [0xff, 0xd8, 0xff, ..] => 0,
        [0x89, b'P', b'N', b'G', ..] => 1,
        [b'G', b'I', b'F', b'8', ..] => 2,
        _ if webp => 3,
        _ => return None,
    };
    PICTURES.get(found).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_first_bytes() {
        let check = |bytes: &[u8], kind: Option<&str>| assert_eq!(picture_kind(bytes), kind);
        check(&[0xff, 0xd8, 0xff, 0xe0, 1], Some("image/jpeg"));
        check(b"\x89PNG\r\n\x1a\n", Some("image/png"));
        check(b"GIF89a", Some("image/gif"));
        check(b"RIFF\0\0\0\0WEBPVP8 ", Some("image/webp"));
        check(b"<svg xmlns=", None);
        check(b"", None);
    }

    #[test]
    fn a_line_for_a_missing_file_cannot_be_ended_by_its_name() {
        let file = BroughtFile {
            source: "x".into(),
            path: None,
            kind: FileKind::Document,
            name: "a]\n[b".into(),
            mime: "text/plain".into(),
            size: None,
            seconds: None,
        };
        let line = missing(&file, &Problem::new("media-gone"));
        assert_eq!(
            line,
            "[media not attached: ab (text/plain): it could not be fetched (media-gone); its sender was told]"
        );
    }
}
