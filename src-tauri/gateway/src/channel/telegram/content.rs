//! What a person sent: their words as Markdown, and what came with them.
//!
//! Owns how a place, a contact, a poll, a sticker or a die reads as text, and what of an answered
//! or forwarded message is kept. Never decides who may write, never fetches a file. Pure.

use super::entities::markdown;
use super::shapes::{Carried, File, Location, Origin};
use super::wire::{Message, User};
use crate::channel::brought::{Answered, Brought, BroughtFile, FileKind, Forwarded, Piece};
use crate::clock::Ms;

/// The longest text of one message, UTF-16 units.
const LONGEST: usize = 4_096;
/// A text from this length on may be cut, UTF-16 units.
const CUT_FROM: usize = 4_000;
/// Characters kept of a message that is answered.
const QUOTED: usize = 600;
/// Characters of somebody's name.
const NAME: usize = 64;
/// What Telegram tells in a chat by itself: nobody waits for an answer.
const SERVICE: &[&str] = &[
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "message_auto_delete_timer_changed",
    "pinned_message",
    "users_shared",
    "chat_shared",
    "connected_website",
    "write_access_allowed",
    "passport_data",
    "proximity_alert_triggered",
    "boost_added",
    "chat_background_set",
    "forum_topic_closed",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "video_chat_scheduled",
    "video_chat_started",
    "video_chat_ended",
    "video_chat_participants_invited",
    "web_app_data",
];

/// What a message says.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// Words, files or both.
    Content(String, Brought),
    /// Telegram's own line.
    Service,
    /// Something Cove can't read.
    Unknown,
}

/// Reads a message.
pub fn read(message: &Message) -> Said {
    let carried = &message.carried;
    let words = match (&message.text, &message.caption) {
        (Some(text), _) => markdown(text, &carried.entities),
        (None, Some(caption)) => markdown(caption, &carried.caption_entities),
        (None, None) => String::new(),
    };
    let files = files(carried);
    let shown = shown(carried);
    let mut lines = vec![words];
    lines.extend(shown);
    lines.retain(|line| !line.trim().is_empty());
    if lines.is_empty() && files.is_empty() {
        let told = |name: &&str| carried.others.contains_key(*name);
        let service = message.tells_of_the_group() || SERVICE.iter().any(told);
        return if service {
            Said::Service
        } else {
            Said::Unknown
        };
    }
    let brought = Brought {
        piece: piece(message),
        answered: answered(message),
        forwarded: carried.forward_origin.as_ref().map(forwarded),
        files,
    };
    Said::Content(lines.join("\n\n"), brought)
}

/// Whether it may be a part of a longer one. Telegram's programs cut a text that is too long for
/// one message a little before the limit, where a word ends, or else in the middle of it.
fn piece(message: &Message) -> Option<Piece> {
    if let Some(album) = &message.media_group_id {
        return Some(Piece::Album(album.clone()));
    }
    let length = message.text.as_ref()?.encode_utf16().count();
    (length >= CUT_FROM).then_some(Piece::Cut {
        full: length >= LONGEST,
    })
}

/// What is no file and no text, as text.
fn shown(carried: &Carried) -> Option<String> {
    if let Some(venue) = &carried.venue {
        let place = place(&venue.location);
        return Some(format!("📍 {} — {} ({place})", venue.title, venue.address));
    }
    if let Some(location) = &carried.location {
        let sign = if location.live_period.is_some() {
            "🛰"
        } else {
            "📍"
        };
        return Some(format!("{sign} {}", place(location)));
    }
    if let Some(contact) = &carried.contact {
        let last = contact.last_name.as_deref().unwrap_or_default();
        let name = format!("{} {last}", contact.first_name);
        return Some(format!("👤 {}, {}", name.trim(), contact.phone_number));
    }
    if let Some(poll) = &carried.poll {
        let options: String = poll
            .options
            .iter()
            .map(|option| format!("\n- {}", option.text))
            .collect();
        return Some(format!("📊 {}{options}", poll.question));
    }
    if let Some(dice) = &carried.dice {
        return Some(format!("{} {}", dice.emoji, dice.value));
    }
    let sticker = carried.sticker.as_ref()?;
    let emoji = sticker.emoji.as_deref().unwrap_or("?");
    Some(format!("[sticker: {emoji}]"))
}

fn place(location: &Location) -> String {
    let point = format!("{:.6}, {:.6}", location.latitude, location.longitude);
    match location.horizontal_accuracy {
        Some(metres) if metres > 0.0 => format!("{point} ±{metres:.0} m"),
        _ => point,
    }
}

