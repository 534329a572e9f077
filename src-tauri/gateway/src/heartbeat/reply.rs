//! What becomes of a beat's answer, and when failures are enough.
//!
//! Owns the judgement. The silent tokens themselves are the gate's: it says what is left of a text
//! without them.

use crate::clock::Ms;

/// The same alert is not said twice within this time, ms.
pub(super) const AGAIN: Ms = 24 * 3_600_000;
/// So many equal failures in a row pause the heartbeat.
const ENOUGH: usize = 3;

/// Something this heartbeat said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said<'a> {
    /// The text.
    pub text: &'a str,
    /// When, ms.
    pub at: Ms,
}

/// What becomes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All is well: nothing is said and the transcript keeps no line.
    Ack,
    /// The same was said within a day.
    Duplicate,
    /// What the gate left is said.
    Say,
}

/// Judges an answer. `left` is what the gate left of `text`, `None` = nothing; a text from which it
/// took a token at an edge and at most `ack_max_chars` (UTF-16 units) remain is an acknowledgement.
pub fn answered(
    text: &str,
    left: Option<&str>,
    ack_max_chars: u64,
    said: &[Said<'_>],
    now: Ms,
) -> Outcome {
    let Some(left) = left else {
        return Outcome::Ack;
    };
    let had_token = left != text.trim();
    if had_token && left.encode_utf16().count() as u64 <= ack_max_chars {
        return Outcome::Ack;
    }
    let same = |before: &Said<'_>| {
        let within = (before.at..before.at.saturating_add(AGAIN)).contains(&now);
        within && left.split_whitespace().eq(before.text.split_whitespace())
    };
    if said.iter().any(same) {
        return Outcome::Duplicate;
    }
    Outcome::Say
}

/// The newest beats failed often enough in the same way: the heartbeat is paused. `newest` holds
/// the error code of each, newest first; `None` = it did not fail.
pub fn keeps_failing(newest: &[Option<&str>]) -> bool {
    let Some(latest) = newest.get(..ENOUGH) else {
        return false;
    };
    latest[0].is_some() && latest.iter().all(|code| *code == latest[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::{Verdict, pass};

    const NOW: Ms = 1_767_571_200_000;

    fn judge(text: &str, said: &[Said<'_>]) -> Outcome {
        let left = match pass(text) {
            Verdict::Silent => None,
            Verdict::Say(left) => Some(left),
        };
        answered(text, left.as_deref(), 20, said, NOW)
    }

    #[test]
    fn a_token_at_an_edge_with_little_beside_it_is_an_acknowledgement() {
        let check = |text: &str, expected| assert_eq!(judge(text, &[]), expected, "{text:?}");
        for ack in [
            "HEARTBEAT_OK",
            "**HEARTBEAT_OK**.",
            "HEARTBEAT_OK All is well.",
            "All is well.\n\nHEARTBEAT_OK",
            "NO_REPLY",
            "",
            "HEARTBEAT_OK 十分安静。",
        ] {
            check(ack, Outcome::Ack);
        }
        for say in [
            "All is well.",
            "HEARTBEAT_OK The rent is due tomorrow, shall I pay it?",
            "The rent is due tomorrow, shall I pay it? HEARTBEAT_OK",
            "I say HEARTBEAT_OK when all is well.",
            "HEARTBEAT_OKAY",
        ] {
            check(say, Outcome::Say);
        }
        // Exactly as many characters as are allowed, and one more.
        check("HEARTBEAT_OK 12345678901234567890", Outcome::Ack);
        check("HEARTBEAT_OK 123456789012345678901", Outcome::Say);
    }

    #[test]
    fn the_same_alert_is_said_once_a_day() {
        let text = "The rent is due tomorrow.";
        let check = |last: &str, before: Ms, expected| {
            let at = NOW - before;
            let other = Said {
                text: "The tap drips.",
                at: NOW - 1,
            };
            let found = judge(text, &[other, Said { text: last, at }]);
            assert_eq!(found, expected, "{last:?} {before}");
        };
        check(text, 1, Outcome::Duplicate);
        check("The rent  is due\ntomorrow.", 1, Outcome::Duplicate);
        check(text, AGAIN - 1, Outcome::Duplicate);
        check(text, AGAIN, Outcome::Say);
        check("The rent is due today.", 1, Outcome::Say);
        // The clock was set back: what lies in the future holds nothing back.
        check(text, -1, Outcome::Say);
    }

    #[test]
    fn three_equal_failures_in_a_row_are_enough() {
        let check = |newest: &[Option<&str>], expected| {
            assert_eq!(keeps_failing(newest), expected, "{newest:?}");
        };
        let (auth, late) = (Some("model-auth"), Some("turn-timeout"));
        check(&[auth, auth, auth], true);
        check(&[auth, auth, auth, None], true);
        check(&[auth, auth], false);
        check(&[auth, late, auth], false);
        check(&[auth, auth, None, auth], false);
        check(&[None, None, None], false);
    }
}
