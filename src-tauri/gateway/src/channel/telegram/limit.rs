//! How much Telegram may be asked to do: a pure decision over time.
//!
//! Owns the buckets of a bot (all chats, each chat, each group) and the pauses Telegram asked for.
//! Knows no network and never sleeps; whoever is told to wait comes again.

use std::collections::HashMap;

use crate::channel::answering::Urgency;
use crate::channel::types::{ChatType, Route};
use crate::clock::Ms;

/// How fast a bucket empties. In any stretch of time at most `burst` plus one each `every` goes.
#[derive(Debug, Clone, Copy)]
struct Rate {
    /// How many may go at once after a rest.
    burst: Ms,
    /// Then one each so many milliseconds.
    every: Ms,
}

// <https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this>
/// A message a second in a chat; Telegram lets short bursts through.
const CHAT: Rate = Rate {
    burst: 5,
    every: 1_000,
};
/// 20 a minute in a group: 4 at once and 15 in the rest of the minute.
const GROUP: Rate = Rate {
    burst: 4,
    every: 4_000,
};
/// 30 a second over all chats: 8 at once and 20 in the rest of the second.
const ALL: Rate = Rate {
    burst: 8,
    every: 50,
};
/// Chats that are remembered before those that rest are forgotten.
const REMEMBERED: usize = 1_000;

/// A bucket as the one time it is full again, monotonic ms.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    rate: Rate,
    full_at: Ms,
}

impl Bucket {
    fn new(rate: Rate) -> Self {
        Self {
            rate,
            full_at: Ms::MIN / 2,
        }
    }

    /// How long until one may go that leaves `spare` behind.
    fn wait(&self, spare: Ms, now: Ms) -> Ms {
        let room = (self.rate.burst - 1 - spare).max(0) * self.rate.every;
        (self.full_at - now - room).max(0)
    }

    fn take(&mut self, now: Ms) {
        self.full_at = self.full_at.max(now) + self.rate.every;
    }
}

#[derive(Debug)]
struct Chat {
    own: Bucket,
    group: Option<Bucket>,
    /// Telegram wants nothing for this chat before, monotonic ms.
    paused_until: Ms,
}

/// What is left of the limits of one bot. Times are the monotonic clock's.
#[derive(Debug)]
pub struct Limits {
    all: Bucket,
    chats: HashMap<String, Chat>,
    /// Telegram wants nothing at all before, monotonic ms.
    paused_until: Ms,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            all: Bucket::new(ALL),
            chats: HashMap::new(),
            paused_until: Ms::MIN / 2,
        }
    }
}

/// What is left for what is more urgent: of all, of the chat, of the group.
fn spare(urgency: Urgency) -> [Ms; 3] {
    match urgency {
        Urgency::Answer => [0, 0, 0],
        Urgency::Notice => [3, 0, 0],
        Urgency::Extra => [5, 1, 2],
    }
}

impl Limits {
    /// How long this must wait; 0 = it may go now.
    pub fn wait(&self, route: &Route, urgency: Urgency, now: Ms) -> Ms {
        let [all, own, group] = spare(urgency);
        let everywhere = self.all.wait(all, now).max(self.paused_until - now);
        let here = self.chats.get(&route.peer).map_or(0, |chat| {
            let group = chat.group.map_or(0, |bucket| bucket.wait(group, now));
            let paused = chat.paused_until - now;
            chat.own.wait(own, now).max(group).max(paused)
        });
        everywhere.max(here).max(0)
    }

    /// Something goes now. What had to go without asking leaves a debt.
    pub fn take(&mut self, route: &Route, now: Ms) {
        self.forget_resting(now);
        self.all.take(now);
        let chat = self.chat(route);
        chat.own.take(now);
        if let Some(group) = &mut chat.group {
            group.take(now);
        }
    }

    /// Telegram said “too many” for a chat. It means that chat, unless it says so of another one
    /// while the first still rests: then it means the bot.
    pub fn refused(&mut self, route: &Route, pause: Ms, now: Ms) {
        let resting =
            |(peer, chat): (&String, &Chat)| *peer != route.peer && chat.paused_until > now;
        if self.chats.iter().any(resting) {
            self.paused_until = self.paused_until.max(now + pause);
        }
        let chat = self.chat(route);
        chat.paused_until = chat.paused_until.max(now + pause);
    }

    fn chat(&mut self, route: &Route) -> &mut Chat {
        self.chats
            .entry(route.peer.clone())
            .or_insert_with(|| Chat {
                own: Bucket::new(CHAT),
                group: (route.chat_type == ChatType::Group).then(|| Bucket::new(GROUP)),
                paused_until: Ms::MIN / 2,
            })
    }

