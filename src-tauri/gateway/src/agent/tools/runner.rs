//! The one way to a tool.
//!
//! Owns the order: known tool, readable arguments, the class's permission on the real path, not
//! the third time, then the tool, then the bound of its answer. Never panics on what a model
//! sends: everything wrong is an answer that helps it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;

use super::once::call_key;
use super::session_status::{SessionStatus, Status};
use super::tool::{
    Answer, Effect, Hands, Tool, ToolContext, ToolOutput, Touch, Trouble, cut_chars, failed,
};
use super::{
    cron::Cron, edit::Edit, heartbeat_state::HeartbeatState, list::List,
    memory_append::MemoryAppend, message::Message, read::Read, search::Search,
    shared_state::SharedStates, write::WriteFile,
};
use crate::agent::job_desk::JobDesk;
use crate::agent::request::today;
use crate::config::{ConfigStore, NameRules};
use crate::error::{Problem, params};
use crate::model::{ToolCall, ToolSpec};
use crate::workspace::{Decision, Files, RelPath, TurnClass, may_read, may_write};

/// The most of one answer, characters.
pub const MAX_OUTPUT_CHARS: usize = 50_000;
/// States of files remembered over all conversations; the oldest go first.
const MAX_MARKS: usize = 1_024;

/// The state of each file as a conversation last saw it, so that a later `write` is merged with
/// what others wrote since, not put over it. Lost at a restart: then a write starts from the file
/// as it is, and the version before it is kept.
#[derive(Debug, Default)]
pub(super) struct ReadMarks(Mutex<Marks>);

#[derive(Debug, Default)]
struct Marks {
    at: u64,
    seen: HashMap<(String, String), (u64, String)>,
}

impl ReadMarks {
    pub(super) fn saw(&self, session_key: &str, path: &RelPath, hash: &str) {
        let Ok(mut marks) = self.0.lock() else { return };
        marks.at += 1;
        let at = marks.at;
        let key = (session_key.to_owned(), path.to_string());
        marks.seen.insert(key, (at, hash.to_owned()));
        if marks.seen.len() > MAX_MARKS {
            let half = at.saturating_sub(MAX_MARKS as u64 / 2);
            marks.seen.retain(|_, (seen, _)| *seen > half);
        }
    }

    pub(super) fn seen(&self, session_key: &str, path: &RelPath) -> Option<String> {
        let marks = self.0.lock().ok()?;
        let key = (session_key.to_owned(), path.to_string());
        marks.seen.get(&key).map(|(_, hash)| hash.clone())
    }
}

/// Runs the tools of one agent.
pub struct ToolRunner {
    files: Arc<Files>,
    status: Arc<dyn SessionStatus>,
    tools: Vec<Box<dyn Tool>>,
    marks: ReadMarks,
    /// What the person turned off stands here.
    config: Option<ConfigStore>,
}

/// A tool as the settings list it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownTool {
    /// Its name.
    pub name: &'static str,
    /// It changes something.
    pub changes: bool,
}

impl std::fmt::Debug for ToolRunner {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ToolRunner")
    }
}

impl ToolRunner {
    /// The tools on these files.
    pub fn new(files: Arc<Files>, status: Arc<dyn SessionStatus>) -> Self {
        Self {
            files,
            status: Arc::clone(&status),
            tools: vec![
                Box::new(Read),
                Box::new(WriteFile),
                Box::new(Edit),
                Box::new(List),
                Box::new(Search),
                Box::new(Status(status)),
                Box::new(MemoryAppend),
                Box::new(HeartbeatState),
                Box::new(SharedStates),
                Box::new(Message),
            ],
            marks: ReadMarks::default(),
            config: None,
        }
    }

    /// Without those that `tools.allow` and `tools.deny` leave out, as they are at each call.
    #[must_use]
    pub fn under(mut self, config: ConfigStore) -> Self {
        self.config = Some(config);
        self
    }

