//! Native notifications: what is worth one, its words, and where a click on it leads.
//!
//! Owns the three. Never counts as a delivery: a desktop may drop a notification unseen, so
//! what it says also stands in the window.

use std::collections::HashMap;

use cove_gateway::api::chat::TurnOutcome;
use cove_gateway::api::events::Happening;
use cove_gateway::api::status::{DesktopRow, Status};
use cove_gateway::error::{Params, params};
use cove_gateway::words::{Language, Words};
use tauri::AppHandle;
use tauri_plugin_notification::{Action, ActionPerformed, ActionType, NotificationExt};

use crate::address::Address;
use crate::window;

/// What needs the person is told once in so long, ms.
const DAY: i64 = 86_400_000;
/// The desktop's own sound of a message.
const SOUND: &str = if cfg!(target_os = "linux") {
    "message-new-instant"
} else {
    "Default"
};
/// Characters of a reply a notification shows.
const SHOWN: usize = 180;
/// The buttons every notification has.
const BUTTONS: &str = "cove";
/// The button that leads there; a click on the rest of the notification does the same.
const LOOK: &str = "look";
/// Under which name its address goes with a notification.
const LEADS: &str = "leads";

/// A notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What happened.
    pub title: String,
    /// What follows from it.
    pub body: String,
    /// Where a click leads.
    pub leads: Address,
}

/// A reply that arrived; `None` for everything else, quiet turns included.
pub fn reply(
    happening: &Happening,
    agent: &str,
    words: &Words,
    language: Language,
) -> Option<Notice> {
    let Happening::TurnEnded {
        result,
        session_key,
        ..
    } = happening
    else {
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
        leads: Address::chat(session_key),
    })
}

/// What needs the person and was not told within a day, as one.
#[derive(Debug, Default)]
pub struct Told {
    /// When each was told, ms.
    at: HashMap<String, i64>,
}

impl Told {
    /// Remembers what is told from now on. `seen` = the person has the window before them, so that
    /// it needs no telling. While it is quiet nothing is told, and what waits comes after.
    pub fn needs(&mut self, status: &Status, seen: bool, words: &Words) -> Option<Notice> {
        if status.desktop.quiet && !seen {
            return None;
        }
        self.at.retain(|_, at| *at > status.now - DAY);
        let fresh: Vec<_> = status
            .needs
            .iter()
            .filter(|need| !self.at.contains_key(&need.id))
            .collect();
        for need in &fresh {
            self.at.insert(need.id.clone(), status.now);
        }
        let first = fresh.first()?;
        if seen || !status.desktop.notices {
            return None;
        }
        let told = params([("count", fresh.len().into())]);
        Some(Notice {
            title: words.text(status.language, "shell-needs", &told),
            body: first.text.clone(),
            leads: Address::home(),
        })
    }
}

/// Whether the settings want this told: an answer to somebody, or what runs by itself said it.
pub fn is_wanted(happening: &Happening, desktop: &DesktopRow) -> bool {
    match happening {
        Happening::TurnEnded { inbox_ids, .. } if inbox_ids.is_empty() => desktop.jobs,
        _ => desktop.answers,
    }
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
        leads: Address::home(),
    }
}

/// To be called once: from here on clicks lead somewhere. Without it no button is shown.
pub fn listen(app: &AppHandle, words: &Words, language: Language) {
    let text = |key: &str| words.text(language, key, &Params::new());
    let buttons = [
        Action::builder(LOOK, text("shell-look")).build(),
        Action::builder("later", text("shell-later")).build(),
    ];
    let notifications = app.notification();
    let there = app.clone();
    let listening = notifications
        .register_action_types(vec![
            ActionType::builder(BUTTONS)
                .actions(buttons.to_vec())
                .build(),
        ])
        .and_then(|()| {
            notifications.on_action(move |performed| {
                if let Some(address) = led(performed) {
                    window::open(&there, &address);
                }
            })
        });
    if let Err(error) = listening {
        tracing::info!(%error, "clicks on notifications can't be heard");
    }
}

