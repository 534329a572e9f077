//! Zones by their IANA names.
//!
//! Owns the nearest known name for a mistyped one. Never asks the computer which zone it is in.

use chrono_tz::{TZ_VARIANTS, Tz};

use super::error::ScheduleError;

/// The zone of this name, in any case.
///
/// # Errors
/// With the nearest name where there is one.
pub fn parse(name: &str) -> Result<Tz, ScheduleError> {
    let name = name.trim();
    let exact = name.parse::<Tz>().ok();
    exact
        .or_else(|| {
            let mut all = TZ_VARIANTS.iter();
            all.find(|zone| zone.name().eq_ignore_ascii_case(name))
                .copied()
        })
        .ok_or_else(|| ScheduleError::Zone {
            found: name.to_owned(),
            near: near(name),
        })
}

/// The name that is meant, also where only its city is given.
fn near(name: &str) -> Option<String> {
    let wanted = name.to_lowercase().replace(' ', "_");
    let likeness = |zone: &Tz| {
        let whole = zone.name().to_lowercase();
        let city = whole.rsplit('/').next().unwrap_or(&whole);
        let alike = strsim::jaro_winkler(city, &wanted);
        alike.max(strsim::jaro_winkler(&whole, &wanted))
    };
    let (alike, zone) = TZ_VARIANTS
        .iter()
        .map(|zone| (likeness(zone), zone))
        .max_by(|a, b| a.0.total_cmp(&b.0))?;
    (alike > 0.85).then(|| zone.name().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_zone_is_told_with_the_nearest_name() {
        let near = |name: &str| match parse(name) {
            Err(ScheduleError::Zone { near, .. }) => near,
            _ => None,
        };
        assert_eq!(parse("europe/berlin"), Ok(Tz::Europe__Berlin));
        assert_eq!(near("Berlin").as_deref(), Some("Europe/Berlin"));
        assert_eq!(near("Europe/Berln").as_deref(), Some("Europe/Berlin"));
        assert_eq!(near("xx").as_deref(), None);
    }
}
