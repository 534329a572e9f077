//! The prompt cache the fake model plays.

use cove_tests::FakeModel;
use serde_json::{Value, json};

use crate::{ask, message};

#[tokio::test]
async fn anthropics_cache_holds_marked_prefixes_only() {
    let model = FakeModel::start().await;
    let system = "s".repeat(400);
    let ask_with = async |marked: bool, text: &str| -> (u64, u64, u64) {
        let mut block = json!({"type": "text", "text": system});
        if marked {
            block["cache_control"] = json!({"type": "ephemeral"});
        }
        let mut body = message(text);
        body["system"] = json!([block]);
        let answer: Value = ask(&model, "/v1/messages", body)
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let count = |name: &str| answer["usage"][name].as_u64().unwrap();
        (
            count("input_tokens"),
            count("cache_creation_input_tokens"),
            count("cache_read_input_tokens"),
        )
    };
    let (all, written, read) = ask_with(false, "one").await;
    assert_eq!((written, read), (0, 0));
    let (input, written, read) = ask_with(true, "one").await;
    assert_eq!((input + written, read), (all, 0));
    assert!(written > 100);
    let (input, rewritten, read) = ask_with(true, "two").await;
    assert_eq!((input + read, rewritten, read), (all, 0, written));
    model.forget_cache();
    assert_eq!(ask_with(true, "one").await.2, 0);
}

#[tokio::test]
async fn a_mark_that_moves_on_reads_what_the_last_request_wrote() {
    let model = FakeModel::start().await;
    let marked = |text: &str| json!([{"type": "text", "text": text, "cache_control": {"type": "ephemeral"}}]);
    let mut body = message("");
    body["messages"][0]["content"] = marked(&"a".repeat(800));
    let first: Value = ask(&model, "/v1/messages", body.clone())
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let written = first["usage"]["cache_creation_input_tokens"]
        .as_u64()
        .unwrap();
    // The former mark is gone: an entry is found by looking back from the new one.
    body["messages"] = json!([
        {"role": "user", "content": "a".repeat(800)},
        {"role": "assistant", "content": "b"},
        {"role": "user", "content": marked("c")},
    ]);
    let second: Value = ask(&model, "/v1/messages", body)
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(second["usage"]["cache_read_input_tokens"], written);
    assert!(
        second["usage"]["cache_creation_input_tokens"]
            .as_u64()
            .unwrap()
            > 0
    );
}
