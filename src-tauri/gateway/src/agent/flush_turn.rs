//! The silent turn of a memory flush: what the model is asked, and what it wrote.
//!
//! Owns its words and its loop of model and tools. Everything said in it is dropped; only what it
//! added to the notes stays.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::answer::{Stage, ask};
use super::open_session::Open;
use super::room::{Room, told};
use super::tools::ToolContext;
use super::turn::{Turn, TurnError};
use crate::config::MemoryFlush;
use crate::context::newest_within;
use crate::error::Problem;
use crate::event::Subject;
use crate::model::{Block, ErrorClass, Role, ToolCall, Turn as Said};
use crate::session::{ResultEntry, conversation_of, path_of, turn as as_said};
use crate::workspace::RelPath;

/// Most model calls of one flush.
const MAX_CALLS: usize = 8;

impl Turn<'_> {
    /// The silent turn: model and tools, in memory only.
    pub(super) async fn save(
        &mut self,
        open: &Open,
        settings: &MemoryFlush,
        file: &RelPath,
        cancel: &CancellationToken,
    ) -> Result<Result<(), Problem>, TurnError> {
        let mut system = self.system().await?;
        if let Some(own) = &settings.system_prompt {
            system = format!("{system}\n{own}\n");
        }
        let mut request = self.request(open, &system);
        request.turns = self.fitting(open, &system);
        request.turns.push(told(prompt(settings, file)));
        let (parts, lane, id) = (Arc::clone(self.parts), self.lane, self.id.clone());
        let mut stage = Stage::silent(&parts, lane, &id);
        let mut context =
            ToolContext::new(&id, lane.key.as_str(), cancel.clone()).adding_to(file.clone());
        for _ in 0..MAX_CALLS {
            let bytes = crate::context::request_bytes(&request);
            let size = Room::of(self).size(&request);
            if let Err(problem) = self.afford(size, None).await? {
                return Ok(Err(problem));
            }
            let answer = ask(&parts, &self.chain, request.clone(), cancel, &mut stage).await;
            self.count_call(&answer, bytes);
            self.settle_call(&answer).await?;
            if let Err(error) = answer.end {
                let class = error.class;
                if class != ErrorClass::Cancelled {
                    tracing::warn!(?class, status = ?error.status, detail = error.detail, "a memory flush failed");
                }
                return Ok(Err(Problem::from(error)));
            }
            let calls: Vec<ToolCall> = answer
                .blocks
                .iter()
                .filter_map(|block| match block {
                    Block::Call(call) => Some(call.clone()),
                    _ => None,
                })
                .collect();
            if calls.is_empty() {
                return Ok(Ok(()));
            }
            request.turns.push(Said {
                role: Role::Assistant,
                blocks: answer.blocks,
            });
            for call in &calls {
                let output = self.home.tools.run(self.class, call, &mut context).await;
                if output.changed {
                    parts.events.changed(Subject::Files, None);
                }
                let result = ResultEntry {
                    call,
                    text: &parts.redactor.redact(&output.text),
                    is_error: output.is_error,
                    turn: &id,
                    ms: None,
                };
                request
                    .turns
                    .extend(as_said(&result.print(None, parts.clock.now_ms())));
            }
        }
        Ok(Ok(()))
    }

    /// The conversation, without its oldest part where all of it would be too much.
    fn fitting(&self, open: &Open, system: &str) -> Vec<Said> {
        let path = path_of(open.transcript.entries());
        let room = Room::of(self);
        let bare = crate::model::ModelRequest {
            turns: Vec::new(),
            ..self.request(open, system)
        };
        let most = room.fits.saturating_sub(room.size(&bare));
        let whole: u64 = path.iter().map(|entry| room.entry(entry)).sum();
        if whole <= most {
            return conversation_of(&path);
        }
        let from = newest_within(&path, most, |entry| room.entry(entry));
        conversation_of(&path[from..])
    }
}

/// What is asked where the settings say nothing else; for the model.
const FLUSH_FOR_MODEL: &str = "The conversation above is about to be shortened. Write down now what will matter later \
     and stands in no file yet: facts about people, decisions, promises, open tasks, and the \
     ids, paths, dates and numbers they need. Short list items in the person's language; \
     nothing that stands there already.";

/// What the model is asked.
fn prompt(settings: &MemoryFlush, file: &RelPath) -> String {
    let own = settings.prompt.as_deref().unwrap_or(FLUSH_FOR_MODEL);
    format!(
        "[Memory flush. This is Cove, not your person; nobody reads your answer.]\n{own}\n\
         Add to the end of {file} with the write tool (append: true); no other file can be \
         changed in this turn. Do not answer the conversation itself. When you are done, or if \
         nothing is worth keeping, answer with NO_REPLY and nothing else."
    )
}

/// How many notes stand behind what was there before: list items, else paragraphs.
pub(super) fn notes_added(before: &str, after: &str) -> usize {
    let Some(added) = after.strip_prefix(before) else {
        // Somebody else wrote meanwhile: at least ours is in.
        return usize::from(before != after);
    };
    let is_item = |line: &&str| {
        let line = line.trim_start();
        let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
        ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark))
            || (numbered.len() < line.len() && numbered.starts_with(". "))
    };
    let items = added.lines().filter(is_item).count();
    let paragraphs = added
        .split("\n\n")
        .filter(|text| {
            text.lines()
                .any(|line| !line.trim().is_empty() && !line.starts_with('#'))
        })
        .count();
    if items > 0 { items } else { paragraphs }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_counted_from_what_was_added() {
        let check = |before: &str, after: &str, expected| {
            assert_eq!(notes_added(before, after), expected, "{before:?} {after:?}");
        };
        check("", "", 0);
        check("# Day\n", "# Day\n- one\n- two\n  * three\n1. four\n", 4);
        check(
            "# Day\n",
            "# Day\nShe moves in May.\n\nThe key is with Tom.\n",
            2,
        );
        check("- old\n", "- older\n", 1);
        check("", "# Day\n", 0);
    }

    #[test]
    fn the_prompt_names_the_file_and_the_silent_answer_whoever_wrote_the_rest() {
        let file = RelPath::parse("memory/2026-11-21.md");
        let (Ok(file), config) = (file, crate::config::Config::default()) else {
            unreachable!("a plain path");
        };
        let mut settings = config.agents.defaults.compaction.memory_flush;
        settings.prompt = Some("Save the garden plan.".into());
        let text = prompt(&settings, &file);
        for part in ["Save the garden plan.", "memory/2026-11-21.md", "NO_REPLY"] {
            assert!(text.contains(part), "{text}");
        }
    }
}