fn files(carried: &Carried) -> Vec<BroughtFile> {
    let photo = carried
        .photo
        .iter()
        .max_by_key(|size| size.width * size.height);
    // An animation comes as a document too; one is enough.
    let document = carried
        .document
        .as_ref()
        .filter(|_| carried.animation.is_none());
    let all = [
        (photo, FileKind::Image, "photo.jpg", "image/jpeg"),
        (
            carried.video.as_ref(),
            FileKind::Video,
            "video.mp4",
            "video/mp4",
        ),
        (
            carried.video_note.as_ref(),
            FileKind::Video,
            "video.mp4",
            "video/mp4",
        ),
        (
            carried.animation.as_ref(),
            FileKind::Video,
            "animation.mp4",
            "video/mp4",
        ),
        (
            carried.audio.as_ref(),
            FileKind::Audio,
            "audio.mp3",
            "audio/mpeg",
        ),
        (
            carried.voice.as_ref(),
            FileKind::Voice,
            "voice.ogg",
            "audio/ogg",
        ),
        (
            document,
            FileKind::Document,
            "file",
            "application/octet-stream",
        ),
    ];
    let there = all.into_iter().filter_map(|(file, kind, name, mime)| {
        let file = file.filter(|file| !file.file_id.is_empty())?;
        Some(brought(file, kind, name, mime))
    });
    there.collect()
}

fn brought(file: &File, kind: FileKind, name: &str, mime: &str) -> BroughtFile {
    let mime = file.mime_type.as_deref().unwrap_or(mime).to_owned();
    let kind = match kind {
        FileKind::Document if mime.starts_with("image/") => FileKind::Image,
        kind => kind,
    };
    BroughtFile {
        source: file.file_id.clone(),
        path: None,
        kind,
        name: file.file_name.as_deref().unwrap_or(name).to_owned(),
        mime,
        size: file.file_size,
        seconds: file.duration,
    }
}

fn answered(message: &Message) -> Option<Answered> {
    let carried = &message.carried;
    let quote = carried
        .quote
        .as_ref()
        .filter(|quote| !quote.text.is_empty());
    if let Some(other) = &carried.external_reply {
        return Some(Answered {
            who: origin_name(&other.origin),
            own: false,
            text: short(quote.map(|quote| quote.text.as_str()).unwrap_or_default()),
            part: quote.is_some(),
        });
    }
    let earlier = message.answers()?;
    let whole = earlier.text.as_deref().or(earlier.caption.as_deref());
    let text = match (quote, whole) {
        (Some(quote), _) => quote.text.clone(),
        (None, Some(whole)) => whole.to_owned(),
        (None, None) => shown(&earlier.carried).unwrap_or_else(|| {
            let names = files(&earlier.carried).into_iter().map(|file| file.name);
            names.collect::<Vec<_>>().join(", ")
        }),
    };
    let from = earlier.from.as_ref();
    Some(Answered {
        who: from.and_then(shown_name).map(|name| plain_name(&name)),
        own: message.chat.kind == "private" && from.is_some_and(|user| user.is_bot),
        text: short(&text),
        part: quote.is_some_and(|quote| quote.is_manual),
    })
}

fn forwarded(origin: &Origin) -> Forwarded {
    Forwarded {
        who: origin_name(origin),
        at: Some(origin.date).filter(|at| *at > 0).map(seconds),
    }
}

fn seconds(at: i64) -> Ms {
    at.saturating_mul(1_000)
}

fn origin_name(origin: &Origin) -> Option<String> {
    let user = origin.sender_user.as_ref().and_then(shown_name);
    let chat = origin.chat.as_ref().or(origin.sender_chat.as_ref());
    let name = user
        .or_else(|| origin.sender_user_name.clone())
        .or_else(|| chat.and_then(|chat| chat.title.clone()))
        .or_else(|| origin.author_signature.clone())?;
    Some(plain_name(&name))
}

/// How a person is called.
pub fn shown_name(user: &User) -> Option<String> {
    let parts = [user.first_name.as_deref(), user.last_name.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    match (parts.is_empty(), &user.username) {
        (false, _) => Some(parts.join(" ")),
        (true, Some(name)) => Some(format!("@{name}")),
        (true, None) => None,
    }
}

/// A name that can't end the line it stands in.
fn plain_name(name: &str) -> String {
    let plain = |letter: &char| !letter.is_control() && !matches!(letter, '[' | ']');
    name.chars().filter(plain).take(NAME).collect()
}

/// The beginning of a text.
fn short(text: &str) -> String {
    let mut letters = text.chars();
    let start: String = letters.by_ref().take(QUOTED).collect();
    match letters.next() {
        Some(_) => format!("{start}…"),
        None => start,
    }
}

#[cfg(test)]
#[path = "content_tests.rs"]
mod tests;
