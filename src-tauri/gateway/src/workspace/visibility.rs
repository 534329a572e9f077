//! Who may see and change which file (design.md §5 and §7).
//!
//! Owns the one answer: the prompt is assembled by it and the tool runner asks it. Pure; takes
//! resolved paths ([`super::Workspace::resolve`]), so that a link can't rename a file.

use super::RelPath;
use crate::error::{Coded, Params};

/// What kind of turn it is; decides what it sees and what its tools may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TurnClass {
    /// The main session, talking with its person.
    MainChat,
    /// The main session, a heartbeat.
    MainBeat,
    /// A heartbeat with `lightContext`.
    LightBeat,
    /// A job's own run.
    Isolated {
        /// The person let it read MEMORY.md.
        may_read_memory: bool,
    },
    /// A group, a topic, or a direct message of somebody who is not an owner.
    Guest,
    /// A helper the agent started.
    Subagent,
    /// Started by a hook; as a job's own run without MEMORY.md.
    Hook,
}

/// The files that enter prompts, in the order they stand there.
pub const BOOTSTRAP: [&str; 8] = [
    "AGENTS.md",
    "SOUL.md",
    "IDENTITY.md",
    "TOOLS.md",
    "USER.md",
    "TODO.md",
    "MEMORY.md",
    "HEARTBEAT.md",
];
/// The rules and the character of the agent: changed with a notice in the main session, never by
/// what runs apart. BOOTSTRAP.md and BOOT.md of imported homes are instructions as well.
const CHARACTER: [&str; 8] = [
    "AGENTS.md",
    "SOUL.md",
    "IDENTITY.md",
    "TOOLS.md",
    "USER.md",
    "HEARTBEAT.md",
    "BOOTSTRAP.md",
    "BOOT.md",
];
const MEMORY: &str = "MEMORY.md";
/// What guests read and write.
const SHARED: &str = "shared/";

/// The files that enter the prompt of this class (design.md §5), in order.
pub fn prompt_files(class: TurnClass) -> &'static [&'static str] {
    match class {
        TurnClass::MainChat => &BOOTSTRAP[..7],
        TurnClass::MainBeat => &BOOTSTRAP,
        TurnClass::LightBeat => &BOOTSTRAP[7..],
        TurnClass::Isolated {
            may_read_memory: true,
        } => &BOOTSTRAP[..7],
        TurnClass::Isolated {
            may_read_memory: false,
        }
        | TurnClass::Hook => &BOOTSTRAP[..6],
        TurnClass::Guest => &BOOTSTRAP[..4],
        TurnClass::Subagent => &["AGENTS.md", "TOOLS.md"],
    }
}

/// Whether the tails of today's and yesterday's notes enter the prompt.
pub fn wants_daily_notes(class: TurnClass) -> bool {
    matches!(class, TurnClass::MainChat | TurnClass::MainBeat)
}

/// Why a turn may not touch a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// MEMORY.md is for the main conversation.
    #[error("MEMORY.md is private to the main conversation and can't be used here")]
    Memory,
    /// The agent's rules and character are not changed from here.
    #[error("this file can only be changed from the main conversation")]
    Character,
    /// Others take part: only the prompt's files and `shared/` are open.
    #[error("this conversation can only use files in shared/")]
    Guest,
}

impl Coded for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Memory => "file-memory-private",
            Self::Character => "file-character",
            Self::Guest => "file-guest",
        }
    }

    fn params(&self) -> Params {
        Params::new()
    }
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It may.
    Yes,
    /// It may, and the person is told, with Undo.
    YesWithNotice,
    /// It may not.
    No(Refusal),
}

/// Whether a turn of this class may read `path`.
pub fn may_read(class: TurnClass, path: &RelPath) -> Decision {
    let memory = names(path, &[MEMORY]);
    match class {
        TurnClass::MainChat
        | TurnClass::MainBeat
        | TurnClass::LightBeat
        | TurnClass::Isolated {
            may_read_memory: true,
        } => Decision::Yes,
        TurnClass::Isolated { .. } | TurnClass::Hook | TurnClass::Subagent if memory => {
            Decision::No(Refusal::Memory)
        }
        TurnClass::Isolated { .. } | TurnClass::Hook | TurnClass::Subagent => Decision::Yes,
        TurnClass::Guest if shared(path) || names(path, prompt_files(class)) => Decision::Yes,
        TurnClass::Guest => Decision::No(Refusal::Guest),
    }
}

/// Whether a turn of this class may change `path`.
pub fn may_write(class: TurnClass, path: &RelPath) -> Decision {
    let character = names(path, &CHARACTER);
    match class {
        TurnClass::MainChat | TurnClass::MainBeat | TurnClass::LightBeat if character => {
            Decision::YesWithNotice
        }
        TurnClass::MainChat | TurnClass::MainBeat | TurnClass::LightBeat => Decision::Yes,
        TurnClass::Isolated { .. } | TurnClass::Hook | TurnClass::Subagent => {
            if names(path, &[MEMORY]) {
                Decision::No(Refusal::Memory)
            } else if character {
                Decision::No(Refusal::Character)
            } else {
                Decision::Yes
            }
        }
        TurnClass::Guest if shared(path) => Decision::Yes,
        TurnClass::Guest => Decision::No(Refusal::Guest),
    }
}

