//! Whether a beat runs, and if not, why: one pure function.
//!
//! Owns the order of the reasons. Reads no clock, no file and no table.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::checklist::{Checklist, checklist};
use super::plan::{Plan, Shut};
use super::waiting::{Waiting, wakes_at};
use crate::clock::Ms;
use crate::error::Problem;

/// What makes Cove think of a beat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "BeatOccasion")]
pub enum Occasion {
    /// A beat of the grid is due.
    Slot,
    /// An event needs a turn of its own.
    Event,
    /// A person asked for a beat.
    Person,
}

/// Whether and how long something is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pause {
    /// It is not.
    #[default]
    No,
    /// Until then, ms.
    Until(Ms),
    /// Until a person lets it go on.
    UntilResumed,
}

impl Pause {
    fn holds(self, now: Ms) -> bool {
        match self {
            Self::No => false,
            Self::Until(until) => now < until,
            Self::UntilResumed => true,
        }
    }
}

/// What is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held {
    /// Everything.
    pub all: Pause,
    /// What runs by itself.
    pub autonomous: Pause,
    /// This heartbeat.
    pub heartbeat: Pause,
}

impl Held {
    /// What leaves beats out now, and until when (ms; `None` = until a person lets them go on).
    pub fn why(&self, now: Ms) -> Option<(Skip, Option<Ms>)> {
        let all = [
            (self.all, Skip::PausedAll),
            (self.autonomous, Skip::PausedAutonomous),
            (self.heartbeat, Skip::Paused),
        ];
        all.into_iter().find_map(|(pause, why)| match pause {
            Pause::Until(until) if now < until => Some((why, Some(until))),
            Pause::UntilResumed => Some((why, None)),
            Pause::Until(_) | Pause::No => None,
        })
    }
}

/// What the lanes do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lane {
    /// A beat of this agent has not ended yet. A talk is no hindrance: the beat waits behind it.
    pub beating: bool,
    /// Another lane works.
    pub others: bool,
}

/// All that is looked at.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// Why it is looked at.
    pub occasion: Occasion,
    /// Now, ms.
    pub now: Ms,
    /// When beats fall; `None` = the heartbeat is off.
    pub plan: Option<&'a Plan>,
    /// The text of HEARTBEAT.md; `None` = there is no file.
    pub file: Option<&'a str>,
    /// Events of this session that nobody has read.
    pub waiting: &'a [Waiting],
    /// What the lanes do.
    pub lane: Lane,
    /// `skipWhenBusy`.
    pub skip_when_busy: bool,
    /// What is held.
    pub held: Held,
    /// The allowance is used up.
    pub spent: bool,
    /// The price of its model is not known, and a person was asked about it.
    pub unpriced: bool,
    /// No model is connected.
    pub practice: bool,
}

/// What a beat asks the agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// To go through HEARTBEAT.md, and to read the events that wait.
    Checklist,
    /// To read the events that wait, nothing else.
    Events,
}

/// What is to be done. A beat takes every event that waits along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// A beat, as soon as the lane is free.
    Beat(Asks),
    /// None.
    Skip(Skip),
}

/// Why no beat runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skip {
    /// Everything is paused.
    PausedAll,
    /// What runs by itself is paused.
    PausedAutonomous,
    /// This heartbeat is paused.
    Paused,
    /// It is off.
    Disabled,
    /// Outside the active hours.
    QuietHours,
    /// A day that is kept quiet.
    QuietDay,
    /// The allowance is used up.
    Allowance,
    /// The price of its model is not known, and nobody has said that it may run.
    PriceUnknown,
    /// No model is connected.
    NoModel,
    /// The beat before has not ended.
    StillBeating,
    /// Another lane works, and the settings say to leave it out then.
    Busy,
    /// Nothing to do in HEARTBEAT.md.
    EmptyFile,
    /// There is no HEARTBEAT.md.
    NoFile,
    /// The event was read meanwhile, or its time has not come.
    NothingWaits,
}

