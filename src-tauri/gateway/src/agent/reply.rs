//! What a turn's text becomes for a person: through the gate, masked, rendered in parts.
//!
//! Owns the line that opens an answer where an earlier one may not have arrived. Pure but for
//! asking the channel how it renders.

use super::Parts;
use crate::channel::{ChannelKind, Outgoing, ReplyTo, Route};
use crate::delivery::{NewPart, PartKind, Verdict, pass};
use crate::error::Params;
use crate::words::Language;

/// The text a person gets; `None` = nothing to say.
pub(super) fn for_person(parts: &Parts, text: &str) -> Option<String> {
    match pass(text) {
        Verdict::Silent => None,
        Verdict::Say(text) => Some(parts.redactor.redact(&text).into_owned()),
    }
}

/// Whether the transcript entry is the delivery already (design.md §6).
pub(super) fn delivered_by_transcript(route: &Route) -> bool {
    matches!(route.channel, ChannelKind::Desktop | ChannelKind::Cli)
}

/// The parts of an answer. Ids are derived from `cause`; `reply_to` is the message answered, which
/// the channel's settings let some of the parts name.
pub(super) fn parts_of(
    parts: &Parts,
    cause: &str,
    kind: PartKind,
    route: &Route,
    text: &str,
    reply_to: Option<&str>,
) -> Vec<NewPart> {
    let mut rendered = parts.channels.render(route, text);
    let named = match (reply_to, parts.channels.replies(route)) {
        (None, _) | (_, ReplyTo::Off) => 0,
        (Some(_), ReplyTo::First) => 1,
        (Some(_), ReplyTo::All) => rendered.len(),
    };
    for part in rendered.iter_mut().take(named) {
        part.reply_to = reply_to.map(str::to_owned);
    }
    rendered
        .into_iter()
        .map(|part| NewPart {
            cause: cause.to_owned(),
            kind,
            part,
        })
        .collect()
}

/// The part that tells a chat that an earlier answer may not have arrived, with its button.
pub(super) fn doubt(parts: &Parts, cause: &str, route: &Route, language: Language) -> Vec<NewPart> {
    let line = parts.words.text(language, "delivery-doubt", &Params::new());
    let label = parts
        .words
        .text(language, "delivery-again-button", &Params::new());
    let mut doubt = parts_of(
        parts,
        &format!("{cause}:doubt"),
        PartKind::Notice,
        route,
        &line,
        None,
    );
    if let Some(NewPart {
        part: Outgoing { buttons, .. },
        ..
    }) = doubt.last_mut()
    {
        buttons.push(vec![(label, "again".to_owned())]);
    }
    doubt
}
