//! Slash commands: what a person typed that is no message for the agent.
//!
//! Owns their names and reading them (pure). What a command does is done by the wiring.

/// A command. Each runs at once, never behind a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// What can I say?
    Help,
    /// How is everything?
    Status,
    /// Stop the turn and skip what waits.
    Stop,
    /// Send again what may not have arrived.
    Again,
    /// Who am I here?
    Whoami,
    /// Take the newest change back.
    Undo,
}

impl Command {
    /// Every command, in the order of the help.
    pub const ALL: [Self; 6] = [
        Self::Help,
        Self::Status,
        Self::Stop,
        Self::Again,
        Self::Undo,
        Self::Whoami,
    ];

    /// Its name without the slash.
    pub fn name(self) -> &'static str {
        match self {
            Self::Help => "help",
            Self::Status => "status",
            Self::Stop => "stop",
            Self::Again => "again",
            Self::Whoami => "whoami",
            Self::Undo => "undo",
        }
    }
}

/// What a text that begins with a slash is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A command.
    Command(Command),
    /// A lone word behind a slash that is no command: said so, not sent to the model.
    Unknown(String),
}

/// Reads a command: `/cmd`, `/cmd:`, `/cmd@bot`, alone in its message, any case. `None` = an
/// ordinary message.
pub fn read(text: &str) -> Option<Typed> {
    let text = text.trim();
    let word = text.strip_prefix('/')?;
    let known = match word.to_lowercase().as_str() {
        "commands" | "start" => Some(Command::Help),
        "id" => Some(Command::Whoami),
        _ => None,
    };
    if known.is_some() {
        return known.map(Typed::Command);
    }
    let name = word
        .split_once('@')
        .map_or(word, |(name, _)| name)
        .trim_end_matches(':')
        .to_lowercase();
    if let Some(command) = Command::ALL
        .into_iter()
        .find(|command| command.name() == name)
    {
        return Some(Typed::Command(command));
    }
    // A path or a sentence that happens to begin with a slash is an ordinary message.
    let lone = !name.is_empty()
        && name
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || character == '_');
    lone.then_some(Typed::Unknown(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<Typed>) {
        assert_eq!(read(text), expected, "{text}");
    }

    #[test]
    fn a_command_is_known_in_every_spelling_and_a_message_stays_one() {
        check("/stop", Some(Typed::Command(Command::Stop)));
        check(" /STOP@wren_bot ", Some(Typed::Command(Command::Stop)));
        check("/status:", Some(Typed::Command(Command::Status)));
        check("/start", Some(Typed::Command(Command::Help)));
        check("/frobnicate", Some(Typed::Unknown("frobnicate".into())));
        check("/etc/hosts is a file", None);
        check("/help me with this letter", None);
        check("stop", None);
        check("/", None);
    }
}