impl Skip {
    /// Its stable word in records, the field's own where it has one.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PausedAll => "paused-all",
            Self::PausedAutonomous => "paused-autonomous",
            Self::Paused => "paused",
            Self::Disabled => "disabled",
            Self::QuietHours => "quiet-hours",
            Self::QuietDay => "quiet-day",
            Self::Allowance => "allowance",
            Self::PriceUnknown => "price-unknown",
            Self::NoModel => "no-model",
            Self::StillBeating => "requests-in-flight",
            Self::Busy => "lanes-busy",
            Self::EmptyFile => "empty-heartbeat-file",
            Self::NoFile => "no-heartbeat-file",
            Self::NothingWaits => "nothing-waits",
        }
    }

    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::PausedAll,
        Self::PausedAutonomous,
        Self::Paused,
        Self::Disabled,
        Self::QuietHours,
        Self::QuietDay,
        Self::Allowance,
        Self::PriceUnknown,
        Self::NoModel,
        Self::StillBeating,
        Self::Busy,
        Self::EmptyFile,
        Self::NoFile,
        Self::NothingWaits,
    ];
}

impl From<Skip> for Problem {
    fn from(skip: Skip) -> Self {
        Self::new(&format!("beat-{}", skip.as_str()))
    }
}

/// Decides. An event whose own time was asked for runs whether the heartbeat is on, off, paused or
/// quiet: only *Pause everything* and a used-up allowance hold it.
pub fn decide(view: &View<'_>) -> Decision {
    let skip = match view.occasion {
        Occasion::Slot => view.holds_slot(),
        Occasion::Event => view.holds_event(),
        Occasion::Person => view.holds_always(),
    };
    if let Some(skip) = skip {
        return Decision::Skip(skip);
    }
    if view.occasion == Occasion::Event {
        return view.with_model(Asks::Events);
    }
    match checklist(view.file) {
        Checklist::Tasks => view.with_model(Asks::Checklist),
        _ if !view.waiting.is_empty() => view.with_model(Asks::Events),
        Checklist::Empty => Decision::Skip(Skip::EmptyFile),
        Checklist::Missing => Decision::Skip(Skip::NoFile),
    }
}

impl View<'_> {
    fn with_model(&self, asks: Asks) -> Decision {
        match self.practice {
            true => Decision::Skip(Skip::NoModel),
            false => Decision::Beat(asks),
        }
    }

    fn holds_always(&self) -> Option<Skip> {
        if self.held.all.holds(self.now) {
            return Some(Skip::PausedAll);
        }
        if self.spent {
            return Some(Skip::Allowance);
        }
        if self.unpriced {
            return Some(Skip::PriceUnknown);
        }
        self.lane.beating.then_some(Skip::StillBeating)
    }

    fn holds_event(&self) -> Option<Skip> {
        let due = |event: &Waiting| {
            wakes_at(event, self.plan, &self.held, self.now).is_some_and(|at| at <= self.now)
        };
        if !self.waiting.iter().any(due) {
            return Some(Skip::NothingWaits);
        }
        self.holds_always()
    }

    fn holds_slot(&self) -> Option<Skip> {
        if self.held.all.holds(self.now) {
            return Some(Skip::PausedAll);
        }
        let Some(plan) = self.plan else {
            return Some(Skip::Disabled);
        };
        if self.held.autonomous.holds(self.now) {
            return Some(Skip::PausedAutonomous);
        }
        if self.held.heartbeat.holds(self.now) {
            return Some(Skip::Paused);
        }
        match plan.shut(self.now) {
            Some(Shut::Day) => return Some(Skip::QuietDay),
            Some(Shut::Hours) => return Some(Skip::QuietHours),
            None => {}
        }
        let busy = self.skip_when_busy && self.lane.others;
        self.holds_always().or(busy.then_some(Skip::Busy))
    }
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
