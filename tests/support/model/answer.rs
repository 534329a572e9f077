//! One answer about to be written: the script, the request it answers, and the count.
//!
//! Owns: ids and the plain view of a script (text, thinking, calls). Never: a wire format.

use serde_json::Value;

use super::reply::{Reply, Step, Usage};

/// What a format needs to write an answer.
pub(crate) struct Answer<'a> {
    /// Number of the request, from which every id is derived.
    pub(crate) number: usize,
    /// The request's body.
    pub(crate) body: &'a Value,
    pub(crate) reply: &'a Reply,
    /// `None`: the server reports no usage.
    pub(crate) usage: Option<Usage>,
}

/// A tool call with its id.
pub(crate) struct Call {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) arguments: Value,
}

/// A script without its timing.
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) thinking: Option<String>,
    pub(crate) calls: Vec<Call>,
}

impl Answer<'_> {
    /// An id of this answer with a provider's prefix.
    pub(crate) fn id(&self, prefix: &str) -> String {
        format!("{prefix}_fake{:06}", self.number)
    }

    /// The id of this answer's n-th tool call, unique in the server's life.
    pub(crate) fn call_id(&self, index: usize) -> String {
        format!("call_fake{:06}{index:02}", self.number)
    }

    /// The model's name, echoed.
    pub(crate) fn model(&self) -> &str {
        self.body["model"].as_str().unwrap_or_default()
    }

    /// The script without its timing.
    pub(crate) fn said(&self) -> Said {
        let mut said = Said {
            text: String::new(),
            thinking: None,
            calls: Vec::new(),
        };
        for step in &self.reply.steps {
            match step {
                Step::Text(text) => said.text.push_str(text),
                Step::Thinking(text) => {
                    said.thinking.get_or_insert_with(String::new).push_str(text);
                }
                Step::Call { name, arguments } => {
                    let id = self.call_id(said.calls.len());
                    said.calls.push(Call {
                        id,
                        name: name.clone(),
                        arguments: arguments.clone(),
                    });
                }
                Step::Pause(_) | Step::Garbage | Step::Cut | Step::Fail(_) => {}
            }
        }
        said
    }
}
