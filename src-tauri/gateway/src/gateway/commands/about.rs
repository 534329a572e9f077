//! Commands that only look: the help, the list, who one is.
//!
//! Owns how the help is laid out. Changes nothing.

use super::{Asked, Reply, not_allowed};
use crate::command::{COMMANDS, Group, Spec};
use crate::error::params;

/// The commands of a menu, for somebody who has just arrived.
pub(super) fn help(asked: &Asked) -> Reply {
    let lines = usable(asked).filter(|spec| spec.native);
    let lines: Vec<String> = lines.map(|spec| line(asked, spec)).collect();
    let text = [
        asked.plain("command-help-intro"),
        lines.join("\n"),
        asked.plain("command-help-more"),
    ];
    Reply::say(text.join("\n\n"))
}

/// Every command, under its heading.
pub(super) fn commands(asked: &Asked) -> Reply {
    let groups = Group::ALL.into_iter().filter_map(|group| {
        let lines = usable(asked).filter(|spec| spec.group == group);
        let lines: Vec<String> = lines.map(|spec| line(asked, spec)).collect();
        let heading = asked.plain(group.heading());
        (!lines.is_empty()).then(|| format!("**{heading}**\n{}", lines.join("\n")))
    });
    Reply::say(groups.collect::<Vec<_>>().join("\n\n"))
}

/// Who the person is here.
pub(super) fn whoami(asked: &Asked) -> Reply {
    let message = &asked.row.message;
    let told = params([
        ("sender", message.sender.clone().into()),
        ("channel", message.route.channel.as_str().into()),
        ("owner", message.owner.to_string().into()),
        ("key", asked.row.key.to_string().into()),
    ]);
    Reply::say(asked.text("command-whoami-answer", &told))
}

/// What this person may use here.
fn usable(asked: &Asked) -> impl Iterator<Item = &'static Spec> {
    COMMANDS
        .iter()
        .filter(|spec| not_allowed(spec, &asked.row).is_none())
}

fn line(asked: &Asked, spec: &Spec) -> String {
    let usage = spec.takes.usage();
    let space = if usage.is_empty() { "" } else { " " };
    let about = asked.plain(&spec.about());
    format!("/{}{space}{usage}: {about}", spec.name)
}
