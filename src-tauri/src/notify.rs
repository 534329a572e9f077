//! Native notifications: what is worth one, and its words.
//!
//! Owns title and body. Never counts as a delivery: a desktop may drop a notification unseen, so
//! what it says also stands in the window.

use cove_gateway::api::chat::TurnOutcome;
use cove_gateway::api::events::Happening;
use cove_gateway::error::{Params, params};
use cove_gateway::words::{Language, Words};
use tauri::AppHandle;
use tauri_plugin_notification::NotificationExt;

/// Characters of a reply a notification shows.
const SHOWN: usize = 180;

/// A notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What happened.
    pub title: String,
    /// What follows from it.
    pub body: String,
}

/// A reply that arrived; `None` for everything else, quiet turns included.
pub fn reply(
    happening: &Happening,
    agent: &str,
    words: &Words,
    language: Language,
) -> Option<Notice> {
    let Happening::TurnEnded { result, .. } = happening else {
        return None;
    };
    let said = one_line(&result.reply);
    if result.outcome != TurnOutcome::Done || said.is_empty() {
        return None;
    }
    let params = params([("agent", agent.into())]);
    Some(Notice {
        title: words.text(language, "shell-reply", &params),
        body: said,
    })
}

/// Where the window is after it was closed for the first time.
pub fn stays(tray: bool, words: &Words, language: Language) -> Notice {
    let key = if tray {
        "shell-stays"
    } else {
        "shell-stays-small"
    };
    let text = |key: &str| words.text(language, key, &Params::new());
    Notice {
        title: text(key),
        body: text(&format!("{key}.body")),
    }
}

/// Hands it to the desktop, which answers nothing that could be relied on.
pub fn show(app: &AppHandle, notice: &Notice) {
    let shown = app
        .notification()
        .builder()
        .title(&notice.title)
        .body(&notice.body)
        .show();
    if let Err(error) = shown {
        tracing::info!(%error, "the desktop took no notification");
    }
}

fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use cove_gateway::api::chat::TurnResult;
    use cove_gateway::model::Usage;

    use super::*;

    fn ended(outcome: TurnOutcome, reply: &str) -> Happening {
        Happening::TurnEnded {
            session_key: "agent:main:main".to_owned(),
            turn_id: "inbox:1".to_owned(),
            inbox_ids: vec!["1".to_owned()],
            result: TurnResult {
                outcome,
                reply: reply.to_owned(),
                session_key: "agent:main:main".to_owned(),
                session_id: "s".to_owned(),
                turn_id: None,
                usage: Usage::default(),
                cost: None,
                model: None,
                practice: false,
                usage_line: None,
                problem: None,
            },
        }
    }

    fn check(happening: &Happening, expected: Option<(&str, &str)>) {
        let notice = reply(happening, "Pia", &Words::load(), Language::English);
        let found = notice
            .as_ref()
            .map(|notice| (notice.title.as_str(), notice.body.as_str()));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_reply_is_told_on_one_line() {
        check(
            &ended(TurnOutcome::Done, "Done:\n\n- milk\n"),
            Some(("Pia answered", "Done: - milk")),
        );
    }

    #[test]
    fn quiet_stopped_and_empty_turns_are_not_told() {
        check(&ended(TurnOutcome::Quiet, ""), None);
        check(&ended(TurnOutcome::Stopped, "half a"), None);
        check(&ended(TurnOutcome::Done, " \n"), None);
    }

    #[test]
    fn a_long_reply_is_cut_between_characters() {
        let long = "鸡".repeat(SHOWN + 1);
        let expected = format!("{}…", "鸡".repeat(SHOWN));
        check(
            &ended(TurnOutcome::Done, &long),
            Some(("Pia answered", &expected)),
        );
    }

    #[test]
    fn a_closed_window_is_explained_by_where_it_went() {
        let words = Words::load();
        let hidden = stays(true, &words, Language::English);
        let small = stays(false, &words, Language::Chinese);
        assert!(hidden.body.contains("icon in the panel"), "{hidden:?}");
        assert!(small.body.contains("任务列表"), "{small:?}");
    }
}
