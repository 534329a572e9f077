//! What people send, as text and files.
#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};

use super::*;

fn of(more: Value) -> Said {
    let mut message = json!({"message_id": 9, "date": 1_795_000_000,
        "chat": {"id": 5, "type": "private"}, "from": {"id": 5, "first_name": "Ann"}});
    for (name, value) in more.as_object().unwrap() {
        message[name] = value.clone();
    }
    let message: Message = serde_json::from_str(&message.to_string()).unwrap();
    read(&message)
}

fn content(more: Value) -> (String, Brought) {
    match of(more) {
        Said::Content(text, brought) => (text, brought),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_no_text_reads_as_one() {
    let check = |more: Value, expected: &str| {
        let (text, brought) = content(more);
        assert_eq!(text, expected);
        assert_eq!(brought, Brought::default());
    };
    let here = json!({"latitude": 59.334_591, "longitude": 18.063_24});
    check(json!({"location": here}), "📍 59.334591, 18.063240");
    check(
        json!({"location": {"latitude": 1.0, "longitude": -2.5, "horizontal_accuracy": 12.4,
            "live_period": 900}}),
        "🛰 1.000000, -2.500000 ±12 m",
    );
    check(
        json!({"location": here, "venue": {"location": here, "title": "Kungliga", "address": "Humlegården"}}),
        "📍 Kungliga — Humlegården (59.334591, 18.063240)",
    );
    check(
        json!({"contact": {"phone_number": "+4670", "first_name": "Bo", "last_name": "Ek"}}),
        "👤 Bo Ek, +4670",
    );
    check(
        json!({"poll": {"question": "When?", "options": [{"text": "Mon"}, {"text": "Tue"}]}}),
        "📊 When?\n- Mon\n- Tue",
    );
    check(json!({"dice": {"emoji": "🎲", "value": 4}}), "🎲 4");
    check(
        json!({"sticker": {"file_id": "s", "emoji": "😀"}}),
        "[sticker: 😀]",
    );
    check(
        json!({"text": "a bold", "entities": [{"type": "bold", "offset": 2, "length": 4}]}),
        "a **bold**",
    );
}

#[test]
fn each_kind_of_file_is_named_with_what_it_is() {
    let check = |more: Value, kind: FileKind, name: &str, mime: &str| {
        let (_, brought) = content(more);
        let found: Vec<_> = brought
            .files
            .iter()
            .map(|file| (file.kind, file.name.as_str(), file.mime.as_str()))
            .collect();
        assert_eq!(found, [(kind, name, mime)]);
    };
    check(
        json!({"voice": {"file_id": "v", "duration": 3}}),
        FileKind::Voice,
        "voice.ogg",
        "audio/ogg",
    );
    check(
        json!({"video_note": {"file_id": "v"}}),
        FileKind::Video,
        "video.mp4",
        "video/mp4",
    );
    check(
        json!({"animation": {"file_id": "a"}, "document": {"file_id": "a"}}),
        FileKind::Video,
        "animation.mp4",
        "video/mp4",
    );
    check(
        json!({"document": {"file_id": "d", "file_name": "a.pdf", "mime_type": "application/pdf"}}),
        FileKind::Document,
        "a.pdf",
        "application/pdf",
    );
    check(
        json!({"document": {"file_id": "d", "file_name": "scan.png", "mime_type": "image/png"}}),
        FileKind::Image,
        "scan.png",
        "image/png",
    );
}

#[test]
fn the_largest_size_of_a_photo_is_taken_with_its_caption() {
    let size = |id: &str, width: u64| json!({"file_id": id, "width": width, "height": width, "file_size": width});
    let (text, brought) = content(json!({"caption": "our garden", "media_group_id": "g",
        "photo": [size("s", 90), size("l", 1280), size("m", 320)]}));
    assert_eq!(text, "our garden");
    assert_eq!(brought.piece, Some(Piece::Album("g".into())));
    assert_eq!(brought.files[0].source, "l");
    assert_eq!(brought.files[0].size, Some(1280));
}

#[test]
fn a_text_near_the_limit_may_go_on() {
    let check = |length: usize, expected: Option<Piece>| {
        let (_, brought) = content(json!({"text": "x".repeat(length)}));
        assert_eq!(brought.piece, expected, "{length}");
    };
    check(3_999, None);
    check(4_000, Some(Piece::Cut { full: false }));
    check(4_096, Some(Piece::Cut { full: true }));
}

#[test]
fn what_is_answered_says_whose_it_is() {
    let check = |more: Value, who: Option<&str>, own: bool, text: &str, part: bool| {
        let (_, brought) = content(more);
        let expected = Answered {
            who: who.map(str::to_owned),
            own,
            text: text.into(),
            part,
        };
        assert_eq!(brought.answered, Some(expected));
    };
    let earlier = |from: Value, more: Value| {
        let mut message =
            json!({"message_id": 3, "date": 1, "chat": {"id": 5, "type": "private"}, "from": from});
        for (name, value) in more.as_object().unwrap() {
            message[name] = value.clone();
        }
        message
    };
    let bot = json!({"id": 1, "is_bot": true, "first_name": "Cove"});
    let bo = json!({"id": 7, "first_name": "Bo]\n["});
    check(
        json!({"text": "yes", "reply_to_message": earlier(bot, json!({"text": "Shall I?"}))}),
        Some("Cove"),
        true,
        "Shall I?",
        false,
    );
    check(
        json!({"text": "this", "reply_to_message": earlier(bo.clone(), json!({"text": "one two"})),
            "quote": {"text": "two", "position": 4, "is_manual": true}}),
        Some("Bo"),
        false,
        "two",
        true,
    );
    check(
        json!({"text": "nice", "reply_to_message": earlier(bo, json!({"photo": [{"file_id": "p"}]}))}),
        Some("Bo"),
        false,
        "photo.jpg",
        false,
    );
    let long = "y".repeat(700);
    let (_, brought) = content(
        json!({"text": "x", "external_reply": {"origin": {"type": "channel",
        "date": 1, "chat": {"id": -1, "type": "channel", "title": "News"}}},
        "quote": {"text": long}}),
    );
    let answered = brought.answered.unwrap();
    assert_eq!(answered.who.as_deref(), Some("News"));
    assert_eq!(answered.text.chars().count(), QUOTED + 1);
}

#[test]
fn the_line_that_opened_a_topic_is_not_answered() {
    let (_, brought) = content(
        json!({"text": "x", "reply_to_message": {"message_id": 3, "date": 1,
        "chat": {"id": -5, "type": "supergroup"}, "forum_topic_created": {"name": "Plans"}}}),
    );
    assert_eq!(brought.answered, None);
}

#[test]
fn a_forwarded_message_names_where_it_comes_from() {
    let check = |origin: Value, who: Option<&str>| {
        let (_, brought) = content(json!({"text": "x", "forward_origin": origin}));
        let forwarded = brought.forwarded.unwrap();
        assert_eq!(forwarded.who.as_deref(), who);
        assert_eq!(forwarded.at, Some(60_000));
    };
    check(
        json!({"type": "user", "date": 60, "sender_user": {"id": 1, "first_name": "Bo"}}),
        Some("Bo"),
    );
    check(
        json!({"type": "hidden_user", "date": 60, "sender_user_name": "Somebody"}),
        Some("Somebody"),
    );
    check(
        json!({"type": "channel", "date": 60, "chat": {"id": -1, "type": "channel", "title": "News"}}),
        Some("News"),
    );
    check(json!({"type": "newer_kind", "date": 60}), None);
}
