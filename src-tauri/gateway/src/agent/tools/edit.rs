//! Replaces one passage of a file.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use super::tool::{Answer, Effect, Hands, Tool, Touch, Trouble, arguments, failed, file};
use super::write::put;
use crate::model::ToolSpec;
use crate::workspace::FileError;

#[derive(Deserialize)]
struct Arguments {
    path: String,
    #[serde(alias = "oldText")]
    old_text: String,
    #[serde(alias = "newText")]
    new_text: String,
}

pub(super) struct Edit;

#[async_trait]
impl Tool for Edit {
    fn spec(&self) -> ToolSpec {
        ToolSpec {
            name: "edit",
            description: "Replace one passage of a file. old_text must stand there exactly once.",
            schema: json!({"type": "object", "required": ["path", "old_text", "new_text"],
            "properties": {
                "path": {"type": "string"},
                "old_text": {"type": "string"},
                "new_text": {"type": "string"},
            }}),
        }
    }

    fn effect(&self) -> Effect {
        Effect::Changes
    }

    fn touch(&self, value: &Value, _: NaiveDate) -> Result<Touch, Trouble> {
        Ok(Touch::Writes(file(&arguments::<Arguments>(value)?.path)?))
    }

    async fn run(&self, value: &Value, hands: &Hands<'_>) -> Answer {
        let wanted: Arguments = arguments(value)?;
        let path = file(&wanted.path)?;
        let found = hands.files.read(&path).await;
        let found = found.map_err(|error| failed(&error))?;
        if !found.exists {
            let path = path.to_string();
            return Err(failed(&FileError::Missing { path }));
        }
        let text = replaced(&found.text, &wanted.old_text, &wanted.new_text)?;
        put(hands, path, text, Some(found.hash)).await
    }
}

fn replaced(text: &str, old: &str, new: &str) -> Result<String, Trouble> {
    if old.is_empty() {
        let why = "old_text is empty. Name the passage to replace, or use write with append.";
        return Err(Trouble::new(why));
    }
    if old == new {
        return Err(Trouble::new("old_text and new_text are the same."));
    }
    // A model writes plain line ends whatever the file has.
    let (old, new) = match text.contains("\r\n") && !old.contains('\r') {
        true => (old.replace('\n', "\r\n"), new.replace('\n', "\r\n")),
        false => (old.to_owned(), new.to_owned()),
    };
    match places(text, &old) {
        1 => Ok(text.replacen(&old, &new, 1)),
        0 => Err(Trouble::new(not_found(text, &old))),
        n => Err(Trouble::new(format!(
            "old_text stands there {n} times. Add lines around it so that it is unique."
        ))),
    }
}

/// Overlapping places count too: `aa` stands twice in `aaa`.
fn places(text: &str, old: &str) -> usize {
    let starts = text.char_indices().map(|(index, _)| index);
    starts
        .filter(|&index| text[index..].starts_with(old))
        .count()
}

fn not_found(text: &str, old: &str) -> String {
    let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = squeeze(old.trim().lines().next().unwrap_or_default());
    let near = text
        .lines()
        .enumerate()
        .find(|(_, line)| !first.is_empty() && squeeze(line).contains(&first));
    match near {
        Some((number, line)) => format!(
            "old_text does not stand there exactly. Line {} is close: {line:?}. Copy the passage \
             with its spaces and line ends.",
            number + 1
        ),
        None => {
            "old_text does not stand there. Read the file again and copy the passage.".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(text: &str, old: &str, new: &str, expected: Result<&str, &str>) {
        match (replaced(text, old, new), expected) {
            (Ok(text), Ok(expected)) => assert_eq!(text, expected),
            (Err(trouble), Err(part)) => {
                assert!(trouble.0.contains(part), "{}", trouble.0);
            }
            (found, _) => panic!("{found:?}"),
        }
    }

    #[test]
    fn a_passage_is_replaced_only_where_it_is_meant() {
        check("a b c", "b", "B", Ok("a B c"));
        check("a b c", "b ", "", Ok("a c"));
        check("a\r\nb\r\n", "a\nb", "x\ny", Ok("x\r\ny\r\n"));
        check("b b", "b", "B", Err("2 times"));
        check("aaa", "aa", "B", Err("2 times"));
        check("a", "", "B", Err("empty"));
        check("a", "a", "a", Err("same"));
        check("a", "z", "y", Err("does not stand there."));
        check("x\n-  [ ] tea\n", "- [ ] tea", "y", Err("Line 2 is close"));
    }
}
