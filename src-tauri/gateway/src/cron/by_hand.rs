//! Runs that somebody asks for, and stopping one.
//!
//! Owns what may stand in the way of such a run. It has no slot: `(job, slot)` belongs to what the
//! schedule says.

use super::due::Hindrance;
use crate::error::Problem;

/// Whether a run may begin that somebody asks for. `everything` = all of Cove is paused, which
/// nothing overrides.
pub(super) fn may_begin(
    hindrance: &Hindrance,
    enabled: bool,
    everything: bool,
    force: bool,
) -> Result<(), Problem> {
    let code = match hindrance {
        Hindrance { broken: true, .. } => "job-cant-run",
        Hindrance { running: true, .. } => "job-running",
        _ if everything => "job-everything-paused",
        Hindrance {
            allowance: true, ..
        } => "job-allowance",
        _ if force => return Ok(()),
        _ if !enabled => "job-off",
        Hindrance { hold: Some(_), .. } => "job-held",
        Hindrance { untested: true, .. } => "job-untested",
        _ => return Ok(()),
    };
    Err(Problem::new(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(hindrance: Hindrance, enabled: bool, force: bool, expected: Option<&str>) {
        let found = may_begin(&hindrance, enabled, false, force).err();
        let found = found.as_ref().map(|problem| problem.code.as_str());
        assert_eq!(found, expected, "{hindrance:?} {enabled} {force}");
    }

    #[test]
    fn force_overrides_what_a_person_or_a_failure_switched_off_and_nothing_else() {
        let none = Hindrance::default();
        let held = Hindrance {
            hold: Some("hold-paused".into()),
            ..none.clone()
        };
        let untested = Hindrance {
            untested: true,
            ..none.clone()
        };
        let running = Hindrance {
            running: true,
            ..none.clone()
        };
        let broken = Hindrance {
            broken: true,
            ..none.clone()
        };
        let spent = Hindrance {
            allowance: true,
            ..none.clone()
        };
        check(none.clone(), true, false, None);
        check(none.clone(), false, false, Some("job-off"));
        check(none, false, true, None);
        check(held.clone(), true, false, Some("job-held"));
        check(held, true, true, None);
        check(untested.clone(), true, false, Some("job-untested"));
        check(untested, true, true, None);
        for force in [false, true] {
            check(running.clone(), true, force, Some("job-running"));
            check(broken.clone(), true, force, Some("job-cant-run"));
            check(spent.clone(), true, force, Some("job-allowance"));
        }
        let paused = may_begin(&Hindrance::default(), true, true, true);
        assert_eq!(paused, Err(Problem::new("job-everything-paused")));
    }
}
