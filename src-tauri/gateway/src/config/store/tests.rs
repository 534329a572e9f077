//! The settings file: edits, last good copy, secrets.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod sources;

use std::fs;

use secrecy::ExposeSecret;
use serde_json::json;

use super::*;
use crate::config::edit;
use crate::secret::{MemoryKeychain, Redactor, Setup};

struct Home {
    dir: tempfile::TempDir,
    secrets: SecretStore,
    env: Env,
}

impl Home {
    fn new() -> Self {
        Self::with_env(|_| None)
    }

    fn with_env(env: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let env: Env = Arc::new(env);
        let mut setup = Setup::new("home", env.clone(), Redactor::default());
        setup.keychain = Arc::new(MemoryKeychain::default());
        let secrets = SecretStore::new(dir.path(), setup);
        Self { dir, secrets, env }
    }

    fn with_file(text: &str) -> Self {
        let home = Self::new();
        home.write(FILE, text);
        home
    }

    fn open(&self) -> ConfigStore {
        ConfigStore::open(Open {
            state_dir: self.dir.path(),
            env: self.env.clone(),
            secrets: self.secrets.clone(),
            words: &Words::load(),
            language: Language::English,
        })
        .unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn file(&self) -> String {
        fs::read_to_string(self.dir.path().join(FILE)).unwrap()
    }
}

fn code<T>(result: Result<T, ConfigError>) -> &'static str {
    crate::error::Coded::code(&result.err().expect("refused"))
}

const BY_HAND: &str = "// mine
{
  agents: {
    // keep me
    defaults: { heartbeat: { every: '1h' /* calm */ }, timeoutSeconds: 0x10 },
  },

  'ui': { theme: \"dark\", }, // and me
}
";

#[test]
fn the_first_start_writes_a_file_whose_beats_are_off() {
    let home = Home::new();
    let store = home.open();
    let text = home.file();
    assert!(text.contains("\"every\": \"0m\"") && text.contains("// Cove’s settings."));
    assert_eq!(store.current().heartbeat("main"), None);
    assert_eq!(store.current().language(), Some(Language::English));
    let report = store.report();
    assert_eq!(
        (report.in_force, report.problems, report.warnings),
        (InForce::File, vec![], vec![])
    );
    let words = Words::load();
    let chinese = first::text(&words, Language::Chinese);
    let loaded = load(&chinese, Path::new("/x/cove.json"), &home.env);
    assert_eq!(loaded.problems, []);
    assert_eq!(loaded.config.language(), Some(Language::Chinese));
}

#[test]
fn a_file_that_is_there_is_never_overwritten_at_a_start() {
    let home = Home::with_file(BY_HAND);
    home.open();
    assert_eq!(home.file(), BY_HAND);
}

#[cfg(unix)]
#[test]
fn files_are_for_the_person_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.open().set("ui.theme", json!("dark")).unwrap();
    for name in [FILE, LAST_GOOD] {
        let mode = fs::metadata(home.dir.path().join(name))
            .unwrap()
            .permissions();
        assert_eq!(mode.mode() & 0o777, 0o600, "{name}");
    }
}

#[test]
fn an_edit_changes_its_key_and_not_another_byte() {
    let check = |path: &str, value: Option<Value>, from: &str, to: &str| {
        let home = Home::with_file(BY_HAND);
        let store = home.open();
        match value {
            Some(value) => store.set(path, value).unwrap(),
            None => store.unset(path).unwrap(),
        };
        assert_eq!(home.file(), BY_HAND.replace(from, to), "{path}");
    };
    check(
        "agents.defaults.heartbeat.every",
        Some(json!("30m")),
        "'1h'",
        "\"30m\"",
    );
    check(
        "agents.defaults.timeoutSeconds",
        Some(json!(60)),
        "0x10",
        "60",
    );
    check("ui.theme", Some(json!("light")), "\"dark\"", "\"light\"");
    check("ui.theme", Some(json!("dark")), "", "");
    check("ui.language", None, "", "");
}

#[test]
fn a_new_key_and_its_objects_are_made_and_comments_stay() {
    let home = Home::with_file(BY_HAND);
    let store = home.open();
    store
        .set("channels.telegram.allowFrom", json!([5, "6"]))
        .unwrap();
    store
        .set(
            "agents.defaults.models[\"openai/gpt-4.1\"].alias",
            json!("say \"hi\""),
        )
        .unwrap();
    let text = home.file();
    for kept in ["// mine", "// keep me", "/* calm */", "// and me", "0x10"] {
        assert!(text.contains(kept), "{kept} in {text}");
    }
    assert_eq!(store.current().channels.telegram.keys.allow_from.len(), 2);
    assert!(store.current().aliases().contains_key("say \"hi\""));
    store
        .unset("agents.defaults.models[\"openai/gpt-4.1\"]")
        .unwrap();
    assert!(store.current().aliases().is_empty());
}

