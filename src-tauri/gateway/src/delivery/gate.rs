//! The gate: the only exit towards a person (design.md §1, user-pain.md themes 7 and 13).
//!
//! Owns silent tokens in every dressing. Pure. A token at the edges is taken off, a text that is
//! only tokens says nothing, a token in the middle of a text is ordinary text.

/// What the agent says when it has nothing to say.
const TOKENS: [&str; 2] = ["HEARTBEAT_OK", "NO_REPLY"];

/// What may go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing to say.
    Silent,
    /// This, and nothing else.
    Say(String),
}

/// Lets a finished text through.
pub fn pass(text: &str) -> Verdict {
    let mut rest = text.trim();
    let mut stripped = false;
    loop {
        let before = rest;
        if let Some(after) = strip_front(rest) {
            rest = after;
            stripped = true;
        }
        if let Some(after) = strip_back(rest) {
            rest = after;
            stripped = true;
        }
        if rest == before {
            break;
        }
    }
    // What stood around a token (`**`, quotes, a full stop) is no text once the token is gone.
    if rest.is_empty() || (stripped && !rest.chars().any(char::is_alphanumeric)) {
        return Verdict::Silent;
    }
    Verdict::Say(if stripped {
        rest.trim().to_owned()
    } else {
        text.trim().to_owned()
    })
}

/// Takes a dressed token off the front, with the rest of its line where that is dressing only.
fn strip_front(text: &str) -> Option<&str> {
    let start = undressed_front(text);
    let after = &start[token_at(start)?..];
    let closed = after.trim_start_matches('_');
    // `HEARTBEAT_OKAY` and `NO_REPLY_NEEDED` are words of their own.
    if closed.starts_with(char::is_alphanumeric) {
        return None;
    }
    let line = closed.split('\n').next().unwrap_or_default();
    if undressed_front(line).is_empty() {
        return Some(closed[line.len()..].trim_start());
    }
    Some(undressed_front(closed))
}

/// Takes a dressed token off the back, with the beginning of its line where that is dressing only.
fn strip_back(text: &str) -> Option<&str> {
    let end = undressed_back(text);
    let token = TOKENS
        .iter()
        .find(|token| ends_with_ignoring_case(end, token))?;
    let before = &end[..end.len() - token.len()];
    if before
        .trim_end_matches('_')
        .ends_with(char::is_alphanumeric)
    {
        return None;
    }
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = &before[line_start..];
    if undressed_back(line).is_empty() {
        return Some(before[..line_start].trim_end());
    }
    // Quoted behind words of its own line, it is talked about: `I answer with "NO_REPLY".`
    if line.ends_with(is_quote) {
        return None;
    }
    Some(
        before
            .trim_end_matches(|character: char| character.is_whitespace() || is_markup(character)),
    )
}

fn token_at(text: &str) -> Option<usize> {
    TOKENS
        .iter()
        .find(|token| starts_with_ignoring_case(text, token))
        .map(|token| token.len())
}

fn starts_with_ignoring_case(text: &str, token: &str) -> bool {
    text.get(..token.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(token))
}

fn ends_with_ignoring_case(text: &str, token: &str) -> bool {
    text.len()
        .checked_sub(token.len())
        .and_then(|from| text.get(from..))
        .is_some_and(|end| end.eq_ignore_ascii_case(token))
}

/// Skips markup, quotes, punctuation and blanks, HTML tags and entities before a token.
fn undressed_front(text: &str) -> &str {
    let mut rest = text;
    loop {
        let before = rest;
        rest = rest.trim_start_matches(is_dressing);
        if let Some(tag) = rest.strip_prefix('<')
            && let Some(end) = tag.find('>')
            && end <= 40
            && !tag[..end].contains('<')
        {
            rest = &tag[end + 1..];
        }
        if let Some(after) = rest.strip_prefix("&nbsp;") {
            rest = after;
        }
        if rest == before {
            return rest;
        }
    }
}

fn undressed_back(text: &str) -> &str {
    let mut rest = text;
    loop {
        let before = rest;
        rest = rest.trim_end_matches(is_dressing);
        if rest.ends_with('>')
            && let Some(start) = rest.rfind('<')
            && rest.len() - start <= 42
        {
            rest = &rest[..start];
        }
        if let Some(after) = rest.strip_suffix("&nbsp;") {
            rest = after;
        }
        if rest == before {
            return rest;
        }
    }
}

fn is_dressing(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '*' | '_'
                | '`'
                | '~'
                | '"'
                | '\''
                | '.'
                | '!'
                | ','
                | ';'
                | ':'
                | '-'
                | '#'
                | '|'
                | '='
                | '('
                | ')'
                | '['
                | ']'
                | '“'
                | '”'
                | '‘'
                | '’'
                | '«'
                | '»'
                | '「'
                | '」'
                | '。'
                | '！'
                | '，'
                | '…'
                | '—'
                | '─'
                | '\u{200b}'
                | '\u{feff}'
                | '\u{a0}'
        )
}

fn is_quote(character: char) -> bool {
    matches!(character, '`' | '"' | '\'' | '“' | '‘' | '«' | '「')
}

fn is_markup(character: char) -> bool {
    matches!(
        character,
        '*' | '_' | '~' | '(' | '[' | '-' | '—' | '#' | '|' | '=' | '─'
    )
}

