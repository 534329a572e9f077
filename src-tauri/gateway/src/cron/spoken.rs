//! What of a sentence says when: days, times, spans and rhythms, English and Chinese.
//!
//! Owns the forms that are known. It finds pieces and where they stand; what they mean together is
//! decided by `understand.rs`. Pure.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use chrono_tz::Tz;
use regex::{Captures, Regex};

use super::spoken_number::number;
use super::spoken_zone::zone_in;
use crate::clock::Ms;

/// A unit of a rhythm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

impl Unit {
    /// ms; `None` where it has no fixed length.
    pub fn ms(self) -> Option<Ms> {
        Some(match self {
            Self::Second => 1_000,
            Self::Minute => 60_000,
            Self::Hour => 3_600_000,
            Self::Day => 86_400_000,
            Self::Week => 7 * 86_400_000,
            Self::Month | Self::Year => return None,
        })
    }
}

/// A piece of a sentence that says when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// So long from now, ms.
    Ahead(Ms),
    /// Every so many units.
    Every(u32, Unit),
    /// These days of the week, 0 = Sunday; again and again, or once.
    Weekdays(Vec<u32>, bool),
    /// The nth such day of every month, 0 = the last; the day of the week.
    Nth(u32, u32),
    /// A day of the month; of every one, or of the next.
    MonthDay(u32, bool),
    /// The last day of every month.
    LastDay,
    /// A date.
    Date(NaiveDate),
    /// A day and a month of the year.
    DayOfYear(u32, u32),
    /// So many days from today.
    InDays(u64),
    /// A time of the day: hour and minute.
    Time(u32, u32),
    /// A part of the day: its usual hour; every day.
    Part(u32, bool),
    /// A zone.
    Zone(Tz),
}

/// Pieces and where they stand, in no order.
pub(super) type Found = Vec<(Range<usize>, Piece)>;

