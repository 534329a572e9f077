//! Whether a conversation must be shortened before the next request of its turn.
//!
//! Owns the decision, the bound of tries and what the person is told when nothing helps. Never
//! asks a model itself.

use tokio_util::sync::CancellationToken;

use super::compaction::{Shortened, Why};
use super::ending::Ending;
use super::flush::{FlushCause, flush};
use super::open_session::Open;
use super::room::Room;
use super::turn::{Turn, TurnError};
use crate::clock::Ms;
use crate::config::MemoryFlush;
use crate::error::{Problem, params};
use crate::model::is_practice;
use crate::session::Stop;

/// After two tries that came to nothing Cove tries again by itself only then, as long as the
/// conversation still fits.
const REST: Ms = 30 * 60_000;
/// What “keep the last messages” keeps where nobody says how many.
pub(super) const KEEP_LAST: usize = 20;

/// What is to be done before a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Nothing.
    Go,
    /// Save notes.
    Flush,
    /// Shorten.
    Compact,
    /// Nothing more can be tried and it does not fit.
    Choose,
}

/// What the decision depends on.
#[derive(Debug, Clone, Copy)]
struct Pressure {
    /// Cove shortens by itself.
    enabled: bool,
    /// The next request, tokens.
    size: u64,
    /// Marks and the largest that fits, tokens; notes are saved at a mark of their own, or not.
    flush: Option<u64>,
    start: u64,
    fits: u64,
    /// Much was written since the last compaction, however few tokens it is.
    heavy: bool,
    /// Nothing was asked in this turn yet.
    first: bool,
    /// Tries left in this turn.
    tries: usize,
    /// Two tries came to nothing a short while ago.
    resting: bool,
}

impl Pressure {
    fn step(self) -> Step {
        let fits = self.size <= self.fits;
        match self {
            // The provider knows best whether it fits.
            Self { enabled: false, .. } => Step::Go,
            _ if self.size < self.start => match self.flush {
                Some(mark) if self.first && (self.heavy || self.size >= mark) => Step::Flush,
                _ => Step::Go,
            },
            Self { tries: 0, .. } if fits => Step::Go,
            Self { tries: 0, .. } => Step::Choose,
            Self { resting: true, .. } if fits => Step::Go,
            _ => Step::Compact,
        }
    }
}

impl Turn<'_> {
    /// Looks at the size of the next request and makes room for it. An ending where the turn
    /// can't go on. `first`: nothing was asked in it yet.
    pub(super) async fn make_room(
        &mut self,
        open: &mut Open,
        system: &str,
        first: bool,
        cancel: &CancellationToken,
    ) -> Result<Option<Ending>, TurnError> {
        if self.chain.first().is_none_or(is_practice) {
            return Ok(None);
        }
        let room = Room::of(self);
        let now = self.parts.clock.now_ms();
        let config = self.parts.config.current();
        let settings = &config.agents.defaults;
        let pressure = Pressure {
            enabled: settings.compaction.enabled,
            size: self.measure(open, &self.request(open, system)).size.tokens,
            flush: room.marks.flush,
            start: room.marks.compaction,
            fits: room.fits,
            heavy: is_heavy(open, &settings.compaction.memory_flush),
            first,
            tries: self.tries,
            resting: open.rests_until > now,
        };
        match pressure.step() {
            Step::Go => Ok(None),
            Step::Flush => {
                let why = (FlushCause::Compaction, self.purse.payer);
                flush(self.parts, self.lane, open, why, cancel).await;
                Ok(None)
            }
            Step::Choose => self.no_room(open, "compaction-tried").map(Some),
            Step::Compact => {
                let why = match self.compact(open, system, &Why::Mark, cancel).await? {
                    Shortened::Done(told) => {
                        self.tell_of(&told);
                        return Ok(None);
                    }
                    // The call that follows sees the stop.
                    Shortened::Stopped => return Ok(None),
                    Shortened::Unpaid(_) if pressure.size <= pressure.fits => return Ok(None),
                    Shortened::Unpaid(why) => return self.unpaid(open, why).map(Some),
                    Shortened::Nothing { .. } => Problem::new("compaction-nothing-older"),
                    Shortened::Failed(why) => why,
                };
                open.rests_until = now + REST;
                if pressure.size > pressure.fits {
                    return self.no_room(open, &why.code).map(Some);
                }
                self.notices.push(choice("compaction-choice", &why.code));
                Ok(None)
            }
        }
    }

    /// The provider refused the request as too long: shortens once; an ending where that did not
    /// help.
    pub(super) async fn overflowed(
        &mut self,
        open: &mut Open,
        system: &str,
        cancel: &CancellationToken,
    ) -> Result<Option<Ending>, TurnError> {
        let enabled = self
            .parts
            .config
            .current()
            .agents
            .defaults
            .compaction
            .enabled;
        if !enabled || std::mem::replace(&mut self.overflowed, true) || self.tries == 0 {
            return self.no_room(open, "model-overflow").map(Some);
        }
        match self.compact(open, system, &Why::Overflow, cancel).await? {
            Shortened::Done(told) => {
                self.tell_of(&told);
                Ok(None)
            }
            Shortened::Stopped => Ok(None),
            Shortened::Unpaid(why) => self.unpaid(open, why).map(Some),
            Shortened::Nothing { .. } => self.no_room(open, "compaction-nothing-older").map(Some),
            Shortened::Failed(why) => self.no_room(open, &why.code).map(Some),
        }
    }

    fn tell_of(&mut self, told: &super::compaction_record::Told) {
        let config = self.parts.config.current();
        if config.agents.defaults.compaction.notify_user {
            self.notices
                .push(Problem::with("compaction-notice", told.params()));
        }
    }

    /// The turn ends here; the person chooses how the conversation goes on.
    fn no_room(&self, open: &mut Open, why: &str) -> Result<Ending, TurnError> {
        let problem = choice("compaction-no-room", why);
        self.append_note_answer(open, Stop::Error, &problem)?;
        Ok(Ending::Failed(problem))
    }
}

