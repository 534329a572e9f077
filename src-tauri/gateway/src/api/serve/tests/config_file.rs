//! What the handlers promise about the settings file as text.

use super::*;

async fn read(home: &TestHome) -> (String, String) {
    let file = home.ask("config.file", json!({})).await;
    let text = |name: &str| file[name].as_str().unwrap().to_owned();
    (text("text"), text("hash"))
}

fn on_disk(home: &TestHome) -> String {
    std::fs::read_to_string(home.host.config().report().file).unwrap()
}

fn put(home: &TestHome, text: &str) {
    std::fs::write(home.host.config().report().file, text).unwrap();
}

#[tokio::test]
async fn the_file_is_saved_as_written_and_the_one_before_comes_back() {
    let home = TestHome::new();
    let before = on_disk(&home);
    let (text, base) = read(&home).await;
    assert_eq!(text, before);
    let mine = "{ // mine\n  ui: { theme: 'dark' },\n}\n";
    let saved = home
        .ask("config.fileSave", json!({ "text": mine, "base": base }))
        .await;
    assert_eq!(saved["written"], true);
    assert_eq!(on_disk(&home), mine);
    let theme = home.ask("config.get", json!({ "path": "ui.theme" })).await;
    assert_eq!(theme["value"], "dark");
    home.ask("undo.run", json!({ "id": saved["undo"]["id"] }))
        .await;
    assert_eq!(on_disk(&home), before);
}

#[tokio::test]
async fn a_file_with_a_mistake_is_refused_and_what_was_there_stays() {
    let home = TestHome::new();
    let before = on_disk(&home);
    let (_, base) = read(&home).await;
    for (text, code) in [
        ("{ ui: { theme: 'red' } }", "config-not-one-of"),
        ("{ ui: ", "config-syntax"),
        (
            "{ ui: { note: '${kept:ui.token}' } }",
            "config-nothing-kept",
        ),
    ] {
        let save = json!({ "text": text, "base": base });
        assert_eq!(home.refused("config.fileSave", save).await, code);
        assert_eq!(on_disk(&home), before);
    }
    let backups = std::fs::read_dir(home.host.state.backups()).unwrap();
    assert_eq!(
        backups.count(),
        0,
        "nothing was written, so nothing is kept"
    );
}

#[tokio::test]
async fn a_file_that_changed_meanwhile_is_shown_and_not_written_over() {
    let home = TestHome::new();
    let (_, base) = read(&home).await;
    put(&home, "{ ui: { theme: 'light' } }");
    let save = |base: &str| json!({ "text": "{ ui: { theme: 'dark' } }", "base": base });
    let saved = home.ask("config.fileSave", save(&base)).await;
    assert_eq!(saved["written"], false);
    assert_eq!(saved["file"]["text"], "{ ui: { theme: 'light' } }");
    assert_eq!(on_disk(&home), "{ ui: { theme: 'light' } }");
    let now = saved["file"]["hash"].as_str().unwrap();
    let saved = home.ask("config.fileSave", save(now)).await;
    assert_eq!(saved["written"], true);
    // Changed again by somebody else: the way back is refused, not forced.
    put(&home, "{}");
    let undo = json!({ "id": saved["undo"]["id"] });
    assert_eq!(home.refused("undo.run", undo).await, "config-changed-since");
    assert_eq!(on_disk(&home), "{}");
}

#[tokio::test]
async fn a_secret_in_the_file_is_never_shown_and_survives_a_save() {
    let home = TestHome::new();
    let with = |note: &str| {
        format!(
            "{{ models: {{ providers: {{ anthropic: {{ apiKey: '{SECRET}' }} }} }}, ui: {{ note: '{note}' }} }} // {SECRET}"
        )
    };
    put(&home, &with("old"));
    let (text, base) = read(&home).await;
    assert!(!text.contains(SECRET), "{text}");
    let mine = text.replace("old", "new");
    let check = json!({ "text": mine, "at": 0 });
    let look = home.ask("config.fileCheck", check).await;
    assert_eq!(look["remarks"][0]["error"]["code"], "config-plain-secret");
    assert_eq!(look["remarks"][0]["mistake"], false);
    let saved = home
        .ask("config.fileSave", json!({ "text": mine, "base": base }))
        .await;
    assert_eq!(on_disk(&home), with("new"));
    let rows = home.ask("activity.list", json!({})).await;
    for answer in [saved, look, rows] {
        assert!(!answer.to_string().contains(SECRET), "{answer}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_named_at_its_place_with_what_is_allowed() {
    let home = TestHome::new();
    let text = "{\n  // 😀\n  ui: { theme: \"red\", langage: 'en' },\n}";
    let at = text[..text.find("theme").unwrap()].encode_utf16().count();
    let look = home
        .ask("config.fileCheck", json!({ "text": text, "at": at }))
        .await;
    let remarks = look["remarks"].as_array().unwrap();
    let units: Vec<u16> = text.encode_utf16().collect();
    let pieces: Vec<(String, bool, i64)> = remarks
        .iter()
        .map(|remark| {
            let place = |name: &str| usize::try_from(remark["at"][name].as_u64().unwrap()).unwrap();
            let piece = String::from_utf16(&units[place("from")..place("to")]).unwrap();
            let mistake = remark["mistake"].as_bool().unwrap();
            (piece, mistake, remark["line"].as_i64().unwrap())
        })
        .collect();
    assert_eq!(
        pieces,
        [("\"red\"".into(), true, 3), ("langage".into(), false, 3)]
    );
    let said = remarks[0]["error"]["message"].as_str().unwrap();
    assert!(said.contains("system, light, dark"), "{said}");
    let help = &look["help"];
    assert_eq!(help["path"], "ui.theme");
    assert_eq!(help["default"], "\"system\"");
    assert!(help["allowed"].as_str().unwrap().contains("\"dark\""));
    assert!(help["says"].as_str().unwrap().len() > 10);
}

#[tokio::test]
async fn help_follows_a_text_that_is_not_finished() {
    let home = TestHome::new();
    let text = "{ agents: { defaults: { heartbeat: { ev";
    let look = |at: usize| home.ask("config.fileCheck", json!({ "text": text, "at": at }));
    let unknown = look(text.len()).await;
    assert_eq!(unknown["help"]["path"], "agents.defaults.heartbeat.ev");
    assert_eq!(unknown["help"]["says"], Value::Null);
    assert_eq!(unknown["remarks"][0]["error"]["code"], "config-syntax");
    let group = look(text.find("heartbeat").unwrap()).await;
    let inside = group["help"]["inside"].as_array().unwrap();
    assert!(inside.contains(&json!("every")), "{inside:?}");
}
