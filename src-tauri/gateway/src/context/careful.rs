//! A careful count where no provider has ever counted and the limit is near.
//!
//! Owns a rough reading of a text in the pieces tokenizers cut it into. No vocabulary is loaded:
//! servers that report nothing are local ones with vocabularies of their own, which OpenAI's
//! (66 MB in memory) fits no better than this does. Pure.

use crate::model::{Block, ModelRequest};

/// Letters of a Latin word that make one piece.
const WORD: usize = 5;
/// Letters of any other alphabet that make one piece.
const OTHER_WORD: usize = 3;
/// Digits that make one piece.
const DIGITS: usize = 3;
/// Equal signs in a row that make one piece.
const RULE: usize = 4;
/// Pieces a picture counts as.
const IMAGE: u64 = 1_200;

/// Pieces of a whole request; rather too many than too few.
pub fn careful_size(request: &ModelRequest) -> u64 {
    let blocks = request.turns.iter().flat_map(|turn| &turn.blocks);
    let blocks = blocks.map(|block| match block {
        Block::Text { text } | Block::Thinking { text, .. } => pieces(text),
        Block::Image { .. } => IMAGE,
        Block::Call(call) => pieces(&call.name) + pieces(&call.arguments.to_string()),
        Block::Result { text, tool, .. } => pieces(tool) + pieces(text),
    });
    let tools = request.tools.iter().map(|tool| {
        pieces(tool.name) + pieces(tool.description) + pieces(&tool.schema.to_string())
    });
    pieces(&request.system) + blocks.sum::<u64>() + tools.sum::<u64>()
}

/// What a letter belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Latin,
    Letter,
    Ideograph,
    Digit,
    Space,
    Sign(char),
}

/// Pieces of a text.
pub fn pieces(text: &str) -> u64 {
    let mut count = 0;
    let mut run: Option<(Class, usize)> = None;
    for letter in text.chars() {
        let class = class_of(letter);
        match &mut run {
            Some((held, length)) if *held == class => *length += 1,
            _ => count += run.replace((class, 1)).map_or(0, of_run),
        }
    }
    (count + run.map_or(0, of_run)) as u64
}

fn of_run((class, length): (Class, usize)) -> usize {
    match class {
        Class::Latin => length.div_ceil(WORD),
        Class::Letter => length.div_ceil(OTHER_WORD),
        Class::Ideograph => length,
        Class::Digit => length.div_ceil(DIGITS),
        // One blank belongs to the word behind it.
        Class::Space => usize::from(length > 1),
        Class::Sign(_) => length.div_ceil(RULE),
    }
}

fn class_of(letter: char) -> Class {
    match letter {
        _ if letter.is_whitespace() => Class::Space,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}' => {
            Class::Ideograph
        }
        _ if letter.is_numeric() => Class::Digit,
        _ if letter.is_ascii_alphabetic() => Class::Latin,
        _ if letter.is_alphabetic() => Class::Letter,
        _ => Class::Sign(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: u64) {
        assert_eq!(pieces(text), expected, "{text}");
    }

    #[test]
    fn a_text_is_counted_in_words_signs_and_ideographs() {
        check("", 0);
        check("Where is the key?", 5);
        check("internationalisation", 4);
        check("2026-11-21", 6);
        check("今天天气很好", 6);
        check("Привет", 2);
        check("a  b", 3);
        check("--------", 2);
        check("{\"path\":\"a.md\"}", 11);
    }

    #[test]
    fn it_never_counts_fewer_than_half_of_the_plain_estimate() {
        for text in [
            "The quick brown fox jumps over the lazy dog. ".repeat(40),
            "fn main() { println!(\"{}\", 1 + 2); }\n".repeat(40),
            "我们明天早上八点在公园门口见面。".repeat(40),
        ] {
            let plain = text.len() as f64 / 3.6;
            assert!(pieces(&text) as f64 > plain / 2.0, "{text}");
        }
    }
}
