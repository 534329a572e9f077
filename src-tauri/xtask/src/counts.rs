//! Reads from a test runner's output how many tests passed and failed.
//!
//! Owns the three forms met here: cargo test, nextest and vitest. Never decides whether a step
//! failed: the exit code does.

/// Tests of one step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Passed.
    pub passed: u64,
    /// Failed, timed out or not started.
    pub failed: u64,
}

/// All summary lines of an output added up; `None` where there is none.
pub fn read(output: &str) -> Option<Counts> {
    let plain = without_colours(output);
    let mut found = None;
    for line in plain.lines().filter(|line| is_summary(line)) {
        let counts = found.get_or_insert_with(Counts::default);
        let words: Vec<&str> = line
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        for pair in words.windows(2) {
            let Ok(number) = pair[0].parse::<u64>() else {
                continue;
            };
            match pair[1] {
                "passed" => counts.passed += number,
                "failed" | "timed" | "exec" => counts.failed += number,
                _ => {}
            }
        }
    }
    found
}

fn is_summary(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("test result:")
        || (line.starts_with("Summary [") && line.contains(" run:"))
        || (line.starts_with("Tests ") && line.ends_with(')'))
}

fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        if letter == '\u{1b}' {
            rest.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(output: &str, passed: u64, failed: u64) {
        assert_eq!(read(output), Some(Counts { passed, failed }), "{output}");
    }

    #[test]
    fn each_runner_is_understood() {
        check(
            "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out\n\
             test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured",
            8,
            2,
        );
        check(
            "     Summary [   2.1s] 9/12 tests run: 6 passed (1 slow), 1 failed, 2 timed out, 3 skipped",
            6,
            3,
        );
        check(
            " Test Files  2 passed (2)\n      Tests  1 failed | 11 passed (12)\n",
            11,
            1,
        );
    }

    #[test]
    fn colours_do_not_hide_a_number() {
        check(
            "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m4 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (4)\u{1b}[39m",
            4,
            0,
        );
    }

    #[test]
    fn an_output_without_a_summary_has_no_counts() {
        assert_eq!(read("3 passed by on the road"), None);
    }
}
