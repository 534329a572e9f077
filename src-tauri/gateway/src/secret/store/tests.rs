//! Where secrets are kept and whom they may go to.

#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::super::keychain::MemoryKeychain;
use super::*;
use crate::error::Coded;

const KEY: &str = "models.providers.anthropic.apiKey";

struct Home {
    dir: tempfile::TempDir,
    keychain: Arc<MemoryKeychain>,
    env: Env,
}

impl Home {
    fn new() -> Self {
        Self::with_env(&[])
    }

    fn with_env(pairs: &'static [(&str, &str)]) -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            keychain: Arc::default(),
            env: Arc::new(|name| {
                let found = pairs.iter().find(|(held, _)| *held == name);
                found.map(|(_, value)| (*value).to_owned())
            }),
        }
    }

    /// A start of Cove whose settings refer to [`KEY`].
    fn start(&self) -> SecretStore {
        let mut setup = Setup::new("home", self.env.clone(), Redactor::default());
        setup.keychain = self.keychain.clone();
        setup.passphrase_work = Some(2);
        let store = SecretStore::new(self.dir.path(), setup);
        let mut config = ConfigSecrets::default();
        config.references.insert(KEY.into());
        store.know_config(config);
        store
    }
}

fn server(url: &str) -> Origin {
    Origin::of(url).unwrap()
}

fn api() -> Origin {
    server("https://api.anthropic.com")
}

async fn put(store: &SecretStore, secret: &str, keep: Keep) -> Result<Stored, SecretError> {
    let passphrase = (keep == Keep::Passphrase).then(|| "open sesame".into());
    store
        .set(KEY, secret.into(), api(), Some(keep), passphrase)
        .await
}

async fn text(store: &SecretStore) -> Option<String> {
    let found = store.get(KEY, &api()).await.unwrap();
    found.map(|secret| secret.expose_secret().to_owned())
}

fn code<T>(result: Result<T, SecretError>) -> &'static str {
    result.err().expect("refused").code()
}

#[tokio::test]
async fn a_secret_survives_a_restart_in_the_keychain_and_nowhere_else() {
    let home = Home::new();
    put(&home.start(), "sk-kept-in-keychain", Keep::Keychain)
        .await
        .unwrap();
    let store = home.start();
    assert_eq!(text(&store).await.as_deref(), Some("sk-kept-in-keychain"));
    assert_eq!(home.keychain.accounts(), [format!("home/{KEY}")]);
    assert_eq!(std::fs::read_dir(home.dir.path()).unwrap().count(), 0);
    assert_eq!(
        store.redactor().redact("x sk-kept-in-keychain"),
        "x [secret]"
    );
    assert_eq!(store.state(), KeychainState::Ready);
}

#[tokio::test]
async fn nothing_is_read_from_the_keychain_before_it_is_needed() {
    let home = Home::new();
    let store = home.start();
    assert_eq!(store.state(), KeychainState::Unasked);
    let other = store.get("models.providers.openai.apiKey", &api()).await;
    assert!(other.unwrap().is_none());
    assert_eq!(home.keychain.asked(), 0);
}

#[tokio::test]
async fn a_secret_goes_only_to_the_server_it_was_entered_for() {
    let home = Home::new();
    let store = home.start();
    put(&store, "sk-for-anthropic-only", Keep::Keychain)
        .await
        .unwrap();
    let other = server("https://evil.example");
    for store in [store.clone(), home.start()] {
        match store.get(KEY, &other).await {
            Err(SecretError::OtherOrigin { path, bound, asked }) => {
                assert_eq!((path.as_str(), bound, asked), (KEY, api(), other.clone()));
            }
            answer => panic!("{answer:?}"),
        }
    }
    store.confirm(KEY, other.clone()).await.unwrap();
    let store = home.start();
    assert!(store.get(KEY, &other).await.unwrap().is_some());
    assert_eq!(code(store.get(KEY, &api()).await), "secret-other-origin");
}

#[tokio::test]
async fn a_stored_secret_that_names_no_server_stays_with_the_first_of_this_run() {
    let home = Home::new();
    let older = Record {
        secret: "sk-of-an-older-cove".into(),
        origin: None,
    };
    let account = format!("home/{KEY}");
    home.keychain.set(&account, &older).unwrap();
    let store = home.start();
    assert_eq!(text(&store).await.as_deref(), Some("sk-of-an-older-cove"));
    let other = server("http://127.0.0.1:9");
    assert_eq!(code(store.get(KEY, &other).await), "secret-other-origin");
}

