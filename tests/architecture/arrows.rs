//! Which module of the gateway may use which.
//!
//! Owns reading the table of `docs/architecture.md` and the `crate::` paths of the code.

use std::collections::{BTreeMap, BTreeSet};

use super::{File, source};

/// Module → the modules it may use.
pub type Table = BTreeMap<String, BTreeSet<String>>;

/// Where the gateway's modules lie.
const GATEWAY: &str = "src-tauri/gateway/src/";
/// Its submodules are the contract itself: public by design.
const OPEN: [&str; 1] = ["api"];

/// Rows of the form ``| `session` | `model`, `storage` | why |``.
pub fn table(page: &str) -> Table {
    page.lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split('|');
            let module = cells.next()?.trim().trim_end_matches('`');
            let used = cells.next()?.split('`').skip(1).step_by(2);
            Some((module.to_owned(), used.map(str::to_owned).collect()))
        })
        .collect()
}

/// Modules that reach themselves over allowed arrows.
pub fn cycles(table: &Table) -> Vec<String> {
    table
        .keys()
        .filter(|start| reached(table, start).contains(*start))
        .cloned()
        .collect()
}

fn reached(table: &Table, start: &str) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut next = vec![start.to_owned()];
    while let Some(module) = next.pop() {
        for used in table.get(&module).into_iter().flatten() {
            if seen.insert(used.clone()) {
                next.push(used.clone());
            }
        }
    }
    seen
}

/// Arrows in the code that the table does not have, and modules without a row.
pub fn violations(table: &Table, files: &[File]) -> Vec<String> {
    let mut problems = BTreeSet::new();
    for (file, place) in code_files(files) {
        let Some(allowed) = table.get(&place[0]) else {
            problems.insert(format!("`{}` has no row in the table", place[0]));
            continue;
        };
        for path in paths(&source::read(&file.text).code, &place) {
            let used = &path[0];
            if table.contains_key(used) && *used != place[0] && !allowed.contains(used) {
                problems.insert(format!("{}: {} → {used}", file.path, place[0]));
            }
        }
    }
    problems.into_iter().collect()
}

/// Paths into a file of another capability instead of through its public face.
pub fn trespasses(files: &[File]) -> Vec<String> {
    let inner: BTreeSet<(String, String)> = code_files(files)
        .filter(|(_, place)| place.len() > 1)
        .map(|(_, place)| (place[0].clone(), place[1].clone()))
        .collect();
    let mut problems = BTreeSet::new();
    for (file, place) in code_files(files) {
        for path in paths(&source::read(&file.text).code, &place) {
            if let [used, part, rest @ ..] = path.as_slice()
                && *used != place[0]
                && !OPEN.contains(&used.as_str())
                && inner.contains(&(used.clone(), part.clone()))
                // A function may be called like the file it is re-exported from.
                && (!rest.is_empty() || is_open(files, used, part))
            {
                problems.insert(format!("{}: crate::{used}::{part}", file.path));
            }
        }
    }
    problems.into_iter().collect()
}

/// The capability's face declares this file open.
fn is_open(files: &[File], used: &str, part: &str) -> bool {
    let faces = [
        format!("{GATEWAY}{used}/mod.rs"),
        format!("{GATEWAY}{used}.rs"),
    ];
    files
        .iter()
        .filter(|file| faces.contains(&file.path))
        .any(|file| {
            let code = source::read(&file.text).code;
            ["pub mod", "pub(crate) mod"]
                .iter()
                .any(|word| code.contains(&format!("{word} {part};")))
        })
}

/// Files that hold code, each with its place: `session/store.rs` → `session`, `store`.
fn code_files(files: &[File]) -> impl Iterator<Item = (&File, Vec<String>)> {
    files.iter().filter_map(|file| {
        let path = file.path.strip_prefix(GATEWAY)?.strip_suffix(".rs")?;
        let mut place: Vec<String> = path.split('/').map(str::to_owned).collect();
        if place.last().is_some_and(|name| name == "mod") {
            place.pop();
        }
        let of_tests = place
            .iter()
            .any(|name| name == "tests" || name.ends_with("_tests"));
        (!of_tests && place != ["lib"]).then_some((file, place))
    })
}

/// Every path from the crate's root, `use` groups opened and `super::` followed.
fn paths(code: &str, place: &[String]) -> Vec<Vec<String>> {
    let words = words(code);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let starts = at == 0 || words[at - 1] != "::";
        if starts && words[at] == "crate" && words.get(at + 1).is_some_and(|word| word == "::") {
            tree(&words, at + 2, &[], &mut found);
        } else if starts && words[at] == "super" {
            let mut ups = 0;
            let mut next = at;
            while words.get(next).is_some_and(|word| word == "super") {
                ups += 1;
                next += 2;
            }
            if let Some(left) = place.len().checked_sub(ups) {
                tree(&words, next, &place[..left], &mut found);
            }
        }
        at += 1;
    }
    found.retain(|path| !path.is_empty());
    found
}