/// One spelling for names that a system may take for the same file.
fn fold(name: &str) -> String {
    name.to_uppercase().to_lowercase()
}

fn names(path: &RelPath, list: &[&str]) -> bool {
    let folded = fold(path.as_str());
    list.iter().any(|name| fold(name) == folded)
}

/// Exactly as written: where case does not count, `Shared/` is a folder Cove did not open.
fn shared(path: &RelPath) -> bool {
    path.as_str().starts_with(SHARED)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const RUN: TurnClass = TurnClass::Isolated {
        may_read_memory: false,
    };
    const RUN_WITH_MEMORY: TurnClass = TurnClass::Isolated {
        may_read_memory: true,
    };

    /// One row of design.md §5: AGENTS SOUL IDENTITY TOOLS, USER, TODO, MEMORY, HEARTBEAT, daily.
    fn check_prompt(class: TurnClass, row: [bool; 6]) {
        let has = |name| prompt_files(class).contains(&name);
        let four = ["AGENTS.md", "SOUL.md", "IDENTITY.md", "TOOLS.md"].map(has);
        let found = [
            four == [true; 4],
            has("USER.md"),
            has("TODO.md"),
            has("MEMORY.md"),
            has("HEARTBEAT.md"),
            wants_daily_notes(class),
        ];
        assert_eq!(found, row, "{class:?}");
        assert!(
            row[0] || four == [false; 4],
            "{class:?} has some of the four"
        );
    }

    #[test]
    fn each_class_gets_the_files_of_its_row() {
        check_prompt(TurnClass::MainChat, [true, true, true, true, false, true]);
        check_prompt(TurnClass::MainBeat, [true, true, true, true, true, true]);
        check_prompt(
            TurnClass::LightBeat,
            [false, false, false, false, true, false],
        );
        check_prompt(RUN, [true, true, true, false, false, false]);
        check_prompt(RUN_WITH_MEMORY, [true, true, true, true, false, false]);
        check_prompt(TurnClass::Hook, [true, true, true, false, false, false]);
        check_prompt(TurnClass::Guest, [true, false, false, false, false, false]);
        assert_eq!(prompt_files(TurnClass::Subagent), ["AGENTS.md", "TOOLS.md"]);
    }

    fn check(class: TurnClass, path: &str, read: Decision, write: Decision) {
        let rel = RelPath::parse(path).unwrap();
        assert_eq!(may_read(class, &rel), read, "{class:?} reads {path}");
        assert_eq!(may_write(class, &rel), write, "{class:?} writes {path}");
    }

    #[test]
    fn the_main_session_sees_all_and_tells_when_it_changes_itself() {
        use Decision::{Yes, YesWithNotice};
        for class in [
            TurnClass::MainChat,
            TurnClass::MainBeat,
            TurnClass::LightBeat,
        ] {
            for path in [
                "MEMORY.md",
                "TODO.md",
                "memory/2026-01-02.md",
                "shared/x",
                "notes/a.md",
            ] {
                check(class, path, Yes, Yes);
            }
            for path in CHARACTER {
                check(class, path, Yes, YesWithNotice);
            }
        }
    }

    #[test]
    fn a_run_sees_the_workspace_without_memory_and_leaves_the_character_alone() {
        use Decision::{No, Yes};
        for class in [RUN, TurnClass::Hook, TurnClass::Subagent] {
            check(class, "MEMORY.md", No(Refusal::Memory), No(Refusal::Memory));
            check(class, "notes/a.md", Yes, Yes);
            check(class, "TODO.md", Yes, Yes);
            check(class, "notes/MEMORY.md", Yes, Yes);
            for path in CHARACTER {
                check(class, path, Yes, No(Refusal::Character));
            }
        }
        check(RUN_WITH_MEMORY, "MEMORY.md", Yes, No(Refusal::Memory));
    }

    #[test]
    fn a_guest_has_its_prompt_and_the_shared_folder() {
        use Decision::{No, Yes};
        let guest = TurnClass::Guest;
        for path in ["AGENTS.md", "SOUL.md", "IDENTITY.md", "TOOLS.md"] {
            check(guest, path, Yes, No(Refusal::Guest));
        }
        check(guest, "shared/plan.md", Yes, Yes);
        for path in [
            "USER.md",
            "MEMORY.md",
            "TODO.md",
            "HEARTBEAT.md",
            "notes/a.md",
        ] {
            check(guest, path, No(Refusal::Guest), No(Refusal::Guest));
        }
        check(
            guest,
            "sharedx/a.md",
            No(Refusal::Guest),
            No(Refusal::Guest),
        );
        check(
            guest,
            "memory/2026-01-02.md",
            No(Refusal::Guest),
            No(Refusal::Guest),
        );
    }

    #[test]
    fn another_spelling_of_a_name_changes_nothing() {
        for path in ["memory.md", "Memory.MD", "MEMORY.md", "\u{212a}x"] {
            let rel = RelPath::parse(path).unwrap();
            let refused = may_read(RUN, &rel) == Decision::No(Refusal::Memory);
            assert_eq!(refused, path.to_lowercase() == "memory.md", "{path}");
        }
        let soul = RelPath::parse("\u{17f}oul.md").unwrap();
        assert_eq!(may_write(RUN, &soul), Decision::No(Refusal::Character));
    }
}
