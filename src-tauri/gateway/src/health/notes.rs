//! Whether the agent's own files can be read, and read whole.
//!
//! Owns the look at the files of a prompt. The bounds are the prompt's own, so what is told here
//! is what the agent does not see.

use super::check::{View, ViewAgent};
use super::finding::{Finding, Remedy, Severity};
use crate::workspace::{
    BOOTSTRAP, FileError, LeftReason, Loaded, PromptState, RelPath, TurnClass, Workspace, assemble,
};

pub(super) fn check(view: &View, agent: &ViewAgent, found: &mut Vec<Finding>) {
    let workspace = match &agent.workspace {
        Ok(workspace) => workspace,
        Err(problem) => {
            let gone = Finding::new("files-unopened", Severity::Error, agent.id.as_str());
            found.push(
                gone.of(&agent.id)
                    .with("problem", serde_json::json!(problem)),
            );
            return;
        }
    };
    let loaded = BOOTSTRAP.iter().map(|name| {
        let loaded = load(workspace, name).unwrap_or(Loaded::Unreadable);
        ((*name).to_owned(), loaded)
    });
    // HEARTBEAT.md enters only the prompt of a beat, which has all the others as well.
    for file in assemble(TurnClass::MainBeat, loaded.collect(), agent.limits) {
        let subject = view.named(&workspace.root().join(&file.name));
        let about = |code, severity| Finding::new(code, severity, subject.clone()).of(&agent.id);
        match file.state {
            PromptState::Cut => found.push(
                about("file-cut", Severity::Warning)
                    .with("raw", file.raw_chars)
                    .with("injected", file.injected_chars),
            ),
            PromptState::Left {
                reason: LeftReason::Unreadable,
            } => {
                let unreadable = about("file-unreadable", Severity::Error);
                found.push(match is_other_text(workspace, &file.name) {
                    true => unreadable.mended_by(Remedy::Text),
                    false => unreadable,
                });
            }
            PromptState::In | PromptState::Missing | PromptState::Left { .. } => {}
        }
    }
}

fn load(workspace: &Workspace, name: &str) -> Result<Loaded, FileError> {
    let path = workspace.resolve(&RelPath::parse(name)?)?;
    Ok(match workspace.read(&path)? {
        None => Loaded::Missing,
        Some(bytes) => String::from_utf8(bytes).map_or(Loaded::Unreadable, Loaded::Text),
    })
}

/// It is there and can be opened, only not as the text it should be.
fn is_other_text(workspace: &Workspace, name: &str) -> bool {
    let Ok(path) = RelPath::parse(name) else {
        return false;
    };
    matches!(workspace.read(&path), Ok(Some(bytes)) if std::str::from_utf8(&bytes).is_err())
}
