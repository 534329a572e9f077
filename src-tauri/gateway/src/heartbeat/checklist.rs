//! HEARTBEAT.md: whether there is anything in it to do.
//!
//! Owns what counts as empty. Reads no file.

/// What HEARTBEAT.md holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checklist {
    /// There is no such file.
    Missing,
    /// Blank lines, headings, empty list items and comments only.
    Empty,
    /// Something to do.
    Tasks,
}

/// Looks at the file's text; `None` = there is no file.
pub fn checklist(text: Option<&str>) -> Checklist {
    match text {
        None => Checklist::Missing,
        Some(text) if without_comments(text).lines().all(says_nothing) => Checklist::Empty,
        Some(_) => Checklist::Tasks,
    }
}

/// Takes `<!-- … -->` out. One that is never closed stays: better a beat too many than a task
/// that is never looked at.
fn without_comments(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    while let Some(start) = rest.find("<!--") {
        let Some(length) = rest[start..].find("-->") else {
            break;
        };
        kept.push_str(&rest[..start]);
        rest = &rest[start + length + "-->".len()..];
    }
    kept.push_str(rest);
    kept
}

fn says_nothing(line: &str) -> bool {
    let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    line.is_empty() || is_heading(line) || is_comment(line) || is_empty_item(line)
}

/// `#`, `## Tasks`; `#todo` is a word.
fn is_heading(line: &str) -> bool {
    let words = line.trim_start_matches('#');
    words.len() < line.len() && (words.is_empty() || words.starts_with(char::is_whitespace))
}

/// `[//]: # (a comment)`, the way Markdown has without HTML.
fn is_comment(line: &str) -> bool {
    line.starts_with("[//]:")
}

/// `-`, `* [ ]`, `+ [x]`, `1.`, `2) [ ]`.
fn is_empty_item(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let after = match digits.len() < line.len() {
        true => digits.strip_prefix(['.', ')']),
        false => line.strip_prefix(['-', '*', '+']),
    };
    let Some(after) = after else {
        return false;
    };
    let item = after.trim();
    let boxed = item
        .strip_prefix('[')
        .and_then(|item| item.strip_suffix(']'));
    item.is_empty() || boxed.is_some_and(|mark| matches!(mark.trim(), "" | "x" | "X"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn only_a_line_that_says_something_is_a_task() {
        let check = |text: &str, expected: Checklist| {
            assert_eq!(checklist(Some(text)), expected, "{text:?}");
        };
        for empty in [
            "",
            "\n  \n\t\n",
            "\u{feff}# Check-in list\r\n\r\n",
            "#\n##   \n### Later",
            "- \n* [ ]\n+ [x]\n-[X]\n  - []",
            "1.\n2) [ ]",
            "<!-- later: call mum -->",
            "# List\n<!--\n- call mum\n-->\n- [ ]",
            "<!-- a --><!-- b -->",
            "[//]: # (call mum)",
        ] {
            check(empty, Checklist::Empty);
        }
        for tasks in [
            "- call mum",
            "#todo",
            "- [ ] call mum",
            "- [call mum]",
            "12 eggs",
            "2026",
            "1.5 litres",
            "Look at the mail.",
            "<!-- never closed\n- call mum",
            "<!-- a --> call mum",
            "--> call mum <!--",
        ] {
            check(tasks, Checklist::Tasks);
        }
        assert_eq!(checklist(None), Checklist::Missing);
    }

    #[test]
    fn the_file_cove_begins_with_is_empty() {
        for language in Language::ALL {
            let template = crate::workspace::template("HEARTBEAT.md", language);
            assert_eq!(checklist(template), Checklist::Empty, "{language:?}");
        }
    }
}
