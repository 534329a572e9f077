//! How often a gateway that failed is started again by itself.
//!
//! Owns the bound: what fails again and again is not mended by starting, and says so instead.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// So many in [`WITHIN`].
const MOST: usize = 3;
const WITHIN: Duration = Duration::from_secs(15 * 60);

/// The restarts of late.
#[derive(Debug, Default)]
pub struct Restarts(VecDeque<Instant>);

impl Restarts {
    /// Whether one more is let through at `now`; it is counted then.
    pub fn may(&mut self, now: Instant) -> bool {
        self.0
            .retain(|at| now.saturating_duration_since(*at) < WITHIN);
        let may = self.0.len() < MOST;
        if may {
            self.0.push_back(now);
        }
        may
    }

    /// A person asked for the next one: it is theirs, and counting begins anew.
    pub fn forget(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_in_a_quarter_of_an_hour_and_then_no_more_until_the_first_is_old() {
        let start = Instant::now();
        let mut restarts = Restarts::default();
        let minutes = [0, 1, 2, 3, 14, 15, 15, 17];
        let let_through =
            minutes.map(|minute| restarts.may(start + Duration::from_secs(minute * 60)));
        let expected = [true, true, true, false, false, true, false, true];
        assert_eq!(let_through, expected);
    }

    #[test]
    fn counting_begins_anew_where_a_person_asked() {
        let now = Instant::now();
        let mut restarts = Restarts::default();
        assert_eq!(
            [(); 4].map(|()| restarts.may(now)),
            [true, true, true, false]
        );
        restarts.forget();
        assert!(restarts.may(now));
    }
}
