//! Two edits of one text brought together.
//!
//! Owns the promise that no line either side added is lost: what can't be merged is kept from
//! both sides at that place, between marks. Pure.

use std::collections::HashMap;

use diffy::{ConflictStyle, DiffOptions, Line, MergeOptions};

/// A text with both edits in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The text.
    pub text: String,
    /// Both sides stand somewhere between marks.
    pub conflict: bool,
}

/// Merges `mine` and `theirs`, both made from `base`. Without a base (too old, or not kept) the
/// lines both have in common stand in for it: nothing is dropped then, removed lines may return.
/// `names` (mine, theirs) stand behind the marks `<<<<<<<` and `>>>>>>>`. Line ends become those
/// of `theirs`, the file as it is.
pub fn three_way(base: Option<&str>, mine: &str, theirs: &str, names: (&str, &str)) -> Merged {
    let crlf = theirs.contains("\r\n");
    let (mine, theirs) = (Side::of(mine), Side::of(theirs));
    let base = match base {
        Some(base) => Side::of(base).text,
        None => common(&mine.text, &theirs.text),
    };
    let mut merged = merge(&base, &mine.text, &theirs.text, names);
    if !mine.closed && !theirs.closed && !merged.conflict {
        merged
            .text
            .truncate(merged.text.trim_end_matches('\n').len());
    }
    if crlf {
        merged.text = merged.text.replace('\n', "\r\n");
    }
    merged
}

/// A text in the form the merge wants: `\n` only, and a last line that is closed by one.
struct Side {
    text: String,
    closed: bool,
}

impl Side {
    fn of(text: &str) -> Self {
        let mut text = text.replace("\r\n", "\n");
        let closed = text.is_empty() || text.ends_with('\n');
        if !closed {
            text.push('\n');
        }
        Self { text, closed }
    }
}

fn merge(base: &str, mine: &str, theirs: &str, names: (&str, &str)) -> Merged {
    if mine == theirs || theirs == base {
        return clean(mine);
    }
    if mine == base {
        return clean(theirs);
    }
    let length = mark_length([mine, theirs, base]);
    let mut options = MergeOptions::new();
    options
        .set_conflict_style(ConflictStyle::Merge)
        .set_conflict_marker_length(length);
    let merged = match options.merge(base, mine, theirs) {
        Ok(text) => clean(&text),
        Err(text) => Merged {
            text: name_marks(&text, length, names),
            conflict: true,
        },
    };
    if keeps_every_addition(base, mine, &merged.text)
        && keeps_every_addition(base, theirs, &merged.text)
    {
        return merged;
    }
    // The library dropped something: both texts whole are ugly, but nothing is lost.
    let (open, middle, close) = ("<".repeat(length), "=".repeat(length), ">".repeat(length));
    Merged {
        text: format!(
            "{open} {}\n{mine}{middle}\n{theirs}{close} {}\n",
            names.0, names.1
        ),
        conflict: true,
    }
}

fn clean(text: &str) -> Merged {
    Merged {
        text: text.to_owned(),
        conflict: false,
    }
}

/// Long enough that no line of the texts can be taken for a mark.
fn mark_length(texts: [&str; 3]) -> usize {
    let run = |line: &str| {
        ['<', '=', '>']
            .into_iter()
            .map(|mark| line.chars().take_while(|c| *c == mark).count())
            .max()
            .unwrap_or(0)
    };
    let longest = texts.iter().flat_map(|text| text.lines()).map(run).max();
    longest.map_or(7, |longest| (longest + 1).max(7))
}

fn name_marks(text: &str, length: usize, names: (&str, &str)) -> String {
    let (open, close) = ("<".repeat(length), ">".repeat(length));
    let mut named = String::with_capacity(text.len() + 64);
    for line in text.split_inclusive('\n') {
        if line.starts_with(&open) {
            named.push_str(&format!("{open} {}\n", names.0));
        } else if line.starts_with(&close) {
            named.push_str(&format!("{close} {}\n", names.1));
        } else {
            named.push_str(line);
        }
    }
    named
}

fn common(mine: &str, theirs: &str) -> String {
    let mut options = DiffOptions::new();
    options.set_context_len(usize::MAX / 4);
    let patch = options.create_patch(mine, theirs);
    if patch.hunks().is_empty() {
        return mine.to_owned();
    }
    let lines = patch.hunks().iter().flat_map(|hunk| hunk.lines());
    lines
        .filter_map(|line| match line {
            Line::Context(text) => Some(*text),
            Line::Delete(_) | Line::Insert(_) => None,
        })
        .collect()
}

