//! Schedules in both languages.
#![allow(clippy::unwrap_used)]

use super::*;

fn check(schedule: &Schedule, english: &str, chinese: &str) {
    let timetable = Timetable::new(schedule, 0, "Europe/Berlin").unwrap();
    let words = Words::load();
    let said = |language| describe(schedule, &timetable, &words, language);
    assert_eq!(said(Language::English), english, "{schedule:?}");
    assert_eq!(said(Language::Chinese), chinese, "{schedule:?}");
}

fn check_cron(expr: &str, english: &str, chinese: &str) {
    let schedule = Schedule::Cron {
        expr: expr.to_owned(),
        tz: None,
        stagger: 0,
    };
    check(
        &schedule,
        &format!("{english} (Europe/Berlin)"),
        &format!("{chinese}（Europe/Berlin）"),
    );
}

fn check_rule(rule: &str, english: &str, chinese: &str) {
    let schedule = Schedule::Rrule {
        rrule: format!("DTSTART:20260102T090000\n{rule}"),
        tz: None,
    };
    check(
        &schedule,
        &format!("{english} (Europe/Berlin)"),
        &format!("{chinese}（Europe/Berlin）"),
    );
}

#[test]
fn cron_expressions_have_plain_words() {
    check_cron("0 9 * * 1-5", "Every weekday at 09:00", "每个工作日 09:00");
    check_cron("0 8 * * *", "Every day at 08:00", "每天 08:00");
    check_cron(
        "0,30 7,19 * * *",
        "Every day at 07:00, 07:30, 19:00 and 19:30",
        "每天 07:00、07:30、19:00、19:30",
    );
    check_cron(
        "15 10 * * MON,FRI",
        "Every Monday and Friday at 10:15",
        "每周一、周五 10:15",
    );
    check_cron(
        "0 11 * * 0,6",
        "Every weekend day at 11:00",
        "每个周末 11:00",
    );
    check_cron("30 0 8 * * *", "Every day at 08:00:30", "每天 08:00:30");
    check_cron(
        "0 9 1,15 * *",
        "On day 1 and 15 of every month at 09:00",
        "每月 1、15 日 09:00",
    );
    check_cron(
        "0 9 L * *",
        "On the last day of every month at 09:00",
        "每月最后一天 09:00",
    );
    check_cron(
        "0 9 * * 5#2",
        "On the second Friday of every month at 09:00",
        "每月第二个周五 09:00",
    );
    check_cron(
        "0 9 * * 1L",
        "On the last Monday of every month at 09:00",
        "每月最后一个周一 09:00",
    );
    check_cron(
        "59 23 31 12 *",
        "Every year on 31 December at 23:59",
        "每年十二月 31 日 23:59",
    );
    check_cron(
        "0 9 * 6-8 1-5",
        "Every weekday in June, July and August at 09:00",
        "六月、七月、八月的每个工作日 09:00",
    );
    check_cron(
        "0 7 1,15 * 1",
        "On day 1 and 15 of every month, and every Monday at 07:00",
        "每月 1、15 日，以及每周一 07:00",
    );
}

#[test]
fn rhythms_are_told_by_their_span() {
    check_cron("*/15 * * * *", "Every 15 minutes", "每 15 分钟");
    check_cron("* * * * *", "Every minute", "每分钟");
    check_cron("0 * * * *", "Every hour", "每小时");
    check_cron("20 * * * *", "Every hour at :20", "每小时的 20 分");
    check_cron("0 */2 * * *", "Every 2 hours", "每 2 小时");
    check_cron(
        "*/30 9-17 * * 1-5",
        "Every 30 minutes from 09:00 to 17:30, on weekdays",
        "09:00 至 17:30 每 30 分钟，每个工作日",
    );
    check_cron("*/10 * * * * *", "Every 10 seconds", "每 10 秒");
}

#[test]
fn what_has_no_plain_words_is_named_by_its_expression() {
    check_cron(
        "7-50/9 3-20/5 * * *",
        "By the cron expression 7-50/9 3-20/5 * * *",
        "按 cron 表达式 7-50/9 3-20/5 * * *",
    );
    check_cron(
        "0 9 15W * *",
        "By the cron expression 0 9 15W * *",
        "按 cron 表达式 0 9 15W * *",
    );
}

#[test]
fn rules_spans_and_single_times_have_words_too() {
    check_rule(
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
        "Every 2 weeks on Friday at 09:00",
        "每 2 周的周五 09:00",
    );
    check_rule(
        "RRULE:FREQ=DAILY;INTERVAL=3",
        "Every 3 days at 09:00",
        "每 3 天 09:00",
    );
    check_rule(
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=10",
        "Every month on day 10 at 09:00",
        "每月的 10 日 09:00",
    );
    check_rule(
        "RRULE:FREQ=DAILY;BYHOUR=8;BYMINUTE=0\nRRULE:FREQ=DAILY;BYHOUR=17;BYMINUTE=45",
        "Every day at 08:00; Every day at 17:45",
        "每天 08:00；每天 17:45",
    );
    check_rule(
        "RRULE:FREQ=YEARLY;BYWEEKNO=20",
        "By a calendar rule",
        "按日历规则",
    );
    check(
        &Schedule::Every {
            every: 21_600_000,
            anchor: None,
        },
        "Every 6 hours",
        "每 6 小时",
    );
    check(
        &Schedule::Every {
            every: 90_000,
            anchor: None,
        },
        "Every 90 seconds",
        "每 90 秒",
    );
    let at = 1_798_794_000_000;
    check(
        &Schedule::At { at },
        "Once, on 2027-01-01 10:00 (Europe/Berlin)",
        "仅一次，2027-01-01 10:00（Europe/Berlin）",
    );
}