/// Lets text through while it is being written: what may still turn out to be a silent token, and
/// the word that is not finished yet (a secret has no blanks), wait.
#[derive(Debug, Default)]
pub struct StreamGate {
    text: String,
    shown: usize,
}

impl StreamGate {
    /// Takes more text and says what may be shown now.
    pub fn push(&mut self, piece: &str) -> String {
        self.text.push_str(piece);
        let safe = self.safe_end();
        if safe <= self.shown {
            return String::new();
        }
        let out = self.text[self.shown..safe].to_owned();
        self.shown = safe;
        out
    }

    /// Everything taken so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How far text may be shown: up to the last border of a word, unless a token stands there,
    /// which is held back with its dressing until more text follows.
    fn safe_end(&mut self) -> usize {
        let text = self.text.as_str();
        let border = text
            .char_indices()
            .rev()
            .find(|(_, character)| character.is_whitespace() || !character.is_ascii())
            .map_or(0, |(at, character)| at + character.len_utf8());
        let mut kept = &text[..border];
        while let Some(before) = strip_back(kept) {
            kept = before;
        }
        if kept.len() == border && undressed_front(kept).is_empty() {
            // Only dressing so far: a token may follow it.
            return 0;
        }
        if self.shown == 0 {
            let mut rest = kept;
            while let Some(after) = strip_front(rest) {
                rest = after;
            }
            self.shown = kept.len() - rest.len();
        }
        kept.len()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let verdict = expected.map_or(Verdict::Silent, |text| Verdict::Say(text.to_owned()));
        assert_eq!(pass(text), verdict, "{text:?}");
    }

    #[test]
    fn tokens_alone_say_nothing_in_any_dressing() {
        for text in [
            "",
            "  \n",
            "HEARTBEAT_OK",
            "heartbeat_ok",
            "**HEARTBEAT_OK**",
            "`NO_REPLY`",
            "<b>NO_REPLY</b>",
            "“NO_REPLY”",
            "HEARTBEAT_OK.",
            "NO_REPLY!",
            "- NO_REPLY",
            "HEARTBEAT_OK HEARTBEAT_OK",
            "HEARTBEAT_OK\n\nNO_REPLY",
            "&nbsp;HEARTBEAT_OK&nbsp;",
            "```\nNO_REPLY\n```",
            "───\nNO_REPLY",
            "\u{200b}NO_REPLY",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn a_token_at_an_edge_is_taken_off_and_the_text_stays() {
        check(
            "HEARTBEAT_OK\n\nThe plants need water.",
            Some("The plants need water."),
        );
        check(
            "The plants need water.\n\nHEARTBEAT_OK",
            Some("The plants need water."),
        );
        check("Done. NO_REPLY", Some("Done."));
        check("All is well **HEARTBEAT_OK**", Some("All is well"));
        check("HEARTBEAT_OK\n\n- one\n- two", Some("- one\n- two"));
    }

    #[test]
    fn a_token_that_a_text_talks_about_is_ordinary_text() {
        for text in [
            "I answer with HEARTBEAT_OK when nothing is due.",
            "The word is `NO_REPLY`.",
            "HEARTBEAT_OKAY is a word",
            "**bold** text stays _as it is_",
            "─── a rule stays",
        ] {
            check(text, Some(text));
        }
    }

    proptest! {
        #[test]
        fn no_dressing_of_a_token_reaches_a_person(
            before in "[*_`~\"'.!,;:#\\-\\s]{0,8}", after in "[*_`~\"'.!,;:#\\-\\s]{0,8}",
            token in prop::sample::select(vec!["HEARTBEAT_OK", "NO_REPLY", "no_reply", "Heartbeat_Ok"]), times in 1usize..4
        ) {
            let text = format!("{before}{token}{after}").repeat(times);
            // Tokens that run into each other (`NO_REPLYNO_REPLY`) are one unknown word.
            prop_assume!(times == 1 || format!("{after}{before}").contains(|character: char| character != '_'));
            prop_assert_eq!(pass(&text), Verdict::Silent);
        }

        #[test]
        fn ordinary_text_goes_through_unchanged(text in "[a-z]{1,8}( [a-zåäö猫]{1,8}){0,12}[.!?]?") {
            prop_assert_eq!(pass(&text), Verdict::Say(text.clone()));
        }

        #[test]
        fn what_is_shown_while_writing_is_part_of_the_text_and_a_silent_text_shows_no_token(
            words in prop::collection::vec(prop::sample::select(vec!["hello", "NO_REPLY", "你好", "**HEARTBEAT_OK**", "\n\n", "word."]), 0..8),
            cut in 1usize..7
        ) {
            let text = words.join(" ");
            let mut gate = StreamGate::default();
            let mut shown = String::new();
            let characters: Vec<char> = text.chars().collect();
            for piece in characters.chunks(cut) {
                shown.push_str(&gate.push(&piece.iter().collect::<String>()));
                prop_assert!(text.contains(&shown));
                if let Verdict::Silent = pass(gate.text()) {
                    prop_assert!(!shown.contains("NO_REPLY") && !shown.contains("HEARTBEAT_OK"), "{:?}", shown);
                }
            }
        }
    }
}
