//! Telegram's position where the tables have none: another program's file, or our own of a clean
//! stop (walks.md, Telegram's position).
//!
//! Owns reading `telegram/update-offset-<account>.json`. A position of another bot is not used:
//! it would hide that bot's messages.

use serde_json::Value;

use super::bot_token::{BotPlace, Token, bot_of};
use super::host::Host;
use crate::channel::TokenSource;

/// The last update that was taken, if the file tells it for the bot of this account.
pub(super) async fn from_file(host: &Host, account: &str) -> Option<i64> {
    let file = host
        .state
        .telegram()
        .join(format!("update-offset-{account}.json"));
    let text = std::fs::read_to_string(file).ok()?;
    let found: Value = serde_json::from_str(&text).ok()?;
    position(&found, bot_id(host, account).await.as_deref())
}

fn position(file: &Value, bot: Option<&str>) -> Option<i64> {
    let of_bot = match &file["botId"] {
        Value::Null => true,
        Value::Number(id) => Some(id.to_string().as_str()) == bot,
        id => id.as_str() == bot && bot.is_some(),
    };
    of_bot.then(|| file["lastUpdateId"].as_i64()).flatten()
}

/// A bot's token begins with its id.
async fn bot_id(host: &Host, account: &str) -> Option<String> {
    let accounts = host.config().current().telegram_accounts();
    let found = accounts.into_iter().find(|found| found.id == account)?;
    let token = Token {
        secrets: host.secrets.clone(),
        place: BotPlace::of(&found),
        before: Vec::new(),
    };
    let token = token.token().await.ok()?;
    bot_of(&token).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_position_is_taken_for_the_bot_it_belongs_to() {
        let check = |file: Value, bot: Option<&str>, expected: Option<i64>| {
            assert_eq!(position(&file, bot), expected, "{file} {bot:?}");
        };
        let second = json!({ "version": 2, "lastUpdateId": 733, "botId": "42" });
        check(second.clone(), Some("42"), Some(733));
        check(second.clone(), Some("43"), None);
        check(second, None, None);
        check(
            json!({ "lastUpdateId": 7, "botId": 42 }),
            Some("42"),
            Some(7),
        );
        check(json!({ "version": 1, "lastUpdateId": 7 }), None, Some(7));
        check(json!({ "version": 1 }), None, None);
        check(json!(["?"]), Some("42"), None);
    }
}