    /// With the tool that makes jobs.
    #[must_use]
    pub fn with_jobs(mut self, jobs: JobDesk) -> Self {
        self.tools.push(Box::new(Cron(jobs)));
        self
    }

    /// What the model is offered: the tools of its class that are not turned off. What they may
    /// touch differs too, and [`Self::run`] decides that.
    pub fn specs(&self, class: TurnClass) -> Vec<ToolSpec> {
        let rules = self.rules();
        let tools = self.tools.iter().filter(|tool| tool.open_to(class));
        let specs = tools.map(|tool| tool.spec());
        specs
            .filter(|spec| rules.as_ref().is_none_or(|rules| rules.lets(spec.name)))
            .collect()
    }

    /// All there are, those that are turned off too.
    pub fn known(&self) -> Vec<KnownTool> {
        let known = self.tools.iter().map(|tool| KnownTool {
            name: tool.spec().name,
            changes: tool.effect() == Effect::Changes,
        });
        known.collect()
    }

    fn rules(&self) -> Option<NameRules> {
        let config = self.config.as_ref()?;
        Some(config.current().tools.rules())
    }

    /// The person turned this tool off.
    fn is_off(&self, name: &str) -> bool {
        self.find(name).is_some() && self.rules().is_some_and(|rules| !rules.lets(name))
    }

    /// Whether a tool changes something; asked before it runs, as the transcript is synced then.
    /// An unknown one changes nothing: it is only answered.
    pub fn changes(&self, name: &str) -> bool {
        self.find(name)
            .is_some_and(|tool| tool.effect() == Effect::Changes)
    }

    /// Whether a call whose result was lost by a kill may simply be run again.
    pub fn idempotent(&self, name: &str) -> bool {
        !self.changes(name)
    }

    /// Whether a call whose result was lost by a kill is done once however often it is run: it
    /// takes the call's id as its key.
    pub fn keyed(&self, name: &str) -> bool {
        self.find(name).is_some_and(Tool::keyed)
    }

    /// The day it is for the person.
    fn today(&self) -> NaiveDate {
        let clock = self.files.clock();
        let zone = self.status.zone().unwrap_or_else(|| clock.zone());
        today(clock.now_ms(), &zone)
    }

    /// The conversation saw this state of a file, in its prompt say; a later `write` starts there.
    pub fn saw(&self, session_key: &str, path: &RelPath, hash: &str) {
        self.marks.saw(session_key, path, hash);
    }

    /// Runs a call of a turn of this class.
    pub async fn run(
        &self,
        class: TurnClass,
        call: &ToolCall,
        context: &mut ToolContext,
    ) -> ToolOutput {
        if self.is_off(&call.name) {
            return ToolOutput::turned_off(&call.name);
        }
        let output = match self.allowed(class, call, context.only.as_ref()).await {
            Ok((tool, notice)) => self.admitted(class, tool, notice, call, context).await,
            Err(refused) => Err(refused),
        };
        bounded(output.unwrap_or_else(ToolOutput::from))
    }

    fn find(&self, name: &str) -> Option<&dyn Tool> {
        let tool = self.tools.iter().find(|tool| tool.spec().name == name)?;
        Some(&**tool)
    }

