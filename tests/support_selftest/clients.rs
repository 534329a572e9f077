//! Clients that know nothing of the fakes understand what they write.

use cove_tests::model::{Shape, Usage};
use cove_tests::{FakeModel, FakeTelegram, Reply};
use frankenstein::updates::Update;
use futures::StreamExt;
use genai::adapter::AdapterKind;
use genai::chat::{ChatMessage, ChatOptions, ChatRequest, ChatStreamEvent, StreamEnd, Tool};
use genai::resolver::{AuthData, Endpoint, ServiceTargetResolver};
use genai::{Client, ModelIden, ServiceTarget};
use serde_json::json;

use crate::bot;

/// A genai client that speaks this format to the fake.
fn client(model: &FakeModel, shape: Shape) -> Client {
    let adapter = match shape {
        Shape::Chat => AdapterKind::OpenAI,
        Shape::Responses => AdapterKind::OpenAIResp,
        Shape::Anthropic => AdapterKind::Anthropic,
    };
    let base = format!("{}/", model.base_url());
    let resolver = ServiceTargetResolver::from_resolver_fn(move |_: ServiceTarget| {
        Ok(ServiceTarget {
            endpoint: Endpoint::from_owned(base.clone()),
            auth: AuthData::from_single("sk-test"),
            model: ModelIden::new(adapter, "small"),
        })
    });
    Client::builder()
        .with_service_target_resolver(resolver)
        .build()
        .unwrap()
}

async fn last_event(client: &Client, request: ChatRequest) -> Option<StreamEnd> {
    let options = ChatOptions::default()
        .with_max_tokens(500)
        .with_capture_usage(true)
        .with_capture_content(true)
        .with_capture_reasoning_content(true)
        .with_capture_tool_calls(true);
    let mut stream = client
        .exec_chat_stream("small", request, Some(&options))
        .await
        .unwrap()
        .stream;
    let mut end = None;
    while let Some(event) = stream.next().await {
        match event {
            Ok(ChatStreamEvent::End(last)) => end = Some(last),
            Ok(_) => {}
            Err(_) => return None,
        }
    }
    end
}

fn request() -> ChatRequest {
    let schema = json!({"type": "object", "properties": {"path": {"type": "string"}}});
    let tool = Tool::new("read")
        .with_description("Reads a file")
        .with_schema(schema);
    let user = ChatMessage::user("what is on my list?");
    ChatRequest::new(vec![user])
        .with_system("You are Cove.")
        .with_tools(vec![tool])
}

#[tokio::test]
async fn genai_reads_every_format_and_its_requests_break_no_rule() {
    for shape in [Shape::Chat, Shape::Responses, Shape::Anthropic] {
        let model = FakeModel::start().await;
        let usage = Usage {
            input: 11,
            cache_read: 40,
            cache_write: 0,
            output: 9,
        };
        let reply = Reply::thinking("hm")
            .and("Let me ")
            .and("look.")
            .usage(usage);
        model.push(
            reply
                .and_call("read", json!({"path": "TODO.md"}))
                .split_every(11),
        );
        let client = client(&model, shape);
        let end = last_event(&client, request()).await.unwrap();
        let content = end.captured_content.clone().unwrap();
        assert_eq!(
            content.joined_texts().as_deref(),
            Some("Let me look."),
            "{shape:?}"
        );
        let call = content.tool_calls()[0].clone();
        assert_eq!(
            (call.fn_name.as_str(), &call.fn_arguments["path"]),
            ("read", &json!("TODO.md"))
        );
        assert_eq!(
            end.captured_reasoning_content.as_deref(),
            Some("hm"),
            "{shape:?}"
        );
        let counted = end.captured_usage.unwrap();
        assert_eq!(
            (counted.prompt_tokens, counted.completion_tokens),
            (Some(51), Some(9))
        );
        let details = counted.prompt_tokens_details.unwrap();
        assert_eq!(details.cached_tokens, Some(40), "{shape:?}");

        let result = genai::chat::ToolResponse::new(call.call_id.clone(), "milk");
        let next = request().append_message(ChatMessage::assistant(content));
        last_event(&client, next.append_message(ChatMessage::from(result)))
            .await
            .unwrap();
        let asked = &model.wait_for_requests(2).await[1];
        assert_eq!(
            asked.tool_results(),
            [(call.call_id, "milk".to_owned())],
            "{shape:?}"
        );
        assert_eq!(asked.system_text(), "You are Cove.", "{shape:?}");
        assert_eq!(asked.tool_names(), ["read"], "{shape:?}");
        assert_eq!(asked.last_user_text(), "what is on my list?", "{shape:?}");
        assert_eq!(asked.key(), Some("sk-test"));
        assert_eq!(model.problems(), Vec::<String>::new(), "{shape:?}");
    }
}

#[tokio::test]
async fn genai_sees_no_end_of_a_cut_stream() {
    for shape in [Shape::Chat, Shape::Responses, Shape::Anthropic] {
        let model = FakeModel::start().await;
        model.push(Reply::text("half").cut());
        let end = last_event(&client(&model, shape), request()).await;
        assert!(
            end.is_none_or(|end| end.captured_stop_reason.is_none()),
            "{shape:?}"
        );
    }
}

#[tokio::test]
async fn frankenstein_reads_every_update_and_answer() {
    let telegram = FakeTelegram::start().await;
    let anna = telegram
        .user(5550142, "Anna")
        .language("en")
        .username("anna");
    let group = telegram.group(-1001987650007, "Flat").forum(&[12]);
    let markup = json!({"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]});
    let params = json!({"chat_id": 5550142, "text": "<b>?</b>", "parse_mode": "HTML",
        "reply_markup": markup});
    let (_, answer) = bot(&telegram, "sendMessage", params).await.unwrap();
    let sent: frankenstein::types::Message =
        serde_json::from_value(answer["result"].clone()).unwrap();
    assert_eq!(sent.text.as_deref(), Some("?"));

    let wanted = json!({"allowed_updates": ["message", "edited_message", "callback_query",
        "my_chat_member", "message_reaction"]});
    bot(&telegram, "getUpdates", wanted).await.unwrap();
    anna.says("/start hi @cove_test_bot");
    anna.replies_to(i64::from(sent.message_id), "yes");
    let hers = telegram.last_message_from_people(5550142, None).unwrap();
    anna.edits(hers, "yes!");
    anna.presses(i64::from(sent.message_id), "y");
    anna.reacts(i64::from(sent.message_id), "👍");
    anna.sends_photo(vec![1, 2, 3], "look");
    anna.sends_document("a.pdf", vec![1], "");
    anna.in_topic(&group, 12).says("in a topic");
    anna.blocks();
    group.migrates_to(-1001987650099);
    let (_, answer) = bot(&telegram, "getUpdates", json!({})).await.unwrap();
    let updates: Vec<Update> = serde_json::from_value(answer["result"].clone()).unwrap();
    assert_eq!(updates.len(), 11);
    let ids: Vec<u32> = updates.iter().map(|update| update.update_id).collect();
    assert_eq!(ids, (734..745).collect::<Vec<u32>>());
    let (_, me) = bot(&telegram, "getMe", json!({})).await.unwrap();
    serde_json::from_value::<frankenstein::types::User>(me["result"].clone()).unwrap();
    let (_, info) = bot(&telegram, "getWebhookInfo", json!({})).await.unwrap();
    serde_json::from_value::<frankenstein::updates::WebhookInfo>(info["result"].clone()).unwrap();
}
