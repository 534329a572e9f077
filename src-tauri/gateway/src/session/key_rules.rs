//! Keys as a home's settings mean them: what the main conversation is called.
//!
//! Owns the reading of a typed or requested key. Never looks at a store.

use super::key::SessionKey;
use crate::config::Session;

/// The main conversation of an agent.
pub fn main_key(agent: &str, session: &Session) -> SessionKey {
    SessionKey::parse(session.main_word(), agent)
}

/// A key as somebody typed it: nothing and `main` are the main conversation, what lacks
/// `agent:<id>:` belongs to `agent`.
pub fn read_key(text: &str, agent: &str, session: &Session) -> SessionKey {
    let key = SessionKey::parse(text, agent);
    if key.rest() == "main" {
        main_key(key.agent(), session)
    } else {
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn main_means_what_the_settings_call_it() {
        let check = |settings: &str, text: &str, expected: &str| {
            let config = crate::config::config_of(settings);
            let key = read_key(text, "wren", &config.session);
            assert_eq!(key.as_str(), expected, "{settings} {text}");
        };
        check("{}", "", "agent:wren:main");
        check("{session: {mainKey: 'Home'}}", "", "agent:wren:home");
        check(
            "{session: {mainKey: 'home'}}",
            "agent:a:Main",
            "agent:a:home",
        );
        check(
            "{session: {scope: 'global'}}",
            " main ",
            "agent:wren:global",
        );
        check(
            "{session: {mainKey: 'home'}}",
            "cron:4",
            "agent:wren:cron:4",
        );
        check("{session: {mainKey: 'home'}}", "work", "agent:wren:work");
    }
}
