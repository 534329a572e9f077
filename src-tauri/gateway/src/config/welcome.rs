//! Whether the window begins with the welcome, and with which of its steps.
//!
//! Owns that decision. Marks nothing as done: the person does.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::types::{Config, WelcomeMark};

/// A step of the welcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FirstStep {
    /// Which model answers.
    Model,
    /// Names, quiet hours, allowance.
    You,
    /// The bot.
    Telegram,
}

impl Config {
    /// The step that waits; `None` = the person is through, or the home was set up without it.
    pub fn first_steps(&self) -> Option<FirstStep> {
        match self.ui.welcome {
            Some(WelcomeMark::Done) => None,
            Some(WelcomeMark::Model) => Some(FirstStep::Model),
            Some(WelcomeMark::You) => Some(FirstStep::You),
            Some(WelcomeMark::Telegram) => Some(FirstStep::Telegram),
            None => {
                let untouched = self.model_chain(self.default_agent()).is_empty()
                    && self.agents.list.is_empty()
                    && !self.channels.telegram.written;
                untouched.then_some(FirstStep::Model)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn check(settings: Value, expected: Option<FirstStep>) {
        let told = settings.to_string();
        assert_eq!(Config::of(settings).first_steps(), expected, "{told}");
    }

    #[test]
    fn the_welcome_waits_where_nothing_is_connected_and_goes_on_where_it_was_left() {
        check(json!({}), Some(FirstStep::Model));
        check(json!({"ui": {"language": "en"}}), Some(FirstStep::Model));
        check(json!({"ui": {"welcome": "model"}}), Some(FirstStep::Model));
        let model = json!({"defaults": {"model": "anthropic/claude-haiku-4-5"}});
        check(json!({"agents": model.clone()}), None);
        let left = json!({"agents": model, "ui": {"welcome": "you"}});
        check(left, Some(FirstStep::You));
        let last = json!({"ui": {"welcome": "telegram"}});
        check(last, Some(FirstStep::Telegram));
    }

    #[test]
    fn a_home_that_was_set_up_otherwise_has_no_welcome() {
        check(json!({"channels": {"telegram": {}}}), None);
        check(json!({"agents": {"list": [{"id": "wren"}]}}), None);
        check(json!({"ui": {"welcome": "done"}}), None);
    }
}
