//! What the model reads of a tool's answer that is too large for the window.
//!
//! Owns those words and the cut. Pure; where the whole is put is decided by the agent.

use super::summary::middle_out;

/// Where the whole answer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// In the file that was read.
    InItsFile,
    /// In this file, put there for it.
    Put(String),
    /// It can be had only by asking again.
    Nowhere,
}

/// Beginning and end within `most` bytes, and where the rest is.
pub fn shortened(whole: &str, most: usize, left: &Left) -> String {
    let note = match left {
        Left::InItsFile => {
            "Only parts are shown, since the file is too large to read at once. Read fewer lines \
             with offset and limit."
                .to_owned()
        }
        Left::Put(path) => format!(
            "Only parts are shown, since the answer is too large. All of it is in {path}; read \
             it in parts, with offset and limit."
        ),
        Left::Nowhere => {
            "Only parts are shown, since the answer is too large. Ask for less at a time."
                .to_owned()
        }
    };
    // Characters of this text that fit in so many bytes.
    let fitting = most.saturating_mul(whole.chars().count()) / whole.len().max(1);
    format!("{}\n\n[{note}]", middle_out(whole, fitting))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_fits_whatever_its_characters_take() {
        let put = Left::Put("tool-results/a.txt".into());
        for text in ["x".repeat(300_000), "猫".repeat(100_000)] {
            let left = shortened(&text, 6_000, &put);
            assert!(left.len() < 6_300, "{}", left.len());
            assert!(left.contains("characters left out") && left.contains("tool-results/a.txt"));
        }
    }
}
