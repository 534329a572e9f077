//! What the person turned off is neither offered nor run.

use super::*;
use crate::config::{Env, Open};
use crate::secret::{MemoryKeychain, Redactor, SecretStore, Setup};
use crate::words::{Language, Words};

#[tokio::test]
async fn a_tool_that_is_turned_off_is_not_offered_and_not_run() {
    let mut bench = Bench::new();
    let settings = tempfile::tempdir().unwrap();
    let config = settings_of(settings.path(), "{tools: {deny: ['WRITE', '*_state']}}");
    bench.runner = bench.runner.under(config.clone());
    let offered = |runner: &ToolRunner| {
        let specs = runner.specs(TurnClass::MainChat);
        specs.iter().map(|spec| spec.name).collect::<Vec<_>>()
    };
    assert!(!offered(&bench.runner).contains(&"write"));
    assert!(!offered(&bench.runner).contains(&"heartbeat_state"));
    assert!(offered(&bench.runner).contains(&"read"));
    let named = bench.runner.known();
    assert!(
        named
            .iter()
            .any(|tool| tool.name == "write" && tool.changes)
    );

    let write = json!({"path": "a.md", "content": "x"});
    let output = bench.main("write", write.clone()).await;
    assert!(output.is_off && output.is_error && !output.changed);
    assert!(
        output.text.contains("turned the tool write off"),
        "{}",
        output.text
    );
    assert!(!bench.home.root().join("a.md").exists());

    config.unset("tools.deny").unwrap();
    let output = bench.main("write", write).await;
    assert!(output.changed && !output.is_off, "{}", output.text);
}

#[tokio::test]
async fn a_list_of_what_is_allowed_leaves_everything_else_out() {
    let mut bench = Bench::new();
    let settings = tempfile::tempdir().unwrap();
    let config = settings_of(settings.path(), "{tools: {allow: ['read', 'list']}}");
    bench.runner = bench.runner.under(config);
    let specs = bench.runner.specs(TurnClass::MainBeat);
    assert_eq!(
        specs.iter().map(|spec| spec.name).collect::<Vec<_>>(),
        ["read", "list"]
    );
    let output = bench.main("search", json!({"query": "tea"})).await;
    assert!(output.is_off);
}

fn settings_of(folder: &std::path::Path, text: &str) -> ConfigStore {
    std::fs::write(folder.join("cove.json"), text).unwrap();
    let env: Env = Arc::new(|_| None);
    let redactor = Redactor::default();
    let mut setup = Setup::new("h", env.clone(), redactor);
    setup.keychain = Arc::<MemoryKeychain>::default();
    ConfigStore::open(Open {
        state_dir: folder,
        env,
        secrets: SecretStore::new(folder, setup),
        words: &Words::load(),
        language: Language::English,
    })
    .unwrap()
}
