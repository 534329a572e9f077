//! Rules for each file on its own.

use super::{File, source};

/// Lines a file may have.
const LONGEST: usize = 500;

/// Bytes a heading has: shorter ones are placeholders.
const SHORTEST: usize = 8;

/// Files whose first line is not a heading with words.
pub fn without_heading(files: &[File]) -> Vec<String> {
    names(files, |file| {
        let first = file.text.lines().next().unwrap_or_default();
        let heading = first.strip_prefix("//!").unwrap_or_default();
        heading.trim().len() < SHORTEST
    })
}

/// Files nobody reads in one go.
pub fn too_long(files: &[File]) -> Vec<String> {
    names(files, |file| file.text.lines().count() > LONGEST)
}

/// Files whose code names `word`.
pub fn mentions(files: &[File], word: &str) -> Vec<String> {
    names(files, |file| source::read(&file.text).code.contains(word))
}

fn names(files: &[File], breaks: impl Fn(&File) -> bool) -> Vec<String> {
    let broken = files.iter().filter(|file| breaks(file));
    broken.map(|file| file.path.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> [File; 1] {
        [File {
            path: "a.rs".to_owned(),
            text: text.to_owned(),
        }]
    }

    #[test]
    fn a_file_without_a_sentence_at_its_top_is_found() {
        assert_eq!(without_heading(&one("use a;\n//! late")), ["a.rs"]);
        assert_eq!(without_heading(&one("//! x\n")), ["a.rs"]);
        assert_eq!(without_heading(&one("//! What it is for.\n")), [""; 0]);
    }

    #[test]
    fn a_file_of_501_lines_is_too_long() {
        assert_eq!(too_long(&one(&"x\n".repeat(LONGEST + 1))), ["a.rs"]);
        assert_eq!(too_long(&one(&"x\n".repeat(LONGEST))), [""; 0]);
    }

    #[test]
    fn a_word_counts_in_code_only() {
        assert_eq!(mentions(&one("use tauri::App;"), "tauri"), ["a.rs"]);
        assert_eq!(mentions(&one("//! No tauri here\n"), "tauri"), [""; 0]);
    }
}
