//! Homes, processes and the byte scan.

use std::path::Path;

use cove_tests::bytes::{Dress, scan_for, text_holds};
use cove_tests::home::MODEL_KEY;
use cove_tests::model::Shape;
use cove_tests::{CoveProcess, FakeModel, FakeTelegram, Home};
use serde_json::{Value, json};

const SECRET: &[u8] = b"sk-secret-0123456789";

#[tokio::test]
async fn a_home_writes_the_configs_it_is_asked_for() {
    let (model, telegram) = (FakeModel::start().await, FakeTelegram::start().await);
    let home = Home::new()
        .with_fake_model_as(&model, Shape::Anthropic)
        .with_telegram(&telegram, &[5550142])
        .with_config(json!({"agents": {"defaults": {"userTimezone": "Europe/Berlin"}}}))
        .with_workspace_file("memory/a.md", "note");
    let config: Value = serde_json::from_str(&home.config_text()).unwrap();
    let provider = &config["models"]["providers"]["fake"];
    assert_eq!(provider["api"], "anthropic-messages");
    assert_eq!(provider["baseUrl"], model.root_url());
    assert_eq!(
        config["agents"]["defaults"]["model"]["primary"],
        "fake/small"
    );
    assert_eq!(
        config["agents"]["defaults"]["userTimezone"],
        "Europe/Berlin"
    );
    assert_eq!(
        config["channels"]["telegram"]["allowFrom"],
        json!(["5550142"])
    );
    assert_eq!(
        config["channels"]["telegram"]["apiRoot"],
        telegram.api_root()
    );
    assert_eq!(home.read_workspace("memory/a.md"), "note");
    assert_eq!(home.env()["TELEGRAM_BOT_TOKEN"], telegram.token());
    assert_eq!(
        scan_for(&home.state_dir(), MODEL_KEY.as_bytes()),
        [],
        "keys stay in the environment"
    );
    assert_eq!(scan_for(&home.state_dir(), telegram.token().as_bytes()), []);
}

#[test]
fn a_secret_is_found_in_every_dress() {
    use base64::Engine;
    let standard = base64::engine::general_purpose::STANDARD;
    let hex: String = SECRET.iter().map(|byte| format!("{byte:02x}")).collect();
    let plain = String::from_utf8_lossy(SECRET);
    let table = [
        (format!("key: {plain}\n"), Dress::Plain),
        (format!("x{hex}y"), Dress::Hex),
        (standard.encode(format!("{plain}")), Dress::Base64),
        (standard.encode(format!("a{plain}bcd")), Dress::Base64),
        (standard.encode(format!("ab{plain}c")), Dress::Base64),
    ];
    for (text, dress) in table {
        let home = Home::new().with_state_file("deep/er/file.bin", &text);
        let found = scan_for(&home.state_dir(), SECRET);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].dress, dress, "{text}");
        assert!(found[0].path.ends_with("deep/er/file.bin"));
        assert_eq!(text_holds(text.as_bytes(), SECRET), Some(dress));
    }
    let clean = Home::new().with_state_file("a", "sk-secret-0123456788");
    assert_eq!(scan_for(&clean.state_dir(), SECRET), []);
    let name = Home::new().with_state_file("sk-secret-0123456789", "");
    assert_eq!(scan_for(&name.state_dir(), SECRET)[0].offset, None);
}

/// A stand-in for the gateway: ready, then alive until it is told to end. `--state-dir DIR`
/// follows the script, so `$2` is the directory.
#[cfg(unix)]
const STAND_IN: &str = r#"echo "HOME=$HOME SECRET=$CARGO_PKG_NAME KEY=$FAKE_KEY" >&2
trap 'echo bye; exit 0' TERM
echo starting
echo "{\"ready\":true,\"pid\":$$,\"socket\":\"$1\"}"
while :; do sleep 0.05; done"#;

#[cfg(unix)]
async fn stand_in(home: &Home) -> CoveProcess {
    CoveProcess::start(Path::new("/bin/sh"), &["-c", STAND_IN, "sh"], home).await
}

#[cfg(unix)]
#[tokio::test]
async fn a_process_is_ready_with_a_clean_environment_and_ends_when_asked() {
    let home = Home::new().with_env("FAKE_KEY", "k");
    let mut process = stand_in(&home).await;
    assert_eq!(process.ready()["pid"], process.pid());
    let expected = format!("HOME={} SECRET= KEY=k", home.user_dir().display());
    assert_eq!(process.stderr().trim(), expected);
    assert!(process.is_running());
    let output = process.stop().await;
    assert_eq!(output.code, Some(0));
    assert!(output.stdout.ends_with("bye\n"), "{output:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_killed_process_says_nothing_more() {
    let mut process = stand_in(&Home::new()).await;
    let output = process.kill9();
    assert_eq!(output.code, None);
    assert!(!output.stdout.contains("bye") && !process.is_running());
}