    /// The tool, and the file whose change is to be told.
    async fn allowed(
        &self,
        class: TurnClass,
        call: &ToolCall,
        only: Option<&RelPath>,
    ) -> Result<(&dyn Tool, Option<RelPath>), Trouble> {
        let found = self.find(&call.name).filter(|tool| tool.open_to(class));
        let Some(tool) = found else {
            let names: Vec<_> = self.specs(class).iter().map(|tool| tool.name).collect();
            let why = format!(
                "There is no tool {:?}. There are: {}.",
                call.name,
                names.join(", ")
            );
            return Err(Trouble::new(why));
        };
        let touch = tool.touch(&call.arguments, self.today())?;
        if let Some(only) = only
            && tool.effect() == Effect::Changes
            && !(tool.adds() && touch == Touch::Writes(only.clone()))
        {
            let why = format!(
                "In this turn you can only add to the end of {only}, with write. Nothing else \
                 can be changed."
            );
            return Err(Trouble::new(why));
        }
        let decided = match touch {
            Touch::Nothing => return Ok((tool, None)),
            Touch::Reads(path) => self.decide(path, move |path| may_read(class, path)).await?,
            Touch::Writes(path) => {
                self.decide(path, move |path| may_write(class, path))
                    .await?
            }
            // Links are followed here too; each file below is asked about by its own path.
            Touch::Below(path) => self.decide(path, |_| Decision::Yes).await?,
        };
        match decided {
            (_, Decision::Yes) => Ok((tool, None)),
            (path, Decision::YesWithNotice) => Ok((tool, Some(path))),
            (path, Decision::No(refusal)) => Err(Trouble::new(format!("{path}: {refusal}."))),
        }
    }

    async fn decide(
        &self,
        path: RelPath,
        decide: impl Fn(&RelPath) -> Decision + Send,
    ) -> Result<(RelPath, Decision), Trouble> {
        // What it is called and what it is must both be allowed; the name first, so that nobody
        // learns by a link or an error what lies where they may not look.
        let named = decide(&path);
        if let Decision::No(_) = named {
            return Ok((path, named));
        }
        let workspace = Arc::clone(self.files.workspace());
        let real = tokio::task::spawn_blocking(move || workspace.resolve(&path)).await;
        let real = real.map_err(|_| Trouble::new("The call was stopped."))?;
        let real = real.map_err(|error| failed(&error))?;
        let decision = match decide(&real) {
            Decision::Yes => named,
            other => other,
        };
        Ok((real, decision))
    }

    async fn admitted(
        &self,
        class: TurnClass,
        tool: &dyn Tool,
        notice: Option<RelPath>,
        call: &ToolCall,
        context: &mut ToolContext,
    ) -> Answer {
        if !context.guard.admit(call) {
            return Err(Trouble::new(
                "This was asked twice already in this turn, with the same arguments; it was not \
                 run again. Use the earlier answer, try something else, or tell the person.",
            ));
        }
        if context.cancel.is_cancelled() {
            return Err(Trouble::new("Stopped by the person; not run."));
        }
        let call_id = call_key(call);
        let hands = Hands {
            files: &self.files,
            class,
            turn_id: &context.turn_id,
            session_key: &context.session_key,
            call_id: &call_id,
            today: self.today(),
            cancel: &context.cancel,
            marks: &self.marks,
            adds: context.only.is_some(),
        };
        let mut output = match tool.effect() {
            // A change is never left half told.
            Effect::Changes => tool.run(&call.arguments, &hands).await?,
            Effect::Reads => tokio::select! {
                output = tool.run(&call.arguments, &hands) => output?,
                () = context.cancel.cancelled() => {
                    return Err(Trouble::new("Stopped by the person."));
                }
            },
        };
        if output.changed {
            context.guard.changed(&self.reading());
            if let Some(path) = notice {
                let named = params([("path", path.as_str().into())]);
                output.notice = Some(Problem::with("file-changed-itself", named));
            }
        }
        Ok(output)
    }

    fn reading(&self) -> Vec<&'static str> {
        let reads = self
            .tools
            .iter()
            .filter(|tool| tool.effect() == Effect::Reads);
        reads.map(|tool| tool.spec().name).collect()
    }
}

fn bounded(mut output: ToolOutput) -> ToolOutput {
    let (shown, cut) = cut_chars(&output.text, MAX_OUTPUT_CHARS);
    if cut {
        let total = output.text.chars().count();
        let note =
            format!("\n[Only the first {MAX_OUTPUT_CHARS} of {total} characters are shown.]");
        let text = format!("{shown}{note}");
        output.whole = Some(std::mem::replace(&mut output.text, text));
        output.cut = true;
    }
    output
}

#[cfg(test)]
#[path = "runner_tests.rs"]
mod tests;
