//! A text with Telegram's entities, as the Markdown its writer meant.
//!
//! Owns where the marks go: offsets are UTF-16 units, marks stand beside words and never beside
//! blanks. What the writer typed as a sign stays as it is. Pure.

use super::shapes::Entity;

/// Marks around a stretch of the text; bytes.
struct Marks {
    start: usize,
    end: usize,
    before: String,
    after: String,
}

/// The text with marks for what is bold, code, a link and the like.
pub fn markdown(text: &str, entities: &[Entity]) -> String {
    let mut all: Vec<Marks> = entities
        .iter()
        .filter_map(|entity| marks(text, entity))
        .flatten()
        .collect();
    if all.is_empty() {
        return text.to_owned();
    }
    // What begins together: the longer one outside.
    all.sort_by_key(|marks| (marks.start, std::cmp::Reverse(marks.end)));
    let mut out = String::with_capacity(text.len() + all.len() * 4);
    let mut cuts: Vec<usize> = all.iter().flat_map(|one| [one.start, one.end]).collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    for (at, cut) in cuts.iter().enumerate() {
        // What ends together: the inner one, which began later, first.
        let ends = all.iter().rev().filter(|one| one.end == *cut);
        ends.for_each(|one| out.push_str(&one.after));
        let begins = all.iter().filter(|one| one.start == *cut);
        begins.for_each(|one| out.push_str(&one.before));
        if let Some(next) = cuts.get(at + 1) {
            out.push_str(&text[*cut..*next]);
        }
    }
    out
}

/// The marks of an entity; none for what needs none.
fn marks(text: &str, entity: &Entity) -> Option<Vec<Marks>> {
    let start = byte_at(text, entity.offset)?;
    let end = byte_at(text, entity.offset.checked_add(entity.length)?)?;
    let inside = text.get(start..end)?;
    if entity.kind == "blockquote" || entity.kind == "expandable_blockquote" {
        return Some(quoted(inside, start));
    }
    let (blank_before, blank_after) = (
        inside.len() - inside.trim_start().len(),
        inside.len() - inside.trim_end().len(),
    );
    let inside = inside.trim();
    if inside.is_empty() {
        return None;
    }
    let (start, end) = (start + blank_before, end - blank_after);
    let (before, after) = match entity.kind.as_str() {
        "bold" => ("**".to_owned(), "**".to_owned()),
        "italic" => ("_".to_owned(), "_".to_owned()),
        "strikethrough" => ("~~".to_owned(), "~~".to_owned()),
        "spoiler" => ("||".to_owned(), "||".to_owned()),
        "code" => {
            let fence = fence(inside, 1);
            (fence.clone(), fence)
        }
        "pre" => {
            let fence = fence(inside, 3);
            let language = entity.language.as_deref().unwrap_or_default();
            let at_line = start == 0 || text[..start].ends_with('\n');
            let then = end == text.len() || text[end..].starts_with('\n');
            (
                format!("{}{fence}{language}\n", if at_line { "" } else { "\n" }),
                format!("\n{fence}{}", if then { "" } else { "\n" }),
            )
        }
        "text_link" => ("[".to_owned(), format!("]({})", entity.url.as_ref()?)),
        "text_mention" => {
            let id = entity.user.as_ref()?.id;
            ("[".to_owned(), format!("](tg://user?id={id})"))
        }
        _ => return None,
    };
    Some(vec![Marks {
        start,
        end,
        before,
        after,
    }])
}

/// A mark before each line.
fn quoted(inside: &str, start: usize) -> Vec<Marks> {
    let mut found = Vec::new();
    let mut at = start;
    for line in inside.split_inclusive('\n') {
        found.push(Marks {
            start: at,
            end: at + line.len(),
            before: "> ".to_owned(),
            after: String::new(),
        });
        at += line.len();
    }
    found
}

/// More backticks in a row than the text holds, `least` at least.
fn fence(inside: &str, least: usize) -> String {
    let (mut longest, mut run) = (0, 0);
    for letter in inside.chars() {
        run = if letter == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let needed = if longest >= least { longest + 1 } else { least };
    "`".repeat(needed)
}

/// Where a count of UTF-16 units ends, bytes; `None` behind the text or within a letter.
fn byte_at(text: &str, units: usize) -> Option<usize> {
    let mut left = units;
    for (at, letter) in text.char_indices() {
        if left == 0 {
            return Some(at);
        }
        left = left.checked_sub(letter.len_utf16())?;
    }
    (left == 0).then_some(text.len())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::{Value, json};

    use super::*;

    fn check(text: &str, entities: Value, expected: &str) {
        let entities: Vec<Entity> = serde_json::from_value(entities).unwrap();
        assert_eq!(markdown(text, &entities), expected, "{text}");
    }

    #[test]
    fn what_was_meant_stands_in_the_text() {
        let of = |kind: &str, offset: usize, length: usize| json!({"type": kind, "offset": offset, "length": length});
        check("plain *words* _stay_", json!([]), "plain *words* _stay_");
        check("a bold word", json!([of("bold", 2, 4)]), "a **bold** word");
        check(
            "run ls -l now",
            json!([of("code", 4, 5)]),
            "run `ls -l` now",
        );
        check("a `b` c", json!([of("code", 0, 7)]), "``a `b` c``");
        check(
            "not this",
            json!([of("strikethrough", 0, 8)]),
            "~~not this~~",
        );
        check(
            "see @anna #x",
            json!([of("mention", 4, 5), of("hashtag", 10, 2)]),
            "see @anna #x",
        );
        check(
            "my site",
            json!([{"type": "text_link", "offset": 3, "length": 4, "url": "https://a.example/"}]),
            "my [site](https://a.example/)",
        );
        check(
            "ask Anna",
            json!([{"type": "text_mention", "offset": 4, "length": 4, "user": {"id": 5}}]),
            "ask [Anna](tg://user?id=5)",
        );
    }

    #[test]
    fn a_block_of_code_stands_on_lines_of_its_own() {
        check(
            "try fn main() {} please",
            json!([{"type": "pre", "offset": 4, "length": 12, "language": "rust"}]),
            "try \n```rust\nfn main() {}\n```\n please",
        );
        check(
            "x = 1",
            json!([{"type": "pre", "offset": 0, "length": 5}]),
            "```\nx = 1\n```",
        );
    }

    #[test]
    fn a_quote_is_marked_on_each_line() {
        check(
            "one\ntwo\nmine",
            json!([{"type": "blockquote", "offset": 0, "length": 7}]),
            "> one\n> two\nmine",
        );
    }

    #[test]
    fn places_count_in_utf16_units_and_marks_stand_beside_words() {
        check(
            "\u{1F600} bold ",
            json!([{"type": "bold", "offset": 2, "length": 6}]),
            "\u{1F600} **bold** ",
        );
        check(
            "both words",
            json!([{"type": "italic", "offset": 0, "length": 10}, {"type": "bold", "offset": 0, "length": 4}]),
            "_**both** words_",
        );
        check(
            "both words",
            json!([{"type": "bold", "offset": 5, "length": 5}, {"type": "italic", "offset": 0, "length": 10}]),
            "_both **words**_",
        );
    }

    #[test]
    fn an_entity_that_fits_nowhere_is_left_out() {
        check(
            "short",
            json!([{"type": "bold", "offset": 3, "length": 99}]),
            "short",
        );
        check(
            "\u{1F600}",
            json!([{"type": "bold", "offset": 1, "length": 1}]),
            "\u{1F600}",
        );
        check(
            "   ",
            json!([{"type": "bold", "offset": 0, "length": 3}]),
            "   ",
        );
    }
}
