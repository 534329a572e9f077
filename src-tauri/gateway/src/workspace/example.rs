//! What an empty file could say.
//!
//! Owns the examples that are offered, and when: while a file says nothing of its own. Writes
//! nothing; inserting one is a person's choice.

use super::{RelPath, template};
use crate::words::Language;

macro_rules! examples {
    ($($name:literal),* $(,)?) => {
        /// Name, English text, Chinese text.
        const EXAMPLES: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("examples/en/", $name)),
            include_str!(concat!("examples/zh-CN/", $name)),
        )),*];
    };
}

examples!("HEARTBEAT.md", "TODO.md", "MEMORY.md", "USER.md", "day.md");

/// Stands for every daily note.
const DAY: &str = "day.md";

/// An example for this file while `text` says nothing; where there is none, the text Cove starts
/// it with. `None` for a file that says something, or that nothing is known of.
pub fn example(path: &RelPath, text: &str, language: Language) -> Option<&'static str> {
    let name = match is_day(path.as_str()) {
        true => DAY,
        false => path.as_str(),
    };
    let start = template(name, language);
    let fresh = Language::ALL
        .into_iter()
        .any(|language| template(name, language) == Some(text));
    if !is_blank(text) && !fresh {
        return None;
    }
    let found = EXAMPLES.iter().find(|(known, ..)| *known == name);
    let found = found.map(|(_, english, chinese)| match language {
        Language::English => *english,
        Language::Chinese => *chinese,
    });
    // A file that holds Cove's own text already is not offered the same again.
    found.or(start.filter(|_| !fresh))
}

/// Blank lines and headings only.
pub fn is_blank(text: &str) -> bool {
    text.lines().all(|line| {
        let line = line.trim();
        line.is_empty() || line.starts_with('#')
    })
}

/// `memory/2026-03-11.md`.
fn is_day(path: &str) -> bool {
    let day = path.strip_prefix("memory/");
    let day = day.and_then(|name| name.strip_suffix(".md"));
    day.is_some_and(|day| day.parse::<chrono::NaiveDate>().is_ok())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(path: &str, text: &str, offered: bool) {
        let path = RelPath::parse(path).unwrap();
        for language in Language::ALL {
            assert_eq!(example(&path, text, language).is_some(), offered, "{path}");
        }
    }

    #[test]
    fn an_example_is_offered_while_a_file_says_nothing() {
        check("MEMORY.md", "", true);
        check("MEMORY.md", "# What stays true\n\n", true);
        check("MEMORY.md", "# What stays true\n- tea\n", false);
        check("SOUL.md", "", true);
        check("trip.md", "", false);
        check("memory/2026-03-11.md", "", true);
        check("memory/plan.md", "", false);
    }

    #[test]
    fn a_file_as_cove_made_it_says_nothing_yet() {
        for language in Language::ALL {
            check("USER.md", template("USER.md", language).unwrap(), true);
            check("SOUL.md", template("SOUL.md", language).unwrap(), false);
        }
    }

    #[test]
    fn an_example_is_not_itself_empty() {
        for (_, english, chinese) in EXAMPLES {
            assert!(!is_blank(english) && !is_blank(chinese));
        }
    }
}
