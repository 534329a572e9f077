//! How much may be spent by what runs by itself: the decision.
//!
//! Owns the limits and what follows from them. Pure: sums and settings come in as values.

use crate::error::{Problem, params};

/// At this share of a limit a notice is given, percent.
const NEAR: i128 = 80;

/// A stretch of time with a limit of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// The day in the computer's zone.
    Day,
    /// The month.
    Month,
}

impl Period {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
        }
    }
}

/// Limits, nano-dollars; zero = nothing runs by itself, `None` = no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of a day.
    pub day: Option<i64>,
    /// Of a month.
    pub month: Option<i64>,
}

/// What was spent or set aside by what runs by itself, nano-dollars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    /// Today.
    pub day: i64,
    /// This month.
    pub month: i64,
}

/// How much of a limit is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Less than 80 %.
    Free,
    /// 80 % or more.
    Near,
    /// All of it.
    Used,
}

impl Limits {
    /// The limits with what today was given on top.
    pub fn with_extra(self, extra: i64) -> Self {
        let more = |limit: i64| limit.saturating_add(extra);
        Self {
            day: self.day.map(more),
            month: self.month.map(more),
        }
    }

    /// Each period with its limit and how much of it is used; one without a limit is left out.
    pub fn levels(&self, spent: Spent) -> Vec<(Period, i64, Level)> {
        let day = self.day.map(|limit| (Period::Day, limit, spent.day));
        let month = self.month.map(|limit| (Period::Month, limit, spent.month));
        [day, month]
            .into_iter()
            .flatten()
            .map(|(period, limit, spent)| (period, limit, level(limit, spent)))
            .collect()
    }
}

fn level(limit: i64, spent: i64) -> Level {
    if spent >= limit {
        Level::Used
    } else if i128::from(spent) * 100 >= i128::from(limit) * NEAR {
        Level::Near
    } else {
        Level::Free
    }
}

/// Who starts a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// A person, by a message.
    Person,
    /// A beat or a job.
    Itself,
}

/// What a call may do.
#[derive(Debug, Clone, PartialEq)]
pub enum Admission {
    /// Begin.
    Go,
    /// Begin once the person said yes.
    Ask(Problem),
    /// Not begin.
    Refuse(Problem),
}

/// Whether a call may begin. `price_unknown`: nobody knows what it costs, and the person has not
/// said that it may run all the same.
pub fn admit(limits: &Limits, spent: Spent, who: Who, price_unknown: Option<&str>) -> Admission {
    let used = limits
        .levels(spent)
        .into_iter()
        .find(|(_, _, level)| *level == Level::Used);
    match (who, used, price_unknown) {
        // A limit of zero is about what runs by itself; there is nothing a talk could use up.
        (Who::Person, Some((period, 1.., _)), _) => Admission::Ask(used_up(period)),
        (Who::Person, ..) | (Who::Itself, None, None) => Admission::Go,
        (Who::Itself, Some((_, 0, _)), _) => Admission::Refuse(Problem::new("allowance-nothing")),
        (Who::Itself, Some((period, ..)), _) => Admission::Refuse(used_up(period)),
        (Who::Itself, None, Some(model)) => Admission::Refuse(Problem::with(
            "allowance-price-unknown",
            params([("model", model.into())]),
        )),
    }
}

fn used_up(period: Period) -> Problem {
    Problem::with(
        "allowance-used",
        params([("period", period.as_str().into())]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOLLAR: i64 = 1_000_000_000;

    fn limits(day: Option<i64>, month: Option<i64>) -> Limits {
        Limits { day, month }
    }

    #[test]
    fn what_runs_by_itself_stops_at_a_limit_and_a_talk_asks_first() {
        let check = |limits: Limits, day: i64, month: i64, by_itself: &str, person: &str| {
            let said = |who| match admit(&limits, Spent { day, month }, who, None) {
                Admission::Go => "go".to_owned(),
                Admission::Ask(problem) => format!("ask {}", period(&problem)),
                Admission::Refuse(problem) => format!("no {}", period(&problem)),
            };
            assert_eq!(said(Who::Itself), by_itself, "{limits:?} {day} {month}");
            assert_eq!(said(Who::Person), person, "{limits:?} {day} {month}");
        };
        fn period(problem: &Problem) -> String {
            let period = problem
                .params
                .get("period")
                .and_then(|found| found.as_str());
            period.unwrap_or(&problem.code).to_owned()
        }
        let both = limits(Some(DOLLAR), Some(20 * DOLLAR));
        check(both, 0, 0, "go", "go");
        check(both, DOLLAR - 1, DOLLAR, "go", "go");
        check(both, DOLLAR, DOLLAR, "no day", "ask day");
        check(both, 0, 20 * DOLLAR, "no month", "ask month");
        check(limits(None, None), i64::MAX, i64::MAX, "go", "go");
        check(
            limits(None, Some(DOLLAR)),
            DOLLAR,
            DOLLAR,
            "no month",
            "ask month",
        );
        check(limits(Some(0), None), 0, 0, "no allowance-nothing", "go");
        let today = limits(Some(0), Some(DOLLAR)).with_extra(DOLLAR);
        check(today, DOLLAR / 2, DOLLAR, "go", "go");
        check(today, DOLLAR, DOLLAR, "no day", "ask day");
        check(
            limits(None, None).with_extra(DOLLAR),
            DOLLAR,
            DOLLAR,
            "go",
            "go",
        );
    }

    #[test]
    fn a_model_nobody_knows_the_price_of_asks_once_where_it_would_run_by_itself() {
        let both = limits(Some(DOLLAR), Some(20 * DOLLAR));
        let admitted = |who| admit(&both, Spent::default(), who, Some("own/m1"));
        assert_eq!(admitted(Who::Person), Admission::Go);
        let Admission::Refuse(problem) = admitted(Who::Itself) else {
            panic!("it was let through");
        };
        assert_eq!(problem.code, "allowance-price-unknown");
        assert_eq!(problem.params["model"], "own/m1");
    }

    #[test]
    fn a_notice_is_due_at_four_fifths() {
        let check = |limit: i64, spent: i64, expected: Level| {
            assert_eq!(level(limit, spent), expected, "{spent} of {limit}");
        };
        check(DOLLAR, 0, Level::Free);
        check(DOLLAR, 799_999_999, Level::Free);
        check(DOLLAR, 800_000_000, Level::Near);
        check(DOLLAR, 999_999_999, Level::Near);
        check(DOLLAR, DOLLAR, Level::Used);
        check(0, 0, Level::Used);
        check(i64::MAX, i64::MAX - 1, Level::Near);
    }
}
