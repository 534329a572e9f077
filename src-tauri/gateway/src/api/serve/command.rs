//! `command.list`.
//!
//! Owns nothing: the list is the registry's, its sentences are the catalogue's.

use std::sync::Arc;

use super::Caller;
use crate::api::command::{CommandList, CommandRow, Commands};
use crate::command::COMMANDS;
use crate::error::{Params, Problem};
use crate::gateway::Host;

pub(super) async fn list(
    host: &Arc<Host>,
    _: &Caller,
    _: CommandList,
) -> Result<Commands, Problem> {
    let (words, language) = (&host.parts.words, host.language());
    let rows = COMMANDS.iter().map(|spec| CommandRow {
        name: spec.name.to_owned(),
        aliases: spec.aliases.iter().map(|&name| name.to_owned()).collect(),
        usage: spec.takes.usage().to_owned(),
        about: words.text(language, &spec.about(), &Params::new()),
    });
    Ok(Commands {
        commands: rows.collect(),
    })
}
