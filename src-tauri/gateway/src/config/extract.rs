//! Takes secrets out of the settings' tree and puts the environment in (`${NAME}`).
//!
//! Owns the one list of keys that hold secrets. After this pass the tree to be read holds
//! references only, and the tree to be shown holds neither secrets nor the environment's values.

use secrecy::SecretString;
use serde_json::{Map, Value};

use super::field::Findings;
use super::path::{ConfigPath, Step};
use super::problem::{ConfigProblem, ProblemKind};
use crate::secret::{ConfigSecrets, Env, PlainFrom, SecretRef};

/// A key of this name holds a secret wherever it stands.
const SECRET_KEYS: &[&str] = &[
    "apiKey",
    "botToken",
    "appToken",
    "token",
    "accessToken",
    "refreshToken",
    "authToken",
    "bearerToken",
    "webhookToken",
    "webhookSecret",
    "signingSecret",
    "clientSecret",
    "secret",
    "secretKey",
    "password",
    "passphrase",
    "privateKey",
];

/// Every text below a key of this name is a secret.
const SECRET_PARENTS: &[&str] = &["headers", "env"];

/// Parts of a variable's name that say its value is a secret, wherever it is put.
const SECRET_NAMES: &[&str] = &["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSPHRASE"];

/// Whether the value at `path` is a secret.
pub fn is_secret(path: &ConfigPath) -> bool {
    let own = path
        .last_key()
        .is_some_and(|key| SECRET_KEYS.contains(&key));
    let steps = path.steps();
    let above = steps[..steps.len().saturating_sub(1)].last();
    own || matches!(above, Some(Step::Key(key)) if SECRET_PARENTS.contains(&key.as_str()))
}

/// The two trees of one pass.
#[derive(Debug)]
pub struct Extracted {
    /// To be read: the environment filled in, secrets as references.
    pub read: Value,
    /// To be shown: as written, secrets as references.
    pub shown: Value,
}

/// The pass over one tree.
pub struct Extractor<'a> {
    /// Where variables come from.
    pub env: &'a Env,
    /// Mistakes on the way.
    pub findings: &'a mut Findings,
    /// Secrets on the way.
    pub secrets: &'a mut ConfigSecrets,
}

impl Extractor<'_> {
    /// Goes through `value`, which stands at `path`.
    pub fn pass(&mut self, value: Value, path: &ConfigPath) -> Extracted {
        match value {
            Value::Object(map) => {
                let (mut read, mut shown) = (Map::new(), Map::new());
                for (key, below) in map {
                    let part = self.pass(below, &path.key(&key));
                    read.insert(key.clone(), part.read);
                    shown.insert(key, part.shown);
                }
                Extracted {
                    read: Value::Object(read),
                    shown: Value::Object(shown),
                }
            }
            Value::Array(items) => {
                let parts = items.into_iter().enumerate();
                let (read, shown) = parts
                    .map(|(place, item)| {
                        let part = self.pass(item, &path.index(place));
                        (part.read, part.shown)
                    })
                    .unzip();
                Extracted {
                    read: Value::Array(read),
                    shown: Value::Array(shown),
                }
            }
            Value::String(text) if is_secret(path) => self.secret(&text, path),
            Value::Number(number) if is_secret(path) => self.secret(&number.to_string(), path),
            Value::String(text) => self.text(text, path),
            plain => same(plain),
        }
    }

    fn text(&mut self, text: String, path: &ConfigPath) -> Extracted {
        let Some(filled) = self.fill(&text, path) else {
            return Extracted {
                read: Value::Null,
                shown: text.into(),
            };
        };
        for (name, value) in filled.used {
            if SECRET_NAMES.iter().any(|part| name.contains(part)) {
                self.secrets.also_redact.push(SecretString::from(value));
            }
        }
        Extracted {
            read: filled.text.into(),
            shown: text.into(),
        }
    }

    fn secret(&mut self, text: &str, path: &ConfigPath) -> Extracted {
        if let Some(reference) = SecretRef::parse(text) {
            self.secrets.references.insert(reference.path().to_owned());
            return same(text.into());
        }
        let Some(filled) = self.fill(text, path) else {
            return Extracted {
                read: Value::Null,
                shown: text.into(),
            };
        };
        if filled.text.is_empty() {
            return same(Value::Null);
        }
        let reference = Value::from(SecretRef::new(&path.to_string()).to_string());
        let whole = |name: &str| text.trim() == format!("${{{name}}}");
        let (from, shown) = match filled.used.first() {
            Some((name, _)) if whole(name) => {
                (PlainFrom::Environment(name.clone()), Value::from(text))
            }
            _ => (PlainFrom::File, reference.clone()),
        };
        self.secrets
            .insert(&path.to_string(), SecretString::from(filled.text), from);
        Extracted {
            read: reference,
            shown,
        }
    }

    /// Fills in the environment; `None` with a note where a variable is unset or empty.
    fn fill(&mut self, text: &str, path: &ConfigPath) -> Option<Filled> {
        match fill(text, self.env) {
            Ok(filled) => Some(filled),
            Err(name) => {
                self.findings.problems.push(ConfigProblem::at(
                    path.clone(),
                    ProblemKind::EnvironmentUnset(name),
                ));
                None
            }
        }
    }
}

