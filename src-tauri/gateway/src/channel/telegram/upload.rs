//! A file out to a chat: as a picture where it is one, else as a document.
//!
//! Owns the bounds Telegram sets (10 MB for a picture, 50 MB for a document) and the choice between
//! the two. What may have been taken is never sent again: each further try follows a refusal.

use std::time::Duration;

use super::client::Client;
use super::failure::Meaning;
use super::multipart::FilePart;
use super::send::{Form, Sender, message_of, text};
use super::style::Style;
use super::wire::SendFile;
use crate::channel::sent_file::{LARGEST_SENT, SentFile};
use crate::channel::types::{Outgoing, Receipt, SendFailure};

/// Telegram takes no larger picture, bytes.
const LARGEST_PICTURE: usize = 10 * 1024 * 1024;
/// A large file on a slow line.
const UPLOAD_LIMIT: Duration = Duration::from_secs(300);
/// Telegram's limit of the words under a file, UTF-16 units.
const LONGEST_CAPTION: usize = 1_024;

impl Sender {
    /// Sends the file of a part with the words under it.
    pub(super) async fn post_file(
        &self,
        client: &Client,
        part: &Outgoing,
        file: &SentFile,
        style: Style,
        topic_gone: &str,
    ) -> Result<Receipt, SendFailure> {
        let bytes = self.files.bytes(file, LARGEST_SENT).await;
        let bytes = bytes.map_err(SendFailure::Refused)?;
        let (mut form, mut picture) = (Form::default(), is_picture(&bytes));
        loop {
            let caption = text(part, form, topic_gone, LONGEST_CAPTION);
            let message = message_of(part, form, style, &caption);
            let (method, field) = match picture {
                true => ("sendPhoto", "photo"),
                false => ("sendDocument", "document"),
            };
            let upload = FilePart {
                field,
                name: file.name(),
                bytes: &bytes,
            };
            let threaded = message.message_thread_id.is_some();
            let parameters = SendFile::from(message);
            let sent = client.upload(method, &parameters, upload, UPLOAD_LIMIT);
            match sent.await {
                Ok(sent) => {
                    return Ok(Receipt {
                        message_id: sent.message_id.to_string(),
                    });
                }
                Err(error) => match error.meaning() {
                    // Too wide, too flat, broken: a document is any file.
                    Some(Meaning::Picture) if picture => picture = false,
                    Some(Meaning::Markup) if form.markup => form.markup = false,
                    Some(Meaning::NoThread) if form.thread && threaded => form.thread = false,
                    _ => return Err(self.failure(&error)),
                },
            }
            self.throttle.took(&part.route);
        }
    }
}

/// What Telegram shows as a picture, by its first bytes.
fn is_picture(bytes: &[u8]) -> bool {
    let known = bytes.starts_with(b"\x89PNG\r\n\x1a\n")
        || bytes.starts_with(&[0xff, 0xd8, 0xff])
        || bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    known && bytes.len() <= LARGEST_PICTURE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_told_by_its_bytes_and_a_large_one_is_a_document() {
        assert!(is_picture(b"\x89PNG\r\n\x1a\n..."));
        assert!(is_picture(&[0xff, 0xd8, 0xff, 0xe0]));
        assert!(is_picture(b"RIFF\0\0\0\0WEBPVP8 "));
        assert!(!is_picture(b"RIFF\0\0\0\0WAVEfmt "));
        assert!(!is_picture(b"GIF89a"));
        assert!(!is_picture(b""));
        let mut large = b"\x89PNG\r\n\x1a\n".to_vec();
        large.resize(LARGEST_PICTURE + 1, 0);
        assert!(!is_picture(&large));
    }
}
