//! Whether it is quiet for an agent's person: then what Cove says by itself waits.
//!
//! Owns that question alone. What a person asked for at a time, and answers, do not ask it.

use super::Parts;
use crate::clock::Ms;
use crate::config::{Config, Heartbeat, Span};
use crate::heartbeat::{Home, Plan};

impl Parts {
    /// It is outside the hours of the agent's heartbeat, or one of its quiet days, whether beats are
    /// on or off.
    pub fn is_quiet(&self, agent: &str) -> bool {
        is_quiet(
            &self.config.current(),
            agent,
            self.zones(),
            self.clock.now_ms(),
        )
    }
}

fn is_quiet(config: &Config, agent: &str, zones: Home, now: Ms) -> bool {
    // Hours are hours however often beats run in them.
    let settings = Heartbeat {
        every: Span::minutes(30),
        ..config.heartbeat_settings(agent).clone()
    };
    let plan = Plan::of(&settings, zones.user, zones.host);
    // Settings that were accepted have a plan.
    plan.ok().flatten().is_some_and(|plan| !plan.is_open(now))
}
