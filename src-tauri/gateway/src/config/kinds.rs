//! Small kinds of values the sections share: durations, times of day, ids, zones, addresses.
//!
//! Owns how each is written in the file and what is refused. Knows no section.

use std::time::Duration;

use chrono_tz::Tz;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::field::{Field, Findings};
use super::path::ConfigPath;
use super::problem::Allowed;
use crate::secret::SecretRef;

/// Declares a choice of words: an enum, its words in the file and how they are read.
macro_rules! choice {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal $(| $old:literal)*),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $variant),* }

        impl $name {
            /// Its words, in the order of the documentation.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// The word in the file.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// Reads a word, also an older spelling of it.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word $(| $old)* => Some(Self::$variant),)* _ => None }
            }
        }

        impl $crate::config::field::Field for $name {
            fn read(
                value: serde_json::Value,
                path: &$crate::config::path::ConfigPath,
                findings: &mut $crate::config::field::Findings,
            ) -> Option<Self> {
                value.as_str().and_then(Self::parse).or_else(|| {
                    let allowed = $crate::config::problem::Allowed::OneOf(Self::WORDS);
                    findings.refuse(path, &value, allowed)
                })
            }
        }
    };
}
pub(super) use choice;

/// A span of time, `<n>(ms|s|m|h|d)`; a bare number counts minutes, as in the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Span(pub Duration);

const UNITS: [(&str, u64); 5] = [
    ("ms", 1),
    ("s", 1_000),
    ("m", 60_000),
    ("h", 3_600_000),
    ("d", 86_400_000),
];

impl Span {
    /// So many minutes.
    pub const fn minutes(minutes: u64) -> Self {
        Self(Duration::from_secs(minutes * 60))
    }

    /// Reads `30m`, `1.5h`, `500ms`, `45` (minutes). `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(text.len());
        let (number, unit) = text.split_at(digits);
        let unit = unit.trim().to_ascii_lowercase();
        let unit = if unit.is_empty() { "m" } else { unit.as_str() };
        let (_, ms) = UNITS.into_iter().find(|(name, _)| *name == unit)?;
        Self::of(number.parse().ok()?, ms)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "checked to be positive and below 2^53 ms"
    )]
    fn of(number: f64, unit_ms: u64) -> Option<Self> {
        let ms = (number * unit_ms as f64).round();
        let sane = ms.is_finite() && (0.0..9.0e15).contains(&ms);
        sane.then(|| Self(Duration::from_millis(ms as u64)))
    }

    /// Stands for “off”.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }
}

impl std::fmt::Display for Span {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ms = self.0.as_millis();
        let (unit, size) = UNITS
            .into_iter()
            .rev()
            .find(|(_, size)| ms.is_multiple_of(u128::from(*size)) && ms > 0)
            .unwrap_or(("m", 60_000));
        write!(formatter, "{}{unit}", ms / u128::from(size))
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Field for Span {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        let read = match &value {
            Value::String(text) => Self::parse(text),
            Value::Number(number) => number.as_f64().and_then(|n| Self::of(n, 60_000)),
            _ => None,
        };
        read.or_else(|| findings.refuse(path, &value, Allowed::Duration))
    }
}

/// Minutes since midnight, 0 to 1440 (24:00).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(pub u16);

impl TimeOfDay {
    /// Reads `HH:MM`; 24:00 is the end of the day.
    pub fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let two = |part: &str| -> Option<u16> {
            let plain = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| part.parse().ok())?
        };
        let (hours, minutes) = (two(hours)?, two(minutes)?);
        let valid = hours < 24 && minutes < 60 || (hours, minutes) == (24, 0);
        valid.then_some(Self(hours * 60 + minutes))
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:02}:{:02}", self.0 / 60, self.0 % 60))
    }
}

impl Field for TimeOfDay {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        value
            .as_str()
            .and_then(Self::parse)
            .or_else(|| findings.refuse(path, &value, Allowed::TimeOfDay))
    }
}

/// A zone: an IANA name, the computer's (`local`), or the person's (`user`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// The computer's.
    Local,
    /// `agents.defaults.userTimezone`, else the computer's.
    User,
    /// By name.
    Named(Tz),
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Local => "local",
            Self::User => "user",
            Self::Named(zone) => zone.name(),
        })
    }
}

impl Field for Zone {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        let read = match value.as_str() {
            Some("local" | "host") => Some(Self::Local),
            Some("user") => Some(Self::User),
            Some(name) => name.parse().ok().map(Self::Named),
            None => None,
        };
        read.or_else(|| findings.refuse(path, &value, Allowed::Zone))
    }
}

/// The id of a chat or a person: text or a number in the file, text here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Id(pub String);

impl Field for Id {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        match &value {
            Value::String(text) => Some(Self(text.trim().to_owned())),
            Value::Number(number) if number.is_i64() => Some(Self(number.to_string())),
            _ => findings.refuse(path, &value, Allowed::Id),
        }
    }
}

/// One word of a session key, lower case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Word(pub String);

impl Field for Word {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        let word = value.as_str().map(|text| text.trim().to_lowercase());
        word.filter(|word| {
            !word.is_empty() && !word.contains(|c: char| c == ':' || c.is_whitespace())
        })
        .map(Self)
        .or_else(|| findings.refuse(path, &value, Allowed::Word))
    }
}

/// An address of a server, `http` or `https`, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Address(pub String);

impl Field for Address {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        let valid = |text: &&str| {
            reqwest::Url::parse(text)
                .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        };
        match value.as_str().map(str::trim).filter(valid) {
            Some(text) => Some(Self(text.trim_end_matches('/').to_owned())),
            None => findings.refuse(path, &value, Allowed::Url),
        }
    }
}

/// Secrets were taken out before, so a secret's key holds a reference.
impl Field for SecretRef {
    fn read(value: Value, path: &ConfigPath, findings: &mut Findings) -> Option<Self> {
        value
            .as_str()
            .and_then(Self::parse)
            .or_else(|| findings.refuse(path, &value, Allowed::Text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_read_and_written_in_its_largest_whole_unit() {
        for (text, ms, written) in [
            ("30m", 1_800_000, "30m"),
            ("90m", 5_400_000, "90m"),
            ("60m", 3_600_000, "1h"),
            ("1.5h", 5_400_000, "90m"),
            ("500ms", 500, "500ms"),
            ("0m", 0, "0m"),
            ("0", 0, "0m"),
            ("45", 2_700_000, "45m"),
            ("2d", 172_800_000, "2d"),
            (" 10 s ", 10_000, "10s"),
        ] {
            let span = Span::parse(text);
            assert_eq!(span, Some(Span(Duration::from_millis(ms))), "{text}");
            assert_eq!(span.map(|span| span.to_string()).as_deref(), Some(written));
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in [
            "",
            "30x",
            "m",
            "-5m",
            "1h30m",
            "1e3s",
            "soon",
            "9999999999999d",
        ] {
            assert_eq!(Span::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_of_day_has_two_digits_twice_and_ends_at_24() {
        for (text, minutes) in [
            ("00:00", Some(0)),
            ("08:30", Some(510)),
            ("24:00", Some(1440)),
            ("24:01", None),
            ("8:30", None),
            ("12:60", None),
            ("noon", None),
            ("+1:00", None),
        ] {
            assert_eq!(TimeOfDay::parse(text).map(|t| t.0), minutes, "{text}");
        }
    }
}
