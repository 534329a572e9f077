//! Messages without an answer in a conversation as people see it: refused, broken off, set aside.
//!
//! Owns where they stand. The transcript may hold nothing of them, or only what the person said;
//! the inbox knows why they failed. Never shows a failure the transcript tells of already.

use std::ops::Range;

use super::message::empty;
use crate::api::chat::{ChatMessage, Speaker};
use crate::api::contract::ApiError;
use crate::clock::Ms;
use crate::delivery::{FailedRow, failed_rows};
use crate::error::Problem;
use crate::gateway::Host;
use crate::session::SessionKey;

/// The newest of a conversation that are looked at.
const MOST: u32 = 200;

/// Puts the failed messages of `key` that came within `span` (ms) where they belong.
pub(super) async fn put(
    host: &Host,
    key: &SessionKey,
    span: Range<Ms>,
    messages: &mut Vec<ChatMessage>,
) -> Result<(), Problem> {
    let wanted = key.clone();
    let failed = host
        .db()
        .read(move |connection| failed_rows(connection, &wanted, MOST))
        .await?;
    let why = |reason: &Problem| ApiError::render(reason, &host.parts.words, host.language());
    place(messages, failed, span, why);
    Ok(())
}

fn place(
    messages: &mut Vec<ChatMessage>,
    failed: Vec<FailedRow>,
    span: Range<Ms>,
    why: impl Fn(&Problem) -> ApiError,
) {
    let mut rows = failed.into_iter().peekable();
    while let Some(first) = rows.next() {
        let mut together = vec![first];
        while let Some(next) = rows.next_if(|row| row.turn_id == together[0].turn_id) {
            together.push(next);
        }
        let turn = together[0].turn_id.clone();
        let told = messages
            .iter()
            .rposition(|message| message.turn_id.as_ref() == Some(&turn));
        let at = match told {
            Some(last) if messages[last].problem.is_some() => continue,
            Some(last) => last + 1,
            None if !span.contains(&together[0].received_at) => continue,
            None => add_person(messages, &together),
        };
        let last = &together[together.len() - 1];
        messages.insert(
            at,
            ChatMessage {
                problem: Some(why(&last.reason)),
                ..empty(
                    &format!("{turn}:failed"),
                    Some(&turn),
                    Speaker::Agent,
                    last.received_at,
                )
            },
        );
    }
}

/// What the person said, by its time; answers where the failure belongs.
fn add_person(messages: &mut Vec<ChatMessage>, together: &[FailedRow]) -> usize {
    let first = &together[0];
    let at = messages
        .iter()
        .position(|message| message.at > first.received_at)
        .unwrap_or(messages.len());
    let texts: Vec<&str> = together
        .iter()
        .map(|row| row.message.text.as_str())
        .collect();
    let said = ChatMessage {
        text: texts.join("\n\n"),
        channel: Some(first.message.route.channel.as_str().to_owned()),
        ..empty(
            &first.message.id,
            Some(&first.turn_id),
            Speaker::Person,
            first.received_at,
        )
    };
    messages.insert(at, said);
    at + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::{Inbound, Route};
    use crate::error::Params;

    fn row(id: &str, turn: &str, at: Ms) -> FailedRow {
        FailedRow {
            message: Inbound {
                id: id.into(),
                route: Route::desktop(),
                sender: "owner".into(),
                sender_name: None,
                owner: true,
                text: format!("say {id}"),
                sent_at: at,
                message_id: None,
                language: None,
                instead_of: None,
                brought: Default::default(),
            },
            received_at: at,
            turn_id: turn.into(),
            reason: Problem::new("agent-unknown"),
        }
    }

    fn message(id: &str, turn: &str, speaker: Speaker, at: Ms, failed: bool) -> ChatMessage {
        ChatMessage {
            problem: failed.then(|| why(&Problem::new("model-auth"))),
            ..empty(id, Some(turn), speaker, at)
        }
    }

    fn why(problem: &Problem) -> ApiError {
        ApiError {
            code: problem.code.clone(),
            message: String::new(),
            hint: None,
            params: Params::new(),
        }
    }

    fn check(messages: Vec<ChatMessage>, failed: Vec<FailedRow>, expected: &[&str]) {
        let mut messages = messages;
        place(&mut messages, failed, 100..1_000, why);
        let shown: Vec<String> = messages
            .iter()
            .map(|message| match &message.problem {
                Some(problem) => format!("{}!{}", message.id, problem.code),
                None => message.id.clone(),
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_refused_message_stands_by_its_time_with_its_reason() {
        let before = || message("a", "t1", Speaker::Person, 110, false);
        let behind = || message("b", "t2", Speaker::Person, 300, false);
        check(
            vec![before(), behind()],
            vec![row("x", "t9", 200), row("y", "t9", 210)],
            &["a", "x", "t9:failed!agent-unknown", "b"],
        );
        check(
            Vec::new(),
            vec![row("x", "t9", 200)],
            &["x", "t9:failed!agent-unknown"],
        );
    }

    #[test]
    fn what_the_transcript_holds_is_not_said_twice() {
        check(
            vec![
                message("a", "t1", Speaker::Person, 110, false),
                message("b", "t1", Speaker::Agent, 120, true),
            ],
            vec![row("x", "t1", 105)],
            &["a", "b!model-auth"],
        );
        check(
            vec![message("a", "t1", Speaker::Person, 110, false)],
            vec![row("x", "t1", 90)],
            &["a", "t1:failed!agent-unknown"],
        );
    }

    #[test]
    fn what_failed_at_another_time_is_not_shown() {
        check(Vec::new(), vec![row("x", "t9", 99)], &[]);
        check(Vec::new(), vec![row("x", "t9", 1_000)], &[]);
    }
}
