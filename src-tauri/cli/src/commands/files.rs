//! `cove files`: the agent's files and their versions.

use cove_gateway::api::workspace::{
    FileChanges, FileDiff, FileHistory, FileRead, FileRevert, WorkspaceList,
};
use cove_gateway::error::{Problem, params};

use super::Home;
use crate::args::FilesCommand;
use crate::failure::Failure;
use crate::print::{self, Printer};

/// Lists, reads, compares or reverts.
pub async fn run(
    command: FilesCommand,
    home: &Home,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let agent_id = None;
    match command {
        FilesCommand::List => {
            let found = home.ask(WorkspaceList { agent_id }).await?;
            if printer.json {
                return printer.json(&found);
            }
            print::lists::files(&found.files, printer)
        }
        FilesCommand::Read { path } => read(path, home, printer).await,
        FilesCommand::History { path } => {
            let found = home.ask(FileHistory { agent_id, path }).await?;
            if printer.json {
                return printer.json(&found);
            }
            print::lists::versions(&found.versions, printer)
        }
        FilesCommand::Changes { path, limit } => {
            let wanted = FileChanges {
                agent_id,
                path,
                limit: Some(limit),
            };
            let found = home.ask(wanted).await?;
            if printer.json {
                return printer.json(&found);
            }
            print::lists::changes(&found.changes, printer)
        }
        FilesCommand::Diff { path, from, to } => {
            let wanted = FileDiff {
                agent_id,
                path,
                from,
                to,
            };
            let found = home.ask(wanted).await?;
            if printer.json {
                return printer.json(&found);
            }
            printer.piece(&found.diff)
        }
        FilesCommand::Revert { path, version } => {
            let revert = FileRevert {
                agent_id,
                path: path.clone(),
                version,
            };
            printer.changed(&home.change(revert).await?, "cli-file-reverted", &path)
        }
    }
}

async fn read(path: String, home: &Home, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let wanted = FileRead {
        agent_id: None,
        path,
    };
    let found = home.ask(wanted).await?;
    if printer.json {
        return printer.json(&found);
    }
    if found.exists {
        return printer.raw(&found.text);
    }
    let missing = params([("path", found.path.into())]);
    let problem = Problem::with("cli-no-such-file", missing);
    Err(Failure::problem(&problem, printer.language))
}