#[tokio::test]
async fn a_secret_of_the_environment_stays_with_the_first_server_of_this_run() {
    let home = Home::with_env(&[("ANTHROPIC_API_KEY", " sk-from-env-1234 ")]);
    let store = home.start();
    assert_eq!(text(&store).await.as_deref(), Some("sk-from-env-1234"));
    let other = server("http://127.0.0.1:9");
    assert_eq!(code(store.get(KEY, &other).await), "secret-other-origin");
    store.confirm(KEY, other.clone()).await.unwrap();
    assert!(store.get(KEY, &other).await.unwrap().is_some());
    assert!(home.start().get(KEY, &other).await.unwrap().is_some());
}

#[tokio::test]
async fn places_are_asked_in_their_order() {
    let home = Home::with_env(&[("ANTHROPIC_API_KEY", "from-environment")]);
    let store = home.start();
    assert_eq!(text(&store).await.as_deref(), Some("from-environment"));
    put(&store, "from-passphrase-file", Keep::Passphrase)
        .await
        .unwrap();
    assert_eq!(text(&store).await.as_deref(), Some("from-passphrase-file"));
    put(&store, "from-keychain", Keep::Keychain).await.unwrap();
    assert_eq!(text(&store).await.as_deref(), Some("from-keychain"));
    put(&store, "from-this-run", Keep::ThisRun).await.unwrap();
    assert_eq!(text(&store).await.as_deref(), Some("from-this-run"));
    assert_eq!(text(&home.start()).await.as_deref(), Some("from-keychain"));
}

#[tokio::test]
async fn a_newer_secret_in_a_later_place_does_not_lose_to_an_older_one() {
    let home = Home::new();
    let store = home.start();
    put(&store, "older-in-keychain", Keep::Keychain)
        .await
        .unwrap();
    let stored = put(&store, "newer-in-file", Keep::Passphrase)
        .await
        .unwrap();
    assert_eq!(stored.left_behind, None);
    assert_eq!(text(&store).await.as_deref(), Some("newer-in-file"));
    assert!(home.keychain.accounts().is_empty());
}

#[tokio::test]
async fn a_passphrase_file_opens_with_its_passphrase_only() {
    let home = Home::new();
    put(&home.start(), "sk-in-the-file", Keep::Passphrase)
        .await
        .unwrap();
    let bytes = std::fs::read(home.dir.path().join("secrets.age")).unwrap();
    assert!(!bytes.windows(6).any(|part| part == b"sk-in-"));

    let store = home.start();
    assert!(store.passphrase_locked());
    assert_eq!(
        code(store.get(KEY, &api()).await),
        "secret-passphrase-locked"
    );
    assert_eq!(
        code(store.unlock("wrong".into()).await),
        "secret-wrong-passphrase"
    );
    assert_eq!(
        code(
            store
                .set(
                    KEY,
                    "x".into(),
                    api(),
                    Some(Keep::Passphrase),
                    Some("wrong".into())
                )
                .await
        ),
        "secret-wrong-passphrase"
    );
    store.unlock("open sesame".into()).await.unwrap();
    assert_eq!(text(&store).await.as_deref(), Some("sk-in-the-file"));
    store
        .set(
            "cron.webhookToken",
            "second-secret".into(),
            api(),
            Some(Keep::Passphrase),
            None,
        )
        .await
        .unwrap();

    let store = home.start();
    store.unlock("open sesame".into()).await.unwrap();
    assert_eq!(text(&store).await.as_deref(), Some("sk-in-the-file"));
    std::fs::write(home.dir.path().join("secrets.age"), "junk").unwrap();
    assert_eq!(
        code(home.start().unlock("open sesame".into()).await),
        "secret-file-damaged"
    );
}

