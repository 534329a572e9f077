//! Whose token it is, asked before it is kept.
//!
//! Owns one call of getMe with a token that belongs to no account yet.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use secrecy::SecretString;

use super::client::{Client, TokenSource};
use super::wire::Me;
use crate::clock::SharedClock;
use crate::error::Problem;

/// Longest wait for an answer.
const LIMIT: Duration = Duration::from_secs(20);

/// The token on trial.
struct Given(SecretString);

#[async_trait]
impl TokenSource for Given {
    async fn token(&self) -> Result<SecretString, Problem> {
        Ok(self.0.clone())
    }
}

/// The name of the bot that `token` belongs to, `@wren_bot`.
///
/// # Errors
/// Why Telegram named none: it does not know the token, or can't be reached.
pub async fn bot_of(
    api_root: &str,
    token: SecretString,
    clock: SharedClock,
) -> Result<String, Problem> {
    let client = Client::new(api_root, Arc::new(Given(token)), clock);
    let nothing = serde_json::Map::new();
    let asked = client.call::<Me>("getMe", &nothing, LIMIT).await;
    let me = asked.map_err(|error| error.problem())?;
    me.username
        .map(|name| format!("@{name}"))
        .ok_or_else(|| Problem::new("telegram-token"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::{Value, json};

    use super::super::testing::{NOW, Reply, Server, TOKEN};
    use super::*;
    use crate::clock::ManualClock;

    async fn check(token: &str, reply: Option<Reply>, expected: Result<&str, &str>) {
        let server = Server::start().await;
        if let Some(reply) = reply {
            server.then("getMe", reply);
        }
        let clock = ManualClock::new(NOW, "UTC");
        let found = bot_of(&server.root, token.into(), clock).await;
        let found = found.as_deref().map_err(|problem| problem.code.as_str());
        assert_eq!(found, expected);
    }

    #[tokio::test]
    async fn a_token_names_its_bot_or_says_why_not() {
        let me = json!({"id": 1, "is_bot": true, "username": "wren_bot"});
        check(TOKEN, Some(Reply::Result(me)), Ok("@wren_bot")).await;
        let unknown = Reply::Error(401, "Unauthorized", Value::Null);
        check(TOKEN, Some(unknown), Err("telegram-token")).await;
        check("not a token/x", None, Err("telegram-token")).await;
        check(TOKEN, Some(Reply::Break), Err("telegram-lost")).await;
    }
}
