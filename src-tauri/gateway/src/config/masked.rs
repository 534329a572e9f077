//! The settings as the window may show them: `${kept:…}` stands where a secret stands.
//!
//! Owns hiding secrets in a text, valid or not, and putting them back when it is saved. What is not
//! touched comes back as it was written. Never says what stood there.

use std::ops::Range;

use super::extract::is_secret;
use super::outline::{self, Spot};
use crate::secret::{Redactor, SecretRef};

const OPEN: &str = "${kept:";

/// A text without its secrets.
#[derive(Clone)]
pub struct Masked {
    /// What may be shown.
    pub text: String,
    kept: Vec<Kept>,
}

#[derive(Clone)]
struct Kept {
    /// Between `${kept:` and `}`.
    name: String,
    /// As it was written, with its quotes where it was a whole value.
    written: String,
    /// A value of its own; else a piece of a comment or a longer text.
    whole: bool,
}

impl std::fmt::Debug for Masked {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Masked")
    }
}

impl Masked {
    /// Hides what the keys of `text` say is secret, and what `redactor` knows or takes for one.
    pub fn of(text: &str, redactor: &Redactor) -> Self {
        let spots = outline::spots(text);
        let mut kept: Vec<(Range<usize>, Kept)> = Vec::new();
        for spot in spots.iter().filter(|spot| is_plain_secret(spot, text)) {
            let path = spot.path.to_string();
            let quoted = serde_json::Value::from(path).to_string();
            // A stand-in ends with the first closing brace.
            let path = quoted.trim_matches('"').replace('}', ")");
            let twice = kept.iter().filter(|(_, one)| one.name == path).count();
            let name = match twice {
                0 => path,
                again => format!("{path}#{again}"),
            };
            let written = text[spot.value.clone()].to_owned();
            let whole = true;
            let one = Kept {
                name,
                written,
                whole,
            };
            kept.push((spot.value.clone(), one));
        }
        let values = kept.len();
        for place in redactor.places(text) {
            let written = &text[place.clone()];
            let apart = |(other, _): &(Range<usize>, Kept)| {
                other.end <= place.start || place.end <= other.start
            };
            let names_one = written.contains("${") || written.contains("$secret");
            if names_one || !kept.iter().all(apart) {
                continue;
            }
            let one = Kept {
                name: format!("#{}", kept.len() - values + 1),
                written: written.to_owned(),
                whole: false,
            };
            kept.push((place, one));
        }
        kept.sort_by_key(|(place, _)| place.start);
        let mut shown = String::with_capacity(text.len());
        let mut done = 0;
        for (place, one) in &kept {
            shown.push_str(&text[done..place.start]);
            let stands = format!("{OPEN}{}}}", one.name);
            match one.whole {
                true => shown.push_str(&format!("\"{stands}\"")),
                false => shown.push_str(&stands),
            }
            done = place.end;
        }
        shown.push_str(&text[done..]);
        Self {
            text: shown,
            kept: kept.into_iter().map(|(_, one)| one).collect(),
        }
    }

    /// `text` with the secrets back in their places. The error is where something stands that
    /// nothing is kept for, bytes of `text`.
    pub fn put_back(&self, text: &str) -> Result<String, Range<usize>> {
        let mut whole = String::with_capacity(text.len());
        let mut done = 0;
        for place in stand_ins(text) {
            let name = &text[place.start + OPEN.len()..place.end - 1];
            let Some(one) = self.kept.iter().find(|one| one.name == name) else {
                return Err(place);
            };
            let mut place = place;
            if one.whole {
                let before = text[..place.start].chars().next_back();
                let after = text[place.end..].chars().next();
                match before {
                    Some(quote @ ('"' | '\'')) if after == Some(quote) => {
                        place = place.start - 1..place.end + 1;
                    }
                    // In a longer text it would bring its own quotes with it.
                    _ => return Err(place),
                }
            }
            whole.push_str(&text[done..place.start]);
            whole.push_str(&one.written);
            done = place.end;
        }
        whole.push_str(&text[done..]);
        Ok(whole)
    }
}

