//! Which conversation a message belongs to: a pure function from route to session key.
//!
//! Owns the form of the keys that channels make (the field's, `agent:<id>:…`). Never looks at a
//! session store and never decides who may write.

use super::types::{ChannelKind, ChatType, Route};

/// The session key of a message. The owner's direct messages, the window and the command line
/// share `agent:<id>:main`; another person's direct messages and each group have their own.
pub fn session_key(route: &Route, owner: bool, agent_id: &str) -> String {
    let agent = agent_id.trim().to_lowercase();
    let main = format!("agent:{agent}:main");
    let channel = route.channel.as_str();
    let peer = route.peer.trim().to_lowercase();
    match (route.channel, route.chat_type) {
        (ChannelKind::Desktop | ChannelKind::Cli, _) => main,
        (_, ChatType::Direct) if owner || peer.is_empty() => main,
        (_, ChatType::Direct) => format!("agent:{agent}:{channel}:direct:{peer}"),
        (_, ChatType::Group) => {
            let group = if peer.is_empty() { "unknown" } else { &peer };
            let topic = route.thread.as_deref().map(str::trim).unwrap_or_default();
            let base = format!("agent:{agent}:{channel}:group:{group}");
            if topic.is_empty() {
                base
            } else {
                format!("{base}:topic:{}", topic.to_lowercase())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn telegram(peer: &str, thread: Option<&str>, chat_type: ChatType) -> Route {
        Route {
            channel: ChannelKind::Telegram,
            account: "default".into(),
            peer: peer.into(),
            thread: thread.map(Into::into),
            chat_type,
        }
    }

    fn check(route: &Route, owner: bool, expected: &str) {
        assert_eq!(session_key(route, owner, "Main "), expected, "{route:?}");
    }

    #[test]
    fn the_owner_has_one_conversation_everywhere() {
        check(&Route::desktop(), true, "agent:main:main");
        check(&Route::cli(), false, "agent:main:main");
        check(
            &telegram("5550142", None, ChatType::Direct),
            true,
            "agent:main:main",
        );
        check(
            &telegram("5550142", Some("7"), ChatType::Direct),
            true,
            "agent:main:main",
        );
    }

    #[test]
    fn another_person_has_a_conversation_of_their_own() {
        check(
            &telegram("5550199", None, ChatType::Direct),
            false,
            "agent:main:telegram:direct:5550199",
        );
    }

    #[test]
    fn a_group_and_each_of_its_topics_have_their_own() {
        let group = "agent:main:telegram:group:-1001234567890";
        check(
            &telegram("-1001234567890", None, ChatType::Group),
            true,
            group,
        );
        check(
            &telegram("-1001234567890", Some("42"), ChatType::Group),
            true,
            &format!("{group}:topic:42"),
        );
    }
}
