//! What the tray's menu says for a status, as data.
//!
//! Owns its rows, their order and their words. Never asks anything: the status is handed in.

use cove_gateway::api::status::Status;
use cove_gateway::clock::local_minute;
use cove_gateway::error::{Params, params};
use cove_gateway::words::{Language, Words, dollars};

/// What Pause everything holds.
pub const EVERYTHING: &str = "all";

const DAY: i64 = 86_400_000;

/// A row of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it does.
    pub choice: Choice,
    /// What it says.
    pub text: String,
}

/// What a row does. The order is the menu's: on Linux rows can't be added later, only changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Says how everything is, and leads to Home.
    Sentence,
    /// Says which job is next, and leads to it.
    NextJob,
    /// Says when the next check-in is, and leads to it.
    NextBeat,
    /// Says that nothing is planned, and leads to the jobs.
    NextNone,
    /// Says what today cost, and leads to the costs.
    Today,
    /// Has the agent check in.
    BeatNow,
    /// Opens a reminder that is still to be written.
    NewReminder,
    /// Holds everything for an hour.
    PauseHour,
    /// Holds everything until tomorrow.
    PauseDay,
    /// Holds everything.
    Pause,
    /// Lifts that.
    Resume,
    /// Shows the window.
    Open,
    /// Ends Cove.
    Quit,
}

impl Choice {
    /// What is one row whatever it says at the moment has one name.
    pub fn row(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::NextJob | Self::NextBeat | Self::NextNone => "next",
            Self::Today => "today",
            Self::BeatNow => "beat",
            Self::NewReminder => "reminder",
            Self::PauseHour => "pause-hour",
            Self::PauseDay => "pause-day",
            Self::Pause | Self::Resume => "pause",
            Self::Open => "open",
            Self::Quit => "quit",
        }
    }

    /// A line stands above it.
    pub fn begins_a_group(self) -> bool {
        matches!(self, Self::BeatNow | Self::PauseHour | Self::Open)
    }
}

/// The menu for a status.
pub fn menu(status: &Status, words: &Words) -> Vec<Item> {
    let pause = if is_paused(status) {
        Choice::Resume
    } else {
        Choice::Pause
    };
    let cost = params([("cost", dollars(status.cost_today).into())]);
    let said = [
        Item {
            choice: Choice::Sentence,
            text: status.sentence.clone(),
        },
        next(status, words),
        Item {
            choice: Choice::Today,
            text: words.text(status.language, "shell-today", &cost),
        },
    ];
    items(said, pause, words, status.language)
}

/// The menu until there is a status.
pub fn starting(words: &Words, language: Language) -> Vec<Item> {
    let said = [
        (Choice::Sentence, "shell-starting"),
        (Choice::NextNone, "shell-next-unknown"),
        (Choice::Today, "shell-today-unknown"),
    ]
    .map(|(choice, key)| plain(choice, key, words, language));
    items(said, Choice::Pause, words, language)
}

/// Everything is held.
pub fn is_paused(status: &Status) -> bool {
    status.holds.iter().any(|hold| hold.scope == EVERYTHING)
}

/// What comes next: a job or a check-in, whichever is first.
pub fn next(status: &Status, words: &Words) -> Item {
    let job = status.next_job.as_ref();
    let beat = status
        .heartbeat
        .next_at
        .filter(|_| !status.heartbeat.skipped);
    let (choice, key, name, at) = match (job, beat) {
        (Some(job), beat) if beat.is_none_or(|beat| job.at <= beat) => {
            (Choice::NextJob, "shell-next-job", job.name.as_str(), job.at)
        }
        (_, Some(beat)) => (Choice::NextBeat, "shell-next-beat", "", beat),
        _ => return plain(Choice::NextNone, "shell-next-none", words, status.language),
    };
    let told = params([
        ("name", name.into()),
        ("at", moment(at, status, words).into()),
    ]);
    Item {
        choice,
        text: words.text(status.language, key, &told),
    }
}

/// The time of day, with the day where it is not today's.
fn moment(at: i64, status: &Status, words: &Words) -> String {
    let local = |at| local_minute(at, &status.zone);
    let (then, today, tomorrow) = (local(at), local(status.now), local(status.now + DAY));
    let Some((day, time)) = then.split_once(' ') else {
        return then;
    };
    if today.starts_with(day) {
        return time.to_owned();
    }
    if tomorrow.starts_with(day) {
        let told = params([("time", time.into())]);
        return words.text(status.language, "shell-tomorrow", &told);
    }
    then
}

fn items(said: [Item; 3], pause: Choice, words: &Words, language: Language) -> Vec<Item> {
    let pause_key = match pause {
        Choice::Resume => "shell-resume",
        _ => "shell-pause",
    };
    let rows = [
        (Choice::BeatNow, "shell-beat-now"),
        (Choice::NewReminder, "shell-new-reminder"),
        (Choice::PauseHour, "shell-pause-hour"),
        (Choice::PauseDay, "shell-pause-day"),
        (pause, pause_key),
        (Choice::Open, "shell-open"),
        (Choice::Quit, "shell-quit"),
    ];
    let rows = rows.map(|(choice, key)| plain(choice, key, words, language));
    said.into_iter().chain(rows).collect()
}

fn plain(choice: Choice, key: &str, words: &Words, language: Language) -> Item {
    Item {
        choice,
        text: words.text(language, key, &Params::new()),
    }
}
