//! A zone named in a sentence, by its own name or by its city.
//!
//! Owns which names count and where they must stand. Pure.

use std::ops::Range;

use chrono_tz::{TZ_VARIANTS, Tz};

use super::spoken::Found;

/// A zone by its name or its city. A city counts only right beside a piece: elsewhere it belongs
/// to what is to be done.
pub(super) fn zone_in(text: &str, found: &Found) -> Option<(Range<usize>, Tz)> {
    const HAN_CITIES: [(&str, Tz); 10] = [
        ("北京时间", Tz::Asia__Shanghai),
        ("北京", Tz::Asia__Shanghai),
        ("上海", Tz::Asia__Shanghai),
        ("香港", Tz::Asia__Hong_Kong),
        ("台北", Tz::Asia__Taipei),
        ("东京", Tz::Asia__Tokyo),
        ("伦敦", Tz::Europe__London),
        ("柏林", Tz::Europe__Berlin),
        ("斯德哥尔摩", Tz::Europe__Stockholm),
        ("纽约", Tz::America__New_York),
    ];
    /// Names without a continent that are taken.
    const PLAIN: [&str; 2] = ["utc", "gmt"];
    /// Ends of names that are ordinary words.
    const NO_CITY: [&str; 14] = [
        "wake", "west", "north", "south", "center", "central", "easter", "eastern", "mountain",
        "pacific", "midway", "general", "troll", "knox",
    ];
    let lower = text.to_ascii_lowercase();
    let beside = |range: &Range<usize>| {
        let empty = |gap: Option<&str>| {
            gap.is_some_and(|gap| {
                gap.chars()
                    .all(|c| c.is_whitespace() || ",，、的".contains(c))
            })
        };
        found.iter().any(|(piece, _)| {
            (piece.end <= range.start && empty(text.get(piece.end..range.start)))
                || (range.end <= piece.start && empty(text.get(range.end..piece.start)))
        })
    };
    let han = HAN_CITIES.iter().filter_map(|(name, zone)| {
        let start = lower.find(name)?;
        Some((start..start + name.len(), *zone))
    });
    let known = TZ_VARIANTS.iter().flat_map(|zone| {
        let whole = zone.name().to_ascii_lowercase();
        let city = whole.rsplit('/').next().unwrap_or(&whole).replace('_', " ");
        let plain = whole.contains('/') || PLAIN.contains(&whole.as_str());
        let city_too = whole.contains('/') && city.len() > 3 && !NO_CITY.contains(&city.as_str());
        let names = [plain.then_some(whole), city_too.then_some(city)];
        let names = names.into_iter().flatten();
        names.filter_map(|name| Some((word(&lower, &name)?, *zone)))
    });
    let mut best: Option<(Range<usize>, Tz)> = None;
    for (range, zone) in han.chain(known) {
        let longer = best
            .as_ref()
            .is_none_or(|(held, _)| range.len() > held.len());
        if longer && beside(&range) {
            best = Some((range, zone));
        }
    }
    best
}

/// Where a name stands in a text as words of its own, with `in` before and `time` behind it.
fn word(text: &str, name: &str) -> Option<Range<usize>> {
    let start = text.find(name)?;
    let end = start + name.len();
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if letter(text[..start].chars().next_back()) || letter(text[end..].chars().next()) {
        return None;
    }
    let before = text[..start].strip_suffix("in ").map_or(start, str::len);
    let behind = match text[end..].strip_prefix(" time") {
        Some(_) => end + " time".len(),
        None => end,
    };
    Some(before..behind)
}