#[test]
fn a_list_is_edited_by_place() {
    let home = Home::with_file("{agents: {list: [{id: 'a'}, {id: 'b'}]}}");
    let store = home.open();
    store.set("agents.list[1].name", json!("B")).unwrap();
    store.set("agents.list[2]", json!({"id": "c"})).unwrap();
    let removed = store.unset("agents.list.0").unwrap();
    assert_eq!(store.current().agents(), ["b", "c"]);
    store.revert(&removed).unwrap();
    assert_eq!(store.current().agents(), ["a", "b", "c"]);
    store.unset("agents.list[0]").unwrap();
    assert_eq!(
        store.current().agent("b").unwrap().name.as_deref(),
        Some("B")
    );
    assert_eq!(
        code(store.set("agents.list[7].id", json!("x"))),
        "config-bad-path"
    );
}

#[test]
fn an_edit_that_makes_the_settings_wrong_is_refused_and_nothing_is_written() {
    let home = Home::with_file(BY_HAND);
    let store = home.open();
    let error = store
        .set("agents.defaults.heartbeat.every", json!("30x"))
        .unwrap_err();
    let problem = crate::error::Problem::from(&error);
    assert_eq!(
        Words::load().problem(Language::English, &problem),
        "agents.defaults.heartbeat.every: \"30x\" is not a duration such as \"30m\""
    );
    assert_eq!(code(store.set("ui", json!(3))), "config-not-object");
    assert_eq!(code(store.set("ui.theme.x", json!(3))), "config-bad-path");
    assert_eq!(code(store.set("", json!({}))), "config-bad-path");
    assert_eq!(home.file(), BY_HAND);
}

#[test]
fn one_mistake_can_be_mended_while_another_one_stands() {
    let home = Home::with_file("{ui: {theme: 'blue'}, cron: {enabled: 'no'}}");
    let store = home.open();
    assert_eq!(store.report().in_force, InForce::Nothing);
    store.set("ui.theme", json!("dark")).unwrap();
    assert_eq!(store.report().problems.len(), 1);
    store.set("cron.enabled", json!(false)).unwrap();
    assert_eq!(store.report().in_force, InForce::File);
    assert!(!store.current().cron.enabled);
}

#[test]
fn an_edit_while_the_file_is_half_written_by_hand_is_refused_with_the_place() {
    let home = Home::with_file(BY_HAND);
    let store = home.open();
    home.write(FILE, "{\n  ui: { theme: ");
    let error = store.set("ui.theme", json!("light")).unwrap_err();
    assert_eq!(crate::error::Coded::code(&error), "config-file-broken");
    assert_eq!(crate::error::Coded::params(&error)["line"], json!("2"));
    assert_eq!(home.file(), "{\n  ui: { theme: ");
}

#[test]
fn an_edit_reads_what_was_saved_by_hand_in_the_meantime() {
    let home = Home::with_file("{ui: {theme: 'dark'}}");
    let store = home.open();
    home.write(FILE, "{ui: {theme: 'dark'}, cron: {enabled: false}}");
    store.set("ui.theme", json!("light")).unwrap();
    assert!(home.file().contains("cron: {enabled: false}"));
    assert!(!store.current().cron.enabled);
}

#[test]
fn an_edit_is_taken_back_unless_the_key_changed_since() {
    let home = Home::with_file(BY_HAND);
    let store = home.open();
    let edit = store.set("ui.theme", json!("light")).unwrap();
    assert_eq!(edit.before, Some(json!("dark")));
    store.revert(&edit).unwrap();
    assert_eq!(home.file(), BY_HAND);
    let edit = store.set("ui.language", json!("en")).unwrap();
    store.set("ui.language", json!("zh-CN")).unwrap();
    assert_eq!(code(store.revert(&edit)), "config-changed-since");
    let edit = store.unset("ui.language").unwrap();
    store.revert(&edit).unwrap();
    assert_eq!(store.current().language(), Some(Language::Chinese));
}

#[test]
fn cove_writes_no_secret_into_the_file() {
    let home = Home::with_file("{}");
    let store = home.open();
    let set = |path: &str, value| store.set(path, value);
    assert_eq!(
        code(set("models.providers.x.apiKey", json!("sk-1234567890"))),
        "config-secret-here"
    );
    assert_eq!(
        code(set("channels", json!({"telegram": {"botToken": "1:abc"}}))),
        "config-secret-here"
    );
    set(
        "models.providers.x.apiKey",
        json!("$secret:models.providers.x.apiKey"),
    )
    .unwrap();
}

#[test]
fn with_a_broken_file_the_last_good_one_stays_in_force_also_over_a_restart() {
    let home = Home::with_file("{cron: {maxConcurrentRuns: 3}}");
    let store = home.open();
    home.write(FILE, "{cron: {maxConcurrentRuns: 'three'}}");
    assert!(store.reload());
    assert!(!store.reload());
    for store in [store, home.open()] {
        let report = store.report();
        assert_eq!(report.in_force, InForce::LastGood);
        assert_eq!(
            report.problems[0].path.to_string(),
            "cron.maxConcurrentRuns"
        );
        assert_eq!(store.current().cron.max_concurrent_runs, 3);
    }
    home.write(FILE, "{cron: {maxConcurrentRuns: 2}}");
    let store = home.open();
    assert_eq!(store.report().in_force, InForce::File);
    assert_eq!(store.current().cron.max_concurrent_runs, 2);
}

