//! Who may write: decided, taken back, told in their own language.

use serde_json::json;

use super::super::testing::TestHome;
use super::check_undo;
use crate::error::Params;
use crate::words::{Language, Words};

#[tokio::test]
async fn decisions_about_people_can_be_taken_back() {
    let home = TestHome::new();
    let code = home.somebody_asks("5550142", "en");
    let request = json!({ "channel": "telegram", "code": code.to_lowercase() });
    check_undo(&home, "pairing.reject", request.clone()).await;

    let approved = home.ask("pairing.approve", request).await;
    let people = home.ask("pairing.list", json!({})).await;
    assert_eq!(people["people"][0]["id"], "5550142");
    let person = json!({ "channel": "telegram", "id": "5550142" });
    check_undo(&home, "pairing.remove", person).await;
    home.ask("undo.run", json!({ "id": approved["undo"]["id"] }))
        .await;
    let people = home.ask("pairing.list", json!({})).await;
    assert_eq!(people["people"], json!([]));
}

#[tokio::test]
async fn who_is_let_in_is_told_in_their_language() {
    let home = TestHome::new();
    let code = home.somebody_asks("5550142", "zh-hans");
    let request = json!({ "channel": "telegram", "code": code });
    home.ask("pairing.approve", request).await;
    let parts = home.ask("delivery.list", json!({})).await;
    let words = Words::load();
    let text = words.text(
        Language::Chinese,
        "telegram-pairing-approved",
        &Params::new(),
    );
    assert_eq!(parts["deliveries"][0]["text"], text);
    assert_eq!(parts["deliveries"][0]["route"]["peer"], "5550142");
}

#[tokio::test]
async fn a_person_named_in_the_settings_is_not_removed_in_vain() {
    let home = TestHome::new();
    let allow = json!({ "path": "channels.telegram.allowFrom", "value": ["5550142"] });
    home.ask("config.set", allow).await;
    let people = home.ask("pairing.list", json!({})).await;
    assert_eq!(people["people"][0]["fromConfig"], true);
    let person = json!({ "channel": "telegram", "id": "5550142" });
    assert_eq!(
        home.refused("pairing.remove", person).await,
        "pairing-in-settings"
    );
}
