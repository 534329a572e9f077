//! Pictures of a conversation, to be looked at in the window.
//!
//! Owns what counts as one: by its bytes, and small enough to be carried. Only files of the
//! workspace are read.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::chat::key_of;
use super::{Caller, workspace};
use crate::api::workspace::{Picture, PictureRead};
use crate::error::{Problem, params};
use crate::gateway::Host;
use crate::workspace::RelPath;

/// Largest picture, bytes: what can be attached can be shown, and an answer is a line of 8 MiB.
const LARGEST: usize = 5 * 1024 * 1024;

pub(super) async fn read(
    host: &Arc<Host>,
    _: &Caller,
    request: PictureRead,
) -> Result<Picture, Problem> {
    let key = key_of(host, request.session_key.as_deref(), None);
    let (_, files) = workspace::files(host, Some(key.agent().to_owned()))?;
    let path = RelPath::parse(&request.path)?;
    let bytes = files.handed(&path).await?;
    let named = |code| Problem::with(code, params([("path", path.to_string().into())]));
    if bytes.len() > LARGEST {
        return Err(named("picture-large"));
    }
    let mime = kind_of(&bytes).ok_or_else(|| named("picture-none"))?;
    Ok(Picture {
        mime: mime.to_owned(),
        data: STANDARD.encode(bytes),
    })
}

/// The kind of a picture by its first bytes; `None` for anything else, drawings in words (SVG) too.
fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_told_by_its_bytes() {
        let check = |bytes: &[u8], expected: Option<&str>| {
            assert_eq!(kind_of(bytes), expected, "{bytes:?}");
        };
        check(b"\xFF\xD8\xFF\xE0....", Some("image/jpeg"));
        check(b"\x89PNG\r\n\x1a\n....", Some("image/png"));
        check(b"GIF89a", Some("image/gif"));
        check(b"RIFF\x01\x02\x03\x04WEBPVP8 ", Some("image/webp"));
        check(b"RIFF\x01\x02\x03\x04WAVEfmt ", None);
        check(b"<svg onload='x()'>", None);
        check(b"", None);
    }
}
