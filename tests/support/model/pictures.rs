//! Refuses pictures that the real providers refuse.
//!
//! Owns the rules of all three formats about them: a kind they read, whole base64, a first byte that
//! fits the kind, a size they take. Never: looks at a pixel.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::check::bad;
use super::reply::Refusal;
use super::request::{ModelRequest, Shape};

/// Anthropic's limit of a picture, bytes of base64; OpenAI's is larger.
const LARGEST: usize = 5 * 1024 * 1024;
/// Kinds all of them read, with how their files begin.
const KINDS: [(&str, &[u8]); 4] = [
    ("image/jpeg", &[0xff, 0xd8, 0xff]),
    ("image/png", b"\x89PNG"),
    ("image/gif", b"GIF8"),
    ("image/webp", b"RIFF"),
];

/// The first picture of a request that a provider would refuse.
pub(crate) fn check(request: &ModelRequest) -> Result<(), Refusal> {
    for message in request.messages() {
        let parts = message["content"].as_array().cloned().unwrap_or_default();
        for part in &parts {
            let picture = match (request.shape, part["type"].as_str().unwrap_or_default()) {
                (Shape::Chat, "image_url") => from_url(&part["image_url"]["url"])?,
                (Shape::Responses, "input_image") => from_url(&part["image_url"])?,
                (Shape::Anthropic, "image") => {
                    let source = &part["source"];
                    if source["type"] != "base64" {
                        return bad("messages: image.source.type: Input should be 'base64'");
                    }
                    (text(&source["media_type"]), text(&source["data"]))
                }
                (_, "image_url" | "input_image" | "image") => {
                    return bad(format!("Invalid value: {}", part["type"]));
                }
                _ => continue,
            };
            whole(&picture.0, &picture.1)?;
        }
    }
    Ok(())
}

/// Kind and content of every picture of a request.
pub(crate) fn of(request: &ModelRequest) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for message in request.messages() {
        for part in message["content"].as_array().into_iter().flatten() {
            let picture = match request.shape {
                Shape::Chat => from_url(&part["image_url"]["url"]).ok(),
                Shape::Responses => from_url(&part["image_url"]).ok(),
                Shape::Anthropic => {
                    let source = &part["source"];
                    Some((text(&source["media_type"]), text(&source["data"])))
                }
            };
            let Some((kind, data)) = picture.filter(|(kind, _)| !kind.is_empty()) else {
                continue;
            };
            found.extend(STANDARD.decode(data).ok().map(|bytes| (kind, bytes)));
        }
    }
    found
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn from_url(url: &Value) -> Result<(String, String), Refusal> {
    let url = text(url);
    let data = url.strip_prefix("data:");
    match data.and_then(|data| data.split_once(";base64,")) {
        Some((kind, data)) => Ok((kind.to_owned(), data.to_owned())),
        None => bad("Failed to download image: only data URLs reach this server"),
    }
}

fn whole(kind: &str, data: &str) -> Result<(), Refusal> {
    let Some((_, start)) = KINDS.iter().find(|(known, _)| *known == kind) else {
        return bad(format!("unsupported image: {kind}"));
    };
    if data.len() > LARGEST {
        return bad(format!("image exceeds 5 MB maximum: {} bytes", data.len()));
    }
    match STANDARD.decode(data) {
        Ok(bytes) if bytes.starts_with(start) => Ok(()),
        Ok(_) => bad(format!("the image does not appear to be of type {kind}")),
        Err(_) => bad("invalid base64 data"),
    }
}
