//! What one of the agent's files weighs, and what reading it costs.
//!
//! Owns which prompts a file enters by itself and the price of that. The same estimate, the same
//! bounds and the same price list as everything else; calls no model.

use chrono::{DateTime, Days, NaiveDate};

use super::beat_look::text_of;
use super::{AgentHome, Parts};
use crate::config::Heartbeat;
use crate::context::estimate_bytes;
use crate::error::Problem;
use crate::heartbeat::{Checklist, Plan, checklist};
use crate::ledger::cost;
use crate::model::{ModelRef, Usage, practice_model};
use crate::workspace::{
    DAILY_TAIL_CHARS, TurnClass, after, bounded, chars, prompt_files, wants_daily_notes,
};

/// When the agent reads a file without being asked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadWhen {
    /// With each message of the main conversation and each check-in.
    Always,
    /// With each message of the main conversation; check-ins leave it out.
    Messages,
    /// With each check-in.
    CheckIns,
    /// Only when it opens the file.
    Opened,
}

/// What a file weighs and costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileCost {
    /// Tokens of the whole file.
    pub tokens: u64,
    /// When it is read.
    pub read: ReadWhen,
    /// What of it enters a prompt, tokens.
    pub read_tokens: u64,
    /// Input price of that, nano-dollars; `None` where the price is not known.
    pub read_cost: Option<i64>,
    /// Check-ins of an ordinary day that read it.
    pub check_ins: u32,
    /// What it adds to a day's check-ins, nano-dollars; `None` where the price is not known.
    pub day_cost: Option<i64>,
}

/// What the figures of an agent's files are made of; gathered once for many files.
pub struct FileScales<'p> {
    parts: &'p Parts,
    talk: ModelRef,
    beat: ModelRef,
    settings: Heartbeat,
    /// Of an ordinary day, as things are: none while the list is empty.
    check_ins: u32,
    today: NaiveDate,
}

impl std::fmt::Debug for FileScales<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("FileScales")
    }
}

impl<'p> FileScales<'p> {
    /// The scales of an agent's files.
    ///
    /// # Errors
    /// When HEARTBEAT.md can't be read or the check-ins' settings make no plan.
    pub async fn of(parts: &'p Parts, agent: &str, home: &AgentHome) -> Result<Self, Problem> {
        let config = parts.config.current();
        let settings = config.heartbeat_settings(agent).clone();
        let talk = config.model_chain(agent).into_iter().next();
        let talk = talk.unwrap_or_else(practice_model);
        let own = settings.model.as_deref();
        let own = own.and_then(|name| config.model_ref(name));
        let zones = parts.zones();
        let plan = Plan::of(&settings, zones.user, zones.host)?;
        let tasks = checklist(text_of(home).await?.as_deref()) == Checklist::Tasks;
        let now = DateTime::from_timestamp_millis(parts.clock.now_ms()).unwrap_or_default();
        Ok(Self {
            beat: own.unwrap_or_else(|| talk.clone()),
            talk,
            check_ins: plan.filter(|_| tasks).map_or(0, |plan| plan.beats_a_day()),
            settings,
            today: now.with_timezone(&zones.user).date_naive(),
            parts,
        })
    }

    /// Tokens of so many bytes of a file.
    pub fn tokens(&self, bytes: u64) -> u64 {
        let calibration = self.parts.calibrations.get(&self.talk.to_string());
        estimate_bytes(bytes, calibration)
    }

    /// What this file weighs and costs.
    pub fn weigh(&self, path: &str, text: &str) -> FileCost {
        let read = read_when(path, self.settings.light_context, self.today);
        let entering = match read {
            ReadWhen::Opened => 0,
            _ => entering_bytes(path, text, self.parts.limits().per_file),
        };
        let read_tokens = self.tokens(entering as u64);
        let price = |model: &ModelRef| {
            let price = self.parts.models.info(model).price?;
            let usage = Usage {
                input: read_tokens,
                ..Usage::default()
            };
            Some(cost(&price, &usage))
        };
        let check_ins = match read {
            ReadWhen::Always | ReadWhen::CheckIns => self.check_ins,
            ReadWhen::Messages | ReadWhen::Opened => 0,
        };
        let beat = price(&self.beat);
        FileCost {
            tokens: self.tokens(text.len() as u64),
            read,
            read_tokens,
            read_cost: match read {
                ReadWhen::CheckIns => beat,
                _ => price(&self.talk),
            },
            check_ins,
            day_cost: beat.map(|nano| nano.saturating_mul(i64::from(check_ins))),
        }
    }
}

/// When a file enters a prompt by itself (design.md §5).
fn read_when(path: &str, light: bool, today: NaiveDate) -> ReadWhen {
    let beat = match light {
        true => TurnClass::LightBeat,
        false => TurnClass::MainBeat,
    };
    let enters = |class| {
        prompt_files(class).contains(&path) || wants_daily_notes(class) && is_recent(path, today)
    };
    match (enters(TurnClass::MainChat), enters(beat)) {
        (true, true) => ReadWhen::Always,
        (true, false) => ReadWhen::Messages,
        (false, true) => ReadWhen::CheckIns,
        (false, false) => ReadWhen::Opened,
    }
}

/// Today's or yesterday's note.
fn is_recent(path: &str, today: NaiveDate) -> bool {
    let yesterday = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    [today, yesterday]
        .iter()
        .any(|day| path == format!("memory/{day}.md"))
}

fn entering_bytes(path: &str, text: &str, per_file: usize) -> usize {
    if text.trim().is_empty() {
        return 0;
    }
    if !path.starts_with("memory/") {
        return bounded(path, text, per_file).text.len();
    }
    let most = DAILY_TAIL_CHARS.min(per_file);
    after(text, chars(text).saturating_sub(most)).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, light: bool, expected: ReadWhen) {
        let today = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap_or_default();
        assert_eq!(read_when(path, light, today), expected, "{path}");
    }

    #[test]
    fn a_file_is_read_as_the_prompts_say() {
        check("MEMORY.md", false, ReadWhen::Always);
        check("MEMORY.md", true, ReadWhen::Messages);
        check("HEARTBEAT.md", false, ReadWhen::CheckIns);
        check("HEARTBEAT.md", true, ReadWhen::CheckIns);
        check("memory/2026-02-28.md", false, ReadWhen::Always);
        check("memory/2026-02-28.md", true, ReadWhen::Messages);
        check("memory/2026-02-27.md", false, ReadWhen::Opened);
        check("notes/trip.md", false, ReadWhen::Opened);
    }

    #[test]
    fn only_what_enters_the_prompt_is_weighed() {
        assert_eq!(entering_bytes("TODO.md", " \n", 100), 0);
        assert_eq!(entering_bytes("TODO.md", "tea", 100), 3);
        assert!(entering_bytes("TODO.md", &"tea\n".repeat(900), 1_000) <= 1_000);
        let day = "x".repeat(DAILY_TAIL_CHARS + 9);
        let entering = entering_bytes("memory/2026-03-01.md", &day, 20_000);
        assert_eq!(entering, DAILY_TAIL_CHARS);
    }
}