/// Makes pieces of a match; nothing where it turns out to be none.
type Make = fn(&Captures<'_>) -> Vec<Piece>;

const WEEKDAY: &str = "monday|tuesday|wednesday|thursday|friday|saturday|sunday";
const SHORT: &str = "mon|tues?|wed|thu|thurs|fri|sat|sun";
const MONTH: &str = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
const NUMBER: &str =
    "\\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty";
const UNIT: &str =
    "seconds?|secs?|s|minutes?|mins?|min|m|hours?|hrs?|h|days?|d|weeks?|w|months?|years?";
const HAN: &str = "\\d{1,4}|[一二三四五六七八九十两]{1,3}";
const HAN_DAYS: &str =
    "[一二三四五六日天1-6](?:[、,，和及与]?(?:周|星期|礼拜)?[一二三四五六日天])*";

/// In this order: what is found by one is gone for those behind it.
static RULES: LazyLock<Vec<(Regex, Make)>> = LazyLock::new(|| {
    let rules: Vec<(String, Make)> = vec![
        (r"\b(\d{4})-(\d{2})-(\d{2})(?:[t ]+(?:at )?(\d{1,2}):(\d{2}))?\b".into(), date),
        (format!(r"\bin (half an|{NUMBER}) ?({UNIT})\b(?: (\d+) ?(m|min|minutes)\b)?"), ahead),
        (r"\bin (\d+) ?(h) ?(\d+) ?(m)(?:in)?\b".into(), ahead),
        (format!(r"(?:过)?(半|{HAN})个?(半)?(秒钟?|分钟|小时|钟头|天|周|星期)(?:之后|以后|后)"), ahead),
        (format!(r"\b(?:on |every )*(?:the )?(first|second|third|fourth|last|1st|2nd|3rd|4th) ({WEEKDAY})(?: of (?:the|every|each|a) month| (?:every|each) month)"), nth),
        (r"\b(?:on )?(?:the )?last day(?: of (?:the|every|each) month)?\b|每个?月的?最后一天".into(), |_| {
            vec![Piece::LastDay]
        }),
        (format!(r"\b(?:on )?(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({MONTH})\b"), day_month),
        (format!(r"\b(?:on )?({MONTH}) (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\b"), month_day),
        (r"\b(?:on )?(?:the )?(\d{1,2})(?:st|nd|rd|th)( of (?:the|every|each) month)?\b".into(), of_month),
        (format!(r"\b(?:every|each) other (day|week|month|{WEEKDAY}|{SHORT})\b"), every_other),
        (format!(r"\b(?:every|each) (?:({NUMBER}) ?)?({UNIT})\b"), every),
        (r"\b(hourly|daily|weekly|monthly|yearly|annually)\b".into(), adverb),
        (r"\b(?:on |every |each )*(?:weekdays?|workdays?|working days?)\b|(?:每个?)?工作日".into(), |_| {
            vec![Piece::Weekdays(vec![1, 2, 3, 4, 5], true)]
        }),
        (r"\b(?:on |every |each |at )?(?:the )?weekends?\b|(?:每个?)?周末".into(), |_| {
            vec![Piece::Weekdays(vec![6, 0], true)]
        }),
        (format!(r"(每个?)月的?({HAN})[号日]|(\d{{1,2}})月(\d{{1,2}})[号日]|()({HAN})号"), han_date),
        (format!(r"\b(?:on )?(every |each )?((?:{WEEKDAY})s?(?:(?:, and |, | and | & |/)(?:every )?(?:{WEEKDAY})s?)*)\b"), weekdays),
        (format!(r"\b(?:on |next |this )?(every |each |on |next )((?:{SHORT})(?:(?:, and |, | and | & |/|,)(?:{SHORT}))*)\b"), weekdays),
        (format!(r"(每个?|隔|每隔一个?|每两)?(?:下个?|这个?|本)?(?:周|星期|礼拜)的?(?:周|星期|礼拜)?({HAN_DAYS})"), han_weekdays),
        (format!(r"每(隔)?({HAN})个?(秒钟?|分钟|小时|钟头|天|周|星期|月)"), han_every),
        (r"每个?(小时|分钟|天|日|周|星期|月|年|早|晚)|(隔天|隔周)".into(), han_each),
        (r"\b(?:the )?(day after tomorrow|tomorrow|today|tonight)\b|(大后天|后天|明天|今天|今晚|明早|明晚)".into(), in_days),
        (r"\b(?:at |@ ?)?(\d{1,2}):(\d{2})(?: ?(am\b|pm\b|a\.m\.|p\.m\.))?".into(), clock),
        (r"\b(?:at |@ ?)?(\d{1,2})() ?(am\b|pm\b|a\.m\.|p\.m\.|o'clock)".into(), clock),
        (r"\bat (\d{1,2}) and (\d{1,2})\b".into(), two_hours),
        (r"\bat (\d{1,2})()()\b".into(), clock),
        (r"\b(?:at )?(noon|midday|midnight)\b".into(), named_time),
        (format!(r"(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚|早)?({HAN})(?:点钟?|时)(半|一刻|三刻|\d{{2}}分?|(?:{HAN})分)?"), han_clock),
        (r"(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚|早)?(\d{1,2})：(\d{2})".into(), han_clock),
        (r"\b(?:in the |this )?(every |each )?(morning|afternoon|evening|night)s?\b".into(), part),
        (r"()(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上)".into(), part),
    ];
    let compiled = rules.into_iter().map(|(rule, make)| {
        let rule = Regex::new(&format!("(?i){rule}"));
        rule.ok().map(|rule| (rule, make))
    });
    compiled.flatten().collect()
});

/// Every piece of a text.
pub(super) fn pieces(text: &str) -> Found {
    let mut left = text.to_owned();
    let mut found = Found::new();
    for (rule, make) in RULES.iter() {
        let mut gone = Vec::new();
        for match_ in rule.captures_iter(&left) {
            let made = make(&match_);
            let Some(whole) = match_.get(0).filter(|_| !made.is_empty()) else {
                continue;
            };
            gone.push(whole.range());
            found.extend(made.into_iter().map(|piece| (whole.range(), piece)));
        }
        for range in gone {
            let blank = "\u{1}".repeat(range.len());
            left.replace_range(range, &blank);
        }
    }
    if let Some((range, zone)) = zone_in(text, &found) {
        found.push((range, Piece::Zone(zone)));
    }
    found
}

fn text<'a>(found: &Captures<'a>, at: usize) -> &'a str {
    found.get(at).map_or("", |part| part.as_str())
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word.to_ascii_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" | "秒" | "秒钟" => Unit::Second,
        "m" | "min" | "mins" | "minute" | "minutes" | "分钟" => Unit::Minute,
        "h" | "hr" | "hrs" | "hour" | "hours" | "小时" | "钟头" => Unit::Hour,
        "d" | "day" | "days" | "天" | "日" => Unit::Day,
        "w" | "week" | "weeks" | "周" | "星期" => Unit::Week,
        "month" | "months" | "月" => Unit::Month,
        "year" | "years" | "年" => Unit::Year,
        _ => return None,
    })
}

/// 0 = Sunday.
fn weekday(word: &str) -> Option<u32> {
    let names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    let lower = word.to_ascii_lowercase();
    let found = names.iter().position(|name| lower.starts_with(name));
    found.and_then(|at| u32::try_from(at).ok())
}

fn month(word: &str) -> Option<u32> {
    let names = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let lower = word.to_ascii_lowercase();
    let found = names.iter().position(|name| lower.starts_with(name))?;
    u32::try_from(found).ok().map(|month| month + 1)
}

fn one(piece: Option<Piece>) -> Vec<Piece> {
    piece.into_iter().collect()
}

