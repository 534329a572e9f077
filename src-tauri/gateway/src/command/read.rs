//! Reading what a person typed (pure).
//!
//! Owns the spellings: `/cmd args`, `/cmd: args`, `/cmd@bot args`, `/cmd!`, any case. A sentence
//! or a path that happens to begin with a slash stays an ordinary message.

use super::registry::{Command, Runs, Takes, named};

/// A command as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invocation {
    /// Which.
    pub command: Command,
    /// What followed, as it was written.
    pub arguments: String,
    /// With an exclamation mark.
    pub bang: bool,
}

/// What a text that begins with a slash is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A command.
    Command(Invocation),
    /// A lone word behind a slash that is no command: said so, not sent to the model.
    Unknown(String),
}

impl Typed {
    /// It ends what waits in its conversation.
    pub fn stops(&self) -> bool {
        matches!(self, Self::Command(typed) if typed.command == Command::Stop)
    }

    /// It waits in its lane, in order with the messages.
    pub fn runs_in_lane(&self) -> bool {
        matches!(self, Self::Command(typed) if typed.command.spec().runs == Runs::InLane)
    }
}

/// Reads a command. `None` = an ordinary message.
pub fn read(text: &str) -> Option<Typed> {
    let rest = text.trim().strip_prefix('/')?;
    let (head, arguments) = rest
        .split_once(char::is_whitespace)
        .map_or((rest, ""), |(head, arguments)| (head, arguments.trim()));
    let (head, behind) = head.split_once(':').unwrap_or((head, ""));
    let arguments = format!("{behind} {arguments}").trim().to_owned();
    let (head, marked) = unmarked(head);
    let head = head.split_once('@').map_or(head, |(name, _)| name);
    let (head, marked_too) = unmarked(head);
    let (name, bang) = (head.to_lowercase(), marked || marked_too);
    if let Some(spec) = named(&name).filter(|spec| spec.bang || !bang) {
        let words = arguments.split_whitespace().count();
        let fits = match spec.takes {
            Takes::Nothing => words == 0,
            Takes::Words(most, _) => words <= most,
            Takes::Text(_) => true,
        };
        return fits.then_some(Typed::Command(Invocation {
            command: spec.command,
            arguments,
            bang,
        }));
    }
    let lone = arguments.is_empty()
        && !name.is_empty()
        && name
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || character == '_');
    lone.then_some(Typed::Unknown(name))
}

/// The same with the words of a person's own that begin a conversation anew
/// (`session.resetTriggers`): the whole text, or the trigger and a blank, any case.
pub fn read_triggered(text: &str, triggers: &[String]) -> Option<Typed> {
    let own = triggers.iter().find_map(|trigger| {
        let (trigger, text) = (trigger.trim(), text.trim());
        let head = text.get(..trigger.len())?;
        let rest = &text[trigger.len()..];
        let whole = rest.is_empty() || rest.starts_with(char::is_whitespace);
        (!trigger.is_empty() && whole && head.eq_ignore_ascii_case(trigger)).then(|| rest.trim())
    });
    match own {
        Some(rest) => Some(Typed::Command(Invocation {
            command: Command::New,
            arguments: rest.to_owned(),
            bang: false,
        })),
        None => read(text),
    }
}

fn unmarked(head: &str) -> (&str, bool) {
    head.strip_suffix('!')
        .map_or((head, false), |head| (head, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(command: Command, arguments: &str) -> Option<Typed> {
        Some(Typed::Command(Invocation {
            command,
            arguments: arguments.to_owned(),
            bang: false,
        }))
    }

    fn check(text: &str, expected: Option<Typed>) {
        assert_eq!(read(text), expected, "{text}");
    }

    #[test]
    fn a_conversation_begins_anew_by_commands_and_by_a_persons_own_words() {
        let triggers = ["fresh start".to_owned(), String::new()];
        let check = |text: &str, expected| {
            assert_eq!(read_triggered(text, &triggers), expected, "{text}");
        };
        check("Fresh Start", command(Command::New, ""));
        check("fresh start opus hi", command(Command::New, "opus hi"));
        check("fresh starts are good", None);
        check("/new opus", command(Command::New, "opus"));
        check("/reset", command(Command::Reset, ""));
        check("你好", None);
        let bang = Invocation {
            command: Command::New,
            arguments: "hi".into(),
            bang: true,
        };
        check("/new! hi", Some(Typed::Command(bang)));
    }

    #[test]
    fn a_command_is_known_in_every_spelling_and_a_message_stays_one() {
        check("/stop", command(Command::Stop, ""));
        check(" /STOP@wren_bot ", command(Command::Stop, ""));
        check("/status:", command(Command::Status, ""));
        check("/start", command(Command::Help, ""));
        check("/id", command(Command::Whoami, ""));
        check("/frobnicate", Some(Typed::Unknown("frobnicate".into())));
        check("/model gpt-5", command(Command::Model, "gpt-5"));
        check("/think@wren_bot: HIGH", command(Command::Think, "HIGH"));
        check("/think:high", command(Command::Think, "high"));
        check("/t low", command(Command::Think, "low"));
        check("/usage full", command(Command::Usage, "full"));
        check("/usage of the car was high", None);
        check("/think about this for a moment", None);
        check("/help!", Some(Typed::Unknown("help".into())));
        check("/etc/hosts is a file", None);
        check("/help me with this letter", None);
        check("stop", None);
        check("/", None);
        check("/@wren_bot", None);
        check("/你好", None);
    }
}
