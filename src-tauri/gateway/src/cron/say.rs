//! Sentences of this capability, composed of smaller ones.
//!
//! Owns joining them. The words stand in `locales/*/schedule.ftl`.

use serde_json::Value;

use crate::error::params;
use crate::words::{Language, Words};

/// The catalogue in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Say<'a> {
    pub words: &'a Words,
    pub language: Language,
}

impl Say<'_> {
    /// One message.
    pub fn text<const N: usize>(&self, key: &str, told: [(&str, Value); N]) -> String {
        self.words.text(self.language, key, &params(told))
    }

    /// “a, b and c”.
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [before @ .., last] => {
                let before = before.join(&self.text("schedule-comma", []));
                let pair = [("first", before.into()), ("last", last.as_str().into())];
                self.text("schedule-and", pair)
            }
        }
    }

    /// “Every 6 hours”, in the largest unit that is whole. ms.
    pub fn every(&self, span: i64) -> String {
        const UNITS: [(&str, i64); 4] = [
            ("day", 86_400_000),
            ("hour", 3_600_000),
            ("minute", 60_000),
            ("second", 1_000),
        ];
        let (unit, size) = UNITS
            .into_iter()
            .find(|(_, size)| span >= *size && span % size == 0)
            .unwrap_or(("second", 1_000));
        self.every_unit(unit, span / size)
    }

    /// “Every 2 weeks”.
    pub fn every_unit(&self, unit: &str, n: i64) -> String {
        self.text("schedule-every", [("unit", unit.into()), ("n", n.into())])
    }

    /// “Monday and Friday”; 0 and 7 = Sunday.
    pub fn weekdays(&self, days: &[u32]) -> String {
        let name = |day: &u32| self.text("schedule-weekday", [("day", (day % 7).into())]);
        self.list(&days.iter().map(name).collect::<Vec<_>>())
    }

    /// “June and July”.
    pub fn months(&self, months: &[u32]) -> String {
        let name = |month: &u32| self.text("schedule-month", [("month", (*month).into())]);
        self.list(&months.iter().map(name).collect::<Vec<_>>())
    }

    /// “1, 2 and 15”.
    pub fn numbers(&self, numbers: &[u32]) -> String {
        self.list(&numbers.iter().map(u32::to_string).collect::<Vec<_>>())
    }
}
