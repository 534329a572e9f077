//! How long check-ins are paused, in a person's words.
//!
//! Owns reading those words. The pause itself is a hold; it leaves beats out and moves none.

use chrono_tz::Tz;

use super::error::HeartbeatError;
use super::plan::Plan;
use super::wish::instant;
use crate::clock::{Ms, instant_of, local_of};
use crate::config::Span;

/// Reads `2h`, `tomorrow` (when its beats begin, at the plan's hours), or a date and time of `zone`.
///
/// # Errors
/// Words that are none of these; a time that is over.
pub fn pause_until(
    words: &str,
    now: Ms,
    plan: Option<&Plan>,
    zone: Tz,
) -> Result<Ms, HeartbeatError> {
    let words = words.trim();
    let until = match (words, Span::parse(words)) {
        ("tomorrow", _) => match plan {
            Some(plan) => plan.tomorrow(now),
            None => midnight(now, zone),
        },
        (_, Some(span)) => now.saturating_add(Ms::try_from(span.0.as_millis()).unwrap_or(Ms::MAX)),
        (_, None) => {
            instant(words, zone).map_err(|_| HeartbeatError::NotUntil(words.to_owned()))?
        }
    };
    if until <= now {
        return Err(HeartbeatError::UntilPast(words.to_owned()));
    }
    Ok(until)
}

/// When the next day begins.
fn midnight(now: Ms, zone: Tz) -> Ms {
    let today = local_of(now, zone).date();
    let day = today.succ_opt().unwrap_or(today);
    instant_of(day.and_time(chrono::NaiveTime::MIN), zone)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clock::iso;
    use crate::config::TimeOfDay;
    use crate::error::Coded;

    const BERLIN: Tz = chrono_tz::Europe::Berlin;
    /// 2026-03-28T19:30:00Z: a Saturday evening in Berlin, the clocks go forward that night.
    const NOW: Ms = 1_774_726_200_000;

    fn plan(hours: Option<(u16, u16)>) -> Plan {
        let hours = hours.map(|(start, end)| (TimeOfDay(start), TimeOfDay(end)));
        Plan::new(Span::minutes(30), hours, BERLIN)
            .unwrap()
            .unwrap()
    }

    #[test]
    fn a_pause_is_said_as_people_say_it() {
        let day = plan(Some((480, 1320)));
        let check = |words: &str, plan: Option<&Plan>, expected: &str| {
            let until = pause_until(words, NOW, plan, BERLIN).map(iso);
            assert_eq!(until.unwrap(), expected, "{words}");
        };
        check("2h", Some(&day), "2026-03-28T21:30:00.000Z");
        check(" 90m ", None, "2026-03-28T21:00:00.000Z");
        check("tomorrow", Some(&day), "2026-03-29T06:00:00.000Z");
        check("tomorrow", Some(&plan(None)), "2026-03-28T23:00:00.000Z");
        check(
            "tomorrow",
            Some(&plan(Some((1320, 360)))),
            "2026-03-28T23:00:00.000Z",
        );
        check("tomorrow", None, "2026-03-28T23:00:00.000Z");
        check("2026-03-30T08:00", Some(&day), "2026-03-30T06:00:00.000Z");
        check(
            "2026-03-30T08:00:00Z",
            Some(&day),
            "2026-03-30T08:00:00.000Z",
        );
    }

    #[test]
    fn what_is_no_time_or_over_is_refused() {
        let check = |words: &str, code: &str| {
            let refused = pause_until(words, NOW, None, BERLIN).unwrap_err();
            assert_eq!(refused.code(), code, "{words}");
        };
        check("a while", "heartbeat-not-until");
        check("", "heartbeat-not-until");
        check("0m", "heartbeat-until-past");
        check("2026-03-28T20:30", "heartbeat-until-past");
    }
}
