//! What the handlers promise about keys.

use super::*;

#[tokio::test]
async fn a_secret_goes_in_and_never_comes_out() {
    let home = TestHome::new();
    let set = json!({ "path": KEY, "value": SECRET });
    let mut said = vec![home.ask("secret.set", set).await];
    let rows = home.ask("secret.list", json!({})).await;
    assert_eq!(rows["secrets"][0]["keep"], "keychain");
    assert_eq!(rows["secrets"][0]["origin"], "https://api.anthropic.com");
    let written = home.ask("config.get", json!({ "path": KEY })).await;
    assert_eq!(written["value"], format!("$secret:{KEY}"));
    let noted = json!({ "path": "ui.note", "value": format!("my key is {SECRET}") });
    said.push(home.ask("config.set", noted).await);
    home.ask("config.unset", json!({ "path": "ui.note" })).await;
    for method in [
        "config.get",
        "config.validate",
        "activity.list",
        "model.list",
    ] {
        said.push(home.ask(method, json!({})).await);
    }
    said.extend([rows, written]);
    let confirm = json!({ "path": KEY, "origin": "https://proxy.example" });
    said.push(home.ask("secret.confirm", confirm).await);
    said.push(home.ask("secret.remove", json!({ "path": KEY })).await);
    for answer in &said {
        assert!(!answer.to_string().contains(SECRET), "{answer}");
    }
    assert!(home.keychain.accounts().is_empty());
    let gone = home.ask("config.get", json!({ "path": KEY })).await;
    assert_eq!(
        (&gone["written"], &gone["value"]),
        (&json!(false), &Value::Null)
    );
}

#[tokio::test]
async fn a_key_for_this_run_leaves_the_settings_alone_and_a_bad_server_is_told() {
    let home = TestHome::new();
    let before = home.ask("config.get", json!({})).await;
    let set = json!({ "path": KEY, "value": SECRET, "keep": "this-run" });
    home.ask("secret.set", set).await;
    assert_eq!(home.ask("config.get", json!({})).await, before);
    let set = json!({ "path": KEY, "value": SECRET, "origin": "nowhere" });
    assert_eq!(home.refused("secret.set", set).await, "secret-bad-origin");
    let fault = crate::secret::KeychainFault::Absent;
    home.keychain.fail(Some(fault));
    let set = json!({ "path": KEY, "value": SECRET });
    assert_eq!(home.refused("secret.set", set).await, "secret-no-keychain");
}

#[tokio::test]
async fn secrets_in_the_file_move_to_the_keychain() {
    let home = TestHome::new();
    let file = home.host.config().report().file;
    let text = format!("{{ models: {{ providers: {{ anthropic: {{ apiKey: '{SECRET}' }} }} }} }}");
    std::fs::write(&file, text).unwrap();
    home.ask("config.validate", json!({})).await;
    let moved = home.ask("secret.adopt", json!({})).await;
    assert_eq!(moved["paths"], json!([KEY]));
    assert!(!std::fs::read_to_string(&file).unwrap().contains(SECRET));
    assert_eq!(home.keychain.accounts().len(), 1);
}

#[tokio::test]
async fn a_key_is_kept_only_for_a_server_that_somebody_named() {
    const OWN: &str = "models.providers.office.apiKey";
    let home = TestHome::new();
    let set = json!({ "path": OWN, "value": SECRET });
    assert_eq!(
        home.refused("secret.set", set.clone()).await,
        "secret-origin-needed"
    );
    assert!(home.keychain.accounts().is_empty());
    let named = json!({ "path": OWN, "value": SECRET, "origin": "https://llm.example/v1" });
    home.ask("secret.set", named).await;
    let rows = home.ask("secret.list", json!({})).await;
    assert_eq!(rows["secrets"][0]["origin"], "https://llm.example");
    home.ask("secret.remove", json!({ "path": OWN })).await;
    let address =
        json!({ "path": "models.providers.office.baseUrl", "value": "https://llm.example/v1" });
    home.ask("config.set", address).await;
    home.ask("secret.set", set).await;
    let rows = home.ask("secret.list", json!({})).await;
    assert_eq!(rows["secrets"][0]["origin"], "https://llm.example");
}

#[tokio::test]
async fn a_key_in_the_file_whose_server_nobody_named_stays_and_is_told() {
    let home = TestHome::new();
    let file = home.host.config().report().file;
    let text = format!(
        "{{ models: {{ providers: {{ anthropic: {{ apiKey: '{SECRET}' }}, office: {{ apiKey: '{SECRET}2' }} }} }} }}"
    );
    std::fs::write(&file, text).unwrap();
    home.ask("config.validate", json!({})).await;
    let moved = home.ask("secret.adopt", json!({})).await;
    assert_eq!(moved["paths"], json!([KEY]));
    assert_eq!(moved["left"], json!(["models.providers.office.apiKey"]));
    let written = std::fs::read_to_string(&file).unwrap();
    assert_eq!(written.matches(SECRET).count(), 1, "{written}");
}

#[tokio::test]
async fn a_secret_is_refused_as_a_setting_and_a_broken_file_is_told() {
    let home = TestHome::new();
    let set = json!({ "path": KEY, "value": SECRET });
    assert_eq!(home.refused("config.set", set).await, "config-secret-here");
    let file = home.host.config().report().file;
    std::fs::write(&file, "{ agents: ").unwrap();
    let report = home.ask("config.validate", json!({})).await;
    assert_eq!(report["inForce"], "last-good");
    assert_eq!(report["problems"][0]["code"], "config-syntax");
    let set = json!({ "path": "ui.theme", "value": "dark" });
    assert_eq!(home.refused("config.set", set).await, "config-file-broken");
}
