//! Numbers as people say them: `two`, 十五, `20`.
//!
//! Owns the words that are known. Pure.

/// The number a word means.
pub(super) fn number(word: &str) -> Option<u32> {
    let words = [
        ("a", 1),
        ("an", 1),
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("twelve", 12),
        ("fifteen", 15),
        ("twenty", 20),
        ("thirty", 30),
    ];
    let lower = word.to_ascii_lowercase();
    let named = words.iter().find(|(name, _)| *name == lower);
    named
        .map(|(_, n)| *n)
        .or_else(|| lower.parse().ok())
        .or_else(|| han_number(word))
}

/// 一 to 九十九.
fn han_number(word: &str) -> Option<u32> {
    let digit = |c: char| match c {
        '两' => Some(2),
        c => "零一二三四五六七八九"
            .chars()
            .position(|d| d == c)
            .and_then(|n| u32::try_from(n).ok()),
    };
    match word.split_once('十') {
        Some((tens, ones)) => {
            let tens = if tens.is_empty() {
                Some(1)
            } else {
                digit(tens.chars().next()?)
            };
            let ones = if ones.is_empty() {
                Some(0)
            } else {
                digit(ones.chars().next()?)
            };
            Some(tens? * 10 + ones?)
        }
        None => digit(word.chars().next()?).filter(|_| word.chars().count() == 1),
    }
}