    fn forget_resting(&mut self, now: Ms) {
        if self.chats.len() < REMEMBERED {
            return;
        }
        self.chats.retain(|_, chat| {
            let full_at = chat.group.map_or(Ms::MIN, |group| group.full_at);
            full_at.max(chat.own.full_at).max(chat.paused_until) > now
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::types::ChannelKind;

    fn route(peer: &str, chat_type: ChatType) -> Route {
        Route {
            channel: ChannelKind::Telegram,
            account: "default".into(),
            peer: peer.into(),
            thread: None,
            chat_type,
        }
    }

    fn person(peer: &str) -> Route {
        route(peer, ChatType::Direct)
    }

    /// When each of so many went, each as soon as it might.
    fn times(count: usize, mut route: impl FnMut(usize) -> Route) -> Vec<Ms> {
        let (mut limits, mut now, mut went) = (Limits::default(), 0, Vec::new());
        for n in 0..count {
            let route = route(n);
            now += limits.wait(&route, Urgency::Answer, now);
            limits.take(&route, now);
            went.push(now);
        }
        went
    }

    /// The most that went within any stretch of `span` ms.
    fn most_within(times: &[Ms], span: Ms) -> usize {
        let from = |start: Ms| {
            let within = |at: &&Ms| (0..span).contains(&(**at - start));
            times.iter().filter(within).count()
        };
        times.iter().map(|start| from(*start)).max().unwrap_or(0)
    }

    #[test]
    fn a_chat_gets_a_short_burst_and_then_one_a_second() {
        let times = times(8, |_| person("5"));
        assert_eq!(times, [0, 0, 0, 0, 0, 1_000, 2_000, 3_000]);
    }

    #[test]
    fn a_group_gets_twenty_a_minute_at_most() {
        let times = times(200, |_| route("-100", ChatType::Group));
        assert_eq!(most_within(&times, 60_000), 18);
    }

    #[test]
    fn all_chats_together_get_thirty_a_second_at_most() {
        let times = times(500, |n| person(&n.to_string()));
        assert_eq!(most_within(&times, 1_000), 27);
        assert!(times[499] <= 26_000, "{}", times[499]);
    }

    #[test]
    fn notices_leave_room_for_answers_and_extras_for_both() {
        let mut limits = Limits::default();
        let waits = |limits: &Limits, peer: &str| {
            [Urgency::Answer, Urgency::Notice, Urgency::Extra]
                .map(|urgency| limits.wait(&person(peer), urgency, 0))
        };
        for n in 0..3 {
            limits.take(&person(&n.to_string()), 0);
        }
        assert_eq!(waits(&limits, "a"), [0, 0, 50]);
        for n in 3..6 {
            limits.take(&person(&n.to_string()), 0);
        }
        assert_eq!(waits(&limits, "a"), [0, 100, 200]);
        let mut limits = Limits::default();
        (0..4).for_each(|_| limits.take(&person("5"), 0));
        assert_eq!(limits.wait(&person("5"), Urgency::Answer, 0), 0);
        assert_eq!(limits.wait(&person("5"), Urgency::Extra, 0), 1_000);
    }

    #[test]
    fn too_many_pauses_that_chat_and_a_second_one_at_the_same_time_the_bot() {
        let mut limits = Limits::default();
        let wait =
            |limits: &Limits, peer: &str, now| limits.wait(&person(peer), Urgency::Answer, now);
        limits.refused(&person("1"), 7_000, 0);
        assert_eq!(wait(&limits, "1", 0), 7_000);
        assert_eq!(wait(&limits, "2", 0), 0);
        // Long after, another chat: that one only.
        limits.refused(&person("2"), 5_000, 8_000);
        assert_eq!(wait(&limits, "3", 8_000), 0);
        limits.refused(&person("3"), 9_000, 9_000);
        assert_eq!(wait(&limits, "4", 9_000), 9_000);
        assert_eq!(wait(&limits, "4", 18_000), 0);
    }

    #[test]
    fn what_went_without_asking_is_paid_for_later() {
        let mut limits = Limits::default();
        (0..8).for_each(|_| limits.take(&person("5"), 0));
        assert_eq!(limits.wait(&person("5"), Urgency::Answer, 0), 4_000);
    }

    #[test]
    fn chats_that_rest_are_forgotten() {
        let mut limits = Limits::default();
        for n in 0..5_000 {
            limits.take(&person(&n.to_string()), n * 1_000);
        }
        assert!(limits.chats.len() <= REMEMBERED);
    }
}
