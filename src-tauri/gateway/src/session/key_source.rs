//! What a canonical key says: where its conversation takes place.
//!
//! Owns reading the part behind `agent:<id>:` (field-reference.md §3). Never changes a spelling.

/// Where a conversation takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source<'a> {
    /// The owner's: `main`, or another single word.
    Own(&'a str),
    /// A direct chat; channel and account only as far as the key tells them apart.
    Direct {
        /// The channel.
        channel: Option<&'a str>,
        /// The account of the channel.
        account: Option<&'a str>,
        /// The person.
        peer: &'a str,
    },
    /// A group or a channel of many.
    Group {
        /// The channel.
        channel: &'a str,
        /// The group.
        id: &'a str,
    },
    /// A job.
    Job {
        /// Its id.
        job: &'a str,
    },
    /// One run of a job.
    Run {
        /// The job's id.
        job: &'a str,
        /// The run's id.
        run: &'a str,
    },
    /// A helper of the agent's own.
    Subagent,
    /// A hook.
    Hook,
    /// Anything else.
    Other,
}

impl<'a> Source<'a> {
    /// Reads what stands behind `agent:<id>:`, without topic or thread.
    pub(super) fn of(rest: &'a str) -> Self {
        let rest = rest.split(":former:").next().unwrap_or(rest);
        match rest.split_once(':') {
            None if rest == "unknown" => Self::Other,
            None => Self::Own(rest),
            Some(("cron", job)) => match job.split_once(":run:") {
                Some((job, run)) => Self::Run { job, run },
                None => Self::Job { job },
            },
            Some(("subagent", _)) => Self::Subagent,
            Some(("hook", _)) => Self::Hook,
            Some(("direct", peer)) => Self::Direct {
                channel: None,
                account: None,
                peer,
            },
            Some((channel, tail)) => Self::in_channel(channel, tail),
        }
    }

    fn in_channel(channel: &'a str, tail: &'a str) -> Self {
        match tail.split_once(':') {
            Some(("direct", peer)) => Self::Direct {
                channel: Some(channel),
                account: None,
                peer,
            },
            Some(("group" | "channel", id)) => Self::Group { channel, id },
            Some((account, person)) => match person.split_once(':') {
                Some(("direct", peer)) => Self::Direct {
                    channel: Some(channel),
                    account: Some(account),
                    peer,
                },
                _ => Self::Other,
            },
            None => Self::Other,
        }
    }
}

/// Cuts the topic or thread off, at the last of both words.
pub(super) fn split_thread(rest: &str) -> (&str, Option<&str>) {
    let rest = rest.split(":former:").next().unwrap_or(rest);
    let mark = [":topic:", ":thread:"]
        .into_iter()
        .filter_map(|word| Some((rest.rfind(word)?, word)))
        .max();
    match mark {
        Some((at, word)) => (&rest[..at], Some(&rest[at + word.len()..])),
        None => (rest, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::SessionKey;

    fn check(text: &str, source: Source<'_>, thread: Option<&str>) {
        let key = SessionKey::parse(text, "main");
        assert_eq!((key.source(), key.thread()), (source, thread), "{text}");
    }

    #[test]
    fn a_key_tells_where_its_conversation_takes_place() {
        let direct = |channel, account, peer| Source::Direct {
            channel,
            account,
            peer,
        };
        let group = Source::Group {
            channel: "telegram",
            id: "-100",
        };
        check("", Source::Own("main"), None);
        check("main:thread:7", Source::Own("main"), Some("7"));
        check("direct:5", direct(None, None, "5"), None);
        check(
            "telegram:direct:5:thread:8",
            direct(Some("telegram"), None, "5"),
            Some("8"),
        );
        check(
            "telegram:work:direct:a:b",
            direct(Some("telegram"), Some("work"), "a:b"),
            None,
        );
        check("telegram:group:-100", group, None);
        check("telegram:group:-100:topic:12", group, Some("12"));
        check("cron:j", Source::Job { job: "j" }, None);
        check("cron:j:run:r", Source::Run { job: "j", run: "r" }, None);
        check("subagent:x", Source::Subagent, None);
        check("hook:x", Source::Hook, None);
        check("telegram:slash:5", Source::Other, None);
        check("telegram:group:-100:topic:12:former:x", group, Some("12"));
    }
}