fn is_heavy(open: &Open, settings: &MemoryFlush) -> bool {
    let most = settings.force_flush_transcript_bytes;
    let written = open
        .transcript
        .entries()
        .iter()
        .map(|entry| entry.raw.len() as u64);
    most > 0 && written.sum::<u64>() >= most
}

/// The choice the person has, with the reason as a code.
fn choice(code: &str, why: &str) -> Problem {
    Problem::with(
        code,
        params([("why", why.into()), ("keep", KEEP_LAST.into())]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALM: Pressure = Pressure {
        enabled: true,
        size: 100,
        flush: Some(176),
        start: 180,
        fits: 196,
        heavy: false,
        first: true,
        tries: 2,
        resting: false,
    };

    fn check(pressure: Pressure, expected: Step) {
        assert_eq!(pressure.step(), expected, "{pressure:?}");
    }

    #[test]
    fn notes_are_saved_at_their_mark_and_only_before_the_first_request() {
        check(CALM, Step::Go);
        check(Pressure { size: 176, ..CALM }, Step::Flush);
        check(
            Pressure {
                size: 176,
                first: false,
                ..CALM
            },
            Step::Go,
        );
        check(
            Pressure {
                size: 176,
                enabled: false,
                ..CALM
            },
            Step::Go,
        );
        check(
            Pressure {
                size: 176,
                flush: None,
                ..CALM
            },
            Step::Go,
        );
    }

    #[test]
    fn notes_are_saved_where_much_was_written_in_few_tokens() {
        check(
            Pressure {
                heavy: true,
                ..CALM
            },
            Step::Flush,
        );
        check(
            Pressure {
                heavy: true,
                first: false,
                ..CALM
            },
            Step::Go,
        );
        check(
            Pressure {
                heavy: true,
                flush: None,
                ..CALM
            },
            Step::Go,
        );
    }

    #[test]
    fn at_the_mark_it_is_shortened_also_inside_a_turn() {
        check(
            Pressure {
                size: 179,
                first: false,
                ..CALM
            },
            Step::Go,
        );
        check(Pressure { size: 180, ..CALM }, Step::Compact);
        check(
            Pressure {
                size: 180,
                first: false,
                ..CALM
            },
            Step::Compact,
        );
        check(
            Pressure {
                size: 500,
                first: false,
                ..CALM
            },
            Step::Compact,
        );
        check(
            Pressure {
                size: 500,
                enabled: false,
                ..CALM
            },
            Step::Go,
        );
    }

    #[test]
    fn after_the_tries_of_a_turn_it_goes_on_while_it_fits_and_never_tries_again() {
        let tried = Pressure { tries: 0, ..CALM };
        check(Pressure { size: 196, ..tried }, Step::Go);
        check(Pressure { size: 197, ..tried }, Step::Choose);
        let resting = Pressure {
            resting: true,
            ..CALM
        };
        check(
            Pressure {
                size: 196,
                ..resting
            },
            Step::Go,
        );
        check(
            Pressure {
                size: 197,
                ..resting
            },
            Step::Compact,
        );
    }
}