#[test]
fn with_neither_file_nor_copy_nothing_is_in_force_and_cove_still_opens() {
    let home = Home::with_file("{");
    home.write(LAST_GOOD, "]");
    let store = home.open();
    assert_eq!(store.report().in_force, InForce::Nothing);
    assert_eq!(*store.current(), Config::default());
    fs::remove_file(home.dir.path().join(FILE)).unwrap();
    store.reload();
    assert_eq!(
        store.report().problems[0].kind,
        ProblemKind::Unreadable(FILE.into())
    );
}

#[test]
fn a_subscriber_sees_each_version_that_comes_into_force() {
    let home = Home::with_file("{}");
    let store = home.open();
    let mut seen = store.subscribe();
    seen.mark_unchanged();
    home.write(FILE, "{cron: 7}");
    store.reload();
    assert!(!seen.has_changed().unwrap());
    store.set("cron", json!({"enabled": false})).unwrap();
    assert!(!seen.borrow_and_update().cron.enabled);
}

#[test]
fn a_setting_tells_what_is_in_force_and_whether_it_is_written() {
    let home = Home::with_file(BY_HAND);
    let store = home.open();
    let check = |path: &str, value: Value, written: bool| {
        let setting = store.get(path).unwrap();
        assert_eq!((setting.value, setting.written), (value, written), "{path}");
    };
    check("agents.defaults.heartbeat.every", json!("1h"), true);
    check("agents.defaults.heartbeat.target", json!("last"), false);
    check("agents.defaults.maxConcurrent", json!(4), false);
    check(
        "agents.defaults.heartbeat.activeHours.start",
        json!(null),
        false,
    );
    check(
        "channels.telegram.apiRoot",
        json!("https://api.telegram.org"),
        false,
    );
    let told = json!({"answers": true, "jobs": true, "notices": true, "sound": true});
    let ui = json!({"language": null, "theme": "dark", "notifications": told});
    check("ui", ui, true);
    assert_eq!(code(store.get("agents.defaults.modle")), "config-no-such");
    assert_eq!(code(store.get("agents..x")), "config-bad-path");
    assert_eq!(store.get("").unwrap().value["ui"], json!({"theme": "dark"}));
}

proptest::proptest! {
    #[test]
    fn any_value_that_is_set_is_read_back_and_every_comment_stays(
        key in "[a-zA-Z][a-zA-Z0-9/. -]{0,12}",
        text in ".{0,20}",
        number in proptest::prelude::any::<i32>(),
    ) {
        let path = ConfigPath::default().key("bindingsOfMine").key(&key);
        for value in [json!(text), json!(number), json!([text, {"a": number}]), json!(null)] {
            let edited = edit::set(BY_HAND, &path, &value).unwrap();
            let tree = crate::config::read::parse(&edited, FILE).unwrap();
            proptest::prop_assert_eq!(path.find(&tree), Some(&value));
            for kept in ["// mine", "// keep me", "/* calm */", "// and me", "0x10"] {
                proptest::prop_assert!(edited.contains(kept));
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_linked_file_stays_a_link() {
    let home = Home::new();
    home.write("dotfiles/real.json", "{ui: {theme: 'dark'}}");
    std::os::unix::fs::symlink("dotfiles/real.json", home.dir.path().join(FILE)).unwrap();
    home.open().set("ui.theme", json!("light")).unwrap();
    let link = fs::symlink_metadata(home.dir.path().join(FILE)).unwrap();
    assert!(link.file_type().is_symlink());
    assert!(home.file().contains("light"));
}

#[tokio::test]
async fn a_save_by_rename_and_a_save_in_place_are_both_noticed() {
    let home = Home::with_file("{}");
    let store = home.open();
    let mut seen = store.subscribe();
    let cancel = tokio_util::sync::CancellationToken::new();
    let task = tokio::spawn(crate::config::watch(store.clone(), cancel.clone()));
    let within = std::time::Duration::from_secs(20);

    home.write("cove.json.new", "{cron: {maxConcurrentRuns: 5}}");
    let (from, to) = (
        home.dir.path().join("cove.json.new"),
        home.dir.path().join(FILE),
    );
    fs::rename(from, to).unwrap();
    let renamed = seen.wait_for(|config| config.cron.max_concurrent_runs == 5);
    tokio::time::timeout(within, renamed)
        .await
        .unwrap()
        .unwrap();

    home.write(FILE, "{cron: {maxConcurrentRuns: 6}}");
    let written = seen.wait_for(|config| config.cron.max_concurrent_runs == 6);
    tokio::time::timeout(within, written)
        .await
        .unwrap()
        .unwrap();

    cancel.cancel();
    task.await.unwrap();
}

#[test]
fn what_cove_wrote_itself_is_no_change_from_outside() {
    let home = Home::with_file("{}");
    let store = home.open();
    store.set("ui.theme", json!("dark")).unwrap();
    assert!(!store.reload());
}
