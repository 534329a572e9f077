//! The one list of slash commands: what each is called, takes, and who may use it where.
//!
//! Owns names and rules, never what a command does: that is one handler in `gateway/commands`.
//! A command is added here and there, nowhere else.

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// What can I say?
    Help,
    /// Every command.
    Commands,
    /// How is everything?
    Status,
    /// What does the next message carry along?
    Context,
    /// Shorten this conversation.
    Compact,
    /// Who am I here?
    Whoami,
    /// Begin anew.
    New,
    /// The same.
    Reset,
    /// Stop the turn and skip what waits.
    Stop,
    /// Send again what may not have arrived.
    Again,
    /// Take the newest change back.
    Undo,
    /// What is at work here?
    Queue,
    /// Which model answers here.
    Model,
    /// Which models there are.
    Models,
    /// How much the model thinks here.
    Think,
    /// The line of usage under each answer, and what was spent.
    Usage,
    /// When this group is answered.
    Activation,
    /// Which conversations there are.
    Sessions,
    /// Write this conversation out.
    Export,
}

/// Under which heading a command stands in `/commands`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Looking.
    About,
    /// What is at work.
    Work,
    /// What is chosen for this conversation.
    Choices,
    /// Conversations.
    Records,
}

impl Group {
    /// In the order of the list.
    pub const ALL: [Self; 4] = [Self::About, Self::Work, Self::Choices, Self::Records];

    /// The key of its heading.
    pub fn heading(self) -> &'static str {
        match self {
            Self::About => "command-group-about",
            Self::Work => "command-group-work",
            Self::Choices => "command-group-choices",
            Self::Records => "command-group-records",
        }
    }
}

/// What may follow a command's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Nothing: with more text behind it, it is an ordinary message.
    Nothing,
    /// At most so many words; more make it an ordinary message. The second is how the help writes
    /// them.
    Words(usize, &'static str),
    /// Any text. The help writes it like this.
    Text(&'static str),
}

impl Takes {
    /// How the help writes it, empty for nothing.
    pub fn usage(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Words(_, usage) | Self::Text(usage) => usage,
        }
    }
}

/// Whether a command waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runs {
    /// At once, beside a running turn.
    Now,
    /// In the lane of its conversation, in order with the messages.
    InLane,
}

/// Who may use it, of those who may write at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody.
    Anyone,
    /// The owner.
    Owner,
}

/// Where it may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In every chat.
    Everywhere,
    /// Only where nobody else reads the answer.
    Direct,
    /// Only where several talk.
    Group,
}

/// The rules of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// Which.
    pub command: Command,
    /// Its name without the slash, `[a-z0-9_]{1,32}`.
    pub name: &'static str,
    /// Other names it is known by.
    pub aliases: &'static [&'static str],
    /// Its heading.
    pub group: Group,
    /// What may follow.
    pub takes: Takes,
    /// In a channel's menu; else it works typed.
    pub native: bool,
    /// Whether it waits.
    pub runs: Runs,
    /// Who may use it.
    pub who: Who,
    /// Where.
    pub place: Place,
    /// `/name!` is a form of it.
    pub bang: bool,
}

/// What most commands are.
const PLAIN: Spec = Spec {
    command: Command::Help,
    name: "help",
    aliases: &["start"],
    group: Group::About,
    takes: Takes::Nothing,
    native: true,
    runs: Runs::Now,
    who: Who::Anyone,
    place: Place::Everywhere,
    bang: false,
};

/// A fresh start, under two names.
const NEW: Spec = Spec {
    command: Command::New,
    name: "new",
    aliases: &[],
    group: Group::Work,
    takes: Takes::Text("[model] [text]"),
    runs: Runs::InLane,
    bang: true,
    ..PLAIN
};