fn date(found: &Captures<'_>) -> Vec<Piece> {
    let part = |at| text(found, at).parse::<u32>().ok();
    let day = || {
        let year = text(found, 1).parse().ok()?;
        NaiveDate::from_ymd_opt(year, part(2)?, part(3)?).map(Piece::Date)
    };
    let time = part(4)
        .zip(part(5))
        .and_then(|(hour, minute)| time(hour, minute));
    day().into_iter().chain(time).collect()
}

fn time(hour: u32, minute: u32) -> Option<Piece> {
    (hour < 24 && minute < 60).then_some(Piece::Time(hour, minute))
}

/// `in 20 minutes`, `in half an hour`, `1h 30m`, 20分钟后, 一个半小时后.
fn ahead(found: &Captures<'_>) -> Vec<Piece> {
    let first = || {
        let unit = unit(text(found, 2))
            .or_else(|| unit(text(found, 3)))?
            .ms()?;
        let half = matches!(
            text(found, 1).to_ascii_lowercase().as_str(),
            "half an" | "半"
        );
        let more = if text(found, 2) == "半" { unit / 2 } else { 0 };
        match half {
            true => Some(unit / 2),
            false => Some(Ms::from(number(text(found, 1))?) * unit + more),
        }
    };
    let more = text(found, 3).parse::<Ms>().unwrap_or(0) * 60_000;
    one(first().map(|span| Piece::Ahead(span + more)))
}

fn every_other(found: &Captures<'_>) -> Vec<Piece> {
    let word = text(found, 1);
    match (unit(word), weekday(word)) {
        (Some(unit), _) => vec![Piece::Every(2, unit)],
        (None, Some(day)) => vec![
            Piece::Every(2, Unit::Week),
            Piece::Weekdays(vec![day], true),
        ],
        (None, None) => Vec::new(),
    }
}

fn every(found: &Captures<'_>) -> Vec<Piece> {
    let count = match text(found, 1) {
        "" => Some(1),
        word => number(word),
    };
    let every = count.filter(|n| *n > 0).zip(unit(text(found, 2)));
    one(every.map(|(n, unit)| Piece::Every(n, unit)))
}

fn adverb(found: &Captures<'_>) -> Vec<Piece> {
    let unit = match text(found, 1).to_ascii_lowercase().as_str() {
        "hourly" => Unit::Hour,
        "daily" => Unit::Day,
        "weekly" => Unit::Week,
        "monthly" => Unit::Month,
        _ => Unit::Year,
    };
    vec![Piece::Every(1, unit)]
}

fn nth(found: &Captures<'_>) -> Vec<Piece> {
    let nth = match text(found, 1).to_ascii_lowercase().as_str() {
        "first" | "1st" => 1,
        "second" | "2nd" => 2,
        "third" | "3rd" => 3,
        "fourth" | "4th" => 4,
        _ => 0,
    };
    one(weekday(text(found, 2)).map(|day| Piece::Nth(nth, day)))
}

fn day_month(found: &Captures<'_>) -> Vec<Piece> {
    of_year(text(found, 1), month(text(found, 2)))
}

fn month_day(found: &Captures<'_>) -> Vec<Piece> {
    of_year(text(found, 2), month(text(found, 1)))
}

fn of_year(day: &str, month: Option<u32>) -> Vec<Piece> {
    let day = day.parse().ok().filter(|day| (1..=31).contains(day));
    one(day
        .zip(month)
        .map(|(day, month)| Piece::DayOfYear(day, month)))
}

fn of_month(found: &Captures<'_>) -> Vec<Piece> {
    let day = text(found, 1)
        .parse()
        .ok()
        .filter(|day| (1..=31).contains(day));
    one(day.map(|day| Piece::MonthDay(day, !text(found, 2).is_empty())))
}

fn han_date(found: &Captures<'_>) -> Vec<Piece> {
    if !text(found, 3).is_empty() {
        return of_year(text(found, 4), text(found, 3).parse().ok());
    }
    let every = !text(found, 1).is_empty();
    let day = if every {
        text(found, 2)
    } else {
        text(found, 6)
    };
    let day = number(day).filter(|day| (1..=31).contains(day));
    one(day.map(|day| Piece::MonthDay(day, every)))
}

fn weekdays(found: &Captures<'_>) -> Vec<Piece> {
    let named = text(found, 2).to_ascii_lowercase();
    let mut days: Vec<u32> = named
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter_map(weekday)
        .collect();
    days.dedup();
    let plural = named
        .split(|c: char| !c.is_ascii_alphabetic())
        .any(|day| day.ends_with("days"));
    let every = matches!(
        text(found, 1).trim().to_ascii_lowercase().as_str(),
        "every" | "each"
    );
    vec![Piece::Weekdays(days, every || plural)]
}

