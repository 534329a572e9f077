//! Words of a text for the full-text index, and a person's question as the index reads it (pure).
//!
//! Owns how Chinese, Japanese and Korean are cut: into pairs of neighbouring characters, the last
//! one alone too, so that a word of any length, one character included, is found in the middle of a
//! sentence without a dictionary. Other languages are left to SQLite's own tokenizer.

/// The text as it is indexed.
pub fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for piece in pieces(text) {
        match piece {
            Piece::Run(run) => pairs(&run).iter().for_each(|pair| push(&mut out, pair)),
            Piece::Word(word) => push(&mut out, &word),
        }
    }
    out
}

/// The question in the index's language: everything asked for must be there, the last letters of
/// a word may be missing. `None` = nothing is asked.
pub fn question(text: &str) -> Option<String> {
    let terms: Vec<String> = pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Run(run) if run.len() == 1 => format!("\"{}\"*", run[0]),
            Piece::Run(run) => {
                let pairs = pairs(&run);
                format!("\"{}\"", pairs[..pairs.len() - 1].join(" "))
            }
            Piece::Word(word) => format!("\"{word}\"*"),
        })
        .collect();
    (!terms.is_empty()).then(|| terms.join(" "))
}

/// The words of a question as they are looked for in a text to show where it was found.
pub fn asked_words(text: &str) -> Vec<String> {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Run(run) => run.into_iter().collect(),
            Piece::Word(word) => word,
        })
        .collect()
}

enum Piece {
    /// Characters written without blanks between words.
    Run(Vec<char>),
    /// Letters or digits of another script.
    Word(String),
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open = false;
    for character in text.chars() {
        if !character.is_alphanumeric() {
            open = false;
            continue;
        }
        let whole = is_unspaced(character);
        match pieces.last_mut() {
            Some(Piece::Run(run)) if open && whole => run.push(character),
            Some(Piece::Word(word)) if open && !whole => word.extend(character.to_lowercase()),
            _ if whole => pieces.push(Piece::Run(vec![character])),
            _ => pieces.push(Piece::Word(character.to_lowercase().collect())),
        }
        open = true;
    }
    pieces
}

/// Pairs of neighbours, then the last character alone.
fn pairs(run: &[char]) -> Vec<String> {
    let mut pairs: Vec<String> = run.windows(2).map(|pair| pair.iter().collect()).collect();
    pairs.extend(run.last().map(char::to_string));
    pairs
}

fn push(out: &mut String, word: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(word);
}

/// Han, Kana and Hangul.
fn is_unspaced(character: char) -> bool {
    matches!(character,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_cut_into_pairs_and_other_words_stay() {
        for (text, expected) in [
            ("今天天气好", "今天 天天 天气 气好 好"),
            ("Call Ada at 9", "call ada at 9"),
            ("用Rust写的", "用 rust 写的 的"),
            ("猫", "猫"),
            (" —! ", ""),
        ] {
            assert_eq!(segment(text), expected, "{text}");
        }
    }

    #[test]
    fn a_question_asks_for_all_its_words_and_can_not_break_the_index() {
        for (text, expected) in [
            ("天气", Some("\"天气\"")),
            ("今天天气", Some("\"今天 天天 天气\"")),
            ("好", Some("\"好\"*")),
            ("call Ada", Some("\"call\"* \"ada\"*")),
            ("a\" OR b*", Some("\"a\"* \"or\"* \"b\"*")),
            (" ?! ", None),
        ] {
            assert_eq!(question(text).as_deref(), expected, "{text}");
        }
    }
}