/// Reads one branch of a use tree; returns where it ends.
fn tree(words: &[String], mut at: usize, before: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = before.to_vec();
    loop {
        match words.get(at).map(String::as_str) {
            Some("{") => {
                at += 1;
                while words.get(at).is_some_and(|word| word != "}") {
                    at = tree(words, at, &path, found);
                    if words.get(at).is_some_and(|word| word == ",") {
                        at += 1;
                    }
                }
                return at + 1;
            }
            Some(word) if word.starts_with(|c: char| c.is_alphabetic() || c == '_') => {
                path.push(word.to_owned());
                at += 1;
            }
            _ => at += 1,
        }
        if words.get(at).is_some_and(|word| word == "::") {
            at += 1;
            continue;
        }
        found.push(path);
        // `as Other` belongs to the branch.
        while words.get(at).is_some_and(|word| word == "as") {
            at += 2;
        }
        return at;
    }
}

fn words(code: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = code;
    while let Some(letter) = rest.chars().next() {
        let length = if letter.is_alphanumeric() || letter == '_' {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            letter.len_utf8()
        };
        if !letter.is_whitespace() {
            words.push(rest[..length].to_owned());
        }
        rest = &rest[length..];
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "| module | may use | why |\n|---|---|---|\n\
        | `cron` | `clock`, `storage` | no model |\n| `model` | `clock` | |\n\
        | `storage` | `clock` | |\n| `clock` | | |\n";

    fn file(path: &str, text: &str) -> File {
        File {
            path: format!("{GATEWAY}{path}"),
            text: text.to_owned(),
        }
    }

    fn check(path: &str, text: &str, expected: &[&str]) {
        let found = violations(&table(PAGE), &[file(path, text)]);
        let found: Vec<_> = found
            .iter()
            .map(|problem| problem.trim_start_matches(GATEWAY))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn an_arrow_that_is_not_allowed_is_found_in_every_spelling() {
        let bad = ["cron/slot.rs: cron → model"];
        check("cron/slot.rs", "use crate::model::Usage;", &bad);
        check(
            "cron/slot.rs",
            "use crate::{clock::Ms, model::{A, B as C}};",
            &bad,
        );
        check("cron/slot.rs", "fn f(x: &crate::model::Usage) {}", &bad);
        check("cron/slot.rs", "use super::super::model;", &bad);
        check("cron/slot.rs", "pub(crate) use crate :: model as m;", &bad);
    }

    #[test]
    fn allowed_arrows_and_words_in_comments_are_left_alone() {
        check(
            "cron/slot.rs",
            "use crate::storage::Db; // crate::model",
            &[],
        );
        check(
            "cron/mod.rs",
            "use super::clock; use self::slot; use crate::cron::slot;",
            &[],
        );
        check("cron/tests.rs", "use crate::model;", &[]);
    }

    #[test]
    fn a_module_without_a_row_is_named() {
        check("cloud.rs", "", &["`cloud` has no row in the table"]);
    }

    #[test]
    fn a_circle_in_the_table_is_found() {
        let page = "| `a` | `b` |\n| `b` | `c` |\n| `c` | `a` |\n| `d` | `a` |\n";
        assert_eq!(cycles(&table(page)), ["a", "b", "c"]);
        assert_eq!(cycles(&table(PAGE)), [""; 0]);
    }

    #[test]
    fn a_private_file_of_another_is_found_and_its_face_is_not() {
        let inner = "use crate::storage::{log::Line, Db}; use crate::cron::grid;";
        let found = trespasses(&[file("storage/log.rs", ""), file("cron/slot.rs", inner)]);
        assert_eq!(
            found,
            [format!("{GATEWAY}cron/slot.rs: crate::storage::log")]
        );
    }

    #[test]
    fn a_function_called_like_its_file_is_part_of_the_face() {
        let check = |face: &str, expected: usize| {
            let found = trespasses(&[
                file("storage/mod.rs", face),
                file("storage/stamp.rs", ""),
                file("cron/slot.rs", "use crate::storage::stamp;"),
            ]);
            assert_eq!(found.len(), expected, "{face}: {found:?}");
        };
        check("mod stamp; pub use stamp::stamp;", 0);
        check("pub mod stamp;", 1);
    }
}
