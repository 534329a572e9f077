//! The reaction that says “seen”.
//!
//! Owns which message gets one (`messages.ackReaction`, `ackReactionScope`). Best effort: a message
//! without it is answered all the same.

use crate::channel::{Activation, ChannelKind, ChatType, Inbound, rules_in};
use crate::config::Config;

/// What is set where the settings name nothing.
const EYES: &str = "👀";

/// The emoji for a message that was taken; `None` = none.
pub(super) fn emoji<'a>(
    config: &'a Config,
    message: &Inbound,
    chosen: Option<Activation>,
) -> Option<&'a str> {
    let emoji = config.messages.ack_reaction.as_deref().unwrap_or(EYES);
    if emoji.is_empty() || message.route.channel != ChannelKind::Telegram {
        return None;
    }
    let group = message.route.chat_type == ChatType::Group;
    let here = match config.messages.ack_reaction_scope.as_str() {
        "all" => true,
        "direct" => !group,
        "group-all" => group,
        // In a group that hears everything a message is no mention.
        "group-mentions" => group && needs_mention(config, message, chosen),
        _ => false,
    };
    here.then_some(emoji)
}

/// Whether the chat is one where the bot answers what calls it, by the settings or as somebody
/// `chosen` there.
fn needs_mention(config: &Config, message: &Inbound, chosen: Option<Activation>) -> bool {
    if let Some(chosen) = chosen {
        return chosen == Activation::Mention;
    }
    let bots = config.telegram_accounts();
    let bot = bots.iter().find(|bot| bot.id == message.route.account);
    let (peer, thread) = (&message.route.peer, message.route.thread.as_deref());
    bot.is_none_or(|bot| rules_in(&bot.keys, peer, thread).require_mention)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::channel::{Brought, Route};

    fn check(messages: Value, chat_type: ChatType, expected: Option<&str>) {
        let written = json!({"messages": messages,
            "channels": {"telegram": {"groups": {"-7": {"requireMention": false}}}}});
        let config = crate::config::config_of(&written.to_string());
        let message = Inbound {
            id: "telegram:default:1".into(),
            route: Route {
                channel: ChannelKind::Telegram,
                peer: "-5".into(),
                chat_type,
                ..Route::cli()
            },
            sender: "5".into(),
            sender_name: None,
            owner: true,
            text: "hi".into(),
            sent_at: 0,
            message_id: Some("1".into()),
            language: None,
            instead_of: None,
            brought: Brought::default(),
        };
        assert_eq!(
            emoji(&config, &message, None),
            expected,
            "{messages} {chat_type:?}"
        );
        let mut all_heard = message;
        all_heard.route.peer = "-7".into();
        if messages["ackReactionScope"].is_null() {
            let heard = |chosen| emoji(&config, &all_heard, chosen);
            assert_eq!(heard(None), None, "{messages} {chat_type:?}");
            // Somebody chose in the group that the bot is to be called.
            let chosen = heard(Some(Activation::Mention));
            assert_eq!(chosen, expected, "{messages} {chat_type:?}");
        }
    }

    #[test]
    fn the_scope_says_which_messages_are_marked_as_seen() {
        use ChatType::{Direct, Group};
        let scope = |scope: &str| json!({"ackReactionScope": scope, "ackReaction": "🤔"});
        check(json!({}), Direct, None);
        check(json!({}), Group, Some(EYES));
        check(json!({"ackReaction": ""}), Group, None);
        for (word, direct, group) in [
            ("all", true, true),
            ("direct", true, false),
            ("group-all", false, true),
            ("group-mentions", false, true),
            ("off", false, false),
        ] {
            check(scope(word), Direct, direct.then_some("🤔"));
            check(scope(word), Group, group.then_some("🤔"));
        }
    }
}