#[tokio::test]
async fn without_a_keychain_a_choice_is_asked_for_and_this_run_works() {
    let home = Home::new();
    home.keychain.fail(Some(KeychainFault::Absent));
    let store = home.start();
    assert_eq!(
        code(put(&store, "sk-nowhere-to-go", Keep::Keychain).await),
        "secret-no-keychain"
    );
    assert_eq!(store.state(), KeychainState::Absent);
    let asked = home.keychain.asked();
    assert_eq!(code(store.get(KEY, &api()).await), "secret-no-keychain");
    assert_eq!(home.keychain.asked(), asked);
    put(&store, "sk-this-run-only", Keep::ThisRun)
        .await
        .unwrap();
    assert_eq!(text(&store).await.as_deref(), Some("sk-this-run-only"));
    assert_eq!(
        code(
            store
                .set(KEY, "x".into(), api(), Some(Keep::Passphrase), None)
                .await
        ),
        "secret-passphrase-needed"
    );
}

#[tokio::test]
async fn a_locked_keychain_is_told_from_one_without_the_secret() {
    let home = Home::new();
    put(&home.start(), "sk-behind-a-lock", Keep::Keychain)
        .await
        .unwrap();
    home.keychain.fail(Some(KeychainFault::Locked));
    let store = home.start();
    assert_eq!(code(store.get(KEY, &api()).await), "secret-keychain-locked");
    assert_eq!(store.state(), KeychainState::Locked);
    home.keychain.fail(None);
    assert_eq!(text(&store).await.as_deref(), Some("sk-behind-a-lock"));
    store.remove(KEY).await.unwrap();
    assert!(store.get(KEY, &api()).await.unwrap().is_none());
    assert_eq!(store.state(), KeychainState::Ready);
}

#[tokio::test]
async fn a_keychain_that_waits_for_the_person_does_not_hold_the_caller() {
    struct Hangs(std::sync::Mutex<std::sync::mpsc::Receiver<()>>);
    impl Keychain for Hangs {
        fn get(&self, _: &str) -> Result<Option<Record>, KeychainFault> {
            let _ = self.0.lock().unwrap().recv();
            Ok(None)
        }
        fn set(&self, _: &str, _: &Record) -> Result<(), KeychainFault> {
            Ok(())
        }
        fn remove(&self, _: &str) -> Result<bool, KeychainFault> {
            Ok(false)
        }
    }
    let (release, gate) = std::sync::mpsc::channel();
    let home = Home::new();
    let mut setup = Setup::new("home", home.env.clone(), Redactor::default());
    setup.keychain = Arc::new(Hangs(std::sync::Mutex::new(gate)));
    setup.read_limit = Duration::from_millis(20);
    let store = SecretStore::new(home.dir.path(), setup);
    let mut config = ConfigSecrets::default();
    config.references.insert(KEY.into());
    store.know_config(config);
    assert_eq!(code(store.get(KEY, &api()).await), "secret-keychain-locked");
    assert_eq!(store.state(), KeychainState::Locked);
    drop(release);
}

#[tokio::test]
async fn removing_forgets_what_cove_keeps_and_refuses_what_it_only_reads() {
    let home = Home::with_env(&[("ANTHROPIC_API_KEY", "from-environment")]);
    let store = home.start();
    put(&store, "kept-by-cove", Keep::Keychain).await.unwrap();
    store.remove(KEY).await.unwrap();
    assert!(home.keychain.accounts().is_empty());
    assert_eq!(code(store.remove(KEY).await), "secret-read-only");
    assert_eq!(
        code(store.remove("cron.webhookToken").await),
        "secret-no-such"
    );
    assert_eq!(
        code(put(&store, "x", Keep::Environment).await),
        "secret-read-only"
    );
    assert_eq!(
        code(put(&store, "  ", Keep::Keychain).await),
        "secret-empty"
    );
}

#[tokio::test]
async fn the_list_says_where_each_secret_is_and_never_what() {
    let home = Home::with_env(&[("OPENAI_API_KEY", "sk-open-env-123456")]);
    let store = home.start();
    put(&store, "sk-kept-in-keychain", Keep::Keychain)
        .await
        .unwrap();
    let rows = store.list().await;
    let told: Vec<(&str, Option<Keep>, Option<&str>)> = rows
        .iter()
        .map(|row| {
            (
                row.path.as_str(),
                row.keep,
                row.origin.as_ref().map(Origin::as_str),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (KEY, Some(Keep::Keychain), Some("https://api.anthropic.com")),
            (
                "models.providers.openai.apiKey",
                Some(Keep::Environment),
                None
            ),
        ]
    );
    assert!(!format!("{rows:?} {store:?}").contains("sk-"));
}
