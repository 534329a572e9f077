//! Which waiting messages are one, for how long the next piece is waited for, and what they say.
#![allow(clippy::unwrap_used)]
use super::*;
use crate::channel::{Brought, Inbound, Route};
use crate::session::SessionKey;

/// A row of Telegram: number, who, when (ms), text, piece.
fn row(n: i64, sender: &str, at: Ms, text: &str, piece: Option<Piece>) -> InboxRow {
    let route = Route {
        channel: ChannelKind::Telegram,
        peer: "7".into(),
        ..Route::desktop()
    };
    InboxRow {
        message: Inbound {
            id: format!("telegram:default:{n}"),
            route,
            sender: sender.into(),
            sender_name: None,
            owner: true,
            text: text.into(),
            sent_at: at / 1000 * 1000,
            message_id: Some(n.to_string()),
            language: None,
            instead_of: None,
            brought: Brought {
                piece,
                ..Brought::default()
            },
        },
        received_at: at,
        key: SessionKey::main("main"),
        restarts: 0,
    }
}

fn album(id: &str) -> Option<Piece> {
    Some(Piece::Album(id.into()))
}

fn cut(full: bool) -> Option<Piece> {
    Some(Piece::Cut { full })
}

fn typed(ms: u64) -> InboundMessages {
    InboundMessages {
        debounce_ms: ms,
        ..InboundMessages::default()
    }
}

fn check_whole(typed: &InboundMessages, rows: &[InboxRow], expected: Option<Ms>) {
    let rows: Vec<&InboxRow> = rows.iter().collect();
    let joining = Joining { typed, since: 0 };
    assert_eq!(joining.whole_at(&rows), expected, "{rows:?}");
}

fn check_text(typed: &InboundMessages, rows: &[InboxRow], expected: &str) {
    let joining = Joining { typed, since: 0 };
    let text = joining.text(rows, |row| row.message.text.clone());
    assert_eq!(text, expected);
}

#[test]
fn only_what_may_go_on_is_waited_for() {
    let none = typed(0);
    check_whole(&none, &[], None);
    check_whole(&none, &[row(1, "a", 100, "hi", None)], None);
    check_whole(&none, &[row(1, "a", 100, "x", cut(true))], Some(1_600));
    check_whole(&none, &[row(1, "a", 100, "", album("g"))], Some(600));
    check_whole(&typed(800), &[row(1, "a", 100, "hi", None)], Some(900));
    let end = [
        row(1, "a", 100, "x", cut(true)),
        row(2, "a", 200, "end", None),
    ];
    check_whole(&none, &end, None);
}

#[test]
fn each_sender_of_a_chat_is_waited_for_by_the_newest_words() {
    let rows = [
        row(1, "a", 100, "x", None),
        row(2, "b", 300, "y", None),
        row(3, "a", 400, "z", None),
    ];
    check_whole(&typed(1_000), &rows, Some(1_400));
    check_whole(&typed(1_000), &rows[..2], Some(1_300));
}

#[test]
fn a_channel_may_have_a_quiet_of_its_own_and_the_window_never_waits() {
    let mut own = typed(5_000);
    own.by_channel.insert("telegram".into(), 700);
    check_whole(&own, &[row(1, "a", 100, "hi", None)], Some(800));
    let mut local = row(1, "owner", 100, "hi", None);
    local.message.route = Route::desktop();
    check_whole(&own, &[local], None);
}

#[test]
fn what_a_start_found_is_waited_for_from_the_start_on() {
    let rows = [row(1, "a", 100, "", album("g"))];
    let joining = Joining {
        typed: &typed(0),
        since: 90_000,
    };
    assert_eq!(joining.whole_at(&[&rows[0]]), Some(90_500));
}

#[test]
fn twelve_pieces_or_fifty_thousand_characters_are_enough() {
    let many = |count: i64, length: usize| -> Vec<InboxRow> {
        let text = "x".repeat(length);
        let rows = (0..count).map(|n| row(n, "a", 100 + n, &text, cut(true)));
        rows.collect()
    };
    check_whole(&typed(0), &many(11, 10), Some(100 + 10 + 1_500));
    check_whole(&typed(0), &many(12, 10), None);
    check_whole(&typed(0), &many(11, 5_000), None);
    let fast: Vec<InboxRow> = (0..12).map(|n| row(n, "a", n * 10, "go", None)).collect();
    check_whole(&typed(500), &fast, None);
}

#[test]
fn a_cut_text_is_one_again_and_others_stay_apart() {
    let none = typed(0);
    let word = [
        row(1, "a", 0, "won", cut(true)),
        row(2, "a", 1_500, "derful", None),
    ];
    check_text(&none, &word, "wonderful");
    let line = [
        row(1, "a", 0, "one", cut(false)),
        row(2, "a", 10, "two", None),
    ];
    check_text(&none, &line, "one\ntwo");
    let late = [
        row(1, "a", 0, "one", cut(true)),
        row(2, "a", 4_000, "two", None),
    ];
    check_text(&none, &late, "one\n\ntwo");
    let gap = [
        row(1, "a", 0, "one", cut(true)),
        row(3, "a", 10, "two", None),
    ];
    check_text(&none, &gap, "one\n\ntwo");
    let other = [
        row(1, "a", 0, "one", cut(true)),
        row(2, "b", 10, "two", None),
    ];
    check_text(&none, &other, "one\n\ntwo");
}

#[test]
fn a_kill_between_two_pieces_does_not_part_them() {
    let mut rows = [
        row(1, "a", 10_000, "won", cut(true)),
        row(2, "a", 11_000, "derful", None),
    ];
    rows[1].received_at = 600_000;
    check_text(&typed(0), &rows, "wonderful");
}

#[test]
fn fragments_typed_fast_are_lines_of_one_message() {
    let rows = [
        row(1, "a", 0, "hi", None),
        row(2, "a", 900, "there", None),
        row(3, "a", 9_000, "later", None),
    ];
    check_text(&typed(1_000), &rows, "hi\nthere\n\nlater");
    check_text(&typed(0), &rows, "hi\n\nthere\n\nlater");
}

#[test]
fn an_album_is_one_message_with_the_words_of_its_files() {
    let rows = [
        row(1, "a", 0, "our garden", album("g")),
        row(2, "a", 10, "", album("g")),
        row(3, "a", 20, "the pond", album("g")),
        row(4, "a", 30, "next", album("h")),
    ];
    check_text(&typed(0), &rows, "our garden\nthe pond\n\nnext");
}
