//! Messages and parameters: what Telegram takes and refuses.

use cove_tests::FakeTelegram;
use serde_json::{Value, json};

use crate::bot;

const ANNA: i64 = 5550142;

async fn refused(telegram: &FakeTelegram, method: &str, params: Value, expected: &str) {
    let (status, answer) = bot(telegram, method, params).await.unwrap();
    let description = answer["description"].as_str().unwrap_or_default();
    assert!(
        status >= 400 && description.contains(expected),
        "{status} {answer}"
    );
    assert_eq!(answer["ok"], false);
}

#[tokio::test]
async fn html_is_recorded_as_sent_and_as_read() {
    let telegram = FakeTelegram::start().await;
    telegram.user(ANNA, "Anna");
    let text = "<b>Hi</b> &lt;you&gt;";
    let params = json!({"chat_id": ANNA, "text": text, "parse_mode": "HTML"});
    let (status, answer) = bot(&telegram, "sendMessage", params).await.unwrap();
    assert_eq!(
        (status, &answer["result"]["text"]),
        (200, &json!("Hi <you>"))
    );
    let sent = &telegram.wait_for_sent(1).await[0];
    assert_eq!(
        (sent.text.as_str(), sent.plain.as_str(), sent.html),
        (text, "Hi <you>", true)
    );
    assert_eq!(sent.entities[0].kind, "bold");
    assert_eq!(answer["result"]["message_id"], sent.message_id);
    assert_eq!(telegram.problems(), Vec::<String>::new());
}

#[tokio::test]
async fn texts_that_telegram_refuses_are_refused_and_not_recorded() {
    let telegram = FakeTelegram::start().await;
    telegram.user(ANNA, "Anna");
    let html = |text: &str| json!({"chat_id": ANNA, "text": text, "parse_mode": "HTML"});
    let table = [
        (
            html("<h1>x</h1>"),
            "can't parse entities: Unsupported start tag \"h1\" at byte offset 0",
        ),
        (html("<b>x"), "can't parse entities: Can't find end tag"),
        (html("<b></b>"), "message text is empty"),
        (
            json!({"chat_id": ANNA, "text": " \n"}),
            "message text is empty",
        ),
        (json!({"chat_id": ANNA}), "message text is empty"),
        // 2049 characters of two UTF-16 units each.
        (
            json!({"chat_id": ANNA, "text": "😀".repeat(2049)}),
            "message is too long",
        ),
        (json!({"chat_id": 1, "text": "x"}), "chat not found"),
        (
            json!({"chat_id": ANNA, "text": "x", "message_thread_id": 9}),
            "message thread not found",
        ),
        (
            json!({"chat_id": ANNA, "text": "x", "reply_parameters": {"message_id": 99}}),
            "message to be replied not found",
        ),
    ];
    for (params, expected) in table {
        refused(&telegram, "sendMessage", params, expected).await;
    }
    assert!(telegram.sent().is_empty());
    let longest = json!({"chat_id": ANNA, "text": format!("<b>{}</b>", "😀".repeat(2048)),
        "parse_mode": "HTML"});
    assert_eq!(
        bot(&telegram, "sendMessage", longest).await.unwrap().0,
        200,
        "tags do not count"
    );
}

#[tokio::test]
async fn unknown_methods_parameters_and_tokens_are_noticed() {
    let telegram = FakeTelegram::start().await;
    telegram.user(ANNA, "Anna");
    refused(
        &telegram,
        "sendMesage",
        json!({}),
        "Not Found: method not found",
    )
    .await;
    let params = json!({"chat_id": ANNA, "text": "a & b", "parse_mode": "HTML", "chatid": 1});
    assert_eq!(bot(&telegram, "sendMessage", params).await.unwrap().0, 200);
    let problems = telegram.problems().join("\n");
    for expected in ["sendMesage", "no parameter chatid", "unescaped &"] {
        assert!(problems.contains(expected), "{expected} in {problems}");
    }
    let get = async |path: &str| {
        reqwest::get(format!("{}{path}", telegram.api_root()))
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!(get("/bot42:wrong/getMe").await, 401);
    assert_eq!(get("/bot/getMe").await, 404);
    telegram.revoke_token(true);
    refused(&telegram, "getMe", json!({}), "Unauthorized").await;
}

#[tokio::test]
async fn parameters_may_come_as_query_form_or_multipart() {
    let telegram = FakeTelegram::start().await;
    telegram.user(ANNA, "Anna");
    let url = |rest: &str| format!("{}/bot{}/{rest}", telegram.api_root(), telegram.token());
    let query = reqwest::get(url("SENDMESSAGE?chat_id=5550142&text=a%20b%2Bc+d"))
        .await
        .unwrap();
    assert_eq!(query.status(), 200);
    let client = reqwest::Client::new();
    let form = client
        .post(url("sendMessage"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body("chat_id=5550142&text=form&reply_markup=%7B%22inline_keyboard%22%3A%5B%5D%7D");
    assert_eq!(form.send().await.unwrap().status(), 200);
    let part = |head: &str, body: &str| {
        format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    };
    let body = [
        part("name=\"chat_id\"", "5550142"),
        part("name=\"caption\"", "see"),
        part("name=\"document\"; filename=\"a.txt\"", "hello"),
        "--B--\r\n".to_owned(),
    ];
    let upload = client
        .post(url("sendDocument"))
        .header("content-type", "multipart/form-data; boundary=B")
        .body(body.concat());
    assert_eq!(upload.send().await.unwrap().status(), 200);
    let sent = telegram.sent();
    assert_eq!(
        [&*sent[0].plain, &*sent[1].plain, &*sent[2].plain],
        ["a b+c d", "form", "see"]
    );
    let file = sent[2].file.as_ref().unwrap();
    assert_eq!(
        (file.name.as_str(), &file.bytes[..]),
        ("a.txt", &b"hello"[..])
    );
    assert_eq!(telegram.problems(), Vec::<String>::new());
}
