//! Files people sent, fetched from Telegram.
//!
//! Owns the two steps (where it lies, its bytes) and the bounds. The address of a file holds the
//! token: it stands in no error and in no log. Never writes a file.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::client::Client;
use super::failure::{CallError, Meaning};
use crate::channel::brought::BroughtFile;
use crate::channel::types::FetchFailure;
use crate::error::{Problem, params};

/// Telegram gives bots no larger file, bytes.
const LARGEST: u64 = 20 * 1024 * 1024;
const ASK_LIMIT: Duration = Duration::from_secs(30);
/// The longest a download may take.
const LOAD_LIMIT: Duration = Duration::from_secs(180);
/// Before another try where Telegram says nothing.
const AGAIN: Duration = Duration::from_secs(2);

#[derive(Debug, Serialize)]
struct GetFile<'a> {
    file_id: &'a str,
}

#[derive(Debug, Deserialize)]
struct Held {
    file_path: Option<String>,
    file_size: Option<u64>,
}

/// The bytes of a file, at most `most`.
pub async fn fetch(
    client: &Client,
    file: &BroughtFile,
    most: u64,
) -> Result<Vec<u8>, FetchFailure> {
    let most = most.min(LARGEST);
    if file.size.is_some_and(|size| size > most) {
        return Err(too_large(most));
    }
    let question = GetFile {
        file_id: &file.source,
    };
    let asked = client.call::<Held>("getFile", &question, ASK_LIMIT).await;
    let held = asked.map_err(|error| match error.meaning() {
        Some(Meaning::BadToken) => FetchFailure::Never(error.problem()),
        _ => failed(&error, most),
    })?;
    if held.file_size.is_some_and(|size| size > most) {
        return Err(too_large(most));
    }
    let path = held.file_path.filter(|path| is_plain(path));
    let path = path.ok_or_else(|| FetchFailure::Never(Problem::new("media-gone")))?;
    let loaded = client.download(&path, most, LOAD_LIMIT).await;
    loaded
        .map_err(|error| failed(&error, most))?
        .ok_or_else(|| too_large(most))
}

fn too_large(most: u64) -> FetchFailure {
    let mb = most / (1024 * 1024);
    let problem = match most >= LARGEST {
        true => Problem::with("media-too-large-telegram", params([("most", mb.into())])),
        false => Problem::with("media-too-large", params([("most", mb.into())])),
    };
    FetchFailure::Never(problem)
}

fn failed(error: &CallError, most: u64) -> FetchFailure {
    match error.meaning() {
        // Telegram's own words for more than 20 MB; a client with a Bot API server of its own may
        // be told otherwise.
        Some(Meaning::TooBig) => return too_large(most),
        Some(Meaning::TooMany | Meaning::Server | Meaning::Conflict) => {}
        // The address of a file that is gone, and the id of one that never was.
        Some(_) => return FetchFailure::Never(Problem::new("media-gone")),
        None => {}
    }
    match error {
        CallError::NoToken(_) | CallError::BadRoot => FetchFailure::Never(error.problem()),
        CallError::Api(failure) => FetchFailure::Again {
            after: failure.retry_after.unwrap_or(AGAIN),
            reason: error.problem(),
        },
        _ => FetchFailure::Again {
            after: AGAIN,
            reason: error.problem(),
        },
    }
}

/// A path below the API's own folder of files.
fn is_plain(path: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"._- ()/".contains(&byte);
    let step = |step: &str| !matches!(step, "" | "." | "..");
    path.bytes().all(letter) && path.split('/').all(step)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::super::testing::{NOW, Reply, Server, TOKEN, Tokens};
    use super::*;
    use std::sync::Arc;

    use crate::clock::ManualClock;

    #[test]
    fn only_a_path_below_the_files_is_asked_for() {
        let check = |path: &str, plain: bool| assert_eq!(is_plain(path), plain, "{path}");
        check("photos/file_1.jpg", true);
        check("files/file-0/my list (2).pdf", true);
        check("../sendMessage", false);
        check("/var/lib/bot/file", false);
        check("a//b", false);
        check("a?x=1", false);
        check("a%2fb", false);
    }

    async fn check(reply: Reply, code: &str, again: bool) {
        let server = Server::start().await;
        server.then("getFile", reply);
        let tokens = Arc::new(Tokens(tokio::sync::watch::channel(0).0, None));
        let client = Client::new(&server.root, tokens, ManualClock::new(NOW, "UTC"));
        let file = BroughtFile {
            source: "x".into(),
            path: None,
            kind: crate::channel::FileKind::Document,
            name: "a".into(),
            mime: "text/plain".into(),
            size: None,
            seconds: None,
        };
        let failure = fetch(&client, &file, 1024 * 1024).await.unwrap_err();
        let (problem, told) = match failure {
            FetchFailure::Again { reason, .. } => (reason, true),
            FetchFailure::Never(problem) => (problem, false),
        };
        assert_eq!((problem.code.as_str(), told), (code, again));
        let words = format!("{problem:?}");
        assert!(!words.contains(TOKEN), "{words}");
    }

    #[tokio::test]
    async fn what_may_get_better_is_told_apart_from_what_never_will() {
        let large = json!({"file_id": "x", "file_size": 2_000_000, "file_path": "a/b"});
        check(Reply::Result(large), "media-too-large", false).await;
        check(
            Reply::Result(json!({"file_id": "x", "file_path": "../getMe"})),
            "media-gone",
            false,
        )
        .await;
        check(Reply::Result(json!({"file_id": "x"})), "media-gone", false).await;
        let wrong = Reply::Error(400, "Bad Request: invalid file_id", json!({}));
        check(wrong, "media-gone", false).await;
        let large = Reply::Error(400, "Bad Request: file is too big", json!({}));
        check(large, "media-too-large", false).await;
        let revoked = Reply::Error(401, "Unauthorized", json!({}));
        check(revoked, "telegram-token", false).await;
        let busy = Reply::Error(429, "Too Many Requests", json!({"retry_after": 3}));
        check(busy, "telegram-too-many", true).await;
        check(Reply::Break, "telegram-lost", true).await;
    }
}
