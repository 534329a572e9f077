//! How a server cuts a text into tokens.
//!
//! Owns two ways: a simple one that tests can do in their head, and one that weighs words,
//! figures, signs and ideographs as tokenizers of real providers do. Never: a vocabulary.

use serde_json::Value;

/// How a server counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tokenizer {
    /// Four bytes a token, over the JSON of every block.
    #[default]
    FourBytes,
    /// Pieces of words, over what a block says and a few tokens for its frame.
    Pieces,
}

/// Letters of a word that are one piece; common words are shorter.
const PIECE: usize = 6;
/// Figures of a number that are one piece.
const FIGURES: usize = 3;
/// What a message costs beside its text.
const FRAME: u64 = 4;

impl Tokenizer {
    /// Tokens of what a model says.
    pub(crate) fn of_text(self, text: &str) -> u64 {
        match self {
            Self::FourBytes => text.len().div_ceil(4) as u64,
            Self::Pieces => pieces(text),
        }
    }

    /// The size of a block of a prompt, as [`Tokenizer::of_sum`] adds it up.
    pub(crate) fn weight(self, role: &str, block: &Value) -> u64 {
        match self {
            Self::FourBytes => format!("{role}:{block}").len() as u64,
            Self::Pieces if role == "tool" => pieces(&block.to_string()),
            Self::Pieces => FRAME + said(block),
        }
    }

    /// Tokens of blocks of this size together.
    pub(crate) fn of_sum(self, weight: u64) -> u64 {
        match self {
            Self::FourBytes => weight.div_ceil(4),
            Self::Pieces => weight,
        }
    }
}

/// Tokens of every text a block holds; the names of its fields are no part of a prompt.
fn said(block: &Value) -> u64 {
    match block {
        Value::String(text) => pieces(text),
        Value::Array(items) => items.iter().map(said).sum(),
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "type" | "role" | "id"))
            .map(|(_, value)| said(value))
            .sum(),
        Value::Null => 0,
        other => pieces(&other.to_string()),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Figure,
    Blank,
    Break,
    /// A sign, or a character of a script without blanks: each is a piece.
    Alone,
}

fn kind(char: char) -> Kind {
    match char {
        '\n' => Kind::Break,
        _ if char.is_whitespace() => Kind::Blank,
        _ if char.is_ascii_digit() => Kind::Figure,
        _ if char.is_alphabetic() && (char as u32) < 0x2e80 => Kind::Letter,
        _ => Kind::Alone,
    }
}

/// A blank belongs to the word behind it.
fn pieces(text: &str) -> u64 {
    let (mut count, mut run) = (0, (Kind::Blank, 0_usize));
    let whole = |(kind, length): (Kind, usize)| match kind {
        Kind::Letter => length.div_ceil(PIECE),
        Kind::Figure => length.div_ceil(FIGURES),
        Kind::Blank => usize::from(length > 1),
        Kind::Break => usize::from(length > 0),
        Kind::Alone => length,
    };
    for char in text.chars() {
        let kind = kind(char);
        if kind == run.0 {
            run.1 += 1;
        } else {
            count += whole(run);
            run = (kind, 1);
        }
    }
    (count + whole(run)) as u64
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn words_figures_signs_and_ideographs_weigh_differently() {
        let check = |text, expected| assert_eq!(pieces(text), expected, "{text}");
        check("", 0);
        check("the sea was calm", 4);
        check("extraordinarily calm", 4);
        check("17204", 2);
        check("17,204.5", 5);
        check("我们明天见面", 6);
        check("a\n\n    b", 4);
    }
}
