//! Reads a file, or some lines of it.

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use super::tool::{
    Answer, Effect, Hands, Tool, ToolOutput, Touch, Trouble, arguments, cut_chars, failed, file,
};
use crate::model::ToolSpec;
use crate::workspace::FileError;

/// Without a limit of its own a call gets this many lines.
const LINES: usize = 2_000;
/// The most of one call, characters.
const MAX_CHARS: usize = 30_000;

#[derive(Deserialize)]
struct Arguments {
    path: String,
    #[serde(default)]
    offset: Option<usize>,
    #[serde(default)]
    limit: Option<usize>,
}

pub(super) struct Read;

#[async_trait]
impl Tool for Read {
    fn spec(&self) -> ToolSpec {
        ToolSpec {
            name: "read",
            description: "Read a text file of the workspace.",
            schema: json!({"type": "object", "required": ["path"], "properties": {
                "path": {"type": "string", "description": "Relative, for example memory/2026-01-31.md"},
                "offset": {"type": "integer", "description": "First line, from 1"},
                "limit": {"type": "integer", "description": "Most lines"},
            }}),
        }
    }

    fn effect(&self) -> Effect {
        Effect::Reads
    }

    fn touch(&self, value: &Value, _: NaiveDate) -> Result<Touch, Trouble> {
        Ok(Touch::Reads(file(&arguments::<Arguments>(value)?.path)?))
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
        let shown = lines(&found.text, wanted.offset, wanted.limit)?;
        if !shown.cut {
            hands.marks.saw(hands.session_key, &found.path, &found.hash);
        }
        Ok(shown)
    }
}

fn lines(text: &str, offset: Option<usize>, limit: Option<usize>) -> Answer {
    if text.is_empty() {
        return Ok(ToolOutput::default());
    }
    let total = text.lines().count();
    let first = offset.unwrap_or(1).max(1);
    if first > total {
        let why = format!("The file has {total} lines; there is no line {first}.");
        return Err(Trouble::new(why));
    }
    let limit = limit.unwrap_or(LINES).max(1);
    let mut shown = String::new();
    let (mut last, mut size) = (first - 1, 0);
    for line in text.split_inclusive('\n').skip(first - 1).take(limit) {
        let chars = line.chars().count();
        if size + chars > MAX_CHARS && last >= first {
            break;
        }
        let (line, line_cut) = cut_chars(line, MAX_CHARS);
        shown.push_str(line);
        (last, size) = (last + 1, size + chars);
        if line_cut {
            shown.push_str(&format!("\n[Line {last} is cut: {chars} characters.]"));
            break;
        }
    }
    let cut = first > 1 || last < total || size > MAX_CHARS;
    if last < total {
        let next = last + 1;
        shown.push_str(&format!(
            "\n[Lines {first} to {last} of {total} are shown. Read on with offset {next}.]"
        ));
    }
    Ok(ToolOutput {
        cut,
        ..ToolOutput::text(shown)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(text: &str, offset: Option<usize>, limit: Option<usize>, expected: &str, cut: bool) {
        let output = lines(text, offset, limit).unwrap();
        assert_eq!((output.text.as_str(), output.cut), (expected, cut));
    }

    #[test]
    fn a_whole_file_is_byte_equal_and_a_part_says_which() {
        check("", None, None, "", false);
        check("a\r\nb\n", None, None, "a\r\nb\n", false);
        check("a\nb\nc", Some(2), None, "b\nc", true);
        let note = "\n[Lines 1 to 1 of 3 are shown. Read on with offset 2.]";
        check("a\nb\nc", None, Some(1), &format!("a\n{note}"), true);
        assert!(lines("a\n", Some(2), None).is_err());
    }

    #[test]
    fn a_long_file_is_cut_between_lines_and_a_long_line_within() {
        let text = format!("{}\n", "x".repeat(99)).repeat(400);
        let output = lines(&text, None, None).unwrap();
        assert!(output.cut && output.text.contains("[Lines 1 to 300 of 400 are shown."));
        let output = lines(&"é".repeat(MAX_CHARS + 1), None, None).unwrap();
        assert!(output.cut && output.text.contains("[Line 1 is cut: 30001 characters.]"));
        let output = lines(&"é".repeat(MAX_CHARS), None, None).unwrap();
        assert!(!output.cut);
    }
}