/// Where `${kept:…}` stands, bytes.
fn stand_ins(text: &str) -> Vec<Range<usize>> {
    let starts = text.match_indices(OPEN).map(|(at, _)| at);
    starts
        .filter_map(|at| {
            let line = text[at..].lines().next()?;
            let end = line.find('}')?;
            Some(at..at + end + 1)
        })
        .collect()
}

/// The value is a secret in plain text: neither a reference nor the environment's.
fn is_plain_secret(spot: &Spot, text: &str) -> bool {
    let written = &text[spot.value.clone()];
    let value = outline::inner(written);
    let says = !written.starts_with(['{', '[']) && !value.is_empty();
    let nothing = matches!(written, "null" | "true" | "false");
    let named = value.starts_with("${")
        && !value.starts_with(OPEN)
        && value.find('}') == Some(value.len() - 1);
    is_secret(&spot.path) && says && !nothing && SecretRef::parse(&value).is_none() && !named
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::secret::SecretString;

    const KEY: &str = "sk-live-0123456789abcdefghij";

    fn redactor() -> Redactor {
        let redactor = Redactor::default();
        redactor.register(&SecretString::from("tr0ub4dor-and-three"));
        redactor
    }

    fn check(text: &str, shown: &str) {
        let masked = Masked::of(text, &redactor());
        assert_eq!(masked.text, shown);
        assert_eq!(masked.put_back(&masked.text).unwrap(), text);
        assert!(!format!("{masked:?}").contains("live"));
    }

    #[test]
    fn a_secret_is_hidden_wherever_it_stands_and_comes_back_as_written() {
        check(
            &format!("{{ channels: {{ telegram: {{ botToken: '{KEY}' }} }} }}"),
            "{ channels: { telegram: { botToken: \"${kept:channels.telegram.botToken}\" } } }",
        );
        check(
            "{ models: { providers: { 'my box': { headers: { 'X-Key': \"a\\\"b\" } } } } }",
            "{ models: { providers: { 'my box': { headers: { 'X-Key': \"${kept:models.providers[\\\"my box\\\"].headers.X-Key}\" } } } } }",
        );
        check(
            "// once tr0ub4dor-and-three\n{ ui: { note: 'tr0ub4dor-and-three here' } }",
            "// once ${kept:#1}\n{ ui: { note: '${kept:#2} here' } }",
        );
        check(
            "{ a: { token: 12345678 } }",
            "{ a: { token: \"${kept:a.token}\" } }",
        );
        check(
            "{ a: { token: 'one', token: 'two' } }",
            "{ a: { token: \"${kept:a.token}\", token: \"${kept:a.token#1}\" } }",
        );
    }

    #[test]
    fn a_text_that_is_no_json_gives_no_secret_away() {
        check(
            &format!("{{ models: {{ providers: {{ x: {{ apiKey: \"{KEY}\n }}"),
            "{ models: { providers: { x: { apiKey: \"${kept:models.providers.x.apiKey}\"\n }",
        );
        let masked = Masked::of(&format!("apiKey: {KEY}"), &redactor());
        assert!(!masked.text.contains(KEY), "{}", masked.text);
    }

    #[test]
    fn what_holds_no_secret_itself_stays() {
        for text in [
            "{ a: { apiKey: '$secret:a.apiKey' } }",
            "{ a: { apiKey: '${MY_KEY}' } }",
            "{ a: { apiKey: null, token: '' } }",
            "{ ui: { language: 'en' } } // password: ${DB_PASSWORD}",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn a_stand_in_can_be_moved_and_an_unknown_one_is_refused() {
        let text = "{ a: { token: 'tr0ub4dor-one' } }";
        let masked = Masked::of(text, &redactor());
        let moved = "{ b: { token: '${kept:a.token}' } }";
        assert_eq!(
            masked.put_back(moved).unwrap(),
            "{ b: { token: 'tr0ub4dor-one' } }"
        );
        for wrong in ["{ a: '${kept:b.token}' }", "{ a: 'x ${kept:a.token}' }"] {
            let place = masked.put_back(wrong).unwrap_err();
            assert!(wrong[place].starts_with("${kept:"));
        }
    }
}