fn han_weekdays(found: &Captures<'_>) -> Vec<Piece> {
    let names = ['日', '一', '二', '三', '四', '五', '六'];
    let day = |c: char| match c {
        '天' => Some(0),
        '1'..='6' => c.to_digit(10),
        c => names
            .iter()
            .position(|name| *name == c)
            .and_then(|at| u32::try_from(at).ok()),
    };
    let mut days: Vec<u32> = text(found, 2).chars().filter_map(day).collect();
    days.dedup();
    let prefix = text(found, 1);
    let mut made = vec![Piece::Weekdays(days, !prefix.is_empty())];
    if prefix.starts_with("每隔") || prefix == "隔" || prefix == "每两" {
        made.push(Piece::Every(2, Unit::Week));
    }
    made
}

fn han_every(found: &Captures<'_>) -> Vec<Piece> {
    let (apart, n, unit) = (text(found, 1), number(text(found, 2)), unit(text(found, 3)));
    let made = n.filter(|n| *n > 0).zip(unit).map(|(n, unit)| {
        // 每隔一天 leaves one day out.
        let between = !apart.is_empty() && n == 1 && matches!(unit, Unit::Day | Unit::Week);
        Piece::Every(n + u32::from(between), unit)
    });
    one(made)
}

fn han_each(found: &Captures<'_>) -> Vec<Piece> {
    match (text(found, 1), text(found, 2)) {
        ("早", _) => vec![Piece::Every(1, Unit::Day), Piece::Part(8, true)],
        ("晚", _) => vec![Piece::Every(1, Unit::Day), Piece::Part(20, true)],
        (_, "隔天") => vec![Piece::Every(2, Unit::Day)],
        (_, "隔周") => vec![Piece::Every(2, Unit::Week)],
        (word, _) => one(unit(word).map(|unit| Piece::Every(1, unit))),
    }
}

fn in_days(found: &Captures<'_>) -> Vec<Piece> {
    let word = found
        .get(0)
        .map_or("", |all| all.as_str())
        .to_ascii_lowercase();
    let days = match word.as_str() {
        "大后天" => 3,
        "后天" => 2,
        _ if word.contains("after") => 2,
        _ if word.contains("tomorrow") || word.starts_with('明') => 1,
        _ => 0,
    };
    let part = match word.as_str() {
        "tonight" | "今晚" | "明晚" => Some(Piece::Part(20, false)),
        "明早" => Some(Piece::Part(8, false)),
        _ => None,
    };
    std::iter::once(Piece::InDays(days)).chain(part).collect()
}

fn clock(found: &Captures<'_>) -> Vec<Piece> {
    let read = || {
        let hour: u32 = text(found, 1).parse().ok()?;
        let minute: u32 = match text(found, 2) {
            "" => 0,
            minute => minute.parse().ok()?,
        };
        let half = text(found, 3).to_ascii_lowercase();
        match half.chars().next() {
            Some('p') if (1..=12).contains(&hour) => time(hour % 12 + 12, minute),
            Some('a') if (1..=12).contains(&hour) => time(hour % 12, minute),
            Some('p' | 'a') => None,
            _ => time(hour, minute),
        }
    };
    one(read())
}

fn two_hours(found: &Captures<'_>) -> Vec<Piece> {
    let hour = |at| text(found, at).parse().ok().and_then(|hour| time(hour, 0));
    hour(1).into_iter().chain(hour(2)).collect()
}

fn named_time(found: &Captures<'_>) -> Vec<Piece> {
    let midnight = text(found, 1).eq_ignore_ascii_case("midnight");
    vec![Piece::Time(if midnight { 0 } else { 12 }, 0)]
}

fn han_clock(found: &Captures<'_>) -> Vec<Piece> {
    let read = || {
        let hour = number(text(found, 2))?;
        let minute = match text(found, 3) {
            "" => 0,
            "半" => 30,
            "一刻" => 15,
            "三刻" => 45,
            minute => number(minute.trim_end_matches('分'))?,
        };
        let later = matches!(text(found, 1), "下午" | "傍晚" | "晚上" | "晚") && hour < 12;
        let noon = text(found, 1) == "中午" && hour < 11;
        time(if later || noon { hour + 12 } else { hour % 24 }, minute)
    };
    one(read())
}

fn part(found: &Captures<'_>) -> Vec<Piece> {
    let word = text(found, 2).to_ascii_lowercase();
    let hour = match word.as_str() {
        "凌晨" => 5,
        "morning" | "清晨" | "早上" | "早晨" => 8,
        "上午" => 9,
        "中午" => 12,
        "afternoon" | "下午" => 15,
        "evening" | "傍晚" => 18,
        _ => 20,
    };
    vec![Piece::Part(hour, !text(found, 1).is_empty())]
}