fn same(value: Value) -> Extracted {
    Extracted {
        read: value.clone(),
        shown: value,
    }
}

struct Filled {
    text: String,
    used: Vec<(String, String)>,
}

/// `${NAME}` becomes the variable's value, `$${NAME}` becomes `${NAME}`; other text stays. The
/// error is the name of a variable that is unset or empty.
fn fill(text: &str, env: &Env) -> Result<Filled, String> {
    let mut filled = Filled {
        text: String::with_capacity(text.len()),
        used: Vec::new(),
    };
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let (before, from) = rest.split_at(at);
        let name = from[2..].split_once('}').map(|(name, _)| name);
        let Some(name) = name.filter(|name| is_name(name)) else {
            filled.text.push_str(before);
            filled.text.push_str("${");
            rest = &from[2..];
            continue;
        };
        rest = &from[name.len() + 3..];
        if let Some(before) = before.strip_suffix('$') {
            filled.text.push_str(before);
            filled.text.push_str(&format!("${{{name}}}"));
            continue;
        }
        let value = env(name).filter(|value| !value.is_empty());
        let value = value.ok_or_else(|| name.to_owned())?;
        filled.text.push_str(before);
        filled.text.push_str(&value);
        filled.used.push((name.to_owned(), value));
    }
    filled.text.push_str(rest);
    Ok(filled)
}

/// `[A-Z_][A-Z0-9_]*`.
fn is_name(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    name.chars().all(allowed) && !name.starts_with(|c: char| c.is_ascii_digit()) && !name.is_empty()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use super::*;

    fn check(text: &str, expected: Result<&str, &str>) {
        let env: Env = Arc::new(|name| match name {
            "A" => Some("one".into()),
            "B_2" => Some("${A}".into()),
            "EMPTY" => Some(String::new()),
            _ => None,
        });
        let filled = fill(text, &env).map(|filled| filled.text);
        assert_eq!(
            filled.as_deref().map_err(String::as_str),
            expected,
            "{text}"
        );
    }

    #[test]
    fn the_environment_is_put_in_once_and_two_dollars_are_literal() {
        check("plain", Ok("plain"));
        check("${A}", Ok("one"));
        check("x${A}-${A}y", Ok("xone-oney"));
        check("${B_2}", Ok("${A}"));
        check("$${A}", Ok("${A}"));
        check("$$${A}", Ok("$${A}"));
        check("${lower} ${A", Ok("${lower} ${A"));
        check("${} $A ${A}", Ok("${} $A one"));
        check("${MISSING}", Err("MISSING"));
        check("a ${EMPTY}", Err("EMPTY"));
    }

    #[test]
    fn secrets_are_told_by_the_name_of_their_key() {
        for (path, secret) in [
            ("models.providers.x.apiKey", true),
            ("channels.telegram.accounts.a.botToken", true),
            ("gateway.auth.token", true),
            ("models.providers.x.headers.X-Key", true),
            ("cron.webhookToken", true),
            ("models.providers.x.models[0].maxTokens", false),
            ("channels.telegram.tokenFile", false),
            ("agents.defaults.contextTokens", false),
        ] {
            assert_eq!(
                is_secret(&ConfigPath::parse(path).unwrap()),
                secret,
                "{path}"
            );
        }
    }
}