/// Every command, in the order of the help.
pub const COMMANDS: &[Spec] = &[
    PLAIN,
    Spec {
        command: Command::Commands,
        name: "commands",
        aliases: &[],
        ..PLAIN
    },
    Spec {
        command: Command::Status,
        name: "status",
        aliases: &[],
        ..PLAIN
    },
    Spec {
        command: Command::Context,
        name: "context",
        aliases: &[],
        takes: Takes::Words(1, "[list|detail|json]"),
        native: false,
        who: Who::Owner,
        place: Place::Direct,
        ..PLAIN
    },
    Spec {
        command: Command::Compact,
        name: "compact",
        aliases: &[],
        group: Group::Work,
        takes: Takes::Text("[instructions|keep N]"),
        native: false,
        runs: Runs::InLane,
        who: Who::Owner,
        ..PLAIN
    },
    Spec {
        command: Command::Whoami,
        name: "whoami",
        aliases: &["id"],
        ..PLAIN
    },
    NEW,
    Spec {
        command: Command::Reset,
        name: "reset",
        ..NEW
    },
    Spec {
        command: Command::Stop,
        name: "stop",
        aliases: &[],
        group: Group::Work,
        ..PLAIN
    },
    Spec {
        command: Command::Again,
        name: "again",
        aliases: &[],
        group: Group::Work,
        ..PLAIN
    },
    Spec {
        command: Command::Undo,
        name: "undo",
        aliases: &[],
        group: Group::Work,
        who: Who::Owner,
        ..PLAIN
    },
    Spec {
        command: Command::Queue,
        name: "queue",
        aliases: &[],
        group: Group::Work,
        ..PLAIN
    },
    Spec {
        command: Command::Model,
        name: "model",
        aliases: &[],
        group: Group::Choices,
        takes: Takes::Words(2, "[list|name]"),
        who: Who::Owner,
        ..PLAIN
    },
    Spec {
        command: Command::Models,
        name: "models",
        aliases: &[],
        group: Group::Choices,
        who: Who::Owner,
        place: Place::Direct,
        ..PLAIN
    },
    Spec {
        command: Command::Think,
        name: "think",
        aliases: &["t", "thinking"],
        group: Group::Choices,
        takes: Takes::Words(1, "[level]"),
        who: Who::Owner,
        ..PLAIN
    },
    Spec {
        command: Command::Usage,
        name: "usage",
        aliases: &[],
        group: Group::Choices,
        takes: Takes::Words(1, "[off|tokens|full|cost]"),
        who: Who::Owner,
        ..PLAIN
    },
    Spec {
        command: Command::Activation,
        name: "activation",
        aliases: &[],
        group: Group::Choices,
        takes: Takes::Words(1, "[mention|always|default]"),
        who: Who::Owner,
        place: Place::Group,
        ..PLAIN
    },
    Spec {
        command: Command::Sessions,
        name: "sessions",
        aliases: &[],
        group: Group::Records,
        who: Who::Owner,
        place: Place::Direct,
        ..PLAIN
    },
    Spec {
        command: Command::Export,
        name: "export",
        aliases: &[],
        group: Group::Records,
        who: Who::Owner,
        place: Place::Direct,
        ..PLAIN
    },
];

impl Command {
    /// Its rules.
    pub fn spec(self) -> &'static Spec {
        COMMANDS
            .iter()
            .find(|spec| spec.command == self)
            .unwrap_or(&PLAIN)
    }
}

impl Spec {
    /// The key of the sentence that says what it does.
    pub fn about(&self) -> String {
        format!("command-{}", self.name)
    }
}

/// The command of a name or another name, lower case.
pub fn named(name: &str) -> Option<&'static Spec> {
    COMMANDS
        .iter()
        .find(|spec| spec.name == name || spec.aliases.contains(&name))
}

/// How alike a mistyped name is to one that was meant, 0 to 1.
const ALIKE: f64 = 0.85;

/// The name that was probably meant: the nearest one, or one that begins so.
pub fn nearest(name: &str) -> Option<&'static str> {
    let names = COMMANDS
        .iter()
        .flat_map(|spec| std::iter::once(spec.name).chain(spec.aliases.iter().copied()));
    let alike = |known: &&'static str| strsim::jaro_winkler(name, known);
    let best = names.max_by(|one, other| alike(one).total_cmp(&alike(other)))?;
    (name.len() > 1 && alike(&best) >= ALIKE).then_some(best)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_mistyped_name_is_near_the_one_that_was_meant() {
        for (typed, meant) in [
            ("stauts", Some("status")),
            ("hlep", Some("help")),
            ("modell", Some("model")),
            ("comapct", Some("compact")),
            ("weather", None),
            ("x", None),
        ] {
            assert_eq!(nearest(typed), meant, "{typed}");
        }
    }

    #[test]
    fn every_command_has_rules_and_no_name_is_used_twice() {
        let mut names = BTreeSet::new();
        for spec in COMMANDS {
            assert_eq!(spec.command.spec(), spec, "{}", spec.name);
            for name in spec.aliases.iter().chain([&spec.name]) {
                assert!(names.insert(*name), "{name} is used twice");
                let fits = name.len() <= 32
                    && name
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
                assert!(fits, "{name} is no name Telegram takes");
            }
        }
    }
}
