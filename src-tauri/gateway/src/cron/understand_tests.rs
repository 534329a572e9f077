//! Sentences and the schedules they mean, English and Chinese.
#![allow(clippy::unwrap_used)]
use super::*;
use crate::clock::iso;

/// A Saturday, 17:30 in Berlin.
const NOW: Ms = 1_795_278_600_000;

/// The schedule in short, `|` and what is left over.
fn check(text: &str, expected: &str) {
    let found = understand(text, NOW, Tz::Europe__Berlin);
    let shown = found.map(|draft| {
        let (zone, rest) = (draft.zone.name(), draft.rest);
        let zone = if zone == "Europe/Berlin" {
            String::new()
        } else {
            format!(" {zone}")
        };
        let when = match draft.schedule {
            Schedule::At { at } => iso(at).replace(":00.000Z", "Z"),
            Schedule::Every { every, .. } => format!("every {}s", every / 1_000),
            Schedule::Cron { expr, .. } => expr,
            Schedule::Rrule { rrule, .. } => rrule.replace('\n', " "),
        };
        let assumed = if draft.time_assumed { "?" } else { "" };
        format!("{when}{assumed}{zone}|{rest}")
    });
    assert_eq!(shown.as_deref().unwrap_or("nothing"), expected, "{text}");
}

#[test]
fn one_time_is_understood() {
    check("in 20m", "2026-11-21T16:50Z|");
    check("remind me in 20m to stretch", "2026-11-21T16:50Z|stretch");
    check(
        "in half an hour turn off the oven",
        "2026-11-21T17:00Z|turn off the oven",
    );
    check(
        "Remind me to call Anna in two hours.",
        "2026-11-21T18:30Z|call Anna",
    );
    check("tomorrow 9:00", "2026-11-22T08:00Z|");
    check("tomorrow at 6:30 pm pay rent", "2026-11-22T17:30Z|pay rent");
    check(
        "tomorrow morning water the plants",
        "2026-11-22T07:00Z|water the plants",
    );
    check("tomorrow", "2026-11-22T08:00Z?|");
    check("tonight", "2026-11-21T19:00Z|");
    check("18:00", "2026-11-21T17:00Z|");
    check("at 9", "2026-11-22T08:00Z|");
    check("on friday at noon", "2026-11-27T11:00Z|");
    check("24 december 18:00", "2026-12-24T17:00Z|");
    check("Dec 24th", "2026-12-24T08:00Z?|");
    check(
        "2026-12-24 18:00 open the presents",
        "2026-12-24T17:00Z|open the presents",
    );
    check("on the 3rd at 8am", "2026-12-03T07:00Z|");
    check("20m", "2026-11-21T16:50Z|");
    // There it is Sunday already.
    check("tomorrow 9am tokyo", "2026-11-23T00:00Z Asia/Tokyo|");
}

#[test]
fn rhythms_are_understood() {
    check("every 2 hours", "every 7200s|");
    check("every 30m check the mail", "every 1800s|check the mail");
    check("hourly", "every 3600s|");
    check("every day at 8", "0 8 * * *|");
    check("daily", "0 9 * * *?|");
    check(
        "every morning send me the news",
        "0 8 * * *|send me the news",
    );
    check("weekdays at 9", "0 9 * * 1-5|");
    check(
        "every weekday at 9 stand-up notes",
        "0 9 * * 1-5|stand-up notes",
    );
    check("weekends 10:30", "30 10 * * 0,6|");
    check("every monday and thursday at 7pm", "0 19 * * 1,4|");
    check("mondays at 18:15", "15 18 * * 1|");
    check("every day at 9 and 18", "0 9,18 * * *|");
    check("monthly on the 15th at 10am", "0 10 15 * *|");
    check(
        "on the 1st of every month pay the rent",
        "0 9 1 * *?|pay the rent",
    );
    check("last day of the month at 17:00", "0 17 L * *|");
    check("first monday of every month at 9am", "0 9 * * 1#1|");
    check("every year on dec 24 at 18:00", "0 18 24 12 *|");
    check("weekdays every 2 hours", "0 */2 * * 1-5|");
    check(
        "every other friday 6pm stockholm",
        "DTSTART;TZID=Europe/Stockholm:20261127T180000 \
         RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;BYHOUR=18;BYMINUTE=0 Europe/Stockholm|",
    );
    check(
        "every 3 days at 7:15 water the cactus",
        "DTSTART;TZID=Europe/Berlin:20261122T071500 \
         RRULE:FREQ=DAILY;INTERVAL=3;BYHOUR=7;BYMINUTE=15|water the cactus",
    );
    check(
        "every day at 8:00 and 20:30",
        "DTSTART;TZID=Europe/Berlin:20261121T203000 \
         RRULE:FREQ=DAILY;BYHOUR=8;BYMINUTE=0 RRULE:FREQ=DAILY;BYHOUR=20;BYMINUTE=30|",
    );
    check(
        "weekdays at 9 New York time",
        "0 9 * * 1-5 America/New_York|",
    );
}

#[test]
fn chinese_is_understood() {
    check("20分钟后提醒我喝水", "2026-11-21T16:50Z|喝水");
    check("半小时后关火", "2026-11-21T17:00Z|关火");
    check("一个半小时后", "2026-11-21T18:00Z|");
    check("明天早上九点请提醒我交房租", "2026-11-22T08:00Z|交房租");
    check("明天下午3点半开会", "2026-11-22T14:30Z|开会");
    check("今晚", "2026-11-21T19:00Z|");
    check("每天9点", "0 9 * * *|");
    check("每天晚上10点提醒我睡觉", "0 22 * * *|睡觉");
    check("工作日9点", "0 9 * * 1-5|");
    check("每周一、三、五 18:30 健身", "30 18 * * 1,3,5|健身");
    check("每周一和周四下午7点", "0 19 * * 1,4|");
    check("周五12:00", "2026-11-27T11:00Z|");
    check("每隔两小时提醒我起身", "every 7200s|起身");
    check("每30分钟", "every 1800s|");
    check("每月15号上午10点", "0 10 15 * *|");
    check("每月最后一天17点", "0 17 L * *|");
    check("12月24日18点", "2026-12-24T17:00Z|");
    check("每天8点，东京", "0 8 * * * Asia/Tokyo|");
    check(
        "隔周五18点",
        "DTSTART;TZID=Europe/Berlin:20261127T180000 \
         RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;BYHOUR=18;BYMINUTE=0|",
    );
}

#[test]
fn a_sentence_without_a_time_is_not_understood_and_a_city_in_it_is_no_zone() {
    for text in [
        "",
        "hello",
        "call the Paris office",
        "buy 3 eggs",
        "你好",
        "soon",
    ] {
        check(text, "nothing");
    }
    check(
        "tomorrow 9:00 call the Tokyo office",
        "2026-11-22T08:00Z|call the Tokyo office",
    );
}