fn tally(text: &str) -> HashMap<&str, isize> {
    let mut tally = HashMap::new();
    for line in text.lines() {
        *tally.entry(line).or_default() += 1;
    }
    tally
}

/// Every line `side` has more often than `base` stands in `merged` at least as much more often.
fn keeps_every_addition(base: &str, side: &str, merged: &str) -> bool {
    let (base, merged) = (tally(base), tally(merged));
    let held = |tally: &HashMap<&str, isize>, line| tally.get(line).copied().unwrap_or(0);
    tally(side)
        .into_iter()
        .all(|(line, count)| held(&merged, line) >= count - held(&base, line))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn check(base: Option<&str>, mine: &str, theirs: &str, text: &str, conflict: bool) {
        let merged = three_way(base, mine, theirs, ("agent", "person"));
        assert_eq!(merged.text, text);
        assert_eq!(merged.conflict, conflict);
    }

    #[test]
    fn edits_at_different_places_are_both_there() {
        check(
            Some("a\nb\nc\n"),
            "A\nb\nc\n",
            "a\nb\nC\n",
            "A\nb\nC\n",
            false,
        );
        check(
            Some("a\nb\nc\n"),
            "a\nc\n",
            "a\nb\nc\nd\n",
            "a\nc\nd\n",
            false,
        );
        check(Some("a\nb"), "x\na\nb", "a\nb", "x\na\nb", false);
        check(Some("a"), "b", "a", "b", false);
    }

    #[test]
    fn edits_at_the_same_place_are_kept_side_by_side_and_named() {
        let expected = "a\n<<<<<<< agent\nmine\n=======\nhis\n>>>>>>> person\nc\n";
        check(
            Some("a\nb\nc\n"),
            "a\nmine\nc\n",
            "a\nhis\nc\n",
            expected,
            true,
        );
    }

    #[test]
    fn texts_without_a_last_line_end_do_not_glue_the_marks() {
        let expected = "<<<<<<< agent\nmine\n=======\nhis\n>>>>>>> person\n";
        check(Some(""), "mine", "his", expected, true);
    }

    #[test]
    fn line_ends_stay_those_of_the_file() {
        check(
            Some("a\r\nb\r\n"),
            "A\nb\n",
            "a\r\nb\r\nc\r\n",
            "A\r\nb\r\nc\r\n",
            false,
        );
    }

    #[test]
    fn without_a_base_nothing_is_dropped() {
        check(
            None,
            "a\nb\nmine\n",
            "a\nhis\nb\n",
            "a\nhis\nb\nmine\n",
            false,
        );
    }

    #[test]
    fn marks_of_an_older_conflict_are_not_mistaken() {
        let base = "<<<<<<< agent\nx\n=======\ny\n>>>>>>> person\n";
        let mine = format!("{base}m\n");
        let merged = three_way(
            Some(base),
            &mine,
            &format!("{base}t\n"),
            ("agent", "person"),
        );
        let expected = format!("{base}<<<<<<<< agent\nm\n========\nt\n>>>>>>>> person\n");
        assert_eq!(merged.text, expected);
    }

    fn text() -> impl Strategy<Value = String> {
        let line = prop_oneof!["[a-d]", "[a-d]{2}", Just(String::new())];
        (prop::collection::vec(line, 0..12), any::<bool>()).prop_map(|(lines, closed)| {
            let text = lines.join("\n");
            if closed && !text.is_empty() {
                text + "\n"
            } else {
                text
            }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn a_merge_never_loses_a_line_that_either_side_added(
            base in prop::option::of(text()),
            mine in text(),
            theirs in text(),
        ) {
            let merged = three_way(base.as_deref(), &mine, &theirs, ("agent", "person"));
            let base = base.unwrap_or_else(|| common(&Side::of(&mine).text, &Side::of(&theirs).text));
            prop_assert!(keeps_every_addition(&base, &mine, &merged.text));
            prop_assert!(keeps_every_addition(&base, &theirs, &merged.text));
        }

        #[test]
        fn an_edit_of_one_side_alone_is_taken_as_it_is(base in text(), edit in text()) {
            let mine = three_way(Some(&base), &edit, &base, ("agent", "person"));
            prop_assert!(!mine.conflict);
            prop_assert_eq!(mine.text.trim_end(), edit.trim_end());
            let theirs = three_way(Some(&base), &base, &edit, ("agent", "person"));
            prop_assert!(!theirs.conflict);
            prop_assert_eq!(theirs.text.trim_end(), edit.trim_end());
        }
    }
}