/// Where a press leads; `None` = it only put the notification away.
fn led(performed: &ActionPerformed) -> Option<Address> {
    if !matches!(performed.action_id(), "tap" | LOOK) {
        return None;
    }
    let extra = performed.notification()?.extra();
    let path = extra.get(LEADS)?.as_str()?;
    Address::of_path(path)
}

/// Hands it to the desktop, which answers nothing that could be relied on.
pub fn show(app: &AppHandle, notice: &Notice, sound: bool) {
    let mut builder = app
        .notification()
        .builder()
        .title(&notice.title)
        .body(&notice.body)
        .action_type_id(BUTTONS)
        .extra(LEADS, notice.leads.path());
    if sound {
        builder = builder.sound(SOUND);
    }
    let shown = builder.show();
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
    #![allow(clippy::unwrap_used)]
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
    fn what_needs_the_person_is_told_once_a_day_and_never_while_it_is_quiet() {
        let words = Words::load();
        let mut told = Told::default();
        let mut check =
            |needs: &[&str], now: i64, quiet: bool, seen: bool, expected: Option<&str>| {
                let mut status = crate::tray::tests::status(Language::English, &[]);
                let rows = needs.iter().map(|id| {
                serde_json::json!({"id": id, "kind": "job", "text": id, "reference": null})
            });
                status.needs = rows
                    .map(|row| serde_json::from_value(row).unwrap())
                    .collect();
                (status.now, status.desktop.quiet) = (now, quiet);
                let notice = told.needs(&status, seen, &words);
                let said = notice.map(|notice| format!("{}: {}", notice.title, notice.body));
                assert_eq!(said.as_deref(), expected, "{needs:?} {now}");
            };
        check(&["a"], 1, false, false, Some("Something needs you: a"));
        check(&["a"], 2, false, false, None);
        check(&["a", "b", "c"], 3, true, false, None);
        check(
            &["a", "b", "c"],
            4,
            false,
            false,
            Some("2 things need you: b"),
        );
        check(&["d"], 5, false, true, None);
        check(&["d"], 6, false, false, None);
        check(
            &["a"],
            DAY + 1,
            false,
            false,
            Some("Something needs you: a"),
        );
    }

    #[test]
    fn what_is_not_wanted_is_not_told() {
        let mut desktop = crate::tray::tests::status(Language::English, &[]).desktop;
        let answer = ended(TurnOutcome::Done, "Hi");
        let mut job = answer.clone();
        if let Happening::TurnEnded { inbox_ids, .. } = &mut job {
            inbox_ids.clear();
        }
        assert!(is_wanted(&answer, &desktop) && is_wanted(&job, &desktop));
        desktop.jobs = false;
        assert!(is_wanted(&answer, &desktop) && !is_wanted(&job, &desktop));
        (desktop.jobs, desktop.answers) = (true, false);
        assert!(!is_wanted(&answer, &desktop) && is_wanted(&job, &desktop));
    }

    #[test]
    fn a_click_leads_to_the_conversation_and_a_press_on_later_nowhere() {
        let (words, language) = (Words::load(), Language::English);
        let told = reply(&ended(TurnOutcome::Done, "Hi"), "Pia", &words, language);
        let leads = told.map(|notice| notice.leads.path()).unwrap_or_default();
        let performed = |action: &str| {
            let notification = serde_json::json!({
                "id": 1, "title": "Pia answered", "body": "Hi", "extra": {LEADS: leads}
            });
            let told = serde_json::json!({
                "actionId": action, "inputValue": null, "notification": notification
            });
            let performed: ActionPerformed = serde_json::from_value(told).unwrap();
            led(&performed).map(|address| address.fragment())
        };
        let there = Some("#/chat/agent:main:main".to_owned());
        assert_eq!(performed("tap"), there);
        assert_eq!(performed("look"), there);
        assert_eq!(performed("later"), None);
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
