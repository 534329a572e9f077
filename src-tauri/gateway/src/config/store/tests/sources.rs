//! What the settings are put together from: includes, the environment, secrets.

use super::*;

#[test]
fn included_files_merge_lists_join_and_what_comes_later_wins() {
    let home = Home::with_file(
        "{$include: ['parts/a.json5', 'parts/b.json'], ui: {theme: 'light'},
          channels: {telegram: {$include: 'parts/tg.json', allowFrom: [3]}}}",
    );
    home.write(
        "parts/a.json5",
        "{ui: {theme: 'dark', language: 'en'}, tools: {deny: ['x']}}",
    );
    home.write(
        "parts/b.json",
        "{$include: 'c.json', tools: {deny: ['y']}, cron: {enabled: false}}",
    );
    home.write(
        "parts/c.json",
        "{cron: {enabled: true, maxConcurrentRuns: 2}}",
    );
    home.write("parts/tg.json", "{allowFrom: [1, 2], enabled: false}");
    let store = home.open();
    assert_eq!(store.report().problems, []);
    let config = store.current();
    assert_eq!(config.ui.theme, crate::config::Theme::Light);
    assert_eq!(config.language(), Some(Language::English));
    assert_eq!(config.tools.deny, ["x", "y"]);
    assert_eq!(
        (config.cron.enabled, config.cron.max_concurrent_runs),
        (false, 2)
    );
    assert_eq!(config.channels.telegram.keys.allow_from.len(), 3);

    assert_eq!(
        code(store.unset("cron.maxConcurrentRuns")),
        "config-elsewhere"
    );
    store.set("cron.maxConcurrentRuns", json!(4)).unwrap();
    assert_eq!(store.current().cron.max_concurrent_runs, 4);
    assert_eq!(
        code(store.set("channels.telegram.allowFrom", json!([9]))),
        "config-elsewhere"
    );

    home.write("parts/c.json", "{cron: {sessionRetention: 'maybe'}}");
    assert!(store.reload());
    let restarted = home.open();
    assert_eq!(restarted.report().in_force, InForce::LastGood);
    assert_eq!(restarted.current().cron.max_concurrent_runs, 4);
}

#[test]
fn an_include_that_leads_out_around_or_nowhere_is_named() {
    let check = |text: &str, kind: ProblemKind| {
        let home = Home::with_file(text);
        home.write("loop.json", "{$include: 'cove.json'}");
        home.write("me.json", "{$include: 'me.json'}");
        home.write("broken.json", "{");
        let problems = home.open().report().problems;
        assert_eq!(
            problems.first().map(|p| p.kind.clone()),
            Some(kind),
            "{text}"
        );
    };
    let outside = tempfile::NamedTempFile::new().unwrap();
    let name = outside.path().display().to_string();
    check(
        &json!({"$include": name}).to_string(),
        ProblemKind::IncludeOutside(name),
    );
    check(
        "{$include: 'loop.json'}",
        ProblemKind::IncludeCircle("cove.json".into()),
    );
    check(
        "{$include: 'me.json'}",
        ProblemKind::IncludeCircle("me.json".into()),
    );
    check(
        "{$include: 'gone.json'}",
        ProblemKind::Unreadable("gone.json".into()),
    );
    check("{ui: {$include: 5}}", ProblemKind::IncludeShape);
    check(
        "{$include: 'broken.json'}",
        ProblemKind::Syntax {
            file: "broken.json".into(),
            line: 1,
            column: 1,
        },
    );
}

#[test]
fn the_environment_is_put_in_and_an_unset_variable_is_named() {
    let home = Home::with_env(|name| (name == "HOST").then(|| "127.0.0.1:8".into()));
    home.write(
        FILE,
        "{models: {providers: {x: {baseUrl: 'http://${HOST}/v1'}}}}",
    );
    let store = home.open();
    let settings = store.current().provider_settings();
    assert_eq!(
        settings[0].base_url.as_deref(),
        Some("http://127.0.0.1:8/v1")
    );
    assert_eq!(
        store.get("models.providers.x.baseUrl").unwrap().value,
        json!("http://${HOST}/v1")
    );
    home.write(FILE, "{agents: {defaults: {workspace: '${NOPE}/w'}}}");
    store.reload();
    let problem = &store.report().problems[0];
    assert_eq!(problem.path.to_string(), "agents.defaults.workspace");
    assert_eq!(problem.kind, ProblemKind::EnvironmentUnset("NOPE".into()));
}

#[tokio::test]
async fn a_secret_in_the_file_works_is_reported_and_is_never_shown() {
    let home = Home::with_env(|name| (name == "MY_KEY").then(|| "from-the-environment".into()));
    home.write(
        FILE,
        "{models: {providers: {a: {apiKey: 'plain-in-the-file'}, b: {apiKey: '${MY_KEY}', baseUrl: 'http://h/'}}}}",
    );
    let store = home.open();
    let origin = crate::secret::Origin::of("http://h").unwrap();
    for (path, secret) in [
        ("models.providers.a.apiKey", "plain-in-the-file"),
        ("models.providers.b.apiKey", "from-the-environment"),
    ] {
        let found = home.secrets.get(path, &origin).await.unwrap().unwrap();
        assert_eq!(found.expose_secret(), secret);
        assert_eq!(home.secrets.redactor().redact(secret), crate::secret::MASK);
    }
    assert_eq!(store.report().plain_secrets, ["models.providers.a.apiKey"]);
    let shown = format!(
        "{:?} {:?} {:?} {}",
        store.current(),
        store.report(),
        store.get("").unwrap(),
        store.get("models.providers").unwrap().value
    );
    assert!(
        !shown.contains("plain-in-the-file") && !shown.contains("from-the-environment"),
        "{shown}"
    );
    assert!(shown.contains("${MY_KEY}"));
}

#[tokio::test]
async fn an_adopted_secret_leaves_every_file_and_still_works() {
    let home =
        Home::with_file("{models: {providers: {a: {apiKey: 'plain-in-the-file' /* mine */}}}}");
    let store = home.open();
    let origin = crate::secret::Origin::of("http://h").unwrap();
    let adopted = home
        .secrets
        .adopt_from_config(|_| Some(origin.clone()), None, None)
        .await;
    let moved = adopted.unwrap().moved;
    assert_eq!(moved, ["models.providers.a.apiKey"]);
    for path in &moved {
        store
            .set(path, crate::secret::SecretRef::new(path).to_string().into())
            .unwrap();
    }
    for entry in fs::read_dir(home.dir.path()).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("plain-in-the-file"), "{}", path.display());
    }
    assert!(home.file().contains("/* mine */"));
    let found = home.secrets.get(&moved[0], &origin).await.unwrap().unwrap();
    assert_eq!(found.expose_secret(), "plain-in-the-file");
    assert!(store.report().plain_secrets.is_empty());
}
