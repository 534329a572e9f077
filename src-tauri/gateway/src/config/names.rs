//! Lists of names that are let in and names that are kept out, as tools are listed.
//!
//! Owns how they are read: `*` stands for any letters, large and small letters are one, what is
//! kept out wins, an empty list of what is let in lets everything in. Knows no tool by name.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Two such lists.
#[derive(Debug, Clone)]
pub struct NameRules {
    /// `None` = everything.
    allow: Option<GlobSet>,
    deny: GlobSet,
}

impl NameRules {
    /// Of the lists as they stand in the settings.
    pub fn of(allow: &[String], deny: &[String]) -> Self {
        Self {
            allow: (!allow.is_empty()).then(|| globs(allow)),
            deny: globs(deny),
        }
    }

    /// A name is let in.
    pub fn lets(&self, name: &str) -> bool {
        !self.keeps_out(name) && self.allow.as_ref().is_none_or(|allow| allow.is_match(name))
    }

    /// A name is kept out by name or pattern, whatever is let in.
    pub fn keeps_out(&self, name: &str) -> bool {
        self.deny.is_match(name)
    }
}

fn globs(patterns: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = GlobBuilder::new(pattern.trim())
            .case_insensitive(true)
            .build();
        // A pattern that is none names nothing.
        if let Ok(glob) = glob {
            set.add(glob);
        }
    }
    set.build().unwrap_or_else(|_| GlobSet::empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(allow: &[&str], deny: &[&str], name: &str, expected: bool) {
        let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let rules = NameRules::of(&owned(allow), &owned(deny));
        assert_eq!(rules.lets(name), expected, "{allow:?} {deny:?} {name}");
    }

    #[test]
    fn what_is_kept_out_wins_over_what_is_let_in() {
        check(&[], &[], "read", true);
        check(&["read"], &[], "read", true);
        check(&["read"], &[], "write", false);
        check(&[], &["write"], "write", false);
        check(&["*"], &["write"], "write", false);
        check(&["*"], &["write"], "read", true);
    }

    #[test]
    fn patterns_stand_for_many_names_in_any_letters() {
        check(&["memory_*"], &[], "memory_append", true);
        check(&["Read "], &[], "read", true);
        check(&[], &["*_state"], "heartbeat_state", false);
        check(&[], &["*_state"], "session_status", true);
        check(&[], &["[", "cron"], "cron", false);
        check(&["["], &[], "cron", false);
    }
}
